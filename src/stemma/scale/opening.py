"""What lies in one file of the input, one piece after another: pages of archives, lines, rows. The readers of
stemma.readers make the documents, so that each is the one that `stemma build` would read from the same file.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from stemma.model import Document, Problem
from stemma.readers import LARGEST_FILE, STAGE, _packing, jsonl, read_bytes, reader_for, told_by_content, warc
from stemma.readers._documents import stem_of
from stemma.readers._members import Names
from stemma.readers._warc_records import unpacked

Found = tuple[Document, bytes] | Problem

_HEAD = 1 << 16  # bytes that a file's kind is told by
_PARQUET = b"PAR1"
_ROWS = 64  # of a Parquet file that are held in memory
_LET_GO = 64 << 20  # bytes of a mapped file after which those behind are given back
_COLUMNS = tuple(field.name for field in msgspec.structs.fields(jsonl.Line))


class Piece(Struct, frozen=True):
    """A page, line or row that may be a document."""

    place: str
    url: str | None
    page: bytes | None  # the page as received, unpacked, where it is cheaper to look at than its text
    read: Callable[[], Iterator[Found]]  # the document in it, or why there is none


def pieces_of(local: Path, path: str) -> Iterator[Piece | Problem]:
    """Every piece of a file, and what is wrong with the file. Memory does not grow with the file, but for kinds of
    files that only stemma.readers know.

    local: where its bytes lie on this machine; path: what it is called in documents and messages. Raises OSError.
    """
    with open(local, "rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_PARQUET):
        yield from _of_parquet(local, path)
        return
    inside = _packing.gunzip(head, _HEAD, members=1).raw if head.startswith(_packing.GZIP) else head
    reader = told_by_content(inside) or reader_for(path)
    if reader is warc and head.strip():
        yield from _of_warc(local, path)
    elif reader is jsonl and head.strip():
        yield from _of_lines(local, path)
    elif local.stat().st_size > LARGEST_FILE:
        yield Problem(STAGE, path, "too-large", f"Skipped: over {LARGEST_FILE:,} bytes of a kind that is not streamed.")
    else:
        for found in read_bytes(path, local.read_bytes()):
            yield found if isinstance(found, Problem) else _read_already(found)


def _of_warc(local: Path, path: str) -> Iterator[Piece | Problem]:
    with open(local, "rb") as file:
        raw = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # let go of when nothing looks into it any more
    behind = 0
    for one in warc.archived(path, raw, stem_of(path, warc.EXTENSIONS), Names()):
        if isinstance(one, Problem):
            yield one
            continue
        record = one.record
        body = unpacked(record, warc.LARGEST_PAGE)
        yield Piece(warc.place_of(record), record.url or None, None if not body or body.startswith(b"%PDF-") else body,
                    partial(warc.reports, path, one, body))
        if record.offset - behind > _LET_GO and hasattr(raw, "madvise"):
            behind = record.offset
            raw.madvise(mmap.MADV_DONTNEED)


def _of_lines(local: Path, path: str) -> Iterator[Piece | Problem]:
    with open(local, "rb") as file:
        for one in jsonl.lines(path, file, local.stat().st_size):
            if isinstance(one, Problem):
                yield one
            else:
                number, raw = one
                read = partial(jsonl.report, path, number, raw)
                yield Piece(f"line {number}", None, jsonl.page_of(raw), read)


def _of_parquet(local: Path, path: str) -> Iterator[Piece | Problem]:
    """The rows of a Parquet file, each as the JSON line with the same fields."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(local) as file:
            columns = [name for name in file.schema_arrow.names if name in _COLUMNS]
            if not {"text", "html"}.intersection(columns):
                yield Problem(STAGE, path, "no-text", "Skipped: it has no column text or html.")
                return
            for batch in file.iter_batches(_ROWS, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield _of_row(row, number, path)
    except (pa.ArrowException, ValueError, OverflowError) as error:
        message = f"Stopped here: the file is damaged ({' '.join(str(error).split())[:200]})."
        yield Problem(STAGE, path, "damaged", message, f"row {number + 1}")


def _of_row(row: dict[str, object], number: int, path: str) -> Piece:
    raw = msgspec.json.encode({name: value for name, value in row.items() if value is not None})
    url = row.get("url")
    return Piece(f"row {number}", url if isinstance(url, str) else None, jsonl.page_of(raw),
                 partial(jsonl.report, path, number, raw, "row"))


def _read_already(found: tuple[Document, bytes]) -> Piece:
    document = found[0]
    return Piece(document.name, document.url, None, partial(iter, (found,)))
