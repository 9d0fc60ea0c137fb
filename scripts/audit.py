"""Whether what is installed is what was pinned, and whether an advisory is known against it. Needs no network.

`python -m scripts.audit [--advisories FOLDER|ZIP]` looks at three things: that every pin of requirements*.txt has one
version and digests; that the installed packages have these versions and their files the digests that their own lists
(RECORD) give; and, with --advisories, which advisories in the OSV format mean a pinned version. OSV gives all
advisories on Python packages as one zip file, which may be fetched on another machine. Status 1 where anything is
wrong.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import Distribution
from pathlib import Path
from typing import NamedTuple

from scripts._advisories import Advisories, advisories, means
from scripts._pins import PINS, ROOT, Pin, installed, pins

OLD = 30  # days after which advisories are called old
# Files that have no digest in RECORD: RECORD itself, what pip writes beside it, and compiled code that Python keeps.
UNLISTED = ("RECORD", "RECORD.jws", "RECORD.p7s")


class Finding(NamedTuple):
    """Something that is not as it should be."""

    what: str  # pin, version, file, advisory
    subject: str
    said: str


def unpinned(found: Iterable[Pin]) -> Iterator[Finding]:
    """Pins without one version or without digests."""
    for pin in found:
        if not pin.version:
            yield Finding("pin", pin.place, f"{pin.name} has no one version (==)")
        if not [1 for kind, _ in pin.hashes if kind in ("sha256", "sha384", "sha512")]:
            yield Finding("pin", pin.place, f"{pin.name} has no digest (--hash)")


def other_versions(found: Iterable[Pin]) -> Iterator[Finding]:
    """Installed packages that are not the pinned version. A package that is not installed is no finding."""
    for pin in found:
        here = installed(pin.name)
        if here is not None and pin.version and here.version != pin.version:
            yield Finding("version", pin.name, f"{here.version} is installed, {pin.version} is pinned ({pin.place})")


def changed_files(found: Distribution) -> Iterator[Finding]:
    """Files of an installed package that are gone or not as its own list says."""
    name = found.metadata["Name"]
    listed = found.read_text("RECORD")
    if not listed:
        yield Finding("file", name, "has no list of its files (RECORD)")
        return
    for file in found.files or ():
        path = Path(found.locate_file(file))
        if not path.is_file():
            yield from () if file.suffix == ".pyc" else (Finding("file", str(file), f"of {name} is missing"),)
        elif file.hash is None:
            if file.name not in UNLISTED and file.suffix != ".pyc":
                yield Finding("file", str(file), f"of {name} has no digest in RECORD")
        elif _digest(path, file.hash.mode) != file.hash.value:
            yield Finding("file", str(file), f"of {name} is not the file that was installed")


def _digest(path: Path, kind: str) -> str:
    """A digest as RECORD writes it."""
    with path.open("rb") as file:
        return base64.urlsafe_b64encode(hashlib.file_digest(file, kind).digest()).rstrip(b"=").decode()


def advised(found: Iterable[Pin], known: Advisories) -> Iterator[Finding]:
    """Advisories that mean a pinned version."""
    for name, version in sorted({(pin.name, pin.version) for pin in found if pin.version}):
        for one in known.by_package.get(name, ()):
            if means(one, version):
                also = f" ({', '.join(one.aliases)})" if one.aliases else ""
                yield Finding("advisory", f"{name} {version}", f"{one.id}{also}: {one.summary}")


def age(known: Advisories, now: datetime) -> str:
    """How old the advisories are, in a sentence."""
    try:
        newest = datetime.fromisoformat(known.newest)
    except ValueError:
        return "None of them says when it was last changed, so that nobody can tell how old they are."
    days = (now - newest.replace(tzinfo=newest.tzinfo or UTC)).days
    old = f" They are older than {OLD} days: what has become known since is not among them." if days > OLD else ""
    return f"The latest was changed on {newest:%d %B %Y}, {days} days ago.{old}"


def main(arguments: Sequence[str], root: Path = ROOT, now: datetime | None = None) -> int:
    """Print what was looked at and what was found."""
    parser = argparse.ArgumentParser(prog="python -m scripts.audit", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--advisories", type=Path, metavar="FOLDER|ZIP", help="advisories in the OSV format")
    asked = parser.parse_args(arguments)
    every = [pin for name in PINS if (root / name).exists() for pin in pins(root / name)]
    names = sorted({pin.name for pin in every})
    here = [found for found in map(installed, names) if found is not None]
    findings = [*unpinned(every), *other_versions(every)]
    for found in here:
        findings += changed_files(found)
    print(f"{len(every)} pins of {len(names)} packages in {', '.join(PINS)}; {len(here)} of them are installed here.")
    if asked.advisories is None:
        print("No advisories were given: whether anything is known against these versions was NOT looked at. "
              "Give the public OSV export for Python packages with --advisories.")
    else:
        try:
            known = advisories(asked.advisories)
        except OSError as error:
            print(f"The advisories cannot be read: {error}.", file=sys.stderr)
            return 2
        findings += advised(every, known)
        print(_told(known, names, now or datetime.now(UTC)))
    for finding in findings:
        print(f"{finding.what}: {finding.subject}: {finding.said}")
    print(f"{len(findings)} findings." if findings else "Nothing was found.")
    return 1 if findings else 0


def _told(known: Advisories, names: Sequence[str], now: datetime) -> str:
    if not known.count:
        return "There is NO advisory in what was given: nothing was compared."
    about = sum(len(known.by_package.get(name, ())) for name in names)
    unread = f" {len(known.unread)} files could not be read as advisories." if known.unread else ""
    return f"{known.count} advisories, {about} of them about these packages. {age(known, now)}{unread}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
