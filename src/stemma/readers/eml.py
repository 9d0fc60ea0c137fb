"""E-mail (.eml): the plain text of a message, else its HTML; attachments of known kinds are reports of their own.

Subject, sender and date are those of the header, which a sender can write as they like. `published` is the day of the
Date line in the sender's zone. A message saved from a web page (MHTML) gives the page with its address.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from stemma.model import Document, Problem
from stemma.readers import _packing
from stemma.readers._decoding import decode
from stemma.readers._documents import STAGE, binary, make_document, stem_of
from stemma.readers._documents import found as noted
from stemma.readers._evidence import Evidence, differing, of_moment
from stemma.readers._members import Found, Names, placed

EXTENSIONS = (".eml", ".mht", ".mhtml")

LARGEST_MAIL = 64 << 20  # bytes
MOST_PARTS = 500
DEEPEST = 3  # messages within messages whose attachments are read
_HEAD = 1 << 14  # bytes in which the header's first lines stand
_LINE = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t\r\n]")
_SURE = frozenset((b"received", b"message-id", b"mime-version", b"return-path", b"dkim-signature"))
_MAIL = frozenset((b"from", b"date", b"subject", b"to"))
_LONGEST = 1000  # characters of a subject or a name
_LONGEST_LINE = 20_000  # characters of a header line that are looked at
_BLANK = " \t\r\n\ufeff"


def recognise(raw: bytes) -> int:
    """1 for what begins with a mail's header: From and another line of people's, and one that only machines write."""
    head = raw[:_HEAD].split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0]
    lines = head.split(b"\n")[: None if len(head) < min(len(raw), _HEAD) else -1]  # the last one may be cut
    if lines and lines[0].startswith(b"From "):  # an mbox's mark
        lines = lines[1:]
    names = {match.group(1).lower() for line in lines if (match := _LINE.match(line + b"\n"))}
    strange = sum(1 for line in lines if line.strip() and line[:1] not in b" \t" and not _LINE.match(line + b"\n"))
    return int(strange == 0 and b"from" in names and len(names & _MAIL) >= 2 and bool(names & _SURE))


def read(path: str, raw: bytes) -> Iterator[Found]:
    """The message's own text and what is attached to it."""
    if len(raw) > LARGEST_MAIL:
        yield Problem(STAGE, path, "too-large", f"Skipped: a message of {len(raw):,} bytes.")
        return
    yield from _message(path, raw, stem_of(path, EXTENSIONS), Names(), 0)


def _message(path: str, raw: bytes, name: str, names: Names, depth: int) -> Iterator[Found]:
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        parts = _parts(message)
    except Exception as error:  # the parser meets whatever people send
        yield Problem(STAGE, path, "bad-mail", f"Skipped: the message cannot be read ({type(error).__name__}).")
        return
    if len(parts) > MOST_PARTS:
        yield Problem(STAGE, path, "too-large", f"Stopped after {MOST_PARTS} of {len(parts)} parts.")
    own, attached = _chosen(parts[:MOST_PARTS])
    yield from _own(path, raw, message, own, names.fresh(name))
    for number, part in enumerate(attached, start=1):
        yield from _attachment(path, part, number, name, names, depth)


def _parts(message: Message) -> list[Message]:
    """All parts that hold something, outermost first; what lies in an attached message stays in it. No recursion."""
    found, waiting = [], [message]
    while waiting and len(found) <= 4 * MOST_PARTS:
        part = waiting.pop()
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting.extend(reversed(inner))
        else:
            found.append(part)
    return found


def _chosen(parts: list[Message]) -> tuple[Message | None, list[Message]]:
    """The part that is the message's text, and those that are attached."""
    shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    plain = [part for part in shown if part.get_content_type() == "text/plain" and _payload(part).strip()]
    html = [part for part in shown if part.get_content_type() == "text/html"]
    own = next(iter(plain or html), None)
    attached = [part for part in parts if part is not own and (
        part.get_filename() or part.get_content_disposition() == "attachment"
        or part.get_content_type() in ("message/rfc822", "application/pdf"))]
    return own, attached


def _payload(part: Message) -> bytes:
    """A part's bytes, its transfer encoding undone; of an attached message the message."""
    inner = part.get_payload()
    try:
        if isinstance(inner, list):
            return _bytes_of(inner[0]) if inner and part.get_content_type() == "message/rfc822" else b""
        return part.get_payload(decode=True) or b""
    except Exception:  # broken base64 and the like
        return b""


def _bytes_of(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except UnicodeEncodeError:  # letters where only bytes may be
        return message.as_string().encode("utf-8", "surrogateescape")


def _own(path: str, raw: bytes, message: Message, part: Message | None,
         name: str) -> Iterator[tuple[Document, bytes] | Problem]:
    """The message's own text as a report; its raw bytes are the whole message."""
    try:
        given = _header(message)
        text = _text(part) if part is not None else ""
    except Exception as error:
        yield Problem(STAGE, path, "bad-mail", f"Skipped: the message cannot be read ({type(error).__name__}).")
        return
    if text is None:
        yield binary(path)
        return
    if not text.strip(_BLANK):
        yield Problem(STAGE, path, "no-text", "The message has no text of its own.")
        return
    stated = given.pop("dates")
    yield from differing(stated, path)
    document = make_document(name=name, raw=raw, text=text, media_type="message/rfc822", path=path, **given)
    yield from noted(document, raw)


def _text(part: Message) -> str | None:
    """The text of a plain or HTML part; None where its encoding cannot be told."""
    decoded = decode(_payload(part), (part.get_content_charset() or "").casefold() or None)
    if decoded is None:
        return None
    if part.get_content_type() != "text/html":
        return decoded.text
    from stemma.readers._pages import fragment_text
    from stemma.readers.html import text_and_metadata

    return text_and_metadata(decoded.text)[0] or fragment_text(decoded.text)


def _header(message: Message) -> dict[str, object]:
    """Subject, sender, day and address, as the header states them, and every date that it states."""
    name, address = parseaddr(_words(message.get("From")))
    url = str(message.get("Snapshot-Content-Location") or message.get("Content-Location") or "").strip()
    dates = [evidence for line in ("Date",) if (evidence := _dated(message.get(line), line))]
    received = message.get_all("Received") or []
    if dates and received and (seen := _dated(str(received[-1]).rpartition(";")[2], "Received")):
        dates += [seen] if seen.at and dates[0].at and abs((seen.at - dates[0].at).days) > 1 else []
    return {
        "title": _words(message.get("Subject"))[:_LONGEST] or None, "outlet": (name or address)[:_LONGEST] or None,
        "published": dates[0].day if dates else None, "dates": dates,
        "url": url if url.casefold().startswith(("http://", "https://")) else None,
    }


def _words(value: object) -> str:
    """A header line's words, encoded ones decoded, on one line."""
    written = str(value or "")[:_LONGEST_LINE]
    with contextlib.suppress(Exception):  # unknown character sets, broken base64
        written = str(make_header(decode_header(written)))
    return " ".join(written.encode("utf-8", "replace").decode("utf-8").split())


def _dated(value: object, line: str) -> Evidence | None:
    """Evidence of a date in a header line."""
    try:
        written = str(value or "")[:200]
        moment: datetime = parsedate_to_datetime(written)
        return of_moment(moment, written, f"e-mail header {line}")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _attachment(path: str, part: Message, number: int, name: str, names: Names, depth: int) -> Iterator[Found]:
    """The reports in an attachment; one of a kind that no reader knows is told, but for pictures and the like."""
    from stemma import readers

    called = _words(part.get_filename()).replace("/", "_") or f"attachment {number}"
    raw, kind, place = _payload(part), part.get_content_type(), f"attachment {number} ({called[:100]})"
    if kind.startswith(("image/", "audio/", "video/", "font/")) or kind == "text/css":
        return
    if kind == "message/rfc822" or recognise(raw):
        if depth < DEEPEST:
            yield from placed(_message(path, raw, f"{name}/{called}", names, depth + 1), path=path, place=place)
        else:
            yield Problem(STAGE, path, "too-deep", "Skipped: messages lie within messages too deep.", place)
        return
    if raw.startswith(_packing.GZIP):  # it may hold a message that holds another, without end
        yield Problem(STAGE, path, "packed", "Skipped: a packed attachment; unpack it and read it by itself.", place)
        return
    inside = f"{path}/{called}"
    for item in placed(readers.read_bytes(inside, raw), path=inside, place=place):
        if isinstance(item, Problem):
            yield item
        else:
            own = item[0].name
            yield from placed([item], path=inside, place=place, name=names.fresh(f"{name}/{own}"))
