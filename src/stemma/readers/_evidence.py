"""Where a report's date, outlet, title and address are stated, and what happens where two places disagree.

The evidence follows from the bytes that are kept, so it can be had again at any time: `evidence_of`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from msgspec import Struct

from stemma.model import Document, Problem

STAGE = "read"
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)")


class Evidence(Struct, frozen=True):
    """One value as it is stated in one place."""

    field: str  # a field of Document: title, url, outlet, published
    value: str  # as written there, on one line
    basis: str  # in words: "JSON-LD datePublished", "meta og:site_name", "address", "e-mail header Date"
    day: date | None = None  # of a date
    at: datetime | None = None  # of a date with a time and a zone


def dated(value: str, basis: str) -> Evidence | None:
    """Evidence of a day of publication from an ISO 8601 date or time; None for anything else."""
    written = " ".join(value.split())
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return Evidence("published", written, basis, moment.date(), moment if moment.tzinfo else None)


def of_moment(moment: datetime, written: str, basis: str) -> Evidence:
    """Evidence of a day of publication from a time that has been read already."""
    return Evidence("published", " ".join(written.split()), basis, moment.date(), moment if moment.tzinfo else None)


def in_address(url: str | None) -> Evidence | None:
    """The day that stands in an address: /2031/02/03/ or /2031-02-03-."""
    match = _URL_DATE.search(url or "")
    try:
        return Evidence("published", match.group(0), "address", date(*map(int, match.groups()))) if match else None
    except ValueError:
        return None


def the_day(evidence: Iterable[Evidence]) -> date | None:
    """The day of publication by the first evidence, which is the most trusted."""
    return next((one.day for one in evidence if one.field == "published" and one.day), None)


def first(evidence: Iterable[Evidence], field: str) -> str | None:
    """The value of a field in the place that is trusted most."""
    return next((one.value for one in evidence if one.field == field), None)


def differing(evidence: Sequence[Evidence], path: str, place: str | None = None) -> list[Problem]:
    """A note where places state different days of publication; every one is named, the first is used."""
    days = [one for one in evidence if one.field == "published" and one.day]
    if not days or all(_agree(days[0], other) for other in days[1:]):
        return []
    told = ", ".join(f"{one.day} ({one.basis})" for one in _apart(days))
    message = f"Dates of publication differ: {told}; the first is used."
    return [Problem(STAGE, path, "dates-differ", message, place)]


def _apart(days: Sequence[Evidence]) -> list[Evidence]:
    """One piece of evidence for each day, the most trusted ones."""
    kept: dict[date | None, Evidence] = {}
    for one in days:
        kept.setdefault(one.day, one)
    return list(kept.values())


def _agree(one: Evidence, other: Evidence) -> bool:
    """Whether two places mean one day: the same day, the same moment, or a bare day and a moment that is it in UTC."""
    if one.day == other.day:
        return True
    if one.at and other.at:
        return one.at == other.at
    moment, bare = (one.at, other.day) if one.at else (other.at, one.day)
    return moment is not None and _in_utc(moment) == bare


def _in_utc(moment: datetime) -> date | None:
    try:
        return moment.astimezone(UTC).date()
    except OverflowError:  # the first or the last day that can be written
        return None


_BASES = {
    "application/json": "field of the JSON file", "text/csv": "column of the sheet", "message/rfc822": "e-mail header",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/pdf": "field of the PDF",
}
# Of what was fetched or lay in an archive: what the page itself does not state.
_PAGES = frozenset({"text/html", "text/plain"})
_FETCHED = {"url": "address it was fetched from", "published": "feed that pointed to it"}


def evidence_of(document: Document, raw: bytes) -> tuple[Evidence, ...]:
    """What states the fields of a document, the most trusted place first; `raw` are the bytes kept for it.

    For a page every place is looked at again; other formats state a field once.
    """
    found: list[Evidence] = []
    if document.media_type == "text/html":
        from stemma.readers.html import page_evidence

        found = page_evidence(raw)
    basis = _BASES.get(document.media_type, "given with the file")
    for field in ("title", "url", "outlet", "published"):
        value = getattr(document, field)
        if value is not None and not any(one.field == field for one in found):
            day = value if field == "published" else None
            where = _FETCHED.get(field, basis) if document.retrieved and document.media_type in _PAGES else basis
            found.append(Evidence(field, str(value), where, day))
    address = in_address(document.url)
    return (*found, *([address] if address else ()))
