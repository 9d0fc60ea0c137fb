"""Where a value stands: its sentence with those around it, beside the page that led here."""

from __future__ import annotations

import re
from urllib.parse import quote

from msgspec import Struct

from stemma.model import Claim, Statement
from stemma.report import words
from stemma.report.lookup import gist, report_name
from stemma.values import Span
from stemma.web.contracts import NotFound
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.pages.claim import by_target
from stemma.web.targets import mentions, target

PATH = "/at/{row}"
TITLE = "A value's sentence"
TEMPLATE = "at.html"
WORDS = re.compile(r"w-(d-[0-9a-f]+)-(\d{1,9})-(\d{1,9})")
AROUND = 2  # sentences shown before and after
LONGEST = 200  # characters of words that browsers look for


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
    href: str  # its place in the report: an anchor, or the words themselves, which browsers look for
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
        return _words(desk, query, row)
    incident = snapshot.incidents.get(snapshot.incident_of.get(row, ""))
    return _context(snapshot, query, row, found.doc, found.span, gist(look, found), found,
                    incident.id if incident else "", incident.title if incident else "")


def _words(desk: Desk, query: Query, row: str) -> Context:
    """Words that are no claim or statement: a name, a step of a chain, what a retelling changed, a claim that people
    took out. Raises NotFound."""
    snapshot = desk.snapshot
    drifts = snapshot.kept("drifts", lambda: {drift.id: drift for drift in snapshot.record.drifts})
    if mention := mentions(snapshot).get(row):
        found, said = mention, f"Named: {mention.name}"
    elif drift := drifts.get(row):
        found, said = drift, f"Changed in the retelling: {drift.why}"
    elif place := WORDS.fullmatch(row):
        found, said = target(snapshot, f"{place[1]}:{place[2]}-{place[3]}"), "Words of the report"
    else:
        decided = (one for judgement in by_target(desk).get(row, ()) for one in judgement.targets if one.id == row)
        found, said = next(decided, None), "Words that somebody decided on"
    if found is None or found.doc not in snapshot.look.by_doc:
        raise NotFound("The record holds no such value. It may have been taken out, or its report read anew.")
    return _context(snapshot, query, row, found.doc, found.span, said, None, "", "")


def _context(snapshot: Snapshot, query: Query, row: str, doc: str, span: Span, gist_: str,
             found: Claim | Statement | None, incident: str, title: str) -> Context:
    look = snapshot.look
    written = " ".join(span.of(look.by_doc[doc].page.text).split())[:LONGEST]
    marked = row in look.numbers or row.startswith("r-")  # it has an anchor in the report; other words are looked for
    href = f"/reports/{doc}#" + (row if marked else f":~:text={quote(written, safe='')}")
    return Context(
        elsewhere="" if query.panel else href, href=href, id=row, claim=found is not None, doc=doc,
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
