"""Making the record anew after people decided something: in a process of its own, so that pages stay quick."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from msgspec import Struct

from stemma import casework
from stemma.errors import StemmaError

NICE = 10  # by how much the process that builds gives way to the one that serves pages
WAIT = 0.2  # seconds in which further decisions join the same build


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
        self._pool: ProcessPoolExecutor | None = None
        self._idle = threading.Event()
        self._idle.set()

    def state(self) -> State:
        """What is going on."""
        with self._lock:
            return self._state

    def ask(self) -> None:
        """Have the record made anew soon."""
        with self._lock:
            self._idle.clear()
            if self._state.building:
                self._state = State(building=True, waiting=True)
                return
            self._state = State(building=True)
            self._timer = threading.Timer(WAIT, self._start)
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
                if self._pool is None:
                    self._pool = ProcessPoolExecutor(1, get_context("spawn"), _beside)
                future = self._pool.submit(_build, self.case)
            future.add_done_callback(self._done)
        except RuntimeError as error:  # the pool was shut down meanwhile
            self._end(str(error))

    def _done(self, future: Future) -> None:
        failed = future.cancelled() or future.exception()
        if not failed:
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
            again = self._state.waiting
            self._state = State(failed=failed)
            if not again:
                self._idle.set()
        if again:
            self.ask()


def _beside() -> None:
    """In the process that builds: end with the workbench, and let its pages go first where processors are few."""
    casework.end_with_parent()
    if hasattr(os, "nice"):
        os.nice(NICE)


def _build(case: str) -> None:
    casework.rebuild(case)
