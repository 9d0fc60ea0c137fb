"""Words of a text with their offsets, as the search for names needs them: possessives split off, capitals known."""

from __future__ import annotations

import re
from typing import NamedTuple

from stemma.reading.titles import ABBREVIATED, PARTICLES

# Either dotted capitals ("U.S."), or a word with inner hyphens and apostrophes ("al-Masri", "O'Neil").
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}(?:['\u2019][sS]\b)?|"
                    r"[^\W_][\w\u0300-\u036f]*(?:[-\u2010\u2011'\u2019\u02bc`][^\W_][\w\u0300-\u036f]*)*")
_POSSESSIVE = re.compile(r"['\u2019\u02bc`][sS]$")
_DESCRIBING = re.compile(r"-(?:held|area|made|style|born|era|wide|run|old|[a-z]+ing|[a-z]+ed)$")


class Token(NamedTuple):
    """A word at [start, end) of the text; a possessive ending lies in [end, tail)."""

    start: int
    end: int
    tail: int
    word: str

    @property
    def lower(self) -> str:
        return self.word.lower().rstrip(".")

    @property
    def possessive(self) -> bool:
        return self.tail > self.end

    @property
    def capital(self) -> bool:
        """Whether it may be part of a name: "Amal", "al-Amin", "T", but not "Oslo-based"."""
        if self.word[0].isupper():
            return not ("-" in self.word and _DESCRIBING.search(self.word))
        first, _, rest = self.word.replace("\u2019", "-").replace("'", "-").partition("-")
        return bool(rest) and rest[0].isupper() and first in PARTICLES

    @property
    def shouted(self) -> bool:
        """Whether it is written in capitals only: "HPF", "KHARKIV"."""
        letters = [c for c in self.word if c.isalpha()]
        return len(letters) > 1 and all(c.isupper() for c in letters)


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of text[start:end], offsets in the whole text."""
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word, cut = match.group(), match.end()
        if possessive := _POSSESSIVE.search(word, max(0, len(word) - 2)):
            word, cut = word[: possessive.start()], match.start() + possessive.start()
        found.append(Token(match.start(), cut, match.end(), word))
    return found


def joined(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but blanks lies between two words, or the full stop of an initial or an abbreviated title."""
    gap = text[left.tail : right.start]
    if len(gap) > 6:
        return False
    mark = gap.strip()
    return not mark or (mark == "." and (len(left.word) == 1 or left.lower in ABBREVIATED))
