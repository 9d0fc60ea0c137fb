"""A window on the globe: from degrees to the units of a drawing, and land cut to what the window shows.

Up to a quarter of the globe is drawn in the azimuthal equidistant projection around the window's middle, so that
distances from there are true and neither the poles nor the 180th meridian are special; anything wider on a plain grid
of latitude and longitude. Formulas: Snyder, Map Projections: A Working Manual (USGS 1395, 1987), pp. 195 and 90.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources

from msgspec import Struct

EARTH = 6371.0  # km, mean radius
KM_PER_DEGREE = math.pi * EARTH / 180
WIDEST_ROUND = 7000.0  # km from the middle to a corner; beyond it a plain grid is drawn
DENSE = 4.0  # degrees; longer edges are cut up before they are projected, for they are curves there
UNITS = 100.0  # of land.txt, in a degree
FINEST = 1.0  # units of the drawing: points of a coast that lie nearer than this are left out
SMALLEST = 2.0  # units of the drawing: islands and lakes that are smaller both ways are left out

Point = tuple[float, float]


class Window(Struct, frozen=True):
    """What a map shows: its middle in degrees, its width in kilometres, its size in units of the drawing."""

    lat: float
    lon: float
    km: float
    width: float
    height: float

    @property
    def unit(self) -> float:
        """Units of the drawing in a kilometre."""
        return self.width / self.km

    @property
    def plain(self) -> bool:
        """Whether it is too wide for a round projection."""
        return self.reach > WIDEST_ROUND

    @property
    def reach(self) -> float:
        """Kilometres from the middle to a corner."""
        return math.hypot(self.width, self.height) / 2 / self.unit

    def at(self, lat: float, lon: float) -> Point:
        """Where a point lies in the drawing, y downwards. Longitudes may run on beyond 180."""
        if self.plain:
            away = (lon - self.lon) if abs(lon - self.lon) <= 360 else turned(lon, self.lon) - self.lon
            scale = self.unit * KM_PER_DEGREE
            return self.width / 2 + away * scale, self.height / 2 - (lat - self.lat) * scale
        phi, phi0, turn = math.radians(lat), math.radians(self.lat), math.radians(lon - self.lon)
        cosine = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(turn)
        angle = math.acos(max(-1.0, min(1.0, cosine)))
        grow = (angle / math.sin(angle) if 1e-9 < angle < math.pi - 1e-9 else 1.0) * EARTH * self.unit
        x = grow * math.cos(phi) * math.sin(turn)
        y = grow * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(turn))
        return self.width / 2 + x, self.height / 2 - y

    def spot(self, lat: float, lon: float) -> Point:
        """The same for a place: on a plain grid at the turn of the globe that is nearest to the middle."""
        return self.at(lat, turned(lon, self.lon))

    def bounds(self) -> tuple[float, float, float, float]:
        """A box of degrees that holds the window: south, north, and west and east around the middle."""
        if self.plain:
            up = self.height / 2 / (self.unit * KM_PER_DEGREE)
            side = self.width / 2 / (self.unit * KM_PER_DEGREE)
            return max(-90.0, self.lat - up), min(90.0, self.lat + up), self.lon - side, self.lon + side
        away = self.reach / KM_PER_DEGREE + 1.0
        south, north = max(-90.0, self.lat - away), min(90.0, self.lat + away)
        if north >= 89.0 or south <= -89.0:
            return south, north, self.lon - 180, self.lon + 180
        ratio = math.sin(math.radians(min(away, 90.0))) / math.cos(math.radians(self.lat))
        side = math.degrees(math.asin(ratio)) + 1.0 if ratio < 1 else 180.0
        return south, north, self.lon - min(side, 180.0), self.lon + min(side, 180.0)


def turned(lon: float, middle: float) -> float:
    """The same meridian, counted so that it lies within 180 degrees of the middle."""
    return middle + (lon - middle + 180) % 360 - 180


def distance(a: Point, b: Point) -> float:
    """Kilometres between two points given as latitude and longitude, along a great circle (haversine)."""
    up, side = math.radians(b[0] - a[0]) / 2, math.radians(b[1] - a[1]) / 2
    half = math.sin(up) ** 2 + math.cos(math.radians(a[0])) * math.cos(math.radians(b[0])) * math.sin(side) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))


def middle_of(points: Sequence[Point]) -> Point:
    """The middle of points on the globe, as latitude and longitude: halfway between the two that lie farthest apart."""
    a, b = points[0], points[0]
    for _ in range(2):  # two sweeps find the farthest pair of a cluster, or nearly
        a, b = b, max(points, key=lambda p: (distance(b, p), p))
    (x1, y1, z1), (x2, y2, z2) = _vector(a), _vector(b)
    x, y, z = x1 + x2, y1 + y2, z1 + z2
    if math.hypot(x, y, z) < 1e-9:
        return a
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _vector(point: Point) -> tuple[float, float, float]:
    phi, lam = math.radians(point[0]), math.radians(point[1])
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)


# ---------------------------------------------------------------------------------------------------- land


class Ring(Struct, frozen=True):
    """One coastline: points as longitude and latitude in degrees, and the box that holds them."""

    points: tuple[Point, ...]
    west: float
    east: float
    south: float
    north: float


@cache
def land() -> tuple[Ring, ...]:
    """The coastlines of the world; scripts/land.py describes the file."""
    text = resources.files("stemma.data").joinpath("land.txt").read_text("ascii")
    return tuple(_ring(line) for line in text.splitlines() if not line.startswith("#"))


def _ring(line: str) -> Ring:
    numbers, value, shift = [], 0, 0
    for char in line:
        code = ord(char) - 63
        value |= (code & 0x1F) << shift
        shift += 5
        if code < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    points, x, y = [], 0, 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / UNITS, y / UNITS))
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return Ring(tuple(points), min(lons), max(lons), min(lats), max(lats))


@lru_cache(maxsize=64)
def coast(window: Window) -> str:
    """The land in a window as the data of one SVG path; to be filled with the even-odd rule. Empty: only sea."""
    south, north, west, east = window.bounds()
    pieces = []
    for ring in land():
        if ring.north < south or ring.south > north:
            continue
        first = math.ceil((west - ring.east) / 360)
        for turn in range(first, math.floor((east - ring.west) / 360) + 1):
            points: Sequence[Point] = [(lon + 360 * turn, lat) for lon, lat in ring.points]
            for axis, limit, above in ((0, west, True), (0, east, False), (1, south, True), (1, north, False)):
                points = _cut(points, axis, limit, above)
            drawn = [window.at(lat, lon) for lon, lat in _dense(points)]
            for axis, limit, above in ((0, 0.0, True), (0, window.width, False), (1, 0.0, True),
                                       (1, window.height, False)):
                drawn = _cut(drawn, axis, limit, above)
            pieces.append(_path(drawn))
    return "".join(pieces)


def _cut(points: Sequence[Point], axis: int, limit: float, above: bool) -> list[Point]:
    """The part of a ring on one side of a line (Sutherland and Hodgman, 1974)."""
    kept: list[Point] = []
    inside: Callable[[Point], bool] = (lambda p: p[axis] >= limit) if above else (lambda p: p[axis] <= limit)
    for before, here in zip([*points[-1:], *points[:-1]], points, strict=True):
        if inside(here) != inside(before):
            share = (limit - before[axis]) / (here[axis] - before[axis])
            other = before[1 - axis] + share * (here[1 - axis] - before[1 - axis])
            kept.append((limit, other) if axis == 0 else (other, limit))
        if inside(here):
            kept.append(here)
    return kept


def _dense(points: Sequence[Point]) -> Iterable[Point]:
    """The ring with its long edges cut up."""
    for before, here in zip([*points[-1:], *points[:-1]], points, strict=True):
        steps = max(1, math.ceil(max(abs(here[0] - before[0]), abs(here[1] - before[1])) / DENSE))
        for step in range(1, steps + 1):
            share = step / steps
            yield before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])


def _path(points: Sequence[Point]) -> str:
    """A ring as path data in tenths, points that are too near to the last one left out; empty where nothing is left."""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        here = (round(x * 10), round(y * 10))
        if not kept or math.dist(here, kept[-1]) >= FINEST * 10:
            kept.append(here)
    if len(kept) < 3 or max(max(axis) - min(axis) for axis in zip(*kept, strict=True)) < SMALLEST * 10:
        return ""
    steps = [f"M{_tenths(kept[0][0])} {_tenths(kept[0][1])}l"]
    for (x0, y0), (x1, y1) in zip(kept, kept[1:], strict=False):
        steps.append(f"{_tenths(x1 - x0)} {_tenths(y1 - y0)} ")
    return "".join(steps).rstrip() + "z"


def _tenths(value: int) -> str:
    return f"{value / 10:g}"
