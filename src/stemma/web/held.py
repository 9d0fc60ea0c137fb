"""The case as pages see it: the record of the last build held in memory, with what is worked out of it only when asked.

A build by another program or another person is noticed by its mark; the record held is then exchanged whole.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, TypeVar

from stemma.model import Incident, Judgement, Reading, Record
from stemma.report.lookup import Lookup, lookup
from stemma.store import CaseFile, open_case

Found = TypeVar("Found")
MOST_KEPT = 4096  # things worked out of one record that are kept: rendered pages, views


class Snapshot:
    """One state of a case: its record, and the judgements up to a number of the log."""

    def __init__(self, mark: str, record: Record) -> None:
        self.mark = mark
        self.record = record
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def look(self) -> Lookup:
        """Indexes over the record."""
        return lookup(self.record)

    @cached_property
    def incidents(self) -> dict[str, Incident]:
        """Incidents by id, in the order in which they are printed."""
        from stemma.report.views import in_order

        return {incident.id: incident for incident in in_order(self.record.incidents)}

    @cached_property
    def incident_of(self) -> dict[str, str]:
        """Claim.id -> Incident.id."""
        return {claim: incident.id for incident in self.record.incidents for claim in incident.claims}

    def reading(self, doc: str) -> Reading | None:
        """The reading of a document."""
        return self.look.by_doc.get(doc)

    def kept(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """What was made for this key before, else what make gives now; the least recently used goes first."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = make()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found


class Held:
    """The newest snapshot of one case, exchanged when the case was built anew."""

    def __init__(self, case: str) -> None:
        self.case = case
        self._snapshot: Snapshot | None = None
        self.former: dict[str, tuple[str, ...]] = {}  # id that an incident had in an earlier record -> its claims
        self._loading = threading.Lock()
        self._local = threading.local()

    def file(self) -> CaseFile:
        """This thread's own open case; stays open, since opening costs more than most queries."""
        if getattr(self._local, "file", None) is None:
            self._local.file = open_case(self.case)
        return self._local.file

    def snapshot(self) -> Snapshot:
        """The snapshot held; the first call loads it and may take long."""
        return self._snapshot or self.refresh()

    @property
    def ready(self) -> bool:
        """Whether a record is held already."""
        return self._snapshot is not None

    def refresh(self) -> Snapshot:
        """The newest snapshot: loaded where the case was built since."""
        with self._loading:
            mark = self.file().build_mark()
            if self._snapshot is None or self._snapshot.mark != mark:
                before, self._snapshot = self._snapshot, Snapshot(mark, self.file().record() or Record())
                self.former |= {incident.id: incident.claims for incident in (before.record.incidents if before else ())
                                if incident.id not in self._snapshot.incidents}
            return self._snapshot

    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements, the withdrawn ones too; read again only where the log has grown."""
        number, digest = self.file().head()
        known = getattr(self, "_judgements", None)
        if known is None or known[0] != (number, digest):
            known = self._judgements = ((number, digest), self.file().judgements())
        return known[1]
