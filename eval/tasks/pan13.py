"""Reused passages between two texts (PAN 2013)."""

from __future__ import annotations

from eval.reports import document
from stemma.copies.alignment import Passage, align
from stemma.reading.sentences import sentences_of
from stemma.values import Span


def answer(given: dict) -> dict:
    """The passages of each pair as [this_offset, this_length, source_offset, source_length] in characters."""
    return {"pairs": {key: passages(row["this"], row["source"]) for key, row in given["pairs"].items()}}


def passages(this: str, source: str) -> list[list[int]]:
    """What two texts share."""
    found = align(this, sentences(this), source, sentences(source))
    return [[row.a.start, len(row.a), *_counterpart(row, source)] for row in found]


def _counterpart(row: Passage, source: str) -> tuple[int, int]:
    """Offset and length in the source. The corpus takes a summary to be of the source as a whole."""
    return (0, len(source)) if row.how == "summary_of_b" else (row.b.start, len(row.b))


def sentences(text: str) -> list[Span]:
    """Every sentence; essays have no furniture."""
    return [sentence.span for sentence in sentences_of(document(text), ())]
