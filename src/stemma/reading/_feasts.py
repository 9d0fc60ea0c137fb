"""Feasts whose day the calendar gives: "Christmas Eve", "Easter Sunday", "Thanksgiving".

Easter is the Gregorian one (Meeus/Jones/Butcher). Feasts of the lunar calendars are left out: their day hangs on who
sights the moon. So are national days, whose name says no country.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days)


def _nth(month: int, weekday: int, n: int) -> Callable[[int], date]:
    """The nth such weekday of a month; n is -1 for the last."""
    def day(year: int) -> date:
        if n > 0:
            first = date(year, month, 1)
            return first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        return last - timedelta((last.weekday() - weekday) % 7)
    return day


_FEASTS: dict[str, Callable[[int], date]] = {
    "new year's day": _fixed(1, 1), "new year's eve": _fixed(12, 31), "epiphany": _fixed(1, 6),
    "valentine's day": _fixed(2, 14), "st patrick's day": _fixed(3, 17), "international women's day": _fixed(3, 8),
    "may day": _fixed(5, 1), "halloween": _fixed(10, 31), "all saints' day": _fixed(11, 1),
    "veterans day": _fixed(11, 11), "armistice day": _fixed(11, 11), "christmas": _fixed(12, 25),
    "christmas day": _fixed(12, 25), "christmas eve": _fixed(12, 24), "boxing day": _fixed(12, 26),
    "ash wednesday": _from_easter(-46), "palm sunday": _from_easter(-7), "maundy thursday": _from_easter(-3),
    "good friday": _from_easter(-2), "holy saturday": _from_easter(-1), "easter": _from_easter(0),
    "easter sunday": _from_easter(0), "easter day": _from_easter(0), "easter monday": _from_easter(1),
    "ascension day": _from_easter(39), "pentecost": _from_easter(49), "whit monday": _from_easter(50),
    "thanksgiving": _nth(11, 3, 4), "thanksgiving day": _nth(11, 3, 4), "labor day": _nth(9, 0, 1),
    "memorial day": _nth(5, 0, -1), "martin luther king day": _nth(1, 0, 3), "presidents' day": _nth(2, 0, 3),
    "columbus day": _nth(10, 0, 2),
}
_NAMES = "|".join(re.escape(name.title().replace("'S", "'s")).replace("'", "[’']")
                  for name in sorted(_FEASTS, key=len, reverse=True)).replace("Of", "of")
FEAST = (rf"(?:(?P<turn>[Ll]ast|[Tt]his|[Nn]ext)\s)?(?P<feast>{_NAMES})(?:,?\s(?P<year>(?:19|20)\d\d))?"
         r"(?!\s(?:[Ii]sland|[A-Z]))\b")


# One of these, in small letters, is in every feast's name.
FEAST_KEYS = (" day", "christmas", "easter", "s day", "s eve", "halloween", "epiphany", "pentecost", "thanksgiving",
              "ash wednesday", "palm sunday", "maundy", "good friday", "holy saturday", "whit monday")


def feast_day(name: str, year: int) -> date:
    """The day of a feast, by its name as FEAST finds it, in a year."""
    return _FEASTS[name.casefold().replace("’", "'")](year)
