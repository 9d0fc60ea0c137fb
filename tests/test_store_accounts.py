"""Accounts: what gets in and what does not, limits on guessing, sessions, and what the log tells of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from stemma.errors import UsageError
from stemma.store import accounts, open_case
from stemma.store.accounts import Accounts
from tests.factories import query, tamper

NOW = datetime(2033, 6, 1, 12, 0, tzinfo=UTC)
WORD, OTHER = "quiet harbour lamp", "another harbour lamp"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def held(path: Path):
    """Accounts of a new case, with a lead and a coder; hashing is quick here."""
    with open_case(path, create=True) as case:
        made = Accounts(case._db, case._writing, QUICK)
        made.add("Ana Lead", WORD, "lead", "set-up", NOW)
        made.add("bo", WORD, "coder", "ana lead", NOW)
        yield made


def test_names_are_one_whatever_their_case(held: Accounts) -> None:
    assert held.get("ANA LEAD").shown == "Ana Lead"
    with pytest.raises(UsageError, match="already"):
        held.add(" Bo ", WORD, "viewer", "ana lead", NOW)
    for name, password, role in (("", WORD, "coder"), ("cy", "short", "coder"), ("cy", WORD, "chief")):
        with pytest.raises(UsageError):
            held.add(name, password, role, "ana lead", NOW)


def test_only_the_right_password_of_an_account_that_is_not_disabled_gets_in(held: Accounts) -> None:
    assert held.check_password("BO", WORD, "a", NOW).role == "coder"
    assert held.check_password("bo", OTHER, "a", NOW) is None
    assert held.check_password("nobody", WORD, "a", NOW) is None
    held.disable("bo", "ana lead", NOW)
    assert held.check_password("bo", WORD, "a", NOW) is None
    held.enable("bo", "ana lead", NOW)
    held.set_password("bo", OTHER, "bo", NOW)
    assert held.check_password("bo", WORD, "a", NOW) is None
    assert held.check_password("bo", OTHER, "a", NOW) is not None


def test_guessing_is_limited_by_name_and_by_address(held: Accounts) -> None:
    for number in range(accounts.FAILURES):
        assert held.check_password("bo", OTHER, f"address {number}", NOW) is None
    assert held.check_password("bo", WORD, "elsewhere", NOW) is None
    assert held.wait("bo", "elsewhere", NOW) == accounts.WINDOW
    assert held.check_password("bo", WORD, "elsewhere", NOW + accounts.WINDOW) is not None
    later = NOW + timedelta(days=1)
    for number in range(accounts.ADDRESS_FAILURES):
        held.check_password(f"guess {number}", OTHER, "one place", later)
    assert held.check_password("bo", WORD, "one place", later) is None
    assert held.check_password("bo", WORD, "another place", later) is not None


def test_sessions_end(held: Accounts) -> None:
    bo = held.get("bo")
    token = held.start(bo, NOW)
    assert held.by_token(token, NOW).name == "bo"
    assert held.by_token(token + "x", NOW) is None
    assert held.by_token(token, NOW + accounts.IDLE) is None
    assert held.by_token(token, NOW + timedelta(hours=11)) == bo  # and it was used just now
    assert held.by_token(token, NOW + timedelta(hours=22)) == bo
    held.set_role("bo", "viewer", "ana lead", NOW)
    assert held.by_token(token, NOW + timedelta(hours=22)).role == "viewer"
    assert held.by_token(token, NOW + accounts.LIFE) is None
    for ending in (lambda t: held.end(t), lambda t: held.end_all("bo"), lambda t: held.disable("bo", "x", NOW)):
        token = held.start(bo, NOW)
        ending(token)
        assert held.by_token(token, NOW) is None
    with pytest.raises(UsageError, match="disabled"):
        held.start(bo, NOW)


def test_somebody_stays_lead(held: Accounts) -> None:
    for change in (lambda: held.disable("ana lead", "bo", NOW), lambda: held.set_role("ana lead", "coder", "bo", NOW)):
        with pytest.raises(UsageError, match="lead"):
            change()
    assert (held.get("ana lead").role, held.get("ana lead").disabled_at) == ("lead", None)


def test_the_log_tells_of_changes_and_never_of_secrets(held: Accounts, path: Path) -> None:
    token = held.start(held.get("bo"), NOW, lambda size: "known token")
    held.check_password("typed " + WORD, OTHER, "10.0.0.1", NOW)
    held.set_password("bo", OTHER, "bo", NOW)
    held.set_role("bo", "lead", "ana lead", NOW)
    assert [row[:2] for row in query(path, "SELECT action, account FROM audit")] == [
        ("account added", "ana lead"), ("account added", "bo"), ("account password", "bo"), ("account role", "bo")]
    kept = repr([query(path, f"SELECT * FROM {table}") for table in ("log", "account", "session", "login_attempt")])
    assert not [secret for secret in (WORD, OTHER, token, "10.0.0.1") if secret in kept]
    log = repr(query(path, "SELECT * FROM log"))
    assert "argon2" not in log


def test_a_role_that_somebody_gave_himself_is_found(held: Accounts, path: Path) -> None:
    tamper(path, "UPDATE account SET role = 'lead' WHERE name = 'bo'")
    with open_case(path) as case:
        assert [(p.code, p.subject) for p in case.check()] == [("account-differs", "bo")]
