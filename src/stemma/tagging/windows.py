"""Text cut into the windows that the tagger's network reads: word pieces with their offsets, and marks they lose.

The encoder is uncased and knows no line ends, so three things are given beside each piece: its case, whether it stands
within double quotation marks, and whether it opens a block (a paragraph, a headline).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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


def _quoted(block: str) -> tuple[list[int], list[bool]]:
    """Where "within quotation marks" changes, and to what. A straight mark changes it, a curly one sets it."""
    at, state, inside = [-1], [False], False
    for mark in _MARK.finditer(block):
        sign = mark.group()
        inside = True if sign in _OPENING else False if sign in _CLOSING else not inside
        at.append(mark.start())
        state.append(inside)
    return at, state


def _case(word: str) -> int:
    """0: small letters, or none; 1: a capital; 2: two capitals or more and nothing else."""
    if not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def _marks(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """The mark of each piece of one block; `offsets` are within the block, one piece at least."""
    marks = [_case(text[start:end]) for start, end in offsets]
    at, state = _quoted(text)
    if len(at) > 1:
        marks = [mark + 3 * state[bisect_right(at, start) - 1] for mark, (start, _) in zip(marks, offsets, strict=True)]
    marks[0] += 6
    return marks


def pieces_of(text: str, blocks: Iterable[tuple[int, int]], tokenizer: Tokenizer) -> Pieces:
    """Word pieces of the given blocks of a text, [start, end) in code points, in the order given."""
    spans = [(s, e) for s, e in blocks if e > s]
    encoded = tokenizer.encode_batch([text[s:e] for s, e in spans], add_special_tokens=False)
    ids: list[int] = []
    marks: list[int] = []
    ranges: list[tuple[int, int]] = []
    firsts: list[int] = []
    for (start, end), block in zip(spans, encoded, strict=True):
        offsets = block.offsets
        if not offsets:
            continue
        firsts.append(len(ids))
        ids += block.ids
        marks += _marks(text[start:end], offsets)
        ranges += [(start + s, start + e) for s, e in offsets]
    starts, ends = zip(*ranges, strict=True) if ranges else ((), ())
    return Pieces(*(np.array(column, np.int64) for column in (ids, marks, starts, ends)), tuple(firsts))


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
