"""Places that reports name, with where the gazetteer has them and what else a name could mean."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from stemma.model import Place
from stemma.web.desk import Desk
from stemma.web.paging import paged

PATH = "/places"
TITLE = "Places"
TEMPLATE = "places.html"


class Query(Struct, frozen=True):
    """Which, and which page of them."""

    words: str = ""
    unsure: bool = False  # only those that could be several places, or are in no gazetteer
    page: int = 1


class PlaceRow(Struct, frozen=True):
    """One place in the list."""

    key: str
    name: str
    kind: str
    country: str
    located: bool
    variants: tuple[str, ...]
    rivals: int  # other readings of its name
    times: int
    incidents: int


class Context(Struct, frozen=True):
    """One page of the list."""

    total: int
    found: int
    page: int
    pages: int
    asked: Query
    rows: tuple[PlaceRow, ...]


def show(desk: Desk, query: Query) -> Context:
    """Those that were asked for, the most named first."""
    snapshot = desk.snapshot
    struck = snapshot.kept("incidents by place", lambda: Counter(
        incident.place for incident in snapshot.record.incidents if incident.place))
    ordered = snapshot.kept("places in order", lambda: sorted(
        snapshot.record.places, key=lambda place: (-struck[place.key], -len(place.mentions), place.key)))
    found = [place for place in ordered if _wanted(place, query)]
    page, pages, shown = paged(found, query.page)
    rows = tuple(
        PlaceRow(place.key, place.name, place.kind, place.country or "", place.lat is not None,
                 tuple(name for name in place.variants if name != place.name), len(place.rivals), len(place.mentions),
                 struck[place.key])
        for place in shown)
    return Context(len(ordered), len(found), page, pages, query, rows)


def _wanted(place: Place, query: Query) -> bool:
    if query.unsure and place.lat is not None and not place.rivals:
        return False
    if not query.words:
        return True
    text = " ".join((place.name, place.country or "", *place.variants)).casefold()
    return all(word in text for word in query.words.casefold().split())
