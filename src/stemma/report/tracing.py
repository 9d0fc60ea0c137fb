"""One row traced: the chain back, what carries its figure, and what became of the words in other reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from stemma.assessments.support import supports_of
from stemma.copies.chains import chain
from stemma.model import Claim, Drift, Edge, Origin, Statement
from stemma.report import words
from stemma.report.chains import ChainView, SupportView, Ways, act_words, chain_view, support_view, ways_of
from stemma.report.descent import copies_text
from stemma.report.lookup import Lookup, Ref, gist, refs_of, report_name, rows_of
from stemma.report.pairs import PairView, edge_sentence, pair_of, rows_by_number
from stemma.report.rows import DriftView, drift_order, drift_view
from stemma.values import Span

QUOTED = 200  # characters of words shown for a retelling
MOST_WORDS = 3  # places of one retelling
EVERY = 100_000  # chains or passages: as many as there are


class Retelling(Struct, frozen=True):
    """Another report that carries the same."""

    letter: str
    outlet: str
    day: str
    how: str  # "a rewrite of A", "goes back to the same act"
    words: tuple[str, ...]  # each place where it says so
    refs: tuple[Ref, ...]
    drifts: tuple[DriftView, ...]


class Trace(Struct, frozen=True):
    """One claim or statement and where it comes from."""

    id: str
    number: int
    letter: str
    outlet: str
    day: str
    gist: str
    words: str
    figure: bool
    incidents: tuple[str, ...]
    chain: ChainView
    supports: tuple[SupportView, ...]  # of its figure, one for each incident whose toll it is
    drifts: tuple[DriftView, ...]  # of this row itself
    retellings: tuple[Retelling, ...]


class Comparison(Struct, frozen=True):
    """How two reports relate."""

    left: str  # letters
    right: str
    names: tuple[str, str]
    related: str  # in a sentence
    through: tuple[str, ...]  # the way from one to the other, where only other reports link them
    shared: tuple[str, ...]  # acts of reporting that both carry
    pairs: tuple[PairView, ...]


def traces(look: Lookup, rows: Iterable[Claim | Statement]) -> tuple[Trace, ...]:
    """These rows traced."""
    ways = ways_of(look)
    return tuple(trace(look, row, ways) for row in rows)


def trace(look: Lookup, row: Claim | Statement, ways: Ways) -> Trace:
    """One row traced."""
    page = look.by_doc[row.doc].page
    joined = [incident for incident in look.record.incidents if row.id in incident.claims]
    kind = row.kind if isinstance(row, Claim) and row.count is not None else None
    found = [support for incident in joined if kind
             for support in supports_of(look.record, incident.id, kind, ways.books) if row.id in support.claims]
    own = [drift for drift in look.drifts.get(row.doc, ()) if drift.span.overlaps(row.span)]
    return Trace(
        id=row.id, number=look.numbers[row.id], letter=look.letters[row.doc], outlet=report_name(look, row.doc),
        day=words.published(page.published), gist=gist(look, row), words=said(look, row.doc, row.span),
        figure=kind is not None, incidents=tuple(incident.title for incident in joined),
        chain=chain_view(look, chain(ways.tracks, row.id)),
        supports=tuple(support_view(look, support, ways, EVERY) for support in found),
        drifts=_views(look, own), retellings=tuple(_retellings(look, row)),
    )


def said(look: Lookup, doc: str, span: Span) -> str:
    """The words of a span on one line, cut where they are long."""
    text = " ".join(span.of(look.by_doc[doc].page.text).split())
    return text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip(" ,;:.") + "…"


def _views(look: Lookup, drifts: Iterable[Drift]) -> tuple[DriftView, ...]:
    return tuple(drift_view(look, drift) for drift in sorted(drifts, key=drift_order))


def _retellings(look: Lookup, row: Claim | Statement) -> Iterator[Retelling]:
    """Other reports that carry the same act, or whose text was aligned with these words; in the order printed."""
    origin = look.origin_of.get(row.id)
    edges = look.edges.get(row.doc, ())
    docs = {other for edge in edges for other in (edge.a, edge.b)}
    docs |= {other.doc for other in rows_of(look, (*origin.claims, *origin.statements))} if origin else set()
    for doc in sorted(docs - {row.doc}, key=lambda doc: (len(look.letters[doc]), look.letters[doc])):
        edge = next((edge for edge in edges if doc in (edge.a, edge.b)), None)
        spans = [there for here, there in _aligned(edge, row.doc) if here.overlaps(row.span)] if edge else []
        rows = _twins(look, row, doc, spans, origin.id if origin else "")
        if rows or spans:
            yield _retelling(look, row, doc, rows, spans, edge)


def _aligned(edge: Edge, doc: str) -> Sequence[tuple[Span, Span]]:
    return edge.passages if edge.a == doc else [(b, a) for a, b in edge.passages]


def _twins(look: Lookup, row: Claim | Statement, doc: str, spans: Sequence[Span],
           origin: str) -> list[Claim | Statement]:
    """The rows of another report that tell the same: of the same kind, in the aligned words or of the same act."""
    reading = look.by_doc[doc]
    if isinstance(row, Statement):
        return [other for other in reading.statements
                if any(span.overlaps(other.span) for span in spans) or _same_act(look, other.id, origin)]
    return [other for other in reading.claims if other.kind == row.kind
            and (any(span.overlaps(other.span) for span in spans) or _same_act(look, other.id, origin))]


def _same_act(look: Lookup, row: str, origin: str) -> bool:
    return bool(origin) and row in look.origin_of and look.origin_of[row].id == origin


def _retelling(look: Lookup, row: Claim | Statement, doc: str, rows: Sequence[Claim | Statement],
               spans: Sequence[Span], edge: Edge | None) -> Retelling:
    places = [other.span for other in rows] or list(spans)
    touched = [d for d in look.drifts.get(doc, ()) if any(d.span.overlaps(place) for place in places)]
    touched += [d for d in look.drifts.get(row.doc, ())
                if d.against == doc and d.span.overlaps(row.span) and d not in touched]
    day = look.by_doc[doc].page.published.day
    return Retelling(
        letter=look.letters[doc], outlet=report_name(look, doc),
        day=words.day(day, weekday=False) if day else "date unknown",
        how=edge_sentence(look, edge) if edge else "goes back to the same act of reporting",
        words=tuple(dict.fromkeys(said(look, doc, place) for place in places))[:MOST_WORDS],
        refs=refs_of(look, rows), drifts=_views(look, touched),
    )


# ------------------------------------------------------------------------------------------ two reports


class Shelf(Struct, frozen=True):
    """What comparisons are read from. Made once for a record."""

    numbers: dict[int, str]  # printed number -> a row that it leads to
    acts: dict[str, list[Origin]]  # Document.id -> the acts of reporting that it carries, in the record's order


def shelf_of(look: Lookup) -> Shelf:
    """The indexes that comparisons are read from."""
    acts: dict[str, list[Origin]] = defaultdict(list)
    for origin in look.record.origins:
        for doc in dict.fromkeys(origin.docs):
            acts[doc].append(origin)
    return Shelf(rows_by_number(look), acts)


def comparison(look: Lookup, a: str, b: str, kept: int, shelf: Shelf | None = None) -> Comparison:
    """How two reports relate, and their texts side by side. kept: words left at the ends of long equal runs."""
    shelf = shelf or shelf_of(look)
    left, right = sorted((a, b), key=lambda doc: (len(look.letters[doc]), look.letters[doc]))
    edges = [edge for edge in look.edges.get(left, ()) if {edge.a, edge.b} == {left, right}]
    edges.sort(key=lambda e: (not copies_text(e), -e.share, e.how))
    way = () if edges else _way(look, left, right)
    return Comparison(
        left=look.letters[left], right=look.letters[right],
        names=(_title(look, left), _title(look, right)), related=_related(look, left, right, edges, way), through=way,
        shared=_shared(look, shelf, left, right),
        pairs=tuple(pair_of(look, edge, shelf.numbers, EVERY, kept) for edge in edges),
    )


def _title(look: Lookup, doc: str) -> str:
    reading = look.by_doc[doc]
    names = dict.fromkeys((report_name(look, doc), reading.document.name))
    return " · ".join((*names, words.published(reading.page.published)))


def _related(look: Lookup, left: str, right: str, edges: Sequence[Edge], way: Sequence[str]) -> str:
    if left == right:
        return "This is one report."
    if edges:
        return ". ".join(dict.fromkeys(edge_sentence(look, edge) for edge in edges)) + "."
    first, second = look.letters[left], look.letters[right]
    if way:
        return f"{first} and {second} share no passage, but belong to one family: {'; '.join(way)}."
    return f"{first} and {second} were found to share no text."


def _way(look: Lookup, start: str, goal: str) -> tuple[str, ...]:
    """The copying edges that lead from one report to another by way of others, as sentences; shortest first found."""
    came: dict[str, tuple[str, Edge] | None] = {start: None}
    ahead = [start]
    for doc in ahead:
        for edge in sorted(filter(copies_text, look.edges.get(doc, ())), key=lambda e: (-e.share, e.a, e.b)):
            other = edge.b if edge.a == doc else edge.a
            if other not in came:
                came[other] = (doc, edge)
                ahead.append(other)
    told: list[str] = []
    while came.get(goal):
        goal, edge = came[goal]
        told.append(edge_sentence(look, edge))
    return tuple(reversed(told))


def _shared(look: Lookup, shelf: Shelf, left: str, right: str) -> tuple[str, ...]:
    """The acts of reporting that both carry."""
    if left == right:
        return ()
    return tuple(dict.fromkeys(act_words(look, act) for act in shelf.acts.get(left, ()) if right in act.docs))
