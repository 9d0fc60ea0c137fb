"""Whose names a private export withholds: everybody who is not said to speak or act for a public body.

Officials, spokespeople and commanders stay, by the role that the reports give them. Whoever is told of as a victim, a
relative, a resident or a witness is private in every report, and so is everybody of whom the reports do not say enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from stemma.model import Mention, Record
from stemma.names.spelling import plain
from stemma.values import Source

# What somebody is who speaks or acts for a public body, whatever else is said: the last word of a role before "of".
OFFICES = frozenset("""
president vice-president premier minister prime-minister secretary undersecretary under-secretary chancellor governor
gov vice-governor mayor deputy-mayor senator sen congressman congresswoman lawmaker legislator mp parliamentarian
councillor councilor councilman councilwoman ambassador amb envoy diplomat consul commissioner administrator prefect
magistrate judge justice prosecutor ombudsman commissary commissar negotiator mediator spokesman spokeswoman
spokesperson spokesmen commander commandant cmdr cdr general gen colonel col brigadier brig admiral adm commodore
marshal superintendent supt official secretary-general director-general inspector-general rapporteur king queen sultan
emir pope patriarch warlord sheriff attache charge
""".split())
# These only where the role also names a public body: "head of the police", not "head of the family".
LEADING = frozenset("""
head chief leader chairman chairwoman chairperson chair director deputy adviser advisor aide representative rep member
delegate candidate inspector major maj captain capt coordinator co-ordinator secretary officer prince princess
""".split())
BODIES = frozenset("""
government state federal national regional provincial district municipal ministry department administration parliament
assembly senate cabinet council police army military navy air-force forces force guard brigade battalion regiment
division garrison staff security intelligence militia rebel rebels movement front union federation alliance coalition
party opposition presidency presidential committee commission agency authority authorities court nato un eu interior
defence defense foreign justice emergency emergencies region province rescue
""".split())
# Whoever is told of so is a private person, whatever else somebody is called: "the mayor's wife", "a former officer".
PRIVATE = frozenset("""
resident witness eyewitness survivor villager neighbour neighbor refugee victim passer-by passerby bystander patient
mother father brother sister son daughter wife husband widow widower uncle aunt cousin grandmother grandfather nephew
niece relative parent fiance fiancee friend child boy girl baby teenager pensioner pupil student driver bodyguard
shopkeeper trader merchant vendor farmer fisherman herder shepherd teacher nurse doctor worker volunteer guest owner
conscript recruit soldier trooper private hostage captive detainee prisoner suspect gunman attacker
""".split())
_PAST = frozenset("former ex late retired".split())
_COMPLEMENT = re.compile(r"\s(?:of|for|to|at|in|on|with|from|who|which|and)\s|,|;")
_WORD = re.compile(r"[a-z][a-z-]*")

Words = tuple[str, ...]  # of a name: Latin small letters


class Known(Struct, frozen=True):
    """Who is private and who is not, by what a record calls them."""

    parties: frozenset[str]  # Party.key of private persons
    mentions: frozenset[str]  # Mention.id of private persons
    private: frozenset[str]  # spellings of private persons
    public: frozenset[str]  # spellings of officials and of organisations, places and outlets


def known(record: Record) -> Known:
    """Who is private in a record."""
    said = _said(record)
    parties = {party.key for party in record.parties if party.kind == "person" and not is_public(said.roles[party.key])}
    public = {name for party in record.parties if party.kind != "unnamed" and party.key not in parties
              for name in (party.name, *party.variants, *said.names[party.key])}
    everywhere = {plain(name) for name in public}
    found, mentions = set(), set()
    for party in record.parties:
        if party.key in parties:
            found |= {party.name, *party.variants, *said.names[party.key]}
    for reading in record.readings:
        for mention in reading.page.mentions:
            if mention.kind == "person" and _is_private(mention, said.party_of, parties, everywhere):
                mentions.add(mention.id)
                found |= {mention.name, mention.refers_to or ""}
        found |= {victim.name for victim in reading.victims or ()}
        found |= set(_loose_sources(record, reading.claims, everywhere))
        found |= set(_loose_sources(record, reading.statements, everywhere))
    named = {place.name for place in record.places} | {name for place in record.places for name in place.variants}
    outlets = {reading.page.outlet or reading.document.outlet or "" for reading in record.readings}
    return Known(frozenset(parties), frozenset(mentions), frozenset(name for name in found if plain(name)),
                 frozenset(name for name in public | named | outlets if plain(name)))


def is_public(roles: Iterable[str]) -> bool:
    """Whether somebody of whom reports say this speaks or acts for a public body; in doubt not."""
    heads = [_head(role) for role in roles if plain(role)]
    return bool(heads) and "private" not in heads and "public" in heads


def _head(role: str) -> str:
    """What a role says: "public", "private" or "" where it says too little."""
    small = role.lower().replace("’", "'")
    first = _WORD.findall(_COMPLEMENT.split(small, maxsplit=1)[0])
    if not first:
        return ""
    plainly = {word.removesuffix("s") for word in first if f"{word}'s" not in small} | set(first[-1:])
    if plainly & PRIVATE or set(first) & _PAST or first[0].startswith("ex-"):
        return "private"
    last = first[-1]
    if last in OFFICES or any(word in OFFICES for word in first[:-1] if last in LEADING and f"{word}'s" not in small):
        return "public"
    return "public" if last in LEADING and set(_WORD.findall(small)) & BODIES else ""


class _Said(Struct):
    """What the reports say of each party."""

    roles: dict[str, set[str]]  # Party.key -> roles
    names: dict[str, set[str]]  # Party.key -> names
    party_of: dict[str, str]  # Mention.id -> Party.key


def _said(record: Record) -> _Said:
    roles, names = defaultdict(set), defaultdict(set)
    party_of = {mention: party.key for party in record.parties for mention in party.mentions}
    for party in record.parties:
        roles[party.key].add(party.role or "")
    for reading in record.readings:
        for mention in reading.page.mentions:
            if key := party_of.get(mention.id):
                roles[key].add(mention.role or "")
                names[key] |= {mention.name, mention.refers_to or ""}
        for row in (*reading.claims, *reading.statements):
            if (key := record.speakers.get(row.id)) and row.source.kind == "person":
                roles[key].add(row.source.role or "")
                names[key].add(row.source.name)
    return _Said(roles, names, party_of)


def _is_private(mention: Mention, party_of: dict[str, str], parties: set[str], public: set[str]) -> bool:
    if key := party_of.get(mention.id):
        return key in parties
    if plain(mention.refers_to or mention.name) in public:
        return False
    return not is_public([mention.role or ""])


def _loose_sources(record: Record, rows: Iterable, public: set[str]) -> Iterator[str]:
    """Names of persons who are heard and belong to no party of the record."""
    for row in rows:
        source: Source = row.source
        loose = source.kind == "person" and record.speakers.get(row.id) is None
        if loose and plain(source.name) not in public and not is_public([source.role or ""]):
            yield source.name


