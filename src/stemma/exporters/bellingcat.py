"""Incidents as one flat list in JSON, the shape of the api.json of Bellingcat's TimeMap.

An incident without a date and without coordinates is left out, and said so.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from stemma.exporters._incidents import Row, country_name, in_short, incident_rows, missing, named, outlet_of, title_of
from stemma.exporters._options import PLAIN, Options
from stemma.exporters.timemap import kind_of, month_first, shown
from stemma.model import Record

FORMAT = "bellingcat"
MEDIA_TYPE = "application/json"
EXTENSION = ".json"
COORDINATES = True

MEANINGS = {
    "id": "the incident",
    "date": "first day, M/D/YYYY; empty where no report says",
    "latitude": "degrees, as text; empty where not known",
    "longitude": "degrees, as text; empty where not known",
    "location": "name of the place and the country",
    "description": "the incident in a few sentences; says so where coordinates are coarsened",
    "sources": "the reports, the oldest first: `id`, `path` (the address, or empty), `description` (title and outlet)",
    "filters": "`key` and `value` of what the list can be filtered by: kind of attack, country",
}
COLUMNS = tuple(MEANINGS)


def export(record: Record, options: Options = PLAIN) -> bytes:
    """The list in UTF-8, one space of indent."""
    found = [_item(row, options) for row in incident_rows(record, options) if shown(row)]
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def remarks(record: Record, options: Options = PLAIN) -> Iterator[str]:
    """One line for each incident that is left out."""
    for row in incident_rows(record, options):
        if not shown(row):
            yield f"{named(row)} is not in the file, which needs a date or coordinates: {', '.join(missing(row))}."


def _item(row: Row, options: Options) -> dict[str, object]:
    country = country_name(row.country)
    return {
        "id": row.incident.id, "date": month_first(row.first) if row.first else "",
        "latitude": f"{row.point[0]:.4f}" if row.point else "", "longitude": f"{row.point[1]:.4f}" if row.point else "",
        "location": ", ".join(part for part in (row.place.name if row.place else None, country) if part),
        "description": in_short(row, options),
        "sources": [{"id": r.document.id, "path": r.document.url or "",
                     "description": ", ".join(part for part in (title_of(r), outlet_of(r)) if part)}
                    for r in row.reports],
        "filters": [{"key": key, "value": value} for key, value in (("Kind of attack", kind_of(row)),
                                                                     ("Country", country)) if value],
    }
