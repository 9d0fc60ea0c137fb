"""Sending a few bytes to an address that a person named, and having the answer."""

from __future__ import annotations

from collections.abc import Collection

import httpcore2
import httpx2

from stemma.collecting.connection import Late, TooMuch, Transport, Wire
from stemma.collecting.guard import Refused, addresses_of, target_of
from stemma.collecting.manners import AGENT
from stemma.collecting.unpacking import unpacked
from stemma.errors import StemmaError, UsageError

STEP = 20.0  # seconds until a connection stands, and between two pieces of an answer


def post(url: str, body: bytes, media_type: str, seconds: float, most: int, allowed: Collection[str] = ()) -> bytes:
    """The body of the answer; no redirect is followed.

    seconds: for the whole of it. most: bytes. allowed: hosts that may be asked although they are not public. Raises
    UsageError for an address that may not be asked, StemmaError where no good answer comes.
    """
    try:
        target = target_of(url, allowed)
        wire = Wire(addresses_of(target, allowed), seconds, most)
    except Refused as why:
        raise UsageError(f"{url}: {why.message}") from None
    headers = {"Host": target.authority, "User-Agent": AGENT, "Content-Type": media_type, "Accept": "*/*",
               "Accept-Encoding": "identity"}
    transport = Transport(target, wire)
    try:
        with httpx2.Client(transport=transport, trust_env=False, follow_redirects=False) as client:
            timeout = httpx2.Timeout(STEP)
            with client.stream("POST", target.url, content=body, headers=headers, timeout=timeout) as answer:
                received = b"".join(answer.iter_raw())  # packed or not: the client would unpack it without a bound
    except (Late, TooMuch):
        raise StemmaError(f"{url} answers too slowly or with too much.") from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException, httpx2.HTTPError,
            OSError) as error:
        raise StemmaError(f"{url} does not answer as it should ({error or type(error).__name__}).") from None
    finally:
        transport.close()
    if answer.status_code != 200:
        raise StemmaError(f"{url} answers with status {answer.status_code}.")
    found = unpacked(received, answer.headers.get("content-encoding"), most)
    if found.trouble:
        raise StemmaError(f"{url} answers with something that cannot be unpacked, or with too much.")
    return found.body
