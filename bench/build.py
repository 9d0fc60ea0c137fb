"""How many documents a second `stemma build` takes from text files to a finished case.

`python -m bench build [DOCUMENTS] [JOBS]`; 1,000 invented reports and one job per core if not given.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench._reports import reports
from stemma.casework import build


class Clock:
    """Notes when each step of a build began."""

    def __init__(self) -> None:
        self.began: dict[str, float] = {}

    def __call__(self, what: str, done: int, total: int | None) -> None:
        self.began.setdefault(what, time.perf_counter())

    def lines(self, ended: float) -> list[str]:
        """Each step with the seconds until the next one began."""
        ends = [*list(self.began.values())[1:], ended]
        return [f"{what.lower():<20} {end - start:6.1f} s"
                for (what, start), end in zip(self.began.items(), ends, strict=True)]


def measure(arguments: list[str]) -> None:
    """Write the reports, build a case of them, print the seconds of each step and documents a second."""
    count = int(arguments[0]) if arguments else 1000
    jobs = int(arguments[1]) if len(arguments) > 1 else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "reports")
        folder.mkdir()
        size = 0
        for number, text in enumerate(reports(count)):
            size += Path(folder, f"{number:06}.txt").write_text(text, encoding="utf-8")
        clock = Clock()
        started = time.perf_counter()
        built = build(str(Path(name, "bench.case")), [str(folder)], jobs, clock)
        ended = time.perf_counter()
    print(f"{count:,} reports of {size // count:,} characters: {built.statements:,} statements, "
          f"{built.claims:,} claims, {built.incidents:,} incidents, {len(built.problems):,} problems")
    print("\n".join(clock.lines(ended)))
    print(f"build: {count / (ended - started):.0f} documents/s")
