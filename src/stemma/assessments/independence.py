"""Independent sources: those of a figure's sources that draw on no other one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.model import Dependence


def independent(
    parties: Iterable[str], dependences: Sequence[Dependence]
) -> tuple[tuple[str, ...], tuple[Dependence, ...]]:
    """(the sources that count, the dependences for which others do not), both sorted.

    A source is left out only where the one that it draws on is there too. Of two that draw on each other the later in
    the alphabet counts, so a figure that anybody tells always has a source.
    """
    here = set(parties)
    draws: dict[str, set[str]] = {}
    dropped: list[Dependence] = []
    for found in sorted(dependences, key=lambda d: (d.party, d.on, d.rows)):
        if {found.party, found.on} <= here and not leads(found.on, found.party, draws):
            draws.setdefault(found.party, set()).add(found.on)
            dropped.append(found)
    return tuple(sorted(here - set(draws))), tuple(dropped)


def leads(start: str, goal: str, draws: dict[str, set[str]]) -> bool:
    """Whether a source draws on another one, by however many steps, or is the same."""
    seen, ahead = set(), [start]
    while ahead:
        party = ahead.pop()
        if party == goal:
            return True
        if party not in seen:
            seen.add(party)
            ahead.extend(draws.get(party, ()))
    return False
