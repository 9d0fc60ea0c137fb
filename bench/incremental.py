"""What adding a few reports to a large case takes, beside a fresh build of it.

`python -m bench incremental [DOCUMENTS] [ADDED] [--tagger SIZE] [--jobs N]`; 10,000 reports and 10 if not given, the
default tagger, one process for each core. The reports are those of `bench._mixed`: happenings told by one to a dozen
reports that come within some hundred of each other, two in five of them copies. The added ones come last, so that some
tell of happenings that the case knows and some of new ones.

With `--sample N` only so many reports are read with the tagger; the reading of a fresh build is told as if the others
took as long, while the case is built with the rules alone.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from msgspec import Struct

from bench._mixed import reports
from bench.build import Clock
from stemma import casework, pipeline
from stemma.readers import read_paths

STAGES = ("known_places", "families", "parties_of", "places_of", "origins", "dependences", "drifts", "cluster",
          "assess", "contradictions")


class Seconds(Struct, frozen=True):
    """By the clock, and of all processors together: on a machine that does other work too, these tell more."""

    clock: float
    processors: float

    def plus(self, other: Seconds, times: float = 1.0) -> Seconds:
        """The sum, the other taken so many times."""
        return Seconds(self.clock + times * other.clock, self.processors + times * other.processors)


def _now() -> Seconds:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return Seconds(time.perf_counter(), sum(own.ru_utime + own.ru_stime for own in used))


def measure(arguments: list[str]) -> None:
    """Print the seconds of both builds by step, and their ratio."""
    asked = _asked(arguments)
    size = asked.tagger if asked.sample is None else "none"
    with tempfile.TemporaryDirectory() as name:
        first, more = _written(Path(name), asked.documents, asked.added)
        case = str(Path(name, "bench.case"))
        print(f"{asked.documents:,} reports, then {asked.added} more; tagger {asked.tagger}", flush=True)
        fresh = _built("fresh build", case, first, asked.jobs, size)
        added = _built(f"{asked.added} more", case, more, asked.jobs, size)
        if asked.sample is not None:
            fresh = fresh.plus(_longer(first, asked.sample, asked))
            added = added.plus(_longer(more, asked.added, asked))
    print(f"\n{added.clock:.1f} s of {fresh.clock:.1f} s: {100 * added.clock / fresh.clock:.1f} %; of the processors' "
          f"{added.processors:.1f} s of {fresh.processors:.1f} s: {100 * added.processors / fresh.processors:.1f} %")


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench incremental")
    parser.add_argument("documents", type=int, nargs="?", default=10_000)
    parser.add_argument("added", type=int, nargs="?", default=10)
    parser.add_argument("--tagger", choices=("standard", "fast", "none"), default=casework.DEFAULT)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--sample", type=int)
    return parser.parse_args(arguments)


def _written(folder: Path, documents: int, added: int) -> tuple[Path, Path]:
    """Folders of the reports of the fresh build and of those that are added."""
    folders = folder / "first", folder / "more"
    texts = reports(documents + added)
    for own, count in zip(folders, (documents, added), strict=True):
        own.mkdir()
        for number, text in enumerate(islice(texts, count)):
            Path(own, f"{own.name}-{number:06}.txt").write_text(text, encoding="utf-8")
    return folders


def _built(what: str, case: str, folder: Path, jobs: int | None, tagger: str) -> Seconds:
    """The seconds of a build, which are printed by step."""
    clock, stages = Clock(), {}
    started = _now()
    with _timed(stages):
        casework.build(case, [str(folder)], jobs, clock, tagger)
    ended = _now()
    taken = ended.plus(started, -1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{what}: {taken.clock:.1f} s, {taken.processors:.1f} s of the processors, up to {memory:.0f} MB")
    print("\n".join(f"  {line}" for line in clock.lines(ended.clock)))
    steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in stages.items())
    print(f"  comparing, of the processors: {steps}", flush=True)
    return taken


def _longer(folder: Path, sample: int, asked: argparse.Namespace) -> Seconds:
    """What the tagger takes for a folder's reports beyond what the rules alone take, told from a sample."""
    found = [item[0] for item in read_paths([str(folder)]) if isinstance(item, tuple)]
    chosen = found[:: max(1, len(found) // sample)][:sample]
    taken = {}
    for tagger in (asked.tagger, "none"):
        began = _now()
        casework.read_all(chosen, asked.jobs, tagger=tagger)
        taken[tagger] = _now().plus(began, -1)
    more = taken[asked.tagger].plus(taken["none"], -1)
    scaled = Seconds(0.0, 0.0).plus(more, len(found) / len(chosen))
    print(f"\n{len(found):,} reports, told from {len(chosen):,}: the tagger takes {scaled.clock:.1f} s more, "
          f"{scaled.processors:.1f} s of the processors", flush=True)
    return scaled


@contextmanager
def _timed(stages: dict[str, float]) -> Iterator[None]:
    """Note the seconds of the processors that every stage of a join takes."""
    real = {name: getattr(pipeline, name) for name in STAGES}

    def timed(name: str):
        def run(*given, **named):
            began = time.process_time()
            found = real[name](*given, **named)
            stages[name] = time.process_time() - began
            return found
        return run

    for name in STAGES:
        setattr(pipeline, name, timed(name))
    try:
        yield
    finally:
        for name, stage in real.items():
            setattr(pipeline, name, stage)
