"""Make the record anew, with what people have decided since."""

from __future__ import annotations

from stemma.web.contracts import Done, Empty
from stemma.web.desk import Desk

PATH = "/build"
TITLE = "Make the record anew"


def act(desk: Desk, body: Empty) -> Done:
    """Starts the build and does not wait for it."""
    desk.rebuilding.ask(at_once=True)
    return Done("The record is being made anew.", "/")
