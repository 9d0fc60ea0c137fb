"""Finding one's way in a Record: rows by id, letters for reports, numbers for sentences, holders for claims.

A *reference* is a numbered sentence. Numbers run through the reports in the order in which they are printed, so that
[1]..[n] can be found on paper.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from msgspec import Struct

from stemma.model import Claim, Document, Drift, Edge, Origin, Party, Place, Reading, Record, Statement
from stemma.report import words
from stemma.values import NARRATOR, Source, Span

Row = TypeVar("Row")


class Ref(Struct, frozen=True):
    """A link to the words in a report, with the number of the sentence that holds them."""

    number: int
    row: str  # id of the claim or statement: the anchor
    letter: str  # of the report
    gist: str  # what the record made of the words, in one line

    @property
    def href(self) -> str:
        return f"#{self.row}"


class Holder(Struct, frozen=True, order=True):
    """Who a value comes from, as far as the reports say; `kind` is "report" where a report names no source."""

    name: str
    role: str
    kind: str
    key: str
    reports: int = 1  # kind "report": how many reports say it without a source

    @property
    def named(self) -> bool:
        return self.kind != "report"


class Lookup(Struct, frozen=True):
    """Indexes over one record. Built once; everything that is shown goes through it."""

    record: Record
    readings: tuple[Reading, ...]  # in the order printed
    letters: dict[str, str]  # Document.id -> "A"
    by_doc: dict[str, Reading]
    claims: dict[str, Claim]
    statements: dict[str, Statement]
    parties: dict[str, Party]
    places: dict[str, Place]
    origin_of: dict[str, Origin]  # Claim.id or Statement.id
    numbers: dict[str, int]  # Claim.id or Statement.id -> number of its sentence
    edges: dict[str, tuple[Edge, ...]]  # Document.id -> its edges to other reports of the case
    drifts: dict[str, tuple[Drift, ...]]  # Document.id -> what it changed in a retelling
    joined: dict[str, str]  # Claim.id -> why it is held to be about its incident
    marks: dict[str, tuple[tuple[int, int], ...]]  # Document.id -> (offset at which a number is printed, number)


def lookup(record: Record) -> Lookup:
    """The indexes of a record."""
    readings = tuple(sorted(record.readings, key=_printed_order))
    letters = {reading.document.id: letter(position) for position, reading in enumerate(readings)}
    numbers, marks = _numbered(readings)
    known = [edge for family in record.families for edge in family.edges if {edge.a, edge.b} <= letters.keys()]
    drifts = [drift for drift in record.drifts if {drift.doc, drift.against} <= letters.keys()]
    return Lookup(
        record=record, readings=readings, letters=letters,
        by_doc={reading.document.id: reading for reading in readings},
        claims={claim.id: claim for reading in readings for claim in reading.claims},
        statements={row.id: row for reading in readings for row in reading.statements},
        parties={party.key: party for party in record.parties},
        places={place.key: place for place in record.places},
        origin_of={row: origin for origin in record.origins for row in (*origin.statements, *origin.claims)},
        joined={link.row: f"{incident.title}: {link.reason}" for incident in record.incidents
                for link in incident.reasons},
        edges=_by_doc((doc, edge) for edge in known for doc in (edge.a, edge.b)),
        drifts=_by_doc((drift.doc, drift) for drift in drifts), numbers=numbers, marks=marks,
    )


def _by_doc(found: Iterable[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    """Things by the document that they belong to, in the order given."""
    held: dict[str, list[Row]] = defaultdict(list)
    for doc, row in found:
        held[doc].append(row)
    return {doc: tuple(rows) for doc, rows in held.items()}


def _printed_order(reading: Reading) -> tuple[date, str, str]:
    """By date of publication, undated reports last; then by name."""
    return reading.page.published.day or date.max, reading.document.name, reading.document.id


def letter(position: int) -> str:
    """0 is A, 25 Z, 26 AA."""
    shown = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        shown = chr(65 + rest) + shown
    return shown


def _numbered(readings: Iterable[Reading]) -> tuple[dict[str, int], dict[str, tuple[tuple[int, int], ...]]]:
    """Numbers for the sentences that carry a claim or a statement, in the order of the printed text."""
    numbers: dict[str, int] = {}
    marks: dict[str, tuple[tuple[int, int], ...]] = {}
    last = 0
    for reading in readings:
        starts = sorted(sentence.span.start for sentence in reading.page.sentences)
        rows = (*reading.claims, *reading.statements)
        at = {row.id: _head_of(row.span, starts) for row in rows}
        number_at = {offset: last + place for place, offset in enumerate(sorted(set(at.values())), start=1)}
        numbers.update((row, number_at[offset]) for row, offset in at.items())
        marks[reading.document.id] = tuple(number_at.items())
        last += len(number_at)
    return numbers, marks


def _head_of(span: Span, starts: list[int]) -> int:
    """Where the sentence begins that a span begins in; the span's own start where there is none."""
    position = bisect_right(starts, span.start)
    return starts[position - 1] if position else span.start


# ------------------------------------------------------------------------------------------------ reports


def document(look: Lookup, doc: str) -> Document:
    """The document with this id."""
    return look.by_doc[doc].document


def report_name(look: Lookup, doc: str) -> str:
    """What a report is called: its outlet, else its title, else the name of its file."""
    reading = look.by_doc[doc]
    return reading.page.outlet or reading.document.outlet or reading.document.title or reading.document.name


def reports(look: Lookup, docs: Iterable[str]) -> str:
    """"report A", "reports A, C and D"."""
    letters = sorted({look.letters[doc] for doc in docs if doc in look.letters}, key=lambda x: (len(x), x))
    return f"{'report' if len(letters) == 1 else 'reports'} {words.listed(letters)}" if letters else ""


# ------------------------------------------------------------------------------------------------ holders


def holder_of(look: Lookup, row: Claim | Statement) -> Holder:
    """The source of a row: the party of its origin, else the party that speaks, else whom the report names."""
    party = party_of(look, row)
    if party is not None:
        return Holder(party.name, role_of(party.name, party.role), party.kind, party.key)
    source: Source = row.source or NARRATOR
    if source.known and source.name:
        return Holder(source.name, role_of(source.name, source.role), source.kind, f"{source.kind}:{source.name}")
    return Holder(f"report {look.letters[row.doc]}, no source named", "", "report", f"report:{row.doc}")


def party_of(look: Lookup, row: Claim | Statement) -> Party | None:
    """The party of a row's origin, else the one that speaks; None where nobody is known."""
    return look.parties.get(_party_key(look, row))


def role_of(name: str, role: str | None) -> str:
    """The role, unless it only repeats the name, as it does for sources without one."""
    return "" if role is None or role.casefold() in name.casefold() else role


def _party_key(look: Lookup, row: Claim | Statement) -> str:
    origin = look.origin_of.get(row.id)
    if origin is not None:
        return origin.party
    statement = row.statement if isinstance(row, Claim) else row.id
    return look.record.speakers.get(row.id) or look.record.speakers.get(statement or "", "")


def holders_of(look: Lookup, rows: Iterable[Claim | Statement]) -> tuple[Holder, ...]:
    """Different holders by name; reports that name no source come last, together."""
    rows = tuple(rows)
    found = {holder.key: holder for holder in (holder_of(look, row) for row in rows)}
    named = sorted((holder for holder in found.values() if holder.named), key=lambda h: (h.name, h.key))
    silent = sorted({row.doc for row in rows if not holder_of(look, row).named})
    if silent:
        name = f"{reports(look, silent)}, no source named"
        named.append(Holder(name, "", "report", f"report:{' '.join(silent)}", len(silent)))
    return tuple(named)


def in_words(holders: Iterable[Holder]) -> str:
    """"three sources and two reports that name no source"."""
    holders = tuple(holders)
    named = sum(holder.named for holder in holders)
    silent = sum(holder.reports for holder in holders if not holder.named)
    parts = [words.how_many(named, "source") if named else "",
             words.how_many(silent, "report that names no source", "reports that name no source") if silent else ""]
    return words.listed(parts)


# --------------------------------------------------------------------------------------------- references


def gist(look: Lookup, row: Claim | Statement) -> str:
    """What the record made of the words, and whose words they are."""
    holder = holder_of(look, row)
    who = holder.name if not holder.role else f"{holder.name}, {holder.role}"
    if isinstance(row, Statement):
        return f"Said by {who}" if holder.named else words.sentence_case(who)
    label = words.HARM_WORDS.get(row.kind) or words.KIND_WORDS.get(row.kind) or row.kind.replace("_", " ")
    stance = words.STANCE_WORDS[row.stance]
    return f"{label}: {value_of(row)}{f' ({stance})' if stance else ''}. Source: {who}"


def value_of(claim: Claim) -> str:
    """The value of a claim as it is shown: the words of a figure with their reading, or the canonical value."""
    if claim.count is None:
        return claim.value or "not said"
    count = claim.count
    read = words.reading(count)
    return read if count.text.replace(",", "") == read.replace(",", "") else f"“{count.text}” ({read})"


def refs_of(look: Lookup, rows: Iterable[Claim | Statement]) -> tuple[Ref, ...]:
    """Links to the sentences of these rows, each sentence once, in the order printed."""
    found: dict[int, Ref] = {}
    for row in sorted(rows, key=lambda r: (look.numbers[r.id], r.span, r.id)):
        at = look.numbers[row.id]
        found.setdefault(at, Ref(at, row.id, look.letters[row.doc], gist(look, row)))
    return tuple(found.values())


def rows_of(look: Lookup, ids: Iterable[str]) -> list[Claim | Statement]:
    """The claims and statements with these ids; ids that no reading holds are passed over."""
    found = (look.claims.get(row) or look.statements.get(row) for row in ids)
    return [row for row in found if row is not None]
