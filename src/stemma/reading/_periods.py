"""Periods: two days with words between them that make them the first and last of one stretch of days.

"From May 2 to May 4", "between 30 April and 2 May", "2 May - 4 May": one expression, not two days. The words that lead
over to it ("from", "between") belong to it, as they say that it lasted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from stemma.model import DateMention
from stemma.values import Span, When

LONGEST = 366  # days; what is longer is an age, not a period of one happening
LONGEST_LEAD = 48  # characters before a date in which the words that lead over to a period stand
_LEAD = re.compile(r"\b(?:(?:some\s?time|at some point),?\s)?(?:from|between)\s(?:the\s)?"
                   r"(?:(?:early|late|about|around)\s)?(?:on\s)?$", re.IGNORECASE)
# What stands between first and last day; "and" only after "between": "on May 2 and May 4" are two days.
_TO = re.compile(r"\s?(?:[-–—]|,?\s(?:to|through|till|until|up to))\s?(?:the\s)?(?:on\s)?", re.IGNORECASE)
_AND = re.compile(r",?\sand\s(?:the\s)?", re.IGNORECASE)
# A day that was moved to another: "the funeral was put off from Monday to Thursday".
_MOVED = re.compile(r"\b(?:put (?:off|back)|postpon\w+|moved|brought forward|delay\w+|shifted|changed|rescheduled|"
                    r"extend\w+|corrected|revised|amended)\b[^.;:]*$", re.IGNORECASE)
_OF_LAST = re.compile(r"['’]s?\b")  # "Monday - Tuesday's strike"
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d")
_WEEKDAY_ONLY = re.compile(r"(?i)(?:(?:last|this|next) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: \w+)?|"
                           r"\w+(?: on)? (?:mon|tues|wednes|thurs|fri|satur|sun)day")


def with_periods(mentions: Sequence[DateMention], text: str, start: int) -> list[DateMention]:
    """The dates of one stretch of text that begins at `start`, in their order, with periods as one mention each."""
    found: list[DateMention] = []
    at = 0
    while at < len(mentions):
        mention, following = mentions[at], mentions[at + 1] if at + 1 < len(mentions) else None
        floor = found[-1].span.end if found else start
        lead = _LEAD.search(text, max(floor, mention.span.start - LONGEST_LEAD), mention.span.start)
        when = _joined(mention, following, text, floor, lead) if following else None
        if when is not None:
            assert following is not None
            found.append(_spanning(text, Span(_first(mention, lead), following.span.end), when))
            at += 2
            continue
        ranged = lead is not None and mention.when.precision == "days" and _joins_days(mention.when.text)
        found.append(_spanning(text, Span(_first(mention, lead), mention.span.end), mention.when)
                     if ranged else mention)
        at += 1
    return found


def is_period(mention: DateMention) -> bool:
    """Whether the mention may be made of two, as `with_periods` makes them."""
    return mention.when.precision == "days"


def _joins_days(words: str) -> bool:
    """Whether an expression gives two days of one month: "2 to 4 May", not "the weekend"."""
    return len(re.findall(r"\d+", _YEAR.sub("", words))) > 1


def _first(mention: DateMention, lead: re.Match[str] | None) -> int:
    return lead.start() if lead else mention.span.start


def _spanning(text: str, span: Span, when: When) -> DateMention:
    words = " ".join(span.of(text).split())
    return DateMention(span, When(words, when.start, when.end, when.precision, when.weekday, when.month_day,
                                  when.offset, when.since))


def _joined(first: DateMention, last: DateMention, text: str, floor: int, lead: re.Match[str] | None) -> When | None:
    """The stretch from one day to another; None where the words do not make them one."""
    if first.when.precision != "day" or last.when.precision != "day":
        return None
    between = text[first.span.end : last.span.start]
    joins = _AND if lead and "between" in lead.group().casefold() else _TO
    if not joins.fullmatch(between) or _OF_LAST.match(text, last.span.end):
        return None
    if _MOVED.search(text[floor : first.span.start]):
        return None
    start, end = _ends(first.when, last.when)
    if start is None or end is None:
        if first.when.start or last.when.start:
            return None  # of one of the two the day is known: that is worth more than an open period
        return When("", precision="days", month_day=first.when.month_day, since=first.when.since)
    if not timedelta(0) < end - start <= timedelta(LONGEST):
        return None
    return When("", start, end, "days", weekday=start.weekday(), since=first.when.since)


def _ends(first: When, last: When) -> tuple[date | None, date | None]:
    """First and last day: a year that is given of one goes for both, and the first is never after the last."""
    start, end = first.start, last.start
    month_day = first.month_day or ((start.month, start.day) if start else None)
    of_last = last.month_day or ((end.month, end.day) if end and _DAY.search(last.text) else None)
    if start and of_last and _YEAR.search(first.text) and not _YEAR.search(last.text):
        return start, _from(start, of_last)
    if end is None or (start is None and not month_day):
        return start, end
    if _WEEKDAY_ONLY.fullmatch(first.text) and first.weekday is not None and _WEEKDAY_ONLY.fullmatch(last.text):
        back = (end.weekday() - first.weekday) % 7
        return (end - timedelta(back) if start and start > end else start), end
    if start and start > end and _WEEKDAY_ONLY.fullmatch(last.text):  # "between 2 May and Thursday"
        return start, start + timedelta((end.weekday() - start.weekday()) % 7)
    if month_day and not _YEAR.search(first.text) and (start is None or start > end or _YEAR.search(last.text)):
        return _upto(end, month_day), end
    return start, end


def _from(start: date, month_day: tuple[int, int]) -> date | None:
    """The first such day of the calendar on or after a day."""
    return _valid(start.year + (month_day < (start.month, start.day)), month_day)


def _upto(end: date, month_day: tuple[int, int]) -> date | None:
    """The last such day of the calendar on or before a day."""
    return _valid(end.year - (month_day > (end.month, end.day)), month_day)


def _valid(year: int, month_day: tuple[int, int]) -> date | None:
    try:
        return date(year, *month_day)
    except ValueError:
        return None
