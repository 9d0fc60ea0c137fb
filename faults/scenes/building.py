"""Reading reports in, and making the record anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from faults.ledger import documents_in, ledger_of
from faults.nursery import Done
from faults.scenes._scene import PLAIN, Ground, Scene, Stage, mark_of, reports
from stemma.store import open_case


class _Build(Scene):
    """Whatever ends with a build: the record has to be that of a build that nothing disturbed."""

    def prepare(self) -> None:
        reports(self.home / "reports", range(1, 5))
        self.begin()
        self.due, self.all = self.whole()

    def whole(self) -> tuple[str, set[tuple[str, str, str]]]:
        """The record's mark, and the documents, after a build that nothing disturbs."""
        whole = self.ground.folder / f"whole-{self.name}.case"
        if not self.fresh:
            whole.write_bytes(Path(self.case).read_bytes())
        self.ground.run("build", str(whole), *self.read(), *PLAIN)
        return mark_of(str(whole)), ledger_of(str(whole)).documents

    def begin(self) -> None:
        """Make the case as it stands before."""

    def read(self) -> list[str]:
        """What is read in; always from the same place, since a document says where it is from."""
        return [str(self.home / "reports")]

    def command(self, stage: Stage) -> list[str]:
        return ["build", stage.case, *self.read(), *PLAIN, "--by", "Ada"]

    def told(self, stage: Stage, done: Done) -> None:
        if done.acknowledged:
            stage.ledger.documents |= self.all

    def wrong(self, stage: Stage) -> Iterator[str]:
        if stage.done.acknowledged and mark_of(stage.case) != self.due:
            yield "the build said that it was done, and the record is not that of an undisturbed build"

    def right(self, stage: Stage) -> Iterator[str]:
        if mark_of(stage.case) != self.due:
            yield "the record is not that of an undisturbed build"
        with open_case(stage.case, readonly=True) as case:
            if set(documents_in(case)) != self.all:
                yield "the documents are not those of an undisturbed build"


class Build(_Build):
    """A new case from a folder."""

    name, fresh, weight = "build", True, 3.0


class More(_Build):
    """More reports into a case that people have worked on."""

    name, weight = "build-more", 2.0

    def begin(self) -> None:
        reports(self.home / "first", range(5, 8))
        self.ground.run("build", self.case, str(self.home / "first"), *PLAIN)
        decide(self.ground, self.case, 2)


class Many(_Build):
    """So many reports that other processes help to read them; only the one that was started is killed."""

    name, fresh, weight, slow = "build-many", True, 0.2, True
    kinds = ("kill", "random")

    def prepare(self) -> None:
        reports(self.home / "reports", range(1, 41))
        self.due, self.all = self.whole()

    def command(self, stage: Stage) -> list[str]:
        return ["build", stage.case, *self.read(), "--tagger", "none", "--jobs", "2"]

    def again(self, stage: Stage) -> list[list[str]]:
        return [["build", stage.case, *self.read(), *PLAIN]]


class Anew(_Build):
    """The record made anew after decisions, nothing read."""

    name = "rebuild"

    def begin(self) -> None:
        self.ground.run("build", self.case, str(self.home / "reports"), *PLAIN)
        decide(self.ground, self.case, 2)

    def read(self) -> list[str]:
        return []


def worked(ground: Ground) -> Path:
    """A case that is built, with two decisions, one of them withdrawn; made once."""
    case = ground.folder / "worked.case"
    if not case.exists():
        ground.run("build", str(case), str(reports(ground.folder / "worked", range(1, 4))), *PLAIN)
        decide(ground, str(case), 2)
        ground.run("build", str(case), *PLAIN)
    return case


def decide(ground: Ground, case: str, number: int) -> None:
    """Keep so many decisions in a case, and withdraw the last one."""
    claims = claims_of(case)
    for id in claims[:number]:
        said = ground.run("judge", case, "claim", id, "--no", "--by", "Ada", "--note", "Not of this day.")
    ground.run("withdraw", case, kept_in(said.out), "--by", "Bo")


def claims_of(case_path: str) -> list[str]:
    """Ids of the claims of a case's record, in order."""
    with open_case(case_path, readonly=True) as case:
        return sorted(claim.id for reading in case.record().readings for claim in reading.claims)


def kept_in(said: str) -> str:
    """The id of the judgement that a command said it kept."""
    return next(line.split()[1].rstrip(",") for line in said.splitlines() if line.startswith("Kept: "))


SCENES = [Build, More, Anew, Many]
