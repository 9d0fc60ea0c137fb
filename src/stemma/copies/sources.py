"""One source behind two names: a body and the person who speaks for it, and names that a copy has lost.

Both would otherwise be counted as two independent sources. What is found here is a reason to count them once; the
speaker that each document names is left as it stands.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from stemma.copies.families import copied_passages
from stemma.model import Claim, Family, Party, Reading, Statement
from stemma.values import HARMS, Span

ARMY = frozenset(["army", "military", "armed", "forces", "force", "air", "navy", "defence", "defense"])
# Words for a body, those for an army folded into one (`house_words`).
BODY = frozenset(
    """
    police ministry government hospital front bureau office agency service council authority
    authorities administration committee kremlin pentagon party movement guard militia commission
    board department brigade command corps court prosecutor mission coalition union alliance group
    army""".split()
)
OFFICE = frozenset(
    """
    the for and its his her spokesman spokeswoman spokesperson chief head senior director commander
    minister adviser advisor deputy official officer general colonel major captain lieutenant
    brigadier superintendent inspector president chairman secretary governor mayor""".split()
)
# Who heads the government of an area, what that is called, and what the area is.
HEADS = re.compile(
    r"\b(?:governor|mayor|prefect|administrator|head of the (?:\w+ ){0,2}administration)\b", re.IGNORECASE
)
GOVERNS = frozenset("administration governorate prefecture authorities authority government hall".split())
AREAS = frozenset("province provincial region regional district county city town municipal municipality state".split())
# Roles of which a report mostly means one holder; "official" and "resident" could be anybody.
ROLES = frozenset(
    """
    advis minist governor mayor president spokesman spokeswoman spokesperson director commander
    chief head doctor nurse ambassador commissioner chairman secretary priest colonel general
    inspector administrator coordinator""".split()
)

FIGURES = re.compile(r"(.+?) (?:figures|data|records|statistics|numbers|tally|count|estimates|lists?)\b")
REPORTER = re.compile(r"(.+?) (?:reporter|correspondent|journalist|photographer)\b")
SPEAKS = re.compile(r"\b(?:spokes(?:man|woman|person)|press (?:officer|secretary|chief|service))\b", re.IGNORECASE)


class Stand(Struct, frozen=True):
    """The party that a row is counted under, and why."""

    party: str
    reason: str


def one_source(
    readings: Sequence[Reading], parties: Sequence[Party], speakers: dict[str, str], families: Sequence[Family]
) -> dict[str, Stand]:
    """Rows that are counted under another party than the one their document names."""
    known = {party.key: party for party in parties}
    roles = roles_of(readings, known, speakers)
    found = spokespersons(readings, known, speakers, families, roles)
    others = (
        by_its_figures(readings, known, speakers),
        reporters_by_name(readings, known, speakers),
        role_only(readings, known, speakers, roles),
        lost_names(readings, known, speakers, families),
    )
    for more in others:
        for row, stand in more.items():
            found.setdefault(row, stand)
    return found


def by_its_figures(readings: Sequence[Reading], known: dict[str, Party], speakers: dict[str, str]) -> dict[str, Stand]:
    """Rows whose source is a body's figures ("police figures", "hospital records"): the body, if the case has it."""
    bodies = {plain_name(name): key for key, party in sorted(known.items()) if party.kind != "person"
              for name in (party.name, *party.variants)}
    found = {}
    for key, party in known.items():
        match = FIGURES.match(plain_name(party.name)) if party.kind == "unnamed" else None
        body = bodies.get(match[1]) if match else None
        if body is not None and body != key:
            found[key] = Stand(body, f"“{party.name}” are those of {known[body].name}")
    if not found:
        return {}
    return {item.id: found[speakers[item.id]] for reading in readings
            for item in (*reading.statements, *reading.claims) if speakers.get(item.id) in found}


def reporters_by_name(
    readings: Sequence[Reading], known: dict[str, Party], speakers: dict[str, str]
) -> dict[str, Stand]:
    """Rows of "the Herald's reporter" where a text of the Herald is by one reporter who tells what she has seen."""
    authors: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for item in reading.statements if reading.page.outlet else ():
            if item.source.kind == "person" and item.source.role == "reporter" and speakers.get(item.id) in known:
                authors[plain_name(reading.page.outlet)].add(speakers[item.id])
    found = {}
    for reading in readings if authors else ():
        for item in (*reading.statements, *reading.claims):
            source = known.get(speakers.get(item.id, ""))
            match = REPORTER.match(plain_name(source.name)) if source is not None and source.kind == "unnamed" else None
            own = authors.get(match[1], set()) if match else set()
            if len(own) == 1:
                person = next(iter(own))
                found[item.id] = Stand(person, f"{known[person].name} is the reporter of that outlet who was there")
    return found


def plain_name(name: str) -> str:
    """A name in small letters, without article and possessive."""
    return re.sub(r"['’]s?\b", "", re.sub(r"^(?:the|an?)\s+", "", name.casefold()))


def role_only(readings: Sequence[Reading], known: dict[str, Party], speakers: dict[str, str],
              roles: Mapping[str, Collection[str]]) -> dict[str, Stand]:
    """Rows whose source has only a role ("the governor") where the case shows who holds it.

    That is one named person of the same text, or one of the case who gives the very same figure. roles: `roles_of`.
    """
    told = {key: set() for key in known}
    for reading in readings:
        for claim in reading.claims:
            if claim.id in speakers and speakers[claim.id] in told:
                told[speakers[claim.id]].add(figure(claim))
    offices = Offices(roles)
    holders_of = {key: offices.holders(party.name) for key, party in known.items() if party.kind == "unnamed"}
    found = {}
    for reading in readings:
        items = [item for item in (*reading.statements, *reading.claims) if speakers.get(item.id) in known]
        here = {speakers[item.id] for item in items}
        for item in items:
            source = known[speakers[item.id]]
            if source.kind != "unnamed":
                continue
            holders = holders_of.get(source.key, [])
            near = [key for key in holders if key in here] or [
                key for key in holders if figure(item) is not None and figure(item) in told[key]
            ]
            if len(near) == 1:
                reason = f"“{source.name}” is the role of {known[near[0]].name}, as another sentence or report says"
                found[item.id] = Stand(near[0], reason)
    return found


def roles_of(readings: Sequence[Reading], known: dict[str, Party], speakers: dict[str, str]) -> dict[str, set[str]]:
    """Every role in which a named person of the case is introduced."""
    people = {key: party for key, party in known.items() if party.kind == "person"}
    holder = {mention: key for key, party in people.items() for mention in party.mentions}
    roles = {key: {party.role} - {None} for key, party in people.items()}
    for reading in readings:
        for mention in reading.page.mentions:
            if mention.role and mention.id in holder:
                roles[holder[mention.id]].add(mention.role)
        for item in (*reading.statements, *reading.claims):
            if item.source.role and speakers.get(item.id) in people:
                roles[speakers[item.id]].add(item.source.role)
    return roles


def holders_by_role(roles: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """The people of each role, both in order: many hold the same, and roles are compared once for all of them."""
    found: dict[str, list[str]] = defaultdict(list)
    for person in sorted(roles):
        for role in sorted(roles[person]):
            found[role].append(person)
    return found


class Offices:
    """The people of a case by their roles, and these by the words for an office in them."""

    def __init__(self, roles: Mapping[str, Collection[str]]) -> None:
        self._holders = holders_by_role(roles)
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for role in self._holders:
            for word in role_words(role) & ROLES:
                self._by_word[word].append(role)

    def holders(self, phrase: str) -> list[str]:
        """Everybody in whose role a source without a name is called, in order."""
        near = {role for word in role_words(phrase) & ROLES for role in self._by_word[word]}
        return sorted({person for role in near if holds_role(role, phrase) for person in self._holders[role]})


def holds_role(role: str, phrase: str) -> bool:
    """Whether a source without a name is called by a role: the same office, and most of the other words agree.

    Names in the phrase ("of the Ambel region") are left aside: the same office is written with and without them.
    """
    wanted = role_words(" ".join(word for number, word in enumerate(phrase.split()) if not number or word[0].islower()))
    own = role_words(role)
    office = wanted & ROLES
    rest = wanted - ROLES
    one_office = bool(office) and office <= own and own & ROLES <= wanted | {"head", "chief"}
    return one_office and 2 * len(rest & own) >= len(rest)


@lru_cache(maxsize=65536)
def role_words(phrase: str) -> frozenset[str]:
    """Content words of a role, office and office-holder folded ("ministry" and "minister")."""
    words = {word for word in re.findall(r"[a-z]+", phrase.casefold()) if len(word) > 2} - {"the", "for", "and", "its"}
    return frozenset(
        "minist" if word.startswith("minist") else "advis" if word.startswith("advis") else word for word in words
    )


def spokespersons(
    readings: Sequence[Reading], known: dict[str, Party], speakers: dict[str, str], families: Sequence[Family],
    roles: Mapping[str, Collection[str]],
) -> dict[str, Stand]:
    """Rows of a body that somebody speaks for.

    A spokesperson's words are the body's. Somebody else of the house ("director") is one source with it where both are
    heard in one text, or give the same figure. Where several speak for one body, all of them stand for the body.
    roles: `roles_of`.
    """
    related = {doc: family.id for family in families for doc in family.docs}
    alone, several = voices(known, speakers, roles)
    told = {
        item.id: (related[reading.document.id], figure(item))
        for reading in readings
        for item in (*reading.statements, *reading.claims)
        if item.id in speakers
    }
    heard: dict[str, set] = defaultdict(set)
    for row, party in speakers.items():
        if row in told:
            heard[party].update(part for part in told[row] if part)
    found = {}
    for row, party in sorted(speakers.items()):
        voice = alone.get(party)
        if voice and row in told and (voice.speaks or heard[voice.party] & set(told[row]) - {None}):
            reason = f"{known[voice.party].name} speaks for {known[party].name}; counted as one source"
            found[row] = Stand(voice.party, reason)
        elif party in several and row in told:
            reason = f"{known[party].name} speaks for {known[several[party]].name}; counted as one source"
            found[row] = Stand(several[party], reason)
    return found


class Voice(Struct, frozen=True):
    """Somebody heard for a body; `speaks`: in the role of its spokesperson."""

    party: str
    speaks: bool


def voices(
    known: dict[str, Party], speakers: dict[str, str], roles: Mapping[str, Collection[str]]
) -> tuple[dict[str, Voice], dict[str, str]]:
    """(by a body's key the one person of the case who speaks for it, by a person's key the body that several speak
    for)."""
    used = set(speakers.values()) & set(known)
    people = {key: own for key, own in roles.items() if key in used}
    holders = holders_by_role(people)
    houses = Houses(holders)
    alone, several = {}, {}
    for key in sorted(used):
        if known[key].kind == "person":
            continue
        body = known[key].name
        theirs = [role for role in houses.near(body) if same_house(role, body)]
        own = sorted({person for role in theirs for person in holders[role]})
        if len(own) == 1:
            alone[key] = Voice(own[0], any(SPEAKS.search(role) for role in theirs))
        elif own:
            for person in own:
                if any(SPEAKS.search(role) and house_words(role) == house_words(body) for role in people[person]):
                    several.setdefault(person, key)
    return alone, several


def figure(item: Statement | Claim) -> tuple | None:
    """A claim's harm and bounds, by which it is recognised elsewhere."""
    if isinstance(item, Claim) and item.count is not None and item.count.stated and item.count.wording != "none":
        return item.kind, item.count.low, item.count.high
    return None


class Houses:
    """Roles by the words for a body in them, so that a body is not held against all of them."""

    def __init__(self, roles: Iterable[str]) -> None:
        self._heads: list[str] = []
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for role in roles:
            if HEADS.search(role):
                self._heads.append(role)
            for word in house_words(role) & BODY:
                self._by_word[word].append(role)

    def near(self, body: str) -> set[str]:
        """The roles that may be of a body's house (`same_house`)."""
        words = house_words(body)
        found = {role for word in words & BODY for role in self._by_word[word]}
        return found.union(self._heads) if words & GOVERNS else found


@lru_cache(maxsize=65536)
def same_house(role: str, body: str) -> bool:
    """Whether somebody in a role speaks for a body: the role names it ("an army spokesman", "the army"), or heads it
    ("the governor of Ostrel province", "the administration of Ostrel")."""
    theirs, own = house_words(body), house_words(role)
    if HEADS.search(role) and theirs & GOVERNS:
        return bool(own - AREAS) and theirs - GOVERNS - AREAS == own - GOVERNS - AREAS
    return bool(theirs & BODY & own) and (theirs <= own or own <= theirs)


@lru_cache(maxsize=65536)
def house_words(name: str) -> frozenset[str]:
    """The words that tell which body a name or role belongs to; the words for an army count as one."""
    words = {word for word in re.findall(r"[a-z]+", name.casefold()) if len(word) > 2} - OFFICE
    return frozenset("army" if word in ARMY else word for word in words)


def lost_names(
    readings: Sequence[Reading], known: dict[str, Party], speakers: dict[str, str], families: Sequence[Family]
) -> dict[str, Stand]:
    """Rows of a copy whose source goes by another name in the passage that it was copied from.

    A copy that says "a nurse" for a named one, or that spoils a name beyond recognition, has not found a new source. A
    source that the original has too, or that is heard in a text of any other family, keeps its name.
    """
    rows: dict[str, list[Statement | Claim]] = {}
    heard: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        doc = reading.document.id
        rows[doc] = [item for item in (*reading.statements, *reading.claims) if speakers.get(item.id) in known]
        for item in rows[doc]:
            heard[speakers[item.id]].add(doc)
    related = {doc: family for family in families for doc in family.docs}
    found: dict[str, Stand] = {}
    for family, pairs in renamed(families, rows, heard, speakers).items():
        docs = related[family].docs
        for source, name in one_name_each(pairs, heard, set(docs)).items():
            for doc in sorted(heard[source] & set(docs)):
                for item in rows[doc]:
                    if speakers[item.id] == source:
                        found[item.id] = Stand(name, f"the text it was copied from names {known[name].name}")
    return found


def renamed(
    families: Sequence[Family],
    rows: dict[str, list[Statement | Claim]],
    heard: dict[str, set[str]],
    speakers: dict[str, str],
) -> dict[str, list[tuple[int, str, str]]]:
    """(rows that show it, a copy's source, the name in the original) by the first document of their family."""
    related = {doc: family for family in families for doc in family.docs}
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for copy, original, passages in copied_passages(families):
        names: dict[str, Counter[str]] = defaultdict(Counter)
        for item in rows.get(copy, ()):
            source = speakers[item.id]
            if original not in heard[source] and heard[source] <= set(related[copy].docs):
                twin_names = (speakers[twin.id] for twin in twins(item, rows.get(original, ()), passages))
                names[source].update(twin_names)
        for source, counts in sorted(names.items()):
            best, shown = min(counts.items(), key=lambda kv: (-kv[1], kv[0]), default=("", 0))
            if best and copy not in heard[best]:
                found[related[copy].docs[0]].append((shown, source, best))
    return found


def one_name_each(pairs: Sequence[tuple[int, str, str]], heard: dict[str, set[str]], docs: set[str]) -> dict[str, str]:
    """The name under which each renamed source is counted: one that other texts have too, else the commonest.

    Two names that stand side by side in one text are two sources.
    """
    group: dict[str, set[str]] = {name: {name} for _, *both in pairs for name in both}
    for _, source, best in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:])):
        mine, theirs = group[source], group[best]
        apart = all(not heard[x] & heard[y] & docs for x in mine for y in theirs)
        if mine is not theirs and apart:
            mine |= theirs
            group.update(dict.fromkeys(mine, mine))
    found = {}
    for source, names in group.items():
        name = min(names, key=lambda key: (heard[key] <= docs, -len(heard[key] & docs), key))
        if name != source:
            found[source] = name
    return found


def twins(item: Statement | Claim, others: Sequence[Statement | Claim], passages: Sequence[tuple[Span, Span]]):
    """Rows of the same sort and figure in the passage that stands opposite."""
    for mine, theirs in passages:
        if mine.overlaps(item.span):
            for other in others:
                if theirs.overlaps(other.span) and alike(item, other):
                    yield other


def alike(a: Statement | Claim, b: Statement | Claim) -> bool:
    """Whether two rows in aligned passages may be one: two statements, or claims that share a figure or a kind."""
    if isinstance(a, Statement) or isinstance(b, Statement):
        return type(a) is type(b)
    if a.kind in HARMS and b.kind in HARMS:
        return (
            a.count is not None
            and b.count is not None
            and bool({a.count.low, a.count.high} & {b.count.low, b.count.high})
        )
    return a.kind == b.kind
