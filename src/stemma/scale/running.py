"""The order of the work: inputs into units, units over the engine, what is left again, then what joins them all."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from stemma.casework import Tell
from stemma.errors import StemmaError
from stemma.model import Problem
from stemma.scale import engine, joining, manifest, storage, work
from stemma.scale.inputs import units_of
from stemma.scale.nouns import Runner, Scaled, Task, Unit, UnitDone, UnitFailed, Wanted

MOST_BREAKS = 3  # times in a row that the engine may stop without a unit done in between


def scale(inputs: Sequence[str], out: str, wanted: Wanted | None = None, runner: Runner = "native",
          workers: int | None = None, tell: Tell | None = None) -> Scaled:
    """Read inputs into the tables of an output, which is begun or gone on with.

    The tables depend on the inputs and on wanted, not on the order of the inputs, the runner or the number of workers,
    nor on how often the run was ended and started again. Raises UsageError for what cannot be done as asked.
    """
    began, tell = time.monotonic(), tell or _silent
    out, wanted = storage.absolute(out), wanted or Wanted()
    tell("Listing files", 0, None)
    units, unread = units_of(inputs, out)
    with storage.locked(out):
        manifest.begin(out, wanted)
        done = manifest.tidied(out)
        left = _left(out, units, done)
        failed = _spread(left, out, wanted, runner, workers, tell)
        joining.join(out, runner, workers, tell)
        done, over_all = manifest.tidied(out), manifest.joined(out)  # a worker that was lost leaves half a file
    new = sum(unit.id in done for unit in left)
    return _scaled(out, done.values(), over_all, new, failed, unread, time.monotonic() - began)


def _left(out: str, units: Iterable[Unit], done: Mapping[str, UnitDone]) -> list[Unit]:
    """The units that are not done, the largest first, so that no long one is left for the end; what was made of a
    unit's former bytes is taken back."""
    left = []
    for unit in units:
        before = done.get(unit.id)
        if before is not None and before.unit != unit:
            manifest.forget(out, before)
        if before is None or before.unit != unit:
            left.append(unit)
    return sorted(left, key=lambda unit: (-unit.size, unit.path))


def _spread(units: Sequence[Unit], out: str, wanted: Wanted, runner: Runner, workers: int | None,
            tell: Tell) -> list[UnitFailed]:
    """Do the units; those that failed. Where the engine stops, it is started again with what is left."""
    failed: dict[str, UnitFailed] = {}
    ready: set[str] = set()
    breaks = 0
    while left := [unit for unit in units if unit.id not in ready and unit.id not in failed]:
        before = len(ready)
        try:
            # After a stop from the other end, so that a file that brings workers down costs no other.
            tasks = [work.packed_task(Task(unit, out, wanted)) for unit in (left[::-1] if breaks % 2 else left)]
            tell("Reading archives", len(ready), len(units))
            for packed in engine.spread(work.do, tasks, runner, workers):
                result = work.result_of(packed)
                if isinstance(result, UnitFailed):
                    failed[result.unit.id] = result
                else:
                    ready.add(result.unit.id)
                tell("Reading archives", len(ready) + len(failed), len(units))
        except engine.EngineBroke as error:
            ready |= manifest.entries(out).keys() & {unit.id for unit in left}
            breaks = breaks + 1 if len(ready) == before else 1
            if breaks > MOST_BREAKS:
                raise StemmaError(_gave_up(error, left, ready, out)) from None
    return sorted(failed.values(), key=lambda one: one.unit.path)


def _gave_up(error: Exception, left: Sequence[Unit], ready: set[str], out: str) -> str:
    waiting = [unit for unit in left if unit.id not in ready]
    return (f"{error} It was started again {MOST_BREAKS} times and did no more; {len(waiting):,} "
            f"{'file is' if len(waiting) == 1 else 'files are'} left "
            f"(first: {waiting[0].path}). What is done is kept in {out}: start again, perhaps with fewer --workers.")


def _scaled(out: str, done: Iterable[UnitDone], over_all: manifest.Joined | None, new: int,
            failed: Sequence[UnitFailed], unread: Sequence[Problem], seconds: float) -> Scaled:
    done = list(done)
    joined_rows = [{file.path.split("/")[0]: file.rows} for file in (over_all.files if over_all else ())]
    return Scaled(
        out=out, units=len(done), new=new, seen=sum(one.seen for one in done), kept=sum(one.kept for one in done),
        passed_over=_total(one.passed_over for one in done), problems=_total(one.problems for one in done),
        rows=_total([*(one.rows for one in done), *joined_rows]), failed=tuple(failed), unread=tuple(unread),
        seconds=seconds)


def _total(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(sorted(total.items()))


def _silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""
