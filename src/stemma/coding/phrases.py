"""Plain words for reasons and notes: figures with their reading, how many sources, days. Nothing here rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stemma.values import Count

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def bounds(low: int | None, high: int | None) -> str:
    """"24 to 99", "11 or more", "up to 30", "unknown"."""
    if low is None and high is None:
        return "unknown"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def plain(count: Count) -> str:
    """The plain reading of a figure; of "some" and the bare plural that there is no number."""
    return "no number" if count.wording in ("some", "indefinite") else bounds(count.low, count.high)


def quoted(count: Count, words: str = "") -> str:
    """A figure as written with its plain reading, where that says more: “dozens” (24 to 99)."""
    text = " ".join((words or count.text).split())
    read = plain(count)
    plainly = count.wording == "exact" and count.low == count.high and len(text.split()) <= 2
    return f"“{text}”" if plainly or text.replace(",", "") == read.replace(",", "") else f"“{text}” ({read})"


def how_many(count: int, one: str, many: str | None = None) -> str:
    """"two reports", "14 reports", "one report"; numbers up to ten are written out."""
    shown = SMALL[count] if 0 <= count < len(SMALL) else f"{count:,}"
    return f"{shown} {one if count == 1 else many or one + 's'}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """"a", "a and b", "a, b and c"."""
    items = [item for item in items if item]
    return "".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def some_of(items: Sequence[str], most: int) -> str:
    """The first few of a list, and how many more there are."""
    return listed(items) if len(items) <= most + 1 else f"{', '.join(items[:most])} and {len(items) - most:,} more"


def day(value: date) -> str:
    """"28 February 2022"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}" if text else ""
