"""Looking things up in a record: what every exporter needs to put a row into words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from stemma.model import Assessment, Claim, Incident, Mention, Origin, Party, Place, Reading, Record, Statement
from stemma.values import Span


class Lookup:
    """The record's nouns by what refers to them. Where two claim a row, the first in the record's order has it."""

    def __init__(self, record: Record):
        self.record = record
        self.readings: dict[str, Reading] = {r.document.id: r for r in record.readings}
        self.names = document_names(record)
        self.parties: dict[str, Party] = {p.key: p for p in record.parties}
        self.places: dict[str, Place] = {p.key: p for p in record.places}
        self.mentions: dict[str, Mention] = {m.id: m for r in record.readings for m in r.page.mentions}
        self.origins: dict[str, Origin] = {
            row: origin for origin in reversed(record.origins) for row in (*origin.claims, *origin.statements)}
        self.incidents: dict[str, Incident] = {row: i for i in reversed(record.incidents) for row in i.claims}
        self.assessments: dict[str, dict[str, Assessment]] = defaultdict(dict)
        for found in record.assessments:
            self.assessments[found.incident].setdefault(found.kind, found)

    def in_order(self) -> list[Reading]:
        """Readings by the names that people see."""
        return sorted(self.record.readings, key=lambda r: self.names[r.document.id])

    def claims(self) -> Iterator[tuple[Reading, Claim]]:
        """All claims, by document and position; one that quotes nothing is left out."""
        return _rows(self.in_order(), "claims")

    def statements(self) -> Iterator[tuple[Reading, Statement]]:
        """All statements, by document and position; one that quotes nothing is left out."""
        return _rows(self.in_order(), "statements")

    def named(self, docs: tuple[str, ...]) -> list[str]:
        """The names of documents, in order."""
        return sorted(self.names[doc] for doc in docs if doc in self.names)


def document_names(record: Record) -> dict[str, str]:
    """What each document is called; where two share a name, the hash part of their ids tells them apart."""
    shared = Counter(r.document.name for r in record.readings)
    return {r.document.id: r.document.name if shared[r.document.name] == 1
            else f"{r.document.name}-{r.document.id.removeprefix('d-')}" for r in record.readings}


def quotes(span: Span, text: str) -> bool:
    """Whether the span quotes anything of the text."""
    return 0 <= span.start < span.end <= len(text)


def _rows(readings: list[Reading], kind: str) -> Iterator[tuple]:
    seen: set[str] = set()
    for reading in readings:
        for row in sorted(getattr(reading, kind), key=lambda row: (row.span, row.id)):
            if row.id not in seen and quotes(row.span, reading.document.text):
                seen.add(row.id)
                yield reading, row
