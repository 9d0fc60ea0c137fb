"""The records of a WARC archive (ISO 28500), as far as they can be had: damage in one costs no other record.

gzip members are unpacked here with a bound, so that the place of every record is known and a bomb ends; fastwarc takes
their records apart.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from base64 import b32encode
from collections.abc import Iterator
from datetime import datetime
from mmap import mmap

from msgspec import Struct

from stemma.readers import _packing
from stemma.readers._documents import stated_moment

LARGEST_MEMBER = 256 << 20  # bytes unpacked; a member holds one record, in old archives all of them
MOST_TRIES = 1000  # places after damage where a record may go on
_HEADER_BYTES = 64 << 10  # of a record's or an answer's header
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})\b")
_CHUNK = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]{0,200})?\r\n")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


class Record(Struct, frozen=True):
    """One record: what its header says, and its payload as it lies in the archive."""

    offset: int  # bytes from the archive's start to the record, or to the gzip member that holds it
    kind: str  # "response", "resource", "revisit", "request" ...
    id: str
    url: str
    at: datetime | None  # when it was received
    media_type: str  # as stated, small letters, without parameters
    charset: str | None
    status: int | None  # of an HTTP answer
    codings: tuple[str, ...]  # of the payload, in the order in which they are to be undone
    payload: bytes
    payload_digest: str = ""  # as stated; by it a revisit finds what it saw again
    refers_to: tuple[str, ...] = ()  # what a revisit names: a record's id, an address and a time
    truncated: str = ""  # why the collector cut the payload off
    bad_digest: bool = False  # whether the stated digest is another than that of the bytes


class Stop(Struct, frozen=True):
    """Why and where an archive could not be read on, or not be read at a place."""

    offset: int
    code: str  # "cut-off", "damaged", "too-large"
    url: str = ""


def records(raw: bytes | mmap, start: int = 0) -> Iterator[Record | Stop]:
    """Every record of an archive, packed or not, from an offset on. One record at a time is unpacked."""
    yield from _packed(raw, start) if raw[:2] == _packing.GZIP else _plain(raw, start)


def record_at(raw: bytes, offset: int, own: str) -> Record | None:
    """The record with this id at an offset; its gzip member may hold others before it."""
    for one in records(raw, offset):
        if isinstance(one, Stop) or one.offset != offset:
            return None
        if one.id == own:
            return one
    return None


def _plain(raw: bytes, start: int) -> Iterator[Record | Stop]:
    """The records of an archive that is not packed; after damage it goes on with what begins like a record."""
    for _ in range(MOST_TRIES):
        last = None
        for last in _in_chunk(memoryview(raw)[start:], start, packed=False):
            yield last
        if not isinstance(last, Stop) or last.code == "cut-off":
            return
        start = raw.find(b"\nWARC/1.", max(last.offset, start) + 1) + 1
        if not start:
            return


def _packed(raw: bytes, start: int) -> Iterator[Record | Stop]:
    """The records of an archive of gzip members; after damage it goes on with what begins like a member."""
    view, tries = memoryview(raw), 0
    left = max(_packing.LARGEST_GROWTH * len(raw), _packing.GROWTH_FLOOR)
    while start < len(raw):
        one = _packing.gunzip(view[start:], min(LARGEST_MEMBER, left), members=1)
        left -= len(one.raw)
        yield from _in_chunk(memoryview(one.raw), start, packed=True, whole=not one.trouble)
        if not one.trouble:
            start += one.taken
            if raw[start:start + 2] != _packing.GZIP and raw[start:start + _HEADER_BYTES].strip(b"\0"):
                one = _packing.Unpacked(b"", "damaged")
        if one.trouble:
            yield Stop(start, one.trouble)
            tries += 1
            if one.trouble == "cut-off" or left <= 0 or tries > MOST_TRIES:
                return
            start = raw.find(b"\x1f\x8b\x08", start + 1)
            if start < 0:
                return


class _Window:
    """Bytes as a file, without a copy of them."""

    def __init__(self, view: memoryview) -> None:
        self._view, self._at = view, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, all of them for a negative size."""
        end = len(self._view) if size < 0 else self._at + size
        got = bytes(self._view[self._at:end])
        self._at += len(got)
        return got

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to an offset from the start, from here or from the end."""
        base = (0, self._at, len(self._view))[whence]
        self._at = min(max(0, base + offset), len(self._view))
        return self._at

    def tell(self) -> int:
        """The offset from the start."""
        return self._at

    def close(self) -> None:
        """Nothing is held."""


def _in_chunk(chunk: memoryview, offset: int, *, packed: bool, whole: bool = True) -> Iterator[Record | Stop]:
    """The records in unpacked bytes that lie at an offset of the archive."""
    from fastwarc.warc import ArchiveIterator

    if not bytes(chunk[:64]).lstrip(b"\r\n").startswith(b"WARC/"):
        if whole and bytes(chunk[:_HEADER_BYTES]).strip(b"\r\n\0"):
            yield Stop(offset, "damaged")
        return
    at, begins = offset, 0
    try:
        for one in ArchiveIterator(_Window(chunk), parse_http=False, stream_detect=False, max_header_len=_HEADER_BYTES):
            at = offset if packed else offset + one.stream_pos
            block = one.reader.read()
            if len(block) < one.content_length or (not block and _no_end(chunk, one.stream_pos)):
                if whole:
                    yield Stop(at, "cut-off", one.headers.get("WARC-Target-URI") or "")
                return
            yield _record(one, at, block)
            begins = _after(chunk, one.stream_pos, len(block))
    except Exception:  # broken headers: what fastwarc raises is no contract
        if whole:
            at = offset if packed else offset + begins
            yield Stop(at, "cut-off" if _no_end(chunk, begins) and len(chunk) - begins < _HEADER_BYTES else "damaged")


def _after(chunk: memoryview, at: int, length: int) -> int:
    """Where the record after the one at an offset begins, or would."""
    head = _BLANK_LINE.search(chunk, at, at + _HEADER_BYTES)
    end = (head.end() if head else at) + length
    while bytes(chunk[end:end + 1]) in (b"\r", b"\n"):
        end += 1
    return end


def _no_end(chunk: memoryview, at: int) -> bool:
    """Whether the record header at an offset breaks off."""
    return _BLANK_LINE.search(chunk, at, at + _HEADER_BYTES) is None


def _record(one, offset: int, block: bytes) -> Record:
    head = {name.casefold(): value for name, value in one.headers.to_tuples()}
    stated, status, payload, answer = head.get("content-type", ""), None, block, {}
    if "application/http" in stated.casefold() and (split := _answer(block)):
        status, answer, payload = split
        stated = answer.get("content-type", "")
    media_type, _, rest = stated.partition(";")
    charset = re.search(r"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", rest, re.I)
    codings = [*reversed(_codings(answer, "transfer-encoding")), *reversed(_codings(answer, "content-encoding"))]
    return Record(
        offset=offset, kind=head.get("warc-type", "").casefold(), id=head.get("warc-record-id", f"byte {offset}"),
        url=head.get("warc-target-uri", "").strip("<>"), at=stated_moment(head.get("warc-date", "")),
        media_type=media_type.strip().casefold(), charset=charset.group(1).casefold() if charset else None,
        status=status, codings=tuple(codings), payload=payload, payload_digest=head.get("warc-payload-digest", ""),
        refers_to=tuple(head[name] for name in _REFERS if name in head), truncated=head.get("warc-truncated", ""),
        bad_digest=_is_wrong(head.get("warc-block-digest", ""), block))


_REFERS = ("warc-refers-to", "warc-refers-to-target-uri", "warc-refers-to-date")


def _answer(block: bytes) -> tuple[int | None, dict[str, str], bytes] | None:
    """Status, headers and payload of an HTTP answer; None where the block is none."""
    status = _STATUS.match(block)
    end = _BLANK_LINE.search(block, 0, _HEADER_BYTES)
    if not status or not end:
        return None
    headers: dict[str, str] = {}
    for line in block[:end.start()].split(b"\n")[1:]:
        name, _, value = line.decode("latin-1").partition(":")
        headers.setdefault(name.strip().casefold(), value.strip())
    return int(status.group(1)), headers, block[end.end():]


def _codings(headers: dict[str, str], name: str) -> list[str]:
    return [coding.strip().casefold() for coding in headers.get(name, "").split(",") if coding.strip()][:4]


def _is_wrong(stated: str, block: bytes) -> bool:
    """Whether a digest is stated that the bytes do not have; unknown ways of writing one are not judged."""
    name, _, value = stated.partition(":")
    name = name.casefold().replace("-", "")
    if name not in ("sha1", "sha256", "md5") or not value:
        return False
    digest = hashlib.new(name, block, usedforsecurity=False).digest()
    return value.strip().casefold() not in (digest.hex(), b32encode(digest).decode().casefold().rstrip("="),
                                            b32encode(digest).decode().casefold())


def unpacked(record: Record, limit: int) -> bytes | None:
    """The payload with its codings undone, None where it is over so many bytes.

    Many collectors keep the header of a coding that they have undone already: only what carries its marks is undone.
    """
    body = record.payload
    for coding in record.codings:
        undone = _undone(body, coding, limit)
        if undone is None:
            return None
        body = undone
    return body if len(body) <= limit else None


def _undone(body: bytes, coding: str, limit: int) -> bytes | None:
    if coding in ("gzip", "x-gzip") and body.startswith(_packing.GZIP):
        got = _packing.gunzip(body, limit)
        return None if got.trouble == "too-large" else got.raw
    if coding == "deflate":
        return _inflated(body, limit)
    if coding == "chunked" and _CHUNK.match(body):
        return _through("ChunkedReader", body, limit)
    if coding == "br":
        return _through("BrotliReader", body, limit)
    if coding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
        return _through("ZstdReader", body, limit)
    return body


def _inflated(body: bytes, limit: int) -> bytes | None:
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # servers send both
        try:
            got = zlib.decompressobj(wbits).decompress(body, limit + 1)
        except zlib.error:
            continue
        return None if len(got) > limit else got
    return body


def _through(reader: str, body: bytes, limit: int) -> bytes | None:
    """A body read through one of fastwarc's readers; the body itself where it does not fit the reader."""
    from fastwarc import stream_io

    parts, size = [], 0
    try:
        source = getattr(stream_io, reader)(io.BytesIO(body))
        while size <= limit and (part := source.read(min(1 << 16, limit - size + 1))):
            parts.append(part)
            size += len(part)
    except Exception:
        if not parts:
            return body
    return None if size > limit else b"".join(parts) or body
