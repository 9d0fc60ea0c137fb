"""Who works here, and what they may do."""

from __future__ import annotations

from msgspec import Struct

from stemma.web.contracts import ROLES, Empty, Role
from stemma.web.desk import Desk

PATH = "/me"
TITLE = "Who works here"
TEMPLATE = "me.html"
KEPT = False
MAY = {"viewer": "Read everything.", "coder": "Read everything, decide, correct, sign as reviewed.",
       "lead": "Read everything, decide, correct, sign as published, change accounts."}


class Context(Struct, frozen=True):
    """The person."""

    name: str
    role: Role
    account: bool
    may: str
    decided: int  # decisions of this person that are not withdrawn
    roles: tuple[Role, ...]
    token: str  # for programs: what their X-CSRF-Token has to hold while they keep the cookies of this answer


def show(desk: Desk, query: Empty) -> Context:
    """Whoever asks."""
    decided = sum(judgement.by == desk.user.name and judgement.withdrawn is None for judgement in desk.judgements)
    return Context(desk.user.name, desk.user.role, desk.user.account, MAY[desk.user.role], decided, ROLES,
                   desk.token)
