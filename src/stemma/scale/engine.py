"""The engine: carries one function over many items, on one machine (native) or on a Ray cluster, by Daft.

Items and results are bytes, so that nothing but this module knows the engine. Nothing here goes to the network but a
cluster that the user has named (RAY_ADDRESS).
"""

from __future__ import annotations

import gc
import os
import sys
import time
import weakref
from collections.abc import Callable, Iterator, Sequence

from stemma.errors import StemmaError, UsageError
from stemma.scale.nouns import Runner

Work = Callable[[bytes], bytes]  # a function at the top of a module: workers find it by its name

# Read when the libraries are imported; workers inherit them.
_QUIET = {"DO_NOT_TRACK": "1", "DAFT_ANALYTICS_ENABLED": "0", "DAFT_PROGRESS_BAR": "0", "RAY_USAGE_STATS_ENABLED": "0",
          "RAY_DEDUP_LOGS": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}


_LONGEST_END = 30.0  # seconds that the engine is given to end its workers


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
    try:
        if runner == "ray":
            from stemma.scale import cluster  # which needs this module

            yield from cluster.results(work, items, workers)
        else:
            yield from carried(work, items, runner, workers or cores())
    except (KeyboardInterrupt, GeneratorExit, StemmaError):
        raise
    except Exception as error:  # whatever the engine raises, its processes may be gone
        raise EngineBroke(f"The engine stopped ({told(error)}).") from None
    finally:
        _wait_for_the_end()


def _wait_for_the_end() -> None:
    """Wait until the engine has let go of its worker processes. It does so in threads of its own, after the last
    result: if Python ended meanwhile, they would bring it down."""
    handles = sys.modules.get("daft.execution.udf")
    if handles is None:
        return
    left = [weakref.ref(one) for one in gc.get_objects() if isinstance(one, handles.UdfHandle)]
    until = time.monotonic() + _LONGEST_END
    while any(one() is not None for one in left) and time.monotonic() < until:
        time.sleep(0.01)


def quiet() -> None:
    """Keep the engine from telling its makers that it is used, and from printing; before it is imported."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)


def told(error: BaseException) -> str:
    """An error of the engine in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}".removesuffix(": ")


def carried(work: Work, items: Sequence[bytes], runner: Runner, workers: int) -> Iterator[bytes]:
    """The results of work for every item, from the engine of this process. A process has one runner for life."""
    quiet()
    try:
        import daft
    except ImportError:
        raise UsageError("Reading archives at scale needs Daft: install stemma[scale].") from None
    if runner == "ray":
        daft.set_runner_ray(noop_if_initialized=True)
    elif daft.get_or_infer_runner_type() != "native":
        daft.set_runner_native()

    class Carrier:  # here, since its decorators need the engine
        @daft.method.batch(return_dtype=daft.DataType.binary(), batch_size=1)
        def carried(self, item):
            return [work(one) for one in item.to_pylist()]

    carrier = daft.cls(use_process=True, max_concurrency=workers)(Carrier)()
    frame = daft.from_pydict({"item": list(items)})
    frame = frame.into_partitions(len(items)) if runner == "ray" else frame.into_batches(1)
    done = frame.select(carrier.carried(frame["item"]).alias("result"))
    for row in done.iter_rows(results_buffer_size=2 * workers):
        yield row["result"]
