"""Names for files in a bundle: readable, the same on every system, and never a way out of the folder."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from anyascii import anyascii

LONGEST = 60  # characters of the readable part
_UNSAFE = re.compile(r"[^a-z0-9]+")
_ENDING = re.compile(r"\.[a-z0-9]{1,8}(?:\.gz)?\Z")
_ENDINGS = {"text/html": ".html", "text/plain": ".txt", "application/json": ".json", "application/xhtml+xml": ".html",
            "application/pdf": ".pdf", "message/rfc822": ".eml"}


def file_name(number: int, called: str, media_type: str = "") -> str:
    """Such as "000012-toll-rises-in-ambra.html": only a-z, 0-9, "-" and ".", never beginning with a dot.

    called: an address, a path or a name, in whatever letters.
    """
    last, is_file = _last_part(called)
    ending = _ENDINGS.get(media_type, "")
    if is_file and (found := _ENDING.search(anyascii(last).lower())):
        last, ending = last[: len(last) - len(found[0])], ending or found[0]
    words = _UNSAFE.sub("-", anyascii(last).lower()).strip("-")[:LONGEST].strip("-")
    return f"{number:06d}-{words}{ending or '.bin'}" if words else f"{number:06d}{ending or '.bin'}"


def _last_part(called: str) -> tuple[str, bool]:
    """What people would call the thing, and whether it may have an ending: the last part of an address's path, or its
    host, which has none; a file's name."""
    if "://" in called:
        try:
            parts = urlsplit(called)
            last = PurePosixPath(unquote(parts.path, errors="replace")).name
            return (last, True) if last else (parts.hostname or "", False)
        except ValueError:
            return "", False
    return re.split(r"[/\\]", called.rstrip("/\\"))[-1], True
