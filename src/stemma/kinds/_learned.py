"""Figures of harm that a trained reader finds where the grammar finds none.

The grammar knows how figures are usually told and reads them with few mistakes; what is told in a way nobody wrote down
it misses. The reader (`stemma.tagging`) says where a figure stands, of which harm and with which scope; how many that
is, of whom, who says it and how firmly is read by the same rules as for every other figure. The reader was trained on
reports of war and is asked only where a report speaks of it: in ordinary crime news it takes suspects for victims.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from stemma.kinds._noun_phrases import is_age
from stemma.kinds._scan import BE, HAVE, INSIDE, MODALS, Finding
from stemma.kinds._victims import is_plural_people, victims_of
from stemma.kinds._war_words import speaks_of_war
from stemma.model import FigureMention, Page
from stemma.reading.quantities import Quantity, Token, quantities_of
from stemma.values import Count, Span, Victims

SURE = 0.7  # least probability that words are a figure of their harm
SURE_OF_WORDS = 0.85  # the same where no number is written: "a girl", "civilians"
HEDGE = 4  # tokens before a figure in which its hedge may begin
NOUN_WITHIN = 3  # tokens after a number among which the people that it counts may stand

# A number that nothing or one of these follows counts people told of before; any other word is what it counts.
_ALONE = BE | HAVE | MODALS | frozenset(INSIDE) | frozenset(
    "of in at from and or but on after by to as with while when during since for among including more others other "
    "people died dead hurt did had have who that than so far lives bodies casualties fatalities deaths victims "
    "survivors patients names still later overnight remain remained lost perished fell".split()
)
_SAYS = frozenset("says said say claims claimed speaks reports reported counts".split())
# Before a number: it counts nobody.
_NO_COUNT_AFTER = frozenset("aged age under over stand platform gate route room ward aisle".split())


def learned_findings(page: Page, span: Span, tokens: Sequence[Token], found: Sequence[Finding]) -> list[Finding]:
    """The figures of one sentence that the reader adds to those found by the grammar; token numbers are its own."""
    mentions = _within(page, span) if page.figures else ()
    if not mentions or not speaks_of_war(page.text):
        return []
    quantities = [q for q in quantities_of(page.text, tokens) if not is_age(tokens, q)]
    out: list[Finding] = []
    for mention in mentions:
        inside = [n for n, t in enumerate(tokens) if mention.span.start <= t.start and t.end <= mention.span.end]
        if not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        if any(_meet(first, last, f) for f in (*found, *out)):
            continue
        finding = _finding(page, mention, tokens, quantities, first, last)
        if finding is not None:
            out.append(finding)
    return out


def _within(page: Page, span: Span) -> Sequence[FigureMention]:
    """The figures that begin in a sentence, the likely ones."""
    at = bisect_left(page.figures, span.start, key=lambda f: f.span.start)
    end = bisect_left(page.figures, span.end, key=lambda f: f.span.start)
    return [f for f in page.figures[at:end] if f.sure >= SURE]


def _meet(first: int, last: int, finding: Finding) -> bool:
    """Whether a finding of the grammar counts some of the same words."""
    spans = [(finding.first, finding.last)]
    if finding.people is not None:
        spans = [(finding.people.first, finding.people.last)]
        if finding.people.quantity is not None:
            spans.append((finding.people.quantity.first, finding.people.quantity.last))
    return any(a < last and first < b for a, b in spans)


def _finding(
    page: Page, mention: FigureMention, tokens: Sequence[Token], quantities: Sequence[Quantity], first: int, last: int
) -> Finding | None:
    """A figure as the engine takes it; None where its words give no number."""
    if first and tokens[first - 1].low in _SAYS and any(q.outer.covers(mention.span) for q in page.quotes):
        return None  # "The governor says eleven," she said: the figure is another's, which nobody here can tell
    counted = next((q for q in quantities if q.first < last and first < q.last and q.first >= first - HEDGE), None)
    words = [t.low for t in tokens[first:last]]
    if counted is not None:
        if not _counts_people(tokens, counted, last):
            return None
        count, begin = counted.count, min(first, counted.first)
        sure = SURE if counted.sure else SURE_OF_WORDS
    elif is_plural_people(words[-1]):
        count, begin = Count(1, None, "indefinite", page.text[tokens[first].start : tokens[last - 1].end]), first
        sure = SURE_OF_WORDS
    else:
        return None
    if mention.sure < sure:
        return None
    return Finding(
        harm=mention.harm, first=begin, last=max(last, counted.last if counted else last), count=count,
        victims=victims_of(words) or Victims(), part=mention.scope == "partial",
        scope=mention.scope,
    )


def _counts_people(tokens: Sequence[Token], quantity: Quantity, last: int) -> bool:
    """Whether a number counts people, as far as the words around it tell: not "31 burned houses", "a girl of seven"."""
    before = [t.low for t in tokens[max(0, quantity.first - 2) : quantity.first]]
    if tokens[quantity.first].low in _NO_COUNT_AFTER:
        return False
    if before and (before[-1] in _NO_COUNT_AFTER or (before[-1] == "of" and victims_of(before[:-1] or ["of"]))):
        return False
    following = [t.low for t in tokens[quantity.last : max(last, quantity.last + NOUN_WITHIN)]]
    if not following or not following[0].isalpha() or following[0] in _ALONE:
        return True
    return any(victims_of(following[: n + 1]) for n in range(len(following)) if following[n].isalpha())
