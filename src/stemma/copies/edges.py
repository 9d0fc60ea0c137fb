"""How two documents hang together: a copy of the whole, passages or a quotation in common, or nothing.

Only the two texts decide; what else lies in the case changes no edge.
"""

from __future__ import annotations

from collections.abc import Sequence

from stemma.copies.alignment import SHORTEST, Passage, passages_of
from stemma.copies.direction import run_of
from stemma.copies.features import Line
from stemma.copies.kinds_of_copy import how_copied
from stemma.copies.pairing import QUOTED, VERBATIM, Pair, facts_kept, merged, order_kept, own_words, pairs_of
from stemma.copies.telling import Telling
from stemma.model import Edge
from stemma.values import Span

# Thresholds set on pairs of invented and public reports (verbatim copies, paraphrases, back-translations against
# independent reports of one event, which share quotations and facts but not their order and wording).
FACTS = 0.7  # copies keep their numbers and names (0.87 and more), reports written to one pattern do not (0.57)
# Share of the text that has a counterpart, times how far its order is kept, times the mean likeness of the pairs. Heavy
# paraphrases reach 0.21, independent reports of one event stay under 0.18 in the clusters that this was set on.
DESCENT = 0.20
# Short items on one event share their few facts by necessity: fewer aligned sentences than this must be more alike.
MANY, DESCENT_OF_FEW = 6, 0.36
# Paragraphs that were lifted word for word into a text of its own are less than this part of both texts.
LIFTED = 0.45
LEAD = 3  # sentences at the head of a text, headline included; who copies a report copies its news, not its background
PASSAGE_LIKENESS = 0.75  # shared agency paragraphs are near-verbatim
PARAGRAPH = 12  # weights of the features of all sentences in common; a single line may be a stock phrase
PASSAGE_WEIGHT = 6  # weights of the features of a sentence that can show a shared passage
# A passage that was rewritten: likeness of its two sides and characters. Paragraphs of independent reports of one event
# reach 0.56 where they are long.
REWRITTEN, LONG = 0.62, 200
HINT = 0.5  # likeness of one pair of sentences, at least, where such a passage is looked for
# A short text was set into a long one where so much of it stands there and so much at most of the long one tells it.
WHOLE, SET_IN = 0.6, 0.4
STRETCH = 0.5  # likeness of a stretch in which sentences do not pair
NEW = 0.8  # part of a stretch, on both sides, that no pair of sentences tells


def compare(a: Telling, b: Telling) -> Edge | None:
    """The edge between two documents, or None where they only tell of the same things."""
    if not a.lines or not b.lines:
        return None
    pairs = pairs_of(a.lines, b.lines)
    if not pairs:
        return None
    shares = _share(pairs, a.lines, 0), _share(pairs, b.lines, 1)
    if descends(a, b, pairs, shares):
        how, passages, foreign = _copied(a, b, pairs, shares)
        return _edge(a, b, passages, shares, how, foreign)
    return _shared(a, b, pairs, shares)


def aligned(a: Telling, b: Telling) -> tuple[str, float, tuple[tuple[Span, Span], ...]]:
    """(kind of copy, share, passages) of two texts of which somebody says that one is a copy, however little shows it.

    A share of 0 has no passages.
    """
    pairs = pairs_of(a.lines, b.lines)
    if not pairs:
        return "rewrite", 0.0, ()
    shares = _share(pairs, a.lines, 0), _share(pairs, b.lines, 1)
    how, passages, _ = _copied(a, b, pairs, shares)
    return how, _rounded(shares), tuple(passages)


def _copied(a: Telling, b: Telling, pairs: Sequence[Pair], shares: tuple[float, float]
            ) -> tuple[str, list[tuple[Span, Span]], int]:
    """How a copy was made, its passages, and which of the two reads like a translation (`how_copied`)."""
    pairs = sorted([*pairs, *merged(a.lines, b.lines, pairs)], key=lambda pair: pair.spans)
    how, foreign = how_copied(a, b, pairs, shares)
    passages = [pair.spans for pair in pairs]
    return how, passages if how == "verbatim" else _filled(passages, a, b), foreign


def _shared(a: Telling, b: Telling, pairs: Sequence[Pair], shares: tuple[float, float]) -> Edge | None:
    """The edge of two texts that have only passages in common, or only quoted words."""
    rows = _passages(pairs, a, b)
    shared = [pair for pair in pairs if _within(pair, rows)
              or (pair.score >= PASSAGE_LIKENESS and pair.a.weight >= PASSAGE_WEIGHT)]
    if not shared and not rows:
        return None
    quoted = shared and all(min(pair.a.quoted, pair.b.quoted) >= 0.5 for pair in shared)
    if not quoted and not rows and sum(pair.a.weight for pair in shared) < PARAGRAPH:
        return None
    passages = _with_stretches([pair.spans for pair in shared], rows)
    return _edge(a, b, passages, shares, "shared_quotation" if quoted else "shared_passage")


def descends(a: Telling, b: Telling, pairs: Sequence[Pair], shares: tuple[float, float]) -> bool:
    """Whether aligned sentences show that one text as a whole was made from the other."""
    own = own_words(pairs)
    if not _enough(own, a.lines, b.lines) or facts_kept(pairs) < FACTS:
        return False
    strength = descent(max(shares), pairs)
    if _set_in(own, shares, a.lines, b.lines):
        return False
    exact = sum(pair.a.weight for pair in own if pair.score >= VERBATIM) / sum(pair.a.weight for pair in own)
    if exact >= 0.5:
        return strength >= DESCENT and max(shares) >= LIFTED and _leads(own, a.lines, b.lines)
    if not _begins(own, a.lines, b.lines):
        return False
    return strength >= (DESCENT if len(pairs) >= MANY else DESCENT_OF_FEW)


def descent(share: float, pairs: Sequence[Pair]) -> float:
    """How strongly aligned sentences, in the order of a, speak for a common text, 0..1."""
    if not pairs:
        return 0.0
    return min(1.0, share) * order_kept(pairs) * sum(pair.score for pair in pairs) / len(pairs)


def _share(pairs: Sequence[Pair], lines: Sequence[Line], side: int) -> float:
    """Part of a text, by weight and without quotations, that has a counterpart."""
    told = sum((pair.a, pair.b)[side].weight * min(1.0, pair.score * 1.5) for pair in own_words(pairs))
    return told / max(1.0, sum(line.weight for line in lines if line.quoted < QUOTED))


def _enough(pairs: Sequence[Pair], a: Sequence[Line], b: Sequence[Line]) -> bool:
    """Whether aligned sentences are enough to speak of a copy: three, or in very short texts all, word for word."""
    if len(pairs) >= 3:
        return True
    return bool(pairs) and len(pairs) >= min(len(a), len(b)) and all(pair.score >= VERBATIM for pair in pairs)


def _leads(pairs: Sequence[Pair], a: Sequence[Line], b: Sequence[Line]) -> bool:
    """Whether what leads one of the texts stands in the other; else only background is shared."""
    heads = {line.number for line in a[:LEAD]}, {line.number for line in b[:LEAD]}
    return any(pair.a.number in heads[0] or pair.b.number in heads[1] for pair in pairs)


def _begins(pairs: Sequence[Pair], a: Sequence[Line], b: Sequence[Line]) -> bool:
    """Whether anything in the first half of one of the texts stands in the other; else only what ends them is shared:
    background, notices, contacts."""
    return any(pair.a.number < a[len(a) // 2].number or pair.b.number < b[len(b) // 2].number for pair in pairs)


def _set_in(pairs: Sequence[Pair], shares: tuple[float, float], a: Sequence[Line], b: Sequence[Line]) -> bool:
    """Whether all of a short text stands in one place of a long one, not at its head: a passage, not a copy of it."""
    if min(shares) > SET_IN or max(shares) < WHOLE:
        return False
    long = [pair.a.number for pair in pairs] if shares[0] < shares[1] else [pair.b.number for pair in pairs]
    head = (a if shares[0] < shares[1] else b)[:LEAD]
    return max(long) - min(long) < 2 * len(long) and not any(line.number in long for line in head)


def _passages(pairs: Sequence[Pair], a: Telling, b: Telling) -> list[Passage]:
    """Stretches that were copied or rewritten within texts that are otherwise their own."""
    if not any(pair.score >= HINT and min(pair.a.weight, pair.b.weight) >= PASSAGE_WEIGHT for pair in pairs):
        return []
    return [row for row in passages_of(a.aligned, b.aligned)
            if row.likeness >= REWRITTEN and min(len(row.a), len(row.b)) >= LONG and not row.how.startswith("summary")]


def _within(pair: Pair, rows: Sequence[Passage]) -> bool:
    return any(pair.a.span.overlaps(row.a) and pair.b.span.overlaps(row.b) for row in rows)


def _filled(passages: list[tuple[Span, Span]], a: Telling, b: Telling) -> list[tuple[Span, Span]]:
    """Aligned sentences, and the stretches in which none pair although the two say the same; in the order of a."""
    for side, telling in enumerate((a, b)):
        told = sum(map(len, {pair[side] for pair in passages}))
        if len(telling.page.text) - told < NEW * SHORTEST:
            return sorted(passages)
    found = passages_of(a.aligned, b.aligned)
    return _with_stretches(passages, [row for row in found
                                      if row.likeness >= STRETCH and not row.how.startswith("summary")])


def _with_stretches(passages: list[tuple[Span, Span]], rows: Sequence[Passage]) -> list[tuple[Span, Span]]:
    """Passages and those stretches that are mostly untold by them on both sides, in the order of a."""
    sides = [[pair[side] for pair in passages] for side in (0, 1)]
    new = [(row.a, row.b) for row in rows
           if all(_told(span, sides[side]) <= (1 - NEW) * len(span) for side, span in enumerate((row.a, row.b)))]
    return sorted([*passages, *new])


def _told(span: Span, spans: Sequence[Span]) -> int:
    """Characters of a span that others cover; these overlap each other only where they are equal."""
    return sum(max(0, min(span.end, other.end) - max(span.start, other.start)) for other in set(spans))


def _edge(a: Telling, b: Telling, passages: Sequence[tuple[Span, Span]], shares: tuple[float, float], how: str,
          foreign: int = 0) -> Edge:
    """The edge with its passages and the direction in which the text likely ran."""
    direction, reason = run_of(a, b, how, shares, foreign)
    return Edge(
        a=a.page.document.id,
        b=b.page.document.id,
        how=how,
        share=_rounded(shares),
        passages=tuple(passages),
        direction=direction,
        reason=reason,
    )


def _rounded(shares: tuple[float, float]) -> float:
    """The share of the text of which more has a counterpart, 0..1."""
    return round(min(1.0, max(shares)), 3)
