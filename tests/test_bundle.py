"""Bundles: what is inside, and that sha256sum and openssl alone find every change."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from stemma import casework
from stemma.custody import bundle, timestamps
from stemma.custody.bagging import TOP
from stemma.custody.names import file_name
from stemma.errors import UsageError
from stemma.ids import sha256
from stemma.model import Document
from stemma.store import Item, open_case
from tests import authority
from tests.factories import document, sample_items, sample_judgement, tamper

NOON = datetime(2033, 6, 1, 12, 0, tzinfo=UTC)
PAGE = b"<html><title>Toll</title><p>Shells hit Ambra on Monday, the mayor said; four people died.</p></html>"
LINES = b'{"id": "one", "text": "Four died in Ambra."}\n{"id": "two", "text": "Nobody was hurt in Port Sellin."}\n'
WARC = gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n", mtime=0)
SHELLS = [shell for shell in ("dash", "bash", "busybox") if shutil.which(shell)]


def fill(path: Path | str, words: str = "") -> None:
    """A page that was fetched, a file of two reports, one report of an older case, a decision and an account."""
    page = replace(document("page", "Shells hit Ambra."), sha256=sha256(PAGE), media_type="text/html")
    lines = [replace(document(name, text), sha256=sha256(raw)) for name, text, raw in zip(
        ("one", "two"), ("Four died in Ambra.", "Nobody was hurt in Port Sellin."), LINES.splitlines(True),
        strict=True)]
    with open_case(path, create=True) as case:
        case.add(sample_items()[:1])
        case.add_item(Item("fetched", f"https://ambra.example/2033/Pötterys%20Gate{words}.html?a=1", NOON, "Āda Ёж 学",
                           sha256(PAGE), WARC, 200, '"e1"'), [(page, PAGE)])
        case.add_item(Item("read", "reports/lines.jsonl", NOON + timedelta(minutes=1), "R. Coder", sha256(LINES)),
                      list(zip(lines, LINES.splitlines(True), strict=True)), LINES)
        case.add_judgement(sample_judgement(note="“quoted”\nnew line \\ back \x7f \u2028 \u0000 学"))
        case.accounts.add("mira", "a long password", "lead", "mira", NOON)
        case.add_judgement(sample_judgement(id="j-2", note="100% sure\t'yes'"))


@pytest.fixture
def kept(path: Path | str) -> Path | str:
    fill(path)
    return path


@pytest.fixture
def bag(kept: Path | str, tmp_path: Path) -> Path:
    bundle.write(str(kept), tmp_path / "bag")
    return tmp_path / "bag"


def verify(bag: Path, *words: str, shell: str = "sh") -> subprocess.CompletedProcess:
    """What somebody without Stemma runs; nothing of Python on the way."""
    tools = {"PATH": os.environ["PATH"]}
    command = ["busybox", "sh"] if shell == "busybox" else [shell]
    return subprocess.run([*command, "verify.sh", *words], cwd=bag, capture_output=True, text=True, env=tools,
                          timeout=60)


def contents(bag: Path) -> dict[str, bytes]:
    return {str(file.relative_to(bag)): file.read_bytes() for file in sorted(bag.rglob("*")) if file.is_file()}


def test_it_is_a_bag(bag: Path) -> None:
    files = contents(bag)
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = {name: content for name, content in files.items() if name.startswith("data/")}
    for manifest, due in (("manifest-sha256.txt", set(payload)),
                          ("tagmanifest-sha256.txt", {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "README.txt",
                                                      "verify.sh"})):
        listed = dict(reversed(line.split("  ", 1)) for line in files[manifest].decode().splitlines())
        assert set(listed) == due
        assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in listed.items())
    total = sum(map(len, payload.values()))
    assert f"Payload-Oxum: {total}.{len(payload)}\n" in files["bag-info.txt"].decode()


def test_every_byte_that_came_in_is_there_under_a_name_that_people_can_read(bag: Path) -> None:
    files = contents(bag)
    assert files["data/items/000001-potterys-gate.html"] == PAGE
    assert files["data/warc/000001-potterys-gate.warc.gz"] == WARC
    assert files["data/items/000002-lines.jsonl"] == LINES
    listed = json.loads(files["data/items.json"])
    first, second = listed["items"]
    assert (first["by"], first["at"], first["status"]) == ("Āda Ёж 学", "2033-06-01T12:00:00Z", 200)
    assert files[first["file"]] == PAGE and files[first["warc"]] == WARC
    assert files[second["file"]] == LINES and second["warc"] is None
    reports = {report["id"]: report for report in listed["reports"]}
    assert len(reports) == 4 and set(first["reports"]) | set(second["reports"]) < set(reports)
    for report in reports.values():
        assert sha256(files[report["raw"]]) == report["sha256"]
        assert files[report["text"]].decode()


def test_nothing_of_accounts_gets_out(bag: Path) -> None:
    lines = (bag / "data" / "log" / "log.jsonl").read_text().split("\n")
    assert lines[3].startswith('"withheld ') and len(lines) == 6
    assert not any(b"mira" in content and b"lead" in content for content in contents(bag).values())
    assert not any(b"argon2" in content for content in contents(bag).values())


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_verifies_it(bag: Path, shell: str) -> None:
    before = contents(bag)
    done = verify(bag, shell=shell)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 entries, 2 things that came in" in done.stdout and "1 about accounts" in done.stdout
    assert done.stderr == "" and contents(bag) == before


def test_the_commands_of_the_readme_do_what_it_says(bag: Path) -> None:
    readme = (bag / "README.txt").read_text()
    commands = [line.strip() for line in readme.splitlines() if line.startswith("     ")]
    digests = [command for command in commands if command.startswith("sha256sum -c")]
    chain = [command for command in commands if command.startswith(("line=", "before=", "printf", "sed"))]
    assert (len(digests), len(chain)) == (2, 4)
    for command in digests:
        assert subprocess.run(command, shell=True, cwd=bag, capture_output=True).returncode == 0
    said = subprocess.run("; ".join(chain), shell=True, cwd=bag, capture_output=True, text=True).stdout.split()
    assert said[0] == said[2] == (bag / "data/log/digests.txt").read_text().split()[-1]
    assert said[0] in readme


def _rewritten(bag: Path) -> None:
    """What somebody does who changed a file and then makes the manifests anew."""
    for manifest, names in (("manifest-sha256.txt", [n for n in contents(bag) if n.startswith("data/")]),
                            ("tagmanifest-sha256.txt", ["bagit.txt", "bag-info.txt", "manifest-sha256.txt",
                                                        "README.txt", "verify.sh"])):
        (bag / manifest).write_text("".join(f"{sha256((bag / name).read_bytes())}  {name}\n" for name in names))


def _edit(bag: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    (bag / name).write_bytes(change((bag / name).read_bytes()))


@pytest.mark.parametrize("name, change, said", [
    ("data/items/000001-potterys-gate.html", lambda raw: raw.replace(b"four", b"nine"), "entry 1 tells of"),
    ("data/warc/000001-potterys-gate.warc.gz", lambda raw: raw + b"x", "entry 1 tells of"),
    ("data/log/log.jsonl", lambda raw: raw.replace(b"R. Coder", b"A. Nother"), "breaks at entry 2"),
    ("data/log/log.jsonl", lambda raw: b"".join(raw.splitlines(True)[:-1]), "fewer entries than digests"),
    ("data/log/digests.txt", lambda raw: b"".join(raw.splitlines(True)[:-1]), "more entries than digests"),
    ("data/log/log.jsonl", lambda raw: b"".join(raw.splitlines(True)[1:]), "breaks at entry 1"),
])
def test_a_change_is_found_even_where_the_manifests_were_made_anew(
    bag: Path, name: str, change: Callable[[bytes], bytes], said: str
) -> None:
    _edit(bag, name, change)
    plain = verify(bag)
    assert plain.returncode == 1 and "files are not as manifest-sha256.txt says" in plain.stdout
    assert f"{name}: FAILED" in plain.stdout
    _rewritten(bag)
    done = verify(bag)
    assert done.returncode == 1 and said in done.stdout, done.stdout


def test_a_file_that_was_put_in_or_taken_out_is_found(bag: Path) -> None:
    (bag / "data" / "items" / "more.html").write_bytes(b"x")
    assert "are in data/" in verify(bag).stdout
    (bag / "data" / "items" / "more.html").unlink()
    (bag / "data" / "items" / "000002-lines.jsonl").unlink()
    assert verify(bag).returncode == 1


def test_the_same_case_gives_the_same_bytes(kept: Path | str, new_case: Callable[[], Path | str],
                                            tmp_path: Path) -> None:
    again = new_case()
    fill(again)
    for name in ("bag", "bag.zip"):
        bundle.write(str(kept), tmp_path / f"one-{name}")
        bundle.write(str(again), tmp_path / f"two-{name}")
    assert contents(tmp_path / "one-bag") == contents(tmp_path / "two-bag")
    assert (tmp_path / "one-bag.zip").read_bytes() == (tmp_path / "two-bag.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one-bag.zip") as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path / "out")
    assert contents(tmp_path / "out" / TOP) == contents(tmp_path / "one-bag")
    assert verify(tmp_path / "out" / TOP).returncode == 0


# ----------------------------------------------------------------------------------------------------------- timestamps


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[authority.Authority]:
    pytest.importorskip("rfc3161_client")
    with authority.served(tmp_path_factory.mktemp("office")) as served:
        yield served


@pytest.fixture
def stamped(file: Path, office: authority.Authority, tmp_path: Path) -> Path:
    fill(file)
    with open_case(file) as case:
        timestamps.stamp(case, office.url, "R. Coder", datetime.now(UTC), allowed=("127.0.0.1",))
    bundle.write(str(file), tmp_path / "stamped", office.root)
    return tmp_path / "stamped"


@pytest.mark.parametrize("shell", SHELLS)
def test_openssl_verifies_the_timestamps(stamped: Path, office: authority.Authority, shell: str) -> None:
    done = verify(stamped, shell=shell)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "entry 5:" in done.stdout and "verified with data/timestamps/authorities.pem" in done.stdout
    assert "verified with" in verify(stamped, str(office.root)).stdout


def test_a_chain_made_anew_is_given_away_by_its_timestamp(stamped: Path) -> None:
    lines = (stamped / "data/log/log.jsonl").read_bytes().replace(b"R. Coder", b"Nobody")
    (stamped / "data/log/log.jsonl").write_bytes(lines)
    before, digests = "", []
    for line in lines.splitlines():
        inner = json.loads(line).split()[1] if line.startswith(b'"withheld') else sha256(line)
        before = sha256((before + inner).encode())
        digests.append(before)
    (stamped / "data/log/digests.txt").write_text("".join(f"{digest}\n" for digest in digests))
    _rewritten(stamped)
    done = verify(stamped)
    assert done.returncode == 1 and "WRONG: the timestamp" in done.stdout
    assert done.stdout.count("WRONG") == 1


def test_another_authority_is_not_taken_for_this_one(stamped: Path, tmp_path: Path) -> None:
    other = authority.made(tmp_path / "other", "Another Root")
    assert "WRONG: the timestamp" in verify(stamped, str(other)).stdout


def test_without_certificates_the_time_is_told_but_not_vouched_for(stamped: Path) -> None:
    (stamped / "data/timestamps/authorities.pem").unlink()
    _rewritten(stamped)
    done = verify(stamped)
    assert done.returncode == 0 and "NOT VERIFIED" in done.stdout


# ------------------------------------------------------------------------------------------------------------- a record


def test_the_record_is_in_it(own_case: str, tmp_path: Path) -> None:
    made = bundle.write(own_case, tmp_path / "bag")
    files = contents(tmp_path / "bag")
    assert made.files == len(files) and made.size == sum(map(len, files.values()))
    dossier = json.loads(files["data/record/dossier.json"])
    listed = json.loads(files["data/items.json"])
    assert {row["name"] for row in listed["reports"]} == {row["id"] for row in dossier["documents"]}
    assert listed["items"] and all(item["how"] == "read" for item in listed["items"])
    assert verify(tmp_path / "bag").returncode == 0


def test_an_outdated_record_is_not_handed_on(own_case: str, tmp_path: Path) -> None:
    with open_case(own_case) as case:
        case.add_judgement(sample_judgement())
    with pytest.raises(UsageError, match="stemma build"):
        bundle.write(own_case, tmp_path / "bag")
    assert not list(tmp_path.glob("*bag*"))


def test_a_broken_log_is_not_handed_on(kept: Path | str, tmp_path: Path) -> None:
    tamper(kept, "DROP TRIGGER log_stays; UPDATE log SET by = 'somebody' WHERE number = 2")
    with pytest.raises(UsageError, match="log .* is broken"):
        bundle.write(str(kept), tmp_path / "bag")
    assert not (tmp_path / "bag").exists() and not (tmp_path / ".bag.part").exists()


def test_a_place_that_is_taken_is_left_alone(kept: Path | str, tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "mine.txt").write_text("mine")
    (tmp_path / "bag.zip").write_text("mine")
    for name in ("bag", "bag.zip", "no-folder/bag"):
        with pytest.raises(UsageError):
            bundle.write(str(kept), tmp_path / name)
    assert (tmp_path / "bag" / "mine.txt").read_text() == (tmp_path / "bag.zip").read_text() == "mine"


def test_an_empty_case_is_a_bundle_too(file: Path, tmp_path: Path) -> None:
    open_case(file, create=True).close()
    bundle.write(str(file), tmp_path / "bag")
    assert verify(tmp_path / "bag").returncode == 0


@pytest.mark.parametrize("called, due", [
    ("https://ambra.example/../../etc/passwd", "000007-passwd.bin"),
    ("https://ambra.example/a%2F..%2F..%2Fsecret.html", "000007-secret.html"),
    ("..\\..\\windows\\evil.exe", "000007-evil.exe"),
    ("reports/../../.ssh/.profile", "000007.profile"),
    ("https://ambra.example/", "000007-ambra-example.bin"),
    ("https://[broken", "000007.bin"),
    ("/tmp/.html", "000007.html"),
    ("a\nb  c\x00d; rm -rf $(x) `y`.txt", "000007-a-b-c-d-rm-rf-x-y.txt"),
    ("репортаж.html", "000007-reportazh.html"),
    ("", "000007.bin"), ("/", "000007.bin"), ("..", "000007.bin"), ("CON", "000007-con.bin"),
    ("x" * 5000 + ".html", "000007-" + "x" * 60 + ".html"),
])
def test_names_are_safe(called: str, due: str) -> None:
    assert file_name(7, called) == due


def test_hostile_addresses_stay_in_the_bag(path: Path | str, tmp_path: Path) -> None:
    hostile = ("file:///../../../x.sh", "https://a.example/%2e%2e%2f%2e%2e%2fy.html", "/etc/passwd", "-rf",
               'x","collected","item-000000000000","', '{"sha256":"' + "0" * 64 + '","held":false}', "$(touch z)\n`id`")
    with open_case(path, create=True) as case:
        for number, uri in enumerate(hostile):
            raw = f"payload {number}".encode()
            text = Document(f"d-{number:012d}", uri, sha256(raw), raw.decode(), "text/plain", path=uri)
            case.add_item(Item("read", uri, NOON + timedelta(minutes=number), uri, sha256(raw)), [(text, raw)])
    bundle.write(str(path), tmp_path / "deep" / "bag") if (tmp_path / "deep").mkdir() is None else None
    assert {entry.name for entry in (tmp_path / "deep").iterdir()} == {"bag"}
    done = verify(tmp_path / "deep" / "bag")
    assert done.returncode == 0 and f"{len(hostile)} things that came in" in done.stdout, done.stdout


def test_the_terminal_writes_it(file: Path, tmp_path: Path) -> None:
    from stemma.cli import run

    fill(file)
    assert run(["bundle", str(file), "-o", str(tmp_path / "bag")]) == 0
    assert run(["bundle", str(file), "-o", str(tmp_path / "bag")]) == 2
    assert casework.check(str(file)) == []
