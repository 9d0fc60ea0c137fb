"""SQLite's SQL as PostgreSQL's: the few words that differ. What has no counterpart has SQL of its own in
migrations/postgresql/, under the same names.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Left to migrations/postgresql/: triggers call functions there, and full text has other indexes.
_OWN = re.compile(r"(?:\s|--[^\n]*\n)*(?:CREATE (?:VIRTUAL TABLE|TRIGGER)|DROP TRIGGER)\b", re.IGNORECASE)
_TABLE = re.compile(r"(?:\s|--[^\n]*\n)*(?:CREATE TABLE|ALTER TABLE)\b", re.IGNORECASE)
_WORDS = (
    # Compared by code point, as in SQLite; with a language's rules the order would depend on the server.
    (re.compile(r"\bTEXT\b"), 'text COLLATE "C"'),
    (re.compile(r"\bINTEGER\b"), "bigint"),
    (re.compile(r"\bREAL\b"), "double precision"),
    (re.compile(r"\bBLOB\b"), "bytea"),
    (re.compile(r"\bWITHOUT ROWID\b"), ""),
    (re.compile(r"(\bREFERENCES \w+ \([^)]*\))"), r"\1 DEFERRABLE"),
)
# SQLite joins in the order in which it meets the rows; here that order means nothing.
_JOINED = re.compile(r"\bgroup_concat\((\w+(?:\.\w+)?), ('[^']*')\)")


def translated(statement: str) -> str | None:
    """A statement of a migration as PostgreSQL takes it; None where migrations/postgresql/ has its counterpart."""
    if _OWN.match(statement):
        return None
    if _TABLE.match(statement):
        for pattern, here in _WORDS:
            statement = pattern.sub(here, statement)
        return statement
    return _JOINED.sub(r"string_agg(\1, \2 ORDER BY \1)", statement)


@lru_cache(maxsize=1000)
def marked(sql: str) -> str:
    """A query with psycopg's marks for values in the place of `?`. No text in a query may hold a question mark."""
    return sql.replace("%", "%%").replace("?", "%s")


# PostgreSQL's text holds every character but NUL, which a report may hold. It is kept as DLE 0, DLE itself as DLE DLE:
# the control character that Unicode and ASCII call "data link escape".
_DLE, _NUL = "\x10", "\0"
_ESCAPED = re.compile(f"{_DLE}([{_DLE}0])")


def escaped(text: str) -> str:
    """A text as PostgreSQL can hold it."""
    if _NUL in text or _DLE in text:
        return text.replace(_DLE, _DLE * 2).replace(_NUL, _DLE + "0")
    return text


def unescaped(text: str) -> str:
    """The text again."""
    if _DLE in text:
        return _ESCAPED.sub(lambda found: _NUL if found[1] == "0" else _DLE, text)
    return text
