"""Headlines name their source at an end ("... – officials", "16 dead: police") or as a subject ("army blames ...")."""

from __future__ import annotations

from stemma.statements.clauses import Line
from stemma.statements.contents import Draft, drafts_of
from stemma.statements.hits import hits_of
from stemma.statements.nouns import is_body, is_human
from stemma.statements.sources import Sources

_ADDRESSING = frozenset("our your us we you my".split())  # "Support our work: ..." speaks to readers
_CREDITING = frozenset("edited editing by photograph photo picture compiled tomorrow inside".split())  # of the page
LONGEST_SOURCE = 5  # words after the dash or colon


def headline_drafts(line: Line, sources: Sources) -> list[Draft]:
    """The statements of a headline."""
    words = line.words
    if len(words) < 3:
        return []
    for at in range(len(words) - 2, max(0, len(words) - 3 - LONGEST_SOURCE), -1):
        if words[at].low in ("–", "—", "-", ":") and words[at].quote < 0 and at > 1:
            source = _named_source(line, at + 1, len(words), sources)
            if source is not None:
                return [Draft(line.span(0, at), line.span(at + 1, len(words)), source, words[0].quote >= 0)]
            break
    for at in range(1, min(LONGEST_SOURCE + 1, len(words) - 2)):
        if words[at].low == ":" and words[at].quote < 0:
            source = _named_source(line, 0, at, sources)
            if source is not None:
                return [Draft(line.span(at + 1, len(words)), line.span(0, at), source, words[at + 1].quote >= 0)]
            break
    return drafts_of(line, hits_of(line, sources), sources)


def _named_source(line: Line, first: int, stop: int, sources: Sources):
    """The source that a headline's end or start is, if it is one."""
    if stop - first > LONGEST_SOURCE or line.any_finite(first, stop):
        return None
    if any(line.low(n) in _ADDRESSING or line.low(n) in _CREDITING for n in range(first, stop)):
        return None
    span = line.span(first, stop)
    head = line.low(sources.head(line, first, stop))
    named = sources.inside(span, "org") or sources.inside(span, "person")
    if not (is_human(head) or is_body(head) or named):
        return None
    return sources.phrase(line, first, stop)
