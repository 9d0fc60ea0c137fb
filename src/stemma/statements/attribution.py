"""Whom a document gives something to: the source behind a claim at a span.

In order: the innermost statement that says it; the attribution of its own sentence, where that reaches over it; a
source that the sentence before or after makes plain; else the outlet itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter

from stemma.keyed import holds_any
from stemma.model import Page, Sentence, Statement
from stemma.statements.releases import publisher_of
from stemma.values import NARRATOR, Source, Span

NEIGHBOURS = 16  # statements before a span's start that are looked at: those that may reach over it
SHORT = 90  # characters of a sentence without a source that stands between two statements of one person
REST_REACH = 110  # characters after a cue that still belong to what was said: "..., she said, more than 50 seriously"


def source_of(span: Span, page: Page, statements: tuple[Statement, ...]) -> tuple[Source, Statement | None]:
    """The source of what is written at a span of the page's text, and the statement that says so.

    NARRATOR and None where the text names nobody. Spans are half-open ranges of code points of page.text.
    """
    sentence = sentence_of(span, page)
    every, statements = statements, _near(span, sentence, statements)
    best = _innermost(span, page, statements) or _quoted_whole(span, statements)
    if best is None:
        outlet = _outlet_that_checks(sentence, page)
        if outlet is not None:
            return outlet, None
        if sentence is not None:
            best = _same_sentence(span, page, sentence, statements) or _sentence_before(page, sentence, statements)
            best = best or _around(page, sentence, statements, every)
    if best is None:
        return publisher_of(page) or NARRATOR, None
    return best.source, best


def _near(span: Span, sentence: Sentence | None, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements that can bear on a span; they come in the order of the text, so that a few steps suffice."""
    end = max(span.end, sentence.span.end) if sentence is not None else span.end
    first = bisect_right(statements, span.start, key=_start)
    return statements[max(0, first - NEIGHBOURS) : bisect_right(statements, end, first, key=_start)]


_start = attrgetter("span.start")


def _innermost(span: Span, page: Page, statements: tuple[Statement, ...]) -> Statement | None:
    """The shortest statement whose content covers the span or most of it."""
    best: Statement | None = None
    for statement in statements:
        shared = min(span.end, statement.span.end) - max(span.start, statement.span.start)
        if shared <= 0 or 2 * shared < min(len(span), len(statement.span)):
            continue
        if 2 * shared < len(span) and not _holds_figure(statement, span, page.text):
            continue
        if best is None or len(statement.span) < len(best.span):
            best = statement
    return best


def _holds_figure(statement: Statement, span: Span, text: str) -> bool:
    """Whether a short content inside a longer piece of evidence is still what the evidence is about."""
    if not span.covers(statement.span):
        return False
    figure = (
        any(c.isdigit() for c in statement.span.of(text)) and statement.cue is not None and span.overlaps(statement.cue)
    )
    return figure or 3 * len(statement.span) >= len(span)


def _quoted_whole(span: Span, statements: tuple[Statement, ...]) -> Statement | None:
    """The longest statement that a span quotes with its cue: "army accuses rebels"."""
    inside = [
        s
        for s in statements
        if s.cue and span.covers(s.cue) and span.overlaps(s.span) and (span.covers(s.span) or s.span.end > span.end)
    ]
    return max(inside, key=lambda s: (len(s.span), -s.span.start), default=None)


_CHECKS = re.compile(
    r"(?i)(?:the )?(?P<who>[A-Z][^,.;]{1,40}?) "
    r"(?:(?:could|can|did|does|has|have|had|was|is) ?(?:not|n[o']t)|cannot|has|have|had|"
    r"(?:was|has been|is) (?:not able|unable))\b[^.;]{0,40}?\b(?:verif|authenticat|confirm)"
)
_CHECKING = ("verif", "authenticat", "confirm")


def _outlet_that_checks(sentence: Sentence | None, page: Page) -> Source | None:
    """The outlet in "the Herald could not verify the figures", which speaks for itself."""
    if sentence is None:
        return None
    start, end = sentence.span.start, min(sentence.span.end, sentence.span.start + 200)
    if not holds_any(page.text[start:end].lower(), _CHECKING):
        return None
    found = _CHECKS.match(page.text, start, end)
    if found is None:
        return None
    who = Span(*found.span("who"))
    first = bisect_left(page.mentions, who.start, key=_start)
    named = next((m for m in page.mentions[first : first + 6] if m.kind == "org" and who.covers(m.span)), None)
    return Source("org", named.refers_to or named.name, None, named.span) if named is not None else None


def _same_sentence(
    span: Span, page: Page, sentence: Sentence, statements: tuple[Statement, ...]
) -> Statement | None:
    """A statement of the same sentence whose cue stands between its content and the span, a short rest after it."""
    for statement in statements:
        cue = statement.cue
        if cue is None or not sentence.span.covers(cue) or not sentence.span.overlaps(statement.span):
            continue
        if statement.span.end <= cue.start and cue.end <= span.start <= cue.end + REST_REACH:
            words = page.text[cue.end : span.start]
            goes_on = ";" not in words or _GOES_ON.search(page.text, cue.end, sentence.span.end)
            if goes_on and not any(mark in words for mark in (" when ", " while ", " after ", " as ")):
                return statement
        inserted = span.end <= cue.start and _INSERTED.fullmatch(page.text, span.end, cue.start)
        if inserted and statement.direct and _QUOTED_NEXT.fullmatch(page.text, cue.end, statement.span.start):
            return statement
    return None


# "Seventeen others were hurt, he said, “some of them badly”": the cue stands between two halves of what was said.
_INSERTED = re.compile(r"[^;:“”\"\n]{0,120}?,\s+[^,;:“”\"\n]{1,60}")
_QUOTED_NEXT = re.compile(r",\s+[“\"'‘]")


# A sentence with one of these goes on counting what the sentence before counted.
_GOES_ON = re.compile(
    r"(?i)\b(?:of (?:them|these|those|the (?:dead|wounded|injured|victims|killed|missing|bodies|casualties))|"
    r"(?:a|an) (?:further|additional|second|third|fourth|fifth)|of the \d+|another \d|"
    r"another (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|several)|"
    r"the (?:second|third|other|others|rest|remaining|latter|former)|"
    r"as many|the same number|among (?:them|the)|more than \d+ of|there\b|"
    r"(?:one|two|three|several|some) of (?:its|his|her|their|our)|"
    r"among those|they included|the (?:dead|wounded|injured|victims|toll|figures?|bodies))\b"
)


# So does one that opens with a number of people.
_COUNTS = re.compile(
    r"(?i)(?:(?:at least|about|around|some|nearly|more than|over|up to|as many as) )?(?:\d[\d,]*|(?:one|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:-[a-z]+)?))(?: [a-z-]+){0,4} (?:were|was|are|had been|have been|have sought|"
    r"sought|needed|died|remain|remained)\b"
)


def _sentence_before(page: Page, sentence: Sentence, statements: tuple[Statement, ...]) -> Statement | None:
    """The statement that fills the sentence before, where this one names nobody and goes on counting."""
    if not statements or sentence.part != "body" or sentence.number == 0:
        return None
    before = page.sentences[sentence.number - 1]
    if before.paragraph != sentence.paragraph:
        return None
    filling = [s for s in statements if before.span.covers(s.span) and s.parent is None]
    held = sum(len(s.span) + (len(s.cue) if s.cue else 0) for s in filling)
    if not filling or 2 * held < len(before.span):
        return None
    if any(sentence.span.overlaps(s.span) or (s.cue and sentence.span.overlaps(s.cue)) for s in statements):
        return None
    words = sentence.span.of(page.text)
    if not _GOES_ON.search(words) and not _COUNTS.match(words):
        return None
    return max(filling, key=lambda s: s.span.end)


def _around(
    page: Page, sentence: Sentence, near: tuple[Statement, ...], every: tuple[Statement, ...]
) -> Statement | None:
    """The statement before a short sentence, where the same person speaks on in the next one of the paragraph:
    "..., said the matron. A boy died. <quoted>, she said"."""
    if not 0 < sentence.number < len(page.sentences) - 1 or len(sentence.span) > SHORT:
        return None
    before, after = page.sentences[sentence.number - 1], page.sentences[sentence.number + 1]
    if not before.paragraph == sentence.paragraph == after.paragraph:
        return None
    if any(sentence.span.overlaps(s.span) or (s.cue and sentence.span.overlaps(s.cue)) for s in near):
        return None
    last = max((s for s in near if before.span.overlaps(s.span) and s.parent is None),
               key=lambda s: s.span.end, default=None)
    at = bisect_left(every, after.span.start, key=_start)
    following = every[at] if at < len(every) and every[at].span.start < after.span.end else None
    same = last is not None and following is not None and last.source.name == following.source.name
    return last if same else None


def sentence_of(span: Span, page: Page) -> Sentence | None:
    """The sentence in which a span begins."""
    at = bisect_right(page.sentences, span.start, key=_start) - 1
    return page.sentences[at] if at >= 0 and span.start < page.sentences[at].span.end else None
