"""Web pages as saved: the text is the article that trafilatura finds; the other fields are the page's own metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stemma.model import Document, Problem
from stemma.readers import _packing
from stemma.readers._decoding import decode
from stemma.readers._documents import STAGE, binary, found, make_document, not_utf8, stem_of
from stemma.readers._evidence import Evidence, differing, first, in_address, the_day
from stemma.readers._kinds import is_html

EXTENSIONS = (".html", ".htm", ".xhtml")
CHARSET = True

LARGEST_PAGE = 32 << 20  # bytes; more is no article, and the parser holds many times that in memory
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{1,40})""", re.I)
_FEWEST_WORDS = 5  # a page whose text is shorter has a menu or a notice, no report
_HEAD = 4096  # bytes in which a page may state its encoding; browsers look at 1024


def recognise(raw: bytes) -> int:
    """1 for what begins as a web page does."""
    return int(is_html(raw))


def read(path: str, raw: bytes, charset: str | None = None) -> Iterator[tuple[Document, bytes] | Problem]:
    """The one report in a saved page; offsets hold in the extracted text. charset: stated beside the page."""
    if len(raw) > LARGEST_PAGE:
        yield Problem(STAGE, path, "too-large", f"Skipped: a page of {len(raw):,} bytes.")
        return
    decoded = decode(raw, charset or stated_encoding(raw))
    if decoded is None:
        yield binary(path)
        return
    if decoded.assumed:
        yield not_utf8(path, decoded)
    text, evidence = text_and_evidence(decoded.text)
    if not text:
        yield Problem(STAGE, path, "no-text", "Skipped: no report text was found in the page.")
        return
    address = in_address(first(evidence, "url"))
    yield from differing((*evidence, *([address] if address else ())), path)
    name = stem_of(path, EXTENSIONS)
    document = make_document(name=name, raw=raw, text=text, media_type="text/html", path=path, **fields(evidence))
    yield from found(document, raw)


def stated_encoding(raw: bytes) -> str | None:
    """The encoding that a page says it is in."""
    match = _CHARSET.search(raw[:_HEAD])
    return match.group(1).decode("ascii").casefold() if match else None


def text_and_metadata(page: str) -> tuple[str, dict[str, object]]:
    """The article's text, "" where there is none, and what the page's metadata states about it."""
    text, evidence = text_and_evidence(page)
    return text, fields(evidence)


def text_and_evidence(page: str, *, quick: bool = False, raw: bytes | None = None) -> tuple[str, tuple[Evidence, ...]]:
    """The article's text, "" where there is none, and every place where the page states a field.

    `quick` is for archives of many pages: trafilatura is asked only where the plain way (`_main_text`) is not sure.
    raw: the same page in UTF-8, if it is at hand.
    """
    from stemma.readers._main_text import main_text
    from stemma.readers._pages import article_text, parse, parse_plainly, stated

    tree = parse_plainly(raw or page) if quick else parse(page)
    if tree is None:
        return "", ()
    evidence = stated(tree)  # first: extraction takes the tree apart
    text = main_text(tree) if quick else None
    if text is None:
        tree = parse(page) if quick else tree
        text = "" if tree is None else article_text(tree)
    return (text if len(text.split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS else ""), evidence


def fields(evidence: Sequence[Evidence]) -> dict[str, object]:
    """The fields of a Document by the most trusted places."""
    return {"title": first(evidence, "title"), "published": the_day(evidence), "outlet": first(evidence, "outlet"),
            "url": first(evidence, "url")}


def page_evidence(raw: bytes) -> list[Evidence]:
    """Every place where a kept page states a field; packed bytes are unpacked first."""
    from stemma.readers._pages import parse, stated

    if raw.startswith(_packing.GZIP):
        raw = _packing.gunzip(raw, LARGEST_PAGE).raw
    decoded = decode(raw, stated_encoding(raw)) if len(raw) <= LARGEST_PAGE else None
    tree = parse(decoded.text) if decoded else None
    return [] if tree is None else list(stated(tree))
