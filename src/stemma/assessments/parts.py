"""Contradictions beside the whole toll: parts of it, who is missing, and what a retelling added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from stemma.assessments.figures import is_indefinite
from stemma.model import Claim

_NAMES = {"combatant": "fighters, soldiers or police", "medics": "medical staff"}
COUNTED = ("killed", "injured", "missing", "captured")


class Conflict(Struct, frozen=True):
    """Rows that differ, with what about and why."""

    about: str
    rows: tuple[Claim, ...]
    why: str


def conflicts_of_parts(own: Sequence[Claim], party: Mapping[str, str]) -> Iterable[Conflict]:
    """Every such conflict among the claims of one incident."""
    yield from groups(own, party)
    yield from missing_or_held(own, party)
    yield from added_status(own, party)


def groups(own: Sequence[Claim], party: Mapping[str, str]) -> Iterable[Conflict]:
    """Different numbers for one group among the dead or injured: the fighters, the children."""
    found: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in own:
        group = claim.victims.group or (claim.victims.status if claim.victims.status == "combatant" else None)
        counted = claim.kind in COUNTED and claim.scope == "partial" and not is_indefinite(claim) and is_number(claim)
        if counted and group:
            found[claim.kind, group].append(claim)
    for (harm, group), rows in sorted(found.items()):
        holders = {party.get(row.id, row.doc) for row in rows}
        figures = {(row.count.low, row.count.high) for row in rows}
        # A report that names several parts of one group counts different people; only across reports may they differ.
        alone = all(sum(row.doc == other.doc for other in rows) == 1 for row in rows)
        if len(figures) > 1 and len({row.doc for row in rows}) > 1 and (len(holders) > 1 or alone):
            about = harm if harm in ("killed", "injured") else "other"
            name = _NAMES.get(group, group.replace("_", " "))
            yield Conflict(about, tuple(rows), f"different numbers of {name} {harm}: {quoted(rows)}")


def is_number(claim: Claim) -> bool:
    """Whether a figure counts people, as "a girl of seven" does not: one is not how many there were."""
    first = claim.count.text.casefold().partition(" ")[0] if claim.count else ""
    return claim.count.low != 1 or claim.count.high != 1 or first in ("1", "one", "only", "single")


def missing_or_held(own: Sequence[Claim], party: Mapping[str, str]) -> Iterable[Conflict]:
    """People who are missing in one account and prisoners in another."""
    missing, held = (
        [claim for claim in own if claim.kind == kind and not is_indefinite(claim)] for kind in ("missing", "captured")
    )
    if (
        missing
        and held
        and {party.get(row.id, row.doc) for row in missing} != {party.get(row.id, row.doc) for row in held}
    ):
        rows = (*missing, *held)
        yield Conflict("other", rows, f"missing in one account, held in another: {quoted(rows)}")


def added_status(own: Sequence[Claim], party: Mapping[str, str]) -> Iterable[Conflict]:
    """One source's figure that is of "dead" where it is quoted and of "civilians" where a report retells it."""
    told: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in own:
        if claim.kind in ("killed", "injured") and claim.id in party and claim.count and not is_indefinite(claim):
            told[party[claim.id], claim.kind, claim.count.low, claim.count.high].append(claim)
    changed: dict[str, list[Claim]] = defaultdict(list)
    for (source, *_), rows in told.items():
        plain = [row for row in rows if row.victims.status == "unspecified"]
        named = [row for row in rows if row.victims.status == "civilian" and row.victims.group is None]
        if plain and named:
            changed[source] += (*plain, *named)
    for _, rows in sorted(changed.items()):
        why = f"status of the victims: some retell the figure as one of civilians: {quoted(rows)}"
        yield Conflict("other", tuple(rows), why)


def quoted(rows: Sequence[Claim]) -> str:
    """The figures as written, each once."""
    return "; ".join(f"“{text}”" for text in dict.fromkeys(row.count.text for row in rows if row.count))
