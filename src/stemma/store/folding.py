"""Words in the one form in which they are searched: plain ASCII letters and digits, lower case.

Letters of other scripts are transliterated (anyascii), so that a name meets its spelling in another script where both
sound alike letter by letter. "Ta'izz" and "Taizz" are one word, "governor's" is "governor", "1,200" is "1200".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from anyascii import anyascii

from stemma.values import Span

CACHED = 200_000  # distinct words; a case of 10,000 reports has about as many
_PIECES = re.compile("[a-z0-9]+")


@cache
def _word() -> re.Pattern[str]:
    """What counts as one word: letters with their marks, apostrophes inside; or digits with commas at thousands.

    Marks (vowel signs of Devanagari, points of Hebrew) belong to their letter, but Python's \\w leaves them out.
    """
    marks = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.category(chr(c)) in ("Mn", "Mc"))
    inside = rf"(?:[{marks}]|['’ʼ‘ʻʿ`´](?=[^\W_]))"
    return re.compile(rf"[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[^\W_]+(?:{inside}[^\W_]*)*")


def words_in(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Each word of a text, in order, with what it is searched by: one plain word mostly, none for some signs."""
    for found in _word().finditer(text):
        yield Span(*found.span()), folded_word(found[0])


def folded(text: str) -> str:
    """A text's words as they are searched, with spaces between."""
    return " ".join(word for found in _word().findall(text) for word in folded_word(found))


@lru_cache(CACHED)
def folded_word(word: str) -> tuple[str, ...]:
    """One word as it is searched."""
    plain = anyascii(unicodedata.normalize("NFC", word)).lower().replace("`", "'")
    if plain.endswith("'s"):
        plain = plain[:-2]
    return tuple(_PIECES.findall(plain.replace("'", "").replace(",", "")))
