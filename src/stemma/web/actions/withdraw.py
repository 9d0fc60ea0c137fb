"""Withdraw a judgement: it stays in the log, and the record becomes what it was before it."""

from __future__ import annotations

from msgspec import Struct

from stemma import casework
from stemma.web.actions.judge import path_of
from stemma.web.contracts import Done, NotFound
from stemma.web.desk import Desk

PATH = "/judgements/{judgement}/withdraw"
TITLE = "Withdraw a judgement"


class Body(Struct, frozen=True):
    """Why, and where to go on."""

    note: str = ""
    back: str = "/log"


def act(desk: Desk, body: Body, judgement: str) -> Done:
    """Raises NotFound for a judgement that the case does not hold."""
    if all(row.id != judgement for row in desk.judgements):
        raise NotFound(f"The case holds no judgement {judgement}.")
    casework.withdraw(desk.case, judgement, desk.user.name, desk.now(), body.note)
    desk.rebuilding.ask()
    return Done("Withdrawn. It stays in the log.", path_of(body.back))
