"""Faults on purpose, a few of each kind, and a case for every fault found that way (`python -m faults` makes many)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from faults import shim
from faults.campaign import alive, campaign, left_over
from faults.nursery import Nursery
from faults.scenes import Ground, scenes
from faults.shim import Fault
from stemma import casework, cli
from stemma.cli import console
from stemma.errors import CaseError, NewerCase
from stemma.store import open_case
from tests import postgres, scaling
from tests.conftest import without
from tests.factories import document, sample_items, sample_judgement, sample_record, tamper

ROOT = Path(__file__).parent.parent
FEW = [("build", "kill"), ("judge", "torn,full"), ("export-csv", "powerend"), ("together", "together"),
       ("upgrade-v1", "power"), ("server-judge", "cutsent")]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Where faults are made. Without a C compiler: skipped at a desk, a failure where CI=true."""
    folder = tmp_path_factory.mktemp("faults")
    try:
        library = shim.built(folder)
    except RuntimeError as error:
        without(str(error))
    with ExitStack() as stack:
        yield Ground(stack.enter_context(Nursery(library, folder)), folder, library, stack)


@pytest.mark.parametrize(("scene", "kinds"), FEW)
def test_a_few_runs_of_each_scene(ground: Ground, scene: str, kinds: str, request: pytest.FixtureRequest) -> None:
    if scene.startswith("server"):
        ground.use(request.getfixturevalue("postgresql"))
    chosen = [one for one in scenes() if one.name == scene]
    result = campaign(ground, chosen, kinds.count(",") + 1, kinds.split(","), tell=lambda words: None)
    assert [(one.trial.name, one.wrong) for one in result.found] == []
    assert result.runs == kinds.count(",") + 1 and not result.skipped


def test_ordinary_work_opens_no_connection(ground: Ground) -> None:
    """No command but those that are asked to fetch something connects to anything, not even to look up a name."""
    case, folder = str(ground.folder / "alone.case"), ground.folder / "alone"
    alone = Fault("alone")
    (folder / "reports").mkdir(parents=True)
    (folder / "reports" / "a.txt").write_text("VELM, May 2, 2031 - Two people were killed in Velm, the mayor said.\n")
    for command in (["build", case, str(folder / "reports")], ["show", case, "1"], ["check", case], ["review", case],
                    ["export", case, "--to", "dossier"], ["report", case, "-o", str(folder / "out.html")],
                    ["bundle", case, "-o", str(folder / "bundle")]):
        done = ground.nursery.run(command, alone)
        assert (done.status, done.calls) == (0, 0), (command, done.err)
    done = ground.nursery.run(["collect", case, "http://orvanepost.example/", "--delay", "0"], alone)
    assert done.calls > 0


def dump(address: str) -> list[bytes]:
    """All that a database holds, as its own program writes it down."""
    done = subprocess.run([postgres.programs() / "pg_dump", "--dbname", address], capture_output=True, check=True)
    return [line for line in done.stdout.splitlines() if not line.startswith((b"\\restrict", b"\\unrestrict"))]


def test_a_newer_case_on_a_server_stays_as_it_is(postgresql: postgres.Server, empty_database: str) -> None:
    address = postgresql.new(empty_database)
    tamper(address, "UPDATE stemma_case SET version = 9999; DROP TABLE drift")
    before = dump(address)
    for options in ({}, {"create": True}, {"readonly": True}):
        with pytest.raises(NewerCase, match="newer Stemma"):
            open_case(address, **options)
    assert cli.run(["build", address]) == 1
    assert dump(address) == before and len(before) > 100
    postgresql.drop(address)


# ------------------------------------------------------------------------------------------- faults that were found


def test_a_case_that_is_behind_is_whole_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed between a decision and the build after it, a case was said to be damaged."""
    case = str(tmp_path / "sample.case")
    (tmp_path / "a.txt").write_text("VELM, May 2, 2031 - Two people were killed in Velm on Friday, the mayor said.\n")
    casework.build(case, [str(tmp_path / "a.txt")], 1, None, "none")
    assert cli.run(["check", case]) == 0
    assert capsys.readouterr().out == f"{case} is whole.\n"
    late = document("late", "A late report: three people were killed in Orvane on Monday, a nurse said.")
    with open_case(case) as opened:
        opened.add([(late, late.text.encode())])
    assert cli.run(["check", case]) == 0
    assert f"{case} is whole.\nIts record is behind what it holds: run stemma build {case}." in capsys.readouterr().out


READING = """
from stemma import casework
from tests.factories import document
if __name__ == "__main__":
    reports = [document(f"r{n}", f"Report {n}: two people were killed in Velm on Friday, he said. " * 50)
               for n in range(400)]
    casework.read_all(reports, 2, lambda what, done, total: print(done, flush=True), "none")
"""


def test_processes_that_read_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    """Killed in mid-build, a build left its readers behind for ever, each with all that it had loaded."""
    (tmp_path / "reading.py").write_text(READING)
    with subprocess.Popen([sys.executable, str(tmp_path / "reading.py")], stdout=subprocess.PIPE,
                          env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True) as program:
        assert program.stdout.readline() == b"1\n"
        assert len(alive(program.pid)) >= 3  # it, and readers in mid-work
        program.kill()
    assert left_over(program.pid) == []


def test_what_a_lost_worker_left_goes_when_the_run_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker was killed, the run went on and ended well, and half a table of that worker stayed beside the others."""
    pytest.importorskip("daft")
    from stemma.scale import engine, running

    (tmp_path / "a.jsonl").write_bytes(scaling.json_lines(range(2)))
    out, lost = tmp_path / "out", []

    def breaking(work, items, runner, workers):
        if not lost:
            lost.append(out / ".unfinished" / "u-1-lost" / "keys.parquet")
            lost[0].parent.mkdir(parents=True)
            lost[0].write_bytes(b"PAR1")
            raise engine.EngineBroke("The engine stopped.")
        yield from map(work, items)

    monkeypatch.setattr(engine, "spread", breaking)
    assert running.scale([str(tmp_path / "a.jsonl")], str(out)).units == 1
    assert lost and not (out / ".unfinished").exists()


def test_a_record_is_not_taken_for_one_of_reports_that_came_while_it_was_made(path: Path | str) -> None:
    """Of two builds at once, the first one's record was taken for current although it lacked the other's reports."""
    with open_case(path, create=True) as case:
        case.add(sample_items())
        read = [one.id for one in case.documents()]
        late = document("late", "A late report.")
        case.add([(late, late.text.encode())])
        assert case.replace_record(sample_record(), documents=read)
        assert not case.is_current()
        assert case.replace_record(sample_record())
        assert case.is_current()


def test_an_older_record_does_not_take_the_place_of_a_newer_one(path: Path | str) -> None:
    """Of two builds at once, the slower one put a record without the other's reports in the place of one with them."""
    with open_case(path, create=True) as slow, open_case(path) as quick:
        slow.add(sample_items())
        over, read, judged = slow.build_mark(), [one.id for one in slow.documents()], slow.judgements()
        quick.add_judgement(sample_judgement())
        assert quick.replace_record(sample_record(), over=quick.build_mark())
        newer = quick.build_mark()
        assert not slow.replace_record(sample_record(), (), judged, read, over)
        assert slow.build_mark() == newer and slow.is_current()
        assert slow.replace_record(sample_record(), (), slow.judgements(), read, newer)


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a power cut an export that was said to be written was empty."""
    done: list[str] = []
    real_sync, real_replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: done.append(os.readlink(f"/proc/self/fd/{fd}")) or real_sync(fd))
    monkeypatch.setattr(os, "replace", lambda part, path: done.append("named") or real_replace(part, path))
    console.write_file(tmp_path / "out.csv", b"day,low,high\n")
    assert [Path(one).name for one in done] == [f".out.csv.{os.getpid()}", "named", tmp_path.name]
    assert (tmp_path / "out.csv").read_bytes() == b"day,low,high\n" and os.listdir(tmp_path) == ["out.csv"]


def test_a_server_that_hangs_up_right_after_its_greeting_is_told_in_plain_words(monkeypatch):
    psycopg = pytest.importorskip("psycopg")
    from stemma.store import postgres as store

    class HungUp:
        def execute(self, sql: str) -> None:
            raise psycopg.OperationalError("consuming input failed: server closed the connection unexpectedly")

    monkeypatch.setattr(psycopg, "connect", lambda *_, **__: HungUp())
    with pytest.raises(CaseError, match="the connection to the case was lost"):
        store._connected("postgresql://owner@127.0.0.1:5432/case", "the case", 1)
