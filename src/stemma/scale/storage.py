"""Where files lie: this machine's disks or S3-style object storage, by pyarrow.fs.

A file is put in place whole or not at all. S3's keys and endpoint come from the usual AWS_* variables,
AWS_ENDPOINT_URL among them.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from stemma.errors import UsageError

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

S3 = "s3://"
UNFINISHED = ".unfinished"  # folder below the output for files that are being written
_PIECE = 4 << 20  # bytes copied at a time


class Entry(Struct, frozen=True):
    """A file that lies in storage."""

    path: str  # as opened: absolute path, or s3://bucket/key
    size: int  # bytes
    mark: str  # what changes with the bytes: time of the last change in nanoseconds, or the object's etag


def is_remote(where: str) -> bool:
    """Whether this is the address of object storage."""
    return where.startswith(S3)


def absolute(where: str) -> str:
    """The path or address in one form, without a slash at its end."""
    return where.rstrip("/") if is_remote(where) else os.path.abspath(where)


def filesystem(where: str) -> FileSystem:
    """The file system that a path or address lies in; UsageError where pyarrow is not installed."""
    try:
        from pyarrow import fs
    except ImportError:
        raise UsageError("Reading archives at scale needs pyarrow: install stemma[scale].") from None
    if not is_remote(where):
        return fs.LocalFileSystem()
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
    scheme, _, host = endpoint.rpartition("://")
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    return _s3(host, scheme or "https", region)


@cache
def _s3(host: str, scheme: str, region: str) -> FileSystem:
    """Object storage, and its connections; making them takes longer than a small file."""
    from pyarrow import fs

    return fs.S3FileSystem(endpoint_override=host or None, scheme=scheme, region=region)


def inner(where: str) -> str:
    """The path as its file system wants it."""
    return where.removeprefix(S3)


def joined(where: str, *parts: str) -> str:
    """A path below another."""
    return "/".join((where.rstrip("/"), *parts))


def described(where: str) -> Entry | None:
    """The file at a path; None where there is none."""
    info = filesystem(where).get_file_info(inner(where))
    return _entry(where, info) if info.is_file else None


def is_folder(where: str) -> bool:
    """Whether a path is a folder, or an address has files below it."""
    system = filesystem(where)
    from pyarrow.fs import FileType

    return system.get_file_info(inner(where)).type == FileType.Directory


def listed(where: str) -> Iterator[Entry]:
    """All files below a folder or prefix, sorted by path; none where it is not there. Raises OSError where it cannot be
    listed."""
    system = filesystem(where)
    from pyarrow.fs import FileSelector, FileType

    selector = FileSelector(inner(where), recursive=True, allow_not_found=True)
    prefix = S3 if is_remote(where) else ""
    infos = system.get_file_info(selector)
    for info in sorted(infos, key=lambda info: info.path):
        if info.type == FileType.File:
            yield _entry(prefix + info.path, info)


def _entry(path: str, info) -> Entry:
    return Entry(path, info.size, str(info.mtime_ns))


def content(where: str) -> bytes | None:
    """The bytes of a small file; None where there is none."""
    try:
        with filesystem(where).open_input_stream(inner(where)) as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def put(where: str, content: bytes) -> None:
    """Put a small file in place, whole or not at all; one that lies there is replaced."""
    if is_remote(where):
        with filesystem(where).open_output_stream(inner(where)) as stream:
            stream.write(content)
        return
    os.makedirs(os.path.dirname(where), exist_ok=True)
    partial = f"{where}.{_own_name()}{UNFINISHED}"
    with open(partial, "wb") as file:
        file.write(content)
        _settled(file)
    os.replace(partial, where)


def _own_name() -> str:
    """A name that no other process has, on this machine or on another that shares its disks."""
    return f"{platform.node()}-{os.getpid()}"


def settle(paths: Iterable[Path]) -> None:
    """See that finished files of this machine are on the disk, before `move_into`. Together this costs less than one by
    one, each before the next is written."""
    for path in paths:
        with open(path, "rb+") as file:
            _settled(file)


def move_into(local: Path, where: str, settled: bool = False) -> None:
    """Put a finished file from the working folder in place; one that lies there is replaced. settled: it has been seen
    to that it is on the disk."""
    if is_remote(where):
        with open(local, "rb") as source, filesystem(where).open_output_stream(inner(where)) as stream:
            shutil.copyfileobj(source, stream, _PIECE)
        local.unlink()
        return
    if not settled:
        settle((local,))
    os.makedirs(os.path.dirname(where), exist_ok=True)
    os.replace(local, where)


def _settled(file: BinaryIO) -> None:
    """On the disk before it gets its name, so that after a loss of power a name never stands for half a file."""
    file.flush()
    os.fsync(file.fileno())


def remove(where: str) -> None:
    """Remove a file, if it is there."""
    with suppress(FileNotFoundError):
        filesystem(where).delete_file(inner(where))


@contextmanager
def working_folder(out: str, name: str) -> Iterator[Path]:
    """A folder of this process alone for files that are being written; on the output's own disk where that is local,
    so that they can be put in place by a change of name."""
    if is_remote(out):
        with tempfile.TemporaryDirectory(prefix="stemma-") as folder:
            yield Path(folder)
        return
    folder = Path(out, UNFINISHED, f"{name}-{_own_name()}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def local_copy(where: str, folder: Path) -> Path:
    """The file itself where it is on this machine, else a copy of it in the folder. Raises OSError."""
    if not is_remote(where):
        return Path(where)
    copy = folder / "input"
    with filesystem(where).open_input_stream(inner(where)) as stream, open(copy, "wb") as file:
        shutil.copyfileobj(stream, file, _PIECE)
    return copy


@contextmanager
def locked(out: str) -> Iterator[None]:
    """Nobody else writes into the output meanwhile; UsageError where somebody does. Object storage has no locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        fcntl = None
    if is_remote(out) or fcntl is None:
        yield
        return
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, ".lock"), "wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(f"Another stemma scale is writing into {out}.") from None
        yield
