"""Days: which dates of a report say when something happened, and which day its main happening was."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from stemma.incidents.triggers import STRUCK, kinds_in
from stemma.values import When

# Counts move on days of their own: "the toll climbed to 23 on Saturday".
TOLL_MOVES = re.compile(
    r"\b(?:toll|number of (?:dead|injured|wounded|victims|people killed)|dead now|(?:rose|risen|climb\w*|increased|"
    r"revised|stood|stands|reached|jumped|grew|grown) (?:to|at|from)|remained? in hospital|had since died|buried|"
    r"funerals?)\b",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(r"^['’]s?\s+((?:[\w-]+\s+){0,3}[\w-]+)")
NIGHT = timedelta(1)  # from a night's first day to its last
OF_ATTACK = 4.0  # weight of a date that an attack is named by: "Monday's strike"
PLAIN_WEIGHT, PLAIN_SHARE = 6.0, 0.6  # a date with words of attack in a report's lead; of all its dates
REACH = 45  # characters within which a date hangs on a word of attack


class DayVote(Struct, frozen=True):
    """One date of a report, with how much it says about the day of the main happening."""

    when: When
    weight: float


def attachment(before: str, after: str, sentence: str) -> float:
    """How firmly a date hangs on words of attack, rather than on a count or on speech.

    `before` and `after` are the sentence's words on either side of the date.
    """
    possessive = POSSESSIVE.match(after)
    if possessive and attacks(possessive.group(1)):
        return OF_ATTACK
    near = before[-REACH:]
    if attacks(near) and not TOLL_MOVES.search(near):
        return 3.0
    if TOLL_MOVES.search(sentence):
        return 0.25
    return 2.0 if attacks(after[:REACH]) else 1.0


def attacks(words: str) -> bool:
    """Whether words name an attack or say that something was struck."""
    return bool(STRUCK.search(words) or kinds_in(words))


def best_day(votes: Iterable[DayVote]) -> When | None:
    """The day with the most weight behind it, in its most telling wording; dates that name no day are passed over."""
    weights: dict[tuple, float] = defaultdict(float)
    whens: dict[tuple, When] = {}
    for vote in votes:
        when = vote.when
        if when.precision not in ("day", "days") and when.weekday is None and when.month_day is None:
            continue
        key = day_key(when)
        weights[key] += vote.weight
        if key not in whens or specificity(when) > specificity(whens[key]):
            whens[key] = when
    best = max(sorted(weights, key=str), key=lambda key: weights[key], default=None)
    return whens[best] if best is not None else None


def plainly(votes: Iterable[DayVote], when: When | None) -> bool:
    """Whether a report says this day plainly: with words of attack, and hardly another one beside it.

    Set on a register's reports on shootings: of days so told 19 in 20 were the day of the shooting.
    """
    if when is None or when.start is None or when.precision != "day":
        return False
    weights: dict[tuple, float] = defaultdict(float)
    for vote in votes:
        weights[day_key(vote.when)] += vote.weight
    own = weights[day_key(when)]
    dated = sum(weight for key, weight in weights.items() if key[0] != "other" or key[1])
    return own >= PLAIN_WEIGHT and own >= PLAIN_SHARE * dated


def day_key(when: When) -> tuple:
    """What makes two dates of one document the same day."""
    if when.start is not None:
        return ("days", when.start, when.end) if is_period(when) else ("day", when.start)
    return ("weekday", when.weekday) if when.weekday is not None else ("other", when.month_day, when.offset)


def is_period(when: When) -> bool:
    """Whether a date is a stretch of days, which is not its first day; a night counts as the day on which it begins."""
    return when.precision == "days" and (when.start is None or (when.end or when.start) - when.start > NIGHT)


def specificity(when: When) -> int:
    """How much a date says."""
    return 4 * (when.start is not None) + 2 * (when.month_day is not None) + (when.weekday is not None)


def may_be_one_day(a: When, b: When) -> bool:
    """Whether two dates may be the same day; what is not known keeps nothing apart."""
    if a.start is not None and b.start is not None:
        return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)
    if a.start is None and is_period(a) or b.start is None and is_period(b):
        return True
    if a.month_day and b.month_day and a.month_day != b.month_day:
        return False
    if a.weekday is not None and b.weekday is not None and a.weekday != b.weekday:
        return False
    known, other = (a, b) if a.start is not None else (b, a)
    if known.start is not None:
        if other.month_day and other.month_day != (known.start.month, known.start.day):
            return False
        return other.weekday is None or other.weekday == known.start.weekday()
    return True
