"""Annotated texts as the network's examples: windows of word pieces, their cues, each cue's source and content."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from stemma.tagging.windows import CLS, SEP, WIDTH, Pieces, blocks_of, pieces_of, windows_of

Spans = list[list[int]]


@dataclass(frozen=True)
class Annotated:
    """A text and its attributions: source, cue and content as lists of [start, end] in code points; where it is known,
    act says "speech" or "attitude"."""

    text: str
    attributions: list[dict]


@dataclass
class Example:
    """One window. Cues are (first, last + 1, tags of every piece, speech 1, 0 or -1 for unknown); positions count the
    opening piece."""

    ids: np.ndarray
    marks: np.ndarray
    cue_tags: np.ndarray
    span_tags: np.ndarray
    cues: list[tuple[int, int, np.ndarray, int]] = field(default_factory=list)


def polnear(folder: Path, split: str) -> list[Annotated]:
    """The articles of one part of PolNeAR, from the folder of development corpora."""
    with gzip.open(folder / "polnear" / f"{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Annotated(r["text"], r["gold"]) for r in rows]


def war(folder: Path, held: bool = False) -> list[Annotated]:
    """Our own annotated war reporting; every tenth report is held back for measuring."""
    from training.war import parse

    paths = [p for i, p in enumerate(sorted(folder.glob("[ab]-*.txt"))) if (i % 10 == 9) == held]
    return [Annotated(*parse(path.read_text("utf-8"))) for path in paths]


def _touched(pieces: Pieces, spans: Spans) -> list[tuple[int, int]]:
    """Runs of pieces that overlap each span."""
    out = []
    for start, end in spans:
        first = int(np.searchsorted(pieces.ends, start, "right"))
        last = int(np.searchsorted(pieces.starts, end, "left"))
        if last > first:
            out.append((first, last))
    return out


def _tag(tags: np.ndarray, found: list[tuple[int, int]], begin: int) -> None:
    for first, last in found:
        tags[first] = begin
        tags[first + 1 : last] = begin + 1


@dataclass
class Prepared:
    """One text's pieces and, in piece numbers, its attributions."""

    pieces: Pieces
    found: list[tuple[tuple[int, int], list[tuple[int, int]], list[tuple[int, int]], int]]


def prepare(texts: list[Annotated], tokenizer: Tokenizer) -> list[Prepared]:
    """Cut every text to pieces once; windows are cut from them anew each epoch."""
    out = []
    for item in texts:
        pieces = pieces_of(item.text, blocks_of(item.text), tokenizer)
        found = []
        for a in item.attributions:
            cue = _touched(pieces, a["cue"])
            if not cue:
                continue
            act = {"speech": 1, "attitude": 0}.get(a.get("act"), -1)
            found.append((cue[0], _touched(pieces, a["source"]), _touched(pieces, a["content"]), act))
        out.append(Prepared(pieces, found))
    return out


def examples(texts: list[Prepared], rng: random.Random | None = None, width: int = WIDTH) -> Iterator[Example]:
    """Windows of all texts. With `rng` the cuts lie elsewhere each time."""
    for text in texts:
        first = rng.randint(width // 3, width) if rng else None
        for begin, end in windows_of(text.pieces, width, first):
            yield _example(text, begin, end)


def _example(text: Prepared, begin: int, end: int) -> Example:
    part = text.pieces.cut(begin, end)
    length = end - begin + 2
    ids = np.concatenate([[CLS], part.ids, [SEP]])
    marks = np.concatenate([[0], part.marks, [0]])
    example = Example(ids, marks, np.zeros(length, np.int64), np.zeros((2, length), np.int64))
    inside = lambda rs: [(max(s, begin) - begin + 1, min(e, end) - begin + 1) for s, e in rs if s < end and e > begin]  # noqa: E731
    for cue, source, content, act in text.found:
        if not begin <= cue[0] < end:
            continue
        (first, last), = inside([cue])
        tags = np.zeros(length, np.int64)
        _tag(tags, inside(content), 3)
        _tag(tags, inside(source), 1)
        _tag(example.cue_tags, [(first, last)], 1)
        _tag(example.span_tags[0], inside(source), 1)
        _tag(example.span_tags[1], inside(content), 1)
        example.cues.append((first, last, tags, act))
    return example
