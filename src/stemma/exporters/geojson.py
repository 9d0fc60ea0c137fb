"""Incidents as GeoJSON points (RFC 7946), with how exactly place and day are known.

An incident whose place has no coordinates is a feature without geometry, as the standard has it; maps leave it out,
tables show it. `stemma export --coarsen KM` moves points to the middle of a grid cell, and each feature says so.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from stemma.exporters._coarsening import coarse_code
from stemma.exporters._coded import ACLED_STEPS, UCDP_STEPS, codes
from stemma.exporters._incidents import (
    TOLLS,
    Row,
    country_name,
    day_of,
    high_of,
    in_short,
    incident_rows,
    iso,
    low_of,
    missing,
    named,
    outlet_of,
    point_words,
    title_of,
)
from stemma.exporters._options import PLAIN, Options
from stemma.model import Record

FORMAT = "geojson"
MEDIA_TYPE = "application/geo+json"
EXTENSION = ".geojson"
COORDINATES = True

MEANINGS = {
    "title": "the incident's title",
    "kind": "what was done: shelling, airstrike, bombing ...",
    "description": "the incident in a few sentences",
    "date_start": "first day, ISO 8601; null where no report says",
    "date_end": "last day, ISO 8601",
    "date_precision": "day, days, week, month or year",
    "place": "name of the place",
    "place_kind": "what the point stands for: a city, town, village, facility, district, region ...",
    "country": "ISO 3166-1 alpha-2",
    "country_name": "its usual English name",
    "acled_geo_precision": "1 to 3, as ACLED codes how exactly the place is known; null where it codes nothing",
    "acled_time_precision": "1 to 3, as ACLED codes how exactly the day is known",
    "ucdp_where_prec": "1 to 7, as UCDP GED codes how exactly the place is known",
    "ucdp_date_prec": "1 to 5, as UCDP GED codes how exactly the day is known",
    "killed_low": "people killed, the least that the sources support",
    "killed_high": "people killed, the most; null where the highest figure is a lower bound (“at least 20”)",
    "killed_best": "the one number that is best supported; null where none is",
    "killed_grade": "evidence for it: A the firmest to D, E no source or no number, X contested",
    "injured_low": "people injured, the least",
    "injured_high": "people injured, the most",
    "injured_best": "the one number that is best supported; null where none is",
    "injured_grade": "evidence for it",
    "independent_sources": "names of the independent sources behind the tolls",
    "alleged_perpetrators": "who is held responsible, as alleged: one name for each side",
    "weapons": "weapons named",
    "reports": "the reports: title, outlet, url, day of publication",
    "coarsened_km": "size of the grid cell that the point is the middle of; null where nothing was coarsened",
    "note": "says that the point is coarsened or stands for an area; null otherwise",
}
COLUMNS = tuple(MEANINGS)


def export(record: Record, options: Options = PLAIN) -> bytes:
    """A feature collection in UTF-8, one feature for each incident."""
    coded = codes(record, {"acled": ("geo_precision", "time_precision"), "ucdp": ("where_prec", "date_prec")})
    features = [_feature(row, coded[row.incident.id], options) for row in incident_rows(record, options)]
    whole = {"type": "FeatureCollection", "features": features}
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def remarks(record: Record, options: Options = PLAIN) -> Iterator[str]:
    """One line for each incident without a point."""
    for row in incident_rows(record, options):
        if row.point is None:
            yield f"{named(row)} has no point in the file: {missing(row)[-1]}."


def _feature(row: Row, coded: dict[str, object], options: Options) -> dict[str, object]:
    geometry = {"type": "Point", "coordinates": [row.point[1], row.point[0]]} if row.point else None
    return {"type": "Feature", "id": row.incident.id, "geometry": geometry,
            "properties": _properties(row, coded, options)}


def _properties(row: Row, coded: dict[str, object], options: Options) -> dict[str, object]:
    incident, killed, injured = row.incident, row.tolls.get("killed"), row.tolls.get("injured")
    found = {
        "title": incident.title, "kind": incident.kind, "description": in_short(row, options),
        "date_start": iso(row.first), "date_end": iso(row.last), "date_precision": row.precision,
        "place": row.place.name if row.place else None, "place_kind": row.place.kind if row.place else None,
        "country": row.country, "country_name": country_name(row.country),
        "acled_geo_precision": coarse_code(options, coded.get("geo_precision"), ACLED_STEPS),
        "acled_time_precision": coded.get("time_precision"),
        "ucdp_where_prec": coarse_code(options, coded.get("where_prec"), UCDP_STEPS),
        "ucdp_date_prec": coded.get("date_prec"),
        "killed_low": low_of(killed), "killed_high": high_of(killed), "injured_low": low_of(injured),
        "injured_high": high_of(injured), **_best(row), "independent_sources": row.sources,
        "alleged_perpetrators": row.blamed, "weapons": incident.weapons,
        "reports": [{"title": title_of(r), "outlet": outlet_of(r), "url": r.document.url, "published": iso(day_of(r))}
                    for r in row.reports],
        "coarsened_km": options.coarsen if row.point else None, "note": point_words(row, options) or None,
    }
    return {name: found[name] for name in COLUMNS}


def _best(row: Row) -> dict[str, object]:
    """The best numbers and their grades."""
    return {f"{harm}_{field}": getattr(row.estimates.get(harm), field, None)
            for harm in TOLLS for field in ("best", "grade")}
