"""What must not get into the repository, and that every module can be imported by itself."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import stemma

ROOT = Path(__file__).resolve().parent.parent
LARGEST_FILE = 20_000_000  # bytes
LONGEST_MODULE = 600  # lines of Python

# Written in pieces, so that this file does not name what it looks for.
REGISTRIES = ("py" + "pi", "python" + "hosted", "npm" + "js", "deb" + "ian", "conda", "jsd" + "elivr", "unp" + "kg")
HOST = re.compile(rf"://[^/\s\"')]*(?:{'|'.join(REGISTRIES)})", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.~$}:])/(?:wo" + r"rk|fa" + r"rm|ro" + r"ot|tm" + r"p)/\w")


def tracked() -> list[Path]:
    """Files that git knows; skipped where this is no clone."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git clone")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    """(name, content) of every tracked text file."""
    found = []
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" not in raw[:8192]:
            found.append((str(path.relative_to(ROOT)), raw.decode("utf-8", "replace")))
    assert len(found) > 20
    return found


def places_of(pattern: re.Pattern[str]) -> list[str]:
    return [f"{name}:{number}: {line.strip()[:100]}" for name, text in texts()
            for number, line in enumerate(text.splitlines(), start=1) if pattern.search(line)]


def test_no_tracked_file_names_a_registry_host():
    assert places_of(HOST) == []


def test_no_tracked_file_names_a_path_of_somebodys_machine():
    assert places_of(MACHINE_PATH) == []


@pytest.mark.parametrize(("pattern", "line"), [
    (HOST, "see https://files." + "python" + "hosted.org/x"), (MACHINE_PATH, 'open("/wo' + 'rk/main")'),
    (MACHINE_PATH, "cd /ro" + "ot/anna"),
])
def test_the_patterns_find_what_they_are_for(pattern, line):
    assert pattern.search(line)


def test_no_large_files():
    assert [str(path) for path in tracked() if path.stat().st_size > LARGEST_FILE] == []


def test_no_long_modules():
    long = {str(path.relative_to(ROOT)): lines for path in tracked() if path.suffix == ".py"
            and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_MODULE}
    assert long == {}


def test_no_module_is_called_utils():
    assert [str(path) for path in tracked() if path.stem in ("utils", "util", "helpers", "misc")] == []


MODULES = sorted(info.name for info in pkgutil.walk_packages(stemma.__path__, "stemma."))


@pytest.mark.parametrize("name", [name for name in MODULES if name != "stemma.__main__"])
def test_every_module_imports_and_says_what_it_is(name):
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip(), f"{name} has no docstring"


def test_pins_cover_what_the_package_needs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def name_of(requirement: str) -> str:
        return re.split(r"[<>=\[; ]", requirement, maxsplit=1)[0].casefold().replace("_", "-")

    for file, needed in (("requirements.txt", project["dependencies"]),
                         ("requirements-dev.txt", project["optional-dependencies"]["dev"])):
        lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
        pinned = {line.split("==")[0].casefold().replace("_", "-") for line in lines if "==" in line[:60]}
        assert {name_of(requirement) for requirement in needed} <= pinned, file
        assert not [line for line in lines if line.startswith("-") or "://" in line], file


def test_continuous_integration_can_be_started():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
