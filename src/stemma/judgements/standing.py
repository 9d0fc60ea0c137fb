"""Which judgements hold: those that nobody withdrew and that no later answer to the same question has replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from stemma.judgements.making import question_of
from stemma.model import Judgement


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that hold, earliest first; of one time by id.

    Of several answers to one question (`question_of`) the last holds, "unsure" too: it decides nothing, and takes back
    what was decided before.
    """
    last = {question_of(judgement): judgement for judgement in in_time(judgements) if judgement.withdrawn is None}
    return in_time(last.values())


def disagreements(judgements: Iterable[Judgement]) -> tuple[tuple[Judgement, ...], ...]:
    """Questions to which several people gave different answers: the last answer of each, earliest first; the last one
    holds. Withdrawn answers are left out, and so are signatures: one that follows another is a step, not a contest.
    """
    by_question: dict[tuple[str, ...], dict[str, Judgement]] = defaultdict(dict)
    for judgement in in_time(judgements):
        if judgement.withdrawn is None and judgement.kind != "sign_off":
            by_question[question_of(judgement)][judgement.by] = judgement
    found = [in_time(answers.values()) for answers in by_question.values()]
    return tuple(sorted((answers for answers in found if len({answer_of(one) for one in answers}) > 1),
                        key=lambda answers: time_of(answers[-1])))


def answer_of(judgement: Judgement) -> tuple[object, ...]:
    """What a judgement says; that one text repeats another says also which one is the copy."""
    order = (judgement.subject,) if judgement.kind == "copy_of" and judgement.verdict == "yes" else ()
    return (judgement.verdict, judgement.value, *order)


def in_time(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements from the earliest to the latest, those of one time by id."""
    return tuple(sorted(judgements, key=time_of))


def time_of(judgement: Judgement) -> tuple[datetime, str]:
    """What orders judgements; a time without a zone is one in UTC."""
    at = judgement.at if judgement.at.tzinfo else judgement.at.replace(tzinfo=UTC)
    return at, judgement.id
