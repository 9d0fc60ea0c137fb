"""Words that may be spellings of one another, found without comparing all of them.

A spelling may change vowels and exchange letters of like sound at little cost; a letter of one group against none, or
against one of another group, has a price (`spelling.LEAST_COSTS`). So the numbers of letters of each group tell how far
two words lie apart at least. There are few such numbers, and only words that they leave near are compared by letter,
very many of them at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from stemma.names.spelling import LEAST_COSTS, SOUNDS, TURN, alike, fold, price_of_drop, price_of_swap

AT_ONCE = 4_000_000  # comparisons of counts made at a time: some 30 MB
PAIRS = 100_000  # words compared by letter at a time: some 30 MB
HAIR = 1e-6  # what sums of prices may differ by rounding, and more
_GROUPS = tuple(LEAST_COSTS)
_COSTS = np.array([round(10 * cost) for cost in LEAST_COSTS.values()], np.int16)
_DROPS, _SWAPS = np.zeros(128), np.zeros((128, 128))  # by the letters' codes
for _a in SOUNDS:
    _DROPS[ord(_a)] = price_of_drop(_a)
    for _b in SOUNDS:
        _SWAPS[ord(_a), ord(_b)] = price_of_swap(_a, _b)


def close_words(words: Mapping[str, Set[Hashable]], least: float) -> Iterator[tuple[str, str]]:
    """Every two different words that are at least so alike (`spelling.alike`), the first of the alphabet first.

    words: each with its keys; two without a key in common are not compared.
    """
    pairs = _with_like_letters(words, least)
    while some := list(islice(pairs, PAIRS)):
        for word, other in _left_near(some, least):
            if alike(word, other, least) >= least:
                yield (word, other) if word < other else (other, word)


def _with_like_letters(words: Mapping[str, Set[Hashable]], least: float) -> Iterator[tuple[str, str]]:
    """Pairs of words that have a key in common and whose letters, in any order, may be so alike."""
    by_counts: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for word in sorted(words):
        by_counts[counts_of(fold(word))].append(word)
    groups = sorted(by_counts)
    members = [by_counts[counts] for counts in groups]
    for i, j in _near(groups, least):
        for at, word in enumerate(members[i]):
            apart = words[word].isdisjoint
            for other in members[i][at + 1 :] if i == j else members[j]:
                if not apart(words[other]):
                    yield word, other


def _left_near(pairs: Iterable[tuple[str, str]], least: float) -> Iterator[tuple[str, str]]:
    """Those pairs of words that the weighted edits leave so alike, or nearly so; other letters than ASCII are left to
    `alike`."""
    by_lengths: dict[tuple[int, int], list[tuple[str, str, tuple[str, str]]]] = defaultdict(list)
    for pair in pairs:
        x, y = fold(pair[0]), fold(pair[1])
        if x and y and pair[0].isascii() and pair[1].isascii():
            by_lengths[len(x), len(y)].append((x, y, pair))
        else:
            yield pair
    for (m, n), own in by_lengths.items():
        a, b = (np.frombuffer("".join(one[side] for one in own).encode(), np.uint8).reshape(-1, length)
                for side, length in ((0, m), (1, n)))
        near = distances(a, b) <= (1 - least) * max(m, n) + HAIR
        yield from (own[at][2] for at in np.flatnonzero(near).tolist())


def distances(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.float64]:
    """`spelling.distance` of many pairs of folded words, one to a row, as the codes of their letters.

    The words of either side are of one length.
    """
    drops = [_DROPS[b[:, j]] for j in range(b.shape[1])]
    before: list[NDArray[np.float64]] = []
    row = [np.zeros(len(a))]
    for drop in drops:
        row.append(row[-1] + drop)
    for i in range(a.shape[1]):
        x, dropped = a[:, i], _DROPS[a[:, i]]
        older, before, row = before, row, [row[0] + dropped]
        for j, drop in enumerate(drops):
            y = b[:, j]
            cost = np.minimum(row[j] + drop, before[j] + _SWAPS[x, y])
            np.minimum(cost, before[j + 1] + dropped, out=cost)
            if i and j:
                turned = (x == b[:, j - 1]) & (y == a[:, i - 1])
                np.minimum(cost, older[j - 1] + TURN, out=cost, where=turned)
            row.append(cost)
    return row[-1]


def counts_of(folded: str) -> tuple[int, ...]:
    """How many letters of each group a folded word has, and all letters."""
    return *(sum(letter in group for letter in folded) for group in _GROUPS), len(folded)


def _near(groups: Sequence[tuple[int, ...]], least: float) -> Iterator[tuple[int, int]]:
    """Every two counts, by number, whose words may be so alike; the same one too."""
    if not groups:
        return
    table = np.array(groups, np.int16)
    counts, lengths = table[:, :-1], table[:, -1]
    step = max(1, AT_ONCE // len(groups))
    for start in range(0, len(groups), step):
        rows = slice(start, start + step)
        longest = np.maximum(lengths[rows, None], lengths[None, :])
        near = _least_distance(counts[rows], counts) <= 10 * (1 - least) * longest + 0.01
        near |= np.minimum(lengths[rows, None], lengths[None, :]) == 0  # no Latin letters: `alike` looks at the words
        for i, j in np.argwhere(near).tolist():
            if start + i <= j:
                yield start + i, j


def _least_distance(some: NDArray[np.int16], others: NDArray[np.int16]) -> NDArray[np.int16]:
    """Ten times the least that words of these counts can differ: what one has too much of costs that, either way."""
    more = np.zeros((len(some), len(others)), np.int16)
    less = np.zeros_like(more)
    for group, cost in enumerate(_COSTS):
        apart = some[:, group, None] - others[None, :, group]
        more += cost * np.maximum(apart, 0)
        less += cost * np.maximum(-apart, 0)
    return np.maximum(more, less)
