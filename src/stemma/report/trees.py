"""Who said it first, drawn: a trunk from an origin to the reports that carry it, branches to those that copied them."""

from __future__ import annotations

from markupsafe import Markup

from stemma.report.drawing import drawing, element, joined, shorten, text, text_width, wrap
from stemma.report.origins import Leaf, OriginView
from stemma.report.words import sentence_case

WIDTH = 800.0
LEFT = 352.0  # the origin's own words
TRUNK = 376.0
STEP = 24.0  # one level of copying to the right
HEAD = 18.0  # from the top to the first dot
ROW, MORE = 42.0, 17.0  # height of a report, and of its line on what the retelling changed
SIZE, SMALL = 14.0, 12.5
BOLD = 1.06  # how much wider bold text is
NUMBERS = 4  # reference numbers shown beside a report; all of them stand in the table


def tree(view: OriginView) -> Markup:
    """The drawing of one origin."""
    lines = _origin_lines(view)
    heads, y = [], HEAD
    for leaf in view.leaves:
        heads.append(y)
        y += ROW + MORE * len(_changed(leaf))
    height = max(14.0 + 19.0 * len(lines), y - 14.0)
    body = _origin(lines) + _branches(view.leaves, heads, 24.0 + text_width(lines[0][0], SIZE) * BOLD + 10.0)
    for leaf, head in zip(view.leaves, heads, strict=True):
        body += _leaf(leaf, head)
    carried = "; ".join(f"{leaf.letter}, {leaf.outlet}: {leaf.how}{' (changed)' if leaf.drift else ''}"
                        for leaf in view.leaves)
    return drawing(f"tree-{view.anchor}", f"{view.name}: who carries it", f"{view.about}. Carried by {carried}.", WIDTH,
                   height, body, "tree")


def _origin_lines(view: OriginView) -> list[tuple[str, str]]:
    lines = [(line, "who") for line in wrap(sentence_case(view.name), SIZE, LEFT - 24, 2)]
    lines += [(line, "role") for line in wrap(view.role, SMALL, LEFT - 24, 2)]
    lines += [(line, "role") for line in wrap(view.act, SMALL, LEFT - 24, 1)]
    quote = f"“{view.quote}”" if view.direct else view.quote
    return lines + [(line, "quote") for line in wrap(quote, SIZE, LEFT - 24, 4)]


def _origin(lines: list[tuple[str, str]]) -> list[Markup]:
    parts = [element("circle", cx=6.0, cy=HEAD, r=6.0, class_="root")]
    return parts + [text(24.0, HEAD + 5.0 + 19.0 * place, line, kind) for place, (line, kind) in enumerate(lines)]


def _branches(leaves: tuple[Leaf, ...], heads: list[float], start: float) -> list[Markup]:
    """A line from the origin, or from the report that was copied, to each report."""
    parts = [element("line", x1=min(start, LEFT), x2=TRUNK, y1=HEAD, y2=HEAD, class_="branch")] if leaves else []
    reached: dict[int, float] = {}  # how far down the line from each report, or from the origin (-1), is drawn
    for leaf, y in zip(leaves, heads, strict=True):
        copied = leaf.parent >= 0
        x = _dot(leaves[leaf.parent]) if copied else TRUNK
        above = reached.get(leaf.parent, heads[leaf.parent] + 4.0 if copied else HEAD)
        reached[leaf.parent] = y
        path = f"M{x:.1f} {above:.1f} V{y:.1f} H{_dot(leaf) - 5:.1f}"
        parts.append(element("path", d=path, class_="branch"))
    return parts


def _dot(leaf: Leaf) -> float:
    return TRUNK + 24.0 + STEP * leaf.depth


def _leaf(leaf: Leaf, y: float) -> list[Markup]:
    """A report: letter, outlet and reference numbers; how it carries the origin; what the retelling changed."""
    x = _dot(leaf) + 14.0
    room = WIDTH - x
    numbers = "".join(f" [{ref.number}]" for ref in leaf.refs[:NUMBERS]) + (" …" if len(leaf.refs) > NUMBERS else "")
    used = text_width(leaf.letter, SIZE) + text_width(numbers, SMALL) + 24
    outlet = shorten(leaf.outlet, SIZE, room - used)
    head = text(x, y + 5.0, element("tspan", leaf.letter, class_="letter") + element("tspan", outlet, dx=8.0)
                + element("tspan", numbers, class_="number"), "leaf")
    if leaf.refs:
        title = element("title", f"{leaf.letter}, {leaf.outlet}: {leaf.how}")
        head = element("a", title + head, href=leaf.refs[0].href)
    parts = [element("circle", cx=_dot(leaf), cy=y, r=4.0, class_="stop"), head,
             text(x, y + 22.0, shorten(leaf.how, SMALL, room), "role")]
    return parts + _drift(leaf, x, y + 22.0 + MORE)


def _changed(leaf: Leaf) -> list[str]:
    """What a retelling changed, in at most two lines."""
    if not leaf.drift:
        return []
    more = f" (and {len(leaf.drift) - 1} more)" if len(leaf.drift) > 1 else ""
    return wrap(f"changed{more}: {leaf.drift[0]}", SMALL, WIDTH - _dot(leaf) - 32.0, 2)


def _drift(leaf: Leaf, x: float, y: float) -> list[Markup]:
    """The change, with a triangle and the word, so that colour is not the only sign."""
    if not leaf.drift:
        return []
    sign = element("path", d=f"M{x:.1f} {y:.1f} h11 l-5.5 -10 z", class_="warn")
    lines = [text(x + 17.0, y + MORE * place, line, "drift") for place, line in enumerate(_changed(leaf))]
    return [element("g", element("title", "; ".join(leaf.drift)) + sign + joined(lines))]
