"""Timestamps of a case's log, by an authority made with openssl."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stemma import casework
from stemma.custody import timestamps
from stemma.errors import StemmaError, UsageError
from stemma.store import open_case
from tests import authority
from tests.factories import codes, query, sample_items, sample_judgement, tamper

pytest.importorskip("rfc3161_client")

NOW = datetime.now(UTC)
LOCAL = ("127.0.0.1",)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[authority.Authority]:
    with authority.served(tmp_path_factory.mktemp("office")) as served:
        yield served


@pytest.fixture
def kept(path: Path | str) -> Path | str:
    with open_case(path, create=True) as case:
        case.add(sample_items())
        case.add_judgement(sample_judgement(at=NOW - timedelta(minutes=1)))
    return path


def stamped(path: Path | str, office: authority.Authority) -> str:
    with open_case(path) as case:
        return timestamps.stamp(case, office.url, "R. Coder", NOW, allowed=LOCAL).id


def wrong(path: Path | str, trusted: Path | None) -> set[str]:
    with open_case(path) as case:
        return codes(case.check()) | codes(timestamps.verified(case, trusted))


def test_the_end_of_the_log_is_stamped_and_verified(kept: Path | str, office: authority.Authority) -> None:
    with open_case(kept) as case:
        number, digest = case.head()
    id = stamped(kept, office)
    with open_case(kept) as case:
        (stamp,) = case.stamps()
        assert (stamp.id, stamp.entry, stamp.digest, stamp.authority) == (id, number, digest, office.url)
        assert (stamp.number, stamp.by) == (number + 1, "R. Coder")
        assert stamp.request == office.asked[-1]
        assert case.log()[-1].action == "timestamped"
        said = timestamps.told(stamp.answer)
    assert said.digest == digest
    assert abs(said.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert wrong(kept, office.root) == set()


def test_openssl_alone_verifies_it(kept: Path | str, office: authority.Authority, tmp_path: Path) -> None:
    stamped(kept, office)
    with open_case(kept) as case:
        (stamp,) = case.stamps()
    (tmp_path / "answer.tsr").write_bytes(stamp.answer)
    said = authority.run(authority.openssl(), "ts", "-verify", "-digest", stamp.digest, "-in", tmp_path / "answer.tsr",
                         "-CAfile", office.root)
    assert b"Verification: OK" in said.stdout
    with pytest.raises(subprocess.CalledProcessError):
        authority.run(authority.openssl(), "ts", "-verify", "-digest", "0" * 64, "-in", tmp_path / "answer.tsr",
                      "-CAfile", office.root)


def test_nothing_but_a_digest_is_sent(kept: Path | str, office: authority.Authority) -> None:
    stamped(kept, office)
    sent = office.asked[-1]
    with open_case(kept) as case:
        assert bytes.fromhex(case.stamps()[0].digest) in sent
    assert len(sent) < 100


def test_another_authority_is_not_trusted(kept: Path | str, office: authority.Authority, tmp_path: Path) -> None:
    stamped(kept, office)
    assert wrong(kept, authority.made(tmp_path / "other", "Another Root")) == {"stamp-untrusted"}
    assert wrong(kept, None) == set()


def test_a_log_made_anew_is_not_the_one_that_was_stamped(kept: Path | str, office: authority.Authority) -> None:
    """Who rewrites the whole chain cannot rewrite the authority's word."""
    stamped(kept, office)
    tamper(kept, "DROP TRIGGER stamp_stays; UPDATE stamp SET digest = "
                 "'00000000000000000000000000000000000000000000000000000000000000ff'")
    assert "stamp-differs" in wrong(kept, office.root)


def test_a_damaged_answer_is_found(kept: Path | str, office: authority.Authority) -> None:
    stamped(kept, office)
    tamper(kept, "DROP TRIGGER stamp_stays; UPDATE stamp SET answer = x'30030201'")
    assert {"stamp-differs", "stamp-unreadable"} <= wrong(kept, office.root)


def test_a_signature_that_was_changed_is_found(kept: Path | str, office: authority.Authority) -> None:
    stamped(kept, office)
    with open_case(kept) as case:
        answer = case.stamps()[0].answer
    changed = answer[:-1] + bytes([answer[-1] ^ 1])
    tamper(kept, f"DROP TRIGGER stamp_stays; UPDATE stamp SET answer = x'{changed.hex()}'")
    assert {"stamp-differs", "stamp-untrusted"} <= wrong(kept, office.root)


def test_a_timestamp_that_was_taken_out_is_missed(kept: Path | str, office: authority.Authority) -> None:
    stamped(kept, office)
    tamper(kept, "DROP TRIGGER stamp_is_kept; DELETE FROM stamp")
    assert wrong(kept, office.root) == {"stamp-missing"}


def test_the_store_keeps_timestamps(kept: Path | str, office: authority.Authority) -> None:
    from tests.factories import REFUSED

    stamped(kept, office)
    for sql in ("UPDATE stamp SET authority = 'x'", "DELETE FROM stamp"):
        with pytest.raises(REFUSED):
            query(kept, sql)


@pytest.mark.parametrize("answer, status, said", [
    (b"no token", 200, "no timestamp"),
    (b"", 200, "no timestamp"),
    (b"busy", 503, "status 503"),
])
def test_what_is_no_timestamp_is_refused_and_not_kept(
    kept: Path | str, office: authority.Authority, answer: bytes, status: int, said: str
) -> None:
    office.answer, office.status = answer, status
    try:
        with open_case(kept) as case, pytest.raises(StemmaError, match=said):
            timestamps.stamp(case, office.url, "R. Coder", NOW, allowed=LOCAL)
        with open_case(kept) as case:
            assert case.stamps() == () and case.head()[0] == 1
    finally:
        office.answer, office.status = None, 200


def test_an_old_answer_does_not_pass_for_a_new_one(kept: Path | str, office: authority.Authority) -> None:
    stamped(kept, office)
    with open_case(kept) as case:
        office.answer = case.stamps()[0].answer
        try:
            with pytest.raises(StemmaError, match="not about what it was asked for"):
                timestamps.stamp(case, office.url, "R. Coder", NOW, allowed=LOCAL)
        finally:
            office.answer = None


def test_no_private_address_is_asked_unless_it_is_named(kept: Path | str, office: authority.Authority) -> None:
    before = len(office.asked)
    with open_case(kept) as case, pytest.raises(UsageError):
        timestamps.stamp(case, office.url, "R. Coder", NOW)
    assert len(office.asked) == before


def test_an_authority_that_is_not_there(kept: Path | str) -> None:
    with open_case(kept) as case, pytest.raises(StemmaError, match="does not answer"):
        timestamps.stamp(case, "http://127.0.0.1:9/", "R. Coder", NOW, allowed=LOCAL)


def test_an_empty_log_has_nothing_to_stamp(path: Path | str, office: authority.Authority) -> None:
    with open_case(path, create=True) as case, pytest.raises(UsageError, match="no log"):
        timestamps.stamp(case, office.url, "R. Coder", NOW, allowed=LOCAL)


def test_a_file_without_certificates_is_told(kept: Path | str, tmp_path: Path) -> None:
    with open_case(kept) as case:
        for name in ("not-there.pem", "empty.pem"):
            (tmp_path / "empty.pem").write_text("nothing")
            with pytest.raises(UsageError, match="certificates"):
                list(timestamps.verified(case, tmp_path / name))


def test_the_terminal_stamps_and_checks(file: Path, office: authority.Authority) -> None:
    with open_case(file, create=True) as case:
        case.add(sample_items())
        case.add_judgement(sample_judgement(at=NOW - timedelta(minutes=1)))
    def stemma(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-m", "stemma", *words], capture_output=True, text=True, timeout=60)

    done = stemma("timestamp", str(file), "--authority", office.url, "--allow-private", "127.0.0.1", "--by", "Ada")
    assert done.returncode == 0, done.stderr
    assert "entry 1" in done.stdout
    checked = stemma("check", str(file), "--no-rebuild", "--ca", str(office.root))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert casework.check(str(file), ca=office.root) == []
