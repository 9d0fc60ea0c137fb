"""What the store asks of a database, whichever engine holds the case.

SQL is written once, in what SQLite and PostgreSQL share, with `?` for values; what differs has a method here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from msgspec import Struct

from stemma.store.search_sql import WordIndex


class Cursor(Protocol):
    """What a statement gives back: its rows, or how many it changed."""

    rowcount: int
    description: Any

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list: ...
    def __iter__(self) -> Iterator: ...


class Table(Struct, frozen=True):
    """What the schema says of one table."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    required: frozenset[str]  # columns that may not be empty
    references: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]  # table, columns here, columns there
    longest_key: int | None = None  # bytes of UTF-8; None: as long as may be


class Damage(Struct, frozen=True):
    """Something that the database itself finds wrong."""

    subject: str
    code: str
    message: str
    table: str | None = None


class Database(ABC):
    """An open connection to one case. Errors are the engine's own until `spoken` turns them into ours."""

    name: str  # as shown to people: the file's path, or the address without its password
    words: WordIndex  # how words are looked up
    too_large: tuple[type[Exception], ...]  # what is raised for a value larger than the engine can hold

    @abstractmethod
    def execute(self, sql: str, values: Sequence[object] = ()) -> Cursor:
        """Run one statement."""

    @abstractmethod
    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> Cursor:
        """Run one statement for each row of values."""

    @abstractmethod
    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]], clause: str = "") -> int:
        """Insert rows, in the fastest way that this engine has; how many were written. clause: ON CONFLICT ..."""

    @property
    @abstractmethod
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    @abstractmethod
    def begin_writing(self, wait: bool = True, derived: bool = False) -> None:
        """Open a transaction as the only writer, waiting for the turn; without wait, only where it is free.

        derived: as the only one that writes a record; a server lets others go on writing what people decide and what
        comes in meanwhile, a file has one writer at a time.
        """

    @abstractmethod
    def begin_reading(self) -> None:
        """Open a transaction whose queries all see one state."""

    def commit(self) -> None:
        """Keep what the transaction did."""
        self.execute("COMMIT")

    @abstractmethod
    def rollback(self) -> None:
        """Undo the transaction, if one is open still."""

    @abstractmethod
    def defer_references(self) -> None:
        """Look at references between rows when the transaction under way ends."""

    @abstractmethod
    def tables(self, names: Iterable[str]) -> Mapping[str, Table]:
        """What the schema says of these tables."""

    @abstractmethod
    def damage(self, most: int) -> Iterator[Damage]:
        """What the engine finds wrong, at most so many of a kind."""

    @abstractmethod
    def spoken(self) -> AbstractContextManager[None]:
        """Turn the engine's errors into ours, each with the case's name and what it means."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the case."""
