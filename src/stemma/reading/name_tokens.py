"""Words of a text with their offsets, as the search for names needs them: possessives split off, capitals known."""

from __future__ import annotations

import re

from msgspec import Struct

from stemma.reading.titles import ABBREVIATED, PARTICLES

# Either dotted capitals ("U.S."), or a word with inner hyphens and apostrophes ("al-Masri", "O'Neil").
_TOKEN = re.compile(r"((?:[A-Z]\.){2,}(?:['\u2019][sS]\b)?|"
                    r"[^\W_][\w\u0300-\u036f]*(?:[-\u2010\u2011'\u2019\u02bc`][^\W_][\w\u0300-\u036f]*)*)")
_POSSESSIVES = tuple(mark + s for mark in "'\u2019\u02bc`" for s in "sS")
_DESCRIBING = re.compile(r"-(?:held|area|made|style|born|era|wide|run|old|[a-z]+ing|[a-z]+ed)$")


class Token(Struct, frozen=True, gc=False):
    """A word at [start, end) of the text; a possessive ending lies in [end, tail)."""

    start: int
    end: int
    tail: int
    word: str
    lower: str  # without a full stop at its end
    capital: bool  # whether it may be part of a name: "Amal", "al-Amin", "T", but not "Oslo-based"
    shouted: bool  # whether it is written in capitals only: "HPF", "KHARKIV"

    @property
    def possessive(self) -> bool:
        return self.tail > self.end


def token_of(start: int, end: int, tail: int, word: str) -> Token:
    """A word with what the search asks of it again and again."""
    if word.isalpha() and word.islower():
        return Token(start, end, tail, word, word, False, False)
    shouted = len(word) > 1 and word.isupper() and sum(map(str.isalpha, word)) > 1
    return Token(start, end, tail, word, word.lower().rstrip("."), _is_capital(word), shouted)


def _is_capital(word: str) -> bool:
    if word[0].isupper():
        return "-" not in word or not _DESCRIBING.search(word)
    if "-" not in word and "'" not in word and "\u2019" not in word:
        return False
    first, _, rest = word.replace("\u2019", "-").replace("'", "-").partition("-")
    return bool(rest) and rest[0].isupper() and first in PARTICLES


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of text[start:end], offsets in the whole text."""
    found, tail = [], start
    pieces = _TOKEN.split(text[start:end])  # in turn what stands before a word, and the word
    for before, word in zip(pieces[::2], pieces[1::2], strict=False):
        first = tail + len(before)
        tail = first + len(word)
        if word.isascii() and word.isalpha() and word.islower():  # most words: nothing more to ask
            found.append(Token(first, tail, tail, word, word, False, False))
        elif word.endswith(_POSSESSIVES):
            found.append(token_of(first, tail - 2, tail, word[:-2]))
        else:
            found.append(token_of(first, tail, tail, word))
    return found


def joined(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but blanks lies between two words, or the full stop of an initial or an abbreviated title."""
    gap = text[left.tail : right.start]
    if gap == " ":
        return True
    if len(gap) > 6:
        return False
    mark = gap.strip()
    return not mark or (mark == "." and (len(left.word) == 1 or left.lower in ABBREVIATED))
