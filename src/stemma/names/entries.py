"""Names as the join sees them: one row for each mention or source, resolved as far as its own document allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stemma.model import Mention, Reading
from stemma.values import Source

_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")


class Entry(NamedTuple):
    """One name in one document; `full` is the fullest form that the document gives for it."""

    doc: str
    kind: str  # person, org or unnamed
    name: str  # as written, without article
    full: str
    role: str | None
    at: int  # offset, -1 where the source has no span
    mention: str | None = None  # Mention.id
    row: str | None = None  # Statement.id or Claim.id


def bare(name: str) -> str:
    """A name on one line without article and possessive."""
    return _POSSESSIVE.sub("", _ARTICLE.sub("", " ".join(name.split())))


def entries_of(reading: Reading) -> Iterator[Entry]:
    """Mentions of people and organisations, then the sources of statements and claims."""
    doc = reading.document.id
    mentions = [m for m in reading.page.mentions if m.kind in ("person", "org")]
    for m in mentions:
        yield Entry(doc, m.kind, bare(m.name), bare(m.refers_to or m.name), m.role, m.span.start, mention=m.id)
    for row in (*reading.statements, *reading.claims):
        if row.source.known and row.source.name.strip():
            yield _source_entry(doc, row.source, row.id, mentions)


def _source_entry(doc: str, source: Source, row: str, mentions: list[Mention]) -> Entry:
    at = source.span.start if source.span else -1
    name = bare(source.name)
    if source.kind != "unnamed":
        for m in mentions:
            if m.kind == source.kind and source.span and m.span.overlaps(source.span):
                return Entry(doc, m.kind, bare(m.name), bare(m.refers_to or m.name), source.role or m.role, at, row=row)
        same = next((m for m in mentions if m.kind == source.kind and bare(m.name) == name), None)
        if same:
            full = bare(same.refers_to or same.name)
            return Entry(doc, source.kind, name, full, source.role or same.role, at, row=row)
    return Entry(doc, source.kind, name, name, source.role, at, row=row)
