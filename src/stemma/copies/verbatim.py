"""Stretches that two texts have word for word, small changes let be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from stemma.copies.features import WORD
from stemma.values import Span

SEED = 8  # words in a row that are equal
OFTEN = 4  # places in b where the same words may stand; more is a refrain, only the first ones are tried
SLIP = 3  # words that may be changed, left out or put in between two equal stretches
FEWEST = 25  # words of a run


class Run(Struct, frozen=True, order=True):
    """A stretch of each text, from a first equal word to a last."""

    a: Span
    b: Span


_Tokens = list[tuple[str, int, int]]
_Block = tuple[int, int, int]  # first word in a, first word in b, number of words


def runs_of(text_a: str, text_b: str) -> list[Run]:
    """The verbatim runs in the order of the first text; in it they do not overlap."""
    a, b = _tokens(text_a), _tokens(text_b)
    runs = []
    for chain in _chains(_blocks(a, b)):
        (first_a, first_b, _), (last_a, last_b, size) = chain[0], chain[-1]
        if sum(block[2] for block in chain) >= FEWEST:
            runs.append(Run(Span(a[first_a][1], a[last_a + size - 1][2]), Span(b[first_b][1], b[last_b + size - 1][2])))
    return runs


def _tokens(text: str) -> _Tokens:
    return [(match.group().casefold(), match.start(), match.end()) for match in WORD.finditer(text)]


def _blocks(a: _Tokens, b: _Tokens) -> list[_Block]:
    """Equal stretches, from the left, each as long as can be; in a they do not overlap."""
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    words_a, words_b = [token[0] for token in a], [token[0] for token in b]
    for j in range(len(b) - SEED + 1):
        places = index[tuple(words_b[j : j + SEED])]
        if len(places) < OFTEN:
            places.append(j)
    blocks: list[_Block] = []
    i = 0
    while i <= len(a) - SEED:
        places = index.get(tuple(words_a[i : i + SEED]), ())
        best = max(((_equal(words_a, i, words_b, j), -j) for j in places), default=(0, 0))
        if best[0]:
            blocks.append((i, -best[1], best[0]))
        i += best[0] or 1
    return blocks


def _equal(a: Sequence[str], i: int, b: Sequence[str], j: int) -> int:
    """How many words from i and j on are equal."""
    size = 0
    while i + size < len(a) and j + size < len(b) and a[i + size] == b[j + size]:
        size += 1
    return size


def _chains(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """Blocks that follow one another in both texts with hardly anything between."""
    chains: list[list[_Block]] = []
    for block in blocks:
        if chains:
            before_a, before_b, size = chains[-1][-1]
            if block[0] - before_a - size <= SLIP and 0 <= block[1] - before_b - size <= SLIP:
                chains[-1].append(block)
                continue
        chains.append([block])
    return chains
