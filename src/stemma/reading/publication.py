"""The day a document was published, where the document or what came with it says so.

It is never guessed from a file or from the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from stemma.model import DateMention, Document, DocumentDate, Furniture
from stemma.reading._date_words import FULL_DATES, WEEKDAYS
from stemma.reading.dates import Around, in_range, valid_day
from stemma.values import Span

HEAD = 700  # characters at the start of a document in which a date of publication may stand
LONGEST_HEAD_LINE = 140  # a line with the date of publication is no longer
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_PUBLISHED = re.compile(r"(?i)\b(?:published|posted|first published|date|issued)\b")
_UPDATED = re.compile(r"(?i)\b(?:updated|modified)\b")


def document_date(document: Document, furniture: Sequence[Furniture]) -> DocumentDate:
    """The day of publication and where it is known from; spans are code points of document.text.

    "given": beside the text, the address included; "dateline": in the masthead, dateline or byline; "text": a full date
    in the report whose weekday the opening names; else unknown.
    """
    if document.published is not None:
        return DocumentDate(document.published, "given")
    in_url = _from_url(document.url or "")
    if in_url is not None:
        return DocumentDate(in_url, "given")
    return _from_head(document, furniture) or _from_text(document) or DocumentDate(None)


def _from_url(url: str) -> date | None:
    match = _URL_DATE.search(url)
    return valid_day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _full_dates(text: str, start: int, end: int) -> Iterator[DateMention]:
    """Days given with their year."""
    for mention in in_range(Around(None, text, start, end), FULL_DATES):
        if mention.when.start is not None and mention.when.precision == "day":
            yield mention


def _from_head(document: Document, furniture: Sequence[Furniture]) -> DocumentDate | None:
    """A date of publication in the furniture, or on a short line of its own at the head."""
    text = document.text
    places = [(f.span, f.kind) for f in furniture if f.kind == "dateline" or
              (f.kind in ("byline", "other", "notice", "navigation") and f.span.start < HEAD)]
    places += [(span, "line") for span in _head_lines(text)]
    ranked: list[tuple[int, Span, date]] = []
    for span, kind in places:
        if len(span) > 400:
            continue
        for mention in _full_dates(text, span.start, span.end):
            words = text[max(span.start, mention.span.start - 30) : mention.span.start]
            rank = 0 if _PUBLISHED.search(words) else 3 if _UPDATED.search(words) else 1 if kind == "dateline" else 2
            assert mention.when.start is not None
            ranked.append((rank, mention.span, mention.when.start))
    if not ranked:
        return None
    _, span, day = min(ranked)
    return DocumentDate(day, "dateline", span)


def _head_lines(text: str) -> Iterator[Span]:
    """Short lines at the start that are no sentences."""
    at = 0
    while at < min(len(text), HEAD):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        line = text[at : min(stop, at + LONGEST_HEAD_LINE + 1)].strip()
        if line and len(line) <= LONGEST_HEAD_LINE and line[-1] not in ".!?”\"" and len(line.split()) <= 14:
            yield Span(at, stop)
        at = stop + 1


def _from_text(document: Document) -> DocumentDate | None:
    """The latest full date of the report, where the opening tells its news by that date's weekday."""
    text = document.text
    mentions = sorted(_full_dates(text, 0, min(len(text), 40_000)), key=lambda m: (m.when.start, m.span))
    if not mentions:
        return None
    latest = mentions[-1]
    day = latest.when.start
    assert day is not None
    # A weekday beside the date itself proves nothing: it may be the day of a trial or of an anniversary.
    bare = (
        m.group().casefold() for m in _WEEKDAY.finditer(text, 0, 3 * HEAD)
        if not any(dated.span.start <= m.start() < dated.span.end for dated in mentions)
    )
    if next(bare, None) != WEEKDAYS[day.weekday()]:
        return None
    return DocumentDate(day, "text", latest.span)
