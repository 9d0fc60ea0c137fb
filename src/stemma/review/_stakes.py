"""What hangs on an answer: by how many people the published figures would move, and that in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from stemma.assessments.weighing import toll_range
from stemma.model import Claim
from stemma.report import words
from stemma.values import HARMS

# How much one person more or less weighs, by harm. Figures of flight are thousands of times those of the dead, and
# known far less exactly.
WEIGHTS = {"killed": 1.0, "casualties": 0.7, "injured": 0.5, "missing": 0.5, "captured": 0.3, "displaced": 0.01,
           "affected": 0.01}
MOST_TOLD = 2  # harms in one sentence
SOURCE = 5  # people that one independent source more or less weighs


class Range(Struct, frozen=True):
    """A toll as it is published; both ends are inclusive."""

    low: int
    high: int
    open_end: bool

    @property
    def told(self) -> str:
        """"11", "11 to 24", "11 or more"."""
        span = words.bounds(self.low, self.high)
        return f"{span} or more" if self.open_end else span


Ranges = Mapping[str, Range]  # by harm; harms of which no number is given are not in it


def ranges(tolls: Mapping[str, Sequence[Claim]]) -> dict[str, Range]:
    """The range of each harm, as `assessments.weighing` reads it from these figures."""
    found = {}
    for harm in tolls:
        low, high, open_end, _ = toll_range(tolls[harm])
        if low is not None and high is not None:
            found[harm] = Range(low, high, open_end)
    return found


def moved(before: Ranges, after: Ranges) -> float:
    """People by whom the ends of the ranges differ, weighed by harm; a range that comes or goes counts by its high
    end."""
    return sum(WEIGHTS[harm] * _apart(before.get(harm), after.get(harm)) for harm in {*before, *after})


def _apart(a: Range | None, b: Range | None) -> int:
    if a is None or b is None:
        known = a or b
        return known.high if known else 0
    return abs(a.low - b.low) + abs(a.high - b.high)


def counted_twice(a: Ranges, b: Ranges) -> float:
    """People that a case counts twice if two incidents are one, weighed by harm."""
    return sum(WEIGHTS[harm] * min(a[harm].high, b[harm].high) for harm in {*a} & {*b})


def change(before: Ranges, after: Ranges, condition: str) -> str:
    """"If they are one, the toll becomes 11 to 24 killed (now 11).", or that it would stay; condition: "they are
    one"."""
    other, gone = [], []
    for harm in (harm for harm in HARMS if before.get(harm) != after.get(harm)):
        old, new = before.get(harm), after.get(harm)
        now = f"{word_of(harm)} (now {old.told if old else 'none'})"
        if new:
            other.append(f"{new.told} {now}")
        else:
            gone.append(f"no figure of people {now} is left")
    becomes = [f"the toll becomes {words.listed(other)}"] if other else []
    return f"If {condition}, {', and '.join([*becomes, *gone]) or 'no toll changes'}."


def told(found: Ranges) -> str:
    """"11 to 24 killed and 5 injured": the first harms, which weigh most; "no number" where none is given."""
    shown = [f"{found[harm].told} {word_of(harm)}" for harm in HARMS if harm in found][:MOST_TOLD]
    return words.listed(shown) or "no number"


def word_of(harm: str) -> str:
    """A harm within a sentence: "killed"."""
    return {"casualties": "killed or injured", "affected": "affected"}.get(harm, harm)


def figure(claim: Claim) -> str:
    """A figure in words: "11 killed", "24 to 99 injured (“dozens”)"."""
    if claim.count is None:
        return f"{claim.kind.replace('_', ' ')}: {claim.value}" if claim.value else claim.kind.replace("_", " ")
    read = words.reading(claim.count)
    vague = f" (“{claim.count.text}”)" if not claim.count.stated else ""
    return f"{read} {word_of(claim.kind)}{vague}"
