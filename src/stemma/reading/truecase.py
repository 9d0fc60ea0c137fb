"""Texts in capitals only, as teletypes, telegrams and old archives have them: the same text in mixed case.

Names, places and sentence ends are told by capitals, so a text without small letters would be read badly. Here everyday
words (a packaged list of English words) get small letters and all others one capital; what the text, the gazetteer,
given names, nations and titles tell about names goes first. It is a guess that serves reading alone: `Document.text`
stays as received. Every character stays where it is, so that spans found in the one quote the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources

from msgspec.structs import replace

from stemma.model import Document
from stemma.reading.gazetteer import entries
from stemma.reading.given_names import GIVEN_NAMES
from stemma.reading.name_tokens import Token, tokens_of
from stemma.reading.nations import BY_CAPITAL, BY_DEMONYM, BY_NAME
from stemma.reading.organisations import HEADS, KNOWN, MODIFIERS
from stemma.reading.plain_words import COMMON, FUNCTION
from stemma.reading.titles import ABBREVIATED, CUE_VERBS, HONORIFICS, PARTICLES, RANKS, ROLE_NOUNS

MOSTLY = 0.9  # share of words without small letters from which a text counts as written in capitals
_FEWEST = 30  # words; shorter texts in capitals are headlines, which have readers of their own
_LONGEST_NAME = 5  # words of a known name that are looked up together
_CITY = 100_000  # inhabitants from which an everyday word after "in" may be a city's name
_LOCATING = frozenset("in at near from to of outside around".split())
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_SHORT_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_ABBREVIATIONS = frozenset(word for name in KNOWN for word in name.split() if word.isupper()) | frozenset(
    "USA UK UN EU EEC USSR OAS NATO TV GMT UTC BBC CNN CIA FBI DEA AFP AP EFE DPA UPI ANSA NGO NGOS".split()
)
_UNITS = frozenset("km kms kg kgs cm mm lb lbs hrs mph kph pm".split())
# Endings by which a word that the list does not have is still no name.
_ENDINGS = ("ing", "ed", "ly", "tion", "tions", "sion", "sions", "ment", "ments", "ness", "ity", "ities", "ism", "ists",
            "ive", "ives", "ous", "able", "ible", "ful", "less", "ically", "ship", "wards", "ized", "ised")
_SPANISH = frozenset({"de", "del", "los", "las", "y", "da", "do", "dos", "di", "della", "van", "von"})
_BEFORE_NAMES = HONORIFICS | RANKS | frozenset("president premier senator governor mayor ambassador minister".split())
_END = re.compile(r"[.!?][\"')\]]{0,3}\s+[\"'(\[]{0,3}$|(?:\n\s*\n|\s--)\s*[\"'(\[]{0,3}$|\s-- \[[^\]]{1,40}\]\s+$")
# "LIMA, 15 JAN 2031 (ENC) --": datelines keep their capitals in mixed case too.
_DATELINE = re.compile(r"^[ \t]*[A-Z][A-Z .,'()-]{1,60}\d{1,2} [A-Z]{3,9}\.? \d{2,4}[^\n]{0,60}?--", re.MULTILINE)
_BODY_WORDS = (HEADS | MODIFIERS) - {"of", "and"}


def truecased(document: Document) -> Document:
    """The document as it is, or, where its text has next to no small letters, one with the text in mixed case.

    The text of the result has the same length, and each of its characters is the old one or its small letter.
    """
    if not document.text[:5000].strip() or any(c.islower() for c in document.text[:200]):
        return document
    tokens = tokens_of(document.text)
    if not _in_capitals(tokens):
        return document
    return replace(document, text=_recased(document.text, tokens))


def _in_capitals(tokens: Sequence[Token]) -> bool:
    words = [token for token in tokens if len(token.word) > 1 and token.word[0].isalpha()]
    return len(words) > _FEWEST and sum(not any(c.islower() for c in t.word) for t in words) > MOSTLY * len(words)


@lru_cache(maxsize=1)
def listed_words() -> frozenset[str]:
    """The packaged list of English words, small letters only."""
    return frozenset(resources.files("stemma").joinpath("data", "english.txt").read_text(encoding="ascii").split())


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Everyday English words in small letters: the packaged list with the word lists of the reading."""
    return listed_words() | COMMON | FUNCTION | CUE_VERBS | ROLE_NOUNS


@lru_cache(maxsize=1)
def _known_names() -> dict[str, tuple[str, ...]]:
    """Names of more words than one, and nations, days and demonyms, by their small letters: the words as written."""
    names = [*KNOWN, *BY_NAME, *BY_DEMONYM, *BY_CAPITAL]
    return {name.lower(): tuple(name.split()) for name in sorted(names) if not name.isupper()}


def _recased(text: str, tokens: Sequence[Token]) -> str:
    cased = _Casing(text, tokens)
    pieces, at = [], 0
    for token, word in zip(tokens, cased.words(), strict=True):
        pieces += [text[at : token.start], word, _lowered(text[token.end : token.tail])]
        at = token.tail
    return "".join([*pieces, text[at:]])


def _lowered(word: str) -> str:
    """Small letters; a letter whose small form is longer ("İ") stays."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in word)


def _titled(word: str) -> str:
    """A capital at the start and after each hyphen or apostrophe of a name: "ACAN-EFE" "Acan-Efe", "D'ARC" "D'Arc"."""
    parts = re.split(r"([-'\u2019])", word)
    return "".join(part[:1] + _lowered(part[1:]) for part in parts)


def _start(token: Token) -> int:
    return token.start


class _Casing:
    """The words of one text, and what the text itself tells about them."""

    def __init__(self, text: str, tokens: Sequence[Token]):
        self.text, self.tokens = text, tokens
        self.lows = [_lowered(token.word) for token in tokens]
        self.english = english_words()
        self.datelines = [match.span() for match in _DATELINE.finditer(text)]
        self.names = {low for at, low in enumerate(self.lows) if self._follows_given_name(at)}

    def plain(self, at: int) -> bool:
        """Whether the word is an everyday one, or a compound of such."""
        low = self.lows[at]
        return (low in self.english or len(low) > 6 and low.endswith(_ENDINGS)
                or "-" in low and all(part in self.english for part in low.split("-")))

    def _joined(self, at: int) -> bool:
        """Whether nothing but blanks lies between this word and the one before."""
        return at > 0 and not self.text[self.tokens[at - 1].tail : self.tokens[at].start].strip(" \n\r\t.")

    def _follows_given_name(self, at: int) -> bool:
        """A surname that is an everyday word too: it stands behind a given name or behind a title and its name."""
        return (at > 0 and self.lows[at - 1] in GIVEN_NAMES and self.lows[at - 1] not in self.english
                and self._joined(at) and self.lows[at] not in FUNCTION | CUE_VERBS | PARTICLES
                and not self.lows[at].endswith(("ed", "ing")))

    def words(self) -> list[str]:
        """Each word in mixed case, in order."""
        cased = [self._word(at) for at in range(len(self.tokens))]
        for first, words in self._phrases():
            cased[first : first + len(words)] = words
        self._raise_bodies(cased)
        self._raise_titles(cased)
        for at in range(len(cased)):
            if cased[at][:1].islower() and self._opens_sentence(at):
                cased[at] = cased[at][:1].upper() + cased[at][1:]
        for first, end in self.datelines:
            for at in range(bisect_left(self.tokens, first, key=_start), bisect_left(self.tokens, end, key=_start)):
                cased[at] = self.tokens[at].word
        return [word if len(word) == len(token.word) else token.word
                for word, token in zip(cased, self.tokens, strict=True)]

    def _opens_sentence(self, at: int) -> bool:
        """After a full stop that ends neither an abbreviation nor an initial, at a paragraph's or a dateline's end."""
        start = self.tokens[at].start
        if at == 0:
            return True
        before = self.tokens[at - 1]
        if before.word.endswith(".") or before.lower in ABBREVIATED or len(before.word) == 1:
            return False
        return _END.search(self.text, max(0, start - 48), start) is not None

    def _word(self, at: int) -> str:
        word, low = self.tokens[at].word, self.lows[at]
        if not word[0].isalpha():
            return low
        if low in _DAYS | _MONTHS | _SHORT_MONTHS:
            return self._calendar(at)
        if low in FUNCTION or low in CUE_VERBS or low in _UNITS:
            return "I" if low == "i" else low
        if low in HONORIFICS and len(low) < 4:
            return _titled(word)
        if word in _ABBREVIATIONS or self._is_abbreviation(at) or word.endswith(".") and len(word) > 1:
            return word
        if low in _SPANISH and at + 1 < len(self.lows):
            return low
        if low in self.names or self._is_name(at):
            return _titled(word)
        return low if self.plain(at) else _titled(word)

    def _calendar(self, at: int) -> str:
        """"MAY" and "MARCH" are months beside a number; short forms too."""
        word, low = self.tokens[at].word, self.lows[at]
        if low in _DAYS or low in _MONTHS - {"may", "march"}:
            return _titled(word)
        beside = [self.lows[i] for i in (at - 1, at + 1) if 0 <= i < len(self.lows)]
        dated = any(other[:1].isdigit() for other in beside) or beside[:1] in (["in"], ["last"], ["since"], ["of"])
        return _titled(word) if dated else low

    def _is_abbreviation(self, at: int) -> bool:
        """"FMLN" is no word; "[ARENA]" alone in brackets after its long form stands for its initials."""
        word = self.tokens[at].word
        if not any(c in "AEIOUY" for c in word):
            return len(word) > 1
        if not 2 <= len(word) <= 8 or not word.isalpha():
            return False
        return word in self._bracketed

    @property
    def _bracketed(self) -> frozenset[str]:
        """Words alone in brackets right after a name with those initials: "(NATIONAL UNITY FRONT) [NUF]"."""
        if not hasattr(self, "_short"):
            found = set()
            for at, token in enumerate(self.tokens):
                around = self.text[max(0, token.start - 1) : token.start] + self.text[token.end : token.end + 1]
                if around not in ("()", "[]") or not token.word.isalpha() or len(token.word) > 8:
                    continue
                before = [t.word[0] for t in self.tokens[max(0, at - 2 * len(token.word)) : at]]
                if _in_order(token.word, before):
                    found.add(token.word)
            self._short = frozenset(found)
        return self._short

    def _is_name(self, at: int) -> bool:
        """A given name, the word behind a title, or a city behind "in", though it is an everyday word."""
        low = self.lows[at]
        if low in GIVEN_NAMES:
            return not self.plain(at) or at + 1 < len(self.lows) and self._joined(at + 1) and not self.plain(at + 1)
        if not self.plain(at) or not self._joined(at):
            return False
        located = self.lows[at - 1] in _LOCATING and len(low) > 3
        return located and low not in COMMON and any(
            entry.rank == 0 and entry.geo.population >= _CITY for entry in entries(low))

    def _phrases(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Known names, the longest first: where they begin, and their words as they are written."""
        known, at = _known_names(), 0
        while at < len(self.tokens):
            for count in range(min(_LONGEST_NAME, len(self.tokens) - at), 0, -1):
                words = known.get(" ".join(self.lows[at : at + count]))
                if words and (count > 1 or self.lows[at] not in listed_words()) and all(
                        self._joined(i) for i in range(at + 1, at + count)):
                    yield at, words
                    at += count - 1
                    break
            at += 1

    def _raise_titles(self, cased: list[str]) -> None:
        """"General Osvaldo Diaz", "President Barco": a rank or an office right before a name."""
        for at in range(len(cased) - 2, -1, -1):
            named = cased[at + 1][:1].isupper() and cased[at + 1] not in _ABBREVIATIONS and self._joined(at + 1)
            if named and self.lows[at] in _BEFORE_NAMES and self.lows[at + 1] not in self.english:
                cased[at] = _titled(self.tokens[at].word)

    def _raise_bodies(self, cased: list[str]) -> None:
        """"National Police", "Workers Union Federation": runs of words of bodies' names that end on a head noun."""
        at = len(cased) - 1
        while at > 0:
            first = at
            if self.lows[at] in HEADS:
                while first > 0 and self._joined(first) and (
                        self.lows[first - 1] in _BODY_WORDS or cased[first - 1][:1].isupper()):
                    first -= 1
            while first < at and self.lows[first] in FUNCTION:
                first += 1
            if at - first >= 1:
                cased[first : at + 1] = [w if w[:1].isupper() else _titled(w.upper()) for w in cased[first : at + 1]]
            at = first - 1


def _in_order(short: str, initials: Sequence[str]) -> bool:
    """Whether the letters of a short form occur in order among the initials before it."""
    rest = iter(initials)
    return all(any(letter == initial for initial in rest) for letter in short)
