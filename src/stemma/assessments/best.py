"""The best estimate of one report's toll: how many its main happening killed and how many it injured.

An assessment gives a range and never guesses. Whoever needs one number of one report, to compare it with a register
say, gets it here: figures told in words come first, and where there are none the persons told of are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from stemma.assessments.figures import is_indefinite, is_vague
from stemma.model import Claim, Victim

LEAD = 2  # sentences from the top whose figures are of what the report is about, wherever they are placed
ONE = frozenset({"one", "1", "single"})


class Toll(Struct, frozen=True):
    """People killed, and people injured who did not die."""

    killed: int
    injured: int


def best_toll(claims: Sequence[Claim], victims: Sequence[Victim]) -> Toll:
    """The toll of a report's main happening from its figures and from the persons that it tells of one by one."""
    own = [victim for victim in victims if not victim.aside] or list(victims)
    killed = stated(claims, "killed") or [sum(victim.harm == "killed" for victim in own)]
    dead = most_told(killed)
    injured = stated(claims, "injured")
    if injured:
        return Toll(dead, most_told(injured))
    struck = [number for number in stated(claims, "casualties") if number > 1]
    if struck:  # "five people were shot", killed or not
        return Toll(dead, max(0, max(struck) - dead))
    return Toll(dead, sum(victim.harm == "injured" for victim in own))


def stated(claims: Iterable[Claim], harm: str) -> list[int]:
    """The figures of one harm that are told as a number of people, in the order of the text.

    One person told of ("a man was killed") is no such figure, "one person was killed" is.
    """
    found = []
    for claim in claims:
        count = claim.count
        if claim.kind != harm or count is None or claim.stance == "denied" or is_vague(claim) or is_indefinite(claim):
            continue
        lead = claim.scope == "other" and claim.sentence < LEAD
        number = count.low if count.low is not None else count.high
        if (claim.scope == "incident" or lead) and number and (number > 1 or first_word(count.text) in ONE):
            found.append(number)
    return found


def first_word(words: str) -> str:
    """The first word, in small letters."""
    return words.lower().split()[0] if words.split() else ""


def most_told(numbers: Sequence[int]) -> int:
    """The number told most often; of equals the first."""
    counts = Counter(numbers)
    return max(dict.fromkeys(numbers), key=lambda number: counts[number])
