"""Sentences that an alignment one to one leaves over: parted, joined or put so freely that only their place tells.

A sentence of the copy without counterpart is given the one left over at the same place of the original, if they share
enough; or is joined to its neighbour, if what it says stands in the neighbour's counterpart.
"""

from __future__ import annotations

from collections.abc import Sequence

from stemma.copies._drift_sides import Whole
from stemma.values import Span

Passages = tuple[tuple[Span, Span], ...]  # (in the copy, in the original)
_AT_PLACE = 0.3  # share of content words in common (Dice) of two sentences left over at one place
_HELD = 0.5  # share of a sentence's content words that stand in the counterpart of its neighbour
_WINDOW = 2  # sentences around the expected place


def _covered(text: Whole, spans: Sequence[Span]) -> dict[int, int]:
    """Sentence -> number of the passage that holds it."""
    sentences = text.reading.page.sentences
    found: dict[int, int] = {}
    at = 0
    for n in sorted(range(len(spans)), key=lambda n: spans[n]):
        while at < len(sentences) and sentences[at].span.end <= spans[n].start:
            at += 1
        k = at
        while k < len(sentences) and sentences[k].span.start < spans[n].end:
            found.setdefault(k, n)
            k += 1
    return found


def completed(passages: Passages, copy: Whole, original: Whole) -> Passages:
    """The passages with sentences left over added or joined, in the order of the copy."""
    texts = copy, original
    rows = [list(row) for row in passages]
    for side in (0, 1):
        _join(rows, texts, side)
    _fill(rows, texts)
    return tuple(sorted((Span(a.start, a.end), Span(b.start, b.end)) for a, b in rows))


def _join(rows: list[list[Span]], texts: tuple[Whole, Whole], side: int) -> None:
    """Joins a sentence of one side to its neighbour where the neighbour's counterpart says what it says."""
    own, other = texts[side], texts[1 - side]
    held, theirs = _covered(own, [row[side] for row in rows]), _covered(other, [row[1 - side] for row in rows])
    sentences = own.reading.page.sentences
    said: dict[int, set[str]] = {}
    for number, row in theirs.items():
        said.setdefault(row, set()).update(other.content[number])
    taken: dict[int, set[str]] = {}
    for number, row in held.items():
        taken.setdefault(row, set()).update(own.content[number])
    for number, sentence in enumerate(sentences):
        if number in held or len(own.content[number]) < 3:
            continue
        best = max(((_rest(own.content[number], said.get(row, set()), taken.get(row, set())), -row)
                    for near in (number - 1, number + 1) if (row := held.get(near)) is not None
                    and sentences[near].part == sentence.part), default=None)
        if best is not None and best[0] >= _HELD:
            row = -best[1]
            span = rows[row][side]
            rows[row][side] = Span(min(span.start, sentence.span.start), max(span.end, sentence.span.end))
            held[number] = row


def _rest(content: frozenset[str], said: set[str], taken: set[str]) -> float:
    """Share of a sentence's content that a counterpart says and its own partner does not."""
    return len((content & said) - taken) / len(content)


def _fill(rows: list[list[Span]], texts: tuple[Whole, Whole]) -> None:
    """Pairs sentences left over on both sides at one place."""
    copy, original = texts
    held, taken = _covered(copy, [row[0] for row in rows]), _covered(original, [row[1] for row in rows])
    there = original.reading.page.sentences
    place = {row: number for number, row in sorted(taken.items(), reverse=True)}
    expected = -1
    for number, sentence in enumerate(copy.reading.page.sentences):
        if number in held:
            expected = place.get(held[number], expected)
            continue
        options = [k for k in range(max(0, expected - _WINDOW), min(len(there), expected + 2 + _WINDOW))
                   if k not in taken and there[k].part == sentence.part]
        best = max(((_dice(copy.content[number], original.content[k]), -k) for k in options), default=None)
        if best is not None and best[0] >= _AT_PLACE:
            rows.append([sentence.span, there[-best[1]].span])
            taken[-best[1]] = len(rows) - 1
            expected = -best[1]


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if len(a & b) >= 2 else 0.0
