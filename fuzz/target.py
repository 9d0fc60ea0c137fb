"""What a target is, and where the targets and the kept inputs are found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / "tests" / "cases" / "fuzz"
LONGEST = 4096  # characters or bytes of an input, where a target does not say otherwise


class Broken(AssertionError):
    """An input for which the contract does not hold: which part of it."""


@dataclass(frozen=True)
class Target:
    """A part that is tried, and how."""

    name: str
    about: str  # what is tried, for the table of docs/fuzzing.md
    check: Callable[[bytes], object]
    """Runs the part on an input. What it returns must be equal whenever the input is; raises Broken, or whatever the
    part should not have raised."""
    seeds: Callable[[], Sequence[bytes]]
    words: tuple[str, ...] = ()  # what is put into inputs beside what all targets have
    text: bool = True  # whether inputs are changed as text, or as bytes
    seconds: float = 1.0  # of processor time that any input may take
    per_kilobyte: float = 0.25  # and what each 1,024 bytes of it add
    most: int = 60_000  # inputs in one run, so that the quick targets leave time to the slow
    longest: int = LONGEST
    guide: str = "stemma"  # the package whose code guides the guided engine

    def limit(self, data: bytes) -> float:
        """Seconds of processor time that an input may take."""
        return self.seconds + self.per_kilobyte * len(data) / 1024


def targets(names: Sequence[str] = ()) -> tuple[Target, ...]:
    """All targets by name, or those named; KeyError for a name that none has."""
    found: dict[str, Target] = {}
    folder = importlib.import_module("fuzz.targets")
    for info in pkgutil.iter_modules(folder.__path__):
        if not info.name.startswith("_"):
            for one in importlib.import_module(f"fuzz.targets.{info.name}").TARGETS:
                found[one.name] = one
    return tuple(found[name] for name in (names or sorted(found)))


def kept_inputs(target: str) -> Iterator[tuple[str, bytes]]:
    """The inputs that are kept for a target, with the names of their files."""
    folder = KEPT / target
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        yield path.name, path.read_bytes()
