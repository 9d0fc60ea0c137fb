"""The evaluation frame: python -m eval, its bad input, and a whole run over a tiny invented corpus."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from eval import __main__ as command
from eval import run
from eval.catalogue import Figure, read_floors, read_sets
from eval.page import BY_HAND, page, with_kept
from eval.reports import BadInput, document, documents, read_all

ROOT = Path(__file__).resolve().parent.parent
REPORT = "VARNY, 9 May 2029 (Ostra Press) - Three people were killed in Varny on Tuesday, the mayor said."
SCORER = '''
import argparse, gzip, json, os
parser = argparse.ArgumentParser()
parser.add_argument("system", nargs="?")
parser.add_argument("--data"), parser.add_argument("--split"), parser.add_argument("--dump-input")
given = parser.parse_args()
with gzip.open(os.path.join(given.data, "namebench", given.split + ".jsonl.gz"), "rt") as file:
    rows = [json.loads(line) for line in file]
if given.dump_input:
    pairs = {row["id"]: {"name1": row["name1"], "name2": row["name2"], "schema": "Person"} for row in rows}
    json.dump({"pairs": pairs}, open(given.dump_input, "w"))
if given.system:
    pairs = json.load(open(given.system))["pairs"]
    right = sum((pairs[row["id"]] >= 0.7) == row["match"] for row in rows)
    print("namebench %s right %.3f" % (given.split, right / len(rows)))
'''
TASKS = r'''
[[set]]
name = "namebench"
title = "Invented pairs"
about = "Pairs of invented names."
caution = "There are four of them."
[[set.part]]
split = "dev"
figures = [{ name = "right", read = '^namebench .* right ([\d.]+)', baseline = 0.5, peer = "0.7 someone", goal = 0.6 }]
'''
PAIRS = [("Tilda Brankov", "Tilda Brankov", True), ("Tilda Brankov", "Tilda Brankow", True),
         ("Tilda Brankov", "Petr Osmak", False), ("Petr Osmak", "Petr Osmak", False)]


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """A folder like that of the corpora, with one scorer and four pairs, of which the adapter gets three right."""
    folder = tmp_path / "corpora"
    (folder / "score").mkdir(parents=True)
    (folder / "namebench").mkdir()
    (folder / "score" / "namebench.py").write_text(SCORER)
    with gzip.open(folder / "namebench" / "dev.jsonl.gz", "wt") as file:
        for number, (one, other, match) in enumerate(PAIRS):
            row = {"id": str(number), "name1": one, "name2": other, "match": match}
            file.write(json.dumps(row) + "\n")
    (tmp_path / "tasks.toml").write_text(TASKS)
    return folder


def measure(corpora: Path, *more: str) -> int:
    base = corpora.parent
    return run.main(["--corpora", str(corpora), "--tasks", str(base / "tasks.toml"), "--work", str(base / "work"),
                     "--floors", str(base / "floors.toml"), "--page", str(base / "evaluation.md"), *more])


def test_a_run_measures_pins_and_notices_a_fall(corpora: Path, capsys) -> None:
    base = corpora.parent
    assert measure(corpora) == 0  # nothing is pinned yet
    assert "namebench dev" in capsys.readouterr().out
    assert "| dev | right | **0.750** | 0.500 | 0.7 someone | 0.60 |" in (base / "evaluation.md").read_text()
    assert measure(corpora, "--pin", "namebench") == 0
    assert read_floors(base / "floors.toml") == {"namebench": {"dev": {"right": 0.75}}}
    for floor, status in ((0.755, 0), (0.756, 1)):
        (base / "floors.toml").write_text(f'[namebench.dev]\n"right" = {floor}\n')
        capsys.readouterr()
        assert measure(corpora) == status
        assert ("FALLEN namebench dev right: 0.750, pinned at" in capsys.readouterr().err) is bool(status)


def test_a_figure_that_the_scorer_no_longer_prints_has_fallen(corpora: Path, capsys) -> None:
    tasks = corpora.parent / "tasks.toml"
    tasks.write_text(tasks.read_text().replace("right ([", "wrong (["))
    assert measure(corpora) == 1
    assert "right: not in what the scorer printed" in capsys.readouterr().err


def test_a_failing_adapter_or_scorer_is_one_line_and_leaves_the_page_alone(corpora: Path, capsys) -> None:
    (corpora / "score" / "namebench.py").write_text("raise SystemExit('the split is not there')")
    assert measure(corpora) == 1
    said = capsys.readouterr()
    assert said.err.splitlines() == ["FALLEN namebench dev: namebench.py failed: the split is not there"]
    assert not (corpora.parent / "evaluation.md").exists()


def test_without_the_corpora_one_clear_line(tmp_path: Path, capsys, monkeypatch) -> None:
    assert run.main(["--corpora", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.setenv(run.CORPORA, str(tmp_path / "elsewhere"))
    assert run.main([]) == 2
    assert "elsewhere" in capsys.readouterr().err


def test_unknown_sets_and_a_broken_catalogue_are_named(corpora: Path, capsys) -> None:
    assert measure(corpora, "goe") == 2
    assert "'goe'" in capsys.readouterr().err
    (corpora.parent / "tasks.toml").write_text("[[set]]\nname = 3\n")
    assert measure(corpora) == 2
    assert capsys.readouterr().err.count("\n") == 1


# ------------------------------------------------------------------------------------- python -m eval TASK IN OUT


def told(arguments: list[str], capsys) -> str:
    """What bad usage or bad input makes the command say: one line, status 2."""
    assert command.main(arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_bad_usage(capsys) -> None:
    assert "usage" in told([], capsys)
    assert "usage" in told(["sudoku", "a", "b"], capsys)
    assert "usage" in told(["namebench", "a"], capsys)


@pytest.mark.parametrize(("task", "content"), [
    ("namebench", None), ("namebench", b"{"), ("namebench", b"\xff\xfe\x00"), ("namebench", b"[]"),
    ("namebench", b'{"pairs": []}'), ("namebench", b'{"pairs": {"a": {"name1": "Rook"}}}'),
    ("namebench", b'{"docs": {}}'), ("timex", b'{"docs": {"a": {"date": "2029-05-09"}}}'),
    ("timex", b'{"docs": [1]}'), ("timex", b'{"docs": {"a": null}}'), ("pan13", b'{"pairs": {"a": "text"}}'),
    ("timex", b"[" * 100_000),
])
def test_bad_input(task: str, content: bytes | None, tmp_path: Path, capsys) -> None:
    given = tmp_path / "in.json"
    if content is not None:
        given.write_bytes(content)
    assert "in.json" in told([task, str(given), str(tmp_path / "out.json")], capsys)
    assert not (tmp_path / "out.json").exists()


def test_an_answer_that_cannot_be_written(tmp_path: Path, capsys) -> None:
    (tmp_path / "in.json").write_text('{"pairs": {}}')
    assert "no/out.json" in told(["namebench", str(tmp_path / "in.json"), str(tmp_path / "no/out.json")], capsys)


def test_from_a_clone_and_with_fields_that_it_does_not_know(tmp_path: Path) -> None:
    row = {"name1": "Tilda Brankov", "name2": "Tilda Brankov", "schema": "Person", "mood": "fine"}
    (tmp_path / "in.json").write_text(json.dumps({"pairs": {"a": row}, "more": 1}), encoding="utf-8-sig")
    done = subprocess.run([sys.executable, "-m", "eval", "namebench", str(tmp_path / "in.json"),
                           str(tmp_path / "out.json")], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text()) == {"pairs": {"a": 1.0}}


def test_a_shared_passage_is_answered_in_the_corpus_form() -> None:
    from eval.tasks.pan13 import answer

    passage = (ROOT / "tests" / "cases" / "copies" / "original.txt").read_text(encoding="utf-8")
    (row,) = answer({"pairs": {"a": {"this": "An unlike first line.\n\n" + passage, "source": passage}}})["pairs"]["a"]
    assert row[0] - row[2] == 23 and row[1] == row[3] > 800


def test_reports_alone_are_clusters_of_one() -> None:
    from eval.tasks.ecbplus import answer

    show = "The pear show at Lower Tellin drew six hundred visitors."
    given = {"docs": {"d1": {"text": REPORT}, "d2": {"text": show}}}
    assert sorted(answer(given)["clusters"]) == [["d1"], ["d2"]]


# ------------------------------------------------------------------------------------------- what adapters share


def test_documents_are_made_as_a_reader_makes_them() -> None:
    made = document(REPORT, id="r1", title="Dead in Varny", date="2029-05-09T10:00:00Z", url="https://ostra.example/1")
    assert (made.text, made.name, made.published, made.lang) == (REPORT, "r1", date(2029, 5, 9), "en")
    assert (made.title, made.url) == ("Dead in Varny", "https://ostra.example/1")
    assert document(REPORT, id="r1", date="soon").published is None
    assert document(REPORT, id="r1").id == made.id != document(REPORT, id="r2").id


def test_every_form_of_docs_is_taken() -> None:
    rows = {"text": REPORT, "title": None, "date": 7, "mood": "fine"}
    assert [made.name for made in documents({"docs": {"a": REPORT, "b": rows}})] == ["a", "b"]
    assert [made.name for made in documents({"docs": [rows, REPORT]})] == ["0", "1"]


def test_readings_come_in_order_and_one_that_fails_is_empty(monkeypatch, capsys) -> None:
    from stemma import pipeline

    read = pipeline.read

    def failing(one, *rest):
        if one.name == "b":
            raise RuntimeError("no such rule")
        return read(one, *rest)

    monkeypatch.setattr(pipeline, "read", failing)
    readings = read_all([document(REPORT, id=name) for name in "abc"])
    assert [reading.document.name for reading in readings] == ["a", "b", "c"]
    assert [bool(reading.page.sentences) for reading in readings] == [True, False, True]
    assert "no such rule" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "value"), [
    ("STEMMA_EVAL_JOBS", "many"), ("STEMMA_EVAL_JOBS", "0"), ("STEMMA_EVAL_TAGGER", "huge"),
])
def test_settings_are_checked(name: str, value: str, monkeypatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=name):
        read_all([document(REPORT)])


def test_the_tagger_is_chosen_by_a_setting(monkeypatch) -> None:
    monkeypatch.setenv("STEMMA_EVAL_TAGGER", "none")
    assert read_all([document(REPORT)])[0].tagger == "none"


# --------------------------------------------------------------------------------------------- the repository's data


def test_the_catalogue_has_every_task_and_cluster() -> None:
    sets = {each.name: each for each in read_sets(ROOT / "eval" / "tasks.toml")}
    assert set(command.task_names()) <= {each.scorer for each in sets.values()}
    assert all(len({part.name for part in each.part}) == len(each.part) for each in sets.values())
    clusters = {part.split for part in sets["clusters"].part}
    assert clusters == {path.stem for path in (ROOT / "eval" / "clusters").glob("*.json")}


def test_floors_are_of_figures_that_are_measured() -> None:
    sets = read_sets(ROOT / "eval" / "tasks.toml")
    known = {(each.name, part.name, figure.name) for each in sets for part in each.part for figure in part.figures}
    floors = read_floors(ROOT / "eval" / "floors.toml")
    pinned = {(name, part, figure) for name, parts in floors.items() for part, rows in parts.items() for figure in rows}
    assert pinned <= known


def test_the_page_has_every_figure() -> None:
    sets = read_sets(ROOT / "eval" / "tasks.toml")
    values = {(each.name, part.name): {figure.name: 0.5 for figure in part.figures}
              for each in sets for part in each.part}
    made = page(sets, values)
    assert made.count("**0.500**") == sum(len(part.figures) for each in sets for part in each.part)
    assert all(f"## {each.title}" in made for each in sets)


def test_a_figure_is_read_from_print_or_json() -> None:
    assert Figure("f", read=r"^last F1 ([\d.]+)").value("first F1 0.1\nlast F1 0.25", None) == 0.25
    assert Figure("f", path="metrics.a.value").value("", {"metrics": {"a": {"value": 0.5}}}) == 0.5
    assert Figure("f", path="metrics.b.value").value("", {"metrics": {}}) is None


def test_what_is_written_by_hand_stays() -> None:
    old = f"old figures\n\n{BY_HAND}\n\n## Speed\n"
    assert with_kept("new figures\n", old) == f"new figures\n\n{BY_HAND}\n\n## Speed\n"
    assert with_kept("new figures\n", "old figures\n") == "new figures\n"
