"""The tables of one unit: rows are spooled to the disk as they come, so that memory stays flat, then written as
Parquet, one file for each table and month, and put in place when the unit is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from stemma.scale import storage
from stemma.scale.nouns import Written
from stemma.scale.rows import Row
from stemma.scale.schema import UNIT_TABLES, Table, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

HELD = 32 << 20  # bytes of rows held in memory before they are spooled, and of a row group, about
_CELL = 24  # bytes that a cell takes, about, beside its content
_LONG = frozenset((str, bytes, list))  # cells with content


def check_cells(rows: Iterable[Row]) -> None:
    """Raises ValueError for what no table can hold: text that is no Unicode, numbers beyond 64 bits."""
    for row in rows:
        for cell in row:
            kind = type(cell)
            if kind is str:
                if not cell.isascii():
                    cell.encode("utf-8")
            elif kind is int and cell.bit_length() > 63:
                raise ValueError("a number of over 64 bits")


class Spool:
    """Rows of one table on the disk, in batches that are each of one month."""

    def __init__(self, table: Table, folder: Path) -> None:
        self.table = table
        self.rows = 0
        self._path = folder / f"{table.name}.spool"
        self._waiting: dict[str, list[Row]] = {}
        self._months: list[tuple[str, int]] = []  # of each batch on the disk; its bytes
        self._sink: pa.RecordBatchFileWriter | None = None

    def add(self, month: str, row: Row) -> int:
        """Take a row, and say how many bytes it has, about; month "" for tables that are not kept by month."""
        self._waiting.setdefault(month, []).append(row)
        self.rows += 1
        return _CELL * len(row) + sum([len(cell) for cell in row if type(cell) in _LONG])

    def flush(self) -> None:
        """Write what waits to the disk."""
        import pyarrow as pa

        schema = arrow_schema(self.table)
        for month, rows in sorted(self._waiting.items()):
            columns = zip(*rows, strict=True)
            batch = pa.record_batch([pa.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)],
                                    schema=schema)
            if self._sink is None:
                self._sink = pa.ipc.new_file(str(self._path), schema)
            self._sink.write_batch(batch)
            self._months.append((month, batch.nbytes))
        self._waiting.clear()

    def finished(self) -> Iterator[tuple[str, int, Path]]:
        """A Parquet file for each month, in the order of the months, with its rows; for the caller to move away."""
        import pyarrow as pa

        self.flush()
        if self._sink is None:
            return
        self._sink.close()
        with pa.memory_map(str(self._path)) as source:
            spooled = pa.ipc.open_file(source)
            for month in sorted({month for month, _ in self._months}):
                path = self._path.with_suffix(f".{month}.parquet")
                numbers = [number for number, (own, _) in enumerate(self._months) if own == month]
                yield month, self._write(path, spooled, numbers), path
        self._path.unlink()

    def _write(self, path: Path, spooled: pa.RecordBatchFileReader, numbers: list[int]) -> int:
        """One Parquet file of these batches, and how many rows it has; small batches go into one row group."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows = 0
        with pq.ParquetWriter(path, arrow_schema(self.table), compression="zstd") as writer:
            together, size = [], 0
            for number in numbers:
                together.append(spooled.get_batch(number))
                size += self._months[number][1]
                rows += together[-1].num_rows
                if size >= HELD or number == numbers[-1]:
                    writer.write_table(pa.Table.from_batches(together), row_group_size=1 << 20)
                    together, size = [], 0
        return rows


class UnitTables:
    """All the tables of one unit."""

    def __init__(self, folder: Path, name: str) -> None:
        """folder: for what is being written; name: of the unit's file in each folder of a table, without ending."""
        self._name = name
        self._held = 0  # bytes in memory, about
        self._spools = {table.name: Spool(table, folder) for table in UNIT_TABLES}

    def add(self, table: Table, row: Row, month: str = "") -> None:
        """Take a row of a table."""
        self._held += self._spools[table.name].add(month, row)
        if self._held > HELD:
            for spool in self._spools.values():
                spool.flush()
            self._held = 0

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: spool.rows for name, spool in self._spools.items()}

    def put(self, out: str) -> tuple[Written, ...]:
        """Put all tables in place."""
        finished = []
        for table_name, spool in self._spools.items():
            for month, rows, path in spool.finished():
                folders = (table_name, f"month={month}") if month else (table_name,)
                below = "/".join((*folders, f"{self._name}.parquet"))
                finished.append((Written(below, rows, path.stat().st_size), path))
        if not storage.is_remote(out):
            storage.settle(path for _, path in finished)
        for written, path in finished:
            storage.move_into(path, storage.joined(out, written.path), settled=True)
        return tuple(written for written, _ in finished)
