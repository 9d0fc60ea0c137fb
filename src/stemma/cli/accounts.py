"""Accounts at the terminal, where the first one of a case is made."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from stemma.errors import UsageError
from stemma.store import open_case
from stemma.store.accounts import Account
from stemma.web.signing_in import local_name

WHAT = ("list", "add", "role", "password", "disable", "enable")


def account(case: str, what: str, name: str | None, role: str, by: str | None) -> tuple[Account, ...]:
    """Do what was asked; the accounts there are then. Raises UsageError."""
    if what not in WHAT:
        raise UsageError(f"An account can be asked to {', '.join(WHAT)}, not {what!r}.")
    if what != "list" and not name:
        raise UsageError(f"Whose account? stemma account CASE {what} NAME")
    at, by = datetime.now(UTC), by or local_name()
    with open_case(case) as opened:
        accounts = opened.accounts
        if what == "add":
            accounts.add(name, _password(), role, by, at)
        elif what == "role":
            accounts.set_role(name, role, by, at)
        elif what == "password":
            accounts.set_password(name, _password(), by, at)
        elif what == "disable":
            accounts.disable(name, by, at)
        elif what == "enable":
            accounts.enable(name, by, at)
        return accounts.all()


def lines_of(accounts: Sequence[Account]) -> list[str]:
    """One line for each account."""
    if not accounts:
        return ["No accounts yet. Make one: stemma account CASE add NAME --role lead"]
    widest = max(len(one.shown) for one in accounts)
    return [f"{one.shown:{widest}}  {one.role:6}  made {one.made_at[:10]} by {one.made_by}"
            f"{'  disabled' if one.disabled_at else ''}" for one in accounts]


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password, 12 characters or more: ")
    if getpass.getpass("The same again: ") != first:
        raise UsageError("The two were not the same; nothing was changed.")
    return first
