"""Groups and outlets that no list and no head noun gives away, by what they do: they speak, or have followers."""

from __future__ import annotations

from collections.abc import Callable

from stemma.reading.bodies import BETWEEN, Body, Text, capital_runs
from stemma.reading.given_names import GIVEN_NAMES
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.reading.plain_words import CALENDAR, PLACE_NOUNS
from stemma.reading.titles import CUE_VERBS, HONORIFICS, RANKS, ROLE_NOUNS

# Before "by", they make what follows an outlet: "was quoted as saying by Nova Hirek".
_CARRIED = frozenset("saying quoted cited carried published broadcast aired".split())

# Who belongs to an armed group or a party: "fighters of the Desert Dawn".
_FOLLOWERS = frozenset("""
fighter fighters member members militant militants rebel rebels gunman gunmen insurgent insurgents commander commanders
supporter supporters follower followers guerrillas cadres spokesman spokeswoman spokesperson wing leadership
""".split())


def acting_bodies(line: Text, free: Callable[[int], bool]) -> list[Body]:
    """Capitalised names behind "the" that speak or have followers: "the Desert Dawn said", "rebels of the Dawn".

    People's names have no article, and places do not speak.
    """
    found = []
    for run, last in capital_runs(line, free):
        first = run + (line.word(run) == "the" and run < last)
        if last - first > 3 or not line.joined(first):
            continue
        if line.word(first - 1) == "by" and line.word(first - 2) in _CARRIED:
            if _is_proper(line, first, last) and line.word(first) not in GIVEN_NAMES:
                found.append(Body(first, last))
            continue
        if line.word(first - 1) != "the":
            continue
        if not _is_proper(line, first, last):
            continue
        step = last + 1
        while step < last + 3 and line.joined(step) and line.word(step) in BETWEEN | {"has", "have", "had"}:
            step += 1
        speaks = line.joined(step) and line.word(step) in CUE_VERBS and not line.tokens[last].possessive
        linked = line.word(first - 2) in ("of", "from", "with", "for") and line.joined(first - 1)
        if speaks or (linked and line.word(first - 3) in _FOLLOWERS):
            found.append(Body(first, last))
    return found


def _is_proper(line: Text, first: int, last: int) -> bool:
    """Whether words may be a group's name: no office, no people, no place, and more than everyday words."""
    tokens = line.tokens[first : last + 1]
    if any(line.is_place(t) or t.word in BY_DEMONYM or t.word in BY_NAME or t.shouted for t in tokens):
        return False
    if any(t.lower in RANKS or t.lower in HONORIFICS or t.lower in ROLE_NOUNS or t.lower in CALENDAR for t in tokens):
        return False
    return tokens[-1].lower not in PLACE_NOUNS and not all(line.plain(at) for at in range(first, last + 1))
