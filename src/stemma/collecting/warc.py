"""An exchange as WARC 1.1 records (ISO 28500, https://iipc.github.io/warc-specifications/): the question and the answer
as they went over the line, each a gzip member of its own, so that files of them can be joined."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Iterable
from datetime import datetime

from stemma.collecting.fetching import Exchange, head_length
from stemma.ids import sha256

_TRUNCATED = {"cut-off": "disconnect", "too-slow": "time", "too-large": "length"}
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def records(exchanges: Iterable[Exchange], before: datetime | None = None) -> bytes:
    """The records of these exchanges in gzip, each answer before its question.

    before: when what a 304 says has not changed was fetched, where that is known.
    """
    return b"".join(_of_one(exchange, before) for exchange in exchanges)


def _of_one(exchange: Exchange, before: datetime | None) -> bytes:
    answer, question = _new_id(), _new_id()
    common = [("WARC-Date", _date(exchange.at)), ("WARC-Target-URI", exchange.url),
              ("WARC-IP-Address", exchange.address)]
    # Over the body as sent, chunks included: so warcio and fastwarc check it; the standard can be read otherwise.
    body = exchange.received[head_length(exchange.received):]
    about = [("WARC-Payload-Digest", f"sha256:{sha256(body)}")]
    kind = "response"
    if exchange.status == 304:
        kind, about = "revisit", [("WARC-Profile", _NOT_MODIFIED), ("WARC-Refers-To-Target-URI", exchange.url)]
        about += [("WARC-Refers-To-Date", _date(before))] if before else []
    if exchange.trouble:
        about.append(("WARC-Truncated", _TRUNCATED.get(exchange.trouble, "unspecified")))
    return _record(kind, answer, [*common, *about], exchange.received) + _record(
        "request", question, [*common, ("WARC-Concurrent-To", answer)], exchange.sent)


def _record(kind: str, id: str, headers: list[tuple[str, str]], block: bytes) -> bytes:
    lines = [("WARC-Type", kind), ("WARC-Record-ID", id), *headers,
             ("Content-Type", f"application/http; msgtype={'request' if kind == 'request' else 'response'}"),
             ("WARC-Block-Digest", f"sha256:{sha256(block)}"), ("Content-Length", str(len(block)))]
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines) + "\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0)


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _date(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
