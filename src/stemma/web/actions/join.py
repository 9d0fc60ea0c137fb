"""Say that two parties or two places are one."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from stemma import casework
from stemma.errors import UsageError
from stemma.web.actions.judge import Outcome, told
from stemma.web.actions.part import LISTS, spelt
from stemma.web.contracts import Seen
from stemma.web.desk import Desk
from stemma.web.people import row_target

PATH = "/join"
TITLE = "Join two that are held to be two"


class Body(Struct, frozen=True):
    """Which two."""

    kind: Literal["same_party", "same_place"]
    key: str
    other: str
    note: str = ""
    seen: Seen = None


def act(desk: Desk, body: Body) -> Outcome:
    """Raises NotFound, UsageError. The most used spelling of each stands for it."""
    if body.key == body.other:
        raise UsageError("These are one already.")
    targets = []
    for key in (body.key, body.other):
        used = spelt(desk, body.kind, key)
        if not used:
            raise UsageError("No words in the reports name this one, so that nothing can be decided about it.")
        targets.append(row_target(desk.snapshot, used[max(used, key=lambda name: (len(used[name]), name))][0]))
    kept = casework.decide(desk.case, body.kind, targets, desk.user.name, desk.now(), "yes", note=body.note,
                           seen=body.seen)
    return told(desk, kept, LISTS[body.kind])
