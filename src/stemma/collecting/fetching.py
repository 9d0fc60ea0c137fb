"""One question to one address and its answer, kept as it came: no redirect is followed here, nothing is asked twice."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import httpcore2
import httpx2
from msgspec import Struct

from stemma.collecting.connection import Late, TooMuch, Transport, Wire
from stemma.collecting.guard import Refused, Target, Unreachable

# Whoever reads a server's log must see who asks and where to say that they would rather not be asked.
ABOUT = "https://github.com/stemma"


class Limits(Struct, frozen=True):
    """What one answer may cost."""

    seconds: float = 60.0  # from the first byte sent to the last one received
    step: float = 20.0  # seconds until a connection stands, and between two pieces of an answer
    received: int = 32 << 20  # bytes on the line, headers included
    unpacked: int = 64 << 20  # bytes of a body once it is unpacked


class Exchange(Struct, frozen=True):
    """A question and the answer to it, as both went over the line."""

    url: str
    address: str  # the IP address that answered
    at: datetime  # when it was asked; UTC
    sent: bytes
    received: bytes  # from the status line of the answer itself on
    status: int
    headers: tuple[tuple[str, str], ...]  # names in small letters
    trouble: str = ""  # why the answer is not whole: "cut-off", "too-slow", "too-large"
    seconds: float = 0.0

    def header(self, name: str) -> str | None:
        """The first header of that name, given in small letters."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def payload(self) -> bytes:
        """The body as the server coded it: without the chunks that it was sent in."""
        body = self.received[head_length(self.received):]
        return dechunked(body) if self._chunked else body

    @property
    def _chunked(self) -> bool:
        return (self.header("transfer-encoding") or "").lower().rstrip().endswith("chunked")

    @property
    def beyond(self) -> int:
        """Bytes of the body that the answer's own Content-Length does not count."""
        stated = self.header("content-length") or ""
        if self._chunked or not stated.isdigit() or len(stated) > 12:
            return 0
        return max(0, len(self.received) - head_length(self.received) - int(stated))


def ask(target: Target, addresses: Sequence[str], limits: Limits, headers: Mapping[str, str],
        trusted: ssl.SSLContext | None = None) -> Exchange:
    """Ask for a page at addresses that were checked. What has come of an answer that breaks off is kept, with its
    trouble; raises Unreachable where no answer began, and Refused for an answer that is none.
    """
    wire = Wire(addresses, limits.seconds, limits.received)
    at, began = datetime.now(UTC), time.monotonic()
    request = httpx2.Request("GET", target.url, headers=[("Host", target.authority), *headers.items()],
                             extensions={"timeout": dict.fromkeys(("connect", "read", "write"), limits.step)})
    answer, trouble = None, ""
    transport = Transport(target, wire, trusted)
    try:
        # Not through a client, which would read cookies, remember them, and fail on odd ones.
        answer = transport.handle_request(request)
        for _ in answer.stream:
            pass  # the bytes are on the wire's record
    except Late:
        trouble = "too-slow"
    except TooMuch:
        trouble = "too-large"
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException, OSError) as error:
        trouble = "cut-off"
        if answer is None:
            raise _no_answer(error, target, wire) from None
    finally:
        transport.close()
    if answer is None:
        raise Unreachable(trouble, f"{target.host} answers too slowly." if trouble == "too-slow" else
                          f"The answer of {target.host} begins with too much.")
    pairs = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in answer.headers.raw)
    return Exchange(target.url, wire.address, at, bytes(wire.sent), final_answer(bytes(wire.received)),
                    answer.status_code, pairs, trouble, time.monotonic() - began)


def _no_answer(error: Exception, target: Target, wire: Wire) -> Refused:
    """Why there is no answer at all, as people would say it."""
    if "CERTIFICATE" in str(error).upper():
        return Refused("certificate", f"Not asked: {target.host} cannot show that it is who it says.")
    if isinstance(error, httpcore2.RemoteProtocolError) and wire.received:
        return Refused("not-http", f"What {target.host} answers is not HTTP.")
    if wire.address:
        return Unreachable("no-answer", f"{target.host} closed the connection without an answer.")
    return Unreachable("no-connection", f"{target.host} does not answer.")


_HEAD_END = re.compile(rb"\r?\n\r?\n")
_INFORMATION = re.compile(rb"HTTP/\d\.\d 1\d\d\b")


def head_length(received: bytes) -> int:
    """Bytes of the status line and headers, with the empty line that ends them."""
    match = _HEAD_END.search(received)
    return match.end() if match else len(received)


def final_answer(received: bytes) -> bytes:
    """An answer without the informational ones (103 and the like) that may come before it, a million of them too."""
    at = 0
    while _INFORMATION.match(received, at):
        end = _HEAD_END.search(received, at)
        at = end.end() if end else len(received)
    return received[at:]


def dechunked(body: bytes) -> bytes:
    """A body without its chunks' lengths (RFC 9112, 7.1); as far as it goes where it breaks off."""
    parts, at = [], 0
    while (end := body.find(b"\n", at)) >= 0:
        try:
            size = int(body[at:end].split(b";")[0].strip() or b"0", 16)
        except ValueError:
            break
        if size <= 0:
            break
        parts.append(body[end + 1:end + 1 + size])
        at = end + 1 + size
        at += 2 if body[at:at + 2] == b"\r\n" else 1
    return b"".join(parts)
