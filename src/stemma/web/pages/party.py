"""One person or organisation: spellings and where they are used, what it says, whom it draws on; split and merge."""

from __future__ import annotations

from msgspec import Struct

from stemma.model import Party
from stemma.report.lookup import gist
from stemma.web.contracts import NotFound
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.pages.claim import ClaimDecision, by_target, told
from stemma.web.people import in_reports, names_of, spoken_by

PATH = "/parties/{key:path}"
TITLE = "A person or organisation"
TEMPLATE = "party.html"
MOST = 100  # rows shown of what it is heard in
NEAR = 8  # parties offered for merging


class Query(Struct, frozen=True):
    """Words to find another one by."""

    find: str = ""


class PartySpelling(Struct, frozen=True):
    """One way in which reports write it."""

    name: str
    rows: tuple[str, ...]  # ids of statements, claims and mentions that use it
    reports: str


class PartySaying(Struct, frozen=True):
    """A statement or claim that comes from it."""

    id: str
    number: int
    letter: str
    gist: str
    incident: str
    incident_title: str


class PartyChoice(Struct, frozen=True):
    """Another one that may be the same."""

    key: str
    name: str
    role: str


class PartyDependence(Struct, frozen=True):
    """Whom it draws on."""

    key: str
    name: str
    reason: str


class Context(Struct, frozen=True):
    """The party."""

    key: str
    kind: str
    name: str
    role: str
    spellings: tuple[PartySpelling, ...]
    sayings: tuple[PartySaying, ...]
    more: int  # sayings beyond those
    draws_on: tuple[PartyDependence, ...]
    near: tuple[PartyChoice, ...]
    decisions: tuple[ClaimDecision, ...]
    asked: Query
    seen: int


def show(desk: Desk, query: Query, key: str) -> Context:
    """Raises NotFound."""
    snapshot = desk.snapshot
    party = snapshot.look.parties.get(key)
    if party is None:
        raise NotFound("The record holds nobody of that name any more: two may have been joined, or one parted.")
    names = names_of(snapshot, party)
    rows = spoken_by(snapshot).get(key, ())
    drawn = [row for row in snapshot.record.dependences if row.party == key]
    own = dict.fromkeys(row for used in names.values() for row in used)
    named = by_target(desk)
    decided = {one.id: one for row in own if row in named for one in named[row]
               if one.kind in ("same_party", "party_name")}
    return Context(
        key=key, kind=party.kind, name=party.name, role=party.role or "",
        spellings=tuple(PartySpelling(name, used, in_reports(snapshot, used)) for name, used in names.items()),
        sayings=tuple(_saying(snapshot, row) for row in rows[:MOST]), more=max(0, len(rows) - MOST),
        draws_on=tuple(PartyDependence(row.on, snapshot.look.parties[row.on].name, row.reason) for row in drawn),
        near=_near(snapshot, party, query.find), decisions=told(desk, decided.values()), asked=query,
        seen=desk.head[0],
    )


def _saying(snapshot: Snapshot, row: str) -> PartySaying:
    look = snapshot.look
    found = look.claims.get(row) or look.statements[row]
    incident = snapshot.incidents.get(snapshot.incident_of.get(row, ""))
    return PartySaying(row, look.numbers[row], look.letters[found.doc], gist(look, found),
                       incident.id if incident else "", incident.title if incident else "")


def _near(snapshot: Snapshot, party: Party, find: str) -> tuple[PartyChoice, ...]:
    """Others that share a word of their name with it, or the words that somebody looks for."""
    index = snapshot.kept("parties by word", lambda: _by_word(snapshot.record.parties))
    wanted = _words_of(find) or {word for name in (party.name, *party.variants) for word in _words_of(name)}
    counts: dict[str, int] = {}
    for word in wanted:
        for key in index.get(word, ()):
            counts[key] = counts.get(key, 0) + 1
    best = sorted((key for key in counts if key != party.key), key=lambda key: (-counts[key], key))[:NEAR]
    found = [snapshot.look.parties[key] for key in best]
    return tuple(PartyChoice(other.key, other.name, other.role or "") for other in found)


def _by_word(parties: tuple[Party, ...]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for party in parties:
        for word in {word for name in (party.name, *party.variants) for word in _words_of(name)}:
            index.setdefault(word, []).append(party.key)
    return index


def _words_of(name: str) -> set[str]:
    return {word for word in name.casefold().replace(".", " ").replace(",", " ").split() if len(word) > 2}
