"""Undoing the coding that an answer's body was sent in, with a bound: a few bytes can unpack to thousands of times as
many."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

from msgspec import Struct

ACCEPTED = "gzip, deflate"  # what is asked for
_MOST_LAYERS = 3
_STEP = 1 << 16


class Unpacked(Struct, frozen=True):
    """A body, and why it is not whole: "" for all of it, else "damaged", "too-large" or "unknown-coding"."""

    body: bytes
    trouble: str = ""


def unpacked(payload: bytes, codings: str | None, limit: int) -> Unpacked:
    """A body with its Content-Encoding undone, at most limit bytes."""
    layers = [name for part in (codings or "").lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(layers) > _MOST_LAYERS:
        return Unpacked(payload, "unknown-coding")
    found = Unpacked(payload)
    for layer in reversed(layers):
        if layer not in _UNPACK:
            return Unpacked(found.body, "unknown-coding")
        if not found.body:
            return found
        found = _bounded(_UNPACK[layer](found.body, limit), limit)
        if found.trouble:
            return found
    return found if len(found.body) <= limit else Unpacked(found.body[:limit], "too-large")


def _bounded(pieces: Iterator[bytes], limit: int) -> Unpacked:
    parts, size = [], 0
    try:
        for piece in pieces:
            parts.append(piece)
            size += len(piece)
            if size > limit:
                return Unpacked(b"".join(parts)[:limit], "too-large")
    except (zlib.error, EOFError):
        return Unpacked(b"".join(parts), "damaged")
    return Unpacked(b"".join(parts))


def _inflated(payload: bytes, window: int) -> Iterator[bytes]:
    """The pieces of a zlib stream; a piece is never much longer than what is read of it at once allows."""
    stream, at, fed = zlib.decompressobj(window), 0, b""
    while not stream.eof:
        if not fed:
            fed = payload[at:at + _STEP]
            at += len(fed)
        piece = stream.decompress(fed, 1 << 20)
        if not fed and not piece and not stream.eof:  # some of what was fed before may have been left to come out
            raise EOFError
        yield piece
        fed = stream.unconsumed_tail


def _gzip(payload: bytes, limit: int) -> Iterator[bytes]:
    return _inflated(payload, 31)


def _deflate(payload: bytes, limit: int) -> Iterator[bytes]:
    """Either with zlib's header, as the standard says, or without, as many servers send it."""
    try:
        zlib.decompressobj(15).decompress(payload[:2], 1)
        window = 15
    except zlib.error:
        window = -15
    return _inflated(payload, window)


_UNPACK: dict[str, Callable[[bytes, int], Iterator[bytes]]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}
