"""Accounts: who may do what."""

from __future__ import annotations

from msgspec import Struct

from stemma.store.accounts import Account
from stemma.web.contracts import Empty
from stemma.web.desk import Desk

PATH = "/accounts"
TITLE = "Accounts"
TEMPLATE = "accounts.html"
ROLE = "lead"
KEPT = False


class Context(Struct, frozen=True):
    """All accounts."""

    accounts: tuple[Account, ...]
    needed: bool  # False on a laptop


def show(desk: Desk, query: Empty) -> Context:
    """All accounts, the disabled ones too."""
    return Context(desk.case.accounts.all(), desk.user.account)
