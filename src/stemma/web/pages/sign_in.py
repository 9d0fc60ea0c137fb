"""Where somebody signs in."""

from __future__ import annotations

from msgspec import Struct

from stemma.web.contracts import Empty
from stemma.web.desk import Desk

PATH = "/sign-in"
TITLE = "Sign in"
TEMPLATE = "sign_in.html"
ROLE = None
KEPT = False


class Context(Struct, frozen=True):
    """The form."""

    needed: bool  # False on a laptop, where whoever sits there works
    nobody: bool  # nobody has an account yet


def show(desk: Desk, query: Empty) -> Context:
    """The form, or what to do where nobody has an account yet."""
    needed = desk.user is None or desk.user.account
    nobody = needed and not any(account.disabled_at is None for account in desk.case.accounts.all())
    return Context(needed, nobody)
