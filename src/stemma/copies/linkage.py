"""Average-link clustering over the pairs that have anything in common; all others count as 0."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from msgspec import Struct


class Join(Struct, frozen=True):
    """Two groups become one; groups are numbered like their first item, then on from the number of items."""

    left: int
    right: int
    left_size: int
    right_size: int


def joins_of(count: int, links: Mapping[tuple[int, int], float], least: float) -> list[Join]:
    """Joins in order, the two most alike groups first, as long as their average likeness is more than `least`.

    links: likeness of items i < j; a pair that is not there is 0. Equal likeness: lower numbers first.
    """
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), likeness in links.items():
        near[i][j] = near[j][i] = likeness
    size = dict.fromkeys(range(count), 1)
    heap = [(-likeness, i, j) for (i, j), likeness in links.items() if likeness > least]
    heapify(heap)
    joins: list[Join] = []
    while heap:
        _, i, j = heappop(heap)
        if i not in size or j not in size:
            continue
        new = count + len(joins)
        joins.append(Join(i, j, size[i], size[j]))
        size[new] = size.pop(i) + size.pop(j)
        for other, likeness in _joined(near.pop(i), near.pop(j)).items():
            if other in size:
                near[new][other] = near[other][new] = likeness
                average = likeness / (size[new] * size[other])
                if average > least:
                    heappush(heap, (-average, other, new))
        near.setdefault(new, {})
    return joins


def _joined(a: dict[int, float], b: dict[int, float]) -> dict[int, float]:
    """Summed likeness of two groups to all others."""
    small, large = sorted((a, b), key=len)
    total = dict(large)
    for other, likeness in small.items():
        total[other] = total.get(other, 0.0) + likeness
    return total


def members(count: int, joins: Sequence[Join]) -> dict[int, list[int]]:
    """The items of each group after these joins, by the group's number."""
    groups = {at: [at] for at in range(count)}
    for new, join in enumerate(joins, start=count):
        groups[new] = groups.pop(join.left) + groups.pop(join.right)
    return groups
