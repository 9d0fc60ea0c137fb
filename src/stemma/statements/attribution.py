"""Whom a document gives something to: the source behind a claim at a span.

In order: the innermost statement that says it; the attribution of its own sentence, where that reaches over it; a source
that the sentence before or after makes plain; else the outlet itself.
"""

from __future__ import annotations

from bisect import bisect_right

from stemma.model import Page, Sentence, Statement
from stemma.values import NARRATOR, Source, Span

REST_REACH = 60  # characters after a cue that still belong to what was said: "..., she said, more than 50 seriously"


def source_of(span: Span, page: Page, statements: tuple[Statement, ...]) -> tuple[Source, Statement | None]:
    """The source of what is written at a span of the page's text, and the statement that says so.

    NARRATOR and None where the text names nobody. Spans are half-open ranges of code points of page.text.
    """
    best = _innermost(span, statements)
    if best is None:
        best = _same_sentence(span, page, statements)
    return (best.source, best) if best is not None else (NARRATOR, None)


def _innermost(span: Span, statements: tuple[Statement, ...]) -> Statement | None:
    """The shortest statement whose content covers the span or most of it."""
    best: Statement | None = None
    for statement in statements:
        shared = min(span.end, statement.span.end) - max(span.start, statement.span.start)
        if shared <= 0 or 2 * shared < min(len(span), len(statement.span)):
            continue
        if 2 * shared < len(span) and not _holds_figure(statement, span):
            continue
        if best is None or len(statement.span) < len(best.span):
            best = statement
    return best


def _holds_figure(statement: Statement, span: Span) -> bool:
    """Whether a short content inside a longer piece of evidence is still what the evidence is about."""
    return span.covers(statement.span) and 3 * len(statement.span) >= len(span)


def _same_sentence(span: Span, page: Page, statements: tuple[Statement, ...]) -> Statement | None:
    """A statement of the same sentence whose cue stands between its content and the span, with a short rest after it."""
    sentence = sentence_of(span, page)
    if sentence is None:
        return None
    for statement in statements:
        cue = statement.cue
        if cue is None or not sentence.span.covers(cue) or not sentence.span.overlaps(statement.span):
            continue
        if statement.span.end <= cue.start and cue.end <= span.start <= cue.end + REST_REACH:
            words = page.text[cue.end : span.start]
            if not any(mark in words for mark in (";", " when ", " while ", " after ", " as ")):
                return statement
    return None


def sentence_of(span: Span, page: Page) -> Sentence | None:
    """The sentence in which a span begins."""
    starts = [s.span.start for s in page.sentences]
    at = bisect_right(starts, span.start) - 1
    return page.sentences[at] if at >= 0 and span.start < page.sentences[at].span.end else None
