"""Standard output and the progress bar. Plain text in a pipe, no control codes from a report on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from stemma import files
from stemma.casework import Tell

NARROWEST, WIDEST = 60, 110  # columns; longer lines are hard to read

# Control characters of a report must not reach a terminal: they can rewrite what it shows.
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " ")


def width() -> int:
    """Columns to write in; 100 in a pipe."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((100, 24)).columns))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines, control characters taken out."""
    sys.stdout.write("".join(f"{line.translate(_CONTROLS).rstrip()}\n" for line in lines))
    sys.stdout.flush()


def print_remarks(lines: Iterable[str]) -> None:
    """Print lines on standard error, control characters taken out."""
    sys.stderr.write("".join(f"stemma: {line.translate(_CONTROLS).rstrip()}\n" for line in lines))


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    print_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def print_bytes(content: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, even at a power cut; what is no file, a pipe or a device, is written to and
    never replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(content)
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        files.write(partial, content)
        files.name(partial, path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def progress() -> Iterator[Tell]:
    """A progress bar on standard error, on a terminal only; yields what tells it how far the work is."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(what: str, done: int, total: int | None) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield tell
