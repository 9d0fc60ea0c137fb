"""Statements found by rules."""

from __future__ import annotations

from stemma.model import Page, Statement


def statements_by_rules(page: Page) -> tuple[Statement, ...]:
    """Statements of one document, in the order of the text."""
    return ()
