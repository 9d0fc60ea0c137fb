"""Who told what when: each act of reporting on its day, with the figures told and the reports that carry it.

An act of which no text says the day stands on the first day that a report carrying it was published, and is shown
differently. A report that gives a figure without a source is an act of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from stemma.assessments.versions import versions
from stemma.model import Claim, Incident, Origin
from stemma.report import words
from stemma.report.chains import Ways
from stemma.report.lookup import Lookup, Ref, holder_of, refs_of, report_name
from stemma.report.origins import OriginView

HARMS_DRAWN = ("killed", "injured")  # whose toll over the days is drawn
MOST_COLUMNS = 9  # of days; more are put together by week, month or year
HARM_SHORT = {"killed": "killed", "injured": "injured", "casualties": "killed or injured", "missing": "missing",
              "captured": "captured", "displaced": "displaced", "affected": "affected"}
SILENT = "No source named"


class Carrier(Struct, frozen=True):
    """One report that carries an act."""

    letter: str
    outlet: str
    day: date | None  # of publication
    how: str
    copy: bool  # copied from another report, as far as is known
    changed: bool  # whether the retelling changed what it carries
    href: str


class Telling(Struct, frozen=True):
    """One act of reporting."""

    key: str  # of the source
    who: str
    role: str
    channel: str
    day: date | None
    told: bool  # the day is that of telling, and not only of the first report
    figures: str  # "“nine”, “11” killed; “dozens” injured"
    refs: tuple[Ref, ...]
    carriers: tuple[Carrier, ...]

    @property
    def when(self) -> str:
        """The day and what it is the day of."""
        if self.day is None:
            return "date unknown"
        return f"{'told' if self.told else 'published'} {words.day(self.day, weekday=False)}"


class Column(Struct, frozen=True):
    """A day, or days put together."""

    first: date | None  # None: date unknown
    last: date | None
    label: str


class Stand(Struct, frozen=True):
    """The toll as it stood on a day, over all accounts given by then."""

    harm: str
    day: date | None
    span: str


class Timeline(Struct, frozen=True):
    """The acts of one incident, source by source."""

    anchor: str
    tellings: tuple[Telling, ...]
    columns: tuple[Column, ...]
    stands: tuple[Stand, ...]

    def column(self, day: date | None) -> int:
        """The position of the column that holds a day."""
        return next(i for i, c in enumerate(self.columns) if day == c.first is None or (
            day and c.first and c.first <= day <= c.last))


def timeline_of(look: Lookup, incident: Incident, toll: Sequence[Claim], behind: Sequence[OriginView],
                ways: Ways) -> Timeline | None:
    """The timeline of an incident's figures; None where fewer than two acts give any.

    toll: its figures. behind: their origins as the page shows them.
    """
    origins = {origin.id: origin for origin in look.record.origins}
    by_act: dict[str, list[Claim]] = defaultdict(list)
    for claim in toll:
        origin = look.origin_of.get(claim.id)
        by_act[origin.id if origin else f"report:{claim.doc}"].append(claim)
    views = {view.anchor: view for view in behind}
    found = [_act(look, origins[act], views[act], claims, ways) if act in views else _silent(look, claims)
             for act, claims in by_act.items() if act in views or act.startswith("report:")]
    if len(found) < 2:
        return None
    stands = tuple(_stands(look, incident, ways))
    days = {telling.day for telling in found} | {c.day for t in found for c in t.carriers} | {s.day for s in stands}
    return Timeline(f"{incident.id}-times", _by_source(found), columns(days), stands)


def _by_source(found: Iterable[Telling]) -> tuple[Telling, ...]:
    """Source by source, the one that spoke first above; those without a name last."""
    held: dict[str, list[Telling]] = defaultdict(list)
    for telling in found:
        held[telling.key].append(telling)
    for same in held.values():
        same.sort(key=lambda t: (t.day or date.max, not t.told, t.figures, [c.letter for c in t.carriers]))
    order = sorted(held, key=lambda key: (not key, held[key][0].day or date.max, held[key][0].who, key))
    return tuple(telling for key in order for telling in held[key])


def _act(look: Lookup, origin: Origin, view: OriginView, claims: Sequence[Claim], ways: Ways) -> Telling:
    days = {look.letters[doc]: look.by_doc[doc].page.published.day for doc in origin.docs if doc in look.by_doc}
    carriers = tuple(Carrier(leaf.letter, leaf.outlet, days.get(leaf.letter), leaf.how, leaf.depth > 0,
                             bool(leaf.drift), leaf.refs[0].href if leaf.refs else "") for leaf in view.leaves)
    first = min((c.day for c in carriers if c.day), default=None)
    sound = [claim for claim in claims if claim.id not in ways.books.spoilt] or claims
    return Telling(
        key=origin.party, who=words.sentence_case(view.name), role=view.role,
        channel=words.CHANNEL_WORDS.get(origin.channel or "", ""), day=origin.date or first,
        told=origin.date is not None, figures=_figures(sound), refs=refs_of(look, sound), carriers=carriers,
    )


def _silent(look: Lookup, claims: Sequence[Claim]) -> Telling:
    """A report that names no source for its figures, or one that no act was found for."""
    doc, holder = claims[0].doc, holder_of(look, claims[0])
    refs = refs_of(look, claims)
    day = look.by_doc[doc].page.published.day
    carrier = Carrier(look.letters[doc], report_name(look, doc), day, "", False, False, refs[0].href)
    named = holder.named
    return Telling(holder.key if named else "", words.sentence_case(holder.name) if named else SILENT,
                   holder.role if named else "", "", day, False, _figures(claims), refs, (carrier,))


def _figures(claims: Sequence[Claim]) -> str:
    """Each different figure once, as written, the killed first."""
    said = []
    for harm, label in HARM_SHORT.items():
        found: dict[tuple, str] = {}
        for claim in sorted(claims, key=lambda c: (c.count.low or 0, c.count.text.casefold(), c.count.text, c.id)):
            if claim.kind == harm and words.reading(claim.count) != "no number":
                found.setdefault((claim.count.low, claim.count.high), f"“{claim.count.text}”")
        said += [f"{', '.join(found.values())} {label}"] if found else []
    return "; ".join(said) or "people harmed, without a number"


def _stands(look: Lookup, incident: Incident, ways: Ways) -> Iterable[Stand]:
    """The toll day by day; only where it was told on more days than one."""
    for harm in HARMS_DRAWN:
        found = [v for v in versions(look.record, incident.id, harm, ways.books)
                 if v.day is not None and (v.low is not None or v.high is not None)]
        if len(found) > 1:
            yield from (Stand(harm, v.day, words.span_of(v)) for v in found)


# ------------------------------------------------------------------------------------------------- columns


def columns(days: Iterable[date | None]) -> tuple[Column, ...]:
    """One column for each day on which something was told or published; put together where there are too many."""
    known = sorted({day for day in days if day is not None})
    for unit in (_day, _week, _month, _year):
        bins = dict.fromkeys(unit(day) for day in known)
        if len(bins) <= MOST_COLUMNS:
            break
    unknown = (Column(None, None, "date unknown"),) if None in set(days) else ()
    return (*(Column(first, last, label) for first, last, label in bins), *unknown)


def _day(day: date) -> tuple[date, date, str]:
    return day, day, f"{day.day} {words.MONTHS[day.month - 1][:3]} {day.year}"


def _week(day: date) -> tuple[date, date, str]:
    first = day - timedelta(days=min(day.weekday(), (day - date.min).days))
    last = min(first, date.max - timedelta(days=6)) + timedelta(days=6)
    return first, last, f"{first.day} {words.MONTHS[first.month - 1][:3]} –"


def _month(day: date) -> tuple[date, date, str]:
    first = day.replace(day=1)
    after = date.max if (day.year, day.month) == (9999, 12) else (first + timedelta(days=31)).replace(day=1)
    return first, after - timedelta(days=after != date.max), f"{words.MONTHS[day.month - 1][:3]} {day.year}"


def _year(day: date) -> tuple[date, date, str]:
    return date(day.year, 1, 1), date(day.year, 12, 31), str(day.year)
