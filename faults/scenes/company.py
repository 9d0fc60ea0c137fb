"""Several programs at one case at once: each waits or is told, and what each was told is kept holds."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

from faults.ledger import documents_in, ledger_of
from faults.nursery import Done
from faults.scenes._scene import PLAIN, Scene, Stage, reports
from faults.scenes.building import claims_of
from faults.shim import Fault
from stemma.store import open_case


class Together(Scene):
    """Two builds of different reports and a decision with a build of its own, all at the same time. The first build is
    the one that faults happen to."""

    name, weight = "together", 2.5
    kinds = ("together", "kill", "random", "full")

    def prepare(self) -> None:
        self.ground.run("build", self.case, str(reports(self.home / "first", range(1, 3))), *PLAIN)
        self.claims = claims_of(self.case)
        self.parts = [str(reports(self.home / name, numbers)) for name, numbers in
                      (("left", range(3, 6)), ("right", range(6, 9)))]
        self.brought = []
        for number, part in enumerate(self.parts):
            alone = str(self.ground.folder / f"alone-{number}.case")
            self.ground.run("build", alone, part, *PLAIN)
            self.brought.append(ledger_of(alone).documents)

    def commands(self, stage: Stage) -> list[list[str]]:
        """All that is done at once."""
        return [*(["build", stage.case, part, *PLAIN, "--by", name]
                  for name, part in zip(("Ada", "Bo"), self.parts, strict=True)),
                ["judge", stage.case, "claim", self.claims[0], "--no", "--by", "Cora", "--build"]]

    def command(self, stage: Stage) -> list[str]:
        return self.commands(stage)[0]

    def perform(self, stage: Stage, fault: Fault, delay: float | None = None) -> Done:
        nursery = self.ground.nursery
        running = []
        for number, command in enumerate(self.commands(stage)):
            running.append(nursery.start(command, Fault("count") if number else fault, stage.folder))
            time.sleep((fault.seed * (number + 1)) % 7 / 20)  # so that they do not meet at the same place each time
        if delay is not None:
            time.sleep(delay / 3)
            os.kill(running[0].pid, signal.SIGKILL)
        stage.done, *stage.others = [nursery.wait(one) for one in running]
        return stage.done

    def told(self, stage: Stage, done: Done) -> None:
        for brought, one in zip(self.brought, (done, *stage.others[:1]), strict=False):
            stage.ledger.documents |= brought if one.acknowledged else set()
        stage.ledger.named |= {line.split()[1].rstrip(",") for line in stage.others[1].lines()
                               if line.startswith("Kept: ")}

    def wrong(self, stage: Stage) -> Iterator[str]:
        for one in stage.others:
            if one.status != 0:
                yield f"another program was disturbed: status {one.status}: {one.err.strip()[:200]}"
        yield from left_out(stage)

    def again(self, stage: Stage) -> list[list[str]]:
        return [["build", stage.case, *self.parts, *PLAIN]]

    def right(self, stage: Stage) -> Iterator[str]:
        due = self.ledger.documents.union(*self.brought)
        with open_case(stage.case, readonly=True) as case:
            if set(documents_in(case)) != due or not case.is_current():
                yield "not all reports are in the record in the end"


def left_out(stage: Stage) -> Iterator[str]:
    """What the record lacks that a build said it had taken in, or that it should have by its own word."""
    with open_case(stage.case, readonly=True) as case:
        read = {reading.document.id for reading in case.record().readings}
        if missing := {id for id, _, _ in stage.ledger.documents} - read:
            yield f"the record lacks {len(missing)} reports that a build said it had taken in"
        if case.is_current() and {id for id, _, _ in documents_in(case)} != read:
            yield "the record says that it is made of all reports, and is not"


SCENES = [Together]
