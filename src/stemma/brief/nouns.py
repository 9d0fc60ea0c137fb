"""What a brief is made of: four parts, each of sentences that lead back to the words they rest on."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from stemma.model import Estimate

PARTS = ("known", "claimed", "disputed", "not known")


class Sentence(Struct, frozen=True):
    """A line of a brief: one or two plain sentences."""

    text: str
    rows: tuple[str, ...] = ()  # Claim.id or Statement.id it rests on
    looked: str = ""  # what was looked for and not found, where it rests on no row


class Part(Struct, frozen=True):
    """*Known*, *claimed*, *disputed* or *not known*."""

    name: Literal["known", "claimed", "disputed", "not known"]
    sentences: tuple[Sentence, ...]
    more: int = 0  # sentences for which a page has no room; what they say stands in the record


class Brief(Struct, frozen=True):
    """An incident on one page; made when asked for, never kept."""

    incident: str
    title: str
    basis: str  # how many reports, and how many of them are copies
    parts: tuple[Part, ...]
    weighing: tuple[Estimate, ...] = ()  # how each toll was weighed
