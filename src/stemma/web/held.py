"""The case as pages see it: the record of the last build held in memory, with what is worked out of it only when asked.

A build by another program or another person is noticed by its mark; the record held is then exchanged whole.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from stemma.assessments.support import Books, books_of
from stemma.errors import CaseError
from stemma.model import Incident, Judgement, Reading, Record
from stemma.report.lookup import Lookup, lookup
from stemma.store import CaseFile, open_case
from stemma.store.known import Known

Found = TypeVar("Found")
MOST_KEPT = 4096  # things worked out of one record that are kept: rendered pages, views
MOST_TEXT = 64_000_000  # characters of rendered pages that are kept; everybody may ask for as many pages as they like
LOOK = 1.0  # seconds between two looks at whether another program has built the case anew
PARTING = 2.0  # seconds after which no request works with a former snapshot any more, mostly
DEEP = 3  # from a snapshot to its record, from there to its lists, to their rows
COLLECTIONS = dict | list | tuple | set | frozenset
MANY = 1000  # things in a collection
LARGE = 500  # reports from which what pages are made from is made beforehand; of fewer nobody notices


class Snapshot:
    """One state of a case: its record, and the judgements up to a number of the log."""

    def __init__(self, mark: str, record: Record, before: Snapshot | None = None) -> None:
        """before: the one in whose place it is put."""
        self.mark = mark
        self.record = record
        self.before = before  # while this one is prepared
        self._indexes: dict[str, Any] = {}
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._text = 0  # characters of what is kept
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.RLock] = defaultdict(threading.RLock)

    @property
    def large(self) -> bool:
        """Whether it takes so long to work anything out of all of it that no request should."""
        return len(self.record.readings) > LARGE

    @cached_property
    def look(self) -> Lookup:
        """Indexes over the record."""
        return lookup(self.record)

    @cached_property
    def books(self) -> Books:
        """What the support of figures is read from."""
        return books_of(self.record)

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
        """What was made for this key before, else what make gives now; whoever asks meanwhile waits for it.

        What has a plain name is an index over the record and is kept as long as the snapshot. Of the rest, pages and
        views, the least recently used goes first.
        """
        with self._lock:
            if (found := self._found(key)) is not None:
                return found
            making = self._making[key]
        with making:
            with self._lock:
                if (found := self._found(key)) is not None:
                    return found
            try:
                found = make()
                with self._lock:
                    self._keep(key, found)
            finally:  # what could not be made leaves no lock behind
                with self._lock:
                    self._making.pop(key, None)
        return found

    def has(self, key: str) -> bool:
        """Whether an index is made already."""
        with self._lock:
            return key in self._indexes

    def _found(self, key: Hashable) -> Any:
        if isinstance(key, str):
            return self._indexes.get(key)
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def _keep(self, key: Hashable, found: object) -> None:
        if isinstance(key, str):
            self._indexes[key] = found
            return
        self._text += _length(found) - _length(self._kept.get(key))
        self._kept[key] = found
        while len(self._kept) > MOST_KEPT or (self._text > MOST_TEXT and len(self._kept) > 1):
            self._text -= _length(self._kept.popitem(last=False)[1])


def _length(kept: object) -> int:
    return len(kept) if isinstance(kept, str | bytes) else 0


class Held:
    """The newest snapshot of one case, exchanged when the case was built anew."""

    def __init__(self, case: str, prepare: Callable[[Snapshot], None] = lambda snapshot: None,
                 noticed: Callable[[], None] = lambda: None) -> None:
        """prepare: makes what the pages of a large snapshot are made from, before anybody asks for it.

        noticed: is called when another program's record has been taken up.
        """
        self.case = case
        self._prepare = prepare
        self._noticed = noticed
        self._snapshot: Snapshot | None = None
        self.former: dict[str, tuple[str, ...]] = {}  # id that an incident had in an earlier record -> its claims
        self._known = Known()  # what the snapshot's record was read from
        self._loading = threading.Lock()
        self._looked = 0.0  # when the case was last asked for its mark, on the clock that only runs forward
        self._looking = threading.Lock()  # held while somebody asks, or loads what another program built
        self._local = threading.local()
        self._judgements: tuple[tuple[int, str], tuple[Judgement, ...]] | None = None  # the log's head, and up to there
        self._judging = threading.Lock()

    def file(self) -> CaseFile:
        """This thread's own open case; stays open, since opening costs more than most queries."""
        if getattr(self._local, "file", None) is None:
            self._local.file = open_case(self.case)
        return self._local.file

    def snapshot(self) -> Snapshot:
        """The snapshot held; the first call loads it and may take long.

        Once in a while it is looked whether another program has built the case anew; such a record is loaded beside,
        and nobody waits for it.
        """
        if self._snapshot is None:
            return self.refresh()
        if time.monotonic() - self._looked >= LOOK and self._looking.acquire(blocking=False):
            self._look()
        return self._snapshot

    def _look(self) -> None:
        """Ask for the mark of the last build, and let go of the lock that snapshot() took, now or when it is loaded."""
        loading = False
        try:
            self._looked = time.monotonic()
            if self.file().build_mark() != self._snapshot.mark:
                threading.Thread(target=self._load, name="loading", daemon=True).start()
                loading = True
        except CaseError:  # what is held stays; the next question to the case tells what is wrong with it
            pass
        finally:
            if not loading:
                self._looking.release()

    def _load(self) -> None:
        try:
            with suppress(CaseError):
                self.refresh()
                self._noticed()
                self.file().close()  # this thread ends here
        finally:
            self._looking.release()

    @property
    def ready(self) -> bool:
        """Whether a record is held already."""
        return self._snapshot is not None

    def refresh(self) -> Snapshot:
        """The newest snapshot: loaded where the case was built since.

        It takes the place of the one before when it is prepared, so that pages stay quick; the first one at once.
        """
        with self._loading:
            mark = self.file().build_mark()
            before = self._snapshot
            if before is None or before.mark != mark:
                with _uncollected():
                    made = Snapshot(mark, self.file().record(self._known) or Record(), before)
                    if before is not None and made.large:
                        self._prepare(made)
                    self._snapshot, made.before = made, None
                self._exchanged(before, made)
            return self._snapshot

    def _exchanged(self, before: Snapshot | None, made: Snapshot) -> None:
        if before is None:
            if made.large:
                threading.Thread(target=self._prepared, args=(made,), name="preparing", daemon=True).start()
            return
        self.former |= {incident.id: incident.claims for incident in before.record.incidents
                        if incident.id not in made.incidents}
        if before.large:
            threading.Thread(target=_let_go, args=([before],), name="parting", daemon=True).start()

    def _prepared(self, snapshot: Snapshot) -> None:
        with _uncollected(), suppress(CaseError):
            self._prepare(snapshot)
            self.file().close()  # this thread ends here

    def judgements(self, head: tuple[int, str] | None = None) -> tuple[Judgement, ...]:
        """All judgements, the withdrawn ones too; where the log has grown, those that it tells of since are read. head:
        the log's, where whoever asks has just looked; none where the log is to be looked at."""
        head = head or self.file().head()
        if self._judgements is None or self._judgements[0] != head:
            with self._judging:  # one reads, and the others wait for that
                head = self.file().head()
                if self._judgements is None or self._judgements[0] != head:
                    self._judgements = head, self._judged()
        return self._judgements[1]

    def _judged(self) -> tuple[Judgement, ...]:
        """What CaseFile.judgements gives. All are read where the log does not go on from where it was."""
        (number, digest), known = self._judgements or ((0, ""), ())
        if not number or [entry.digest for entry in self.file().log(number - 1, 1)] != [digest]:
            return self.file().judgements()
        new = self.file().judgements(after=number)
        if known and any(_place(one) <= _place(known[-1]) for one in new):  # withdrawn, or by another clock
            return tuple(sorted({one.id: one for one in (*known, *new)}.values(), key=_place))
        return known + new


def _place(judgement: Judgement) -> tuple[str, str]:
    """Where a judgement stands among all, as the case orders them: by its time as it is written."""
    return msgspec.to_builtins(judgement.at), judgement.id


@contextmanager
def _uncollected() -> Iterator[None]:
    """What is made within is not looked through for garbage, then or later: in a large record that would hold up every
    page for as long as it takes to load, and it finds nothing there. Garbage from before goes first: it would stay for
    ever, and with it whatever it holds."""
    gc.collect()  # soon done: what was made within before is not looked through
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _let_go(former: list[Snapshot]) -> None:
    """Give the memory of a former snapshot, the only one in the list, back piece by piece: all at once would hold up
    every page for as long as it takes."""
    time.sleep(PARTING)
    holders: list = []
    collections: list = []
    layer: list = [vars(former[0])]
    for _ in range(DEEP):
        layer = [one for holder in layer for one in _inside(holder)]
        for one in layer:
            (collections if isinstance(one, COLLECTIONS) else holders).append(one)
    del layer, one
    former.clear()
    while holders:  # what holds goes before what it holds, which else would go with it at once
        holders.pop()
    collections.reverse()
    while collections:
        collections.pop()


def _inside(one: object) -> list:
    """What something holds, as far as it is a collection or a noun. Not the many nouns or words of a collection: these
    are mostly those of the record in its place, and go nowhere."""
    if isinstance(one, Struct):
        return [getattr(one, name) for name in one.__struct_fields__]
    if type(one).__module__.startswith("stemma."):
        return [*vars(one).values()] if hasattr(one, "__dict__") else []
    items = one.values() if isinstance(one, dict) else one if isinstance(one, COLLECTIONS) else ()
    shared = len(items) > MANY and isinstance(next(iter(items)), Struct | str | int)
    return [] if shared else [*items]
