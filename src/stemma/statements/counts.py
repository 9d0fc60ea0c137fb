"""Figures and allegations that a noun gives to somebody: "the governor's count", "by our count", "X's claim that"."""

from __future__ import annotations

from stemma.statements.clauses import Line
from stemma.statements.contents import Draft
from stemma.statements.cues import AUXILIARIES
from stemma.statements.nouns import is_body
from stemma.statements.right import NUMBERS
from stemma.statements.sources import Sources
from stemma.values import Source, Span

_FIGURES = frozenset("figure figures count toll estimate tally number reckoning calculation calculations".split())
_COUNTS = frozenset("count tally reckoning estimate estimates calculation calculations records account".split())
_OWN = frozenset("our his her its their".split())
_ALLEGATIONS = frozenset(
    "claim claims assertion assertions allegation allegations accusation accusations insistence contention "
    "statement statements announcement admission suggestion warning assurance assurances".split()
)
_LEFT = frozenset("by of to with from and on".split())
_OPENINGS = _COUNTS | _FIGURES | _ALLEGATIONS | {"that"}
LONGEST_OWNER = 6  # words


def figure_drafts(line: Line, sources: Sources) -> list[Draft]:
    """ "the front's figure of 112 dead", "killed 47 by the governor's count", "by the count of its monitors"."""
    found: list[Draft] = []
    for at, word in enumerate(line.words if line.has(_OPENINGS) else ()):
        if word.low not in _OPENINGS or word.quote >= 0 or at == 0:
            continue
        draft = None
        if word.low == "that" and line.low(at - 1) == "by" and line.low(at + 1) == "of":
            draft = _counted_by(line, at - 1, at + 1, sources)
        elif word.low in _COUNTS and line.low(at - 1) in ("the", "a") and line.low(at + 1) == "of":
            draft = _counted_by(line, at - 2, at + 1, sources)
        elif word.low in _FIGURES and (line.words[at - 1].possessive or line.low(at - 1) in _OWN):
            draft = _owned(line, at, sources)
        elif word.low in _FIGURES and is_body(line.low(at - 1)) and line.low(at + 1) == "of":
            draft = _of_a_body(line, at, sources)
        elif word.low in _ALLEGATIONS:
            draft = _alleged(line, at, sources)
        if draft is not None:
            found.append(draft)
    return found


def _counted_by(line: Line, by: int, of: int, sources: Sources) -> Draft | None:
    """ "cost 25 lives by the count of its monitors"."""
    if by < 1 or line.low(by) != "by":
        return None
    speaker, span = sources.after(line, of), _figure_span(line, by + 1, of)
    if speaker is None or span is None:
        return None
    return Draft(span, line.span(by, speaker.stop), speaker.source, False)


def _owned(line: Line, at: int, sources: Sources) -> Draft | None:
    """A count with its owner before it."""
    first = at - 1
    while first > 0 and at - first < LONGEST_OWNER and not line.breaks(first - 1) and line.low(first - 1) not in _LEFT:
        first -= 1
    source = _owner(line, first, at, sources)
    if source is None:
        return None
    if first == 1 and line.low(0) == "by" and line.low(at + 1) == ",":
        span = _rest(line, at + 2)  # "By the governor's count, 12 people died"
    else:
        span = _figure_span(line, first, at)
    return Draft(span, line.span(first, at + 1), source, False) if span is not None else None


def _of_a_body(line: Line, at: int, sources: Sources) -> Draft | None:
    """ "the police figure of eight": a body before the noun, without a possessive."""
    first = next((n for n in range(at - 2, max(-1, at - LONGEST_OWNER), -1) if line.low(n) in ("the", "a")), at - 1)
    source, span = _owner(line, first, at, sources), _figure_span(line, first, at)
    return Draft(span, line.span(first, at + 1), source, False) if source is not None and span is not None else None


def _owner(line: Line, first: int, stop: int, sources: Sources) -> Source | None:
    """Whose figure it is: the possessive's noun phrase without its ending."""
    if line.low(stop - 1) == "our":
        return sources.we
    if line.low(stop - 1) in _OWN:
        speaker = sources.possessed(line, stop - 1)
        return speaker.source if speaker else None
    source = sources.phrase(line, first, stop)
    if source is None or source.kind == "narrator" or source.span in sources.doubtful:
        return None
    return source


def _number(line: Line, at: int) -> bool:
    return line.low(at)[:1].isdigit() or line.low(at) in NUMBERS or line.low(at).split("-")[0] in NUMBERS


def _figure_span(line: Line, first: int, at: int) -> Span | None:
    """The figure that belongs to "X's count"."""
    low = line.low(at + 1)
    if low in ("of", "is", "was", "stands", "stood", "remains") and not (line.low(first - 1) == "by" and low == "of"):
        start = at if low == "of" else at + (3 if line.low(at + 2) == "at" else 2)
        stop = start + 1
        while stop < len(line.words) and line.words[stop].is_word and stop - start < 10:
            if low == "of" and line.finite(stop):
                break
            stop += 1
        return _with_figure(line, start, min(stop, len(line.words)))
    if line.low(first - 1) == "by":
        start = stop = first - 1
        while stop > 0 and line.low(stop - 1) == ",":
            start = stop = stop - 1
        while start > 0 and stop - start < 12 and line.words[start - 1].is_word:
            if line.low(start - 1) in ("and", "but", "that"):
                break
            start -= 1
            if line.words[start].low.endswith("ed") and _with_figure(line, start, stop):
                break
        return _with_figure(line, start, stop)
    return None


def _with_figure(line: Line, start: int, stop: int) -> Span | None:
    """The span of a range of words that holds a number."""
    return line.span(start, stop) if start < stop and any(_number(line, n) for n in range(start, stop)) else None


def _rest(line: Line, first: int) -> Span | None:
    """What stands from a word to the sentence's end, the full stop left out."""
    stop = len(line.words)
    while stop > first and not line.words[stop - 1].is_word:
        stop -= 1
    return line.span(first, stop) if first < stop else None


def _alleged(line: Line, at: int, sources: Sources) -> Draft | None:
    """ "The army's claim that twelve fighters died is not supported": what the clause says is the army's."""
    that, source = at + 1, None
    if line.low(that) == "that" and (line.words[at - 1].possessive or line.low(at - 1) in _OWN):
        first = at - 1
        while (
            first > 0 and at - first < LONGEST_OWNER and not line.breaks(first - 1) and line.low(first - 1) not in _LEFT
        ):
            if line.finite(first - 1):
                break
            first -= 1
        source = _owner(line, first, at, sources)
    elif line.low(that) in ("by", "from"):
        speaker = sources.after(line, that)
        if speaker is not None and line.low(speaker.stop) == "that" and speaker.source.span not in sources.doubtful:
            that, source = speaker.stop, speaker.source
    if source is None:
        return None
    stop = _clause_stop(line, that + 1)
    return Draft(line.span(that + 1, stop), line.span(at, that), source, False) if stop - that > 2 else None


def _clause_stop(line: Line, first: int) -> int:
    """The index after the clause that begins at `first`: before the main clause's verb or the next mark."""
    verbs = 0
    for n in range(first, len(line.words)):
        if line.words[n].quote >= 0:
            continue
        if not line.words[n].is_word:
            return n
        low = line.low(n)
        if low in AUXILIARIES and line.low(n - 1) not in AUXILIARIES:
            if verbs:
                return n
            verbs += 1
        elif line.finite(n) and line.low(n - 1) not in AUXILIARIES:
            verbs += 1
    return len(line.words)
