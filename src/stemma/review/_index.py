"""Looking things up in one record: which claims, incidents, parties and reports belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from stemma.assessments.figures import bounds, gives_toll, is_indefinite, spoilt_rows
from stemma.judgements import document_target, target_of
from stemma.model import Assessment, Claim, Edge, Incident, Mention, Party, Place, Reading, Record, Statement, Target
from stemma.report import words
from stemma.review._stakes import Ranges, ranges
from stemma.values import HARMS

Given = tuple[int | None, int | None, str]  # low, high and wording of a count


class Figures(Struct, frozen=True):
    """The figures of one harm in one incident."""

    different: tuple[Claim, ...]  # of those that give the same count the first
    givers: dict[Given, set[str]]  # a count -> the reports that give it
    numbers: dict[str, set[int]]  # Document.id -> the numbers that it gives


class Index:
    """Indexes over one record. Everything is linear in the record and made once."""

    def __init__(self, record: Record) -> None:
        self.record = record

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Document.id -> its reading."""
        return {reading.document.id: reading for reading in self.record.readings}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claim.id -> claim."""
        return {claim.id: claim for reading in self.record.readings for claim in reading.claims}

    @cached_property
    def mentions(self) -> dict[str, Mention]:
        """Mention.id -> mention."""
        return {mention.id: mention for reading in self.record.readings for mention in reading.page.mentions}

    @cached_property
    def incidents(self) -> dict[str, Incident]:
        """Incident.id -> incident."""
        return {incident.id: incident for incident in self.record.incidents}

    @cached_property
    def home(self) -> dict[str, str]:
        """Claim.id -> Incident.id."""
        return {claim: incident.id for incident in self.record.incidents for claim in incident.claims}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Place.key -> place."""
        return {place.key: place for place in self.record.places}

    @cached_property
    def parties(self) -> dict[str, Party]:
        """Party.key -> party."""
        return {party.key: party for party in self.record.parties}

    @cached_property
    def assessments(self) -> dict[str, list[Assessment]]:
        """Incident.id -> its assessments."""
        found: dict[str, list[Assessment]] = defaultdict(list)
        for assessment in self.record.assessments:
            found[assessment.incident].append(assessment)
        return found

    @cached_property
    def place_of(self) -> dict[str, str]:
        """Mention.id -> Place.key."""
        return {mention: place.key for place in self.record.places for mention in place.mentions}

    @cached_property
    def party_of(self) -> dict[str, str]:
        """Mention.id -> Party.key."""
        return {mention: party.key for party in self.record.parties for mention in party.mentions}

    @cached_property
    def row_docs(self) -> dict[str, str]:
        """Claim.id or Statement.id of rows with a source -> Document.id."""
        return {row.id: row.doc for rows in self.spoken.values() for row in rows}

    @cached_property
    def spoken(self) -> dict[str, list[Claim | Statement]]:
        """Party.key -> the rows that it is the source of, figures first, in the order of the texts."""
        found: dict[str, list[Claim | Statement]] = defaultdict(list)
        speakers = self.record.speakers
        for reading in self.record.readings:
            for row in (*reading.claims, *reading.statements):
                if row.id in speakers:
                    found[speakers[row.id]].append(row)
        return found

    @cached_property
    def spoilt(self) -> frozenset[str]:
        """Ids of the figures that a copy has changed."""
        return spoilt_rows(self.claims.values(), self.record.drifts)

    @cached_property
    def edges(self) -> dict[tuple[str, str], Edge]:
        """Two Document.ids, the lower first -> how their texts hang together."""
        return {(min(edge.a, edge.b), max(edge.a, edge.b)): edge
                for family in self.record.families for edge in family.edges}

    @cached_property
    def _tolls(self) -> dict[str, dict[str, list[Claim]]]:
        return {incident.id: tolls(self.claims[row] for row in incident.claims if row in self.claims)
                for incident in self.record.incidents}

    def tolls(self, incident: str) -> dict[str, list[Claim]]:
        """The figures of an incident's whole toll, by harm; "some" and the bare plural left out."""
        return self._tolls[incident]

    @cached_property
    def _ranges(self) -> dict[str, Ranges]:
        return {incident: ranges(found) for incident, found in self._tolls.items()}

    def ranges(self, incident: str) -> Ranges:
        """The ranges of an incident as they are now."""
        return self._ranges[incident]

    @cached_property
    def _figures(self) -> dict[str, dict[str, Figures]]:
        return {incident: {harm: figures(own) for harm, own in found.items()}
                for incident, found in self._tolls.items()}

    def figures(self, incident: str) -> dict[str, Figures]:
        """The figures of an incident's tolls by harm, each different one once, and who gives which numbers."""
        return self._figures[incident]

    @cached_property
    def speaks_of(self) -> dict[str, dict[str, int]]:
        """Party.key -> the incidents that it speaks of, with the number of rows that do."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for key, rows in self.spoken.items():
            for row in rows:
                if row.id in self.home:
                    found[key][self.home[row.id]] += 1
        return found

    @cached_property
    def about(self) -> dict[str, list[str]]:
        """Document.id -> the incidents that it tells of, in the record's order."""
        found: dict[str, list[str]] = defaultdict(list)
        for incident in self.record.incidents:
            for doc in incident.docs:
                found[doc].append(incident.id)
        return found

    @cached_property
    def focus(self) -> dict[str, str]:
        """Document.id -> the incident that most of its claims are about."""
        counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for claim, incident in self.home.items():
            if claim in self.claims:
                counted[self.claims[claim].doc][incident] += 1
        return {doc: min(own, key=lambda incident: (-own[incident], incident)) for doc, own in counted.items()}

    def claims_in(self, incident: Incident, doc: str) -> list[Claim]:
        """The claims of one report on an incident, in the order of the text."""
        return [claim for claim in self.readings[doc].claims if self.home.get(claim.id) == incident.id]

    def voice(self, incident: Incident, not_of: str = "") -> Claim | None:
        """The claim that stands for an incident: a whole toll rather than a part, the killed rather than others, the
        report of the earliest day. None where no claim is found; not_of: a Document.id to leave out."""
        own = [self.claims[row] for row in incident.claims if row in self.claims]
        return min((claim for claim in own if claim.doc != not_of), key=self._clearest, default=None)

    def _clearest(self, claim: Claim) -> tuple:
        harm = HARMS.index(claim.kind) if claim.kind in HARMS else len(HARMS)
        day = self.readings[claim.doc].page.published.day
        return (claim.count is None, claim.scope != "incident", harm, day is None, str(day), claim.doc, claim.span,
                claim.id)

    # ------------------------------------------------------------------------------------------- targets and words

    def target(self, row: Claim | Statement | Mention) -> Target:
        """The row as a target of a judgement."""
        return target_of(row, self.readings[row.doc].document)

    def report(self, doc: str) -> Target:
        """A whole report as a target of a judgement."""
        return document_target(self.readings[doc].document)

    def report_name(self, doc: str) -> str:
        """What a report is called: its outlet, else its title, else the name of its file."""
        reading = self.readings[doc]
        document = reading.document
        return reading.page.outlet or document.outlet or document.title or document.name

    def place_name(self, key: str | None) -> str:
        """A place in words; "" where none is known."""
        return self.places[key].name if key in self.places else ""

    def incident_name(self, incident: Incident) -> str:
        """"Shelling, Dravik (3 May 2031)"."""
        return f"{incident.title} ({words.when(incident.when, weekday=False)})"


def tolls(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """The figures of a whole toll among these claims, by harm."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind in HARMS and gives_toll(claim) and not is_indefinite(claim):
            found[claim.kind].append(claim)
    return found


def figures(own: Sequence[Claim]) -> Figures:
    """These claims of one harm, each different count once; ranges of these are ranges of all."""
    different: dict[Given, Claim] = {}
    givers: dict[Given, set[str]] = defaultdict(set)
    numbers: dict[str, set[int]] = defaultdict(set)
    for claim in own:
        given = given_by(claim)
        different.setdefault(given, claim)
        givers[given].add(claim.doc)
        numbers[claim.doc].update(bounds(claim))
    return Figures(tuple(different.values()), givers, numbers)


def given_by(claim: Claim) -> Given:
    """What a figure says: its bounds and its wording."""
    count = claim.count
    return (count.low, count.high, count.wording) if count else (None, None, "")


def without(found: dict[str, list[Claim]], gone: Sequence[str]) -> dict[str, list[Claim]]:
    """These tolls without some claims."""
    return {harm: left for harm, own in found.items() if (left := [claim for claim in own if claim.id not in gone])}
