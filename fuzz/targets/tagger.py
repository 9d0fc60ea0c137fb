"""What lies between a text and the tagger's network: word pieces and windows; and what lies behind it: spans."""

from __future__ import annotations

from functools import cache

import numpy as np

from fuzz.contract import require, text_of
from fuzz.target import Target
from fuzz.targets._texts import WORDS, reports
from stemma.tagging.decode import attributions_in, figures_in, spans_in
from stemma.tagging.model import tagger
from stemma.tagging.windows import WIDTH, blocks_of, pieces_of, windows_of


@cache
def _tokenizer():
    return tagger("fast")._tokenizer


def windows(data: bytes) -> object:
    """Every piece lies in its block, every piece in one window, no window is wider than the network."""
    text = text_of(data)
    cut = sorted({len(text) // 3, len(text) // 2})
    blocks = blocks_of(text, [(cut[0], cut[-1])] if len(cut) > 1 else ())
    pieces = pieces_of(text, blocks, _tokenizer())
    require(bool((pieces.starts <= pieces.ends).all()), "a piece that ends before it begins")
    require(len(pieces) == 0 or pieces.starts.min() >= 0 and pieces.ends.max() <= len(text), "a piece outside the text")
    covered = 0
    for start, end in windows_of(pieces):
        require(start == covered and start < end <= start + WIDTH - 2, "windows that leave out or repeat")
        covered = end
        _decoded(pieces.cut(start, end), data)
    require(covered == len(pieces), "pieces in no window")
    return pieces.ids.tolist(), pieces.marks.tolist()


def _decoded(pieces, data: bytes) -> None:
    """Whatever the network may say of a window, what comes of it lies in it."""
    chance = np.random.default_rng(len(data))
    count = len(pieces)
    low, high = int(pieces.starts.min()), int(pieces.ends.max())
    cues = spans_in(chance.normal(size=(count, 3)) * 4)
    found = attributions_in(pieces, cues[:3], chance.normal(size=(len(cues[:3]), count, 5)) * 4,
                            chance.normal(size=len(cues[:3])))
    runs = [run for one in found for run in (*one.cue, *one.source, *one.content)]
    figures = figures_in(pieces, chance.normal(size=(count, 3)), chance.normal(size=(count, 18)),
                         chance.normal(size=18))
    for start, end in (*runs, *(one.span for one in figures)):
        require(low <= start <= end <= high, "a span outside the window")


TARGETS = (Target("tagger", "word pieces, windows and spans of the tagger", windows, reports, WORDS),)
