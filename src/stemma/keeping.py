"""Answers that are kept: for the page at hand, so that the kinds and readers that ask the same of it share one answer;
and from one build to the next, as long as what they were worked out from stays what it is.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from hashlib import blake2b
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stemma.model import Page, Reading

Answer = TypeVar("Answer")

_encode = msgspec.msgpack.Encoder().encode


def kept_per_page(ask: Callable[[Page], Answer]) -> Callable[[Page], Answer]:
    """Keeps a function's answer for the page it was last asked about.

    A document is read from end to end before the next, so one page is enough. It is known by identity: hashing a whole
    page costs as much as reading it. Page and answer are one tuple, so that threads never see half of it.
    """
    kept: tuple[Page, Answer] | None = None

    @wraps(ask)
    def asked(page: Page) -> Answer:
        nonlocal kept
        held = kept
        if held is None or held[0] is not page:
            kept = held = (page, ask(page))
        return held[1]

    return asked


def without_text(reading: Reading) -> Reading:
    """A reading whose document is reduced to what finds it again; its id stands for the text."""
    return replace(reading, page=replace(reading.page, document=replace(reading.document, text="")))


def mark_of(reading: Reading) -> bytes:
    """A digest of a reading."""
    return blake2b(_encode(without_text(reading)), digest_size=16).digest()


class Topic(Generic[Answer]):
    """What a stage notes of every report, and the type of it; the types are those that msgspec can read back."""

    def __init__(self, name: str, answer: type[Answer]) -> None:
        self.name = name
        self.decode = msgspec.msgpack.Decoder(answer).decode


class Note(Struct, frozen=True, array_like=True):
    """An answer about one report, as MessagePack."""

    basis: bytes  # digest of all that it was worked out from
    packed: bytes


_Sheet = dict[str, Note]  # by topic
_SHEET = msgspec.msgpack.Decoder(_Sheet)


class Notes:
    """What the joins over all reports worked out of each report alone, kept from one build to the next.

    Every answer stands under a digest of the reading, as the case has corrected it, and of whatever else it depends
    on; where that differs, or the note is damaged, it is worked out anew. Nothing here changes what is found.
    """

    def __init__(self, kept: Mapping[str, bytes] | None = None) -> None:
        """kept: what `new` gave to earlier builds by the same program, by document id."""
        self._kept = dict(kept or {})
        self._sheets: dict[str, _Sheet] = {}
        self._changed: set[str] = set()
        self._marks: dict[str, tuple[Reading, bytes]] = {}

    def mark(self, reading: Reading) -> bytes:
        """A digest of a reading, worked out once as long as the case has not corrected it again."""
        held = self._marks.get(reading.document.id)
        if held is None or held[0] is not reading:
            held = self._marks[reading.document.id] = (reading, mark_of(reading))
        return held[1]

    def of(self, topic: Topic[Answer], reading: Reading, work_out: Callable[[], Answer], *beside: object) -> Answer:
        """The answer on a topic about one report, noted before or worked out now.

        beside: what it depends on other than the reading, in a form that is the same whenever the content is.
        """
        doc = reading.document.id
        if doc not in self._sheets:
            self._sheets[doc] = _unpacked(self._kept.pop(doc, None))
        basis = self.mark(reading)
        if beside:
            basis = blake2b(basis + _encode(beside), digest_size=16).digest()
        note = self._sheets[doc].get(topic.name)
        if note is not None and note.basis == basis:
            try:
                return topic.decode(note.packed)
            except (msgspec.DecodeError, ValueError):  # a date or a digest that is none
                pass
        answer = work_out()
        self._sheets[doc][topic.name] = Note(basis, _encode(answer))
        self._changed.add(doc)
        return answer

    def new(self) -> Iterator[tuple[str, bytes]]:
        """Documents of which something is noted that was not, with all their notes, packed."""
        return ((doc, zlib.compress(_encode(self._sheets[doc]), 1)) for doc in sorted(self._changed))


def _unpacked(packed: bytes | None) -> _Sheet:
    """The notes of one document again; none where they are damaged, so that they are worked out anew."""
    try:
        return _SHEET.decode(zlib.decompress(packed)) if packed is not None else {}
    except (zlib.error, msgspec.DecodeError, TypeError):
        return {}
