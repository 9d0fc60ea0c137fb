"""A sentence as words, with what lies inside quotation marks told apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection

from msgspec import Struct

from stemma.model import Page, Quote, Sentence
from stemma.reading.titles import ABBREVIATED
from stemma.statements.cues import ADJECTIVES, AUXILIARIES, BREAKS, IRREGULAR, PARTICIPLES, VERBS
from stemma.values import Span

LONGEST_SENTENCE = 4000  # characters; what is longer is no prose and is not searched for statements

_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|(?:[^\W\d_]\.){2,}(?:['’]s)?|[^\W_]+(?:[-’'/.&‐‑][^\W_]+)*|[^\w\s]|_")
# The hour before an entry of a live page: "14:05 Police say", "9.40pm - The mayor says".
_HOUR = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b\.?)?(?: (?:GMT|UTC|local time))?\s*[-–—:|]?\s+(?=[A-Z\"“‘«])")
_QUOTE_MARKS = frozenset("\"“”‘’'„«»")


# The words that can be finite verbs without ending in -ed.
_FINITE = AUXILIARIES | IRREGULAR | {form for form, verb in VERBS.items() if verb.form in ("past", "s")}
_AFTER_PARTICIPLES = frozenset("by at in on with near from for to under inside".split())
_BEFORE_PARTICIPLES = frozenset("the a an and more most of his her its their".split())


class Word(Struct, frozen=True, gc=False):
    """A word or mark at [start, end) of the document's text."""

    start: int
    end: int
    text: str
    low: str
    quote: int  # index of the outer quotation that it lies in, or -1

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def possessive(self) -> bool:
        return self.low.endswith(("'s", "’s", "s'", "s’"))

    @property
    def is_mark(self) -> bool:
        """Whether it is a quotation mark."""
        return self.text in _QUOTE_MARKS


class Line:
    """One sentence's words, and the outer quotations that touch it."""

    def __init__(self, page: Page, sentence: Sentence, outer: tuple[Quote, ...]):
        self.text = page.text
        self.sentence = sentence
        self.start, self.end = sentence.span.start, sentence.span.end
        self.quotes = outer
        self.words = self._words()
        self.lows = [word.low for word in self.words]
        self.vocabulary = frozenset(self.lows)
        self.titled = self._titled()

    def has(self, wanted: Collection[str]) -> bool:
        """Whether any of these words in small letters stands in the sentence: the cheap question to ask first."""
        return not self.vocabulary.isdisjoint(wanted)

    def _titled(self) -> bool:
        """Whether it is set in capitals, or as titles are: "Officials Say Toll Will Rise"."""
        headline = self.sentence.part == "headline"
        if not headline and not self.text[self.start : self.end].isupper():
            return False
        long = [w for w in self.words if len(w.text) > 3 and w.is_word]
        shouted = len(long) > 5 and all(w.text.isupper() or not w.text.isalpha() for w in long)
        return shouted or (headline and len(long) > 2 and sum(w.capital for w in long) >= 0.8 * len(long))

    def _words(self) -> list[Word]:
        words: list[Word] = []
        at, skip, source, quotes = 0, -1, self.text, self.quotes
        count = len(quotes)
        hour = _HOUR.match(source, self.start, self.end) if source[self.start].isdigit() else None
        for found in _TOKEN.finditer(source, hour.end() if hour else self.start, self.end):
            start, end = found.span()
            if start == skip:
                continue  # the full stop of an abbreviated title, the apostrophe of a plural
            text = found[0]
            low = text.casefold()
            while at < count and quotes[at].outer.end <= start:
                at += 1
            inside = at < count and quotes[at].outer.start <= start
            following = source[end : end + 1]
            if following == "." and (low in ABBREVIATED or (text == "No" and source[end + 2 : end + 3].isdigit())):
                skip = end
            elif (following == "’" or following == "'") and low[-1] == "s" and self._plural_owner(end, at):
                skip = end
                end, text, low = end + 1, text + following, low + following
            words.append(Word(start, end, text, low, at if inside else -1))
        return words

    def _plural_owner(self, end: int, at: int) -> bool:
        """Whether an apostrophe here is that of "the porters' union" and ends no quotation."""
        if not self.text[end + 1 : end + 3].strip().isalpha():
            return False
        return self.text[end + 1] == " " and not (at < len(self.quotes) and self.quotes[at].outer.end == end + 1)

    def span(self, first: int, stop: int) -> Span:
        """The text from word `first` up to, but without, word `stop`."""
        return Span(self.words[first].start, self.words[stop - 1].end)

    def low(self, at: int) -> str:
        """The word at an index in small letters; "" outside the sentence."""
        return self.lows[at] if 0 <= at < len(self.lows) else ""

    def of(self, first: int, stop: int) -> str:
        """The text of a range of words, on one line."""
        return " ".join(self.text[self.words[first].start : self.words[stop - 1].end].split())

    def finite(self, at: int) -> bool:
        """Whether a word looks like a finite verb; an -ed form before a preposition may be a participle."""
        low = self.lows[at]
        if low not in _FINITE and not low.endswith("ed"):
            return False
        word = self.words[at]
        if (word.capital and not self.titled) or not word.is_word:
            return False
        if low in ADJECTIVES:
            return False
        if low in PARTICIPLES and self._participle(at):
            return False
        if low in AUXILIARIES or low in IRREGULAR:
            return True
        if low in VERBS and VERBS[low].form in ("past", "s"):
            return not self._participle(at)
        return low.endswith("ed") and len(low) > 4 and not self._participle(at)

    def _participle(self, at: int) -> bool:
        return self.low(at + 1) in _AFTER_PARTICIPLES or self.low(at - 1) in _BEFORE_PARTICIPLES

    def any_finite(self, first: int, stop: int) -> bool:
        return any(self.finite(at) for at in range(first, stop))

    def breaks(self, at: int) -> bool:
        """Whether no name runs over this word: a clause word, a mark, or quoted words."""
        word = self.words[at]
        return word.quote >= 0 or not word.is_word or word.low in BREAKS


def outer_quotes(page: Page) -> tuple[Quote, ...]:
    """The quotations that lie in no other one, in order."""
    found: list[Quote] = []
    reach = -1
    for quote in page.quotes:
        if quote.outer.start >= reach:
            found.append(quote)
            reach = quote.outer.end
    return tuple(found)


def quotes_touching(quotes: tuple[Quote, ...], starts: list[int], ends: list[int], span: Span) -> tuple[Quote, ...]:
    """Those of the sorted outer quotations that share text with a span."""
    return quotes[bisect_right(ends, span.start) : bisect_left(starts, span.end)]
