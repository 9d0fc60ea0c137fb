"""What kind of copy two texts show: verbatim, reprint, rewrite, translation, summary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from stemma.copies.features import STOP, WORD, skeleton
from stemma.copies.pairing import VERBATIM, Pair, order_kept
from stemma.copies.telling import Telling

MOSTLY_EXACT = 0.45  # share of the aligned sentences, by weight, that are word for word: a reprint
IN_RUNS = 0.6  # or share of one text's words that stand in runs of the other
# A summary is at most so long as this part of the other text, and so much of it has a counterpart there.
SUMMARY_LENGTH, SUMMARY_SHARE = 0.7, 0.6

# Signs of a translation there and back, each worth 1 unless said otherwise; rewrites and paraphrases by machine reach 4
# in the texts that this was set on, translations back 7 and more.
TRANSLATION = 6.0
FOREIGN = 2.0  # of these at least from wording or, counted twice, from names: quotations are reworded by others too
MORE_OF_THE = 0.03  # "the mayor of the city" for "the city's mayor": rise of the share of "of" and "the"; twice this: 3
ALL_TOLD = 0.8  # a translation leaves nothing out: share of both texts that has a counterpart
IN_ORDER = 0.9
MADE_OF = 0.6  # at least this part of a translation has a counterpart
CUT = 0.8  # fewer words than this part of the original's speak against a translation: 1 less
NOT_SHORTER = 0.95  # words of the translation for each of the original; its wording is rather longer
LONGER = 1.05
FUNCTION_WORDS = 0.27  # part of the function words of aligned sentences that differs; who swaps synonyms keeps them
RESPELT = 0.15  # share of the names in aligned sentences that are spelt otherwise, two at least
REWORDED = 0.75  # of the words of a quotation stand in the other text in runs of three: it was kept
QUOTATION = 5  # words
# Wordings that English reporters hardly use and translations from many languages are full of, for each 100 words.
FOREIGN_WORDINGS = 0.6
_FOREIGN = re.compile(
    r"\b(?:the (?:mon|tues|wednes|thurs|fri|satur|sun)day(?= (?!of\b)[a-z])|"
    r"in the (?:mon|tues|wednes|thurs|fri|satur|sun)day|persons|between them (?=\w)|in the quality of|"
    r"finds? (?:himself|herself|itself|themselves) |the \d\d? of? ?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)|said to have|"
    r"(?:has|have) (?:said|declared|communicated|affirmed|denied|informed)|communicated that|"
    r"of the \w+ of (?:the )?\w+|in order that|equally|by the part of|to the effect that)\b", re.IGNORECASE)
_TITLED = re.compile(
    r"\b[Tt]he (?:mayor|colonel|general|captain|president|doctor|minister|major|lieutenant|commander|governor|bishop|"
    r"sheikh|professor|director|spokesman|representative|sister|judge|agent) [A-Z]\w+")
_CAPITAL = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][\w’'-]{2,}")
_OF_THE = frozenset(("of", "the"))


class Signs(Struct, frozen=True):
    """How much speaks for b being a translation of a."""

    score: float
    wording: float  # the part of the score that unnatural wording makes up


def how_copied(a: Telling, b: Telling, pairs: Sequence[Pair], shares: tuple[float, float]) -> tuple[str, int]:
    """(kind, which text is the translation: 1 for b, -1 for a, 0 for neither or unknown)."""
    total = sum(pair.a.weight for pair in pairs) or 1.0
    exact = sum(pair.a.weight for pair in pairs if pair.score >= VERBATIM) / total
    if exact > 0.9 and min(shares) > 0.85:
        return "verbatim", 0
    called = b.called_translation - a.called_translation
    if exact >= MOSTLY_EXACT or max(a.copied_from(b), b.copied_from(a)) >= IN_RUNS:
        return "reprint", 0
    if called:
        return "translation", called
    into_b, into_a = translated(a, b, pairs, shares), translated(b, a, [_turned(pair) for pair in pairs], shares[::-1])
    best = max(into_b.score, into_a.score)
    if best >= TRANSLATION:
        side = 1 if into_b.score > into_a.score else -1 if into_a.score > into_b.score else 0
        return "translation", side if max(into_b.wording, into_a.wording) >= FOREIGN else 0
    if _sums_up(a, b, shares):
        return "summary", 0
    return "rewrite", 0


def translated(a: Telling, b: Telling, pairs: Sequence[Pair], shares: tuple[float, float]) -> Signs:
    """Signs that b is a translation of a (or of a translation of it)."""
    if shares[1] < MADE_OF:
        return Signs(0.0, 0.0)
    long, old = len(b.words) / max(1, len(a.words)), _rate(a)
    rise = _rate(b) - old
    wording = 3.0 if rise >= 2 * MORE_OF_THE else 2.0 if rise >= MORE_OF_THE else 0.0
    wording += min(2.0, max(0.0, _foreign(b) - _foreign(a)) / FOREIGN_WORDINGS)
    kept = -1.0 if long < CUT else 0.0
    if min(shares) >= ALL_TOLD and order_kept(sorted(pairs, key=lambda pair: pair.a.span)) >= IN_ORDER:
        kept += 1 + (long >= NOT_SHORTER) + (long >= LONGER)
    words = [(_words(pair.a.span.of(a.page.text)), _words(pair.b.span.of(b.page.text))) for pair in pairs]
    kept += sum(_apart(x, y) for x, y in words) / max(1, len(words)) >= FUNCTION_WORDS
    respelt = _respelt(a, b, pairs)
    score = wording + kept + respelt + _requoted(a, b)
    return Signs(score if wording + 2 * respelt >= FOREIGN else 0.0, wording)


def _sums_up(a: Telling, b: Telling, shares: tuple[float, float]) -> bool:
    """Whether the shorter text is much shorter and follows the longer one."""
    short, long = sorted((len(a.words), len(b.words)))
    share = shares[0] if len(a.words) < len(b.words) else shares[1]
    return short <= SUMMARY_LENGTH * long and share >= SUMMARY_SHARE


def _turned(pair: Pair) -> Pair:
    return Pair(pair.b, pair.a, pair.score)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _rate(side: Telling) -> float:
    """Share of "of" and "the" among the words."""
    return sum(word in _OF_THE for word in side.words) / max(1, len(side.words))


def _foreign(side: Telling) -> float:
    """Unusual wordings for each 100 words."""
    text = side.page.text
    found = sum(len(_FOREIGN.findall(s.span.of(text))) + len(_TITLED.findall(s.span.of(text)))
                for s in side.page.sentences)
    return 100 * found / max(1, len(side.words))


def _apart(a: Sequence[str], b: Sequence[str]) -> float:
    """Part of the function words of two sentences that only one has, 0..1."""
    left, right = (Counter(word for word in words if word in STOP) for words in (a, b))
    return 1 - 2 * (left & right).total() / max(1, left.total() + right.total())


def _respelt(a: Telling, b: Telling, pairs: Sequence[Pair]) -> float:
    """1 where names are spelt otherwise, as happens on the way through another language or script."""
    names = other = 0
    for pair in pairs:
        left, right = ({skeleton(name): name.casefold() for name in _CAPITAL.findall(line.span.of(side.page.text))}
                       for line, side in ((pair.a, a), (pair.b, b)))
        common = left.keys() & right.keys()
        names += len(common)
        other += sum(left[key].rstrip("'’s") != right[key].rstrip("'’s") for key in common if len(key) > 1)
    return 1.0 if other >= 2 and other >= RESPELT * names else 0.0


def _requoted(a: Telling, b: Telling) -> float:
    """1, of several quotations 2, where none came through word for word: a translator cannot keep them."""
    quotes = [[words for quote in side.page.quotes if len(words := _words(quote.span.of(side.page.text))) >= QUOTATION]
              for side in (a, b)]
    kept = [_kept(words, other) for own, other in zip(quotes, (b, a), strict=True) for words in own]
    if not kept or max(kept) >= REWORDED:
        return 0.0
    return 2.0 if max(map(len, quotes)) > 1 else 1.0


def _kept(words: Sequence[str], other: Telling) -> float:
    threes = {run[:3] for run in other.runs}
    known = [tuple(words[at : at + 3]) in threes for at in range(len(words) - 2)]
    return sum(known) / len(known)
