"""Changes of a case as an Atom feed (RFC 4287): each an entry whose id stays, so that a reader shows it once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree

from stemma import __version__
from stemma.store.noted import Noted

NAMESPACE = "http://www.w3.org/2005/Atom"
MOST = 200  # entries of a feed
TITLE = 160  # characters
# What XML 1.0 cannot hold at all, not even escaped (section 2.2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEB = re.compile(r"https?://[\x21-\x7e]+", re.IGNORECASE)


def feed(case: str, title: str, noted: Sequence[Noted], addresses: Mapping[str, str], begun: datetime) -> bytes:
    """The feed of a case's changes, the last found first.

    case: what tells it from every other, such as the digest of its log's first entry. addresses: of reports, by
    Document.id. begun: when the feed was made, in case that it has no entry.
    """
    own = uuid5(NAMESPACE_URL, f"stemma:{case}")
    root = ElementTree.Element("feed", xmlns=NAMESPACE)
    _add(root, "id", own.urn)
    _add(root, "title", title)
    _add(root, "updated", _time(max((one.at for one in noted), default=begun)))
    _add(_add(root, "author"), "name", "Stemma")
    _add(root, "generator", "Stemma", version=__version__)
    for one in sorted(noted, key=lambda one: -one.number)[:MOST]:
        _entry(root, own, one, addresses)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(root: ElementTree.Element, own: UUID, noted: Noted, addresses: Mapping[str, str]) -> None:
    change = noted.change
    entry = _add(root, "entry")
    _add(entry, "id", uuid5(own, f"{noted.number}:{change.id}").urn)
    _add(entry, "title", change.words if len(change.words) <= TITLE else f"{change.words[:TITLE - 1]}…")
    _add(entry, "updated", _time(noted.at))
    _add(entry, "category", term=change.kind)
    for address in dict.fromkeys(addresses[doc] for doc in change.docs if doc in addresses):
        if _WEB.fullmatch(address):
            _add(entry, "link", rel="related", href=address)
    lines = [change.words, *(f"Was: “{one.was}”. Is: “{one.now}”." for one in change.passages)]
    _add(entry, "content", "\n".join(lines), type="text")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    """One more element; what XML cannot hold becomes the sign for an unknown character."""
    found = ElementTree.SubElement(parent, name, attributes)
    if text is not None:
        found.text = _NO_XML.sub("\ufffd", text)
    return found


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
