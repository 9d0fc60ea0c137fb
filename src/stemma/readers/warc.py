"""WARC archives, packed or not: every web page, plain text and PDF that was received is a report.

The raw bytes of a report are the record's payload as it lies in the archive, still packed where the server packed it;
its path ends in `#` and the offset of its record. The name is the archive's with the address that was asked for; the
report's address is the canonical one that the page states where that is on the same host; `retrieved` is the record's
time. A page seen again unchanged under the same address is no new report; under another address it is. The
text of pages is found the quick way (`_main_text`), with trafilatura where that is not sure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from mmap import mmap
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from stemma.ids import make_id, sha256
from stemma.model import Problem
from stemma.readers import _packing
from stemma.readers._decoding import decode
from stemma.readers._documents import STAGE, binary, make_document, not_utf8, stated_moment, stem_of
from stemma.readers._documents import found as noted
from stemma.readers._evidence import differing, first, in_address
from stemma.readers._kinds import is_html
from stemma.readers._members import Found, Names, placed
from stemma.readers._warc_records import Record, Stop, record_at, records, unpacked
from stemma.readers.html import fields, stated_encoding, text_and_evidence

EXTENSIONS = (".warc", ".warc.gz")
PACKED = True

_LONGEST = 1000  # characters of an address in a name
LARGEST_PAGE = 32 << 20  # bytes of a payload, unpacked
_HTML = ("text/html", "application/xhtml+xml")


class Archived(Struct, frozen=True):
    """A record that may be a report, with the name that the report gets; it can be read by itself, in any process."""

    record: Record
    name: str
    digest: str  # of the payload


def recognise(raw: bytes) -> int:
    """2 for what begins with a WARC record."""
    return 2 * raw[:16].lstrip(b"\r\n").startswith(b"WARC/")


def read(path: str, raw: bytes) -> Iterator[Found]:
    """Every report in an archive, in its order."""
    yield from _read(path, archived(path, raw, stem_of(path, EXTENSIONS), Names()))


def read_within(path: str, raw: bytes, stem: str, names: Names) -> Iterator[Found]:
    """The same for an archive that lies in another, whose name stands before the reports' addresses."""
    yield from _read(path, archived(path, raw, stem, names))


def _read(path: str, listed: Iterable[Archived | Problem]) -> Iterator[Found]:
    for one in listed:
        if isinstance(one, Problem):
            yield one
        else:
            yield from reports(path, one)


def archived(path: str, raw: bytes | mmap, stem: str, names: Names) -> Iterator[Archived | Problem]:
    """The records that may be reports, and the problems of the archive itself. Cheap: no page is looked into."""
    passed: Counter[str] = Counter()
    seen = _Seen(raw)
    for one in records(raw):
        if isinstance(one, Stop):
            yield _stopped(path, one)
            continue
        if one.bad_digest:
            yield Problem(STAGE, path, "bad-digest",
                          "Read, but the bytes are not those that the record's digest is of.", place_of(one))
        wanted = one
        if one.kind == "revisit":
            wanted = seen.resolved(one)
            if wanted is None:
                yield Problem(STAGE, path, "revisit-unresolved",
                              "Skipped: seen again unchanged, but the archive does not hold what was seen before.",
                              place_of(one))
                continue
        why_not = _passed_over(wanted)
        digest = "" if why_not else sha256(wanted.payload)
        why_not = why_not or seen.again(wanted, digest)
        if why_not:
            passed[why_not] += why_not != "-"
            continue
        if one.truncated:
            yield Problem(STAGE, path, "truncated",
                          f"The collector cut this page off ({one.truncated[:40]}).", place_of(one))
        time = f"{wanted.at:%Y-%m-%dT%H:%M:%SZ}" if wanted.at else wanted.id
        named = f"{stem}:{(wanted.url or wanted.id)[:_LONGEST]}"
        yield Archived(wanted, names.fresh(named, f"{named}@{time}"), digest)
    if passed.total():
        told = ", ".join(f"{count:,} × {what}" for what, count in sorted(passed.items()))
        yield Problem(STAGE, path, "passed-over", f"Records that are no reports: {told[:1000]}.")


def reports(path: str, one: Archived, page: bytes | None = None) -> Iterator[Found]:
    """The report in a record, or why there is none. page: the payload, where it has been unpacked already."""
    record, place = one.record, place_of(one.record)
    body = unpacked(record, LARGEST_PAGE) if page is None else page
    lies = f"{path}#{record.offset}"
    if body is None:
        yield Problem(STAGE, path, "too-large", f"Skipped: a page of over {LARGEST_PAGE:,} bytes.", place)
    elif not body or body.isspace():
        yield Problem(STAGE, path, "empty-file", "Skipped: an empty answer.", place)
    elif body.startswith(b"%PDF-"):
        from stemma.readers import pdf

        yield from _as_received(placed(pdf.read(lies, body), path=lies, place=place, name=one.name, url=record.url,
                                       retrieved=record.at), one)
    else:
        yield from _page(lies, one, body, place)


def _page(lies: str, one: Archived, body: bytes, place: str) -> Iterator[Found]:
    """The report in a web page or plain text."""
    record = one.record
    html = is_html(body) or record.media_type in _HTML
    decoded = decode(body, record.charset or (stated_encoding(body) if html else None))
    if decoded is None:
        yield binary(lies, place)
        return
    if decoded.assumed:
        yield not_utf8(lies, decoded, place)
    utf8 = body if decoded.encoding == "utf-8" else None
    text, stated = text_and_evidence(decoded.text, quick=True, raw=utf8) if html else (decoded.text, ())
    if not text.strip("\ufeff \t\r\n"):
        yield Problem(STAGE, lies, "no-text", "Skipped: no report text was found in the page.", place)
        return
    url = _own_address(record.url, first(stated, "url"))
    address = in_address(url)
    yield from differing((*stated, *([address] if address else ())), lies, place)
    given = fields(stated) | {"url": url}
    document = make_document(name=one.name, raw=record.payload, text=text, path=lies, retrieved=record.at,
                             media_type="text/html" if html else "text/plain", digest=one.digest, **given)
    yield from noted(document, record.payload, place)


def _own_address(asked: str, stated: str | None) -> str | None:
    """The page's own address: as it states it, if that is on the host that was asked, else the one asked for."""
    try:
        same = stated is not None and urlsplit(stated).hostname == urlsplit(asked).hostname
    except ValueError:
        same = False
    return stated if same or not asked else asked


def _as_received(found: Iterable[Found], one: Archived) -> Iterator[Found]:
    """Reports of a payload that was unpacked to be read, with the bytes as they lie in the archive."""
    for item in found:
        if isinstance(item, Problem):
            yield item
        else:
            own = make_id("d", one.digest, item[0].name)
            yield replace(item[0], sha256=one.digest, id=own), one.record.payload


class _Seen:
    """What an archive has held so far, by the ways in which a revisit may name it."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._where: dict[str, tuple[int, str, int]] = {}  # offset, id and size of a record
        self._left = _packing.bound(len(raw))  # bytes that revisits may bring back; they cost an archive nothing
        self._pages: set[tuple[str, str]] = set()  # address and digest of payloads

    def again(self, record: Record, digest: str) -> str:
        """"" for a page that is new, else what it is; a new one is noted."""
        page = (record.url, digest)
        if page in self._pages:
            return "seen again unchanged"
        self._pages.add(page)
        for key in (record.payload_digest, record.id, f"{record.url} {record.at}"):
            if key:
                self._where.setdefault(key, (record.offset, record.id, len(record.payload)))
        return ""

    def resolved(self, revisit: Record) -> Record | None:
        """A revisit as if what it saw had been sent again: the earlier payload under its own address and time."""
        named = list(revisit.refers_to)
        if len(named) >= 2:

            named.append(f"{named[-2]} {stated_moment(named[-1])}")
        for key in (*named, revisit.payload_digest):
            if key in self._where:
                offset, own, size = self._where[key]
                self._left -= size
                one = record_at(self._raw, offset, own) if self._left > 0 else None
                if one is not None:
                    return replace(one, url=revisit.url or one.url, at=revisit.at, id=revisit.id)
        return None


def _passed_over(record: Record) -> str:
    """Why a record is no report: "" if it may be one, "-" for what goes without saying."""
    if record.kind not in ("response", "resource"):
        return "-" if record.kind in ("warcinfo", "request", "metadata") else record.kind or "unknown"
    if record.status is not None and record.status != 200:
        return f"status {record.status}"
    if record.media_type in (*_HTML, "text/plain", "application/pdf"):
        return ""
    head = record.payload[:1024]
    if head.startswith(b"%PDF-") or is_html(head):
        return ""
    return record.media_type[:60] or "no kind stated"


def _stopped(path: str, stop: Stop) -> Problem:
    """Where an archive ends too soon or is broken."""
    about, place = f" ({stop.url[:200]})" if stop.url else "", f"byte {stop.offset}"
    if stop.code == "cut-off":
        return Problem(STAGE, path, "cut-off",
                       f"The archive ends in the midst of a record{about}; it is left out.", place)
    if stop.code == "too-large":
        return Problem(STAGE, path, "too-large",
                       "A record unpacks to too many bytes, or the archive to far more than its "
                       "size; what lies beyond is left out.", place)
    return Problem(STAGE, path, "damaged",
                   f"The archive is damaged here{about}; what can be read after it is read.", place)


def place_of(record: Record) -> str:
    """Where a record lies, in words."""
    return f"record at byte {record.offset} ({record.url[:200]})" if record.url else f"record at byte {record.offset}"
