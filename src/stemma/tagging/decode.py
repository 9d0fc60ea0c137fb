"""From the network's scores to spans: the best lawful sequence of tags, runs of pieces, offsets in the text."""

from __future__ import annotations

import numpy as np

from stemma.tagging import FIGURE_HARMS, FIGURE_SCOPES, Attribution, Figure, Run
from stemma.tagging.windows import Pieces

_NEVER = -1e4
SURELY = float(np.log(0.97))
"""Log-probability from which on a piece is held to be outside, whatever its neighbours are."""

# Span tags: outside, begin, inside. Pair tags: outside, begin source, inside source, begin content, inside content.
_SPAN_LAWFUL = np.array([[1, 1, 0], [1, 1, 1], [1, 1, 1]], bool)
_PAIR_LAWFUL = np.array([
    [1, 1, 0, 1, 0],
    [1, 1, 1, 1, 0],
    [1, 1, 1, 1, 0],
    [1, 1, 0, 1, 1],
    [1, 1, 0, 1, 1],
], bool)


def best_tags(scores: np.ndarray, lawful: np.ndarray) -> np.ndarray:
    """The highest-scoring lawful sequences. scores: [sequences, pieces, tags], logarithms -> tags [sequences, pieces].

    lawful: [tag, next tag]; a sequence begins as after the first tag, outside. The best tag of each piece is the best
    sequence wherever it is a lawful one; where it isn't, the stretch between pieces surely outside is decoded anew.
    """
    best = scores.argmax(-1)
    before = np.concatenate([np.zeros_like(best[:, :1]), best[:, :-1]], 1)
    done: dict[int, int] = {}
    for row, at in zip(*np.nonzero(~lawful[before, best]), strict=True):
        if at < done.get(row, 0):
            continue
        outside = np.flatnonzero(scores[row, :, 0] > SURELY)
        nth = int(np.searchsorted(outside, at))
        start = int(outside[nth - 1]) + 1 if nth else 0
        end = int(outside[nth]) if nth < len(outside) else best.shape[1]
        best[row, start:end] = _best_lawful(scores[row, start:end], lawful)
        done[row] = end
    return best


def _best_lawful(scores: np.ndarray, lawful: np.ndarray) -> list[int]:
    """The best lawful sequence of one stretch that follows a piece outside, by the Viterbi algorithm.

    scores: [pieces, tags].
    """
    step = np.where(lawful, 0.0, _NEVER)
    total = scores[0] + step[0]
    back = []
    for row in scores[1:]:
        ways = total[:, None] + step
        back.append(ways.argmax(0))
        total = ways.max(0) + row
    tags = [int(total.argmax())]
    for came in reversed(back):
        tags.append(int(came[tags[-1]]))
    return tags[::-1]


def log_shares(scores: np.ndarray) -> np.ndarray:
    """Logits to log-probabilities over the last axis."""
    top = scores.max(-1, keepdims=True)
    return scores - top - np.log(np.exp(scores - top).sum(-1, keepdims=True))


def runs(tags: np.ndarray, begin: int) -> list[Run]:
    """Runs of one kind: pieces tagged `begin` and those tagged `begin + 1` that follow."""
    out: list[Run] = []
    open_at: int | None = None
    for i, tag in enumerate(tags.tolist()):
        if open_at is not None and tag != begin + 1:
            out.append((open_at, i))
            open_at = None
        if tag == begin:
            open_at = i
    if open_at is not None:
        out.append((open_at, len(tags)))
    return out


def spans_in(scores: np.ndarray) -> list[tuple[int, int, float]]:
    """Spans of one window: first piece, piece after the last, probability. scores: [pieces, 3], outside first."""
    if not len(scores):
        return []
    shares = log_shares(scores)
    tags = best_tags(shares[None], _SPAN_LAWFUL)[0]
    certain = np.exp(shares)
    return [(s, e, float((1 - certain[s:e, 0]).min())) for s, e in runs(tags, 1)]


def _offsets(pieces: Pieces, found: list[Run]) -> tuple[Run, ...]:
    return tuple((int(pieces.starts[s]), int(pieces.ends[e - 1])) for s, e in found)


def attributions_in(
    pieces: Pieces, cues: list[tuple[int, int, float]], scores: np.ndarray, speech: np.ndarray
) -> list[Attribution]:
    """Attributions of one window. scores: [cues, pieces, 5], speech: [cues] (logits)."""
    if not cues:
        return []
    shares = log_shares(scores)
    for i, (start, end, _) in enumerate(cues):
        shares[i, start:end, 1:] = _NEVER
    out = []
    for (start, end, sure), tags, share, act in zip(cues, best_tags(shares, _PAIR_LAWFUL), shares, speech, strict=True):
        sources = sorted(runs(tags, 1), key=lambda r: -_weight(share, r, 1))[:1]
        contents = runs(tags, 3)
        out.append(Attribution(
            cue=_offsets(pieces, [(start, end)]),
            source=_offsets(pieces, sources),
            content=_offsets(pieces, contents),
            speech=float(1 / (1 + np.exp(-act))),
            sure=sure,
        ))
    return out


def _weight(share: np.ndarray, run: Run, begin: int) -> float:
    """How much likelier the run's pieces are of the kind than outside, summed."""
    start, end = run
    kind = np.logaddexp(share[start:end, begin], share[start:end, begin + 1])
    return float((kind - share[start:end, 0]).sum())


def figures_in(pieces: Pieces, tags: np.ndarray, parts: np.ndarray, rest: np.ndarray) -> list[Figure]:
    """Figures of one window. tags: [pieces, 3]; parts: [pieces, 18], averaged over a figure; rest: [18].

    The scores are of harm, scope and stance; how firmly a figure is told the rules say better, so stance is left.
    """
    out = []
    for start, end, sure in spans_in(tags):
        scores = parts[start:end].mean(0) + rest
        told, at = [], 0
        for words in (FIGURE_HARMS, FIGURE_SCOPES):
            shares = np.exp(log_shares(scores[at : at + len(words)]))
            told.append((words[int(shares.argmax())], float(shares.max())))
            at += len(words)
        (harm, harm_sure), (scope, _) = told
        span = (int(pieces.starts[start]), int(pieces.ends[end - 1]))
        out.append(Figure(span, harm, scope, sure, harm_sure))
    return out
