"""The same targets with inputs chosen by what they reach in the program: atheris, on Linux alone.

libFuzzer ends its process when it is done, so every target has a process of its own, which hands back its counts.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fuzz.running import Count, replay, tried
from fuzz.target import Target, targets

_EVERY = 100  # inputs between two reports to the parent


def run_guided(chosen: Sequence[Target], seed: int, inputs: int, seconds: float) -> dict[str, Count]:
    """Go through targets one after another, each with an equal share of the inputs and of the time."""
    counts = {}
    for target in chosen:
        with tempfile.TemporaryDirectory(prefix="stemma-fuzz-") as folder:
            told = Path(folder, "counts")
            share = [str(seed), str(inputs // len(chosen)), str(max(1, int(seconds / len(chosen))))]
            words = [sys.executable, "-m", "fuzz.guided", target.name, target.guide, str(told), *share]
            subprocess.run(words, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            counts[target.name] = pickle.loads(told.read_bytes()) if told.exists() else Count()
    return counts


def _child(name: str, guide: str, told: Path, seed: int, inputs: int, seconds: int) -> None:
    """One target under libFuzzer, in a process that does not come back from it."""
    import atheris

    with atheris.instrument_imports(include=[guide]):
        (target,) = targets([name])
        count = Count()
        replay(target, count)
    corpus = told.parent / "corpus"
    corpus.mkdir()
    for number, raw in enumerate(target.seeds()):
        (corpus / f"{number:04}").write_bytes(raw[: target.longest * 4])

    def report() -> None:
        written = told.with_suffix(".part")
        written.write_bytes(pickle.dumps(count))
        os.replace(written, told)

    def one(data: bytes) -> None:
        fault = tried(target, data, count)
        if fault:
            count.faults.setdefault(fault.what, fault)
        if fault or count.inputs % _EVERY == 0:
            report()

    report()
    atheris.Setup([sys.argv[0], str(corpus), f"-seed={seed}", f"-runs={inputs}", f"-max_total_time={seconds}",
                   f"-max_len={target.longest}", "-timeout=600", "-rss_limit_mb=0", "-verbosity=0"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    _child(*sys.argv[1:3], Path(sys.argv[3]), *map(int, sys.argv[4:7]))
