"""A trained tagger: which words are a cue of speech or attitude, and for each cue who speaks and what is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from stemma.model import FigureMention, Page
from stemma.values import HARMS, Harm, Scope, Span

Size = Literal["standard", "fast", "none"]
SIZES: tuple[Size, ...] = ("standard", "fast", "none")
"""Which tagger reads: the best figures; a small one for archives; none, so that the rules stand alone."""

FIGURE_HARMS = HARMS
FIGURE_SCOPES = ("incident", "partial", "aggregate", "other")
FIGURE_STANCES = ("asserted", "confirmed", "unverified", "denied", "disputed", "estimate", "undercount")
"""What the reader of figures tells apart, in the order of its scores; the words are those of stemma.values."""

DEFAULT: Size = "standard"

Run = tuple[int, int]
"""A stretch [start, end) in code points of the text (while decoding: in pieces of a window)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Words that give a figure of people harmed: "at least 12 people", "Nobody"."""

    span: Run
    harm: Harm
    scope: Scope
    sure: float
    """The network's probability that this is a figure, the least over its pieces, 0 to 1."""
    harm_sure: float
    """The network's probability of the harm, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cue with its source and content, each in stretches of the text, () for none."""

    cue: tuple[Run, ...]
    source: tuple[Run, ...]
    content: tuple[Run, ...]
    speech: float
    """How likely the cue is an act of speech or writing rather than an attitude (fears, supports), 0 to 1."""
    sure: float
    """The network's probability of the cue, the least over its pieces, 0 to 1."""

    def linked(self) -> Attribution:
        """Itself: its source and content are known."""
        return self


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of which nobody has asked yet who speaks and what is said. The rules know most cues themselves, and
    the second network, which is asked here, costs a third as much as the first."""

    cue: tuple[Run, ...]
    sure: float
    """As that of an Attribution."""
    _link: Callable[[], Attribution]

    def linked(self) -> Attribution:
        """The cue with its source and content."""
        return self._link()


def tagged(
    page: Page, size: Size, figures: Callable[[Page], bool]
) -> tuple[tuple[Cue, ...], tuple[FigureMention, ...]]:
    """Cues and figures in a page's report, in the order of the text; furniture is not read.

    figures: whether they are of use in a page; where they are not, nobody looks for them.
    """
    if size == "none" or not page.sentences:
        return (), ()
    from stemma.tagging.model import tagger
    from stemma.tagging.windows import blocks_of

    without = [(span.start, span.end) for span in _apart(page)]
    cues, found = tagger(size).hear(page.text, blocks_of(page.text, without), figures(page))
    return cues, tuple(FigureMention(
        Span(*f.span), f.harm, f.scope, round(f.sure * f.harm_sure, 2)) for f in found)


def _apart(page: Page) -> list[Span]:
    """Furniture in rising order, what touches joined."""
    out: list[Span] = []
    for span in sorted(f.span for f in page.furniture):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out
