"""A timeline as SVG: a row for each act, its mark on the day it was told, its reports on the days they appeared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from markupsafe import Markup

from stemma.report import words
from stemma.report.drawing import drawing, element, joined, shorten, text, text_width, wrap
from stemma.report.timeline import Carrier, Telling, Timeline

SIZE, SMALL = 13.0, 12.0
WIDTH, LEFT = 800.0, 208.0
ROW, HEAD = 46.0, 30.0
STAND = 22.0  # height of a line of the toll
MOST_DRAWN = 12  # acts in one drawing; more are folded
SPACE = 8.0


def timeline_pieces(view: Timeline) -> list[list[Telling]]:
    """The acts cut into drawings."""
    return [list(view.tellings[at : at + MOST_DRAWN]) for at in range(0, len(view.tellings), MOST_DRAWN)]


def timeline_drawing(view: Timeline, tellings: Sequence[Telling], part: int = 0) -> Markup:
    """One drawing; the toll over the days stands in the first one only."""
    body: list[Markup] = []
    y = HEAD
    if not part:
        for harm in dict.fromkeys(stand.harm for stand in view.stands):
            body += _stands(view, harm, y)
            y += STAND
        y += 6.0 if view.stands else 0.0
    before = ""
    for telling in tellings:
        named = telling.key != before or telling is tellings[0]
        body += _row(view, telling, y, named)
        before, y = telling.key, y + ROW
    frame = _frame(view, y)
    ident = f"{view.anchor}-{part}"
    title = "Who told what when" + (", continued" if part else "")
    return drawing(ident, title, _description(view, tellings, part), WIDTH, y + 4.0, [*frame, *body], "timeline")


def _description(view: Timeline, tellings: Sequence[Telling], part: int) -> str:
    said = [f"{t.who}{', ' + t.channel if t.channel else ''}, {t.when}: {t.figures}; "
            f"in {words.how_many(len(t.carriers), 'report')}" for t in tellings]
    toll = [f"{stand.harm} by {words.day(stand.day, weekday=False)}: {stand.span}" for stand in view.stands]
    return ". ".join([*([] if part else toll), *said]) + "."


def _x(view: Timeline, column: int) -> float:
    """The left edge of a column."""
    return LEFT + (WIDTH - LEFT) * column / len(view.columns)


def _frame(view: Timeline, bottom: float) -> Iterator[Markup]:
    """Days above, a line down for each; between days that do not follow one another the line above is broken."""
    wide = (WIDTH - LEFT) / len(view.columns)
    longest = max(((c.last - c.first).days for c in view.columns if c.first and c.last), default=0)
    if longest:
        yield text(0.0, 14.0, "by week" if longest < 7 else "by month" if longest < 31 else "by year", "tick")
    for place, column in enumerate(view.columns):
        x = _x(view, place)
        yield element("line", x1=x, x2=x, y1=HEAD - 6, y2=bottom, class_="grid")
        yield text(x, 14.0, shorten(column.label, SMALL, wide - SPACE), "tick")
        after = view.columns[place + 1] if place + 1 < len(view.columns) else None
        gap = after is not None and not (
            after.first and column.last and after.first - column.last <= timedelta(days=1))
        yield element("line", x1=x, x2=x + wide, y1=HEAD - 6, y2=HEAD - 6, class_="axis gap" if gap else "axis")


def _stands(view: Timeline, harm: str, y: float) -> Iterator[Markup]:
    """The toll of one harm as it stood, where it changed."""
    yield text(0.0, y + 15.0, f"{words.HARM_WORDS[harm]}, all accounts so far", "day")
    last = {view.column(stand.day): stand.span for stand in view.stands if stand.harm == harm}
    shown = ""
    for column in sorted(last):
        x = _x(view, column)
        later = min((other for other in last if other > column), default=len(view.columns))
        yield element("line", x1=x, x2=_x(view, later) - 3, y1=y + 20.0, y2=y + 20.0, class_="stand")
        if last[column] != shown:
            room = _x(view, later) - x - SPACE
            yield text(x, y + 15.0, shorten(last[column].replace("\u2009", ""), SIZE, max(room, 30.0)), "span")
        shown = last[column]


def _row(view: Timeline, telling: Telling, y: float, named: bool) -> Iterator[Markup]:
    """One act: who, the mark with what was told, and below it the reports on their days."""
    if named:
        yield element("line", x1=0.0, x2=WIDTH, y1=y, y2=y, class_="lane")
        names = wrap(telling.who, SIZE, LEFT - 16, 1 if telling.role else 2)
        lines = [(name, "who") for name in names] + [(line, "role") for line in wrap(telling.role, SMALL, LEFT - 16, 1)]
        for place, (line, kind) in enumerate(lines):
            yield text(0.0, y + 17.0 + 16.0 * place, line, kind)
    x = _x(view, view.column(telling.day)) + 7.0
    mark = element("circle", cx=x, cy=y + 13.0, r=5.0, class_="dot" if telling.told else "dot published")
    yield from _branch(view, telling, x, y)
    label, at, anchor = _label(telling, x)
    title = element("title", f"{telling.who}, {telling.when}: {telling.figures}")
    said = joined([title, mark, text(at, y + 17.0, label, "words", text_anchor=anchor)])
    yield element("a", said, href=telling.refs[0].href, class_="mark") if telling.refs else element("g", said)
    yield from _carriers(view, telling, y)


def _label(telling: Telling, x: float) -> tuple[str, float, str]:
    """Channel and figures, right of the mark where there is room, else left of it."""
    said = f"{telling.channel}: {telling.figures}" if telling.channel else telling.figures
    right, left = WIDTH - x - 11, x - 11 - LEFT
    wide = text_width(said, SMALL)
    if wide <= right or right >= left:
        return shorten(said, SMALL, right), x + 11, "start"
    return shorten(said, SMALL, left), x - 11, "end"


def _branch(view: Timeline, telling: Telling, x: float, y: float) -> Iterator[Markup]:
    """The line from the mark to the reports that carry it."""
    ends = [_x(view, view.column(carrier.day)) + 7.0 for carrier in telling.carriers]
    if not ends:
        return
    far, near = max(*ends, x), min(*ends, x)
    yield element("path", d=f"M{x:.1f} {y + 18:g}V{y + 26:g}", class_="branch")
    if far > near:
        yield element("path", d=f"M{near:.1f} {y + 26:g}H{far:.1f}", class_="branch")


def _carriers(view: Timeline, telling: Telling, y: float) -> Iterator[Markup]:
    """Letters of reports in the columns of their days; what has no room is counted."""
    wide = (WIDTH - LEFT) / len(view.columns) - SPACE
    held: dict[int, list[Carrier]] = defaultdict(list)
    for carrier in telling.carriers:
        held[view.column(carrier.day)].append(carrier)
    for column, carriers in sorted(held.items()):
        x = _x(view, column) + 3.0
        carriers.sort(key=lambda c: (len(c.letter), c.letter))
        for place, carrier in enumerate(carriers):
            label = carrier.letter + ("▲" if carrier.changed else "")
            rest = f"+{len(carriers) - place}"
            last = place == len(carriers) - 1
            room = _x(view, column) + wide - x - (0 if last else text_width(rest, SMALL) + 5)
            if text_width(label, SMALL) > room and place:
                yield text(x, y + 40.0, rest, "role")
                break
            yield _letter(carrier, x, y + 40.0)
            x += text_width(label, SMALL) + 7


def _letter(carrier: Carrier, x: float, y: float) -> Markup:
    day = words.day(carrier.day, weekday=False) if carrier.day else "date unknown"
    told = ": ".join(filter(None, (f"Report {carrier.letter}, {carrier.outlet}, {day}", carrier.how)))
    told += "; changed what it carries" if carrier.changed else ""
    sign = element("tspan", "▲", class_="drift") if carrier.changed else ""
    shown = text(x, y, joined([carrier.letter, sign]), "carrier copy" if carrier.copy else "carrier")
    return element("a", element("title", told) + shown, href=carrier.href) if carrier.href else shown
