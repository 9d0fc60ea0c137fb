"""Which reports are wanted: a stretch of days, a country, a kind of claim. Archives are read by whole reports, as here;
a slice for a case is chosen claim by claim, in slices.py."""

from __future__ import annotations

from datetime import date

from stemma import kinds
from stemma.errors import UsageError
from stemma.model import Reading
from stemma.reading.gazetteer import countries
from stemma.scale.nouns import Wanted
from stemma.scale.rows import countries_of


def asked(since: str | None = None, until: str | None = None, country: str | None = None,
          kind: str | None = None) -> Wanted:
    """What is wanted, as written on a command line. Raises UsageError for what is no day, country or kind of claim."""
    first, last = _day("since", since), _day("until", until)
    if first and last and last < first:
        raise UsageError(f"--until {last} lies before --since {first}.")
    code = country.strip().upper() if country is not None else None
    if code is not None and code not in countries():
        raise UsageError(f"No country has the code {country!r}: --country is two letters of ISO 3166-1, such as UA.")
    known = sorted({module.KIND for module in kinds.modules()})
    if kind is not None and kind not in known:
        raise UsageError(f"There are no claims of kind {kind!r}; there are: {', '.join(known)}.")
    return Wanted(first, last, code, kind)


def _day(name: str, written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written is not None else None
    except ValueError:
        raise UsageError(f"--{name} is a day such as {date(2031, 5, 2)}, not {written!r}.") from None


def why_outside(day: date | None, wanted: Wanted) -> str:
    """Why a day of publication is not wanted; "" where it is, or is not known."""
    if day is None:
        return ""
    if wanted.since is not None and day < wanted.since:
        return "before-the-period"
    return "after-the-period" if wanted.until is not None and day > wanted.until else ""


def why_unwanted(reading: Reading, wanted: Wanted) -> str:
    """Why a report that has been read is not wanted; "" where it is."""
    if why := why_outside(reading.page.published.day, wanted):
        return why
    if wanted.country is not None and wanted.country not in countries_of(reading):
        return "other-country"
    if wanted.kind is not None and all(claim.kind != wanted.kind for claim in reading.claims):
        return "other-kind"
    return ""
