"""Who asks: on a laptop whoever sits there, in a team who has signed in."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime

from stemma.web.desk import User
from stemma.web.held import Held


class Seats:
    """Finds the person behind a request."""

    def __init__(self, held: Held, name: str | None, accounts: bool) -> None:
        self.held = held
        self.accounts = accounts
        self.local = User(name or local_name(), "lead")

    def user(self, session: str) -> User | None:
        """Whoever has signed in with this session; without accounts the one at the machine."""
        if not self.accounts:
            return self.local
        account = self.held.file().accounts.by_token(session, datetime.now(UTC)) if session else None
        return None if account is None else User(account.shown, account.role, account=True)


def local_name() -> str:
    """What the machine calls who works at it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no entry for this user
        return "somebody"
