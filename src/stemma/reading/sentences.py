"""Sentences, titles, captions and boxed facts, with exact offsets.

A line of the text is a paragraph, except in hard-wrapped texts, where a paragraph runs to the next blank line. Within a
paragraph one pass over the punctuation decides where a sentence ends; nothing looks back or ahead further than a few
words, so a text of many megabytes on one line takes time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stemma.model import Document, Furniture, Sentence
from stemma.reading._abbreviations import ENDING, INNER, STARTERS
from stemma.values import Span

LONGEST_TITLE = 220  # characters; a longer line without a final mark is a paragraph
FULL_LINE = 50  # characters from which a line in capitals without a final mark is held to run on
LONGEST_CAPTION = 400  # characters; a longer paragraph that ends with a credit is report text
LONGEST_WRAPPED = 100  # characters; no line of a hard-wrapped text is longer

# Runs of final marks with the marks and brackets that close behind them. Dots set apart (". . .") are one run.
_FINAL = re.compile(r"(?:\.(?:[ \u00a0]\.){2,}|[.!?…。]+)[\"'”’»)\]]*")
_GLUED = re.compile(r"[^\W\d_]{3}[.!?]+[”\"’']?$")
_CAPITALISED = re.compile(r"[“\"]?[A-Z][a-z]")
_DOTS_APART = re.compile(r"\.[ \u00a0]\.")
_NEXT_WORD = re.compile(r"[“\"'‘(\[]*([\w’'-]*)")
_NUMBERING = re.compile(r"\d{1,3}|[A-Za-z]|[ivxIVX]{1,4}")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_LABEL = re.compile(r"[A-Z][\w /'’()-]{1,32}:\s*\S")
# Behind "9 a.m.": the day or the zone of the hour.
_AFTER_HOUR = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}$|(?:Eastern|Central|Pacific)$")
# What may follow a quoted question or cry in its own sentence: `"Why?" Lund asked.`
_SPEAKS = re.compile(
    r"(?:[\w’'.-]+ ){1,6}(?:said|says|asked|asks|told|tells|added|adds|wrote|writes|cried|shouted|replied|answered|"
    r"tweeted|exclaimed|screamed|demanded|declared)\b"
)
_SOURCE_LINE = re.compile(r"(?i)sources?: \S.{1,80}$")
_FIGURE_LABEL = re.compile(r"[A-Z][A-Za-z /'’()-]{1,32}:\s*(?:(?:at least|more than|over|about|up to|some|~|>)\s)?\d")


class Unit(NamedTuple):
    """A paragraph, a title or one line of a box."""

    start: int
    end: int
    block: int  # number of the blank-line-separated block
    alone: bool  # whether it is a line (or the whole block) of its own


def sentences_of(document: Document, furniture: tuple[Furniture, ...]) -> tuple[Sentence, ...]:
    """The sentences outside the furniture, in order; headlines, captions and box lines are marked as such.

    Spans are half-open ranges of code points of document.text, without white space at their ends.
    """
    text = document.text
    units = list(_units(text, furniture))
    boxes = _boxes(text, units)
    captions = _captions(text, units, furniture)
    found: list[Sentence] = []
    for number, unit in enumerate(units):
        if number in captions:
            part = "caption"
        elif number in boxes:
            part = "box"
        elif _is_title(text, unit):
            part = "headline"
        else:
            part = "body"
        spans = [Span(unit.start, unit.end)] if part in ("box", "headline") else _split(text, unit.start, unit.end)
        found += [Sentence(span, 0, number, part) for span in spans]
    return tuple(Sentence(s.span, n, s.paragraph, s.part) for n, s in enumerate(found))


# ------------------------------------------------------------------------------------------------ paragraphs


def _units(text: str, furniture: Sequence[Furniture]) -> Iterator[Unit]:
    """Paragraphs of report text, in order; furniture inside them is cut out."""
    holes = [f.span for f in furniture]
    at = 0
    for block, lines in enumerate(_blocks(text)):
        for start, end in _joined(text, lines):
            while at < len(holes) and holes[at].end <= start:
                at += 1
            pieces, here, hole = [], start, at
            while hole < len(holes) and holes[hole].start < end:
                pieces.append((here, min(holes[hole].start, end)))
                here = max(here, holes[hole].end)
                hole += 1
            pieces.append((here, end))
            for piece in pieces:
                first, last = _trim(text, *piece)
                if first < last and any(c.isalnum() for c in text[first : min(last, first + 200)]):
                    yield Unit(first, last, block, len(lines) == 1)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space and lone brackets or bullets at its ends."""
    while start < end and (text[start].isspace() or text[start] in "•·▪]|\ufeff\u200b"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "[|\u200b"):
        end -= 1
    if start < end and text[end - 1] == "]" and "[" not in text[max(start, end - 300) : end]:
        end -= 1
    return start, end


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Groups of lines between blank lines; each line as (start, end) without its line end."""
    block: list[tuple[int, int]] = []
    start = 0
    for raw in text.splitlines(keepends=True):
        if raw.strip():
            block.append((start, start + len(raw.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))))
        elif block:
            yield block
            block = []
        start += len(raw)
    if block:
        yield block


def _joined(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The paragraphs of one block: its lines, put together where a paragraph was wrapped."""
    if len(lines) > 1 and _is_wrapped(text, lines):
        cut = 0
        for n in range(1, len(lines)):
            if not _runs_on(text, lines[n - 1], lines[n], wrapped=True):
                yield lines[cut][0], lines[n - 1][1]
                cut = n
        yield lines[cut][0], lines[-1][1]
        return
    begin = lines[0]
    for previous, line in zip(lines, lines[1:], strict=False):
        if not _runs_on(text, previous, line, wrapped=False):
            yield begin[0], previous[1]
            begin = line
    yield begin[0], lines[-1][1]


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether the lines of a block are one paragraph cut at a fixed width.

    All but the last are then nearly equally long, and some end within a sentence.
    """
    if max(end - start for start, end in lines) > LONGEST_WRAPPED:
        return False
    full = [end - start for start, end in lines[:-1]]
    if min(full) < 40 or max(full) - min(full) > 25:
        return False
    return any(_unfinished(text, a, b) for a, b in zip(lines, lines[1:], strict=False))


def _unfinished(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a line ends within a sentence that the next one goes on with."""
    ending = text[line[0] : line[1]].rstrip()[-1]
    first = text[following[0] : following[1]].lstrip()[0]
    goes_on = first.islower() or ending in ",;–-" or first.isdigit() or ending.islower()
    full = line[1] - line[0] >= FULL_LINE and text[line[0] : line[1]].isupper()
    return ending not in ".!?:”\"'’…" and (goes_on or full)


def _runs_on(text: str, line: tuple[int, int], following: tuple[int, int], *, wrapped: bool) -> bool:
    """Whether two neighbouring lines belong to one paragraph."""
    first = text[following[0] : following[1]].lstrip()[0]
    if wrapped:
        return not _LABEL.match(text[following[0] : following[0] + 40]) or _unfinished(text, line, following)
    ending = text[line[0] : line[1]].rstrip()[-1]
    return first.islower() and ending not in ".!?:;”\"…" and line[1] - line[0] > 40


# --------------------------------------------------------------------------------- titles, boxes, captions


def _is_title(text: str, unit: Unit) -> bool:
    """Whether a unit has no final mark and is short enough for a headline."""
    if unit.end - unit.start > LONGEST_TITLE:
        return False
    words = text[unit.start : unit.end]
    ending = words.rstrip("\"“”’')]» ")
    if not ending or ending[-1] in ".!…,;:":
        return False
    if ending[-1] == "?":
        return len(words) < 100 and len(_split(text, unit.start, unit.end)) == 1
    return len(words) <= 80 or len(_split(text, unit.start, unit.end)) == 1


def _boxes(text: str, units: list[Unit]) -> frozenset[int]:
    """Numbers of the units that are lines of a box of facts: two labelled lines in one block, one of them a figure."""
    found: set[int] = set()
    start = 0
    while start < len(units):
        stop = start
        while stop < len(units) and units[stop].block == units[start].block:
            stop += 1
        group = range(start, stop)
        labelled = [n for n in group if _LABEL.match(text[units[n].start : units[n].end][:60])]
        figures = [n for n in group if _FIGURE_LABEL.match(text[units[n].start : units[n].end][:80])]
        short = all(units[n].end - units[n].start <= 160 for n in group)
        lone = len(group) <= 2 and all(units[n].end - units[n].start <= 60 for n in figures)
        if short and figures and (len(labelled) >= 2 or lone):
            found.update(group)
        found.update(n for n in group if _SOURCE_LINE.match(text, units[n].start, units[n].end))
        start = stop
    return frozenset(found)


def _captions(text: str, units: list[Unit], furniture: Sequence[Furniture]) -> frozenset[int]:
    """Numbers of the units that stand beside a picture: a credit ends their line, or a label begins it."""
    credits = {f.span.start for f in furniture if f.kind == "credit"}
    labels = {f.span.end for f in furniture if f.kind == "other" and _is_picture_label(f.span.of(text))}
    found: set[int] = set()
    for number, unit in enumerate(units):
        if unit.end - unit.start > LONGEST_CAPTION:
            continue
        after = unit.end
        while after < len(text) and text[after] in " \t\u00a0([]":
            after += 1
        before = unit.start
        while before > 0 and text[before - 1] in " \t\u00a0":
            before -= 1
        if {unit.end, after, after - 1} & credits or {before, unit.start} & labels:
            found.add(number)
    return frozenset(found | {n - 1 for n in found if _is_alt_text(units, n)})


def _is_picture_label(words: str) -> bool:
    return bool(re.match(r"\[?(?:caption|photo|image|picture)", words, re.IGNORECASE))


def _is_alt_text(units: list[Unit], caption: int) -> bool:
    """Whether the unit before a caption belongs to the same picture: sites print the description and the caption."""
    if caption == 0 or units[caption].alone:
        return False
    before, unit = units[caption - 1], units[caption]
    same_block = before.block == unit.block and (caption < 2 or units[caption - 2].block != before.block)
    return same_block and before.end - before.start <= LONGEST_TITLE


# ------------------------------------------------------------------------------------------------ sentences


def _split(text: str, start: int, end: int) -> list[Span]:
    """The sentences of one paragraph."""
    found: list[Span] = []
    begin = start
    for mark in _FINAL.finditer(text, start, end):
        stop = mark.end()
        if stop >= end:
            break
        stop = _take_stray_mark(text, mark, stop, end)
        if stop >= end:
            break
        if not _ends(text, mark, begin, stop, end):
            continue
        found.append(Span(begin, stop))
        begin = stop
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        found.append(Span(begin, end))
    return found


def _take_stray_mark(text: str, mark: re.Match[str], stop: int, end: int) -> int:
    """Draws in a quotation mark set after a space, as machine translation leaves it: `This is a crime. “`."""
    after = stop
    while after < end and after < stop + 3 and text[after] in " \u00a0":
        after += 1
    if after > stop and after < end and text[after] in "“”\"" and (after + 1 == end or text[after + 1].isspace()):
        return after + 1
    return stop


def _ends(text: str, mark: re.Match[str], begin: int, stop: int, end: int) -> bool:
    """Whether the marks at stop end a sentence that began at begin."""
    following = text[stop : min(end, stop + 40)]
    rest = following.lstrip()
    if not rest:
        return False
    glued = not following[0].isspace()
    if glued and not (_GLUED.search(text[max(begin, mark.start() - 3) : stop]) and _CAPITALISED.match(rest)):
        return False
    first = rest.lstrip("“\"'‘«([—–-• ")[:1]
    opens = rest[0] in "“\"'‘«(["
    if not first or not (first.isupper() or first.isdigit() or (opens and not first.islower())):
        return False
    if mark.group()[0] != ".":
        return len(mark.group()) == 1 or not _SPEAKS.match(rest)
    if _DOTS_APART.match(mark.group()):
        return False  # dots set apart stand for words left out, not for an end
    if mark.group().startswith(".."):
        return first.isupper()
    return _dot_ends(text, mark.start(), begin, stop, rest, closed=len(mark.group()) > 1)


def _dot_ends(text: str, dot: int, begin: int, stop: int, rest: str, *, closed: bool) -> bool:
    """Whether a single full stop ends a sentence: not after an abbreviation, an initial or a paragraph's number."""
    token_start = dot
    while token_start > begin and dot - token_start < 24 and not text[token_start - 1].isspace():
        token_start -= 1
    token = text[token_start:dot].lstrip("“\"'‘«([—–-")
    following = _NEXT_WORD.match(rest)
    word = following.group(1) if following else ""
    if token_start <= begin and _NUMBERING.fullmatch(token):
        return False
    if closed:
        return True
    if token in INNER:
        return False
    if token.casefold() in ENDING or _INITIALS.fullmatch(token):
        hour = token.casefold() in ("a.m", "p.m") and not _AFTER_HOUR.match(word)
        return word in STARTERS or ((hour or token.casefold() == "etc") and word[:1].isupper())
    if len(token) == 1 and token.isalpha() and token.isupper():
        return word in STARTERS
    return not (token.casefold() in ("no", "nos", "para", "art") and rest[0].isdigit())
