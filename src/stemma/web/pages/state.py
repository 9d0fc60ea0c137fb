"""How far the record is behind what people decided: a part of a page, asked for again and again."""

from __future__ import annotations

from msgspec import Struct

from stemma.web.desk import Desk

PATH = "/state"
TITLE = "Whether the record is up to date"
TEMPLATE = "_state.html"
KEPT = False


class Query(Struct, frozen=True):
    """Which build the page that asks was made from."""

    mark: str = ""  # or its beginning


class Context(Struct, frozen=True):
    """The state of the record."""

    building: bool
    failed: str
    pending: int  # decisions that the record does not show yet
    mark: str  # of the last build
    newer: bool  # whether the page that asks is older than that


def show(desk: Desk, query: Query) -> Context:
    """What is going on."""
    state, mark = desk.state, desk.snapshot.mark
    return Context(state.building, state.failed, len(desk.pending), mark, not mark.startswith(query.mark))
