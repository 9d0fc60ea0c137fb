"""Who says what. The seam: a tagger is a function Page -> statements; today's is made of rules."""

from __future__ import annotations

from stemma.model import Page, Statement


def statements_of(page: Page) -> tuple[Statement, ...]:
    """Statements of one document, in the order of the text."""
    from stemma.statements.rules import statements_by_rules

    return statements_by_rules(page)
