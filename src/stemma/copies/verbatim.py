"""Stretches that two texts have word for word, small changes let be."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from sys import intern

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


class Words:
    """The words of a text, folded, and where each stands; what is costly is made when first asked for."""

    def __init__(self, text: str) -> None:
        found = list(WORD.finditer(text))
        self.words = [intern(match.group().casefold()) for match in found]
        self._starts = array("L", [match.start() for match in found])
        self._ends = array("L", [match.end() for match in found])

    def span(self, first: int, stop: int) -> Span:
        """Where these words stand."""
        return Span(self._starts[first], self._ends[stop - 1])

    @cached_property
    def rows(self) -> list[str]:
        """Every SEED words in a row."""
        return [" ".join(row) for row in zip(*(self.words[step:] for step in range(SEED)), strict=False)]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where SEED words in a row stand, the first OFTEN times."""
        index: dict[str, list[int]] = {}
        for at, row in enumerate(self.rows):
            places = index.setdefault(row, [])
            if len(places) < OFTEN:
                places.append(at)
        return index


_Block = tuple[int, int, int]  # first word in a, first word in b, number of words


def runs_of(a: Words, b: Words) -> list[Run]:
    """The verbatim runs in the order of the first text; in it they do not overlap."""
    runs = []
    for chain in _chains(_blocks(a, b)):
        (first_a, first_b, _), (last_a, last_b, size) = chain[0], chain[-1]
        if sum(block[2] for block in chain) >= FEWEST:
            runs.append(Run(a.span(first_a, last_a + size), b.span(first_b, last_b + size)))
    return runs


def _blocks(a: Words, b: Words) -> list[_Block]:
    """Equal stretches, from the left, each as long as can be; in a they do not overlap."""
    blocks: list[_Block] = []
    places, until = b.places, 0
    for i in [i for i, row in enumerate(a.rows) if row in places]:
        if i >= until:
            size, j = max((_equal(a, i, b, j), -j) for j in places[a.rows[i]])
            blocks.append((i, -j, size))
            until = i + size
    return blocks


def _equal(a: Words, i: int, b: Words, j: int) -> int:
    """How many words from i and j on are equal."""
    size = 0
    while i + size < len(a.rows) and j + size < len(b.rows) and a.rows[i + size] == b.rows[j + size]:
        size += SEED
    while i + size < len(a.words) and j + size < len(b.words) and a.words[i + size] == b.words[j + size]:
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
