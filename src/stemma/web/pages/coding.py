"""An incident by every coding convention, side by side, with the reason for each value."""

from __future__ import annotations

from msgspec import Struct

from stemma.web.desk import Desk
from stemma.web.pages import _codings
from stemma.web.pages._codings import CodedColumn
from stemma.web.pages._incident import moved, path_of

PATH = "/incidents/{incident}/coding"
TITLE = "An incident as conventions code it"
TEMPLATE = "coding.html"


class Query(Struct, frozen=True):
    """Whether only the table of the numbers is wanted, as a part of another page."""

    part: bool = False


class Context(Struct, frozen=True):
    """The codings."""

    elsewhere: str = ""
    id: str = ""
    title: str = ""
    part: bool = False
    aspects: tuple[str, ...] = ()  # those that any convention has, in their order
    columns: tuple[CodedColumn, ...] = ()


def show(desk: Desk, query: Query, incident: str) -> Context:
    """Raises NotFound."""
    found = desk.snapshot.incidents.get(incident)
    if found is None:
        return Context(elsewhere=f"{path_of(desk.snapshot.incidents[moved(desk, incident)])}/coding")
    columns = _codings.columns(desk.snapshot, found)
    there = {one.aspect for column in columns for one in column.aspects}
    return Context(id=found.id, title=found.title, part=query.part, columns=columns,
                   aspects=tuple(aspect for aspect in _codings.aspects() if aspect in there))
