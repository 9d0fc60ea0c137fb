"""Archives read into tables: ended anywhere, the same command goes on to the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from faults.scenes._scene import Scene, Stage
from tests import scaling


class Scale(Scene):
    """Two small files of reports."""

    name, fresh, has_case, weight, slow = "scale", True, False, 0.6, True
    kinds = ("kill", "random", "torn", "power", "full", "eio")

    @classmethod
    def missing(cls) -> str:
        return "" if find_spec("daft") else "the extra scale is not installed: pip install 'stemma[scale]'"

    def prepare(self) -> None:
        self.news = self.ground.folder / "news"
        self.news.mkdir()
        for number in range(2):
            numbers = range(number * 4, number * 4 + 4)
            (self.news / f"{number}.jsonl").write_bytes(scaling.json_lines(numbers))
        out = self.ground.folder / "whole-tables"
        self.ground.run("scale", str(self.news), "--out", str(out), "--workers", "1")
        self.due = scaling.bytes_of(out)

    def command(self, stage: Stage) -> list[str]:
        return ["scale", str(self.news), "--out", str(stage.folder / "out"), "--workers", "1"]

    def wrong(self, stage: Stage) -> Iterator[str]:
        if stage.done.acknowledged:
            yield from self.right(stage)

    def right(self, stage: Stage) -> Iterator[str]:
        found = scaling.bytes_of(stage.folder / "out")
        if found != self.due:
            other = sorted(name for name in found.keys() | self.due.keys() if found.get(name) != self.due.get(name))
            yield f"{len(other)} files are not those of an undisturbed run: {other[:3]}"


SCENES = [Scale]
