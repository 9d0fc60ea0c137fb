"""Where files lie: this machine's disks or S3-style object storage, by pyarrow.fs.

A file is put in place whole or not at all. S3's keys and endpoint come from the usual AWS_* variables,
AWS_ENDPOINT_URL among them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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
    return fs.S3FileSystem(endpoint_override=host or None, scheme=scheme or "https", region=region)


def inner(where: str) -> str:
    """The path as its file system wants it."""
    return where.removeprefix(S3)
