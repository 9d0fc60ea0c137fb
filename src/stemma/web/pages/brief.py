"""An incident on one page of plain prose: known, claimed, disputed, not known."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from stemma.brief import brief_of
from stemma.report.briefs import BriefView, brief_view
from stemma.web.contracts import Empty
from stemma.web.desk import Desk
from stemma.web.pages._incident import briefs, lean_look, moved, path_of

PATH = "/incidents/{incident}/brief"
TITLE = "An incident in brief"
TEMPLATE = "incident_brief.html"


class Context(Struct, frozen=True):
    """The brief."""

    elsewhere: str = ""
    id: str = ""
    title: str = ""
    brief: BriefView | None = None


def show(desk: Desk, query: Empty, incident: str) -> Context:
    """Raises NotFound."""
    snapshot = desk.snapshot
    found = snapshot.incidents.get(incident)
    if found is None:
        return Context(elsewhere=f"{path_of(snapshot.incidents[moved(desk, incident)])}/brief")
    look = lean_look(snapshot, found)
    table = replace(briefs(snapshot), record=look.record)
    return Context(id=found.id, title=found.title, brief=brief_view(look, brief_of(table, found.id)))
