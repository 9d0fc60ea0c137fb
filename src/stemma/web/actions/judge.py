"""Keep what somebody decided, and have the record made anew."""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec
from msgspec import Struct

from stemma import casework
from stemma.errors import UsageError
from stemma.model import Target
from stemma.web.contracts import Forbidden, NotFound, Seen
from stemma.web.desk import Desk
from stemma.web.targets import target

HERE = re.compile(r"/(?!/)[^\x00-\x1f\x7f\\]*")  # browsers leave out line breaks, and take \ for /
PATH = "/judgements"
TITLE = "Keep a judgement"


class Body(Struct, frozen=True):
    """A judgement as a page or a program sends it."""

    kind: str
    targets: tuple[str, ...] = ()  # ids of claims, statements, mentions, documents; "d-...:12-40": a place in a text
    verdict: Literal["yes", "no", "unsure"] | None = None
    value: Any = None  # as stemma.judgements.KINDS says; from a form its JSON
    note: str = ""
    seen: Seen = None  # number of the log that the page was made from
    back: str = "/"  # where to go on


class Outcome(Struct, frozen=True):
    """What became of it."""

    message: str
    to: str
    judgement: str  # its id
    new: bool  # False where the same was kept before
    rivals: tuple[str, ...] = ()  # ids of what others decided of the same meanwhile; both are kept


def act(desk: Desk, body: Body) -> Outcome:
    """Raises UsageError, NotFound, Forbidden."""
    if body.kind == "sign_off" and not desk.may("lead"):
        raise Forbidden("Sign an incident on its own page; only a lead signs by hand.")
    kept = casework.decide(desk.case, body.kind, _targets(desk, body), desk.user.name, desk.now(), body.verdict,
                           _value(body.value), body.note, body.seen)
    return told(desk, kept, path_of(body.back))


def told(desk: Desk, kept: casework.Decided, to: str) -> Outcome:
    """Have the record made anew, and say what became of a decision: whoever was second is told of the first."""
    desk.rebuilding.ask()
    message = "Kept." if kept.new else "That was kept before."
    if kept.rivals:
        first = kept.rivals[0]
        message = (f"{first.by} decided on the same at {first.at:%H:%M} UTC, after you opened this page. "
                   "Both are kept; yours, the later one, holds.")
    return Outcome(message, to, kept.judgement.id, kept.new, tuple(rival.id for rival in kept.rivals))


def _targets(desk: Desk, body: Body) -> list[Target]:
    found = [target(desk.snapshot, one) for one in body.targets]
    if missing := [one for one, row in zip(body.targets, found, strict=True) if row is None]:
        raise NotFound(f"The record holds no row {missing[0]}; it may have been made anew.")
    return found


def _value(value: Any) -> Any:
    """From a form a value comes as JSON."""
    if not isinstance(value, str) or not value.startswith(("{", "[", '"')):
        return value
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        raise UsageError("The value cannot be read.") from None


def path_of(back: str) -> str:
    """A path of this workbench; anything else would lead people elsewhere."""
    return back if HERE.fullmatch(back) else "/"
