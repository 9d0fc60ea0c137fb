"""Manners: one request at a time for each host, with a pause between two, and what a server asks to wait is waited."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from msgspec import Struct

from stemma import __version__

DELAY = 2.0  # seconds between two requests to a host, where nobody says otherwise
LONGEST_DELAY = 60.0  # seconds; a Crawl-delay beyond is honoured by asking less in all, not by waiting
LONGEST_WAIT = 120.0  # seconds that a run waits because a server asks it to; more is for another day
ATTEMPTS = 3
AGENT = "Stemma"  # the name that robots.txt may use
NOT_NOW = frozenset({429, 502, 503, 504})


class Stopped(Exception):
    """The run was asked to end."""


class Ways(Struct, frozen=True):
    """How a run behaves."""

    delay: float = DELAY
    contact: str = ""  # an address or a page where a site's owner can reach who collects
    attempts: int = ATTEMPTS
    longest_wait: float = LONGEST_WAIT

    @property
    def agent(self) -> str:
        """Who asks, as servers log it."""
        return f"{AGENT}/{__version__} ({self.contact or 'collects news reports'})"


class Turns:
    """Whose turn it is: a lock for each host, and when it may be asked next."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._hosts: dict[str, threading.Lock] = {}
        self._next: dict[str, float] = {}
        self._guard = threading.Lock()
        self._stop = threading.Event()

    @contextmanager
    def of(self, host: str, delay: float | None = None) -> Iterator[None]:
        """The turn to ask a host, taken when the pause since the last one is over; Stopped where the run ends first.

        delay: seconds that the host's robots.txt asks for.
        """
        with self._guard:
            lock = self._hosts.setdefault(host, threading.Lock())
        with lock:
            self.pause(self._next.get(host, 0.0) - time.monotonic())
            try:
                yield
            finally:
                pause = max(self._delay, min(delay or 0.0, LONGEST_DELAY))
                self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + pause)

    def not_before(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long."""
        self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + seconds)

    def pause(self, seconds: float) -> None:
        """Wait; Stopped where the run ends meanwhile."""
        if self._stop.wait(max(0.0, seconds)) if seconds > 0 else self._stop.is_set():
            raise Stopped

    def stop(self) -> None:
        """End every wait, now and later."""
        self._stop.set()


def asked_wait(value: str | None, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """Seconds that a Retry-After header asks to wait (RFC 9110, 10.2.3: a number, or a date); None for neither."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now()).total_seconds())
