"""Stretches that two texts have word for word, small changes let be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from stemma.copies.features import WORD
from stemma.values import Span

SEED = 8  # words in a row that are equal
OFTEN = 4  # places in b where the same words may stand; more is a refrain, only the first ones are tried
SLIP = 3  # words that may be changed, left out or put in between two equal stretches
FEWEST = 25  # words of a run
KNOWN_TEXTS = 128  # whose words are kept, some 0.3 MB each: a text is held against several, one after another


class Run(Struct, frozen=True, order=True):
    """A stretch of each text, from a first equal word to a last."""

    a: Span
    b: Span


class _Tokens(Struct, frozen=True):
    """The words of a text, folded, and where each stands."""

    words: list[str]
    spans: list[tuple[int, int]]


_Block = tuple[int, int, int]  # first word in a, first word in b, number of words


def runs_of(text_a: str, text_b: str) -> list[Run]:
    """The verbatim runs in the order of the first text; in it they do not overlap."""
    a, b = _tokens(text_a), _tokens(text_b)
    runs = []
    for chain in _chains(_blocks(a.words, b.words, _places(text_b))):
        (first_a, first_b, _), (last_a, last_b, size) = chain[0], chain[-1]
        if sum(block[2] for block in chain) >= FEWEST:
            runs.append(Run(Span(a.spans[first_a][0], a.spans[last_a + size - 1][1]),
                            Span(b.spans[first_b][0], b.spans[last_b + size - 1][1])))
    return runs


@lru_cache(maxsize=KNOWN_TEXTS)
def _tokens(text: str) -> _Tokens:
    found = list(WORD.finditer(text))
    return _Tokens([match.group().casefold() for match in found], [match.span() for match in found])


@lru_cache(maxsize=KNOWN_TEXTS)
def _places(text: str) -> dict[tuple[str, ...], list[int]]:
    """Where SEED words in a row stand, the first OFTEN times."""
    words = _tokens(text).words
    index: dict[tuple[str, ...], list[int]] = {}
    for at, run in enumerate(zip(*(words[step:] for step in range(SEED)), strict=False)):
        places = index.setdefault(run, [])
        if len(places) < OFTEN:
            places.append(at)
    return index


def _blocks(a: Sequence[str], b: Sequence[str], index: Mapping[tuple[str, ...], Sequence[int]]) -> list[_Block]:
    """Equal stretches, from the left, each as long as can be; in a they do not overlap. index: places in b."""
    blocks: list[_Block] = []
    i = 0
    while i <= len(a) - SEED:
        places = index.get(tuple(a[i : i + SEED]), ())
        best = max(((_equal(a, i, b, j), -j) for j in places), default=(0, 0))
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
