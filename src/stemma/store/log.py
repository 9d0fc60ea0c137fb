"""The log: what people did, in order, each entry bound to the one before it.

An entry's digest is the SHA-256 of the digest before it (nothing before the first) followed by the SHA-256 of the JSON
list [number, at, by, action, subject, note, content] in UTF-8 without spaces, both as hex digits: so the chain can be
followed past an entry that is not shown. An entry that is changed, taken out or put in later breaks the chain there.
Who can rewrite the whole file can make a new chain, though: only a head that was noted elsewhere (`CaseFile.head`), or
stamped by somebody else (`stemma timestamp`), shows that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec import Struct

from stemma.ids import sha256
from stemma.store import nouns
from stemma.store.database import Cursor

JUDGED, CARRIED, WITHDRAWN, ACCOUNT = "judged", "carried over", "withdrawn", "account"
COLLECTED, TIMESTAMPED = "collected", "timestamped"  # an item that came in; the log's end, by an authority
ALL = 2**62  # entries; no log is as long
CARRIED_WHY = "Judged before the case kept a log."

_ENCODER = msgspec.json.Encoder(order="deterministic")


class Executing(Protocol):
    """A connection, as far as the log needs one."""

    def execute(self, sql: str, values: Sequence[object] = (), /) -> Cursor: ...
    def executemany(self, sql: str, rows: Iterable[Sequence[object]], /) -> Cursor: ...


class Entry(Struct, frozen=True):
    """One entry of the log."""

    number: int  # from 1
    at: datetime
    by: str
    action: str  # "judged", "carried over", "withdrawn", "account ...", "collected" or "timestamped"
    subject: str  # Judgement.id, Item.id, Stamp.id or the account's name
    note: str  # why, in that person's words
    content: str  # what was done, JSON; for a judgement all of it
    digest: str


class Break(Struct, frozen=True):
    """The first place where the chain does not hold."""

    number: int  # of the entry
    why: str  # one plain sentence


class Deed(Struct, frozen=True):
    """What an entry is to tell of."""

    at: datetime
    by: str
    action: str
    subject: str
    note: str = ""
    content: object = None


def append(db: Executing, *, at: datetime, by: str, action: str, subject: str, note: str = "",
           content: object = None) -> int:
    """Add an entry in the transaction that is open; its number."""
    return append_all(db, (Deed(at, by, action, subject, note, content),))


def append_all(db: Executing, deeds: Sequence[Deed]) -> int:
    """Add entries in the transaction that is open; the number of the first. The head is changed first, so that writers
    queue."""
    db.execute("UPDATE log_head SET number = number + ? WHERE one = 1", (len(deeds),))
    last, digest = db.execute("SELECT number, digest FROM log_head").fetchone()
    first, rows = last - len(deeds) + 1, []
    for number, deed in enumerate(deeds, start=first):
        fields = (number, msgspec.to_builtins(deed.at), deed.by, deed.action, deed.subject, deed.note,
                  encoded(deed.content))
        digest = chained(digest, fields)
        rows.append((*fields, digest))
    db.executemany("INSERT INTO log (number, at, by, action, subject, note, content, digest) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.execute("UPDATE log_head SET digest = ? WHERE one = 1", (digest,))
    return first


def encoded(content: object) -> str:
    """What an entry tells, as the table holds it."""
    return _ENCODER.encode(content).decode()


def fields_of(entry: Entry) -> tuple[object, ...]:
    """An entry's fields as its digest covers them."""
    return (entry.number, msgspec.to_builtins(entry.at), entry.by, entry.action, entry.subject, entry.note,
            entry.content)


def line_of(fields: Iterable[object]) -> bytes:
    """The JSON list of an entry's fields, one line of UTF-8."""
    return msgspec.json.encode(list(fields))


def chained(before: str, fields: Iterable[object]) -> str:
    """The digest of an entry with these fields after an entry of that digest."""
    return sha256(_covered(before, fields))


def preimage(before: str, fields: Sequence[object], digest: str) -> bytes | None:
    """What that digest of an entry is the SHA-256 of; None where it is another entry's.

    Before a case was of version 5, digests were made of the entry's line itself: such entries stand.
    """
    ways = (_covered(before, fields), before.encode() + line_of(fields))
    return next((way for way in ways if sha256(way) == digest), None)


def _covered(before: str, fields: Iterable[object]) -> bytes:
    return (before + sha256(line_of(fields))).encode()


def adopt(db: Executing) -> None:
    """Give the judgements of a case that kept no log their entries, in the migration's own transaction."""
    cursor = db.execute("SELECT * FROM judgement ORDER BY at, id")
    names = [column[0] for column in cursor.description]
    for row in cursor.fetchall():
        judgement = nouns.judgement_of(dict(zip(names, row, strict=True)))
        append(db, at=judgement.at, by=judgement.by, action=CARRIED, subject=judgement.id, note=CARRIED_WHY,
               content=judgement)


def entry_of(row: Mapping[str, object]) -> Entry:
    """An entry as the table holds it."""
    return msgspec.convert(row, Entry)


def first_break(rows: Iterable[tuple], head: tuple[int, str] | None,
                marks: Mapping[int, str]) -> Break | None:
    """Where the chain breaks first, if it does.

    rows: (number, at, by, action, subject, note, content, digest) as they are in the table, by number. head: number and
    digest that the log should end with. marks: digests that entries had at some time, by number.
    """
    last, digest = 0, ""
    for *fields, held in rows:
        number = fields[0]
        if number != last + 1:
            return Break(last + 1, f"Entry {last + 1} of the log is missing.")
        if preimage(digest, fields, held) is None:
            return Break(number, f"Entry {number} of the log is not what was written after entry {last}."
                         if last else "Entry 1 of the log is not what was written.")
        if marks.get(number, held) != held:
            return Break(number, f"Entry {number} of the log is not the one that was there when the record was built.")
        last, digest = number, held
    return _cut(last, digest, head, marks)


def _cut(last: int, digest: str, head: tuple[int, str] | None, marks: Mapping[int, str]) -> Break | None:
    """Whether the log ends where it should."""
    if head is None:
        return Break(last, "The place that says where the log ends is missing.")
    due = max((head[0], *marks))
    if due > last:
        return Break(last + 1, f"The end of the log is missing, from entry {last + 1} to entry {due}.")
    if head != (last, digest):
        return Break(last, f"The log goes on to entry {last}, but should end with entry {head[0]}." if head[0] < last
                     else f"Entry {last} of the log is not the one that was written last.")
    return None
