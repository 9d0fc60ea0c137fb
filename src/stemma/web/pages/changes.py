"""What each build changed, the last one first: what whoever watches the case is told."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from stemma.changes.nouns import KINDS
from stemma.store.noted import Noted
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.paging import MOST

PATH = "/changes"
TITLE = "What is new"
TEMPLATE = "changes.html"
KEPT = False  # what a build changed is noted just after its record

KIND_WORDS = {
    "retraction": "Page without its figures", "new_incident": "New incident", "signed_changed": "Changed since signed",
    "edited": "Page changed", "joined": "Incidents joined", "parted": "Incident parted", "gone": "Incident gone",
    "denial": "First denial", "toll_rose": "Toll rose", "toll_fell": "Toll fell", "toll_changed": "Toll changed",
    "new_toll": "First figures", "contradiction": "Accounts differ", "new_source": "New independent source",
    "circumstances": "Day or place", "repeats": "Copies", "others": "Other reports",
}
MOST_LINKS = 5  # reports of one change


class Query(Struct, frozen=True):
    """Which kind, and which page."""

    kind: str = ""
    page: int = 1


class ChangeKind(Struct, frozen=True):
    """A kind of change that the case has seen."""

    key: str
    label: str
    count: int


class ChangeLink(Struct, frozen=True):
    """Where a change can be looked at in the record as it is now."""

    href: str
    label: str


class ChangePassage(Struct, frozen=True):
    """Words of a page that became others."""

    was: str
    now: str
    within: str


class ChangeRow(Struct, frozen=True):
    """One change."""

    number: int
    at: datetime
    kind: str
    label: str
    words: str
    links: tuple[ChangeLink, ...]
    passages: tuple[ChangePassage, ...]


class Context(Struct, frozen=True):
    """One page of changes."""

    total: int
    found: int
    page: int
    pages: int
    kinds: tuple[ChangeKind, ...]
    asked: Query
    rows: tuple[ChangeRow, ...]


def show(desk: Desk, query: Query) -> Context:
    """The changes that were asked for."""
    counts = desk.case.changes.kinds()
    total = sum(counts.values())
    found = counts.get(query.kind, 0) if query.kind else total
    pages = max(1, -(-found // MOST))
    page = min(max(1, query.page), pages)
    rows = desk.case.changes.last(MOST, (page - 1) * MOST, query.kind) if found else ()
    kinds = tuple(ChangeKind(kind, KIND_WORDS[kind], counts[kind]) for kind in KINDS if kind in counts)
    return Context(total, found, page, pages, kinds, query, tuple(_row(one, desk.snapshot) for one in rows))


def _row(noted: Noted, snapshot: Snapshot) -> ChangeRow:
    change = noted.change
    return ChangeRow(
        noted.number, noted.at, change.kind, KIND_WORDS[change.kind], change.words, tuple(_links(noted, snapshot)),
        tuple(ChangePassage(one.was, one.now, one.within) for one in change.passages))


def _links(noted: Noted, snapshot: Snapshot) -> list[ChangeLink]:
    """The incidents, the first words and the reports, as far as the record still has them."""
    change, look = noted.change, snapshot.look
    found = [ChangeLink(f"/incidents/{one}", snapshot.incidents[one].title) for one in change.incidents
             if one in snapshot.incidents]
    docs = [doc for doc in change.docs if doc in look.by_doc]
    if change.kind in ("edited", "retraction") and docs and change.was[0] in look.by_doc:
        return [*found, ChangeLink(f"/compare?a={change.was[0]}&b={docs[0]}", "both versions")]
    rows = [row for row in change.rows if row in look.claims or row in look.statements]
    if rows:
        found.append(ChangeLink(f"/at/{rows[0]}", "the words"))
    found += [ChangeLink(f"/reports/{doc}", f"report {look.letters[doc]}")
              for doc in sorted(docs, key=lambda doc: (len(look.letters[doc]), look.letters[doc]))[:MOST_LINKS]]
    return found
