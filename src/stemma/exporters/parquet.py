"""All claims as a Parquet table with typed columns; needs pyarrow, pip install 'stemma[parquet]'.

The columns are those of the format `csv`; what is not known is null, and no cell needs to be defused.
"""

from __future__ import annotations

import io
from datetime import date
from types import ModuleType

from stemma.errors import UsageError
from stemma.exporters import tables_csv
from stemma.exporters._options import PLAIN, Options
from stemma.model import Record

FORMAT = "parquet"
MEDIA_TYPE = "application/vnd.apache.parquet"
EXTENSION = ".parquet"
CHOOSE = True
NEEDS = "pyarrow"

COLUMNS = tables_csv.COLUMNS
NUMBERS = ("start", "end", "low", "high")
DAYS = ("published", "incident_date")
LARGEST = 2**63 - 1  # of a whole number in the table; a larger figure is null, `figure` has its words


def export(record: Record, options: Options = PLAIN) -> bytes:
    """The file's bytes. Raises UsageError without pyarrow."""
    arrow, files = _pyarrow()
    types = {**dict.fromkeys(NUMBERS, arrow.int64()), **dict.fromkeys(DAYS, arrow.date32())}
    schema = arrow.schema([(name, types.get(name, arrow.string())) for name in COLUMNS])
    rows = [{name: _typed(name, row.get(name)) for name in COLUMNS} for row in tables_csv.claim_rows(record)]
    out = io.BytesIO()
    whole = arrow.Table.from_pylist(rows, schema=schema)
    files.write_table(whole.select(options.kept(COLUMNS)), out)
    return out.getvalue()


def _pyarrow() -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet files need pyarrow, which is not installed: pip install 'stemma[parquet]'.") from None
    return pyarrow, pyarrow.parquet


def _typed(name: str, value: object) -> object:
    if value is None or value == "":
        return None
    if name in DAYS:
        return date.fromisoformat(str(value))
    if name in NUMBERS:
        return value if isinstance(value, int) and value <= LARGEST else None
    return str(value)
