"""Incidents in the 31 columns of ACLED's CSV, coded by ACLED's rules as far as they are known.

The codes are those of `stemma code CASE --convention acled`, which gives the reason for each. A column that no report
can fill is empty: ACLED's own ids, actor codes and times of upload are ACLED's. Dates are ISO 8601, coordinates have
four decimals. An incident without a day or a place stands there with those cells empty, and `notes` says why; one that
ACLED would not record for another reason is left out, and said so.
"""

from __future__ import annotations

from collections.abc import Iterator

from stemma.exporters._cells import Cell, table
from stemma.exporters._coarsening import coarse_code, coarsened, coarsening_note
from stemma.exporters._coded import ACLED_STEPS, CodedRow, cells_of, coding_remarks, shown_rows
from stemma.exporters._options import PLAIN, Options
from stemma.model import Record

FORMAT = "acled"
MEDIA_TYPE = "text/csv"
EXTENSION = ".csv"
CHOOSE = True
CONVENTION = "acled"
COORDINATES = True

NOT_FILLED = "empty: not in the reports"
MEANINGS = {
    "event_id_cnty": "id of the incident in the case, with the day's number where it lasted; not an id of ACLED's",
    "event_date": "the day, ISO 8601; the middle of a week or month where no more is known",
    "year": "the year",
    "time_precision": "1 the day is known, 2 within a week, 3 within a month",
    "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence, Battles or Violence against civilians",
    "sub_event_type": "Shelling/artillery/missile attack, Air/drone strike ...",
    "actor1": "who is held responsible, as alleged, or an unidentified armed group",
    "assoc_actor_1": NOT_FILLED,
    "inter1": "empty: ACLED's code of the actor",
    "actor2": "Civilians, where those harmed are told to be civilians",
    "assoc_actor_2": NOT_FILLED,
    "inter2": "empty: ACLED's code of the actor",
    "interaction": "empty: ACLED's code of the pair",
    "civilian_targeting": "only where civilians are the main target",
    "iso": "empty: ACLED's number of the country",
    "region": "empty: ACLED's region",
    "country": "usual English name",
    "admin1": NOT_FILLED,
    "admin2": NOT_FILLED,
    "admin3": NOT_FILLED,
    "location": "name of the place",
    "latitude": "degrees, four decimals; empty for an area, whose point ACLED would choose",
    "longitude": "degrees, four decimals",
    "geo_precision": "1 the place is known, 2 near it or a part of a region, 3 a larger region",
    "source": "the outlets, joined by semicolons",
    "source_scale": "scale of the outlets, where the convention's file lists all of them",
    "notes": "a short account; conflicting figures and injuries; says so where coordinates are coarsened",
    "fatalities": "people killed, as ACLED reads the words",
    "tags": NOT_FILLED,
    "timestamp": "empty: the time of ACLED's upload",
}
COLUMNS = tuple(MEANINGS)


def export(record: Record, options: Options = PLAIN) -> bytes:
    """One line for each incident, or for each of its days."""
    rows = shown_rows(coarsened(record, options), CONVENTION)
    return table(COLUMNS, (_cells(row, options) for row in rows), options)


def remarks(record: Record, options: Options = PLAIN) -> Iterator[str]:
    """One line for each incident that ACLED would not record."""
    return coding_remarks(record, CONVENTION, COLUMNS)


def _cells(row: CodedRow, options: Options) -> dict[str, Cell]:
    found = cells_of(row, COLUMNS)
    notes = (row.left_out, found["notes"], coarsening_note(options) if found["latitude"] is not None else "")
    return found | {
        "event_id_cnty": row.id, "geo_precision": coarse_code(options, found["geo_precision"], ACLED_STEPS),
        "notes": " ".join(str(part) for part in notes if part)}
