"""Looking things up in one record: which claims, incidents, parties and reports belong together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from stemma.assessments.figures import bounds, gives_toll, is_indefinite, spoilt_rows
from stemma.judgements import document_target, target_of
from stemma.model import Assessment, Claim, Edge, Incident, Mention, Party, Place, Reading, Record, Statement, Target
from stemma.report import words
from stemma.review._once import Once
from stemma.review._stakes import Ranges, ranges
from stemma.values import HARMS

Given = tuple[int | None, int | None, str]  # low, high and wording of a count


class Figures(Struct, frozen=True):
    """The figures of one harm in one incident."""

    different: tuple[Claim, ...]  # of those that give the same count the first
    givers: dict[Given, set[str]]  # a count -> the reports that give it
    numbers: dict[str, set[int]]  # Document.id -> the numbers that it gives


class Ground(Struct, frozen=True, eq=False):
    """The claims of an incident and what is read from them alone; one is told from another by being another."""

    claims: tuple[Claim, ...]
    docs: tuple[str, ...]  # Document.ids of the claims, each once
    tolls: dict[str, list[Claim]]
    ranges: Ranges
    figures: dict[str, Figures]


class Index:
    """Indexes over one record. Everything is linear in the record and made once."""

    def __init__(self, record: Record, before: Index | None = None) -> None:
        """before: that of an earlier record, of which is taken over what is the same."""
        self.record = record
        self.once = Once(before.once if before else None)
        self._focus: dict[str, str | None] = {}

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
    def edges_of(self) -> dict[str, list[Edge]]:
        """Document.id -> its edges."""
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.edges.values():
            found[edge.a].append(edge)
            found[edge.b].append(edge)
        return found

    @cached_property
    def grounds(self) -> dict[str, Ground]:
        """Incident.id -> its claims and what is read from them."""
        claims = self.claims
        found = {}
        for incident in self.record.incidents:
            own = tuple([claims[row] for row in incident.claims if row in claims])
            found[incident.id] = self.once.of(("ground", incident.id), own, lambda own=own: ground_of(own))
        return found

    @cached_property
    def _told(self) -> dict[str, tuple]:
        home, readings, spoilt = self.home, self.readings, self.spoilt
        found = {}
        for incident in self.record.incidents:
            id, ground = incident.id, self.grounds[incident.id]
            docs = dict.fromkeys((*incident.docs, *ground.docs))
            found[id] = (incident, ground, [readings.get(doc) for doc in docs],
                         [row for row in incident.claims if row in spoilt],
                         [row for row in incident.claims if home[row] != id])
        return found

    def told(self, incident: Incident) -> tuple:
        """The basis (see `Once`) of what is asked about an incident for its claims alone: itself, its claims, the
        reports that they stand in, and which of its claims a copy has changed, and which another incident holds too."""
        return self._told[incident.id]

    def tolls(self, incident: str) -> dict[str, list[Claim]]:
        """The figures of an incident's whole toll, by harm; "some" and the bare plural left out."""
        return self.grounds[incident].tolls

    def ranges(self, incident: str) -> Ranges:
        """The ranges of an incident as they are now."""
        return self.grounds[incident].ranges

    def figures(self, incident: str) -> dict[str, Figures]:
        """The figures of an incident's tolls by harm, each different one once, and who gives which numbers."""
        return self.grounds[incident].figures

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

    def focus(self, doc: str) -> str | None:
        """The incident that most claims of a report are about; None where no incident holds any."""
        if doc not in self._focus:
            counted = Counter(self.home[claim.id] for claim in self.readings[doc].claims if claim.id in self.home)
            self._focus[doc] = min(counted, key=lambda incident: (-counted[incident], incident), default=None)
        return self._focus[doc]

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


def ground_of(claims: tuple[Claim, ...]) -> Ground:
    """What is read from the claims of an incident alone."""
    found = tolls(claims)
    return Ground(claims, tuple(dict.fromkeys(claim.doc for claim in claims)), found, ranges(found),
                  {harm: figures(own) for harm, own in found.items()})


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
