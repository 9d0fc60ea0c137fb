"""Incidents for TimeMap, as its datasheet server gives them, in one zip.

It holds events.json, sources.json and associations.json. TimeMap needs a date or a latitude: an incident with neither
is left out, and said so. Where only a week or a month is known, `date` is its first day and `time_precision` says how
exactly it is known. Sources are referred to by id, since one report is the source of many events. Checked against the
fields that TimeMap's own validation knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from stemma.exporters._cells import bundle
from stemma.exporters._incidents import (
    Row,
    day_of,
    days,
    in_short,
    incident_rows,
    missing,
    named,
    outlet_of,
    point_words,
    title_of,
)
from stemma.exporters._options import PLAIN, Options
from stemma.model import Reading, Record

FORMAT = "timemap"
MEDIA_TYPE = "application/zip"
EXTENSION = ".zip"
COORDINATES = True

MEANINGS = {
    "events.id": "the incident",
    "events.description": "the incident in a few sentences",
    "events.date": "first day, M/D/YYYY; not there where no report says",
    "events.time_precision": "day, days, week, month or year",
    "events.time_display": "the day or days in words",
    "events.location": "name of the place",
    "events.latitude": "degrees, as text; with longitude or not at all",
    "events.longitude": "degrees, as text",
    "events.type": "what was done: shelling, airstrike, bombing ...",
    "events.category": "the same",
    "events.associations": "ids in associations.json",
    "events.sources": "ids in sources.json, the oldest report first",
    "events.comments": "says that the point is coarsened or stands for an area; empty otherwise",
    "sources.id": "the report",
    "sources.title": "its title or headline",
    "sources.paths": "its address, where the file states one; empty otherwise",
    "sources.type": "Article",
    "sources.url": "its address",
    "sources.description": "the outlet",
    "sources.author": "the outlet",
    "sources.date": "day of publication, M/D/YYYY",
    "associations.id": "kind of attack",
    "associations.title": "the same, in words",
    "associations.desc": "what the filter shows",
    "associations.mode": "FILTER",
    "associations.filter_paths": "the way to it in the tree of filters",
}
COLUMNS = tuple(MEANINGS)
NO_KIND = "Other"


def export(record: Record, options: Options = PLAIN) -> bytes:
    """The zip file; its parts are UTF-8 JSON."""
    rows = [row for row in incident_rows(record, options) if shown(row)]
    reports = {r.document.id: r for row in rows for r in row.reports}
    kinds = sorted({kind_of(row) for row in rows})
    return bundle({
        "events.json": _json([_event(row, options) for row in rows]),
        "sources.json": _json({doc: _source(reports[doc]) for doc in sorted(reports)}),
        "associations.json": _json([_association(kind) for kind in kinds]),
    })


def remarks(record: Record, options: Options = PLAIN) -> Iterator[str]:
    """One line for each incident that is left out."""
    for row in incident_rows(record, options):
        if not shown(row):
            yield f"{named(row)} is not in the file, which needs a date or coordinates: {', '.join(missing(row))}."


def shown(row: Row) -> bool:
    """Whether an incident has what the format demands."""
    return row.first is not None or row.point is not None


def kind_of(row: Row) -> str:
    """The kind of attack as people read it."""
    kind = row.incident.kind.replace("_", " ")
    return NO_KIND if kind == "other" else f"{kind[:1].upper()}{kind[1:]}"


def month_first(day: date) -> str:
    """M/D/YYYY, as TimeMap's data has it."""
    return f"{day.month}/{day.day}/{day.year}"


def _event(row: Row, options: Options) -> dict[str, object]:
    found: dict[str, object] = {
        "id": row.incident.id, "description": in_short(row, options), "time_display": days(row),
        "location": row.place.name if row.place else "", "type": kind_of(row), "category": kind_of(row),
        "associations": [kind_of(row)], "sources": [r.document.id for r in row.reports],
        "comments": point_words(row, options),
    }
    if row.first:
        found |= {"date": month_first(row.first), "time_precision": row.precision or ""}
    if row.point:
        found |= {"latitude": f"{row.point[0]:.4f}", "longitude": f"{row.point[1]:.4f}"}
    return found


def _source(report: Reading) -> dict[str, object]:
    url, day, outlet = report.document.url or "", day_of(report), outlet_of(report) or ""
    return {"id": report.document.id, "title": title_of(report) or report.document.name, "paths": [url] if url else [],
            "type": "Article", "url": url, "description": outlet, "author": outlet,
            "date": month_first(day) if day else ""}


def _association(kind: str) -> dict[str, object]:
    return {"id": kind, "title": kind, "desc": f"Incidents told of as: {kind.lower()}", "mode": "FILTER",
            "filter_paths": ["Kind of attack", kind]}


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
