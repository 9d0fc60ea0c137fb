"""Seeds of shared passages: pairs of sentences, one of each text, that are alike by their weighted stems."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from stemma.copies.features import KNOWN_WORDS, STOP, WORD, folded_word, stem
from stemma.values import Span

# PAN 2014 has 0.33 for both; a little lower finds more back-translated sentences, and alignment.WHOLE sorts them out.
ALIKE_COSINE = 0.30
ALIKE_DICE = 0.28
FEWEST_WORDS = 3  # a sentence with fewer stems is read with the next
COMMON = 60  # a stem in more sentences of one text finds no candidates

Weights = dict[str, float]
Seed = tuple[int, int, float]  # number of the unit in a, in b, cosine


class Unit(Struct, frozen=True):
    """One sentence, or several very short ones, and how often each stem stands in it."""

    span: Span
    stems: Counter[str]


class Pile:
    """The sentences of two texts, and how rare each stem is among them.

    Weights are worked out when first asked for: most sentences of two texts are like none of the other.
    """

    def __init__(self, a: Sequence[Unit], b: Sequence[Unit]) -> None:
        self.sides = (a, b)
        self.rarity = _Rarity(a, b)
        self._weights: tuple[dict[int, Weights], ...] = ({}, {})
        self._summed: tuple[dict[tuple[int, int], Weights], ...] = ({}, {})
        self._likeness: dict[tuple[int, int, int, int], float] = {}

    def weights(self, side: int, number: int) -> Weights:
        """The weight of each stem of a sentence; the weights' squares sum to 1."""
        known = self._weights[side]
        if number not in known:
            rarity = self.rarity
            bag = self.sides[side][number].stems
            known[number] = _of_length_one({stem: count * rarity[stem] for stem, count in bag.items()})
        return known[number]

    def likeness(self, a: range, b: range) -> float:
        """Cosine of two stretches of sentences as bags of weighted stems."""
        ends = a.start, a.stop, b.start, b.stop
        if ends not in self._likeness:
            self._likeness[ends] = cosine(self._of_stretch(0, a), self._of_stretch(1, b))
        return self._likeness[ends]

    def _of_stretch(self, side: int, numbers: range) -> Weights:
        """The weights of several sentences taken as one, of length 1."""
        known = self._summed[side]
        ends = numbers.start, numbers.stop
        if ends not in known:
            total = dict(self.weights(side, numbers.start))
            for number in numbers[1:]:
                for key, weight in self.weights(side, number).items():
                    total[key] = total.get(key, 0.0) + weight
            known[ends] = _of_length_one(total)
        return known[ends]


class _Rarity(dict[str, float]):
    """How rare each stem is among the sentences of two texts, worked out when first asked for."""

    def __init__(self, a: Sequence[Unit], b: Sequence[Unit]) -> None:
        self._held = Counter([stem for units in (a, b) for unit in units for stem in unit.stems])
        self._total = len(a) + len(b)

    def __missing__(self, stem: str) -> float:
        rarity = self[stem] = math.log(1 + self._total / self._held[stem])
        return rarity


def seeds_of(pile: Pile) -> list[Seed]:
    """Pairs of alike sentences, found by the stems that they share; in order."""
    a, b = pile.sides
    index = _holders(b, _stems(a) & _stems(b))
    often = {stem for stem, holders in index.items() if len(holders) > COMMON}
    known = index.keys() - often
    seeds = []
    for i, unit in enumerate(a):
        near = Counter([j for stem in unit.stems.keys() & known for j in index[stem]])
        for j in sorted(near):
            other = b[j].stems
            most = 2 * (near[j] + len(often)) / (len(unit.stems) + len(other))  # that dice can be
            if most >= ALIKE_DICE and dice(unit.stems, other) >= ALIKE_DICE \
                    and (score := _alike(pile.weights(0, i), pile.weights(1, j), often)) >= ALIKE_COSINE:
                seeds.append((i, j, score))
    return seeds


def _holders(units: Sequence[Unit], stems: set[str]) -> dict[str, list[int]]:
    """The numbers of the units that hold each of some stems."""
    index: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        for key in unit.stems.keys() & stems:
            index[key].append(number)
    return index


def _stems(units: Sequence[Unit]) -> set[str]:
    return set().union(*(unit.stems for unit in units))


def _alike(a: Weights, b: Weights, often: set[str]) -> float:
    """The cosine of two sentences, 0 where it is mostly of stems that stand too often to find anything."""
    score = cosine(a, b)
    if often and sum(weight * b[stem] for stem, weight in a.items() if stem in b and stem not in often) \
            < ALIKE_COSINE / 2:
        return 0.0
    return score


def cosine(a: Weights, b: Weights) -> float:
    """Cosine of two weight vectors of length 1."""
    if len(b) < len(a):
        a, b = b, a
    return sum([weight * b[stem] for stem, weight in a.items() if stem in b])


def dice(a: Counter[str], b: Counter[str]) -> float:
    """Share of their different stems that two sentences have in common, 0..1."""
    return 2 * len(a.keys() & b.keys()) / ((len(a) + len(b)) or 1)


def _of_length_one(weights: Weights) -> Weights:
    length = math.sqrt(sum([weight * weight for weight in weights.values()])) or 1.0
    return {stem: weight / length for stem, weight in weights.items()}


def stems_of(text: str) -> list[str]:
    """Stems of the words that carry content, in order."""
    return [found for token in WORD.findall(text) if (found := _content_stem(token)) is not None]


@lru_cache(maxsize=KNOWN_WORDS)
def _content_stem(token: str) -> str | None:
    """The stem of a word, None where it carries no content."""
    word = folded_word(token)
    return stem(word) if word not in STOP and (len(word) > 1 or word.isdigit()) else None


def units_of(text: str, sentences: Sequence[Span]) -> tuple[Unit, ...]:
    """The sentences of a text as stems; those with few go with the next, the last with the one before."""
    units: list[Unit] = []
    waiting: list[str] = []
    start: int | None = None
    for span in sentences:
        waiting += stems_of(span.of(text))
        start = span.start if start is None else start
        if len(waiting) >= FEWEST_WORDS:
            units.append(Unit(Span(start, span.end), Counter(waiting)))
            waiting, start = [], None
    if waiting and units:
        last = units.pop()
        units.append(Unit(Span(last.span.start, sentences[-1].end), last.stems + Counter(waiting)))
    return tuple(units)
