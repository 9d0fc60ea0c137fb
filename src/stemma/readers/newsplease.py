"""Articles as news-please writes them: one JSON object to a file, a list of them, or one to a line.

Told from other JSON by its fields. `maintext` is the text, `text` in older files; `date_publish` is the day of
publication, `date_download` the time of retrieval, `source_domain` the outlet. The raw bytes of a report are its
object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from stemma.model import Document, Problem
from stemma.readers._decoding import decode
from stemma.readers._documents import STAGE, binary, found, make_document, not_utf8, stated_moment, stem_of
from stemma.readers._evidence import dated, differing, in_address
from stemma.readers._json import decoded as decoded_json
from stemma.readers._json import told_of_halves
from stemma.readers._kinds import HEAD, described
from stemma.readers._members import Names

EXTENSIONS = (".json", ".jsonl")

_LONGEST = 1000  # characters of a name
LARGEST_TEXT = 32 << 20  # bytes of one object
_FIELDS = re.compile(rb'"(maintext|date_publish|date_download|date_modify|source_domain|title_page|title_rss|localpath)'
                     rb'"\s{0,20}:')
_FEWEST_FIELDS = 3  # of these; a text that speaks of one or two is no article of news-please
_BLANK = " \t\r\n\ufeff"


class Article(msgspec.Struct):
    """What news-please states, as far as it is used."""

    maintext: str | None = None
    text: str | None = None
    title: str | None = None
    url: str | None = None
    source_domain: str | None = None
    date_publish: str | None = None
    date_download: str | None = None
    filename: str | None = None


_ARTICLE = msgspec.json.Decoder(Article)
_PARTS = msgspec.json.Decoder(list[msgspec.Raw])


def recognise(raw: bytes) -> int:
    """2 for JSON whose beginning has at least three of the fields that news-please alone writes."""
    head = raw[:HEAD]
    if head.lstrip(b" \t\r\n\xef\xbb\xbf")[:1] not in (b"{", b"["):
        return 0
    return 2 * (len(set(_FIELDS.findall(head))) >= _FEWEST_FIELDS)


def read(path: str, raw: bytes) -> Iterator[tuple[Document, bytes] | Problem]:
    """Every article in a file."""
    if not recognise(raw):
        yield Problem(STAGE, path, "unknown-format",
                      f"Skipped: no articles of news-please; it looks like {described(raw)}.")
        return
    decoded = decode(raw)
    if decoded is None:
        yield binary(path)
        return
    if decoded.encoding != "utf-8":
        yield not_utf8(path, decoded)
    names = Names()
    for place, part in _parts(decoded.text.strip(_BLANK).encode("utf-8", "surrogatepass")):
        yield from _article(path, place, part, names)


def _parts(written: bytes) -> Iterator[tuple[str | None, bytes]]:
    """The objects of a file with their places: of a list, of lines, or the only one."""
    if written.startswith(b"["):
        try:
            parts = [bytes(part) for part in _PARTS.decode(written)]
        except (msgspec.MsgspecError, RecursionError):
            parts = [written]
        yield from ((f"article {number}", part) for number, part in enumerate(parts, start=1))
        return
    lines = written.split(b"\n")
    if len(lines) > 1 and lines[0].rstrip().endswith(b"}"):
        numbered = enumerate(lines, start=1)
        yield from ((f"line {number}", line.rstrip(b"\r")) for number, line in numbered if line.strip())
    else:
        yield None, written


def _article(path: str, place: str | None, raw: bytes,
             names: Names) -> Iterator[tuple[Document, bytes] | Problem]:
    """One article's report."""
    if len(raw) > LARGEST_TEXT:
        yield Problem(STAGE, path, "too-large", f"Skipped: an article of {len(raw):,} bytes.", place)
        return
    try:
        article, halves = decoded_json(_ARTICLE, raw)
    except (msgspec.MsgspecError, RecursionError) as error:
        yield Problem(STAGE, path, "bad-json", f"Skipped: not an article of news-please ({error}).", place)
        return
    text = article.maintext or article.text or ""
    if not text.strip(_BLANK):
        yield Problem(STAGE, path, "no-text", "Skipped: the article has no text.", place)
        return
    if "\0" in text:
        yield binary(path, place)
        return
    if halves:
        yield told_of_halves(path, halves, place)
    stated = dated(_stated(article.date_publish), "news-please date_publish")
    if stated is None and _stated(article.date_publish):
        yield Problem(STAGE, path, "bad-date", f"Date left out: {article.date_publish[:40]!r} is not ISO 8601.", place)
    address = in_address(article.url)
    yield from differing([one for one in (stated, address) if one], path, place)
    retrieved = stated_moment(_stated(article.date_download))
    given = [name for name in (_stem(article.filename), (article.url or "")[:_LONGEST]) if name]
    document = make_document(
        name=names.fresh(*(given or [":".join(part for part in (stem_of(path, EXTENSIONS), place) if part)])), raw=raw,
        text=text, media_type="application/json", path=path, url=article.url, outlet=article.source_domain,
        title=article.title, published=stated.day if stated else None, retrieved=retrieved)
    yield from found(document, raw, place)


def _stated(value: str | None) -> str:
    """A date as written; news-please writes "None" for one that is unknown."""
    return "" if value is None or value == "None" else value


def _stem(filename: str | None) -> str:
    return (filename or "")[:_LONGEST].removesuffix(".json").removesuffix(".html")
