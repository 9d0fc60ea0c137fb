"""Changes that builds made, kept until somebody asks; and how far whoever watches the case has been told of them.

Derived like the record, but not made anew: what was different between two builds cannot be seen in the later one.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime

import msgspec
from msgspec import Struct

from stemma.changes.nouns import Change, State
from stemma.store.database import Database

MOST = 1000  # changes that are read at once
_CHANGE, _STATE = msgspec.json.Decoder(Change), msgspec.json.Decoder(State)


class Noted(Struct, frozen=True):
    """A change and when it was found."""

    number: int
    at: datetime  # UTC
    change: Change


class Basis(Struct, frozen=True):
    """What the next build is held against."""

    mark: str  # of the build that it was drawn from
    state: State


class Changes:
    """The changes of an open case."""

    def __init__(self, db: Database, writing: Callable[..., AbstractContextManager[None]]) -> None:
        self._db = db
        self._writing = writing

    def basis(self) -> Basis | None:
        """What the next build is held against; None where nothing is kept that this program can read."""
        with self._db.spoken():
            row = self._db.execute("SELECT mark, packed FROM change_state").fetchone()
        with suppress(zlib.error, msgspec.DecodeError, TypeError):
            return row and Basis(row[0], _STATE.decode(zlib.decompress(row[1])))
        return None

    def note(self, found: Sequence[Change], at: datetime, before: Basis | None, now: Basis) -> bool:
        """Keep what a build changed, and what the next one is held against, in one transaction.

        False, and nothing is kept, where somebody else did so since `before` was read: their build was told then.
        """
        packed = zlib.compress(msgspec.json.encode(now.state), 1)
        with self._writing():
            row = self._db.execute("SELECT mark FROM change_state").fetchone()
            if before is not None and row != (before.mark,):
                return False
            (last,) = self._db.execute("SELECT coalesce(max(number), 0) FROM change").fetchone()
            self._db.insert("change", ("number", "at", "kind", "json"),
                            [(number, msgspec.to_builtins(at), one.kind, msgspec.json.encode(one).decode())
                             for number, one in enumerate(found, start=last + 1)])
            if row is None:
                self._db.execute("INSERT INTO change_state VALUES (1, ?, ?, NULL)", (now.mark, packed))
            else:
                self._db.execute("UPDATE change_state SET mark = ?, packed = ?", (now.mark, packed))
        return True

    def after(self, number: int = 0, limit: int = MOST) -> tuple[Noted, ...]:
        """Changes after that number in the order in which they were found, at most so many."""
        return self._read("WHERE number > ? ORDER BY number LIMIT ?", (number, limit))

    def last(self, limit: int = MOST, offset: int = 0, kind: str = "") -> tuple[Noted, ...]:
        """Changes, those of the last build first and each build's in their order; kind: only those of this kind."""
        where, values = ("WHERE kind = ? ", (kind,)) if kind else ("", ())
        return self._read(f"{where}ORDER BY at DESC, number LIMIT ? OFFSET ?", (*values, limit, offset))

    def kinds(self) -> dict[str, int]:
        """How many there are of each kind."""
        with self._db.spoken():
            return dict(self._db.execute("SELECT kind, count(*) FROM change GROUP BY kind").fetchall())

    def watched(self) -> None:
        """From now on somebody is told of changes; of those that were found before nobody ever asked, of none."""
        with self._writing():
            self._db.execute("UPDATE change_state SET told = (SELECT coalesce(max(number), 0) FROM change) "
                             "WHERE told IS NULL")

    def untold(self) -> tuple[Noted, ...]:
        """What whoever watches has not been told yet, at most so many at once; nothing where nobody watches."""
        with self._db.spoken():
            row = self._db.execute("SELECT told FROM change_state").fetchone()
        return self.after(row[0]) if row and row[0] is not None else ()

    def told(self, number: int) -> None:
        """Whoever watches has been told of all changes up to that number."""
        with self._writing():
            self._db.execute("UPDATE change_state SET told = ? WHERE told < ?", (number, number))

    def _read(self, rest: str, values: Iterable[object]) -> tuple[Noted, ...]:
        found = []
        with self._db.spoken():
            rows = self._db.execute(f"SELECT number, at, json FROM change {rest}", tuple(values)).fetchall()
        for number, at, json in rows:
            with suppress(msgspec.DecodeError):  # of a program with other nouns: nothing rests on it
                found.append(Noted(number, msgspec.convert(at, datetime), _CHANGE.decode(json)))
        return tuple(found)
