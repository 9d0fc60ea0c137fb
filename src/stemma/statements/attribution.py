"""Whom a document gives something to: the source behind a claim at a span."""

from __future__ import annotations

from stemma.model import Page, Statement
from stemma.values import NARRATOR, Source, Span


def source_of(span: Span, page: Page, statements: tuple[Statement, ...]) -> tuple[Source, Statement | None]:
    """The source of what is written at a span of the page's text, and the statement that says so.

    The innermost statement whose content covers the span, or most of it; else the narrator, without a statement.
    """
    best: Statement | None = None
    for statement in statements:
        shared = min(span.end, statement.span.end) - max(span.start, statement.span.start)
        if 2 * shared >= len(span) and shared > 0 and (best is None or len(statement.span) < len(best.span)):
            best = statement
    return (best.source, best) if best is not None else (NARRATOR, None)
