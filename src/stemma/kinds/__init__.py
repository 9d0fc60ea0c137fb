"""Claim kinds: one file per kind, found by name.

A module here exposes `KIND` (a string) and `find(page, statements) -> Iterable[Claim]`. Modules whose name begins with
an underscore are shared grammar, not kinds.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from stemma.model import Claim, Page, Statement, Victim

if TYPE_CHECKING:
    from stemma.kinds._vocabulary import Vocabulary


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every kind found in this folder, by name."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def claims_of(page: Page, statements: Sequence[Statement]) -> tuple[Claim, ...]:
    """All claims of a document, in the order of the text."""
    found = {claim.id: claim for module in modules() for claim in module.find(page, statements)}
    return tuple(sorted(found.values(), key=lambda c: (c.span, c.kind, c.id)))


def victims_told(page: Page) -> tuple[Victim, ...]:
    """The persons whom a document tells of one by one as killed or injured, each once.

    They make no claims of their own: in a report on many dead they are parts of the figures, in one on a single
    victim they are the figure, and `assessments` says which.
    """
    from stemma.kinds._persons import victims_told as told  # here, as with all that the kinds share

    return told(page)


def struck_told(page: Page) -> tuple[Claim, ...]:
    """Loose figures of people struck ("4 shot", "a triple shooting"), for whoever needs one toll of one report.

    They are no rows of a record: `claims_of` leaves them out.
    """
    from stemma.kinds._struck import struck_told as told

    return told(page)


def takes_figures(page: Page) -> bool:
    """Whether figures that a tagger finds in this report can become claims: where it speaks of war."""
    from stemma.kinds._war_words import speaks_of_war

    return speaks_of_war(page.text)


def vocabulary() -> Vocabulary:
    """All words by which the kinds know harm to people, to tell quickly whether a text may speak of it."""
    from stemma.kinds._vocabulary import vocabulary as gathered

    return gathered()


def tells_figure(sentence: str) -> bool:
    """Whether a sentence by itself, without a page around it, has a figure of people harmed."""
    from stemma.kinds._grammar import findings_of
    from stemma.reading.quantities import tokens_of

    return bool(findings_of(sentence, tokens_of(sentence)))
