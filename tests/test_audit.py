"""The bill of materials and the audit of what is installed; every advisory and package in here is invented."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
from datetime import UTC, datetime
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from scripts import audit, bom
from scripts._advisories import Advisory, advisories, means
from scripts._pins import ROOT, Pin, pins

NOW = datetime(2033, 6, 1, tzinfo=UTC)
EVENTS = {"i": "introduced", "f": "fixed", "l": "last_affected", "m": "limit"}
CASES = [line.split("|") for line in (ROOT / "tests" / "cases" / "audit" / "ranges.txt").read_text().splitlines()
         if not line.startswith("#")]


# ------------------------------------------------------------------------------------------------- bill of materials


@pytest.fixture(scope="module")
def bill() -> dict:
    return json.loads(bom.WHERE.read_text(encoding="utf-8"))


def test_the_bill_is_what_would_be_made_now() -> None:
    assert bom.main(["--check"]) == 0, "run python -m scripts.bom"


def test_the_bill_is_valid_cyclonedx() -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bom.WHERE.read_text(encoding="utf-8")) is None


def test_the_bill_has_every_pin_with_all_its_digests(bill: dict) -> None:
    parts = {part["name"]: part for part in bill["components"] if part["scope"] == "required" and "purl" in part}
    wanted = {pin.name: pin for pin in pins(ROOT / "requirements.txt")}
    assert parts.keys() == wanted.keys()
    for name, pin in wanted.items():
        assert parts[name]["purl"] == f"pkg:pypi/{name}@{pin.version}"
        (files,) = parts[name]["externalReferences"]
        assert {one["content"] for one in files["hashes"]} == {digest for _, digest in pin.hashes}
        assert pin.hashes


def test_every_file_of_others_is_in_the_bill(bill: dict) -> None:
    """What NOTICE and the README beside the data say, and every packaged file that is no text of ours."""
    told = {file["name"] for part in bill["components"] for file in part.get("components", ())}
    for name in told:
        assert (ROOT / name).is_file(), name
    packed = {path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("*")
              if path.suffix in (".sqlite", ".onnx", ".npz") or path.name.endswith((".min.js", "tokenizer.json"))}
    assert packed
    assert packed <= told
    assert {part["name"] for part in bill["components"] if "purl" not in part} == {one.name for one in bom.VENDORED}


def test_the_core_can_be_used_without_the_gpl(bill: dict) -> None:
    found = dict(bom.expressions(bill))
    assert len(found) > 60
    assert [name for name, licence in found.items() if bom.copyleft(licence)] == []
    assert [name for name, licence in bom.expressions(bill, "optional") if bom.copyleft(licence)] == []


@pytest.mark.parametrize(("licence", "so"), [
    ("GPL-3.0-or-later", True), ("AGPL-3.0-only", True), ("MIT", False), ("LGPL-3.0-only", False),
    ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False), ("MIT AND GPL-2.0-only", True),
    ("GPL-2.0-only OR AGPL-3.0-only", True),
])
def test_what_is_only_under_the_gpl_is_told(licence: str, so: bool) -> None:
    assert bom.copyleft(licence) == so


def test_the_bill_names_no_host_no_date_and_no_machine() -> None:
    text = bom.WHERE.read_text(encoding="utf-8").replace("http://cyclonedx.org/schema/bom-1.6.schema.json", "")
    assert "://" not in text
    assert not re.search(r'20\d\d-\d\d-\d\dT|"timestamp"|"serialNumber"', text)
    assert not re.search(r'"/[a-z]|\\\\|[A-Z]:\\', text)


def test_every_part_that_is_needed_is_in_the_bill(bill: dict) -> None:
    refs = {part["bom-ref"] for part in bill["components"]} | {"stemma"}
    rows = {row["ref"]: row["dependsOn"] for row in bill["dependencies"]}
    assert {ref for ref, needed in rows.items() for ref in (ref, *needed)} <= refs
    reached, ways = set(), ["stemma"]
    while ways:
        reached.add(way := ways.pop())
        ways += [ref for ref in rows.get(way, ()) if ref not in reached]
    core = {part["bom-ref"] for part in bill["components"] if part["scope"] == "required"}
    assert {ref for ref in core - reached if "setuptools" not in ref} == set(), "pinned, and nothing needs it"


# -------------------------------------------------------------------------------------------------------------- pins


def test_every_pin_of_ours_has_one_version_and_digests() -> None:
    every = [pin for name in audit.PINS for pin in pins(ROOT / name)]
    assert len(every) > 200
    assert list(audit.unpinned(every)) == []


def test_a_pin_without_a_version_or_a_digest_is_found(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text("# made up\nAlpha_One==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via b\n"
                    "beta>=2\ngamma[x]==3.1 ; python_version > '3' --hash=md5:cc\ndelta==1.*  --hash=sha256:dd\n")
    read = list(pins(path))
    assert [(pin.name, pin.version, len(pin.hashes)) for pin in read] == [
        ("alpha-one", "1.0", 2), ("beta", "", 0), ("gamma", "3.1", 1), ("delta", "", 1)]
    assert [(found.subject, found.said) for found in audit.unpinned(read)] == [
        ("requirements.txt:6", "beta has no one version (==)"), ("requirements.txt:6", "beta has no digest (--hash)"),
        ("requirements.txt:7", "gamma has no digest (--hash)"), ("requirements.txt:8", "delta has no one version (==)")]


def test_another_version_than_the_pinned_one_is_found() -> None:
    here = next(pin for pin in pins(ROOT / "requirements.txt") if pin.name == "jinja2")
    assert list(audit.other_versions([here, Pin("no-such-package", "1", (), "x")])) == []
    (found,) = audit.other_versions([here._replace(version="0.0.1")])
    assert (found.what, found.subject) == ("version", "jinja2")


# -------------------------------------------------------------------------------------------------------------- files


def made(folder: Path) -> PathDistribution:
    """An invented package as it is installed."""
    (folder / "alpha").mkdir()
    (folder / "alpha-1.0.dist-info").mkdir()
    files = {"alpha/__init__.py": b"one = 1\n", "alpha/two.py": b"two = 2\n",
             "alpha-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: alpha\nVersion: 1.0\n"}
    lines = []
    for name, content in files.items():
        (folder / name).write_bytes(content)
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(content)}")
    lines += ["alpha-1.0.dist-info/RECORD,,", "alpha/__pycache__/two.cpython-311.pyc,,"]
    (folder / "alpha-1.0.dist-info" / "RECORD").write_text("\n".join(lines) + "\n")
    return PathDistribution(folder / "alpha-1.0.dist-info")


def test_a_package_as_it_was_installed_is_clean(tmp_path: Path) -> None:
    assert list(audit.changed_files(made(tmp_path))) == []


def test_a_file_that_was_changed_or_taken_away_or_has_no_digest_is_found(tmp_path: Path) -> None:
    package = made(tmp_path)
    (tmp_path / "alpha" / "two.py").write_text("two = 3\n")
    (tmp_path / "alpha" / "__init__.py").unlink()
    record = tmp_path / "alpha-1.0.dist-info" / "RECORD"
    record.write_text(record.read_text() + "alpha/three.py,,\n")
    (tmp_path / "alpha" / "three.py").write_text("")
    assert {found.subject: found.said for found in audit.changed_files(package)} == {
        "alpha/two.py": "of alpha is not the file that was installed", "alpha/__init__.py": "of alpha is missing",
        "alpha/three.py": "of alpha has no digest in RECORD"}
    record.unlink()
    (found,) = audit.changed_files(package)
    assert "no list of its files" in found.said


# --------------------------------------------------------------------------------------------------------- advisories


@pytest.mark.parametrize(("events", "version", "so"), CASES, ids=lambda part: part.strip())
def test_ranges_are_read_by_the_rule_of_the_schema(events: str, version: str, so: str) -> None:
    range_ = {"type": "ECOSYSTEM", "events": [{EVENTS[event[0]]: event[1:]} for event in events.split()]}
    one = Advisory("X-1", (), "alpha", "", "", ({"ranges": [range_]},))
    assert means(one, version.strip()) == (so.strip() == "yes")


def osv(number: int, name: str, **more: object) -> dict:
    return {"id": f"INV-{number}", "modified": "2033-05-20T10:00:00Z", "summary": "An invented fault.",
            "affected": [{"package": {"ecosystem": "PyPI", "name": name}, **more}]}


RANGE = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}]
GIT = [{"type": "GIT", "repo": "r", "events": [{"introduced": "0"}]}]
MADE_UP = {
    "1": osv(1, "Alpha.One", ranges=RANGE), "2": osv(2, "beta", versions=["1.0.0"], ranges=GIT),
    "3": osv(3, "beta", ranges=GIT), "4": osv(4, "gamma", ranges=RANGE) | {"withdrawn": "2033-05-01T00:00:00Z"},
    "5": osv(5, "alpha-one", versions=["1.1"]) | {"aliases": ["INV-A"], "modified": "2033-05-22T00:00:00Z"},
    "6": osv(6, "alpha-one", ranges=RANGE) | {"affected": [{"package": {"ecosystem": "npm", "name": "alpha-one"},
                                                            "ranges": RANGE}]},
    "7": [1, 2], "8": {"id": "INV-8"},
    "9": {"id": "INV-9", "affected": [{"package": {"ecosystem": "PyPI", "name": 3}}]},
}
FOUND = [("alpha-one 1.1", "INV-1: An invented fault."), ("alpha-one 1.1", "INV-5 (INV-A): An invented fault."),
         ("beta 1.0", "INV-2: An invented fault.")]
HELD = [Pin("alpha-one", "1.1", (), "r:1"), Pin("beta", "1.0", (), "r:2"), Pin("gamma", "1.0", (), "r:3"),
        Pin("alpha-one", "1.1", (), "other:1"), Pin("loose", "", (), "r:4")]


@pytest.fixture(params=["folder", "zip"])
def given(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    files = {f"{name}.json": json.dumps(one) for name, one in MADE_UP.items()} | {"broken.json": "{", "notes.txt": "x"}
    if request.param == "zip":
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
            for name, text in files.items():
                packed.writestr(name, text)
        return tmp_path / "all.zip"
    (tmp_path / "inner").mkdir()
    for name, text in files.items():
        (tmp_path / "inner" / name).write_text(text)
    return tmp_path


def test_pins_are_held_against_advisories(given: Path) -> None:
    known = advisories(given)
    assert [(one.subject, one.said) for one in audit.advised(HELD, known)] == FOUND
    assert known.count == 7
    assert len(known.unread) == 3
    assert known.newest == "2033-05-22T00:00:00Z"


def test_the_age_of_advisories_is_said(given: Path) -> None:
    known = advisories(given)
    assert audit.age(known, NOW) == "The latest was changed on 22 May 2033, 10 days ago."
    assert "older than 30 days" in audit.age(known, NOW.replace(year=2034))
    assert "how old" in audit.age(known._replace(newest="?"), NOW)


def project(folder: Path, version: str = "1.1") -> Path:
    (folder / "requirements.txt").write_text(f"alpha-one=={version} --hash=sha256:aa\n")
    return folder


def test_an_audit_says_what_it_looked_at_and_what_it_did_not(tmp_path: Path, given: Path, capsys) -> None:
    root = project(tmp_path)
    assert audit.main([], root, NOW) == 0
    said = capsys.readouterr().out
    assert "No advisories were given: whether anything is known against these versions was NOT looked at" in said
    assert said.endswith("Nothing was found.\n")
    assert audit.main(["--advisories", str(given)], root, NOW) == 1
    said = capsys.readouterr().out
    assert "7 advisories, 2 of them about these packages. The latest was changed on 22 May 2033, 10 days ago." in said
    assert "3 files could not be read as advisories" in said
    assert "advisory: alpha-one 1.1: INV-1: An invented fault." in said
    assert audit.main(["--advisories", str(given)], project(tmp_path, "2.0"), NOW) == 0


def test_a_folder_without_advisories_is_no_clean_bill(tmp_path: Path, capsys) -> None:
    root = project(tmp_path)
    (tmp_path / "empty").mkdir()
    assert audit.main(["--advisories", str(tmp_path / "empty")], root, NOW) == 0
    assert "There is NO advisory in what was given: nothing was compared." in capsys.readouterr().out
    assert audit.main(["--advisories", str(tmp_path / "none.zip")], root, NOW) == 2
    assert "cannot be read" in capsys.readouterr().err
