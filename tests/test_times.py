"""What tells a time, a day or not, as typed values. Cases: tests/cases/times/*.txt, about invented happenings."""

from __future__ import annotations

import time
from datetime import date

import pytest

from stemma.model import DocumentDate, Sentence, TimeMention
from stemma.pipeline import open_page
from stemma.reading._feasts import easter, feast_day
from stemma.reading.dates import dates_of
from stemma.reading.times import times_of
from stemma.values import Span
from tests.test_dates import CASES, cases_in, document

TIMES = CASES.parent / "times"


def times_in(text: str, day: date | None) -> tuple[TimeMention, ...]:
    doc, sentences, published = document(text), (Sentence(Span(0, len(text)), 0, 0),), DocumentDate(day)
    return times_of(doc, sentences, (), published, dates_of(doc, sentences, published))


def row(mention: TimeMention, text: str) -> str:
    days = " | ".join(str(day or "-") for day in (mention.start, mention.end))
    return f"{mention.span.of(text)} | {mention.kind} | {mention.value} | {days}"


@pytest.mark.parametrize(("day", "text", "expected"), cases_in(TIMES))
def test_cases(day: str, text: str, expected: list[str]) -> None:
    found = times_in(text, None if day == "-" else date.fromisoformat(day))
    assert [row(mention, text) for mention in found] == expected


def test_what_is_no_day_stays_out_of_the_dates() -> None:
    page = open_page(document("The siege lasted two years, and now it is over.", published=date(2031, 4, 16)))
    assert page.dates == () and [time.value for time in page.times] == ["P2Y", "PRESENT_REF"]


def test_the_day_of_a_dateline_is_among_the_times() -> None:
    text = "DOLM, April 16 (Agency) -- Shells fell on the market on Tuesday, killing two people, the mayor said."
    page = open_page(document(text, published=date(2031, 4, 17)))
    assert [time.value for time in page.times] == ["2031-04-16", "2031-04-15"]


@pytest.mark.parametrize(("year", "day"), [(1961, date(1961, 4, 2)), (2024, date(2024, 3, 31)),
                                           (2033, date(2033, 4, 17))])
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


def test_feasts_that_hang_on_weekdays() -> None:
    assert feast_day("Thanksgiving Day", 2023) == date(2023, 11, 23)
    assert feast_day("Memorial Day", 2021) == date(2021, 5, 31)


@pytest.mark.parametrize("text", ["the first quarter " * 5_000, "two years " * 9_000, "1" * 60_000, "12:30 " * 12_000,
                                  "about " * 14_000, "the " * 20_000, "twenty-" * 12_000, "now " * 20_000,
                                  "a year earlier " * 6_000, "9 a.m. (0900 GMT) " * 5_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    times_in(text, date(2031, 4, 16))
    assert time.process_time() - began < 5


@pytest.mark.parametrize("text", ["EVERY TWO MONTHS AND EVERY MORNING", "Every Morning, Each 3 Years, Every Other Day",
                                  "TWO DAYS LATER, A DECADE AGO, FOR YEARS, HALF A DAY", "Last Fall, This Quarter"])
@pytest.mark.parametrize("day", [None, date(2031, 4, 16), date(1, 1, 1), date(9999, 12, 31)])
def test_capitals_and_the_ends_of_the_calendar(text: str, day: date | None) -> None:
    spans = [time.span for time in times_in(text, day)]
    assert spans and all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
