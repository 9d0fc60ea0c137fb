"""Coarse coordinates: a place is put into the middle of a cell of a fixed grid, so that a map does not show a home.

The grid does not depend on the case: bands of equal height from the south pole up, each cut into cells of equal width
that are as near to square as fits the band. Whoever knows only the middle of a cell knows no more than the cell.
"""

from __future__ import annotations

import math

from msgspec.structs import replace

from stemma.exporters._options import Options
from stemma.model import Place, Reading, Record
from stemma.values import Geo

KM_PER_DEGREE = 111.195  # of a great circle, on a sphere of 6,371 km
DECIMALS = 4


def cell_middle(lat: float, lon: float, km: float) -> tuple[float, float]:
    """The middle of the cell that holds a point: degrees in, degrees out, four decimals.

    The middle of a cell stays where it is, so that what was coarsened may be coarsened again.
    """
    bands = max(1, round(180 * KM_PER_DEGREE / km))
    height = 180 / bands
    band = min(bands - 1, max(0, math.floor((lat + 90) / height)))
    middle = -90 + (band + 0.5) * height
    cells = max(1, round(360 * KM_PER_DEGREE * math.cos(math.radians(middle)) / km))
    width = 360 / cells
    cell = math.floor(((lon + 180) % 360) / width) % cells
    return round(middle, DECIMALS), round(-180 + (cell + 0.5) * width, DECIMALS)


def coarsened(record: Record, options: Options) -> Record:
    """The record with every coordinate coarsened as asked; the same record where nothing was asked.

    Names of places and quoted words stay as they are.
    """
    km = options.coarsen
    if km is None:
        return record
    return replace(record, places=tuple(_place(place, km) for place in record.places),
                   readings=tuple(_reading(reading, km) for reading in record.readings))


def coarsening_note(options: Options) -> str:
    """The sentence that stands in a coarsened export; nothing where nothing was coarsened."""
    if options.coarsen is None:
        return ""
    rest = ("Names of private people are withheld, in the words of the reports too." if options.private else
            "Names of places and the words of the reports are as they were.")
    return f"Coordinates are coarsened: the middle of a grid cell of about {options.coarsen:g} km. {rest}"


def coarse_code(options: Options, code: object, steps: tuple[tuple[float, int], ...]) -> object:
    """A precision code that is no finer than the coarse coordinates: (cells up to so many km, the finest code)."""
    if options.coarsen is None or not isinstance(code, int):
        return code
    finest = next((least for km, least in steps if options.coarsen <= km), steps[-1][1])
    return max(code, finest)


def point(place: Place | None) -> tuple[float, float] | None:
    """Latitude and longitude of a place where the record knows them. A country has no point: its middle is nowhere."""
    if place is None or place.lat is None or place.lon is None or place.kind == "country":
        return None
    return place.lat, place.lon


def _place(place: Place, km: float) -> Place:
    rivals = tuple(_geo(rival, km) for rival in place.rivals)
    if place.lat is None or place.lon is None:
        return replace(place, rivals=rivals)
    lat, lon = cell_middle(place.lat, place.lon, km)
    return replace(place, lat=lat, lon=lon, rivals=rivals)


def _geo(geo: Geo, km: float) -> Geo:
    if geo.lat is None or geo.lon is None:
        return geo
    lat, lon = cell_middle(geo.lat, geo.lon, km)
    return replace(geo, lat=lat, lon=lon)


def _reading(reading: Reading, km: float) -> Reading:
    mentions = tuple(replace(mention, geo=_geo(mention.geo, km) if mention.geo else None,
                             rivals=tuple(_geo(rival, km) for rival in mention.rivals))
                     if mention.geo or mention.rivals else mention for mention in reading.page.mentions)
    return replace(reading, page=replace(reading.page, mentions=mentions))
