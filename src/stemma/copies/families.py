"""Families: documents whose text descends from one telling, each edge with its aligned passages.

Candidates are found by key (rare features shared by sentences), then scored on the few pairs that share keys.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from stemma.copies import across
from stemma.copies.candidates import candidates
from stemma.copies.features import Line, likeness, lines_of
from stemma.ids import make_id
from stemma.model import Edge, Family, Reading
from stemma.values import Span

# Thresholds set on pairs of invented and public reports (verbatim copies, paraphrases, back-translations against
# independent reports of one event, which share quotations and facts but not their order and wording).
FACTS = (
    0.7  # copies keep their numbers and names (0.87 and more); reports written to one pattern do not (0.57 and less)
)
ALIKE = 0.34  # two sentences say the same in like words
VERBATIM = 0.93
# Share of the text that has a counterpart, times how far its order is kept, times the mean likeness of the pairs. Heavy
# paraphrases reach 0.22, independent reports of one event stay under 0.18 in the clusters that this was set on.
DESCENT = 0.20
PASSAGE_LIKENESS = 0.75  # shared agency paragraphs are near-verbatim


class Pair(Struct, frozen=True):
    """Two aligned sentences."""

    a: Line
    b: Line
    score: float


def families(readings: Sequence[Reading]) -> tuple[Family, ...]:
    """Groups of documents that descend from one telling, with the edges; a document alone is a family of one."""
    lines = {reading.document.id: lines_of(reading.page) for reading in readings}
    dates = {reading.document.id: reading.page.published.day for reading in readings}
    edges = {
        (edge.a, edge.b): edge
        for a, b in candidates(readings, lines)
        if (edge := compare(lines[a], lines[b], dates[a], dates[b]))
    }
    edges |= {(edge.a, edge.b): edge for edge in across.edges(readings)}
    return tuple(group(sorted(lines), [edges[pair] for pair in sorted(edges)]))


def align(a: Sequence[Line], b: Sequence[Line]) -> list[Pair]:
    """One-to-one pairs of alike sentences, the best first; order in the texts does not matter."""
    index: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(b):
        for key in line.features:
            index[key].append(number)
    scored = []
    for i, line in enumerate(a):
        near = Counter(j for key in line.features for j in index.get(key, ()))
        for j, common in near.items():
            if common >= 2 and (score := likeness(line, b[j])) >= ALIKE:
                scored.append((score, i, j))
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for score, i, j in sorted(scored, key=lambda row: (-row[0], abs(row[1] - row[2]), row[1], row[2])):
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            pairs.append(Pair(a[i], b[j], score))
    return sorted(pairs, key=lambda pair: pair.a.span)


def compare(a: Sequence[Line], b: Sequence[Line], day_a: date | None, day_b: date | None) -> Edge | None:
    """The edge between two documents, or None where they only tell of the same things."""
    if not a or not b:
        return None
    pairs = align(a, b)
    own_words = [pair for pair in pairs if min(pair.a.quoted, pair.b.quoted) < 0.6]
    share_a, share_b = (
        sum(side(p).weight * min(1.0, p.score * 1.5) for p in own_words)
        / max(1.0, sum(line.weight for line in all_lines if line.quoted < 0.6))
        for side, all_lines in ((lambda p: p.a, a), (lambda p: p.b, b))
    )
    share = max(share_a, share_b)
    if descent(share, pairs) >= DESCENT and facts_kept(pairs) >= FACTS and enough(own_words, a, b):
        return make_edge(a, b, pairs, share, how_copied(pairs, share_a, share_b), day_a, day_b)
    shared = [pair for pair in pairs if pair.score >= PASSAGE_LIKENESS and pair.a.weight >= 6]
    if not shared:
        return None
    quoted = all(min(pair.a.quoted, pair.b.quoted) >= 0.5 for pair in shared)
    return make_edge(a, b, shared, share, "shared_quotation" if quoted else "shared_passage", day_a, day_b)


def enough(pairs: Sequence[Pair], a: Sequence[Line], b: Sequence[Line]) -> bool:
    """Whether aligned sentences are enough to speak of a copy: three, or in very short texts all, word for word."""
    if len(pairs) >= 3:
        return True
    return len(pairs) >= min(len(a), len(b)) and all(pair.score >= VERBATIM for pair in pairs)


def facts_kept(pairs: Sequence[Pair]) -> float:
    """Share of the numbers and names of aligned sentences that both have; 1.0 where there are too few to judge."""
    least = sum(min(pair.a.strong, pair.b.strong) for pair in pairs)
    both = sum(key[0] in "#@" and key in pair.b.features for pair in pairs for key in pair.a.features)
    return both / least if least >= 6 else 1.0


def descent(share: float, pairs: Sequence[Pair]) -> float:
    """How strongly aligned sentences speak for a common text, 0..1."""
    if not pairs:
        return 0.0
    kept = longest_rise([pair.b.number for pair in pairs]) / len(pairs)
    return min(1.0, share) * kept * sum(pair.score for pair in pairs) / len(pairs)


def longest_rise(numbers: Sequence[int]) -> int:
    """Length of the longest rising subsequence: how many sentences stand in the order of the other text."""
    tails: list[int] = []
    for number in numbers:
        at = bisect_left(tails, number)
        tails[at : at + 1] = [number]
    return len(tails)


def how_copied(pairs: Sequence[Pair], share_a: float, share_b: float) -> str:
    """What kind of copy the aligned sentences show."""
    exact = sum(pair.score >= VERBATIM for pair in pairs) / len(pairs)
    if exact > 0.9 and min(share_a, share_b) > 0.85:
        return "verbatim"
    return "reprint" if exact > 0.45 else "rewrite"


def make_edge(
    a: Sequence[Line],
    b: Sequence[Line],
    pairs: Sequence[Pair],
    share: float,
    how: str,
    day_a: date | None,
    day_b: date | None,
) -> Edge:
    """The edge with its passages and the direction in which the text likely ran."""
    direction, reason = run_of(a, b, day_a, day_b, how)
    passages = tuple((pair.a.span, pair.b.span) for pair in pairs)
    return Edge(
        a=a[0].doc,
        b=b[0].doc,
        how=how,
        share=round(min(1.0, share), 3),
        passages=passages,
        direction=direction,
        reason=reason,
    )


def run_of(a: Sequence[Line], b: Sequence[Line], day_a: date | None, day_b: date | None, how: str) -> tuple[str, str]:
    """Which text likely came from which: by dates, else by what a copy has lost; unknown where neither tells."""
    if how.startswith("shared"):
        return "unknown", "only passages are shared"
    if day_a and day_b and day_a != day_b:
        return (
            ("b_from_a", f"published {day_a}, before {day_b}")
            if day_a < day_b
            else ("a_from_b", f"published {day_b}, before {day_a}")
        )
    weight_a, weight_b = sum(line.weight for line in a), sum(line.weight for line in b)
    if max(weight_a, weight_b) > 1.2 * min(weight_a, weight_b):
        return ("b_from_a", "the fuller text") if weight_a > weight_b else ("a_from_b", "the fuller text")
    return "unknown", "same day, like length"


def group(docs: Sequence[str], edges: Sequence[Edge]) -> list[Family]:
    """Families by copying edges; edges that share only passages stay with the family of their first document."""
    parent = {doc: doc for doc in docs}

    def root(doc: str) -> str:
        while parent[doc] != doc:
            doc = parent[doc]
        return doc

    for edge in edges:
        if not edge.how.startswith("shared"):
            low, high = sorted((root(edge.a), root(edge.b)))
            parent[high] = low
    members: dict[str, list[str]] = defaultdict(list)
    for doc in docs:
        members[root(doc)].append(doc)
    held: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        held[root(edge.a)].append(edge)
    return [Family(make_id("f", *own), tuple(own), tuple(held[first])) for first, own in sorted(members.items())]


def copied_passages(families: Sequence[Family]) -> list[tuple[str, str, tuple[tuple[Span, Span], ...]]]:
    """(copy, original, aligned passages) of every copying edge; where the direction is unknown the smaller id is taken
    for the original, so that the choice does not depend on the order of documents."""
    found = []
    for edge in (edge for family in families for edge in family.edges if not edge.how.startswith("shared")):
        if edge.direction == "a_from_b":
            found.append((edge.a, edge.b, edge.passages))
        else:
            found.append((edge.b, edge.a, tuple((b, a) for a, b in edge.passages)))
    return sorted(found)
