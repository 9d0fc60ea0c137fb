"""Which reports are wanted: a stretch of days, a country, a kind of claim. Used when archives are read and when a slice
is taken into a case, so that both mean the same."""

from __future__ import annotations

from datetime import date

from stemma.model import Reading
from stemma.scale.nouns import Wanted
from stemma.scale.rows import countries_of


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
