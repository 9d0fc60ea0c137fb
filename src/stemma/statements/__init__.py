"""Who says what. The seam: a page and, where a tagger has read it, the cues it found, to statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stemma.model import Page, Statement

if TYPE_CHECKING:
    from stemma.tagging import Attribution, Cue


def statements_of(page: Page, cues: Sequence[Cue | Attribution] = ()) -> tuple[Statement, ...]:
    """Statements of one document, in the order of the text.

    `cues` are what a trained tagger found in it; without them the rules stand alone.
    """
    from stemma.statements.rules import statements_by_rules

    return statements_by_rules(page, cues)
