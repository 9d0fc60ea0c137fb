"""Two reports side by side: how they relate, what both say, and what one changed."""

from __future__ import annotations

from msgspec import Struct

from stemma.report import naming
from stemma.report.tracing import EVERY, Comparison, comparison, shelf_of
from stemma.web.desk import Desk
from stemma.web.pages.claim import ClaimDecision, decisions

PATH = "/compare"
TITLE = "Two reports side by side"
TEMPLATE = "compare.html"


class Query(Struct, frozen=True):
    """Which two: a letter, a name, an outlet or an id."""

    a: str = ""
    b: str = ""
    whole: bool = False  # also what both have in the same words, uncut


class CompareChoice(Struct, frozen=True):
    """A report that may be chosen."""

    id: str
    name: str


class Context(Struct, frozen=True):
    """The comparison, or what there is to choose from."""

    a: str  # ids, "" for none chosen
    b: str
    found: Comparison | None
    near: tuple[CompareChoice, ...]  # reports that share text with the first
    decisions: tuple[ClaimDecision, ...]
    asked: Query
    seen: int


def show(desk: Desk, query: Query) -> Context:
    """Raises UsageError where no report, or more than one, is called so."""
    look = desk.snapshot.look
    shelf = desk.snapshot.kept("shelf", lambda: shelf_of(look))
    a, b = (naming.report_called(look, name) if name else "" for name in (query.a, query.b))
    kept = EVERY if query.whole else 12
    found = None if not (a and b) else desk.snapshot.kept(
        ("compared", a, b, kept), lambda: comparison(look, a, b, kept, shelf))
    others = dict.fromkeys(edge.b if edge.a == a else edge.a for edge in look.edges.get(a, ()))
    return Context(
        a=a, b=b, found=found, near=tuple(CompareChoice(doc, look.letters[doc]) for doc in others),
        decisions=tuple(one for one in decisions(desk, a) if b and _about(desk, one.id, b)) if a else (),
        asked=query, seen=desk.head[0],
    )


def _about(desk: Desk, judgement: str, doc: str) -> bool:
    return any(target.id == doc for row in desk.judgements if row.id == judgement for target in row.targets)
