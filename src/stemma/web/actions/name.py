"""Say what a person or organisation is to be called; the other spellings stay with it."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from stemma import casework
from stemma.errors import UsageError
from stemma.web.actions.judge import Outcome, told
from stemma.web.actions.part import spelt
from stemma.web.contracts import Seen
from stemma.web.desk import Desk
from stemma.web.people import row_target

PATH = "/name"
TITLE = "Say what a party is to be called"


class Body(Struct, frozen=True):
    """Which one, and the name."""

    key: str
    name: str
    note: str = ""
    seen: Seen = None


def act(desk: Desk, body: Body) -> Outcome:
    """Raises NotFound, UsageError for an empty name."""
    used = spelt(desk, "same_party", body.key)
    if not used:
        raise UsageError("No words in the reports name this one, so that nothing can be decided about it.")
    row = used[max(used, key=lambda name: (len(used[name]), name))][0]
    kept = casework.decide(desk.case, "party_name", [row_target(desk.snapshot, row)], desk.user.name, desk.now(),
                           value=body.name.strip(), note=body.note, seen=body.seen)
    return told(desk, kept, f"/parties/{quote(body.key)}")
