"""Checking a case from end to end: nothing that it says may lack the bytes, the words or the rows behind it."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from stemma.errors import CaseError
from stemma.ids import sha256
from stemma.model import Document, Problem, Record
from stemma.store import nouns
from stemma.store.audit import audit
from stemma.store.case import CaseFile, Rebuild
from stemma.store.packing import unpack
from stemma.store.references import sound
from stemma.store.rows import QUOTED, TABLES, rows_of
from stemma.store.searched import COLUMNS, rows_of_record
from stemma.values import Span

SHOWN = 20  # problems of one kind in one table; a damaged case need not list a million


def check(case: CaseFile, rebuild: Rebuild | None) -> list[Problem]:
    """All that is wrong, in the order in which it is looked for; an empty list is a sound case."""
    try:
        if damage := list(_file(case)):
            return damage
        documents = {document.id: document for document in case.documents()}
        found = [*_raw(case), *_sealed(case), *audit(case), *_quoted(case, documents)]
        record = case.record()
        if record is not None:
            found += [*_spans(record, documents), *_tables(case, record, documents)]
            if rebuild is not None:
                again = rebuild(tuple(documents.values()), case.judgements())
                found += _compare(record, again, documents)
        return found
    except CaseError as error:
        return [_problem("case", "damaged", str(error))]


def _problem(subject: str, code: str, message: str, place: str | None = None) -> Problem:
    return Problem("check", subject, code, message, place)


def _file(case: CaseFile) -> Iterator[Problem]:
    """What the database itself finds wrong."""
    for found in case.damage(SHOWN):
        yield _problem(found.subject, found.code, found.message, found.table)


def _raw(case: CaseFile) -> Iterator[Problem]:
    """Raw bytes that are no longer what their digest says."""
    for digest, codec, size, data in case.select("SELECT sha256, codec, size, bytes FROM raw ORDER BY sha256"):
        try:
            raw = unpack(codec, data)
        except (zlib.error, TypeError) as error:
            yield _problem(digest, "raw-damaged", f"The raw bytes cannot be unpacked: {error}.")
            continue
        if sha256(raw) != digest or len(raw) != size:
            yield _problem(digest, "raw-differs", "The raw bytes are not those that were received.")


def _sealed(case: CaseFile) -> Iterator[Problem]:
    """Documents and judgements that are no longer what was written."""
    for table in ("document", "judgement"):
        columns = case.columns(table)
        for values in case.select(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"):
            row = dict(zip(columns, values, strict=True))
            if nouns.seal(row) != row["seal"]:
                yield _problem(str(row["id"]), "changed", f"The {table} is not what was written.", table)


def _quoted(case: CaseFile, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Words in the tables that their offsets do not quote."""
    for table, doc, start, end, words in QUOTED:
        sql = f"SELECT {doc}, {start}, {end}, {words} FROM {table} WHERE {words} IS NOT NULL ORDER BY {doc}, {start}"
        wrong = 0
        for id, first, last, said in case.select(sql):
            text = documents[id].text
            numbers = isinstance(first, int) and isinstance(last, int)
            if not numbers or not 0 <= first < last <= len(text) or text[first:last] != said:
                wrong += 1
                if wrong <= SHOWN:
                    yield _problem(id, "misquoted", f"The table {table} quotes words that do not stand there.",
                                   f"{table} {first}..{last}")


# ------------------------------------------------------------------------------------------------- the exact nouns


def spans_in(noun: object) -> Iterator[Span]:
    """Every span anywhere inside a noun."""
    if isinstance(noun, Span):
        yield noun
    elif isinstance(noun, Struct):
        for name in noun.__struct_fields__:
            yield from spans_in(getattr(noun, name))
    elif isinstance(noun, tuple):
        for item in noun:
            yield from spans_in(item)


def _spans(record: Record, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Spans that do not lie in their text, those that no table shows (quotes, dates) included."""
    def out(doc: str, spans: Iterator[Span]) -> Iterator[Problem]:
        length = len(documents[doc].text) if doc in documents else 0
        for span in spans:
            if not 0 <= span.start < span.end <= length:
                where = f"{span.start}..{span.end}"
                yield _problem(doc, "bad-span", "A span does not lie in its document's text.", where)

    for reading in record.readings:
        yield from out(reading.document.id, spans_in(reading))
    for family in record.families:
        for edge in family.edges:
            yield from out(edge.a, (here for here, _ in edge.passages))
            yield from out(edge.b, (there for _, there in edge.passages))
    for drift in record.drifts:
        yield from out(drift.doc, iter((drift.span,)))
        yield from out(drift.against, iter((drift.against_span,)))


def _tables(case: CaseFile, record: Record, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Tables whose rows are not those of the exact nouns beside them."""
    schema = case.schema()
    rows, _ = sound(rows_of(record), schema, documents)
    for name in TABLES:
        columns = schema[name].columns
        held = Counter(case.select(f"SELECT {', '.join(columns)} FROM {name}"))
        due = Counter(tuple(row[c] for c in columns) for row in rows[name])
        if held != due:
            changed = sum(((held - due) + (due - held)).values())
            yield _problem(name, "rows-differ", f"The table {name} has {changed} rows too many, too few or changed.",
                           name)
    held = Counter(case.select(f"SELECT {', '.join(COLUMNS)} FROM search_row"))
    if held != Counter(rows_of_record(record)):
        yield _problem("search_row", "rows-differ", "The words to search by are not the reports'.", "search_row")
    (kept,) = next(case.select("SELECT digest FROM build"))
    if kept != digest_of(record):
        yield _problem("record_json", "rows-differ", "The exact nouns are not those that were written.", "record_json")


def digest_of(record: Record) -> str:
    """The digest under which a record is stored."""
    return nouns.digest([*map(nouns.encode_reading, record.readings), *nouns.encode_parts(record).values()])


def _compare(record: Record, again: Record, documents: Mapping[str, Document]) -> list[Problem]:
    """Readings and parts of the record that a rebuild does not give again."""
    before, after = ({r.document.id: nouns.encode_reading(r) for r in side.readings} for side in (record, again))
    different = sorted(doc for doc in before.keys() | after.keys() if before.get(doc) != after.get(doc))
    found = [_problem(doc, "rebuild-differs", f"A rebuild reads the document {_name(doc, documents)} differently.")
             for doc in different[:SHOWN]]
    mine, theirs = nouns.encode_parts(record), nouns.encode_parts(again)
    return found + [_problem(part, "rebuild-differs", f"A rebuild gives other {part.replace('_', ' ')}.")
                    for part in mine if mine[part] != theirs[part]]


def _name(doc: str, documents: Mapping[str, Document]) -> str:
    return documents[doc].name if doc in documents else doc
