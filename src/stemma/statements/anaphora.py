"""Whom "the president", "the general" and "the post" mean, where only what has just been said can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from stemma.reading.titles import RANKS, ROLE_NOUNS
from stemma.values import Source

JUST = 450  # characters back to somebody named without a role, who may hold an office
RANKED_REACH = 6000  # characters back to somebody named with a rank
RANK_BEFORE = 30  # characters before a name in which a rank stands
OFFICES = frozenset("president premier governor mayor minister king queen prince pope chancellor archbishop".split())
CARRYING = frozenset("post message tweet statement letter note release communique communiqué".split())
LAST = 40  # earlier sources that are looked at


class Told(Protocol):
    """A source heard before, and where."""

    at: int
    source: Source


def just_named(noun: str, at: int, heard: Sequence[Told], text: str) -> Source | None:
    """Who "the general" is: the last one named with that rank; "the president": the one without a role right before."""
    people = [h for h in heard[-LAST:] if h.at < at and h.source.kind == "person"]
    if noun in RANKS:
        for told in reversed(people):
            span = told.source.span
            if span is not None and at - told.at < RANKED_REACH and _ranked(noun, span.start, text):
                return told.source
    if noun in OFFICES and people and at - people[-1].at < JUST and not _has_role(people[-1].source):
        return people[-1].source
    return None


def issuer_of(noun: str, at: int, heard: Sequence[Told], text: str) -> Source | None:
    """Whose "the post" is: the last source who is said to have made one."""
    if noun not in CARRYING:
        return None
    told = next((h for h in reversed(heard[-LAST:]) if h.at < at and h.source.kind in ("person", "org")), None)
    if told is None or at - told.at > 2 * JUST:
        return None
    return told.source if noun in text[told.at : at].casefold() else None


def _ranked(noun: str, start: int, text: str) -> bool:
    before = text[max(0, start - RANK_BEFORE) : start].casefold().replace(".", " ").split()
    return noun in before[-3:] and all(word in RANKS for word in before[before.index(noun) + 1 :])


def _has_role(source: Source) -> bool:
    return any(word.strip(",.").casefold() in ROLE_NOUNS for word in (source.role or "").split())
