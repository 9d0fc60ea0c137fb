"""What differs between engines in looking words up. Words come folded (stemma.store.folding): ASCII, lower case."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from stemma.store.database import Database


class Matching(Struct, frozen=True):
    """SQL for the rows of search_row that hold all these words, as parts of one query."""

    tables: str  # after FROM; search_row is among them
    alone: str  # after FROM where rows are only counted, and no other condition looks at search_row
    where: str
    order: str  # best first
    values: tuple[object, ...]  # for the marks in tables and where, in this order


class WordIndex(ABC):
    """How an engine finds words. The rows themselves are in search_row."""

    @abstractmethod
    def matching(self, words: Sequence[str], sorts: Sequence[str]) -> Matching:
        """Rows of these sorts with all these words, the last one as a beginning; words in a title weigh more.

        words: at least one.
        """

    @abstractmethod
    def added(self, db: Database, after: int) -> None:
        """Rows with numbers above this have come."""

    @abstractmethod
    def removing(self, db: Database, numbers: Sequence[int]) -> None:
        """These rows are about to go."""


class Fts5(WordIndex):
    """SQLite's full-text index, https://www.sqlite.org/fts5.html; it holds no text of its own, so it is told."""

    def matching(self, words: Sequence[str], sorts: Sequence[str]) -> Matching:
        exact = " AND ".join(f'"{word}"' for word in words[:-1])
        wanted = f'{exact} AND "{words[-1]}" *' if exact else f'"{words[-1]}" *'
        query = f"{{sort}} : ({' OR '.join(sorts)}) AND {{title words}} : ({wanted})"
        return Matching("search_word JOIN search_row ON search_row.number = search_word.rowid",
                        "search_word", "search_word MATCH ?", "bm25(search_word, 0.0, 5.0, 1.0)", (query,))

    def added(self, db: Database, after: int) -> None:
        db.execute("INSERT INTO search_word (rowid, sort, title, words) "
                   "SELECT number, sort, title, words FROM search_row WHERE number > ?", (after,))

    def removing(self, db: Database, numbers: Sequence[int]) -> None:
        db.executemany("INSERT INTO search_word (search_word, rowid, sort, title, words) "
                       "SELECT 'delete', number, sort, title, words FROM search_row WHERE number = ?",
                       [(number,) for number in numbers])


class TextSearch(WordIndex):
    """PostgreSQL's text search, https://www.postgresql.org/docs/current/textsearch.html.

    The server keeps the column `vector` of search_row (migrations/postgresql/) and its index up to date.
    """

    def matching(self, words: Sequence[str], sorts: Sequence[str]) -> Matching:
        among = ", ".join(f"'{sort}'" for sort in sorts)
        tables = "search_row, to_tsquery('simple', ?) AS wanted"
        return Matching(tables, tables,
                        f"search_row.sort IN ({among}) AND search_row.vector @@ wanted",
                        "ts_rank(search_row.vector, wanted) DESC", (" & ".join(words) + ":*",))

    def added(self, db: Database, after: int) -> None:
        """Nothing to do."""

    def removing(self, db: Database, numbers: Sequence[int]) -> None:
        """Nothing to do."""
