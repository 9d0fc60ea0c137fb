"""Quoted words: curly, straight and single marks, nested ones, and marks that are missing or misplaced.

Marks are paired within one paragraph. A quotation that is still open at a paragraph's end goes on only if the next
paragraph opens with a mark; otherwise it ends there, so one unclosed mark never reaches further than its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from stemma.model import Document, Quote, Sentence
from stemma.values import Span

_MARKS = re.compile(r"''|``|[\"“”„«»‘’']")
_OPENERS_BEFORE = "([{—–-:/“\"‘'"
_ELISIONS = re.compile(r"['’](?:\d\ds?\b|em\b|til\b|cause\b|tis\b|twas\b|n[’']?\b)")
LOOKAHEAD = 8  # marks looked at to tell a plural possessive from a closing single mark


class Mark(NamedTuple):
    """One quotation mark, as it stands."""

    start: int
    end: int
    char: str
    opens: bool  # may open: a space or bracket before it and a word after it
    closes: bool  # may close: a word or punctuation before it


class Paragraph(NamedTuple):
    start: int
    end: int
    ends: tuple[int, ...]  # ends of its sentences


def quotes_of(document: Document, sentences: tuple[Sentence, ...]) -> tuple[Quote, ...]:
    """Quotations in order, inner ones after the outer one that holds them.

    Spans are half-open ranges of code points of document.text; `span` leaves the marks out, `outer` takes them in.
    """
    text = document.text
    paragraphs = list(_paragraphs(sentences))
    found: list[Quote] = []
    for number, paragraph in enumerate(paragraphs):
        following = text[paragraphs[number + 1].start] if number + 1 < len(paragraphs) else ""
        found += _pairs(text, paragraph, continued=following in tuple("“\"‘„«"))
    return tuple(sorted(found, key=lambda q: (q.outer.start, -q.outer.end)))


def _paragraphs(sentences: tuple[Sentence, ...]) -> Iterator[Paragraph]:
    """The stretches of text in which marks are paired."""
    start, ends, number = 0, [], None
    for sentence in sentences:
        if sentence.paragraph != number and ends:
            yield Paragraph(start, ends[-1], tuple(ends))
            ends = []
        if not ends:
            start, number = sentence.span.start, sentence.paragraph
        ends.append(sentence.span.end)
    if ends:
        yield Paragraph(start, ends[-1], tuple(ends))


def _marks(text: str, paragraph: Paragraph) -> Iterator[Mark]:
    """The marks of a paragraph that are no apostrophes."""
    for found in _MARKS.finditer(text, paragraph.start, paragraph.end):
        start, end, char = found.start(), found.end(), found.group()
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        if char in "'’" and before.isalnum() and after.isalnum():
            continue
        if char in "'’" and _ELISIONS.match(text, start) and not before.isalnum():
            continue
        spaced = before.isspace() or before in _OPENERS_BEFORE
        yield Mark(start, end, char, spaced and not after.isspace(), not before.isspace())


def _pairs(text: str, paragraph: Paragraph, *, continued: bool) -> list[Quote]:
    """The quotations of one paragraph."""
    marks = list(_marks(text, paragraph))
    found = _double(text, paragraph, [m for m in marks if m.char not in ("‘", "’", "'")], continued=continued)
    outer = [q.outer for q in found]
    found += _single(text, paragraph, [m for m in marks if m.char in ("‘", "’", "'")], outer, continued=continued)
    return found


# ------------------------------------------------------------------------------------------------ double marks


def _double(text: str, paragraph: Paragraph, marks: list[Mark], *, continued: bool) -> list[Quote]:
    """Double marks and guillemets, which never nest within their own kind in print."""
    found: list[Quote] = []
    opened: Mark | None = None
    for mark in marks:
        role = _role(text, paragraph, mark, opened)
        if role == "open":
            if opened is not None:
                found.append(_unclosed(text, paragraph, opened, mark.start))
            opened = mark
        elif role == "close" and opened is not None:
            found.append(_closed(text, opened.start, opened.end, mark.start, mark.end))
            opened = None
    if opened is not None:
        found.append(_unclosed(text, paragraph, opened, paragraph.end, to_end=continued))
    return [q for q in found if q.span.start < q.span.end]


def _role(text: str, paragraph: Paragraph, mark: Mark, opened: Mark | None) -> str:
    """What a mark does here: "open", "close" or nothing."""
    if mark.char in ("”", "»"):
        return "close"
    after = text[mark.end : mark.end + 1] if mark.end < paragraph.end else ""
    if mark.char in ("„", "«", "``"):
        return "open"
    if opened is None:
        return "open" if mark.opens or (mark.char == "“" and after and not after.isspace()) else ""
    if mark.char == "“":
        before = text[max(paragraph.start, mark.start - 3) : mark.start].rstrip()
        turned = before[-1:] in (",", ".", "!", "?") and after.islower()
        if opened.char == "„" or not after or after.isspace() or turned:
            return "close"  # machine translation turns closing marks round
        # An opening mark inside an open quotation: after dots it goes on with it, elsewhere the first was never closed.
        return "" if before.endswith(".") and not _sentence_between(paragraph, opened, mark) else "open"
    return "open" if mark.opens and not mark.closes and _reads_open(text, mark, opened) else "close"


def _sentence_between(paragraph: Paragraph, opened: Mark, mark: Mark) -> bool:
    """Whether a sentence ends between two marks."""
    after = bisect_right(paragraph.ends, opened.start)
    return after < len(paragraph.ends) and paragraph.ends[after] <= mark.start


def _reads_open(text: str, mark: Mark, opened: Mark) -> bool:
    """Whether a straight mark with a space before it opens a new quotation though one is open."""
    after = text[mark.end : mark.end + 1]
    return opened.char in ("\"", "''") and (after.isalnum() or after in "'‘[.(")


def _closed(text: str, outer_start: int, start: int, end: int, outer_end: int) -> Quote:
    """A quotation without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Quote(Span(start, end), Span(outer_start, outer_end))


def _unclosed(text: str, paragraph: Paragraph, opened: Mark, limit: int, *, to_end: bool = False) -> Quote:
    """A quotation never closed: to its paragraph's end if it began it or followed a colon, else one sentence."""
    before = text[max(paragraph.start, opened.start - 2) : opened.start].strip()
    end = limit
    if not (to_end or opened.start == paragraph.start or before.endswith(":")) or limit < paragraph.end:
        after = bisect_right(paragraph.ends, opened.end)
        end = min(paragraph.ends[after] if after < len(paragraph.ends) else limit, limit)
    whole = _closed(text, opened.start, opened.end, end, end)
    return Quote(whole.span, Span(opened.start, whole.span.end), closed=False)


# ------------------------------------------------------------------------------------------------ single marks


def _single(text: str, paragraph: Paragraph, marks: list[Mark], outer: list[Span], *, continued: bool) -> list[Quote]:
    """Single marks, inside double ones or on their own; the apostrophe of "rebels' camp" is told apart."""
    found: list[Quote] = []
    opened: Mark | None = None
    for number, mark in enumerate(marks):
        if mark.char == "‘" or (mark.char == "'" and mark.opens):
            if opened is None:
                opened = mark
            continue
        if opened is None or not mark.closes:
            continue
        if _is_possessive(text, marks, number):
            continue
        if _same_side(opened, mark, outer):
            found.append(_closed(text, opened.start, opened.end, mark.start, mark.end))
            opened = None
    if opened is not None and continued and opened.start == paragraph.start and opened.char == "‘":
        found.append(_unclosed(text, paragraph, opened, paragraph.end, to_end=True))
    return [q for q in found if q.span.start < q.span.end]


def _is_possessive(text: str, marks: list[Mark], number: int) -> bool:
    """Whether a mark after an s is an apostrophe: a better closing mark comes before the next opening one."""
    mark = marks[number]
    if mark.start == 0 or text[mark.start - 1] not in "sS":
        return False
    if not re.match(r"\s[a-z]", text[mark.end : mark.end + 2]):
        return False
    for other in marks[number + 1 : number + 1 + LOOKAHEAD]:
        if other.char == "‘" or other.opens:
            return False
        if other.closes and (text[other.start - 1] in ",.!?" or text[other.start - 1] not in "sS"):
            return True
    return False


def _same_side(opened: Mark, mark: Mark, outer: list[Span]) -> bool:
    """Whether two marks lie in the same double quotation, or both outside all."""
    low, high = 0, len(outer)
    while low < high:
        middle = (low + high) // 2
        if outer[middle].end <= opened.start:
            low = middle + 1
        else:
            high = middle
    inside = low < len(outer) and outer[low].start <= opened.start
    return not inside or mark.end <= outer[low].end
