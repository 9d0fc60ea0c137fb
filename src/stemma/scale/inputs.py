"""Which files are to be read: folders, files, patterns and prefixes of object storage become units."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Iterable, Iterator, Sequence

from stemma.errors import UsageError
from stemma.ids import make_id
from stemma.model import Problem
from stemma.readers import STAGE
from stemma.scale import storage
from stemma.scale.nouns import Unit

ENDINGS = (".warc", ".warc.gz", ".jsonl", ".jsonl.gz", ".parquet")  # of the files of a folder that are read
_PATTERN = frozenset("*?[")


def units_of(inputs: Sequence[str], out: str | None) -> tuple[list[Unit], list[Problem]]:
    """The units that inputs stand for, by path, and what of the inputs is left out. Of a folder the files with these
    endings are read, a file that is named is read whatever it is called. A file reached twice is one unit.

    out: the output, whose files are no input; None where nothing is written. Raises UsageError where nothing is found.
    """
    units: dict[str, Unit] = {}
    problems: list[Problem] = []
    below_out = storage.absolute(out) + "/" if out is not None else None
    for given in inputs:
        for found in _files_of(given):
            if isinstance(found, Problem):
                problems.append(found)
            elif below_out is None or not found.path.startswith(below_out):
                real = found.path if storage.is_remote(found.path) else os.path.realpath(found.path)
                units.setdefault(real, Unit(make_id("u", found.path), found.path, found.size, found.mark))
    if not units:
        why = problems[0].message if problems else "there is no WARC, JSONL or Parquet file."
        raise UsageError(f"Nothing to read: {problems[0].subject + ': ' if problems else ''}{why}")
    return sorted(units.values(), key=lambda unit: unit.path), problems


def _files_of(given: str) -> Iterator[storage.Entry | Problem]:
    """The files that an input stands for."""
    where = storage.absolute(given)
    try:
        if (entry := storage.described(where)) is not None:
            yield entry
        elif storage.is_folder(where):
            yield from _chosen(where, storage.listed(where))
        elif _PATTERN.intersection(where):
            yield from _matching(where)
        else:
            yield Problem(STAGE, given, "not-found", "No such file or folder.")
    except OSError as error:
        message = " ".join(str(error.strerror or error).split())[:300]
        yield Problem(STAGE, given, "unreadable", f"Cannot be read: {message}.")


def _chosen(folder: str, entries: Iterable[storage.Entry]) -> Iterator[storage.Entry | Problem]:
    """Those files of a folder that are read; how many others there are."""
    others: list[str] = []
    for entry in entries:
        below = entry.path[len(folder):].strip("/").split("/")
        if any(name.startswith(".") for name in below):
            continue
        if entry.path.casefold().endswith(ENDINGS):
            yield entry
        else:
            others.append(entry.path)
    if others:
        first = min(others)[len(folder) + 1:][:200]
        yield Problem(STAGE, folder, "not-an-archive",
                      f"{len(others):,} {'files' if len(others) > 1 else 'file'} left out that "
                      f"{'are' if len(others) > 1 else 'is'} neither WARC, JSONL nor Parquet (first: {first}); "
                      "stemma build reads other kinds.")


def _matching(pattern: str) -> Iterator[storage.Entry | Problem]:
    """The files that a pattern with *, ? or [...] stands for."""
    if storage.is_remote(pattern):
        plain = pattern[:min(pattern.find(mark) for mark in _PATTERN if mark in pattern)].rpartition("/")[0]
        paths = [entry.path for entry in storage.listed(plain) if fnmatch.fnmatchcase(entry.path, pattern)]
    else:
        paths = sorted(path for path in glob.glob(pattern, recursive=True) if os.path.isfile(path))
    if not paths:
        yield Problem(STAGE, pattern, "not-found", "No file fits this pattern.")
    for path in paths:
        entry = storage.described(path)
        if entry is not None:
            yield entry
