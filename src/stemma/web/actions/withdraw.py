"""Withdraw a judgement: it stays in the log, and the record becomes what it was before it."""

from __future__ import annotations

from msgspec import Struct

from stemma import casework
from stemma.model import Judgement
from stemma.web.actions.judge import path_of
from stemma.web.contracts import Done, Forbidden, NotFound
from stemma.web.desk import Desk
from stemma.web.pages.incident import status_in

PATH = "/judgements/{judgement}/withdraw"
TITLE = "Withdraw a judgement"


class Body(Struct, frozen=True):
    """Why, and where to go on."""

    note: str = ""
    back: str = "/log"
    together: bool = False  # also what the same person decided with it at the same press of a button


def act(desk: Desk, body: Body, judgement: str) -> Done:
    """Raises NotFound for a judgement that the case does not hold, Forbidden for a signature that only a lead may take
    back: of others, and those that published."""
    found = next((row for row in desk.judgements if row.id == judgement), None)
    if found is None:
        raise NotFound(f"The case holds no judgement {judgement}.")
    if found.kind == "sign_off" and not desk.may("lead") and (
            found.by != desk.user.name or status_in(found) == "published"):
        raise Forbidden("Only a lead may take back a signature of somebody else, or one that published.")
    at = desk.now()
    for one in _with(desk, found) if body.together else (found,):
        casework.withdraw(desk.case, one.id, desk.user.name, at, body.note)
    desk.rebuilding.ask()
    return Done("Withdrawn. It stays in the log.", path_of(body.back))


def _with(desk: Desk, judgement: Judgement) -> list[Judgement]:
    """A judgement and those made with it: an incident that is split takes several, all of one time."""
    return [one for one in desk.judgements if (one.by, one.at) == (judgement.by, judgement.at)]
