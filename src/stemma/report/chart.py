"""Figures by source, drawn on a logarithmic axis.

A stated number is a dot, an open range an arrow, a vague word a band with the word on it, an exact range a bar. The
words as written stand beside each mark: no number is shown without them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from stemma.report.drawing import drawing, element, shorten, text, text_width, wrap

ROW = 26.0  # height of one row of marks
SIZE = 13.0
SMALL = 12.0
ARROW = 34.0  # length of the arrow of an open range, in user units: it says "or more", not how many more
ZERO_GAP = 30.0  # room at the left for 0, which a logarithmic axis does not have
MOST_LANES = 10  # lanes in one drawing; more are folded


class Mark(Struct, frozen=True):
    """One figure of one lane."""

    low: int | None
    high: int | None
    stated: bool
    words: str  # as written
    href: str
    title: str
    about: bool = False


class Lane(Struct, frozen=True):
    """The figures of one source for one harm."""

    label: str
    sub: str
    harm: str
    marks: tuple[Mark, ...]
    group: str = ""  # drawn above the first lane of each group


class Axis(Struct, frozen=True):
    """A logarithmic axis from a power of ten to a power of ten, with 0 at its left where a figure needs it."""

    first: float  # log10 of the left end
    last: float
    zero: bool
    left: float  # in user units
    right: float

    def at(self, value: float) -> float:
        """Where a number of people stands."""
        if value <= 0:
            return self.left
        start = self.left + (ZERO_GAP if self.zero else 0.0)
        share = (math.log10(value) - self.first) / (self.last - self.first)
        return start + min(max(share, 0.0), 1.0) * (self.right - start)


class _Placed(Struct, frozen=True):
    mark: Mark
    start: float  # extent of the shape and its label
    end: float
    label_at: float
    anchor: str  # start, middle or end of the label at label_at
    label: str


def axis_for(lanes: Sequence[Lane], left: float, right: float) -> Axis:
    """An axis that holds every bound of these lanes; ends are 1, 2 or 5 times a power of ten."""
    bounds = [bound for lane in lanes for mark in lane.marks for bound in (mark.low, mark.high) if bound is not None]
    positive = [bound for bound in bounds if bound > 0] or [1]
    first, last = _down(min(positive)), _up(max(positive))
    if last / first < 10:  # a whole power of ten at least, so that one figure is not blown up
        first = 10.0 ** math.floor(math.log10(first))
        last = max(last, first * 10)
    return Axis(math.log10(first), math.log10(last), any(bound == 0 for bound in bounds), left, right)


def _down(value: int) -> float:
    power = 10 ** math.floor(math.log10(value))
    return next(power * step for step in (5, 2, 1) if power * step <= value)


def _up(value: int) -> float:
    power = 10 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= value)


def ticks(axis: Axis) -> list[tuple[float, str]]:
    """Positions and labels that do not collide: 1-2-5 steps where there is room, else powers of ten, else fewer."""
    first, last = math.floor(axis.first), math.ceil(axis.last)
    for steps, every in (((1, 2, 5), 1), ((1,), 1), ((1,), 2), ((1,), 3), ((1,), 6)):
        values = [step * 10**power for power in range(first, last + 1, every) for step in steps]
        values = [v for v in values if axis.first - 1e-9 <= math.log10(v) <= axis.last + 1e-9]
        found = ([(axis.at(0), "0")] if axis.zero else []) + [(axis.at(v), f"{v:,}") for v in values]
        gaps = [(b[0] - a[0]) - (text_width(a[1], SMALL) + text_width(b[1], SMALL)) / 2
                for a, b in zip(found, found[1:], strict=False)]
        if all(gap >= 8 for gap in gaps):
            return found
    return found[:1]


def chart(ident: str, title: str, lanes: Sequence[Lane], scale: Sequence[Lane], narrow: bool = False) -> Markup:
    """The drawing; `scale` holds all lanes that share its axis, so that two drawings can be compared."""
    width = 343.0 if narrow else 800.0
    left = 8.0 if narrow else 248.0
    axis = axis_for(scale, left, width - 20.0)
    body: list[Markup] = []
    y = 30.0
    group = ""
    for lane in lanes:
        if lane.group != group:
            group = lane.group
            body += [element("line", x1=0.0, x2=width, y1=y, y2=y, class_="group"),
                     text(0.0, y + 20.0, group, "day")]
            y += 30.0
        drawn, height = _lane(lane, axis, y, narrow, width)
        body += drawn
        y += height
    frame = _frame(axis, y, width)
    said = "; ".join(f"{lane.label}: {', '.join(mark.title for mark in lane.marks)}" for lane in lanes)
    return drawing(ident, title, f"Logarithmic axis. {said}.", width, y + 26.0, frame + body,
                   "chart narrow" if narrow else "chart wide")


def _frame(axis: Axis, bottom: float, width: float) -> list[Markup]:
    """Grid lines with their numbers above and below."""
    parts = []
    for x, label in ticks(axis):
        parts.append(element("line", x1=x, x2=x, y1=24.0, y2=bottom, class_="grid"))
        parts.append(text(x, 16.0, label, "tick", text_anchor="middle"))
        parts.append(text(x, bottom + 16.0, label, "tick", text_anchor="middle"))
    return parts


def _lane(lane: Lane, axis: Axis, y: float, narrow: bool, width: float) -> tuple[list[Markup], float]:
    """One lane: its label and its marks, in as many rows as keep the words from colliding."""
    rows = _rows(lane.marks, axis)
    parts = [element("line", x1=0.0, x2=width, y1=y, y2=y, class_="lane")]
    top = y
    if narrow:
        label = shorten(f"{lane.label}{', ' + lane.sub if lane.sub else ''}", SIZE, width)
        parts.append(text(0.0, y + 19.0, label, "who"))
        top += 22.0
        needed = 0.0
    else:
        names = wrap(lane.label, SIZE, 226.0, 2)
        roles = wrap(lane.sub, SMALL, 226.0, 2)
        lines = [(name, "who") for name in names] + [(role, "role") for role in roles]
        parts += [text(0.0, y + 18.0 + 16.0 * place, line, kind) for place, (line, kind) in enumerate(lines)]
        needed = 16.0 * len(lines) + 12.0
    for position, row in enumerate(rows):
        for placed in row:
            parts.append(_mark(placed, axis, top + ROW * position + ROW / 2, lane.harm))
    return parts, max(top - y + ROW * len(rows) + 4.0, needed)


def _rows(marks: Sequence[Mark], axis: Axis) -> list[list[_Placed]]:
    """Marks in rows, each in the first row where neither it nor its words touch another."""
    rows: list[list[_Placed]] = []
    for mark in marks:
        placed = _place(mark, axis)
        for row in rows:
            if all(placed.start > other.end or placed.end < other.start for other in row):
                row.append(placed)
                break
        else:
            rows.append([placed])
    return rows


def _extent(mark: Mark, axis: Axis) -> tuple[float, float]:
    """Where the shape of a mark begins and ends."""
    low = axis.at(mark.low) if mark.low is not None else None
    high = axis.at(mark.high) if mark.high is not None else None
    if high is None:
        return low - 6.0, low + ARROW
    if low is None:
        return high - ARROW, high + 6.0
    return (low - 6.0, high + 6.0) if mark.low == mark.high else (low, max(high, low + 4.0))


def _place(mark: Mark, axis: Axis) -> _Placed:
    """The words go inside a band that holds them, else right of the shape, else left of it, else below the axis end."""
    start, end = _extent(mark, axis)
    room = axis.right + 18.0 - axis.left
    label = shorten(f"“{mark.words}”", SMALL, room * 0.7)
    wide = text_width(label, SMALL)
    if not mark.stated and mark.low is not None and mark.high is not None and wide + 8 <= end - start:
        return _Placed(mark, start, end, (start + end) / 2, "middle", label)
    if end + 6 + wide <= axis.right + 18.0:
        return _Placed(mark, start, end + 10 + wide, end + 6, "start", label)
    if start - 6 - wide >= axis.left - 8.0:
        return _Placed(mark, start - 10 - wide, end, start - 6, "end", label)
    label = shorten(label, SMALL, max(axis.right + 12.0 - end, start - axis.left, 24.0))
    wide = text_width(label, SMALL)
    if axis.right + 12.0 - end >= start - axis.left:
        return _Placed(mark, start, end + 10 + wide, end + 6, "start", label)
    return _Placed(mark, start - 10 - wide, end, start - 6, "end", label)


def _mark(placed: _Placed, axis: Axis, y: float, harm: str) -> Markup:
    """The shape and its words, linked to the sentence."""
    mark = placed.mark
    shape = _shape(mark, axis, y)
    label = text(placed.label_at, y + 4.0, placed.label, "words", text_anchor=placed.anchor)
    solid = "solid" if harm in ("killed", "casualties", "captured") else "hollow"
    return element("a", element("title", mark.title) + shape + label, href=mark.href, class_=f"mark {solid}")


def _shape(mark: Mark, axis: Axis, y: float) -> Markup:
    start, end = _extent(mark, axis)
    if mark.low is None or mark.high is None:
        tip, tail, sign = (end, start + 6.0, -1) if mark.high is None else (start, end - 6.0, 1)
        dot = element("circle", cx=tail, cy=y, r=5.0, class_="dot")
        line = element("line", x1=tail, x2=tip, y1=y, y2=y, class_="open")
        back = tip + sign * 7
        head = element("path", d=f"M{back:.1f} {y - 5:.1f} L{tip:.1f} {y:.1f} L{back:.1f} {y + 5:.1f}", class_="open")
        return line + head + dot
    if mark.low == mark.high:
        return element("circle", cx=axis.at(mark.low), cy=y, r=5.0, class_="dot about" if mark.about else "dot")
    if mark.stated:
        return element("rect", x=start, y=y - 5.0, width=end - start, height=10.0, rx=2.0, class_="bar")
    return element("rect", x=start, y=y - 10.0, width=end - start, height=20.0, rx=3.0, class_="band")
