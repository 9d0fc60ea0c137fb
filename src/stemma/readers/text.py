"""Plain text: one report per file. The text is the file's characters, all of them."""

from __future__ import annotations

from collections.abc import Iterator

from stemma.model import Document, Problem
from stemma.readers._decoding import decode
from stemma.readers._documents import binary, found, make_document, not_utf8, stem_of

EXTENSIONS = (".txt",)
CHARSET = True


def read(path: str, raw: bytes, charset: str | None = None) -> Iterator[tuple[Document, bytes] | Problem]:
    """The one report in a text file; offsets hold in `raw.decode("utf-8")`, byte order mark and line ends included.
    charset: stated beside the file."""
    decoded = decode(raw, charset)
    if decoded is None:
        yield binary(path)
        return
    if not decoded.text.strip("\ufeff \t\r\n"):
        yield Problem("read", path, "empty-file", "Skipped: the file is empty.")
        return
    if decoded.assumed or decoded.encoding != "utf-8":
        yield not_utf8(path, decoded)
    name = stem_of(path, EXTENSIONS)
    yield from found(make_document(name=name, raw=raw, text=decoded.text, media_type="text/plain", path=path), raw)
