"""A toll over time: what stood on which day, and which earlier figure gave way to which later one of the same source.

A later figure replaces an earlier one only where both are the same source's and of the same toll. What another source
says, or a report that names no source, replaces nothing. A replaced figure is kept and marked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from stemma.assessments.figures import is_indefinite, is_vague, toll_claims
from stemma.assessments.independence import independent
from stemma.assessments.support import Books, books_of, same_figures
from stemma.assessments.weighing import toll_range
from stemma.model import Claim, Incident, Link, Record, TollVersion

# Before a number that is told as the earlier one: "rose to 11 from nine", "up from nine", "an earlier count of nine".
_EARLIER = re.compile(
    r"\b(?:(?:up|down|revised|rose|risen|rising|increased|raised|grew|fell|lowered|corrected) (?:\w+ ){0,3}?from|"
    r"from|(?:earlier|previous|initial|first|old|preliminary) (?:toll|count|figure|number|report|tally|estimate)s? "
    r"(?:\w+ ){0,2}?of|(?:earlier|previously|initially|at first|the day before)(?: \w+){0,3})"
    r"\s+(?:an? |the |some |about |at least )?$", re.IGNORECASE)
_REACH = 60  # characters before a number in which such words stand


class Figure(Struct, frozen=True):
    """One figure of one source: the claims that give it, and the day on which it was first given."""

    holder: str  # Party.key; "" where nobody is named
    day: date | None
    earlier: bool  # told as the number before another one
    claims: tuple[Claim, ...]

    @property
    def vague(self) -> bool:
        return all(is_vague(claim) for claim in self.claims)

    @property
    def words(self) -> str:
        """The figure as written, with the hedge that stands elsewhere in its sentence."""
        count = self.claims[0].count
        hedge = {"at_least": "at least", "more_than": "more than", "at_most": "up to"}.get(count.wording, "")
        return count.text if not hedge or not count.text[:1].isdecimal() else f"{hedge} {count.text}"


def figures_of(incident: Incident, harm: str, books: Books) -> tuple[Figure, ...]:
    """The different figures for a whole toll, each source's apart, in the order of days.

    Figures that a copy has changed, and those that their speaker denies or disputes, are nobody's account.
    """
    held: dict[str, list[Claim]] = defaultdict(list)
    for claim in toll_claims(incident, books.claims, harm):
        origin = books.behind.get(claim.id)
        lost = claim.id in books.spoilt
        if not is_indefinite(claim) and not lost and claim.stance != "disputed":
            held[origin.party if origin else ""].append(claim)
    found = []
    for holder, claims in held.items():
        for rows in same_figures(claims):
            rows.sort(key=lambda row: (row.doc, row.span, row.id))
            days = [day for row in rows if (day := day_of(row, books))]
            told = all(told_as_earlier(row, books) for row in rows)
            found.append(Figure(holder, min(days, default=None), told, tuple(rows)))
    return tuple(sorted(found, key=lambda f: (f.day or date.max, not f.earlier, f.holder, [c.id for c in f.claims])))


def day_of(claim: Claim, books: Books) -> date | None:
    """The day at which a figure stood: as the report says, else when its source spoke, else when it was published."""
    if claim.as_of is not None and claim.as_of.start is not None and claim.as_of.precision == "day":
        return claim.as_of.start
    origin = books.behind.get(claim.id)
    if origin is not None and origin.date is not None:
        return origin.date
    return books.pages[claim.doc].page.published.day


def told_as_earlier(claim: Claim, books: Books) -> bool:
    """Whether the words before a figure say that another one came after it."""
    text = books.pages[claim.doc].page.text
    at = claim.span.start + max(claim.span.of(text).find(claim.count.text), 0)
    return bool(_EARLIER.search(" ".join(text[max(0, at - _REACH) : at].split()) + " "))


def replaced(figures: Sequence[Figure]) -> dict[int, tuple[int, date | None]]:
    """For each figure that gave way, by its place in the list: (the place of what replaced it, on which day)."""
    found: dict[int, tuple[int, date | None]] = {}
    by_holder: dict[str, list[int]] = defaultdict(list)
    for at, figure in enumerate(figures):
        if figure.holder:
            by_holder[figure.holder].append(at)
    for own in by_holder.values():
        for place, at in enumerate(own):
            later = next((other for other in own[place + 1 :] if follows(figures[other], figures[at])), None)
            if later is not None:
                found[at] = (later, figures[later].day)
    return found


def follows(later: Figure, earlier: Figure) -> bool:
    """Whether a figure replaces another one of its source: given on a later day, or told as the one after it.

    A vague word does not replace a number.
    """
    if later.vague and not earlier.vague:
        return False
    if earlier.earlier and not later.earlier and (later.day is None or earlier.day is None or later.day >= earlier.day):
        return True
    return later.day is not None and earlier.day is not None and later.day > earlier.day and not later.earlier


def versions(record: Record, incident_id: str, harm: str, books: Books | None = None) -> tuple[TollVersion, ...]:
    """The toll of one harm on each day on which a figure was given, first to last; undated figures come last.

    Days as in `day_of`. Each version counts the latest figure of each source up to that day.
    """
    incident = next(incident for incident in record.incidents if incident.id == incident_id)
    books = books or books_of(record)
    figures = figures_of(incident, harm, books)
    gone = replaced(figures)
    days: list[date | None] = sorted({figure.day for figure in figures if figure.day})
    if any(figure.day is None for figure in figures):
        days.append(None)
    return tuple(version(record, incident_id, harm, day, figures, gone, books) for day in days)


def version(record: Record, incident: str, harm: str, day: date | None, figures: Sequence[Figure],
            gone: dict[int, tuple[int, date | None]], books: Books) -> TollVersion:
    """What stood on one day."""
    standing, links = [], []
    for at, figure in enumerate(figures):
        over = gone.get(at)
        if over is not None and over[1] == day:
            links += [Link(claim.id, why(figures[over[0]], day)) for claim in figure.claims]
        due = figure.day is not None and day is not None and figure.day <= day or figure.day is day is None
        if due and not (over is not None and (day is None or over[1] is None or over[1] <= day)):
            standing.append(figure)
    toll = [claim for figure in standing for claim in figure.claims]
    low, high, open_end, used = toll_range(toll)
    counted = {claim.id for claim in used}
    new = sorted(c.id for figure in standing if figure.day == day for c in figure.claims if c.id in counted)
    return TollVersion(
        incident=incident, kind=harm, day=day, low=low, high=high, open_end=open_end,
        sources=sources_of(toll, record, books), claims=tuple(claim.id for claim in used), new=tuple(new),
        superseded=tuple(sorted(links, key=lambda link: link.row)),
    )


def why(later: Figure, day: date | None) -> str:
    """Why a figure no longer stands."""
    when = f" of {day.isoformat()}" if day else ""
    return f"the same source's earlier figure; replaced by its “{later.words}”{when}"


def sources_of(claims: Sequence[Claim], record: Record, books: Books) -> tuple[str, ...]:
    """Party keys of the independent sources behind figures."""
    parties = {books.behind[claim.id].party for claim in claims if claim.id in books.behind}
    return independent(parties, record.dependences)[0]

