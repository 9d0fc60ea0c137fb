"""Which pages a feed or a sitemap points to."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Literal
from urllib.parse import urljoin

from lxml import etree
from msgspec import Struct

from stemma.collecting.unpacking import unpacked
from stemma.model import Problem

MOST = 50_000  # addresses of one sitemap (https://www.sitemaps.org/protocol.html)
_LARGEST = 64 << 20  # bytes of a sitemap, unpacked; the protocol allows 50 MB
_ROOTS = (b"<urlset", b"<sitemapindex")
_HEAD = 4096


class Link(Struct, frozen=True):
    """A page that was pointed to, and what was said of it."""

    url: str
    published: date | None = None
    title: str | None = None
    changed: datetime | None = None
    index: bool = False  # whether it is another sitemap


class Links(Struct, frozen=True):
    """What a feed or a sitemap points to, and what of it could not be used."""

    kind: Literal["feed", "sitemap"]
    links: tuple[Link, ...]
    problems: tuple[Problem, ...] = ()
    bare: bool = False  # whether it has entries, but none with an address: then the entries are the reports


def links_of(url: str, body: bytes) -> Links | None:
    """Where these bytes point to; None where they are neither a feed nor a sitemap.

    url: where they came from, which relative addresses stand on.
    """
    from stemma.readers import feed

    if feed.recognise(body):
        return _of_feed(url, body)
    if body.startswith(b"\x1f\x8b"):
        if not _is_sitemap(_first_bytes(body)):
            return None
        found = unpacked(body, "gzip", _LARGEST)
        body = b"" if found.trouble else found.body
        if found.trouble:
            return Links("sitemap", (), (_bad(url, "The sitemap cannot be unpacked, or is too large."),))
    return _of_sitemap(url, body) if _is_sitemap(body[:_HEAD]) else None


def _of_feed(url: str, body: bytes) -> Links:
    """The addresses of a feed's entries, in its order."""
    from stemma.readers import feed

    found = feed.entries(url, body)
    if isinstance(found, Problem):
        return Links("feed", (), (found,))
    links = [Link(urljoin(url, entry.url), next((one.day for one in entry.published), None), entry.title)
             for entry in found if entry.url]
    missing = len(found) - len(links)
    told = [Problem("collect", url, "no-address", f"{missing} of the feed's entries give no address.")]
    return Links("feed", tuple(links), tuple(told if missing else ()), bare=bool(found and not links))


def _of_sitemap(url: str, body: bytes) -> Links:
    """The addresses of a sitemap, those that changed last first."""
    try:
        links = list(_located(url, body))
    except (etree.LxmlError, ValueError) as error:
        return Links("sitemap", (), (_bad(url, f"The sitemap cannot be read ({' '.join(str(error).split())[:80]})."),))
    problems = (_bad(url, f"Stopped after {MOST:,} addresses of the sitemap."),) if len(links) > MOST else ()
    never = datetime.min.replace(tzinfo=UTC)
    links = sorted(links[:MOST], key=lambda link: link.changed or never, reverse=True)
    return Links("sitemap", tuple(links), problems)


def _located(url: str, body: bytes) -> Iterator[Link]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(body, parser)
    for number, element in enumerate(root.iterchildren(etree.Element)):
        if number > MOST:
            return
        said = {etree.QName(child).localname: (child.text or "").strip()
                for child in element.iterchildren(etree.Element)}
        if said.get("loc"):
            yield Link(urljoin(url, said["loc"]), changed=_moment(said.get("lastmod", "")),
                       index=etree.QName(element).localname == "sitemap")


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _is_sitemap(head: bytes) -> bool:
    return any(mark in head for mark in _ROOTS)


def _first_bytes(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(packed[:_HEAD * 4], _HEAD)
    except zlib.error:
        return b""


def _bad(url: str, message: str) -> Problem:
    return Problem("collect", url, "bad-sitemap", message)
