"""Plain words for days, counts, ranges and stances. Uncertainty is said in words; nothing here rounds or averages."""

from __future__ import annotations

from datetime import date

from stemma.model import Assessment, DocumentDate, Place
from stemma.reading.nations import BY_CODE
from stemma.values import Count, Victims, When

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
UNKNOWN = "unknown"

HARM_WORDS = {
    "killed": "Killed", "injured": "Injured", "casualties": "Killed or injured, not told apart", "missing": "Missing",
    "captured": "Captured", "displaced": "Displaced", "affected": "Affected in another way",
}
KIND_WORDS = {
    "perpetrator": "Who is held responsible", "weapon": "Weapons", "damage": "Damage", "verification":
    "Verified, or not", "denial": "Denials", "control": "Control of ground", "munition_ban": "Banned munitions",
    "ceasefire": "Ceasefire and talks", "curfew": "Curfew", "evacuation": "Evacuation", "alert": "Warnings to people",
}
STANCE_WORDS = {
    "asserted": "", "confirmed": "confirmed", "unverified": "not verified", "denied": "denied",
    "disputed": "disputed", "estimate": "an estimate", "undercount": "said to be an undercount",
}
CHANNEL_WORDS = {
    "facebook": "on Facebook", "telegram": "on Telegram", "twitter": "on Twitter", "tv": "on television",
    "briefing": "at a briefing", "interview": "in an interview", "press_release": "in a press release",
    "un_meeting": "at a United Nations meeting",
}
HOW_WORDS = {
    "verbatim": "a word-for-word copy", "reprint": "a reprint", "rewrite": "a rewrite",
    "translation": "a translation", "summary": "a summary",
    "shared_passage": "a shared passage", "shared_quotation": "a shared quotation",
}
COPY_WORDS = {
    "verbatim": ("word-for-word copy", "word-for-word copies"), "reprint": ("reprint", "reprints"),
    "rewrite": ("rewrite", "rewrites"), "translation": ("translation", "translations"),
    "summary": ("summary", "summaries"),
}
BASIS_WORDS = {
    "given": "given with the file", "dateline": "read from the dateline", "text": "read from the text",
    "unknown": "the report does not say",
}


def number(value: int) -> str:
    """4200 as "4,200"."""
    return f"{value:,}"


def how_many(count: int, one: str, many: str | None = None) -> str:
    """"two reports", "14 reports", "one report"; numbers up to ten are written out."""
    return f"{counted(count)} {one if count == 1 else many or one + 's'}"


def counted(count: int) -> str:
    """"two", "14"; numbers up to ten are written out."""
    return SMALL[count] if 0 <= count < len(SMALL) else number(count)


def happening(kind: str) -> str:
    """The kind of an incident in words."""
    known = {"airstrike": "Air strike", "other": "Kind unknown"}
    return known.get(kind) or sentence_case(kind.replace("_", " "))


def sentence_case(text: str) -> str:
    """The text with its first letter capital; the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(items: list[str] | tuple[str, ...], last: str = "and") -> str:
    """"a", "a and b", "a, b and c"."""
    items = [item for item in items if item]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def some_of(items: list[str] | tuple[str, ...], most: int) -> str:
    """The first few of a list, and how many more there are; the rest stands elsewhere on the page."""
    if len(items) <= most + 1:
        return listed(items)
    return f"{', '.join(items[:most])} and {number(len(items) - most)} more"


# -------------------------------------------------------------------------------------------------- days


def day(value: date, weekday: bool = True) -> str:
    """"Monday 28 February 2022"."""
    plain = f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{WEEKDAYS[value.weekday()]} {plain}" if weekday else plain


def when(value: When, weekday: bool = True) -> str:
    """The day or the stretch of days, as exactly as it is known and no more."""
    start, end = value.start, value.end
    if start is None:
        return _partly_dated(value)
    if value.precision == "year":
        return str(start.year)
    if value.precision == "month":
        return f"{MONTHS[start.month - 1]} {start.year}"
    if value.since and end in (None, start):
        return f"since {day(start, weekday)}"
    if end is None or end == start:
        return f"the week of {day(start, weekday=False)}" if value.precision == "week" else day(start, weekday)
    return f"{day(start, weekday)} to {day(end, weekday)}"


def _partly_dated(value: When) -> str:
    if value.month_day:
        month, number_of_day = value.month_day
        return f"{number_of_day} {MONTHS[month - 1]}, year unknown"
    if value.weekday is not None:
        return f"a {WEEKDAYS[value.weekday]}, date unknown"
    return "date unknown"


def precision(value: When) -> str:
    """How exactly the day is known, in words."""
    if value.start is None:
        return "no report says on what date"
    if value.precision == "day":
        return "known to the day"
    if value.precision == "unknown":
        return "how exactly this is known is not said"
    return {
        "days": "a stretch of days; the day itself is not stated", "week": "known to the week, not to the day",
        "month": "known to the month, not to the day", "year": "known to the year only",
    }[value.precision]


def published(value: DocumentDate) -> str:
    """The day of a report and where that is known from."""
    if value.day is None:
        return f"date {UNKNOWN}: {BASIS_WORDS['unknown']}"
    return f"{day(value.day)}, {BASIS_WORDS[value.basis]}"


# ------------------------------------------------------------------------------------------------ places


def place(value: Place | None) -> str:
    """"Orvadell, Ukraine", as far as it is known."""
    if value is None:
        return "place unknown"
    nation = BY_CODE.get(value.country or "")
    country = nation.name if nation else value.country
    return value.name if not country or country == value.name else f"{value.name}, {country}"


def place_precision(value: Place | None) -> str:
    """How exactly the place is known, in words."""
    if value is None:
        return "no report says where"
    kinds = {"city": "named to the city", "town": "named to the town", "village": "named to the village",
             "district": "named to the district only", "region": "named to the region only",
             "country": "named to the country only", "facility": "named to the site", "water": "a stretch of water",
             "border": "a border"}
    words = kinds.get(value.kind, "a named place")
    if value.lat is None or value.lon is None:
        return f"{words}; not found in the gazetteer, so without coordinates"
    return f"{words}; {_degrees(value.lat, 'N', 'S')}, {_degrees(value.lon, 'E', 'W')}"


def _degrees(value: float, positive: str, negative: str) -> str:
    shown = f"{abs(value):.4f}".rstrip("0").rstrip(".")
    return f"{shown}° {positive if value >= 0 else negative}"


# ----------------------------------------------------------------------------------------------- figures


def reading(count: Count) -> str:
    """What was made of the words: "24 to 99", "11 or more", "no number"."""
    if count.wording in ("some", "indefinite"):
        return "no number"
    return bounds(count.low, count.high)


def bounds(low: int | None, high: int | None) -> str:
    """A closed or half-open range in words."""
    if low is None and high is None:
        return UNKNOWN
    if high is None:
        return f"{number(low)} or more"
    if low is None:
        return f"{number(high)} or fewer"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def span_of(assessment: Assessment | None) -> str:
    """The range of an assessment for the head of an incident: "11 – 99", "20 or more", "unknown"."""
    if assessment is None or (assessment.low is None and assessment.high is None):
        return UNKNOWN
    low, high = assessment.low, assessment.high
    if low is None:
        return f"up to {number(high)}"
    if high is None:
        return f"{number(low)} or more"
    shown = number(low) if low == high else f"{number(low)}\u2009–\u2009{number(high)}"
    return f"{shown} or more" if assessment.open_end else shown


def victims(value: Victims) -> str:
    """"civilians, children"; empty where no source says who they were."""
    status = {"civilian": "civilians", "combatant": "combatants", "mixed": "civilians and combatants"}
    group = {"aid_workers": "aid workers", "elderly": "elderly people"}.get(value.group or "", value.group)
    return ", ".join(filter(None, (status.get(value.status), group)))
