"""Sign in: a session begins, and its cookie is the only place that holds its token."""

from __future__ import annotations

from msgspec import Struct

from stemma.web.contracts import Forbidden, TooMany
from stemma.web.desk import Desk

PATH = "/sign-in"
TITLE = "Sign in"
ROLE = None
HASHES = True


class Body(Struct, frozen=True):
    """Name and password."""

    name: str
    password: str


class Outcome(Struct, frozen=True):
    """Who has signed in."""

    message: str
    to: str


def act(desk: Desk, body: Body) -> Outcome:
    """Raises Forbidden for a wrong name or password, TooMany after too many tries; neither says which was wrong."""
    now = desk.now()
    accounts = desk.case.accounts
    account = accounts.check_password(body.name, body.password, desk.address, now, desk.browser)
    if account is None:
        if accounts.wait(body.name, desk.address, now, desk.browser):
            raise TooMany("There were too many tries. Wait a quarter of an hour, or use a browser in which you have "
                          "signed in before.")
        raise Forbidden("That name and password do not go together.")
    if desk.session:
        accounts.end(desk.session)  # what was open in this browser before
    desk.begin_session(accounts.start(account, now))
    desk.remembered = accounts.browser_token(account.name)
    return Outcome(f"Signed in as {account.shown}.", "/")
