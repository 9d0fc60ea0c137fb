"""Opening a case wherever it is: a SQLite file, or a PostgreSQL database."""

from __future__ import annotations

import os
import re

from stemma.errors import UsageError
from stemma.store import sqlite
from stemma.store.database import Database
from stemma.store.versions import migrations

_ADDRESS = re.compile("postgres(?:ql)?://", re.IGNORECASE)


def connect(path: str, *, create: bool, readonly: bool, wait: float) -> Database:
    """An open connection to a case of the current version; see open_case for what is raised."""
    if not is_address(path):
        return sqlite.connect(path, migrations(), create=create, readonly=readonly, wait=wait)
    try:
        from stemma.store import postgres  # it needs psycopg, which not everybody has
    except ImportError as error:
        raise UsageError("A case on PostgreSQL needs psycopg: install it with pip install 'stemma[postgres]'. "
                         f"({error})") from None
    return postgres.connect(path, shown(path), migrations(), create=create, readonly=readonly, wait=wait)


def is_address(path: str) -> bool:
    """Whether this is the address of a PostgreSQL database, not the path of a file."""
    return bool(_ADDRESS.match(path))


def exists(path: str) -> bool:
    """Whether there may be a case: whether there is a file, or an address to ask at."""
    return is_address(path) or os.path.exists(path)


def shown(path: str) -> str:
    """What people may see of a path or an address: no password, nor the settings among which one may be."""
    if not is_address(path):
        return path
    scheme, _, rest = path.partition("://")
    who, at, where = rest.rpartition("@")  # the last one: a password may hold an @ or a / that nobody escaped
    if "?" in who and "/" in who.partition("?")[0]:  # no: that one stands in a setting
        who, at, where = who.partition("?")[0].rpartition("@")
    return f"{scheme}://{who.partition(':')[0]}{at}{where.partition('?')[0]}"
