"""The packed gazetteer: place names to the places that bear them.

A look-up is one B-tree search in a read-only file (about 100,000 a second), so nothing is loaded at import and the
first use costs a few milliseconds. Built by scripts/build_gazetteer.py; data/README.md names the sources and their
licence.
"""

from __future__ import annotations

import os
import sqlite3
from functools import lru_cache
from importlib import resources
from pathlib import Path

from anyascii import anyascii
from msgspec import Struct

from stemma.values import Geo

_REST = str.maketrans({"'": None, "`": None, '"': None, "-": " ", ".": None, ",": None})


@lru_cache(maxsize=16_384)
def name_key(name: str) -> str:
    """The form under which a name is stored: ASCII, lower case, no apostrophes or dots, hyphens as spaces."""
    plain = name if name.isascii() else anyascii(name)
    return " ".join(plain.translate(_REST).casefold().split())


class Entry(Struct, frozen=True):
    """One place that bears a name. rank 0: it is its main name; 1: another name of it."""

    geo: Geo
    rank: int
    admin: str  # first-order division, GeoNames code; for states of the USA their postal code


def _connection() -> sqlite3.Connection:
    """The packaged file; each process opens its own, since SQLite's connections do not survive a fork."""
    return _opened(os.getpid())


@lru_cache(maxsize=2)
def _opened(process: int) -> sqlite3.Connection:
    """The file, read-only; immutable spares the locks, so that it also works on read-only media."""
    path = Path(str(resources.files("stemma") / "data" / "gazetteer.sqlite"))
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def entries(key: str) -> tuple[Entry, ...]:
    """The places of a name (as name_key gives it): main names first, then by population."""
    first, blank, _ = key.partition(" ")
    return () if blank and not _opens_longer(first) else _entries(key)


@lru_cache(maxsize=65_536)
def _opens_longer(word: str) -> bool:
    """Whether any name of several words begins with this one: most words of a report open none."""
    found = _connection().execute("SELECT 1 FROM name WHERE key >= ? AND key < ? LIMIT 1", (word + " ", word + "!"))
    return found.fetchone() is not None


@lru_cache(maxsize=65_536)
def _entries(key: str) -> tuple[Entry, ...]:
    rows = _connection().execute(
        "SELECT p.id, p.name, p.country, p.lat, p.lon, p.kind, p.population, n.rank, p.admin FROM name n"
        " JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY n.rank, p.population DESC, p.id", (key,)
    ).fetchall()
    return tuple(
        Entry(Geo(_id(number), name, country, lat, lon, kind, population), rank, admin)
        for number, name, country, lat, lon, kind, population, rank, admin in rows
    )


def _id(number: int) -> str:
    """Ids say where a row comes from: GeoNames or our own tables."""
    return f"geonames:{number}" if number < 1_000_000_000 else f"stemma:{number - 1_000_000_000}"


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The codes (ISO 3166-1 alpha-2) of all countries that a place can lie in."""
    return frozenset(code for code, in _connection().execute("SELECT DISTINCT country FROM place") if code)


@lru_cache(maxsize=256)
def largest_cities(country: str, count: int = 5) -> tuple[Geo, ...]:
    """The most populous cities of a country (ISO 3166-1 alpha-2), largest first."""
    rows = _connection().execute(
        "SELECT id, name, country, lat, lon, kind, population FROM place WHERE country = ? AND kind = 'city'"
        " ORDER BY population DESC, id LIMIT ?", (country, count)
    ).fetchall()
    return tuple(Geo(_id(number), *rest) for number, *rest in rows)
