"""Invented reports in families made to order, for tests of what is drawn and printed of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from stemma.model import DocumentDate, Drift, Edge, Family, Incident, Origin, Page, Party, Reading, Record
from stemma.values import Count
from tests.factories import MONDAY, TOLVAN, claim, document, sentences, span, statement

TEXT = ("Shells fell on the harbour of Orvadell\n\n"
        "At least {n} people were killed when shells fell on the harbour of Orvadell on Monday, the governor, "
        "Mira Tolvan, wrote on Telegram.\n\nThe port {was} closed for the night.\n")
HEADS = ("Shells fell", "At least", "The port")


def reports(count: int, figures: Iterable[int] = ()) -> tuple[Reading, ...]:
    """So many reports of one post, R0, R1 ..., eight to a day; each with its figure, 3 where none is given."""
    numbers = [*figures, *[3] * count][:count]
    return tuple(_report(position, number) for position, number in enumerate(numbers))


def _report(position: int, number: int) -> Reading:
    text = TEXT.format(n=number, was="was" if position % 2 else "stayed")
    day = date(2033, 5, 2) + timedelta(position // 8)
    doc = document(f"r{position:03}", text, outlet=f"Outlet {position}", published=day)
    post = statement(doc, f"At least {number} people were killed when shells fell on the harbour of Orvadell on Monday",
                     "wrote on Telegram", TOLVAN, channel="telegram")
    toll = claim(doc, "killed", f"At least {number} people were killed", TOLVAN,
                 Count(number, None, "at_least", f"At least {number}"), sentence=1, statement=post.id, when=MONDAY)
    page = Page(doc, DocumentDate(doc.published, "given"), (), sentences(doc, *HEADS), (), (), (), doc.outlet)
    return Reading(page, (post,), (toll,))


def edge(readings: tuple[Reading, ...], a: int, b: int, how: str = "rewrite", share: float = 0.8,
         direction: str = "b_from_a") -> Edge:
    """An edge between two of these reports, by number; all three sentences are aligned, or the last one only."""
    first, second = readings[a], readings[b]
    pairs = list(zip(first.page.sentences, second.page.sentences, strict=True))
    passages = tuple((mine.span, theirs.span) for mine, theirs in (pairs[-1:] if how.startswith("shared") else pairs))
    return Edge(first.document.id, second.document.id, how, share, passages, direction, "published later")


def case(readings: tuple[Reading, ...], edges: Iterable[Edge], drifts: Iterable[Drift] = ()) -> Record:
    """One incident that all these reports are about, all of which repeat one post."""
    docs = tuple(reading.document.id for reading in readings)
    claims = tuple(row.id for reading in readings for row in reading.claims)
    statements = tuple(row.id for reading in readings for row in reading.statements)
    return Record(
        readings=tuple(sorted(readings, key=lambda r: r.document.id)),
        parties=(Party("mira-tolvan", "person", "Mira Tolvan", "regional governor", ("Mira Tolvan",), (), docs),),
        speakers=dict.fromkeys((*claims, *statements), "mira-tolvan"),
        families=(Family("f-1", docs, tuple(edges)),), drifts=tuple(drifts),
        origins=(Origin("o-post", "mira-tolvan", "telegram", date(2033, 5, 2), "killed", docs, claims, statements,
                        ()),),
        incidents=(Incident("i-orvadell", True, "Shelling of Orvadell", MONDAY, None, "shelling", (), (), (), docs,
                            claims),),
    )


def drift(readings: tuple[Reading, ...], model: int, copy: int, kind: str = "number",
          why: str = "the number has changed") -> Drift:
    """A change of the toll between two of these reports."""
    was, now = readings[model].document, readings[copy].document
    words = readings[copy].claims[0].count.text, readings[model].claims[0].count.text
    return Drift(f"x-{copy}-{kind}", kind, "high", now.id, span(now, words[0]), was.id, span(was, words[1]), why)
