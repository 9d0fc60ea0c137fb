"""Bill of materials: what a user installs with Stemma, as CycloneDX 1.6 in docs/bom.cdx.json.

`python -m scripts.bom` writes it, `python -m scripts.bom --check` says whether it is as it should be. It is made of
requirements.txt (and requirements-dev.txt for what the extras bring), of what the installed packages say of themselves,
and of the files by others that come with Stemma. No network, no date, no host, no path of a machine: equal pins and
files give equal bytes. Needs `packaging`, and the packages themselves installed, since only they tell their licence.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

import stemma
from scripts._pins import ROOT, Pin, installed, normal, pins

WHERE = ROOT / "docs" / "bom.cdx.json"
EXTRAS = ("cluster", "parquet", "png", "postgres", "scale", "timestamps")  # those of users; dev and bench are not
ALGORITHMS = {"sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
DATA = "src/stemma/data/"
# What packages that state no SPDX expression state in words of their own.
SPDX = {
    "3-Clause BSD License": "BSD-3-Clause", "Apache 2.0": "Apache-2.0", "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0", "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only", "ISC License": "ISC",
    "ISC License (ISCL)": "ISC", "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "The BSD 2-Clause License": "BSD-2-Clause",
    "Python Software Foundation License": "PSF-2.0",
}
# Packages whose metadata name no one licence, as the licence file that they come with says.
BY_HAND = {"daft": "Apache-2.0", "python-dateutil": "Apache-2.0 OR BSD-3-Clause", "resvg-py": "MIT"}


class Vendored(NamedTuple):
    """Something made by others whose files come with Stemma."""

    name: str
    version: str
    licence: str  # SPDX expression
    about: str
    files: tuple[str, ...]


VENDORED = (
    Vendored("htmx", "", "0BSD", "Asks for parts of pages of the workbench.", ("src/stemma/web/static/htmx.min.js",)),
    Vendored("geonames", "", "CC-BY-4.0", "Names and coordinates of places, changed; with tables of our own.",
             (f"{DATA}gazetteer.sqlite",)),
    Vendored("scowl", "2020.12.07", "SCOWL", "Everyday English words.", (f"{DATA}english.txt",)),
    Vendored("world-atlas", "2.0.2", "ISC", "Outlines of land, made from Natural Earth (public domain); changed.",
             (f"{DATA}land.txt",)),
    Vendored("all-MiniLM-L6-v2", "", "Apache-2.0", "Tokenizer, unchanged, and networks trained from its weights.",
             (f"{DATA}tagger/tokenizer.json", *(f"{DATA}tagger/{size}/{part}" for size in ("fast", "standard")
              for part in ("encoder.onnx", "figures.onnx", "linker.onnx", "words.npz")))),
)
NAMED = {"SCOWL"}  # licences without an SPDX id, given by name; data/README.md has their words


def bill() -> dict:
    """The bill of materials as CycloneDX 1.6."""
    core = {pin.name: pin for pin in pins(ROOT / "requirements.txt")}
    every = {pin.name: pin for pin in pins(ROOT / "requirements-dev.txt")} | core
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = _optional(project["optional-dependencies"], every, core)
    parts = [*(_package(pin, ()) for pin in core.values()),
             *(_package(every[name], extras) for name, extras in optional.items()),
             *(_given(one) for one in VENDORED)]
    direct = {normal(Requirement(line).name) for line in project["dependencies"]}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": "stemma", "name": "stemma", "version": stemma.__version__,
            "description": project["description"], "licenses": [{"license": {"id": project["license"]}}]}},
        "components": sorted(parts, key=lambda part: part["bom-ref"]),
        "dependencies": _dependencies(direct, {name: every[name] for name in (*core, *optional)}),
    }


def _optional(extras: dict[str, list[str]], every: dict[str, Pin], core: dict[str, Pin]) -> dict[str, tuple[str, ...]]:
    """Packages that only extras bring -> these extras."""
    found: dict[str, tuple[str, ...]] = {}
    for extra in EXTRAS:
        for name in _reached(extras[extra], every):
            if name not in core:
                found[name] = (*found.get(name, ()), extra)
    return dict(sorted(found.items()))


def _reached(lines: Iterable[str], every: dict[str, Pin]) -> set[str]:
    """All that these requirements bring, by what the installed packages say that they need."""
    seen: set[tuple[str, str]] = set()
    wanted = [Requirement(line) for line in lines]
    while wanted:
        asked = wanted.pop()
        name = normal(asked.name)
        for extra in ("", *sorted(asked.extras)):
            if name in every and (name, extra) not in seen:
                seen.add((name, extra))
                wanted += _needs(name, extra)
    return {name for name, _ in seen}


def _needs(name: str, extra: str = "") -> list[Requirement]:
    found = installed(name)
    needs = [Requirement(line) for line in (found.requires if found else None) or ()]
    return [one for one in needs if one.marker is None or one.marker.evaluate({"extra": extra})]


def _package(pin: Pin, extras: tuple[str, ...]) -> dict:
    """A pinned package. The files that may be installed of it are named by their digests alone."""
    found = installed(pin.name)
    if found is None:
        raise SystemExit(f"{pin.name} is not installed here: its licence cannot be told. Install requirements-dev.txt.")
    made = {
        "type": "library", "bom-ref": _purl(pin), "name": pin.name, "version": pin.version, "purl": _purl(pin),
        "scope": "optional" if extras else "required", "licenses": _licences(licence_of(found)),
        "externalReferences": [{
            "type": "distribution", "url": pin.place.partition(":")[0], "comment": "digests of the files it may be",
            "hashes": [{"alg": ALGORITHMS[kind], "content": digest} for kind, digest in sorted(pin.hashes)]}],
    }
    if extras:
        made["properties"] = [{"name": "stemma:extra", "value": extra} for extra in extras]
    return made


def _purl(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name}@{pin.version}"


def licence_of(found: Distribution) -> str:
    """The licence of an installed package as an SPDX expression. SystemExit where it says nothing that is known."""
    name = normal(found.metadata["Name"])
    stated = found.metadata.get("License-Expression") or BY_HAND.get(name)
    if stated:
        return stated
    words = (found.metadata.get("License") or "").strip()
    classified = [line.rpartition("::")[2].strip() for line in found.metadata.get_all("Classifier") or ()
                  if line.startswith("License ::")]
    for said in (words, *classified):
        if said in SPDX:
            return SPDX[said]
        if re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*", said) and said != "Dual License":
            return said
    raise SystemExit(f"The licence of {name} is not known ({words or classified}): add it to scripts/bom.py.")


def _licences(expression: str) -> list[dict]:
    if expression in NAMED:
        return [{"license": {"name": expression}}]
    return [{"expression": expression}] if " " in expression else [{"license": {"id": expression}}]


def _given(one: Vendored) -> dict:
    """Files by others, each with its digest."""
    made = {
        "type": "library" if one.name == "htmx" else "machine-learning-model" if "MiniLM" in one.name else "data",
        "bom-ref": f"vendored:{one.name}", "name": one.name, "description": one.about, "scope": "required",
        "licenses": _licences(one.licence), "components": [_file(name) for name in one.files],
    }
    version = one.version or (_htmx() if one.name == "htmx" else "")
    return made | ({"version": version} if version else {})


def _htmx() -> str:
    return re.search(r'version:"([0-9.]+)"', (ROOT / VENDORED[0].files[0]).read_text("utf-8"))[1]


def _file(name: str) -> dict:
    digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    return {"type": "file", "bom-ref": f"file:{name}", "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def _dependencies(direct: set[str], every: dict[str, Pin]) -> list[dict]:
    """What needs what, by what the installed packages say."""
    def row(ref: str, needed: Iterable[str]) -> dict:
        return {"ref": ref, "dependsOn": sorted({_purl(every[name]) for name in needed if name in every})}

    asked: dict[str, set[str]] = {}  # extras that one package wants of another
    for pin in every.values():
        for need in _needs(pin.name):
            asked.setdefault(normal(need.name), set()).update(need.extras)
    own = row("stemma", direct)
    own["dependsOn"] = sorted([*own["dependsOn"], *(f"vendored:{one.name}" for one in VENDORED)])
    rows = [row(_purl(pin), [normal(need.name) for extra in ("", *asked.get(pin.name, ()))
                             for need in _needs(pin.name, extra)]) for pin in every.values()]
    return [own, *sorted(rows, key=lambda one: one["ref"])]


def written() -> str:
    """The file's text."""
    text = json.dumps(bill(), indent=1, ensure_ascii=False)
    return re.sub(r'\{\s+("alg": "[^"]+"),\s+("content": "[0-9a-f]+")\s+\}', r"{\1, \2}", text) + "\n"  # a line each


def copyleft(expression: str) -> bool:
    """Whether nothing of this licence may be used without the GPL: one of its choices may be another licence."""
    return all(any(re.match(r"A?GPL", part.strip(" ()")) for part in choice.split(" AND "))
               for choice in expression.split(" OR "))


def expressions(found: dict, scope: str = "required") -> Iterator[tuple[str, str]]:
    """(name, licence) of each part of a bill."""
    for part in found["components"]:
        if part["scope"] == scope:
            for one in part["licenses"]:
                yield part["name"], one.get("expression") or one["license"].get("id") or one["license"]["name"]


def main(arguments: Sequence[str]) -> int:
    """Write the bill, or with --check compare."""
    if list(arguments) not in ([], ["--check"]):
        print("usage: python -m scripts.bom [--check]", file=sys.stderr)
        return 2
    text = written()
    if arguments:
        same = WHERE.exists() and WHERE.read_text(encoding="utf-8") == text
        print(f"{_shown(WHERE)} {'is as it should be' if same else 'is out of date: run python -m scripts.bom'}")
        return 0 if same else 1
    WHERE.write_text(text, encoding="utf-8")
    print(f"{_shown(WHERE)}: {len(json.loads(text)['components'])} components")
    return 0


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
