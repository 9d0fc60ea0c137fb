"""How rows get from one step of a join to the next: files of parts, of which each task of the next step reads its own.

A task writes one Arrow file with a record batch for each task of the next step; that one takes its batch from the
files of all. So every row is written once and read once, nothing is held that is not worked on, and a step that was
ended goes on with the tasks whose files are missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from stemma.copies.shingles import mixed
from stemma.ids import LENGTH, make_id
from stemma.scale import storage

if TYPE_CHECKING:
    import pyarrow as pa

HOME_BITS = np.uint64(16)
MOST_HOMES = 1 << 16

Codes = NDArray[np.uint64]  # documents: the 48 bits of the id, then 16 bits for the home
Rows = dict[str, NDArray | list]  # columns by name


class Piece(Struct, frozen=True):
    """Some row groups of a Parquet file."""

    path: str  # below the output
    first: int
    groups: int  # 0: all


class Home(Struct, frozen=True):
    """Documents that are read together."""

    number: int
    pieces: tuple[Piece, ...]


class Plan(Struct, frozen=True):
    """What the tasks of a join share."""

    out: str
    folder: str  # below the output, for what the steps hand on
    homes: int  # of the table keys
    tellers: int  # homes of the table happenings
    buckets: int  # of keys, of pairs and of documents: what one task looks at
    slices: int  # that the chosen pairs of a bucket are compared in, each by a task
    few: bool  # whether there are so few documents that starting processes for a step takes longer than the step

    @property
    def comparers(self) -> int:
        """Tasks that compare pairs."""
        return self.buckets * self.slices

    def file(self, step: str, number: int) -> str:
        """Where a task's file lies."""
        return storage.joined(self.out, self.folder, f"{step}-{number:05d}")

    def files(self, step: str, count: int) -> list[str]:
        """The files of all tasks of a step."""
        return [self.file(step, number) for number in range(count)]


class Task(Struct, frozen=True):
    """One task of one step."""

    plan: Plan
    step: str
    number: int
    home: Home | None = None  # of steps that read the tables of the units


def codes_of(ids: Iterable[str], home: int) -> Codes:
    """Documents as numbers that stand in the order of their ids, with the home that they are read from.

    ids: as make_id gives them; their 48 bits are the number.
    """
    numbers = np.fromiter((int(one[-LENGTH:], 16) for one in ids), np.uint64)
    return numbers << HOME_BITS | np.uint64(home)


def doc_of(code: int) -> str:
    """The id of a document again."""
    return f"d-{int(code) >> int(HOME_BITS):0{LENGTH}x}"


def homes_of(codes: Codes) -> NDArray[np.int64]:
    """The home of each document."""
    return (codes & np.uint64(MOST_HOMES - 1)).astype(np.int64)


def parts_of(codes: Codes, count: int) -> NDArray[np.int64]:
    """To which of so many parts each document falls, wherever it is read from."""
    return _spread(codes >> HOME_BITS, count)


def buckets_of(keys: Codes, count: int) -> NDArray[np.int64]:
    """To which of so many buckets each key falls."""
    return _spread(keys, count)


def _spread(values: Codes, count: int) -> NDArray[np.int64]:
    return (mixed(values.copy()) % np.uint64(count)).astype(np.int64)


def bucket_of_name(name: str, count: int) -> int:
    """To which of so many buckets a name falls."""
    return int(make_id("b", name)[2:], 16) % count


def parted(rows: Rows, parts: NDArray[np.int64], count: int) -> Iterator[Rows]:
    """Rows, numpy columns all, by the part that each falls to, in their order."""
    order = np.argsort(parts, kind="stable")
    bounds = np.searchsorted(parts[order], np.arange(count + 1))
    for part in range(count):
        own = order[bounds[part] : bounds[part + 1]]
        yield {name: column[own] for name, column in rows.items()}


def put(plan: Plan, step: str, number: int, parts: Iterable[Rows], types: dict[str, str]) -> None:
    """Put a task's file in place: a record batch for each part. types: of the columns, as Arrow names them."""
    import pyarrow as pa

    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in types.items()])
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with storage.working_folder(plan.out, f"{step}-{number}") as folder:
        path = folder / "parts"
        with pa.ipc.new_file(str(path), schema, options=options) as sink:
            for rows in parts:
                sink.write_batch(pa.record_batch([pa.array(rows[name], field.type)
                                                  for name, field in zip(types, schema, strict=True)], schema=schema))
        storage.move_into(path, plan.file(step, number))


def taken(files: Sequence[str], part: int) -> pa.Table:
    """The rows of one part from the files of all tasks, in the order of the files."""
    import pyarrow as pa

    batches = []
    for where in files:
        with storage.filesystem(where).open_input_file(storage.inner(where)) as source:
            batches.append(pa.ipc.open_file(source).get_batch(part))
    return pa.Table.from_batches(batches)


def column(table: pa.Table, name: str) -> NDArray:
    """A column of numbers."""
    return table.column(name).to_numpy()


def row_groups(plan: Plan, home: Home, columns: Sequence[str]) -> Iterator[pa.Table]:
    """The row groups of a home, one by one."""
    import pyarrow.parquet as pq

    for piece in home.pieces:
        where = storage.joined(plan.out, piece.path)
        with storage.filesystem(where).open_input_file(storage.inner(where)) as source:
            file = pq.ParquetFile(source)
            for group in range(piece.first, piece.first + piece.groups if piece.groups else file.num_row_groups):
                yield file.read_row_group(group, columns=list(columns))


def rows_beside(plan: Plan, home: Home, table: str, key: str, wanted: Collection[str], columns: Sequence[str]
                ) -> Iterator[tuple]:
    """The rows of another table of the same units whose key is wanted: the key and some columns. Row groups without
    any are not read."""
    import pyarrow.parquet as pq

    for path in sorted({piece.path for piece in home.pieces}):
        where = storage.joined(plan.out, table, path.partition("/")[2])
        with storage.filesystem(where).open_input_file(storage.inner(where)) as source:
            file = pq.ParquetFile(source)
            for group in range(file.num_row_groups):
                keys = file.read_row_group(group, columns=[key]).column(0).to_pylist()
                if rows := [row for row, own in enumerate(keys) if own in wanted]:
                    found = file.read_row_group(group, columns=list(columns)).take(rows)
                    yield from zip((keys[row] for row in rows), *(found.column(name).to_pylist() for name in columns),
                                   strict=True)
