"""Who said it first, drawn: a trunk from an origin to the reports that carry it, branches to those that copied them."""

from __future__ import annotations

from markupsafe import Markup

from stemma.report.drawing import drawing, element, shorten, text, text_width, wrap
from stemma.report.origins import Leaf, OriginView

WIDTH = 800.0
LEFT = 300.0  # the origin's own words
TRUNK = 328.0
STEP = 26.0  # one level of copying to the right
ROW = 40.0
SIZE, SMALL = 14.0, 12.5
NUMBERS = 4  # reference numbers shown beside a report; all of them stand in the table


def tree(view: OriginView) -> Markup:
    """The drawing of one origin."""
    lines = _origin_lines(view)
    tall = 22.0 + 19.0 * len(lines)
    height = max(tall, ROW * len(view.leaves) + 6.0)
    body = _origin(lines)
    heads = [ROW * position + 20.0 for position in range(len(view.leaves))]
    body += _branches(view.leaves, heads)
    for leaf, y in zip(view.leaves, heads, strict=True):
        body += _leaf(leaf, y)
    carried = "; ".join(f"{leaf.letter}, {leaf.outlet}: {leaf.how}{' (changed)' if leaf.drift else ''}"
                        for leaf in view.leaves)
    return drawing(f"tree-{view.anchor}", f"{view.name}: who carries it", f"{view.about}. Carried by {carried}.", WIDTH,
                   height, body, "tree")


def _origin_lines(view: OriginView) -> list[tuple[str, str]]:
    lines = [(line, "who") for line in wrap(view.name, SIZE, LEFT - 24, 2)]
    lines += [(line, "role") for line in wrap(view.role, SMALL, LEFT - 24, 2)]
    lines += [(line, "role") for line in wrap(view.act, SMALL, LEFT - 24, 1)]
    quote = f"“{view.quote}”" if view.direct else view.quote
    return lines + [(line, "quote") for line in wrap(quote, SIZE, LEFT - 24, 4)]


def _origin(lines: list[tuple[str, str]]) -> list[Markup]:
    parts = [element("circle", cx=6.0, cy=20.0, r=6.0, class_="root")]
    return parts + [text(22.0, 25.0 + 19.0 * place, line, kind) for place, (line, kind) in enumerate(lines)]


def _branches(leaves: tuple[Leaf, ...], heads: list[float]) -> list[Markup]:
    """A line from the origin or from the copied report to each report."""
    parts = [element("line", x1=LEFT, x2=TRUNK, y1=20.0, y2=20.0, class_="branch")] if leaves else []
    for leaf, y in zip(leaves, heads, strict=True):
        x = TRUNK + STEP * max(leaf.depth - 1, 0) + (8.0 if leaf.depth else 0.0)
        above = heads[leaf.parent] + 8.0 if leaf.parent >= 0 else 20.0
        end = _dot(leaf) - 6.0
        style = "branch copied" if leaf.parent >= 0 else "branch"
        parts.append(element("path", d=f"M{x:.1f} {above:.1f} V{y:.1f} H{end:.1f}", class_=style))
    return parts


def _dot(leaf: Leaf) -> float:
    return TRUNK + 24.0 + STEP * leaf.depth


def _leaf(leaf: Leaf, y: float) -> list[Markup]:
    """A report: its letter and outlet, reference numbers, how it carries the origin, and drift as a shape and a word."""
    x = _dot(leaf) + 14.0
    room = WIDTH - x
    numbers = "".join(f" [{ref.number}]" for ref in leaf.refs[:NUMBERS]) + (" …" if len(leaf.refs) > NUMBERS else "")
    name = shorten(f"{leaf.letter}  {leaf.outlet}", SIZE, room - text_width(numbers, SMALL) - 12)
    linked = element("tspan", name, class_="who") + element("tspan", numbers, class_="number")
    head = text(x, y + 1.0, linked, "leaf")
    if leaf.refs:
        title = element("title", f"{leaf.letter}, {leaf.outlet}: {leaf.how}")
        head = element("a", title + head, href=leaf.refs[0].href)
    dot = element("circle", cx=_dot(leaf), cy=y - 4.0, r=4.0, class_="stop")
    parts = [dot, head]
    if leaf.drift:
        said = shorten("changed in the retelling", SMALL, room / 2)
        start = WIDTH - text_width(said, SMALL)
        how = shorten(leaf.how, SMALL, start - x - 30)
        triangle = f"M{start - 18:.1f} {y + 18:.1f} h12 l-6 -11 z"
        warn = element("title", "; ".join(leaf.drift)) + element("path", d=triangle, class_="warn") + text(
            start, y + 18.0, said, "drift")
        parts.append(element("g", warn))
    else:
        how = shorten(leaf.how, SMALL, room)
    return [*parts, text(x, y + 18.0, how, "role")]
