"""Incidents as a table with a row of HXL hashtags below its header, which tell HXL tools what each column holds.

The hashtags are those of ACLED's and UCDP's tables on the Humanitarian Data Exchange; +min and +max for ranges are
ours.
"""

from __future__ import annotations

from stemma.exporters._cells import Cell, table
from stemma.exporters._incidents import (
    Row,
    country_name,
    high_of,
    in_short,
    incident_rows,
    iso,
    low_of,
    outlet_of,
)
from stemma.exporters._options import PLAIN, Options
from stemma.model import Record

FORMAT = "hxl"
MEDIA_TYPE = "text/csv"
EXTENSION = ".csv"
CHOOSE = True
COORDINATES = True

# Column: (hashtag, meaning)
TAGGED = {
    "event_code": ("#event+code", "id of the incident in the case"),
    "event_name": ("#event+name", "its title"),
    "event_type": ("#event+type", "what was done: shelling, airstrike, bombing ..."),
    "date_start": ("#date+start", "first day, ISO 8601; empty where no report says"),
    "date_end": ("#date+end", "last day, ISO 8601"),
    "year": ("#date+year", "year of the first day"),
    "actor": ("#group+name+first", "who is held responsible, as alleged: one name for each side"),
    "country_code": ("#country+code", "ISO 3166-1 alpha-2"),
    "country": ("#country+name", "usual English name"),
    "location": ("#loc+name", "name of the place"),
    "location_type": ("#loc+type", "what it is: city, town, village, district, region ..."),
    "latitude": ("#geo+lat", "degrees, four decimals"),
    "longitude": ("#geo+lon", "degrees, four decimals"),
    "killed_min": ("#affected+killed+min", "people killed, the least that the sources support"),
    "killed_max": ("#affected+killed+max", "people killed, the most; empty where the highest figure is a lower bound"),
    "injured_min": ("#affected+injured+min", "people injured, the least"),
    "injured_max": ("#affected+injured+max", "people injured, the most"),
    "source": ("#meta+source", "the outlets"),
    "description": ("#description", "the incident in a few sentences; says so where coordinates are coarsened"),
}
COLUMNS = tuple(TAGGED)
TAGS = tuple(tag for tag, _ in TAGGED.values())
MEANINGS = {name: f"`{tag}`: {meaning}" for name, (tag, meaning) in TAGGED.items()}


def export(record: Record, options: Options = PLAIN) -> bytes:
    """One line for each incident, below the header and the hashtags."""
    return table(COLUMNS, (_cells(row, options) for row in incident_rows(record, options)), options, under=TAGS)


def _cells(row: Row, options: Options) -> dict[str, Cell]:
    lat, lon = row.point or (None, None)
    killed, injured = row.tolls.get("killed"), row.tolls.get("injured")
    outlets = dict.fromkeys(outlet_of(report) or report.document.name for report in row.reports)
    return {
        "event_code": row.incident.id, "event_name": row.incident.title, "event_type": row.incident.kind,
        "date_start": iso(row.first), "date_end": iso(row.last), "year": row.first.year if row.first else None,
        "actor": "; ".join(row.blamed), "country_code": row.country,
        "country": country_name(row.country), "location": row.place.name if row.place else None,
        "location_type": row.place.kind if row.place else None, "latitude": lat, "longitude": lon,
        "killed_min": low_of(killed), "killed_max": high_of(killed), "injured_min": low_of(injured),
        "injured_max": high_of(injured), "source": "; ".join(outlets), "description": in_short(row, options),
    }
