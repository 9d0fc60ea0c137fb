"""What a page shows, roughly, long before its text is found: words enough to pass most pages over.

`shown` gives the words alone, in the fewest steps over the bytes; `rough_text` also keeps capitals, marks and
paragraphs, so that sentences can be read.
"""

from __future__ import annotations

import re
from html import unescape

# Links that stand alone between other elements, up to a length beyond which one is a report; none after which the text
# goes on in bold or in italics.
_LINKS = re.compile(rb">(?:\s*<a[\s>][^<]{0,600}+(?:<(?!/?a[\s>])[^<]{0,600}+){0,30}+</a>)++"
                    rb"(?=\s*<(?!(?:b|i|em|strong|u|span|q)[\s>]))")
_TEXT = re.compile(rb">([^<]+)")
_ENTITY = re.compile(rb"&#[0-9a-z]{1,8};")
_UNSEEN = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"))

_START = b"\2"  # stands where an article may begin; no page has it
_STARTS = re.compile(rb"(?i)<(?:h[12]|article|main)(?=[\s>/])[^<>]*>")
_HEADING_ENDS = re.compile(rb"(?i)</h[1-6]\s*>(?:\s*<[^<>]*>)*")  # the text that a heading stands over goes on with it
_BLOCKS = re.compile(
    rb"(?i)<(?:/?(?:p|div|li|t[dhr]|h[1-6]|[uod]l|blockquote|section|article|main|header|footer|aside|nav|figure|"
    rb"figcaption|table|tbody|caption|pre|d[dt]|form|button|title|body|center|address|details|summary|hr)(?=[\s>/])"
    rb"[^<>]*|br\s*/?>\s*<br\s*/?)>")
_LINE_ENDS = re.compile(rb"(?i)<br(?=[\s>/])[^<>]*>")
_TAGS = re.compile(rb"<[a-zA-Z/!?][^<>]*>")


def shown(raw: bytes) -> bytes:
    """What a page shows, roughly: no scripts, styles and comments, no links that stand alone (menus, teasers).

    A link inside running text is part of it. Whatever is not closed is kept: better too much than too little.
    """
    if b"</" not in raw:
        return raw  # plain text, where "<" may be a sign of its own
    low = _title_and_body(raw).lower()
    for start, end in _UNSEEN:
        low = _without(low, start, end)
    text = b" ".join(_TEXT.findall(_LINKS.sub(b">", low))).replace(b"\xc2\xad", b"")
    if b"&" not in text:
        return text
    text = text.replace(b"&nbsp;", b" ").replace(b"&shy;", b"")
    return _ENTITY.sub(b" ", text) if b"&#" in text else text  # else "&#39;" would be a number


def _title_and_body(raw: bytes) -> bytes:
    """The page without its head, of which only the title is shown; all of it where that is not plain to see."""
    body, title = raw.find(b"<body"), raw.find(b"<title")
    if body < 0:
        return raw
    end = raw.find(b"</title", title, body) if 0 <= title < body else -1
    return raw[body:] if end < 0 else raw[title:end] + raw[body:]


def _without(low: bytes, start: bytes, end: bytes) -> bytes:
    """The page without what stands between these marks, as often as it does."""
    first, *parts = low.split(start)
    for at, part in enumerate(parts):
        _, closed, rest = part.partition(end)
        parts[at] = rest if closed else part
    return b"<>".join([first, *parts])


def rough_text(raw: bytes) -> list[str] | None:
    """What a page shows as a text, cut where its article may begin: at its start and at headings of the first two
    ranks, among others. Paragraphs are parted by blank lines. None where it is no UTF-8 or no page.

    Whatever is not closed is kept, as in `shown`.
    """
    if b"</" not in raw or b"\0" in raw[:1024]:
        return None
    page = _title_and_body(raw)
    low = page.lower()
    for start, end in _UNSEEN:
        page = _without_any_case(page, start, end) if start in low else page
    page = b" ".join(_LINKS.sub(b">", page).split())
    page = _HEADING_ENDS.sub(b"\n", _STARTS.sub(b"\n\n" + _START, page))
    page = _TAGS.sub(b"", _LINE_ENDS.sub(b" ", _BLOCKS.sub(b"\n\n", page)))
    try:
        text = page.decode()
    except UnicodeDecodeError:
        return None
    return (unescape(text) if "&" in text else text).replace("\u00ad", "").split(_START.decode())


def _without_any_case(page: bytes, start: bytes, end: bytes) -> bytes:
    """The same as `_without` of a page that has capitals; with it goes the tag that ends what is left out."""
    low, kept, at = page.lower(), [], 0
    begins = low.find(start)
    while begins >= 0:
        kept.append(page[at:begins])
        following = low.find(start, begins + len(start))
        closed = low.find(end, begins, following if following >= 0 else len(low))
        at = low.find(b">", closed) + 1 or len(low) if closed >= 0 else begins + len(start)
        begins = following
    return b"<!>".join([*kept, page[at:]])
