"""Plain words for reasons and notes: figures with their reading, days. Nothing here rounds."""

from __future__ import annotations

from datetime import date

from stemma.report import words
from stemma.values import Count


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


def quoted(count: Count, written: str = "") -> str:
    """A figure as written with its plain reading, where that says more: “dozens” (24 to 99)."""
    text = " ".join((written or count.text).split())
    read = plain(count)
    plainly = count.wording == "exact" and count.low == count.high and len(text.split()) <= 2
    return f"“{text}”" if plainly or text.replace(",", "") == read.replace(",", "") else f"“{text}” ({read})"


def day(value: date) -> str:
    """"28 February 2022"."""
    return words.day(value, weekday=False)


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}" if text else ""
