"""Which incidents of two records are one: incidents have no lasting ids, the claims that they hold have.

An incident goes on in the one that holds most of its claims, and comes from the one that it has most claims of; of two
with as many, the one whose id comes first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from stemma.changes.nouns import Stood


class Matched(Struct, frozen=True):
    """Where incidents of the later record come from, and what became of those of the earlier one; ids."""

    came_from: dict[str, str]  # later -> earlier; a later one that is not in it is new
    became: dict[str, str]  # earlier -> later; an earlier one that is not in it is gone
    joined: dict[str, tuple[str, ...]]  # later -> the two or more earlier ones that became it
    parted: dict[str, tuple[str, ...]]  # earlier -> the two or more later ones that came from it

    def same(self) -> Iterable[tuple[str, str]]:
        """(earlier, later) of incidents that went on as one and the same."""
        apart = {later for parts in self.parted.values() for later in parts}
        return [(was, now) for now, was in sorted(self.came_from.items())
                if self.became.get(was) == now and now not in self.joined and now not in apart]


def matched(before: Iterable[Stood], after: Iterable[Stood]) -> Matched:
    """The incidents of two records held against each other."""
    home = {claim: one.id for one in before for claim in one.claims}
    onward: dict[str, Counter[str]] = defaultdict(Counter)
    came_from: dict[str, str] = {}
    for later in after:
        shared = Counter(home[claim] for claim in later.claims if claim in home)
        for earlier, count in shared.items():
            onward[earlier][later.id] = count
        if shared:
            came_from[later.id] = _most(shared)
    became = {earlier: _most(shared) for earlier, shared in onward.items()}
    return Matched(came_from, became, _several(became), _several(came_from))


def _most(shared: Mapping[str, int]) -> str:
    return min(shared, key=lambda one: (-shared[one], one))


def _several(of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What two or more lead to, with them."""
    held: dict[str, list[str]] = defaultdict(list)
    for one, to in sorted(of.items()):
        held[to].append(one)
    return {to: tuple(ones) for to, ones in held.items() if len(ones) > 1}
