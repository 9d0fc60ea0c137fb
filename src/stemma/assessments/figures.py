"""Which claims speak of an incident's whole toll, and how two figures compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from stemma.model import Claim, Drift, Incident, Reading
from stemma.values import INDEFINITE_WORDINGS, VAGUE_WORDINGS, Span

TOLLS = ("killed", "injured", "casualties", "missing", "captured", "displaced", "affected")


def claims_by_id(readings: Sequence[Reading]) -> dict[str, Claim]:
    """Every claim of a case."""
    return {claim.id: claim for reading in readings for claim in reading.claims}


def by_kind(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Claims by their kind, each in the order in which they come."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.kind].append(claim)
    return dict(found)


def toll_claims(incident: Incident, claims: dict[str, Claim], harm: str) -> list[Claim]:
    """The claims of one harm that give the whole toll of an incident.

    Scope "other" is counted too: it is another happening only for the document that says it in passing. Denied figures
    are nobody's account of the toll.
    """
    own = (claims[row] for row in incident.claims if row in claims)
    return [claim for claim in own if claim.kind == harm and gives_toll(claim)]


def gives_toll(claim: Claim) -> bool:
    """Whether a claim of an incident speaks of the whole toll of its harm."""
    if claim.count is None or none_of_a_group(claim):
        return False
    return claim.scope in ("incident", "other") and claim.stance != "denied"


def none_of_a_group(claim: Claim) -> bool:
    """Whether a claim says that nobody of one group was harmed ("no fighter among the dead"): that is no toll."""
    none = claim.count is not None and claim.count.wording == "none"
    return none and (claim.victims.group is not None or claim.victims.status != "unspecified")


def spoilt_rows(claims: Iterable[Claim], drifts: Sequence[Drift]) -> frozenset[str]:
    """Ids of the figures whose number or harm a copy has changed against the text that it was copied from."""
    changed: dict[str, list[Span]] = defaultdict(list)
    for drift in drifts:
        if drift.kind in ("number", "harm"):
            changed[drift.doc].append(drift.span)
    return frozenset([claim.id for claim in claims if claim.doc in changed and claim.count
                      and any(span.overlaps(claim.span) for span in changed[claim.doc])])


def is_vague(claim: Claim) -> bool:
    """Whether a figure is a word that stands for a number ("dozens")."""
    return claim.count is not None and claim.count.wording in VAGUE_WORDINGS


def is_indefinite(claim: Claim) -> bool:
    """Whether a figure says only that somebody was harmed."""
    return claim.count is None or claim.count.wording in INDEFINITE_WORDINGS


def bounds(claim: Claim) -> tuple[int, ...]:
    """The numbers that a stated figure puts into a range: "at least 20" puts in 20, "up to 30" puts in 30."""
    if (count := claim.count) is None:
        return ()
    low, high = count.low, count.high  # written out, since it is asked of every figure again and again
    if low is None:
        return () if high is None else (high,)
    return (low,) if high is None else (low, high)
