"""Candidate incidents: where and when reports put what happened, and what falls together."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from bench.scale_families import put_unit, reading
from bench.scale_incidents import candidates_of
from stemma.model import Document, Place, Reading
from stemma.pipeline import join, read
from stemma.scale import engine, joining
from stemma.scale.incidents import LONGEST, candidates, cut, placed, row_of
from stemma.scale.keys import CELL, Happening, cell_of, happenings_of
from stemma.values import HARMS

DAY = date(2033, 5, 2)


def happening(doc: str, day: int = 0, last: int | None = None, place: str = "Varny", cell: str = "XX 1:1",
              lat: float | None = 40.0, **more) -> Happening:
    """What a report tells of; days count from DAY."""
    days = DAY + timedelta(day), DAY + timedelta(day if last is None else last)
    fields = {"country": None if cell.startswith("--") else "XX", "lon": lat, "day_basis": "told", "focal": True,
              "claims": (f"c-{doc}",), "killed_low": None, "killed_high": None, **more}
    return Happening(doc=doc, cell=cell, place=place, lat=lat, day_from=days[0], day_to=days[1], **fields)


def docs_of(told: Sequence[Happening]) -> list[list[str]]:
    return [sorted({own.doc for own in one.told}) for one in candidates(told)]


def test_days_that_touch_make_one_candidate():
    told = [happening("a", 0), happening("b", 1), happening("c", 3), happening("d", 4, 6), happening("e", 9)]
    assert docs_of(told) == [["a", "b"], ["c", "d"], ["e"]]
    assert [(one.first, one.last) for one in candidates(told)] == [
        (DAY, DAY + timedelta(1)), (DAY + timedelta(3), DAY + timedelta(6)), (DAY + timedelta(9),) * 2]


def test_a_long_stretch_is_cut_where_the_fewest_tell_of_it_and_who_tells_of_both_sides_stands_in_both():
    told = [happening(f"{day}-{number}", day) for day in range(10) for number in range(1 if day == 4 else 3)]
    told.append(happening("both", 3, 5))
    parts = docs_of(told)
    assert len(parts) == 2 and sum("both" in docs for docs in parts) == 2
    assert {doc for docs in parts for doc in docs} == {one.doc for one in told}


@pytest.mark.parametrize("seed", range(5))
def test_cutting_loses_no_day_and_leaves_no_long_part(seed: int):
    chance = random.Random(seed)
    days = [DAY + timedelta(at) for at in range(60)]
    parts = cut(days, {day: chance.randint(1, 9) for day in days})
    assert [day for part in parts for day in part] == days and max(map(len, parts)) <= LONGEST


def test_a_name_that_nothing_places_lies_where_others_of_those_days_put_it():
    here, there = (happening(doc, day, cell=cell, lat=lat) for doc, day, cell, lat in
                   (("a", 0, "XX 1:1", 10.0), ("b", 30, "XX 7:7", 20.0)))
    open_one = happening("c", 28, cell="-- varny", lat=None)
    found = list(placed([here, there, open_one]))[2]
    assert found == replace(open_one, cell="XX 7:7", country="XX", lat=20.0, lon=20.0)
    far = replace(open_one, day_from=DAY + timedelta(300), day_to=DAY + timedelta(300))
    assert [one.cell for one in placed([here, replace(here, doc="d"), there, far])][3] == "XX 1:1"
    assert list(placed([open_one])) == [open_one]


def test_a_candidate_has_what_its_documents_tell():
    told = [happening("b", 1, killed_low=4, killed_high=4), happening("a", 0, killed_low=7, killed_high=9),
            happening("a", 0, place="Old Varny", focal=False, claims=())]
    one, = candidates(told)
    row = row_of("XX 1:1", one)
    assert row[1:8] == ("XX 1:1", "XX", "Varny", 40.0, 40.0, DAY, DAY + timedelta(1))
    assert row[8:] == (["a", "b"], 2, 2, ["c-a", "c-b"], 4, 9)
    for _ in range(3):
        random.Random(1).shuffle(told)
        assert [row_of("XX 1:1", other) for other in candidates(told)] == [row]


def place(lat: float | None, lon: float | None, kind: str = "town", name: str = "Varny") -> Place:
    return Place("varny", name, (name,), kind, "XX", lat, lon, ())


@pytest.mark.parametrize("lat", [-90.0, -63.4, 0.0, 48.5, 89.9, 90.0])
def test_cells_are_some_30_km_wide_and_high_everywhere(lat: float):
    row = int((lat + 90) / CELL)
    middle = (row + 0.5) * CELL - 90
    assert cell_of(place(middle, 20.0)) == cell_of(place(middle + 0.4 * CELL, 20.0))
    assert cell_of(place(middle, 20.0)) != cell_of(place(middle + 1.1 * CELL, 20.0))


def test_regions_and_unknown_places_are_known_by_name():
    assert cell_of(place(48.0, 20.0, "region", "Varny Province")) == "XX varny"
    assert cell_of(replace(place(None, None), country=None)) == "-- varny"


TEXTS = (
    "VARNY, 3 May 2033 - At least six people were killed when shells hit the market in Varny on Monday, 2 May 2033, "
    "the mayor said. Two more died in hospital in Karsk.",
    "Rockets hit the market in Varny on 2 May 2033, killing eight people, doctors said.",
    "KARSK, 20 May 2033 - Five people were wounded by a mine near Karsk on 19 May 2033, police said.",
    "The council of Varny met on 2 May 2033 and spoke about roads.",
)


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    documents = (reading(str(number), text, None).document for number, text in enumerate(TEXTS))
    return [read(document, "none") for document in documents]


def test_reports_of_one_attack_fall_together_as_in_a_build(readings):
    names = {one.document.id: one.document.name for one in readings}
    made = [{names[told.doc] for told in one.told} for one in candidates_of(readings)]
    assert {"0", "1"} in made and all("2" not in docs for docs in made if len(docs) > 1)
    incident = next(one for one in join(readings).incidents if len(one.docs) > 1)
    assert {names[doc] for doc in incident.docs} == {"0", "1"}


def test_claims_and_figures_are_those_of_the_happening(readings):
    first = next(iter(happenings_of(readings[0])))
    assert (first.place, first.day_from, first.day_basis, first.focal) == ("Varny", date(2033, 5, 2), "told", True)
    harms = {claim.id for claim in readings[0].claims if claim.kind in HARMS}
    assert harms.issuperset(first.claims) and first.killed_low == 6
    assert list(happenings_of(readings[3])) == []


def test_a_report_that_tells_no_day_is_found_by_the_last_days_before_it():
    document = Document("d-0", "0", "0", "Six people were killed by shells in Varny, the mayor said.", "text/plain",
                        published=DAY)
    first = next(iter(happenings_of(read(document, "none"))))
    assert (first.day_from, first.day_to, first.day_basis) == (DAY - timedelta(3), DAY, "published")


def test_candidates_are_written_over_all_files(tmp_path, readings, monkeypatch):
    monkeypatch.setattr(joining, "AT_ONCE", 2)
    monkeypatch.setattr(joining, "MANY", 1)
    monkeypatch.setattr(engine, "spread", lambda work, items, runner, workers: map(work, items))
    for number, one in enumerate(readings):
        put_unit(str(tmp_path / "out"), number, [one])
    assert joining.join(str(tmp_path / "out"))
    rows = [row for path in Path(tmp_path, "out", "incidents").glob("*") for row in pq.read_table(path).to_pylist()]
    expected = {row_of(told.cell, one)[0] for one in candidates_of(readings) for told in one.told}
    assert {row["key"] for row in rows} == expected
    assert sorted(row["documents"] for row in rows)[-1] == 2
