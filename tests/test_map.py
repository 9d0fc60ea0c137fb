"""Maps: what is drawn where, what is left out, and that neither poles nor the 180th meridian break them."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from stemma.model import Record
from stemma.report import render
from stemma.report.lookup import lookup
from stemma.report.map import EXTENT, NARROWEST, NEAR, Spot, atlas_of, case_map, chart_of, incident_map, window_of
from stemma.report.map_drawing import map_drawing
from stemma.report.projection import Window, coast, distance, land, middle_of
from stemma.values import Geo
from tests.factories import sample_record

DATA = Path(__file__).parent.parent / "src" / "stemma" / "data" / "land.txt"


def spot(lat: float, lon: float, km: float = 5.0, kind: str = "own", name: str = "Velmora") -> Spot:
    return Spot(name, lat, lon, km, kind, f"the town; circle of {km:.0f} km", "the incident", "")


def is_land(window: Window, lat: float, lon: float) -> bool:
    """Whether a point lies on land, by the even-odd rule over the path of the window."""
    x, y = window.spot(lat, lon)
    inside = False
    for ring in rings(coast(window)):
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                inside = not inside
    return inside


def rings(data: str) -> list[list[tuple[float, float]]]:
    found = []
    for part in data.split("z")[:-1]:
        start, steps = part[1:].split("l")
        x, y = map(float, start.split())
        ring, numbers = [(x, y)], list(map(float, steps.split()))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(ring)
    return found


# ------------------------------------------------------------------------------------------------- land


def test_the_land_is_small_and_has_no_country_in_it():
    text = DATA.read_text("ascii")
    assert len(text) < 400_000
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert "without any border" in head[0] and len(head) == 2
    assert all(re.fullmatch(r"[?-~]+", line) for line in text.splitlines()[2:])
    assert all(ring.west >= -540 and ring.east <= 540 and -90 <= ring.south <= ring.north <= 90 for ring in land())


@pytest.mark.parametrize(("window", "lat", "lon", "dry"), [
    (Window(0.0, 20.0, 4000, 400, 280), 0.0, 22.0, True),  # inland Africa
    (Window(0.0, -30.0, 2000, 400, 280), 0.0, -28.0, False),  # the Atlantic
    (Window(-17.8, 179.5, 900, 400, 280), -16.6, 179.2, True),  # an island east of the 180th meridian's west side
    (Window(-17.8, -179.9, 900, 400, 280), -16.6, 179.2, True),  # the same from the other side
    (Window(66.5, 180.0, 2500, 400, 280), 66.5, 175.0, True),  # land that the 180th meridian crosses
    (Window(66.5, 180.0, 2500, 400, 280), 67.0, -175.0, True),
    (Window(-89.0, 30.0, 3000, 400, 280), -89.9, 100.0, True),  # around the south pole
    (Window(-90.0, 0.0, 3000, 400, 280), -88.0, -170.0, True),
    (Window(89.0, 30.0, 2500, 400, 280), 89.9, -60.0, False),  # around the north pole
    (Window(-30.0, -150.0, 3000, 400, 280), -30.0, -150.0, False),  # the antipode of inland Africa
    (Window(0.0, 160.0, 40030, 400, 200), 0.0, 22.0, True),  # the whole world, cut elsewhere
    (Window(0.0, -20.0, 40030, 400, 200), 66.5, 175.0, True),
    (Window(42.0, 51.0, 1500, 400, 280), 42.0, 51.0, False),  # an inland sea
])
def test_land_and_sea_are_where_they_are(window, lat, lon, dry):
    assert is_land(window, lat, lon) is dry


@pytest.mark.parametrize("window", [
    Window(50.0, 30.0, 200, 400, 280), Window(90.0, 0.0, 4000, 400, 280), Window(-90.0, 0.0, 12000, 400, 280),
    Window(0.0, 180.0, 9000, 400, 280), Window(10.0, -179.9, 40030, 400, 200),
])
def test_the_path_stays_inside_the_window(window):
    points = [point for ring in rings(coast(window)) for point in ring]
    assert all(-0.5 <= x <= window.width + 0.5 and -0.5 <= y <= window.height + 0.5 for x, y in points)
    assert len(coast(window)) < 60_000


def test_distances_from_the_middle_are_true():
    window = Window(48.0, 37.0, 1000, 400, 280)
    for lat, lon in ((49.0, 37.0), (48.0, 40.0), (46.5, 34.0)):
        x, y = window.spot(lat, lon)
        drawn = math.hypot(x - 200, y - 140) / window.unit
        assert drawn == pytest.approx(distance((48.0, 37.0), (lat, lon)), rel=1e-6)


def test_the_middle_of_points_across_the_180th_meridian():
    lat, lon = middle_of([(10.0, 179.0), (10.0, -179.0)])
    assert lat == pytest.approx(10.0, abs=0.1) and abs(lon) == pytest.approx(180.0, abs=0.1)


# ----------------------------------------------------------------------------------------------- window


def test_no_map_is_finer_than_its_places_are_known():
    assert window_of([spot(10.0, 10.0, 2.0)]).km == NARROWEST
    wide = window_of([spot(10.0, 10.0, EXTENT["region"])])
    assert wide.km > 3 * EXTENT["region"]


@pytest.mark.parametrize("places", [
    [(0.0, 179.9), (0.0, -179.9)], [(89.9, 0.0), (89.9, 180.0)], [(-90.0, 0.0)], [(60.0, 10.0), (-40.0, -170.0)],
    [(0.0, 0.0), (0.0, 180.0)], [(10.0, 10.0), (10.0, 100.0), (10.0, -140.0)],
])
def test_every_place_is_inside_its_window(places):
    spots = [spot(lat, lon) for lat, lon in places]
    window = window_of(spots)
    for one in spots:
        x, y = window.spot(one.lat, one.lon)
        assert 0 <= x <= window.width and 0 <= y <= window.height
    from stemma.report.map import MapView
    drawn = map_drawing(MapView("m", "Somewhere", tuple(spots), ()))
    assert "nan" not in drawn and "inf" not in drawn


def test_a_map_with_nothing_but_land_is_widened():
    window, _ = chart_of([spot(22.0, 10.0)])  # inland Africa
    assert window.km == 500.0


# ------------------------------------------------------------------------------------------------- views


def placed(record: Record, **changes: object) -> Record:
    """The sample record with the place of its main incident changed."""
    key = record.incidents[0].place
    return replace(record, places=tuple(replace(place, **changes) if place.key == key else place
                                        for place in record.places))


def main_map(record: Record, least: float = 0.0):
    return incident_map(atlas_of(lookup(record), least), record.incidents[0])


def test_a_circle_shows_how_exactly_the_place_is_named():
    for kind, km in EXTENT.items():
        own = next(s for s in main_map(placed(sample_record(), lat=48.0, lon=37.0, kind=kind)).spots if s.kind == "own")
        assert own.km == km
    own = next(s for s in main_map(placed(sample_record(), lat=48.0, lon=37.0, kind="town"), 35.0).spots
               if s.kind == "own")
    assert own.km == 35.0 and "coarsened" in own.precision


def test_near_a_place_is_a_wider_circle():
    from stemma.report.map import _NEAR_WORDS, _precision
    for words in ("two people were killed near ", "a village outside the town of ", "ten kilometres from ",
                  "a road north-east of "):
        assert _NEAR_WORDS.search(words)
    for words in ("two people were killed in ", "hit the market of ", "nearly all of "):
        assert not _NEAR_WORDS.search(words)
    assert _precision("town", True, 0.0) == (NEAR, "near the town; circle of 25 km")


def test_a_place_without_coordinates_is_named_below():
    view = main_map(placed(sample_record(), lat=None, lon=None, rivals=()))
    assert not [s for s in view.spots if s.kind == "own"]
    assert [left.reason for left in view.unplaced if not left.hollow] == ["not found in the gazetteer"]
    view = main_map(placed(sample_record(), lat=48.0, lon=37.0, kind="country"))
    assert "a country has no point" in view.unplaced[0].reason and not view.spots


def test_rivals_of_an_open_name_are_hollow_and_those_of_a_settled_one_are_not_shown():
    rivals = (Geo("g:1", "Orvadell", "XA", 10.0, 10.0, "town"), Geo("g:2", "Orvadell", "XB", 12.0, 11.0, "village"))
    view = main_map(placed(sample_record(), lat=None, lon=None, rivals=rivals))
    assert [s.kind for s in view.spots if s.name == "Orvadell"] == ["rival", "rival"]
    assert any(left.hollow and "two known places" in left.reason for left in view.unplaced)
    assert map_drawing(view).count("spot rival") == 2
    settled = main_map(placed(sample_record(), lat=48.0, lon=37.0, kind="town", rivals=rivals))
    assert not [s for s in settled.spots if s.kind == "rival"]


def test_incidents_at_one_place_share_a_circle():
    record = placed(sample_record(), lat=48.0, lon=37.0, kind="town")
    first = record.incidents[0]
    second = replace(first, id="i-second", title="Shelling, again")
    view = case_map(atlas_of(lookup(record)), [first, second], "A case")
    own = [s for s in view.spots if s.kind == "own"]
    assert len(own) == 1 and first.title in own[0].about and "Shelling, again" in own[0].about


def test_the_page_draws_a_coast_once_and_says_that_no_border_is_implied():
    record = placed(sample_record(), lat=48.0, lon=37.0, kind="town")
    page = render(record)
    assert page == render(record)
    assert "Land outlines only; no borders are implied." in page
    idents = re.findall(r'<path id="(w-[0-9a-f]+)"', page)
    assert len(idents) == len(set(idents)) >= 1
    assert set(re.findall(r'<use href="#([^"]+)"', page)) <= set(idents)


def test_names_are_escaped():
    record = placed(sample_record(), lat=48.0, lon=37.0, kind="town", name='<script>alert("x")</script>')
    assert "<script>alert" not in map_drawing(main_map(record))


def test_a_small_map_shows_where_a_narrow_one_is_and_hides_no_circle():
    from stemma.report.map import MapView
    assert 'class="locator"' in map_drawing(MapView("m", "Velmora", (spot(46.8, 36.8),), ()))
    assert 'class="locator"' not in map_drawing(MapView("m", "Velmora", (spot(46.8, 36.8, 100.0),), ()))
    assert 'class="locator"' not in map_drawing(MapView("m", "Velmora", (spot(10, 10), spot(40, 60)), ()))


def test_no_name_hides_another_place():
    from stemma.report.map import MapView
    near = tuple(spot(46.8, 36.8 + i / 5, 2.0, name=f"Velmora upon Orvel {i}") for i in range(6))
    drawn = map_drawing(MapView("m", "Velmora", (*near, spot(49.9, 36.8)), ()))
    dots = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn)]
    for x, y, rest, name in re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="place own"([^>]*)>([^<]*)<', drawn):
        wide = len(name) * 6.0
        start = float(x) - (wide if "end" in rest else wide / 2 if "middle" in rest else 0)
        assert not [d for d in dots if start < d[0] < start + wide and float(y) - 9 < d[1] < float(y)]
