"""Writing a record: only the rows that differ from those of the last build.

A document's own rows are made of its reading and of what the whole case makes of it (who speaks, where); a digest of
these stands beside the reading, and rows whose digest is the same stay. All other rows are made of the exact nouns, and
those of nouns that the last build had too stay; where that build left rows out, all are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from msgspec.structs import replace

from stemma import __version__
from stemma.model import Problem, Reading, Record
from stemma.store import nouns, searched
from stemma.store.database import Database, Table
from stemma.store.references import sound, values_of
from stemma.store.rows import OWN_TABLES, TABLES, Row, rows_of


def write(db: Database, record: Record, schema: Mapping[str, Table],
          documents: set[str]) -> tuple[str, list[Problem]]:
    """Bring the derived tables to this record, in the transaction that is open.

    Returns the record's digest, and the rows that could not be written whole.
    """
    texts = {reading.document.id: nouns.encoded_reading(reading) for reading in record.readings}
    digests = {doc: sha256(text).digest() for doc, text in texts.items()}
    bases = {r.document.id: _basis(digests[r.document.id], r, record) for r in record.readings}
    held = dict(db.execute("SELECT doc, basis FROM reading_json"))
    changed = {doc for doc, basis in bases.items() if held.get(doc) != basis}
    outdated = [(doc,) for doc in sorted(held) if doc in changed or doc not in bases]
    # A part may stand before its total in the text: references are looked at when the transaction ends.
    db.defer_references()
    for table in (*reversed(OWN_TABLES), "reading_json"):
        db.executemany(f"DELETE FROM {table} WHERE doc = ?", outdated)
    asked = {other for table in schema.values() for other, _, _ in table.references}
    kept = {name: _keys(db, schema[name]) for name in OWN_TABLES if name in asked}
    rows, faults = sound(rows_of(record, changed), schema, documents, kept)
    parts = nouns.encoded_parts(record)
    # A row with a fault was left out, or will be, and other versions write other rows: then all rows are compared.
    exact = not faults and None not in held.values() and held.keys() <= bases.keys() and _own(db)
    changes = _changes(db, record, parts) if exact else None
    for name in TABLES:
        if name in OWN_TABLES:
            insert(db, name, rows[name])
        elif changes is None or not _exchange(db, schema[name], *(side[name] for side in changes), len(rows[name])):
            _bring_to(db, schema[name], rows[name])
    # Rows with a fault are made anew each time, so that the fault is told each time.
    db.executemany("INSERT INTO reading_json (doc, json, basis) VALUES (?, ?, ?)",
                   ((doc, texts[doc].decode(), None if faults else bases[doc]) for doc in texts if doc in changed))
    searched.bring_to(db, record, changed)
    db.execute("DELETE FROM record_json")
    db.executemany("INSERT INTO record_json VALUES (?, ?)", ((name, text.decode()) for name, text in parts.items()))
    return nouns.digest_of([*(digests[doc] for doc in sorted(texts)),
                            *(sha256(text).digest() for text in parts.values())]), faults


def _basis(text: bytes, reading: Reading, record: Record) -> str:
    """A digest of all that a document's own rows are made of. text: the digest of its reading as JSON."""
    return nouns.digest_of((text, *(sha256(words.encode()).digest() for words in _beside(reading, record))))


def _keys(db: Database, table: Table) -> set:
    """The keys of the rows that stand in a table, as `keys_of` gives them."""
    found = db.execute(f"SELECT {', '.join(table.key)} FROM {table.name}")
    return {key for (key,) in found} if len(table.key) == 1 else set(found)


def _beside(reading: Reading, record: Record) -> Iterator[str]:
    for row in (*reading.statements, *reading.claims):
        if (speaker := record.speakers.get(row.id)) is not None:
            yield f"{row.id} told by {speaker}"
        if (place := record.claim_places.get(row.id)) is not None:
            yield f"{row.id} at {place}"


def _own(db: Database) -> bool:
    """Whether the rows that stand there were written by this version."""
    return db.execute("SELECT version FROM build").fetchone() == (__version__,)


def _changes(db: Database, record: Record, parts: Mapping[str, bytes]) -> tuple[Mapping[str, list[Row]], ...] | None:
    """By table, the rows of nouns that only the last build had and of those that only this one has.

    parts: the exact nouns of this record. None where those of the last build cannot be read.
    """
    sides = nouns.apart(dict(db.execute("SELECT part, json FROM record_json")), parts)
    return sides and tuple(rows_of(replace(side, readings=record.readings), ()) for side in sides)


def _exchange(db: Database, table: Table, gone: Sequence[Row], new: Sequence[Row], due: int) -> bool:
    """Delete and insert the rows in which two records differ; whether the table then holds as many rows as are due."""
    held, wanted = (dict(zip(values_of(rows, table.columns), rows, strict=True)) for rows in (gone, new))
    where = " AND ".join(f"{c} = ?" for c in table.key)
    outdated = [row for values, row in held.items() if values not in wanted]
    db.executemany(f"DELETE FROM {table.name} WHERE {where}", values_of(outdated, table.key))
    added = [row for values, row in wanted.items() if values not in held]
    # A row that stands there already would be a fault of the file: then all are compared.
    return insert(db, table.name, added, "ON CONFLICT DO NOTHING") == len(added) and _size(db, table.name) == due


def _size(db: Database, table: str) -> int:
    (size,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
    return size


def _bring_to(db: Database, table: Table, rows: Sequence[Row]) -> None:
    """Delete and insert what makes a table hold just these rows."""
    columns = table.columns
    held = set(db.execute(f"SELECT {', '.join(columns)} FROM {table.name}"))
    due = dict(zip(values_of(rows, columns), rows, strict=True))
    at = [columns.index(c) for c in table.key]
    where = " AND ".join(f"{c} = ?" for c in table.key)
    db.executemany(f"DELETE FROM {table.name} WHERE {where}",
                   (tuple(values[i] for i in at) for values in held if values not in due))
    insert(db, table.name, [row for values, row in due.items() if values not in held])


def insert(db: Database, table: str, rows: Sequence[Row], clause: str = "") -> int:
    """Insert rows that all have the same columns; how many were written."""
    if not rows:
        return 0
    columns = tuple(rows[0])
    return db.insert(table, columns, list(values_of(rows, columns)), clause)
