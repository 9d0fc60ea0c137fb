"""Where a value stands: its sentence with those around it, beside the page that led here."""

from __future__ import annotations

from msgspec import Struct

from stemma.model import Claim, Statement
from stemma.report import words
from stemma.report.lookup import gist, report_name
from stemma.values import Span
from stemma.web.contracts import NotFound
from stemma.web.desk import Desk
from stemma.web.held import Snapshot

PATH = "/at/{row}"
TITLE = "A value's sentence"
TEMPLATE = "at.html"
AROUND = 2  # sentences shown before and after


class Query(Struct, frozen=True):
    """Whether the sentence is shown beside another page; otherwise its place in the report is."""

    panel: str = ""  # "yes"


class AtPiece(Struct, frozen=True):
    """Some words of the sentences shown."""

    text: str
    kind: str  # "around": of the sentences before and after; "here": the value's own words; "beside": of its sentence


class Context(Struct, frozen=True):
    """The sentence."""

    elsewhere: str
    id: str
    claim: bool  # whether it is a claim or statement, which has a page of its own
    doc: str
    letter: str
    report: str
    published: str
    number: int | None  # of the sentence
    gist: str
    joined: str  # why it is held to be about its incident
    incident: str
    incident_title: str
    pieces: tuple[AtPiece, ...]


def show(desk: Desk, query: Query, row: str) -> Context:
    """Raises NotFound."""
    snapshot = desk.snapshot
    look = snapshot.look
    found = look.claims.get(row) or look.statements.get(row)
    if found is None:
        return _drift(snapshot, query, row)
    incident = snapshot.incidents.get(snapshot.incident_of.get(row, ""))
    return _context(snapshot, query, row, found.doc, found.span, gist(look, found), found,
                    incident.id if incident else "", incident.title if incident else "")


def _drift(snapshot: Snapshot, query: Query, row: str) -> Context:
    """Words that a retelling changed. Raises NotFound."""
    drifts = snapshot.kept("drifts", lambda: {drift.id: drift for drift in snapshot.record.drifts})
    drift = drifts.get(row)
    if drift is None:
        raise NotFound("The record holds no such value. It may have been taken out, or its report read anew.")
    return _context(snapshot, query, row, drift.doc, drift.span, f"Changed in the retelling: {drift.why}", None, "", "")


def _context(snapshot: Snapshot, query: Query, row: str, doc: str, span: Span, gist_: str,
             found: Claim | Statement | None, incident: str, title: str) -> Context:
    look = snapshot.look
    return Context(
        elsewhere="" if query.panel else f"/reports/{doc}#{row}", id=row, claim=found is not None, doc=doc,
        letter=look.letters[doc], report=report_name(look, doc),
        published=words.published(look.by_doc[doc].page.published), number=look.numbers.get(row), gist=gist_,
        joined=look.joined.get(row, ""), incident=incident, incident_title=title,
        pieces=pieces_of(snapshot, doc, span))


def pieces_of(snapshot: Snapshot, doc: str, span: Span) -> tuple[AtPiece, ...]:
    """The words at a place, with the sentences around them. What is no part of the report is left out."""
    page = snapshot.look.by_doc[doc].page
    text, sentences = page.text, sorted(page.sentences, key=lambda sentence: sentence.span)
    held = [at for at, sentence in enumerate(sentences) if sentence.span.overlaps(span)]
    if not held:
        return (AtPiece(span.of(text), "here"),)
    first, last = held[0], held[-1]
    found = [AtPiece(one.span.of(text), "around") for one in sentences[max(0, first - AROUND) : first]]
    start, end = min(sentences[first].span.start, span.start), max(sentences[last].span.end, span.end)
    own = ((start, span.start, "beside"), (span.start, span.end, "here"), (span.end, end, "beside"))
    found += [AtPiece(text[a:b], kind) for a, b, kind in own if a < b]
    return (*found, *(AtPiece(one.span.of(text), "around") for one in sentences[last + 1 : last + 1 + AROUND]))
