"""The engine: carries one function over many items, on one machine (native) or on a Ray cluster, by Daft.

Items and results are bytes, so that nothing but this module knows the engine. Nothing here goes to the network but a
cluster that the user has named (RAY_ADDRESS).
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from stemma.errors import StemmaError, UsageError
from stemma.scale.nouns import Runner

Work = Callable[[bytes], bytes]  # a function at the top of a module: workers find it by its name

# Read when the libraries are imported; workers inherit them.
_QUIET = {"DO_NOT_TRACK": "1", "DAFT_ANALYTICS_ENABLED": "0", "DAFT_PROGRESS_BAR": "0", "RAY_USAGE_STATS_ENABLED": "0",
          "RAY_DEDUP_LOGS": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
_LONGEST_END = 30.0  # seconds that the engine is given to end its workers
_QUICK_END = 3.0  # seconds, where they were ended


class EngineBroke(StemmaError):
    """The engine stopped before all was done: a worker was lost."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Work, items: Sequence[bytes], runner: Runner, workers: int | None) -> Iterator[bytes]:
    """The results of work for every item, one by one as they come, in any order.

    work is called in other processes, one item at a time. workers: how many; one for each core of this machine, or for
    each processor of the cluster, where not given. Raises EngineBroke where the engine stops before the end, which says
    nothing about which items were done; UsageError where the engine is not installed.
    """
    if not items:
        return
    with _interrupts_noted() as interrupts:
        try:
            if runner == "ray":
                from stemma.scale import cluster  # which needs this module

                results = cluster.results(work, items, workers)
            else:
                results = carried(work, items, runner, workers or cores())
            for result in results:
                if interrupts:  # while the engine listened to nobody
                    raise KeyboardInterrupt
                yield result
            _wait_for_the_end(_workers())
        except Exception as error:  # whatever the engine raises, its processes may be gone
            _end(_workers())
            if interrupts:
                raise KeyboardInterrupt from None
            if isinstance(error, StemmaError):
                raise
            raise EngineBroke(f"The engine stopped ({told(error)}).") from None
        except BaseException:  # Ctrl-C, or nobody wants the rest
            _end(_workers())
            raise


@contextmanager
def _interrupts_noted() -> Iterator[list[int]]:
    """The interrupts that come meanwhile. The engine may keep them to itself, so the first one ends its workers."""
    noted: list[int] = []
    over = threading.Event()
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield noted
        return

    def note(number: int, frame: FrameType | None) -> None:
        if not noted:
            threading.Thread(target=_end_as_they_come, args=(over,), daemon=True).start()
        noted.append(number)
        before(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        over.set()
        signal.signal(signal.SIGINT, before)


def _workers() -> list[weakref.ref]:
    """What the engine of this process holds its worker processes by."""
    held = sys.modules.get("daft.execution.udf")
    return [weakref.ref(one) for one in gc.get_objects() if isinstance(one, held.UdfHandle)] if held else []


def _wait_for_the_end(workers: Sequence[weakref.ref], longest: float = _LONGEST_END) -> None:
    """Wait until the engine has let go of its workers. It does so in threads of its own, after the last result: if
    Python ended meanwhile, they would bring it down."""
    until = time.monotonic() + longest
    while any(one() is not None for one in workers) and time.monotonic() < until:
        time.sleep(0.01)


def _end_as_they_come(over: threading.Event) -> None:
    """End workers until it is over, also those that the engine is about to start."""
    while not over.wait(0.2):
        for one in _workers():
            if hasattr(handle := one(), "handle_conn"):  # it has reported; until then the engine would wait for it
                handle.process.kill()
        handle = None


def _end(workers: Sequence[weakref.ref]) -> None:
    """End workers whose work nobody waits for."""
    for one in workers:
        if (handle := one()) is not None:
            handle.process.kill()
    handle = None
    _wait_for_the_end(workers, _QUICK_END)


def quiet() -> None:
    """Keep the engine from telling its makers that it is used, and from printing; before it is imported."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)


def told(error: BaseException) -> str:
    """An error of the engine in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}".removesuffix(": ")


def _run_natively(daft) -> None:
    """Say which runner it is before the engine is asked for anything: else it would look for a Ray cluster to be part
    of, and where Ray is installed that takes as long as all the rest of a start."""
    try:
        daft.set_runner_native()
    except Exception:  # this process has its runner already, for life
        if daft.get_or_infer_runner_type() != "native":
            raise


def _without_pandas() -> None:
    """Keep pyarrow from loading pandas in a worker, as it would with the first array that it makes: that takes a fifth
    of a worker's start, and nothing here hands pandas anything."""
    if "pandas" not in sys.modules:
        import pyarrow

        sys.modules["pandas"] = None  # which says that it is not installed
        with suppress(ImportError, AttributeError):
            pyarrow.array([])  # it looks once
        del sys.modules["pandas"]


def carried(work: Work, items: Sequence[bytes], runner: Runner, workers: int) -> Iterator[bytes]:
    """The results of work for every item, from the engine of this process. A process has one runner for life."""
    quiet()
    try:
        import daft
    except ImportError:
        raise UsageError("Reading archives at scale needs Daft: install stemma[scale].") from None
    if runner == "ray":
        daft.set_runner_ray(noop_if_initialized=True)
    else:
        _run_natively(daft)

    class Carrier:  # here, since its decorators need the engine
        @daft.method.batch(return_dtype=daft.DataType.binary(), batch_size=1)
        def carried(self, item):
            _without_pandas()
            return [work(one) for one in item.to_pylist()]

    carrier = daft.cls(use_process=True, max_concurrency=workers)(Carrier)()
    frame = daft.from_pydict({"item": list(items)})
    frame = frame.into_partitions(len(items)) if runner == "ray" else frame.into_batches(1)
    done = frame.select(carrier.carried(frame["item"]).alias("result"))
    for row in done.iter_rows(results_buffer_size=2 * workers):
        yield row["result"]
