"""What people may ask of an export beside its format."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from stemma.errors import UsageError
from stemma.model import Judgement

STATUSES = ("draft", "reviewed", "published")  # how far people have come with an incident, SignOff.status
LEAST_CELL, MOST_CELL = 0.1, 500.0  # kilometres; a smaller cell hides nothing, a larger one says nothing


class Options(Struct, frozen=True):
    """How an export is to be made."""

    coarsen: float | None = None  # kilometres: coordinates become the middle of a cell of this size
    judgements: tuple[Judgement, ...] = ()  # what people decided, for formats that claim to hold the whole case
    columns: tuple[str, ...] = ()  # of a table, in the order wanted; all of them where none is named
    status: str | None = None  # only incidents that people have signed at least so far: "reviewed" or "published"
    incidents: tuple[str, ...] = ()  # only these, by Incident.id; all where none is named
    private: bool = False  # names of private people are withheld and coordinates coarsened, by 10 km if not said

    def __post_init__(self) -> None:
        """Raises UsageError for a cell that is too small or too large, and for a status that nobody signs."""
        if self.status not in (None, *STATUSES[1:]):
            raise UsageError(f"An export can be held to incidents that are {' or '.join(STATUSES[1:])}, not "
                             f"{self.status!r}.")
        if self.coarsen is not None and not LEAST_CELL <= self.coarsen <= MOST_CELL:
            raise UsageError(f"Coordinates can be coarsened to cells of {LEAST_CELL:g} to {MOST_CELL:g} km, "
                             f"not {self.coarsen:g}.")

    def kept(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The columns that were asked for and are there. Raises UsageError where none of those asked for is."""
        found = tuple(dict.fromkeys(name for name in self.columns if name in columns))
        if self.columns and not found:
            raise UsageError(f"No column is called {' or '.join(map(repr, self.columns))}; there are: "
                             f"{', '.join(columns)}.")
        return found or tuple(columns)


PLAIN = Options()
