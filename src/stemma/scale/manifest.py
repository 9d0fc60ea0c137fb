"""The manifest: what has been done, so that a run that was ended anywhere goes on where it was.

`manifest/run.json` says with which options and by which program; `manifest/units/` has an entry for each file of the
input, put there when all its tables are in place; `manifest/joined.json` says which tables over all files there are,
and of which units. It holds no times, so that equal work gives equal bytes.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from stemma import __version__, program
from stemma.errors import UsageError
from stemma.scale import storage
from stemma.scale.nouns import Unit, UnitDone, Wanted, Written
from stemma.tagging import Size

FORMAT = 1  # of the output; raised when its tables change
TAGGER: Size = "fast"
_AT_ONCE = 16  # entries that are asked for at a time of object storage
_FOLDER = "manifest"
_RUN, _JOINED, _UNITS = f"{_FOLDER}/run.json", f"{_FOLDER}/joined.json", f"{_FOLDER}/units"


class Run(Struct, frozen=True):
    """What every unit of an output was done with."""

    format: int
    stemma: str  # version
    program: str  # digest of what reads and filters
    tagger: str
    wanted: Wanted


class Joined(Struct, frozen=True):
    """Tables over all units."""

    basis: str  # digest of the entries of these units
    files: tuple[Written, ...]


@cache
def filtering_program() -> str:
    """SHA-256 of the program that reads reports and of this package, which chooses them and writes their rows."""
    total = hashlib.sha256(program.reader().encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            total.update(f"\n{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return total.hexdigest()


def begin(out: str, wanted: Wanted) -> None:
    """Note with what an output is made; UsageError where it was begun in another way, or is no output of ours."""
    run = Run(FORMAT, __version__, filtering_program(), TAGGER, wanted)
    held = storage.content(storage.joined(out, _RUN))
    if held is None:
        if next(storage.listed(out), None) is not None and not _is_bare(out):
            raise UsageError(f"{out} holds other files: name an empty or a new folder.")
        storage.put(storage.joined(out, _RUN), _encoded(run))
        return
    before = _decoded(held, Run, out)
    if difference := _difference(before, run):
        raise UsageError(f"{out} was begun {difference}: use the same, or another --out.")


def _is_bare(out: str) -> bool:
    """Whether nothing lies in the output but what a run leaves that was ended at once."""
    return all(storage.UNFINISHED in entry.path or entry.path.endswith("/.lock") for entry in storage.listed(out))


def _difference(before: Run, now: Run) -> str:
    """How an output was begun otherwise than now, "" where it was not."""
    for field in fields(Wanted):
        was, wish = getattr(before.wanted, field.name), getattr(now.wanted, field.name)
        if was != wish:
            return (f"with --{field.name} {was}" if was is not None else f"without --{field.name}") + \
                (f", not {wish}" if was is not None and wish is not None else "")
    if (before.format, before.stemma, before.tagger) != (now.format, now.stemma, now.tagger):
        return f"by Stemma {before.stemma}, not {now.stemma}" if before.stemma != now.stemma else "in another format"
    return "by a Stemma with other rules" if before.program != now.program else ""


def entries(out: str) -> dict[str, UnitDone]:
    """What is done, by unit id."""
    paths = [entry.path for entry in storage.listed(storage.joined(out, _UNITS)) if entry.path.endswith(".json")]
    with ThreadPoolExecutor(_AT_ONCE if storage.is_remote(out) else 1) as pool:
        found = [_decoded(raw or b"", UnitDone, path)
                 for path, raw in zip(paths, pool.map(storage.content, paths), strict=True)]
    return {done.unit.id: done for done in found}


def finished(out: str) -> dict[str, UnitDone]:
    """What is done in an output that is to be used, by unit id. UsageError where it is no output of ours, was made by
    another version, or lacks the tables over all units."""
    try:
        held = storage.content(storage.joined(out, _RUN))
    except OSError as error:
        raise UsageError(f"{out} cannot be read: {' '.join(str(error.strerror or error).split())[:300]}.") from None
    if held is None:
        raise UsageError(f"{out} is no output of stemma scale.")
    run = _decoded(held, Run, out)
    if (run.format, run.stemma) != (FORMAT, __version__):
        other = f"Stemma {run.stemma}, not {__version__}" if run.stemma != __version__ else "a Stemma of another format"
        raise UsageError(f"{out} was made by {other}: run stemma scale again into another folder.")
    done, over_all = entries(out), joined(out)
    if over_all is None or over_all.basis != basis_of(done):
        raise UsageError(f"{out} is not finished: run stemma scale again with the same --out.")
    return done


def enter(out: str, done: UnitDone) -> None:
    """Note that a unit is done: the last thing that is written of it."""
    storage.put(_entry_path(out, done.unit), _encoded(done))


def forget(out: str, done: UnitDone) -> None:
    """Take back what was made of a unit's former bytes, the entry first."""
    storage.remove(_entry_path(out, done.unit))
    for file in done.files:
        storage.remove(storage.joined(out, file.path))


def joined(out: str) -> Joined | None:
    """The tables over all units; None where there are none yet."""
    held = storage.content(storage.joined(out, _JOINED))
    return _decoded(held, Joined, out) if held is not None else None


def note_joined(out: str, basis: str, files: Iterable[Written]) -> None:
    """Note that the tables over all units are in place."""
    storage.put(storage.joined(out, _JOINED), _encoded(Joined(basis, tuple(sorted(files, key=lambda f: f.path)))))


def basis_of(done: Mapping[str, UnitDone]) -> str:
    """A digest of the entries of units."""
    total = hashlib.sha256()
    for key in sorted(done):
        total.update(_encoded(done[key]))
    return total.hexdigest()


def tidied(out: str) -> dict[str, UnitDone]:
    """What is done, after a look at the output: files of units that have no entry are removed, and entries of which a
    file is missing or of another size are taken back. Tables over all units are taken back with any of their files."""
    there = {entry.path: entry.size for entry in storage.listed(out)}
    done = entries(out)
    for key, one in list(done.items()):
        if not _complete(out, one.files, there):
            forget(out, one)
            del done[key]
    over_all = joined(out)
    if over_all is not None and not _complete(out, over_all.files, there):
        storage.remove(storage.joined(out, _JOINED))
        over_all = None
    named = {storage.joined(out, file.path) for one in done.values() for file in one.files}
    named |= {storage.joined(out, file.path) for file in (over_all.files if over_all else ())}
    for path in _left_over(out, there, named):
        storage.remove(path)
    if not storage.is_remote(out):
        shutil.rmtree(Path(out, storage.UNFINISHED), ignore_errors=True)
    return done


def _complete(out: str, files: Iterable[Written], there: Mapping[str, int]) -> bool:
    return all(there.get(storage.joined(out, file.path)) == file.size for file in files)


def _left_over(out: str, there: Iterable[str], named: set[str]) -> Iterator[str]:
    """Tables and half-written files that belong to nothing that is done."""
    for path in there:
        if (path.endswith(".parquet") and path not in named) or path.endswith(storage.UNFINISHED):
            yield path


def _entry_path(out: str, unit: Unit) -> str:
    return storage.joined(out, _UNITS, f"{unit.id}.json")


def _encoded(value: Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def _decoded(raw: bytes, kind, where: str):
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError:
        raise UsageError(f"{where}: its manifest cannot be read; it is damaged or not ours.") from None
