"""Incidents as the rows of a coding convention's table, for formats whose columns are the convention's own.

A convention leaves some incidents out. Those that lack a day or a place stand in the table all the same, with those
cells empty; those that the convention would not record for what they are (nobody killed, say) do not. Either is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from stemma.coding import Convention, code, named, rows
from stemma.coding.spec import DateTest, PlaceTest, Test
from stemma.model import Coding, Incident, Record

# The finest precision code that coarse coordinates allow: cells up to so many km, and the code. ACLED: 2 near a town,
# 3 a larger region; UCDP: 2 up to about 25 km around, 3 to 5 larger areas.
ACLED_STEPS = ((25.0, 2), (500.0, 3))
UCDP_STEPS = ((25.0, 2), (100.0, 3), (500.0, 5))


class CodedRow(Struct, frozen=True):
    """One row of a convention's table."""

    id: str  # of the incident; with the day's number where it has a row for each day
    incident: Incident
    values: dict[str, str | int | float | None]
    left_out: str  # why the convention would not record the incident; "" where it would
    shown: bool  # whether the row stands in the table
    part: Record  # what of the record the incident's coding rests on


class Slices:
    """The part of a record that the coding of one incident needs, so that a case is gone through once, not once for
    each incident."""

    def __init__(self, record: Record):
        self.record = record
        self.readings = {reading.document.id: reading for reading in record.readings}
        self.doc_of = {claim.id: claim.doc for reading in record.readings for claim in reading.claims}
        self.places = {place.key: place for place in record.places}
        self.parties = {party.key: party for party in record.parties}
        self.origins: dict[str, list[int]] = defaultdict(list)  # Claim.id -> positions
        for number, origin in enumerate(record.origins):
            for row in origin.claims:
                self.origins[row].append(number)
        self.assessments = _by(record.assessments, "incident")
        self.contradictions = _by(record.contradictions, "incident")
        self.drifts = _by(record.drifts, "doc")

    def of(self, incident: Incident) -> Record:
        """The record of one incident: its reports and whatever its figures rest on."""
        found = self.assessments[incident.id]
        claims = {*incident.claims, *(row for a in found for row in (*a.claims, *(link.row for link in a.excluded)))}
        docs = {*incident.docs, *(self.doc_of[row] for row in claims if row in self.doc_of)}
        origins = [self.record.origins[n] for n in sorted({n for row in claims for n in self.origins.get(row, ())})]
        keys = {origin.party for origin in origins}
        keys |= {end for drawn in self.record.dependences if drawn.party in keys for end in (drawn.party, drawn.on)}
        place = self.places.get(incident.place or "")
        return Record(
            readings=tuple(self.readings[doc] for doc in sorted(docs) if doc in self.readings),
            parties=tuple(self.parties[key] for key in sorted(keys) if key in self.parties),
            places=(place,) if place else (), origins=tuple(origins), dependences=self.record.dependences,
            drifts=tuple(drift for doc in sorted(docs) for drift in self.drifts[doc]), incidents=(incident,),
            assessments=tuple(found), contradictions=tuple(self.contradictions[incident.id]))


def _by(found: Sequence, field: str) -> defaultdict[str, list]:
    held: defaultdict[str, list] = defaultdict(list)
    for one in found:
        held[getattr(one, field)].append(one)
    return held


def coded_rows(record: Record, convention: str) -> Iterator[CodedRow]:
    """Every incident of the record, in its order, as the convention's rows."""
    slices, wanted = Slices(record), named(convention)
    for incident in record.incidents:
        part = slices.of(incident)
        found = rows(part, incident.id, wanted)
        for number, coding in enumerate(found, start=1):
            own = incident.id if len(found) == 1 else f"{incident.id}-day-{number}"
            yield _row(own, incident, coding, part, wanted)


def _row(own: str, incident: Incident, coding: Coding, part: Record, convention: Convention) -> CodedRow:
    if coding.included:
        return CodedRow(own, incident, values_of(coding), "", True, part)
    whole = code(part, incident.id, replace(convention, include=tuple(_tests(incident, convention))))
    return CodedRow(own, incident, values_of(whole), coding.why, whole.included, part)


def _tests(incident: Incident, convention: Convention) -> Iterator[Test]:
    """What a convention asks for, without the day or the place where the reports tell of none."""
    for test in convention.include:
        unknown = (isinstance(test, DateTest) and incident.when.start is None
                   or isinstance(test, PlaceTest) and incident.place is None)
        if not unknown:
            yield test


def values_of(coding: Coding) -> dict[str, str | int | float | None]:
    """The values by field."""
    return {coded.field: coded.value for coded in coding.values}


def codes(record: Record, wanted: Mapping[str, Sequence[str]]) -> dict[str, dict[str, object]]:
    """Fields of several conventions by incident: {"acled": ("geo_precision",)}; whether they record it or not."""
    slices = Slices(record)
    found: dict[str, dict[str, object]] = {}
    for incident in record.incidents:
        part = slices.of(incident)
        for name, fields in wanted.items():
            values = values_of(code(part, incident.id, replace(named(name), include=())))
            found.setdefault(incident.id, {}).update({field: values.get(field) for field in fields})
    return found


def coding_remarks(record: Record, convention: str) -> Iterator[str]:
    """One line for each incident that the convention would not record."""
    for row in coded_rows(record, convention):
        if row.left_out:
            how = "in the file with empty cells" if row.shown else "not in the file"
            yield f"{row.incident.title} ({row.incident.id}) is {how}. {row.left_out}"
