"""A map as SVG: sea, land, a grid of degrees, a scale, and circles. No border and no name of a country is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from stemma.report import words
from stemma.report.drawing import drawing, element, joined, shorten, text, text_width
from stemma.report.map import SMALL_HEIGHT, SMALL_WIDTH, MapView, Spot, chart_of, locator_of, window_id
from stemma.report.projection import KM_PER_DEGREE, Point, Window, coast, turned

SIZE, TINY = 12.0, 10.0
DOT = 4.0  # radius in units of the smallest circle that is drawn to size; smaller ones are dots
MOST_LABELS = 24
LONGEST = 130.0  # units of a label
NO_BORDERS = "Land outlines only; no borders are implied."

Box = tuple[float, float, float, float]


def map_drawing(view: MapView, drawn: set[str] | None = None) -> Markup:
    """The drawing. drawn: ids of the coasts that the page holds already; this one's is added."""
    if not view.spots:
        return Markup("")
    window, outline = chart_of(view.spots)
    clip = f"{view.anchor}-c"
    drawn = set() if drawn is None else drawn
    land = _land(window, outline, drawn)
    frame = element("clipPath", element("rect", width=window.width, height=window.height), id=clip)
    inside = [element("rect", width=window.width, height=window.height, class_="sea"), land, *_grid(window),
              *(_circle(window, spot) for spot in view.spots)]
    edge = element("rect", width=window.width, height=window.height, class_="edge")
    small = _locator(window, view.spots, drawn)
    body = [frame, element("g", joined(inside), clip_path=f"url(#{clip})"), edge, *_degrees(window, bool(small)),
            *_labels(window, view.spots, bool(small)), *_scale(window), *small]
    return drawing(view.anchor, f"Map: {view.title}", description(view), window.width, window.height, body, "map")


def _land(window: Window, outline: str, drawn: set[str]) -> Markup:
    """The coast, or a reference to the one that the page holds already."""
    ident = window_id(window)
    if ident in drawn:
        return element("use", href=f"#{ident}")
    drawn.add(ident)
    return element("path", id=ident, d=outline, class_="land", fill_rule="evenodd")


def _locator(window: Window, spots: Sequence[Spot], drawn: set[str]) -> list[Markup]:
    """A small map in the lower right corner with the window marked on it; none where it would hide a circle."""
    small = locator_of(window)
    if small is None:
        return []
    left, top = window.width - small.width, window.height - small.height
    for spot in spots:
        x, y = window.spot(spot.lat, spot.lon)
        radius = max(spot.km * window.unit, DOT) + 3
        if x + radius > left and y + radius > top:
            return []
    x, y = small.spot(window.lat, window.lon)
    wide = max(window.km * small.unit, 5.0)
    mark = element("rect", x=x - wide / 2, y=y - wide * 0.35, width=wide, height=wide * 0.7, class_="here-mark")
    inside = [element("rect", width=small.width, height=small.height, class_="sea"),
              _land(small, coast(small), drawn), mark,
              element("rect", width=small.width, height=small.height, class_="edge")]
    return [element("g", joined(inside), transform=f"translate({left:g} {top:g})", class_="locator")]


def description(view: MapView) -> str:
    """What the map shows, in words."""
    said = [f"{spot.name}: {spot.precision}, {spot.about}" for spot in view.spots]
    said += [f"{'not settled' if left.hollow else 'not placed'}: {left.name}, {left.reason}" for left in view.unplaced]
    return f"{NO_BORDERS} {'; '.join(said)}."


def _circle(window: Window, spot: Spot) -> Markup:
    x, y = window.spot(spot.lat, spot.lon)
    radius = spot.km * window.unit
    small = radius < DOT
    title = element("title", f"{spot.name}: {spot.precision}, {spot.about}")
    circle = element("circle", cx=x, cy=y, r=max(radius, DOT), class_=f"spot {spot.kind}{' small' if small else ''}")
    return element("a", title + circle, href=spot.href) if spot.href else element("g", title + circle)


# -------------------------------------------------------------------------------------------------- labels


def _labels(window: Window, spots: Sequence[Spot], located: bool) -> Iterator[Markup]:
    """Names beside the circles where they touch neither one another nor the edge; the table has them all."""
    taken: list[Box] = [(0.0, window.height - 30.0, 120.0, window.height)]  # the scale
    if located:
        taken.append((window.width - SMALL_WIDTH, window.height - SMALL_HEIGHT, window.width, window.height))
    for spot in spots:  # no name hides a small circle
        x, y = window.spot(spot.lat, spot.lon)
        radius = max(spot.km * window.unit, DOT)
        if radius < SIZE:
            taken.append((x - radius, y - radius, x + radius, y + radius))
    order = sorted(spots, key=lambda s: (s.kind != "own", s.kind, s.km, s.name, s.lat, s.lon))
    named = set()
    for spot in order:
        at = (spot.name, *window.spot(spot.lat, spot.lon))
        if at in named or len(named) >= MOST_LABELS:
            continue
        named.add(at)
        name = shorten(spot.name + (" ?" if spot.kind == "rival" else ""), SIZE, LONGEST)
        for box, x, y, anchor in _places(window, spot, text_width(name, SIZE)):
            if box[0] < 2 or box[1] < 2 or box[2] > window.width - 2 or box[3] > window.height - 2:
                continue
            if all(box[2] < other[0] or box[0] > other[2] or box[3] < other[1] or box[1] > other[3]
                   for other in taken):
                taken.append(box)
                yield text(x, y, name, f"place {spot.kind}", text_anchor=anchor)
                break


def _places(window: Window, spot: Spot, wide: float) -> Iterator[tuple[Box, float, float, str]]:
    """Where the name of a circle may stand, best first: right, left, above, below, in its middle."""
    x, y = window.spot(spot.lat, spot.lon)
    away = max(spot.km * window.unit, DOT) + 5
    for left, base, anchor in ((x + away, y + 4, "start"), (x - away, y + 4, "end"), (x, y - away - 2, "middle"),
                               (x, y + away + 10, "middle"), (x, y + 4, "middle")):
        start = left - (0 if anchor == "start" else wide if anchor == "end" else wide / 2)
        yield (start - 2, base - 11, start + wide + 2, base + 4), left, base, anchor


# ---------------------------------------------------------------------------------------- grid and scale


def _step(window: Window) -> float:
    """Degrees between lines of the grid: three to six of them over the width."""
    degrees = window.km / KM_PER_DEGREE
    return next((step for step in (0.5, 1.0, 2.0, 5.0, 10.0, 20.0) if degrees / step <= 6), 30.0)


def _lines(window: Window) -> Iterator[tuple[str, float, list[Point]]]:
    """Parallels and meridians that may cross the window, as points of the drawing."""
    south, north, west, east = window.bounds()
    step = _step(window)
    for number in range(math.ceil(south / step), math.floor(north / step) + 1):
        lat = number * step
        if abs(lat) < 90:
            count = 20
            yield "lat", lat, [window.at(lat, west + (east - west) * i / count) for i in range(count + 1)]
    wide = step if max(abs(south), abs(north)) < 75 else max(step, 30.0)  # meridians crowd at a pole
    for number in range(math.ceil(west / wide), math.floor(east / wide) + 1):
        lon = number * wide
        if lon - west < 360:
            yield "lon", lon, [window.at(south + (north - south) * i / 10, lon) for i in range(11)]


def _grid(window: Window) -> Iterator[Markup]:
    """The grid as one path: straight pieces between points, rounded to tenths."""
    drawn = []
    for _, _, points in _lines(window):
        after = [*points[1:], points[-1]]
        kept = [p for p, q in zip(points, after, strict=True) if _near(window, p) or _near(window, q)]
        if len(kept) > 1 and _straight(kept):
            kept = [kept[0], kept[-1]]
        drawn.append("M" + "L".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in kept) if len(kept) > 1 else "")
    yield element("path", d="".join(drawn), class_="grid")


def _near(window: Window, point: Point) -> bool:
    room = window.width / 8
    return -room <= point[0] <= window.width + room and -room <= point[1] <= window.height + room


def _straight(points: Sequence[Point]) -> bool:
    """Whether no point lies farther than half a unit from the line between the ends."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    long = math.hypot(x1 - x0, y1 - y0) or 1.0
    return all(abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / long < 0.5 for x, y in points)


def _degrees(window: Window, located: bool) -> Iterator[Markup]:
    """Degrees at the right edge and at the top, where lines of the grid leave the window."""
    last = {"lat": -99.0, "lon": -99.0}
    for axis, value, points in _lines(window):
        edge = window.width if axis == "lat" else 0.0
        at = _crossing(points, 0 if axis == "lat" else 1, edge)
        if at is None:
            continue
        room = (14.0, window.height - 6.0 - (SMALL_HEIGHT if located else 0.0))
        if axis == "lon":
            room = (24.0, window.width - 40.0)
        if not room[0] <= at <= room[1] or abs(at - last[axis]) < (14 if axis == "lat" else 44):
            continue
        last[axis] = at
        if axis == "lat":
            yield text(window.width - 4, at - 3, _named(value, "N", "S"), "degree", text_anchor="end")
        else:
            yield text(at + 3, 11.0, _named(turned(value, 0.0), "E", "W"), "degree")


def _crossing(points: Sequence[Point], axis: int, edge: float) -> float | None:
    """Where a line crosses an edge of the window, along that edge."""
    for before, here in zip(points, points[1:], strict=False):
        if (before[axis] - edge) * (here[axis] - edge) <= 0 and before[axis] != here[axis]:
            share = (edge - before[axis]) / (here[axis] - before[axis])
            return before[1 - axis] + share * (here[1 - axis] - before[1 - axis])
    return None


def _named(value: float, positive: str, negative: str) -> str:
    sign = "" if value in (0.0, 180.0, -180.0) else f" {positive if value > 0 else negative}"
    return f"{abs(value):g}°{sign}"


def _scale(window: Window) -> Iterator[Markup]:
    """A bar of a round number of kilometres."""
    most = window.km * 0.22
    power = 10.0 ** math.floor(math.log10(most))
    km = next(power * step for step in (5, 2, 1) if power * step <= most)
    long, y = km * window.unit, window.height - 10.0
    yield element("path", d=f"M10 {y - 4:g}V{y:g}H{10 + long:.1f}V{y - 4:g}", class_="scale")
    said = f"{words.number(round(km))} km{' at the equator' if window.plain else ''}"
    yield text(10.0, y - 8, said, "degree")
