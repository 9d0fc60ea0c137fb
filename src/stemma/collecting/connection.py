"""One request over one connection of its own, to an address that was checked, with every byte kept.

httpx2 speaks the protocol; the transport here opens the connection itself. The name is not looked up a second time, no
proxy is used, and the bytes are recorded inside of TLS, as the two sides wrote them.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import httpcore2
import httpx2

from stemma.collecting.guard import Target

_MOST_ADDRESSES = 4  # of one host that are tried


class TooMuch(Exception):
    """The answer has more bytes than are taken."""


class Late(Exception):
    """The whole of an answer was not there in time."""


class Wire:
    """What one exchange may cost, and what went over the line."""

    def __init__(self, addresses: Sequence[str], seconds: float, most: int) -> None:
        self.addresses = addresses
        self.address = ""  # the one that answered
        self.sent = bytearray()
        self.received = bytearray()
        self.most = most  # bytes of the answer with its headers
        self._end = time.monotonic() + seconds

    def left(self, wanted: float | None) -> float:
        """Seconds that one step may take: the whole has a limit, however slowly the other side drips. Raises Late."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Late
        return left if wanted is None else min(left, wanted)


class _Stream(httpcore2.NetworkStream):
    """A connection whose bytes are counted and kept."""

    def __init__(self, inner: httpcore2.NetworkStream, wire: Wire) -> None:
        self._inner, self._wire = inner, wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        room = self._wire.most - len(self._wire.received)
        if room <= 0:
            raise TooMuch
        try:
            data = self._inner.read(min(max_bytes, room), self._wire.left(timeout))
        except httpcore2.ReadTimeout:
            raise Late from None
        self._wire.received += data
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._wire.sent += buffer
        self._inner.write(buffer, self._wire.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None,
                  timeout: float | None = None) -> httpcore2.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._wire.left(timeout)), self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Checked(httpcore2.NetworkBackend):
    """Opens connections to the addresses that were checked, whatever name is asked for."""

    def __init__(self, wire: Wire) -> None:
        self._wire, self._backend = wire, httpcore2.SyncBackend()

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
                    socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None) -> httpcore2.NetworkStream:
        failure: Exception | None = None
        for address in self._wire.addresses[:_MOST_ADDRESSES]:
            try:
                stream = self._backend.connect_tcp(address, port, self._wire.left(timeout), None, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            self._wire.address = address
            return _Stream(stream, self._wire)
        raise failure or httpcore2.ConnectError("no address")


class Transport(httpx2.BaseTransport):
    """httpx2 over one connection that is closed after its answer."""

    def __init__(self, target: Target, wire: Wire, trusted: ssl.SSLContext | None = None) -> None:
        origin = httpcore2.Origin(target.scheme.encode(), target.host.encode(), target.port)
        context = (trusted or _trusted()) if target.scheme == "https" else None
        self._connection = httpcore2.HTTPConnection(origin, context, network_backend=_Checked(wire))

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        asked = httpcore2.Request(
            request.method, httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host.strip(b"[]"),
                                          port=url.port or httpcore_port(url.scheme), target=url.raw_path),
            headers=request.headers.raw, content=request.stream, extensions=request.extensions)
        answer = self._connection.handle_request(asked)
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream),
                               extensions=answer.extensions)

    def close(self) -> None:
        with suppress(Exception):  # whatever a broken connection says on being closed, it is closed
            self._connection.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, inner: Iterable[bytes]) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner

    def close(self) -> None:
        self._inner.close()


def httpcore_port(scheme: str) -> int:
    """The port of a scheme where the URL names none."""
    return 443 if scheme == "https" else 80


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that this machine trusts."""
    return httpx2.create_ssl_context()
