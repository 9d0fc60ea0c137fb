"""Faults on purpose, a few of each kind, and a case for every fault found that way (`python -m faults` makes many)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stemma import casework, cli
from stemma.cli import console
from stemma.store import open_case
from tests.factories import document, sample_items, sample_judgement, sample_record

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
