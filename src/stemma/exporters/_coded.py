"""Incidents as the rows of a coding convention's table, for formats whose columns are the convention's own.

A convention leaves some incidents out. Those that lack a day or a place stand in the table all the same, with those
cells empty; those that the convention would not record for what they are (nobody killed, say) do not. Either is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from stemma.coding import Convention, Ledger, code, ledger, named, rows
from stemma.coding.spec import DateTest, PlaceTest, Test
from stemma.exporters._cells import Cell
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
    book: Ledger  # where the incident is looked up


def coded_rows(record: Record, convention: str) -> Iterator[CodedRow]:
    """Every incident of the record, in its order, as the convention's rows."""
    book, wanted = ledger(record), named(convention)
    for incident in record.incidents:
        found = rows(book, incident.id, wanted)
        for number, coding in enumerate(found, start=1):
            own = incident.id if len(found) == 1 else f"{incident.id}-day-{number}"
            yield _row(own, incident, coding, book, wanted)


def shown_rows(record: Record, convention: str) -> Iterator[CodedRow]:
    """The rows that stand in the convention's table."""
    return (row for row in coded_rows(record, convention) if row.shown)


def _row(own: str, incident: Incident, coding: Coding, book: Ledger, convention: Convention) -> CodedRow:
    if coding.included:
        return CodedRow(own, incident, values_of(coding), "", True, book)
    whole = code(book, incident.id, replace(convention, include=tuple(_tests(incident, convention))))
    return CodedRow(own, incident, values_of(whole), coding.why, whole.included, book)


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


def cells_of(row: CodedRow, columns: Sequence[str]) -> dict[str, Cell]:
    """A row's values under a format's columns; a column that the convention does not fill is empty."""
    return {name: row.values.get(name) for name in columns}


def codes(record: Record, wanted: Mapping[str, Sequence[str]]) -> dict[str, dict[str, object]]:
    """Fields of several conventions by incident: {"acled": ("geo_precision",)}; whether they record it or not."""
    book = ledger(record)
    found: dict[str, dict[str, object]] = {}
    for incident in record.incidents:
        for name, fields in wanted.items():
            values = values_of(code(book, incident.id, replace(named(name), include=())))
            found.setdefault(incident.id, {}).update({field: values.get(field) for field in fields})
    return found


def coding_remarks(record: Record, convention: str, columns: Sequence[str]) -> Iterator[str]:
    """One line for each incident that the convention would not record, and for fields without a column."""
    extra = [field.name for field in named(convention).field if field.name not in columns]
    if extra:
        yield f"The convention {convention} has fields for which the format has no column: {', '.join(extra)}."
    for row in coded_rows(record, convention):
        if row.left_out:
            called = f"{row.incident.title} ({row.incident.id})"
            lacks = [] if row.incident.when.start else ["no date"]
            lacks += [] if row.incident.place else ["no place"]
            yield (f"{called} is in the file with empty cells: {', '.join(lacks)}." if row.shown else
                   f"{called} is not in the file. {row.left_out}")
