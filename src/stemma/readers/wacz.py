"""WACZ: a ZIP archive of WARC archives with a list of what is in it and the digest of each file, which is checked."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator

import msgspec

from stemma.model import Problem
from stemma.readers import _packing
from stemma.readers._documents import STAGE, stem_of
from stemma.readers._members import Found, Names
from stemma.readers._zips import opened_zip, zip_member, zip_names

EXTENSIONS = (".wacz",)

_LIST = "datapackage.json"
_LIST_DIGEST = "datapackage-digest.json"
_LARGEST_LIST = 16 << 20  # bytes
_MOST_ARCHIVES = 10_000


class _Resource(msgspec.Struct):
    """A file as the list tells of it."""

    path: str
    hash: str = ""


class _Package(msgspec.Struct):
    """datapackage.json, as far as it is used."""

    resources: list[_Resource] = []


class _Digest(msgspec.Struct):
    """datapackage-digest.json, as far as it is used."""

    hash: str = ""


def recognise(raw: bytes) -> int:
    """2 for a ZIP archive that names a WACZ's list, or WARC archives."""
    names = zip_names(raw)
    return 2 * (_LIST.encode() in names or b"archive/" in names and b".warc" in names)


def read(path: str, raw: bytes) -> Iterator[Found]:
    """Every report in the WARC archives that lie in it."""
    from stemma.readers import warc

    archive = opened_zip(raw)
    if isinstance(archive, str):
        yield Problem(STAGE, path, "bad-zip", f"Skipped: no WACZ archive; {archive}.")
        return
    with archive:
        stated: dict[str, str] = {}
        for one in _listed(path, archive):
            if isinstance(one, Problem):
                yield one
            else:
                stated[one.path] = one.hash
        left = _packing.bound(len(raw))  # bytes that all files together may unpack to
        yield from _others(path, archive, stated, left)
        stem, names = stem_of(path, EXTENSIONS), Names()
        inside = sorted(name for name in archive.namelist() if name.casefold().endswith((".warc", ".warc.gz")))
        if not inside:
            yield Problem(STAGE, path, "no-text", "Skipped: there is no WARC archive in it.")
        for name in inside[:_MOST_ARCHIVES]:
            member = zip_member(archive, name, left)
            left -= len(member)
            if isinstance(member, str):
                yield Problem(STAGE, path, "bad-member", f"Skipped: {member}.", name)
                continue
            if wrong := _wrong(stated.get(name), member):
                yield Problem(STAGE, path, "bad-digest", f"Read, but {wrong}.", name)
            yield from warc.read_within(f"{path}/{name}", member, stem, names)


def _listed(path: str, archive: zipfile.ZipFile) -> Iterator[_Resource | Problem]:
    """The files that the archive's list tells of, and what is wrong with the list."""
    raw = zip_member(archive, _LIST, _LARGEST_LIST)
    if isinstance(raw, str):
        yield Problem(STAGE, path, "bad-member", f"The archive's list of its files cannot be read: {raw}.", _LIST)
        return
    digest = zip_member(archive, _LIST_DIGEST, _LARGEST_LIST)
    try:
        if isinstance(digest, bytes) and (wrong := _wrong(msgspec.json.decode(digest, type=_Digest).hash, raw)):
            yield Problem(STAGE, path, "bad-digest", f"The archive's list of its files was changed: {wrong}.", _LIST)
        yield from msgspec.json.decode(raw, type=_Package).resources
    except (msgspec.MsgspecError, RecursionError):
        yield Problem(STAGE, path, "bad-json", "The archive's list of its files is no such list.", _LIST)


def _others(path: str, archive: zipfile.ZipFile, stated: dict[str, str], left: int) -> Iterator[Problem]:
    """Files that the list tells of and that are missing, or that are no WARC archives and have another digest."""
    inside = set(archive.namelist())
    for name, digest in sorted(stated.items()):
        if name not in inside:
            yield Problem(STAGE, path, "bad-member", "The archive lists this file, but does not hold it.", name[:200])
        elif not name.casefold().endswith((".warc", ".warc.gz")):
            member = zip_member(archive, name, left)
            left -= len(member)
            wrong = member if isinstance(member, str) else _wrong(digest, member)
            if wrong:
                yield Problem(STAGE, path, "bad-digest", f"This file cannot be vouched for: {wrong}.", name[:200])


def _wrong(stated: str | None, raw: bytes) -> str:
    """What is wrong with a digest, "" where it fits."""
    name, _, value = (stated or "").partition(":")
    name = name.casefold().replace("-", "")
    if name not in ("sha256", "md5") or not value:
        return "the list has no digest of it that can be checked"
    if hashlib.new(name, raw, usedforsecurity=False).hexdigest() != value.strip().casefold():
        return "its bytes are not those that the listed digest is of"
    return ""
