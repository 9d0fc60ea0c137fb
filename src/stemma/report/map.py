"""Where it happened: circles whose size shows how exactly a place is known, on land outlines without any border.

What has no point is named below the map with the reason. A map is never finer than the places on it are known.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from stemma.ids import make_id
from stemma.model import Incident, Place
from stemma.report import words
from stemma.report.lookup import Lookup, Ref, refs_of
from stemma.report.projection import Point, Window, coast, distance, middle_of

# Radius in km of what a name of a kind may mean: rough sizes, ours. A city is drawn larger than most are.
EXTENT = {"village": 2.0, "facility": 2.0, "town": 5.0, "city": 10.0, "district": 30.0, "region": 100.0,
          "water": 50.0, "border": 50.0}
UNSURE = 10.0  # of kinds that are not listed
NEAR = 25.0  # km: "near" a place; where the UCDP GED codebook draws the line of precision 2 (about 25 km)
NARROWEST = 200.0  # km: no map is finer than this
EMPTY = 500.0  # km: nor than this where there is no coast to be seen
FAR = 500.0  # km: what lies farther from the place of every incident does not widen its map
BARE = 50  # characters of path data of a window full of land
ROOM = 2.4  # how many times the extent of the places a map is wide
WORLD = 40030.0  # km around the equator
LOCATED, LOCATOR = 1500.0, 6000.0  # km: widest map that has a small one beside it, and the width of that
SMALL_WIDTH, SMALL_HEIGHT = 90.0, 63.0
WIDTH, HEIGHT, WORLD_HEIGHT = 400.0, 280.0, 200.0  # units of the drawing
_NEAR_WORDS = re.compile(
    r"\b(?:near|nearby|outside|around|close to|not far from|in the (?:vicinity|area) of|on the (?:outskirts|edge) of|"
    r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west) of|(?:kilomet(?:re|er)s|km|miles) from)"
    r"\s+(?:the\s+)?(?:(?:village|town|city|settlement|capital)\s+(?:of\s+)?)?$", re.IGNORECASE)


class Spot(Struct, frozen=True):
    """One circle."""

    name: str
    lat: float
    lon: float
    km: float  # radius
    kind: str  # "own": of an incident; "named": a claim is put there; "rival": another reading of an open name
    precision: str  # in words
    about: str  # what is told of there
    href: str
    refs: tuple[Ref, ...] = ()


class Unplaced(Struct, frozen=True):
    """A place that is not on the map."""

    name: str
    reason: str
    hollow: bool = False  # but what it may mean is drawn


class MapView(Struct, frozen=True):
    """The circles of a map, and what it leaves out."""

    anchor: str
    title: str
    spots: tuple[Spot, ...]
    unplaced: tuple[Unplaced, ...]


class Atlas(Struct, frozen=True):
    """What maps are read from. Built once for a record."""

    look: Lookup
    place_of: dict[str, str]  # Mention.id -> Place.key
    least: float  # km: no circle is smaller; the half diagonal of a cell of coarsened coordinates


def atlas_of(look: Lookup, least: float = 0.0) -> Atlas:
    """The indexes that maps are read from. least: km that no circle's radius falls below."""
    return Atlas(look, {row: place.key for place in look.record.places for row in place.mentions}, least)


def incident_map(atlas: Atlas, incident: Incident) -> MapView | None:
    """The place of one incident, and the other places that its claims are put at; None where no place is named."""
    look = atlas.look
    told: dict[str, list] = defaultdict(list)
    for row in incident.claims:
        claim = look.claims.get(row)
        if claim is not None and atlas.place_of.get(claim.place or "") in look.places:
            told[atlas.place_of[claim.place]].append(claim)
    keys = dict.fromkeys(([incident.place] if incident.place in look.places else []) + sorted(told))
    spots, unplaced = [], []
    for key in keys:
        kind, claims = "own" if key == incident.place else "named", told.get(key, [])
        about = "the incident" if kind == "own" else words.how_many(len(claims), "statement")
        refs = refs_of(look, claims)
        href = refs[0].href if refs else ""
        near = _near(look, claims)
        found, left = _spots(atlas, look.places[key], kind, about, href, near, refs)
        spots += found
        unplaced += left
    return _map(f"{incident.id}-map", incident.title, spots, unplaced) if keys else None


def case_map(atlas: Atlas, incidents: Sequence[Incident], title: str,
             href: Callable[[Sequence[Incident]], str] = lambda same: f"#{same[0].id}", most: int | None = None,
             near: Mapping[str, bool] | None = None) -> MapView:
    """Every incident of a case, in the order given; incidents at one place share a circle.

    href: where the circle of these incidents leads. most: places drawn, those with most incidents first. near: what
    near_places gives, where many maps are made of one record.
    """
    held = _by_place(atlas, incidents)
    near = near_places(atlas, incidents) if near is None else near
    spots, unplaced = [], []
    drawn = held if most is None else dict(sorted(held.items(), key=lambda item: -len(item[1]))[:most])
    for key, same in drawn.items():
        if not key:
            unplaced.append(Unplaced(words.how_many(len(same), "incident"), "no report says where"))
            continue
        about = words.some_of([incident.title for incident in same], 3)
        found, left = _spots(atlas, atlas.look.places[key], "own", about, href(same),
                             near[key], ())
        spots += found
        unplaced += left
    if len(held) > len(drawn):
        unplaced.append(Unplaced(words.how_many(len(held) - len(drawn), "more place"), "with fewer incidents each"))
    return _map("case-map", title, spots, unplaced)


def near_places(atlas: Atlas, incidents: Iterable[Incident]) -> dict[str, bool]:
    """For the place of each incident, by Place.key, whether reports mostly put what happened near it, not at it."""
    found = {}
    for key, same in _by_place(atlas, incidents).items():
        claims = [c for incident in same for row in incident.claims if (c := atlas.look.claims.get(row)) is not None
                  and atlas.place_of.get(c.place or "") == key]
        found[key] = bool(key) and _near(atlas.look, claims)
    return found


def _by_place(atlas: Atlas, incidents: Iterable[Incident]) -> dict[str, list[Incident]]:
    held: dict[str, list[Incident]] = defaultdict(list)
    for incident in incidents:
        held[incident.place if incident.place in atlas.look.places else ""].append(incident)
    return held


def _near(look: Lookup, claims: Iterable) -> bool:
    """Whether at least half of the places that claims are put at have "near" or the like before them."""
    mentions = {(claim.doc, claim.place) for claim in claims}
    found = []
    for doc in sorted({doc for doc, _ in mentions}):
        page = look.by_doc[doc].page
        for mention in page.mentions:
            if (doc, mention.id) in mentions:
                found.append(bool(_NEAR_WORDS.search(page.text[max(0, mention.span.start - 50) : mention.span.start])))
    return bool(found) and sum(found) * 2 >= len(found)


def _spots(atlas: Atlas, place: Place, kind: str, about: str, href: str, near: bool,
           refs: tuple[Ref, ...]) -> tuple[list[Spot], list[Unplaced]]:
    """The circle of a place; for an open name the hollow ones of its readings; what is left out, with the reason."""
    if place.kind == "country":
        return [], [Unplaced(place.name, "named to the country only, and a country has no point")]
    if place.lat is not None and place.lon is not None:
        km, precision = _precision(place.kind, near, atlas.least)
        return [Spot(place.name, place.lat, place.lon, km, kind, precision, about, href, refs)], []
    rivals = [geo for geo in place.rivals if geo.lat is not None and geo.lon is not None and geo.kind != "country"]
    if not rivals:
        return [], [Unplaced(place.name, "not found in the gazetteer")]
    spots = []
    for geo in rivals:
        km, precision = _precision(geo.kind, near, atlas.least)
        spots.append(Spot(geo.name, geo.lat, geo.lon, km, "rival", f"perhaps here; {precision}", about, href, refs))
    reason = "one known place of this name" if len(rivals) == 1 else (
        f"{words.how_many(len(rivals), 'known place')} of this name")
    return spots, [Unplaced(place.name, reason, True)]


def _precision(kind: str, near: bool, least: float) -> tuple[float, str]:
    """Radius in km, and what it means in words."""
    km = EXTENT.get(kind, UNSURE)
    said = {"facility": "the site", "water": "a stretch of water", "border": "a border"}.get(
        kind, f"the {kind}" if kind in EXTENT else "a named place")
    if near:
        km, said = max(km, NEAR), f"near {said}"
    if least > km:
        return least, f"{said}; coordinates coarsened, circle of {least:.0f} km"
    return km, f"{said}; circle of {km:.0f} km"


# -------------------------------------------------------------------------------------------------- window


def _map(anchor: str, title: str, spots: Sequence[Spot], unplaced: Sequence[Unplaced]) -> MapView:
    """The map, its largest circles first, so that they lie under the small ones."""
    ordered = sorted(spots, key=lambda spot: (-spot.km, spot.kind != "own", spot.name, spot.lat, spot.lon))
    own = [spot for spot in ordered if spot.kind == "own"]
    beyond = [spot for spot in ordered if spot.kind != "own" and own and min(
        distance((spot.lat, spot.lon), (other.lat, other.lon)) for other in own) > FAR]
    left = [Unplaced(spot.name, f"{'another reading of a name' if spot.kind == 'rival' else 'named beside'}, more than "
                     f"{FAR:.0f} km off") for spot in beyond]
    return MapView(anchor, title, tuple(spot for spot in ordered if spot not in beyond), (*unplaced, *left))


def chart_of(spots: Sequence[Spot]) -> tuple[Window, str]:
    """The window of a map and its land as path data; a little wider where there is no coast to go by."""
    window = window_of(spots)
    drawn = coast(window)
    if window.km < EMPTY and (not drawn or drawn.count("M") == 1 and len(drawn) < BARE):
        window = Window(window.lat, window.lon, EMPTY, window.width, window.height)
        drawn = coast(window)
    return window, drawn


def locator_of(window: Window) -> Window | None:
    """A wide window around a narrow one, to show where on the globe it is; None where the map shows that itself.

    Its middle is rounded to ten degrees, so that the maps of a case share it.
    """
    if window.km > LOCATED:
        return None
    lat, lon = round(window.lat / 10) * 10.0, round(window.lon / 10) * 10.0
    return Window(max(-80.0, min(80.0, lat)), lon, LOCATOR, SMALL_WIDTH, SMALL_HEIGHT)


def window_id(window: Window) -> str:
    """The same for equal windows."""
    values = (window.lat, window.lon, window.km, window.width, window.height)
    return make_id("w", *(f"{value:.3f}" for value in values))


def window_of(spots: Sequence[Spot]) -> Window:
    """The window that holds all circles with room around them. Its middle is rounded to tenths of a degree."""
    points: list[Point] = [(spot.lat, spot.lon) for spot in spots]
    lat, lon = middle_of(sorted(points))
    far = max(distance((lat, lon), (spot.lat, spot.lon)) + spot.km for spot in spots)
    km = max(NARROWEST, ROOM * far * WIDTH / HEIGHT)
    km = float(f"{km:.2g}") if km < 1000 else float(math.ceil(km / 100) * 100)
    window = Window(round(lat, 1), (round(lon, 1) + 180) % 360 - 180, km, WIDTH, HEIGHT)
    if not window.plain:
        return window
    return Window(0.0, _sparsest([spot.lon for spot in spots]), WORLD, WIDTH, WORLD_HEIGHT)


def _sparsest(lons: Sequence[float]) -> float:
    """The middle meridian of a map of the world that is cut where the widest gap between the places is."""
    ordered = sorted(lon % 360 for lon in lons)
    gaps = [(b - a, -a, b) for a, b in zip(ordered, [*ordered[1:], ordered[0] + 360], strict=True)]
    gap, _, end = max(gaps)
    return round((end - gap / 2 + 180 + 180) % 360 - 180)

