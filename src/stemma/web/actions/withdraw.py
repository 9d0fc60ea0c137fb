"""Withdraw a judgement: it stays in the log, and the record becomes what it was before it."""

from __future__ import annotations

from msgspec import Struct

from stemma import casework
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


def act(desk: Desk, body: Body, judgement: str) -> Done:
    """Raises NotFound for a judgement that the case does not hold, Forbidden for a signature that only a lead may take
    back: of others, and those that published."""
    found = next((row for row in desk.judgements if row.id == judgement), None)
    if found is None:
        raise NotFound(f"The case holds no judgement {judgement}.")
    if found.kind == "sign_off" and not desk.may("lead") and (
            found.by != desk.user.name or status_in(found) == "published"):
        raise Forbidden("Only a lead may take back a signature of somebody else, or one that published.")
    casework.withdraw(desk.case, judgement, desk.user.name, desk.now(), body.note)
    desk.rebuilding.ask()
    return Done("Withdrawn. It stays in the log.", path_of(body.back))
