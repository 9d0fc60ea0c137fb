"""Cases of every earlier version, brought up to date: old or new, never between."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from faults.scenes._scene import PLAIN, Scene, Stage
from stemma.store import opening, sqlite
from tests.factories import tamper

FIXTURES = Path(__file__).parents[2] / "tests" / "fixtures"


class _Upgrade(Scene):
    """A case as an earlier version wrote it, opened by this one."""

    version = 0
    sound_before = False  # that version's rows are not all that a check by this one looks for
    weight = 0.8
    kinds = ("kill", "random", "torn", "power", "powerend", "full", "eio", "eios")

    def prepare(self) -> None:
        fixture(Path(self.case), self.version)

    def ready(self) -> Scene:
        """As it is: to note what is in it would bring it up to date."""
        super_fresh, self.fresh = self.fresh, True
        super().ready()
        self.fresh = super_fresh
        steps = self.ground.folder / f"steps-{self.version}.case"
        shutil.copy(self.case, steps)
        self.states = {state_of(steps)}
        newest = opening.migrations()
        for number, _ in newest[self.version:]:
            sqlite.connect(str(steps), newest[:number], create=False, readonly=True, wait=5).close()
            self.states.add(state_of(steps))
        self.new = state_of(steps)
        return self

    def command(self, stage: Stage) -> list[str]:
        return ["log", stage.case]

    def before(self, stage: Stage) -> Iterator[str]:
        copy = stage.folder / "look.case"
        for path in stage.folder.glob("sample.case*"):
            shutil.copy(path, f"{copy}{path.name.removeprefix('sample.case')}")
        state = state_of(copy)
        if state not in self.states:
            yield "the case is neither of the old version nor of a newer one"
        if stage.done.acknowledged and state != self.new:
            yield "the case was opened and is not of the new version"

    def again(self, stage: Stage) -> list[list[str]]:
        return [self.command(stage), ["build", stage.case, *PLAIN]]


def fixture(path: Path, version: int) -> None:
    """A case as that version wrote it."""
    tamper(path, (FIXTURES / f"case-v{version}.sql").read_bytes().decode())
    tamper(path, f"PRAGMA application_id = {sqlite.APPLICATION_ID}; PRAGMA user_version = {version}")


def state_of(path: Path) -> str:
    """A digest of the version, the schema and every row of a case file, whatever wrote to it last."""
    total = hashlib.sha256()
    db = sqlite3.connect(path)
    try:
        total.update(repr(db.execute("PRAGMA user_version").fetchone()).encode())
        schema = db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        total.update(repr(schema).encode())
        for name, sql in schema:
            if sql and sql.startswith("CREATE TABLE") and not name.startswith("search_word"):
                rows = sorted(map(repr, db.execute(f"SELECT * FROM {name}")))
                total.update(f"{name} {rows}".encode())
    finally:
        db.close()
    return total.hexdigest()


@cache
def versions() -> list[int]:
    """Those of which a case is kept, but for the newest."""
    newest = opening.migrations()[-1][0]
    found = sorted(int(path.stem.removeprefix("case-v")) for path in FIXTURES.glob("case-v*.sql"))
    return [number for number in found if number < newest]


SCENES = [type(f"Upgrade{number}", (_Upgrade,), {"__doc__": _Upgrade.__doc__, "version": number,
                                                "name": f"upgrade-v{number}"}) for number in versions()]
