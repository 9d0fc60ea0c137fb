"""violent: which reports tell one shooting, and toll, day and place of the main happening of each report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from eval.reports import documents, read_all
from eval.tasks._main_incident import asked_day, main_incident
from stemma import kinds
from stemma.assessments.best import Toll
from stemma.assessments.reconcile import reconciled
from stemma.copies.families import families
from stemma.ids import make_id, sha256
from stemma.incidents.clustering import cluster
from stemma.model import Document, Mention, Place, Reading
from stemma.names.known import known_places
from stemma.names.places import places_of

_TOWNS = frozenset({"city", "town", "village"})


def answer(given: dict) -> dict:
    """{"clusters": [[id, ...]], "docs": {id: {"killed", "injured", "date", "place", "lat", "lon"}}, "incidents": [...]}

    An incident has the fields of a report and "docs", the ids of the reports on it.
    """
    readings = read_all([titled(document) for document in documents(given)])
    rows = {reading.document.name: row(reading) for reading in readings}
    published = {reading.document.name: str(reading.page.published.day or "") for reading in readings}
    found = clusters(readings)
    grouped = {name for names in found for name in names}
    alone = [[name] for name in rows if name not in grouped]
    order = [sorted(names, key=lambda name: (published[name], name)) for names in [*found, *alone]]
    return {"clusters": found, "docs": rows, "incidents": [agreed(names, rows) for names in order]}


def agreed(names: Sequence[str], rows: dict[str, dict]) -> dict:
    """The fields of one incident from those of the reports on it, in the order of publication."""
    told = [rows[name] for name in names]
    toll = reconciled([Toll(each["killed"], each["injured"]) for each in told])
    days = Counter(each["date"] for each in told if each["date"])
    places = Counter((each["place"], each["lat"], each["lon"]) for each in told if each["place"])
    found = max(places, key=lambda place: (place[1] is not None, places[place]), default=(None, None, None))
    place, lat, lon = found  # the place told most often, of those whose coordinates are known if any are
    day = max(days, key=lambda day: days[day], default=None)
    return {"docs": list(names), "killed": toll.killed, "injured": toll.injured, "date": day, "place": place,
            "lat": lat, "lon": lon}


def titled(document: Document) -> Document:
    """The report with its title as its first line: the corpus gives it beside the text. Nothing asks for offsets."""
    title = document.title
    if not title or document.text.startswith(title):
        return document
    text = f"{title}\n\n{document.text}"
    digest = sha256(text.encode("utf-8", "surrogatepass"))
    return replace(document, id=make_id("d", digest, document.name), sha256=digest, text=text)


def row(reading: Reading) -> dict:
    """The register's fields, from one report alone."""
    told = main_incident(reading)
    day = asked_day(told, reading)
    site, town = told.place, town_of(reading)
    known = site if site and site.lat is not None else town.geo if town else None
    return {"killed": told.toll.killed, "injured": told.toll.injured, "date": day.isoformat() if day else None,
            "place": where(site, town), "lat": known.lat if known else None, "lon": known.lon if known else None}


def where(site: Place | None, town: Mention | None) -> str | None:
    """The place as the report writes it, then the town that the report names most: a quarter lies in a town."""
    names = [*(site.variants if site else ()), *([town.name] if town else ())]
    return ", ".join(dict.fromkeys(names)) or None


def town_of(reading: Reading) -> Mention | None:
    """The town that a report names most often; of equals the first."""
    towns = [m for m in reading.page.mentions if m.kind == "place" and m.geo and m.geo.kind in _TOWNS]
    counts = Counter(m.name for m in towns)
    return max(towns, key=lambda m: (counts[m.name], -m.span.start), default=None)


def clusters(readings: Sequence[Reading]) -> list[list[str]]:
    """Reports by the incident that most of their claims are of.

    The stages of a join that incidents need; parties and origins of thousands of reports would take most of the time.
    """
    known = known_places(sorted(readings, key=lambda reading: reading.document.id))
    places, by_mention = places_of(known)
    victims = [victim for reading in known for victim in kinds.victims_told(reading.page)]
    incidents = cluster(known, places, by_mention, families(known), victims).incidents
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    doc_of = {claim.id: claim.doc for reading in known for claim in reading.claims}
    for number, incident in enumerate(incidents):
        counts_of = Counter(doc_of[claim] for claim in incident.claims)
        for doc in incident.docs:
            counts[doc][number] = counts_of[doc]  # 0 for a report that tells of it without a figure
    found: dict[int, list[str]] = defaultdict(list)
    for reading in known:
        own = counts.get(reading.document.id)
        if own:
            found[max(own, key=lambda number: (own[number], -number))].append(reading.document.name)
    return list(found.values())
