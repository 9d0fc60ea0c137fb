"""Incidents by the day on which they began: a column for each day, week, month or year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from markupsafe import Markup
from msgspec import Struct

from stemma.report import words
from stemma.report.drawing import drawing, element, joined, text
from stemma.web.pages._incident_rows import IncidentRow

WIDTH, HEIGHT, HEAD, FOOT = 800.0, 96.0, 16.0, 20.0
WIDEST = 24.0  # units of a column
MOST_BINS = 62  # columns of the drawing of days
UNITS = ("day", "week", "month", "year", "decade")


class Days(Struct, frozen=True):
    """Incidents that began in one stretch of days."""

    first: date
    last: date
    label: str
    count: int
    href: str


class DayView(Struct, frozen=True):
    """Incidents by the day on which they began."""

    unit: str  # of a column: UNITS
    bins: tuple[Days, ...]  # those without an incident left out
    first: date | None
    last: date | None
    undated: int

    def drawing(self) -> Markup:
        """The columns as SVG."""
        return _drawn(self)


def by_day(rows: list[IncidentRow], link: Callable[[date, date], str]) -> DayView:
    """Incidents put together by day, or by longer stretches where there would be too many columns."""
    known = sorted(row.since for row in rows if row.since is not None)
    if not known:
        return DayView("day", (), None, None, len(rows))
    unit = next((unit for unit in UNITS if columns(known[0], known[-1], unit) <= MOST_BINS), UNITS[-1])
    counted: dict[tuple[date, date], int] = defaultdict(int)
    for day in known:
        counted[stretch(day, unit)] += 1
    bins = tuple(Days(first, last, label(first, last, unit), count, link(first, last))
                 for (first, last), count in sorted(counted.items()))
    return DayView(unit, bins, known[0], known[-1], len(rows) - len(known))


def stretch(day: date, unit: str) -> tuple[date, date]:
    """The first and last day of the unit that a day is in."""
    if unit == "day":
        return day, day
    if unit == "week":
        first = date.fromordinal(max(1, day.toordinal() - day.weekday()))
        return first, date.fromordinal(min(date.max.toordinal(), first.toordinal() + 6))
    if unit == "month":
        after = date(day.year + (day.month == 12), day.month % 12 + 1, 1) if day < date(9999, 12, 1) else None
        return day.replace(day=1), after - timedelta(days=1) if after else date.max
    years = 1 if unit == "year" else 10
    year = day.year - day.year % years
    return date(max(1, year), 1, 1), date(year + years - 1, 12, 31)


def place_of(day: date, first: date, unit: str) -> int:
    """How many units after the one that holds the first day a day is."""
    if unit in ("day", "week"):
        length = 1 if unit == "day" else 7
        return (stretch(day, unit)[0] - stretch(first, unit)[0]).days // length
    if unit == "month":
        return (day.year - first.year) * 12 + day.month - first.month
    length = 1 if unit == "year" else 10
    return day.year // length - first.year // length


def columns(first: date, last: date, unit: str) -> int:
    """How many units a stretch of days reaches over."""
    return place_of(last, first, unit) + 1


def label(first: date, last: date, unit: str) -> str:
    """What a column is called."""
    if unit == "day":
        return words.day(first)
    if unit == "week":
        return f"{words.day(first, weekday=False)} to {words.day(last, weekday=False)}"
    if unit == "month":
        return f"{words.MONTHS[first.month - 1]} {first.year}"
    return str(first.year) if unit == "year" else f"{first.year} to {last.year}"


def _drawn(view: DayView) -> Markup:
    """The drawing; nothing where no incident has a date. Each column leads to its incidents."""
    if view.first is None or view.last is None:
        return Markup("")
    count = columns(view.first, view.last, view.unit)
    wide = min(WIDEST, WIDTH / count)
    most = max(one.count for one in view.bins)
    base = HEAD + HEIGHT
    body = [element("line", x1=0.0, x2=max(wide * count, 200.0), y1=base, y2=base, class_="axis")]
    for one in view.bins:
        x, high = place_of(one.first, view.first, view.unit) * wide, max(2.0, HEIGHT * one.count / most)
        said = f"{one.label}: {words.how_many(one.count, 'incident')}"
        # The whole column can be pressed, however low its bar is.
        body.append(element("a", joined([
            element("title", said), element("rect", x=x, y=HEAD, width=wide, height=HEIGHT, class_="hit-area"),
            element("rect", x=x + wide * 0.1, y=base - high, width=wide * 0.8, height=high, class_="column")]),
            href=one.href, aria_label=said))
    body.append(text(0.0, HEAD - 4, f"{most} in one {view.unit}", "tick"))
    body.append(text(0.0, base + 14, _tick(view.bins[0].first, view.unit), "tick"))
    if count > 1 and wide * count > 300:
        body.append(text(wide * count, base + 14, _tick(view.bins[-1].first, view.unit), "tick", text_anchor="end"))
    said = "; ".join(f"{one.label}: {one.count}" for one in view.bins)
    return drawing("case-days", "Incidents by day", said, WIDTH, base + FOOT, body, "days")


def _tick(first: date, unit: str) -> str:
    """What stands below a column: its day, month or year."""
    if unit in ("day", "week"):
        return words.day(first, weekday=False)
    return label(first, first, unit) if unit != "decade" else str(first.year)
