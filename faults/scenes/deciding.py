"""What people decide at the terminal: judgements, withdrawals, signatures, accounts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from faults.ledger import ledger_of
from faults.nursery import Done
from faults.scenes._scene import PLAIN, Scene, Stage
from faults.scenes.building import claims_of, worked
from stemma.store import open_case


class _Decide(Scene):
    """A case that is built and has two decisions, one of them withdrawn."""

    weight = 1.5

    def prepare(self) -> None:
        shutil.copy(worked(self.ground), self.case)
        self.claims = claims_of(self.case)

    def told(self, stage: Stage, done: Done) -> None:
        stage.ledger.named |= {line.split()[1].rstrip(",") for line in done.lines() if line.startswith("Kept: ")}
        if done.acknowledged and not stage.ledger.named:
            raise RuntimeError(f"nothing was said to be kept: {done.out}")

    def again(self, stage: Stage) -> list[list[str]]:
        return [self.command(stage), ["build", stage.case, *PLAIN]]


class Judge(_Decide):
    """A decision about a claim."""

    name = "judge"
    what, answer = "claim", ("--yes",)

    def command(self, stage: Stage) -> list[str]:
        return ["judge", stage.case, self.what, self.claims[2], *self.answer, "--by", "Ada", "--note", "As it stands."]

    def right(self, stage: Stage) -> Iterator[str]:
        made = [one for one in ledger_of(stage.case).judgements.values() if one.note == "As it stands."]
        if len(made) not in (1, 2):  # that of the run that was disturbed may have been kept too
            yield f"there are {len(made)} decisions where one was made, and perhaps one more"


class JudgeAndBuild(Judge):
    """A decision, and the record made anew at once."""

    name, answer = "judge-build", ("--yes", "--build")


class Sign(_Decide):
    """A signature under an incident."""

    name = "sign"

    def command(self, stage: Stage) -> list[str]:
        return ["judge", stage.case, "sign_off", "1", "--set", "reviewed", "--by", "Ada"]


class Withdraw(_Decide):
    """A decision taken back."""

    name = "withdraw"

    def prepare(self) -> None:
        super().prepare()
        self.id = next(one.id for one in ledger_of(self.case).judgements.values() if one.withdrawn is None)

    def command(self, stage: Stage) -> list[str]:
        return ["withdraw", stage.case, self.id, "--by", "Bo", "--note", "A second look."]

    def told(self, stage: Stage, done: Done) -> None:
        if done.acknowledged or f"Withdrawn: {self.id}" in done.lines():
            stage.ledger.withdrawn.add(self.id)

    def again(self, stage: Stage) -> list[list[str]]:
        with open_case(stage.case, readonly=True) as case:
            open_still = any(one.id == self.id and one.withdrawn is None for one in case.judgements())
        return [*([self.command(stage)] if open_still else []), ["build", stage.case, *PLAIN]]


class Account(_Decide):
    """An account added."""

    name, weight = "account", 0.7
    given = "a long enough password\n"

    def command(self, stage: Stage) -> list[str]:
        return ["account", stage.case, "add", "cora", "--role", "lead", "--by", "Ada"]

    def told(self, stage: Stage, done: Done) -> None:
        if done.acknowledged:
            stage.ledger.accounts.add("cora")

    def again(self, stage: Stage) -> list[list[str]]:
        there = "cora" in ledger_of(stage.case).accounts
        return [*([] if there else [self.command(stage)]), ["build", stage.case, *PLAIN]]


SCENES = [Judge, JudgeAndBuild, Sign, Withdraw, Account]
