"""The versions of a case: numbered migrations, and which cases this program may touch."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from importlib import resources

from stemma.errors import NewerCase
from stemma.store import log

AFTERWARDS = {3: log.adopt}  # what SQL alone cannot do, by the number of the migration that it belongs to


def migrations(folder: str = "migrations") -> list[tuple[int, str]]:
    """The schema's versions with the SQL that leads to each, in order."""
    found = resources.files("stemma.store").joinpath(folder)
    files = sorted((f for f in found.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(file.name[:4]), file.read_text(encoding="utf-8")) for file in files]


def statements_of(script: str) -> Iterator[str]:
    """The single statements of an SQL script (sqlite3.executescript would commit before it starts)."""
    statement = ""
    for piece in re.split("(?<=;)", script):  # a semicolon in a comment, a string or a trigger completes nothing
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


def refuse_newer(name: str, version: int, newest: int) -> None:
    """NewerCase where the case is of a version that this program does not know."""
    if version > newest:
        raise NewerCase(f"{name} was written by a newer Stemma (case version {version}; this one knows {newest}); "
                        "it was left untouched")
