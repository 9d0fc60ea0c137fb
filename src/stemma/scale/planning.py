"""How many documents, how much time and how much memory a run over an archive will take, before it is begun.

Parts of the files are read as a run would read them. What was found in them and spent on them is taken for the rest by
the bytes of the files, for each kind of file by itself, with a range from how much the parts differ.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import msgspec
from msgspec import Struct

from stemma.casework import Tell
from stemma.errors import UsageError
from stemma.scale import engine, work
from stemma.scale.inputs import ENDINGS, units_of
from stemma.scale.joining import COMPARED
from stemma.scale.nouns import Unit, Wanted
from stemma.scale.sampling import Sampled, places_of, sampled, warmed

MANY = 16  # workers that are planned for beside those of this machine
# Seconds of one processor for each kept report in the joins over all files. 0.008 in bench archive, 0.004 in bench
# scale-families; more where more reports are copies of others, which nobody knows before.
JOINING = 0.015
START = 3.0  # seconds until the engine's processes are at work
_SURE = 2.1  # standard errors on either side: 95 in 100, for some 20 parts
_ONE_PART = 0.5  # relative standard error where a single part was read of a kind of file


class Range(Struct, frozen=True):
    """What is expected, and between which bounds it will be in 95 of 100 cases, as far as the sample tells."""

    low: float
    likely: float
    high: float


class Step(Struct, frozen=True):
    """A step of the work."""

    name: str  # stemma.scale.work.STEPS
    share: float  # of all documents, those that come so far
    milliseconds: float  # that it takes for each
    of_time: float  # share of all the time


class Need(Struct, frozen=True):
    """What a run takes with so many workers."""

    workers: int
    hours: Range
    memory: int  # bytes of all processes together, at most


class Plan(Struct, frozen=True):
    """What a run over an archive will take."""

    files: int
    size: int  # bytes
    documents: Range
    kept: Range
    tables: Range  # bytes
    steps: tuple[Step, ...]
    here: Need
    elsewhere: Need  # with more workers, each as fast as one of this machine
    parts: int  # that were read
    sampled_size: int  # bytes of them
    sampled_documents: int
    left_out: int  # files that are no input


def plan(inputs: Sequence[str], wanted: Wanted | None = None, workers: int = MANY, tell: Tell | None = None) -> Plan:
    """What a run over inputs will take on this machine, and with so many workers. Raises UsageError where nothing can
    be read."""
    wanted, tell = wanted or Wanted(), tell or _silent
    tell("Listing files", 0, None)
    units, unread = units_of(inputs, None)
    samples = _samples(units, wanted, tell)
    if not sum(one.seen for one in samples):
        raise UsageError("No document is found in the parts of these files that were read.")
    kinds = _by_kind(units, samples)
    seconds = _total(kinds, lambda one: one.seconds)
    kept = _total(kinds, lambda one: float(one.kept))
    rates = {kind: _ratio(found, own, lambda one: one.seconds)[0] for kind, (own, found) in kinds.items()}
    ending = sum(one.ending for one in samples) / len(samples)
    each = [unit.size * rates[_kind(unit)] + ending for unit in units]
    memory = max(one.memory for one in samples)
    needs = [_need(each, seconds, kept.likely, count, memory) for count in (engine.cores(), workers)]
    return Plan(
        files=len(units), size=sum(unit.size for unit in units), documents=_total(kinds, lambda one: float(one.seen)),
        kept=kept, tables=_total(kinds, lambda one: float(one.written)), steps=_steps(samples), here=needs[0],
        elsewhere=needs[1], parts=len(samples), sampled_size=sum(one.size for one in samples),
        sampled_documents=sum(one.seen for one in samples), left_out=len(unread))


def _samples(units: Sequence[Unit], wanted: Wanted, tell: Tell) -> list[Sampled]:
    """Parts of the files, read by as many processes as this machine has processors: alone, each would be faster."""
    places = places_of(units)
    processes = min(engine.cores(), len(places))
    found = []
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for _ in pool.map(warmed, range(processes)):
            tell("Getting ready", 0, None)
        for packed in pool.map(sampled, [msgspec.msgpack.encode((place, wanted)) for place in places]):
            found.append(msgspec.msgpack.decode(packed, type=Sampled))
            tell("Reading parts", len(found), len(places))
    return found


# ---------------------------------------------------------------------------------------------------------- estimates

_Kinds = dict[str, tuple[list[Unit], list[Sampled]]]


def _kind(unit: Unit) -> str:
    """What files are told apart by: their ending."""
    return next((end for end in sorted(ENDINGS, key=len, reverse=True) if unit.path.casefold().endswith(end)), "")


def _by_kind(units: Sequence[Unit], samples: Sequence[Sampled]) -> _Kinds:
    """Files of each kind with their parts; kinds of which no part was read go with the one that most was read of."""
    own: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        own[_kind(unit)].append(unit)
    kind_of = {unit.id: _kind(unit) for unit in units}
    found: dict[str, list[Sampled]] = defaultdict(list)
    for one in samples:
        found[kind_of[one.unit]].append(one)
    most = max(found.values(), key=len)
    return {kind: (of_kind, found.get(kind) or most) for kind, of_kind in own.items()}


def _ratio(samples: Sequence[Sampled], units: Sequence[Unit], value: Callable[[Sampled], float]) -> tuple[float, float]:
    """A value for each byte of files, and the standard error of that: a ratio estimate over parts."""
    size = sum(one.size for one in samples)
    ratio = sum(value(one) for one in samples) / max(1, size)
    all_of_it = sum(unit.size for unit in units)
    if size >= all_of_it:
        return ratio, 0.0
    if len(samples) == 1:
        return ratio, ratio * _ONE_PART
    squares = sum((value(one) - ratio * one.size) ** 2 for one in samples)
    error = math.sqrt(len(samples) / (len(samples) - 1) * squares) / size
    return ratio, error * math.sqrt(1 - size / all_of_it)


def _total(kinds: _Kinds, value: Callable[[Sampled], float]) -> Range:
    """A value over all files."""
    likely = squares = 0.0
    for units, samples in kinds.values():
        size = sum(unit.size for unit in units)
        ratio, error = _ratio(samples, units, value)
        likely += ratio * size
        squares += (error * size) ** 2
    off = _SURE * math.sqrt(squares)
    return Range(max(0.0, likely - off), likely, likely + off)


def _need(each: Sequence[float], seconds: Range, kept: float, workers: int, memory: int) -> Need:
    """What so many workers take for files that take so many seconds each."""
    joining = kept * JOINING / max(1, min(workers, kept // COMPARED))  # few reports are compared in one process
    likely = (START + _longest(each, workers) + joining) / 3600
    low, high = (bound / seconds.likely if seconds.likely else 1.0 for bound in (seconds.low, seconds.high))
    return Need(workers, Range(likely * low, likely, likely * high), (min(workers, len(each)) + 1) * memory)


def _longest(each: Sequence[float], workers: int) -> float:
    """Seconds until the last worker is done, when each takes the largest file that is left."""
    ends = [0.0] * max(1, min(workers, len(each)))
    for seconds in sorted(each, reverse=True):
        heapq.heapreplace(ends, ends[0] + seconds)
    return max(ends)


def _steps(samples: Sequence[Sampled]) -> tuple[Step, ...]:
    seen = sum(one.seen for one in samples)
    spent = sum(lap.seconds for one in samples for lap in one.laps.values())
    steps = []
    for name in work.STEPS:
        times = sum(one.laps[name].times for one in samples)
        seconds = sum(one.laps[name].seconds for one in samples)
        steps.append(Step(name, times / seen, 1000 * seconds / max(1, times), seconds / max(spent, 1e-9)))
    return tuple(steps)


def _silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""
