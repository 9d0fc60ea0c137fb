"""A question: two rows or one, what may be answered, and how much hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import log2

from msgspec import Struct

from stemma.errors import UsageError
from stemma.ids import make_id
from stemma.judgements import Correction, Verdict, make
from stemma.model import Judgement, Target


class Option(Struct, frozen=True):
    """One answer: the key that gives it, its words, and the judgement that it makes."""

    key: str  # "y", "n", "u", or a digit
    label: str
    verdict: Verdict | None = None
    value: Correction | None = None
    kind: str = ""  # of the judgement, where it is another one than the question's
    turned: bool = False  # whether the judgement is about the targets in the other order


class Question(Struct, frozen=True):
    """Something that the program is unsure of and a person can decide."""

    id: str  # the same for whoever asks this of these rows, in every rebuild
    kind: str  # of the judgement that answers it
    ask: str
    targets: tuple[Target, ...]
    options: tuple[Option, ...]
    why: str  # why the program is unsure, and what would change
    incidents: tuple[str, ...]  # Incident.id; the one that it is most about first
    weight: float  # people by whom the published figures would move, on a scale of doublings, times the doubt: weighed
    # What the targets stand for: an answer about other rows of these two answers this question too. "" is a row itself.
    sides: tuple[str, ...] = ()
    answered: Judgement | None = None  # the judgement that stands
    disputed: bool = False  # whether two people gave answers that cannot both hold

    def targets_of(self, option: Option) -> tuple[Target, ...]:
        """The rows that the judgement of an option is about, in its order."""
        targets = self.targets[::-1] if option.turned else self.targets
        return targets[:1] if option.kind and option.kind != self.kind else targets


UNSURE = Option("u", "unsure", "unsure")
YES_NO = (Option("y", "yes", "yes"), Option("n", "no", "no"), UNSURE)
LEAST_DOUBT, MOST_DOUBT = 0.05, 1.0


def asked(kind: str, ask: str, targets: Sequence[Target], why: str, incidents: Sequence[str], weight: float,
          options: tuple[Option, ...] = YES_NO, sides: Sequence[str] = ()) -> Question:
    """The question, with an id that depends on its kind, its rows and the field that is asked for alone."""
    field = next((option.value.field for option in options if option.value), "")
    return Question(make_id("q", *key_of(kind, [target.id for target in targets], field)), kind, ask, tuple(targets),
                    options, why, tuple(dict.fromkeys(incidents)), weight, tuple(sides))


def key_of(kind: str, rows: Sequence[str], field: str = "") -> tuple[str, ...]:
    """What is asked, as `judgements.question_of` gives it of an answer; the order of a pair does not matter."""
    return (kind, *sorted(rows), field)


def weighed(people: float, doubt: float) -> float:
    """The weight of a question: doublings of the people by whom published figures would move, times the doubt.

    people: by how many the ends of ranges would move (see `_stakes`), 0 where no figure would; doubt: 0 sure .. 1 a
    coin's toss. A question that moves no figure weighs as much as the program is unsure; one that moves 14 people four
    times as much, one that moves 254 eight times.
    """
    return round(log2(2 + people) * min(MOST_DOUBT, max(LEAST_DOUBT, doubt)), 3)


def decided(question: Question, key: str, by: str, at: datetime, note: str = "") -> Judgement:
    """The judgement that the option with this key makes. UsageError where the question has no such option."""
    option = next((option for option in question.options if option.key == key), None)
    if option is None:
        keys = ", ".join(option.key for option in question.options)
        raise UsageError(f"This question is answered by one of {keys}, not by {key!r}.")
    targets = question.targets_of(option)
    return make(option.kind or question.kind, targets, by, at, option.verdict, option.value, note)
