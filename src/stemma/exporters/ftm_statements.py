"""The case as FollowTheMoney statements: a CSV line for each value, with the reports it was read in.

The entities are those of the format `ftm`. `id` is computed as FollowTheMoney does, from data set, entity, property and
value, so that the same value is the same statement in every case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from stemma.exporters._cells import Cell, table
from stemma.exporters._ftm import DATASET, PROPERTIES, Entity, entities
from stemma.exporters._options import PLAIN, Options
from stemma.model import Record

FORMAT = "ftm-statements"
MEDIA_TYPE = "text/csv"
EXTENSION = ".csv"
CHOOSE = True

MEANINGS = {
    "id": "SHA-1 of data set, entity, property and value, as FollowTheMoney computes it",
    "entity_id": "the entity",
    "canonical_id": "the same; merging entities is for people",
    "prop": "the property; `id` says that the entity is there",
    "prop_type": "its type in FollowTheMoney",
    "schema": "the entity's schema: Article, Person, Organization, Mention, Event, Documentation",
    "value": "the value",
    "original_value": "empty: values stand as they were read",
    "dataset": "stemma",
    "origin": "names of the reports that the value was read in, joined by semicolons; empty for what Stemma derived",
    "lang": "empty: not kept apart by value",
    "external": "f: every entity is of this case",
    "first_seen": "empty: the record has no clock",
    "last_seen": "empty: the record has no clock",
}
COLUMNS = tuple(MEANINGS)
BASE = "id"  # the property that every entity has


def export(record: Record, options: Options = PLAIN) -> bytes:
    """One line for each statement, entity by entity."""
    return table(COLUMNS, (row for entity in entities(record) for row in _rows(entity)), options)


def statement_id(entity: str, prop: str, value: str) -> str:
    """As followthemoney.statement.Statement.make_key has it, for values without a language."""
    return hashlib.sha1(f"{DATASET}.{entity}.{prop}.{value}".encode(), usedforsecurity=False).hexdigest()


def _rows(entity: Entity) -> Iterator[dict[str, Cell]]:
    values = [(BASE, entity.id), *((prop, value) for prop, found in entity.properties.items() for value in found)]
    for prop, value in values:
        yield dict.fromkeys(COLUMNS) | {
            "id": statement_id(entity.id, prop, value), "entity_id": entity.id, "canonical_id": entity.id,
            "prop": prop, "prop_type": BASE if prop == BASE else PROPERTIES[entity.schema][prop],
            "schema": entity.schema, "value": value, "dataset": DATASET, "origin": entity.origins.get((prop, value)),
            "external": "f"}
