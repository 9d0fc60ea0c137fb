"""The tagger as it ships: three small networks in ONNX, a table of word pieces, and how they are run.

A window is run alone, as long as it is: nothing is padded and nothing is read twice. One thread a process, so that the
figures come out the same whatever the machine's load; a build uses as many processes as there are cores.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from stemma.tagging import SIZES, Attribution, Figure, Size
from stemma.tagging.decode import attributions_in, figures_in, spans_in
from stemma.tagging.windows import CLS, SEP, WIDTH, Pieces, pieces_of, windows_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

WIDTHS: dict[Size, int] = {"standard": WIDTH, "fast": 168}
"""Pieces of a window at most. Attention costs by the square of it, so the fast tagger's are a little shorter than those
it learned from: measured, it finds as much. With windows under 160 it finds fewer cues."""


@dataclass(frozen=True)
class Words:
    """Vectors of word pieces in eight bits, each row with a scale of its own."""

    rows: np.ndarray
    scales: np.ndarray

    def of(self, ids: np.ndarray) -> np.ndarray:
        """ids: [pieces] -> vectors [pieces, width], float32."""
        return self.rows[ids].astype(np.float32) * self.scales[ids, None]


class Tagger:
    """Finds attributions and figures in text. Loading takes a moment; `tagger(size)` keeps one of each size."""

    def __init__(
        self, tokenizer: Tokenizer, words: Words, encoder: InferenceSession, linker: InferenceSession,
        figures: InferenceSession, width: int = WIDTH,
    ) -> None:
        self._tokenizer = tokenizer
        self._words = words
        self._encoder = encoder
        self._linker = linker
        self._figures = figures
        self._width = width

    def read(self, text: str, blocks: Iterable[tuple[int, int]]) -> tuple[tuple[Attribution, ...], tuple[Figure, ...]]:
        """Attributions and figures in the given blocks of a text, in the order of their cues and of the text.

        `blocks` are paragraphs and headlines, [start, end) in code points, in the order of the text; what lies outside
        them is not read.
        """
        pieces = pieces_of(text, blocks, self._tokenizer)
        attributions: list[Attribution] = []
        figures: list[Figure] = []
        for begin, end in windows_of(pieces, self._width):
            part = pieces.cut(begin, end)
            words, seen, cue_scores = self._encode(part)
            attributions += self._attributions(part, seen, cue_scores)
            tags, parts, rest = self._figures.run(None, {"seen": seen, "words": words})
            figures += figures_in(part, tags[1:-1], parts[1:-1], rest)
        return tuple(attributions), tuple(figures)

    def _encode(self, part: Pieces) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Vectors of a window's bare words, those of its pieces, and scores as cues; [CLS] and [SEP] included."""
        words = self._words.of(np.concatenate([[CLS], part.ids, [SEP]]))
        marks = np.concatenate([[0], part.marks, [0]])
        return words, *self._encoder.run(None, {"words": words, "marks": marks})

    def _attributions(self, part: Pieces, seen: np.ndarray, cue_scores: np.ndarray) -> list[Attribution]:
        cues = spans_in(cue_scores[1:-1])
        if not cues:
            return []
        begin = np.array([s + 1 for s, _, _ in cues], np.int64)
        end = np.array([e + 1 for _, e, _ in cues], np.int64)
        tags, speech = self._linker.run(None, {"seen": seen, "begin": begin, "end": end})
        return attributions_in(part, cues, tags[:, 1:-1], speech)


@lru_cache(maxsize=len(SIZES))
def tagger(size: Size) -> Tagger:
    """The packaged tagger of a size, loaded once a process."""
    import onnxruntime
    from tokenizers import Tokenizer

    shipped = resources.files("stemma") / "data" / "tagger"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # The fused form of adding and norming is the slower one on processors: measured, an eighth of the encoder's time.
    session = lambda name: onnxruntime.InferenceSession(  # noqa: E731
        (shipped / size / name).read_bytes(), options, providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"])
    with resources.as_file(shipped / size / "words.npz") as path, np.load(path) as table:
        words = Words(table["rows"], table["scales"])
    tokenizer = Tokenizer.from_str((shipped / "tokenizer.json").read_text("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    networks = (session(f"{part}.onnx") for part in ("encoder", "linker", "figures"))
    return Tagger(tokenizer, words, *networks, width=WIDTHS[size])
