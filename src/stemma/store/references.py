"""References between derived rows: what points at nothing is left out of the tables and told as a problem.

One slip in one stage must not keep a whole case from being written; the exact nouns keep what the stage said.
The keys and references themselves are read from the schema, which stays the one place that states them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from stemma.model import Problem
from stemma.store.database import Table
from stemma.store.rows import TABLES, Row


def sound(tables: Mapping[str, list[Row]], schema: Mapping[str, Table], documents: Iterable[str],
          written: Mapping[str, set[tuple]] | None = None) -> tuple[dict[str, list[Row]], list[Problem]]:
    """The rows that can be written, and a problem for each one that cannot be written whole.

    written: keys of rows that stand in a table already, and stay, as `keys_of` gives them.
    """
    written = written or {}
    known: dict[tuple[str, tuple[str, ...]], set] = defaultdict(set)
    known["document", ("id",)] = set(documents)
    kept: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    for name in TABLES:
        table, rows = schema[name], tables.get(name, [])
        if table.longest_key is not None:
            rows = _with_short_keys(table, rows, problems)
        own, stands = set(keys_of(rows, table.key)), written.get(name, set())
        if len(own) < len(rows):
            rows = _without_doubles(table, rows, problems)
        known[name, table.key] = stands | own
        if not all(_found(rows, mine, known[other, theirs]) for other, mine, theirs in table.references):
            rows = [row for row in (_linked(table, row, known, problems) for row in rows) if row is not None]
            known[name, table.key] = stands.union(keys_of(rows, table.key))
        kept[name] = rows
    return kept, problems


def values_of(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[tuple]:
    """What rows have in some of their columns."""
    if len(columns) == 1:
        (only,) = columns
        return ((row[only],) for row in rows)
    return map(itemgetter(*columns), rows)


def keys_of(rows: Iterable[Row], columns: Sequence[str]) -> Iterator:
    """What rows are known by: what they have in some of their columns, of one column that itself."""
    return map(itemgetter(*columns), rows)


def _found(rows: Iterable[Row], columns: Sequence[str], known: set) -> bool:
    """Whether every reference of these rows is good; most are, and all at once are soon looked up."""
    return all(_is_none(value, columns) for value in set(keys_of(rows, columns)) - known)


def _is_none(value: object, columns: Sequence[str]) -> bool:
    """Whether a row refers to nothing. value: as `keys_of` gives it."""
    return value is None if len(columns) == 1 else None in value


def _with_short_keys(table: Table, rows: list[Row], problems: list[Problem]) -> list[Row]:
    """Rows whose keys an index of this database can hold; a name of thousands of letters is no name."""
    def size(key: tuple) -> int:
        return sum(len(value.encode()) for value in key if isinstance(value, str))

    long = {key for key in values_of(rows, table.key) if size(key) > table.longest_key}
    if not long:
        return rows
    kept = []
    for row, key in zip(rows, values_of(rows, table.key), strict=True):
        if key in long:
            problems.append(_problem("too-long", table, row, "has a name too long for the database; it was left out"))
        else:
            kept.append(row)
    return kept


def _without_doubles(table: Table, rows: Iterable[Row], problems: list[Problem]) -> list[Row]:
    """Rows with a key of their own; the first of two stays."""
    seen: dict[tuple, Row] = {}
    for row in rows:
        key = tuple(row[c] for c in table.key)
        if key in seen:
            problems.append(_problem("double-row", table, row, "stands there twice; the first was kept"))
        seen.setdefault(key, row)
    return list(seen.values())


def _linked(table: Table, row: Row, known: Mapping, problems: list[Problem]) -> Row | None:
    """The row with every reference good: an optional one that is not becomes empty, a needed one drops the row."""
    for other, mine, theirs in table.references:
        (value,) = keys_of((row,), mine)
        if _is_none(value, mine) or value in known[other, theirs]:
            continue
        what = f"refers to the {other} {' '.join(str(row[c]) for c in mine)}, which is not there"
        problems.append(_problem("dangling-reference", table, row, what))
        if table.required.intersection(mine):
            return None
        row = row | dict.fromkeys(mine)
    return row


def _problem(code: str, table: Table, row: Row, what: str) -> Problem:
    key = " ".join(str(row[c]) for c in table.key)
    return Problem("store", key, code, f"A row of the table {table.name} {what}.", table.name)
