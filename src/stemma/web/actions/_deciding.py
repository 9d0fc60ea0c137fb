"""Several decisions at once: all are made before the first is kept, so that a wrong one keeps none of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from stemma.judgements import make, target_of
from stemma.judgements.standing import standing
from stemma.model import Judgement
from stemma.web.contracts import NotFound
from stemma.web.desk import Desk


class Answer(Struct, frozen=True):
    """One decision on claims."""

    kind: Literal["claim", "same_incident"]
    claims: tuple[str, ...]  # Claim.id
    verdict: Literal["yes", "no"]


def keep(desk: Desk, answers: Sequence[Answer], note: str, seen: int | None) -> tuple[Judgement, ...]:
    """Keeps decisions and has the record made anew; what others decided of the same meanwhile, which is kept too.

    seen: number of the log that the page was made from. Raises NotFound for a claim that the record does not hold.
    """
    look, at = desk.snapshot.look, desk.now()
    made = []
    for answer in answers:
        if missing := [claim for claim in answer.claims if claim not in look.claims]:
            raise NotFound(f"The record holds no claim {missing[0]}; it may have been made anew.")
        targets = [target_of(look.claims[claim], look.by_doc[look.claims[claim].doc].document)
                   for claim in answer.claims]
        made.append(make(answer.kind, targets, desk.user.name, at, answer.verdict, note=note))
    kept = [desk.case.add_judgement(judgement, seen) for judgement in made]
    desk.rebuilding.ask()
    return tuple(rival for one in kept for rival in one.rivals)


def told(done: str, rivals: Sequence[Judgement]) -> str:
    """What is said after decisions were kept."""
    if not rivals:
        return done
    return (f"{done} {rivals[0].by} decided on the same at {rivals[0].at:%H:%M} UTC, after you opened this page. "
            "Both are kept; yours, the later one, holds.")


def pairs_between(desk: Desk, one: Iterable[str], other: Iterable[str], verdict: str) -> list[tuple[str, str]]:
    """Pairs of claims, one of each side, of which people said before that they are one happening, or two.

    To decide otherwise is to answer these again: an older answer to the same question then gives way.
    """
    here, there = set(one), set(other)
    found = []
    for judgement in standing(judgement for judgement in desk.judgements if judgement.kind == "same_incident"):
        ids = tuple(target.id for target in judgement.targets)
        if judgement.verdict == verdict and len(ids) == 2:
            if ids[0] in here and ids[1] in there:
                found.append((ids[0], ids[1]))
            elif ids[1] in here and ids[0] in there:
                found.append((ids[1], ids[0]))
    return found
