"""Files that are there whole or not at all, after a power cut too: content is on the disk before it has its final name,
and the name before anybody is told."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_NOT_HERE = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EISDIR}  # systems that cannot flush a folder


def write(path: Path, content: bytes) -> None:
    """Write a file; when this returns, its content is on the disk. Its name need not be: see `name`."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def flush(path: Path) -> None:
    """Bring a written file, or the names in a folder, to the disk."""
    try:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NOT_HERE or not path.is_dir():
            raise


def name(part: Path, path: Path) -> None:
    """Give a written file or folder its final name, in the place of a file that has it, and for good."""
    os.replace(part, path)
    flush(path.parent)
