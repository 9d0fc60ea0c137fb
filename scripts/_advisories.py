"""Advisories in the OSV format, https://ossf.github.io/osv-schema/, and which of them mean a version of a package."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from packaging.version import InvalidVersion, Version

from scripts._pins import normal

ECOSYSTEM = "PyPI"
COMPARED = ("ECOSYSTEM", "SEMVER")  # kinds of ranges; those of GIT name commits, of which pins know nothing


class Advisory(NamedTuple):
    """What one advisory says about one package."""

    id: str
    aliases: tuple[str, ...]
    package: str  # normalised
    summary: str
    modified: str  # ISO 8601
    affected: tuple[dict[str, Any], ...]


class Advisories(NamedTuple):
    """All advisories at hand."""

    by_package: dict[str, tuple[Advisory, ...]]
    count: int
    newest: str  # when the latest of them was last changed, ISO 8601; "" where there is none
    unread: tuple[str, ...]  # names of files that hold no advisory


def advisories(path: Path) -> Advisories:
    """The advisories of a folder or of a zip file, withdrawn ones left out. OSError where there is no such thing."""
    found: dict[str, list[Advisory]] = {}
    newest, count, unread = "", 0, []
    for name, raw in sorted(_files(path)):
        try:
            read = json.loads(raw)
            told = list(_advisory(read))
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            unread.append(name)
            continue
        count += 1
        newest = max(newest, read.get("modified") or "")
        for one in () if read.get("withdrawn") else told:
            found.setdefault(one.package, []).append(one)
    return Advisories({name: tuple(rows) for name, rows in found.items()}, count, newest, tuple(unread))


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from ((file.relative_to(path).as_posix(), file.read_bytes()) for file in path.rglob("*.json"))
        return
    try:
        with zipfile.ZipFile(path) as packed:
            yield from ((name, packed.read(name)) for name in packed.namelist() if name.endswith(".json"))
    except zipfile.BadZipFile:
        raise OSError(f"{path} is neither a folder nor a zip file") from None


def _advisory(read: dict[str, Any]) -> Iterator[Advisory]:
    by_name: dict[str, list[dict[str, Any]]] = {}
    for part in read.get("affected") or ():
        package = part.get("package") or {}
        if package.get("ecosystem", "").partition(":")[0] == ECOSYSTEM:
            by_name.setdefault(normal(package["name"]), []).append(part)
    said = (read.get("summary") or (read.get("details") or "").strip().partition("\n")[0])[:200]
    for name, parts in by_name.items():
        yield Advisory(str(read["id"]), tuple(map(str, read.get("aliases") or ())), name, said,
                       str(read.get("modified") or ""), tuple(parts))


def means(advisory: Advisory, version: str) -> bool:
    """Whether an advisory means this version, by the schema's own rule: named among the versions, or within a range."""
    return any(_named(part, version) or any(_within(one, version) for one in part.get("ranges") or ())
               for part in advisory.affected)


def _named(part: dict[str, Any], version: str) -> bool:
    return any(_same(one, version) for one in part.get("versions") or ())


def _same(one: str, other: str) -> bool:
    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one == other


def _within(range_: dict[str, Any], version: str) -> bool:
    """Whether a version lies in a range: the events in the order of their versions, each turning it on or off.

    A version that cannot be compared is held to be within: nobody is told that all is well where that is not known.
    """
    if range_.get("type") not in COMPARED:
        return False
    events = [(kind, str(at)) for event in range_.get("events") or () for kind, at in event.items()]
    try:
        here = Version(version)
        limits = [at for kind, at in events if kind == "limit" and at != "*"]
        if limits and not any(here < Version(at) for at in limits):
            return False
        inside = False
        for at, kind in sorted((_Place(at), kind) for kind, at in events if kind in _TURNS):
            if kind == _LAST:
                inside = inside and at >= here
            elif at <= here:
                inside = kind == _FIRST
        return inside
    except InvalidVersion:
        return True


_FIRST, _LAST = "introduced", "last_affected"
_TURNS = (_FIRST, "fixed", _LAST)


class _Place:
    """A version, or "0", which is before all versions."""

    def __init__(self, text: str) -> None:
        self.version = None if text == "0" else Version(text)

    def __lt__(self, other: _Place) -> bool:
        if self.version is None or other.version is None:
            return self.version is None and other.version is not None
        return self.version < other.version

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Place) and self.version == other.version

    def __le__(self, here: Version) -> bool:
        return self.version is None or self.version <= here

    def __ge__(self, here: Version) -> bool:
        return self.version is not None and self.version >= here

    __hash__ = None
