"""Statements that the trained tagger finds where the rules find none.

The rules know the field's usual constructions and whom a phrase means; the tagger knows far more ways of saying that
somebody said something. So its attributions fill what the rules leave open, and the rules say whom its sources mean.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from stemma.statements.channels import channel_of
from stemma.statements.clauses import Line, Word
from stemma.statements.contents import Draft
from stemma.statements.sources import Sources
from stemma.tagging import Attribution, Cue
from stemma.values import Source, Span

SPEECH = 0.5  # least probability that a cue is an act of speech or writing
SURE = 0.75  # least probability of the cue itself
SHORTEST = 8  # code points of what is said
SHARED = 0.5  # share of a content that another statement may already have
AROUND = 60  # code points after a cue in which the way it was said may be named

_NOT = frozenset("not cannot never refused declined without no neither nor n't".split())

_ANONYMOUS = re.compile(r"(?i)(?:not to be|to remain|to stay) (?:further )?(?:named|identified|quoted|anonymous)")

_TRIM = " \t\r\n\"“”„«»'‘’,;:–—-…."
_OPENING = ("that ", "as ", "to say ")


class Learned:
    """The tagger's cues of one document, asked for by sentence."""

    def __init__(self, cues: Sequence[Cue | Attribution]):
        self.cues = sorted((cue for cue in cues if cue.sure >= SURE), key=lambda c: c.cue)
        self.starts = [c.cue[0][0] for c in self.cues]

    def of(self, line: Line) -> list[Cue | Attribution]:
        """Those that stand in the sentence."""
        return self.cues[bisect_left(self.starts, line.start) : bisect_left(self.starts, line.end)]


def learned_drafts(line: Line, learned: Learned, sources: Sources, found: list[Draft]) -> list[Draft]:
    """The statements of one sentence that the tagger adds to those found by rules."""
    out: list[Draft] = []
    for heard in learned.of(line):
        cue = Span(*heard.cue[0])
        if any(d.cue is not None and d.cue.overlaps(cue) for d in found) or _withheld(line, cue):
            continue
        attribution = heard.linked()
        if attribution.speech < SPEECH or not (attribution.source and attribution.content):
            continue
        contents = [s for s in (_tight(line.text, *piece) for piece in attribution.content) if len(s) >= SHORTEST]
        contents = [s for s in contents if not any(_shared(s, d.span) for d in (*found, *out)) and _asserts(line, s)]
        source = _source(line, Span(*attribution.source[0]), sources) if contents else None
        if source is None:
            continue
        channel = channel_of(line.text[cue.start : min(line.end, cue.end + AROUND)])
        out += [Draft(span, cue, source, _quoted(line.text, span), channel) for span in contents]
        sources.remember(attribution.source[0][0], source)
    return out


def _withheld(line: Line, cue: Span) -> bool:
    """Whether a cue says that somebody did not say it: "would not say", "could not independently verify"."""
    return any(w.low in _NOT or w.low.endswith(("n't", "n’t")) for w in _words(line, cue))


def _asserts(line: Line, content: Span) -> bool:
    """Whether a content is a clause or quoted words, and not a mere topic: "the death toll", "either account"."""
    if _ANONYMOUS.match(line.text, content.start, content.end) or line.text.count(" ", content.start, content.end) < 2:
        return False
    if _quoted(line.text, content) or not (line.start <= content.start < line.end):
        return True
    return any(line.finite(n) for n, w in enumerate(line.words) if content.start <= w.start and w.end <= content.end)


def _words(line: Line, span: Span) -> list[Word]:
    return [w for w in line.words if span.start < w.end and w.start < span.end]


def _source(line: Line, span: Span, sources: Sources) -> Source | None:
    """Whom the words of a source mean; None where they lie outside the sentence."""
    inside = [n for n, w in enumerate(line.words) if span.start < w.end and w.start < span.end and w.is_word]
    if not inside:
        return None
    first, stop = inside[0], inside[-1] + 1
    commas = [n for n in range(first, stop) if line.low(n) == ","]
    edges = [first, *[n + 1 for n in commas], stop + 1]
    segments = [(begin, end - 1) for begin, end in zip(edges, edges[1:], strict=False) if end - 1 > begin]
    speaker = sources._assemble(line, segments[::-1], stop) if len(segments) > 1 else None
    return speaker.source if speaker is not None else sources.phrase(line, *segments[0])


def _tight(text: str, start: int, end: int) -> Span:
    """What is said without the marks at its ends and without the conjunction that leads to it."""
    while start < end and text[start] in _TRIM:
        start += 1
    for word in _OPENING:
        if text[start : min(end, start + len(word))].casefold() == word:
            start += len(word)
            while start < end and text[start] in _TRIM:
                start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return Span(start, end)


def _shared(one: Span, other: Span) -> bool:
    """Whether two contents are the same words, in the main."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > SHARED * min(len(one), len(other))


def _quoted(text: str, span: Span) -> bool:
    """Whether a quotation mark stands right before what is said."""
    return text[max(0, span.start - 1) : span.start] in ('"', "“", "«", "„")
