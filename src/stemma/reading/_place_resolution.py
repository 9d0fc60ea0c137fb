"""Which of the places that bear a name is meant: by the countries the document names, nearness, and population."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from stemma.reading._place_runs import Line
from stemma.reading.gazetteer import Entry
from stemma.reading.nations import BY_CAPITAL, BY_DEMONYM, BY_NAME
from stemma.values import Geo

EARTH_KM = 6371.0
NEAR_KM, REGIONAL_KM = 150.0, 500.0
# Below these populations a name alone is no proof: the document has to name the country, or a place near by.
UNSUPPORTED_MAIN, UNSUPPORTED_OTHER = 100_000, 300_000
MOST_RIVALS = 5
ANCHORS = 40  # places at most that nearness is measured against; keeps the work in proportion to the names


@dataclass
class Scene:
    """What a document says about where it plays."""

    countries: Counter[str] = field(default_factory=Counter)  # ISO codes
    states: Counter[str] = field(default_factory=Counter)  # states of the USA, postal codes
    anchors: list[Geo] = field(default_factory=list)
    nearness: dict[str, float] = field(default_factory=dict)  # by the id of a place; asked when all anchors are known


class Name(Struct, frozen=True):
    """One spelling in one document, with the names that stand after it behind a comma."""

    key: str
    entries: tuple[Entry, ...]
    containers: tuple[Entry, ...] = ()
    area: bool = False  # a class noun says that it is a province or the like
    town: bool = False  # a class noun says that it is a town


def scene_of(lines: Sequence[Line], names: Iterable[Name]) -> Scene:
    """Counts the states named, also by demonym, and settles the places that leave no doubt."""
    scene = Scene()
    for line in lines:
        for at in line.capitals:
            word = line.tokens[at].word
            nation = BY_NAME.get(word) or BY_DEMONYM.get(word)
            if nation:
                scene.countries[nation.code] += 1
    names = list(names)
    for name in names:
        first = name.entries[0] if name.entries else None
        if first and first.geo.kind == "country":
            scene.countries[first.geo.country or ""] += 1
        elif first and first.rank == 0 and first.geo.kind == "region" and first.geo.country:
            scene.countries[first.geo.country] += 1
            if first.geo.country == "US" and first.admin:
                scene.states[first.admin] += 1
        for container in name.containers:
            if container.admin and container.geo.kind == "region":
                scene.states[container.admin] += 1
    for name in names:
        geo = _beyond_doubt(name, scene)
        if geo and len(scene.anchors) < ANCHORS:
            scene.anchors.append(geo)
    return scene


def _beyond_doubt(name: Name, scene: Scene) -> Geo | None:
    """A town or region that is far larger than any of its namesakes, or the only one in a country named."""
    local = [e for e in name.entries if e.geo.country in scene.countries and e.geo.kind != "country"]
    if len(local) == 1 and (local[0].rank == 0 or local[0].geo.population > UNSUPPORTED_MAIN):
        return local[0].geo
    main = [e for e in name.entries if e.rank == 0]
    if main and main[0].geo.kind != "country" and main[0].geo.population > 500_000 and len(main) == 1:
        return main[0].geo
    return None


def resolve(name: Name, scene: Scene) -> tuple[Geo | None, tuple[Geo, ...]]:
    """The likeliest place and its rivals; no place where nothing in the document supports a small one."""
    if not name.entries:
        return None, ()
    ranked = sorted(name.entries, key=lambda e: (-_score(e, name, scene), e.geo.id))
    geos = [e.geo for e in ranked]
    if _elsewhere(name, ranked):
        return None, tuple(geos[:MOST_RIVALS])
    if not _supported(ranked[0], name, scene):
        return None, tuple(geos[:MOST_RIVALS])
    return geos[0], tuple(geos[1 : 1 + MOST_RIVALS])


def _elsewhere(name: Name, ranked: Sequence[Entry]) -> bool:
    """Whether what is named behind the comma holds none of the places: "Paris, Idaho" is no namesake elsewhere.

    A country behind a large town may as well be the next of a list: "in Paris, Turkey and Syria".
    """
    small = ranked[0].geo.population < UNSUPPORTED_MAIN
    states = [c for c in name.containers if c.geo.kind == "country" and small or c.geo.country == "US" and c.admin]
    if not states or ranked[0].geo.kind in ("country", "region"):
        return False
    return not any(_contains(c, e) for c in name.containers for e in ranked)


def _score(entry: Entry, name: Name, scene: Scene) -> float:
    geo = entry.geo
    score = math.log10(geo.population + 100) - (0.8 if entry.rank else 0.0)
    if geo.kind == "country":
        score += 3 if not name.town else -2
        score -= 4 if _plays_in_states(entry, name, scene) else 0
    if geo.kind == "region":
        seat = BY_CAPITAL.get(geo.name)  # "Washington" alone is the capital, not the state
        score += (0.0 if seat and seat.code == geo.country else 1.5) + (2 if name.area else 0) - (3 if name.town else 0)
    capital = BY_CAPITAL.get(geo.name) or BY_CAPITAL.get(name.key.title())
    if capital and capital.code == geo.country and geo.kind == "city":
        score += 1.5
    named = scene.countries.get(geo.country or "", 0)
    score += min(2.5, 1 + math.log2(named)) if named else 0.0
    if geo.country == "US" and entry.admin and geo.kind != "region":
        score += min(2.0, scene.states.get(entry.admin, 0))
    if any(_contains(container, entry) for container in name.containers):
        score += 8
    return score + _nearness(geo, scene)


def _plays_in_states(entry: Entry, name: Name, scene: Scene) -> bool:
    """Whether a state's namesake among the states of the USA is likelier: the document names other states of it."""
    namesake = next((e for e in name.entries if e.geo.country == "US" and e.geo.kind == "region"), None)
    if namesake is None or any(e.geo.kind == "country" for e in name.containers):
        return False
    others = any(admin != namesake.admin for admin in scene.states)
    return others and not any(a.country == entry.geo.country for a in scene.anchors)


def _contains(container: Entry, entry: Entry) -> bool:
    if container.geo.id == entry.geo.id:
        return False
    if container.geo.kind == "country":
        return container.geo.country == entry.geo.country
    if container.geo.country == "US" and container.admin:
        return entry.geo.country == "US" and entry.admin == container.admin
    return container.geo.country == entry.geo.country and km(container.geo, entry.geo) < REGIONAL_KM


def _nearness(geo: Geo, scene: Scene) -> float:
    if geo.id not in scene.nearness:
        others = (other for other in scene.anchors if other.id != geo.id and _may_be_near(geo, other))
        nearest = min((km(geo, other) for other in others), default=math.inf)
        scene.nearness[geo.id] = 1.5 if nearest < NEAR_KM else 0.7 if nearest < REGIONAL_KM else 0.0
    return scene.nearness[geo.id]


# Places whose latitudes lie further apart than this are not near; a degree is at least 111 km.
_REGIONAL_DEGREES = REGIONAL_KM / 111


def _may_be_near(a: Geo, b: Geo) -> bool:
    """Whether two places can lie within REGIONAL_KM: spares the great circle of most pairs."""
    return a.lat is not None and b.lat is not None and abs(a.lat - b.lat) <= _REGIONAL_DEGREES


def _supported(entry: Entry, name: Name, scene: Scene) -> bool:
    geo = entry.geo
    if geo.kind in ("country", "region", "water", "facility") and entry.rank == 0:
        return True
    if geo.population >= (UNSUPPORTED_OTHER if entry.rank else UNSUPPORTED_MAIN):
        return True
    if geo.country in scene.countries or any(_contains(container, entry) for container in name.containers):
        return True
    return _nearness(geo, scene) > 0


def km(a: Geo, b: Geo) -> float:
    """Great-circle distance in kilometres; infinite where a point is not known."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = (math.sin((lat_b - lat_a) / 2) ** 2
            + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2)
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
