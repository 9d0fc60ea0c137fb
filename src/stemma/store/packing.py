"""Raw bytes as a case keeps them: compressed where that helps, and only those that a digest names."""

from __future__ import annotations

import zlib

from stemma.errors import CaseError
from stemma.ids import sha256
from stemma.model import Document
from stemma.store.items import Arrival

PACKED = (b"\x1f\x8b", b"PK\x03\x04")  # gzip and ZIP: compressing them again takes time and saves nothing


def pack(document: Document, raw: bytes) -> tuple[str, bytes]:
    """The raw bytes as they are kept, compressed where that helps."""
    if sha256(raw) != document.sha256:
        raise CaseError(f"the bytes of {document.name} are not those that its digest {document.sha256} names")
    return _packed(raw)


def _packed(raw: bytes) -> tuple[str, bytes]:
    if raw.startswith(PACKED):
        return "plain", raw
    small = zlib.compress(raw, 6)
    return ("zlib", small) if len(small) < len(raw) else ("plain", raw)


def payload_of(arrival: Arrival) -> tuple[str, int, bytes] | None:
    """An item's own bytes as they are kept."""
    item, payload = arrival.item, arrival.payload
    if payload is None:  # the raw bytes of a document, perhaps of one whose text cannot be stored
        payload = next((raw for document, raw in arrival.documents if document.sha256 == item.sha256), None)
    if payload is None or not item.held:
        return None
    if sha256(payload) != item.sha256:
        raise CaseError(f"the bytes of {item.uri} are not those that its digest {item.sha256} names")
    codec, data = _packed(payload)
    return codec, len(payload), data


def unpack(codec: str, data: bytes) -> bytes:
    """Raw bytes as received, from how they are kept."""
    return zlib.decompress(data) if codec == "zlib" else bytes(data)
