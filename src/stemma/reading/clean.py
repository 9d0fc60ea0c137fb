"""Furniture: text in the file that is not part of the report. It is marked, never removed.

Every rule looks at one line (or a few short lines) and is anchored to its start or its end, so the work grows with the
length of the text. Where a line might be report text, it stays report text: losing a sentence is worse than keeping
an advert.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stemma.model import Document, Furniture
from stemma.reading._furniture import (
    CREDIT_PARAGRAPH,
    CREDIT_TAIL,
    HEADERS,
    LABELLED_CREDIT,
    LEADING_DATE,
    LINE_RULES,
    is_byline,
    is_dateline,
    is_link_bar,
    is_masthead,
    is_plain_credit,
    place_dateline,
)
from stemma.values import Span

LONGEST_FURNITURE = 600  # characters; no line longer than this is furniture as a whole
SAMPLE = 4000  # characters from which it is told whether a text is set in capitals
TAIL = 160  # characters at the end of a line in which a photo credit is sought
HEAD_LINES = 12  # a masthead, byline or date stands among the first so many lines that hold text
MOST_ITEMS = 12  # links under one "Related stories" header


class Line(NamedTuple):
    """One line without the white space at its ends; offsets are those of the document."""

    start: int
    end: int
    text: str
    after_blank: bool


def furniture_of(document: Document) -> tuple[Furniture, ...]:
    """What in the document's text is not part of the report, in order and without overlaps.

    Spans are half-open ranges of code points of document.text.
    """
    lines = list(_lines(document.text))
    shouted = is_shouted(document.text)
    found: list[Furniture] = []
    seen: dict[str, int] = {}
    in_head = True
    at = 0
    while at < len(lines):
        line = lines[at]
        whole = _whole_line(line, in_head and at < HEAD_LINES, shouted=shouted)
        if whole is not None:
            items = _items_below(lines, at) if whole == "related" and HEADERS.fullmatch(line.text) else 0
            found += [Furniture(Span(each.start, each.end), whole) for each in lines[at : at + 1 + items]]
            at += 1 + items
            continue
        if not shouted and _repeats(line, seen):
            found.append(Furniture(Span(line.start, line.end), "repeated_headline"))
        else:
            found += _parts(line, document.text, first=at == 0 or not shouted)
            in_head = in_head and not _is_body(line)
        at += 1
    return tuple(found)


def _lines(text: str) -> Iterator[Line]:
    """Lines that hold more than white space."""
    start, after_blank = 0, False
    for raw in text.splitlines(keepends=True):
        bare = raw.strip()
        if bare:
            first = start + len(raw) - len(raw.lstrip())
            yield Line(first, first + len(bare), bare, after_blank)
        after_blank = not bare
        start += len(raw)


def _is_body(line: Line) -> bool:
    """Whether the line reads as a paragraph of the report rather than as a title."""
    return len(line.text) > 50 and line.text[-1] in ".!?”\"'’"


def is_shouted(text: str) -> bool:
    """Whether a text is set in capitals throughout, as old wires were; capitals then tell nothing."""
    sample = text[:SAMPLE]
    if 10 * sum(sample.count(letter) for letter in "etaoinsr") >= len(sample):
        return False  # nearly every text: a tenth of it is small letters of the commonest kind
    letters = [c for c in sample if c.isalpha()]
    return len(letters) > 200 and sum(c.isupper() for c in letters) > 0.9 * len(letters)


def _whole_line(line: Line, in_head: bool, *, shouted: bool = False) -> str | None:
    """The kind of furniture that the whole line is, or None."""
    text = line.text
    if len(text) > LONGEST_FURNITURE:
        return None
    if shouted:
        return "advert" if LINE_RULES[0][1].match(text) else None
    for kind, pattern in LINE_RULES:
        if pattern.match(text):
            return kind
    if is_link_bar(text):
        return "share" if re.match(r"(?i)share|tweet", text) else "navigation"
    if is_dateline(text):
        return "dateline"
    if is_byline(text):
        return "byline"
    if in_head and is_masthead(text):
        return "other"
    if is_plain_credit(text) or CREDIT_PARAGRAPH.match(text):
        return "credit"
    return None


def _items_below(lines: list[Line], at: int) -> int:
    """How many lines under a header are its links: short titles up to the next blank line, or bullets after one."""
    count = 0
    for line in lines[at + 1 : at + 1 + MOST_ITEMS]:
        bullet = line.text[0] in "•*-–▪·»►" or re.match(r"\d{1,2}[.)] ", line.text)
        if (line.after_blank and not bullet) or len(line.text) > 140:
            break
        if line.text[-1] == "." and len(line.text) > 80:
            break
        count += 1
    return count


def _repeats(line: Line, seen: dict[str, int]) -> bool:
    """Whether a title was already there; the first one stays report text."""
    if not 15 <= len(line.text) <= 200 or line.text[-1] in ".!?:;,”\"":
        return False
    key = re.sub(r"\W+", " ", line.text).casefold()
    seen[key] = seen.get(key, 0) + 1
    return seen[key] > 1


def _parts(line: Line, text: str, *, first: bool) -> Iterator[Furniture]:
    """Furniture inside a line of report text: a stray date before it, an agency's dateline, a credit after it."""
    if not first:
        return
    lead = LEADING_DATE.match(line.text[:120])
    if lead:
        before = line.start
        while before > 0 and text[before - 1] in " \t\ufeff":
            before -= 1
        yield Furniture(Span(before, line.start + lead.end()), "dateline")
    rest = lead.end() if lead else 0
    placed = place_dateline(line.text[rest : rest + 160])
    if placed:
        yield Furniture(Span(line.start + rest, line.start + rest + placed), "dateline")
    label = re.match(r"\[?(?:Caption|CAPTION)\]?:?\s|\[?(?:Photo|Image|Picture|Photograph):\s", line.text)
    if label and not lead and not placed:
        yield Furniture(Span(line.start, line.start + len(label.group().rstrip())), "other")
        rest = label.end()
    yield from _credit_at_end(line, rest)


def _credit_at_end(line: Line, rest: int) -> Iterator[Furniture]:
    """A photographer's or agency's credit that ends the line."""
    cut = max(rest, len(line.text) - TAIL)
    tail = line.text[cut:]
    for pattern, may_stand in ((LABELLED_CREDIT, _has_label(tail)), (CREDIT_TAIL, _ends_like_credit(tail))):
        found = pattern.search(tail) if may_stand else None
        if found and found.start("credit") + cut > rest:
            start, end = line.start + cut + found.start("credit"), line.start + cut + found.end("credit")
            yield Furniture(Span(start, end), "credit")
            return


def _has_label(tail: str) -> bool:
    """Whether one of the words is there without which no labelled credit is."""
    return any(label in tail for label in ("Photo", "Image", "Picture", "Credit", "Video"))


def _ends_like_credit(tail: str) -> bool:
    """Whether a line can end with a credit: in a name or a bracket, or anywhere behind a sign of copyright."""
    return tail[-1:].isalnum() or tail[-1:] == ")" or "\u00a9" in tail or "(c)" in tail
