"""What a change is, and what is kept of a record so that the next one can be held against it."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from stemma.ids import make_id
from stemma.values import Span

Kind = Literal["retraction", "new_incident", "signed_changed", "edited", "joined", "parted", "gone", "denial",
               "toll_rose", "toll_fell", "toll_changed", "new_toll", "contradiction", "new_source", "circumstances",
               "repeats", "others"]
KINDS: tuple[Kind, ...] = get_args(Kind)  # what a person wants to know first comes first
COUNTED = ("repeats", "others")  # lines that only count reports


class Passage(Struct, frozen=True):
    """Words of a page that became others. Spans are code points of each version's text; None where it has none."""

    before: Span | None
    after: Span | None
    was: str  # "" where words were put in
    now: str  # "" where words were left out
    within: str  # the sentence that holds them, of the later version where it has one


class Change(Struct, frozen=True):
    """One thing that is different."""

    kind: Kind
    incidents: tuple[str, ...]  # Incident.id in the later record
    words: str  # in one plain sentence
    weight: int  # the heavier, the earlier it is told
    rows: tuple[str, ...] = ()  # Claim.id, Statement.id that it rests on, of the later record
    docs: tuple[str, ...] = ()  # Document.id of the reports that it rests on
    was: tuple[str, ...] = ()  # Incident.id in the earlier record; of "edited" and "retraction" the earlier Document.id
    passages: tuple[Passage, ...] = ()  # of "edited" and "retraction": those with figures first

    @property
    def id(self) -> str:
        """The same for the same change."""
        return make_id("x", self.kind, self.words, *self.incidents, *self.was, *self.docs)


def weight_of(kind: Kind) -> int:
    """How heavy changes of a kind are: ten for each kind that is told after it."""
    return 10 * (len(KINDS) - KINDS.index(kind))


class Behind(Struct, frozen=True, array_like=True):
    """An independent source of a toll, with the figures that it gives."""

    party: str  # Party.key
    claims: tuple[str, ...]


class Toll(Struct, frozen=True, array_like=True):
    """A toll as it stood."""

    harm: str
    low: int | None
    high: int | None
    open_end: bool
    claims: tuple[str, ...]  # that the range was read from
    sources: tuple[Behind, ...]

    @property
    def known(self) -> bool:
        return self.low is not None or self.high is not None


class Differed(Struct, frozen=True, array_like=True):
    """A contradiction as it stood."""

    about: str
    items: tuple[str, ...]


class Stood(Struct, frozen=True, array_like=True):
    """An incident as it stood."""

    id: str
    head: str  # title and day, in words
    place: str
    when: str
    claims: tuple[str, ...]
    tolls: tuple[Toll, ...]
    differed: tuple[Differed, ...]
    denied: bool  # whether anybody denied anything of it
    signature: str | None  # Judgement.id; None where nobody has signed it
    changed: tuple[str, ...]  # what was different since it was signed


class State(Struct, frozen=True, array_like=True):
    """What is kept of a record."""

    incidents: tuple[Stood, ...] = ()
    docs: tuple[str, ...] = ()
