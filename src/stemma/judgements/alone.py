"""What the program alone had made of the pairs and names that people decided on, so that pages can show both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stemma.judgements.pairs import party_of_rows
from stemma.model import Edge, Judged, Judgement, Party, Place

_SHARED = ("shared_passage", "shared_quotation")


class Alone(Struct, frozen=True):
    """What the stages make of the readings at hand where nobody has decided of pairs and names; asked where needed."""

    parties: Callable[[], tuple[Sequence[Party], Mapping[str, str]]]  # and the party of each row, by key
    places: Callable[[], tuple[Sequence[Place], Mapping[str, str]]]  # and Mention.id -> Place.key
    evident: frozenset[tuple[str, str]]  # pairs of Claim.id that people decided on and evidence alone makes one
    edges: Mapping[tuple[str, str], Edge]  # by two Document.id, the lower first


def with_alone(judged: Iterable[Judged], judgements: Iterable[Judgement], alone: Alone) -> tuple[Judged, ...]:
    """What holds, each decision of a pair with the program's own answer ("yes" or "no", as JSON), of a name with the
    program's own name."""
    by_id = {judgement.id: judgement for judgement in judgements}
    parties, places = cache(alone.parties), cache(alone.places)
    rows = cache(lambda: party_of_rows(*parties()))
    names = cache(lambda: {party.key: party.name for party in parties()[0]})

    def before(one: Judged) -> str | None:
        judgement = by_id.get(one.judgement)
        kind = judgement.kind if judgement else ""
        if kind == "party_name":
            return names().get(rows().get(one.rows[0], ""))
        if judgement is None or len(one.rows) != 2:
            return None
        a, b = one.rows
        if kind == "same_party":
            return _one(rows().get(a), rows().get(b))
        if kind == "same_place":
            return _one(places()[1].get(a), places()[1].get(b))
        if kind == "same_incident":  # of what is left unsure nothing is asked
            found = "yes" if {(a, b), (b, a)} & alone.evident else "no"
            return found if judgement.verdict != "unsure" else None
        edge = alone.edges.get((min(a, b), max(a, b)))
        return _repeats(a, edge, judgement.verdict) if kind == "copy_of" else None

    return tuple(replace(one, before=_json(found)) if (found := before(one)) is not None else one for one in judged)


def _one(a: str | None, b: str | None) -> str | None:
    return None if a is None or b is None else "yes" if a == b else "no"


def _repeats(copy: str, edge: Edge | None, verdict: str | None) -> str:
    """Whether the program takes one report for a copy of the other: "unsure" where it cannot tell which is which. Of a
    "no" either direction is asked, as it says that neither repeats the other."""
    if edge is None or edge.how in _SHARED:
        return "no"
    if edge.direction == "unknown":
        return "unsure"
    return "yes" if verdict == "no" or (edge.direction == "a_from_b") == (copy == edge.a) else "no"


def _json(value: str) -> str:
    return msgspec.json.encode(value).decode()
