"""Makes src/stemma/data/land.txt of the land outlines of world-atlas: coastlines only, no borders, no countries.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/land.py package/land-50m.json

One ring a line, as differences between points in hundredths of a degree, longitude before latitude, each number in
base 32 as the polyline format does it. A ring runs on over the antimeridian (longitudes beyond 180), so that nothing is
cut there; one that goes around a pole is closed over the pole.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "stemma" / "data" / "land.txt"
STEP = 100  # units in a degree: about a kilometre
HEAD = """\
# Land outlines at 1:50 million, without any border. Made by scripts/land.py from world-atlas 2.0.2 (ISC licence), which
# is made from Natural Earth (public domain). src/stemma/data/README.md says how to read it.
"""
Point = tuple[float, float]  # longitude, latitude, degrees


def arcs_of(topology: dict) -> list[list[Point]]:
    """The arcs of a quantised topology in degrees (TopoJSON specification, 2.1.3)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def rings_of(topology: dict) -> list[list[Point]]:
    """Every ring of the land, outer ones and lakes alike: where rings lie in one another, every second one is water."""
    arcs = arcs_of(topology)
    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points: list[Point] = []
            for number in ring:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += arc[1:] if points else arc
            rings.append(closed(points))
    return rings


def closed(ring: list[Point]) -> list[Point]:
    """The ring with longitudes that run on; over the pole where it goes around one."""
    points = [ring[0]]
    for lon, lat in ring[1:]:
        turn = round((points[-1][0] - lon) / 360) * 360
        points.append((lon + turn, lat))
    if abs(points[-1][0] - points[0][0]) > 180:
        pole = -90.0 if points[0][1] < 0 else 90.0
        points += [(points[-1][0], pole), (points[0][0], pole)]
    return points


def encoded(ring: list[Point]) -> str:
    """The ring as one line; points that fall on the one before are left out."""
    line, last = [], (0, 0)
    for lon, lat in ring:
        here = (round(lon * STEP), round(lat * STEP))
        if line and here == last:
            continue
        line += [number(here[0] - last[0]), number(here[1] - last[1])]
        last = here
    return "".join(line) if len(line) > 6 else ""


def number(value: int) -> str:
    """A whole number in groups of five bits, the lowest first; the sign is the lowest bit."""
    value = ~(value << 1) if value < 0 else value << 1
    text = ""
    while value >= 0x20:
        text += chr((0x20 | (value & 0x1F)) + 63)
        value >>= 5
    return text + chr(value + 63)


def main() -> None:
    topology = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    lines = [line for line in map(encoded, rings_of(topology)) if line]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", "ascii")
    print(f"{TARGET.name}: {len(lines)} rings, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
