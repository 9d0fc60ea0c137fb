"""stemma scale: a run that was ended anywhere goes on where it was, and comes to the same bytes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stemma.errors import StemmaError
from stemma.scale import engine, manifest, running, storage
from tests.scaling import bytes_of, in_this_process, inputs, json_lines, undisturbed


@pytest.fixture
def here(monkeypatch):
    in_this_process(monkeypatch)


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    return inputs(tmp_path_factory.mktemp("scale") / "in")


@pytest.fixture(scope="module")
def whole(given, tmp_path_factory):
    return undisturbed(given, tmp_path_factory.mktemp("scale") / "out")


def _killed_at(moment: int, given: Path, out: Path) -> bool:
    """A run over one unit that is killed before the given putting in place; False where there are fewer."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    count = 0

    def deadly(put):
        def instead(*arguments, **named):
            nonlocal count
            count += 1
            if count == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return put(*arguments, **named)

        return instead

    try:
        storage.put, storage.move_into = deadly(storage.put), deadly(storage.move_into)
        storage._settled = deadly(storage._settled)
        running.scale([str(given)], str(out))
    finally:
        os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(here, tmp_path):
    given, whole = tmp_path / "x.jsonl", tmp_path / "whole"
    given.write_bytes(json_lines(range(2)))
    running.scale([str(given)], str(whole))
    own = [path for path in bytes_of(whole) if "month=" in path or path.startswith(("passed_over", "manifest/units"))]
    in_unit = 2 + 2 * len(own)  # before each file is whole, and before it is in place; the run's own entry
    killed = 0
    for moment in (*range(1, in_unit + 1), *range(in_unit + 1, 400, 16)):
        out = tmp_path / f"out{moment}"
        if not _killed_at(moment, given, out):
            break
        killed += 1
        running.scale([str(given)], str(out))
        assert bytes_of(out) == bytes_of(whole), moment
        shutil.rmtree(out)
    assert killed > in_unit


def test_the_command_killed_in_mid_run_goes_on_to_the_same_bytes(given, whole, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "stemma", "scale", str(given), "--out", str(out), "--workers", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    until = time.monotonic() + 60
    while not list(out.glob("manifest/units/*.json")) and time.monotonic() < until and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert list(out.glob("manifest/units/*.json"))
    after = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert after.returncode == 0, after.stderr
    assert "Files                4" in after.stdout and "stemma build CASE --from" in after.stdout
    assert bytes_of(out) == bytes_of(whole)


def test_a_lost_worker_costs_only_time(here, given, whole, tmp_path, monkeypatch):
    breaks = iter([0, 1, 0, 0, 9])

    def breaking(work, items, runner, workers):
        yield from map(work, items[:next(breaks)])
        raise engine.EngineBroke("The engine stopped.")

    monkeypatch.setattr(engine, "spread", breaking)
    running.scale([str(given)], str(tmp_path / "out"))
    assert bytes_of(tmp_path / "out") == bytes_of(whole)


def test_a_file_that_brings_workers_down_costs_no_other(given, tmp_path, monkeypatch):
    def breaking(work, items, runner, workers):
        for item in items:
            if b"c.warc.gz" in item:
                raise engine.EngineBroke("The engine stopped.")
            yield work(item)

    monkeypatch.setattr(engine, "spread", breaking)
    with pytest.raises(StemmaError, match=r"1 file is left \(first: .*c.warc.gz"):
        running.scale([str(given)], str(tmp_path / "out"))
    assert len(manifest.entries(str(tmp_path / "out"))) == 3


def test_an_engine_that_stops_again_and_again_is_given_up_plainly(given, tmp_path, monkeypatch):
    def broken(*arguments):
        raise engine.EngineBroke("The engine stopped.")

    monkeypatch.setattr(engine, "spread", broken)
    with pytest.raises(StemmaError, match="4 files are left"):
        running.scale([str(given)], str(tmp_path / "out"))
