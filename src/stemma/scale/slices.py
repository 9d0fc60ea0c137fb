"""From tables to a case: the reports of an output that somebody wants to review, with their bytes and what was read.

Reports are chosen by what they tell of, and come with the other documents of their families, so that a copy never comes
without what it was made from, as far as that was kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from datetime import UTC, date
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from stemma.custody.manifest import Person
from stemma.errors import StemmaError, UsageError
from stemma.ids import make_id, sha256
from stemma.model import Document, Problem, Reading
from stemma.program import reader
from stemma.readers import STAGE
from stemma.scale import manifest, storage
from stemma.scale.nouns import UnitDone, Wanted
from stemma.scale.schema import CLAIMS, DOCUMENTS, FAMILIES, HAPPENINGS, Table
from stemma.store import Arrival, Item
from stemma.store.nouns import unpack_reading

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_ROWS = 64  # reports in memory at a time
_FIELDS = tuple(field.name for field in fields(Document))


class Slice(Struct, frozen=True):
    """The reports of an output that are to go into a case."""

    out: str  # folder or s3://bucket/prefix
    asked: frozenset[str]  # Document.id, of those that are as asked
    chosen: frozenset[str]  # these, and the other documents of their families
    units: tuple[UnitDone, ...]  # by path


def slice_of(out: str, wanted: Wanted) -> Slice:
    """Choose the reports of an output that are as asked, and those of their families.

    A report is as asked where it holds a claim of this kind and tells of something in this country, and either that was
    on these days or the report was published on them. Where it is not known in which country a happening was, or where
    anything was that the report tells of, the countries count that the report names. Raises UsageError where this is no
    finished output of this version, or holds no such report.
    """
    out = storage.absolute(out)
    units = tuple(sorted(manifest.finished(out).values(), key=lambda done: done.unit.path))
    asked = frozenset(_asked(out, units, wanted))
    if not asked:
        raise UsageError(f"{out} holds no report that is as asked.")
    return Slice(out, asked, asked | _relatives(out, asked), units)


def _asked(out: str, units: Sequence[UnitDone], wanted: Wanted) -> Iterator[str]:
    """Ids of the reports that are as asked; one may come several times."""
    of_the_kind, names_it, of_the_days = set(), set(), set()
    for doc, kinds, countries, day in _rows(out, units, DOCUMENTS, ["id", "kinds", "countries", "day"]):
        if wanted.kind is None or wanted.kind in kinds:
            of_the_kind.add(doc)
        if wanted.country is None or wanted.country in countries:
            names_it.add(doc)
        if _within(day, day, wanted):
            of_the_days.add(doc)
    placed = set()
    columns = ["doc", "country", "day_from", "day_to"]
    for doc, country, first, last in _rows(out, units, HAPPENINGS, columns):
        placed.add(doc)
        there = country == wanted.country if country and wanted.country else doc in names_it
        if there and doc in of_the_kind and (doc in of_the_days or _within(first, last, wanted)):
            yield doc
    for doc, country, first, last in _rows(out, units, CLAIMS, columns):
        there = wanted.country in (None, country)
        if there and doc in of_the_kind and (doc in of_the_days or _within(first, last, wanted)):
            yield doc
    yield from (of_the_kind & names_it & of_the_days) - placed


def _within(first: date | None, last: date | None, wanted: Wanted) -> bool:
    """Whether days, both inclusive, touch those that are wanted; days that are not known touch none."""
    if wanted.since is None and wanted.until is None:
        return True
    if first is None and last is None:
        return False
    first, last = first or last, last or first
    return (wanted.until is None or first <= wanted.until) and (wanted.since is None or last >= wanted.since)


def _relatives(out: str, asked: Set[str]) -> frozenset[str]:
    """The documents of the families that these belong to."""
    over_all = manifest.joined(out)
    paths = [file.path for file in over_all.files if file.path.startswith(f"{FAMILIES.name}/")] if over_all else []
    families = {family for doc, family in _cells(out, paths, ["doc", "family"]) if doc in asked}
    return frozenset(doc for doc, family in _cells(out, paths, ["doc", "family"]) if family in families)


# ------------------------------------------------------------------------------------------------------- into a case


def arrivals(part: Slice, who: Person) -> Iterator[Arrival | Problem]:
    """Every chosen report with its bytes, one item for each: where it lay when it was read, and in which table."""
    for done, table, row in _chosen(part, [*_FIELDS, "raw"]):
        raw, document = row["raw"], _document(row)
        if sha256(raw) != document.sha256 or document.id != make_id("d", document.sha256, document.name):
            yield Problem(STAGE, document.name, "damaged", "Skipped: its bytes are not those that its digest names.",
                          table)
            continue
        lay = document.path or done.unit.path
        lay = f"{lay}#{document.name}" if lay == done.unit.path else lay  # of lines and rows the file is told alone
        item = Item("read", lay, who.at, who.by, document.sha256, size=len(raw), within=table)
        yield Arrival(item, ((document, raw),))


def readings(part: Slice, documents: Mapping[str, Document], tagger: str) -> Iterator[Reading]:
    """What this program read with this tagger from these documents; nothing of what another program read, nor of a
    document that is another here in any field.

    documents: by id, as a case holds them.
    """
    made_by = (reader(), tagger)
    for _, _, row in _chosen(part, [*_FIELDS, "program", "tagger", "reading"]):
        if (row["program"], row["tagger"]) == made_by and documents.get(row["id"]) == _document(row):
            with suppress(zlib.error, msgspec.DecodeError):  # what is damaged is read anew
                yield unpack_reading(row["reading"], documents)


def _document(row: Mapping[str, Any]) -> Document:
    """The document of a row."""
    held = {name: row[name] for name in _FIELDS}
    return Document(**(held | {"retrieved": held["retrieved"] and held["retrieved"].astimezone(UTC)}))


def _chosen(part: Slice, columns: list[str]) -> Iterator[tuple[UnitDone, str, dict[str, object]]]:
    """The rows of the chosen documents, with their unit and table; of one that lies in several units the first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    left = set(part.chosen)
    for done in part.units:
        for path in _files(done, DOCUMENTS):
            with _opened(part.out, path) as file:
                for group in range(file.num_row_groups):
                    here = left.intersection(file.read_row_group(group, ["id"]).column(0).to_pylist())
                    left -= here
                    ids = pa.array(sorted(here), pa.string())
                    for batch in file.iter_batches(_ROWS, [group], columns) if here else ():
                        for row in batch.filter(pc.is_in(batch.column("id"), ids)).to_pylist():
                            yield done, storage.joined(part.out, path), row


# ------------------------------------------------------------------------------------------------------------ tables


def _files(done: UnitDone, table: Table) -> list[str]:
    """The files of a table that a unit has, below the output."""
    return [file.path for file in done.files if file.path.startswith(f"{table.name}/")]


def _rows(out: str, units: Iterable[UnitDone], table: Table, columns: list[str]) -> Iterator[tuple]:
    """The rows of a table that units have, the columns in this order."""
    return _cells(out, (path for done in units for path in _files(done, table)), columns)


def _cells(out: str, paths: Iterable[str], columns: list[str]) -> Iterator[tuple]:
    """The rows of these files, the columns in this order."""
    for path in paths:
        with _opened(out, path) as file:
            for batch in file.iter_batches(columns=columns):
                yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)


@contextmanager
def _opened(out: str, path: str) -> Iterator[pq.ParquetFile]:
    """One file of a table. StemmaError where it cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    where = storage.joined(out, path)
    try:
        with storage.filesystem(where).open_input_file(storage.inner(where)) as source, pq.ParquetFile(source) as file:
            yield file
    except (pa.ArrowException, OSError) as error:
        why = " ".join(str(error).split())[:200]
        raise StemmaError(f"{where} cannot be read ({why}): stemma scale with the same --out makes it anew.") from None
