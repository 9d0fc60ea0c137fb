"""Sentences of two texts that say the same in like words, and how strongly they speak for a common text.

Only the two texts count: what else lies in the case changes no pair.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct

from stemma.copies.features import NUMBER_WEIGHT, Line, likeness
from stemma.values import Span

ALIKE = 0.34  # two sentences say the same in like words
VERBATIM = 0.93  # likeness of sentences that are equal but for a word or a spelling
COMMON = 60  # a key in more sentences of one text finds no partners; equal sentences are found before
QUOTED = 0.6  # share of a sentence in quotation marks from which it is another's words, not the reporter's
# A second sentence is told by one that has a partner already ("merged" and "split" sentences) where it accounts for so
# much (weights of features) of what the partner leaves open: a number and a word, or three words.
UNTOLD = 3.0


class Pair(Struct, frozen=True):
    """Two aligned sentences; score is features.likeness."""

    a: Line
    b: Line
    score: float

    @property
    def spans(self) -> tuple[Span, Span]:
        return self.a.span, self.b.span


def pairs_of(a: Sequence[Line], b: Sequence[Line]) -> list[Pair]:
    """One-to-one pairs of alike sentences, the best first, in the order of a; order in the texts does not matter."""
    pairs = _equal(a, b)
    used_a = {pair.a.number for pair in pairs}
    used_b = {pair.b.number for pair in pairs}
    rest_a = [line for line in a if line.number not in used_a]
    rest_b = [line for line in b if line.number not in used_b]
    scored = sorted(_scored(rest_a, rest_b), key=_best_first)
    for score, i, j in scored:
        if rest_a[i].number not in used_a and rest_b[j].number not in used_b:
            used_a.add(rest_a[i].number)
            used_b.add(rest_b[j].number)
            pairs.append(Pair(rest_a[i], rest_b[j], score))
    return sorted(pairs, key=lambda pair: pair.a.span)


def merged(a: Sequence[Line], b: Sequence[Line], pairs: Sequence[Pair]) -> list[Pair]:
    """Further pairs: sentences without a partner that were drawn into, or split from, one that has a partner."""
    paired_a, paired_b = {pair.a.number for pair in pairs}, {pair.b.number for pair in pairs}
    left_a = [line for line in a if line.number not in paired_a]
    left_b = [line for line in b if line.number not in paired_b]
    found = []
    told = [(pair.b, pair.a) for pair in pairs]
    for line, other in _drawn_into(left_a, told):
        found.append(Pair(line, other, likeness(line, other)))
    for line, other in _drawn_into(left_b, [(other, line) for line, other in told]):
        found.append(Pair(other, line, likeness(line, other)))
    return found


def longest_rise(numbers: Sequence[int], level: bool = False) -> int:
    """Length of the longest rising subsequence: how many sentences stand in the order of the other text. With level
    equal numbers rise too."""
    tails: list[int] = []
    for number in numbers:
        at = bisect_right(tails, number) if level else bisect_left(tails, number)
        tails[at : at + 1] = [number]
    return len(tails)


def order_kept(pairs: Sequence[Pair]) -> float:
    """Share of the pairs, given in the order of a, that stand in the same order in b; 0..1."""
    return longest_rise([pair.b.number for pair in pairs]) / len(pairs) if pairs else 0.0


def facts_kept(pairs: Sequence[Pair]) -> float:
    """Share of the numbers and names of aligned sentences that both have; 1.0 where there are too few to judge."""
    least = sum(min(pair.a.strong, pair.b.strong) for pair in pairs)
    both = sum(key[0] in "#@" for pair in pairs for key in pair.a.keys & pair.b.keys)
    return both / least if least >= 6 else 1.0


def own_words(pairs: Sequence[Pair]) -> list[Pair]:
    """Pairs that are not quotations on both sides: who quotes the same speaker need not have copied."""
    return [pair for pair in pairs if min(pair.a.quoted, pair.b.quoted) < QUOTED]


def _equal(a: Sequence[Line], b: Sequence[Line]) -> list[Pair]:
    """Sentences whose features are equal, the first with the first, the second with the second."""
    index: dict[frozenset[str], list[Line]] = defaultdict(list)
    for line in reversed(b):
        index[line.keys].append(line)
    pairs = []
    for line in a:
        same = index.get(line.keys)
        if same:
            pairs.append(Pair(line, same.pop(), 1.0))
    return pairs


def _scored(a: Sequence[Line], b: Sequence[Line]) -> list[tuple[float, int, int]]:
    """(likeness, number in a, number in b) of sentences that are alike, of those that have two keys in common."""
    both = _keys(a) & _keys(b)
    index: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(b):
        for key in line.keys & both:
            index[key].append(number)
    often = {key for key in both if len(index[key]) > COMMON}
    both -= often
    scored = []
    for i, line in enumerate(a):
        near = Counter([j for key in line.keys & both for j in index[key]])
        for j, common in near.items():
            other = b[j]
            most = NUMBER_WEIGHT * (common + len(often))  # that the two can share
            if common >= 2 and most / min(line.weight, other.weight) >= ALIKE \
                    and (score := likeness(line, other)) >= ALIKE:
                scored.append((score, i, j))
    return scored


def _keys(lines: Sequence[Line]) -> set[str]:
    return set().union(*(line.keys for line in lines))


def _best_first(row: tuple[float, int, int]) -> tuple[float, int, int, int]:
    score, i, j = row
    return -score, abs(i - j), i, j


def _drawn_into(left: Sequence[Line], told: Sequence[tuple[Line, Line]]) -> list[tuple[Line, Line]]:
    """(sentence without a partner, sentence that tells it beside its own partner), by what the partner leaves open.

    told: (sentence, its partner).
    """
    if not left:
        return []
    index: dict[str, list[int]] = defaultdict(list)
    for number, (line, partner) in enumerate(told):
        for key in line.keys - partner.keys:
            index[key].append(number)
    found = []
    for line in left:
        gain: dict[int, float] = defaultdict(float)
        for key, weight in line.features.items():
            for number in index.get(key, ())[:COMMON]:
                gain[number] += weight
        best = max(gain, key=lambda number: (gain[number], -number), default=None)
        if best is not None and gain[best] >= UNTOLD and likeness(line, told[best][0]) >= ALIKE:
            found.append((line, told[best][0]))
    return found
