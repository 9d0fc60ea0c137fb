"""One place: spellings and where they are used, what it could be, what happened there; split and merge."""

from __future__ import annotations

from msgspec import Struct

from stemma.model import Place
from stemma.values import Geo
from stemma.web.contracts import NotFound
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.pages.claim import ClaimDecision, by_target, told
from stemma.web.people import in_reports, spellings_of

PATH = "/places/{key:path}"
TITLE = "A place"
TEMPLATE = "place.html"
NEAR = 8  # places offered for merging


class Query(Struct, frozen=True):
    """Words to find another one by."""

    find: str = ""


class PlaceSpelling(Struct, frozen=True):
    """One way in which reports write it."""

    name: str
    rows: tuple[str, ...]  # Mention.id
    reports: str


class PlaceIncident(Struct, frozen=True):
    """What happened there."""

    id: str
    title: str
    day: str


class PlaceChoice(Struct, frozen=True):
    """Another one that may be the same."""

    key: str
    name: str
    about: str


class Context(Struct, frozen=True):
    """The place."""

    key: str
    name: str
    kind: str
    country: str
    lat: float | None
    lon: float | None
    rivals: tuple[Geo, ...]
    spellings: tuple[PlaceSpelling, ...]
    incidents: tuple[PlaceIncident, ...]
    near: tuple[PlaceChoice, ...]
    decisions: tuple[ClaimDecision, ...]
    asked: Query
    seen: int


def show(desk: Desk, query: Query, key: str) -> Context:
    """Raises NotFound."""
    snapshot = desk.snapshot
    place = snapshot.look.places.get(key)
    if place is None:
        raise NotFound("The record holds no such place any more: two may have been joined, or one parted.")
    names = spellings_of(snapshot, place)
    named = by_target(desk)
    decided = {one.id: one for mention in place.mentions if mention in named for one in named[mention]}
    struck = [incident for incident in snapshot.incidents.values() if incident.place == key]
    return Context(
        key=key, name=place.name, kind=place.kind, country=place.country or "", lat=place.lat, lon=place.lon,
        rivals=place.rivals,
        spellings=tuple(PlaceSpelling(name, used, in_reports(snapshot, used)) for name, used in names.items()),
        incidents=tuple(PlaceIncident(one.id, one.title, one.when.start.isoformat() if one.when.start else "unknown")
                        for one in struck),
        near=_near(snapshot, place, query.find), decisions=told(desk, decided.values()), asked=query,
        seen=desk.head[0],
    )


def _near(snapshot: Snapshot, place: Place, find: str) -> tuple[PlaceChoice, ...]:
    """Others whose name begins alike, or has the words that somebody looks for."""
    start = (find or place.name).casefold().strip()
    index = snapshot.kept("places by beginning", lambda: _by_beginning(snapshot.record.places))
    found = [other for other in index.get(start[:3], ()) if other.key != place.key
             and (not find or any(name.casefold().startswith(start) for name in (other.name, *other.variants)))]
    return tuple(PlaceChoice(other.key, other.name, f"{other.kind}{f', {other.country}' if other.country else ''}")
                 for other in found[:NEAR])


def _by_beginning(places: tuple[Place, ...]) -> dict[str, list[Place]]:
    index: dict[str, list[Place]] = {}
    for place in places:
        for start in {name.casefold()[:3] for name in (place.name, *place.variants)}:
            index.setdefault(start, []).append(place)
    return index
