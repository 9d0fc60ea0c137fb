"""The pins of requirements*.txt, and what of them is installed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PINS = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")
_LINE = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?(?P<rest>.*)")
_VERSION = re.compile(r"\s*==\s*(?P<version>[^\s;\\,*]+)\s*(?:;.*|--hash.*)?\Z")
_HASH = re.compile(r"--hash=(\w+):([0-9a-f]+)")


class Pin(NamedTuple):
    """One package as a list of requirements names it."""

    name: str  # normalised: small letters, lines
    version: str  # "" where the list gives no one version
    hashes: tuple[tuple[str, str], ...]  # (algorithm, hex digest), one for each file that may be installed
    place: str  # file and line


def normal(name: str) -> str:
    """A package's name as https://packaging.python.org/en/latest/specifications/name-normalization/ has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path: Path) -> Iterator[Pin]:
    """The pins of a list, in its order. Comments and options are passed over."""
    whole, start = "", 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        start = start if whole else number
        bare = "" if line.lstrip().startswith("#") else re.sub(r"\s#.*", "", line)
        whole += f" {bare.rstrip().removesuffix(chr(92))}"
        if bare.rstrip().endswith("\\"):
            continue
        if found := _LINE.fullmatch(whole.strip()):
            version = _VERSION.match(re.sub(r"--hash=\S+", "", found["rest"]).rstrip())
            yield Pin(normal(found["name"]), version["version"] if version else "", tuple(_HASH.findall(whole)),
                      f"{path.name}:{start}")
        whole = ""


def installed(name: str) -> Distribution | None:
    """The package of this name as it is installed beside this program."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None
