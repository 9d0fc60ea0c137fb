"""The rows of one document for the tables: tuples in the order of the columns in schema.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import astuple

from stemma.model import Claim, Problem, Reading, Statement
from stemma.program import reader
from stemma.scale.keys import Happening, happenings_of, keys_of_reading
from stemma.scale.schema import CLAIMS, HAPPENINGS, KEYS, MENTIONS, STATEMENTS, Table
from stemma.store.nouns import pack_reading
from stemma.values import When

Row = tuple


def month_of(day: date | None) -> str:
    """The folder for a day of publication: "2022-02", or "unknown"."""
    return f"{day.year:04d}-{day.month:02d}" if day else "unknown"


def countries_of(reading: Reading) -> list[str]:
    """Countries of the places that a document names, sorted."""
    return sorted({mention.geo.country for mention in reading.page.mentions if mention.geo and mention.geo.country})


def document_row(reading: Reading, raw: bytes, unit: str) -> Row:
    """The document's own row."""
    one, published = reading.document, reading.page.published
    return (one.id, one.name, one.sha256, one.text, one.media_type, one.path, one.url, one.outlet, one.title,
            one.published, one.retrieved, one.lang, raw, published.day, published.basis, countries_of(reading),
            sorted({claim.kind for claim in reading.claims}), pack_reading(reading), reader(), reading.tagger, unit)


def statement_rows(reading: Reading) -> Iterator[Row]:
    """Its statements, in their order."""
    text = reading.document.text
    for one in reading.statements:
        yield _statement_row(one, text)


def _statement_row(one: Statement, text: str) -> Row:
    source = one.source
    return (one.id, one.doc, one.span.start, one.span.end, one.span.of(text), one.direct, source.kind, source.name,
            source.role, one.cue.of(text) if one.cue else None, one.channel, one.via, *_days(one.said), one.parent)


def claim_rows(reading: Reading, happenings: Sequence[Happening]) -> Iterator[Row]:
    """Its claims, in their order. happenings: those of the document, which tell places and days."""
    text = reading.document.text
    told = {claim: happening for happening in happenings for claim in happening.claims}
    for one in reading.claims:
        yield _claim_row(one, text, told.get(one.id))


def _claim_row(one: Claim, text: str, told: Happening | None) -> Row:
    count = one.count
    figures = (count.low, count.high, count.wording, count.text) if count else (None,) * 4
    days, where = _days(one.when), (told.place, told.country, told.lat, told.lon) if told else (None,) * 4
    if days == (None, None) and told and told.day_basis == "told":
        days = (told.day_from, told.day_to)
    return (one.id, one.doc, one.kind, one.span.start, one.span.end, one.span.of(text), one.sentence, one.statement,
            one.part_of, one.stance, one.scope, *figures, one.victims.status, one.victims.group, one.value,
            one.source.kind, one.source.name, *days, *_days(one.as_of), *where)


def mention_rows(reading: Reading) -> Iterator[Row]:
    """The names in it, in their order."""
    for one in reading.page.mentions:
        geo = one.geo
        yield (one.id, one.doc, one.kind, one.span.start, one.span.end, one.name, one.role, one.refers_to,
               *((geo.id, geo.name, geo.kind, geo.country, geo.lat, geo.lon) if geo else (None,) * 6))


def rows_of(reading: Reading) -> Iterator[tuple[Table, Iterable[Row]]]:
    """What was read from one document, table by table."""
    happenings = tuple(happenings_of(reading))
    yield STATEMENTS, statement_rows(reading)
    yield CLAIMS, claim_rows(reading, happenings)
    yield MENTIONS, mention_rows(reading)
    yield KEYS, [astuple(keys_of_reading(reading))]
    yield HAPPENINGS, map(astuple, happenings)


def problem_row(one: Problem, unit: str) -> Row:
    """A problem's row."""
    return unit, one.stage, one.subject, one.code, one.message, one.place


def _days(when: When | None) -> tuple[date | None, date | None]:
    return (when.start, when.end) if when else (None, None)
