"""Say of a figure whether its report says so, or that it is of another happening."""

from __future__ import annotations

from msgspec import Struct

from stemma.errors import UsageError
from stemma.web.actions import incident_split
from stemma.web.actions._deciding import Answer, keep, told
from stemma.web.contracts import Done, Seen
from stemma.web.desk import Desk
from stemma.web.pages._incident import anchor_of, incident_of, path_of

PATH = "/incidents/{incident}/figures"
TITLE = "Say whether figures are right"


class Body(Struct, frozen=True):
    """The figures, by Claim.id; in a form the button that was pressed says which one."""

    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()  # their report does not say so
    apart: tuple[str, ...] = ()  # of another happening
    note: str = ""
    seen: Seen = None


def act(desk: Desk, body: Body, incident: str) -> Done:
    """Raises UsageError, NotFound."""
    if body.apart:
        return incident_split.act(desk, incident_split.Body(body.apart, body.note, body.seen), incident)
    found = incident_of(desk, incident)
    answers = [*(Answer("claim", (claim,), "yes") for claim in body.right),
               *(Answer("claim", (claim,), "no") for claim in body.wrong)]
    if not answers:
        raise UsageError("Press the button of the figure that you mean.")
    rivals = keep(desk, answers, body.note, body.seen)
    anchor = anchor_of(desk.snapshot, found, body.wrong)
    return Done(told("Kept.", rivals), f"{path_of(found, anchor.id if anchor else '')}#figures")
