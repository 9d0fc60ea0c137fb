"""Builds of one case take turns, and what one has made the next one does not make again."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stemma import casework, turns
from stemma.judgements import target_of
from stemma.model import Record
from stemma.store import open_case

REPORT = ("Four killed in Ambra\n\nAMBRA, 3 May 2033 - Shells hit a bakery in Ambra on Tuesday and killed four people, "
          "governor Mira Tolvan said.\n")
LATER = "Two hurt in Sellin\n\nSELLIN, 4 May 2033 - A drone wounded two fishermen at Port Sellin on Wednesday.\n"
AT = datetime(2033, 5, 6, tzinfo=UTC)


@pytest.fixture
def case(new_case: Callable[[], object], tmp_path: Path) -> str:
    """A case of one report, once on each store."""
    made = str(new_case())
    (tmp_path / "a.txt").write_text(REPORT)
    casework.build(made, [str(tmp_path / "a.txt")], 1, None, "none")
    return made


@pytest.fixture
def joins(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """For each record that is made, of how many reports."""
    made, real = [], casework._join

    def counted(readings, *given, **named) -> Record:
        made.append(len(readings))
        return real(readings, *given, **named)

    monkeypatch.setattr(casework, "_join", counted)
    return made


def decide(case: str) -> None:
    with open_case(case) as opened:
        reading = opened.record().readings[0]
        casework.decide(opened, "claim", [target_of(reading.claims[0], reading.document)], "ana", AT, "yes")


def meanwhile(act: Callable[[], object]) -> threading.Thread:
    """Something that another program does, begun."""
    thread = threading.Thread(target=act)
    thread.start()
    return thread


def waiting_build(case: str, *paths: str, built: list[casework.Built] | None = None) -> threading.Thread:
    """A build by another program, once it waits for its turn."""
    waits = threading.Event()

    def tell(what: str, done: int, total: int | None) -> None:
        if what == "Waiting for another build":
            waits.set()

    built = [] if built is None else built
    thread = meanwhile(lambda: built.append(casework.build(case, paths, 1, tell, "none")))
    assert waits.wait(30)
    return thread


def test_a_turn_is_waited_for_and_the_file_goes(tmp_path: Path) -> None:
    case, told, begun = str(tmp_path / "a.case"), [], threading.Event()
    with turns.turn(case) as waited:
        assert not waited
        assert turns.lock_path(case).exists()

        def wait() -> None:
            with turns.turn(case, begun.set) as waited:
                told.append(waited)

        other = meanwhile(wait)
        assert begun.wait(30)
        assert told == []
    other.join(10)
    assert told == [True]
    assert not turns.lock_path(case).exists()


def test_nobody_waits_for_what_somebody_else_put_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = str(tmp_path / "a.case")
    with turns.turn(case):
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
        with turns.turn(case) as waited:
            assert not waited


def test_many_have_it_one_after_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LOOK", 0.0005)
    case, inside, most = str(tmp_path / "a.case"), [], []

    def go() -> None:
        for _ in range(20):
            with turns.turn(case):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.0005)
                inside.pop()

    threads = [meanwhile(go) for _ in range(5)]
    for thread in threads:
        thread.join(30)
    assert len(most) == 100
    assert set(most) == {1}


def _holds(case: str, holding: object) -> None:
    with turns.turn(case):
        holding.set()
        time.sleep(60)


def test_the_turn_of_a_killed_program_ends_with_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    case, holding = str(tmp_path / "a.case"), context.Event()
    other = context.Process(target=_holds, args=(case, holding))
    other.start()
    assert holding.wait(30)
    other.kill()
    other.join()
    with turns.turn(case):
        pass


def test_nobody_waits_for_ever_nor_for_a_lock_that_cannot_be_had(tmp_path: Path, monkeypatch) -> None:
    case = str(tmp_path / "a.case")
    monkeypatch.setattr(turns, "LONGEST", 0.2)
    with turns.turn(case), turns.turn(case) as waited:
        assert waited
    assert turns.lock_path(case).exists() is False
    os.symlink(tmp_path / "elsewhere", turns.lock_path(case))  # somebody else's doing
    try:
        with turns.turn(case) as waited:
            assert not waited
        assert not (tmp_path / "elsewhere").exists()
    finally:
        turns.lock_path(case).unlink()


def test_a_build_that_waited_takes_what_the_other_one_made(case: str, joins: list[int]) -> None:
    decide(case)
    builds: list[casework.Built] = []
    with turns.turn(case):
        other = waiting_build(case, built=builds)
        with open_case(case) as opened:  # as the one whose turn it is does
            casework._made(opened, 1, casework._silent, "none")
    other.join(30)
    assert joins == [1]
    assert [(built.documents, built.problems) for built in builds] == [(1, ())]
    assert builds[0].claims > 0


def test_what_came_meanwhile_is_built(case: str, joins: list[int], tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(LATER)
    with turns.turn(case):
        other = waiting_build(case, str(tmp_path / "b.txt"))
        decide(case)
    other.join(30)
    assert joins == [2]
    with open_case(case) as opened:
        assert opened.is_current()
        assert len(opened.record().judged) == 1


def test_where_the_other_one_made_nothing_this_one_does(case: str, joins: list[int]) -> None:
    with turns.turn(case):
        other = waiting_build(case)
    other.join(30)
    assert joins == [1]


def test_a_record_that_is_up_to_date_is_not_made_again_after_a_decision(case: str, joins: list[int]) -> None:
    decide(case)
    casework.build(case, (), 1, None, "none")  # by whoever watches the case
    built = casework.rebuild(case)  # the workbench, for the same decision
    assert joins == [1]
    assert (built.documents, built.new) == (1, 0)
    with open_case(case) as opened:
        assert opened.check() == []


def test_a_build_that_was_asked_for_is_made(case: str, joins: list[int], monkeypatch) -> None:
    casework.build(case, (), 1, None, "none")
    assert joins == [1]
    monkeypatch.setattr(casework, "reader", lambda: "another program")
    casework.rebuild(case)
    assert joins == [1, 1]
