"""All claims as one table: RFC 4180 CSV in UTF-8 with a byte order mark, which spreadsheets need to show names right.

A cell that a spreadsheet would take for a formula gets a leading apostrophe (`_cells.defuse`); `restore` takes it off.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from stemma.exporters._cells import Cell, table
from stemma.exporters._incidents import day_of, iso, outlet_of
from stemma.exporters._lookup import Lookup
from stemma.exporters._options import PLAIN, Options
from stemma.model import Claim, Reading, Record

FORMAT = "csv"
MEDIA_TYPE = "text/csv"
EXTENSION = ".csv"
CHOOSE = True

COLUMNS = (
    "id", "document", "url", "outlet", "published", "kind", "quoted", "start", "end", "sentence",
    "low", "high", "wording", "figure", "value", "victims_status", "victims_group", "scope", "stance",
    "speaker", "speaker_role", "channel", "via", "origin", "incident", "incident_title", "incident_date", "place",
    "happened", "as_of",
)


def export(record: Record, options: Options = PLAIN) -> bytes:
    """One line for each claim, casualties and others alike, by document and position."""
    return table(COLUMNS, claim_rows(record), options, mark=True)


def claim_rows(record: Record) -> Iterator[dict[str, Cell]]:
    """The table's rows, cells as they are in the record."""
    look = Lookup(record)
    for reading, claims in groupby(look.claims(), key=lambda pair: pair[0]):
        sentences = {s.number: s.span.of(reading.document.text) for s in reading.page.sentences}
        statements = {s.id: s for s in reading.statements}
        for _, claim in claims:
            said = statements.get(claim.statement or "")
            yield _row(claim, reading, look) | {
                "sentence": sentences.get(claim.sentence),
                "channel": said.channel if said else None, "via": said.via if said else None}


def _row(claim: Claim, reading: Reading, look: Lookup) -> dict[str, Cell]:
    document, text = reading.document, reading.document.text
    count, origin, incident = claim.count, look.origins.get(claim.id), look.incidents.get(claim.id)
    party = look.parties.get(look.record.speakers.get(claim.id, ""))
    place = look.places.get(look.record.claim_places.get(claim.id) or (incident.place if incident else None) or "")
    return {
        "id": claim.id, "document": look.names[claim.doc], "url": document.url,
        "outlet": outlet_of(reading), "published": iso(day_of(reading)), "kind": claim.kind,
        "quoted": claim.span.of(text), "start": claim.span.start, "end": claim.span.end,
        "low": count.low if count else None, "high": count.high if count else None,
        "wording": count.wording if count else None, "figure": count.text if count else None,
        "value": claim.value, "victims_status": claim.victims.status, "victims_group": claim.victims.group,
        "scope": claim.scope, "stance": claim.stance, "speaker": party.name if party else "narrator",
        "speaker_role": party.role if party else None, "origin": origin.id if origin else None,
        "incident": incident.id if incident else None, "incident_title": incident.title if incident else None,
        "incident_date": iso(incident.when.start) if incident else None,
        "place": place.name if place else None, "happened": claim.when.text if claim.when else None,
        "as_of": claim.as_of.text if claim.as_of else None,
    }
