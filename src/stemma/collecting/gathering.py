"""A run of collecting: what was asked for is fetched, what feeds and sitemaps point to as well, and everything is kept
as it comes, so that a run that is ended at any moment goes on where it was.

Pages are fetched by a thread for each host; everything else happens in the caller's thread, which alone writes.
"""

from __future__ import annotations

import queue
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from stemma.collecting import documents as reports
from stemma.collecting import warc
from stemma.collecting.addresses import key_of, without_tracking
from stemma.collecting.fetching import Limits
from stemma.collecting.following import Link, Links, links_of
from stemma.collecting.guard import LookUp, Refused, host_of
from stemma.collecting.manners import Stopped, Ways
from stemma.collecting.visiting import Before, Visit, Visitor
from stemma.ids import sha256
from stemma.model import Document, Problem
from stemma.store import CaseFile, Item

STAGE = "collect"
MOST_HOSTS = 8  # that are asked at the same time
MOST_SITEMAPS = 500  # in one run, of those that sitemaps point to
MOST_PAGES = 1000  # in one run, of those that feeds and sitemaps point to
MEGABYTE = 1_000_000
MOST_BYTES = 2000 * MEGABYTE  # of answers as they come over the line, in one run
_DEEPEST = 3  # sitemaps in sitemaps
_NEVER = datetime.min.replace(tzinfo=UTC)

Outcome = Literal["new", "changed", "unchanged", "known", "followed", "nothing", "failed"]
Tell = Callable[[str, int, int | None], None]


class Options(Struct, frozen=True):
    """How a run goes about it."""

    by: str  # who collects
    ways: Ways = Ways()
    limits: Limits = Limits()
    allowed: tuple[str, ...] = ()  # hosts that may be at an address that is not public
    most: int = MOST_PAGES
    again_after: float | None = None  # seconds after which a page that a feed points to is visited again; None: never
    most_bytes: int = MOST_BYTES  # once so many have come nothing more is asked for; what is under way is finished


class Told(Struct, frozen=True):
    """What became of one address."""

    url: str
    outcome: Outcome
    documents: tuple[str, ...] = ()  # reports that it holds
    before: tuple[str, ...] = ()  # of "changed": the reports that it held before, which are kept
    code: str = ""  # of "failed" and "nothing": why, short
    message: str = ""  # and in one sentence


class Gathered(Struct, frozen=True):
    """What a run brought."""

    told: tuple[Told, ...]
    problems: tuple[Problem, ...]
    left: int = 0  # addresses beyond the limits of a run

    def count(self, outcome: Outcome) -> int:
        """How many addresses came out so."""
        return sum(one.outcome == outcome for one in self.told)


class _Job(Struct, frozen=True):
    """An address to be visited."""

    url: str
    link: Link | None = None
    depth: int = 0
    via: str | None = None  # the page that points there


class _Held(Struct):
    """What the case has of an address."""

    item: Item  # the last one that is whole
    documents: tuple[str, ...]  # the last ones


def gather(case: CaseFile, urls: Sequence[str], options: Options, tell: Tell | None = None,
           look_up: LookUp | None = None) -> Gathered:
    """Fetch addresses into an open case. Every answer is in the case before the next one is looked at."""
    run = _Run(case, options, tell or (lambda what, done, total: None), look_up)
    return run.through(urls)


class _Run:
    def __init__(self, case: CaseFile, options: Options, tell: Tell, look_up: LookUp | None) -> None:
        self._case, self._options, self._tell = case, options, tell
        self._visitor = Visitor(options.ways, options.limits, options.allowed, look_up)
        self._held, self._gone = _held_by(case)
        self._asked = _asked_by(case)
        self._waiting: dict[str, deque[_Job]] = {}
        self._busy: set[str] = set()
        self._seen: set[str] = set()
        self._done: queue.Queue[tuple[_Job, str, Visit | Stopped]] = queue.Queue()
        self._told: list[Told] = []
        self._problems: list[Problem] = []
        self._followed = self._left = self._offered = self._sitemaps = self._received = 0
        self._unasked: list[str] = []  # for want of bytes

    def through(self, urls: Iterable[str]) -> Gathered:
        """Visit everything there is to visit."""
        for url in sorted(urls, key=self._asked_at):
            self._offer(_Job(without_tracking(url)))
        try:
            while self._start() or self._busy:
                job, host, came = self._done.get()
                self._busy.discard(host)
                if isinstance(came, Stopped):
                    raise came
                self._take(job, came)
                self._tell("Collecting", len(self._told), self._offered)
        finally:
            self._visitor.turns.stop()
        self._note(self._ended_early(), lasting=False)
        return Gathered(tuple(self._told), tuple(dict.fromkeys(self._problems)), self._left + len(self._unasked))

    # --------------------------------------------------------------------------------------------------------- turns

    def _offer(self, job: _Job) -> None:
        """Put an address into its host's queue, unless it was there in this run."""
        key = key_of(job.url)
        if key in self._seen:
            return
        self._seen.add(key)
        self._offered += 1
        self._waiting.setdefault(_host(job.url), deque()).append(job)

    def _asked_at(self, url: str) -> datetime:
        """When an address was asked for last. What was never asked goes first, then what was asked longest ago, so that
        everything has its turn although each run has its limits."""
        return self._asked.get(key_of(without_tracking(url)), _NEVER)

    def _start(self) -> bool:
        """Start a visit for every host that is free; whether any was started."""
        started = False
        if self._received >= self._options.most_bytes:
            self._unasked += [job.url for jobs in self._waiting.values() for job in jobs]
            self._waiting.clear()
        for host, jobs in self._waiting.items():
            if jobs and host not in self._busy and len(self._busy) < MOST_HOSTS:
                self._busy.add(host)
                job = jobs.popleft()
                held = self._held.get(key_of(job.url))
                # A daemon: whoever ends the run is not kept waiting by a slow server.
                threading.Thread(target=self._visit, args=(job, host, held and _before(held.item)), daemon=True).start()
                started = True
        self._waiting = {host: jobs for host, jobs in self._waiting.items() if jobs}
        return started

    def _ended_early(self) -> list[Problem]:
        """What is said where a run ended because so many bytes had come."""
        if not self._unasked:
            return []
        message = (f"Ended here: over {self._options.most_bytes // MEGABYTE:,} MB had come in this run. The next one "
                   f"goes on with what is left.")
        return [Problem(STAGE, url, "too-many-bytes", message) for url in self._unasked]

    def _visit(self, job: _Job, host: str, before: Before | None) -> None:
        try:
            came: Visit | Stopped = self._visitor.visit(job.url, before, job.via)
        except Exception as error:  # any fault on any answer: one address must not stop a thousand
            message = f"A fault in Stemma kept this from being fetched ({type(error).__name__}: {error})."
            came = error if isinstance(error, Stopped) else Visit(job.url, code="fault", message=message, passing=True)
        self._done.put((job, host, came))

    # ------------------------------------------------------------------------------------------------------- answers

    def _take(self, job: _Job, visit: Visit) -> None:
        """Keep what a visit brought, and follow where it leads."""
        self._received += _size(visit)
        self._keep_others()
        held = self._held.get(key_of(job.url))
        if visit.last is not None and visit.last.status == 304 and held:
            self._keep(visit, held.item.sha256, None, held.documents)
            self._unchanged(job, visit, held)
        elif visit.code or visit.last is None or visit.last.status == 304:
            self._failed(job, visit)
        elif (links := links_of(visit.last.url, visit.body)) and not links.bare:
            self._keep(visit, sha256(visit.body), visit.body, ())
            self._follow(job, visit, links)
        else:
            self._read(job, visit)

    def _failed(self, job: _Job, visit: Visit) -> None:
        """Note why there is no page; an answer that came is kept all the same."""
        code = visit.code or "status-304"
        message = visit.message or "No page: the server says that nothing has changed since nothing was fetched."
        if visit.last is not None:
            self._keep(visit, sha256(visit.body), visit.body if visit.whole else None, ())
        self._told.append(Told(job.url, "failed", code=code, message=message))
        self._note([Problem(STAGE, job.url, code, message)], lasting=not visit.passing)

    def _unchanged(self, job: _Job, visit: Visit, held: _Held) -> None:
        body = self._case.raw(held.item.sha256)
        if links := links_of(visit.last.url, body):  # what it points to may not all have been fetched
            self._follow(job, visit, links)
        else:
            self._told.append(Told(job.url, "unchanged", held.documents))

    def _read(self, job: _Job, visit: Visit) -> None:
        """Keep a page with its reports; a page whose reports say what they said before brings none."""
        read = reports.read(visit, job.link)
        before = self._before_of(job.url, visit)
        fresh = read.documents
        if before and _same([document for document, _ in fresh], before):
            fresh, ids = (), tuple(document.id for document in before)
            outcome: Outcome = "unchanged"
        else:
            ids = tuple(document.id for document, _ in fresh)
            outcome = ("changed" if before else "new") if ids else "nothing"
        self._keep(visit, sha256(visit.body), visit.body, ids if not fresh else (), fresh)
        first = read.problems[0] if read.problems and not ids else None
        self._told.append(Told(job.url, outcome, ids, tuple(one.id for one in before) if outcome == "changed" else (),
                               first.code if first else "", first.message if first else ""))
        self._note(read.problems, lasting=True)

    def _before_of(self, url: str, visit: Visit) -> list[Document]:
        """The reports that the address, or the one it leads to, held when it was last visited."""
        for key in (key_of(url), key_of(visit.last.url)):
            held = self._held.get(key)
            if held and held.documents:
                found = [self._case.document(id) for id in held.documents]
                return [document for document in found if document]
        return []

    def _follow(self, job: _Job, visit: Visit, links: Links) -> None:
        """Offer the pages that a feed or sitemap points to, but for those that the case has."""
        self._told.append(Told(job.url, "followed", message=f"A {links.kind} with {len(links.links)} addresses."))
        self._note(links.problems, lasting=False)
        for link in sorted(links.links, key=lambda link: self._asked_at(link.url)):
            url = without_tracking(link.url)
            key = key_of(url)
            if key in self._seen:
                continue
            if link.index:
                if job.depth < _DEEPEST and self._sitemaps < MOST_SITEMAPS:  # each may point to 50,000 others
                    self._sitemaps += 1
                    self._offer(_Job(url, depth=job.depth + 1, via=visit.last.url))
            elif self._is_known(key, link, visit):
                self._seen.add(key)
                self._told.append(Told(url, "known", self._held[key].documents if key in self._held else ()))
            elif self._followed >= self._options.most:
                self._left += 1
            else:
                self._followed += 1
                self._offer(_Job(url, link, via=visit.last.url))

    def _is_known(self, key: str, link: Link, visit: Visit) -> bool:
        """Whether a page is in the case and need not be visited again."""
        at = self._held[key].item.at if key in self._held else self._gone.get(key)
        if at is None:
            return False
        if link.changed and link.changed > at:
            return False
        after = self._options.again_after
        return after is None or (visit.last.at - at).total_seconds() < after

    # ------------------------------------------------------------------------------------------------------- keeping

    def _keep(self, visit: Visit, digest: str, payload: bytes | None, ids: tuple[str, ...],
              fresh: Sequence[tuple[Document, bytes]] = ()) -> None:
        """Put an answer, its WARC records and its reports into the case, in one transaction."""
        last = visit.last
        old = self._held[key_of(visit.asked)].item if last.status == 304 and visit.before else None
        item = Item("fetched", visit.exchanges[0].url, last.at, self._options.by, digest,
                    warc.records(visit.exchanges, visit.before), last.status,
                    last.header("etag") or (old.etag if old else None),
                    last.header("last-modified") or (old.last_modified if old else None), ids,
                    held=payload is not None or old is not None, size=len(visit.body))
        kept = self._case.add_item(item, fresh, payload)
        if kept is None or not item.held:
            return
        if last.status in (200, 203, 304):
            held = _Held(kept, kept.documents)
            self._held |= {key_of(url): held for url in (visit.asked, item.uri, last.url)}
        elif last.status in (404, 410):
            self._gone[key_of(visit.asked)] = kept.at

    def _keep_others(self) -> None:
        """Keep the robots.txt files that were asked for on the way, where they say something new."""
        while self._visitor.others:
            visit = self._visitor.others.pop(0)
            self._received += _size(visit)
            before = self._case.item_of(visit.exchanges[0].url)
            digest = sha256(visit.body)
            if before is None or (before.sha256, before.status) != (digest, visit.last.status):
                self._keep(visit, digest, visit.body if visit.whole else None, ())

    def _note(self, problems: Sequence[Problem], lasting: bool) -> None:
        """Tell of problems; those that will not pass by themselves stand in the case."""
        self._problems += problems
        if problems and lasting:
            self._case.add_problems(problems)


def _held_by(case: CaseFile) -> tuple[dict[str, _Held], dict[str, datetime]]:
    """What a case has, by the addresses' keys; and when pages were found to be gone."""
    held: dict[str, _Held] = {}
    gone: dict[str, datetime] = {}
    for item in case.items():
        if item.how != "fetched" or not item.held:
            continue
        key = key_of(item.uri)
        if item.status in (200, 203, 304):
            held[key] = _Held(item, item.documents)
        elif item.status in (404, 410):
            gone[key] = item.at
    for document in case.documents():  # where redirects led
        at = key_of(document.path or "")
        if document.retrieved and at not in held and (found := case.items_with(document.id)):
            held[at] = _Held(found[-1], found[-1].documents)
    return held, gone


def _asked_by(case: CaseFile) -> dict[str, datetime]:
    """When each address was asked for last, by its key, whatever came of it."""
    return {key_of(item.uri): item.at for item in case.items() if item.how == "fetched"}


def _size(visit: Visit) -> int:
    """Bytes that came over the line in a visit."""
    return sum(len(exchange.received) for exchange in visit.exchanges)


def _before(item: Item) -> Before | None:
    """What an item lets be asked on condition; None where it has nothing to go by."""
    etag, modified = (value if value and value.isascii() and value.isprintable() else None
                      for value in (item.etag, item.last_modified))
    return Before(etag, modified, item.at) if etag or modified else None


def _same(now: Sequence[Document], before: Sequence[Document]) -> bool:
    """Whether reports say what they said before: texts, titles and outlets, and days where both state one."""
    return Counter(map(_told_by, now)) == Counter(map(_told_by, before)) and all(
        one.published == other.published or None in (one.published, other.published)
        for one, other in zip(now, before, strict=True))


def _told_by(document: Document) -> tuple[str, str | None, str | None]:
    return document.text, document.title, document.outlet


def _host(url: str) -> str:
    """What queues are kept by; what is no address has one of its own."""
    try:
        return host_of(urlsplit(url).hostname or "")
    except (Refused, ValueError):
        return ""


__all__ = ["Gathered", "Options", "Outcome", "Stopped", "Told", "gather"]
