"""The incidents of a case as rows of a list: worked out once for each record, then filtered."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from stemma.model import Assessment, Incident, Judgement, SignOff
from stemma.reading.nations import BY_CODE
from stemma.report import words
from stemma.report.lookup import Lookup
from stemma.web.desk import Desk
from stemma.web.held import Snapshot

STATUSES = ("draft", "reviewed", "published")


class TollRow(Struct, frozen=True):
    """The range of one toll in a list."""

    span: str  # "11 – 99", "unknown"
    low: int | None
    high: int | None
    sources: int  # independent ones

    @property
    def known(self) -> bool:
        return self.span != words.UNKNOWN

    @property
    def independent(self) -> str:
        """"two independent sources"."""
        return words.how_many(self.sources, "independent source") if self.sources else "no source named"


class IncidentRow(Struct, frozen=True):
    """One incident in a list."""

    id: str
    title: str
    main: bool
    kind: str
    kind_words: str
    day: str  # in words
    since: date | None
    until: date | None
    where: str
    place: str  # Place.key, "" where no report says where
    country: str  # ISO 3166-1 alpha-2
    killed: TollRow
    injured: TollRow
    reports: int
    differ: int  # points on which accounts differ
    status: str
    signed: str  # by whom and when, "" of a draft that nobody signed
    changed: tuple[str, ...]  # since it was signed
    pending: int = 0  # decisions that the record does not show yet


class Indexed(Struct, frozen=True):
    """A row and what it is found by."""

    row: IncidentRow
    text: str
    places: str


def indexed(snapshot: Snapshot) -> dict[str, Indexed]:
    """The rows of all incidents by id, in the order in which they are printed."""
    return snapshot.kept("incident rows", lambda: _indexed(snapshot))


def _indexed(snapshot: Snapshot) -> dict[str, Indexed]:
    record, look = snapshot.record, snapshot.look
    tolls: dict[str, dict[str, Assessment]] = defaultdict(dict)
    for assessment in record.assessments:
        tolls[assessment.incident][assessment.kind] = assessment
    differ: dict[str, int] = defaultdict(int)
    for conflict in record.contradictions:
        differ[conflict.incident or ""] += 1
    signed = {sign.incident: sign for sign in record.sign_offs}
    return {id_: _one(look, incident, tolls[id_], differ[id_], signed.get(id_))
            for id_, incident in snapshot.incidents.items()}


def _one(look: Lookup, incident: Incident, tolls: dict[str, Assessment], differ: int, sign: SignOff | None) -> Indexed:
    place = look.places.get(incident.place or "")
    nation = BY_CODE.get(place.country or "") if place else None
    row = IncidentRow(
        id=incident.id, title=incident.title, main=incident.main, kind=incident.kind,
        kind_words=words.happening(incident.kind),
        day=words.sentence_case(words.when(incident.when, weekday=False)), since=incident.when.start,
        until=incident.when.end or incident.when.start, where=words.sentence_case(words.place(place)),
        place=place.key if place else "", country=(place.country or "") if place else "",
        killed=toll_row(tolls.get("killed")), injured=toll_row(tolls.get("injured")),
        reports=len(incident.docs), differ=differ, status=sign.status if sign else "draft", signed=signed_words(sign),
        changed=sign.changes if sign else ())
    text = " ".join((incident.title, incident.id, row.kind_words, row.where, *incident.weapons, *incident.perpetrators,
                     *incident.targets, *(place.variants if place else ())))
    where = " ".join((row.where, row.place, *(place.variants if place else ()), nation.name if nation else ""))
    return Indexed(row, text.casefold(), where.casefold())


def toll_row(assessment: Assessment | None) -> TollRow:
    """The range of an assessment."""
    if assessment is None:
        return TollRow(words.UNKNOWN, None, None, 0)
    return TollRow(words.span_of(assessment), assessment.low, assessment.high, len(assessment.sources))


def signed_words(sign: SignOff | None) -> str:
    """Who signed when."""
    if sign is None or not sign.by or sign.at is None:
        return ""
    return f"{sign.by}, {words.day(sign.at.date(), weekday=False)}"


# -------------------------------------------------------------------------------------------------- filters


class Wanted(Struct, frozen=True):
    """Which incidents; everything that is not empty has to hold."""

    words: str = ""
    since: date | None = None
    until: date | None = None
    place: str = ""
    kind: str = ""
    killed: int | None = None
    status: str = ""
    differing: bool = False


def found(snapshot: Snapshot, wanted: Wanted) -> list[IncidentRow]:
    """The incidents that were asked for, in the order in which they are printed."""
    every = indexed(snapshot)
    if wanted == Wanted():
        return [one.row for one in every.values()]
    asked = wanted.words.casefold().split()
    place = wanted.place.casefold().strip()
    return [one.row for one in every.values()
            if all(word in one.text for word in asked) and place in one.places and _fits(one.row, wanted)]


def _fits(row: IncidentRow, wanted: Wanted) -> bool:
    """Whether all but the words of an incident are as asked. An incident of no date is in no stretch of days."""
    if (wanted.since or wanted.until) and row.since is None:
        return False
    if (wanted.since and row.until < wanted.since) or (wanted.until and row.since > wanted.until):
        return False
    if wanted.killed is not None and (row.killed.high or row.killed.low or 0) < wanted.killed:
        return False
    if wanted.status == "changed":
        return bool(row.changed)
    return ((not wanted.kind or row.kind == wanted.kind) and (not wanted.status or row.status == wanted.status)
            and (not wanted.differing or row.differ > 0))


def with_pending(desk: Desk, rows: list[IncidentRow]) -> tuple[IncidentRow, ...]:
    """The rows with the number of decisions on each that the record does not show yet."""
    held = pending_of(desk)
    return tuple(replace(row, pending=len(held[row.id])) if row.id in held else row for row in rows)


def pending_of(desk: Desk) -> dict[str, list[Judgement]]:
    """Decisions that the record does not show yet, by Incident.id; those on no incident are left out."""
    of_claim = desk.snapshot.incident_of
    held: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in desk.pending:
        for id_ in dict.fromkeys(of_claim[target.id] for target in judgement.targets if target.id in of_claim):
            held[id_].append(judgement)
    return dict(held)
