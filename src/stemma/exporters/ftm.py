"""The case as FollowTheMoney entities: one JSON object to a line, for Aleph, OpenAleph and nomenklatura.

Article for each report, Person and Organization for who is named, Mention for where, Event for each incident,
Documentation for which report tells of which. Figures stand in the event's summary; who is blamed stands there as
alleged. Texts of reports, sources without a name and coordinates are left out; the dossier holds what is not here.
"""

from __future__ import annotations

import msgspec

from stemma.exporters._ftm import entities
from stemma.exporters._options import PLAIN, Options
from stemma.model import Record

FORMAT = "ftm"
MEDIA_TYPE = "application/x-ndjson"
EXTENSION = ".ftm"


def export(record: Record, options: Options = PLAIN) -> bytes:
    """The lines in UTF-8; no line where the case is empty."""
    lines = ({"id": one.id, "schema": one.schema, "properties": one.properties} for one in entities(record))
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
