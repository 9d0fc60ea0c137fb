"""The shipped sample case, read once for all tests that look at it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import stemma
from stemma.ids import make_id, sha256
from stemma.model import Document, Record
from stemma.pipeline import join, read

FOLDER = Path(stemma.__file__).parent / "sample"


def documents() -> tuple[Document, ...]:
    """The twelve invented reports."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        raw = path.read_bytes()
        found.append(Document(make_id("d", sha256(raw), path.stem), path.stem, sha256(raw), raw.decode(), "text/plain"))
    return tuple(found)


@cache
def readings():
    return tuple(read(document) for document in documents())


@cache
def record() -> Record:
    return join(readings())


def figures(record: Record) -> list[tuple]:
    """Casualty rows as (report, harm, "low..high", wording, scope, stance, speaker), in the order of the texts.

    A source that has only a role is given the name of the person whose role it is.
    """
    parties = {party.key: party for party in record.parties}
    behind = {row: origin.party for origin in record.origins for row in origin.claims}
    rows = []
    for reading in sorted(record.readings, key=lambda r: r.document.name):
        for claim in reading.claims:
            if claim.count is not None:
                key = record.speakers.get(claim.id)
                if key and parties[key].kind == "unnamed":
                    key = behind.get(claim.id, key)
                low, high = ("" if end is None else end for end in (claim.count.low, claim.count.high))
                rows.append((reading.document.name[:2], claim.kind, f"{low}..{high}", claim.count.wording, claim.scope,
                             claim.stance, parties[key].name if key else "-"))
    return rows
