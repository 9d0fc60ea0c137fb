"""Two texts side by side: aligned passages with what differs between them, and what stands in one of them only.

The text that was copied stands left, the copy right; of two whose order is unknown the one printed first stands left.
Long runs of words that both share are cut in the middle: the whole stands in the reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from stemma.copies.wording import compare
from stemma.model import Drift, Edge
from stemma.report import words
from stemma.report.descent import copies_text, copy_and_model, pair_anchor, share_words
from stemma.report.lookup import Lookup, Ref, report_name
from stemma.report.rows import DriftView, drift_order, drift_view
from stemma.values import Span

MOST_PASSAGES = 24  # of one pair on the page, those with drift first; the terminal shows all
MOST_STRETCHES = 12  # of one text that stand in it alone
BUDGET = 200_000  # characters of passages, both sides, that one page sets side by side
LARGEST = 2 * BUDGET  # where pairs with drift need it
KEPT = 12  # words kept at each end of a long run that both texts share
OPENING, CLOSING = 14, 6  # words shown of a stretch that stands in one text alone
CUT = "[…]"
SPACES = re.compile(r"\s+")

Mark = Literal["same", "replaced", "dropped", "added", "respelt"]


class Bit(Struct, frozen=True):
    """A run of words of one side."""

    mark: Mark
    text: str


class PassageView(Struct, frozen=True):
    """Two aligned passages."""

    left: tuple[Bit, ...]
    right: tuple[Bit, ...]
    left_refs: tuple[Ref, ...]
    right_refs: tuple[Ref, ...]
    drifts: tuple[DriftView, ...]
    words: int  # of the left side
    at: Span  # of the left side
    compared: bool = True  # not where the two are in different languages

    @property
    def same(self) -> bool:
        """Whether both sides have the same words and nothing else was found changed."""
        return self.compared and not self.drifts and all(bit.mark == "same" for bit in (*self.left, *self.right))


class Stretch(Struct, frozen=True):
    """A stretch of one text without a counterpart in the other."""

    text: str  # its beginning and its end
    words: int
    refs: tuple[Ref, ...]


class Side(Struct, frozen=True):
    """One of the two texts."""

    doc: str
    letter: str
    name: str
    day: str
    only: tuple[Stretch, ...]  # what stands in it alone
    more: int  # stretches beyond those


class PairView(Struct, frozen=True):
    """Two texts side by side."""

    anchor: str
    what: str  # "a rewrite"
    sentence: str  # "B is a rewrite of A"
    share: str
    reason: str
    left: Side
    right: Side
    passages: tuple[PassageView, ...]  # that differ
    same: tuple[PassageView, ...]  # word for word the same
    more: int  # passages beyond those
    elsewhere: tuple[DriftView, ...]  # drift outside the passages
    foreign: bool  # whether the two are in different languages, so that their words are not compared

    @property
    def changes(self) -> int:
        """How many places of drift."""
        return len(self.elsewhere) + len({d.anchor for passage in self.passages for d in passage.drifts})


# ------------------------------------------------------------------------------------------ which pairs


def chosen_edges(look: Lookup) -> tuple[tuple[Edge, ...], int]:
    """The pairs that the page sets side by side, and how many copying pairs it leaves out.

    Those with drift come first, then each copy beside the text most like it, then the others as far as there is room.
    """
    edges = [edge for doc in look.letters for edge in look.edges.get(doc, ()) if edge.a == doc]
    drifted = {frozenset((drift.doc, drift.against)) for drift in look.record.drifts}
    best: dict[str, Edge] = {}
    for edge in filter(copies_text, edges):
        copy, _ = copy_and_model(edge)
        if copy not in best or (edge.share, best[copy].a, best[copy].b) > (best[copy].share, edge.a, edge.b):
            best[copy] = edge
    nearest = {id(edge) for edge in best.values()}

    def rank(edge: Edge) -> int:
        if frozenset((edge.a, edge.b)) in drifted:
            return 0
        return 1 if id(edge) in nearest else 2 if copies_text(edge) else 3

    held: dict[frozenset[str], Edge] = {}  # one for each two reports
    used = 0
    for edge in sorted(edges, key=lambda e: (rank(e), -e.share, e.a, e.b, e.how)):
        size = sum(len(a) + len(b) for a, b in edge.passages)
        two = frozenset((edge.a, edge.b))
        if two not in held and used + size <= (LARGEST if rank(edge) == 0 else BUDGET):
            used += size
            held[two] = edge
    chosen = list(held.values())
    chosen.sort(key=lambda e: tuple((len(x), x) for x in sorted_letters(look, e)))
    return tuple(chosen), sum(map(copies_text, edges)) - sum(map(copies_text, chosen))


def sorted_letters(look: Lookup, edge: Edge) -> list[str]:
    """The letters of both texts, in the order printed."""
    return sorted((look.letters[edge.a], look.letters[edge.b]), key=lambda x: (len(x), x))


def pairs_of(look: Lookup, edges: Iterable[Edge]) -> tuple[PairView, ...]:
    """These pairs, as the page shows them."""
    rows = rows_by_number(look)
    return tuple(pair_of(look, edge, rows) for edge in edges)


def rows_by_number(look: Lookup) -> dict[int, str]:
    """For each printed number one of the rows that it leads to."""
    found: dict[int, str] = {}
    for row, number in look.numbers.items():
        if number not in found or row < found[number]:  # the same one whatever their order
            found[number] = row
    return found


# -------------------------------------------------------------------------------------------- one pair


def pair_of(look: Lookup, edge: Edge, rows: dict[int, str], most: int = MOST_PASSAGES,
            kept: int = KEPT) -> PairView:
    """One pair. most: passages that differ; kept: words left at each end of a long run that both share."""
    right, left = copy_and_model(edge)
    if edge.direction == "unknown":
        left, right = sorted((edge.a, edge.b), key=lambda doc: (len(look.letters[doc]), look.letters[doc]))
    spans = sorted(edge.passages if left == edge.a else [(b, a) for a, b in edge.passages])
    drifts = sorted((d for doc, other in ((left, right), (right, left)) for d in look.drifts.get(doc, ())
                     if d.against == other), key=drift_order)
    shown = [_passage(look, (left, right), pair, drifts, rows, kept) for pair in spans]
    differing = [passage for passage in shown if not passage.same]
    picked = sorted(sorted(differing, key=lambda p: (not p.drifts, p.at))[:most], key=lambda p: p.at)
    inside = {d.anchor for passage in shown for d in passage.drifts}
    return PairView(
        anchor=pair_anchor(left, right), what=words.HOW_WORDS[edge.how], sentence=edge_sentence(look, edge),
        share=f"{words.sentence_case(share_words(edge.share))} of the shorter text has a counterpart in the other",
        reason=words.sentence_case(edge.reason), left=_side(look, left, [a for a, _ in spans], rows),
        right=_side(look, right, [b for _, b in spans], rows), passages=tuple(picked),
        same=tuple(passage for passage in shown if passage.same), more=len(differing) - len(picked),
        elsewhere=tuple(drift_view(look, d) for d in drifts if d.id not in inside),
        foreign=_foreign(look, left, right),
    )


def edge_sentence(look: Lookup, edge: Edge) -> str:
    """"B is a rewrite of A"."""
    first, second = sorted_letters(look, edge)
    what = words.HOW_WORDS[edge.how]
    if edge.direction == "unknown":
        return f"{first} and {second}: {what.removeprefix('a ')}; which came first is not known"
    copy, model = (look.letters[doc] for doc in copy_and_model(edge))
    return f"{copy} is {what} of {model}" if copies_text(edge) else f"{copy} has {what} from {model}"


def _passage(look: Lookup, docs: tuple[str, str], spans: tuple[Span, Span], drifts: Sequence[Drift],
             rows: dict[int, str], kept: int) -> PassageView:
    """Two aligned passages, what differs marked."""
    texts = tuple(look.by_doc[doc].page.text for doc in docs)
    foreign = _foreign(look, *docs)
    left, right = (_whole(texts[0], spans[0]), _whole(texts[1], spans[1])) if foreign else _bits(texts, spans, kept)
    touched = tuple(drift_view(look, drift) for drift in drifts if _touches(drift, docs, spans))
    return PassageView(left, right, _refs(look, docs[0], spans[0], rows), _refs(look, docs[1], spans[1], rows), touched,
                       len(spans[0].of(texts[0]).split()), spans[0], not foreign)


def _foreign(look: Lookup, left: str, right: str) -> bool:
    """Whether two reports are in different languages; those without a known one are taken for English."""
    return len({look.by_doc[doc].document.lang or "en" for doc in (left, right)}) > 1


def _whole(text: str, span: Span) -> tuple[Bit, ...]:
    """A passage that is not compared."""
    return (Bit("same", SPACES.sub(" ", span.of(text))),)


def _touches(drift: Drift, docs: tuple[str, str], spans: tuple[Span, Span]) -> bool:
    """Whether a drift lies in these passages, on both sides."""
    here, there = (drift.against_span, drift.span) if drift.doc == docs[1] else (drift.span, drift.against_span)
    return here.overlaps(spans[0]) and there.overlaps(spans[1])


def _bits(texts: tuple[str, str], spans: tuple[Span, Span], kept: int) -> tuple[tuple[Bit, ...], tuple[Bit, ...]]:
    """The words of both sides with their marks."""
    changes = compare(texts[0], spans[0], texts[1], spans[1])
    return (_side_bits(texts[0], spans[0], [(c.kind, c.a) for c in changes if c.a], kept),
            _side_bits(texts[1], spans[1], [(c.kind, c.b) for c in changes if c.b], kept))


def _side_bits(text: str, span: Span, runs: Sequence[tuple[Mark, Span]], kept: int) -> tuple[Bit, ...]:
    """One side of a comparison: changes hold words only, so what stands between them is put back, unmarked."""
    bits: list[list[str]] = []
    at = span.start
    for mark, run in (*runs, ("same", Span(span.end, span.end))):
        for kind, piece in (("same", text[at : run.start]), (mark, run.of(text))):
            if piece and bits and bits[-1][0] == kind:
                bits[-1][1] += piece
            elif piece:
                bits.append([kind, piece])
        at = run.end
    plain = [(mark, SPACES.sub(" ", said)) for mark, said in bits]
    return tuple(Bit(mark, cut_middle(said, kept) if mark == "same" else said) for mark, said in plain)


def cut_middle(text: str, kept: int) -> str:
    """A run of words without its middle, where that is long."""
    said = text.split(" ")
    if len(said) <= 3 * kept + 3:
        return text
    return f"{' '.join(said[:kept])} {CUT} {' '.join(said[-kept:])}"


def _refs(look: Lookup, doc: str, span: Span, rows: dict[int, str]) -> tuple[Ref, ...]:
    """The numbers printed within a span."""
    return tuple(Ref(number, rows[number], look.letters[doc], "")
                 for at, number in look.marks[doc] if span.start <= at < span.end)


def _side(look: Lookup, doc: str, spans: Sequence[Span], rows: dict[int, str]) -> Side:
    page = look.by_doc[doc].page
    only = _alone(look, doc, spans, rows)
    return Side(doc, look.letters[doc], report_name(look, doc), words.published(page.published), only[:MOST_STRETCHES],
                max(0, len(only) - MOST_STRETCHES))


def _alone(look: Lookup, doc: str, spans: Sequence[Span], rows: dict[int, str]) -> tuple[Stretch, ...]:
    """The stretches of a text that no passage touches; sentences that follow on each other go together."""
    ordered = sorted(spans)
    stretches: list[list[Span]] = []
    at, joined = 0, False
    for sentence in sorted(look.by_doc[doc].page.sentences, key=lambda s: s.span):
        while at < len(ordered) and ordered[at].end <= sentence.span.start:
            at += 1
        if at < len(ordered) and ordered[at].overlaps(sentence.span):
            joined = False
            continue
        if not joined:
            stretches.append([])
        stretches[-1].append(sentence.span)
        joined = True
    return tuple(_stretch(look, doc, sentences, rows) for sentences in stretches)


def _stretch(look: Lookup, doc: str, sentences: Sequence[Span], rows: dict[int, str]) -> Stretch:
    text = look.by_doc[doc].page.text
    said = [word for sentence in sentences for word in sentence.of(text).split()]
    shown = " ".join(said)
    if len(said) > OPENING + CLOSING + 4:
        shown = f"{' '.join(said[:OPENING])} {CUT} {' '.join(said[-CLOSING:])}"
    refs = tuple(ref for sentence in sentences for ref in _refs(look, doc, sentence, rows))
    return Stretch(shown, len(said), refs)
