"""The tagger as it ships: three small networks in ONNX, a table of word pieces, and how they are run.

A window is run alone, as long as it is: nothing is padded and nothing is read twice. One thread a process, so that the
figures come out the same whatever the machine's load; a build uses as many processes as there are cores.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
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


class _Window:
    """A window as the first network saw it. The second reads it for all of its cues at once, as soon as the first of
    them is asked for: of every two windows, one has no cue that the rules don't know."""

    def __init__(self, pieces: Pieces, seen: np.ndarray, spans: list[tuple[int, int, float]], linker: InferenceSession):
        self._pieces = pieces
        self._seen = seen
        self._spans = spans
        self._linker = linker

    def cues(self) -> list[Cue]:
        """The cues of the window, in its order."""
        return [Cue(offsets(self._pieces, [(start, end)]), sure, partial(self._linked, at))
                for at, (start, end, sure) in enumerate(self._spans)]

    @cached_property
    def _links(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each cue the scores of the window's pieces, without [CLS] and [SEP], and that of an act of speech."""
        begin = np.array([s + 1 for s, _, _ in self._spans], np.int64)
        end = np.array([e + 1 for _, e, _ in self._spans], np.int64)
        tags, speech = self._linker.run(None, {"seen": self._seen, "begin": begin, "end": end})
        del self._seen
        return tags[:, 1:-1], speech

    def link(self) -> None:
        """Link all cues now, so that the vectors need not be kept."""
        if self._spans:
            self._links  # noqa: B018 - worked out and kept

    def _linked(self, at: int) -> Attribution:
        tags, speech = (scores[at : at + 1] for scores in self._links)
        found, = attributions_in(self._pieces, self._spans[at : at + 1], tags, speech)
        return found


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
            window = _Window(part, seen, spans_in(cue_scores[1:-1]), self._linker)
            cues += window.cues()
            if number >= MOST_WAITING:
                window.link()
            if figures:
                tags, parts, rest = self._figures.run(None, {"seen": seen, "words": words})
                found += figures_in(part, tags[1:-1], parts[1:-1], rest)
        return tuple(cues), tuple(found)

    def _encode(self, part: Pieces) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Vectors of a window's bare words, those of its pieces, and scores as cues; [CLS] and [SEP] included."""
        words = self._words.of(np.concatenate([[CLS], part.ids, [SEP]]))
        marks = np.concatenate([[0], part.marks, [0]])
        return words, *self._encoder.run(None, {"words": words, "marks": marks})


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
