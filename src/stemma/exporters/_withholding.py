"""Finding names in words, however they are written, and putting something else in their place.

A name is found by its words in Latin small letters, so that capitals, accents, another script, hyphens, file names and
addresses ("ada_lund-dies") make no difference. In a report's text what is withheld is covered letter by letter, so that
all offsets stay those of the text as received.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote

from stemma.names.spelling import plain
from stemma.reading.truecase import english_words

COVER = "█"
WITHHELD = "[name withheld]"
GAP = 4  # characters that may stand between two words of a name
SHORTEST = 3  # letters of a word of a name that is withheld where it stands alone
NEAR = 60  # characters on either side of a name in which an age or a relation is that person's

_TOKEN = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_GAP = re.compile(r"[\W_]*\Z")
_ID = re.compile(r"(?<![\w-])(?:[a-z]{1,4}-[0-9a-f]{6,64}(?:-\d+)*|[0-9a-f]{32,128})(?![\w-])")
_NUMBER = (r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-\s](?:one|two|three|four|five|six|seven|"
           r"eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
           r"sixteen|seventeen|eighteen|nineteen)")
# Ages: "34-year-old", "aged 34", ", 34,", "(34)", "who was 34", "seven years old", "a month old".
_AGE = re.compile(
    rf"(?P<a>\d{{1,3}}|{_NUMBER})(?=[-\s]?(?:years?|months?|weeks?|days?)[-\s]old|[-\s]?y/?o\b)|"
    rf"(?<=\baged )(?P<b>\d{{1,3}}|{_NUMBER})|(?<=\bage )(?P<c>\d{{1,3}})|(?<=, )(?P<d>\d{{1,3}})(?=\s*[,.;)])|"
    rf"(?<=\()(?P<e>\d{{1,3}})(?=\))|(?<=\bwas )(?P<f>\d{{1,2}})(?=[,.;])", re.IGNORECASE)
_KIN = re.compile(
    r"\b(?:grand|step|half-|great-)?(?:sons?|daughters?|child(?:ren)?|wife|wives|husbands?|brothers?|sisters?|mothers?|"
    r"fathers?|parents?|nephews?|nieces?|cousins?|uncles?|aunts?|widow(?:er)?s?|fianc[eé]e?s?|twins?)"
    r"(?:-in-law)?\b", re.IGNORECASE)
_OWNED = re.compile(r"(?:\b(?:his|her|their|whose|my|our)|['’]s?)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_STOP = re.compile(r"[.!?]\s|\n")

Place = tuple[int, int]


class Names:
    """Names that are to be found."""

    def __init__(self, private: Iterable[str], public: Iterable[str]) -> None:
        """private: spellings to find; public: spellings that stay, and whose words alone stay too."""
        kept = {tuple(plain(name).split()) for name in public}
        guarded = {word for words in kept for word in words}
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        self._everyday: set[str] = set()  # single words that are also everyday words: found only with a capital
        english = english_words()
        for name in private:
            words = _words(name)
            if not words or words in kept:
                continue
            if len(words) == 1:
                self._add(words)
                self._everyday |= {words[0]} & english
                continue
            for order in (words, words[::-1]):
                self._add(order)
                if sum(map(len, order)) > 5:
                    self._add(("".join(order),))  # as addresses have it
            for word in words:
                if len(word) >= SHORTEST and word not in guarded and word not in english:
                    self._add((word,))

    def _add(self, words: tuple[str, ...]) -> None:
        self._by_first.setdefault(words[0], set()).add(words)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def places(self, text: str) -> list[Place]:
        """Where names stand in words, in order; no two overlap."""
        tokens = [(at.start(), at.end(), folded) for at in _TOKEN.finditer(text) if (folded := _folded(at.group()))]
        ids = [at.span() for at in _ID.finditer(text)] if "-" in text or len(text) >= 32 else []
        found: list[Place] = []
        for number, (start, end, folded) in enumerate(tokens):
            if folded not in self._by_first or (found and start < found[-1][1]):
                continue
            last = max((self._reaches(text, tokens, number, words) for words in self._by_first[folded]), default=0)
            if last and not any(a <= start < b for a, b in ids):
                found.append((start, max(end, last)))
        return found

    def _reaches(self, text: str, tokens: list[tuple[int, int, str]], first: int, words: tuple[str, ...]) -> int:
        """Where a name that begins at a word ends; 0 where it does not stand there."""
        held = tokens[first : first + len(words)]
        if tuple(folded for _, _, folded in held) != words:
            return 0
        if len(words) == 1 and words[0] in self._everyday and not text[held[0][0]].isupper():
            return 0
        close = all(start - end <= GAP and _GAP.match(text[end:start]) for (_, end, _), (start, _, _) in pairwise(held))
        return held[-1][1] if close else 0

    def within(self, text: str) -> bool:
        """Whether any name stands in words or, written with signs for letters, in an address."""
        return bool(self.places(text)) or ("%" in text and bool(self.places(unquote(text))))

    def without(self, text: str) -> str:
        """The words with something else in the place of each name, and of an age or a relation beside it."""
        found = self.places(text)
        if not found:
            return WITHHELD if "%" in text and self.places(unquote(text)) else text
        beside = [(start, end, text[start : start + kept] + COVER * (end - start - kept) if kept or relation is None
                   else relation) for start, end, kept, relation in _beside(text, found)]
        parts, at = [], 0
        for start, end, shown in sorted([*((start, end, WITHHELD) for start, end in found), *beside]):
            if start >= at:
                parts += [text[at:start], shown]
                at = end
        return "".join([*parts, text[at:]])


def covered(text: str, names: Names, places: Iterable[Place] = ()) -> str:
    """A report's text of the same length in which names are covered, and near them ages and relations.

    places: further stretches to cover, wherever a name is known to stand. Of an age of two digits the first stays.
    """
    found = sorted({*names.places(text), *(place for place in places if place[0] < place[1])})
    if not found:
        return text
    out = list(text)
    for start, end in found:
        _cover(out, text, start, end)
    for start, end, kept, _ in _beside(text, found):
        _cover(out, text, start + kept, end)
    return "".join(out)


def _cover(out: list[str], text: str, start: int, end: int) -> None:
    """Cover letters and digits, and what stands between them on one line."""
    for at in range(start, end):
        if text[at] not in "\r\n":
            out[at] = COVER


Beside = tuple[int, int, int, str | None]  # start, end, characters that stay, what stands for it outside of a text


def _beside(text: str, found: list[Place]) -> Iterator[Beside]:
    """Ages and relations that stand beside a name."""
    starts = [start for start, _ in found]
    for one in (*_ages(text), *_relations(text)):
        if _near(text, starts, found, one[0], one[1]):
            yield one


def _ages(text: str) -> Iterator[Beside]:
    """Ages, of which the tens stay."""
    for at in _AGE.finditer(text):
        start, end = at.span()
        yield start, end, 1 if text[start].isdigit() and end - start == 2 else 0, None


def _relations(text: str) -> Iterator[Beside]:
    """Words for relatives; "two children" are nobody's unless somebody's is said."""
    for at in _KIN.finditer(text):
        many = at.group().lower().endswith(("s", "children"))
        if not many or _OWNED.search(text, max(0, at.start() - NEAR), at.start()):
            yield *at.span(), 0, "relative"


def is_relation(role: str) -> bool:
    """Whether a role says whose relative somebody is."""
    return _KIN.search(role) is not None


def _near(text: str, starts: list[int], found: list[Place], start: int, end: int) -> bool:
    """Whether a name stands close by in the same sentence."""
    at = bisect_left(starts, start)
    for a, b in found[max(0, at - 1) : at + 1]:
        low, high = (b, start) if b <= start else (end, a)
        if high - low <= NEAR and not _STOP.search(text, low, max(low, high)):
            return True
    return False


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    return plain(word).replace(" ", "")


def _words(name: str) -> tuple[str, ...]:
    """A name's words, as tokens of a text are made."""
    return tuple(folded for at in _TOKEN.finditer(name) if (folded := _folded(at.group())))
