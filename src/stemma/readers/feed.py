"""RSS and Atom: every entry is a report, with the full text where the feed carries it.

An entry with a summary only is read too, since the outlet published it, and a note says that the report itself lies
elsewhere. The raw bytes of a report are its entry as it stands in the feed, so that it stays the same report when the
feed goes on; where entries cannot be cut out, they are the whole feed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from msgspec import Struct

from stemma.model import Document, Problem
from stemma.readers._decoding import decode
from stemma.readers._documents import STAGE, binary, found, make_document, stem_of
from stemma.readers._evidence import Evidence, dated, differing, in_address, of_moment, the_day
from stemma.readers._kinds import HEAD, xml_root
from stemma.readers._members import Names

EXTENSIONS = (".rss", ".atom", ".xml", ".rdf")

LARGEST_FEED = 8 << 20  # bytes; a feed of a day has some hundred thousand
MOST_MARKS = 500_000  # "<" and "&" each: what the parser's time grows with, faster than evenly
DEEPEST = 1000  # open elements
MOST_ENTRIES = 20_000
_FEWEST_WORDS = 5
_STATED = re.compile(rb"""^[\xef\xbb\xbf\s]{0,9}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_:.-]{1,40})""")
_MARK = re.compile(rb"<!--|<!\[CDATA\[|<(/?)(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry)(?=[\s>])")
_ELEMENT = re.compile(rb"<!--|<!\[CDATA\[|<(/?)[A-Za-z][^<>]*?(/?)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_REFERENCE = re.compile(r"&(?:[A-Za-z]{2,10}|#\d{1,7});")
_LONGEST_LINE = 1000  # characters of a title
_FULL = 150  # words of a description that is taken for the report itself; a summary has some dozens


class Entry(Struct, frozen=True):
    """One entry of a feed, as far as the feed states it."""

    key: str  # the entry's own id, else its address, else its place in the feed
    text: str
    full: bool  # whether the text is the report's, not a summary
    raw: bytes
    number: int  # from 1
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: tuple[Evidence, ...] = ()


def recognise(raw: bytes) -> int:
    """2 for what begins with the element of a feed."""
    root = xml_root(raw)
    return 2 if root in ("rss", "feed") or (root == "rdf" and b"purl.org/rss" in raw[:HEAD]) else 0


def read(path: str, raw: bytes) -> Iterator[tuple[Document, bytes] | Problem]:
    """Every entry of a feed, in the feed's order."""
    listed = entries(path, raw)
    if isinstance(listed, Problem):
        yield listed
        return
    stem, names = stem_of(path, EXTENSIONS), Names()
    media_type = "application/atom+xml" if xml_root(raw) == "feed" else "application/rss+xml"
    if len(listed) > MOST_ENTRIES:
        yield Problem(STAGE, path, "too-large", f"Stopped after {MOST_ENTRIES:,} of {len(listed):,} entries.")
    for entry in listed[:MOST_ENTRIES]:
        place = f"entry {entry.number}"
        if len(entry.text.split(None, _FEWEST_WORDS)) < _FEWEST_WORDS:
            elsewhere = f"; the report may be at {entry.url}" if entry.url else ""
            yield Problem(STAGE, path, "no-text", f"Skipped: the entry has no text{elsewhere}.", place)
            continue
        if not entry.full:
            where = f" at {entry.url}" if entry.url else ""
            yield Problem(STAGE, path, "summary-only", f"The feed has only a summary of this report{where}.", place)
        address = in_address(entry.url)
        yield from differing((*entry.published, *([address] if address else ())), path, place)
        document = make_document(
            name=names.fresh(f"{stem}:{entry.key}"), raw=entry.raw, text=entry.text, media_type=media_type, path=path,
            url=entry.url, title=entry.title, outlet=entry.outlet, published=the_day(entry.published))
        yield from found(document, entry.raw, place)


def entries(path: str, raw: bytes) -> list[Entry] | Problem:
    """The entries of a feed; for collectors, who fetch what a feed only points to."""
    if len(raw) > LARGEST_FEED:
        return Problem(STAGE, path, "too-large", f"Skipped: a feed of {len(raw):,} bytes.")
    if max(raw.count(b"<"), raw.count(b"&")) > MOST_MARKS:
        return Problem(STAGE, path, "too-large", f"Skipped: a feed with over {MOST_MARKS:,} marks.")
    if b"<!ENTITY" in raw[:HEAD] or _too_deep(raw):
        return Problem(STAGE, path, "bad-xml", "Skipped: the feed declares entities or nests too deep.")
    stated = _STATED.match(raw[:400])
    decoded = decode(raw, stated.group(1).decode("ascii").casefold() if stated else None)
    if decoded is None:
        return binary(path)
    if xml_root(raw) not in ("rss", "feed", "rdf"):
        return Problem(STAGE, path, "not-a-feed", "Skipped: XML, but no RSS or Atom feed.")
    return _parsed(path, raw)


def _parsed(path: str, raw: bytes) -> list[Entry] | Problem:
    import feedparser

    try:
        parsed = feedparser.parse(io.BytesIO(raw), resolve_relative_uris=False, sanitize_html=False)
    except Exception as error:  # a third party's parser on an arbitrary file: whatever it raises means no feed
        return Problem(STAGE, path, "bad-xml", f"Skipped: the feed cannot be read ({type(error).__name__}).")
    outlet = _line(parsed.feed.get("title"))
    cut = _entry_slices(raw)
    if len(cut) != len(parsed.entries):
        cut = [raw] * len(parsed.entries)
    return [_entry(number, entry, own, outlet)
            for number, (entry, own) in enumerate(zip(parsed.entries, cut, strict=True), start=1)]


def _entry(number: int, entry: dict, raw: bytes, outlet: str | None) -> Entry:
    """An entry of feedparser's as one of ours."""
    text, full = _text(entry)
    url = next((link for link in (entry.get("link"), entry.get("id")) if _is_address(link)), None)
    source = entry.get("source")
    own_outlet = _line(source.get("title")) if isinstance(source, dict) else None
    return Entry(
        key=_line(entry.get("id")) or url or str(number), text=text, full=full, raw=raw, number=number, url=url,
        title=_line(entry.get("title")), outlet=own_outlet or outlet, published=_published(entry))


def _text(entry: dict) -> tuple[str, bool]:
    """The longest content, else the summary; and whether it is the report."""
    contents = [_plain(one) for one in entry.get("content") or () if isinstance(one, dict)]
    content = max(contents, key=len, default="")
    detail = entry.get("summary_detail")
    summary = _plain(detail) if isinstance(detail, dict) else ""
    if content and len(content) >= len(summary):
        return content, content != summary or len(content.split()) >= _FULL
    return summary, len(summary.split()) >= _FULL


def _plain(detail: dict) -> str:
    """The text of a content or summary, markup taken off where it has any."""
    value = detail.get("value") or ""
    if not isinstance(value, str) or "\0" in value:
        return ""
    if detail.get("type") == "text/plain" and not _TAG.search(value):
        return value.strip()
    from stemma.readers._pages import fragment_text

    return fragment_text(value)


def _line(value: object) -> str | None:
    """A title or name on one line without markup, None where nothing is left."""
    if not isinstance(value, str):
        return None
    if _TAG.search(value) or _REFERENCE.search(value):
        from stemma.readers._pages import fragment_text

        value = fragment_text(value)
    return " ".join(value.split())[:_LONGEST_LINE] or None


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.casefold().startswith(("http://", "https://")) and len(value) < 4000


def _published(entry: dict) -> tuple[Evidence, ...]:
    """The day of publication; Atom's `updated` is none. The time keeps the zone that it is written in."""
    written = entry.get("published")
    if not isinstance(written, str) or not written.strip():
        return ()
    if evidence := dated(written, "feed"):
        return (evidence,)
    try:
        return (of_moment(parsedate_to_datetime(written), written, "feed"),)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ()


def _too_deep(raw: bytes) -> bool:
    """Whether so many elements are open at once that the parser would take long. One pass."""
    at = depth = 0
    while match := _ELEMENT.search(raw, at):
        at = match.end()
        if match.group().startswith(b"<!"):
            end = raw.find(b"-->" if match.group() == b"<!--" else b"]]>", at)
            at = end + 3 if end >= 0 else len(raw)
        elif match.group(1):
            depth = max(0, depth - 1)
        elif not match.group(2):
            depth += 1
            if depth > DEEPEST:
                return True
    return False


def _entry_slices(raw: bytes) -> list[bytes]:
    """The bytes of each outermost item or entry; comments and CDATA are stepped over. One pass."""
    slices, begins, at, depth = [], 0, 0, 0
    while match := _MARK.search(raw, at):
        if match.group().startswith(b"<!"):
            end = raw.find(b"-->" if match.group() == b"<!--" else b"]]>", match.end())
            if end < 0:
                break
            at = end + 3
            continue
        at = match.end()
        if match.group(1):
            depth = max(0, depth - 1)
            if depth == 0 and begins >= 0:
                slices.append(raw[begins:raw.find(b">", at) + 1])
                begins = -1
        else:
            begins = match.start() if depth == 0 else begins
            depth += 1
    return slices
