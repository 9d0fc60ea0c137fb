"""Statements found by rules: each cue of a sentence, then whom it belongs to, then what is said.

The sentence is the unit; what reaches beyond it are quotations (which may run over sentences and paragraphs) and the
memory of who spoke before. Work per sentence grows with its cues and words, and very long "sentences" are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence

from stemma.ids import make_id
from stemma.model import Page, Quote, Statement
from stemma.statements.clauses import LONGEST_SENTENCE, Line, outer_quotes, quotes_touching
from stemma.statements.contents import Draft, drafts_of
from stemma.statements.counts import figure_drafts
from stemma.statements.days import said_on
from stemma.statements.headlines import headline_drafts
from stemma.statements.hits import hits_of
from stemma.statements.learned import Learned, learned_drafts
from stemma.statements.loose import box_drafts, colon_drafts, loose_quotes, otherwise_drafts, pointing_drafts
from stemma.statements.sources import Sources
from stemma.statements.tolls import toll_drafts
from stemma.tagging import Attribution, Cue
from stemma.values import Span

NEAR = 8  # earlier statements that a sentence may repeat or go on with


def statements_by_rules(page: Page, cues: Sequence[Cue | Attribution] = ()) -> tuple[Statement, ...]:
    """Statements of one document, in the order of the text; contents are spans of page.text.

    `cues` are a tagger's; they fill what the rules leave open.
    """
    sources, learned = Sources(page), Learned(cues)
    outer = outer_quotes(page)
    starts, ends = [q.outer.start for q in outer], [q.outer.end for q in outer]
    drafts: list[Draft] = []
    previous: Line | None = None
    for sentence in page.sentences:
        if len(sentence.span) > LONGEST_SENTENCE or sentence.part in ("caption", "box"):
            continue
        line = Line(page, sentence, quotes_touching(outer, starts, ends, sentence.span))
        sources.enter(line)
        if sentence.part == "headline":
            found = headline_drafts(line, sources)
        else:
            found = drafts_of(line, hits_of(line, sources), sources)
            found += pointing_drafts(line, previous, sources) or otherwise_drafts(line, previous, sources, found)
            found += colon_drafts(line, sources, found)
            found += [d for d in figure_drafts(line, sources) if not any(
                o.span.covers(d.span) and o.source.name == d.source.name for o in found)]
            found += toll_drafts(line, previous, sources, found, drafts[-1] if drafts else None)
        found += learned_drafts(line, learned, sources, [*drafts[-NEAR:], *found])
        drafts += found
        previous = line
    drafts += box_drafts(page, sources)
    drafts = _joined(page, drafts, outer, sources)
    return tuple(_statements(page, drafts))


def _joined(page: Page, drafts: list[Draft], outer: tuple[Quote, ...], sources: Sources) -> list[Draft]:
    """The drafts with the quotations that stand without a cue of their own, in the order of the text."""
    drafts = sorted(drafts, key=lambda d: (d.span.start, -d.span.end))
    return sorted([*drafts, *loose_quotes(page, drafts, outer, sources)], key=lambda d: (d.span.start, -d.span.end))


def _statements(page: Page, drafts: list[Draft]) -> list[Statement]:
    """Statements with ids; one content is one statement, and a content inside another's points at it."""
    found: list[Statement] = []
    seen: set[Span] = set()
    open_ones: list[Statement] = []
    for draft in drafts:
        span = draft.span
        if span in seen or span.start >= span.end:
            continue
        seen.add(span)
        open_ones = [s for s in open_ones if s.span.end >= span.end]
        parent = open_ones[-1] if open_ones and open_ones[-1].source != draft.source else None
        statement = Statement(
            id=make_id("s", page.document.id, span.start, span.end),
            doc=page.document.id,
            span=span,
            cue=draft.cue,
            source=draft.source,
            direct=draft.direct,
            channel=draft.channel,
            via=draft.via,
            said=said_on(page, draft.cue, span),
            parent=parent.id if parent else None,
        )
        open_ones.append(statement)
        found.append(statement)
    return found
