"""The tables over all files: each part written by its task beside what the steps hand on, all put in place at the end.

Until they are in place under their own names nothing reads them, and a run that is ended leaves none half done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from stemma.scale import storage
from stemma.scale.exchange import Plan
from stemma.scale.nouns import Written
from stemma.scale.schema import EDGES, JOINED_TABLES, Table, arrow_schema

ROWS = 10_000  # written at a time: a row group


def put_table(plan: Plan, table: Table, number: int, rows: Iterable[tuple]) -> None:
    """Put a task's rows of a table in place, beside what the steps hand on; nothing but the file where there are none.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, rows = arrow_schema(table), iter(rows)
    with storage.working_folder(plan.out, f"{table.name}-{number}") as folder:
        path = folder / "rows"
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            while some := list(islice(rows, ROWS)):
                columns = zip(*some, strict=True)
                arrays = [pa.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)]
                writer.write_batch(pa.record_batch(arrays, schema=schema))
        storage.move_into(path, plan.file(table.name, number))


def put_in_place(plan: Plan) -> Iterator[Written]:
    """Give the tables' files their own names; empty ones are left out."""
    import pyarrow.parquet as pq

    for table in JOINED_TABLES:
        count = plan.comparers if table is EDGES else plan.buckets
        for number, where in enumerate(plan.files(table.name, count)):
            if storage.described(where) is None:  # nothing to be joined
                continue
            filesystem = storage.filesystem(where)
            with filesystem.open_input_file(storage.inner(where)) as source:
                rows = pq.ParquetFile(source).metadata.num_rows
            if not rows:
                continue
            below = f"{table.name}/part-{number:05d}.parquet"
            there = storage.joined(plan.out, below)
            if not storage.is_remote(there):
                filesystem.create_dir(storage.joined(plan.out, table.name))
            filesystem.copy_file(storage.inner(where), storage.inner(there))
            yield Written(below, rows, filesystem.get_file_info(storage.inner(there)).size)
