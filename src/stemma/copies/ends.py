"""Where a shared passage begins and ends: sentence by sentence to where both sides share most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stemma.copies.seeds import Pile, Seed, Unit

# A sentence at the end stays where twice what it shares is at least this part of what it brings, both weighted by
# rarity. Between 0.3 and 0.5 the figures on the PAN 2013 pairs hardly change.
BREAK_EVEN = 0.4


def settled(pile: Pile, seeds: Sequence[Seed]) -> tuple[range, range]:
    """The sentences of the passage that grows from a group of seeds, in a and in b."""
    ends = _Ends(pile, seeds)
    for _ in range(sum(map(len, pile.sides))):  # every step gains; the bound only keeps texts made for it in check
        if not ends.step():
            break
    return ends.range(0), ends.range(1)


class _Ends:
    """A stretch of each text, with its stems counted; grows and shrinks by one sentence at a time."""

    def __init__(self, pile: Pile, seeds: Sequence[Seed]) -> None:
        self._units = pile.sides
        self._rarity = pile.rarity
        self._low = [min(seed[side] for seed in seeds) for side in (0, 1)]
        self._high = [max(seed[side] for seed in seeds) + 1 for side in (0, 1)]
        self._stems = tuple(_counted(self._units[side][self._low[side] : self._high[side]]) for side in (0, 1))

    def range(self, side: int) -> range:
        """The sentences of one side."""
        return range(self._low[side], self._high[side])

    def step(self) -> bool:
        """Take the one step that gains most; False where none gains anything."""
        gain, side, low, high, unit, sign = max(self._steps(), key=lambda step: step[0], default=(0.0,) * 6)
        if gain <= 1e-9:
            return False
        self._low[side] += low
        self._high[side] += high
        for stem, count in unit.stems.items():
            self._stems[side][stem] = self._stems[side].get(stem, 0) + sign * count
        return True

    def _steps(self) -> list[tuple[float, int, int, int, Unit, int]]:
        """(gain, side, change of the low end, of the high end, sentence, whether it comes (1) or goes (-1))."""
        steps = []
        for side in (0, 1):
            units, low, high = self._units[side], self._low[side], self._high[side]
            moves = [(-1, 0, low - 1, 1)] if low > 0 else []
            moves += [(0, 1, high, 1)] if high < len(units) else []
            other = self._stems[1 - side]  # a sentence that has nothing of it gains nothing
            moves = [move for move in moves if not units[move[2]].stems.keys().isdisjoint(other)]
            moves += [(1, 0, low, -1), (0, -1, high - 1, -1)] if high - low > 1 else []
            steps += [(self._gain(side, units[at], sign), side, first, last, units[at], sign)
                      for first, last, at, sign in moves]
        return steps

    def _gain(self, side: int, unit: Unit, sign: int) -> float:
        """What a sentence that comes or goes adds to twice what is shared, less BREAK_EVEN of all there is."""
        own, other, rarity = self._stems[side], self._stems[1 - side], self._rarity
        total = 0.0
        for stem, count in unit.stems.items():
            change = sign * count
            there = other.get(stem, 0)
            shared = 0
            if there:
                had = own.get(stem, 0)
                shared = min(had + change, there) - min(had, there)
            total += rarity[stem] * (2 * shared - BREAK_EVEN * change)
        return total


def _counted(units: Sequence[Unit]) -> Counter[str]:
    """How often each stem stands in some sentences."""
    counted = Counter(units[0].stems)
    for unit in units[1:]:
        counted.update(unit.stems)
    return counted
