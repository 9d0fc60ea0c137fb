"""A visit: one address asked for politely, with redirects, retries, and the robots.txt of every host on the way.

Called from several threads, one for each host.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from stemma.collecting import robots
from stemma.collecting.fetching import Exchange, Limits, ask
from stemma.collecting.guard import LookUp, Refused, Target, Unreachable, addresses_of, named, target_of
from stemma.collecting.manners import AGENT, NOT_NOW, Turns, Ways, asked_wait
from stemma.collecting.unpacking import ACCEPTED, unpacked

MOST_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Before(Struct, frozen=True):
    """What is known of an earlier answer, to ask only for what is new."""

    etag: str | None
    last_modified: str | None
    at: datetime


class Visit(Struct, frozen=True):
    """What came of asking for an address."""

    asked: str
    exchanges: tuple[Exchange, ...] = ()  # in order: redirects, answers that said "later", the final one
    body: bytes = b""  # of the final answer, its coding undone
    code: str = ""  # why the visit brought no whole answer; "" where it did
    message: str = ""
    passing: bool = False  # whether trying again later may help
    before: datetime | None = None  # when what a 304 vouches for was fetched

    @property
    def last(self) -> Exchange | None:
        """The final answer."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def whole(self) -> bool:
        """Whether the body is all there and can be read."""
        return self.last is not None and not self.last.trouble and self.code not in ("damaged-coding", "too-large",
                                                                                     "unknown-coding")


class Visitor:
    """Makes visits. Safe to be called by several threads at once."""

    def __init__(self, ways: Ways, limits: Limits, allowed: Collection[str] = (), look_up: LookUp | None = None,
                 trusted: ssl.SSLContext | None = None) -> None:
        self.turns = Turns(ways.delay)
        self._ways, self._limits, self._allowed = ways, limits, allowed
        self._look_up, self._trusted = look_up, trusted
        self._robots: dict[tuple[str, bool], robots.Rules | Refused] = {}
        self._robots_locks: dict[tuple[str, bool], threading.Lock] = {}
        self._guard = threading.Lock()
        self.others: list[Visit] = []  # robots.txt files that were asked for on the way

    def visit(self, url: str, before: Before | None = None, via: str | None = None) -> Visit:
        """Ask for an address and follow where it leads; what stands in the way is told in the visit.

        via: the page that points there; None where a person does. Hosts that are not public are asked only where a
        person, or a host that a person named as one that may be asked, points to them: nobody else knows their way
        about behind the door.
        """
        exchanges: list[Exchange] = []
        try:
            allowed = self._allowed if via is None else self._allowed_by(target_of(via, self._allowed))
            target = target_of(url, allowed)
            for _ in range(MOST_REDIRECTS + 1):
                self._permit(target, allowed)
                target_or_none = self._hop(target, before, exchanges, allowed)
                if target_or_none is None:
                    return self._ended(url, exchanges, before)
                allowed = self._allowed_by(target)
                target, before = target_or_none, before if target_or_none.host == target.host else None
            raise Refused("redirects", f"Given up after {MOST_REDIRECTS} redirects.")
        except Refused as why:
            return Visit(url, tuple(exchanges), code=why.code, message=why.message,
                         passing=isinstance(why, Unreachable))

    def _allowed_by(self, target: Target) -> Collection[str]:
        """The hosts that are not public to which a page of this host may point."""
        return self._allowed if named(target.host, target.port, self._allowed) else ()

    def _hop(self, target: Target, before: Before | None, exchanges: list[Exchange],
             allowed: Collection[str]) -> Target | None:
        """Ask one address, more than once where the server is not ready; where it leads, None for an answer."""
        rules = self._robots.get(_key(target, allowed))
        delay = rules.delay if isinstance(rules, robots.Rules) else None
        exchange = self._patiently(target, self._headers(before), delay, exchanges, allowed)
        where = exchange.header("location")
        if exchange.status not in _MOVED or not where or exchange.trouble:
            return None
        return target_of(where, self._allowed_by(target), base=target.url)

    def _patiently(self, target: Target, headers: dict[str, str], delay: float | None, exchanges: list[Exchange],
                   allowed: Collection[str]) -> Exchange:
        """The answer of one address; every answer on the way is noted. Raises Unreachable and Refused."""
        for attempt in range(1, self._ways.attempts + 1):
            last = attempt == self._ways.attempts
            try:
                with self.turns.of(target.host, delay):
                    addresses = addresses_of(target, allowed, self._look_up)  # anew each time: a name may move
                    exchange = ask(target, addresses, self._limits, headers, self._trusted)
            except Unreachable as why:
                if last or why.code == "unknown-host":
                    raise
                self.turns.not_before(target.host, self._backing_off(attempt))
                continue
            exchanges.append(exchange)
            if last or not (exchange.status in NOT_NOW or exchange.trouble == "cut-off"):
                return exchange
            wait = asked_wait(exchange.header("retry-after")) if exchange.status in NOT_NOW else None
            wait = self._backing_off(attempt) if wait is None else wait
            if wait > self._ways.longest_wait:
                return exchange
            self.turns.not_before(target.host, wait)
        raise AssertionError("the last attempt returns or raises")

    def _backing_off(self, attempt: int) -> float:
        """Seconds to wait after that many failures in a row: twice as long each time."""
        return max(self._ways.delay, 0.1) * 2 ** (attempt - 1)

    def _headers(self, before: Before | None) -> dict[str, str]:
        headers = {"User-Agent": self._ways.agent, "Accept": _ACCEPT, "Accept-Encoding": ACCEPTED,
                   "Connection": "close"}
        if "@" in self._ways.contact:
            headers["From"] = self._ways.contact
        if before and before.etag:
            headers["If-None-Match"] = before.etag
        if before and before.last_modified:
            headers["If-Modified-Since"] = before.last_modified
        return headers

    def _ended(self, url: str, exchanges: list[Exchange], before: Before | None) -> Visit:
        """The visit that ended with an answer."""
        last = exchanges[-1]
        found = unpacked(last.payload, last.header("content-encoding"), self._limits.unpacked)
        code, message, passing = _judged(last, found.trouble)
        return Visit(url, tuple(exchanges), found.body, code, message, passing, before.at if before else None)

    # --------------------------------------------------------------------------------------------------- robots.txt

    def _permit(self, target: Target, allowed: Collection[str]) -> None:
        """Raise Refused where the site asks programs to leave that address alone, or cannot say so just now."""
        key = _key(target, allowed)
        with self._guard:
            lock = self._robots_locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self._robots:
                self._robots[key] = self._rules_of(target, allowed)
            rules = self._robots[key]
        if isinstance(rules, Refused):
            raise rules
        if not rules.allows(target.path):
            raise Refused("robots", "Not asked: the site's robots.txt asks programs to leave this address alone.")

    def _rules_of(self, target: Target, allowed: Collection[str]) -> robots.Rules | Refused:
        """What a site's robots.txt says (RFC 9309, 2.3.1): none is a yes, an error of the server is a not-now."""
        url = f"{target.scheme}://{target.authority}/robots.txt"
        exchanges: list[Exchange] = []
        try:
            asked = target_of(url, allowed)
            for _ in range(MOST_REDIRECTS + 1):
                moved = self._hop(asked, None, exchanges, allowed)
                if moved is None:
                    break
                asked, allowed = moved, self._allowed_by(asked)
        except Unreachable as why:
            return why
        except Refused as why:
            return robots.EVERYTHING if exchanges else why  # it leads where we do not go: as if there were none
        finally:
            if exchanges:
                self.others.append(self._ended(url, exchanges, None))
        last = exchanges[-1]
        if last.status in NOT_NOW or last.status >= 500:
            return Unreachable("robots-unknown", f"{target.host} cannot say now what programs may ask for.")
        if not 200 <= last.status < 300:
            return robots.EVERYTHING
        body = unpacked(last.payload, last.header("content-encoding"), robots.LONGEST).body
        return robots.parse(body, AGENT)


def _key(target: Target, allowed: Collection[str]) -> tuple[str, bool]:
    """What a site's rules are kept by; who may not ask a host that is not public learns nothing of its rules."""
    return f"{target.scheme}://{target.authority}", bool(allowed)


def _judged(last: Exchange, coding: str) -> tuple[str, str, bool]:
    """(code, message, whether it may pass) of a final answer; codes are "" for one that is whole."""
    if last.status in NOT_NOW or last.status >= 500:
        return f"status-{last.status}", f"Not now: the server answers {last.status}.", True
    if last.status >= 400:
        gone = {404: "there is no such page", 410: "the page was taken down", 401: "a password is asked for",
                403: "the server does not give it", 451: "the law keeps it from being shown"}
        return f"status-{last.status}", f"No page: {gone.get(last.status, 'an error')} ({last.status}).", False
    if last.trouble:
        told = {"cut-off": "The answer broke off", "too-slow": "The answer came too slowly",
                "too-large": "The answer is too large"}[last.trouble]
        return last.trouble, f"{told}; what came of it is kept, and not read.", last.trouble != "too-large"
    if last.status not in (200, 203, 304):
        return f"status-{last.status}", f"No page: the server answers {last.status}.", False
    told = {"too-large": ("too-large", "The answer unpacks to too many bytes; it is kept as received, and not read."),
            "damaged": ("damaged-coding", "The answer cannot be unpacked; it is kept as received, and not read."),
            "unknown-coding": ("unknown-coding", "The answer is packed in a way that was not asked for; it is kept as "
                                                 "received, and not read.")}
    return (*told[coding], False) if coding else ("", "", False)
