"""A case in one SQLite file: what it is, whether this program may touch it, and how it is opened and spoken of.

A file is looked at before SQLite may touch it, so that a foreign or a newer file stays as it is, byte for byte. Not so
a file that this process has open: to close any other opening of it would drop SQLite's locks on it, and another process
might then put away the write-ahead log under our hands (https://www.sqlite.org/howtocorrupt.html section 2.2).
"""

from __future__ import annotations

import os
import sqlite3
import struct
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakSet

from stemma.errors import CaseError, CaseFull, NotACase, UsageError
from stemma.store.database import Damage, Database, Table
from stemma.store.search_sql import Fts5
from stemma.store.versions import AFTERWARDS, refuse_newer, statements_of

APPLICATION_ID = 0x5374656D  # "Stem"; shown by `file` and read before anything else
# The SQLite file format, https://www.sqlite.org/fileformat.html section 1.3: magic, user_version, application_id.
HEADER_LENGTH, MAGIC, VERSION_AT, APPLICATION_AT = 100, b"SQLite format 3\x00", 60, 68

BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

_OPENING = threading.Lock()  # one file at a time is looked at and opened
_OPEN: WeakSet[SqliteDatabase] = WeakSet()  # what this process has open


class SqliteDatabase(Database):
    """A case file, open. Made by connect."""

    words = Fts5()
    too_large = (OverflowError, sqlite3.DataError)

    def __init__(self, path: str, db: sqlite3.Connection, wait: float) -> None:
        self.name = path
        self._db = db
        self._wait = wait
        self.file = _file(path)
        _OPEN.add(self)

    def execute(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        return self._db.execute(sql, values)

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> sqlite3.Cursor:
        return self._db.executemany(sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]], clause: str = "") -> int:
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) {clause}"
        return self._db.executemany(sql, rows).rowcount

    @property
    def in_transaction(self) -> bool:
        return self._db.in_transaction

    def begin_writing(self, wait: bool = True, derived: bool = False) -> None:
        if wait:
            self._db.execute("BEGIN IMMEDIATE")
            return
        self._db.execute("PRAGMA busy_timeout = 0")
        try:
            self._db.execute("BEGIN IMMEDIATE")
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {round(self._wait * 1000)}")  # milliseconds

    def begin_reading(self) -> None:
        self._db.execute("BEGIN")

    def rollback(self) -> None:
        if self._db.in_transaction:  # SQLite has undone it itself where the disk is full
            self._db.execute("ROLLBACK")

    def defer_references(self) -> None:
        self._db.execute("PRAGMA defer_foreign_keys = ON")

    def tables(self, names: Iterable[str]) -> Mapping[str, Table]:
        return {name: _table(self._db, name) for name in names}

    def damage(self, most: int) -> Iterator[Damage]:
        for (words,) in self._db.execute(f"PRAGMA integrity_check({most})"):
            if words != "ok":
                yield Damage("case", "damaged", f"The file is damaged: {words}.")
        for table, rowid, parent, _ in self._db.execute("PRAGMA foreign_key_check"):
            yield Damage(f"{table} {rowid}", "dangling-reference", f"A row refers to a missing row of {parent}.", table)

    def spoken(self):
        return spoken(self.name, self._wait)

    def close(self) -> None:
        with _OPENING:  # not between another thread's look at what is open and its own opening
            self._db.close()
            _OPEN.discard(self)


def _table(db: sqlite3.Connection, name: str) -> Table:
    columns = db.execute(f"PRAGMA table_info({name})").fetchall()  # cid, name, type, notnull, default, pk
    found: dict[int, tuple[str, list[str], list[str]]] = {}
    for number, _, other, here, there, *_ in db.execute(f"PRAGMA foreign_key_list({name})"):
        _, mine, theirs = found.setdefault(number, (other, [], []))
        mine.append(here)
        theirs.append(there)
    return Table(
        name=name, columns=tuple(c[1] for c in columns),
        key=tuple(c[1] for c in sorted(columns, key=lambda c: c[5]) if c[5]),
        required=frozenset(c[1] for c in columns if c[3] or c[5]),
        references=tuple(sorted((other, tuple(mine), tuple(theirs)) for other, mine, theirs in found.values())),
    )


# ------------------------------------------------------------------------------------------------------------ opening


def connect(path: str, steps: list[tuple[int, str]], *, create: bool, readonly: bool, wait: float) -> SqliteDatabase:
    """An open case file of the newest of these versions; see open_case for what is raised."""
    newest = steps[-1][0]
    with _OPENING, spoken(path, wait):
        held = _file(path)
        ours = held is not None and any(one.file == held for one in list(_OPEN))
        new = False if ours else _look(path, create=create and not readonly, newest=newest)
        db = sqlite3.connect(_uri(path, new), uri=True, isolation_level=None, timeout=wait)
        try:
            _set_up(db)
            version = _identify(db, path, newest, new)
            if version < newest:
                _migrate(db, steps)
            if readonly:
                db.execute("PRAGMA query_only = ON")
            else:
                _write_ahead(db)
        except BaseException:
            db.close()
            raise
        return SqliteDatabase(path, db, wait)


def _file(path: str) -> tuple[int, int] | None:
    """What tells a file from every other one, whatever it is called; None where there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _look(path: str, *, create: bool, newest: int) -> bool:
    """Refuse what is not ours before SQLite touches it; True where the case has yet to be made."""
    if not os.path.exists(path):
        if not create:
            raise UsageError(f"there is no case file at {path}")
        if not os.path.isdir(os.path.dirname(os.path.abspath(path))):
            raise UsageError(f"{path} cannot be made: its folder is not there")
        return True
    if not os.path.isfile(path):
        raise NotACase(f"{path} is not a case file but a folder or a device")
    if os.path.exists(f"{path}-journal"):  # an interrupted write, which SQLite has to put right first
        return create
    try:
        with open(path, "rb") as file:
            header = file.read(HEADER_LENGTH)
    except OSError as error:
        raise CaseError(f"{path} cannot be read: {error.strerror}") from None
    if not header and create:
        return True
    if len(header) < HEADER_LENGTH or not header.startswith(MAGIC):
        raise NotACase(f"{path} is not a case file")
    (application,) = struct.unpack_from(">I", header, APPLICATION_AT)
    (version,) = struct.unpack_from(">I", header, VERSION_AT)
    _refuse(path, application, version, newest)
    return False


def _refuse(path: str, application: int, version: int, newest: int) -> None:
    """Raise where the file is another program's or a newer one's."""
    if application != APPLICATION_ID:
        raise NotACase(f"{path} is a database, but not a case file")
    refuse_newer(path, version, newest)


def _uri(path: str, new: bool) -> str:
    """How SQLite is told to open the file: for writing, where that may be.

    A reader opens for writing too (and then sets query_only), because a read-only connection leaves -wal and -shm
    files behind. A case in a folder that cannot be written is read as a file that never changes.
    """
    base = Path(os.path.abspath(path)).as_uri()
    if new:
        return f"{base}?mode=rwc"
    folder = os.path.dirname(os.path.abspath(path))
    if os.access(path, os.W_OK) and os.access(folder, os.W_OK):
        return f"{base}?mode=rw"
    if os.path.exists(f"{path}-wal"):
        return f"{base}?mode=ro"
    return f"{base}?mode=ro&immutable=1"


def _set_up(db: sqlite3.Connection) -> None:
    """Settings of every connection. FULL: what was acknowledged survives a power cut."""
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA trusted_schema = OFF")


def _write_ahead(db: sqlite3.Connection) -> None:
    """Let readers read while one writes; where that cannot be had just now, the older journal is as safe."""
    with suppress(sqlite3.OperationalError):
        db.execute("PRAGMA journal_mode = WAL").fetchone()


def _identify(db: sqlite3.Connection, path: str, newest: int, new: bool) -> int:
    """The case's version as SQLite sees it, pending writes included; 0 for an empty file that is to be made."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (things,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not (application or version or things):
        if new:
            return 0
        raise NotACase(f"{path} is empty")
    _refuse(path, application & 0xFFFFFFFF, version, newest)
    return version


def _migrate(db: sqlite3.Connection, steps: list[tuple[int, str]]) -> None:
    """Take the case to the newest version, each step in one transaction with its number."""
    for number, script in steps:
        db.execute("BEGIN EXCLUSIVE")
        try:
            (version,) = db.execute("PRAGMA user_version").fetchone()  # another program may have been quicker
            if version < number:
                for statement in statements_of(script):
                    db.execute(statement)
                if number in AFTERWARDS:
                    AFTERWARDS[number](db)
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {number}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    if db.execute("PRAGMA journal_mode").fetchone() == ("wal",):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the version must stand in the file's own header


@contextmanager
def spoken(path: str, wait: float) -> Iterator[None]:
    """Turn SQLite's errors into ours, each with the file's name and what it means."""
    try:
        yield
    except UnicodeDecodeError as error:  # a text, or the words of SQLite's own complaint about a damaged schema
        raise NotACase(f"{path} is damaged: it holds text that is not UTF-8 ({error})") from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in DAMAGED:
            raise NotACase(f"{path} is damaged or not a case file ({error})") from error
        if code in BUSY:
            raise CaseError(f"{path} is being written by another program; gave up after {wait:g} s") from error
        if code in FULL:
            raise CaseFull(f"{path} cannot be written ({error}); nothing that was stored before is lost") from error
        raise CaseError(f"{path}: {error}") from error
