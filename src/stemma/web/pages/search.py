"""Search over reports, what they say, and names."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from stemma.errors import UsageError
from stemma.report import words
from stemma.store.search import Hit
from stemma.store.search import Query as Asked
from stemma.web.desk import Desk

PATH = "/search"
TITLE = "Search"
TEMPLATE = "search.html"
MOST = 30  # hits on a page


class Query(Struct, frozen=True):
    """What is looked for, and where."""

    words: str = ""
    where: Literal["all", "reports", "statements", "names"] = "all"
    since: date | None = None
    until: date | None = None
    place: str = ""  # name or key of a place
    speaker: str = ""  # name or key of a party
    kind: str = ""  # of claim
    page: int = 1


class SearchHit(Struct, frozen=True):
    """One hit, and where it leads."""

    hit: Hit
    href: str
    sort: str  # "Report", "Statement" ...
    day: str
    incidents: tuple[str, ...]  # ids of those that are still there


class Context(Struct, frozen=True):
    """One page of hits."""

    asked: Query
    total: int
    page: int
    pages: int
    hits: tuple[SearchHit, ...]
    looked: bool  # whether anything was asked for


SORTS = {"report": "Report", "statement": "Statement", "claim": "Claim", "party": "Person or organisation",
         "place": "Place"}


def show(desk: Desk, query: Query) -> Context:
    """Raises UsageError for a place or a speaker that the case does not know."""
    look = desk.snapshot.look
    looked = bool(query.words.strip() or query.place or query.speaker or query.kind or query.since or query.until)
    if not looked:
        return Context(query, 0, 1, 1, (), False)
    page = max(1, query.page)
    asked = Asked(
        words=query.words, where=query.where, since=query.since, until=query.until,
        place=_key(query.place, look.places, "place"), speaker=_key(query.speaker, look.parties, "person"),
        kind=query.kind or None, limit=MOST, offset=(page - 1) * MOST,
    )
    found = desk.snapshot.kept(("search", asked, desk.case.build_mark()), lambda: desk.case.search(asked))
    hits = tuple(SearchHit(hit, _href(hit), SORTS[hit.row], words.day(hit.day, weekday=False) if hit.day else "",
                           tuple(one for one in hit.incidents if one in desk.snapshot.incidents)) for hit in found.hits)
    return Context(query, found.total, page, max(1, -(-found.total // MOST)), hits, True)


def _key(name: str, known: dict, what: str) -> str | None:
    """The key of a party or place that is called so in any spelling."""
    if not name or name in known:
        return name or None
    folded = name.casefold().strip()
    fitting = [key for key, row in known.items() if folded in {row.name.casefold(), *map(str.casefold, row.variants)}]
    if not fitting:
        raise UsageError(f"The case knows no {what} called {name}.")
    return fitting[0]


def _href(hit: Hit) -> str:
    from urllib.parse import quote

    if hit.row == "report":
        return f"/reports/{hit.id}"
    if hit.row in ("party", "place"):
        return f"/{'parties' if hit.row == 'party' else 'places'}/{quote(hit.id)}"
    return f"/at/{hit.id}"
