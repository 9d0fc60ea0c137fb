"""Complete linkage over names: every two members of a cluster must be alike, so nothing is bridged by a third name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from itertools import combinations


def clusters(
    names: Iterable[str],
    keys: Callable[[str], Iterable[Hashable]],
    likeness: Callable[[str, str], float],
    least: float,
    near: Callable[[list[str]], Iterable[tuple[str, str]]] | None = None,
) -> dict[str, str]:
    """Each name with the first name (in order of the alphabet) of its cluster.

    Only names that share a key are compared; of these only those that `near` gives, if given: it leaves out none that
    are like enough. Pairs are joined from the most alike on, ties in alphabetical order, so
    the result does not depend on the order of the names.
    """
    ordered = sorted(set(names))
    pairs = sorted((-score, a, b) for a, b in _candidates(ordered, keys, near) if (score := likeness(a, b)) >= least)
    cluster: dict[str, list[str]] = {name: [name] for name in ordered}
    for _, a, b in pairs:
        left, right = cluster[a], cluster[b]
        if left is not right and all(likeness(*sorted((x, y))) >= least for x in left for y in right):
            left.extend(right)
            for name in right:
                cluster[name] = left
    return {name: min(members) for name, members in cluster.items()}


def _candidates(names: list[str], keys: Callable[[str], Iterable[Hashable]],
                near: Callable[[list[str]], Iterable[tuple[str, str]]] | None) -> set[tuple[str, str]]:
    if near is not None:
        own = {name: frozenset(keys(name)) for name in names}
        return {(a, b) for a, b in near(names) if own[a] & own[b]}
    buckets: dict[Hashable, list[str]] = {}
    for name in names:
        for key in keys(name):
            buckets.setdefault(key, []).append(name)
    return {pair for bucket in buckets.values() for pair in combinations(bucket, 2)}
