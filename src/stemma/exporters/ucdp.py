"""Incidents in the 49 columns of UCDP GED's CSV, coded by UCDP's rules as far as they are known.

The codes are those of `stemma code CASE --convention ucdp`, which gives the reason for each. Ids of conflicts, dyads,
sides and countries are UCDP's own and stay empty. `priogrid_gid` is worked out from the coordinates. An incident
without a day or a place stands there with those cells empty, and `where_description` says why; one that UCDP would not
record for another reason (nobody killed) is left out, and said so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from stemma.exporters._cells import Cell, table
from stemma.exporters._coarsening import coarse_code, coarsened, coarsening_note
from stemma.exporters._coded import UCDP_STEPS, CodedRow, cells_of, coding_remarks, shown_rows
from stemma.exporters._options import PLAIN, Options
from stemma.model import Record

FORMAT = "ucdp"
MEDIA_TYPE = "text/csv"
EXTENSION = ".csv"
CHOOSE = True
CONVENTION = "ucdp"
COORDINATES = True

OWN = "empty: given by UCDP"
MEANINGS = {
    "id": "id of the incident in the case; not a number of UCDP's",
    "relid": OWN,
    "year": "the year",
    "active_year": OWN,
    "code_status": OWN,
    "type_of_violence": "1 state-based, 2 non-state, 3 one-sided; only where the reports say so together",
    "conflict_dset_id": OWN,
    "conflict_new_id": OWN,
    "conflict_name": OWN,
    "dyad_dset_id": OWN,
    "dyad_new_id": OWN,
    "dyad_name": OWN,
    "side_a_dset_id": OWN,
    "side_a_new_id": OWN,
    "side_a": "who is held responsible, as alleged",
    "side_b_dset_id": OWN,
    "side_b_new_id": OWN,
    "side_b": "empty: the other side is not in the record",
    "number_of_sources": "how many reports",
    "source_article": "empty: UCDP's own words for the articles; see the four columns that follow",
    "source_office": "the outlets, joined by semicolons",
    "source_date": "their days of publication, parallel",
    "source_headline": "their headlines, parallel",
    "source_original": "the independent sources behind the figures",
    "where_prec": "1 exact place to 7 sea or air",
    "where_coordinates": "name of the place",
    "where_description": "why UCDP would not record it, and whether coordinates are coarsened; empty otherwise",
    "adm_1": "empty: not in the reports",
    "adm_2": "empty: not in the reports",
    "latitude": "degrees, four decimals",
    "longitude": "degrees, four decimals",
    "geom_wkt": "the same point as well-known text",
    "priogrid_gid": "number of the PRIO-GRID cell of half a degree that holds the point",
    "country": "usual English name",
    "country_id": OWN,
    "region": OWN,
    "event_clarity": "1 told of as one event, 2 aggregated by the source",
    "date_prec": "1 the day, 2 two to six days, 3 a week, 4 a month, 5 a year",
    "date_start": "first day, ISO 8601",
    "date_end": "last day, ISO 8601",
    "deaths_a": "0: which side's fighters were killed is not in the record; see `deaths_unknown`",
    "deaths_b": "0: which side's fighters were killed is not in the record; see `deaths_unknown`",
    "deaths_civilians": "civilians killed, as far as somebody says so",
    "deaths_unknown": "the others of `best`",
    "best": "the most corroborated figure, else `low`",
    "high": "the highest figure",
    "low": "the most conservative figure",
    "gwnoa": OWN,
    "gwnob": OWN,
}
COLUMNS = tuple(MEANINGS)


def export(record: Record, options: Options = PLAIN) -> bytes:
    """One line for each incident."""
    rows = shown_rows(coarsened(record, options), CONVENTION)
    return table(COLUMNS, (_cells(row, options) for row in rows), options)


def remarks(record: Record, options: Options = PLAIN) -> Iterator[str]:
    """One line for each incident that UCDP would not record."""
    return coding_remarks(record, CONVENTION, COLUMNS)


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID cell of a point: cells of 0.5 degrees, from 1 in the south-west, row by row of 720."""
    row, column = (min(most, math.floor((degrees + half) * 2)) for degrees, half, most in
                   ((lat, 90, 359), (lon, 180, 719)))
    return row * 720 + column + 1


def _cells(row: CodedRow, options: Options) -> dict[str, Cell]:
    found = cells_of(row, COLUMNS)
    lat, lon = found["latitude"], found["longitude"]
    described = (row.left_out, coarsening_note(options) if lat is not None else "")
    found |= {"id": row.id, "where_prec": coarse_code(options, found["where_prec"], UCDP_STEPS),
              "where_description": " ".join(part for part in described if part)}
    if isinstance(lat, float) and isinstance(lon, float):
        found |= {"geom_wkt": f"POINT ({lon:.4f} {lat:.4f})", "priogrid_gid": priogrid(lat, lon)}
    return found
