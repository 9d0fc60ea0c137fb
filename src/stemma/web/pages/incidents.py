"""The case: its incidents, filtered, on a map and by day, and those chosen to be exported or compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

import msgspec
from msgspec import Struct

from stemma.model import Incident
from stemma.report import words
from stemma.report.map import MapView, case_map, near_places
from stemma.web.addresses import address, pairs_of
from stemma.web.desk import Desk
from stemma.web.pages import _days
from stemma.web.pages import _incident_rows as listed
from stemma.web.pages._days import DayView
from stemma.web.pages._incident import atlas
from stemma.web.pages._incident_rows import IncidentRow, Wanted
from stemma.web.paging import paged

Drawn = TypeVar("Drawn")
PATH = "/"
TITLE = "Incidents"
TEMPLATE = "incidents.html"
MOST_PLACES = 150  # on the map


class Query(Struct, frozen=True):
    """Which incidents, which of them are chosen, and which page of the list."""

    words: str = ""  # in the title, kind, place, weapons, who is held responsible, what was hit
    since: date | None = None
    until: date | None = None
    place: str = ""  # a place by any spelling, or a country
    kind: str = ""
    killed: int | None = None  # so many or more, by the highest account
    status: str = ""  # draft, reviewed, published; changed: different since it was signed
    differing: bool = False  # only those on which accounts differ
    sel: tuple[str, ...] = ()  # Incident.id of those chosen
    page: int = 1


class Kind(Struct, frozen=True):
    """A kind of incident that the case has."""

    key: str
    label: str
    count: int


class Pair(Struct, frozen=True):
    """A field of the address."""

    name: str
    value: str


class Context(Struct, frozen=True):
    """One page of the list, and the drawings of all that was found."""

    total: int  # in the case
    found: int  # by the filters
    page: int
    pages: int
    asked: Query
    filtered: bool
    rows: tuple[IncidentRow, ...]
    chosen: tuple[IncidentRow, ...]  # also those that are not on this page
    elsewhere_chosen: tuple[str, ...]  # ids of those that are chosen and not on this page
    unchosen: str  # address of this page with nothing chosen
    fields: tuple[Pair, ...]  # of the address, without what is chosen
    kinds: tuple[Kind, ...]
    days: DayView
    map: MapView | None  # of all that was found; None where nothing was
    reports: int  # in the case


def show(desk: Desk, query: Query) -> Context:
    """The incidents that were asked for."""
    snapshot = desk.snapshot
    every = listed.indexed(snapshot)
    query = msgspec.structs.replace(query, sel=tuple(id_ for id_ in dict.fromkeys(query.sel) if id_ in every))
    wanted = msgspec.convert(query, Wanted, from_attributes=True)
    rows = listed.found(snapshot, wanted)
    page, pages, shown = paged(rows, query.page)
    here = {row.id for row in shown}
    chosen = [every[id_].row for id_ in query.sel]
    return Context(
        total=len(every), found=len(rows), page=page, pages=pages, asked=query, filtered=wanted != Wanted(),
        rows=listed.with_pending(desk, shown), chosen=tuple(chosen),
        elsewhere_chosen=tuple(id_ for id_ in query.sel if id_ not in here),
        unchosen=address("/", query, sel=()),
        fields=tuple(Pair(*pair) for pair in pairs_of(msgspec.structs.replace(query, sel=()))),
        kinds=_kinds(desk), map=_same(desk, query, "map", lambda: _map(desk, query, rows)),
        days=_same(desk, query, "days", lambda: _days.by_day(rows, lambda first, last: address(
            "/", query, since=first, until=last, page=1))),
        reports=len(snapshot.look.readings),
    )


def _same(desk: Desk, query: Query, what: str, make: Callable[[], Drawn]) -> Drawn:
    """What is the same on all pages of one list."""
    return desk.snapshot.kept((what, msgspec.structs.replace(query, page=1)), make)


def _map(desk: Desk, query: Query, rows: list[IncidentRow]) -> MapView | None:
    """Where the incidents were; a circle leads to its incident, or to the list of those at its place."""
    def href(same: Sequence[Incident]) -> str:
        if len(same) == 1:
            return f"/incidents/{same[0].id}"
        return address("/", query, place=same[0].place or "", page=1)

    if not rows:
        return None
    snapshot = desk.snapshot
    near = snapshot.kept("near", lambda: near_places(atlas(snapshot), snapshot.incidents.values()))
    return case_map(atlas(snapshot), [snapshot.incidents[row.id] for row in rows], "Where the incidents were", href,
                    MOST_PLACES, near)


def _kinds(desk: Desk) -> tuple[Kind, ...]:
    """The kinds that the case has, the most frequent first."""
    def counted() -> tuple[Kind, ...]:
        held: dict[str, int] = {}
        for one in listed.indexed(desk.snapshot).values():
            held[one.row.kind] = held.get(one.row.kind, 0) + 1
        return tuple(Kind(kind, words.happening(kind), count)
                     for kind, count in sorted(held.items(), key=lambda item: (-item[1], item[0])))

    return desk.snapshot.kept("incident kinds", counted)
