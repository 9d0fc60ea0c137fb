"""Texts written in capitals only, as old wire services sent them: which words would have a capital in mixed case.

Everyday words (by list or by ending) get small letters, all others one capital; offsets stay as they are. It is a guess
that lets the search for names read such texts at all.
"""

from __future__ import annotations

from stemma.reading.given_names import GIVEN_NAMES
from stemma.reading.name_tokens import Token, token_of
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.reading.organisations import CLASS_NOUNS, HEADS, KNOWN, MODIFIERS, OUTLET_NOUNS, SMALL_HEADS
from stemma.reading.plain_words import COMMON, FUNCTION, PLACE_NOUNS
from stemma.reading.titles import CUE_VERBS, HONORIFICS, RANKS, ROLE_NOUNS

MOSTLY = 0.6  # share of words in capitals from which a text counts as written in capitals

_TITLED = (HEADS | MODIFIERS) - RANKS - ROLE_NOUNS
_SMALL = (COMMON | FUNCTION | PLACE_NOUNS | CUE_VERBS | HONORIFICS | RANKS | ROLE_NOUNS | CLASS_NOUNS | OUTLET_NOUNS
          | SMALL_HEADS) - _TITLED
_ENDINGS = ("ing", "ed", "ly", "tion", "tions", "sion", "sions", "ment", "ments", "ness", "ity", "ities", "ism", "ist",
            "ists", "ive", "ives", "ous", "able", "ible", "ful", "less", "ance", "ence", "ery", "ical", "ship", "ward",
            "wards", "self", "selves", "tory", "ture", "tures")
_ABBREVIATIONS = frozenset(word for name in KNOWN for word in name.split() if word.isupper())


def in_capitals(tokens: list[Token]) -> bool:
    """Whether most words of a text have no small letters; short texts are never held to be."""
    if sum([word.shouted for word in tokens]) <= MOSTLY * 30:
        return False  # nearly every text
    words = [word for word in tokens if word.word[0].isalpha() and len(word.word) > 1]
    return len(words) > 30 and sum(word.shouted for word in words) > MOSTLY * len(words)


def recased(tokens: list[Token]) -> list[Token]:
    """The words as mixed case would have them; offsets as they are."""
    return [token_of(old.start, old.end, old.tail, _recased(old.word)) for old in tokens]


def _recased(word: str) -> str:
    small = word.lower()
    if small in FUNCTION or small in CUE_VERBS:
        return small
    if word in _ABBREVIATIONS or not word[0].isalpha() or (word.endswith(".") and len(word) > 1):
        return word
    titled = "-".join(part.capitalize() for part in word.split("-"))
    if titled in BY_NAME or titled in BY_DEMONYM or small in _TITLED or small in GIVEN_NAMES:
        return titled
    if small in _SMALL or (len(small) > 5 and small.endswith(_ENDINGS)):
        return small
    return titled if any(c in "AEIOUYaeiouy" for c in word) else word  # "FMLN" is no word
