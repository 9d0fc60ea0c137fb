"""The log: what people decided and did, the last first, with the chain that binds the entries."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from stemma.model import Judgement
from stemma.web.desk import Desk
from stemma.web.pages.claim import decided_words
from stemma.web.paging import paged

PATH = "/log"
TITLE = "What people decided"
TEMPLATE = "log.html"


class Query(Struct, frozen=True):
    """Whose entries, of which sort, and which page of them."""

    by: str = ""
    only: str = ""  # "standing", "withdrawn" or a kind of judgement
    page: int = 1


class LogRow(Struct, frozen=True):
    """One judgement and what became of it."""

    id: str
    at: datetime
    by: str
    what: str
    quoted: str
    rows: tuple[str, ...]  # ids of what was decided on
    why: str
    withdrawn: datetime | None
    state: str  # "in the record", "not in the record yet", "could not be placed", "replaced later", "withdrawn"


class Context(Struct, frozen=True):
    """One page of the log."""

    total: int
    found: int
    page: int
    pages: int
    head: str  # digest of the last entry
    number: int  # of the last entry
    people: tuple[str, ...]
    kinds: tuple[str, ...]
    asked: Query
    rows: tuple[LogRow, ...]


def show(desk: Desk, query: Query) -> Context:
    """The entries that were asked for."""
    number, digest = desk.head
    pending = {judgement.id for judgement in desk.pending}
    standing = {judgement.id for judgement in desk.standing}
    unplaced = {p.subject for p in desk.snapshot.record.problems if p.stage == "judgements"}
    ordered = sorted(desk.judgements, key=lambda judgement: (judgement.at, judgement.id), reverse=True)
    found = [judgement for judgement in ordered if _wanted(judgement, query)]
    page, pages, shown = paged(found, query.page)
    rows = tuple(_row(judgement, standing, pending, unplaced) for judgement in shown)
    return Context(len(ordered), len(found), page, pages, digest, number,
                   tuple(sorted({judgement.by for judgement in ordered})),
                   tuple(sorted({judgement.kind for judgement in ordered})), query, rows)


def _wanted(judgement: Judgement, query: Query) -> bool:
    if query.by and judgement.by != query.by:
        return False
    if query.only in ("standing", "withdrawn"):
        return (judgement.withdrawn is None) == (query.only == "standing")
    return not query.only or judgement.kind == query.only


def _row(judgement: Judgement, standing: set[str], pending: set[str], unplaced: set[str]) -> LogRow:
    state = ("withdrawn" if judgement.withdrawn else "replaced later" if judgement.id not in standing
             else "could not be placed" if judgement.id in unplaced
             else "not in the record yet" if judgement.id in pending else "in the record")
    return LogRow(
        id=judgement.id, at=judgement.at, by=judgement.by, what=decided_words(judgement),
        quoted=judgement.quoted[:300], rows=tuple(target.id for target in judgement.targets[:4]), why=judgement.note,
        withdrawn=judgement.withdrawn, state=state,
    )

