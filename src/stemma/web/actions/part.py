"""Say that some spellings of a party or a place mean another one."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from stemma import casework
from stemma.errors import UsageError
from stemma.web.actions.judge import Outcome, told
from stemma.web.contracts import NotFound, Seen
from stemma.web.desk import Desk
from stemma.web.people import names_of, row_target, spellings_of

PATH = "/part"
TITLE = "Part two that are held to be one"
LISTS = {"same_party": "/parties", "same_place": "/places"}


class Body(Struct, frozen=True):
    """Of which party or place, and which of its spellings."""

    kind: Literal["same_party", "same_place"]
    key: str
    names: tuple[str, ...] = ()
    note: str = ""
    seen: Seen = None


def act(desk: Desk, body: Body) -> Outcome:
    """Raises NotFound, and UsageError where none or all of the spellings are chosen.

    One judgement for each chosen spelling, against the most used of those that stay.
    """
    used = spelt(desk, body.kind, body.key)
    chosen = [name for name in used if name in body.names]
    staying = [name for name in used if name not in body.names]
    if not chosen or not staying:
        raise UsageError("Choose some of the spellings, and leave at least one.")
    anchor = row_target(desk.snapshot, used[max(staying, key=lambda name: (len(used[name]), name))][0])
    at = desk.now()
    kept = [casework.decide(desk.case, body.kind, [row_target(desk.snapshot, used[name][0]), anchor], desk.user.name,
                            at, "no", note=body.note, seen=body.seen) for name in chosen]
    first = row_target(desk.snapshot, used[chosen[0]][0])
    for name in chosen[1:]:  # those that go, go together
        casework.decide(desk.case, body.kind, [first, row_target(desk.snapshot, used[name][0])], desk.user.name, at,
                        "yes", note=body.note)
    return told(desk, kept[0], LISTS[body.kind])


def spelt(desk: Desk, kind: str, key: str) -> dict[str, tuple[str, ...]]:
    """The spellings of a party or place with the rows that use them. Raises NotFound."""
    look = desk.snapshot.look
    if kind == "same_party" and key in look.parties:
        return names_of(desk.snapshot, look.parties[key])
    if kind == "same_place" and key in look.places:
        return spellings_of(desk.snapshot, look.places[key])
    raise NotFound("The record holds nothing of that name any more.")
