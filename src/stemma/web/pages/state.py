"""How far the record is behind what people decided: a part of a page, asked for again and again."""

from __future__ import annotations

from msgspec import Struct

from stemma.web.contracts import Empty
from stemma.web.desk import Desk

PATH = "/state"
TITLE = "Whether the record is up to date"
TEMPLATE = "_state.html"
KEPT = False


class Context(Struct, frozen=True):
    """The state of the record."""

    building: bool
    failed: str
    pending: int  # decisions that the record does not show yet
    mark: str  # of the build that is shown


def show(desk: Desk, query: Empty) -> Context:
    """What is going on."""
    state = desk.state
    return Context(state.building, state.failed, len(desk.pending), desk.snapshot.mark)
