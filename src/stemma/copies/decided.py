"""Copies that people told of: the edge between two documents where a person says that one repeats the other.

The kind of copy is the best guess from what the two texts share; where they share little it is a rewrite, of which any
sentence may stand for any other, so that what the copy tells counts with its original.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping

from msgspec.structs import replace

from stemma.copies import across
from stemma.copies.edges import LIFTED, aligned
from stemma.copies.telling import Telling
from stemma.model import Edge, Ties

Pair = tuple[str, str]


def decide(edges: MutableMapping[Pair, Edge], docs: Iterable[str], ties: Ties, tellings: Callable[[str], Telling]
           ) -> None:
    """Puts what people decided into the edges, which are kept by their two documents, the smaller id first.

    ties: pairs of Document.id; of two that are one, the first is the copy. Documents that are not there are passed
    over.
    """
    here = set(docs)
    for one, other in ties.two:
        edges.pop((min(one, other), max(one, other)), None)
    for copy, original in sorted(ties.one):
        if copy != original and copy in here and original in here:
            pair = min(copy, original), max(copy, original)
            edges[pair] = told(tellings(pair[0]), tellings(pair[1]), edges.get(pair), copy)


def told(a: Telling, b: Telling, found: Edge | None, copy: str) -> Edge:
    """The edge of a copy that a person told of. found: what the program made of the pair."""
    one, other = a.page.document.id, b.page.document.id
    direction = "a_from_b" if copy == one else "b_from_a"
    reason = "decided by a person"
    if found is not None and not found.how.startswith("shared"):
        if found.direction == direction:
            reason = f"{reason}; {found.reason}"
        return replace(found, direction=direction, reason=reason)
    if len({side.page.document.lang or "en" for side in (a, b)}) > 1:
        share, passages = across.aligned(a.page, b.page)
        return Edge(one, other, "translation", share, passages, direction, reason)
    how, share, passages = aligned(a, b)
    if share < LIFTED:
        how = "rewrite"
        passages = passages or (found.passages if found else ())
    return Edge(one, other, how, share, passages, direction, reason)
