"""JSON lines: one report per line, {id?, url?, outlet?, published?, title?, text|html}.

`date` is read where `published` is missing and `publisher` where `outlet` is; other keys are ignored. The raw bytes of
a report are its line, without the line end.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

import msgspec

from stemma.model import Document, Problem
from stemma.readers import _packing
from stemma.readers._decoding import decode
from stemma.readers._documents import STAGE, binary, found, make_document, not_utf8, stated_date, stem_of
from stemma.readers._json import decoded as decoded_json
from stemma.readers._json import told_of_halves

EXTENSIONS = (".jsonl", ".jsonl.gz")
PACKED = True  # gzip files are unpacked here, line by line

LONGEST_LINE = 64 << 20  # bytes
_BLANK = " \t\r\n\ufeff"
_BLANK_BYTES = b" \t\r\n\xef\xbb\xbf"
_HEAD = 1 << 16  # bytes of the first line that are looked at
_TEXT_FIELD = re.compile(rb'"(?:text|html)"\s*:\s*"')


class Line(msgspec.Struct):
    """What a JSON line may state."""

    id: str | int | None = None
    url: str | None = None
    outlet: str | None = None
    publisher: str | None = None
    published: str | None = None
    date: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None


_DECODER = msgspec.json.Decoder(Line)


def recognise(raw: bytes) -> int:
    """1 where the first line begins as an object with a text does; the fields of other formats are surer marks."""
    line = raw[:_HEAD].lstrip(_BLANK_BYTES).split(b"\n", 1)[0]
    return int(line.startswith(b"{") and _TEXT_FIELD.search(line) is not None)


def read(path: str, raw: bytes) -> Iterator[tuple[Document, bytes] | Problem]:
    """Every report in a file of JSON lines; a bad line is a Problem with its number, and the next is read."""
    for one in lines(path, io.BytesIO(raw), len(raw)):
        yield from [one] if isinstance(one, Problem) else report(path, *one)


def lines(path: str, stream: BinaryIO, size: int) -> Iterator[tuple[int, bytes] | Problem]:
    """The lines of an open file of so many bytes, packed or not, with their numbers from 1; blank ones are left out.
    One line at a time is held in memory."""
    packed = stream.read(2) == _packing.GZIP
    stream.seek(0)
    limit = max(_packing.LARGEST_GROWTH * size, _packing.GROWTH_FLOOR) if packed else size
    if packed:
        stream = io.BufferedReader(gzip.GzipFile(fileobj=stream), 1 << 16)
    number = taken = 0
    try:
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            taken += len(line)
            if len(line) > LONGEST_LINE or taken > limit:
                what = f"the file unpacks to over {limit:,}" if taken > limit else f"a line of over {LONGEST_LINE:,}"
                yield Problem(STAGE, path, "too-large", f"Stopped here: {what} bytes.", f"line {number}")
                return
            if not line.isspace():
                yield number, line.rstrip(b"\r\n")
    except (OSError, EOFError, zlib.error) as error:
        yield Problem(STAGE, path, "bad-gzip", f"Stopped here: the packed file is damaged ({error}).", f"line {number}")


def report(path: str, number: int, raw: bytes, unit: str = "line") -> Iterator[tuple[Document, bytes] | Problem]:
    """The report on one line. unit: what the number counts."""
    place = f"{unit} {number}"
    decoded = decode(raw)
    if decoded is None:
        yield binary(path, place)
        return
    written = decoded.text.strip(_BLANK)
    if not written:
        return
    if decoded.encoding != "utf-8":
        yield not_utf8(path, decoded, place)
    try:
        line, halves = decoded_json(_DECODER, written.encode("utf-8"))
    except (msgspec.DecodeError, RecursionError) as error:
        yield Problem(STAGE, path, "bad-json", f"Skipped: not a report in JSON ({error}).", place)
        return
    text, metadata = _text_of(line)
    if not text.strip(_BLANK):
        yield Problem(STAGE, path, "no-text", "Skipped: the line has no text.", place)
    elif "\0" in text:
        yield binary(path, place)
    else:
        day, problem = _published(line, path, place)
        if problem:
            yield problem
        if halves:
            yield told_of_halves(path, halves, place)
        document = make_document(
            name=_name(line, path, number), raw=raw, text=text, media_type="application/json", path=path,
            url=line.url or metadata.get("url"), outlet=line.outlet or line.publisher or metadata.get("outlet"),
            title=line.title or metadata.get("title"), published=day or metadata.get("published"),
        )
        yield from found(document, raw, place)


def page_of(raw: bytes) -> bytes | None:
    """The web page of a line that has one and no text, for a look at it before its text is found."""
    if b'"html"' not in raw:
        return None
    try:
        line, _ = decoded_json(_DECODER, raw)
    except (msgspec.DecodeError, RecursionError):
        return None
    return line.html.encode("utf-8") if line.text is None and line.html else None


def _text_of(line: Line) -> tuple[str, dict[str, object]]:
    """The text given, or the text and metadata of the page given."""
    if line.text is not None or not line.html:
        return line.text or "", {}
    from stemma.readers.html import text_and_metadata

    return text_and_metadata(line.html)


def _published(line: Line, path: str, place: str) -> tuple[date | None, Problem | None]:
    """The day stated; a date that is no ISO date is left out and said so."""
    value = line.published or line.date
    if not value:
        return None, None
    if day := stated_date(value):
        return day, None
    return None, Problem(STAGE, path, "bad-date", f"Date left out: {value[:40]!r} is not ISO 8601.", place)


def _name(line: Line, path: str, number: int) -> str:
    """The line's own id, else the file's stem and the line number."""
    given = "" if line.id is None else str(line.id).strip()
    return given or f"{stem_of(path, EXTENSIONS)}:{number}"
