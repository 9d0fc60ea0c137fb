"""Correct one field of a claim. A form has a field for each part of a value; programs send judgements."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from stemma import casework
from stemma.errors import UsageError
from stemma.model import Claim
from stemma.values import Count, Group, Source, Status, Victims, When
from stemma.web.actions.judge import Outcome, told
from stemma.web.contracts import NotFound, Seen
from stemma.web.desk import Desk
from stemma.web.targets import target

PATH = "/claims/{claim}/correct"
TITLE = "Correct one field of a claim"
HIGHEST = 10_000_000  # people; a larger number in a form is a slip of the finger


class Body(Struct, frozen=True):
    """One field and its parts; parts of other fields are passed over."""

    field: Literal["kind", "count", "scope", "stance", "victims", "when", "source"]
    kind: str = ""
    low: int | None = None
    high: int | None = None
    open_end: bool = False  # of a count: that many or more
    scope: str = ""
    stance: str = ""
    status: Status = "unspecified"
    group: Group | Literal[""] = ""
    since: date | None = None
    until: date | None = None
    source_kind: Literal["person", "org", "unnamed", "narrator"] = "person"
    source: str = ""
    role: str = ""
    note: str = ""
    seen: Seen = None


def act(desk: Desk, body: Body, claim: str) -> Outcome:
    """Raises UsageError for a value that the field cannot have, or has already; NotFound."""
    row = desk.snapshot.look.claims.get(claim)
    found = target(desk.snapshot, claim)
    if row is None or found is None:
        raise NotFound("The record holds no such claim; it may have been made anew.")
    to = _value(body, row)
    if not _awaited(desk, claim) and _said(to) == _said(getattr(row, body.field)):
        raise UsageError("That is what it says now.")
    kept = casework.decide(desk.case, "value", [found], desk.user.name, desk.now(),
                           value={"field": body.field, "to": to}, note=body.note, seen=body.seen)
    return told(desk, kept, f"/claims/{claim}")


def _value(body: Body, row: Claim) -> object:
    if body.field == "count":
        return counted(body.low, body.high, body.open_end, row.count.text if row.count else "")
    if body.field == "victims":
        return Victims(body.status, body.group or None)
    if body.field == "when":
        return _when(body, row)
    if body.field == "source":
        return sourced(body.source_kind, body.source, body.role)
    return getattr(body, body.field)


def _awaited(desk: Desk, claim: str) -> bool:
    """Whether a decision on the claim is not in the record yet: what the record says may then be the correction."""
    return any(target.id == claim for judgement in desk.pending for target in judgement.targets)


def _said(value: object) -> object:
    """What a form can say of a field's value, so that a form sent as it was opened changes nothing: "dozens" is 24 to
    99 there, and how it was put is not asked."""
    if isinstance(value, Count):
        return value.low or 0, value.high
    if isinstance(value, When):
        return value.start, value.end or value.start
    if isinstance(value, Source):
        return (value.kind, value.name, value.role or "") if value.known else "narrator"
    return value


def counted(low: int | None, high: int | None, open_end: bool, text: str) -> Count:
    """A number of people from a form. Raises UsageError where there is none."""
    if low is None and high is None:
        raise UsageError("A figure needs a number.")
    low = low if low is not None else 0
    high = None if open_end else low if high is None else high
    if not 0 <= low <= HIGHEST or (high is not None and not low <= high <= HIGHEST):
        raise UsageError(f"A figure runs from a lower to a higher number, each from 0 to {HIGHEST:,}.")
    wording = "at_least" if high is None else "exact" if low == high else "range"
    return Count(low, high, wording, text or str(low))


def sourced(kind: str, name: str, role: str) -> Source:
    """A source from a form. Raises UsageError where it has no name and is not the report itself."""
    if kind == "narrator":
        return Source("narrator")
    if not name.strip():
        raise UsageError("Say who: a name, or the words that the report has for somebody without one.")
    return Source(kind, name.strip(), role=role.strip() or None)


def _when(body: Body, row: Claim) -> When:
    if body.since is None:
        raise UsageError("A day is needed.")
    end = body.until or body.since
    if end < body.since:
        raise UsageError("The last day lies before the first.")
    return When(row.when.text if row.when else "", body.since, end, "day" if end == body.since else "days",
                body.since.weekday() if end == body.since else None)
