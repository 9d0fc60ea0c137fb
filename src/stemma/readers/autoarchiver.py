"""Sheets of Bellingcat's auto-archiver, saved as CSV or TSV: one row is one report.

The columns are those that auto-archiver has by default, in any order, beside columns of one's own: Link, Archive
status, Archive location, Archive date, Upload timestamp, Upload title, Text content. The raw bytes of a report are its
row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from stemma.model import Document, Problem
from stemma.readers._decoding import decode
from stemma.readers._documents import STAGE, binary, found, make_document, not_utf8, stated_moment, stem_of
from stemma.readers._evidence import dated, differing, in_address
from stemma.readers._kinds import described
from stemma.readers._members import Names

EXTENSIONS = (".csv", ".tsv")

LARGEST_SHEET = 256 << 20  # bytes
_HEAD = 1 << 16  # bytes in which the names of the columns stand
# Field by column: the names that the tool has by default, and those that its guide to setting up a sheet gives.
_COLUMNS = {
    "link": "url", "archive status": "status", "archive location": "archive", "archive date": "retrieved",
    "upload timestamp": "published", "timestamp": "published", "upload title": "title", "title": "title",
    "text content": "text", "text": "text",
}
_NEEDED = frozenset(("url", "status"))  # without both the tool itself refuses a sheet
_BLANK = " \t\r\n\ufeff"


def recognise(raw: bytes) -> int:
    """2 for a table whose first line names the columns that every sheet of the tool has."""
    line = raw[:_HEAD].removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    return 2 * (set(_fields(line)) >= _NEEDED)


def read(path: str, raw: bytes) -> Iterator[tuple[Document, bytes] | Problem]:
    """Every row that has a text."""
    if len(raw) > LARGEST_SHEET:
        yield Problem(STAGE, path, "too-large", f"Skipped: a table of {len(raw):,} bytes.")
        return
    decoded = decode(raw)
    if decoded is None:
        yield binary(path)
        return
    lines = decoded.text.split("\n")
    fields = _fields(lines[0].lstrip("\ufeff"))
    if not set(fields) >= _NEEDED:
        yield Problem(STAGE, path, "unknown-format",
                      f"Skipped: a table without the columns Link and Archive status; it looks like {described(raw)}.")
        return
    if decoded.encoding != "utf-8":
        yield not_utf8(path, decoded)
    names = Names()
    for row, written in _rows(path, lines, _delimiter(lines[0])):
        if isinstance(row, Problem):
            yield row
        elif any(cell.strip() for cell in row):
            named = [(field, cell) for field, cell in zip(fields, row, strict=False) if field and cell.strip(_BLANK)]
            cells = {field: cell if field == "text" else cell.strip(_BLANK) for field, cell in named}
            yield from _report(path, written, cells, decoded.encoding, names)


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _fields(header: str) -> list[str]:
    """The field of each column, "" for one of somebody's own."""
    try:
        row = next(csv.reader([header.rstrip("\r\n")], delimiter=_delimiter(header)), [])
    except csv.Error:
        return []
    return [_COLUMNS.get(" ".join(name.split()).casefold(), "") for name in row]


class _Lines:
    """Lines for the CSV reader, which takes several for a row with line ends in a cell; keeps those of the row."""

    def __init__(self, lines: list[str]) -> None:
        self._lines, self.at, self.taken = lines, 1, []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at >= len(self._lines):
            raise StopIteration
        line = self._lines[self.at] + ("\n" if self.at + 1 < len(self._lines) else "")
        self.at += 1
        self.taken.append(line)
        return line


def _rows(path: str, lines: list[str], delimiter: str) -> Iterator[tuple[list[str] | Problem, tuple[int, str]]]:
    """Each row after the first with the number of its first line and its words as they stand in the file."""
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        begins, source.taken = source.at + 1, []
        try:
            row: list[str] | Problem = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row = Problem(STAGE, path, "bad-row", f"Skipped: the row cannot be read ({error}).", f"line {begins}")
        yield row, (begins, "".join(source.taken).rstrip("\r\n"))


def _report(path: str, written: tuple[int, str], cells: dict[str, str], encoding: str,
            names: Names) -> Iterator[tuple[Document, bytes] | Problem]:
    """The report in one row."""
    line, row = written
    place = f"line {line}"
    if not cells.get("text"):
        status = f" (archive status: {cells['status'][:60]!r})" if cells.get("status") else ""
        about = f"; the archived post is {cells['url'][:200]}" if cells.get("url") else ""
        yield Problem(STAGE, path, "no-text", f"Skipped: the row has no text{status}{about}.", place)
        return
    stated = dated(cells.get("published", ""), "column Upload timestamp")
    if stated is None and cells.get("published"):
        yield Problem(STAGE, path, "bad-date", f"Date left out: {cells['published'][:40]!r} is not ISO 8601.", place)
    address = in_address(cells.get("url"))
    yield from differing([one for one in (stated, address) if one], path, place)
    raw = row.encode(encoding, "replace")
    stem = stem_of(path, EXTENSIONS)
    document = make_document(
        name=names.fresh(f"{stem}:{cells['url']}" if cells.get("url") else f"{stem}:{line}"), raw=raw,
        text=cells["text"], media_type="text/csv", path=path, url=cells.get("url"), title=cells.get("title"),
        published=stated.day if stated else None, retrieved=stated_moment(cells.get("retrieved", "")))
    yield from found(document, raw, place)
