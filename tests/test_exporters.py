"""Every exporter found keeps the contract; the dossier and the table say what the record says."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stemma.exporters import formats, tables_csv
from stemma.exporters._lookup import Lookup, document_names
from stemma.exporters.tables_csv import defuse, restore
from stemma.model import Reading, Record
from stemma.values import HARMS, Span
from tests.factories import document, sample_readings, sample_record, span

EMPTY = Record()
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
    assert {"csv", "dossier"} <= formats().keys()
    assert list(formats()) == sorted(formats())


@pytest.mark.parametrize("name", formats())
def test_an_exporter_says_what_it_makes(name: str) -> None:
    module = formats()[name]
    assert name == module.FORMAT
    assert module.MEDIA_TYPE.count("/") == 1
    assert PurePath(f"x{module.EXTENSION}").suffix == module.EXTENSION
    assert module.__doc__


@pytest.mark.parametrize("name", formats())
@pytest.mark.parametrize("record", [EMPTY, sample_record()], ids=["empty", "sample"])
def test_an_export_is_the_same_bytes_every_time(name: str, record: Record) -> None:
    first = formats()[name].export(record)
    assert isinstance(first, bytes) and first
    assert formats()[name].export(record) == first


@pytest.mark.parametrize("name", formats())
def test_an_export_does_not_depend_on_the_order_of_readings_or_speakers(name: str) -> None:
    record = sample_record()
    first = formats()[name].export(record)
    for seed in range(5):
        shuffled = random.Random(seed).sample(record.readings, len(record.readings))
        speakers = dict(random.Random(seed).sample(list(record.speakers.items()), len(record.speakers)))
        assert formats()[name].export(replace(record, readings=tuple(shuffled), speakers=speakers)) == first


@pytest.mark.parametrize("name", formats())
@pytest.mark.parametrize("field", FIELDS)
def test_an_exporter_survives_a_record_with_a_part_missing(name: str, field: str) -> None:
    assert formats()[name].export(replace(sample_record(), **{field: ()}))


@pytest.mark.parametrize("name", formats())
def test_no_export_tells_where_a_file_lay(name: str) -> None:
    readings = tuple(replace(r, page=replace(r.page, document=replace(r.document, path="/home/someone/secret/a.txt")))
                     for r in sample_record().readings)
    assert b"someone" not in formats()[name].export(replace(sample_record(), readings=readings))


# ------------------------------------------------------------------------------------------------------------ dossier


def test_dossier_has_every_list_in_a_fixed_order() -> None:
    assert list(dossier()) == [
        "cluster", "documents", "families", "boilerplate", "places", "people", "statements", "casualties", "claims",
        "origins", "incidents", "contradictions", "corruptions"]
    assert all(value == [] for name, value in dossier(EMPTY).items() if name != "cluster")
    assert dossier()["cluster"] == "orvadell-2033-05-02"


def test_dossier_spans_quote_the_documents() -> None:
    texts = {r.document.name: r.document.text for r in sample_readings()}
    found = dossier()
    rows = [(row["doc"], row[field]) for name, field in (
        ("statements", "content"), ("casualties", "evidence"), ("claims", "evidence"), ("corruptions", "evidence"))
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


def test_dossier_families_and_corruptions_name_documents() -> None:
    found = dossier()
    assert found["families"] == [["courier", "post"], ["gazette"], ["wire"]]
    assert [(row["doc"], row["evidence"]["text"], row["meant"]) for row in found["corruptions"]] == [
        ("post", "14 people were killed", "At least 14 people were killed"), ("post", "Mira Tolvann", "Mira Tolvan")]


def test_dossier_contradictions_cite_rows_that_are_there() -> None:
    found = dossier()
    ids = {row["id"] for name in ("statements", "casualties", "claims") for row in found[name]}
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
