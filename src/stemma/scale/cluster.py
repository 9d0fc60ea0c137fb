"""Work on a Ray cluster: one of ours on this machine, on loopback alone, or the one that RAY_ADDRESS names.

The cluster is driven from a process of its own, which is told what to do and sends results over a pipe. A process has
one Ray and one engine for life, and Ray ends a process whose cluster is gone; so nothing that happens to the cluster
reaches whoever asked, and after a loss the next driver starts from nothing.

A worker process that dies is started again by Ray, with what it had in hand. When a machine is lost, workers that were
on it may wait for ever for room on another; so the driver watches the machines and stops as soon as one is gone.
"""

from __future__ import annotations

import atexit
import logging
import os
import secrets
import socket
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection

from stemma.errors import UsageError
from stemma.scale import engine

LOOKING = 2.0  # seconds between looks at the cluster's machines
ANSWERING = 10.0  # seconds in which the head of a cluster must answer
ENDING = 10.0  # seconds that a driver with nothing to do is given to leave the cluster
STARTS = 3  # times that a cluster of our own is started: Ray gives up where a busy machine takes over 15 seconds
_LOST = "The cluster was lost."
_LOOPBACK = ("127.", "localhost")

# What the driver sends: one byte that says what, then the bytes.
_RESULT, _END, _BROKE, _REFUSED = b"r", b"e", b"b", b"u"


def results(work: engine.Work, items: Sequence[bytes], workers: int | None) -> Iterator[bytes]:
    """The results of work for every item, one by one as they come, in any order.

    workers: how many items are worked on at a time, as many as the cluster has processors at most, and where not given.
    Raises EngineBroke where the work stopped before the end, UsageError where there is no cluster to work on.
    """
    driver = _driver(workers)
    try:
        driver.link.send((work, list(items), workers))
        while (result := _next(driver.link)) is not None:
            yield result
    except OSError:
        leave(at_once=True)
        raise engine.EngineBroke(_LOST) from None
    except BaseException:  # also where the caller wants no more
        leave(at_once=True)
        raise


def _next(link: Connection) -> bytes | None:
    """The next result, None after the last."""
    try:
        message = link.recv_bytes()
    except (EOFError, OSError):  # Ray ends a process that has lost the cluster's head
        raise engine.EngineBroke(_LOST) from None
    kind, rest = message[:1], message[1:]
    if kind == _BROKE:
        raise engine.EngineBroke(rest.decode())
    if kind == _REFUSED:
        raise UsageError(rest.decode())
    return rest if kind == _RESULT else None


class _Driver:
    """A process that drives a cluster, and the way to it."""

    def __init__(self, key: tuple[str, int | None]) -> None:
        self.key = key
        self.link, theirs = get_context("spawn").Pipe()
        self.process = get_context("spawn").Process(target=_drive, args=(theirs, key[1]), daemon=True)
        self.process.start()
        theirs.close()


_drivers: list[_Driver] = []  # one or none


def _driver(workers: int | None) -> _Driver:
    """The driver at hand, or a new one where there is none for this cluster."""
    key = (os.environ.get("RAY_ADDRESS", ""), workers)
    if _drivers and (_drivers[0].key != key or not _drivers[0].process.is_alive()):
        leave()
    if not _drivers:
        _drivers.append(_Driver(key))
        atexit.register(leave)
    return _drivers[0]


def leave(at_once: bool = False) -> None:
    """Leave the cluster, if one was joined. What still runs there for this process is ended by Ray.

    at_once: without waiting for the driver, which hears nothing while it works.
    """
    atexit.unregister(leave)
    while _drivers:
        driver = _drivers.pop()
        driver.link.close()  # which tells the driver to go
        if not at_once:
            driver.process.join(ENDING)
        driver.process.kill()
        driver.process.join()


# --------------------------------------------------------------------------------------- in the driver's process


def _drive(connection: Connection, workers: int | None) -> None:
    """Join a cluster, do what is asked and send what comes of it, until nothing more is asked."""
    link = _Link(connection)
    _hush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            cpus = _join(workers)
            threading.Thread(target=_watch, args=(link, parent_process().pid), daemon=True).start()
            while True:
                work, items, at_once = connection.recv()
                for result in engine.carried(work, items, "ray", max(1, min(at_once or cpus, cpus, len(items)))):
                    link.send(_RESULT, result)
                link.send(_END)
        except UsageError as error:
            link.send(_REFUSED, str(error).encode())
        except (EOFError, KeyboardInterrupt):
            pass
        except BaseException as error:  # whatever the engine raises
            link.send(_BROKE, f"The engine stopped ({engine.told(error)}).".encode())
        finally:
            link.close()
            _leave()


def _hush() -> None:
    """Print nothing: what matters is sent, and Ray keeps logs of its own (below its --temp-dir)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


class _Link:
    """The way back, for two threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._lock = connection, threading.Lock()

    def send(self, kind: bytes, rest: bytes = b"") -> None:
        with self._lock, suppress(OSError):  # nobody listens any more
            self._connection.send_bytes(kind + rest)

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def _join(workers: int | None) -> int:
    """Join the cluster that RAY_ADDRESS names, else start one; how many processors it has. Raises UsageError."""
    address = os.environ.get("RAY_ADDRESS", "")
    if address.startswith(_LOOPBACK):
        # Ray takes a loopback address for a mistake and puts the machine's own in its place, unless told of one of
        # those systems on which its clusters are for one machine.
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    if address:
        _call(address)
    else:
        # For whoever else works at this machine: who has no token cannot use the cluster.
        os.environ.setdefault("RAY_AUTH_MODE", "token")
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    engine.quiet()
    try:
        import ray
    except ImportError:
        raise UsageError("The runner ray needs Ray: install stemma[cluster].") from None
    try:
        if address:
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        else:
            _start(ray, max(2, workers or engine.cores()))
    except Exception as error:
        where = f"join the cluster at {address}" if address else "start a cluster on this machine"
        raise UsageError(f"Cannot {where}: {engine.told(error)}") from None
    return int(sum(one["Resources"].get("CPU", 0) for one in ray.nodes() if one["Alive"])) or 1


def _call(address: str) -> None:
    """See that somebody listens at an address: Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    if not port.isdigit() or "/" in host:
        if address in ("auto", "local"):
            return
        raise UsageError(f"The address of a Ray cluster is its head's, such as 10.0.0.5:6379, not {address}. Start "
                         "Stemma on a machine of the cluster.")
    try:
        socket.create_connection((host.strip("[]"), int(port)), ANSWERING).close()
    except (OSError, OverflowError) as error:
        raise UsageError(f"No Ray cluster answers at {address}: {engine.told(error)}") from None


def _start(ray, processors: int) -> None:
    for tries in range(1, STARTS + 1):
        try:
            ray.init(address="local", num_cpus=processors, include_dashboard=False, _node_ip_address="127.0.0.1",
                     log_to_driver=False, logging_level=logging.ERROR)
            return
        except Exception:
            if tries == STARTS:
                raise
            with suppress(Exception):
                ray.shutdown()


def _watch(link: _Link, parent: int) -> None:
    """End the work, and this process, when a machine of the cluster is lost or whoever asked for it is gone."""
    import ray

    before: dict[str, str] = {}
    while os.getppid() == parent:
        now = _machines(ray)
        if lost := before.keys() - now.keys():
            names = ", ".join(sorted(before[one] for one in lost))
            link.send(_BROKE, f"A machine of the cluster was lost ({names}).".encode())
            break
        before = now
        time.sleep(LOOKING)
    os._exit(1)  # the other thread is waiting for the engine, perhaps for ever


def _machines(ray) -> dict[str, str]:
    """Machines that are there: their addresses by id."""
    return {one["NodeID"]: one["NodeManagerAddress"] for one in ray.nodes() if one["Alive"]}


def _leave() -> None:
    """Leave the cluster; one that we started ends with that."""
    ray = sys.modules.get("ray")
    if ray is not None:
        with suppress(Exception):
            ray.shutdown()
