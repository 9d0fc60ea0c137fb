"""Words that may be spellings of one another, found without comparing all of them.

A spelling may change vowels and exchange letters of like sound at little cost; a letter of one group against none, or
against one of another group, has a price (`spelling.LEAST_COSTS`). So the numbers of letters of each group tell how far
two words lie apart at least. There are few such numbers, and only words that they leave near are compared by letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from stemma.names.spelling import LEAST_COSTS, alike, fold

AT_ONCE = 4_000_000  # comparisons of counts made at a time: some 30 MB
_GROUPS = tuple(LEAST_COSTS)
_COSTS = np.array([round(10 * cost) for cost in LEAST_COSTS.values()], np.int16)


def close_words(words: Mapping[str, Set[Hashable]], least: float) -> Iterator[tuple[str, str]]:
    """Every two different words that are at least so alike (`spelling.alike`), the first of the alphabet first.

    words: each with its keys; two without a key in common are not compared.
    """
    by_counts: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for word in sorted(words):
        by_counts[counts_of(fold(word))].append(word)
    groups = sorted(by_counts)
    members = [by_counts[counts] for counts in groups]
    for i, j in _near(groups, least):
        for at, word in enumerate(members[i]):
            apart = words[word].isdisjoint
            for other in members[i][at + 1 :] if i == j else members[j]:
                if not apart(words[other]) and alike(word, other, least) >= least:
                    yield (word, other) if word < other else (other, word)


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
