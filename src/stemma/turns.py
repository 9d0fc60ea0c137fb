"""Taking turns at making a record: two programs that do so at one time do the same work twice, on processors that
people wait for.

A turn saves work and guards nothing: what two builds may do to each other the case sees to itself. So whoever cannot
have one, or has waited long, goes on without.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stemma.ids import sha256
from stemma.store import is_address

try:
    import fcntl
except ImportError:  # a system without locks of this kind
    fcntl = None  # type: ignore[assignment]

LONGEST = 900.0  # seconds; whoever takes longer is taken to have stopped in the midst of it
LOOK = 0.05  # seconds between two looks at whether it is done


@contextmanager
def turn(case: str, waiting: Callable[[], object] = lambda: None) -> Iterator[bool]:
    """Wait until no other program of this machine makes a record of the case; whether there was one to wait for.

    waiting: is called where there is. The turn ends with the program, however that ends.
    """
    path = lock_path(case)
    handle, waited = _taken(path, waiting) if fcntl is not None else (None, False)
    try:
        yield waited
    finally:
        if handle is not None:
            with suppress(OSError):
                os.unlink(path)
            os.close(handle)


def lock_path(case: str) -> Path:
    """The file that is locked and stays for the length of a turn: never the case itself, whose locks are the
    database's. For a case on a server too it lies on this machine, so that another machine's builds are not noticed."""
    name = case if is_address(case) else os.path.realpath(case)
    return Path(tempfile.gettempdir(), f"stemma-{sha256(name.encode(errors='surrogateescape'))[:16]}.build")


def _taken(path: Path, waiting: Callable[[], object]) -> tuple[int | None, bool]:
    """The open file once it is ours alone, None where that cannot be had; and whether that took waiting."""
    ending, waited = time.monotonic() + LONGEST, False
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError:  # another user's, or nowhere to put it
            return None, waited
        if os.fstat(handle).st_uid != os.geteuid():  # put there by somebody who may never let go of it
            os.close(handle)
            return None, waited
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_named(handle, path):  # else whoever had it took the file away, and a third may have a new one
                return handle, waited
        except OSError:
            if not waited:
                waited = True
                waiting()
            if time.monotonic() > ending:
                os.close(handle)
                return None, waited
            time.sleep(LOOK)
        os.close(handle)


def _is_named(handle: int, path: Path) -> bool:
    """Whether a path still means the open file."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), os.stat(path))
    return False
