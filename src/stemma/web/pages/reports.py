"""The reports of the case: who published what when, what it repeats, what was found in it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from stemma.model import Reading
from stemma.report import words
from stemma.report.lookup import report_name
from stemma.report.pairs import edge_sentence
from stemma.values import HARMS
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.paging import paged

PATH = "/reports"
TITLE = "Reports"
TEMPLATE = "reports.html"
SHOWN_EDGES = 2  # relations of a report that its row names


class Query(Struct, frozen=True):
    """Which reports, and which page of them."""

    words: str = ""  # in the outlet, the title or the file's name
    since: date | None = None
    until: date | None = None
    only: str = ""  # "copies": those that repeat another; "alone": those that do not; "no-figures"
    page: int = 1


class ReportRow(Struct, frozen=True):
    """One report in the list."""

    id: str
    letter: str
    name: str
    title: str
    file: str
    published: str
    figures: int
    statements: int
    incidents: tuple[str, ...]  # ids
    relations: tuple[str, ...]  # "B is a rewrite of A"
    more: int  # relations beyond those
    lang: str


class Context(Struct, frozen=True):
    """One page of the list."""

    total: int  # in the case
    found: int  # by the filters
    page: int
    pages: int
    asked: Query
    rows: tuple[ReportRow, ...]


def show(desk: Desk, query: Query) -> Context:
    """The reports that were asked for."""
    snapshot = desk.snapshot
    found = snapshot.look.readings
    if query != Query(page=query.page):
        found = [reading for reading in found if _wanted(snapshot, reading, query)]
    page, pages, shown = paged(found, query.page)
    rows = tuple(_row(snapshot, reading) for reading in shown)
    return Context(len(snapshot.look.readings), len(found), page, pages, query, rows)


def _wanted(snapshot: Snapshot, reading: Reading, query: Query) -> bool:
    day = reading.page.published.day
    if (query.since or query.until) and day is None:
        return False
    if (query.since and day < query.since) or (query.until and day > query.until):
        return False
    edges = snapshot.look.edges.get(reading.document.id, ())
    if (query.only == "copies" and not edges) or (query.only == "alone" and edges):
        return False
    if query.only == "no-figures" and any(claim.kind in HARMS for claim in reading.claims):
        return False
    if not query.words:
        return True
    document = reading.document
    text = f"{report_name(snapshot.look, document.id)} {document.title or ''} {document.name}".casefold()
    return all(word in text for word in query.words.casefold().split())


def _row(snapshot: Snapshot, reading: Reading) -> ReportRow:
    look, document = snapshot.look, reading.document
    edges = look.edges.get(document.id, ())
    incidents = dict.fromkeys(snapshot.incident_of[claim.id] for claim in reading.claims
                              if claim.id in snapshot.incident_of)
    return ReportRow(
        id=document.id, letter=look.letters[document.id], name=report_name(look, document.id),
        title=document.title or "", file=document.name, published=words.published(reading.page.published),
        figures=sum(claim.kind in HARMS for claim in reading.claims), statements=len(reading.statements),
        incidents=tuple(incidents), relations=tuple(edge_sentence(look, edge) for edge in edges[:SHOWN_EDGES]),
        more=max(0, len(edges) - SHOWN_EDGES), lang=document.lang or "",
    )
