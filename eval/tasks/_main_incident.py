"""What one report tells of its main happening: toll, day and place, from that report alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stemma import kinds
from stemma.assessments.best import Toll, best_toll
from stemma.model import Incident, Place, Reading
from stemma.pipeline import join


@dataclass(frozen=True)
class Told:
    """The main happening of one report; None where the report does not say."""

    toll: Toll
    day: date | None
    place: Place | None


def main_incident(reading: Reading) -> Told:
    """The main happening of a report and its best toll."""
    record = join([reading])
    incident = next((i for i in record.incidents if i.main), None)
    own = record.readings[0]
    place = next((p for p in record.places if incident and p.key == incident.place), None)
    return Told(best_toll(own, kinds.victims_told(own.page), kinds.struck_told(own.page)), day_of(incident), place)


def day_of(incident: Incident | None) -> date | None:
    """The first day of a happening, where the report gives it to the day or to a few."""
    return incident.when.start if incident and incident.when.precision in ("day", "days") else None


def asked_day(told: Told, reading: Reading) -> date | None:
    """A register asks for a day in every case: the report's own where it tells none of the happening."""
    return told.day or reading.page.published.day
