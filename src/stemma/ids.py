"""Ids are content hashes: the same row gets the same id on every machine and in every order of documents."""

from __future__ import annotations

import hashlib

LENGTH = 12  # hex digits; 48 bits: a case of a million rows has about one chance in 500 of a single collision


def make_id(prefix: str, *parts: object) -> str:
    """A short stable id such as "c-3f9a21b4c07d" from the parts that make a row what it is."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass"))
    return f"{prefix}-{digest.hexdigest()[:LENGTH]}"


def sha256(raw: bytes) -> str:
    """The hex digest under which raw bytes are kept."""
    return hashlib.sha256(raw).hexdigest()
