"""How a reader makes a Document: the same name, digest, id and language for every format."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime

from stemma.ids import make_id, sha256
from stemma.model import Document, Problem
from stemma.readers._decoding import Decoded
from stemma.readers._language import language_of

STAGE = "read"


def stem_of(path: str, extensions: tuple[str, ...]) -> str:
    """The file's name without its folder and without the longest of these extensions."""
    name = os.path.basename(path)
    for end in sorted(extensions, key=len, reverse=True):
        if name.casefold().endswith(end) and len(name) > len(end):
            return name[: -len(end)]
    return name


def make_document(*, name: str, raw: bytes, text: str, media_type: str, path: str, digest: str | None = None,
                  **given: object) -> Document:
    """A Document from a report's bytes and text; `given` holds the fields that the file itself states. digest: the
    bytes' SHA-256, if it is known."""
    digest = digest or sha256(raw)
    return Document(
        id=make_id("d", digest, name), name=name, sha256=digest, text=text, media_type=media_type, path=path,
        lang=language_of(text), **given,
    )


def found(document: Document, raw: bytes, place: str | None = None) -> Iterator[tuple[Document, bytes] | Problem]:
    """The document, after a note where the English rules will not read it."""
    if document.lang not in (None, "en"):
        message = f"Kept, but not read for claims: the text seems to be in another language ({document.lang})."
        yield Problem(STAGE, document.path or document.name, "not-english", message, place)
    yield document, raw


def not_utf8(path: str, decoded: Decoded, place: str | None = None) -> Problem:
    """The note that an encoding was assumed."""
    return Problem(STAGE, path, "not-utf8", f"Not UTF-8; read as {decoded.encoding_name}.", place)


def binary(path: str, place: str | None = None) -> Problem:
    """The note that bytes are no text in any encoding that could be told."""
    return Problem(STAGE, path, "binary", "Skipped: not text, or in an encoding that could not be told.", place)


def stated_moment(value: str) -> datetime | None:
    """An ISO 8601 date or time in UTC, which it is taken to be where it names no zone; None for anything else."""
    try:
        at = datetime.fromisoformat(value.strip())
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def stated_date(value: str) -> date | None:
    """The day of an ISO 8601 date or time, in its own time zone; None for anything else."""
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return None
