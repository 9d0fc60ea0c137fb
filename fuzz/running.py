"""A run: inputs through targets in turn, with a limit of processor time for each, until there are enough of them."""

from __future__ import annotations

import hashlib
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.changing import changed, source
from fuzz.target import Broken, Target, kept_inputs

TURN = 0.5  # seconds that a target has before the next one comes
AGAIN = 4  # one input in so many is looked at a second time


class Hang(BaseException):
    """An input has taken more processor time than it may. No Exception: parts catch those of the libraries they use."""


@dataclass
class Fault:
    """An input that broke the contract."""

    target: str
    what: str  # the exception, and where in the project it was raised
    told: str  # the whole traceback
    data: bytes

    @property
    def name(self) -> str:
        """A name for the file with the input, the same for the same input."""
        return f"{self.target}-{hashlib.sha256(self.data).hexdigest()[:12]}"


@dataclass
class Count:
    """What a target has gone through."""

    inputs: int = 0
    seconds: float = 0.0  # of processor time, the second look at each input included
    slowest: float = 0.0  # seconds of processor time that one look at an input took at most
    faults: dict[str, Fault] = field(default_factory=dict)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Hang after so many seconds of this process's processor time; other programs' work does not count."""
    def late(*_: object) -> None:
        raise Hang(f"more than {seconds:.1f} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def tried(target: Target, data: bytes, count: Count, again: bool = True) -> Fault | None:
    """One input: no exception but those that the target expects, no hang, and, where asked for, the same result again.
    """
    count.inputs += 1
    began = time.process_time()
    try:
        with limited(2 * target.limit(data)):
            first = target.check(data)
            taken = time.process_time() - began
            if again and target.check(data) != first:
                raise Broken("another result the second time")
        if taken > target.limit(data):
            raise Hang(f"{taken:.1f} s")
    except (Exception, Hang) as error:
        return _fault(target, error, data)
    else:
        count.slowest = max(count.slowest, taken)
        return None
    finally:
        count.seconds += time.process_time() - began


def _fault(target: Target, error: BaseException, data: bytes) -> Fault:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/stemma/" in frame.filename] or frames
    # A hang is caught wherever it stands just then: only the target tells two of them apart.
    where = "" if isinstance(error, Hang) else f" ({Path(own[-1].filename).name}, {own[-1].name})"
    said = str(error)[:80] if isinstance(error, Broken) else ""
    told = "".join(traceback.format_exception(error))
    return Fault(target.name, f"{type(error).__name__}{': ' if said else ''}{said}{where}", told, data)


def replay(target: Target, count: Count, most: int | None = None) -> None:
    """The kept inputs, and the seeds as they are; the first loads what the part needs, with no limit.

    most: how many seeds, all of them if not given.
    """
    seeds = list(target.seeds())[:most]
    with suppress(Exception):  # it is tried again below, and told
        target.check(seeds[0])
    for data in (*seeds, *(raw for _, raw in kept_inputs(target.name))):
        fault = tried(target, data, count)
        if fault:
            count.faults.setdefault(fault.what, fault)


def run(chosen: Sequence[Target], seed: int, inputs: int, seconds: float,
        tell: Callable[[Target, Count, Fault | None], None] | None = None, *,
        seeds: int | None = None) -> dict[str, Count]:
    """Go through targets in turn until so many inputs were tried in all, or so many seconds have passed.

    seeds: how many of each target's are tried as they are, all if not given. A run that is interrupted ends there.
    """
    counts = {target.name: Count() for target in chosen}
    with suppress(KeyboardInterrupt):  # what was found until then stands
        for target in chosen:
            replay(target, counts[target.name], seeds)
        _go(chosen, seed, counts, inputs, time.monotonic() + seconds, tell or (lambda *_: None))
    return counts


def _go(chosen: Sequence[Target], seed: int, counts: dict[str, Count], inputs: int, until: float,
        tell: Callable[[Target, Count, Fault | None], None]) -> None:
    numbers = dict.fromkeys(counts, 0)
    seeds = {target.name: list(target.seeds()) for target in chosen}
    while True:
        left = [target for target in chosen if numbers[target.name] < target.most]
        for target in left:
            end = time.process_time() + min(TURN, max(0.0, until - time.monotonic()))
            count = counts[target.name]
            while time.process_time() < end and numbers[target.name] < target.most:
                number = numbers[target.name]
                numbers[target.name] += 1
                data = changed(source(seed, target, number), seeds[target.name], target)
                fault = tried(target, data, count, again=number % AGAIN == 0)
                if fault and fault.what not in count.faults:
                    count.faults[fault.what] = fault
                    tell(target, count, fault)
            if time.monotonic() > until or sum(one.inputs for one in counts.values()) >= inputs:
                return
            tell(target, count, None)
        if not left:
            return
