"""Incidents as exports list them: the day, the place, the tolls and the reports, gathered once for all formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from stemma.assessments.estimate import estimate
from stemma.assessments.support import Books, books_of
from stemma.coding import ledger
from stemma.coding.facts import Facts, facts_of
from stemma.coding.sides import sides
from stemma.exporters._coarsening import coarsened, coarsening_note, point
from stemma.exporters._lookup import Lookup
from stemma.exporters._options import Options
from stemma.model import Assessment, Estimate, Incident, Place, Reading, Record
from stemma.reading.nations import BY_CODE
from stemma.report import words

# Kinds of place whose point is where it was, as far as a town or a building is one spot.
SPOTS = frozenset({"city", "town", "village", "facility"})
TOLLS = ("killed", "injured")


class Row(Struct, frozen=True):
    """One incident and what belongs to it."""

    incident: Incident
    place: Place | None
    first: date | None  # first day, inclusive; None where no report says
    last: date | None  # last day, inclusive
    tolls: dict[str, Assessment]  # by harm
    estimates: dict[str, Estimate]  # by harm, where a report speaks of it
    sources: tuple[str, ...]  # names of the independent sources behind the tolls
    reports: tuple[Reading, ...]  # the oldest first, undated ones last
    point: tuple[float, float] | None  # latitude and longitude, where the record knows them
    near: bool  # whether the reports mostly put it near the place, rather than at it
    blamed: tuple[str, ...]  # one name for each side that is held responsible, as alleged, the most often named first

    @property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-2."""
        return self.place.country if self.place else None

    @property
    def precision(self) -> str | None:
        """How exactly the day is known."""
        return self.incident.when.precision if self.first else None


def incident_rows(record: Record, options: Options) -> Iterator[Row]:
    """The incidents in the order of the record, coordinates coarsened as asked."""
    coarse = coarsened(record, options)
    look, book, books = Lookup(coarse), ledger(coarse), books_of(coarse)
    for incident in record.incidents:
        place, facts = look.places.get(incident.place or ""), facts_of(book, incident.id)
        first = incident.when.start
        tolls = {harm: look.assessments[incident.id][harm] for harm in TOLLS if harm in look.assessments[incident.id]}
        keys = sorted({key for toll in tolls.values() for key in toll.sources})
        yield Row(
            incident, place, first, max(first, incident.when.end or first) if first else None, tolls,
            estimates_of(coarse, incident, books),
            tuple(look.parties[key].name if key in look.parties else key for key in keys),
            tuple(in_time(look, incident.docs)), point(place), facts.near, blamed(facts))


def estimates_of(record: Record, incident: Incident, books: Books) -> dict[str, Estimate]:
    """The best number of each toll, with its rule and grade."""
    found = ((harm, estimate(record, incident.id, harm, books)) for harm in TOLLS)
    return {harm: made for harm, made in found if made is not None}


def blamed(facts: Facts) -> tuple[str, ...]:
    """One name for each side, since "the army" and "the Kareth army" are one: that by which it is named most
    often. Unknown attackers are nobody."""
    order = facts.incident.perpetrators.index
    return tuple(sorted((min(names, key=order) for names in sides(facts)), key=order))


def in_time(look: Lookup, docs: Iterable[str]) -> list[Reading]:
    """Reports by their day of publication, undated ones last, then by name."""
    found = [look.readings[doc] for doc in docs if doc in look.readings]
    return sorted(found, key=lambda r: (day_of(r) or date.max, look.names[r.document.id], r.document.id))


def day_of(reading: Reading) -> date | None:
    """The day of publication, as given beside the text or read from it."""
    return reading.document.published or reading.page.published.day


def outlet_of(reading: Reading) -> str | None:
    """The outlet, as given or read from the masthead."""
    return reading.page.outlet or reading.document.outlet


def title_of(reading: Reading) -> str | None:
    """The title given beside the text, or the headline."""
    if reading.document.title:
        return reading.document.title
    first = next((s for s in reading.page.sentences if s.part == "headline"), None)
    return " ".join(first.span.of(reading.document.text).split()) if first else None


def country_name(code: str | None) -> str | None:
    """The usual English name of a country."""
    return BY_CODE[code].name if code in BY_CODE else code


def iso(day: date | None) -> str | None:
    """ISO 8601."""
    return day.isoformat() if day else None


def low_of(toll: Assessment | None) -> int | None:
    """The least that the sources support."""
    return toll.low if toll else None


def high_of(toll: Assessment | None) -> int | None:
    """The most that the sources support; nothing where the highest figure is a lower bound, "at least 20"."""
    return toll.high if toll and not toll.open_end else None


def missing(row: Row) -> list[str]:
    """What an incident lacks to stand on a map and a time line, in words."""
    lacks = [] if row.first else ["no date"]
    if row.point is None:
        where = "no place" if row.place is None else f"no coordinates for {row.place.name}"
        lacks.append(where)
    return lacks


def named(row: Row) -> str:
    """The incident as messages call it."""
    return f"{row.incident.title} ({row.incident.id})"


# ------------------------------------------------------------------------------------------------------ words


def in_short(row: Row, options: Options, *, mapped: bool = True) -> str:
    """The incident in a few sentences: what, where, when, the tolls with their sources, and who is blamed.

    mapped: whether it stands beside coordinates, of which it then says what they are.
    """
    kind = row.incident.kind.replace("_", " ")
    what = "Incident" if kind == "other" else f"{kind[:1].upper()}{kind[1:]}"
    where = f" {'near' if row.near else 'at'} {row.place.name}" if row.place else ", place not known"
    parts = [f"{what}{where}, {days(row)}", *(toll_words(row, harm) for harm in TOLLS)]
    if row.blamed:
        parts.append(f"Laid to {', '.join(row.blamed)}, as alleged")
    parts.append(f"{len(row.reports)} {'report' if len(row.reports) == 1 else 'reports'}")
    return " ".join([*(f"{part}." for part in parts if part), point_words(row, options) if mapped else ""]).rstrip()


def point_words(row: Row, options: Options) -> str:
    """What should be known of the incident's point: that it is coarsened, or stands for an area; else nothing."""
    if row.point is None or row.place is None:
        return ""
    area = "" if row.place.kind in SPOTS else f"The point stands for all of {row.place.name} ({row.place.kind})."
    return " ".join(part for part in (area, coarsening_note(options)) if part)


def days(row: Row) -> str:
    """The day or days in words."""
    if row.first is None:
        return "date not known"
    if row.last == row.first:
        return day_words(row.first)
    return f"between {day_words(row.first)} and {day_words(row.last)}"


def day_words(day: date) -> str:
    """A day as people write it: 5 March 2031."""
    return words.day(day, weekday=False)


def toll_words(row: Row, harm: str) -> str:
    """One toll with the number of independent sources; nothing where there is no figure."""
    toll = row.tolls.get(harm)
    if toll is None or (toll.low is None and toll.high is None):
        return ""
    count = len(toll.sources)
    by = "no source named" if not count else f"{count} independent {'source' if count == 1 else 'sources'}"
    return f"{harm.capitalize()}: {range_words(toll)} ({by})"


def range_words(toll: Assessment) -> str:
    """A range of people: "14", "14 to 30", "at least 14", "14 to 30 or more", "up to 30"."""
    low, high = toll.low, toll.high
    if low is None:
        return f"up to {high:,}"
    if high is None or (low == high and toll.open_end):
        return f"at least {low:,}"
    more = " or more" if toll.open_end else ""
    return f"{low:,}{more}" if low == high else f"{low:,} to {high:,}{more}"
