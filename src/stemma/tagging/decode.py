"""From the network's scores to spans: the best lawful sequence of tags, runs of pieces, offsets in the text.

Tags are small integers, so a sequence of them is held as bytes: most pieces are outside, and `bytes.find` passes over
those at once.
"""

from __future__ import annotations

import numpy as np

from stemma.tagging import FIGURE_HARMS, FIGURE_SCOPES, Attribution, Figure, Run
from stemma.tagging.windows import Pieces

NEVER = -1e4
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


def best_tags(scores: np.ndarray, lawful: np.ndarray) -> list[bytes]:
    """The highest-scoring lawful sequences. scores: [sequences, pieces, tags], logarithms -> tags, one byte a piece.

    lawful: [tag, next tag]; a sequence begins as after the first tag, outside. The best tag of each piece is the best
    sequence wherever it is a lawful one; where it isn't, the stretch between pieces surely outside is decoded anew.
    """
    best = scores.argmax(-1).astype(np.uint8)
    before = np.zeros_like(best)
    before[:, 1:] = best[:, :-1]
    done: dict[int, int] = {}
    for row, at in np.argwhere(~lawful[before, best]).tolist():
        if at < done.get(row, 0):
            continue
        sure = (scores[row, :, 0] > SURELY).tobytes()
        start = sure.rfind(1, 0, at) + 1
        end = sure.find(1, at)
        end = len(sure) if end < 0 else end
        best[row, start:end] = _best_lawful(scores[row, start:end].tolist(), lawful)
        done[row] = end
    return [row.tobytes() for row in best]


def _best_lawful(scores: list[list[float]], lawful: np.ndarray) -> list[int]:
    """The best lawful sequence of one stretch that follows a piece outside, by the Viterbi algorithm.

    scores: for each piece those of its tags. Stretches are short, so plain numbers are quicker than arrays.
    """
    before = [[tag for tag, may in enumerate(ways) if may] for ways in lawful.T.tolist()]
    total = [score if may else NEVER for score, may in zip(scores[0], lawful[0].tolist(), strict=True)]
    back = []
    for row in scores[1:]:
        came = [max(tags, key=total.__getitem__) for tags in before]
        total = [total[tag] + score for tag, score in zip(came, row, strict=True)]
        back.append(came)
    tags = [total.index(max(total))]
    for came in reversed(back):
        tags.append(came[tags[-1]])
    return tags[::-1]


def log_shares(scores: np.ndarray) -> np.ndarray:
    """Logits to log-probabilities over the last axis."""
    # Turned round: a few long rows are worked on several times faster than many rows of three or five numbers.
    turned = np.ascontiguousarray(scores.T)
    turned = turned - turned.max(0)
    return (turned - np.log(np.exp(turned).sum(0))).T


def runs(tags: bytes, begin: int) -> list[Run]:
    """Runs of one kind: pieces tagged `begin` and those tagged `begin + 1` that follow."""
    out: list[Run] = []
    start = tags.find(begin)
    while start >= 0:
        end = start + 1
        while end < len(tags) and tags[end] == begin + 1:
            end += 1
        out.append((start, end))
        start = tags.find(begin, end)
    return out


def spans_in(scores: np.ndarray) -> list[tuple[int, int, float]]:
    """Spans of one window: first piece, piece after the last, probability. scores: [pieces, 3], outside first."""
    best = scores.argmax(-1)
    if not best.any():  # all outside
        return []
    shares = log_shares(scores)
    tags = best.astype(np.uint8).tobytes()
    if b"\0\2" in b"\0" + tags:  # inside after outside, the only thing that is not lawful
        tags, = best_tags(shares[None], _SPAN_LAWFUL)
    inside = 1 - np.exp(shares[:, 0])
    return [(start, end, float(inside[start:end].min())) for start, end in runs(tags, 1)]


def attributions_in(
    pieces: Pieces, cues: list[tuple[int, int, float]], scores: np.ndarray, speech: np.ndarray
) -> list[Attribution]:
    """Attributions of one window. scores: [cues, pieces, 5], speech: [cues] (logits)."""
    if not cues:
        return []
    shares = log_shares(scores)
    for share, (start, end, _) in zip(shares, cues, strict=True):
        share[start:end, 1:] = NEVER
    acts = (1 / (1 + np.exp(-speech))).tolist()
    return [
        Attribution(
            cue=offsets(pieces, [(start, end)]),
            source=offsets(pieces, _likeliest(runs(tags, 1), share, 1)),
            content=offsets(pieces, runs(tags, 3)),
            speech=act,
            sure=sure,
        )
        for (start, end, sure), tags, share, act in zip(
            cues, best_tags(shares, _PAIR_LAWFUL), shares, acts, strict=True)
    ]


def offsets(pieces: Pieces, found: list[Run]) -> tuple[Run, ...]:
    """Runs of a window's pieces as stretches of the text."""
    return tuple((int(pieces.starts[s]), int(pieces.ends[e - 1])) for s, e in found)


def _likeliest(found: list[Run], share: np.ndarray, begin: int) -> list[Run]:
    """The one run that the scores speak for most, the first of equals; none of none."""
    return found if len(found) < 2 else [max(found, key=lambda run: _weight(share, run, begin))]


def _weight(share: np.ndarray, run: Run, begin: int) -> float:
    """How much likelier the run's pieces are of the kind than outside, summed."""
    start, end = run
    kind = np.logaddexp(share[start:end, begin], share[start:end, begin + 1])
    return float((kind - share[start:end, 0]).sum())


def figures_in(pieces: Pieces, tags: np.ndarray, parts: np.ndarray, rest: np.ndarray) -> list[Figure]:
    """Figures of one window. tags: [pieces, 3]; parts: [pieces, 18], averaged over a figure; rest: [18].

    The scores are of harm, scope and stance; how firmly a figure is told the rules say better, so stance is left.
    """
    spans = spans_in(tags)
    if not spans:
        return []
    scores = np.stack([parts[start:end].mean(0) for start, end, _ in spans]) + rest
    harms, scopes = np.split(scores, [len(FIGURE_HARMS)], -1)
    shares = np.exp(log_shares(harms))
    return [
        Figure(*offsets(pieces, [(start, end)]), FIGURE_HARMS[harm], FIGURE_SCOPES[scope], sure, likely)
        for (start, end, sure), harm, likely, scope in zip(
            spans, shares.argmax(-1).tolist(), shares.max(-1).tolist(),
            scopes[:, : len(FIGURE_SCOPES)].argmax(-1).tolist(), strict=True)
    ]
