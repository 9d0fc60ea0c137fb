"""The tagger as it ships: three small networks in ONNX, a table of word pieces, and how they are run.

A window is run alone, as long as it is: nothing is padded and nothing is read twice. One thread a process, so that the
figures come out the same whatever the machine's load; a build uses as many processes as there are cores.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from stemma.tagging import SIZES, Attribution, Cue, Figure, Size
from stemma.tagging.decode import attributions_in, figures_in, offsets, spans_in
from stemma.tagging.windows import CLS, SEP, WIDTH, Pieces, pieces_of, windows_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

WIDTHS: dict[Size, int] = {"standard": WIDTH, "fast": 168}
"""Pieces of a window at most. Attention costs by the square of it, so the fast tagger's are a little shorter than those
it learned from: measured, it finds as much. With windows under 160 it finds fewer cues."""

MOST_WAITING = 100
"""Windows of a text whose vectors, 200 KB each, wait for somebody to ask for their cues; those after them, of texts of
more than 10,000 words, are linked at once."""


@dataclass(frozen=True)
class Words:
    """Vectors of word pieces in eight bits, each row with a scale of its own."""

    rows: np.ndarray
    scales: np.ndarray

    def of(self, ids: np.ndarray) -> np.ndarray:
        """ids: [pieces] -> vectors [pieces, width], float32."""
        vectors = self.rows[ids].astype(np.float32)
        vectors *= self.scales[ids, None]
        return vectors


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
        """As `hear`, with source and content of every cue."""
        cues, figures = self.hear(text, blocks)
        return tuple(cue.linked() for cue in cues), figures

    def hear(
        self, text: str, blocks: Iterable[tuple[int, int]], figures: bool = True
    ) -> tuple[tuple[Cue, ...], tuple[Figure, ...]]:
        """Cues and, if asked for, figures in the given blocks of a text, in its order.

        `blocks` are paragraphs and headlines, [start, end) in code points, in the order of the text; what lies outside
        them is not read.
        """
        pieces = pieces_of(text, blocks, self._tokenizer)
        cues: list[Cue] = []
        found: list[Figure] = []
        for number, (begin, end) in enumerate(windows_of(pieces, self._width)):
            part = pieces.cut(begin, end)
            words, seen, cue_scores = self._encode(part)
            heard = [Cue(offsets(part, [span[:2]]), span[2], partial(self._linked, part, seen, span))
                     for span in spans_in(cue_scores[1:-1])]
            # A long text's are linked at once, so that no vectors need be kept.
            cues += heard if number < MOST_WAITING else [cue.linked() for cue in heard]
            if figures:
                tags, parts, rest = self._figures.run(None, {"seen": seen, "words": words})
                found += figures_in(part, tags[1:-1], parts[1:-1], rest)
        return tuple(cues), tuple(found)

    def _encode(self, part: Pieces) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Vectors of a window's bare words, those of its pieces, and scores as cues; [CLS] and [SEP] included."""
        words = self._words.of(np.concatenate([[CLS], part.ids, [SEP]]))
        marks = np.concatenate([[0], part.marks, [0]])
        return words, *self._encoder.run(None, {"words": words, "marks": marks})

    def _linked(self, part: Pieces, seen: np.ndarray, cue: tuple[int, int, float]) -> Attribution:
        """One cue of a window by itself, so that what is found doesn't hang on which others are asked for."""
        begin, end = (np.array([at + 1], np.int64) for at in cue[:2])
        tags, speech = self._linker.run(None, {"seen": seen, "begin": begin, "end": end})
        found, = attributions_in(part, [cue], tags[:, 1:-1], speech)
        return found


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
