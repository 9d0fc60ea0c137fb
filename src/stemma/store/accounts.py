"""Accounts of a case that is served to a team: who may do what, passwords, sessions, and limits on guessing.

Passwords are kept as argon2id (argon2-cffi's defaults, RFC 9106's second recommendation), session tokens as SHA-256.
Neither ever gets into the log, which tells of every other change to an account.

Limits, all in this module: FAILURES wrong passwords for one name, or ADDRESS_FAILURES from one address, within WINDOW;
then nobody gets in under that name, or from there, until enough of them are older than that. So that nobody can shut
somebody else out by guessing on and on, a browser in which that person has signed in before has tries of its own
(https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies). A session ends IDLE after it
was last used and LIFE after it began.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Struct

from stemma.errors import CaseError, UsageError
from stemma.ids import make_id, sha256
from stemma.store import log
from stemma.store.database import Database

Role = Literal["viewer", "coder", "lead"]  # each may do what those before it may

WINDOW = timedelta(minutes=15)
FAILURES = 5  # wrong passwords for one name
ADDRESS_FAILURES = 20  # wrong passwords from one address, whatever the names
IDLE = timedelta(hours=12)
LIFE = timedelta(days=7)
SEEN = timedelta(minutes=1)  # how exactly is kept when a session was last used: a page is not worth a write

SHORTEST, LONGEST = 12, 1000  # characters of a password; the upper bound keeps hashing from being an attack
NAME_LENGTH = 80
TOKEN_BYTES, BROWSER_BYTES = 32, 16
_HASHER = PasswordHasher()  # one for all, since _nobodys keeps a digest for each


class Account(Struct, frozen=True):
    """Somebody who may work on a case. Holds no password."""

    name: str  # casefolded; what is logged and compared
    shown: str  # as its owner writes it
    role: Role
    made_at: str  # UTC, ISO 8601
    made_by: str
    disabled_at: str | None = None


class Accounts:
    """The accounts of an open case. Times are aware; errors in what is asked for are UsageErrors of one line."""

    def __init__(self, db: Database, writing: Callable[..., AbstractContextManager[None]],
                 hasher: PasswordHasher | None = None) -> None:
        self._db = db
        self._writing = writing
        self._hasher = hasher or _HASHER

    # ---------------------------------------------------------------------------------------------------- accounts

    def all(self) -> tuple[Account, ...]:
        """All accounts by name, the disabled ones too."""
        with self._db.spoken():
            return tuple(Account(*row) for row in self._db.execute(f"SELECT {_COLUMNS} FROM account ORDER BY name"))

    def get(self, name: str) -> Account | None:
        """The account of that name, in whatever case it is written."""
        with self._db.spoken():
            row = self._db.execute(f"SELECT {_COLUMNS} FROM account WHERE name = ?", (folded(name),)).fetchone()
        return row and Account(*row)

    def add(self, name: str, password: str, role: Role, by: str, at: datetime) -> Account:
        """Make an account. UsageError where the name is taken or the password too short."""
        key, digest = _checked_name(name), self._hashed(password)
        account = Account(key, unicodedata.normalize("NFC", name.strip()), _checked_role(role), _stamp(at), by)
        with self._writing():
            new = self._db.execute(
                "INSERT INTO account (name, shown, role, password, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (name) DO NOTHING",
                (key, account.shown, account.role, digest, account.made_at, account.made_by)).rowcount
            if not new:
                raise UsageError(f"There is an account called {key} already.")
            self._log("added", key, by, at, {"role": account.role, "disabled": False})
        return account

    def set_role(self, name: str, role: Role, by: str, at: datetime) -> None:
        """Let an account do more, or less. UsageError where nobody would be lead any more."""
        with self._writing():
            account = self._known(name)
            if account.role == _checked_role(role):
                return
            self._db.execute("UPDATE account SET role = ? WHERE name = ?", (role, account.name))
            self._one_lead()
            self._log("role", account.name, by, at, {"role": role})

    def disable(self, name: str, by: str, at: datetime) -> None:
        """Let nobody in under this account, and end its sessions. UsageError where nobody would be lead any more."""
        with self._writing():
            account = self._known(name)
            if account.disabled_at is not None:
                return
            self._db.execute("UPDATE account SET disabled_at = ? WHERE name = ?", (_stamp(at), account.name))
            self._one_lead()
            self._db.execute("DELETE FROM session WHERE account = ?", (account.name,))
            self._log("disabled", account.name, by, at, {"disabled": True})

    def enable(self, name: str, by: str, at: datetime) -> None:
        """Let a disabled account in again."""
        with self._writing():
            account = self._known(name)
            if account.disabled_at is None:
                return
            self._db.execute("UPDATE account SET disabled_at = NULL WHERE name = ?", (account.name,))
            self._log("enabled", account.name, by, at, {"disabled": False})

    def set_password(self, name: str, password: str, by: str, at: datetime) -> None:
        """Give an account another password, and end its sessions. The log tells that, not the password."""
        digest = self._hashed(password)
        with self._writing():
            account = self._known(name)
            self._db.execute("UPDATE account SET password = ? WHERE name = ?", (digest, account.name))
            self._db.execute("DELETE FROM session WHERE account = ?", (account.name,))
            self._log("password", account.name, by, at, {})

    def _known(self, name: str) -> Account:
        account = self.get(name)
        if account is None:
            raise UsageError(f"There is no account called {folded(name)}.")
        return account

    def _one_lead(self) -> None:
        """Somebody must be left who may change accounts."""
        (leads,) = self._db.execute(
            "SELECT count(*) FROM account WHERE role = 'lead' AND disabled_at IS NULL").fetchone()
        if not leads:
            raise UsageError("Nobody would be lead any more: make another account lead first.")

    def _log(self, what: str, name: str, by: str, at: datetime, content: dict[str, object]) -> None:
        log.append(self._db, at=at, by=by, action=f"{log.ACCOUNT} {what}", subject=name, content=content)

    # --------------------------------------------------------------------------------------------------- passwords

    def check_password(self, name: str, password: str, address: str, at: datetime, browser: str = "") -> Account | None:
        """The account, where name and password are right, it is not disabled, and no limit is reached.

        browser: what browser_token gave when somebody last signed in there; a good one has tries of its own. Takes as
        long for a name that nobody has. A try counts as a failure before the password is looked at, so that many at
        once get no more guesses than one after another.
        """
        with self._db.spoken():
            row = self._db.execute(f"SELECT password, {_COLUMNS} FROM account WHERE name = ?",
                                   (folded(name),)).fetchone()
        who, where = self._counted(name, address, browser)
        tried = self._try(who, where, at)
        if tried is None:
            return None
        right = self._verified(row[0] if row else _nobodys(self._hasher), password)
        if not row or not right or row[-1] is not None:
            return None
        with self._writing():
            self._db.execute("DELETE FROM login_attempt WHERE account = ? OR id = ?", (who, tried))
            if self._hasher.check_needs_rehash(row[0]):
                self._db.execute("UPDATE account SET password = ? WHERE name = ? AND password = ?",
                                 (self._hasher.hash(_typed(password)), folded(name), row[0]))
        return Account(*row[1:])

    def wait(self, name: str, address: str, at: datetime, browser: str = "") -> timedelta:
        """How long nobody gets in under this name from this address; nothing where the limits are not reached."""
        return self._wait(*self._counted(name, address, browser), at)

    def browser_token(self, name: str, chosen: Callable[[int], str] = secrets.token_urlsafe) -> str:
        """What shows later that somebody has signed in under this name in a browser; good for this password alone."""
        with self._db.spoken():
            row = self._db.execute("SELECT password FROM account WHERE name = ?", (folded(name),)).fetchone()
        nonce = chosen(BROWSER_BYTES)
        return f"{nonce}.{_sealed(row[0] if row else _nobodys(self._hasher), name, nonce)}"

    def _counted(self, name: str, address: str, browser: str) -> tuple[str, str]:
        """What tries are counted under: the name and the address, or the browser where it is known by this name."""
        nonce, _, seal = browser.partition(".")
        with self._db.spoken():
            row = self._db.execute("SELECT password FROM account WHERE name = ?", (folded(name),)).fetchone()
        expected = _sealed(row[0] if row else _nobodys(self._hasher), name, nonce)
        if seal and hmac.compare_digest(seal.encode(errors="replace"), expected.encode()):
            return _hidden(f"{folded(name)}\0{nonce}"), _hidden(f"browser\0{nonce}")
        return _hidden(folded(name)), _hidden(address)

    def _wait(self, who: str, where: str, at: datetime) -> timedelta:
        longest, since = timedelta(), _stamp(at - WINDOW)
        with self._db.spoken():
            for column, value, most in (("account", who, FAILURES), ("address", where, ADDRESS_FAILURES)):
                found = self._db.execute(f"SELECT at FROM login_attempt WHERE {column} = ? AND at > ? "
                                         "ORDER BY at DESC LIMIT ?", (value, since, most)).fetchall()
                if len(found) == most:
                    longest = max(longest, datetime.fromisoformat(found[-1][0]) + WINDOW - at)
        return longest

    def _try(self, who: str, where: str, at: datetime) -> str | None:
        """Count a try as a failure, and give its id; None where a limit is reached."""
        id = make_id("t", secrets.token_hex(16))
        with self._writing():
            self._db.execute("DELETE FROM login_attempt WHERE at <= ?", (_stamp(at - WINDOW),))
            if self._wait(who, where, at):
                return None
            self._db.execute("INSERT INTO login_attempt (id, account, address, at) VALUES (?, ?, ?, ?)",
                             (id, who, where, _stamp(at)))
        return id

    def _hashed(self, password: str) -> str:
        typed = _typed(password)
        if not SHORTEST <= len(typed) <= LONGEST:
            raise UsageError(f"A password has at least {SHORTEST} characters, and at most {LONGEST}.")
        return self._hasher.hash(typed)

    def _verified(self, digest: str, password: str) -> bool:
        try:
            return self._hasher.verify(digest, _typed(password)[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False

    # ---------------------------------------------------------------------------------------------------- sessions

    def start(self, account: Account, at: datetime, token: Callable[[int], str] = secrets.token_urlsafe) -> str:
        """Begin a session; its token, which is kept nowhere else. UsageError where the account is gone or disabled."""
        made = token(TOKEN_BYTES)
        with self._writing():
            if self._known(account.name).disabled_at is not None:
                raise UsageError(f"The account {account.name} is disabled.")
            self._db.execute("DELETE FROM session WHERE expires <= ? OR seen <= ?", (_stamp(at), _stamp(at - IDLE)))
            self._db.execute("INSERT INTO session (digest, account, made, seen, expires) VALUES (?, ?, ?, ?, ?)",
                             (_hidden(made), account.name, _stamp(at), _stamp(at), _stamp(at + LIFE)))
        return made

    def by_token(self, token: str, at: datetime) -> Account | None:
        """Whose session this is, with the role that the account has now; None where it has ended."""
        with self._db.spoken():
            row = self._db.execute(
                f"SELECT session.seen, {', '.join(f'account.{c}' for c in _COLUMNS.split(', '))} "
                "FROM session JOIN account ON account.name = session.account "
                "WHERE digest = ? AND expires > ? AND seen > ? AND disabled_at IS NULL",
                (_hidden(token), _stamp(at), _stamp(at - IDLE))).fetchone()
        if row is None:
            return None
        if datetime.fromisoformat(row[0]) + SEEN <= at:
            # Nobody waits to read a page while a build is writing: the next page tries again.
            with suppress(CaseError), self._writing(wait=False):
                self._db.execute("UPDATE session SET seen = ? WHERE digest = ?", (_stamp(at), _hidden(token)))
        return Account(*row[1:])

    def end(self, token: str) -> None:
        """End a session; nothing happens where there is none."""
        with self._writing():
            self._db.execute("DELETE FROM session WHERE digest = ?", (_hidden(token),))

    def end_all(self, name: str) -> None:
        """End every session of an account."""
        with self._writing():
            self._db.execute("DELETE FROM session WHERE account = ?", (folded(name),))


_COLUMNS = ", ".join(Account.__struct_fields__)


def folded(name: str) -> str:
    """A name as it is compared: spellings that look or sound the same when read out are one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def _checked_name(name: str) -> str:
    key = folded(name)
    if not key or len(key) > NAME_LENGTH or not key.isprintable():
        raise UsageError(f"An account's name has 1 to {NAME_LENGTH} characters that can be printed.")
    return key


def _checked_role(role: str) -> Role:
    if role not in get_args(Role):
        raise UsageError(f"There is no role {role!r}; there are: {', '.join(get_args(Role))}.")
    return role


def _typed(password: str) -> str:
    """A password in the one form that every keyboard's way of writing it comes to (RFC 8265 section 4.2)."""
    return unicodedata.normalize("NFC", password).encode(errors="replace").decode()


def _hidden(secret: str) -> str:
    return sha256(secret.encode(errors="surrogatepass"))


def _sealed(digest: str, name: str, nonce: str) -> str:
    """Shows that who gave this nonce to a browser knew the digest of a password, which is in the case alone."""
    return hmac.new(digest.encode(), f"browser\0{folded(name)}\0{nonce}".encode(errors="replace"),
                    hashlib.sha256).hexdigest()


def _stamp(at: datetime) -> str:
    """A time in UTC to the second, so that its text sorts as it does."""
    return at.astimezone(UTC).replace(tzinfo=UTC).isoformat(timespec="seconds")


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    """A digest that no password has, for names that nobody has: as slow to look at as a real one."""
    return hasher.hash(secrets.token_hex(32))
