"""Incidents side by side: whether they are one, and how far apart their tolls are."""

from __future__ import annotations

from msgspec import Struct

from stemma.report import words
from stemma.report.views import Toll
from stemma.web.addresses import address
from stemma.web.desk import Desk
from stemma.web.pages._incident import view_of
from stemma.web.pages._incident_rows import IncidentRow, indexed

PATH = "/incidents/compare"
TITLE = "Incidents side by side"
TEMPLATE = "incidents_compare.html"
MOST = 4  # side by side


class Query(Struct, frozen=True):
    """Which incidents."""

    sel: tuple[str, ...] = ()


class ComparedIncident(Struct, frozen=True):
    """One incident among others."""

    row: IncidentRow
    when: str
    where: str
    happened: tuple[str, ...]
    tolls: tuple[Toll, ...]
    reports: str
    shared: str  # reports that tell of another of these too


class Context(Struct, frozen=True):
    """The incidents."""

    incidents: tuple[ComparedIncident, ...]
    left_out: int  # that were chosen beyond those shown
    seen: int
    back: str  # to the list, with what is chosen


def show(desk: Desk, query: Query) -> Context:
    """The incidents that were chosen, the first few of them; none where none was."""
    snapshot = desk.snapshot
    rows = indexed(snapshot)
    chosen = [id_ for id_ in dict.fromkeys(query.sel) if id_ in rows]
    shown = chosen[:MOST]
    docs = [doc for id_ in shown for doc in set(snapshot.incidents[id_].docs)]
    common = {doc for doc in docs if docs.count(doc) > 1}
    found = []
    for id_ in shown:
        view, incident = view_of(snapshot, snapshot.incidents[id_]), snapshot.incidents[id_]
        shared = [snapshot.look.letters[doc] for doc in incident.docs if doc in common]
        found.append(ComparedIncident(
            rows[id_].row, view.when, view.where, view.happened, view.tolls, view.reports,
            words.some_of(sorted(shared, key=lambda letter: (len(letter), letter)), 6)))
    return Context(tuple(found), len(chosen) - len(shown), desk.head[0],
                   address("/", Query(tuple(chosen))))
