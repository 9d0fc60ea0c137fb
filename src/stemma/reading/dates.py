"""Days and periods that a text names.

A weekday is the last such day on or before the document's own, unless the clause looks ahead. Where the document's day
is not known, only full dates get one; the rest keep what the text does say (weekday, month and day, offset).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from stemma.model import DateMention, Document, DocumentDate, Sentence
from stemma.reading._date_words import (
    CLAUSE,
    DATES,
    DAY_WORDS,
    ENDED,
    EVERY,
    FUTURE,
    MONTH_BEFORE,
    MONTHS,
    NAME_AFTER,
    NAME_BEFORE,
    NUMBERS,
    OLD_YEAR_BEFORE,
    PAST,
    PASTISH,
    SET_FOR,
    SINCE,
    WEEKDAYS,
    YEAR_BEFORE,
)
from stemma.reading._feasts import feast_day
from stemma.reading._occupied import Occupied
from stemma.reading._periods import with_periods
from stemma.reading._sieve import Sieve
from stemma.values import Span, When

EARLIEST, LATEST = 1000, 9000  # years
SOON = 4  # months ahead; a bare month that is nearer than this is the coming one, unless the clause tells of the past
FAR_AHEAD = timedelta(120)  # a day of no stated year is not so far ahead, unless the clause speaks of the future
BEFORE, AFTER = 90, 45  # characters of the clause around a weekday that are read for a look ahead


class Around(Struct, frozen=True):
    """What a date expression is read against: the document's day and the words of its sentence."""

    day: date | None
    text: str
    start: int  # of the sentence
    end: int

    def before(self, at: int, width: int = 24) -> str:
        """The words of the sentence right before a position."""
        return self.text[max(self.start, at - width) : at]

    def looks_back(self, match: re.Match[str]) -> bool:
        """Whether the clause before an expression tells of the past."""
        before = self.before(match.start(), BEFORE)
        return bool(PASTISH.search(CLAUSE.split(before)[-1] or before))

    def looks_ahead(self, match: re.Match[str]) -> bool:
        """Whether the clause around an expression speaks of the future."""
        before = self.before(match.start(), BEFORE)
        after = self.text[match.end() : min(self.end, match.end() + AFTER)]
        clause = CLAUSE.split(before)[-1] or before
        if SET_FOR.search(before):
            return True
        ahead = FUTURE.search(clause)
        if ahead:
            return not PAST.search(clause, ahead.end())
        return bool(re.match(r"(?:[’']s \w+ )?.{0,12}\b(?:will|has been (?:called|put) off)\b", after))


# ------------------------------------------------------------------------------------------------ expressions


def dates_of(document: Document, sentences: Sequence[Sentence], published: DocumentDate) -> tuple[DateMention, ...]:
    """Every date expression outside the furniture, in the order of the text.

    Spans are half-open ranges of code points of document.text; where two readings overlap the longer one is kept. A
    period ("from May 2 to May 4") is one expression.
    """
    found: list[DateMention] = []
    day = own_day(published)
    for sentence in sentences:
        around = Around(day, document.text, sentence.span.start, sentence.span.end)
        if within := dates_within(around):
            found += with_periods(within, around.text, around.start)
    return tuple(found)


_COUNTED = re.compile(r"(?i)(\w+) (day|night|week)s? (after|before)$")


def _counted(mentions: list[DateMention], text: str) -> list[DateMention]:
    """Settles "on Monday, two days after the raid": the raid's day, where the day counted from stands right before."""
    for at in range(1, len(mentions)):
        mention, anchor = mentions[at], mentions[at - 1]
        match = _COUNTED.fullmatch(mention.when.text)
        between = text[anchor.span.end : mention.span.start].strip(" ,–—-\n")
        if not match or between not in ("", "just", "only", "exactly") or anchor.when.precision != "day":
            continue
        word = match[1].casefold()
        count = int(word) if word.isdigit() else NUMBERS.get(word)
        if anchor.when.start is None or count is None:
            continue
        days = count * (7 if match[2].casefold() == "week" else 1) * (-1 if match[3].casefold() == "after" else 1)
        mentions[at] = DateMention(mention.span, _with_day(mention.when, anchor.when.start + timedelta(days)))
    return mentions


def _with_day(when: When, day: date) -> When:
    return When(when.text, day, day, "day", weekday=day.weekday(), since=when.since)


def own_day(published: DocumentDate) -> date | None:
    """The document's day, as far as dates can be counted from it; of the first and last years nothing is."""
    day = published.day
    return day if day and EARLIEST < day.year < LATEST else None


def dates_within(around: Around) -> list[DateMention]:
    """Every date expression in one stretch of text, a sentence or a dateline, in its order; of periods both ends."""
    found = list(in_range(around))
    return _counted(sorted(found, key=lambda mention: mention.span), around.text) if found else found


def in_range(around: Around, kinds: Sieve = DATES) -> Iterator[DateMention]:
    """Date expressions of some kinds in one stretch of text; none overlaps another."""
    taken = Occupied()
    for kind, pattern in kinds.of(around.text[around.start : around.end].lower()):
        for match in pattern.finditer(around.text, around.start, around.end):
            span = _span(match)
            if taken.overlaps(span) or _is_name(match, around):
                continue
            when = _READERS[kind](match, around)
            if when is not None:
                taken.take(span)
                since = bool(SINCE.search(around.before(span.start)))
                yield from _two_days(match, when, around, since) or (DateMention(span, _with_text(when, match, since)),)


_BETWEEN = re.compile(r"\bbetween\s(?:the\s)?$", re.IGNORECASE)


def _two_days(match: re.Match[str], when: When, around: Around, since: bool) -> tuple[DateMention, ...]:
    """The two days of "2 and 4 May", each with its own words; none where the words give one stretch of days.

    "Between 2 and 4 May" is a stretch, and so are "2 and 3 May", with no day between them.
    """
    named = match.groupdict()
    if named.get("joint") != "and" or _BETWEEN.search(around.before(match.start())):
        return ()
    day, last, month = int(match["day"]), int(match["last"]), _month_number(match["month"])
    if last <= day + 1:
        return ()
    end = match.start("joint") - match.string[match.start("joint") - 1].isspace()
    spans = Span(match.start(), end), Span(match.start("last"), match.end())
    if when.start is None:
        days = (When("", precision="day", weekday=when.weekday, month_day=(month, day)),
                When("", precision="day", month_day=(month, last)))
    else:
        days = _one(when.start), _one(when.end)
    return tuple(DateMention(span, replace(one, text=" ".join(span.of(match.string).split()), since=since))
                 for span, one in zip(spans, days, strict=True))


def _is_name(match: re.Match[str], around: Around) -> bool:
    """Whether the month is a part of a name, as in "Camp Sept"."""
    if not match.groupdict().get("month"):
        return False
    before, after = around.before(match.start("month")), match.string[match.end("month") : match.end("month") + 3]
    return bool(NAME_BEFORE.search(before) or NAME_AFTER.match(after))


def _span(match: re.Match[str]) -> Span:
    """The words of the expression; "over the weekend" without its preposition."""
    named = match.groupdict()
    return Span(*match.span("weekend")) if named.get("weekend") else Span(*match.span())


def _with_text(when: When, match: re.Match[str], since: bool) -> When:
    words = " ".join(_span(match).of(match.string).split())
    return When(words, when.start, when.end, when.precision, when.weekday, when.month_day, when.offset, since)


def _one(day: date | None, **more) -> When:
    """One day, or what is left where the day is not known."""
    return When("", day, day, "day", weekday=day.weekday() if day else more.pop("weekday", None), **more)


def _month_number(word: str) -> int:
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(word.casefold().rstrip(".")[:3]))


def _weekday_number(word: str | None) -> int | None:
    return WEEKDAYS.index(word.casefold()) if word else None


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_iso(match: re.Match[str], around: Around) -> When | None:
    day = valid_day(int(match["year"]), int(match["number"]), int(match["day"]))
    return _one(day) if day else None


def _read_digits(match: re.Match[str], around: Around) -> When | None:
    """Day first, as most of the world writes; with slashes only where no other reading is possible or both agree."""
    day, month, year = int(match["day"]), int(match["number"]), int(match["year"])
    if match["mark"] == "/" and day <= 12 and month <= 12 and day != month:
        return When("", date(year, 1, 1), date(year, 12, 31), "year")
    read = valid_day(year, month, day) or valid_day(year, day, month)
    return _one(read) if read else None


def _read_wire(match: re.Match[str], around: Around) -> When | None:
    """"5 JAN 90", as news wires stamp their reports; two figures of a year below 50 are of this century."""
    year = int(match["year"]) + (2000 if int(match["year"]) < 50 else 1900)
    day = valid_day(year, _month_number(match["month"]), int(match["day"]))
    return _one(day) if day else None


def _read_full(match: re.Match[str], around: Around) -> When | None:
    named = match.groupdict()
    month, day = _month_number(match["month"]), DAY_WORDS.get(match["day"]) or int(match["day"])
    last = int(match["last"]) if match["last"] else day
    weekday = _weekday_number(named.get("weekday"))
    if not valid_day(2024, month, day) or not valid_day(2024, month, last):  # a leap year: 29 February passes
        return None
    if match["year"]:
        year = int(match["year"])
    elif around.day and named.get("turn"):
        year = around.day.year + {"last": -1, "this": 0, "next": 1}[match["turn"]]
    else:
        year = _unstated_year(match, around, month, day, weekday)
    if year is None:
        return When("", precision="day" if last == day else "days", weekday=weekday, month_day=(month, day))
    start = valid_day(year, month, day)
    end = valid_day(year, month, last) if last >= day else start
    if start is None or end is None:
        return None
    return When("", start, end, "day" if start == end else "days", weekday=start.weekday())


def _unstated_year(match: re.Match[str], around: Around, month: int, day: int, weekday: int | None) -> int | None:
    """The year in which the day lies nearest to the document's own, unless the clause speaks of past or future."""
    own = around.day
    if own is None:
        return None
    if ENDED.search(around.before(match.start())):
        return own.year - ((own.month, own.day) < (month, day))
    year = _nearest_year(own, month, day, weekday)
    nearest = valid_day(year, month, day)
    if weekday is not None or nearest is None:
        return year
    ahead = around.looks_ahead(match)
    if nearest - own > FAR_AHEAD and not ahead:
        return year - 1
    return year + (own - nearest > FAR_AHEAD and ahead)


def _nearest_year(own: date, month: int, day: int, weekday: int | None) -> int:
    """The year in which the day lies nearest to the document's own; a weekday that is given has to agree."""
    days = [d for d in (valid_day(own.year + n, month, day) for n in (-1, 0, 1)) if d]
    fitting = [d for d in days if weekday is None or d.weekday() == weekday] or days
    return min(fitting, key=lambda d: (abs((d - own).days), d), default=own).year


_A_MONTHS = re.compile(r"\b(?:an?|the|its|his|her|their|that)\s$")  # "a June raid"


def _read_month(match: re.Match[str], around: Around) -> When | None:
    name, turn = match["month"], (match["turn"] or "").casefold()
    bare = not (match["year"] or match["after"] or turn)
    if name.rstrip(".").casefold() in ("may", "march", "mar", "jan", "dec", "june", "april", "august") and bare:
        before = around.before(match.start())
        given = name in ("June", "April", "August") and _A_MONTHS.search(before)
        given = given and re.compile(r" [a-z]").match(match.string, match.end())
        if name.endswith(".") or name == name.upper() or not (given or MONTH_BEFORE.search(before)):
            return None
        following = match.string[match.end() : match.end() + 3]
        if re.match(r"\s[A-Z]", following):  # "for April Tasch": a person
            return None
    elif bare and len(name) <= 4 and not name.endswith(".") and name != "July":
        return None
    month = _month_number(name)
    if match["year"]:
        year = int(match["year"])
    elif around.day is None:
        return When("", precision="month", month_day=None)
    elif match["after"]:
        year = around.day.year + {"last": -1, "this": 0, "next": 1}[match["after"]]
    else:
        year = _month_year(around, match, month, turn)
    return _month(year, month)


def _month_year(around: Around, match: re.Match[str], month: int, turn: str) -> int:
    """The year of a month without one: the last such month, or the coming one where the clause looks ahead."""
    own = around.day
    assert own is not None
    soon = not turn and 1 <= (month - own.month) % 12 <= SOON and not around.looks_back(match)
    if turn == "next" or (turn != "last" and month != own.month and (soon or around.looks_ahead(match))):
        return own.year if month > own.month else own.year + 1
    if turn == "this":
        return own.year
    if turn == "last" and own.month - 2 <= month <= own.month:
        return own.year - 1  # nobody calls the month before "last January" in February
    return own.year if month <= own.month else own.year - 1


def _month(year: int, month: int) -> When:
    following = date(year + (month == 12), month % 12 + 1, 1)
    return When("", date(year, month, 1), following - timedelta(1), "month")


def _read_weekday(match: re.Match[str], around: Around) -> When | None:
    number = _weekday_number(match["weekday"] or match["weekday3"])
    assert number is not None
    if EVERY.search(around.before(match.start())):
        return None
    own, turn = around.day, " ".join((match["turn"] or "").casefold().split())
    if own is None:
        return When("", precision="day", weekday=number)
    if turn in ("the following", "the previous"):
        return When("", precision="day", weekday=number)
    back = (own.weekday() - number) % 7
    if turn in ("next", "this coming") or (turn != "last" and around.looks_ahead(match)):
        return _one(own + timedelta((number - own.weekday()) % 7 or (7 if turn == "next" else 0)))
    return _one(own - timedelta(back or (7 if turn == "last" else 0)))


_BARE_FEASTS = frozenset(("christmas", "easter", "thanksgiving", "halloween"))  # "a Christmas market" is no day
_ON_FEAST = re.compile(r"\b(?:on|at|since|before|after|until|till|by|around|over|during|for|of)\s$", re.IGNORECASE)


def _read_feast(match: re.Match[str], around: Around) -> When | None:
    """The last such feast on or before the document's day, or the coming one where the clause looks ahead."""
    name, turn = match["feast"], (match["turn"] or "").casefold()
    said = turn or match["year"] or _ON_FEAST.search(around.before(match.start()))
    if name.casefold() in _BARE_FEASTS and not said:
        return None
    if match["year"]:
        return _one(feast_day(name, int(match["year"])))
    own = around.day
    if own is None or not 1 < own.year < 9999:
        days = {(day.month, day.day) for day in (feast_day(name, year) for year in (2023, 2024, 2025))}
        return When("", precision="day", month_day=days.pop() if len(days) == 1 else None)
    past, present, coming = (feast_day(name, own.year + step) for step in (-1, 0, 1))
    if turn == "this":
        return _one(present)
    if turn == "next" or (turn != "last" and around.looks_ahead(match)):
        return _one(present if present >= own and not (turn and present == own) else coming)
    return _one(present if present <= own and not (turn and present == own) else past)


_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "last night": -1, "this morning": 0,
         "this afternoon": 0, "this evening": 0, "the day before yesterday": -2}


def _read_near(match: re.Match[str], around: Around) -> When | None:
    word = " ".join(match["near"].casefold().split())
    if match["near"] == "Today" and re.search(r"[A-Z]\w+ $", around.before(match.start())):
        return None  # the end of an outlet's name
    if word == "overnight":
        after = match.string[match.end() : match.end() + 20]
        if re.match(r"(?:\s(?:on|from|into|between|to))?\s[A-Z][a-z]+day", after):
            return None
        if around.day is None:
            return When("", precision="days", offset=-1)
        return When("", around.day - timedelta(1), around.day, "days")
    offset = _NEAR[word]
    if around.day is None:
        return When("", precision="day", offset=offset)
    return _one(around.day + timedelta(offset))


def _read_ago(match: re.Match[str], around: Around) -> When | None:
    if match["ago"].casefold() != "ago":
        return When("", precision="unknown")  # counted from a happening that this reader does not know
    unit, word = match["unit"].casefold(), " ".join(match["count"].casefold().split())
    count = int(word) if word.isdigit() else NUMBERS.get(word)
    if count is None:
        return When("", precision="unknown")
    if around.day is None:
        days = {"day": 1, "night": 1, "week": 7}.get(unit)
        precision = "day" if unit in ("day", "night") else "unknown"
        return When("", precision=precision, offset=-count * days if days else None)
    own = around.day
    if unit in ("day", "night"):
        return _one(own - timedelta(count))
    if unit == "week":
        return _week(own - timedelta(7 * count))
    if unit == "month":
        months = own.year * 12 + own.month - 1 - count
        return _month(months // 12, months % 12 + 1)
    return _year(own.year - count * (10 if unit == "decade" else 1))


def _week(day: date) -> When:
    monday = day - timedelta(day.weekday())
    return When("", monday, monday + timedelta(6), "week")


def _year(year: int) -> When | None:
    return When("", date(year, 1, 1), date(year, 12, 31), "year") if 1 <= year <= 9999 else None


def _read_period(match: re.Match[str], around: Around) -> When | None:
    unit, turn = match["unit"].casefold(), " ".join(match["turn"].casefold().split())
    if match["unit"][0].isupper() and not match["unit"].isupper() and match.start() > around.start:
        return None  # the name of a programme
    if around.day is None or turn.startswith("the ") or unit in ("spring", "summer", "autumn", "fall", "winter"):
        precision = unit if unit in ("week", "month", "year") else "unknown"
        return When("", precision="days" if unit == "weekend" else precision)  # type: ignore[arg-type]
    step, own = {"last": -1, "this": 0, "next": 1}[turn], around.day
    if unit == "week":
        return _week(own + timedelta(7 * step))
    if unit == "weekend":
        saturday = own - timedelta(own.weekday()) + timedelta(5 + 7 * step)
        if turn == "last" and saturday + timedelta(1) >= own:
            saturday -= timedelta(7)
        return When("", saturday, saturday + timedelta(1), "days")
    if unit == "month":
        months = own.year * 12 + own.month - 1 + step
        return _month(months // 12, months % 12 + 1)
    return _year(own.year + step)


def _read_weekend(match: re.Match[str], around: Around) -> When | None:
    if around.day is None:
        return When("", precision="days")
    own = around.day
    saturday = own - timedelta((own.weekday() - 5) % 7)
    if around.looks_ahead(match) and own.weekday() < 5:
        saturday += timedelta(7)
    return When("", saturday, saturday + timedelta(1), "days")


def _read_quarter(match: re.Match[str], around: Around) -> When | None:
    if not match["year"]:
        return When("", precision="unknown")
    first = 3 * ("first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th").index(match["nth"]) % 12 + 1
    year = int(match["year"])
    return When("", date(year, first, 1), _month(year, first + 2).end, "unknown")


def _read_year(match: re.Match[str], around: Around) -> When | None:
    before = around.before(match.start())
    after = match.string[match.end() : match.end() + 2]
    if int(match["year"]) < 1900 and not OLD_YEAR_BEFORE.search(before):
        return None
    if not YEAR_BEFORE.search(before) and not (match.start() == around.start and after[:1] == ","):
        return None
    if match["decade"]:
        year = int(match["year"])
        return When("", date(year, 1, 1), date(year + 9, 12, 31), "unknown")
    return _year(int(match["year"]))


_READERS = {
    "iso": _read_iso, "digits": _read_digits, "wire": _read_wire, "full": _read_full, "month": _read_month,
    "weekday": _read_weekday, "feast": _read_feast,
    "near": _read_near, "ago": _read_ago, "period": _read_period, "weekend": _read_weekend, "quarter": _read_quarter,
    "year": _read_year,
}
