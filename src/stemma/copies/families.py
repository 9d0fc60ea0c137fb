"""Families: documents whose text descends from one telling, each edge with its aligned passages.

Candidates are found by key (candidates.py), then compared one by one (edges.py); pairs in two languages by what
survives translation (across.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from stemma.copies import across
from stemma.copies.candidates import Keys, candidates, keys_of
from stemma.copies.compared import Comparisons
from stemma.copies.decided import decide
from stemma.copies.edges import compare
from stemma.copies.features import Line, lines_of
from stemma.copies.shingles import Sketch
from stemma.copies.telling import Telling
from stemma.ids import make_id
from stemma.keeping import Notes, Topic
from stemma.model import Edge, Family, Reading, Ties
from stemma.values import Span

KEPT = 1000  # documents that are kept prepared for comparing, some 0.3 MB each
NOBODY = Ties()  # nobody decided anything


class Packed(Struct, frozen=True, array_like=True):
    """The numbers that a document is found by, as bytes, little end first."""

    shingles: bytes
    repeats: int
    keys: bytes
    twos: bytes
    stems: bytes


KEYS = Topic("keys", Packed)


def families(
    readings: Sequence[Reading], comparisons: Comparisons | None = None, ties: Ties = NOBODY,
    notes: Notes | None = None, found: Mapping[tuple[str, str], Edge] | None = None,
) -> tuple[Family, ...]:
    """Groups of documents that descend from one telling, with the edges; a document alone is a family of one.

    comparisons, notes: what earlier builds found of documents that have not changed; they note what this one finds.
    ties: pairs of Document.id of which people decided whether the first repeats the second (decided.py). Two that
    people hold apart have no edge, but may still be of one family by what links each of them to a third.
    found: what `edges_of` gave of these readings, where it was asked before.
    """
    pages = {reading.document.id: reading.page for reading in readings}
    edges = dict(edges_of(readings, comparisons, notes) if found is None else found)
    decide(edges, pages, ties, lambda doc: Telling(pages[doc], None))
    return tuple(group(sorted(pages), [edges[pair] for pair in sorted(edges)]))


def edges_of(readings: Sequence[Reading], comparisons: Comparisons | None = None, notes: Notes | None = None
             ) -> dict[tuple[str, str], Edge]:
    """The edges that the texts show, by their two documents, the lower id first."""
    comparisons, notes = comparisons or Comparisons(), notes or Notes()
    pages = {reading.document.id: reading.page for reading in readings}
    lines: dict[str, tuple[Line, ...]] = {}  # of documents that no earlier build prepared
    keys = {reading.document.id: prepared(reading, lines, notes) for reading in readings}
    tellings = lru_cache(maxsize=KEPT)(lambda doc: Telling(pages[doc], lines.get(doc)))
    edges = {}
    for a, b in candidates(readings, keys):
        if edge := comparisons.edge(a, b, lambda a=a, b=b: compare(tellings(a), tellings(b))):
            edges[a, b] = edge
    for edge in across.edges(readings):
        own = edges.get((edge.a, edge.b))
        if own is None or own.how.startswith("shared"):  # else a text whose language was told wrongly
            edges[edge.a, edge.b] = edge
    return edges


def prepared(reading: Reading, lines: dict[str, tuple[Line, ...]], notes: Notes) -> Keys:
    """What a document is found by; its sentences, where they had to be looked at, are put into `lines`."""

    def work_out() -> Packed:
        own = lines[reading.document.id] = lines_of(reading.page)
        keys = keys_of(reading.page, own)
        numbers = (keys.sketch.shingles.astype("<u4"), *(own.astype("<u8") for own in (keys.sketch.keys, *keys.facts)))
        shingles, least, twos, stems = (own.tobytes() for own in numbers)
        return Packed(shingles, keys.sketch.repeats, least, twos, stems)

    found = notes.of(KEYS, reading, work_out)
    shingles = np.frombuffer(found.shingles, "<u4")
    least, twos, stems = (np.frombuffer(own, "<u8") for own in (found.keys, found.twos, found.stems))
    return Keys(Sketch(shingles, found.repeats, least), (twos, stems))


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
