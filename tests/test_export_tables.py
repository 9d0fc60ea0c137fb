"""Exports in the columns of coding conventions and in HXL: the columns, the codes, and what is empty."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date

import pytest
from msgspec.structs import replace

from stemma.coding import code, named, rows
from stemma.exporters import Options, formats, remarks
from stemma.exporters._cells import restore
from stemma.exporters.ucdp import priogrid
from stemma.model import Record
from stemma.values import When
from tests.factories import sample_record

MAIN, OTHER = "i-orvadell-2033-05-02", "i-port-sellin"
TABLES = ("acled", "ucdp", "ibc", "hxl", "csv", "ftm-statements")

# The columns that the tools of each community expect, in their order.
ACLED = """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1
    inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location
    latitude longitude geo_precision source source_scale notes fatalities tags timestamp""".split()
UCDP = """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
    dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
    number_of_sources source_article source_office source_date source_headline source_original where_prec
    where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region
    event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa
    gwnob""".split()
AIRWARS = """code previous_codes date_type date date_end local_time_type local_time local_time_start local_time_end
    local_time_of_day local_first_reported_date_time local_first_reported_by local_first_reported_url country_name
    location_name location_name_arabic location_name_hebrew location_name_ukrainian region strike_status_name
    infrastructure_name strike_type_name targeted_belligerent_name observation_name impact_name total_strikes
    civilian_harm_reported civilian_harm_status_name cause_of_death_injury_name latitude longitude
    geolocation_status_name geolocation_accuracy_name geolocation_notes geolocation_sign_off_assessor
    geolocation_sign_off_date_time num_victims num_victims_named num_families num_sources num_sources_twitter
    num_sources_facebook num_sources_telegram num_sources_other civilian_non_combatants_killed_min
    civilian_non_combatants_killed_max civilian_non_combatants_injured_min civilian_non_combatants_injured_max
    belligerents_killed_min belligerents_killed_max""".split()
BELLIGERENT = """belligerent_name type assessment_name deaths_conceded_min deaths_conceded_max injuries_conceded_min
    injuries_conceded_max location mgrs_coordinate mgrs_accuracy civcas_statements strike_reports""".split()


def read(content: bytes) -> list[dict[str, str]]:
    """A table as another program reads it."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def table(name: str, record: Record | None = None, options: Options | None = None) -> list[dict[str, str]]:
    return read(formats()[name].export(record or sample_record(), options or Options()))


def airwars(record: Record | None = None) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(formats()["airwars"].export(record or sample_record()))) as packed:
        return {name.removesuffix(".csv"): read(packed.read(name)) for name in packed.namelist()}


def changed(incident: str, **fields: object) -> Record:
    """The sample case with one incident changed."""
    record = sample_record()
    return replace(record, incidents=tuple(
        replace(one, **fields) if one.id == incident else one for one in record.incidents))


def as_cell(value: object) -> str:
    """A value as a table has it."""
    return "" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)


# --------------------------------------------------------------------------------------------------------- columns


@pytest.mark.parametrize(("name", "columns", "count"), [("acled", ACLED, 31), ("ucdp", UCDP, 49)])
def test_columns_are_those_of_the_convention(name: str, columns: list[str], count: int) -> None:
    assert len(columns) == count
    assert list(table(name)[0]) == columns == list(formats()[name].COLUMNS)


def test_airwars_is_a_set_of_tables() -> None:
    found = airwars()
    assert list(found) == ["incidents", "casualties", "sources"]
    assert list(found["incidents"][0]) == [*AIRWARS, *(f"belligerent_1_{name}" for name in BELLIGERENT)]
    assert list(found["casualties"][0]) == [
        "code", "casualty_type_taxonomy", "casualty_type_name", "casualty_affiliation_name", "while_working",
        "killed_min", "killed_max", "injured_min", "injured_max"]
    assert list(found["sources"][0]) == ["code", "date", "name", "language", "url", "archive_url", "media"]


def test_ibc_has_the_columns_that_are_known() -> None:
    assert {"code", "start date", "end date", "time", "location", "target", "weapons", "reported minimum",
            "reported maximum", "sources"} <= set(table("ibc")[0])


# ----------------------------------------------------------------------------------------------------------- codes


@pytest.mark.parametrize("name", ["acled", "ucdp", "ibc"])
def test_cells_are_what_the_convention_codes(name: str) -> None:
    """Read back: every coded value that has a column stands there as it was coded."""
    row = table(name)[0]
    coded = {one.field: one.value for one in code(sample_record(), MAIN, named(name)).values}
    shared = coded.keys() & row.keys()
    assert len(shared) >= 9
    assert {field: restore(row[field]) for field in shared} == {field: as_cell(coded[field]) for field in shared}


def test_acled_row_in_full() -> None:
    row = table("acled")[0]
    assert {name: value for name, value in row.items() if value and name != "notes"} == {
        "event_id_cnty": MAIN, "event_date": "2033-05-02", "year": "2033", "time_precision": "1",
        "disorder_type": "Political violence", "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack", "actor1": "the army", "actor2": "Civilians",
        "location": "Orvadell", "latitude": "12.5000", "longitude": "44.2500", "geo_precision": "1",
        "source": "Hill Courier; Valley Post; North Wire", "fatalities": "14"}
    assert "“At least 14”" in row["notes"] and "“30”" in row["notes"]


def test_acled_has_a_row_for_each_day_of_an_incident_that_lasted() -> None:
    when = When("from Monday to Wednesday", date(2033, 5, 2), date(2033, 5, 4), "days")
    record = changed(MAIN, when=when)
    found = [row for row in table("acled", record) if row["event_id_cnty"].startswith(MAIN)]
    assert [(row["event_id_cnty"], row["event_date"]) for row in found] == [
        (f"{MAIN}-day-{n}", f"2033-05-{n + 1:02}") for n in (1, 2, 3)]
    assert [int(row["fatalities"]) for row in found] == [5, 5, 4]
    assert len(rows(record, MAIN, named("acled"))) == 3


def test_ucdp_sums_and_order_hold() -> None:
    row = table("ucdp")[0]
    best = sum(int(row[name] or 0) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"))
    assert int(row["low"]) <= best == int(row["best"]) <= int(row["high"])
    assert row["geom_wkt"] == "POINT (44.2500 12.5000)"
    assert len(row["source_date"].split(";")) == len(row["source_office"].split(";")) == 3


@pytest.mark.parametrize(("lat", "lon", "cell"), [
    (-89.75, -179.75, 1), (89.75, 179.75, 259200), (90, 180, 259200), (-55.75, -69.25, 49182), (0, 0, 129961)])
def test_prio_grid_cells_are_counted_from_the_south_west(lat: float, lon: float, cell: int) -> None:
    assert priogrid(lat, lon) == cell


def test_airwars_keeps_classes_apart_and_unknown_empty() -> None:
    found = airwars()
    (row,) = found["incidents"]
    assert (row["civilian_non_combatants_killed_min"], row["civilian_non_combatants_killed_max"]) == ("14", "30")
    assert row["civilian_non_combatants_injured_min"] == row["belligerents_killed_min"] == row["num_victims"] == ""
    assert row["belligerent_1_belligerent_name"] == "the army" and row["belligerent_1_deaths_conceded_min"] == ""
    assert [(line["casualty_type_name"], line["killed_min"], line["killed_max"]) for line in found["casualties"]] == [
        ("Civilians", "14", "30"), ("Children", "6", "6")]
    assert [(line["name"], line["date"], line["url"]) for line in found["sources"]] == [
        ("Hill Courier", "2033-05-02", "https://courier.example/orvadell"), ("Valley Post", "2033-05-03", ""),
        ("North Wire", "", "")]


def test_airwars_tells_of_coordinates_only_where_there_are_some() -> None:
    record = sample_record()
    unplaced = replace(record, places=tuple(replace(place, lat=None, lon=None) for place in record.places))
    notes = [[row["geolocation_notes"] for row in airwars(of)["incidents"] if row["location_name"]]
             for of in (record, unplaced)]
    assert any("generic" in note for note in notes[0]) and notes[1] and not any(notes[1])


def test_airwars_has_columns_for_every_side_that_is_named() -> None:
    (row,) = airwars(changed(MAIN, perpetrators=("the army", "Free Hills Movement")))["incidents"]
    assert {row["belligerent_1_belligerent_name"], row["belligerent_2_belligerent_name"]} == {
        "the army", "Free Hills Movement"}
    assert "belligerent_3_type" not in row
    record = changed(MAIN, perpetrators=("the army", "the Kareth army", "unidentified gunmen"))
    assert airwars(record)["incidents"][0]["belligerent_1_belligerent_name"] == "the army"
    assert table("hxl", record)[1]["actor"] == "the army"


# ------------------------------------------------------------------------------------------- what is not known


def test_an_incident_without_a_date_is_there_with_empty_cells() -> None:
    """Its report was published on 3 May; that day must not stand anywhere as the incident's."""
    row = next(row for row in table("acled") if row["event_id_cnty"] == OTHER)
    assert (row["event_date"], row["year"], row["time_precision"]) == ("", "", "")
    assert row["location"] == "Port Sellin" and row["latitude"] == ""
    assert row["notes"].startswith("Not coded: ") and "2033-05-03" not in row.values()
    assert list(remarks(formats()["acled"], sample_record())) == [
        f"Drone at Port Sellin ({OTHER}) is in the file with empty cells: no date."]


def test_an_incident_without_a_place_is_there_with_empty_cells() -> None:
    record = changed(MAIN, place=None)
    for name in ("acled", "ucdp", "ibc", "hxl"):
        row = table(name, record)[0 if name != "hxl" else 1]
        place = {"acled": "location", "ucdp": "where_coordinates", "ibc": "location", "hxl": "location"}[name]
        assert row[place] == row.get("latitude", "") == row.get("country", "") == ""
        assert "2033-05-02" in row.values()
    said = list(remarks(formats()["ucdp"], record))
    assert f"Rocket attack on Orvadell ({MAIN}) is in the file with empty cells: no place." in said


def test_an_incident_that_a_convention_would_not_record_is_left_out_and_named() -> None:
    record = changed(OTHER, when=When("Tuesday", date(2033, 5, 3), date(2033, 5, 3), "day"))
    assert [row["id"] for row in table("ucdp", record)] == [MAIN]
    (said,) = remarks(formats()["ucdp"], record)
    assert said.startswith(f"Drone at Port Sellin ({OTHER}) is not in the file. Not coded: ")
    assert [row["event_id_cnty"] for row in table("acled", record)] == [MAIN, OTHER]


# --------------------------------------------------------------------------------------------- cells that run


@pytest.mark.parametrize("name", [*TABLES, "airwars"])
@pytest.mark.parametrize("evil", ["=HYPERLINK(\"x\")", "+1", "-1+cmd|'x'!A1", "@SUM(1)", "\t=1", "\r=1"])
def test_no_cell_of_any_table_runs_and_the_words_come_back(name: str, evil: str) -> None:
    record = sample_record()
    record = replace(
        changed(MAIN, title=evil, perpetrators=(evil,), weapons=(evil,), targets=(evil,)),
        places=tuple(replace(place, name=evil) for place in record.places),
        parties=tuple(replace(party, name=evil) for party in record.parties),
        readings=tuple(replace(r, page=replace(r.page, outlet=evil, document=replace(
            r.document, name=evil + str(n), url=evil, title=evil))) for n, r in enumerate(record.readings)))
    tables = airwars(record).values() if name == "airwars" else [table(name, record)]
    cells = [cell for lines in tables for line in lines for cell in line.values()]
    cells = [cell for cell in cells if not re.fullmatch(r"-?[\d.]*", cell)]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(restore(cell).lstrip().startswith(evil.lstrip()) for cell in cells)


def test_a_negative_coordinate_stays_a_number() -> None:
    record = replace(sample_record(), places=tuple(
        replace(place, lat=-12.5, lon=-44.25) for place in sample_record().places))
    for name in ("acled", "ucdp", "hxl"):
        row = table(name, record)[1 if name == "hxl" else 0]
        assert (float(row["latitude"]), float(row["longitude"])) == (-12.5, -44.25)


# ------------------------------------------------------------------------------------------------ coarse, chosen


@pytest.mark.parametrize(("km", "acled", "ucdp"), [(None, "1", "1"), (10, "2", "2"), (60, "3", "3"), (200, "3", "5")])
def test_codes_are_no_finer_than_the_coordinates(km: float | None, acled: str, ucdp: str) -> None:
    assert table("acled", None, Options(coarsen=km))[0]["geo_precision"] == acled
    assert table("ucdp", None, Options(coarsen=km))[0]["where_prec"] == ucdp


def test_it_is_said_only_where_there_are_coordinates() -> None:
    first, second = table("acled", None, Options(coarsen=10))
    assert "coarsened" in first["notes"] and "coarsened" not in second["notes"]


def test_columns_can_be_chosen_and_unknown_ones_are_named() -> None:
    options = Options(columns=("fatalities", "colour", "event_id_cnty", "fatalities"))
    assert [list(row.items()) for row in table("acled", None, options)] == [
        [("fatalities", "14"), ("event_id_cnty", MAIN)], [("fatalities", "0"), ("event_id_cnty", OTHER)]]
    assert next(iter(remarks(formats()["acled"], sample_record(), options))).startswith(
        "The format acled has no column 'colour': left out. There are: event_id_cnty, event_date")


# --------------------------------------------------------------------------------------------------------- HXL


def test_hxl_has_a_row_of_hashtags() -> None:
    header, tags, first, second = csv.reader(io.StringIO(formats()["hxl"].export(sample_record()).decode(), newline=""))
    assert len(header) == len(tags) == len(set(tags)) == len(first)
    assert all(re.fullmatch(r"#[a-z]+(\+[a-z0-9_]+)*", tag) for tag in tags)
    row = dict(zip(tags, first, strict=True))
    assert row | {"#event+code": MAIN, "#date+start": "2033-05-02", "#geo+lat": "12.5000", "#loc+name": "Orvadell",
                  "#affected+killed+min": "14", "#affected+killed+max": "30", "#affected+injured+min": "24"} == row
    undated = dict(zip(tags, second, strict=True))
    assert undated["#date+start"] == undated["#date+year"] == undated["#geo+lat"] == ""


def test_an_open_end_has_no_maximum() -> None:
    record = sample_record()
    record = replace(record, assessments=tuple(replace(a, open_end=True) for a in record.assessments))
    row = table("hxl", record)[1]
    assert (row["killed_min"], row["killed_max"]) == ("14", "")
    assert "Killed: 14 to 30 or more" in row["description"]


def test_the_hxl_library_reads_it(tmp_path) -> None:
    """It brings a package under the GPL, and is no part of the development environment."""
    hxl = pytest.importorskip("hxl", reason="libhxl is not installed", exc_type=ImportError)
    path = tmp_path / "x.csv"
    path.write_bytes(formats()["hxl"].export(sample_record()))
    source = hxl.data(str(path), hxl.InputOptions(allow_local=True))
    assert [column.display_tag for column in source.columns] == list(formats()["hxl"].TAGS)
    assert [row.get("#affected+killed+max") for row in source] == ["30", None]
