"""A case on PostgreSQL: the connection is cut, the session ended by the server, the program killed as it speaks."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import suppress

from faults.ledger import documents_in, ledger_of
from faults.nursery import Done
from faults.scenes._scene import PLAIN, Ground, Scene, Stage, reports
from faults.scenes.building import claims_of, kept_in
from faults.shim import Fault
from stemma.store import open_case

END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


class _OnServer(Scene):
    """A case with a few reports and decisions; a copy of its database for each run."""

    kinds = ("kill", "random", "cut", "cutsent", "terminate")
    weight = 1.5

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.port = ground.server.port
        self.template = ground.server.new()

    @classmethod
    def missing(cls) -> str:
        from tests import postgres

        return "" if postgres.programs() else "no PostgreSQL found (initdb): on Debian, apt-get install postgresql"

    @property
    def case(self) -> str:
        return self.template

    def stage(self, number: int) -> Stage:
        folder = self.ground.folder / f"run-{number}"
        folder.mkdir()
        self._end_all(self.template)
        return Stage(folder, self.ground.server.new(self.template), self.ledger.copy())

    def clear(self, stage: Stage) -> None:
        stage.folder.rmdir()
        self.ground.server.drop(stage.case)

    def perform(self, stage: Stage, fault: Fault, delay: float | None = None) -> Done:
        if stage.kind != "terminate":
            return super().perform(stage, fault, delay)
        over = threading.Event()
        ending = threading.Thread(target=self._ending, args=(stage.case, stage.fault.seed, over))
        ending.start()
        try:
            return super().perform(stage, fault)
        finally:
            over.set()
            ending.join()

    def _ending(self, case: str, seed: int, over: threading.Event) -> None:
        """Have the server end every session on this case, now and then."""
        chance = random.Random(seed)
        while not over.wait(0.02 + chance.random() / 2):
            self._end_all(case)

    def _end_all(self, case: str) -> None:
        import psycopg

        with suppress(psycopg.Error), psycopg.connect(self.ground.server.url(), autocommit=True) as db:
            db.execute(END, (case.rpartition("/")[2],))

    def prepare(self) -> None:
        self.ground.run("build", self.case, str(reports(self.home / "first", range(1, 4))), *PLAIN)
        self.claims = claims_of(self.case)
        kept = [kept_in(self.ground.run("judge", self.case, "claim", id, "--no", "--by", "Ada").out)
                for id in self.claims[:2]]
        self.ground.run("withdraw", self.case, kept[0], "--by", "Bo")

    def again(self, stage: Stage) -> list[list[str]]:
        return [self.command(stage), ["build", stage.case, *PLAIN]]


class ServerBuild(_OnServer):
    """More reports into it."""

    name, weight = "server-build", 2.5

    def prepare(self) -> None:
        super().prepare()
        self.more = str(reports(self.home / "more", range(4, 7)))
        alone = str(self.ground.folder / "alone-server.case")
        self.ground.run("build", alone, self.more, *PLAIN)
        self.all = ledger_of(alone).documents | ledger_of(self.case).documents

    def command(self, stage: Stage) -> list[str]:
        return ["build", stage.case, self.more, *PLAIN, "--by", "Ada"]

    def told(self, stage: Stage, done: Done) -> None:
        stage.ledger.documents |= self.all if done.acknowledged else set()

    def right(self, stage: Stage) -> Iterator[str]:
        with open_case(stage.case, readonly=True) as case:
            if set(documents_in(case)) != self.all or not case.is_current():
                yield "not all reports are in the record in the end"


class ServerJudge(_OnServer):
    """A decision."""

    name = "server-judge"

    def command(self, stage: Stage) -> list[str]:
        return ["judge", stage.case, "claim", self.claims[2], "--yes", "--by", "Ada", "--note", "As it stands."]

    def told(self, stage: Stage, done: Done) -> None:
        stage.ledger.named |= {line.split()[1].rstrip(",") for line in done.lines() if line.startswith("Kept: ")}

    def right(self, stage: Stage) -> Iterator[str]:
        made = [one for one in ledger_of(stage.case).judgements.values() if one.note == "As it stands."]
        if len(made) not in (1, 2):
            yield f"there are {len(made)} decisions where one was made, and perhaps one more"


class ServerMake(_OnServer):
    """A case made in an empty database."""

    name, fresh, weight = "server-make", True, 0.8

    def prepare(self) -> None:
        self.first = str(reports(self.home / "first", range(1, 2)))

    def command(self, stage: Stage) -> list[str]:
        return ["build", stage.case, self.first, *PLAIN]

    def again(self, stage: Stage) -> list[list[str]]:
        return [self.command(stage)]


SCENES = [ServerBuild, ServerJudge, ServerMake]
