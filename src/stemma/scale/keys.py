"""What the joins over all files find a report by: its words and facts as hashes, and where and when people were harmed.

Pure functions of one reading, the same as in a build (stemma.copies.candidates, stemma.incidents). The table `keys` has
one row for each report, `happenings` one for each place and day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from math import cos, floor, radians

from msgspec import Struct
from msgspec.structs import replace

from stemma.copies.candidates import keys_of
from stemma.copies.features import lines_of
from stemma.incidents.nodes import Node, areas_of, atlas_of, nodes_of
from stemma.incidents.scenes import WIDE
from stemma.incidents.tellings import telling_of
from stemma.keeping import Notes
from stemma.model import Place, Reading
from stemma.names.places import core_of, places_of
from stemma.values import HARMS

CELL = 0.27  # degrees of latitude: 30 km; the side of a cell, which is as wide as it is high
NOWHERE = "--"  # in a cell: its country is not known
BESIDE = 4  # other places of a report that it is found by
LONGEST = timedelta(7)  # a stretch of days that is longer tells no day
BEFORE = timedelta(3)  # from a happening to a report that tells no day, in most cases


class KeyRow(Struct, frozen=True):
    """What copies of a report are found by. Numbers as bytes, little end first."""

    doc: str
    day: date | None  # of publication, also where only the text tells it
    shingles: bytes  # uint32: half of the hash of every five words, in the order of the text
    repeats: int  # how many of them stand there again
    words: bytes  # uint64: the shingles that it is found by
    twos: bytes  # uint64: numbers and names of one sentence by twos
    stems: bytes  # uint64: longer words


class Happening(Struct, frozen=True):
    """What one report tells of as having happened at one place on one day."""

    doc: str
    cell: str  # where, as a key: "UA 187:101" for a cell of some 30 km, or "UA name" for a place that is no point
    country: str | None  # ISO 3166-1 alpha-2
    place: str  # its name
    lat: float | None  # degrees (WGS 84)
    lon: float | None
    day_from: date  # first day
    day_to: date  # last day
    day_basis: str  # "told", or "published": the report tells no day, these are the last before its publication
    focal: bool  # whether the report is mostly about it
    claims: tuple[str, ...]  # Claim.id of the claims of harm
    killed_low: int | None  # smallest and largest figure of people killed there, where it is one of the whole
    killed_high: int | None


def keys_of_reading(reading: Reading) -> KeyRow:
    """What copies of a report are found by."""
    page = reading.page
    keys = keys_of(page, lines_of(page))
    words, twos, stems = (own.astype("<u8").tobytes() for own in (keys.sketch.keys, *keys.facts))
    shingles = keys.sketch.shingles.astype("<u4").tobytes()
    return KeyRow(reading.document.id, page.published.day, shingles, keys.sketch.repeats, words, twos, stems)


def happenings_of(reading: Reading) -> Iterator[Happening]:
    """Where and when a report says that people were harmed, as the report alone shows it; in the order of the claims.

    Last the other places that its sentences on violence name, with the day of what it is mostly about: reports of one
    attack often know it by different ones. What has no place is left out, and what has neither a day nor a day of
    publication.
    """
    if not reading.claims:
        return
    telling = telling_of(reading, areas_of((reading,), Notes()), reading.victims or ())
    places, keys = places_of((reading,))
    by_key, atlas = {place.key: place for place in places}, atlas_of((telling,), places, keys)
    told: set[str | None] = set()
    focal = None
    for node in nodes_of(telling, atlas):
        if node.focal:
            focal = focal or node
        if node.focal or any(claim.kind in HARMS for claim in node.claims):
            told.add(node.place)
            if found := _happening(node, by_key.get(node.place or "")):
                yield found
    if focal is not None:
        spots = dict.fromkeys(atlas.key_of(mention) for spot in telling.spots for mention, _ in spot)
        for key in islice((key for key in spots if key not in told), BESIDE):
            if found := _happening(replace(focal, claims=[], focal=False), by_key.get(key or "")):
                yield found


def _happening(node: Node, place: Place | None) -> Happening | None:
    """What a scene tells of, at this place."""
    days = _days(node)
    if place is None or days is None:
        return None
    harms = [claim for claim in node.claims if claim.kind in HARMS]
    located = place.lat is not None and place.kind not in WIDE
    killed = [claim.count for claim in harms if claim.kind == "killed" and claim.scope == "incident"
              and claim.count is not None and claim.count.stated]
    figures = [figure for count in killed for figure in (count.low, count.high) if figure is not None]
    return Happening(node.doc, cell_of(place), place.country, place.name, place.lat if located else None,
                     place.lon if located else None, *days, node.focal, tuple(sorted(claim.id for claim in harms)),
                     min(figures, default=None), max(figures, default=None))


def cell_of(place: Place) -> str:
    """The key of a place: its country and the square of 30 km that it lies in, or its name where it is no point."""
    country = place.country or NOWHERE
    if place.lat is None or place.lon is None or place.kind in WIDE:
        return f"{country} {core_of(place.name)[0] or place.name.casefold()}"
    row = floor((place.lat + 90) / CELL)
    width = CELL / max(0.01, cos(radians((row + 0.5) * CELL - 90)))
    return f"{country} {row}:{floor((place.lon + 180) / width)}"


def _days(node: Node) -> tuple[date, date, str] | None:
    """The first and the last day of a scene, and where they are known from."""
    when, day = node.when, node.published
    if when is not None and when.start is not None:
        end = max(when.start, when.end or when.start)
        if when.precision in ("day", "days") and end - when.start <= LONGEST:
            return when.start, end, "told"
        if not node.focal:
            return None
    return (day - BEFORE, day, "published") if day else None
