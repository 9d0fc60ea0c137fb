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
BOXES = (10.0, 60.0)  # degrees: land is cut to large boxes, then to small ones, then to a window
COARSE = 0.4  # degrees between points of a coast, where that is less than can be drawn
DENSE = 4.0  # degrees; longer edges are cut up before they are projected, for they are curves there
UNITS = 100.0  # of land.txt, in a degree
FINEST = 1.0  # units of the drawing: points of a coast that lie nearer than this are left out
SMALLEST = 2.0  # units of the drawing: islands and lakes that are smaller both ways are left out

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # west, east, south, north in degrees


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
    coarse = window.unit * KM_PER_DEGREE * COARSE < FINEST
    pieces = []
    for points in _land_in(_boxed((west, east, south, north), BOXES[0]), coarse):
        points = _cut_box(points, west, east, south, north)
        drawn = [window.at(lat, lon) for lon, lat in _dense(points)]
        pieces.append(_path(_cut_box(drawn, 0.0, window.width, 0.0, window.height)))
    return "".join(pieces)


def _boxed(box: Box, step: float) -> Box:
    """The box enlarged to a grid, so that windows near one another share it; one around the globe stays."""
    west, east, south, north = box
    if east - west < 360:
        west, east = math.floor(west / step) * step, min(math.ceil(east / step) * step, west + 360)
    return west, east, math.floor(south / step) * step, math.ceil(north / step) * step


@lru_cache(maxsize=64)
def _land_in(box: Box, coarse: bool) -> tuple[Sequence[Point], ...]:
    """Every ring cut to a box of degrees, at each turn of the globe that reaches into it; from a larger box if any."""
    wider = _boxed(box, BOXES[1])
    if wider != box:
        cut = (_cut_box(points, *box) for points in _land_in(wider, coarse))
        return tuple(tuple(points) for points in cut if points)
    west, east, south, north = box
    found = []
    for ring in _coarse() if coarse else land():
        if ring.north < south or ring.south > north:
            continue
        first = math.ceil((west - ring.east) / 360)
        for turn in range(first, math.floor((east - ring.west) / 360) + 1):
            cut = _cut_box([(lon + 360 * turn, lat) for lon, lat in ring.points], *box)
            if cut:
                found.append(tuple(cut))
    return tuple(found)


@cache
def _coarse() -> tuple[Ring, ...]:
    """The coastlines with fewer points, for small drawings of wide windows."""
    found = []
    for ring in land():
        if max(ring.east - ring.west, ring.north - ring.south) < COARSE:
            continue
        kept = [ring.points[0]]
        for point in ring.points:
            if max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= COARSE:
                kept.append(point)
        found.append(Ring(tuple(kept), ring.west, ring.east, ring.south, ring.north))
    return tuple(found)


def _cut_box(points: Sequence[Point], west: float, east: float, south: float, north: float) -> Sequence[Point]:
    """The part of a ring in a box."""
    for axis, limit, above in ((0, west, True), (0, east, False), (1, south, True), (1, north, False)):
        points = _cut(points, axis, limit, above)
    return points


def _cut(points: Sequence[Point], axis: int, limit: float, above: bool) -> list[Point]:
    """The part of a ring on one side of a line (Sutherland and Hodgman, 1974)."""
    values = [point[axis] for point in points]
    if not values or (min(values) >= limit if above else max(values) <= limit):
        return list(points)
    if max(values) < limit if above else min(values) > limit:
        return []
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
