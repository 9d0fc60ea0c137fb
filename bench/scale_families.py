"""Families over an archive: the joins of `stemma scale` on invented reports with planted copies.

`python -m bench scale-families [DOCUMENTS] [SAMPLE]`; 160,000 documents and a sample of 5,000 if not given. Needs the
extra "scale".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench._copies import pile
from stemma.ids import make_id, sha256
from stemma.model import Document, DocumentDate, Page, Reading
from stemma.reading.sentences import sentences_of
from stemma.scale import manifest, rows, storage
from stemma.scale.keys import happening_rows, key_row
from stemma.scale.nouns import Unit, UnitDone
from stemma.scale.schema import DOCUMENTS, HAPPENINGS, KEYS
from stemma.scale.tables import UnitTables

FILE = 2_000  # reports that stand in one file of the archive
FIRST = date(2033, 1, 3)  # day of the first reports
A_DAY = 400  # reports a day


def readings_of(count: int) -> Iterator[Reading]:
    """The reports of an invented pile, with the sentences alone: families need no more."""
    for number, text in enumerate(pile(count).texts):
        yield reading(str(number), text, FIRST + timedelta(number // A_DAY))


def reading(name: str, text: str, day: date | None) -> Reading:
    """A report of which only the text and the day are known."""
    digest = sha256(text.encode())
    document = Document(make_id("d", digest, name), name, digest, text, "text/plain", published=day)
    page = Page(document, DocumentDate(day, "given"), (), sentences_of(document, ()), (), (), ())
    return Reading(page, (), (), victims=())


def put_unit(out: str, number: int, readings: list[Reading]) -> None:
    """Write what reading one file of an archive leaves."""
    unit = Unit(make_id("u", number), f"/archive/{number:05d}", len(readings), "0")
    with storage.working_folder(out, unit.id) as folder:
        tables = UnitTables(folder, f"{number:05d}-{unit.id[2:]}")
        for one in readings:
            month = rows.month_of(one.page.published.day)
            tables.add(DOCUMENTS, rows.document_row(one, one.document.text.encode(), unit.id), month)
            tables.add(KEYS, key_row(one), month)
            for row in happening_rows(one):
                tables.add(HAPPENINGS, row, month)
        files = tables.put(out)
    manifest.enter(out, UnitDone(unit, "0" * 64, len(readings), len(readings), {}, {}, tables.rows(), files))


def put_archive(out: Path, count: int) -> list[Reading]:
    """Write what reading an archive of so many reports leaves; the readings."""
    readings = list(readings_of(count))
    for number, first in enumerate(range(0, count, FILE)):
        put_unit(str(out), number, readings[first : first + FILE])
    return readings
