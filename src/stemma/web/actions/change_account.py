"""Change what an account may do, or whether it may do anything."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from stemma.web.contracts import Done, Role
from stemma.web.desk import Desk

PATH = "/accounts/change"
TITLE = "Change an account"
ROLE = "lead"
HASHES = True


class Body(Struct, frozen=True):
    """Which account, and what about it."""

    name: str
    what: Literal["role", "disable", "enable"]
    role: Role = "viewer"


def act(desk: Desk, body: Body) -> Done:
    """Raises UsageError where nobody would be lead any more, or there is no such account."""
    accounts, by, at = desk.case.accounts, desk.user.name, desk.now()
    if body.what == "role":
        accounts.set_role(body.name, body.role, by, at)
    elif body.what == "disable":
        accounts.disable(body.name, by, at)
    else:
        accounts.enable(body.name, by, at)
    return Done("Changed.", "/accounts")
