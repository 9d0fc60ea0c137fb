"""Every figure of an incident, one by one, for review."""

from __future__ import annotations

from msgspec import Struct

from stemma.web.contracts import Empty
from stemma.web.desk import Desk
from stemma.web.pages._figures import FigureRow, figure_rows, judged
from stemma.web.pages._incident import anchor_of, moved, path_of

PATH = "/incidents/{incident}/figures"
TITLE = "The figures of an incident"
TEMPLATE = "figures.html"


class Context(Struct, frozen=True):
    """The figures."""

    elsewhere: str = ""
    id: str = ""
    anchor: str = ""
    title: str = ""
    figures: tuple[FigureRow, ...] = ()
    seen: int = 0


def show(desk: Desk, query: Empty, incident: str) -> Context:
    """Raises NotFound."""
    snapshot = desk.snapshot
    found = snapshot.incidents.get(incident)
    if found is None:
        return Context(elsewhere=f"{path_of(snapshot.incidents[moved(desk, incident)])}/figures")
    anchor = anchor_of(snapshot, found)
    return Context(id=found.id, anchor=anchor.id if anchor else "", title=found.title, seen=desk.head[0],
                   figures=figure_rows(desk, found, judged(desk, found)))
