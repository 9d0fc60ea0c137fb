"""The best estimate of one report's toll: how many its main happening killed and how many it injured.

An assessment gives a range and never guesses. Whoever needs one number of one report, to compare it with a register
say, gets it here: figures told in words come first, and where there are none the persons told of are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from stemma.assessments.figures import is_indefinite, is_vague
from stemma.model import Claim, Reading, Victim

LEAD = 5  # sentences from the top whose figures are of what the report is about, wherever they are placed
ROW = 7  # characters between two parts told in a row: ", and "
ONE = frozenset({"one", "1", "single"})
AGES = 3  # so many wounded of different ages are as many persons, though no sentence tells of them together
ONE_OF = re.compile(r"(?:one|1) of\b", re.IGNORECASE)
DEAD = re.compile(r"\b(?:dead|died|dies|deaths?|deceased|bodies|were)\b", re.IGNORECASE)
THEN_SELF = re.compile(r"[^.;]{0,60}?\b(?:and|then|before)\b[^.;]{0,40}?\b(?:himself|herself|self)\b", re.IGNORECASE)
_OWN_HAND = re.compile(r"\b(?:self|himself|herself|suicide|own life|self-inflicted)\b", re.IGNORECASE)


class Toll(Struct, frozen=True):
    """People killed, and people injured who did not die."""

    killed: int
    injured: int


def best_toll(reading: Reading, victims: Sequence[Victim], loose: Sequence[Claim] = ()) -> Toll:
    """The toll of a report's main happening from its figures and from the persons that it tells of one by one.

    `loose` are figures that are no rows of a record (`kinds.struck_told`): asked where nothing firmer is told.
    """
    own = [victim for victim in victims if not victim.aside] or list(victims)
    whole = [claim for claim in reading.claims if not ONE_OF.match(claim.span.of(reading.page.text))]
    killed = stated(whole, "killed", own)
    if not killed:
        dead = persons_told(reading, own, "killed")
    else:
        dead = most_told(killed)
        dead += took_own_life(dead, reading)
    return Toll(dead, injured_beside(dead, reading, own, loose))


def took_own_life(number: int, reading: Reading) -> bool:
    """Whether the one who killed so many is told of, in the same sentence, as dead by his own hand.

    "Killed his wife and two sons, then himself" is one more; "four dead in a murder-suicide" has counted him.
    """
    text = reading.page.text
    ends = {sentence.number: sentence.span.end for sentence in reading.page.sentences}
    told = [claim for claim in reading.claims if claim.kind == "killed" and number_of(claim) == number]
    alone = [THEN_SELF.match(text[claim.span.end : min(ends.get(claim.sentence, 0), claim.span.end + 120)]) is not None
             and not DEAD.search(claim.span.of(text)) for claim in told]
    return any(alone)


def persons_told(reading: Reading, victims: Sequence[Victim], harm: str) -> int:
    """How many persons are told of as killed, or as injured, where no figure counts them.

    A report on two dead says so, by a figure or in one word: "A and B were killed". Two whom it never tells of together
    are most often one, called by a name here and "the driver" there. Who died by his own hand is another than whom
    he killed.
    """
    own = [victim for victim in victims if victim.harm == harm]
    told = Counter(span for victim in own for span in victim.spans)
    number = max(told.values(), default=0)
    if harm == "killed":
        text = reading.page.text
        alone = {any(_OWN_HAND.search(span.of(text)) for span in victim.spans) for victim in own}
        return max(number, len(alone))
    ages = len({victim.age for victim in own if victim.age is not None})
    return max(number, ages if ages >= AGES else 0, int(another_hurt(reading)))


def another_hurt(reading: Reading) -> bool:
    """Whether one more person is told of as hurt and nothing else: "teen dead, another injured"."""
    return any(claim.kind == "injured" and claim.scope == "incident" and claim.count is not None
               and claim.count.low == 1 and first_word(claim.span.of(reading.page.text)) == "another"
               for claim in reading.claims)


def injured_beside(dead: int, reading: Reading, victims: Sequence[Victim], loose: Sequence[Claim]) -> int:
    """How many were injured beside the dead.

    "Five people were shot" counts both: where it leaves more than the figures of injured tell, or as many as all
    patients, it is the rest of it. "Three others were shot" counts none of the dead.
    """
    shot = [claim for claim in reading.claims if claim.kind == "casualties"]
    others = [claim for claim in shot if others_told(claim.span.of(reading.page.text))]
    hurt = stated(reading.claims, "injured", victims) or stated(others, "casualties", victims)
    hurt = hurt or numbers(loose, "injured")
    struck = [n for n in stated([c for c in shot if c not in others], "casualties", victims) if n > 1]
    firm, persons = bool(struck), persons_told(reading, victims, "injured")
    if not struck:
        struck = numbers(loose, "casualties")
        if hurt and max(hurt) >= max(struck, default=0) - dead:
            struck = []
    if not struck and not hurt:
        return victims_beside(dead, persons, reading, loose)
    rest = most_told(struck) - dead if struck else 0
    if hurt:
        told = most_told(hurt)
        whole = struck and dead and told == most_told(struck)
        if not dead and persons and only_others(told, reading):
            told += 1  # "one man is in critical condition, three others were injured"
        return rest if rest > 0 and (whole or told < rest) else told
    return max(rest, 0) if firm else max(rest, persons)


def only_others(number: int, reading: Reading) -> bool:
    """Whether a number of injured is told only of people beside others told before them."""
    told = [others_told(claim.span.of(reading.page.text)) for claim in reading.claims
            if claim.kind in ("injured", "casualties") and number_of(claim) == number]
    return bool(told) and all(told)


def victims_beside(dead: int, persons: int, reading: Reading, loose: Sequence[Claim]) -> int:
    """How many of a number of victims were injured, where nothing says what befell them: those who are not dead."""
    others = [claim for claim in loose if others_told(claim.span.of(reading.page.text))]
    whole = numbers([claim for claim in loose if claim not in others], "affected")
    if whole and most_told(whole) > dead + persons:
        return most_told(whole) - dead
    return max([persons, *(most_told(part) for part in [numbers(others, "affected")] if part)])


def numbers(loose: Iterable[Claim], kind: str) -> list[int]:
    """The numbers of two people or more among loose figures of one kind, in the order of the text."""
    return [number for claim in loose if claim.kind == kind and (number := number_of(claim)) > 1]


def others_told(words: str) -> bool:
    """Whether a figure counts people beside others told before it."""
    return bool({"others", "other", "another", "more"} & set(words.lower().split()))


def stated(claims: Iterable[Claim], harm: str, victims: Sequence[Victim]) -> list[int]:
    """The figures of one harm that are told as a number of people, in the order of the text.

    One person told of ("a man was killed") is no such figure, "one person was killed" is. Where no figure is of the
    whole, those of patients stand for it, and where nobody is told of by himself, those of what is recalled.
    """
    own = [claim for claim in claims if claim.kind == harm and number_of(claim)]
    whole = [claim for claim in own if claim.scope == "incident" or claim.scope == "other" and claim.sentence < LEAD]
    if whole:
        return [number_of(claim) for claim in whole]
    many = [claim for claim in own if claim.part_of is None and number_of(claim) > 1]
    parts = [number_of(claim) for claim in many if claim.scope == "partial"]
    return in_a_row(own) or (parts if parts or victims else [number_of(claim) for claim in many])


def in_a_row(claims: Sequence[Claim]) -> list[int]:
    """The sum of parts told in a row, "two civilians and one officer were killed", where no figure is of the whole."""
    parts = [claim for claim in claims if claim.scope == "partial" and claim.part_of is None]
    for one, two in pairwise(parts):
        if one.sentence == two.sentence and 0 < two.span.start - one.span.end <= ROW:
            return [number_of(one) + number_of(two)]
    return []


def number_of(claim: Claim) -> int:
    """The number that a figure tells; 0 where it tells none or is denied."""
    count = claim.count
    if count is None or claim.stance == "denied" or is_vague(claim) or is_indefinite(claim):
        return 0
    number = (count.low if count.low is not None else count.high) or 0
    return number if number > 1 or first_word(count.text) in ONE else 0


def first_word(words: str) -> str:
    """The first word, in small letters."""
    return words.lower().split()[0] if words.split() else ""


def most_told(numbers: Sequence[int]) -> int:
    """The number told most often; of equals the first."""
    counts = Counter(numbers)
    return max(dict.fromkeys(numbers), key=lambda number: counts[number])
