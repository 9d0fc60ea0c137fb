"""Everything in a text that tells a time: days as `dates` reads them, and what is no day.

Quarters, seasons, decades, hours, "now", "a year earlier", durations and repetitions become typed values in the
notation of TIMEX3 (TimeML: ISO 8601 and its additions), each with its span:

    2031-04-16  2031-04-16T19:15  2031-04-16TEV  2031-W16  2031-W16-WE  2031-04  2031-Q2  2031-H1  2031-SU  2031
    203 (the 2030s)  20 (the 21st century)
    P2Y  P3M  PXD (some days)  PT2H      PRESENT_REF  PAST_REF  FUTURE_REF      XXXX-WXX-3 (a Wednesday of unknown date)

What hangs on a day that is not known has X in its place, or no value at all. Words without a value of their own ("the
quarter", "that day", "two days later") take it from the day or period that the text has under discussion.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stemma.model import DateMention, Document, DocumentDate, Furniture, Sentence, TimeMention
from stemma.reading._occupied import Occupied
from stemma.reading._periods import is_period
from stemma.reading._time_readers import READERS, Focus, Read, Scene, read_date, read_holding
from stemma.reading._time_values import QUARTER, WEEK
from stemma.reading._time_words import LEAD, patterns_for
from stemma.reading.dates import Around, dates_within, own_day
from stemma.values import Span

LONGEST_LEAD = 20  # characters before an expression in which "the end of" and its like may stand
# Between an hour and its day: "9 a.m. on Tuesday", "noon, 3 May".
_BETWEEN = re.compile(r",?\s(?:on\s)?(?:the\s)?")
_ENDING = re.compile(r"\s(?:that\s)?end(?:ed|ing)\s(?:on\s)?(?:the\s)?")  # "the quarter ended July 31"
# The same hour in another zone: "10:35 a.m. (0735 GMT) Friday".
_OTHER_ZONE = re.compile(r"\s\([\w :.]{3,20}\)")


class Row(NamedTuple):
    """An expression as found, before it is read: a date, or a match of the pattern of that kind."""

    span: Span
    kind: str
    found: DateMention | re.Match[str]


def times_of(document: Document, sentences: Sequence[Sentence], furniture: Sequence[Furniture],
             published: DocumentDate, dates: Sequence[DateMention]) -> tuple[TimeMention, ...]:
    """Every expression of time in the sentences and datelines, in the order of the text, none overlapping.

    `dates` are those of `dates_of`. Spans are half-open ranges of code points of document.text.
    """
    text, focus, day = document.text, Focus(), own_day(published)
    found: list[TimeMention] = []
    starts = [date.span.start for date in dates]
    parts = [(s.span, False) for s in sentences] + [(f.span, True) for f in furniture if f.kind == "dateline"]
    for number, (span, dateline) in enumerate(sorted(parts)):
        around = Around(day, text, span.start, span.end)
        own = dates[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        if dateline or any(is_period(found) for found in own):  # of a period TIMEX3 has both ends, each by itself
            own = dates_within(around)
        rows = _rows(around, own)
        if rows:
            focus.sentence = number
            found += _read(rows, Scene(around, focus))
    return tuple(found)


def _rows(around: Around, dates: Sequence[DateMention]) -> list[Row]:
    """Dates that say anything, what the patterns find beside them, and last the dates that stay open."""
    text, start, end = around.text, around.start, around.end
    found = [Row(_span(match), kind, match) for kind, pattern in patterns_for(text[start:end])
             for match in pattern.finditer(text, start, end)]
    if not found and not dates:
        return []
    given = [Row(date.span, "date", date) for date in dates]
    taken, rows = Occupied(), []
    for row in (*(row for row in found if _wider(row)), *(row for row in given if _says(row)), *found, *given):
        if not taken.overlaps(row.span):
            taken.take(row.span)
            rows.append(row)
    return _one_zone(sorted(rows, key=lambda row: row.span), around.text)


def _span(match: re.Match[str]) -> Span:
    """The words of the expression; "for years" without its preposition."""
    return Span(*match.span("bare")) if match.groupdict().get("bare") else Span(*match.span())


def _wider(row: Row) -> bool:
    """Whether a season or quarter names its year, which by itself is read as a date: "the summer of 2029"."""
    return row.kind in ("season", "quarter", "halfyear") and bool(row.found["year"])


def _says(row: Row) -> bool:
    """Whether a date says anything of its day."""
    when = row.found.when
    return bool(when.start or when.month_day or when.weekday is not None or when.offset is not None)


def _one_zone(rows: list[Row], text: str) -> list[Row]:
    """The rows without an hour told again in another zone."""
    return [row for at, row in enumerate(rows) if not (
        row.kind == "clock" and at and rows[at - 1].kind in ("clock", "date")
        and _OTHER_ZONE.match(text, rows[at - 1].span.end, row.span.end + 1))]


def _read(rows: Sequence[Row], scene: Scene) -> Iterator[TimeMention]:
    """The rows of one sentence, read in their order: what comes first is under discussion for what follows."""
    before = Span(scene.around.start, scene.around.start)
    at = 0
    while at < len(rows):
        row, following = rows[at], rows[at + 1] if at + 1 < len(rows) else None
        span, read = row.span, None
        if following and following.kind == "date" and _joins(row, following, scene.around.text):
            read = _joined(row, following, scene)
            if read is not None and _is_one(row, following, scene.around.text):
                span = Span(span.start, following.span.end)
                at += 1
        if read is None:
            span = row.span
            read = read_date(row.found, scene) if row.kind == "date" else READERS[row.kind](row.found, scene)
        at += 1
        if read is None:
            continue
        scene.focus.note(read, scene.day)
        span = _with_lead(span, read, scene.around, before.end)
        before = span
        start, end = (read.point.start, read.point.end) if read.point else (None, None)
        yield TimeMention(span, read.kind, read.value, start, end)


def _joins(row: Row, following: Row, text: str) -> bool:
    """Whether an hour, "the week of" or "the quarter ended" stands right before its day."""
    between = text[row.span.end : following.span.start]
    if row.kind == "weekof":
        return not between
    if row.kind == "period":
        return bool(_ENDING.fullmatch(between))
    return row.kind == "clock" and bool(_BETWEEN.fullmatch(_OTHER_ZONE.sub("", between, count=1)))


def _is_one(row: Row, following: Row, text: str) -> bool:
    """Whether what belongs together is one expression: not "the quarter ended July 31", not across a bracket."""
    return row.kind != "period" and "(" not in text[row.span.end : following.span.start]


def _joined(row: Row, following: Row, scene: Scene) -> Read | None:
    day = read_date(following.found, scene)
    if row.kind == "weekof":
        return read_holding(WEEK, day)
    if row.kind == "period":
        return read_holding(QUARTER, day)
    hour = READERS["clock"](row.found, scene)
    if hour is None or "T" not in hour.value or not day.value:
        return None
    return Read("date", day.value.split("T")[0] + "T" + hour.value.split("T")[1], day.point)


def _with_lead(span: Span, read: Read, around: Around, floor: int) -> Span:
    """The span with the words before it that belong to the expression: "the end of March", "earlier this week"."""
    if read.kind != "date":
        return span
    start = max(floor, around.start, span.start - LONGEST_LEAD)
    lead = LEAD.search(around.text[start : span.start])
    if lead is None or (lead.group().casefold().startswith("the ") and read.is_day):
        return span
    return Span(start + lead.start(), span.end)
