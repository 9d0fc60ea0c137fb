"""A case in a PostgreSQL database: opened, migrated, locked and spoken of. Needs psycopg (LGPL), an extra of its own.

One database is one case. The schema is that of migrations/, in PostgreSQL's words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

import psycopg
from psycopg import pq
from psycopg.adapt import Dumper, Loader
from psycopg.conninfo import conninfo_to_dict

from stemma.errors import CaseError, CaseFull, NotACase, UsageError
from stemma.store.database import Damage, Database, Table
from stemma.store.postgres_sql import escaped, marked, translated, unescaped
from stemma.store.search_sql import TextSearch
from stemma.store.versions import AFTERWARDS, migrations, refuse_newer, statements_of

OWN = "migrations/postgresql"
LOCK = 0x5374656D  # "Stem": the advisory lock that a writer holds; such locks belong to one database
# The one that whoever writes a record holds instead: its tables are nobody else's, and it may take long.
RECORD_LOCK = LOCK + 1
CONNECT_WAIT = 10  # seconds to wait for a server, unless the address says otherwise
LARGEST = 2**29  # bytes of one value: a message holds 1 GB, and what is sent may be twice what is kept
LONGEST_KEY = 2500  # bytes; an index takes 2704, https://www.postgresql.org/docs/current/btree.html
COPIED = 50  # rows; so many or more are copied in one stream, which takes a quarter of the time

# https://www.postgresql.org/docs/current/errcodes-appendix.html
BUSY = {"55P03", "40001", "40P01"}  # lock not available, serialization failure, deadlock
FULL = {"53100", "53200", "25006", "42501", "53000"}  # disk, memory, read-only, no privilege, resources
DAMAGED = {"XX001", "XX002"}  # data, index
GONE = ("08", "57P")  # connection exceptions, the server going down

Done = TypeVar("Done")


class _TextDumper(Dumper):
    """Text on its way to the server; as a literal of no declared type, as psycopg sends it itself."""

    oid = 0

    def dump(self, obj: str) -> bytes:
        text = escaped(obj).encode()
        if len(text) > LARGEST:
            raise OverflowError(f"a text of {len(text)} bytes")
        return text


class _BytesDumper(Dumper):
    """Bytes on their way to the server, as they are."""

    oid = psycopg.adapters.types["bytea"].oid
    format = pq.Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        if len(obj) > LARGEST:
            raise OverflowError(f"{len(obj)} bytes")
        return obj


class _TextLoader(Loader):
    """Text from the server."""

    format = pq.Format.BINARY

    def load(self, data: pq.abc.Buffer) -> str:
        return unescaped(str(data, "utf-8"))


class PostgresDatabase(Database):
    """A case on a server, connected. Made by connect."""

    words = TextSearch()
    too_large = (OverflowError,)

    def __init__(self, address: str, name: str, wait: float) -> None:
        self.name = name
        self._address = address
        self._wait = wait
        self._readonly = False
        self._inside = False  # between the beginning and the end of a transaction
        self._db = _connected(address, name, wait)

    def execute(self, sql: str, values: Sequence[object] = ()) -> psycopg.Cursor:
        return self._sure(lambda: self._db.cursor(binary=True).execute(marked(sql), values))

    def _sure(self, act: Callable[[], Done]) -> Done:
        """Do it; on a new connection where the server has let go of the old one between two transactions."""
        try:
            return act()
        except psycopg.OperationalError:
            if self._inside or not self._db.closed:
                raise
        self._db = _connected(self._address, self.name, self._wait)
        if self._readonly:
            self.only_read()
        return act()

    def only_read(self) -> None:
        """Refuse every change from now on."""
        self._readonly = True
        self._db.execute("SET default_transaction_read_only = on")

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> psycopg.Cursor:
        cursor = self._db.cursor(binary=True)
        cursor.executemany(marked(sql), rows)
        return cursor

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]], clause: str = "") -> int:
        into = f"{table} ({', '.join(columns)})"
        if clause or len(rows) < COPIED:
            return self.executemany(f"INSERT INTO {into} VALUES ({', '.join('?' * len(columns))}) {clause}",
                                    rows).rowcount
        with self._db.cursor() as cursor:
            with cursor.copy(f"COPY {into} FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
            return cursor.rowcount

    def script(self, sql: str) -> None:
        """Run statements as they stand, without values."""
        self._db.execute(sql)

    @property
    def in_transaction(self) -> bool:
        return self._db.info.transaction_status != pq.TransactionStatus.IDLE and not self._db.closed

    def begin_writing(self, wait: bool = True, derived: bool = False) -> None:
        lock = RECORD_LOCK if derived else LOCK
        briefly = "" if wait else "SET LOCAL lock_timeout = 1; "  # millisecond; 0 would mean to wait for ever
        try:
            self._sure(lambda: self._db.execute(f"BEGIN; {briefly}SELECT pg_advisory_xact_lock({lock})"))
        except BaseException:
            self.rollback()
            raise
        self._inside = True

    def begin_reading(self) -> None:
        self._sure(lambda: self._db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        self._inside = True

    def commit(self) -> None:
        if self._db.info.transaction_status == pq.TransactionStatus.INERROR:  # COMMIT would silently undo it
            raise psycopg.errors.InFailedSqlTransaction("a statement of this transaction failed")
        super().commit()
        self._inside = False

    def rollback(self) -> None:
        self._inside = False
        if self.in_transaction:
            with suppress(psycopg.OperationalError):  # the connection is gone, and the server has undone it
                self._db.execute("ROLLBACK")

    def defer_references(self) -> None:
        self._db.execute("SET CONSTRAINTS ALL DEFERRED")

    def tables(self, names: Iterable[str]) -> Mapping[str, Table]:
        held = _tables(self)
        return {name: held[name] for name in names}

    def damage(self, most: int) -> Iterator[Damage]:
        """Rows that refer to nothing; the server keeps them out unless its own checks are switched off."""
        for name, table in sorted(_tables(self).items()):
            for other, mine, theirs in table.references:
                given = " AND ".join(f"here.{column} IS NOT NULL" for column in mine)
                met = " AND ".join(f"there.{b} = here.{a}" for a, b in zip(mine, theirs, strict=True))
                sql = (f"SELECT {', '.join(f'here.{column}' for column in table.key)} FROM {name} AS here "
                       f"WHERE {given} AND NOT EXISTS (SELECT 1 FROM {other} AS there WHERE {met}) LIMIT {most}")
                for key in self.execute(sql):
                    yield Damage(f"{name} {' '.join(map(str, key))}", "dangling-reference",
                                 f"A row refers to a missing row of {other}.", name)

    def spoken(self):
        return spoken(self.name, self._wait)

    def close(self) -> None:
        self._db.close()


_COLUMNS = """
SELECT held.relname::text, a.attname::text, a.attnotnull
FROM pg_class AS held JOIN pg_attribute AS a ON a.attrelid = held.oid AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attgenerated = ''
WHERE held.relkind = 'r' AND held.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
ORDER BY held.relname, a.attnum"""
_KEYS = """
SELECT held.relname::text, other.relname::text,
       ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k (number, nth)
             JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.number ORDER BY k.nth),
       ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k (number, nth)
             JOIN pg_attribute AS a ON a.attrelid = c.confrelid AND a.attnum = k.number ORDER BY k.nth)
FROM pg_constraint AS c JOIN pg_class AS held ON held.oid = c.conrelid
LEFT JOIN pg_class AS other ON other.oid = c.confrelid
WHERE c.contype IN ('p', 'f') AND held.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())"""


def _tables(db: Database) -> dict[str, Table]:
    """What the schema says of every table."""
    columns: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for name, column, required in db.execute(_COLUMNS):
        columns[name].append((column, required))
    keys: dict[str, tuple[str, ...]] = {}
    references: dict[str, list] = defaultdict(list)
    for name, other, mine, theirs in db.execute(_KEYS):
        if other is None:
            keys[name] = tuple(mine)
        else:
            references[name].append((other, tuple(mine), tuple(theirs)))
    return {
        name: Table(name=name, columns=tuple(column for column, _ in held), key=keys.get(name, ()),
                    required=frozenset(column for column, required in held if required),
                    references=tuple(sorted(references[name])), longest_key=LONGEST_KEY)
        for name, held in columns.items()
    }


# ------------------------------------------------------------------------------------------------------------ opening


def connect(address: str, name: str, steps: list[tuple[int, str]], *, create: bool, readonly: bool,
            wait: float) -> PostgresDatabase:
    """An open connection to a case of the newest of these versions; see open_case for what is raised.

    name: the address as people may see it.
    """
    db = PostgresDatabase(address, name, wait)
    with db.spoken():
        try:
            if _identify(db, steps[-1][0], create=create and not readonly) < steps[-1][0]:
                _migrate(db, steps)
            if readonly:
                db.only_read()
        except BaseException:
            db.close()
            raise
    return db


def _connected(address: str, name: str, wait: float) -> psycopg.Connection:
    """A connection that waits so many seconds for its turn to write; UsageError where there is none to be had."""
    try:
        said = conninfo_to_dict(address)
    except psycopg.ProgrammingError:  # its words may hold a piece of the password
        raise UsageError(f"{name} cannot be read as an address: it should look like "
                         "postgresql://user@host:5432/database, with % codes for special characters") from None
    defaults = {} if "connect_timeout" in said else {"connect_timeout": CONNECT_WAIT}
    try:
        db = psycopg.connect(address, autocommit=True, client_encoding="UTF8", application_name="stemma", **defaults)
    except psycopg.OperationalError as error:
        raise UsageError(_why_not(name, error)) from None
    with spoken(name, wait):
        db.execute(f"SET lock_timeout = {max(1, round(wait * 1000))}")  # milliseconds; 0 would mean to wait for ever
    db.adapters.register_dumper(str, _TextDumper)
    db.adapters.register_dumper(bytes, _BytesDumper)
    db.adapters.register_loader("text", _TextLoader)
    return db


def _why_not(name: str, error: psycopg.OperationalError) -> str:
    """Why there is no connection, in one line: the server's own words, and what to do where that is known."""
    words = " ".join(str(error).split())
    if error.pgconn is not None and error.pgconn.needs_password:
        return f"{name} cannot be opened: the server asks for a password; give it in PGPASSWORD or in ~/.pgpass"
    if error.pgconn is not None and error.pgconn.used_password and "password" in words:
        return f"{name} cannot be opened: the server refused the user or the password"
    if "FATAL" in words:  # the server answered
        return f"{name} cannot be opened: {words.rpartition('FATAL:')[2].strip()}"
    return f"{name} cannot be reached: {words}"


def _identify(db: PostgresDatabase, newest: int, *, create: bool) -> int:
    """The case's version; 0 for an empty database in which one may be made. What is another program's is refused."""
    found = db.execute(
        "SELECT current_schema() IS NULL, to_regclass('stemma_case') IS NOT NULL, "
        "current_setting('server_encoding') = 'UTF8', EXISTS (SELECT 1 FROM pg_class AS held "
        "WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) "
        "AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = held.oid AND deptype = 'e'))").fetchone()
    nowhere, ours, unicode, others = found
    if ours:
        (version,) = db.execute("SELECT version FROM stemma_case").fetchone() or (0,)
        refuse_newer(db.name, version, newest)
        return version
    if nowhere:
        raise UsageError(f"{db.name}: the search path of this user names no schema in which a case could be")
    if others:
        raise NotACase(f"{db.name} is a database with tables of its own, but not a case; it was left untouched")
    if not create:
        raise UsageError(f"there is no case in {db.name} yet")
    if not unicode:
        raise UsageError(f"{db.name} does not hold all of Unicode: make the database with createdb --encoding=UTF8")
    return 0


def _migrate(db: PostgresDatabase, steps: list[tuple[int, str]]) -> None:
    """Take the case to the newest version, each step in one transaction with its number."""
    own = dict(migrations(OWN))
    for number, script in steps:
        db.begin_writing()
        try:
            if _version(db) < number:  # another program may have been quicker
                for statement in statements_of(script):
                    if (here := translated(statement)) is not None:
                        db.script(here)
                db.script(own.get(number, ""))
                if number in AFTERWARDS:
                    AFTERWARDS[number](db)
                db.execute("UPDATE stemma_case SET version = ?", (number,))
            db.commit()
        except BaseException:
            db.rollback()
            raise


def _version(db: PostgresDatabase) -> int:
    (made,) = db.execute("SELECT to_regclass('stemma_case') IS NOT NULL").fetchone()
    return db.execute("SELECT version FROM stemma_case").fetchone()[0] if made else 0


@contextmanager
def spoken(name: str, wait: float) -> Iterator[None]:
    """Turn psycopg's errors into ours, each with the case's name and what it means."""
    try:
        yield
    except psycopg.Error as error:
        code = error.sqlstate or ""
        words = " ".join((error.diag.message_primary or str(error)).split())
        if code in DAMAGED:
            raise NotACase(f"{name} is damaged ({words})") from error
        if code in BUSY:
            raise CaseError(f"{name} is being written by another program; gave up after {wait:g} s") from error
        if code in FULL:
            raise CaseFull(f"{name} cannot be written ({words}); nothing that was stored before is lost") from error
        if code.startswith(GONE) or (isinstance(error, psycopg.OperationalError) and not code):
            raise CaseError(f"the connection to {name} was lost ({words}); what was stored before is kept") from error
        raise CaseError(f"{name}: {words}") from error
