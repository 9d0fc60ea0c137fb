"""Readers: one file per ingest format, found by name.

A module here exposes `EXTENSIONS` (lower case, with the dot) and `read(path, raw) -> Iterator[Found]`: every report in
one file's bytes, or the Problem that stood in the way. It opens nothing itself. Modules whose name begins with an
underscore are shared by readers and read no format.

A format that can be told by its content also has `recognise(raw) -> int`: 0 where the bytes are not of this kind, 1
where its marks are there, 2 where they are marks that no other format has. Content wins over a file's name. A module
with `PACKED = True` reads gzip files itself; others are given what was packed.

What a reader never does: change a text, guess a field that the file does not state, or raise on a bad file.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from msgspec import Struct

from stemma.model import Document, Problem
from stemma.readers import _packing
from stemma.readers._kinds import described

Found = tuple[Document, bytes] | Problem

STAGE = "read"
LARGEST_FILE = 1 << 30  # bytes; a file is held in memory while it is read
_HEAD = 1 << 16  # bytes of a packed file that its kind is told by


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every reader found in this folder, by name."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def reader_for(path: str) -> ModuleType | None:
    """The reader whose extension the path ends with; the longest extension wins."""
    lowered = path.casefold()
    fitting = [(len(end), module) for module in modules() for end in module.EXTENSIONS if lowered.endswith(end)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


class Opened(Struct, frozen=True):
    """A file with its bytes as they are on the disk."""

    path: str
    raw: bytes


def read_paths(paths: Iterable[str | Path]) -> Iterator[Found]:
    """Every report in these files and folders; a file reached twice is read once.

    Folders are walked in sorted order; names that begin with a dot and links to folders are passed over, and links to
    files outside of the folder are told: a folder that somebody sent must not fetch what it does not hold.
    """
    for found in open_paths(paths):
        yield from [found] if isinstance(found, Problem) else read_bytes(found.path, found.raw)


def open_paths(paths: Iterable[str | Path]) -> Iterator[Opened | Problem]:
    """The files that read_paths reads, one after another, not read yet."""
    seen: set[str] = set()
    for given in paths:
        for path in _files_of(str(given)):
            if isinstance(path, Problem):
                yield path
                continue
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield open_file(path)


def told_by_content(raw: bytes) -> ModuleType | None:
    """The reader whose marks the bytes carry, the surest one; None where no reader knows them."""
    sure = [(module.recognise(raw), module) for module in modules() if hasattr(module, "recognise")]
    best = max(sure, key=lambda pair: pair[0])
    return best[1] if best[0] else None


def read_file(path: str) -> Iterator[Found]:
    """Every report in one file."""
    found = open_file(path)
    yield from [found] if isinstance(found, Problem) else read_bytes(found.path, found.raw)


def open_file(path: str) -> Opened | Problem:
    """One file's bytes, or why they cannot be had."""
    if not os.path.isfile(path):
        return Problem(STAGE, path, "not-a-file", "Skipped: not a regular file.")
    try:
        size = os.path.getsize(path)
        if size > LARGEST_FILE:
            message = f"Skipped: {size:,} bytes; split files over {LARGEST_FILE:,} bytes."
            return Problem(STAGE, path, "too-large", message)
        return Opened(path, Path(path).read_bytes())
    except OSError as error:
        return Problem(STAGE, path, "unreadable", f"Cannot be read: {error.strerror or error}.")


def read_bytes(path: str, raw: bytes, charset: str | None = None) -> Iterator[Found]:
    """Every report in the bytes of a file, a download or an attachment; the path is for its name and for messages.

    charset: the encoding that was stated beside the bytes, by a server or a message; the readers that have
    `CHARSET = True` take it where the bytes are not UTF-8. A file with nothing in it to read is a Problem too.
    """
    nothing = True
    for found in _read_bytes(path, raw, charset):
        nothing = False
        yield found
    if nothing:
        yield Problem(STAGE, path, "no-text", "Skipped: there is no report in it.")


def _read_bytes(path: str, raw: bytes, charset: str | None) -> Iterator[Found]:
    if not raw.strip():
        yield Problem(STAGE, path, "empty-file", "Skipped: the file is empty.")
        return
    if raw.startswith(_packing.GZIP):
        yield from _read_packed(path, raw)
        return
    told, named = told_by_content(raw), reader_for(path)
    reader = told or named
    if reader is None:
        yield _unknown(path, f"it looks like {described(raw)}")
        return
    if told and named and told is not named and not path.casefold().endswith(told.EXTENSIONS):
        ending = os.path.splitext(path)[1]
        yield Problem(STAGE, path, "wrong-extension", f"Called {ending}, but read as {described(raw)}, which it is.")
    yield from reader.read(path, raw, charset) if getattr(reader, "CHARSET", False) else reader.read(path, raw)


def _read_packed(path: str, raw: bytes) -> Iterator[Found]:
    """Every report in a gzip file, by what is packed in it."""
    start = _packing.gunzip(raw, _HEAD, members=1)
    inner = path[:-3] if path.casefold().endswith(".gz") else path
    reader = told_by_content(start.raw) or reader_for(inner)
    if reader is None and start.trouble == "damaged" and not start.raw:
        reader = reader_for(path)
    if reader is None:
        yield _unknown(path, f"packed in it is {described(start.raw)}")
    elif getattr(reader, "PACKED", False):
        yield from reader.read(path, raw)
    elif start.raw.startswith(_packing.GZIP):
        yield _unknown(path, "it is packed more than once")
    else:
        whole = _packing.gunzip(raw, _packing.bound(len(raw)))
        if whole.trouble == "too-large":
            yield Problem(STAGE, path, "too-large", "Skipped: the packed file unpacks to far more than its size.")
        elif whole.trouble:
            yield Problem(STAGE, path, "bad-gzip", "Skipped: the packed file is damaged or cut off.")
        else:
            yield from reader.read(inner, whole.raw)


def _unknown(path: str, seen: str) -> Problem:
    known = " ".join(end for module in modules() for end in module.EXTENSIONS)
    message = f"Skipped: no reader for this kind of file; {seen} (known: {known})."
    return Problem(STAGE, path, "unknown-format", message)


def _within(path: str, root: str) -> str | Problem:
    """A file of a folder; a Problem where it is a link that leads out of the folder."""
    if os.path.islink(path) and not os.path.realpath(path).startswith(os.path.join(root, "")):
        message = "Skipped: a link that leads out of the folder; name the file itself to read it."
        return Problem(STAGE, path, "link", message)
    return path


def _files_of(given: str) -> Iterator[str | Problem]:
    """The files that a path stands for: itself, or everything below a folder."""
    if not os.path.lexists(given):
        yield Problem(STAGE, given, "not-found", "No such file or folder.")
    elif not os.path.isdir(given):
        yield given
    else:
        unlisted: list[OSError] = []
        root = os.path.realpath(given)
        for folder, folders, files in os.walk(given, onerror=unlisted.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (_within(os.path.join(folder, name), root) for name in sorted(files) if not name.startswith("."))
        for error in unlisted:
            yield Problem(STAGE, str(error.filename), "unreadable", f"Cannot be listed: {error.strerror or error}.")
