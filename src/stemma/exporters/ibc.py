"""Incidents as a table in the manner of Iraq Body Count, coded by its rules as far as they are known.

Of IBC's header only dates, location and the reported minimum and maximum are known; the other columns, and the order,
are ours. `status` says Provisional where fewer than two independent sources give a figure, as IBC does.
"""

from __future__ import annotations

from collections.abc import Iterator

from stemma.exporters._cells import Cell, table
from stemma.exporters._coded import CodedRow, cells_of, coding_remarks, shown_rows
from stemma.exporters._options import PLAIN, Options
from stemma.model import Record

FORMAT = "ibc"
MEDIA_TYPE = "text/csv"
EXTENSION = ".csv"
CHOOSE = True
CONVENTION = "ibc"

MEANINGS = {
    "code": "id of the incident in the case; not a code of IBC's",
    "start date": "first day, ISO 8601",
    "end date": "last day, ISO 8601",
    "time": "empty: the hour is not in the record",
    "location": "name of the place",
    "target": "what was hit, as the reports name it",
    "weapons": "weapons named",
    "reported minimum": "the least number of civilians killed",
    "reported maximum": "the most",
    "sources": "the outlets",
    "status": "Included, or Provisional with fewer than two independent sources",
    "notes": "a short account with the conflicting figures; why IBC would not record it",
}
COLUMNS = tuple(MEANINGS)


def export(record: Record, options: Options = PLAIN) -> bytes:
    """One line for each incident."""
    return table(COLUMNS, (_cells(row) for row in shown_rows(record, CONVENTION)), options)


def remarks(record: Record, options: Options = PLAIN) -> Iterator[str]:
    """One line for each incident that IBC would not record."""
    return coding_remarks(record, CONVENTION, COLUMNS)


def _cells(row: CodedRow) -> dict[str, Cell]:
    found = cells_of(row, COLUMNS)
    notes = " ".join(str(part) for part in (row.left_out, found["notes"]) if part)
    return found | {"code": row.id, "notes": notes}
