"""When something was said: the day that stands beside the cue, outside what is said.

"told reporters on Tuesday that ...", "..., the mayor said late on Friday", "On Tuesday the mayor said ..."; never the
day of the happening ("said Monday's attack ..."), which stands in the content or is possessive.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from stemma.model import DateMention, Page
from stemma.values import Span, When

AFTER, BEFORE = 60, 48  # characters between a cue and the day that belongs to it
_BREAK = re.compile(r"[.!?;:,\"“”«»()\n]|\b(?:that|who|which|after|before|since|when)\b|['’]s\b")
_CLAUSE = re.compile(r"[.!?;:\"“”«»()\n]|\b(?:that|after|before|since|when)\b")
# What may stand before a day that opens a clause of saying: nothing, or a joining word.
_OPENS = re.compile(r"(?:^|[.!?\n]\s*|[,;]\s+|\b(?:who|and|but|which|had)\s+)"
                    r"(?:(?:late|early|earlier|later)\s+)?(?:on\s+)?$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\b")


def said_on(page: Page, cue: Span | None, content: Span) -> When | None:
    """The day on which a statement was made, where the words beside its cue tell one; None where they do not."""
    if cue is None:
        return None
    first = bisect_left(page.dates, cue.start - BEFORE - 24, key=lambda found: found.span.start)
    for found in page.dates[first:]:
        if found.span.start > cue.end + AFTER:
            return None
        if found.span.overlaps(content) or found.when.since or _POSSESSIVE.match(page.text, found.span.end):
            continue
        if follows(page.text, cue, content, found) or leads(page.text, cue, content, found):
            return found.when
    return None


def follows(text: str, cue: Span, content: Span, found: DateMention) -> bool:
    """Whether a day belongs to the cue before it, or stands in it."""
    if cue.covers(found.span):
        return True
    between = Span(cue.end, found.span.start)
    return cue.end <= found.span.start and not between.overlaps(content) and not _BREAK.search(text, *ends(between))


def leads(text: str, cue: Span, content: Span, found: DateMention) -> bool:
    """Whether a day opens the clause of a cue after it."""
    between = Span(found.span.end, cue.start)
    if found.span.end > cue.start or between.overlaps(content) or len(between) > BEFORE:
        return False
    opening = text[max(0, found.span.start - 20) : found.span.start]
    return bool(_OPENS.search(opening)) and not _CLAUSE.search(text, *ends(between))


def ends(span: Span) -> tuple[int, int]:
    """First and last offset, as patterns take them."""
    return span.start, span.end
