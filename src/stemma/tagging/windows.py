"""Text cut into the windows that the tagger's network reads: word pieces with their offsets, and marks they lose.

The encoder is uncased and knows no line ends, so three things are given beside each piece: its case, whether it stands
within double quotation marks, and whether it opens a block (a paragraph, a headline).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FEATURES = 12
"""Marks a piece can have: case (3) x within quotation marks (2) x first of its block (2)."""

WIDTH = 192
"""Pieces of a window at most, its two special ones counted. Most paragraphs of news fit, and the second
network, which reads a window once per cue, costs by its length."""

CLS, SEP = 101, 102
"""The encoder's opening and closing pieces (BERT's uncased vocabulary)."""

_MARK = re.compile(r"[\"“”„«»]|''|``")
_OPENING = frozenset("“„«") | {"``"}
_CLOSING = frozenset("”»")


KNOWN_WORDS = 16_384
"""Words whose pieces are kept at hand, some 6 MB; a hundred reports in a row have a few thousand."""

LONGEST_KNOWN = 40
"""Code points of a word that is kept."""

_BLOCK = re.compile(r"\S[^\n]*")


def blocks_of(text: str, without: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Paragraphs and headlines, [start, end) in code points: lines that hold anything but those that `without` covers.

    `without` are ranges in rising order that don't overlap: what isn't part of the report.
    """
    lines = [m.span() for m in _BLOCK.finditer(text)]
    if not without:
        return lines
    ends = [end for _, end in without]
    kept = []
    for start, end in lines:
        at = bisect_right(ends, start)
        if not (at < len(without) and without[at][0] <= start and end <= without[at][1]):
            kept.append((start, end))
    return kept


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of consecutive blocks. Offsets are Unicode code points of the whole text, end exclusive."""

    ids: np.ndarray
    marks: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    blocks: tuple[int, ...]
    """Index of each block's first piece, in rising order."""

    def __len__(self) -> int:
        return len(self.ids)

    def cut(self, first: int, last: int) -> Pieces:
        """The pieces from `first` to before `last`."""
        part = slice(first, last)
        within = tuple(b - first for b in self.blocks if first <= b < last)
        return Pieces(self.ids[part], self.marks[part], self.starts[part], self.ends[part], within)


class _Word(NamedTuple):
    """The pieces of a word: their numbers, where they begin and end in it, and the case of each."""

    ids: list[int]
    starts: list[int]
    ends: list[int]
    cases: list[int]


def _case(word: str) -> int:
    """0: small letters, or none; 1: a capital; 2: two capitals or more and nothing else."""
    if not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def _cut(tokenizer: Tokenizer, word: str) -> _Word:
    encoded = tokenizer.encode(word, add_special_tokens=False)
    offsets = encoded.offsets
    return _Word(encoded.ids, [s for s, _ in offsets], [e for _, e in offsets], [_case(word[s:e]) for s, e in offsets])


_known = lru_cache(maxsize=KNOWN_WORDS)(_cut)


def _quoted(text: str, blocks: Sequence[tuple[int, int]], starts: np.ndarray) -> np.ndarray:
    """1 for each piece within quotation marks, else 0. A straight mark changes it, a curly one sets it, and every block
    begins outside. starts: where the pieces begin."""
    at, state = [-1], [0]
    for start, end in blocks:
        inside = False
        for mark in _MARK.finditer(text, start, end):
            sign = mark.group()
            inside = sign in _OPENING or (sign not in _CLOSING and not inside)
            at.append(mark.start())
            state.append(int(inside))
        if inside:
            at.append(end)
            state.append(0)
    return np.array(state, np.int64)[np.searchsorted(at, starts, "right") - 1]


def pieces_of(text: str, blocks: Iterable[tuple[int, int]], tokenizer: Tokenizer) -> Pieces:
    """Word pieces of the given blocks of a text, [start, end) in code points, in the order given.

    No piece reaches over a space, so each word is cut by itself, and words that come again need not be.
    """
    words: list[_Word] = []
    at: list[int] = []
    firsts: list[int] = []
    count = 0
    spans = [(s, e) for s, e in blocks if e > s]
    for start, end in spans:
        first, place = count, start
        for word in text[start:end].split(" "):
            cut = _known(tokenizer, word) if len(word) <= LONGEST_KNOWN else _cut(tokenizer, word)
            count += len(cut.ids)
            words.append(cut)
            at.append(place)
            place += len(word) + 1
        if count > first:
            firsts.append(first)
    ids, starts, ends, marks = (np.fromiter(chain.from_iterable(column), np.int64, count)
                                for column in zip(*words, strict=True)) if words else [np.zeros(0, np.int64)] * 4
    shift = np.repeat(np.array(at, np.int64), [len(word.ids) for word in words])
    starts, ends = starts + shift, ends + shift
    marks = marks + 3 * _quoted(text, spans, starts)
    marks[firsts] += 6
    return Pieces(ids, marks, starts, ends, tuple(firsts))


def windows_of(pieces: Pieces, width: int = WIDTH, first_width: int | None = None) -> list[tuple[int, int]]:
    """Ranges of pieces that are read together: whole blocks as long as they fit, a longer block cut where it must be.

    `first_width` makes the first window smaller; training uses it to move the cuts from epoch to epoch.
    """
    room = (first_width or width) - 2
    edges = [*pieces.blocks, len(pieces)]
    out: list[tuple[int, int]] = []
    begin = 0
    for start, end in zip(edges, edges[1:], strict=False):
        if end - begin > room and start > begin:
            out.append((begin, start))
            begin, room = start, width - 2
        while end - begin > room:
            out.append((begin, begin + room))
            begin, room = begin + room, width - 2
    if begin < len(pieces):
        out.append((begin, len(pieces)))
    return out
