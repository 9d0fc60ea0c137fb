"""What a check finds in what came into a case: every item and every timestamp against its entry in the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from stemma.ids import sha256
from stemma.model import Problem
from stemma.store import items, log
from stemma.store.case import CaseFile
from stemma.store.items import Stamp
from stemma.store.log import Entry


def vouched(case: CaseFile, entries: Sequence[Entry]) -> Iterator[Problem]:
    """All that is wrong with items and timestamps. Raises NotACase where a row cannot be read."""
    yield from _items(case, {entry.number: entry for entry in entries if entry.action == log.COLLECTED})
    yield from _stamps(case, entries)


def _problem(subject: str, code: str, message: str, place: str = "item") -> Problem:
    return Problem("check", subject, code, message, place)


def _items(case: CaseFile, told: dict[int, Entry]) -> Iterator[Problem]:
    """Items that are not as their entries say, items without entry, entries without item, and bytes that are gone."""
    raws = {digest for (digest,) in case.select("SELECT sha256 FROM raw")}
    digests = {number: sha256(bytes(data)) for number, data in case.select("SELECT item, bytes FROM item_warc")}
    for item in case.items():
        entry = told.pop(item.number, None)
        if entry is None:
            yield _problem(item.id, "not-in-log", f"The log does not tell of how {item.uri} came into the case.")
            continue
        if (entry.subject, entry.content) != (item.id, log.encoded(items.told(item))):
            yield _problem(entry.subject, "item-differs",
                           f"What came in as {item.uri} is not what entry {entry.number} of the log says.")
        elif item.held and item.sha256 not in raws:
            yield _problem(item.id, "bytes-missing", f"The bytes of {item.uri} (entry {item.number}) are not there.")
        if digests.pop(item.number, None) != item.warc_sha256:
            yield _problem(item.id, "warc-differs", f"The WARC records of {item.uri} (entry {item.number}) are not "
                                                    "those that were received.")
    for entry in told.values():
        yield _problem(entry.subject, "item-missing", f"Entry {entry.number} of the log tells of {_uri(entry)}, which "
                                                      "is not there.")


def _uri(entry: Entry) -> str:
    said = _content(entry).get("uri")
    return said if isinstance(said, str) else entry.subject


def _content(entry: Entry) -> Mapping[str, Any]:
    try:
        said = msgspec.json.decode(entry.content)
    except msgspec.DecodeError:
        return {}
    return said if isinstance(said, Mapping) else {}


def _stamps(case: CaseFile, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Timestamps that are not as their entries say, and a log that is not the one that was stamped."""
    by_number = {entry.number: entry for entry in entries}
    told = {entry.number: entry for entry in entries if entry.action == log.TIMESTAMPED}
    for stamp in case.stamps():
        entry = told.pop(stamp.number, None)
        if entry is None:
            yield _problem(stamp.id, "not-in-log", f"The log does not tell of the timestamp {stamp.id}.", "stamp")
        elif (entry.subject, entry.content) != (stamp.id, log.encoded(items.told_of_stamp(stamp))):
            yield _problem(entry.subject, "stamp-differs",
                           f"The timestamp {entry.subject} is not what entry {entry.number} of the log says.", "stamp")
        else:
            yield from _stamped(stamp, by_number.get(stamp.entry))
    for entry in told.values():
        yield _problem(entry.subject, "stamp-missing",
                       f"Entry {entry.number} of the log tells of a timestamp, which is not there.", "stamp")


def _stamped(stamp: Stamp, entry: Entry | None) -> Iterator[Problem]:
    if entry is None or entry.digest != stamp.digest:
        yield _problem(stamp.id, "stamp-differs", f"Entry {stamp.entry} of the log is not the one that "
                                                  f"{stamp.authority} put its timestamp on.", "stamp")
