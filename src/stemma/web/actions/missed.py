"""Add a claim that the program missed, at words of a report."""

from __future__ import annotations

import re

from msgspec import Struct

from stemma import casework
from stemma.errors import UsageError
from stemma.judgements import document_target
from stemma.judgements.making import Missed
from stemma.model import Document
from stemma.values import HARMS, Scope, Source, Span
from stemma.web.actions.correct import counted, sourced
from stemma.web.actions.judge import Outcome, told
from stemma.web.contracts import NotFound, Seen
from stemma.web.desk import Desk

PATH = "/reports/{doc}/missed"
MOST = 5000  # characters of what is chosen; a claim is said in a sentence or two
TITLE = "Add a claim that was missed"


class Body(Struct, frozen=True):
    """The words, and what they say."""

    words: str
    kind: str
    start: int | None = None  # code points of the report's text; where the browser could tell
    end: int | None = None
    low: int | None = None
    high: int | None = None
    open_end: bool = False
    scope: Scope = "incident"
    source: str = ""  # "" for the report itself
    role: str = ""
    value: str = ""
    note: str = ""
    seen: Seen = None


def act(desk: Desk, body: Body, doc: str) -> Outcome:
    """Raises UsageError where the words do not stand in the report, or more than once; NotFound."""
    reading = desk.snapshot.reading(doc)
    if reading is None:
        raise NotFound("The case holds no such report.")
    span = found_at(reading.document, body.words, body.start, body.end)
    words = span.of(reading.document.text)
    figure = body.kind in HARMS
    number = counted(body.low, body.high, body.open_end, words) if figure else None
    source = sourced("person", body.source, body.role) if body.source.strip() else Source("narrator")
    value = Missed(kind=body.kind, count=number, scope=body.scope, source=source,
                   value="" if figure else body.value or words)
    kept = casework.decide(desk.case, "missed", [document_target(reading.document, span)], desk.user.name, desk.now(),
                           value=value, note=body.note, seen=body.seen)
    return told(desk, kept, f"/reports/{doc}")


def found_at(document: Document, words: str, start: int | None, end: int | None) -> Span:
    """Where words stand in a report's text: at the offsets given, if they do, else at their only place.

    White space may differ, since a browser shows line breaks of its own. Raises UsageError.
    """
    if len(words) > MOST:
        raise UsageError(f"Choose at most {MOST:,} characters.")
    pattern = r"\s+".join(map(re.escape, words.split()))
    if not pattern:
        raise UsageError("Choose the words in the report, or write them as they stand there.")
    found = [Span(*match.span()) for match in re.finditer(pattern, document.text)]
    if not found:
        raise UsageError("These words do not stand in the report.")
    if start is not None and end is not None:
        near = [span for span in found if span.overlaps(Span(start - 2, end + 2))]
        if near:
            return min(near, key=lambda span: (abs(span.start - start), span))
    if len(found) > 1:
        raise UsageError(f"These words stand in the report {len(found)} times: take more of them.")
    return found[0]
