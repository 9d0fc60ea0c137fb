"""Which documents may be copies of one another: found by key, so that no document is compared with all others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from stemma.copies.features import Line, rare_keys
from stemma.model import Reading

COMMON_KEY = 40  # a key that more documents than this hold says nothing


def candidates(readings: Sequence[Reading], lines: Mapping[str, Sequence[Line]]) -> list[tuple[str, str]]:
    """Pairs of document ids, the smaller first, that share enough rare keys, by an inverted index.

    lines: the sentences of each document by its id, reduced to their features.
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for doc, own in lines.items():
        for line in own:
            for key in rare_keys(line.features):
                holders[key].add(doc)
    shared: Counter[tuple[str, str]] = Counter()
    for docs in holders.values():
        if 1 < len(docs) <= COMMON_KEY:
            ordered = sorted(docs)
            shared.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    return sorted(pair for pair, keys in shared.items() if keys >= 5)
