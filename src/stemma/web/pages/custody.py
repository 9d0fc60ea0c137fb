"""What came into the case, when, how and by whom, and what vouches for it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from stemma.custody.timestamps import said_at
from stemma.store import Item
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.paging import paged

PATH = "/custody"
TITLE = "What came in"
TEMPLATE = "custody.html"
MOST_REPORTS = 5  # of one file that its row names


class Query(Struct, frozen=True):
    """Which things, and which page of them."""

    words: str = ""  # in the address or path, or the beginning of the digest
    how: Literal["", "fetched", "read"] = ""
    page: int = 1


class CustodyReport(Struct, frozen=True):
    """A report that was found in something."""

    id: str
    name: str
    read: bool  # whether the record has it, so that there is a page about it


class CustodyRow(Struct, frozen=True):
    """One thing that came in."""

    number: int  # of its entry in the log
    at: datetime
    by: str
    how: str
    uri: str
    within: str | None
    status: int | None
    size: int  # bytes
    sha256: str
    held: bool
    warc: bool  # whether request and answer are kept as they went over the line
    reports: tuple[CustodyReport, ...]
    more: int  # reports beyond those


class CustodyTimestamp(Struct, frozen=True):
    """One timestamp of the log."""

    entry: int
    authority: str
    at: datetime | None  # by the authority's clock
    asked: datetime  # by this machine's
    by: str


class Context(Struct, frozen=True):
    """One page of what came in, the last first."""

    total: int
    found: int
    page: int
    pages: int
    asked: Query
    number: int  # of the log's last entry
    head: str  # its digest
    without: int  # reports that came in before the case kept when and by whom
    timestamps: tuple[CustodyTimestamp, ...]
    rows: tuple[CustodyRow, ...]


def show(desk: Desk, query: Query) -> Context:
    """What was asked for."""
    number, digest = desk.head
    items = desk.snapshot.kept(("items", number), desk.case.items)  # read whole: once for a state of the log
    found = [item for item in reversed(items) if _wanted(item, query)]
    page, pages, shown = paged(found, query.page)
    vouched = {id for item in items for id in item.documents}
    without = sum(id not in vouched for id in desk.snapshot.look.by_doc)
    stamps = tuple(CustodyTimestamp(s.entry, s.authority, said_at(s.answer), s.at, s.by) for s in desk.case.stamps())
    return Context(len(items), len(found), page, pages, query, number, digest, without, stamps,
                   tuple(_row(desk.snapshot, item) for item in shown))


def _wanted(item: Item, query: Query) -> bool:
    if query.how and item.how != query.how:
        return False
    words = query.words.strip().casefold()
    return not words or words in item.uri.casefold() or item.sha256.startswith(words)


def _row(snapshot: Snapshot, item: Item) -> CustodyRow:
    reports = tuple(_report(snapshot, id) for id in item.documents[:MOST_REPORTS])
    return CustodyRow(item.number, item.at, item.by, item.how, item.uri, item.within, item.status, item.size,
                      item.sha256, item.held, item.warc_sha256 is not None, reports,
                      max(0, len(item.documents) - MOST_REPORTS))


def _report(snapshot: Snapshot, id: str) -> CustodyReport:
    reading = snapshot.look.by_doc.get(id)
    return CustodyReport(id, reading.document.name if reading else id, reading is not None)
