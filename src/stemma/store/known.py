"""What a program that keeps a record open read of it before: of the next record only what is new is decoded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import blake2b

import msgspec

from stemma.model import Reading, Record
from stemma.store import nouns


class Known:
    """The nouns of the record read last, by the digest of the JSON that each was read from.

    What stands in the next record letter for letter is the same noun there: it need not be decoded, two records that
    are held at a time have it once, and whoever worked something out of it can tell that it has not changed. Nouns are
    frozen, so that nothing else sets them apart from nouns decoded anew.
    """

    def __init__(self) -> None:
        self._readings: dict[str, tuple[str, Reading]] = {}  # by document, each with its digest
        self._items: dict[tuple[str, bytes], object] = {}  # by part of the record and digest

    def record(self, bases: Mapping[str, str | None], parts: Mapping[str, str],
               read: Callable[[Collection[str]], Iterable[Reading]]) -> Record:
        """The record with these parts as JSON. It alone is known from then on; what was known before stays where this
        one cannot be decoded.

        bases: of each reading, by document, in the order of the record, a digest of its JSON and perhaps of more; None
        where there is none. read: the readings of these documents, decoded, in that order.
        """
        new = {doc for doc, basis in bases.items() if basis is None or self._readings.get(doc, ("",))[0] != basis}
        fresh = iter(read(new))
        readings = {doc: (basis or "", next(fresh) if doc in new else self._readings[doc][1])
                    for doc, basis in bases.items()}
        items: dict[tuple[str, bytes], object] = {}

        def item(part: str, json: msgspec.Raw) -> object:
            key = part, blake2b(json, digest_size=16).digest()
            if key not in items:
                items[key] = self._items.get(key) or nouns.decode_item(part, json)
            return items[key]

        made = nouns.decode_record((reading for _, reading in readings.values()), parts, item)
        self._readings, self._items = readings, items
        return made
