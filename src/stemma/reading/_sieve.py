"""Which of many patterns a sentence may hold: its words tell, and looking for short keys takes a tenth of the time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

_NONE: frozenset[int] = frozenset()


class Pattern(NamedTuple):
    """A kind of expression: what finds it, and the cheap questions to ask first."""

    kind: str
    found: re.Pattern[str]
    # One of them stands in every sentence, in small letters, that holds such an expression; none is blank.
    keys: tuple[str, ...]
    core: re.Pattern[str] | None = None  # found in every such sentence, in small letters


class Sieve:
    """A family of patterns."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self._stems = [{max(key.split(), key=len) for key in pattern.keys} for pattern in patterns]
        self._held = lru_cache(maxsize=32_768)(self._held_by)

    def _held_by(self, word: str) -> frozenset[int]:
        """The patterns of which a word holds a stem: the same words come again in every report."""
        return frozenset(number for number, stems in enumerate(self._stems) if holds_any(word, stems))

    def of(self, low: str) -> list[tuple[str, re.Pattern[str]]]:
        """The kinds of expressions, with their patterns, that a stretch of text in small letters may hold, in order."""
        rows = [self.patterns[number] for number in sorted(_NONE.union(*map(self._held, low.split())))]
        return [(kind, found) for kind, found, keys, core in rows
                if holds_any(low, keys) and (core is None or core.search(low))]


def holds_any(text: str, keys: Iterable[str]) -> bool:
    """Whether any of the keys stands in a text; a plain loop, since this is asked some ten times a sentence."""
    for key in keys:  # noqa: SIM110 - any() with a generator takes twice the time
        if key in text:
            return True
    return False
