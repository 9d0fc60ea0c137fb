"""What the words found by `_time_words` mean, each read against the document's day and what is under discussion."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Literal

from msgspec import Struct

from stemma.model import DateMention
from stemma.reading._feasts import easter
from stemma.reading._time_values import (
    CENTURY,
    DAY,
    DECADE,
    DURATION_UNITS,
    HALF,
    MONTH,
    QUARTER,
    SEASON,
    SEASON_MONTHS,
    SEASONS,
    WEEK,
    YEAR,
    Point,
    moved,
    point_of,
    point_of_when,
)
from stemma.reading._time_words import CENTURIES, DECADES, NUMBERS, ORDINALS, PARTS_OF_DAY
from stemma.reading.dates import Around

NEAR = 3  # sentences within which a day is still under discussion
NEAR_QUARTER = 8  # the same for a quarter: reports on results name it once
_TURNS = {"last": -1, "this": 0, "the": 0, "that": 0, "next": 1}
_YEAR_BACK = re.compile(r"year-(?:ago|earlier|before)|comparable|corresponding")
_ONE_YEAR = re.compile(r"(?:an?|one) year (?:ago|earlier|before)")
_HOUR = re.compile(r"\b(?:morning|midday|noon|afternoon|lunchtime|evening|night|tonight|midnight)\b", re.IGNORECASE)


class Read(Struct, frozen=True):
    """An expression's meaning; `point` is what it covers of the calendar, where that is known."""

    kind: Literal["date", "duration", "reference", "repeated"]
    value: str
    point: Point | None = None

    @property
    def is_day(self) -> bool:
        """Whether it is one day or an hour of one, known or not."""
        return self.point.grain == DAY if self.point else "T" in self.value or self.value.startswith("XXXX-")


class Focus(Struct):
    """The last day and the last periods that the text has named, with the sentences that they were named in."""

    sentence: int = 0
    last: tuple[Point, int] | None = None
    day: tuple[Point, int] | None = None
    quarter: tuple[Point, int] | None = None
    month: tuple[Point, int] | None = None

    def note(self, read: Read, own: date | None) -> None:
        """Takes what has just been read under discussion; `own` is the document's day."""
        point = read.point
        if point is None:
            return
        self.last = (point, self.sentence)
        if point.grain == DAY:
            self.day = self.last
        elif point.grain == MONTH:
            self.month = self.last
        elif point.grain == QUARTER and self._is_told_of(point, own):
            self.quarter = self.last

    def _is_told_of(self, point: Point, own: date | None) -> bool:
        """Whether a quarter is neither one that the last is only compared with nor one that is still to end."""
        held = self.near(self.quarter, NEAR_QUARTER)
        if held is None:
            return True
        return point.start >= held.start and (own is None or point.end < own or held.end >= own)

    def near(self, held: tuple[Point, int] | None, within: int = NEAR) -> Point | None:
        """What is held, if it was named not too many sentences ago."""
        return held[0] if held and self.sentence - held[1] <= within else None


class Scene(Struct):
    """What an expression is read against."""

    around: Around
    focus: Focus

    @property
    def day(self) -> date | None:
        """The document's own day."""
        return self.around.day

    @property
    def quarter(self) -> Point | None:
        """The quarter under discussion."""
        return self.focus.near(self.focus.quarter, NEAR_QUARTER)


def _date(point: Point | None, hour: str = "") -> Read:
    return Read("date", point.value + hour if point else "", point)


UNKNOWN = Read("date", "")


def read_date(mention: DateMention, scene: Scene) -> Read:
    """A date as `dates` reads it; "a year ago" is the quarter's counterpart where a quarter is under discussion."""
    when, words = mention.when, mention.when.text.casefold()
    if _ONE_YEAR.fullmatch(words) and scene.quarter:
        return _shifted(scene.quarter, YEAR, -1)
    part = _HOUR.search(words)
    hour = "T" + _part_of_day(part.group()) if part else ""
    point = point_of_when(when)
    if point:
        return _date(point, hour if point.grain == DAY and point.start == point.end else "")
    if when.month_day:
        return Read("date", f"XXXX-{when.month_day[0]:02d}-{when.month_day[1]:02d}{hour}")
    if when.weekday is not None:
        return Read("date", f"XXXX-WXX-{when.weekday + 1}{hour}")
    return UNKNOWN


def _part_of_day(word: str) -> str:
    return PARTS_OF_DAY[word.casefold()]


def read_holding(grain: str, day: Read) -> Read | None:
    """The week or quarter that holds a day: "the week of 3 May", "the quarter ended July 31"."""
    return _date(point_of(grain, day.point.start)) if day.point else None


def _shifted(point: Point, unit: str, count: int) -> Read:
    """The like point so many units away: the same quarter a year earlier."""
    at = moved(point.start, unit, count)
    return _date(point_of(point.grain, at) if at else None)


def _clock(match: re.Match[str], scene: Scene) -> Read | None:
    if match["word"]:
        hour = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}[match["word"].casefold()]
    else:
        number = match["hour"] or match["hour2"] or match["hour3"] or match["hour4"]
        minute = match["minute"] or match["minute2"] or match["minute3"] or "00"
        count = int(number) if number.isdigit() else NUMBERS[number]
        if match["half"] and count > 12:
            return None
        if match["half"]:
            count = count % 12 + 12 * (match["half"][0] in "pP")
        hour = f"{count:02d}:{minute}"
    day = scene.focus.near(scene.focus.day, 0)
    own = point_of(DAY, scene.day) if scene.day else None
    point = day if day and day.start == day.end else own
    return Read("date", f"{point.value if point else 'XXXX-XX-XX'}T{hour}", point)


def _year_of_turn(match: re.Match[str], scene: Scene) -> int | None:
    """The year that an expression names itself, by number or as "last year"."""
    if match["year"]:
        return int(match["year"])
    if match["turn"] and scene.day:
        return scene.day.year + _TURNS[match["turn"].casefold()]
    return None


def _quarter(match: re.Match[str], scene: Scene) -> Read | None:
    words, unit = match.group().casefold(), match["unit"].casefold()
    if unit == HALF and not (match["year"] or match["turn"] or "fiscal" in words):
        return None  # of a match, of a sum
    number, year = ORDINALS[match["nth"].casefold()], _year_of_turn(match, scene)
    if unit == HALF:
        number = min(number, 2)
    if year is None and scene.day is None:
        return Read("date", f"XXXX-{'Q' if unit == QUARTER else 'H'}{number}")
    months = 3 if unit == QUARTER else 6
    if year is None:
        own = scene.day
        assert own is not None
        coming = number > (own.month - 1) // months + 1
        year = own.year - (coming and not scene.around.looks_ahead(match))
        year -= bool(_YEAR_BACK.search(words))
    return _date(point_of(unit, date(year, (number - 1) * months + 1, 1)))


def _period(match: re.Match[str], scene: Scene) -> Read | None:
    """"The quarter", "the latest period", "the year-ago quarter"."""
    words, det = match.group().casefold(), (match["det"] or "").casefold()
    held, back = scene.quarter, bool(_YEAR_BACK.search(words))
    rel = (match["rel"] or "").casefold()
    if match["unit"].casefold() == "period":
        if not rel or not (held and (back or rel in ("latest", "most recent", "current"))):
            return None
        return _shifted(held, YEAR, -1) if back else _date(held)
    step = {"last": -1, "previous": -1, "prior": -1, "preceding": -1, "this": 0, "current": 0, "next": 1,
            "following": 1}.get(rel or det)
    if back or rel in ("latest", "most recent", "same") or (step is None and det in ("the", "that", "its", "their")):
        if held is None:
            return UNKNOWN if back or rel else None  # "the quarter" is a part of a town
        return _shifted(held, YEAR, -1) if back else _date(held)
    if step is None:
        return None
    own = held if held and rel in ("previous", "prior", "preceding", "following") else (
        point_of(QUARTER, scene.day) if scene.day else None)
    return _shifted(own, QUARTER, step) if own else UNKNOWN


def _compared(match: re.Match[str], scene: Scene) -> Read:
    if scene.quarter:
        return _shifted(scene.quarter, YEAR, -1)
    return _date(point_of(YEAR, date(scene.day.year - 1, 1, 1))) if scene.day and scene.day.year > 1 else UNKNOWN


def _halfyear(match: re.Match[str], scene: Scene) -> Read:
    year = _year_of_turn(match, scene)
    half = 1 if match["nth"].casefold() == "first" else 7
    return _date(point_of(HALF, date(year, half, 1))) if year else UNKNOWN


def _the_year(match: re.Match[str], scene: Scene) -> Read:
    """"For the year", "the fiscal year": the document's own, or the one beside the last under discussion."""
    words, last = match.group().casefold(), scene.focus.near(scene.focus.last)
    for word, step in (("same", 0), ("previous", -1), ("preceding", -1), ("following", 1)):
        if word in words and last:
            return _around_year(last.start, step)
    return _around_year(scene.day, -1 if "previous" in words else 0)


def _around_year(day: date | None, step: int) -> Read:
    at = moved(day, YEAR, step) if day else None
    return _date(point_of(YEAR, at) if at else None)


def _fiscal(match: re.Match[str], scene: Scene) -> Read:
    return _date(point_of(YEAR, date(int(match["year"]), 1, 1)))


def _decade(match: re.Match[str], scene: Scene) -> Read:
    if match["year"]:
        year = int(match["year"] + match["ten"] + "0")
    else:
        ten = int(match["ten2"]) if match["ten2"] else DECADES[match["word"]]
        century = 1900 if scene.day is None or scene.day.year < 2000 + 10 * (ten + 1) else 2000
        year = century + 10 * ten
    return _date(point_of(DECADE, date(year, 1, 1)))


def _century(match: re.Match[str], scene: Scene) -> Read | None:
    if match["turn"]:
        year = scene.day.year + 100 * _TURNS[match["turn"].casefold()] if scene.day else None
    else:
        number = int(match["number"]) if match["number"] else CENTURIES[match["word"].casefold()]
        year = 100 * (number - 1)
    if year == 0:
        return Read("date", "00")
    return _date(point_of(CENTURY, date(year, 1, 1))) if year and year < 9999 else UNKNOWN


def _spelled(match: re.Match[str], scene: Scene) -> Read | None:
    if not match["tens"] and "year" not in match.group().casefold():
        return None  # a sum
    if match["tens"]:
        ones = match["ones"].casefold() if match["ones"] else None
        year = 1900 + NUMBERS[match["tens"].casefold()] + (NUMBERS[ones] if ones else 0)
    else:
        after = (match["after"] or "").casefold()
        year = 2000 + sum(NUMBERS[word] for word in re.split(r"[-\s]", after) if word)
    return _date(point_of(YEAR, date(year, 1, 1)))


_IN_SEASON = re.compile(r"\b(?:in|during|since|by|until|through|over|of)\s$", re.IGNORECASE)


def _season(match: re.Match[str], scene: Scene) -> Read | None:
    name = SEASONS[match["season"].casefold()]
    turn, after = (match["turn"] or "").casefold(), (match["turn2"] or "").casefold()
    if match["season"] != match["season"].casefold() and not (turn or match["year"]):
        return None  # a name
    if match["year"]:
        return _date(point_of(SEASON, date(int(match["year"]), SEASON_MONTHS[name], 1)))
    if turn not in ("last", "this", "next") and not after:
        sure = _IN_SEASON.search(scene.around.before(match.start())) and (turn or match["part"])
        if not sure or match["season"].casefold() == "fall" or turn == "that":
            return None
    if scene.day is None:
        return Read("date", f"XXXX-{name}")
    own = scene.day
    if after:
        return _date(point_of(SEASON, date(own.year + _TURNS[after], SEASON_MONTHS[name], 1)))
    return _date(_nearest_season(own, name, turn, scene.around.looks_ahead(match)))


def _nearest_season(own: date, name: str, turn: str, ahead: bool) -> Point | None:
    """The season of that name: the last to have ended, the present or coming one, or the last to have begun."""
    month = SEASON_MONTHS[name]
    years = [point_of(SEASON, date(own.year + step, month, 1)) for step in (-2, -1, 0, 1) if own.year + step > 0]
    points = [point for point in years if point]
    if turn == "last":
        return max((p for p in points if p.end < own), key=lambda p: p.start, default=None)
    if turn == "next":
        return min((p for p in points if p.start > own), key=lambda p: p.start, default=None)
    if turn == "this":
        return next((p for p in points if p.start.year == own.year or p.start <= own <= p.end), None)
    if ahead:
        return min((p for p in points if p.end >= own), key=lambda p: p.start, default=None)
    return max((p for p in points if p.start <= own), key=lambda p: p.start, default=None)


def _year_end(match: re.Match[str], scene: Scene) -> Read:
    turn = (match["turn"] or match["turn2"] or "this").casefold()
    year = point_of(YEAR, scene.day) if scene.day else None
    whole = _shifted(year, YEAR, _TURNS[turn]) if year else UNKNOWN
    if match["turn2"] or whole.point is None:
        return whole
    return _date(point_of(DAY, whole.point.end))


def _week_of(match: re.Match[str], scene: Scene) -> Read | None:
    if not match["easter"]:
        return None
    return _date(point_of(WEEK, easter(scene.day.year))) if scene.day else UNKNOWN


_STEPS = {"same": 0, "very": 0, "next": 1, "following": 1, "previous": -1, "preceding": -1, "before": -1, "after": 1}


def _anchored(match: re.Match[str], scene: Scene) -> Read | None:
    """"That day", "the following year", "the night before": counted from what is under discussion."""
    rel, det = (match["rel"] or match["way"] or "").casefold(), (match["det"] or "").casefold()
    unit = (match["unit"] or match["unit2"]).casefold()
    if not rel and det != "that":
        return None
    hour = "T" + PARTS_OF_DAY[unit] if unit in PARTS_OF_DAY else ""
    grain = unit if unit in (WEEK, MONTH, YEAR) else DAY
    focus = scene.focus
    held = focus.near(focus.day) if grain == DAY else focus.near(focus.last)
    if held is None:
        return Read("date", "")
    at = moved(held.start, grain, _STEPS.get(rel, 0))
    return _date(point_of(grain, at) if at else None, hour)


def _ago(match: re.Match[str], scene: Scene) -> Read | None:
    if match["long"]:
        return Read("reference", "PAST_REF")
    unit, way = match["unit"].casefold(), match["way"].casefold()
    if match["vague"]:
        return Read("reference", "PAST_REF") if way == "ago" else UNKNOWN
    count = _number(match["count"])
    if count is None or count != int(count) or unit in ("second", "minute", "hour"):
        return UNKNOWN
    if way in ("after", "before") and re.match(r"\s\w", scene.around.text[match.end() : match.end() + 2]):
        return UNKNOWN  # "two days after the raid"
    steps = int(count) * (1 if way in ("later", "after") else -1)
    if unit == YEAR and steps == -1 and way in ("earlier", "before", "ago"):
        held = scene.quarter or (scene.focus.near(scene.focus.month, 0) if way != "ago" else None)
        if held:
            return _shifted(held, YEAR, -1)
    held = scene.focus.near(scene.focus.day if unit in (DAY, "night") else scene.focus.last)
    at = scene.day if way == "ago" else held.start if held else None
    at = moved(at, unit, steps) if at else None
    grain = {"night": DAY, "weekend": WEEK, "fortnight": WEEK, DECADE: YEAR}.get(unit, unit)
    return _date(point_of(grain, at) if at and grain != CENTURY and grain != "centurie" else None)


def _number(words: str) -> float | None:
    """The number that words name: "2.5", "twenty-one", "a"."""
    low = " ".join(words.casefold().split())
    if low[0].isdigit():
        return float(low)
    if low in NUMBERS:
        return NUMBERS[low]
    parts = re.split(r"[-\s]", low)
    return sum(NUMBERS[part] for part in parts) if all(part in NUMBERS for part in parts) else None


def _repeated(match: re.Match[str], scene: Scene) -> Read | None:
    words = match.group().casefold()
    weekday = next((n for n, name in enumerate("mon tues wednes thurs fri satur sun".split(), 1)
                    if f"{name}day" in words), None)
    if weekday:
        return Read("repeated", f"XXXX-WXX-{weekday}")
    if "weekend" in words:
        return Read("repeated", "XXXX-WXX-WE")
    adverb = match["adverb"]
    unit = match["unit"] or match["unit2"] or (match["units"] or "").casefold().rstrip("s") or {
        "daily": DAY, "nightly": "night", "weekly": WEEK, "biweekly": "fortnight", "monthly": MONTH,
        "quarterly": QUARTER, "hourly": "hour"}.get((adverb or "").casefold(), YEAR)
    unit = unit.casefold()
    if unit in ("morning", "evening"):
        return Read("repeated", f"XXXX-XX-XXT{PARTS_OF_DAY[unit]}")
    count = _number(match["count"]) if match["count"] else 2 if match["other"] else 1
    return Read("repeated", _length(unit, count))


def _length(unit: str, count: float | None) -> str:
    """A duration's value: P2Y, PT30M; X where the number is not said."""
    letter, clock, factor = DURATION_UNITS[unit]
    amount = "X" if count is None else f"{count * factor:g}"
    return f"P{'T' if clock else ''}{amount}{letter}"


_OF_LENGTH = re.compile(
    r"\b(?:for|in|within|after|over|about|nearly|almost|than|least|took|lasted|lasting|every|the (?:past|last|next|"
    r"first|coming|previous))\s$", re.IGNORECASE)


def _duration(match: re.Match[str], scene: Scene) -> Read | None:
    if match["bare"]:
        one, many = match["one"], match["many"]
        return Read("duration", _length((one or many[:-1]).casefold(), 1 if one else None))
    unit, count = match["unit"].casefold(), match["count"]
    if match["vague"]:
        return Read("duration", _length(unit, None))
    number = 0.5 if match["halfof"] else _number(count)
    if number is None:
        return None
    article = (count or "").casefold() in ("a", "an")
    share = unit == QUARTER and scene.around.text.startswith(" of", match.end())
    if share or (unit == "second" and (article or number == 1)):
        return None  # "a second raid", "three quarters of the town"
    if article and not match["half"] and not _OF_LENGTH.search(scene.around.before(match.start("count"), 16)):
        return None  # "ten a day"
    if match["half"] or re.search(r"and a half", match.group()):
        number += 0.5
    if number == 0.5 and unit in ("hour", YEAR, "day", DECADE):
        return Read("duration", {"hour": "PT30M", YEAR: "P6M", DAY: "PT12H", DECADE: "P5Y"}[unit])
    return Read("duration", _length(unit, number))


def _reference(value: str) -> Callable[[re.Match[str], Scene], Read]:
    return lambda match, scene: Read("reference", value)


READERS: dict[str, Callable[[re.Match[str], Scene], Read | None]] = {
    "clock": _clock, "quarter": _quarter, "period": _period, "compared": _compared, "halfyear": _halfyear,
    "ended": _the_year, "fiscal": _fiscal, "decade": _decade, "century": _century, "spelled": _spelled,
    "season": _season, "yearend": _year_end, "weekof": _week_of, "anchored": _anchored, "ago": _ago,
    "repeated": _repeated, "duration": _duration, "present": _reference("PRESENT_REF"),
    "past": _reference("PAST_REF"), "future": _reference("FUTURE_REF"),
}
