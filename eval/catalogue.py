"""What is measured (eval/tasks.toml) and the pinned floors (eval/floors.toml), as data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from eval.reports import BadInput

Floors = dict[str, dict[str, dict[str, float]]]  # set -> part -> figure -> pinned value
Values = dict[tuple[str, str], dict[str, float]]  # (set, part's name) -> figure -> measured value

_TOLERANCE = 0.005  # half a point: what a figure may lose before it counts as fallen
_ROUNDING = 1e-9
_HEADER = "# No figure may be over half a point (0.005) under its floor. Made by `make eval PIN=1`: do not edit.\n"


class Figure(Struct, frozen=True, forbid_unknown_fields=True):
    """One figure of a part: how it is read from the scorer's output, and what it is compared with."""

    name: str
    read: str | None = None
    path: str | None = None
    baseline: float | None = None
    peer: str | None = None
    goal: float | None = None

    def value(self, printed: str, written: object) -> float | None:
        """The figure in what a scorer printed, or in the JSON that it wrote; None where it is not there."""
        if self.read is not None:
            found = re.search(self.read, printed, re.MULTILINE)
            return float(found.group(1)) if found else None
        for step in (self.path or "").split("."):
            written = written.get(step) if isinstance(written, dict) else None
        return float(written) if isinstance(written, int | float) else None


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """One run of a scorer. A dossier has `gold` and `texts`: "shared:" or "own:" and a path.

    program: a module of ours that measures by itself, called with the split and the corpora's folder.
    """

    split: str
    figures: tuple[Figure, ...]
    label: str | None = None  # what the part is called, where two parts have one split
    gold: str | None = None
    texts: str | None = None
    program: str | None = None
    env: dict[str, str] = {}

    @property
    def name(self) -> str:
        """What the part is called in the floors and on the page; one of its kind within its set."""
        return self.label or self.split

    @property
    def dossier(self) -> bool:
        """Whether a whole record is scored rather than one task's answers."""
        return self.gold is not None


class Set(Struct, frozen=True, forbid_unknown_fields=True):
    """A corpus, or a set of annotated clusters."""

    name: str
    title: str
    about: str
    caution: str
    part: tuple[Part, ...]
    task: str | None = None  # the scorer's name, where the set is called otherwise

    @property
    def scorer(self) -> str:
        """The name of the scorer and of the adapter."""
        return self.task or self.name


class _Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    set: tuple[Set, ...]


def read_sets(path: Path) -> tuple[Set, ...]:
    """The sets of a catalogue file, in its order."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=_Catalogue).set
    except (OSError, msgspec.MsgspecError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path} cannot be used: {error}.") from error


def read_floors(path: Path) -> Floors:
    """The pinned floors; none where the file is not there yet."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Floors) if path.exists() else {}
    except (OSError, msgspec.MsgspecError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path} cannot be used: {error}.") from error


def write_floors(path: Path, floors: Floors, sets: Sequence[Set], values: Values) -> None:
    """Pin what was measured; floors of other parts stay, those of figures that are no longer measured go."""
    lines = [_HEADER]
    for each in sets:
        for part in each.part:
            kept = floors.get(each.name, {}).get(part.name, {})
            pins = {**kept, **values.get((each.name, part.name), {})}
            rows = [f'"{figure.name}" = {pins[figure.name]:.4f}' for figure in part.figures if figure.name in pins]
            if rows:
                lines.append("\n".join([f'[{each.name}."{part.name}"]', *rows, ""]))
    path.write_text("\n".join(lines), encoding="utf-8")


def fallen(part: Part, measured: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """One line for each figure that is more than half a point under its floor, or that was pinned and is not there."""
    lines = []
    for figure in part.figures:
        floor, value = floors.get(figure.name), measured.get(figure.name)
        if value is None:
            lines.append(f"{figure.name}: not in what the scorer printed")
        elif floor is not None and value < floor - _TOLERANCE - _ROUNDING:
            lines.append(f"{figure.name}: {value:.3f}, pinned at {floor:.3f}")
    return lines
