"""The family of an incident, drawn: copies hang below the text they descend from, shared passages are ties beside."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from stemma.report.descent import Descent, Node, Tie
from stemma.report.drawing import drawing, element, shorten, text, text_width

WIDTH = 800.0
LEFT, STEP = 8.0, 32.0  # of the first dot; one level of copying to the right
HEAD = 14.0  # from the top to the first dot
ROW, SHORT = 42.0, 28.0  # height of a report that descends from another, and of one that does not
GAP = 24.0  # between the words and the ties
SIZE, SMALL = 14.0, 12.5
LANE, MOST_LANES = 13.0, 8  # room for one tie; ties side by side


def descent_tree(view: Descent) -> Markup:
    """The drawing of one family."""
    heads, bottom = _heads(view.drawn)
    lanes = _lanes(view.drawn_ties)
    used = max(lanes.values(), default=-1) + 1
    room = WIDTH - (LANE * used + 12.0 if used else 0.0)
    right = min(room, max(_reach(node) for node in view.drawn) + GAP)
    body = _branches(view.drawn, heads)
    for node, y in zip(view.drawn, heads, strict=True):
        body += _node(node, y, room - 8.0)
    for tie, lane in lanes.items():
        body.append(_tie(tie, heads, right, right + 6.0 + LANE * lane))
    told = "; ".join(f"{node.letter or 'others'}, {node.outlet}{', ' + node.told if node.told else ''}"
                     for node in view.drawn)
    return drawing(view.anchor, "Which report descends from which", f"{view.summary} {told}.", WIDTH, bottom, body,
                   "tree descent")


def _heads(nodes: Sequence[Node]) -> tuple[list[float], float]:
    """How far down each report stands, and where the drawing ends."""
    heads, y = [], HEAD
    for node in nodes:
        heads.append(y)
        y += ROW if node.how else SHORT
    return heads, y - 10.0


def _reach(node: Node) -> float:
    """How far to the right the words of a report go."""
    head = text_width(f"{node.letter} {node.outlet}", SIZE) + text_width(node.day, SMALL) + 26.0
    return _dot(node) + 14.0 + max(head, text_width(f"{told_of(node)} {node.changed}", SMALL))


def undrawn_ties(view: Descent) -> int:
    """Ties for which the drawing has no room; the table tells them."""
    return len(view.ties) + view.untold - len(_lanes(view.drawn_ties))


def _lanes(ties: Sequence[Tie]) -> dict[Tie, int]:
    """A lane for each tie, so that no two lie on each other; short ones inside; those without room are left out."""
    ends: list[list[tuple[int, int]]] = [[] for _ in range(MOST_LANES)]
    lanes: dict[Tie, int] = {}
    for tie in sorted(ties, key=lambda t: (t.b - t.a, t.a, t.how)):
        lane = next((at for at, held in enumerate(ends) if all(tie.a > b or tie.b < a for a, b in held)), None)
        if lane is not None:
            ends[lane].append((tie.a, tie.b))
            lanes[tie] = lane
    return lanes


def _dot(node: Node) -> float:
    return LEFT + STEP * node.depth


def _branches(nodes: Sequence[Node], heads: Sequence[float]) -> list[Markup]:
    """A line from each text to each of its copies; broken, with a question mark, where it may run the other way."""
    parts = []
    reached: dict[int, float] = {}
    for node, y in zip(nodes, heads, strict=True):
        if node.parent < 0:
            continue
        x, above = _dot(nodes[node.parent]), reached.get(node.parent, heads[node.parent] + 5.0)
        if _dot(node) <= x:  # as deep as drawings go: only the words tell
            continue
        path = f"M{x:.1f} {above:.1f} V{y:.1f}"
        if node.certain:
            reached[node.parent] = y
            parts.append(element("path", d=f"{path} H{_dot(node) - 6:.1f}", class_="branch"))
        else:
            gap = f"H{x + 6:.1f} M{x + 20:.1f} {y:.1f} H{_dot(node) - 6:.1f}"
            parts.append(element("path", d=f"{path} {gap}", class_="branch doubt"))
            parts.append(text(x + 13.0, y + 5.0, "?", "who", text_anchor="middle"))
    return parts


def _node(node: Node, y: float, right: float) -> list[Markup]:
    """A report: letter, outlet and day; below it what it descends from, with a link to the two texts side by side."""
    x = _dot(node) + 14.0
    used = text_width(node.letter, SIZE) + text_width(node.day, SMALL) + 26.0
    name = shorten(node.outlet, SIZE, right - x - used)
    head = element("tspan", node.letter, class_="letter") + element("tspan", name, dx=8.0 if node.letter else None)
    head = text(x, y + 5.0, head + element("tspan", node.day, dx=10.0, class_="day"), "leaf")
    if node.doc:
        head = element("a", element("title", f"Report {node.letter}, {node.outlet}") + head, href=f"#{node.doc}")
    parts = [element("circle", cx=_dot(node), cy=y, r=5.0, class_="stop" if node.how else "root"), head]
    told = told_of(node)
    if not told:
        return parts
    changed = f"▲ {node.changed}" if node.changed else ""
    room = right - x - (text_width(changed, SMALL) + 12.0 if changed else 0.0)
    line: Markup | str = element("tspan", shorten(told, SMALL, room), class_="role link" if node.pair else "role")
    line = text(x, y + 22.0, line + (element("tspan", changed, dx=10.0, class_="drift") if changed else ""), "role")
    if node.pair:
        line = element("a", element("title", f"{node.letter} and {node.model} side by side") + line,
                       href=f"#{node.pair}")
    return [*parts, line]


def told_of(node: Node) -> str:
    """"rewrite of A, 71 %; which came first is not known"."""
    return node.told.removeprefix("a ")


def _tie(tie: Tie, heads: Sequence[float], start: float, lane: float) -> Markup:
    """A bracket between two rows."""
    first, last = heads[tie.a] + 4.0, heads[tie.b] - 4.0
    path = f"M{start:.1f} {first:.1f} H{lane:.1f} V{last:.1f} H{start:.1f}"
    kind = "tie quotation" if tie.how == "shared_quotation" else "tie"
    title = element("title", f"{tie.letters}: {tie.words}")
    drawn = title + element("path", d=path, class_="hit") + element("path", d=path, class_=kind)
    return element("a", drawn, href=f"#{tie.pair}") if tie.pair else element("g", drawn)
