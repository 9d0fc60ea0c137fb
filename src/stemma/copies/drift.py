"""Drift: where a copy says something else than the passage that it was copied from.

Compared are the figures that stand in aligned passages: the number, killed or injured, the hedge, the source. A change
is of the copy where the direction is known, else of the later document by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.copies.families import copied_passages
from stemma.ids import make_id
from stemma.model import Claim, Drift, Family, Reading
from stemma.values import HARMS, Span

HEDGED = frozenset({"at_least", "at_most", "more_than", "about", "range"})


def drifts(readings: Sequence[Reading], families: Sequence[Family]) -> tuple[Drift, ...]:
    """Every change of a figure between a copy and the text that it shares most with."""
    by_doc = {reading.document.id: reading for reading in readings}
    found = {}
    for copy, (original, passages) in sorted(nearest_originals(families).items()):
        for mine, theirs in passages:
            for old, new in pair(figures_in(by_doc[original], theirs), figures_in(by_doc[copy], mine)):
                for drift in changes(by_doc[copy], new, by_doc[original], old):
                    found[drift.id] = drift
    return tuple(sorted(found.values(), key=lambda drift: (drift.doc, drift.span, drift.kind)))


def nearest_originals(families: Sequence[Family]) -> dict[str, tuple[str, tuple[tuple[Span, Span], ...]]]:
    """For each copy the text that it most likely came from, with the aligned passages.

    Of several in one family it is the one with the largest share; so that a change is told once, not against every
    sister copy.
    """
    shares = {frozenset((edge.a, edge.b)): edge.share for family in families for edge in family.edges}
    best: dict[str, tuple[str, tuple[tuple[Span, Span], ...]]] = {}
    for copy, original, passages in copied_passages(families):
        share = shares[frozenset((copy, original))]
        if copy not in best or share > shares[frozenset((copy, best[copy][0]))]:
            best[copy] = (original, passages)
    return best


def figures_in(reading: Reading, span: Span) -> list[Claim]:
    """Harm claims of a passage, in the order of the text."""
    return [c for c in reading.claims if c.kind in HARMS and c.count is not None and span.overlaps(c.span)]


def pair(old: Sequence[Claim], new: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Figures of two aligned passages, each with its counterpart: equal ones first, then those left over in order."""
    rest_old, rest_new, pairs = list(old), list(new), []
    for test in (
        lambda a, b: a.kind == b.kind and set(values(a)) == set(values(b)),
        lambda a, b: a.kind == b.kind and bool(set(values(a)) & set(values(b))),
        lambda a, b: set(values(a)) == set(values(b)),
        lambda a, b: a.kind == b.kind,
    ):
        for a in tuple(rest_old):
            match = next((b for b in rest_new if test(a, b)), None)
            if match is not None:
                pairs.append((a, match))
                rest_old.remove(a)
                rest_new.remove(match)
    return pairs


def values(claim: Claim) -> tuple[int, ...]:
    """The numbers that a figure states."""
    return tuple(v for v in (claim.count.low, claim.count.high) if v is not None)


def changes(copy: Reading, new: Claim, original: Reading, old: Claim) -> Iterable[Drift]:
    """What a copy has done to one figure."""
    was, now = old.span.of(original.page.text), new.span.of(copy.page.text)

    def drift(kind: str, severity: str, why: str) -> Drift:
        return Drift(
            make_id("r", kind, copy.document.id, new.span.start, original.document.id, old.span.start),
            kind,
            severity,
            copy.document.id,
            new.span,
            original.document.id,
            old.span,
            why,
        )

    if old.kind != new.kind:
        yield drift(
            "harm", "high", f"{old.kind} in the text it was copied from has become {new.kind}: “{was}” → “{now}”"
        )
    elif not set(values(old)) & set(values(new)):
        yield drift("number", "high", f"the number has changed: “{was}” → “{now}”")
    elif old.count.wording in HEDGED and new.count.wording == "exact" and old.count.text != new.count.text:
        yield drift("hedge", "medium", f"“{old.count.text}” has lost its hedge: “{was}” → “{now}”")
    if old.source.known and not new.source.known:
        yield drift("attribution", "medium", f"the source, {old.source.name}, has been left out: “{now}”")
