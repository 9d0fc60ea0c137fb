"""Value types: what a figure, a day, a group of victims or a source is. They import nothing of Stemma.

The words used here are those of the casualty-recording field and mean one thing everywhere in the code base.
Every type is frozen; equal content is equal value.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

Harm = Literal["killed", "injured", "casualties", "missing", "captured", "displaced", "affected"]
HARMS: tuple[Harm, ...] = ("killed", "injured", "casualties", "missing", "captured", "displaced", "affected")

Wording = Literal[
    "exact", "at_least", "more_than", "at_most", "about", "range", "dozens", "hundreds", "thousands",
    "several", "few", "some", "indefinite", "none",
]
Stance = Literal["asserted", "confirmed", "unverified", "denied", "disputed", "estimate", "undercount"]
Scope = Literal["incident", "partial", "aggregate", "other"]
Status = Literal["civilian", "combatant", "mixed", "unspecified"]
Group = Literal["children", "women", "elderly", "journalists", "medics", "aid_workers"]
Channel = Literal["facebook", "telegram", "twitter", "tv", "briefing", "interview", "press_release", "un_meeting"]

# Words that stand for a number without naming one; such a count never tightens a range that a stated number bounds.
VAGUE_WORDINGS = frozenset({"dozens", "hundreds", "thousands", "several", "few"})
# Words that say only that somebody was harmed; they never enter a range.
INDEFINITE_WORDINGS = frozenset({"some", "indefinite"})


class Span(Struct, frozen=True, order=True):
    """A half-open range of Unicode code points in one document's text as received."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words that the span quotes."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


class Count(Struct, frozen=True):
    """A number of people, read in plain English; both bounds are inclusive, None is an open end.

    "at least 11" is 11..None, "up to 30" None..30, "dozens" 24..99, "some" 1..None, "no one" 0..0.
    """

    low: int | None
    high: int | None
    wording: Wording
    text: str  # the number phrase as written, hedge included: "at least 11"

    @property
    def stated(self) -> bool:
        """Whether the text states a number, rather than a vague or indefinite word."""
        return self.wording not in VAGUE_WORDINGS and self.wording not in INDEFINITE_WORDINGS

    def same_as(self, other: Count) -> bool:
        """Whether both tell one number: equal bounds, or "more than 30" and "at least 30", which people use alike."""
        if (self.low, self.high) == (other.low, other.high):
            return True
        if self.high is not None or other.high is not None or self.low is None or other.low is None:
            return False
        more, least = (self, other) if self.wording == "more_than" else (other, self)
        return more.wording == "more_than" != least.wording and more.low == least.low + 1


class When(Struct, frozen=True):
    """A day or a stretch of days as a text gives it; what the text does not say stays None."""

    text: str  # as written: "Monday afternoon, February 28"
    start: date | None = None  # first day, inclusive
    end: date | None = None  # last day, inclusive; equals start for one day
    precision: Literal["day", "days", "week", "month", "year", "unknown"] = "unknown"
    weekday: int | None = None  # 0 is Monday; kept also where the date is known
    month_day: tuple[int, int] | None = None  # (month, day) where the year is not stated and not known
    offset: int | None = None  # days relative to the document's date ("yesterday" is -1), where that date is unknown
    since: bool = False  # "since Thursday": the start of a period that lasts to the report


class Victims(Struct, frozen=True):
    """Who was harmed, only as far as a source says so."""

    status: Status = "unspecified"
    group: Group | None = None


class Geo(Struct, frozen=True):
    """One reading of a place name in the gazetteer. Degrees are WGS84."""

    id: str  # gazetteer id, e.g. "geonames:706483"
    name: str
    country: str | None  # ISO 3166-1 alpha-2
    lat: float | None
    lon: float | None
    kind: Literal["city", "town", "village", "district", "region", "country", "water", "border", "facility", "other"]
    population: int = 0


class Source(Struct, frozen=True):
    """Who a document says that something comes from, before names are compared across documents.

    kind "narrator" is the outlet itself, no source named; "unnamed" a source without a name ("a senior official").
    """

    kind: Literal["person", "org", "unnamed", "narrator"]
    name: str = ""  # fullest name that the document gives, e.g. "Ilya Borenko"; for unnamed ones the noun phrase
    role: str | None = None  # as written: "head of the regional administration"
    span: Span | None = None  # where the source is named (its antecedent, where the sentence has a pronoun)

    @property
    def known(self) -> bool:
        """Whether the document names any source at all."""
        return self.kind != "narrator"


NARRATOR = Source(kind="narrator", name="narrator")
