"""Every exporter found keeps the contract; the dossier and the table say what the record says."""

from __future__ import annotations

import csv
import io
import json
import math
import random
import zipfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stemma.errors import UsageError
from stemma.exporters import Options, formats, remarks, tables_csv
from stemma.exporters._cells import bundle, defuse, restore
from stemma.exporters._cells import table as csv_table
from stemma.exporters._coarsening import cell_middle, coarsened
from stemma.exporters._lookup import Lookup, document_names
from stemma.model import Reading, Record
from stemma.values import HARMS, Span
from tests.factories import document, sample_judgement, sample_readings, sample_record, span

EMPTY = Record()
NAMES = [pytest.param(name, marks=pytest.mark.skipif(
    find_spec(getattr(module, "NEEDS", "json")) is None, reason=f"{getattr(module, 'NEEDS', '')} is not installed"))
    for name, module in formats().items()]
PLACED = [name for name, module in formats().items() if getattr(module, "COORDINATES", False)]
FIELDS = ("readings", "parties", "places", "families", "origins", "incidents")


def dossier(record: Record | None = None) -> dict:
    return json.loads(formats()["dossier"].export(record or sample_record()))


def table(record: Record | None = None) -> list[dict[str, str]]:
    text = formats()["csv"].export(record or sample_record()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def named(name: str) -> Reading:
    return next(reading for reading in sample_readings() if reading.document.name == name)


# ----------------------------------------------------------------------------------------- every exporter, one contract


def test_formats_are_found_by_name() -> None:
    assert {"acled", "airwars", "bellingcat", "claims-jsonld", "csv", "dossier", "ftm", "ftm-statements", "geojson",
            "hxl", "ibc", "parquet", "timemap", "ucdp"} <= formats().keys()
    assert list(formats()) == sorted(formats())


@pytest.mark.parametrize("name", formats())
def test_an_exporter_says_what_it_makes(name: str) -> None:
    module = formats()[name]
    assert name == module.FORMAT
    assert module.MEDIA_TYPE.count("/") == 1
    assert PurePath(f"x{module.EXTENSION}").suffix == module.EXTENSION
    assert module.__doc__


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("record", [EMPTY, sample_record()], ids=["empty", "sample"])
def test_an_export_is_the_same_bytes_every_time(name: str, record: Record) -> None:
    first = formats()[name].export(record)
    assert isinstance(first, bytes)
    assert first or record == EMPTY  # a file of lines has none
    assert formats()[name].export(record) == first


@pytest.mark.parametrize("name", NAMES)
def test_an_export_does_not_depend_on_the_order_of_readings_or_speakers(name: str) -> None:
    record = sample_record()
    first = formats()[name].export(record)
    for seed in range(5):
        shuffled = random.Random(seed).sample(record.readings, len(record.readings))
        speakers = dict(random.Random(seed).sample(list(record.speakers.items()), len(record.speakers)))
        assert formats()[name].export(replace(record, readings=tuple(shuffled), speakers=speakers)) == first


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("field", FIELDS)
def test_an_exporter_survives_a_record_with_a_part_missing(name: str, field: str) -> None:
    assert formats()[name].export(replace(sample_record(), **{field: ()}))


@pytest.mark.parametrize("name", NAMES)
def test_no_export_tells_where_a_file_lay(name: str) -> None:
    readings = tuple(replace(r, page=replace(r.page, document=replace(r.document, path="/home/someone/secret/a.txt")))
                     for r in sample_record().readings)
    assert b"someone" not in formats()[name].export(replace(sample_record(), readings=readings))


@pytest.mark.parametrize("name", NAMES)
def test_every_format_takes_options_and_names_what_it_cannot_hold(name: str) -> None:
    module, record = formats()[name], sample_record()
    assert module.export(record, Options()) == module.export(record)
    said = list(remarks(module, record))
    assert all("\n" not in line and "i-port-sellin" in line for line in said)
    assert [line for line in remarks(module, record, Options(coarsen=10)) if "nothing was coarsened" in line] == (
        [] if name in PLACED else [f"The format {name} holds no coordinates: nothing was coarsened."])


@pytest.mark.parametrize("name", NAMES)
def test_columns_have_meanings(name: str) -> None:
    module = formats()[name]
    assert set(getattr(module, "MEANINGS", ())) <= set(getattr(module, "COLUMNS", ()))
    assert len(set(getattr(module, "COLUMNS", ()))) == len(getattr(module, "COLUMNS", ()))


# -------------------------------------------------------------------------------------------------- coarse coordinates


def shown(content: bytes) -> str:
    """An export as text, whatever it is packed in."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode() for name in packed.namelist())


@pytest.mark.parametrize("name", PLACED)
def test_coarse_coordinates_replace_the_exact_ones_everywhere_and_it_is_said(name: str) -> None:
    record = replace(sample_record(), places=tuple(
        replace(p, lat=12.3456, lon=44.5432) if p.key == "orvadell" else p for p in sample_record().places))
    exact, coarse = (shown(formats()[name].export(record, Options(coarsen=km))) for km in (None, 20.0))
    lat, lon = cell_middle(12.3456, 44.5432, 20)
    assert "12.3456" in exact and "44.5432" in exact and "coarsened:" not in exact
    assert "12.3456" not in coarse and "44.5432" not in coarse
    assert str(lat) in coarse and str(lon) in coarse and "Coordinates are coarsened" in coarse


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0.1, 500))
def test_a_cell_is_small_and_its_middle_stays(lat: float, lon: float, km: float) -> None:
    middle = cell_middle(lat, lon, km)
    assert cell_middle(*middle, km) == middle
    across = min(abs(middle[1] - lon), 360 - abs(middle[1] - lon)) * 111.2 * math.cos(math.radians(middle[0]))
    assert math.hypot((middle[0] - lat) * 111.2, across) <= km  # half a diagonal, and room for bands near a pole


def test_points_of_one_cell_cannot_be_told_apart() -> None:
    assert len({cell_middle(12.50 + n / 1000, 44.25 + n / 1000, 50) for n in range(20)}) == 1


@pytest.mark.parametrize("km", [0, -5, 0.05, 501, float("nan"), float("inf")])
def test_a_cell_that_hides_nothing_or_says_nothing_is_refused(km: float) -> None:
    with pytest.raises(UsageError, match=r"0\.1 to 500 km"):
        Options(coarsen=km)


def test_coarsening_reaches_the_readings_of_names_too() -> None:
    held = coarsened(sample_record(), Options(coarsen=100))
    spots = {(m.geo.lat, m.geo.lon) for r in held.readings for m in r.page.mentions if m.geo}
    spots |= {(geo.lat, geo.lon) for place in held.places for geo in place.rivals}
    assert spots == {cell_middle(12.5, 44.25, 100)}
    assert coarsened(sample_record(), Options()) == sample_record()


# ------------------------------------------------------------------------------------------------------ cells, bundles


def test_a_table_defuses_words_and_leaves_numbers() -> None:
    rows = [{"a": "=1+1", "b": -12.5, "c": None}, {"a": "-5 people", "b": 3, "c": True}]
    assert csv_table(("a", "b", "c"), rows).decode() == (
        "a,b,c\r\n'=1+1,-12.5000,\r\n'-5 people,3,true\r\n")
    with pytest.raises(ValueError, match="unknown"):
        csv_table(("a",), [{"unknown": 1}])


def test_a_bundle_has_no_date_of_its_own() -> None:
    packed = bundle({"b.csv": b"1", "a.csv": b"2"})
    assert packed == bundle({"b.csv": b"1", "a.csv": b"2"})
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        assert [(one.filename, one.date_time) for one in found.infolist()] == [
            ("b.csv", (1980, 1, 1, 0, 0, 0)), ("a.csv", (1980, 1, 1, 0, 0, 0))]


# ------------------------------------------------------------------------------------------------------------ dossier


def test_dossier_keeps_what_people_decided_withdrawn_decisions_too() -> None:
    later = sample_judgement(id="j-2", verdict="no", withdrawn=datetime(2033, 5, 8, tzinfo=UTC))
    found = json.loads(formats()["dossier"].export(
        sample_record(), Options(judgements=(later, sample_judgement()))))["judgements"]
    assert [(row["id"], row["verdict"], row["withdrawn"]) for row in found] == [
        ("j-1", "yes", None), ("j-2", "no", "2033-05-08T00:00:00+00:00")]
    assert {key: found[0][key] for key in ("kind", "subject", "other", "quoted", "by", "at", "note")} == {
        "kind": "same_incident", "subject": sample_judgement().subject, "other": sample_judgement().other,
        "quoted": "At least 14 people were killed | 30 civilians", "by": "reviewer",
        "at": "2033-05-07T09:30:00+00:00", "note": "the same market"}


def test_dossier_has_every_list_in_a_fixed_order() -> None:
    assert list(dossier()) == [
        "cluster", "documents", "families", "edges", "boilerplate", "places", "people", "statements", "own_words",
        "casualties", "claims", "origins", "dependences", "incidents", "contradictions", "corruptions", "estimates",
        "judgements", "judged", "sign_offs"]
    assert all(value == [] for name, value in dossier(EMPTY).items() if name != "cluster")
    assert dossier()["cluster"] == "orvadell-2033-05-02"


def test_dossier_spans_quote_the_documents() -> None:
    texts = {r.document.name: r.document.text for r in sample_readings()}
    found = dossier()
    rows = [(row["doc"], row[field]) for name, field in (
        ("statements", "content"), ("own_words", "content"), ("casualties", "evidence"), ("claims", "evidence"),
        ("corruptions", "evidence"))
        for row in found[name]]
    rows += [(row["doc"], row) for row in found["boilerplate"]]
    assert len(rows) == 6 + 10 + 3 + 2 + 2
    for doc, quoted in rows:
        assert texts[doc][quoted["start"] : quoted["end"]] == quoted["text"]


def test_dossier_keeps_claims_and_casualties_apart() -> None:
    found = dossier()
    assert {row["harm"] for row in found["casualties"]} <= set(HARMS)
    assert [row["kind"] for row in found["claims"]] == ["weapon", "ceasefire", "perpetrator"]


def test_dossier_casualty_in_full() -> None:
    (row,) = (row for row in dossier()["casualties"] if row["victims"]["group"] == "children")
    assert {key: value for key, value in row.items() if key not in ("id", "evidence")} == {
        "doc": "wire", "harm": "killed", "low": 6, "high": 6, "wording": "exact",
        "victims": {"status": "civilian", "group": "children"}, "scope": "partial", "incident": "i-orvadell-2033-05-02",
        "place": None, "speaker": "free-hills-movement", "origin": "o-movement", "as_of": None, "stance": "asserted"}


def test_dossier_row_without_a_source_is_the_narrators() -> None:
    row = next(row for row in dossier()["casualties"] if row["evidence"]["text"] == "nobody was hurt")
    assert (row["speaker"], row["origin"], row["place"], row["low"], row["high"]) == (
        "narrator", None, "port-sellin", 0, 0)


def test_dossier_period_has_the_day_the_figure_stood_at() -> None:
    row = next(row for row in dossier()["casualties"] if row["scope"] == "aggregate")
    assert (row["as_of"], row["incident"]) == ("2033-05-02", None)


def test_dossier_people_have_the_formats_two_kinds() -> None:
    people = {row["key"]: row for row in dossier()["people"]}
    assert {row["kind"] for row in people.values()} == {"person", "org"}
    assert people["mira-tolvan"]["variants"] == ["Mira Tolvan", "Mira Tolvann", "Tolvan"]
    doctor = people["unnamed:doctor-at-the-town-hospital"]
    assert (doctor["name"], doctor["role"], doctor["variants"]) == (
        "A doctor at the town hospital", "doctor", ["A doctor at the town hospital"])


def test_dossier_incident_counts_independent_sources() -> None:
    main, other = dossier()["incidents"]
    assert main["main"] and not other["main"]
    assert (main["date"], main["date_end"], main["place"]) == ("2033-05-02", None, "orvadell")
    assert (main["killed"], main["injured"]) == ({"low": 14, "high": 30}, {"low": 24, "high": 99})
    assert main["independent_origins"] == {"killed": 2, "injured": 1}
    assert main["docs"] == ["courier", "post", "wire"]
    assert (other["date"], other["killed"], other["independent_origins"]) == (
        None, {"low": None, "high": None}, {"killed": 0, "injured": 0})


def test_dossier_has_the_best_number_of_each_toll_with_its_rule() -> None:
    found = {(row["incident"], row["harm"]): row for row in dossier()["estimates"]}
    assert set(found) == {("i-orvadell-2033-05-02", "killed"), ("i-orvadell-2033-05-02", "injured"),
                          ("i-port-sellin", "injured")}
    for row in found.values():
        assert row["rule"] and row["grade"] in "ABCDEX" and row["reasons"]


def test_dossier_families_and_corruptions_name_documents() -> None:
    found = dossier()
    assert found["families"] == [["courier", "post"], ["gazette"], ["wire"]]
    assert [(row["doc"], row["evidence"]["text"], row["meant"]) for row in found["corruptions"]] == [
        ("post", "14 people were killed", "At least 14 people were killed"), ("post", "Mira Tolvann", "Mira Tolvan")]


def test_dossier_edges_quote_both_reports_and_dependences_say_why() -> None:
    found, texts = dossier(), {r.document.name: r.document.text for r in sample_readings()}
    (edge,) = found["edges"]
    assert (edge["a"], edge["b"]) == ("courier", "post") or (edge["b"], edge["a"]) == ("courier", "post")
    assert edge["passages"]
    for passage in edge["passages"]:
        for side in ("a", "b"):
            quoted = passage[side]
            assert texts[edge[side]][quoted["start"] : quoted["end"]] == quoted["text"]
    assert [(row["speaker"], row["on"]) for row in found["dependences"]] == [("free-hills-movement", "mira-tolvan")]


def test_dossier_contradictions_cite_rows_that_are_there() -> None:
    found = dossier()
    ids = {row["id"] for name in ("statements", "own_words", "casualties", "claims") for row in found[name]}
    assert all(set(row["items"]) <= ids for row in found["contradictions"])


def test_rows_that_quote_nothing_are_left_out() -> None:
    record = sample_record()
    reading = record.readings[0]
    bad = tuple(replace(row, span=Span(5, 5)) for row in reading.claims)
    found = dossier(replace(record, readings=(replace(reading, claims=bad), *record.readings[1:])))
    assert len(found["casualties"]) + len(found["claims"]) == 13 - len(bad)


def test_documents_that_share_a_name_are_told_apart() -> None:
    one, other = document("report", "One."), document("report", "Two.")
    page = named("courier").page
    record = replace(EMPTY, readings=tuple(
        Reading(replace(page, document=d, furniture=(), mentions=()), (), ()) for d in (one, other)))
    names = document_names(record)
    assert names == {d.id: f"report-{d.id[2:]}" for d in (one, other)}
    assert [row["id"] for row in dossier(record)["documents"]] == sorted(names.values())


def test_a_row_held_twice_belongs_to_the_first() -> None:
    record = sample_record()
    claim = record.origins[0].claims[0]
    second = replace(record.origins[1], claims=(claim,))
    assert Lookup(replace(record, origins=(record.origins[0], second))).origins[claim] == record.origins[0]


# ------------------------------------------------------------------------------------------------------------ the table


def test_table_has_one_line_for_each_claim() -> None:
    rows = table()
    assert tuple(rows[0]) == tables_csv.COLUMNS
    assert len(rows) == sum(len(r.claims) for r in sample_readings())
    row = next(r for r in rows if r["quoted"] == "dozens of wounded")
    assert row | {
        "document": "courier", "outlet": "Hill Courier", "published": "2033-05-02", "low": "24", "high": "99",
        "wording": "dozens", "speaker": "Mira Tolvan", "place": "Orvadell", "origin": "o-governor-post",
        "incident_title": "Rocket attack on Orvadell", "sentence": "“There are dozens of wounded,” Tolvan said."} == row


def test_table_offsets_quote_the_documents() -> None:
    texts = {r.document.name: r.document.text for r in sample_readings()}
    for row in table():
        assert texts[row["document"]][int(row["start"]) : int(row["end"])] == row["quoted"]


@pytest.mark.parametrize("cell", ["=1+1", "+47 people", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''@x"])
def test_a_cell_cannot_run(cell: str) -> None:
    assert defuse(cell) == f"'{cell}"
    assert restore(defuse(cell)) == cell


@pytest.mark.parametrize("cell", ["", "14", "at least 14", "'quoted'", " =1", "a=b"])
def test_a_harmless_cell_stays_as_it_is(cell: str) -> None:
    assert defuse(cell) == restore(cell) == cell


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n\"a,; \x00é🕊"), max_size=8))
def test_any_cell_comes_back(cell: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(["x", defuse(cell)])
    ((_, read),) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert restore(read) == cell
    assert not read.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_hostile_words_in_a_report_are_defused_and_come_back() -> None:
    hostile = document("=cmd", "=HYPERLINK(\"x\")|9 killed,\r\nthey said.\r\n")
    reading = named("courier")
    where = span(hostile, '=HYPERLINK("x")|9 killed,\r\nthey')
    claim = replace(reading.claims[0], doc=hostile.id, span=where, sentence=0)
    page = replace(reading.page, document=hostile, furniture=(), mentions=(), outlet="+Post", sentences=())
    (row,) = table(replace(EMPTY, readings=(Reading(page, (), (claim,)),)))
    assert (row["document"], row["outlet"]) == ("'=cmd", "'+Post")
    assert row["quoted"].startswith("'=") and restore(row["quoted"]) == claim.span.of(hostile.text)
