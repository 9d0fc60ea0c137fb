"""Sign out: the session ends."""

from __future__ import annotations

from stemma.web.contracts import Done, Empty
from stemma.web.desk import Desk

PATH = "/sign-out"
TITLE = "Sign out"
ROLE = None


def act(desk: Desk, body: Empty) -> Done:
    """Does nothing where nobody has signed in."""
    if desk.session:
        desk.case.accounts.end(desk.session)
        desk.begin_session("")
    return Done("Signed out.", "/sign-in")
