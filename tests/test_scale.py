"""stemma scale: what comes out of files of each kind, however the work was done; what is refused."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import date

import pytest

from stemma.errors import UsageError
from stemma.model import Problem
from stemma.pipeline import read
from stemma.readers import read_paths
from stemma.scale import manifest, running, storage, work
from stemma.scale.nouns import Task, Wanted
from stemma.scale.schema import JOINED_TABLES, UNIT_TABLES, arrow_schema
from stemma.scale.tables import check_cells
from stemma.store.nouns import unpack_reading
from tests.scaling import bytes_of, in_this_process, inputs, json_lines, line, rows_of, undisturbed


@pytest.fixture
def here(monkeypatch):
    in_this_process(monkeypatch)


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    return inputs(tmp_path_factory.mktemp("scale") / "in")


@pytest.fixture(scope="module")
def whole(given, tmp_path_factory):
    return undisturbed(given, tmp_path_factory.mktemp("scale") / "out")


# -------------------------------------------------------------------------------------------------- what comes out


def test_documents_are_those_of_the_readers(given, whole):
    expected = {found[0].id: found for found in read_paths([given / "a.jsonl", given / "deeper", given / "c.warc.gz"])
                if not isinstance(found, Problem)}
    rows = {row["id"]: row for row in rows_of(whole, "documents")}
    compared = 0
    for key, (document, raw) in expected.items():
        if key in rows:
            row, compared = rows[key], compared + 1
            assert row["raw"] == raw
            for name in ("name", "sha256", "text", "media_type", "path", "url", "outlet", "title", "published", "lang"):
                assert row[name] == getattr(document, name), name
            assert unpack_reading(row["reading"], {key: document}) == read(document, "fast")
    assert compared == 4 + 4  # of the lines, of the archive
    assert all("killed" in document.text for key, (document, _) in expected.items() if key in rows)
    assert not [1 for key, (document, _) in expected.items() if key not in rows and "killed" in document.text]


def test_rows_of_a_parquet_file_are_read_as_json_lines(whole):
    rows = [row for row in rows_of(whole, "documents") if row["path"].endswith(".parquet")]
    assert sorted(row["name"] for row in rows) == ["r12", "r15"]
    assert json.loads(rows[0]["raw"]) == line(int(rows[0]["name"][1:]))


def test_rows_stand_in_the_month_of_publication(whole):
    folders = {path.parent.name for path in (whole / "documents").rglob("*.parquet")}
    assert folders == {"month=2022-01", "month=unknown"}
    assert {row["published"] for row in rows_of(whole, "documents")} >= {None, date(2022, 1, 13)}


def test_a_claim_has_its_figure_place_and_day(whole):
    claims = [row for row in rows_of(whole, "claims") if row["kind"] == "killed" and row["country"] == "SY"]
    assert claims
    for claim in claims:
        assert claim["count_wording"] == "at_least" and claim["count_low"] >= 2 and claim["count_high"] is None
        assert claim["place"] == "Aleppo" and 36 < claim["lat"] < 37
    documents = {row["id"]: row for row in rows_of(whole, "documents")}
    for claim in rows_of(whole, "claims"):
        assert documents[claim["doc"]]["text"][claim["start"]:claim["end"]] == claim["quoted"]


def test_nothing_is_lost_without_a_reason(whole):
    for done in manifest.entries(str(whole)).values():
        looked_at = done.kept + sum(done.passed_over.values()) + done.problems.get("no-text", 0) + \
            done.problems.get("bad-json", 0)
        assert looked_at == done.seen, done.unit.path
    passed = rows_of(whole, "passed_over")
    assert {row["reason"] for row in passed} == {"no-words-of-harm"}
    assert {row["place"].split()[0] for row in passed} == {"line", "record", "row"}
    codes = {row["code"] for row in rows_of(whole, "problems")}
    assert {"bad-json", "no-text", "passed-over"} <= codes


def test_every_column_says_what_it_means(whole):
    assert len({table.name for table in (*UNIT_TABLES, *JOINED_TABLES)}) == len(UNIT_TABLES) + len(JOINED_TABLES)
    for table in (*UNIT_TABLES, *JOINED_TABLES):
        for field in arrow_schema(table):
            assert field.metadata[b"meaning"]


def test_pages_in_lines_are_looked_at_before_their_text_is_found(here, tmp_path, monkeypatch):
    from stemma.readers import html
    from tests.archives import page

    pages = [page(number) if number % 2 else page(number, "Lines").replace(b"were killed", b"were asked")
             for number in range(4)]
    lines = [json.dumps({"id": f"p{number}", "html": one.decode()}) for number, one in enumerate(pages)]
    (tmp_path / "x.jsonl").write_text("\n".join(lines))
    extracted = []
    find = html.text_and_metadata
    monkeypatch.setattr(html, "text_and_metadata", lambda page: extracted.append(page) or find(page))
    found = running.scale([str(tmp_path / "x.jsonl")], str(tmp_path / "out"))
    assert (found.kept, found.passed_over, len(extracted)) == (2, {"no-words-of-harm": 2}, 2)


def test_a_document_that_fits_no_table_costs_no_other(here, given, tmp_path, monkeypatch):
    from stemma.scale import rows

    key_rows = rows.keys_of_reading

    def failing(reading):
        if reading.document.name == "r3":
            raise OverflowError("too large")
        return key_rows(reading)

    monkeypatch.setattr(rows, "keys_of_reading", failing)
    found = running.scale([str(given / "a.jsonl")], str(tmp_path / "out"))
    assert (found.kept, found.problems["rows-failed"], found.rows["documents"]) == (1, 1, 1)
    for table, row in (("x", ("\ud800",)), ("y", (1 << 63,))):
        with pytest.raises(ValueError, match="surrogates|64 bits"):
            check_cells([(table, *row)])


def test_half_of_a_surrogate_pair_leaves_a_report_out_of_no_table(here, tmp_path):
    toll = "At least 14 people were killed in Velmora on Tuesday, Governor Osk Marren said."
    (tmp_path / "a.jsonl").write_bytes(b'{"id": "r", "text": "\\ud83d %b"}\n' % toll.encode())
    found = running.scale([str(tmp_path / "a.jsonl")], str(tmp_path / "out"))
    assert (found.kept, dict(found.problems)) == (1, {"half-pairs": 1})
    (row,) = rows_of(tmp_path / "out", "documents")
    assert row["text"] == f"\ufffd {toll}" and rb"\ud83d" in row["raw"]


def test_what_is_wanted_is_kept_alone(here, given, tmp_path):
    found = running.scale([str(given / "a.jsonl")], str(tmp_path / "day"), Wanted(since=date(2022, 1, 12)))
    assert (found.kept, found.passed_over) == (1, {"before-the-period": 1, "no-words-of-harm": 4})
    found = running.scale([str(given / "a.jsonl")], str(tmp_path / "place"), Wanted(country="UA"))
    assert found.passed_over["other-country"] == 1 and found.kept == 1
    found = running.scale([str(given / "a.jsonl")], str(tmp_path / "kind"), Wanted(kind="displaced"))
    assert found.passed_over["other-kind"] == 2 and found.kept == 0


# -------------------------------------------------------------------------------------- however the work was done


def test_order_and_workers_change_nothing(given, whole, tmp_path):
    files = [str(path) for path in sorted(given.rglob("*.*"), reverse=True) if path.is_file()]
    found = running.scale([*files, files[0]], str(tmp_path / "out"), runner="native", workers=2)
    assert (found.units, found.new, found.failed) == (4, 4, ())
    assert bytes_of(tmp_path / "out") == bytes_of(whole)


def test_done_work_is_not_done_again(here, given, whole, tmp_path, monkeypatch):
    out = tmp_path / "out"
    running.scale([str(given / "a.jsonl")], str(out))
    found = running.scale([str(given)], str(out))
    assert (found.units, found.new) == (4, 3)
    monkeypatch.setattr(work, "do", None)
    assert running.scale([str(given)], str(out)).new == 0
    assert bytes_of(out) == bytes_of(whole)


def test_changed_bytes_are_read_anew(here, given, tmp_path):
    first, second, out, plain = (tmp_path / name for name in ("x.jsonl", "y.jsonl", "out", "plain"))
    first.write_bytes(json_lines(range(12)))
    second.write_bytes(json_lines(range(12, 15)))
    running.scale([str(first), str(second)], str(out))
    first.write_bytes(json_lines(range(4)))
    assert running.scale([str(first), str(second)], str(out)).new == 1
    running.scale([str(first), str(second)], str(plain))
    assert bytes_of(out) == bytes_of(plain)


def test_a_table_that_is_gone_or_cut_off_is_made_again(here, given, whole, tmp_path):
    out = shutil.copytree(whole, tmp_path / "out")
    tables = sorted(out.rglob("*.parquet"))
    tables[0].unlink()
    tables[-1].write_bytes(tables[-1].read_bytes()[:-1])
    (out / "claims" / "month=1999-01").mkdir()
    shutil.copy(tables[1], out / "claims" / "month=1999-01" / "left-over.parquet")
    assert running.scale([str(given)], str(out)).new == 2
    assert bytes_of(out) == bytes_of(whole)


# --------------------------------------------------------------------------------------------------- what is refused


def test_other_options_on_an_output_are_refused(here, given, whole, tmp_path):
    with pytest.raises(UsageError, match="without --since"):
        running.scale([str(given)], str(whole), Wanted(since=date(2022, 1, 1)))
    running.scale([str(given / "a.jsonl")], str(tmp_path / "out"), Wanted(country="UA"))
    with pytest.raises(UsageError, match="with --country UA, not SY"):
        running.scale([str(given)], str(tmp_path / "out"), Wanted(country="SY"))
    with pytest.raises(UsageError, match="with --country UA: "):
        running.scale([str(given)], str(tmp_path / "out"))


def test_another_program_and_a_folder_of_others_are_refused(here, given, whole, tmp_path, monkeypatch):
    with pytest.raises(UsageError, match="holds other files"):
        running.scale([str(given / "a.jsonl")], str(given / "deeper"))
    monkeypatch.setattr(manifest, "filtering_program", lambda: "another")
    with pytest.raises(UsageError, match="other rules"):
        running.scale([str(given)], str(whole))


@pytest.mark.parametrize(("library", "extra"), [("pyarrow", "scale"), ("daft", "scale")])
def test_without_its_libraries_the_command_names_the_extra(given, tmp_path, monkeypatch, library, extra):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf"install stemma\[{extra}\]"):
        running.scale([str(given)], str(tmp_path / "out"))


def test_two_runs_into_one_output_are_refused(here, given, tmp_path):
    with storage.locked(str(tmp_path)), pytest.raises(UsageError, match="Another stemma scale"):
        running.scale([str(given)], str(tmp_path))


def test_a_file_that_cannot_be_read_is_told_and_tried_again(here, given, tmp_path, monkeypatch):
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(json_lines(range(3)))

    def gone(local):
        raise FileNotFoundError(2, "No such file or directory") if local == bad else digest(local)

    digest = work._digest
    with monkeypatch.context() as patch:
        patch.setattr(work, "_digest", lambda local: gone(local) if local == bad else digest(local))
        found = running.scale([str(bad), str(given / "a.jsonl")], str(tmp_path / "out"))
    assert [one.problem.code for one in found.failed] == ["unreadable"] and found.units == 1
    found = running.scale([str(bad), str(given / "a.jsonl")], str(tmp_path / "out"))
    assert not found.failed and found.units == 2


def test_a_file_that_changes_while_it_is_read_is_not_entered(given, tmp_path):
    from msgspec.structs import replace

    from stemma.scale.inputs import units_of

    units, _ = units_of([str(given / "a.jsonl")], str(tmp_path))
    task = Task(replace(units[0], size=1), str(tmp_path / "out"), Wanted())
    result = work.result_of(work.do(work.packed_task(task)))
    assert "changed while it was read" in result.problem.message
    assert not manifest.entries(str(tmp_path / "out"))


# --------------------------------------------------------------------------------------------------------- inputs


def test_inputs_are_files_folders_and_patterns(given, tmp_path):
    from stemma.scale.inputs import units_of

    def names(*inputs):
        units, problems = units_of(inputs, str(tmp_path))
        return [os.path.basename(unit.path) for unit in units], [problem.code for problem in problems]

    (tmp_path / "more").mkdir()
    for name in ("note.txt", ".hidden.jsonl", "E.WARC.GZ"):
        (tmp_path / "more" / name).write_bytes(b"x")
    assert names(str(given)) == (["a.jsonl", "c.warc.gz", "d.parquet", "b.jsonl.gz"], [])
    assert names(f"{given}/**/*.jsonl*", str(given / "a.jsonl")) == (["a.jsonl", "b.jsonl.gz"], [])
    os.symlink(given / "a.jsonl", tmp_path / "more" / "link.jsonl")
    units, problems = units_of([str(given / "a.jsonl"), str(tmp_path / "more"), "nowhere"], str(tmp_path / "more/out"))
    assert [os.path.basename(unit.path) for unit in units] == ["a.jsonl", "E.WARC.GZ"]
    assert [problem.code for problem in problems] == ["not-an-archive", "not-found"]
    with pytest.raises(UsageError, match="Nothing to read"):
        units_of([str(tmp_path / "more")], str(tmp_path))
