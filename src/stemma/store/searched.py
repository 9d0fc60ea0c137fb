"""The rows of the search index: what of a record is found by which words. Only rows that changed are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from stemma.model import Reading, Record
from stemma.store.database import Database
from stemma.store.folding import folded

REPORT, STATEMENT, CLAIM, PARTY, PLACE = "report", "statement", "claim", "party", "place"
TEXTS, NAMES = (REPORT, STATEMENT, CLAIM), (PARTY, PLACE)

Searched = tuple[str, str, str | None, str | None, str, str]  # sort, id, doc, day, title, words
COLUMNS = ("sort", "id", "doc", "day", "title", "words")


def title_of(reading: Reading) -> str:
    """What a report is called: its title as given, else its headline, else its name."""
    page = reading.page
    headline = next((s.span.of(page.text) for s in page.sentences if s.part == "headline"), None)
    return page.document.title or headline or page.document.name


def rows_of_reading(reading: Reading) -> Iterator[Searched]:
    """What one report is found by: itself whole, its statements and claims by the words that they quote."""
    page, doc, text = reading.page, reading.document.id, reading.document.text
    day = page.published.day and page.published.day.isoformat()
    outlet = page.outlet or page.document.outlet or ""
    yield REPORT, doc, doc, day, folded(title_of(reading)), folded(f"{text}\n{outlet}")
    for statement in reading.statements:
        yield (STATEMENT, statement.id, doc, day, folded(statement.source.name), folded(statement.span.of(text)))
    for claim in reading.claims:
        yield CLAIM, claim.id, doc, day, folded(claim.source.name), folded(f"{claim.span.of(text)}\n{claim.value}")


def rows_of_names(record: Record) -> Iterator[Searched]:
    """What people and places are found by: all their spellings."""
    for party in record.parties:
        yield PARTY, party.key, None, None, folded(party.name), folded("\n".join((*party.variants, party.role or "")))
    for place in record.places:
        yield PLACE, place.key, None, None, folded(place.name), folded("\n".join(place.variants))


def rows_of_record(record: Record) -> Iterator[Searched]:
    """All rows of a record."""
    for reading in record.readings:
        yield from rows_of_reading(reading)
    yield from rows_of_names(record)


def bring_to(db: Database, record: Record, changed: Collection[str]) -> None:
    """Bring the index to this record, in the transaction that is open. changed: documents whose reading is another."""
    held = {doc for (doc,) in db.execute("SELECT doc FROM search_row WHERE sort = ?", (REPORT,))}
    readings = {reading.document.id: reading for reading in record.readings}
    outdated = sorted(held & set(changed) | held - readings.keys())
    gone = [number for doc in outdated
            for (number,) in db.execute("SELECT number FROM search_row WHERE doc = ?", (doc,))]
    due = [row for doc in readings if doc in changed or doc not in held for row in rows_of_reading(readings[doc])]
    names = Counter(rows_of_names(record))
    sql = f"SELECT number, {', '.join(COLUMNS)} FROM search_row WHERE sort IN (?, ?)"
    for number, *row in db.execute(sql, NAMES).fetchall():
        if names[tuple(row)] > 0:
            names[tuple(row)] -= 1
        else:
            gone.append(number)
    _write(db, gone, [*due, *names.elements()])


def _write(db: Database, gone: list[int], due: list[Searched]) -> None:
    db.words.removing(db, gone)
    db.executemany("DELETE FROM search_row WHERE number = ?", [(number,) for number in gone])
    (last,) = db.execute("SELECT coalesce(max(number), 0) FROM search_row").fetchone()
    db.insert("search_row", ("number", *COLUMNS), [(last + n, *row) for n, row in enumerate(due, start=1)])
    db.words.added(db, last)
