"""The case as FollowTheMoney entities: what both FollowTheMoney formats write.

Written by hand, since the followthemoney package needs a compiled ICU that most machines lack; PROPERTIES lists the
properties used, of https://github.com/opensanctions/followthemoney (followthemoney/schema/), version 4.11.

Figures stand in an event's summary, in words: FollowTheMoney has no property for a toll, and none is bent to hold one.
Who is blamed stands there too, as alleged, never as somebody `involved`. Texts of reports are not given away. Sources
without a name are left out, for an entity needs one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePath

from msgspec import Struct

from stemma.exporters._incidents import Row, day_of, in_short, incident_rows, iso, outlet_of, title_of
from stemma.exporters._lookup import Lookup
from stemma.exporters._options import PLAIN
from stemma.ids import make_id
from stemma.model import Party, Reading, Record

DATASET = "stemma"
# Schema -> property -> its type.
PROPERTIES: dict[str, dict[str, str]] = {
    "Article": {
        "fileName": "string", "title": "string", "publisher": "string", "publishedAt": "date", "sourceUrl": "url",
        "language": "language", "retrievedAt": "date", "mimeType": "mimetype"},
    "Event": {
        "name": "name", "summary": "text", "date": "date", "startDate": "date", "endDate": "date",
        "location": "address", "country": "country", "recordId": "string"},
    "Documentation": {"document": "entity", "entity": "entity", "role": "string"},
    "Person": {"name": "name", "alias": "name", "weakAlias": "name", "position": "string"},
    "Organization": {"name": "name", "alias": "name"},
    "Mention": {"document": "entity", "name": "name", "resolved": "entity", "detectedSchema": "string"},
}
SCHEMATA = {"person": "Person", "org": "Organization"}
# ISO 639-1 to 639-3, which FollowTheMoney wants: the languages that reports are read or kept in most often.
LANGUAGES = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb", "it": "ita",
    "my": "mya", "pl": "pol", "ps": "pus", "pt": "por", "ru": "rus", "so": "som", "sw": "swa", "tr": "tur", "uk": "ukr",
    "ur": "urd", "zh": "zho"}


class Entity(Struct, frozen=True):
    """One entity; `origins` holds the names of the reports that a value was read in, by (property, value)."""

    id: str
    schema: str
    properties: dict[str, tuple[str, ...]]
    origins: dict[tuple[str, str], str]


def entities(record: Record) -> Iterator[Entity]:
    """Reports, people and organisations, where each is named, incidents, and which report tells of which incident."""
    look = Lookup(record)
    for reading in look.in_order():
        yield _article(reading, look)
    for party in record.parties:
        if party.kind in SCHEMATA:
            yield _party(party, look)
            yield from _mentions(party, look)
    for row in incident_rows(record, PLAIN):
        yield _event(row)
        yield from _documentations(row, look)


def _entity(id: str, schema: str, values: dict[str, object], origins: dict[tuple[str, str], str] | None = None,
            origin: str = "") -> Entity:
    """An entity of what is known: every value a list of text, properties in the order of the table."""
    found: dict[str, tuple[str, ...]] = {}
    for name in PROPERTIES[schema]:
        value = values.get(name)
        listed = value if isinstance(value, tuple | list) else (value,)
        texts = tuple(dict.fromkeys(clean for one in listed if one and (clean := " ".join(str(one).split()))))
        if texts:
            found[name] = texts
    told = {(name, text): origin for name, texts in found.items() for text in texts} if origin else {}
    return Entity(id, schema, found, told | (origins or {}))


def event_id(incident: str) -> str:
    """The id of an incident's entity; ids of FollowTheMoney are ASCII, those of incidents need not be."""
    return make_id("event", incident)


def party_id(key: str) -> str:
    """The id of a person's or organisation's entity."""
    return make_id("party", key)


def _article(reading: Reading, look: Lookup) -> Entity:
    document = reading.document
    name = look.names[document.id]
    return _entity(document.id, "Article", {
        "fileName": PurePath(document.path).name if document.path else name, "title": title_of(reading) or name,
        "publisher": outlet_of(reading), "publishedAt": iso(day_of(reading)), "sourceUrl": document.url,
        "language": LANGUAGES.get(document.lang or ""), "mimeType": document.media_type,
        "retrievedAt": _moment(document.retrieved)}, origin=name)


def _moment(at: datetime | None) -> str | None:
    """A moment as FollowTheMoney writes it: in UTC, which is not said."""
    if at is None:
        return None
    return (at.astimezone(UTC) if at.tzinfo else at).replace(tzinfo=None).isoformat(timespec="seconds")


def _party(party: Party, look: Lookup) -> Entity:
    """Other spellings are aliases; a single word of a person's name may be anybody's and is a weak one."""
    others = [name for name in party.variants if name != party.name]
    weak = [name for name in others if party.kind == "person" and len(name.split()) == 1]
    known = _spelt(party, look)
    values = {"name": party.name, "alias": [name for name in others if name not in weak], "weakAlias": weak,
              "position": party.role}
    origins = {(prop, name): "; ".join(look.named(tuple(known[name])))
               for prop, names in (("name", [party.name]), ("alias", others), ("weakAlias", weak))
               for name in names if name in known}
    return _entity(party_id(party.key), SCHEMATA[party.kind], values, origins)


def _spelt(party: Party, look: Lookup) -> dict[str, set[str]]:
    """Documents by the spelling in which they name the party."""
    found: dict[str, set[str]] = {}
    for row in party.mentions:
        mention = look.mentions.get(row)
        if mention is not None:
            found.setdefault(mention.name, set()).add(mention.doc)
    return found


def _mentions(party: Party, look: Lookup) -> Iterator[Entity]:
    """One entity for each report that names the party, with the spellings of that report."""
    names: dict[str, list[str]] = {}
    for name, docs in sorted(_spelt(party, look).items()):
        for doc in docs:
            names.setdefault(doc, []).append(name)
    for doc in sorted(names):
        yield _entity(make_id("mention", doc, party.key), "Mention", {
            "document": doc, "name": names[doc], "resolved": party_id(party.key),
            "detectedSchema": SCHEMATA[party.kind]}, origin=look.names.get(doc, ""))


def _event(row: Row) -> Entity:
    one_day = row.first == row.last
    return _entity(event_id(row.incident.id), "Event", {
        "name": row.incident.title, "summary": in_short(row, PLAIN, mapped=False),
        "date": iso(row.first) if one_day else None, "startDate": None if one_day else iso(row.first),
        "endDate": None if one_day else iso(row.last), "location": row.place.name if row.place else None,
        "country": row.country.lower() if row.country else None, "recordId": row.incident.id})


def _documentations(row: Row, look: Lookup) -> Iterator[Entity]:
    for report in row.reports:
        doc = report.document.id
        yield _entity(make_id("documentation", row.incident.id, doc), "Documentation", {
            "document": doc, "entity": event_id(row.incident.id), "role": "report of the incident"},
            origin=look.names[doc])
