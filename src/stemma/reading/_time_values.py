"""Points of the calendar of any grain, from a day to a century, and their TIMEX3 values."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from stemma.values import When

DAY, WEEKEND, WEEK, MONTH, SEASON, QUARTER, HALF, YEAR, DECADE, CENTURY = (
    "day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century")
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month, as in the north of the world
# Units of durations: letter, whether it is a time of day, factor.
DURATION_UNITS = {
    "second": ("S", True, 1), "minute": ("M", True, 1), "hour": ("H", True, 1), "day": ("D", False, 1),
    "night": ("NI", False, 1), "weekend": ("WE", False, 1), "week": ("W", False, 1), "fortnight": ("W", False, 2),
    "month": ("M", False, 1), "quarter": ("Q", False, 1), "year": ("Y", False, 1), "decade": ("Y", False, 10),
    "century": ("Y", False, 100), "centurie": ("Y", False, 100),
}


class Point(Struct, frozen=True):
    """A day or period of the calendar: its first and last day, inclusive."""

    grain: str
    start: date
    end: date

    @property
    def value(self) -> str:
        """The point in TIMEX3: 2031-04-16, 2031-W16, 2031-Q2 ..."""
        return _VALUES[self.grain](self)


def _week_value(point: Point) -> str:
    year, week, _ = point.start.isocalendar()
    return f"{year}-W{week:02d}" + ("-WE" if point.grain == WEEKEND else "")


def _season_value(point: Point) -> str:
    name = next(name for name, month in SEASON_MONTHS.items() if month == point.start.month)
    return f"{point.start.year}-{name}"


_VALUES = {
    DAY: lambda p: p.start.isoformat() if p.start == p.end else f"{p.start}/{p.end}",
    WEEKEND: _week_value, WEEK: _week_value, SEASON: _season_value,
    MONTH: lambda p: p.start.isoformat()[:7],
    QUARTER: lambda p: f"{p.start.year:04d}-Q{(p.start.month + 2) // 3}",
    HALF: lambda p: f"{p.start.year:04d}-H{(p.start.month + 5) // 6}",
    YEAR: lambda p: f"{p.start.year:04d}", DECADE: lambda p: f"{p.start.year // 10:03d}",
    CENTURY: lambda p: f"{p.start.year // 100:02d}",
}


def point_of(grain: str, at: date) -> Point | None:
    """The day or period of a grain that holds a day; None outside of the calendar (years 1 to 9999)."""
    try:
        return _point(grain, at)
    except (ValueError, OverflowError):
        return None


_MONTHS = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12, DECADE: 120, CENTURY: 1200}


def _point(grain: str, at: date) -> Point:
    if grain == DAY:
        return Point(DAY, at, at)
    if grain in (WEEK, WEEKEND):
        monday = at - timedelta(at.weekday())
        return Point(grain, monday + timedelta(5 * (grain == WEEKEND)), monday + timedelta(6))
    if grain == SEASON:
        month = at.month - at.month % 3 or 12
        first = date(at.year - (at.month < 3), month, 1)
        return Point(SEASON, first, _months_on(first, 3) - timedelta(1))
    size = _MONTHS[grain]
    months = at.year * 12 + at.month - 1
    months -= months % size
    first = date(months // 12, months % 12 + 1, 1)
    return Point(grain, first, _months_on(first, size) - timedelta(1))


def _months_on(first: date, count: int) -> date:
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def moved(at: date, unit: str, count: int) -> date | None:
    """The day so many units before (negative) or after a day; None outside of the calendar."""
    try:
        if unit in (DAY, "night"):
            return at + timedelta(count)
        if unit in (WEEK, "fortnight", WEEKEND):
            return at + timedelta(7 * count * (2 if unit == "fortnight" else 1))
        if unit not in _MONTHS:
            return None
        months = at.year * 12 + at.month - 1 + count * _MONTHS[unit]
        first = date(months // 12, months % 12 + 1, 1)
        last = (_months_on(first, 1) - timedelta(1)).day
        return first.replace(day=min(at.day, last))
    except (ValueError, OverflowError):
        return None


def point_of_when(when: When) -> Point | None:
    """What a date as read covers, with the grain that its length shows; None where its days are not known."""
    start, end = when.start, when.end
    if start is None or end is None:
        return None
    if when.precision in (WEEK, MONTH, YEAR):
        return Point(when.precision, start, end)
    if when.precision == "days" and start.weekday() == 5 and (end - start).days == 1 and "weekend" in when.text:
        return Point(WEEKEND, start, end)
    if when.precision in ("day", "days"):
        return Point(DAY, start, end)
    grain = QUARTER if (end - start).days < 100 else YEAR if (end - start).days < 367 else DECADE
    return Point(grain, start, end)
