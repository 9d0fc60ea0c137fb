"""From tables to a case: the slice that is asked for, with the copies of its reports, gives the case that the same
reports give when they are read directly."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from stemma import casework, cli
from stemma.cli.slicing import part_of
from stemma.custody.manifest import Person
from stemma.errors import StemmaError, UsageError
from stemma.model import Problem
from stemma.readers import read_paths
from stemma.scale import engine, joining, running, slices
from stemma.scale.nouns import Wanted
from stemma.scale.wanted import asked
from stemma.store import open_case
from tests.archives import packed, response

WIRE = """Rockets killed at least nine people at the main market of Kharkiv on Monday, the mayor, Ada Birk, said.

"There was no warning at all, and the stalls were full when the first of them came down," Birk told reporters beside the
eastern gate. Another 31 people were wounded, she said, among them two children who were taken to a clinic in Poltava.

The army did not answer calls. Rescue workers searched under the roof of the fish hall until the evening, and the tram
line along the river was closed."""
COPY = "The Hill Courier has learned of a new attack.\n\n" + WIRE
OTHER = """KHARKIV, March 2, 2032 - Shelling killed four people in Kharkiv on Tuesday, the Lamp Monitor said. Eleven
people were injured, according to its director, Jon Tarl."""
SOUTH = """ALEPPO, March 1, 2032 - A bomb killed twelve people in Aleppo on Monday, the governor said. Two bakers were
among the dead, he said."""
LATER = """KHARKIV, May 4, 2032 - Kharkiv counts its dead.
Rockets killed eleven people in Kharkiv on March 1, the Red Cross said. The city will be rebuilt, it said."""
CALM = "KHARKIV, March 1, 2032 - The council of Kharkiv met to talk about bus lines and the price of bread on Monday."

FIRST = [{"id": "wire", "text": WIRE, "published": "2032-03-01", "outlet": "Northern Wire"},
         {"id": "south", "text": SOUTH, "published": "2032-03-01"}, {"id": "calm", "text": CALM}]
SECOND = [{"id": "copy", "text": COPY, "published": "2032-03-18", "outlet": "The Hill Courier"},
          {"id": "other", "text": OTHER, "published": "2032-03-02"}, FIRST[1],
          {"id": "undated", "text": "Three people were killed in Kharkiv, a nurse said."}]
PAGE = "c:https://post.example/later"  # its name
ALL = {"wire", "south", "copy", "other", "undated", PAGE}

WHO = Person("Ada", datetime(2032, 6, 1, tzinfo=UTC))
# What came in, when, and which build it was; everything else in a case is what its reports make it.
OWN = {"build", "item", "item_document", "item_warc", "log", "log_head", "change", "change_state"}


def lines(rows: list[dict[str, str]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three files; one report lies in two of them."""
    folder = tmp_path_factory.mktemp("slice") / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_text(lines(FIRST))
    (folder / "b.jsonl").write_text(lines(SECOND))
    paragraphs = "".join(f"<p>{part}</p>" for part in LATER.split("\n"))
    page = f"<html><head><title>Kharkiv</title></head><body><article>{paragraphs * 2}</article></body></html>"
    (folder / "c.warc.gz").write_bytes(packed(response("https://post.example/later", page.encode(),
                                                       at="2032-05-04T10:00:00Z")))
    return folder


@pytest.fixture(scope="module")
def out(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What scale makes of them, the work done in this process."""
    found = tmp_path_factory.mktemp("slice") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "spread", lambda work, items, runner, workers: map(work, items))
        running.scale([str(given)], str(found))
        joining.join(str(found))
    return found


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the reports that are read anew."""
    found: list[str] = []
    read_one = casework.read_one
    monkeypatch.setattr(casework, "read_one", lambda document, tagger: (found.append(document.name),
                                                                        read_one(document, tagger))[1])
    return found


def rows(case: Path) -> dict[str, list[tuple]]:
    """All rows of a case that its reports alone make, by table."""
    with sqlite3.connect(case) as db:
        tables = [name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                  if name not in OWN and not name.startswith("search_word_")]
        found = {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in tables}
        found["build"] = db.execute("SELECT version, built_from, digest FROM build").fetchall()
    db.close()
    return found


def directly(case: Path, given: Path, docs: frozenset[str], tagger: str) -> Path:
    """A case of these reports, read from the files themselves."""
    with open_case(str(case), create=True) as held:
        held.add(found for found in read_paths([given]) if not isinstance(found, Problem) and found[0].id in docs)
    casework.build(str(case), (), 1, None, tagger)
    return case


def names(case: Path) -> set[str]:
    with open_case(str(case), readonly=True) as held:
        return {document.name for document in held.documents()}


@pytest.mark.parametrize(("wanted", "tagger", "expected"), [
    ({}, "fast", ALL),
    ({"country": "UA", "since": "2032-02-28", "until": "2032-03-02"}, "fast",
     {"wire", "copy", "other", PAGE}),
    ({"country": "SY"}, "none", {"south"}),
])
def test_a_slice_gives_the_case_that_its_reports_give(given, out, tmp_path, reads, wanted, tagger, expected):
    part = slices.slice_of(str(out), asked(**wanted))
    taken, direct = tmp_path / "taken.case", tmp_path / "direct.case"
    built = casework.build(str(taken), (), 1, None, tagger, "Ada", part=part)
    assert names(taken) == expected and (built.new, built.known) == (len(expected), 0)
    assert sorted(reads) == ([] if tagger == "fast" else sorted(expected))
    assert built.claims > 0 and built.incidents > 0
    found, due = rows(taken), rows(directly(direct, given, part.chosen, tagger))
    for table in due:
        assert found[table] == due[table], table
    assert found["claim"] and found["incident"] and found["reading_json"] and found["raw"]
    assert casework.check(str(taken)) == [] == casework.check(str(taken), rebuild=True)


def test_asked_for_twice_it_adds_nothing(out, tmp_path, reads):
    case = tmp_path / "twice.case"
    part = slices.slice_of(str(out), Wanted(country="UA"))
    casework.build(str(case), (), 1, None, "fast", part=part)
    before, log = rows(case), casework.log_of(str(case))
    again = casework.build(str(case), (), 1, None, "fast", part=slices.slice_of(str(out), Wanted(country="UA")))
    assert (again.new, again.known) == (0, len(part.chosen)) and reads == []
    assert rows(case) == before and casework.log_of(str(case)) == log


def test_custody_says_where_each_report_lay(given, out, tmp_path):
    case = tmp_path / "custody.case"
    casework.build(str(case), (), 1, None, "fast", "Ada", part=slices.slice_of(str(out), Wanted()))
    with open_case(str(case), readonly=True) as held:
        documents = {document.id: document for document in held.documents()}
        items = held.items()
        assert len(items) == len(documents) and all(held.raw(item.sha256) for item in items)
    for item in items:
        document = documents[item.documents[0]]
        assert item.documents == (document.id,) and item.sha256 == document.sha256 and item.by == "Ada"
        assert Path(item.within).is_relative_to(out / "documents")
        assert document.id in pq.ParquetFile(item.within).read(["id"]).column(0).to_pylist()
        assert item.uri.startswith(document.path) and item.uri.startswith(str(given))
    assert {item.uri.partition("#")[2] for item in items} >= ALL - {PAGE}


# ------------------------------------------------------------------------------------------------------ what is chosen


@pytest.mark.parametrize(("wanted", "expected"), [
    ({"kind": "injured"}, {"wire", "copy", "other"}),
    ({"since": "2032-05-01"}, {PAGE}),
    ({"until": "2032-03-01", "country": "SY"}, {"south"}),
    ({"since": "2032-03-10", "until": "2032-03-31", "country": "UA"}, {"wire", "copy"}),
    ({"since": "2032-03-01", "until": "2032-03-01", "kind": "killed"},
     {"wire", "copy", "south", PAGE}),
])
def test_reports_are_chosen_by_their_claims_and_come_with_their_copies(out, wanted, expected):
    part = slices.slice_of(str(out), asked(**wanted))
    found = slices.arrivals(part, WHO)
    assert {document.name for arrival in found for document, _ in arrival.documents} == expected
    assert part.asked <= part.chosen


def test_of_a_report_in_two_files_the_first_is_taken(given, out):
    part = slices.slice_of(str(out), Wanted(country="SY"))
    lay = [arrival.item.uri for arrival in slices.arrivals(part, WHO)]
    assert lay == [f"{given / 'a.jsonl'}#south"]


def test_only_what_this_program_read_with_this_tagger_is_taken(out, monkeypatch):
    part = slices.slice_of(str(out), Wanted())
    documents = {document.id: document for arrival in slices.arrivals(part, WHO) for document, _ in arrival.documents}
    assert {one.document.id for one in slices.readings(part, documents, "fast")} == set(part.chosen)
    assert list(slices.readings(part, documents, "standard")) == []
    other = {key: msgspec.structs.replace(one, outlet="Another") for key, one in documents.items()}
    assert list(slices.readings(part, other, "fast")) == []  # the case knows it with other fields: it is read anew
    monkeypatch.setattr(slices, "reader", lambda: "another program")
    assert list(slices.readings(part, documents, "fast")) == []


def test_who_asks_for_more_gets_less_and_no_family_is_parted(out):
    found: dict[Wanted, slices.Slice] = {}
    days = (None, None), (date(2032, 3, 1), date(2032, 3, 1)), (date(2032, 5, 1), None), (None, date(2032, 3, 2))
    for country, kind, (since, until) in product((None, "UA", "SY"), (None, "killed", "injured"), days):
        wanted = Wanted(since, until, country, kind)
        with suppress(UsageError):  # of some there is no report
            found[wanted] = slices.slice_of(str(out), wanted)
    families = slices.slice_of(str(out), Wanted(kind="injured")).chosen  # with both of the only family
    both = {arrival.documents[0][0].id for arrival in slices.arrivals(found[Wanted()], WHO)
            if arrival.documents[0][0].name in ("wire", "copy")}
    assert len(found) > 15 and len(both) == 2 and both <= families
    for wanted, part in found.items():
        assert part.asked <= part.chosen <= part.asked | both and len(both & part.chosen) in (0, 2), wanted
        for name in ("country", "kind"):
            assert part.asked <= found[msgspec.structs.replace(wanted, **{name: None})].asked, wanted
        assert part.asked <= found[msgspec.structs.replace(wanted, since=None, until=None)].asked, wanted


# ------------------------------------------------------------------------------------------------------ at the terminal


def test_the_command_takes_a_slice_beside_other_files(out, tmp_path, capsys):
    (tmp_path / "more.txt").write_text("Two people were killed in Aleppo on Monday, the mayor said.")
    command = ["build", str(tmp_path / "a.case"), str(tmp_path / "more.txt"), "--from", str(out), "--country", "sy",
               "--tagger", "fast", "--jobs", "1", "--json"]
    assert cli.run(command) == 0
    built = json.loads(capsys.readouterr().out)
    assert (built["documents"], built["new"], built["known"]) == (2, 2, 0)
    assert names(tmp_path / "a.case") == {"more", "south"}
    assert cli.run([*command[:2], "--from", str(out), "--since", "2032-03-18", "--tagger", "fast", "--jobs", "1"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].split() == "Taken 3 2 as asked, 1 more of their families".split()
    assert said[1].split()[:4] == ["Documents", "5", "3", "new,"]
    assert cli.run([*command[:2], "--from", str(tmp_path), "--json"]) == 2
    assert capsys.readouterr().err == f"stemma: {tmp_path} is no output of stemma scale.\n"


# ------------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(("options", "words"), [
    ({"country": "XX"}, "No country has the code 'XX'"),
    ({"kind": "harm"}, "There are no claims of kind 'harm'"),
    ({"since": "March"}, "--since is a day such as"),
    ({"since": "2032-03-02", "until": "2032-03-01"}, "lies before"),
    ({"country": "FR"}, "holds no report that is as asked"),
])
def test_what_cannot_be_asked_is_said_in_a_line(out, options, words):
    with pytest.raises(UsageError, match=words) as refused:
        part(out, **options)
    assert "\n" not in str(refused.value)


def part(source: Path | None, **options: str):
    return part_of(source and str(source), *(options.get(name) for name in ("since", "until", "country", "kind")),
                   lambda what, done, total: None)


def test_options_of_a_slice_need_one():
    assert part(None) is None
    with pytest.raises(UsageError, match="--country chooses from what stemma scale has written"):
        part(None, country="UA")


def test_a_folder_that_is_no_finished_output_of_this_version_is_refused(given, out, tmp_path):
    copy = tmp_path / "copy"
    for wrong in (given, tmp_path / "nowhere", given / "a.jsonl"):
        with pytest.raises(UsageError, match="is no output of stemma scale|cannot be read"):
            part(wrong)
    run = json.loads((out / "manifest" / "run.json").read_text())
    for change, words in [({"stemma": "0.0.1"}, "was made by Stemma 0.0.1"), ({"format": 99}, "another format")]:
        shutil.copytree(out, copy)
        (copy / "manifest" / "run.json").write_text(json.dumps(run | change))
        with pytest.raises(UsageError, match=words):
            part(copy)
        shutil.rmtree(copy)
    shutil.copytree(out, copy)
    next((copy / "manifest" / "units").iterdir()).unlink()
    with pytest.raises(UsageError, match="is not finished"):
        part(copy)


def test_damaged_tables_are_told(out, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    victim = next((copy / "claims").rglob("*.parquet"))
    victim.write_bytes(b"PAR1" + b"\0" * 100 + b"PAR1")
    with pytest.raises(StemmaError, match="cannot be read .*stemma scale with the same --out makes it anew"):
        part(copy, country="UA")


def test_bytes_that_are_not_those_of_their_digest_are_left_out_and_told(out, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    victim = next(path for path in (copy / "documents").rglob("*.parquet") if "a-" in path.name)
    table = pq.ParquetFile(victim).read()
    at = table.schema.get_field_index("raw")
    changed = table.set_column(at, table.schema.field(at), [[b"something else"] * len(table)])
    pq.write_table(changed, victim)
    found = list(slices.arrivals(part(copy), WHO))
    assert {one.code for one in found if isinstance(one, Problem)} == {"damaged"}
    assert 0 < sum(isinstance(one, Problem) for one in found) < len(found)
