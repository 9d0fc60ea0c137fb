"""What goes out of a case: exports, the report, bundles. A file under its final name is whole, or the one before it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from faults.scenes._scene import Scene, Stage
from faults.scenes.building import worked

OLD = b"What was here before.\n"


class _Write(Scene):
    """A command that writes one file, in the place of an older one."""

    weight = 0.8
    out = ""
    replaces = True

    def prepare(self) -> None:
        shutil.copy(worked(self.ground), self.case)
        self.due = self.undisturbed()
        if self.replaces:
            (self.home / self.out).write_bytes(OLD)

    def undisturbed(self) -> bytes:
        """What it writes when nothing happens."""
        place = self.home / f"whole-{self.out}"
        self.ground.run(*self.to(self.case, place))
        whole = place.read_bytes()
        place.unlink()
        return whole

    def to(self, case: str, place: Path) -> list[str]:
        """The command that writes there."""
        raise NotImplementedError

    def command(self, stage: Stage) -> list[str]:
        return self.to(stage.case, stage.folder / self.out)

    def wrong(self, stage: Stage) -> Iterator[str]:
        held = (stage.folder / self.out).read_bytes()
        if held not in (OLD, self.due):
            yield f"{self.out} is neither the old file nor the new one, but {len(held)} bytes of {len(self.due)}"
        if stage.done.acknowledged and held != self.due:
            yield f"{self.out} was said to be written, and was not"

    def right(self, stage: Stage) -> Iterator[str]:
        if (stage.folder / self.out).read_bytes() != self.due:
            yield f"{self.out} is not what an undisturbed run writes"


class Csv(_Write):
    """A table."""

    name, out = "export-csv", "out.csv"

    def to(self, case: str, place: Path) -> list[str]:
        return ["export", case, "--to", "csv", "-o", str(place)]


class Dossier(_Write):
    """The whole record as JSON."""

    name, out = "export-dossier", "out.json"

    def to(self, case: str, place: Path) -> list[str]:
        return ["export", case, "--to", "dossier", "-o", str(place)]


class Report(_Write):
    """The report as one page."""

    name, out = "report", "out.html"

    def to(self, case: str, place: Path) -> list[str]:
        return ["report", case, "-o", str(place)]


class Bundle(_Write):
    """A bundle as one file; there is nothing before it."""

    name, out, replaces = "bundle-zip", "bundle.zip", False

    def to(self, case: str, place: Path) -> list[str]:
        return ["bundle", case, "-o", str(place)]

    def wrong(self, stage: Stage) -> Iterator[str]:
        if (stage.folder / self.out).exists():
            yield from super().wrong(stage)
        elif stage.done.acknowledged:
            yield f"{self.out} was said to be written, and was not"

    def again(self, stage: Stage) -> list[list[str]]:
        return [] if (stage.folder / self.out).exists() else [self.command(stage)]


class FolderBundle(Bundle):
    """A bundle as a folder: all of it under its name, or none."""

    name, out = "bundle", "bundle"

    def undisturbed(self) -> bytes:
        place = self.home / "whole"
        self.ground.run(*self.to(self.case, place))
        whole = digest_of(place)
        shutil.rmtree(place)
        return whole

    def wrong(self, stage: Stage) -> Iterator[str]:
        place = stage.folder / "bundle"
        if place.exists() and digest_of(place) != self.due:
            yield "the bundle's folder has its name and is not whole"
        if stage.done.acknowledged and not place.exists():
            yield "the bundle was said to be written, and was not"

    def right(self, stage: Stage) -> Iterator[str]:
        yield from self.wrong(stage)
        if not (stage.folder / "bundle").exists():
            yield "there is no bundle"


def digest_of(folder: Path) -> bytes:
    """A digest of all names and contents below a folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(f"{path.relative_to(folder)}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.digest()


SCENES = [Csv, Dossier, Report, Bundle, FolderBundle]
