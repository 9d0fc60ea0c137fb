"""Every entry of the log as it is kept, accounts too, with the digests that bind them."""

from __future__ import annotations

from msgspec import Struct

from stemma.store.log import Entry
from stemma.web.desk import Desk

PATH = "/audit"
TITLE = "What was done"
TEMPLATE = "audit.html"
ROLE = "lead"
KEPT = False
MOST = 100  # entries on a page


class Query(Struct, frozen=True):
    """After which entry to begin."""

    after: int = 0


class Context(Struct, frozen=True):
    """Some entries in their order."""

    number: int  # of the last entry of all
    head: str
    after: int
    entries: tuple[Entry, ...]


def show(desk: Desk, query: Query) -> Context:
    """The entries after the one named."""
    number, digest = desk.head
    after = min(max(0, query.after), number)
    return Context(number, digest, after, desk.case.log(after, MOST))
