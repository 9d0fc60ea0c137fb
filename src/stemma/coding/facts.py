"""What a coder looks up in the record about one incident, gathered once for all fields."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from msgspec import Struct

from stemma.assessments.figures import is_indefinite, toll_claims
from stemma.assessments.independence import independent
from stemma.assessments.support import Books, books_of
from stemma.coding.spec import Who
from stemma.errors import UsageError
from stemma.model import Assessment, Claim, Incident, Origin, Place, Reading, Record
from stemma.reading.nations import BY_CODE
from stemma.values import Status

HARMS = ("killed", "injured")
# The place named is not the place itself: "near Dravik", "12 km east of Dravik", "on the outskirts of Dravik".
_NEAR = re.compile(
    r"\b(?:near|nearby|outside|around|close to|not far from|beyond|on the edge of|(?:in|on) the outskirts of|"
    r"(?:kilomet(?:er|re)s?|km|miles?) (?:\w+ )?(?:from|of|outside))(?: the)?(?: (?:town|city|village|settlement)s?)?"
    r"(?: of)?\s*$", re.IGNORECASE)
_REACH = 60  # characters before a name in which such words stand
# Words by which a stretch of days is told as lasting, rather than as not known to the day.
_LASTING = re.compile(
    r"\b(?:from .+ (?:to|until|till|through)|between .+ and|over (?:the )?\w+ days?|for \w+ days|(?:\w+)-day|"
    r"\w+ days of|throughout|since|until|each day|every day|daily)\b", re.IGNORECASE)

_ONCE = re.compile(r"\b(?:some ?time|at some point|one (?:day|night)|on one)\b", re.IGNORECASE)


class Facts(Struct, frozen=True):
    """One incident with everything in the record that its coding rests on."""

    record: Record
    incident: Incident
    place: Place | None
    near: bool  # whether most claims put it near the place rather than at it
    claims: tuple[Claim, ...]  # of the incident, in the order printed
    order: dict[str, int]  # Claim.id -> its position in them
    by_id: dict[str, Claim]  # of the whole record
    readings: dict[str, Reading]  # by Document.id
    behind: dict[str, Origin]  # Claim.id -> the act of reporting; none for figures that a copy has changed
    spoilt: frozenset[str]  # figures that a copy has changed
    loose: tuple[Claim, ...]  # figures of its reports that no incident holds: over a longer time, or of something else
    assessments: dict[str, Assessment]  # by harm
    parties: dict[str, str]  # Party.key -> name

    @property
    def country(self) -> str | None:
        """The usual name of the country, where the gazetteer knows the place."""
        code = self.place.country if self.place else None
        return BY_CODE[code].name if code in BY_CODE else code


class Ledger(Struct, frozen=True):
    """Indexes over a record, built once where many incidents are coded."""

    record: Record
    incidents: dict[str, Incident]
    claims: dict[str, Claim]
    readings: dict[str, Reading]  # by Document.id
    places: dict[str, Place]
    behind: dict[str, Origin]
    spoilt: frozenset[str]
    held: frozenset[str]  # Claim.id of every claim that an incident holds
    assessments: dict[str, dict[str, Assessment]]  # by incident, then by harm
    parties: dict[str, str]


def ledger(record: Record, books: Books | None = None) -> Ledger:
    """The indexes of a record. books: of this record, where they are at hand."""
    books = books or books_of(record)
    assessments: dict[str, dict[str, Assessment]] = defaultdict(dict)
    for assessment in record.assessments:
        assessments[assessment.incident][assessment.kind] = assessment
    return Ledger(
        record=record, incidents={incident.id: incident for incident in record.incidents}, claims=books.claims,
        readings=books.pages, places={place.key: place for place in record.places}, spoilt=books.spoilt,
        held=frozenset(row for incident in record.incidents for row in incident.claims),
        behind=books.behind, assessments=assessments,
        parties={party.key: party.name for party in record.parties},
    )


def facts_of(of: Record | Ledger, incident_id: str) -> Facts:
    """The facts about an incident. Raises UsageError where the record has none of this id."""
    book = of if isinstance(of, Ledger) else ledger(of)
    incident = book.incidents.get(incident_id)
    if incident is None:
        raise UsageError(f"The record has no incident {incident_id!r}.")
    place = book.places.get(incident.place or "")
    claims = tuple(sorted((book.claims[row] for row in incident.claims if row in book.claims),
                          key=lambda c: (_day(book.readings[c.doc]), book.readings[c.doc].document.name, c.doc,
                                         c.span, c.id)))
    return Facts(
        record=book.record, incident=incident, place=place, near=is_near(claims, place, book.readings), claims=claims,
        order={claim.id: number for number, claim in enumerate(claims)}, by_id=book.claims, readings=book.readings,
        behind=book.behind, spoilt=book.spoilt, loose=loose_in(book, incident),
        assessments=book.assessments.get(incident_id, {}), parties=book.parties,
    )


def loose_in(book: Ledger, incident: Incident) -> tuple[Claim, ...]:
    """Figures of people harmed in the incident's reports that no incident holds."""
    return tuple(claim for doc in incident.docs if doc in book.readings for claim in book.readings[doc].claims
                 if claim.kind in HARMS and claim.count is not None and claim.count.wording != "none"
                 and claim.stance != "denied" and claim.id not in book.held)


def _day(reading: Reading) -> date:
    return reading.page.published.day or date.max


def is_near(claims: Iterable[Claim], place: Place | None, readings: dict[str, Reading]) -> bool:
    """Whether the texts mostly say that it was near the place, where its claims name the place."""
    if place is None:
        return False
    votes: Counter[bool] = Counter()
    own = set(place.mentions)
    wanted = {claim.place for claim in claims if claim.place in own}
    for doc in {claim.doc for claim in claims}:
        page = readings[doc].page
        for mention in page.mentions:
            if mention.id in wanted:
                start = mention.span.start
                votes[bool(_NEAR.search(page.text[max(0, start - _REACH) : start]))] += 1
    return votes[True] > votes[False]


# ------------------------------------------------------------------------------------------------- figures


def whole(facts: Facts, harm: str) -> list[Claim]:
    """Figures of the whole toll, in the order printed; a vague word that a stated number reaches is left out."""
    toll = toll_claims(facts.incident, facts.by_id, harm)
    used = facts.assessments.get(harm)
    ids = set(used.claims) if used else {claim.id for claim in toll if not is_indefinite(claim)}
    told = {claim.id for claim in toll}
    return [claim for claim in facts.claims if claim.id in ids and claim.id in told]


def bare(facts: Facts, harm: str) -> list[Claim]:
    """Claims of the whole toll that say only that somebody was harmed."""
    return [claim for claim in toll_claims(facts.incident, facts.by_id, harm) if is_indefinite(claim)]


def parts(facts: Facts, harm: str) -> list[Claim]:
    """Figures of a part of the toll; denied ones and those that say that nobody was harmed are left out."""
    return [claim for claim in facts.claims
            if claim.kind == harm and claim.scope == "partial" and claim.stance != "denied" and claim.count is not None
            and claim.count.wording != "none"]


def is_of(facts: Facts, claim: Claim, who: Who | None) -> bool:
    """Whether a claim is of the people asked for."""
    if who is None:
        return True
    said = words_of(facts, claim)
    return ((who.status is None or claim.victims.status == who.status)
            and (who.group is None or claim.victims.group == who.group)
            and (not who.words or holds(said, who.words)) and not holds(said, who.not_words))


def words_of(facts: Facts, claim: Claim) -> str:
    """The words that a claim rests on."""
    return claim.span.of(facts.readings[claim.doc].page.text)


def sentence_of(facts: Facts, claim: Claim) -> str:
    """The sentence that a claim stands in."""
    page = facts.readings[claim.doc].page
    found = next((s for s in page.sentences if s.number == claim.sentence), None)
    return found.span.of(page.text) if found else words_of(facts, claim)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text holds one of these words or phrases, whole."""
    return bool(words) and bool(_pattern(words).search(text))


def sources_of(facts: Facts, claims: Iterable[Claim]) -> tuple[str, ...]:
    """Party keys of the independent sources behind these claims."""
    parties = {facts.behind[claim.id].party for claim in claims if claim.id in facts.behind}
    return independent(parties, facts.record.dependences)[0]


def all_figures(facts: Facts) -> list[Claim]:
    """Every claim of people killed or injured in this incident, whole tolls and parts."""
    return [claim for claim in facts.claims if claim.kind in (*HARMS, "casualties") and claim.count is not None
            and claim.stance != "denied" and claim.scope in ("incident", "other", "partial")]


def status_of(claims: Sequence[Claim]) -> Status:
    """Who these people were as far as anybody says: one who says civilians outweighs any number who say nothing."""
    said = {claim.victims.status for claim in claims} - {"unspecified"}
    if not said:
        return "unspecified"
    return next(iter(said)) if len(said) == 1 else "mixed"


def harmed(facts: Facts) -> Status:
    """The status of everybody harmed in the incident, parts included."""
    return status_of([c for c in all_figures(facts) if c.count is not None and c.count.wording != "none"])


# ------------------------------------------------------------------------------------------------- days


def lasting(facts: Facts) -> bool:
    """Whether the incident went on for several days, rather than on one that is not known."""
    when = facts.incident.when
    if when.start is None or when.end is None or when.end == when.start or when.precision != "days":
        return False
    return when.since or bool(_LASTING.search(when.text)) and not _ONCE.search(when.text)
