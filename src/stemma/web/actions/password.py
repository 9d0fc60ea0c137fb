"""Give one's own account another password; its sessions end, and a new one begins here."""

from __future__ import annotations

from msgspec import Struct

from stemma.web.contracts import Done, Forbidden
from stemma.web.desk import Desk

PATH = "/me/password"
TITLE = "Change one's own password"
ROLE = "viewer"
HASHES = True


class Body(Struct, frozen=True):
    """The old one and the new one."""

    now: str
    new: str


def act(desk: Desk, body: Body) -> Done:
    """Raises Forbidden for a wrong password, UsageError for one that is too short."""
    if not desk.user.account:
        raise Forbidden("On this machine nobody has an account.")
    at, accounts = desk.now(), desk.case.accounts
    account = accounts.check_password(desk.user.name, body.now, desk.address, at, desk.browser)
    if account is None:
        raise Forbidden("That is not the password now, or there were too many tries.")
    accounts.set_password(account.name, body.new, account.shown, at)
    desk.begin_session(accounts.start(account, at))
    desk.remembered = accounts.browser_token(account.name)
    return Done("The password is changed; other sessions of this account have ended.", "/me")
