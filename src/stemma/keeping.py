"""Answers kept for the page at hand, so that the kinds and readers that ask the same of it share one answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from stemma.model import Page

Answer = TypeVar("Answer")


def kept_per_page(ask: Callable[[Page], Answer]) -> Callable[[Page], Answer]:
    """Keeps a function's answer for the page it was last asked about.

    A document is read from end to end before the next, so one page is enough. It is known by identity: hashing a whole
    page costs as much as reading it. Page and answer are one tuple, so that threads never see half of it.
    """
    kept: tuple[Page, Answer] | None = None

    @wraps(ask)
    def asked(page: Page) -> Answer:
        nonlocal kept
        held = kept
        if held is None or held[0] is not page:
            kept = held = (page, ask(page))
        return held[1]

    return asked
