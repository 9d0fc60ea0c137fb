"""Two incidents that are one happening."""

from __future__ import annotations

import re

from msgspec import Struct

from stemma.errors import UsageError
from stemma.web.actions._deciding import Answer, keep, pairs_between, told
from stemma.web.contracts import Done, NotFound, Seen
from stemma.web.desk import Desk
from stemma.web.pages._incident import anchor_of, incident_of, path_of

PATH = "/incidents/{incident}/merge"
TITLE = "Make two incidents one"
ID = re.compile(r"i-[0-9a-f]{6,64}")


class Body(Struct, frozen=True):
    """The other incident: one of those offered, or named by its id or address."""

    other: str = ""
    named: str = ""
    note: str = ""
    seen: Seen = None


def act(desk: Desk, body: Body, incident: str) -> Done:
    """Raises UsageError, NotFound."""
    found = incident_of(desk, incident)
    named = ID.search(body.named or body.other)
    if named is None:
        raise UsageError("Choose the other incident, or give its id: it begins with i- and stands in its address.")
    other = desk.snapshot.incidents.get(named.group())
    if other is None:
        raise NotFound(f"The case has no incident {named.group()}.")
    if other.id == found.id:
        raise UsageError("That is the same incident.")
    one, two = anchor_of(desk.snapshot, found), anchor_of(desk.snapshot, other)
    if one is None or two is None:
        raise UsageError("An incident without a claim cannot be joined.")
    pairs = dict.fromkeys([(one.id, two.id), *pairs_between(desk, found.claims, other.claims, "no")])
    rivals = keep(desk, [Answer("same_incident", pair, "yes") for pair in pairs], body.note, body.seen)
    return Done(told("Kept: the two are one happening.", rivals), f"{path_of(found, one.id)}#decisions")
