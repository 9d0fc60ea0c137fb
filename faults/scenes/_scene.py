"""A scene: a case as it stands before, one command that is run under a fault, and what has to hold afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from faults.ledger import Ledger, ledger_of
from faults.nursery import Done, Nursery
from faults.shim import Fault
from stemma.store import open_case
from tests.newssite import TOWNS, story

if TYPE_CHECKING:
    from tests.postgres import Server

PLAIN = ("--tagger", "none", "--jobs", "1")  # the trained tagger has no part in what is kept
AT_FILES = ("kill", "random", "torn", "power", "powerend", "full", "eio", "eios", "clock")
KILLS = ("kill", "random", "torn", "power")  # after these the command cannot have said why


class Ground:
    """What all scenes share: the process that starts commands, a folder, and a PostgreSQL server if there is one."""

    def __init__(self, nursery: Nursery, folder: Path, library: Path, stack: ExitStack) -> None:
        self.nursery, self.folder, self.library = nursery, folder, library
        self.stack = stack  # what is to be closed at the end
        self._server: Server | None = None

    @property
    def server(self) -> Server:
        """A PostgreSQL server of our own, started when it is first asked for."""
        if self._server is None:
            from tests import postgres

            self._server = self.stack.enter_context(postgres.running(postgres.programs()))
        return self._server

    def use(self, server: Server) -> None:
        """Use a server that runs already."""
        self._server = self._server or server

    def run(self, *arguments: str, given: str = "") -> Done:
        """An ordinary command that has to end well."""
        done = self.nursery.run(list(arguments), given=given)
        if done.status != 0:
            raise RuntimeError(f"stemma {' '.join(arguments)}: status {done.status}: {done.err or done.out}")
        return done


class Stage:
    """One run of a scene: its folder, its case, and what has been acknowledged there."""

    def __init__(self, folder: Path, case: str, ledger: Ledger) -> None:
        self.folder, self.case, self.ledger = folder, case, ledger
        self.done = Done(None, "", "")
        self.others: list[Done] = []  # of programs that worked beside it
        self.fault, self.kind = Fault("none"), ""  # what happens here

    @property
    def file(self) -> Path:
        """The case's own file."""
        return self.folder / "sample.case"


class Scene:
    """One thing that is done. A subclass says what; all that is common is here."""

    name = ""
    kinds = AT_FILES
    fresh = False  # whether the case is made by the command itself
    weight = 1.0  # how many runs it gets beside the others
    ends = (0,)  # statuses with which it ends when nothing happens
    has_case = True
    sound_before = True  # whether a check has to find the case sound right after the fault
    slow = False  # left out of the short run
    given = ""  # what the command gets on standard input
    port = 0  # of the server whose connection is cut; 0: faults are at files

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.home = ground.folder / f"scene-{self.name}"
        self.ledger = Ledger()

    @classmethod
    def missing(cls) -> str:
        """Why it cannot be played on this machine; "" where it can."""
        return ""

    # --------------------------------------------------------------------------------------------- what a scene says

    def prepare(self) -> None:
        """Put what the command finds into self.home, once."""

    def command(self, stage: Stage) -> list[str]:
        """The command that is run under a fault, and again without one."""
        raise NotImplementedError

    def told(self, stage: Stage, done: Done) -> None:
        """Put what the command acknowledged into the stage's ledger."""

    def before(self, stage: Stage) -> Iterator[str]:
        """What is wrong right after the fault, before anything has opened the case again."""
        return iter(())

    def wrong(self, stage: Stage) -> Iterator[str]:
        """What else is wrong after the fault."""
        return iter(())

    def again(self, stage: Stage) -> list[list[str]]:
        """Ordinary commands after the fault; each has to end with status 0."""
        return [self.command(stage)]

    def right(self, stage: Stage) -> Iterator[str]:
        """What is wrong after the ordinary commands."""
        return iter(())

    # ------------------------------------------------------------------------------------------------- what is common

    @property
    def case(self) -> str:
        """The case as it stands before."""
        return str(self.home / "sample.case")

    def ready(self) -> Scene:
        """Prepare it."""
        self.home.mkdir()
        self.prepare()
        if not self.fresh:
            self.ledger = ledger_of(self.case)
        return self

    def stage(self, number: int) -> Stage:
        """A copy of everything for one run."""
        folder = self.ground.folder / f"run-{number}"
        shutil.copytree(self.home, folder)
        return Stage(folder, str(folder / "sample.case"), self.ledger.copy())

    def clear(self, stage: Stage) -> None:
        """Take the copy away."""
        shutil.rmtree(stage.folder)

    def perform(self, stage: Stage, fault: Fault, delay: float | None = None) -> Done:
        """Run the command under the fault; with delay, kill it after so many seconds."""
        running = self.ground.nursery.start(self.command(stage), fault, stage.folder, self.given)
        if delay is not None:
            time.sleep(delay)
            os.kill(running.pid, signal.SIGKILL)
        return self.ground.nursery.wait(running)


def reports(folder: Path, numbers: range) -> Path:
    """A folder of short invented reports."""
    folder.mkdir(parents=True)
    for number in numbers:
        town = TOWNS[number % len(TOWNS)]
        head = f"Shells fall on the market of {town}\n\n{town.upper()}, April {number % 28 + 1}, 2031 - "
        (folder / f"report-{number:03}.txt").write_text(f"{head}{story(number)}\n", encoding="utf-8")
    return folder


def mark_of(case_path: str) -> str:
    """A digest of the record and all that it was made from; "" where there is none, or an outdated one."""
    with open_case(case_path, readonly=True) as case:
        return case.build_mark() if case.is_current() else ""
