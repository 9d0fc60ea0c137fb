"""What came into the case and how: every fetch and every file, each with its entry in the log.

An item is written in one transaction with its documents, its bytes and its entry, so that a program that is killed
leaves all of it or nothing. Nothing here is ever changed; the same address fetched again is another item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stemma.ids import make_id, sha256
from stemma.model import Document
from stemma.store import log
from stemma.store.database import Database

_COLUMNS = ("number", "id", "how", "uri", "uri_sha256", "at", "by", "sha256", "size", "held", "within", "status",
            "etag", "last_modified", "warc_sha256")
_STAMP = ("number", "id", "entry", "digest", "authority", "at", "by", "request", "answer")


class Item(Struct, frozen=True):
    """Something that came in: one answer to a request, or one file.

    What the case fills in itself when the item is added: size, warc_sha256, documents, number.
    """

    how: Literal["fetched", "read"]
    uri: str  # the address that was asked, or the file's path as given
    at: datetime  # UTC
    by: str  # who had it fetched or read
    sha256: str  # of the payload: the file, or the answer's body once its transfer and content coding is undone
    warc: bytes | None = None  # WARC records, request and answer, in gzip; items() leaves it out: see CaseFile.warc
    status: int | None = None  # HTTP
    etag: str | None = None  # with last_modified: for the next conditional request
    last_modified: str | None = None
    documents: tuple[str, ...] = ()  # Document.id, of reports that the case holds already or that are added with it
    within: str | None = None  # path of the archive that it was read from
    held: bool = True  # whether the case holds the payload; False: only the documents that were taken from it
    size: int = 0  # of the payload, bytes
    warc_sha256: str | None = None
    number: int = 0  # of its entry in the log; 0: not added yet

    @property
    def id(self) -> str:
        """The same for the same thing received the same way at the same time by the same person."""
        return make_id("item", self.how, self.uri, self.within or "", self.at.isoformat(), self.by, self.sha256)


class Arrival(Struct, frozen=True):
    """An item with what came with it, to be added."""

    item: Item
    documents: tuple[tuple[Document, bytes], ...] = ()
    payload: bytes | None = None  # not needed where one of the documents' raw bytes are the payload, or the case has it


class Stamp(Struct, frozen=True):
    """An authority's word on when the log ended so (RFC 3161)."""

    entry: int  # of the log
    digest: str  # of that entry; the token's message imprint, SHA-256
    authority: str  # the address that was asked
    at: datetime  # when it was asked, by this machine's clock; the authority's time is in the answer
    by: str
    request: bytes  # TimeStampReq, DER
    answer: bytes  # TimeStampResp, DER
    number: int = 0  # of its own entry in the log; 0: not added yet

    @property
    def id(self) -> str:
        """The same for the same answer."""
        return make_id("stamp", self.entry, self.digest, sha256(self.answer))


# ------------------------------------------------------------------------------------------------------------- writing


def known(db: Database, item: Item) -> bool:
    """Whether the case has exactly this item."""
    return db.execute("SELECT 1 FROM item WHERE id = ?", (item.id,)).fetchone() is not None


def add(db: Database, items: Sequence[Item]) -> tuple[Item, ...]:
    """Write items, whose bytes and documents are there, with their entries, in the transaction that is open; the items
    as they are kept."""
    if not items:
        return ()
    kept = [replace(item, warc_sha256=sha256(item.warc) if item.warc is not None else None) for item in items]
    first = log.append_all(db, [log.Deed(item.at, item.by, log.COLLECTED, item.id, "", told(item)) for item in kept])
    kept = [replace(item, number=number) for number, item in enumerate(kept, start=first)]
    db.insert("item", _COLUMNS, [_row(item) for item in kept])
    db.insert("item_document", ("item", "number", "doc"),
              [(item.number, number, doc) for item in kept for number, doc in enumerate(item.documents)])
    db.insert("item_warc", ("item", "bytes"), [(item.number, item.warc) for item in kept if item.warc is not None])
    return tuple(replace(item, warc=None) for item in kept)


def told(item: Item) -> dict[str, object]:
    """What an item's entry in the log says: all of it but the bytes, which the digests stand for."""
    return {name: value for name, value in msgspec.to_builtins(replace(item, warc=None)).items()
            if name not in ("warc", "number") and value is not None}


def add_stamp(db: Database, stamp: Stamp) -> Stamp:
    """Write a timestamp with its entry, in the transaction that is open."""
    number = log.append(db, at=stamp.at, by=stamp.by, action=log.TIMESTAMPED, subject=stamp.id,
                        content=told_of_stamp(stamp))
    kept = replace(stamp, number=number)
    row = {**msgspec.structs.asdict(kept), "id": kept.id, "at": msgspec.to_builtins(kept.at)}
    db.insert("stamp", _STAMP, [tuple(row[name] for name in _STAMP)])
    return kept


def told_of_stamp(stamp: Stamp) -> dict[str, object]:
    """What a timestamp's entry in the log says."""
    return {"entry": stamp.entry, "digest": stamp.digest, "authority": stamp.authority,
            "request": sha256(stamp.request), "answer": sha256(stamp.answer)}


def _row(item: Item) -> tuple[object, ...]:
    held = msgspec.structs.asdict(item) | {"id": item.id, "uri_sha256": sha256(item.uri.encode()),
                                           "at": msgspec.to_builtins(item.at), "held": int(item.held)}
    return tuple(held[name] for name in _COLUMNS)


# ------------------------------------------------------------------------------------------------------------- reading


def select(db: Database, where: str, values: Sequence[object]) -> Iterator[Item]:
    """Items in the order in which they came. Raises msgspec.ValidationError where a row is damaged."""
    rows = db.execute(f"SELECT {', '.join(_COLUMNS)} FROM item WHERE {where}", values).fetchall()
    documents = _documents(db, [row[0] for row in rows])
    for row in rows:
        held = {name: value for name, value in zip(_COLUMNS, row, strict=True) if name not in ("id", "uri_sha256")}
        yield msgspec.convert(held | {"documents": documents.get(row[0], ()), "held": bool(held["held"])}, Item)


def _documents(db: Database, numbers: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """The documents of items by the items' numbers."""
    if not numbers:
        return {}
    first, last = min(numbers), max(numbers)
    found: dict[int, list[str]] = {}
    sql = "SELECT item, doc FROM item_document WHERE item BETWEEN ? AND ? ORDER BY item, number"
    for item, doc in db.execute(sql, (first, last)).fetchall():
        found.setdefault(item, []).append(doc)
    return {item: tuple(docs) for item, docs in found.items()}


def stamps(db: Database) -> Iterator[Stamp]:
    """All timestamps, the first one first. Raises msgspec.ValidationError where a row is damaged."""
    for row in db.execute(f"SELECT {', '.join(_STAMP)} FROM stamp ORDER BY number").fetchall():
        held = dict(zip(_STAMP, row, strict=True))
        held.pop("id")
        held |= {name: bytes(held[name]) for name in ("request", "answer")}
        yield msgspec.convert(held, Stamp)
