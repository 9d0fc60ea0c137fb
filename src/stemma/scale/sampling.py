"""Parts of files, read as a run would read them, and what was found and spent on each.

A part is cut where records, lines or rows begin, so that each in it is whole. Places of parts are spread evenly over
the bytes of all files.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter, process_time

import msgspec
from msgspec import Struct

from stemma.model import Problem
from stemma.scale import engine, storage, work
from stemma.scale.nouns import Task, Unit, Wanted
from stemma.scale.opening import pieces_of
from stemma.scale.tables import UnitTables

PARTS = 24  # places that are looked at
PART = 1 << 18  # bytes of one as they lie in the file, about
_WIDER = 8 << 20  # bytes that are read where no record begins and ends in so many
_ROWS = 400  # of a Parquet file
_GZIP = b"\x1f\x8b\x08"
_WARC = b"\r\n\r\nWARC/1."
_FIRST = {"id": "first", "text": "Rockets killed at least 12 people and wounded 30 others in Kyiv on Monday, the "
          "governor said. \"We have never seen anything like this,\" he told reporters."}


class Place(Struct, frozen=True):
    """Where a part is looked for."""

    unit: Unit
    at: int  # byte at which it begins, about
    whole: bool  # the part is all of the file


class Lap(Struct):
    """What a step of the work took."""

    times: int = 0
    seconds: float = 0.0


class Sampled(Struct, frozen=True):
    """What was found in a part and spent on it."""

    unit: str  # Unit.id
    size: int  # bytes of the file that the part stands for
    seen: int
    kept: int
    seconds: float  # of one processor, with the wait for storage that is not on this machine
    ending: float  # seconds that its tables took to be put in place, which every file takes once
    written: int  # bytes of tables
    laps: dict[str, Lap]
    memory: int  # bytes that the process had used at most by then


def places_of(units: Sequence[Unit]) -> list[Place]:
    """Where to look; whole files where all of them together are small."""
    total = sum(unit.size for unit in units)
    if total <= PARTS * PART:
        return [Place(unit, 0, True) for unit in units]
    found: dict[tuple[str, int], Place] = {}
    for number in range(PARTS):
        at = int((number + 0.5) / PARTS * total)
        for unit in units:
            if at < unit.size:
                whole = unit.size <= 2 * PART
                start = 0 if whole or number % 4 == 0 else at  # beginnings of files are looked at too
                found[unit.id, start] = Place(unit, start, whole)
                break
            at -= unit.size
    return list(found.values())


def sampled(packed: bytes) -> bytes:
    """What lies in a part: a function for another process, which takes and gives packed nouns."""
    place, wanted = msgspec.msgpack.decode(packed, type=tuple[Place, Wanted])
    with tempfile.TemporaryDirectory(prefix="stemma-") as name:
        folder = Path(name)
        began = perf_counter()
        cut, size = _cut(place)
        waited = perf_counter() - began if storage.is_remote(place.unit.path) else 0.0
        part = folder / "part"
        part.write_bytes(cut)
        del cut
        return msgspec.msgpack.encode(_measured(part, place.unit, wanted, folder, size, waited))


def warmed(_: int) -> None:
    """Load what a worker loads once, so that no part pays for it."""
    with tempfile.TemporaryDirectory(prefix="stemma-") as name:
        part = Path(name, "part")
        part.write_bytes(json.dumps(_FIRST).encode())
        _measured(part, Unit("u-first", "first.jsonl", 1, ""), Wanted(), Path(name), 1, 0.0)
    with suppress(ImportError):
        engine.quiet()
        import daft  # noqa: F401  what a worker holds besides
    gc.collect()


def _measured(part: Path, unit: Unit, wanted: Wanted, folder: Path, size: int, waited: float) -> Sampled:
    """Do the work of a unit on a part, its steps timed."""
    laps = {step: Lap() for step in work.STEPS}
    before = began = process_time()

    def lap(step: str) -> None:
        nonlocal before
        now = process_time()
        laps[step].times += 1
        laps[step].seconds += now - before
        before = now

    one = work.OneUnit(Task(unit, str(folder / "out"), wanted), UnitTables(folder, "part"), lap)
    for piece in pieces_of(part, unit.path):
        if isinstance(piece, Problem):
            one.note(piece)
        else:
            one.look_at(piece)
    end = process_time()
    written = sum(file.size for file in one.tables.put(str(folder / "out")))
    ending = process_time() - end
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Sampled(unit.id, size, one.seen, one.kept, end - began + waited, ending, written, laps, most)


# ------------------------------------------------------------------------------------------------------------ cutting


def _cut(place: Place) -> tuple[bytes, int]:
    """A part's bytes, as a file of their own, and how many bytes of the file they stand for."""
    unit = place.unit
    if place.whole:
        return _bytes(unit, 0, unit.size), unit.size
    head = _bytes(unit, 0, 64)
    if head.startswith(b"PAR1"):
        return _of_parquet(place)
    if not head.startswith(_GZIP):
        starts = _records if head.startswith(b"WARC/") else _lines
    elif zlib.decompressobj(31).decompress(_bytes(unit, 0, 4096)).startswith(b"WARC/"):
        starts = _members
    else:
        return _of_packed_lines(unit)
    for length in (PART, _WIDER):
        raw = _bytes(unit, place.at, length)
        found = list(starts(raw, place.at == 0))
        if place.at + len(raw) >= unit.size:
            found.append(len(raw))
        if len(found) > 1:
            return raw[found[0]:found[-1]], found[-1] - found[0]
    return _bytes(unit, 0, unit.size), unit.size


def _bytes(unit: Unit, at: int, length: int) -> bytes:
    with storage.filesystem(unit.path).open_input_file(storage.inner(unit.path)) as file:
        file.seek(at)
        return file.read(length)


def _members(raw: bytes, from_the_start: bool) -> Iterator[int]:
    """Where packed records begin."""
    at = raw.find(_GZIP)
    while at >= 0:
        try:
            if zlib.decompressobj(31).decompress(raw[at:at + 512], 16).startswith(b"WARC/"):
                yield at
        except zlib.error:  # the same three bytes, by chance
            pass
        at = raw.find(_GZIP, at + 1)


def _records(raw: bytes, from_the_start: bool) -> Iterator[int]:
    """Where records that are not packed begin."""
    if from_the_start:
        yield 0
    at = raw.find(_WARC)
    while at >= 0:
        yield at + 4
        at = raw.find(_WARC, at + 4)


def _lines(raw: bytes, from_the_start: bool) -> Iterator[int]:
    """Where the first line begins, and the last."""
    first, last = raw.find(b"\n") + 1, raw.rfind(b"\n") + 1
    if from_the_start:
        first = 0
    if last > first:
        yield first
        yield last


def _of_packed_lines(unit: Unit) -> tuple[bytes, int]:
    """The beginning of packed lines, unpacked: what stands further on cannot be had without it."""
    raw = _bytes(unit, 0, PART)
    unpacked = zlib.decompressobj(31).decompress(raw)
    end = unpacked.rfind(b"\n") + 1 or len(unpacked)
    return unpacked[:end], max(1, round(len(raw) * end / max(1, len(unpacked))))


def _of_parquet(place: Place) -> tuple[bytes, int]:
    """Some rows of a Parquet file, as a file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    unit = place.unit
    with storage.filesystem(unit.path).open_input_file(storage.inner(unit.path)) as source, \
            pq.ParquetFile(source) as file:
        rows, groups = file.metadata.num_rows, file.metadata.num_row_groups
        group = min(groups - 1, place.at * groups // unit.size)
        found = next(file.iter_batches(_ROWS, row_groups=[group]))
        sink = pa.BufferOutputStream()
        pq.write_table(pa.Table.from_batches([found]), sink)
    return sink.getvalue().to_pybytes(), max(1, round(unit.size * found.num_rows / max(1, rows)))
