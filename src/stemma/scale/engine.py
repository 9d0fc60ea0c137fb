"""The engine: carries one function over many items, on one machine (native) or on a Ray cluster, by Daft.

Items and results are bytes, so that nothing but this module knows the engine. Nothing here goes to the network but a
cluster that the user has named (RAY_ADDRESS).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Sequence

from stemma.errors import StemmaError, UsageError
from stemma.scale.nouns import Runner

Work = Callable[[bytes], bytes]  # a function at the top of a module: workers find it by its name

# Read when the libraries are imported; workers inherit them.
_QUIET = {"DO_NOT_TRACK": "1", "DAFT_ANALYTICS_ENABLED": "0", "DAFT_PROGRESS_BAR": "0", "RAY_USAGE_STATS_ENABLED": "0",
          "RAY_DEDUP_LOGS": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}


class EngineBroke(StemmaError):
    """The engine stopped before all was done: a worker was lost."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Work, items: Sequence[bytes], runner: Runner, workers: int) -> Iterator[bytes]:
    """The results of work for every item, one by one as they come, in any order.

    work is called in other processes, one item at a time. Raises EngineBroke where the engine stops before the end,
    which says nothing about which items were done; UsageError where the engine is not installed.
    """
    if not items:
        return
    rows = _rows(work, items, runner, workers)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except (KeyboardInterrupt, StemmaError):
            raise
        except Exception as error:  # whatever the engine raises, its processes may be gone
            raise EngineBroke(f"The engine stopped ({type(error).__name__}: {' '.join(str(error).split())[:300]})."
                              ) from error
        yield row["result"]


def started(runner: Runner, workers: int):
    """The engine's library with its runner set. A process has one runner: once set, it cannot be another."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import daft
        from daft.runners import get_or_infer_runner_type
    except ImportError:
        raise UsageError("Reading archives at scale needs Daft: install stemma[scale].") from None
    if runner == "native":
        daft.set_runner_native()
    elif get_or_infer_runner_type() != "ray" or not _ray_runs():
        _start_ray(workers)
        daft.set_runner_ray(noop_if_initialized=True)
    return daft


def _ray_runs() -> bool:
    try:
        import ray
    except ImportError:
        return False
    return ray.is_initialized()


def _start_ray(workers: int) -> None:
    """Join the cluster that RAY_ADDRESS names, else start one on this machine that listens on loopback alone."""
    try:
        import ray
    except ImportError:
        raise UsageError("The runner ray needs Ray: install stemma[cluster].") from None
    if ray.is_initialized():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if os.environ.get("RAY_ADDRESS"):
            ray.init(log_to_driver=False, logging_level="error")
        else:
            ray.init(num_cpus=max(2, workers), include_dashboard=False, _node_ip_address="127.0.0.1",
                     log_to_driver=False, logging_level="error")


def _rows(work: Work, items: Sequence[bytes], runner: Runner, workers: int) -> Iterator[dict[str, bytes]]:
    daft = started(runner, workers)

    class Carrier:  # here, since its decorators need the engine
        @daft.method.batch(return_dtype=daft.DataType.binary(), batch_size=1)
        def carried(self, item):
            return [work(one) for one in item.to_pylist()]

    carrier = daft.cls(use_process=True, max_concurrency=workers)(Carrier)()
    frame = daft.from_pydict({"item": list(items)})
    frame = frame.into_partitions(len(items)) if runner == "ray" else frame.into_batches(1)
    return frame.select(carrier.carried(frame["item"]).alias("result")).iter_rows(results_buffer_size=2 * workers)
