"""Each report as received, cut into pieces that can be marked in place.

Nothing is left out and nothing is moved: the pieces of a document, put together, are its text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from stemma.model import Reading
from stemma.report import words
from stemma.report.chains import StepView
from stemma.report.lookup import Lookup, gist, report_name
from stemma.values import HARMS, Span


class Anchor(Struct, frozen=True):
    """A place that a link can jump to."""

    id: str
    gist: str
    joined: str  # why the claim is held to be about its incident


class Piece(Struct, frozen=True):
    """A run of text with the same marks."""

    text: str
    anchors: tuple[Anchor, ...]
    classes: str  # "harm", "claim", "said", "drift", "furniture", "step": those that hold, joined by spaces
    title: str
    at: int = 0  # offset of its first code point in the report's text
    rows: tuple[str, ...] = ()  # ids of the claims and statements that hold it, the shortest first


class Block(Struct, frozen=True):
    """A sentence, or text between sentences."""

    kind: str  # headline, body, caption, box, between
    number: int | None  # reference number, where the sentence has one
    pieces: tuple[Piece, ...]


class DocumentView(Struct, frozen=True):
    """One report: what is known about it, and its text."""

    id: str
    letter: str
    name: str
    file: str
    title: str | None
    published: str
    url: str | None
    linkable: bool
    sha256: str
    lang: str | None
    found: str
    blocks: tuple[Block, ...]


class _Range(Struct, frozen=True):
    span: Span
    mark: str
    id: str | None
    gist: str
    joined: str = ""


def documents_of(look: Lookup, steps: Mapping[str, Mapping[Span, StepView]]) -> tuple[DocumentView, ...]:
    """All reports, in the order printed. steps: by document, the words that chains lead to."""
    drifts: dict[str, list[_Range]] = defaultdict(list)
    for drift in look.record.drifts:
        drifts[drift.doc].append(_Range(drift.span, "drift", drift.id, f"Changed in the retelling: {drift.why}"))
    for doc, found in steps.items():
        drifts[doc] += [_Range(span, "step", step.anchor, f"{step.label} {step.name}: {step.reason}")
                        for span, step in found.items()]
    return tuple(_document(look, reading, drifts[reading.document.id]) for reading in look.readings)


def document_view(look: Lookup, doc: str) -> DocumentView:
    """One report alone, without the words that chains lead to."""
    drifts = [_Range(drift.span, "drift", drift.id, f"Changed in the retelling: {drift.why}")
              for drift in look.drifts.get(doc, ())]
    return _document(look, look.by_doc[doc], drifts)


def _document(look: Lookup, reading: Reading, drifts: Sequence[_Range]) -> DocumentView:
    given = reading.document
    figures = sum(claim.kind in HARMS for claim in reading.claims)
    found = words.listed([words.how_many(figures, "figure"),
                          words.how_many(len(reading.claims) - figures, "other value"),
                          words.how_many(len(reading.statements), "statement")])
    return DocumentView(
        id=given.id, letter=look.letters[given.id], name=report_name(look, given.id), file=given.name,
        title=given.title, published=words.published(reading.page.published), url=given.url,
        linkable=(given.url or "").lower().startswith(("http://", "https://")), sha256=given.sha256, lang=given.lang,
        found=found, blocks=_blocks(look, reading, drifts),
    )


def _ranges(look: Lookup, reading: Reading, drifts: Sequence[_Range]) -> list[_Range]:
    ranges = [_Range(c.span, "harm" if c.kind in HARMS else "claim", c.id, gist(look, c), look.joined.get(c.id, ""))
              for c in reading.claims]
    ranges += [_Range(s.span, "said", s.id, gist(look, s)) for s in reading.statements]
    ranges += [_Range(f.span, "furniture", None, f"Not part of the report: {f.kind.replace('_', ' ')}")
               for f in reading.page.furniture]
    ranges += drifts
    return sorted(ranges, key=lambda r: (r.span, r.mark, r.id or ""))


def _blocks(look: Lookup, reading: Reading, drifts: Sequence[_Range]) -> tuple[Block, ...]:
    """The text cut at sentences, each cut again where a mark begins or ends."""
    text = reading.page.text
    numbers = dict(look.marks[reading.document.id])
    ranges = _ranges(look, reading, drifts)
    cuts: list[tuple[Span, str]] = []
    at = 0
    for sentence in sorted(reading.page.sentences, key=lambda s: s.span):
        if sentence.span.start < at or not len(sentence.span):
            continue
        cuts += _between(at, sentence.span.start, numbers)
        cuts.append((sentence.span, sentence.part))
        at = sentence.span.end
    cuts += _between(at, len(text), numbers)
    pieces = _pieces(text, ranges, [span for span, _ in cuts])
    return tuple(Block(kind, numbers.get(span.start), pieces[position]) for position, (span, kind) in enumerate(cuts))


def _between(start: int, end: int, numbers: dict[int, int]) -> list[tuple[Span, str]]:
    """Text outside sentences, cut where a number is printed."""
    edges = [start, *sorted(offset for offset in numbers if start < offset < end), end]
    return [(Span(a, b), "between") for a, b in zip(edges, edges[1:], strict=False) if a < b]


def _pieces(text: str, ranges: Sequence[_Range], blocks: Sequence[Span]) -> list[tuple[Piece, ...]]:
    """One sweep over all edges; what is open at a place marks the piece that begins there."""
    opens: dict[int, list[_Range]] = defaultdict(list)
    for entry in ranges:
        opens[entry.span.start].append(entry)
    edges = sorted({at for entry in ranges for at in (entry.span.start, entry.span.end)}
                   | {at for block in blocks for at in (block.start, block.end)})
    position, held, done = 0, [], []
    for block in blocks:
        pieces = []
        while position < len(edges) and edges[position] < block.start:
            position += 1
        while position + 1 < len(edges) and edges[position] < block.end:
            start, end = edges[position], edges[position + 1]
            held = [entry for entry in held if entry.span.end > start] + opens[start]
            pieces.append(_piece(text[start:end], start, held, opens[start]))
            position += 1
        done.append(tuple(pieces))
    return done


def _piece(text: str, at: int, held: Sequence[_Range], opening: Sequence[_Range]) -> Piece:
    marks = {entry.mark for entry in held}
    classes = " ".join(mark for mark in ("furniture", "step", "said", "claim", "harm", "drift") if mark in marks)
    narrow = [entry.gist for entry in held if entry.mark in ("harm", "claim", "drift", "furniture")]
    wide = [entry.gist for entry in held if entry.mark == "said"]
    return Piece(text, tuple(Anchor(entry.id, entry.gist, entry.joined) for entry in opening if entry.id), classes,
                 " | ".join(dict.fromkeys(narrow or wide)), at, _rows(held))


def _rows(held: Sequence[_Range]) -> tuple[str, ...]:
    """The claims and statements among what holds a piece, the shortest first."""
    rows = [entry for entry in held if entry.id and entry.mark in ("harm", "claim", "said")]
    return tuple(entry.id for entry in sorted(rows, key=lambda entry: (len(entry.span), entry.mark, entry.id)))
