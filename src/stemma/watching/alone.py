"""Never two at once on one case: a lock that ends with the program, however that ends."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stemma.errors import UsageError
from stemma.ids import sha256
from stemma.store import is_address, shown

try:
    import fcntl
except ImportError:  # a system without locks of this kind
    fcntl = None  # type: ignore[assignment]


def lock_path(case: str) -> Path:
    """The file that is locked: beside the case, never the case itself, whose locks are the database's.

    For a database it lies on this machine, so that another machine's is not noticed.
    """
    if is_address(case):
        return Path(tempfile.gettempdir(), f"stemma-{sha256(case.encode())[:16]}.watch")
    return Path(f"{os.path.realpath(case)}.watch")


@contextmanager
def alone(case: str) -> Iterator[None]:
    """Hold a case as the only one that watches it; UsageError where somebody else does."""
    path = lock_path(case)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.") from None
    try:
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise UsageError(f"{shown(case)} is watched already, {_by(handle)}.") from None
        os.truncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)  # the file stays: to take it away would let two others lock two files of one name


def _by(handle: int) -> str:
    number = ""
    with suppress(OSError):
        number = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
    return f"by process {number}" if number.isdigit() else "by another process"
