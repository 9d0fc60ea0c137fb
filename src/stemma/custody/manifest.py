"""The manifest: an entry for every file that a build reads, with its digest, when, how and by whom.

Files that hold no report are not kept, so they have no entry; why they could not be read is among the problems.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from stemma.ids import sha256
from stemma.model import Document, Problem
from stemma.readers import Opened, open_paths, read_bytes
from stemma.store import Arrival, CaseFile, Item

LARGEST_KEPT = 256 << 20  # bytes; of a larger file the reports are kept, and its digest
TOGETHER = 200  # documents written in one transaction: few enough that others never wait for long


class Person(Struct, frozen=True):
    """Who reads files in, and when."""

    by: str
    at: datetime  # UTC


class ReadIn(Struct, frozen=True):
    """How many reports were handed over, and how many of them the case did not have."""

    documents: int
    new: int


def local_name() -> str:
    """What the machine calls who works at it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no entry for this user
        return "somebody"


def arrivals(paths: Sequence[str], who: Person) -> Iterator[Arrival | Problem]:
    """Every file with its reports, and every problem met on the way."""
    for opened in open_paths(paths):
        if isinstance(opened, Problem):
            yield opened
            continue
        documents: list[tuple[Document, bytes]] = []
        for found in read_bytes(opened.path, opened.raw):
            if isinstance(found, Problem):
                yield found
            else:
                documents.append(found)
        if documents:
            yield _arrival(opened, documents, who)


def _arrival(opened: Opened, documents: Sequence[tuple[Document, bytes]], who: Person) -> Arrival:
    held = len(opened.raw) <= LARGEST_KEPT
    item = Item("read", opened.path, who.at, who.by, sha256(opened.raw), held=held, size=len(opened.raw))
    return Arrival(item, tuple(documents), opened.raw if held else None)


def read_in(case: CaseFile, found: Iterable[Arrival]) -> ReadIn:
    """Keep files with their reports. A file that the case has an entry for already gets no other, unless more reports
    are found in it now. One with many reports is written in several transactions, its entry in the last one."""
    seen = {(item.uri, item.sha256) for item in case.items() if item.how == "read"}
    documents = new = 0
    waiting: list[Arrival] = []
    for arrival in found:
        documents += len(arrival.documents)
        known = (arrival.item.uri, arrival.item.sha256) in seen
        if known or len(arrival.documents) > TOGETHER:
            added = case.add(arrival.documents)
            new += added
            if known and not added:
                continue
            arrival = _stored_before(arrival)
        waiting.append(arrival)
        if sum(max(1, len(one.documents)) for one in waiting) >= TOGETHER:
            new += case.add_items(waiting).documents
            waiting = []
    return ReadIn(documents, new + (case.add_items(waiting).documents if waiting else 0))


def _stored_before(arrival: Arrival) -> Arrival:
    """The arrival of a file whose reports are in the case by now."""
    ids = tuple(dict.fromkeys(document.id for document, _ in arrival.documents))
    return replace(arrival, item=replace(arrival.item, documents=ids), documents=())
