"""What a program that keeps a record open read of it before: of the next record only what is new is decoded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import msgspec

from stemma.model import Document, Reading, Record
from stemma.store import nouns

Key = tuple[str, bytes]  # part of the record, digest of the JSON


class Known:
    """The nouns of the record read last, by the digest of the JSON that each was read from.

    What stands in the next record letter for letter is the same noun there: it need not be decoded, two records that
    are held at a time have it once, and whoever worked something out of it can tell that it has not changed. Nouns are
    frozen, so that nothing else sets them apart from nouns decoded anew.
    """

    def __init__(self) -> None:
        self._nouns: dict[Key, object] = {}

    def record(self, readings: Iterable[str], parts: Mapping[str, str], documents: Mapping[str, Document]) -> Record:
        """The record of these readings and other parts, all as JSON, and documents by id. It alone is known from then
        on. Raises as `nouns.decode_reading` and `nouns.decode_record` do; what was known before stays then."""
        found: dict[Key, object] = {}

        def reading(json: str) -> Reading:
            key = "readings", _digest(json.encode())
            if key not in found:
                found[key] = self._nouns.get(key) or nouns.decode_reading(json, documents)
            return found[key]

        def item(part: str, json: msgspec.Raw) -> object:
            key = part, _digest(json)
            if key not in found:
                found[key] = self._nouns.get(key) or nouns.decode_item(part, json)
            return found[key]

        made = nouns.decode_record(map(reading, readings), parts, item)
        self._nouns = found
        return made


def _digest(json: bytes | msgspec.Raw) -> bytes:
    return blake2b(json, digest_size=16).digest()
