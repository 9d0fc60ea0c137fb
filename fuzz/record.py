"""What has come of fuzzing: each recorded run as one line of `runs.jsonl`, and docs/fuzzing.md made of all of them."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from fuzz.running import Count
from fuzz.target import KEPT, targets

HERE = Path(__file__).resolve().parent
RUNS, FOUND = HERE / "runs.jsonl", HERE / "found.jsonl"
PAGE = HERE.parent / "docs" / "fuzzing.md"


class Tally(Struct, frozen=True):
    """What one target went through in a run."""

    inputs: int
    seconds: float  # of processor time
    slowest: float  # seconds that one input took at most
    faults: int  # kinds of fault


class Run(Struct, frozen=True):
    """A recorded run."""

    day: date
    commit: str
    engine: str
    seed: int
    targets: dict[str, Tally]

    @property
    def inputs(self) -> int:
        """How many inputs in all."""
        return sum(one.inputs for one in self.targets.values())


class Found(Struct, frozen=True):
    """A fault that was found, and what became of it."""

    target: str
    by: str  # what found it
    what: str  # went wrong, for people who use the program
    mended: str  # how
    test: str = ""  # what keeps it so, where it is not an input in tests/cases/fuzz/


def record(counts: dict[str, Count], seed: int, engine: str) -> None:
    """Write down a run, and make the page anew."""
    tallies = {name: Tally(c.inputs, round(c.seconds, 1), round(c.slowest, 2), len(c.faults))
               for name, c in sorted(counts.items())}
    run = Run(datetime.now(UTC).date(), _commit(), engine, seed, tallies)
    with RUNS.open("ab") as file:
        file.write(msgspec.json.encode(run) + b"\n")
    PAGE.write_text(page(), encoding="utf-8")


def _commit() -> str:
    words = ["git", "rev-parse", "--short", "HEAD"]
    told = subprocess.run(words, cwd=HERE, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"


def runs() -> list[Run]:
    """Every recorded run, oldest first."""
    return _lines(RUNS, Run)


def found() -> list[Found]:
    """Every fault that fuzzing has found."""
    return _lines(FOUND, Found)


def _lines(path: Path, type_: type) -> list:
    if not path.exists():
        return []
    return [msgspec.json.decode(line, type=type_) for line in path.read_bytes().splitlines() if line.strip()]


def page() -> str:
    """The text of docs/fuzzing.md."""
    held, faults = runs(), found()
    about = {target.name: target.about for target in targets()}
    kept = sum(1 for path in KEPT.rglob("*") if path.is_file())
    text = _HEAD.format(targets=len(about), kept=kept, inputs=sum(run.inputs for run in held), faults=len(faults))
    text += "\n## Runs\n\n| day | commit | engine | seed | inputs | processor time | kinds of fault |\n"
    text += "|---" * 7 + "|\n"
    for run in held:
        seconds = sum(one.seconds for one in run.targets.values())
        wrong = sum(one.faults for one in run.targets.values())
        text += (f"| {run.day} | {run.commit} | {run.engine} | {run.seed} | {run.inputs:,} | {seconds / 60:,.0f} min | "
                 f"{wrong} |\n")
    text += "\n## What is tried\n\nInputs of all recorded runs; the slowest one of the last run.\n\n"
    text += "| target | what it is | inputs | slowest |\n|---|---|---:|---:|\n"
    for name, words in sorted(about.items()):
        inputs = sum(run.targets[name].inputs for run in held if name in run.targets)
        last = next((run.targets[name].slowest for run in reversed(held) if name in run.targets), 0.0)
        text += f"| {name} | {words} | {inputs:,} | {last:.2f} s |\n"
    text += "\n## What was found, and mended\n\n| target | found by | what went wrong | what was done | kept as |\n"
    text += "|---" * 5 + "|\n"
    for one in faults:
        kept_as = one.test or f"inputs in tests/cases/fuzz/{one.target}/"
        text += f"| {one.target} | {one.by} | {one.what} | {one.mended} | {kept_as} |\n"
    return text


_HEAD = """# Fuzzing

Everything that meets what strangers wrote is given invented inputs by the hundred thousand: reports, files, answers of
servers, decisions, settings and case files, changed by chance. This page is made by `python -m fuzz --record`.

What must hold of each input:

- nothing is raised but what the part promises (a file gives reports and problems, never an exception; settings and
  decisions are refused in one line; a damaged case is told as damaged);
- it is done in time: a second or a few of processor time, and a quarter of a second for each 1,024 bytes;
- every span lies in the text and quotes words of it; rows refer to rows that are there; ids come once;
- the text as received is kept, and what was read can be kept and taken up again unchanged;
- the same input gives the same result the second time (one input in four is looked at twice).

So far {inputs:,} inputs went to {targets} targets in the runs below, which were made after what shorter ones had shown
was mended. {faults} faults were found by these means and by reading what was tried, all of them mended; {kept} inputs
that once broke something, or that are of a kind that did, are kept and tried in every `make test`.

```console
$ python -m fuzz                         # 100,000 inputs, ten minutes at most
$ python -m fuzz dates reader-eml --inputs 50000 --seed 7
$ python -m fuzz --engine atheris        # inputs chosen by what they reach (Linux)
$ python -m fuzz --inputs 1000000 --seconds 7200 --record
```

An input that breaks something is put into `out/fuzz/`, with what it did. The same seed gives the same inputs.
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
