"""Contradictions beside the whole toll: parts of it, what was destroyed, who is missing, and what a retelling added."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from stemma.assessments.figures import is_indefinite
from stemma.model import Claim

NUMBER = re.compile(
    r"\b(\d[\d,]*)\s+([a-z][a-z -]*?)s?(?:\s+(?:burned|destroyed|damaged|hit|collapsed|looted|broken))?$"
)
COUNTED = ("killed", "injured", "missing", "captured")


class Conflict(Struct, frozen=True):
    """Rows that differ, with what about and why."""

    about: str
    rows: tuple[Claim, ...]
    why: str


def conflicts_of_parts(own: Sequence[Claim], party: Mapping[str, str]) -> Iterable[Conflict]:
    """Every such conflict among the claims of one incident."""
    yield from groups(own, party)
    yield from objects(own)
    yield from missing_or_held(own, party)
    yield from added_status(own, party)


def groups(own: Sequence[Claim], party: Mapping[str, str]) -> Iterable[Conflict]:
    """Different numbers for one group among the dead or injured: the fighters, the children."""
    found: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in own:
        group = claim.victims.group or (claim.victims.status if claim.victims.status == "combatant" else None)
        if claim.kind in COUNTED and claim.scope == "partial" and group and not is_indefinite(claim):
            found[claim.kind, group].append(claim)
    for (harm, group), rows in sorted(found.items()):
        holders = {party.get(row.id, row.doc) for row in rows}
        figures = {(row.count.low, row.count.high) for row in rows}
        # A report that names several parts of one group counts different people; only across reports may they differ.
        alone = all(sum(row.doc == other.doc for other in rows) == 1 for row in rows)
        if len(figures) > 1 and len({row.doc for row in rows}) > 1 and (len(holders) > 1 or alone):
            about = harm if harm in ("killed", "injured") else "other"
            name = {"combatant": "fighters", "medics": "medical staff"}.get(group, group.replace("_", " "))
            yield Conflict(about, tuple(rows), f"different numbers of {name} {harm}: {quoted(rows)}")


def objects(own: Sequence[Claim]) -> Iterable[Conflict]:
    """Different numbers of the same things destroyed: "31 houses burned", "64 houses burned"."""
    found: dict[str, list[tuple[int, Claim]]] = defaultdict(list)
    for claim in own:
        if claim.kind == "damage" and (match := NUMBER.search(claim.value)):
            found[match.group(2)].append((int(match.group(1).replace(",", "")), claim))
    for name, rows in sorted(found.items()):
        if len({number for number, _ in rows}) > 1:
            values = ", ".join(dict.fromkeys(claim.value for _, claim in rows))
            yield Conflict(
                "other", tuple(claim for _, claim in rows), f"different numbers of {name}s destroyed: {values}"
            )


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
