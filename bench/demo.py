"""How long `stemma demo` takes, from an empty folder to the page: the first thing that a newcomer waits for."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

GOAL = 5.0  # seconds
RUNS = 3


def measure(arguments: list[str]) -> None:
    """The median of three runs, each in a process and a folder of its own."""
    taken = sorted(_run() for _ in range(RUNS))
    print("runs: " + ", ".join(f"{seconds:.1f} s" for seconds in taken))
    print(f"demo: {taken[RUNS // 2]:.1f} s (goal {GOAL:.0f} s)")


def _run() -> float:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        command = [sys.executable, "-m", "stemma", "demo", "--out", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started
