"""Tables as text: RFC 4180 CSV in UTF-8, in which no cell runs.

A cell that a spreadsheet would take for a formula gets a leading apostrophe (`defuse`); `restore` takes it off again.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from stemma.exporters._options import PLAIN, Options

Cell = str | int | float | bool | None
# Beginnings that start a formula or hide one, https://owasp.org/www-community/attacks/CSV_Injection; apostrophes before
# them count too, so that what was defused can be told from what was written so.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can tell; equal content gives equal bytes


def defuse(cell: str) -> str:
    """The cell, unable to run as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """The cell as it was before defuse."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell


def written(value: Cell) -> str | int | None:
    """A value as it stands in a cell: words defused, degrees with four decimals, nothing where nothing is known."""
    if isinstance(value, str):
        return defuse(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.4f}" if isinstance(value, float) else value


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], options: Options = PLAIN, *,
          under: Sequence[str] = (), mark: bool = False) -> bytes:
    """A CSV file with a header, of the columns asked for; `under` is one more line below it.

    mark: whether it begins with a byte order mark, which spreadsheets need to show names right and which programs
    take for a part of the first column's name. Raises ValueError where a row has a column that the table has not.
    """
    out = io.StringIO(newline="")
    kept = options.kept(columns)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(kept)
    if under:
        tags = dict(zip(columns, under, strict=True))
        writer.writerow(tags[name] for name in kept)
    for row in rows:
        if unknown := row.keys() - set(columns):
            raise ValueError(f"no such column: {', '.join(sorted(unknown))}")
        writer.writerow(written(row.get(name)) for name in kept)
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def bundle(files: Mapping[str, bytes]) -> bytes:
    """A zip file with these files in it, in this order; every file bears the same date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # not the machine it was made on
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return out.getvalue()
