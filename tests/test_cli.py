"""The command line: what it prints, what it refuses, and that it never shows a traceback."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stemma import casework, cli
from stemma.cli import console, record
from stemma.errors import CaseFull
from stemma.exporters import formats
from stemma.model import Document, Problem
from stemma.report.views import case_view
from stemma.store import open_case
from tests import factories

COMMANDS = ("build", "show", "trace", "compare", "brief", "code", "report", "plot", "export", "check", "demo")
REPORT = ("{n} people killed in Tarvik market blast\n\nTARVIK, March {d} - At least {n} people were killed on Monday "
          "when a car bomb exploded in the market of Tarvik, the mayor, Ilse Quaren, said. Dozens were wounded.\n")


@pytest.fixture
def case(tmp_path) -> str:
    """A case with the record built by hand, as a build would have left it."""
    path = str(tmp_path / "sample.case")
    with open_case(path, create=True) as opened:
        opened.add(factories.sample_items())
        opened.replace_record(factories.sample_record())
    return path


@pytest.fixture
def run(capsys):
    """Runs a command in this process: (exit status, standard output, standard error)."""
    def call(*arguments: object) -> tuple[int, str, str]:
        status = cli.run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err
    return call


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess:
    """A line of shell in which `stemma` is this Python's."""
    line = f'stemma() {{ "{sys.executable}" -m stemma "$@"; }}; set -o pipefail; {command}'
    return subprocess.run(["bash", "-c", line], cwd=cwd, capture_output=True, text=True, timeout=60)


def pile(folder: Path, count: int) -> Path:
    """A folder with so many different short reports."""
    folder.mkdir()
    for n in range(count):
        (folder / f"r{n:03}.txt").write_text(REPORT.format(n=n + 3, d=1 + n % 28), encoding="utf-8")
    return folder


# -------------------------------------------------------------------------------------------------- help


def test_help_loads_nothing_heavy():
    code = ("import sys; from stemma.cli import run; assert run(['--help']) == 0; "
            "print(sorted({'trafilatura', 'jinja2', 'sqlite3', 'rich', 'numpy', 'daft', 'ray'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_an_example(run, command):
    status, out, err = run(command, "--help")
    assert status == 0 and not err
    assert f"Example: stemma {command}" in out or f"Examples: stemma {command}" in out


def test_without_a_command_the_help_is_shown(run):
    status, out, _ = run()
    assert status == 0 and all(command in out for command in COMMANDS)


def test_version(run):
    assert run("--version")[:2] == (0, "stemma 0.1.0\n")


# ------------------------------------------------------------------------------------------------- show


def test_show_lists_the_incidents(run, case):
    status, out, err = run("show", case)
    assert status == 0 and not err
    assert "Rocket attack on Orvadell" in out and "14 – 30" in out and "unknown" in out
    assert len([line for line in out.splitlines() if line[:1].isdigit()]) == 2


def test_show_prints_a_record(run, case):
    status, out, _ = run("show", case, 1)
    assert status == 0
    for expected in ("KILLED      14 – 30            two independent sources", "WHO SAID IT FIRST",
                     "● Mira Tolvan, regional governor · on Telegram, 2 May 2033", "! changed on the way:",
                     "WHERE ACCOUNTS DIFFER", "NOT THIS INCIDENT'S TOLL", "Killed: 120", "HELD RESPONSIBLE", "REPORTS",
                     "Killed, 30 [8]: one outlet, one act of reporting, one independent source",
                     "└─ C  Valley Post, 3 May 2033: a rewrite of A, 71 % (! two changes)"):
        assert expected in out


def test_an_incident_goes_by_its_number_or_the_beginning_of_its_id(run, case):
    rows = json.loads(run("show", case, "--json")[1])
    assert [row["number"] for row in rows] == [1, 2] and rows[0]["main"]
    assert run("show", case, rows[1]["id"][:8])[1] == run("show", case, 2)[1]
    assert json.loads(run("show", case, 1, "--json")[1])["anchor"] == rows[0]["id"]


def test_problems_are_listed(run, case):
    with open_case(case) as opened:
        opened.add_problems([Problem("read", "a.txt", "empty-file", "Skipped: the file is empty.", "line 3")])
    status, out, _ = run("show", case, "--problems")
    assert status == 0 and "a.txt, line 3: Skipped: the file is empty. [empty-file]" in out
    assert "empty-file" in [problem["code"] for problem in json.loads(run("show", case, "--problems", "--json")[1])]


# --------------------------------------------------------------------------------- reports, exports, check


def test_report_writes_one_page(run, case, tmp_path):
    page = tmp_path / "new folder" / "page.html"
    status, out, _ = run("report", case, "-o", page, "--title", "Orvadell, May")
    assert status == 0 and str(page) in out
    content = page.read_text(encoding="utf-8")
    assert "<html" in content and "Orvadell, May" in content
    assert [path.name for path in page.parent.iterdir()] == ["page.html"]


def test_every_export_format_goes_to_a_file_or_to_standard_output(run, case, tmp_path):
    names = [line.split()[0] for line in run("export", case, "--to", "list")[1].splitlines()]
    assert names
    for name in names:
        if importlib.util.find_spec(getattr(formats()[name], "NEEDS", "json")) is None:
            continue
        target = tmp_path / f"out.{name}"
        assert run("export", case, "--to", name, "-o", target)[0] == 0
        done = subprocess.run([sys.executable, "-m", "stemma", "export", case, "--to", name], capture_output=True)
        assert done.returncode == 0 and done.stdout == target.read_bytes() and done.stdout


def test_a_pipe_is_written_to_and_stays_a_pipe(run, case, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        assert run("export", case, "--to", "dossier", "-o", pipe)[0] == 0
        assert json.loads(reader.stdout.read())["cluster"]
    assert pipe.is_fifo()


def test_an_export_names_on_standard_error_what_it_cannot_hold(run, case, tmp_path):
    status, out, err = run("export", case, "--to", "timemap", "-o", tmp_path / "x.zip")
    assert status == 0 and "Written" in out
    assert err == ("stemma: Drone at Port Sellin (i-port-sellin) is not in the file, which needs a date or "
                   "coordinates: no date, no coordinates for Port Sellin.\n")


def test_an_export_takes_a_grid_and_columns(run, case):
    status, out, err = run("export", case, "--to", "hxl", "--columns", "event_code, latitude,colour", "--coarsen", "50")
    assert (status, out.splitlines()[1]) == (0, "#event+code,#geo+lat")
    assert "12.5000" not in out and "no column 'colour': left out" in err
    for arguments, said in ((["--coarsen", "0"], "0.1 to 500 km"), (["--columns", "colour"], "No column is called")):
        status, out, err = run("export", case, "--to", "hxl", *arguments)
        assert (status, out, err.count("\n")) == (2, "", 1) and said in err


def test_a_missing_package_is_one_line(run, case, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    status, out, err = run("export", case, "--to", "parquet")
    assert (status, out) == (2, "") and err == (
        "stemma: Parquet files need pyarrow, which is not installed: pip install 'stemma[parquet]'.\n")


def test_an_export_of_the_whole_case_has_what_people_decided(run, case):
    with open_case(case) as opened:
        opened.add_judgement(factories.sample_judgement())
    casework.build(case, [], tagger="none")
    status, out, _ = run("export", case, "--to", "dossier")
    assert status == 0 and [row["by"] for row in json.loads(out)["judgements"]] == ["reviewer"]


def test_check_of_a_whole_case(run, case):
    assert run("check", case, "--no-rebuild") == (0, f"{case} is whole.\n", "")
    assert json.loads(run("check", case, "--no-rebuild", "--json")[1]) == []


def test_check_tells_where_deriving_anew_gives_other_rows(run, case):
    """The record of this case was written by hand: no build would give its rows."""
    status, out, _ = run("check", case)
    assert status == 1 and "wrong." in out


def test_check_of_a_damaged_case(run, case):
    import sqlite3

    with sqlite3.connect(case) as db:
        db.execute("DROP TRIGGER raw_stays")
        db.execute("UPDATE raw SET bytes = x'00', codec = 'plain'")
    db.close()
    status, out, _ = run("check", case)
    assert status == 1 and "wrong." in out


# ------------------------------------------------------------------------------------------------- errors


def errors(tmp_path: Path, case: str) -> dict[str, tuple[list, int, str]]:
    (tmp_path / "not.case").write_bytes(b"this is no database" * 99)
    (tmp_path / "empty").mkdir()
    (tmp_path / "blank.txt").write_text("\n")
    with open_case(str(tmp_path / "unbuilt.case"), create=True) as opened:
        opened.add(factories.sample_items())
    here = str(tmp_path)
    return {
        "no case": (["show", f"{here}/none.case"], 2, "none.case"),
        "no database": (["show", f"{here}/not.case"], 1, "not.case"),
        "no record": (["show", f"{here}/unbuilt.case"], 2, "stemma build"),
        "no incident": (["show", case, "99"], 2, "numbers 1 to 2"),
        "no number": (["trace", case, "99"], 2, "run from 1 to 9"),
        "no claim": (["trace", case, "c-nothing"], 2, "No claim or statement"),
        "no report": (["compare", case, "courier", "couriers"], 2, "did you mean A (courier)"),
        "one report only": (["compare", case, "courier"], 2, "DOC"),
        "no format": (["export", case, "--to", "papyrus"], 2, "papyrus"),
        "no argument": (["show"], 2, "CASE"),
        "no option": (["show", case, "--colour"], 2, "--colour"),
        "no command": (["shew", case], 2, "shew"),
        "no jobs": (["build", case, here, "--jobs", "0"], 2, "--jobs"),
        "folder for a case": (["build", here], 2, "is a folder"),
        "new case of nothing": (["build", f"{here}/new.case"], 2, "name the files"),
        "no such path": (["build", f"{here}/new.case", f"{here}/gone"], 2, "No such file"),
        "empty folder": (["build", f"{here}/new.case", f"{here}/empty"], 2, "no files"),
        "empty file": (["build", f"{here}/new.case", f"{here}/blank.txt"], 2, "empty"),
        "page into a folder": (["report", case, "-o", f"{here}/empty"], 1, "empty"),
    }


@pytest.mark.parametrize("name", [
    "no case", "no database", "no record", "no incident", "no number", "no claim", "no report", "one report only",
    "no format", "no argument", "no option", "no command",
    "no jobs", "folder for a case", "new case of nothing", "no such path", "empty folder", "empty file",
    "page into a folder"])
def test_errors_are_one_line_with_a_status(run, tmp_path, case, name):
    arguments, expected, words = errors(tmp_path, case)[name]
    status, out, err = run(*arguments)
    assert status == expected and not out
    assert err.startswith("stemma: ") and err.count("\n") == 1 and words in err and "Traceback" not in err
    assert not (tmp_path / "new.case").exists()


@pytest.mark.parametrize(("raised", "status", "words"), [
    (KeyboardInterrupt(), 130, "interrupted"), (CaseFull("x.case: the disk is full"), 1, "disk is full"),
    (OSError(28, "No space left on device", "x.html"), 1, "x.html: No space left"),
    (RuntimeError("one\ntwo"), 70, "fault in Stemma (RuntimeError: one two)"),
])
def test_whatever_is_raised_is_one_line(run, monkeypatch, raised, status, words):
    def fail(*_: object) -> None:
        raise raised
    monkeypatch.setattr(casework, "record_of", fail)
    got, out, err = run("show", "x.case")
    assert got == status and not out and words in err and err.count("\n") == 1


def test_a_closed_pipe_is_no_error_message(case, tmp_path):
    done = shell(f"stemma export '{case}' --to list | true; stemma show '{case}' 1 | head -n 1", tmp_path)
    assert not done.stderr and done.stdout.startswith("Orvadell")


def test_no_control_codes_in_a_pipe_or_from_a_report(case, tmp_path, capsys):
    done = shell(f"stemma show '{case}' 1 2>&1", tmp_path)
    assert done.returncode == 0 and "\x1b" not in done.stdout
    console.print_lines(["a\x1b[31mred\x07\u202e b\x9b"])
    assert capsys.readouterr().out == "a [31mred   b\n"


# ------------------------------------------------------------------------------------- building, with rules


def test_build_says_what_it_found(run, tmp_path):
    folder = pile(tmp_path / "reports", 3)
    (folder / "notes.xyz").write_bytes(b"x")
    case = tmp_path / "a.case"
    status, out, err = run("build", case, folder)
    assert status == 0 and not err
    assert "Documents         3   3 new, 0 known before" in out and "1 unknown-format" in out
    assert f"stemma show {case}" in out
    again = json.loads(run("build", case, folder, "--json")[1])
    assert (again["documents"], again["new"], again["known"]) == (3, 0, 3)
    assert again["claims"] > 0 and again["statements"] > 0
    assert json.loads(run("build", case, "--json")[1])["claims"] == again["claims"]
    assert run("show", case)[0] == 0 and run("check", case)[0] == 0


def test_the_result_depends_neither_on_order_nor_on_workers(tmp_path):
    folder = pile(tmp_path / "reports", casework.FEW + 2)
    files = sorted(str(path) for path in folder.iterdir())
    casework.build(str(tmp_path / "one.case"), files, jobs=1)
    casework.build(str(tmp_path / "two.case"), files[::-1][:20], jobs=2)
    casework.build(str(tmp_path / "two.case"), files[::-1], jobs=2)
    assert casework.record_of(str(tmp_path / "one.case")) == casework.record_of(str(tmp_path / "two.case"))


def test_a_report_that_the_rules_fail_on_costs_only_itself(monkeypatch):
    def fail(document: Document, *rest: object) -> None:
        raise IndexError("nothing there")
    monkeypatch.setattr("stemma.pipeline.read", fail)
    problem = casework.read_one(factories.sample_documents()[0])
    assert (problem.stage, problem.code) == ("reading", "reading-failed")
    assert "courier" in problem.message and "IndexError in test_cli.py" in problem.message


@pytest.mark.parametrize("tagger", ["standard", "fast", "none"])
def test_a_case_is_checked_with_the_tagger_that_read_it(run, tmp_path, tagger):
    (tmp_path / "r.txt").write_text("ORVANE, May 3, 2033 - Rebels shelled the market in Orvane on Monday.\n\n"
                                    "Rockets hit the stalls and killed nine people, Mayor Mira Sandoval said.\n",
                                    encoding="utf-8")
    case = tmp_path / "a.case"
    assert run("build", case, tmp_path / "r.txt", "--tagger", tagger)[0] == 0
    assert {reading.tagger for reading in casework.record_of(str(case)).readings} == {tagger}
    assert run("check", case)[0] == 0


def test_the_tagger_finds_a_speaker_that_the_rules_miss(run, tmp_path):
    (tmp_path / "r.txt").write_text("ORVANE, May 3, 2033 - Rebels shelled the market in Orvane on Monday.\n\n"
                                    "Rockets hit the stalls and killed nine people, Mayor Mira Sandoval said.\n",
                                    encoding="utf-8")
    speakers = {}
    for tagger in ("standard", "none"):
        run("build", tmp_path / f"{tagger}.case", tmp_path / "r.txt", "--tagger", tagger)
        reading, = casework.record_of(str(tmp_path / f"{tagger}.case")).readings
        speakers[tagger] = next(claim.source.name for claim in reading.claims if claim.kind == "killed")
    assert speakers["standard"] == "Mira Sandoval" != speakers["none"]


def test_an_unknown_tagger_is_refused_in_one_line(run, tmp_path):
    status, _, error = run("build", tmp_path / "a.case", tmp_path, "--tagger", "huge")
    assert status != 0
    assert "huge" in error and "Traceback" not in error


def test_a_report_in_another_language_is_kept_and_not_read(run, tmp_path):
    (tmp_path / "fr.txt").write_text("Quatre personnes ont été tuées à Tarvik lundi, a déclaré le maire de la ville. "
                                     "Mr. Quaren said 4 people were killed.\n", encoding="utf-8")
    built = json.loads(run("build", tmp_path / "a.case", tmp_path / "fr.txt", "--json")[1])
    assert (built["documents"], built["statements"], built["claims"]) == (1, 0, 0)
    assert [problem["code"] for problem in built["problems"]] == ["not-english"]


def test_a_case_in_the_folder_that_it_reads_is_no_problem(tmp_path):
    folder = pile(tmp_path / "reports", 2)
    built = casework.build(str(folder / "own.case"), [str(folder)])
    again = casework.build(str(folder / "own.case"), [str(folder)])
    assert not built.problems and not again.problems


def test_demo_prints_its_record_and_leaves_case_and_page(tmp_path):
    done = shell("stemma demo --out somewhere && stemma demo --out somewhere", tmp_path)
    assert done.returncode == 0 and not done.stderr
    assert "WHO SAID IT FIRST" in done.stdout and "demo.html" in done.stdout
    assert "stemma show somewhere/demo.case" in done.stdout and "stemma serve somewhere/demo.case" in done.stdout
    assert sorted(path.name for path in (tmp_path / "somewhere").iterdir()) == ["demo.case", "demo.html"]


# --------------------------------------------------------------------------------------- lines of a record


@pytest.mark.parametrize("width", [60, 80, 110])
def test_lines_fit_the_terminal(width):
    view = case_view(factories.sample_record())
    for incident in view.incidents:
        assert max(map(len, record.incident_lines(view, incident, width))) <= width
    assert max(map(len, record.list_lines(view, width))) <= width


def test_numbers_of_sentences_are_those_of_the_page():
    view = case_view(factories.sample_record())
    saying = view.incidents[0].tolls[0].ends[0].sayings[0]
    assert f"“{saying.text}” {record.ref_words(saying.refs)}" in \
        "\n".join(record.incident_lines(view, view.incidents[0], 100))


@pytest.mark.parametrize(("depths", "drawn"), [
    ([0], "└─"), ([0, 0], "├─"), ([0, 1, 0], "├─"), ([0, 1], "└─"), ([1, 0], "│  └─"), ([1, 1, 0], "│  ├─"),
    ([1, 2, 1], "   ├─"), ([2], "      └─"), ([1, 2], "   └─"), ([2, 1], "   │  └─"),
])
def test_branches(depths, drawn):
    assert record.branches(depths) == drawn


def test_a_table_cuts_only_its_widest_column():
    rows = [("1", "a long title that does not fit", "12"), ("2", "short", "3,000")]
    lines = record.table(rows, 25, stretch=[1], right=(0, 2))
    assert lines == ["1  a long title t…     12", "2  short            3,000"]
