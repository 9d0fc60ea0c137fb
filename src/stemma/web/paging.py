"""Long lists by pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Row = TypeVar("Row")
MOST = 50  # rows on a page


def paged(found: Sequence[Row], page: int, most: int = MOST) -> tuple[int, int, Sequence[Row]]:
    """The page that is shown (the nearest one that there is, from 1), how many pages there are, and its rows."""
    pages = max(1, -(-len(found) // most))
    page = min(max(1, page), pages)
    return page, pages, found[(page - 1) * most : page * most]
