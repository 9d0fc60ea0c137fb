"""JSON as it comes: an escape that is half of a surrogate pair costs its own sign, not the report."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from stemma.model import Problem
from stemma.readers._documents import STAGE

T = TypeVar("T")

# One escape after the other, so that "\\\\ud83d" stays the backslash that it tells; pairs are left as they are.
_ESCAPE = re.compile(rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|"
                     rb"(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL)


def decoded(decoder: msgspec.json.Decoder[T], raw: bytes) -> tuple[T, int]:
    """What JSON in UTF-8 tells, and how many halves of surrogate pairs in it were read as U+FFFD.

    RFC 8259 (section 8.2) lets "\\ud83d" stand alone, but no Unicode text can hold it. One code point takes the place
    of one, so that every other sign of the text keeps its offset. Raises msgspec.MsgspecError and RecursionError.
    """
    try:
        return decoder.decode(raw), 0
    except msgspec.DecodeError:
        halves = 0

        def mended(match: re.Match[bytes]) -> bytes:
            nonlocal halves
            if match["half"] is None:
                return match[0]
            halves += 1
            return rb"\ufffd"

        whole = _ESCAPE.sub(mended, raw)
        if not halves:
            raise
        return decoder.decode(whole), halves


def told_of_halves(path: str, halves: int, place: str | None) -> Problem:
    """The note that signs were replaced."""
    what = "1 half of a surrogate pair is" if halves == 1 else f"{halves:,} halves of surrogate pairs are"
    return Problem(STAGE, path, "half-pairs", f"Kept, but {what} no text: read as U+FFFD, sign for sign.", place)
