"""Web pages as saved: the text is the article that trafilatura finds; the other fields are the page's own metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemma.model import Document, Problem
from stemma.readers._decoding import decode
from stemma.readers._documents import STAGE, binary, found, make_document, not_utf8, stem_of

EXTENSIONS = (".html", ".htm")

LARGEST_PAGE = 32 << 20  # bytes; more is no article, and the parser holds many times that in memory
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{1,40})""", re.I)
_FEWEST_WORDS = 5  # a page whose text is shorter has a menu or a notice, no report
_HEAD = 4096  # bytes in which a page may state its encoding; browsers look at 1024


def read(path: str, raw: bytes) -> Iterator[tuple[Document, bytes] | Problem]:
    """The one report in a saved page; offsets hold in the extracted text."""
    if len(raw) > LARGEST_PAGE:
        yield Problem(STAGE, path, "too-large", f"Skipped: a page of {len(raw):,} bytes.")
        return
    decoded = decode(raw, stated_encoding(raw))
    if decoded is None:
        yield binary(path)
        return
    if decoded.assumed:
        yield not_utf8(path, decoded)
    text, metadata = text_and_metadata(decoded.text)
    if not text:
        yield Problem(STAGE, path, "no-text", "Skipped: no report text was found in the page.")
        return
    name = stem_of(path, EXTENSIONS)
    document = make_document(name=name, raw=raw, text=text, media_type="text/html", path=path, **metadata)
    yield from found(document, raw)


def stated_encoding(raw: bytes) -> str | None:
    """The encoding that a page says it is in."""
    match = _CHARSET.search(raw[:_HEAD])
    return match.group(1).decode("ascii").casefold() if match else None


def text_and_metadata(page: str) -> tuple[str, dict[str, object]]:
    """The article's text, "" where there is none, and what the page's metadata states about it."""
    from stemma.readers._pages import article_text, parse, stated

    tree = parse(page)
    if tree is None:
        return "", {}
    metadata = stated(tree)  # first: extraction takes the tree apart
    text = article_text(tree)
    return (text, metadata) if len(text.split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS else ("", metadata)
