"""Words that may be spellings of one another, found without comparing all of them.

A spelling may change vowels and exchange letters of like sound at little cost; a letter of one group against none, or
against one of another group, has a price (`spelling.LEAST_COSTS`). So the numbers of letters of each group tell how far
two words lie apart at least. There are few such numbers, and only words that they leave near are compared by letter,
very many of them at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence, Set

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from stemma.names.spelling import LEAST_COSTS, SOUNDS, TURN, alike, fold, price_of_drop, price_of_swap

AT_ONCE = 4_000_000  # comparisons of counts made at a time: some 30 MB
PAIRS = 200_000  # pairs of words held against each other at a time: some 50 MB
MARKS = 256  # bits that tell which words can have a key in common
NOWHERE = -1  # the number of no place
HAIR = 1e-6  # what sums of prices may differ by rounding, and more
_GROUPS = tuple(LEAST_COSTS)
_COSTS = np.array([round(10 * cost) for cost in LEAST_COSTS.values()], np.int16)
# In hundredths, which whole numbers of two bytes hold exactly; by code of letter, swaps by 128 times one and the other.
_DROPS, _SWAPS = np.zeros(128, np.int16), np.zeros(128 * 128, np.int16)
_TURN = np.int16(round(100 * TURN))
_Numbers = tuple[NDArray[np.int64], NDArray[np.int64]]  # of words, one against the other
for _a in SOUNDS:
    _DROPS[ord(_a)] = round(100 * price_of_drop(_a))
    for _b in SOUNDS:
        _SWAPS[128 * ord(_a) + ord(_b)] = round(100 * price_of_swap(_a, _b))


class Homes(Struct, frozen=True):
    """Where words stand that stand in one place alone, and how alike two words of one place are at least."""

    of: Mapping[str, Hashable]
    least: float


def close_words(words: Mapping[str, Set[Hashable]], least: float, homes: Homes | None = None
                ) -> Iterator[tuple[str, str]]:
    """Every two different words that are at least so alike (`spelling.alike`), the first of the alphabet first.

    words: each with its keys; two without a key in common are not compared. homes: of words of one place only those
    are wanted that are more alike.
    """
    homes = homes or Homes({}, least)
    by_counts: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for word in sorted(words):
        by_counts[counts_of(fold(word))].append(word)
    groups = sorted(by_counts)
    ordered = [word for counts in groups for word in by_counts[counts]]
    sizes = np.array([len(by_counts[counts]) for counts in groups], np.int64)
    keys = [words[word] for word in ordered]
    marks, spelt = _marks_of(keys), _Spelt(ordered)
    numbers = {home: number for number, home in enumerate(dict.fromkeys(homes.of.values()))}
    places = np.array([numbers[homes.of[word]] if word in homes.of else NOWHERE for word in ordered], np.int64)
    for near in _near(groups, _in_common(places, sizes), least, homes.least):
        for one, other in _members(near, sizes):
            may_share = (marks[one] & marks[other]).any(axis=1)
            one, other = one[may_share], other[may_share]
            wanted = _wanted(places[one], places[other], least, homes.least)
            for i, j in zip(*spelt.near(one, other, wanted), strict=True):
                x, y = ordered[i], ordered[j]
                enough = homes.least if places[i] == places[j] != NOWHERE else least
                if not keys[i].isdisjoint(keys[j]) and alike(x, y, enough) >= enough:
                    yield (x, y) if x < y else (y, x)


def _in_common(places: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of all words of each group, NOWHERE where they have not one. Words are numbered group by group."""
    if not len(sizes):
        return places
    starts = np.cumsum(sizes) - sizes
    low, high = np.minimum.reduceat(places, starts), np.maximum.reduceat(places, starts)
    return np.where(low == high, low, NOWHERE)


def _wanted(one: NDArray[np.int64], other: NDArray[np.int64], least: float, at_home: float) -> NDArray[np.float64]:
    """How alike two words, or the words of two groups, are at least, by the places where they stand."""
    return np.where((one == other) & (one != NOWHERE), at_home, least)


def _marks_of(keys: Sequence[Set[Hashable]]) -> NDArray[np.uint64]:
    """A row of bits for each word, one set for each of its keys; several keys share a bit."""
    numbers: dict[Hashable, int] = {}
    marks = np.zeros((len(keys), MARKS // 64), np.uint64)
    for row, own in zip(marks, keys, strict=True):
        for key in own:
            bit = numbers.setdefault(key, len(numbers)) % MARKS
            row[bit // 64] |= np.uint64(1 << bit % 64)
    return marks


def _members(near: NDArray[np.int64], sizes: NDArray[np.int64]) -> Iterator[_Numbers]:
    """The numbers of the words of every two of these groups, PAIRS of them and few more at a time.

    near: the numbers of two groups in each row. Words are numbered group by group.
    """
    starts = np.cumsum(sizes) - sizes
    held = sizes[near].prod(axis=1)
    for some in np.split(near, np.flatnonzero(np.diff(np.cumsum(held) // PAIRS)) + 1) if len(near) else ():
        i, j = some.T
        held = sizes[i] * sizes[j]
        at = np.repeat(np.arange(len(some)), held)
        within = np.arange(len(at)) - np.repeat(np.cumsum(held) - held, held)
        one = starts[i][at] + within // sizes[j][at]
        other = starts[j][at] + within % sizes[j][at]
        twice = (i == j)[at] & (one >= other)  # a group against itself
        yield one[~twice], other[~twice]


class _Spelt:
    """Words as the codes of the letters that they fold to."""

    def __init__(self, words: Sequence[str]) -> None:
        folded = [fold(word) if word.isascii() else "" for word in words]  # others are left to `alike`
        self._lengths = np.array([len(word) for word in folded], np.int64)
        width = max(1, int(self._lengths.max(initial=0)))
        self._codes = np.frombuffer("".join(word.ljust(width) for word in folded).encode(), np.uint8).reshape(-1, width)

    def near(self, one: NDArray[np.int64], other: NDArray[np.int64], least: NDArray[np.float64]
             ) -> tuple[list[int], list[int]]:
        """Those pairs of words that the weighted edits leave so alike, or nearly so, or that cannot be told apart.

        least: of each pair.
        """
        m, n = self._lengths[one], self._lengths[other]
        kept = (m == 0) | (n == 0)
        shapes = m * 1000 + n
        order = np.argsort(shapes, kind="stable")
        for own in np.split(order, np.flatnonzero(np.diff(shapes[order])) + 1) if len(order) else ():
            a, b = int(m[own[0]]), int(n[own[0]])
            if a and b:
                apart = distances(self._codes[one[own], :a], self._codes[other[own], :b])
                kept[own] = apart <= (1 - least[own]) * max(a, b) + HAIR
        return one[kept].tolist(), other[kept].tolist()


def distances(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.float64]:
    """`spelling.distance` of many pairs of folded words, one to a row, as the codes of their letters.

    The words of either side are of one length.
    """
    drops = [_DROPS[b[:, j]] for j in range(b.shape[1])]
    before: list[NDArray[np.int16]] = []
    row = [np.zeros(len(a), np.int16)]
    for drop in drops:
        row.append(row[-1] + drop)
    for i in range(a.shape[1]):
        x, dropped = a[:, i], _DROPS[a[:, i]]
        swaps = x.astype(np.uint16) << 7
        older, before, row = before, row, [row[0] + dropped]
        for j, drop in enumerate(drops):
            cost = np.minimum(row[j] + drop, before[j] + _SWAPS.take(swaps + b[:, j]))
            np.minimum(cost, before[j + 1] + dropped, out=cost)
            if i and j:
                turned = (x == b[:, j - 1]) & (b[:, j] == a[:, i - 1])
                np.minimum(cost, older[j - 1] + _TURN, out=cost, where=turned)
            row.append(cost)
    return row[-1] / 100


def counts_of(folded: str) -> tuple[int, ...]:
    """How many letters of each group a folded word has, and all letters."""
    return *(sum(letter in group for letter in folded) for group in _GROUPS), len(folded)


def _near(groups: Sequence[tuple[int, ...]], places: NDArray[np.int64], least: float, at_home: float
          ) -> Iterator[NDArray[np.int64]]:
    """Every two counts, by number, whose words may be so alike, in rows, many at a time; the same one too."""
    if not groups:
        return
    table = np.array(groups, np.int16)
    counts, lengths = table[:, :-1], table[:, -1]
    step = max(1, AT_ONCE // len(groups))
    for start in range(0, len(groups), step):
        rows = slice(start, start + step)
        longest = np.maximum(lengths[rows, None], lengths[None, :])
        wanted = _wanted(places[rows, None], places[None, :], least, at_home)
        near = _least_distance(counts[rows], counts) <= 10 * (1 - wanted) * longest + 0.01
        near |= np.minimum(lengths[rows, None], lengths[None, :]) == 0  # no Latin letters: `alike` looks at the words
        found = np.argwhere(near) + (start, 0)
        yield found[found[:, 0] <= found[:, 1]]


def _least_distance(some: NDArray[np.int16], others: NDArray[np.int16]) -> NDArray[np.int16]:
    """Ten times the least that words of these counts can differ: what one has too much of costs that, either way."""
    more = np.zeros((len(some), len(others)), np.int16)
    less = np.zeros_like(more)
    for group, cost in enumerate(_COSTS):
        apart = some[:, group, None] - others[None, :, group]
        more += cost * np.maximum(apart, 0)
        less += cost * np.maximum(-apart, 0)
    return np.maximum(more, less)
