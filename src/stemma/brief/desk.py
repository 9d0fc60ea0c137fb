"""What a brief is written from: the record's rows of one incident, each copy's left out where its original is there."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from stemma.assessments import versions
from stemma.assessments.support import Books, books_of
from stemma.model import Claim, Contradiction, Dependence, Edge, Incident, Party, Place, Record
from stemma.values import Channel, Span

WHOLE = 0.85  # share of a text from which on all of it counts as copied
COPIES = ("verbatim", "reprint", "rewrite", "translation")


class Desk(Struct, frozen=True):
    """Indexes over a record, built once for all its briefs."""

    record: Record
    books: Books
    parties: dict[str, Party]
    places: dict[str, Place]
    copied: dict[str, dict[str, tuple[Span, ...]]]  # Document.id of a copy -> of its original -> what both have
    contradictions: dict[str, list[Contradiction]]  # by incident
    drawn: dict[str, list[Dependence]]  # by the party that draws on another
    channels: dict[str, Channel]  # Statement.id -> the channel that its report names
    sentences: dict[tuple[str, int], Span]  # (Document.id, Sentence.number) -> where it stands


class File(Struct, frozen=True):
    """One incident on the desk."""

    desk: Desk
    incident: Incident  # its claims without those that only repeat another report
    record: Record  # the record with this incident and its sources' dependences alone
    claims: tuple[Claim, ...]  # in the order of the reports' days and of the text
    contradictions: tuple[Contradiction, ...]


def desk(record: Record, books: Books | None = None) -> Desk:
    """The indexes of a record. books: of this record, where they are at hand."""
    books = books or books_of(record)
    contradictions: dict[str, list[Contradiction]] = defaultdict(list)
    for conflict in record.contradictions:
        contradictions[conflict.incident or ""].append(conflict)
    drawn: dict[str, list[Dependence]] = defaultdict(list)
    for found in record.dependences:
        drawn[found.party].append(found)
    return Desk(
        record=record, books=books, parties=books.parties, contradictions=contradictions, drawn=drawn,
        places={place.key: place for place in record.places}, copied=copied_stretches(record, books),
        channels={s.id: s.channel for reading in record.readings for s in reading.statements if s.channel},
        sentences={(doc, s.number): s.span for doc, reading in books.pages.items() for s in reading.page.sentences},
    )


def copied_stretches(record: Record, books: Books) -> dict[str, dict[str, tuple[Span, ...]]]:
    """For each copy of another report of the case, what of it is copied. Of two alike the later one is the copy."""
    found: dict[str, dict[str, tuple[Span, ...]]] = defaultdict(dict)
    for edge in (edge for family in record.families for edge in family.edges):
        if edge.how in COPIES and edge.a in books.pages and edge.b in books.pages:
            copy = copy_of(edge, books)
            original = edge.b if copy == edge.a else edge.a
            text = books.pages[copy].page.text
            whole = edge.share >= WHOLE and edge.how != "rewrite"
            spans = [Span(0, len(text))] if whole else [a if copy == edge.a else b for a, b in edge.passages]
            found[copy][original] = joined(spans)
    return dict(found)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch made one."""
    done: list[Span] = []
    for span in sorted(spans):
        if done and span.start <= done[-1].end:
            done[-1] = Span(done[-1].start, max(done[-1].end, span.end))
        else:
            done.append(span)
    return tuple(done)


def copy_of(edge: Edge, books: Books) -> str:
    """Which of two reports is the copy; where that cannot be told, the later one, then the one later by name."""
    if edge.direction != "unknown":
        return edge.a if edge.direction == "a_from_b" else edge.b
    return max((edge.a, edge.b), key=lambda doc: order_of(doc, books))


def order_of(doc: str, books: Books) -> tuple:
    """The order in which reports are printed: by day, undated ones last, then by name."""
    reading = books.pages[doc]
    return reading.page.published.day or date.max, reading.document.name, doc


def file_of(desk: Desk, incident: Incident) -> File:
    """An incident with what its brief rests on."""
    books = desk.books
    rows = [books.claims[row] for row in incident.claims if row in books.claims]
    docs = {claim.doc for claim in rows}
    claims = sorted((claim for claim in rows if not repeats(desk, claim, docs)),
                    key=lambda claim: (order_of(claim.doc, books), claim.span, claim.id))
    lean = replace(incident, claims=tuple(claim.id for claim in claims))
    parties = {books.behind[claim.id].party for claim in claims if claim.id in books.behind}
    drawn = tuple(found for party in sorted(parties) for found in desk.drawn.get(party, ()))
    return File(
        desk=desk, incident=lean, record=replace(desk.record, incidents=(lean,), dependences=drawn),
        claims=tuple(claims),
        contradictions=tuple(c for c in desk.contradictions.get(incident.id, ()) if not one_sentence(c, books)),
    )


def one_sentence(conflict: Contradiction, books: Books) -> bool:
    """Whether all that is said to differ on the means stands in one sentence: that is one account, of several means."""
    told = {(row.doc, row.sentence) for item in conflict.items if (row := books.claims.get(item))}
    return conflict.about == "weapon" and len(told) == 1


def repeats(desk: Desk, claim: Claim, docs: set[str]) -> bool:
    """Whether a claim stands in words that its report copied from another one of these, or spoilt in copying."""
    return claim.id in desk.books.spoilt or any(
        inside(claim.span, spans) for original, spans in desk.copied.get(claim.doc, {}).items() if original in docs)


def inside(span: Span, spans: tuple[Span, ...]) -> bool:
    """Whether a span overlaps one of several in order."""
    at = bisect_right(spans, span.start, key=lambda one: one.end)
    return at < len(spans) and spans[at].overlaps(span)


def party_of(file: File, row: Claim) -> Party | None:
    """Who stands behind a row: the source of its act of reporting, else who is named for it."""
    origin = file.desk.books.behind.get(row.id)
    key = origin.party if origin else file.desk.record.speakers.get(row.id, "")
    return file.desk.parties.get(key)


def sources_of(file: File, rows: Sequence[Claim]) -> tuple[str, ...]:
    """Party keys of the independent sources behind rows."""
    return versions.sources_of(rows, file.desk.record, file.desk.books)


def sentence_of(file: File, row: Claim) -> str:
    """The sentence that a row stands in."""
    text = file.desk.books.pages[row.doc].page.text
    span = file.desk.sentences.get((row.doc, row.sentence))
    return (span or row.span).of(text)
