"""How long the workbench waits for whoever has opened a connection, and how many it keeps open.

Without limits a few hundred connections that send one byte a minute would keep everybody else out ("slowloris"). A
request's head has to come within HEAD seconds of the first byte, or of opening; an answer has to be taken within ANSWER
seconds. Of more than MOST connections those that have been waited for longest are closed.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 15.0  # seconds
ANSWER = 300.0  # seconds from a request to the end of its answer; a build that somebody waits for takes a minute
MOST = 400  # connections; of a browser six are open at a time

# Connections of this program that are waited for: those that have sent no whole request head yet, the oldest first.
_waiting: OrderedDict[Patient, None] = OrderedDict()


class Patient(H11Protocol):
    """A connection with an end."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request, and for one connection less where there are too many."""
        super().connection_made(transport)
        self._wait(HEAD)
        _waiting[self] = None
        while len(self.connections) > MOST and _waiting:
            oldest, _ = _waiting.popitem(last=False)
            if oldest is self and not _waiting:
                break
            oldest._close()
            self.connections.discard(oldest)

    def data_received(self, data: bytes) -> None:
        """Take what came. A head that goes on coming is not waited for any longer than one that does not."""
        before = self.cycle
        if self._late is None:
            self._wait(HEAD)
        super().data_received(data)
        if self.cycle is not before:
            _waiting.pop(self, None)
            self._wait(ANSWER)

    def on_response_complete(self) -> None:
        """The next request may take its time to begin (uvicorn's keep-alive), but not to come."""
        self._forget()
        before = self.cycle
        super().on_response_complete()
        if self.cycle is not before:  # the next one was here already
            self._wait(ANSWER)
        elif not self.transport.is_closing():
            _waiting[self] = None

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._forget()
        _waiting.pop(self, None)
        super().connection_lost(exc)

    def _wait(self, seconds: float) -> None:
        self._forget()
        self._late = self.loop.call_later(seconds, self._close)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        """End it at once: whoever does not take an answer would not take a polite one either."""
        if not self.transport.is_closing():
            self.transport.abort()
