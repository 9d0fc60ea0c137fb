"""Who said it first: from each origin to the reports that carry it, and from a report to those that copied it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from stemma.model import Claim, Drift, Edge, Origin, Statement
from stemma.report import words
from stemma.report.lookup import Lookup, Ref, refs_of, report_name, role_of, rows_of
from stemma.report.rows import drift_order

QUOTE_LENGTH = 150  # characters of an origin's words shown in the tree; the whole stands in the report
MOST_CHANGES = 2  # of one retelling, told in a tree; all stand where texts are side by side
MAX_DEPTH = 3  # copies of copies of copies; deeper ones are drawn at this depth


class Leaf(Struct, frozen=True):
    """One report that carries what an origin said."""

    letter: str
    outlet: str
    how: str  # "quoted, via Reuters"
    drift: tuple[str, ...]  # what the retelling changed
    refs: tuple[Ref, ...]
    depth: int  # 0: taken from the origin itself, as far as the report says
    parent: int  # position of the report it was copied from, -1 for none
    reason: str  # why it is held to go back to this origin


class OriginView(Struct, frozen=True):
    """One act of reporting by one source, with the reports that carry it."""

    anchor: str
    name: str
    role: str
    act: str  # "on Facebook, 28 February 2022"
    quote: str
    direct: bool
    about: str
    leaves: tuple[Leaf, ...]

    @property
    def drifted(self) -> bool:
        return any(leaf.drift for leaf in self.leaves)


def origins_of(look: Lookup, claims: Sequence[Claim], toll: Sequence[Claim]) -> tuple[tuple[OriginView, ...], ...]:
    """The origins of an incident's figures, and its other origins; those that most reports carry come first."""
    ids, counted = {claim.id for claim in claims}, {claim.id for claim in toll}
    behind, beside = [], []
    for origin in look.record.origins:
        if ids.isdisjoint(origin.claims):
            continue
        view = _origin(look, origin, ids, counted)
        (beside if counted.isdisjoint(origin.claims) else behind).append(view)
    return tuple(tuple(sorted(views, key=lambda v: (-len(v.leaves), v.name, v.anchor))) for views in (behind, beside))


def _origin(look: Lookup, origin: Origin, ids: set[str], counted: set[str]) -> OriginView:
    party = look.parties.get(origin.party)
    said = [words.CHANNEL_WORDS.get(origin.channel or "", ""), words.day(origin.date, False) if origin.date else ""]
    quote = _quote(look, origin, ids, counted)
    return OriginView(
        anchor=origin.id, name=party.name if party else "Unknown source",
        role=role_of(party.name, party.role) if party else "",
        act=", ".join(filter(None, said)), quote=_shortened(look, quote) if quote else "",
        direct=isinstance(quote, Statement) and quote.direct, about=origin.about,
        leaves=_leaves(look, origin, ids, counted),
    )


def _quote(look: Lookup, origin: Origin, ids: set[str], counted: set[str]) -> Statement | Claim | None:
    """The words to show: a statement with a stated figure, quoted ones first; else the words of a claim."""
    claims = [look.claims[row] for row in origin.claims if row in ids and row in look.claims]
    telling = [(c.id not in counted, c.count is None or not c.count.stated, look.statements[c.statement])
               for c in claims if c.statement in look.statements]
    if telling:
        return min(telling, key=lambda t: (*t[:2], not t[2].direct, look.numbers[t[2].id], t[2].id))[2]
    return min(claims, key=lambda c: (c.id not in counted, look.numbers[c.id], c.id), default=None)


def _shortened(look: Lookup, row: Statement | Claim) -> str:
    text = " ".join(row.span.of(look.by_doc[row.doc].page.text).split())
    return text if len(text) <= QUOTE_LENGTH else text[: QUOTE_LENGTH - 1].rstrip(" ,;:.") + "…"


def _leaves(look: Lookup, origin: Origin, ids: set[str], counted: set[str]) -> tuple[Leaf, ...]:
    """The reports that carry an origin, each below the one that it was copied from."""
    rows = rows_of(look, (*origin.claims, *origin.statements))
    docs = sorted({row.doc for row in rows if row.id in ids or isinstance(row, Statement)} & set(look.letters),
                  key=lambda doc: (len(look.letters[doc]), look.letters[doc]))
    edges = _copied_from(look, docs)
    copies: dict[str, list[str]] = defaultdict(list)
    for doc, edge in edges.items():
        copies[_model(edge)].append(doc)
    leaves: list[Leaf] = []
    placed: dict[str, int] = {}
    # From a list, not by a function that calls itself: that would hold the whole record until garbage is looked for.
    waiting = [(doc, 0, "") for doc in [*(doc for doc in docs if doc not in edges), *docs]][::-1]
    while waiting:
        doc, depth, model = waiting.pop()
        if doc in placed:
            continue
        placed[doc] = len(leaves)
        here = [row for row in rows if row.doc == doc]
        leaves.append(_leaf(look, origin, doc, here, ids, counted, edges.get(doc) if depth else None, depth,
                            placed[model] if model else -1))
        waiting += [(copy, min(depth + 1, MAX_DEPTH), doc) for copy in docs[::-1] if copy in copies[doc]]
    return tuple(leaves)


def _copied_from(look: Lookup, docs: Sequence[str]) -> dict[str, Edge]:
    """For each report the edge to the one that most of it was copied from, where the direction is known."""
    found: dict[str, Edge] = {}
    held = set(docs)
    for edge in (edge for doc in docs for edge in look.edges.get(doc, ()) if edge.a == doc and edge.b in held):
        if edge.direction == "unknown":
            continue
        copy = edge.a if edge.direction == "a_from_b" else edge.b
        if copy not in found or found[copy].share < edge.share:
            found[copy] = edge
    return found


def _model(edge: Edge) -> str:
    return edge.b if edge.direction == "a_from_b" else edge.a


def _leaf(look: Lookup, origin: Origin, doc: str, here: Sequence[Claim | Statement], ids: set[str], counted: set[str],
          edge: Edge | None, depth: int, parent: int) -> Leaf:
    figures = [row for row in here if row.id in counted]
    cited = figures or [row for row in here if row.id in ids] or here
    reasons = {link.row: link.reason for link in origin.links}
    how = _how(look, origin, cited, here)
    if edge is not None:
        how = f"{words.HOW_WORDS[edge.how].removeprefix('a ')} of {look.letters[_model(edge)]}; {how}"
    return Leaf(
        letter=look.letters[doc], outlet=report_name(look, doc), how=how,
        drift=_changed(look, doc, here),
        refs=refs_of(look, cited), depth=depth, parent=parent,
        reason=next((reasons[row.id] for row in (*cited, *here) if row.id in reasons), ""),
    )


def _how(look: Lookup, origin: Origin, cited: Sequence[Claim | Statement], here: Sequence[Claim | Statement]) -> str:
    """How a report carries an origin: quoted, retold, or without naming the source."""
    ids = {row.statement if isinstance(row, Claim) else row.id for row in cited}
    statements = [row for row in here if isinstance(row, Statement) and row.id in ids]
    statements = statements or [row for row in here if isinstance(row, Statement)]
    if not statements:
        return "retold" if any(row.source.known for row in cited) else "no source named"
    parts = ["quoted" if any(s.direct for s in statements) else "retold"]
    via = sorted({s.via for s in statements if s.via})
    parts += [f"via {words.listed(via)}"] if via else []
    channels = sorted({words.CHANNEL_WORDS[s.channel] for s in statements if s.channel and s.channel != origin.channel})
    return ", ".join([*parts, *channels])


def _changed(look: Lookup, doc: str, here: Sequence[Claim | Statement]) -> tuple[str, ...]:
    """What a retelling changed, the gravest first; small changes of wording stand where texts are side by side."""
    found = [drift for drift in look.drifts.get(doc, ()) if drift.severity != "low" and _spoils(drift, here)]
    told = list(dict.fromkeys(drift.why for drift in sorted(found, key=drift_order)))
    more = len(told) - MOST_CHANGES
    return (*told[:MOST_CHANGES], f"{words.how_many(more, 'other thing')} beside the text it was copied from") \
        if more > 0 else tuple(told)


def _spoils(drift: Drift, here: Sequence[Claim | Statement]) -> bool:
    """Whether a drift touches the words that carry the origin."""
    return any(row.span.overlaps(drift.span) for row in here)
