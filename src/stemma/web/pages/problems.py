"""What could not be read or done, with what to do about it."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from stemma.model import Problem
from stemma.web.desk import Desk
from stemma.web.paging import paged

PATH = "/problems"
TITLE = "Problems"
TEMPLATE = "problems_page.html"


class Query(Struct, frozen=True):
    """Which sort, and which page."""

    code: str = ""
    page: int = 1


class ProblemCount(Struct, frozen=True):
    """How many problems of one sort."""

    code: str
    count: int


class Context(Struct, frozen=True):
    """One page of problems."""

    total: int
    found: int
    page: int
    pages: int
    codes: tuple[ProblemCount, ...]
    asked: Query
    rows: tuple[Problem, ...]


def show(desk: Desk, query: Query) -> Context:
    """The problems that were asked for, in the order of the case."""
    every = desk.snapshot.kept("problems", desk.case.problems)
    found = [problem for problem in every if not query.code or problem.code == query.code]
    page, pages, shown = paged(found, query.page)
    counts = Counter(problem.code for problem in every)
    return Context(len(every), len(found), page, pages,
                   tuple(ProblemCount(code, count) for code, count in sorted(counts.items())), query,
                   tuple(shown))
