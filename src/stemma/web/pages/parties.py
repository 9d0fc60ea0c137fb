"""People and organisations that reports name as sources or speak of."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from stemma.model import Party
from stemma.web.desk import Desk
from stemma.web.paging import paged
from stemma.web.people import spoken_by

PATH = "/parties"
TITLE = "People and organisations"
TEMPLATE = "parties.html"


class Query(Struct, frozen=True):
    """Which, and which page of them."""

    words: str = ""  # in any spelling or in the role
    kind: Literal["", "person", "org", "unnamed"] = ""
    heard: bool = False  # only those that something comes from
    page: int = 1


class PartyRow(Struct, frozen=True):
    """One party in the list."""

    key: str
    kind: str
    name: str
    role: str
    variants: tuple[str, ...]  # other spellings
    heard: int  # statements and claims that come from it
    reports: int


class Context(Struct, frozen=True):
    """One page of the list."""

    total: int
    found: int
    page: int
    pages: int
    asked: Query
    rows: tuple[PartyRow, ...]


def show(desk: Desk, query: Query) -> Context:
    """Those that were asked for, the most heard first."""
    snapshot = desk.snapshot
    heard = spoken_by(snapshot)
    ordered = snapshot.kept("parties in order", lambda: sorted(
        snapshot.record.parties, key=lambda party: (-len(heard.get(party.key, ())), -len(party.docs), party.key)))
    found = [party for party in ordered if _wanted(party, query, heard)]
    page, pages, shown = paged(found, query.page)
    rows = tuple(
        PartyRow(party.key, party.kind, party.name, party.role or "",
                 tuple(name for name in party.variants if name != party.name), len(heard.get(party.key, ())),
                 len(party.docs))
        for party in shown)
    return Context(len(ordered), len(found), page, pages, query, rows)


def _wanted(party: Party, query: Query, heard: dict[str, tuple[str, ...]]) -> bool:
    if (query.kind and party.kind != query.kind) or (query.heard and not heard.get(party.key)):
        return False
    if not query.words:
        return True
    text = " ".join((party.name, party.role or "", *party.variants)).casefold()
    return all(word in text for word in query.words.casefold().split())
