"""Making the record anew after people decided something: in a process of its own, so that pages stay quick."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from msgspec import Struct

from stemma import casework
from stemma.errors import StemmaError

WAIT = 0.2  # seconds in which further decisions join the same build
LONG = 5.0  # seconds of the processor; after a build that took longer, the next one waits as long as that took, so that
# with many people at work the processors are not always taken up by making records that are behind when they are done


class State(Struct, frozen=True):
    """How far the record is behind what people decided."""

    building: bool = False
    waiting: bool = False  # something was decided since the build under way began
    failed: str = ""  # why the last build failed, one line


class Rebuilding:
    """Builds one case at a time; what is decided meanwhile is taken up by the next build."""

    def __init__(self, case: str, after: Callable[[], object]) -> None:
        self.case = case
        self._after = after  # called when a build is done
        self._lock = threading.Lock()
        self._state = State()
        self._timer: threading.Timer | None = None
        self._took = 0.0  # seconds of the processor, for the last build
        self._rested = 0.0  # when the next one may begin, on the clock that only runs forward
        self._due = 0.0  # when the next one will
        self._running = False  # a build has begun: what is decided from now on it may miss
        self._pool: ProcessPoolExecutor | None = None
        self._idle = threading.Event()
        self._idle.set()

    def state(self) -> State:
        """What is going on."""
        with self._lock:
            return self._state

    def ask(self, at_once: bool = False) -> None:
        """Have the record made anew soon; at_once: without a rest after the last build."""
        with self._lock:
            self._idle.clear()
            if self._running:
                self._state = State(building=True, waiting=True)
            elif not self._state.building or at_once:
                self._state = State(building=True)
                self._start_in(WAIT if at_once else self._rested - time.monotonic())

    def rest(self) -> None:
        """Another program has just made the record, of what was decided before too: the next build here rests as after
        one of its own."""
        with self._lock:
            now = time.monotonic()
            if self._took > LONG:
                self._rested = now + self._took
                if self._state.building and not self._running and self._due > now + WAIT:
                    self._start_in(self._took)

    def _start_in(self, seconds: float) -> None:
        """Begin a build after so many seconds, a few decisions' time at least."""
        if self._timer is not None:
            self._timer.cancel()
        seconds = max(WAIT, seconds)
        self._due = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._start)
        self._timer.daemon = True
        self._timer.start()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is being built; False where that took longer."""
        return self._idle.wait(seconds)

    def close(self) -> None:
        """Let the process go."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> None:
        try:
            with self._lock:
                if self._running:  # the timer before this one was called off too late
                    return
                if self._pool is None:
                    self._pool = ProcessPoolExecutor(1, get_context("spawn"), _beside)
                self._running = True
                future = self._pool.submit(_build, self.case)
            future.add_done_callback(self._done)
        except RuntimeError as error:  # the pool was shut down meanwhile
            self._end(str(error))

    def _done(self, future: Future) -> None:
        failed = future.cancelled() or future.exception()
        if not failed:
            self._took = future.result()
            try:
                self._after()
            except Exception as error:  # whatever it is: the next build must not wait for this one for ever
                failed = error
        elif not isinstance(failed, StemmaError):
            with self._lock:
                pool, self._pool = self._pool, None  # a process that died takes its pool with it
            if pool is not None:
                pool.shutdown(wait=False)
        self._end(str(failed) if failed else "")

    def _end(self, failed: str) -> None:
        with self._lock:
            self._rested = time.monotonic() + (self._took if self._took > LONG else 0.0)
            again, self._running = self._state.waiting, False
            self._state = State(failed=failed)
            if not again:
                self._idle.set()
        if again:
            self.ask()


def _beside() -> None:
    """In the process that builds: end with the workbench, and let its pages go first where processors are few."""
    casework.end_with_parent()
    casework.give_way()


def _build(case: str) -> float:
    """Make the record; how many seconds of the processor that took, not of waiting for another program's turn."""
    before = time.process_time()
    casework.rebuild(case)
    return time.process_time() - before
