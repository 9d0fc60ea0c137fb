"""Unpacking with a bound: nothing that a packed file says of itself decides how much memory it gets."""

from __future__ import annotations

import zlib

from msgspec import Struct

# Packed text may grow to this many times its size, or to the floor: text packs about 3 to 20 times, a bomb 1,000.
LARGEST_GROWTH = 100
GROWTH_FLOOR = 16 << 20  # bytes
LARGEST = 1 << 30  # bytes unpacked, whatever the packed size
GZIP = b"\x1f\x8b"
_STEP = 1 << 16
_FIRST_STEP = 1 << 11  # many members are small, and what is fed beyond one is copied


class Unpacked(Struct, frozen=True):
    """What came out, and why not more: "" for all of it, else "damaged", "cut-off" or "too-large"."""

    raw: bytes
    trouble: str = ""
    taken: int = 0  # packed bytes that were used up


def bound(packed: int) -> int:
    """Bytes that so many packed bytes may grow to."""
    return min(LARGEST, max(LARGEST_GROWTH * packed, GROWTH_FLOOR))


def gunzip(raw: bytes | memoryview, limit: int, *, members: int | None = None) -> Unpacked:
    """The bytes of a gzip file's members, all of them if no number is given, up to a limit of bytes in all."""
    view, at, parts, size = memoryview(raw), 0, [], 0
    while at < len(view) and members != 0 and (not parts or bytes(view[at:at + 2]) == GZIP):
        one = _member(view[at:], limit - size)
        parts.append(one.raw)
        size += len(one.raw)
        at += one.taken
        if one.trouble:
            return Unpacked(b"".join(parts), one.trouble, at)
        members = None if members is None else members - 1
    return Unpacked(b"".join(parts), "", at)


def _member(view: memoryview, limit: int) -> Unpacked:
    """The bytes of the gzip member that the view begins with."""
    stream, parts, size, at, step = zlib.decompressobj(31), [], 0, 0, _FIRST_STEP
    fed: bytes | memoryview = b""
    while not stream.eof:
        if not fed:
            fed = view[at:at + step]
            at += len(fed)
            step = min(2 * step, _STEP)
            if not fed:
                return Unpacked(b"".join(parts), "cut-off", at)
        try:
            got = stream.decompress(fed, limit - size + 1)
        except zlib.error:
            return Unpacked(b"".join(parts), "damaged", at)
        fed = stream.unconsumed_tail
        parts.append(got)
        size += len(got)
        if size > limit:
            return Unpacked(b"".join(parts)[:limit], "too-large", at)
    return Unpacked(b"".join(parts), "", at - len(stream.unused_data))
