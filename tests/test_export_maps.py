"""GeoJSON, TimeMap and Bellingcat's api.json: valid for their readers, and nothing on a map that is not known."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date

import pytest
from msgspec.structs import replace

from stemma.assessments.estimate import estimate
from stemma.exporters import Options, formats, remarks
from stemma.exporters._coarsening import cell_middle
from stemma.model import Record
from stemma.values import When
from tests.factories import sample_record

MAIN, OTHER = "i-orvadell-2033-05-02", "i-port-sellin"
# What the validation of github.com/forensic-architecture/timemap (src/reducers/validate/) knows: name -> type.
EVENT = dict.fromkeys(
    ("id", "description", "date", "time", "time_precision", "location", "latitude", "longitude", "type", "category",
     "category_full", "comments", "time_display", "shape", "colour"), str) | {
    "associations": list, "sources": list, "narrative___stepStyles": list}
SOURCE = dict.fromkeys(("id", "title", "thumbnail", "type", "url", "description", "parent", "author", "date", "notes"),
                       str) | {"paths": list, "affil_s": list}
ASSOCIATION = dict.fromkeys(("id", "title", "desc", "mode", "colour", "type", "display"), str) | {"filter_paths": list}


def geojson(record: Record | None = None, options: Options | None = None) -> dict:
    return json.loads(formats()["geojson"].export(record or sample_record(), options or Options()))


def timemap(record: Record | None = None, options: Options | None = None) -> dict:
    content = formats()["timemap"].export(record or sample_record(), options or Options())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name.removesuffix(".json"): json.loads(packed.read(name)) for name in packed.namelist()}


def bellingcat(record: Record | None = None, options: Options | None = None) -> list[dict]:
    return json.loads(formats()["bellingcat"].export(record or sample_record(), options or Options()))


def placed(**fields: object) -> Record:
    """The sample case with other facts about every place."""
    record = sample_record()
    return replace(record, places=tuple(replace(place, **fields) for place in record.places))


def dated(when: When) -> Record:
    """The sample case with another day for the undated incident."""
    record = sample_record()
    return replace(record, incidents=tuple(
        replace(one, when=when) if one.id == OTHER else one for one in record.incidents))


def of_type(row: dict, fields: dict[str, type]) -> bool:
    """Whether a row has only these fields, each of its type."""
    return row.keys() <= fields.keys() and all(isinstance(value, fields[name]) for name, value in row.items())


# --------------------------------------------------------------------------------------------------------- GeoJSON


def test_geojson_is_valid_by_its_library() -> None:
    library = pytest.importorskip("geojson", reason="the geojson package is not installed")
    whole = library.loads(formats()["geojson"].export(placed(lat=-12.5, lon=44.25)).decode())
    assert isinstance(whole, library.FeatureCollection) and whole.is_valid and not whole.errors()
    assert [feature.geometry and feature.geometry.is_valid for feature in whole.features] == [True, True]


def test_geojson_feature_says_what_the_record_says() -> None:
    first, second = geojson()["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [44.25, 12.5]}  # longitude first
    assert tuple(first["properties"]) == formats()["geojson"].COLUMNS
    record = sample_record()
    incident, (killed, injured, _) = record.incidents[0], record.assessments
    assert first["properties"] | {
        "title": incident.title, "date_start": "2033-05-02", "date_end": "2033-05-02", "date_precision": "day",
        "place": "Orvadell", "place_kind": "town", "killed_low": killed.low, "killed_high": killed.high,
        "injured_low": injured.low, "injured_high": injured.high, "acled_geo_precision": 1, "acled_time_precision": 1,
        "ucdp_where_prec": 1, "ucdp_date_prec": 1, "coarsened_km": None, "note": None,
        "independent_sources": ["Free Hills Movement", "Mira Tolvan"], "alleged_perpetrators": ["the army"],
    } == first["properties"]
    made = estimate(record, MAIN, "killed")
    assert (first["properties"]["killed_best"], first["properties"]["killed_grade"]) == (made.best, made.grade)
    assert [report["outlet"] for report in first["properties"]["reports"]] == [
        "Hill Courier", "Valley Post", "North Wire"]
    assert second["geometry"] is None
    assert second["properties"]["date_start"] is second["properties"]["acled_time_precision"] is None


def test_what_has_no_point_is_named() -> None:
    assert list(remarks(formats()["geojson"], sample_record())) == [
        f"Drone at Port Sellin ({OTHER}) has no point in the file: no coordinates for Port Sellin."]
    nowhere = replace(sample_record(), incidents=(replace(sample_record().incidents[0], place=None),))
    assert list(remarks(formats()["geojson"], nowhere)) == [
        f"Rocket attack on Orvadell ({MAIN}) has no point in the file: no place."]


def test_a_country_is_no_point() -> None:
    for feature in geojson(placed(kind="country", lat=12.0, lon=44.0))["features"]:
        assert feature["geometry"] is None
    assert all("latitude" not in event for event in timemap(placed(kind="country", lat=12.0, lon=44.0))["events"])


def test_a_point_that_stands_for_an_area_says_so() -> None:
    record = placed(kind="region", lat=12.0, lon=44.0)
    words = "The point stands for all of Orvadell (region)."
    assert geojson(record)["features"][0]["properties"]["note"] == words
    assert timemap(record)["events"][0]["comments"] == words
    assert bellingcat(record)[0]["description"].endswith(words)
    assert words not in formats()["ftm"].export(record).decode()


def test_a_coarse_point_says_so() -> None:
    first, second = geojson(None, Options(coarsen=25))["features"]
    assert tuple(first["geometry"]["coordinates"]) == cell_middle(12.5, 44.25, 25)[::-1]
    assert (first["properties"]["coarsened_km"], first["properties"]["acled_geo_precision"]) == (25, 2)
    assert "about 25 km" in first["properties"]["note"]
    assert second["properties"]["note"] is second["properties"]["coarsened_km"] is None


# --------------------------------------------------------------------------------------------------------- TimeMap


def test_timemap_has_what_its_validation_wants() -> None:
    record = dated(When("May", date(2033, 5, 1), date(2033, 5, 31), "month"))
    found = timemap(record)
    assert list(found) == ["events", "sources", "associations"]
    assert [event["id"] for event in found["events"]] == [MAIN, OTHER]
    for event in found["events"]:
        assert of_type(event, EVENT) and {"description", "associations"} <= event.keys()
        assert ("latitude" in event) == ("longitude" in event)
        assert "date" in event or "latitude" in event
        assert set(event["sources"]) <= found["sources"].keys()
        assert set(event["associations"]) <= {one["id"] for one in found["associations"]}
        assert re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", event["date"])
    for key, source in found["sources"].items():
        assert of_type(source, SOURCE) and source["id"] == key and "paths" in source
    assert all(of_type(one, ASSOCIATION) and {"id", "title", "mode"} <= one.keys() for one in found["associations"])


def test_timemap_says_how_exactly_a_day_is_known() -> None:
    month = timemap(dated(When("May", date(2033, 5, 1), date(2033, 5, 31), "month")))["events"][1]
    assert (month["date"], month["time_precision"], month["time_display"]) == (
        "5/1/2033", "month", "between 1 May 2033 and 31 May 2033")
    day = timemap()["events"][0]
    assert (day["date"], day["time_precision"], day["latitude"], day["longitude"]) == (
        "5/2/2033", "day", "12.5000", "44.2500")


@pytest.mark.parametrize("name", ["timemap", "bellingcat"])
def test_an_incident_without_date_and_place_is_left_out_and_named(name: str) -> None:
    content = timemap()["events"] if name == "timemap" else bellingcat()
    assert [row["id"] for row in content] == [MAIN]
    assert list(remarks(formats()[name], sample_record())) == [
        f"Drone at Port Sellin ({OTHER}) is not in the file, which needs a date or coordinates: no date, "
        "no coordinates for Port Sellin."]


def test_one_of_date_and_coordinates_is_enough() -> None:
    event = timemap(placed(lat=12.5, lon=44.25))["events"][1]
    assert event["id"] == OTHER and "date" not in event and event["time_display"] == "date not known"
    item = bellingcat(placed(lat=12.5, lon=44.25))[1]
    assert (item["date"], item["latitude"]) == ("", "12.5000")


# ------------------------------------------------------------------------------------------------------ Bellingcat


def test_bellingcat_is_one_flat_list() -> None:
    (item,) = bellingcat()
    assert list(item) == ["id", "date", "latitude", "longitude", "location", "description", "sources", "filters"]
    assert (item["date"], item["latitude"], item["location"]) == ("5/2/2033", "12.5000", "Orvadell")
    assert item["description"] == (
        "Shelling at Orvadell, 2 May 2033. Killed: 14 to 30 (2 independent sources). Injured: 24 to 99 (1 independent "
        "source). Laid to the army, as alleged. 3 reports.")
    assert [list(source) for source in item["sources"]] == [["id", "path", "description"]] * 3
    assert item["sources"][0]["path"] == "https://courier.example/orvadell"
    assert item["filters"] == [{"key": "Kind of attack", "value": "Shelling"}]
