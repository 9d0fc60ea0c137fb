"""The family of an incident: which of its reports descends from which, as far as the texts and their dates tell.

A tree holds each report once, below the text that most of it was copied from. Where two texts are copies of one another
and nobody can say which came first, one hangs below the other and says so. Passages and quotations that texts share
without descending from one another are ties beside the tree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from stemma.model import Edge, Incident
from stemma.report import words
from stemma.report.lookup import Lookup, report_name

DEEPEST = 6  # levels that are indented; copies of copies beyond hang at this depth and name their model
ROOMY = 24  # reports; a larger family is drawn with its long rows of plain copies gathered
WHOLE = "the whole"
SHOWN_COPIES = 6  # of one text, where copies are gathered
MOST_ROWS = 60  # reports of one drawing; the table holds all
MOST_TIES = 40  # shared passages of one incident that are told; the strongest first


class Node(Struct, frozen=True):
    """One report of the family, or several copies of one text gathered."""

    doc: str  # "" where copies are gathered
    letter: str
    outlet: str
    day: str
    kind: str  # Edge.how to its model, "" for a text that descends from no other here
    how: str  # the same in words: "a rewrite"
    model: str  # letter of the text it descends from
    share: str  # of the shorter text that has a counterpart in the other: "71 %"
    reason: str
    certain: bool  # whether it is known which of the two came first
    depth: int
    parent: int  # position of the model in the list, -1 for none
    changes: int  # places where this retelling changed what was told
    grave: int  # of them
    pair: str  # anchor of the two texts side by side, "" where the page does not have them
    outside: bool = False  # whether the text it descends from is not about this incident

    @property
    def told(self) -> str:
        """"a rewrite of A, 71 %; which came first is not known"."""
        if not self.how:
            return ""
        share = f", {self.share}" if self.share and self.share != WHOLE else ""
        doubt = "" if self.certain else "; which came first is not known"
        beyond = f"; {self.model} is not about this incident" if self.outside else ""
        return f"{self.how} of {self.model}{share}{doubt}{beyond}"

    @property
    def changed(self) -> str:
        """"ten changes, two of them grave"; empty where there are none."""
        if not self.changes:
            return ""
        if self.grave == self.changes:
            return words.how_many(self.changes, "grave change")
        grave = f", {words.how_many(self.grave, 'of them', 'of them')} grave" if self.grave else ""
        return words.how_many(self.changes, "change") + grave


class Tie(Struct, frozen=True):
    """Two reports that share a passage or a quotation only."""

    a: int  # positions in the list
    b: int
    how: str  # Edge.how: "shared_passage", "shared_quotation", or a copy's that also hangs elsewhere
    letters: str
    words: str
    share: float
    pair: str


class Descent(Struct, frozen=True):
    """The family of one incident."""

    anchor: str
    summary: str
    nodes: tuple[Node, ...]  # every report that shares text with another, each tree from its root down
    drawn: tuple[Node, ...]  # the same with long rows of copies gathered
    ties: tuple[Tie, ...]  # between nodes
    drawn_ties: tuple[Tie, ...]  # between drawn
    untold: int  # ties beyond those
    undrawn: int  # reports beyond those drawn
    alone: str  # the reports that share no text with another


class _Place(Struct, frozen=True):
    """Where a report hangs."""

    model: str  # Document.id
    edge: Edge
    certain: bool


def pair_anchor(a: str, b: str) -> str:
    """The anchor of two texts side by side."""
    return "-".join(("pair", *sorted((a, b))))


def copies_text(edge: Edge) -> bool:
    """Whether one whole text descends from another, rather than that they share something."""
    return not edge.how.startswith("shared")


def copy_and_model(edge: Edge) -> tuple[str, str]:
    """(the copy, what it was copied from); of an unknown direction in the order given."""
    return (edge.a, edge.b) if edge.direction == "a_from_b" else (edge.b, edge.a)


def edges_among(look: Lookup, docs: Sequence[str]) -> list[Edge]:
    """Edges between these reports, the strongest first."""
    held = set(docs)
    found = [edge for doc in docs for edge in look.edges.get(doc, ()) if edge.a == doc and edge.b in held]
    return sorted(found, key=lambda e: (-e.share, sorted((e.a, e.b)), e.how))


def descent_of(look: Lookup, incident: Incident, pairs: frozenset[str]) -> Descent | None:
    """The family of an incident's reports; None for a single report. pairs: anchors that the page has."""
    docs = sorted((doc for doc in incident.docs if doc in look.letters), key=lambda doc: _order(look, doc))
    if len(docs) < 2:
        return None
    edges = edges_among(look, docs)
    places = _places(look, docs, [edge for edge in edges if copies_text(edge)])
    linked = {doc for edge in edges for doc in (edge.a, edge.b)}
    held = frozenset(docs)
    outside = {doc: place for doc in docs if doc not in places and (place := _outside(look, doc, held))}
    nodes = _nodes(look, [doc for doc in docs if doc in linked or doc in outside], {**places, **outside}, pairs)
    drawn = _gathered(nodes)
    loose = [edge for edge in edges if _root(places, edge.a) != _root(places, edge.b)]
    ties = [_tie(look, edge, nodes, pairs) for edge in loose[:MOST_TIES]]
    visible = drawn[:MOST_ROWS]
    alone = [look.letters[doc] for doc in docs if doc not in linked and doc not in outside]
    return Descent(
        anchor=f"descent-{incident.id}", summary=_summary(docs, places), nodes=nodes, drawn=visible,
        ties=tuple(ties), drawn_ties=tuple(_moved(tie, nodes, visible) for tie in ties
                                           if _seen(nodes[tie.a], visible) and _seen(nodes[tie.b], visible)),
        untold=len(loose) - len(ties), undrawn=len(drawn) - len(visible), alone=words.listed(alone),
    )


def _order(look: Lookup, doc: str) -> tuple[int, str]:
    return len(look.letters[doc]), look.letters[doc]


def _places(look: Lookup, docs: Sequence[str], edges: Sequence[Edge]) -> dict[str, _Place]:
    """For each report that descends from another where it hangs; the strongest edges decide, no report under itself."""
    places: dict[str, _Place] = {}
    for edge in (e for e in edges if e.direction != "unknown"):
        copy, model = copy_and_model(edge)
        if copy not in places and _root(places, model) != copy:
            places[copy] = _Place(model, edge, True)
    for edge in (e for e in edges if e.direction == "unknown"):
        first, second = sorted((edge.a, edge.b), key=lambda doc: _order(look, doc))
        if _root(places, first) == _root(places, second):
            continue
        if second not in places:
            places[second] = _Place(first, edge, False)
        elif first not in places:
            places[first] = _Place(second, edge, False)
    return places


def _outside(look: Lookup, doc: str, docs: frozenset[str]) -> _Place | None:
    """Where a report hangs whose model is not about the incident; the likeliest model decides."""
    found = [edge for edge in look.edges.get(doc, ()) if copies_text(edge) and edge.direction != "unknown"
             and copy_and_model(edge)[0] == doc and copy_and_model(edge)[1] not in docs]
    best = min(found, key=lambda edge: (-edge.share, edge.a, edge.b), default=None)
    return _Place(copy_and_model(best)[1], best, True) if best else None


def _root(places: dict[str, _Place], doc: str) -> str:
    """The text at the head of the tree that a report hangs in."""
    while doc in places:
        doc = places[doc].model
    return doc


def _nodes(look: Lookup, docs: Sequence[str], places: dict[str, _Place], pairs: frozenset[str]) -> tuple[Node, ...]:
    """The trees, each from its root down; larger ones first, single reports that only share passages last."""
    children: dict[str, list[str]] = defaultdict(list)
    held = set(docs)
    below = {doc for doc in docs if doc in places and places[doc].model in held}
    for doc in docs:
        if doc in below:
            children[places[doc].model].append(doc)
    changes = Counter((doc, drift.against, grave) for doc in docs for drift in look.drifts.get(doc, ())
                      for grave in {False, drift.severity == "high"})
    nodes: list[Node] = []
    at: dict[str, int] = {}
    # A stack: the last of it is drawn first.
    ahead = sorted(held - below, key=lambda doc: (doc not in children, _order(look, doc)), reverse=True)
    while ahead:
        doc = ahead.pop()
        at[doc] = len(nodes)
        nodes.append(_node(look, doc, places.get(doc), at, nodes, changes, pairs))
        ahead += sorted(children[doc], key=lambda child: _order(look, child), reverse=True)
    return tuple(nodes)


def _node(look: Lookup, doc: str, place: _Place | None, at: dict[str, int], nodes: Sequence[Node],
          changes: Counter[tuple[str, str, bool]], pairs: frozenset[str]) -> Node:
    day = look.by_doc[doc].page.published.day
    shown = words.day(day, weekday=False) if day else "date unknown"
    alone = Node(doc, look.letters[doc], report_name(look, doc), shown, "", "", "", "", "", True, 0, -1, 0, 0, "")
    if place is None:
        return alone
    anchor = pair_anchor(doc, place.model)
    found = replace(
        alone, kind=place.edge.how, how=words.HOW_WORDS[place.edge.how], model=look.letters[place.model],
        share=share_words(place.edge.share), reason=words.sentence_case(place.edge.reason), certain=place.certain,
        changes=changes[doc, place.model, False], grave=changes[doc, place.model, True],
        pair=anchor if anchor in pairs else "",
    )
    if place.model not in at:
        return replace(found, outside=True)
    parent = at[place.model]
    return replace(found, depth=min(nodes[parent].depth + 1, DEEPEST), parent=parent)


def share_words(share: float) -> str:
    """How much of the shorter text has a counterpart."""
    return WHOLE if share >= 0.995 else f"{share * 100:.0f} %"


def _tie(look: Lookup, edge: Edge, nodes: Sequence[Node], pairs: frozenset[str]) -> Tie:
    at = {node.doc: position for position, node in enumerate(nodes)}
    first, second = sorted((at[edge.a], at[edge.b]))
    anchor = pair_anchor(edge.a, edge.b)
    letters = words.listed([nodes[first].letter, nodes[second].letter])
    told = words.HOW_WORDS[edge.how].removeprefix("a ")
    if copies_text(edge):
        told = f"{told}; which came first is not known"
    return Tie(first, second, edge.how, letters, told, edge.share, anchor if anchor in pairs else "")


def _gathered(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The rows of a drawing: in a large family the seventh and later plain copies of one text become one row."""
    if len(nodes) <= ROOMY:
        return tuple(nodes)
    models = {node.parent for node in nodes}
    plain: dict[int, list[int]] = defaultdict(list)
    for position, node in enumerate(nodes):
        if node.parent >= 0 and position not in models:
            plain[node.parent].append(position)
    gathered = {at: parent for parent, found in plain.items() if len(found) > SHOWN_COPIES + 1
                for at in found[SHOWN_COPIES:]}
    rows: list[Node] = []
    moved: dict[int, int] = {-1: -1}
    for position, node in enumerate(nodes):
        parent = gathered.get(position)
        if parent is None:
            moved[position] = len(rows)
            rows.append(replace(node, parent=moved[node.parent]))
        elif plain[parent][SHOWN_COPIES] == position:
            rows.append(_gathering([nodes[at] for at in plain[parent][SHOWN_COPIES:]], moved[parent]))
    return tuple(rows)


def _gathering(copies: Sequence[Node], parent: int) -> Node:
    """Several copies in one row, by what they are."""
    kinds = Counter(node.kind for node in copies)
    told = words.listed([words.how_many(n, *words.COPY_WORDS[kind]) for kind, n in kinds.items()])
    letters = words.some_of([node.letter for node in copies], SHOWN_COPIES)
    return replace(copies[0], doc="", letter="", outlet=f"{len(copies)} more: {letters}", day="", how=told, share="",
                   reason="", certain=True, parent=parent, changes=sum(node.changes for node in copies),
                   grave=sum(node.grave for node in copies), pair="")


def _seen(node: Node, drawn: Sequence[Node]) -> bool:
    return any(node.doc == other.doc for other in drawn)


def _moved(tie: Tie, nodes: Sequence[Node], drawn: Sequence[Node]) -> Tie:
    """A tie by the positions in a drawing."""
    at = {node.doc: position for position, node in enumerate(drawn)}
    first, second = sorted((at[nodes[tie.a].doc], at[nodes[tie.b].doc]))
    return replace(tie, a=first, b=second)


def _summary(docs: Sequence[str], places: dict[str, _Place]) -> str:
    """"Five of 12 reports descend from two others; seven were written on their own, as far as the texts tell."""
    if not places:
        return f"None of the {words.how_many(len(docs), 'report')} descends from another one, as far as the texts tell."
    heads = {place.model for place in places.values()} - places.keys()
    verb = "descends" if len(places) == 1 else "descend"
    others = words.how_many(len(heads), "other", "others")
    own = words.how_many(len(docs) - len(places), "of them descends", "of them descend")
    copies = words.sentence_case(words.how_many(len(places), "report"))
    return (f"{copies} of {words.counted(len(docs))} {verb} from {others}. {words.sentence_case(own)} from none of "
            "the others, as far as the texts tell.")
