"""Make an account."""

from __future__ import annotations

from msgspec import Struct

from stemma.web.contracts import Done, Role
from stemma.web.desk import Desk

PATH = "/accounts"
TITLE = "Make an account"
ROLE = "lead"
HASHES = True


class Body(Struct, frozen=True):
    """Whose it is, what they may do, and a first password."""

    name: str
    role: Role
    password: str


def act(desk: Desk, body: Body) -> Done:
    """Raises UsageError for a name that is taken or a password that is too short."""
    account = desk.case.accounts.add(body.name, body.password, body.role, desk.user.name, desk.now())
    return Done(f"{account.shown} has an account.", "/accounts")
