"""Incidents that may be the same as another one: told of in the same reports, or near in place and time."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from stemma.model import Incident
from stemma.report import words
from stemma.report.projection import distance
from stemma.web.held import Snapshot
from stemma.web.pages._incident_rows import IncidentRow, indexed

MOST = 5
DAYS = 3  # between two incidents that may be one
KM = 50.0  # between their places


class NearIncident(Struct, frozen=True):
    """Another incident, and what both have in common."""

    row: IncidentRow
    why: str


class Whereabouts(Struct, frozen=True):
    """Incidents by report, by place and by day, each by id."""

    by_doc: dict[str, list[str]]
    by_place: dict[str, list[str]]
    by_day: dict[int, list[str]]  # the day's ordinal


def near(snapshot: Snapshot, incident: Incident) -> tuple[NearIncident, ...]:
    """The incidents that have most in common with one, at most five."""
    where = snapshot.kept("whereabouts", lambda: _whereabouts(snapshot))
    scores: dict[str, int] = defaultdict(int)
    why: dict[str, list[str]] = defaultdict(list)
    for doc in incident.docs:
        for other in where.by_doc[doc]:
            scores[other] += 1
    for other in list(scores):
        why[other].append(words.how_many(scores[other], "report tells", "reports tell") + " of both")
    for other in where.by_place.get(incident.place or "", ()):
        scores[other] += 2
        why[other].append("the same place")
    for other in _in_time(where, incident):
        beside = incident.place and snapshot.incidents[other].place == incident.place
        km = None if beside else _km(snapshot, incident, snapshot.incidents[other])
        if beside or (km is not None and km <= KM):
            scores[other] += 2
            why[other].append("within days" if beside else f"within days and {km:.0f} km")
    scores.pop(incident.id, None)
    best = sorted(scores, key=lambda other: (-scores[other], other))[:MOST]
    rows = indexed(snapshot)
    return tuple(NearIncident(rows[other].row, words.sentence_case(words.listed(why[other]))) for other in best)


def _whereabouts(snapshot: Snapshot) -> Whereabouts:
    found = Whereabouts(defaultdict(list), {}, {})
    for incident in snapshot.incidents.values():
        for doc in incident.docs:
            found.by_doc[doc].append(incident.id)
        if incident.place:
            found.by_place.setdefault(incident.place, []).append(incident.id)
        if incident.when.start:
            found.by_day.setdefault(incident.when.start.toordinal(), []).append(incident.id)
    return found


def _in_time(where: Whereabouts, incident: Incident) -> list[str]:
    """Incidents that began within a few days of one."""
    start = incident.when.start
    if start is None:
        return []
    days = range(-DAYS, DAYS + 1)
    return [other for away in days for other in where.by_day.get(start.toordinal() + away, ())]


def _km(snapshot: Snapshot, one: Incident, other: Incident) -> float | None:
    """Kilometres between the places of two incidents, where both are known."""
    a, b = (snapshot.look.places.get(incident.place or "") for incident in (one, other))
    if a is None or b is None or a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return None
    return distance((a.lat, a.lon), (b.lat, b.lon))
