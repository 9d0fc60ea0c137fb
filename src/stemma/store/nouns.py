"""The exact nouns as JSON, and back: what programs read, beside the rows that people read.

A reading's JSON leaves its document's text out, because the text stands in the document table already.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Set
from typing import get_args

import msgspec
from msgspec.structs import fields, replace

from stemma import __version__
from stemma.copies.compared import Compared
from stemma.keeping import without_text
from stemma.model import Document, Judgement, Reading, Record

UNSEALED = frozenset({"withdrawn", "seal"})  # what may still change, and the seal itself
EMPTY = frozenset({("targets", "[]")})  # a column added later that is never NULL, as rows sealed before it have it

# Keys sorted, so that equal content is equal text whatever the order in which a dict was filled.
_ENCODER = msgspec.json.Encoder(order="deterministic")
_READING = msgspec.json.Decoder(Reading)
_PACKED, _UNPACKED = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Reading)
_PAIR = msgspec.msgpack.Decoder(Compared)
_PARTS = {field.name: msgspec.json.Decoder(field.type) for field in fields(Record) if field.name != "readings"}
_LISTS = frozenset(field.name for field in fields(Record) if field.type != dict[str, str]) - {"readings"}
_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_ITEM = {field.name: msgspec.json.Decoder(get_args(field.type)[0]) for field in fields(Record) if field.name in _LISTS}


def encode_reading(reading: Reading) -> str:
    """A reading as JSON, its document reduced to what finds it again."""
    return encoded_reading(reading).decode()


def encoded_reading(reading: Reading) -> bytes:
    """The same in UTF-8."""
    return _ENCODER.encode(without_text(reading))


def decode_reading(json: str, documents: Mapping[str, Document]) -> Reading:
    """The reading, with its document as the case holds it."""
    reading = _READING.decode(json)
    return replace(reading, page=replace(reading.page, document=documents[reading.document.id]))


def pack_reading(reading: Reading) -> bytes:
    """A reading in little room, its document reduced to what finds it again."""
    return zlib.compress(_PACKED.encode(without_text(reading)), 1)


def unpack_reading(packed: bytes, documents: Mapping[str, Document]) -> Reading:
    """The reading again, with its document as the case holds it."""
    reading = _UNPACKED.decode(zlib.decompress(packed))
    return replace(reading, page=replace(reading.page, document=documents[reading.document.id]))


def pack_pair(pair: Compared) -> bytes:
    """What was found of two documents, in little room."""
    return zlib.compress(_PACKED.encode(pair), 1)


def unpack_pair(packed: bytes) -> Compared:
    """What was found of two documents again."""
    return _PAIR.decode(zlib.decompress(packed))


def encode_parts(record: Record) -> dict[str, str]:
    """Every field of a record other than its readings, as JSON."""
    return {name: text.decode() for name, text in encoded_parts(record).items()}


def encoded_parts(record: Record) -> dict[str, bytes]:
    """The same in UTF-8."""
    return {name: _ENCODER.encode(getattr(record, name)) for name in _PARTS}


def decode_item(part: str, json: msgspec.Raw) -> object:
    """One of a list among a record's parts, again."""
    return _ITEM[part].decode(json)


def decode_record(readings: Iterable[Reading], parts: Mapping[str, str],
                  item: Callable[[str, msgspec.Raw], object] = decode_item) -> Record:
    """The record again; a field that an older program did not know is empty. item: what decodes one of a list."""
    empty = {field.name: () if field.type != dict[str, str] else {} for field in fields(Record)}
    known = {name: _decoded(name, json, item) for name, json in parts.items() if name in _PARTS}
    return Record(**(empty | known | {"readings": tuple(readings)}))


def _decoded(name: str, json: str, item: Callable[[str, msgspec.Raw], object]) -> object:
    """A part of a record. A list is taken item by item: in a large case nothing else of this program goes on while one
    is decoded at once, and people wait for their pages."""
    if name not in _LISTS:
        return _PARTS[name].decode(json)
    return tuple([item(name, one) for one in _ITEMS.decode(json)])


def apart(before: Mapping[str, str], after: Mapping[str, bytes]) -> tuple[Record, Record] | None:
    """What of the lists among a record's parts only the earlier has, and what only the later, both without readings.

    None where the earlier parts are damaged or those of another program.
    """
    gone, new = {}, {}
    try:
        for name in after.keys() & _LISTS:
            held, due = ([bytes(item) for item in _ITEMS.decode(parts[name])] for parts in (before, after))
            gone[name], new[name] = (_list_of(mine, set(theirs)) for mine, theirs in ((held, due), (due, held)))
        return decode_record((), gone), decode_record((), new)
    except (msgspec.DecodeError, KeyError, TypeError):
        return None


def _list_of(items: Iterable[bytes], known: Set[bytes]) -> str:
    """A list as JSON of those items that are not known, each as JSON."""
    return f"[{b','.join(item for item in items if item not in known).decode()}]"


def digest(texts: Iterable[str]) -> str:
    """One sha-256 over many texts, each closed so that they cannot run into one another."""
    return digest_of(hashlib.sha256(text.encode()).digest() for text in texts)


def digest_of(digests: Iterable[bytes]) -> str:
    """The same of texts of which each has its sha-256 already."""
    total = hashlib.sha256()
    for own in digests:
        total.update(own)
    return total.hexdigest()


def judgement_row(judgement: Judgement) -> dict[str, object]:
    """A judgement as the columns of its table, sealed."""
    row = msgspec.to_builtins(judgement) | {"targets": _ENCODER.encode(judgement.targets).decode()}
    return row | {"seal": seal(row)}


def judgement_of(row: Mapping[str, object]) -> Judgement:
    """The judgement again. Raises msgspec.DecodeError or msgspec.ValidationError where the row is damaged."""
    return msgspec.convert({**row, "targets": msgspec.json.decode(row["targets"])}, Judgement)


def seal(row: Mapping[str, object]) -> str:
    """A digest of a precious row; columns that are empty do not count, so that one added later changes no seal."""
    kept = sorted((name, str(value)) for name, value in row.items()
                  if value is not None and name not in UNSEALED and (name, value) not in EMPTY)
    return digest(text for pair in kept for text in pair)


def basis(documents: Iterable[str], judgements: Iterable[Judgement]) -> str:
    """What derived rows depend on: the program, the documents' ids and the judgements, in no particular order."""
    judged = (_ENCODER.encode(judgement).decode() for judgement in judgements)
    return digest([__version__, *sorted(documents), *sorted(judged)])
