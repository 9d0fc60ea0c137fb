"""What one account says and another rejects in so many words: "the elder denied this", "talk of dead children"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from stemma.assessments.parts import Conflict
from stemma.model import Claim

BACK = 2  # sentences before a denial in which what it denies is told
DENIABLE = ("killed", "injured", "casualties", "missing", "captured", "weapon")
_THIS = re.compile(r"(?:denies|rejects|disputes) (?:(?:this|it|the account|the story|the toll|the claim)\b.*|that)")
ANOTHER_TARGET = "says another target was struck"


def rebuttals(own: Sequence[Claim], party: Mapping[str, str]) -> Iterable[Conflict]:
    """Every such conflict among the claims of one incident."""
    yield from denied_before(own, party)
    yield from other_targets(own)
    yield from denied_groups(own)


def denied_before(own: Sequence[Claim], party: Mapping[str, str]) -> Iterable[Conflict]:
    """A denial of "this", with what somebody else is quoted with just before it; copies of one denial together."""
    by_doc: dict[str, list[Claim]] = defaultdict(list)
    for claim in own:
        if claim.kind in (*DENIABLE, "perpetrator") and claim.stance != "denied":
            by_doc[claim.doc].append(claim)
    met: dict[str, dict[str, Claim]] = defaultdict(dict)
    for denial in own:
        if denial.kind != "denial" or not _THIS.fullmatch(denial.value):
            continue
        before = [row for row in by_doc[denial.doc] if 0 <= denial.sentence - row.sentence <= BACK
                  and row.span < denial.span and party.get(row.id) != party.get(denial.id, "")]
        last = max((row.sentence for row in before), default=0)
        before = [row for row in before if row.sentence == last]
        if any(row.kind == "perpetrator" for row in before):
            continue  # blame is told apart, with everybody who denies it
        for row in (denial, *before) if before else ():
            met[party.get(denial.id, "")][row.id] = row
    for _, rows in sorted(met.items()):
        told = [row for row in rows.values() if row.kind != "denial"]
        denials = [row for row in rows.values() if row.kind == "denial"]
        yield Conflict("other", tuple(rows.values()), f"told by some: {_told(told)}; rejected: {_told(denials)}")


def other_targets(own: Sequence[Claim]) -> Iterable[Conflict]:
    """What was struck, where one side says that it struck something else."""
    denials = [row for row in own if row.kind == "denial" and row.value == ANOTHER_TARGET]
    struck = [row for row in own if row.kind == "damage"]
    if denials and struck:
        why = f"what was struck: {_told(struck)}; by another account something else: {_told(denials)}"
        yield Conflict("place", (*struck, *denials), why)


def denied_groups(own: Sequence[Claim]) -> Iterable[Conflict]:
    """Children, women or fighters among the dead whom one account denies."""
    denied = [row for row in own if row.count is not None and row.stance == "denied" and _group(row)]
    for group in sorted({_group(row) for row in denied}):
        against = [row for row in own if row.kind == "killed" and row.count is not None and _group(row) == group
                   and row.stance != "denied" and row.count.wording != "none"]
        rows = [row for row in denied if _group(row) == group]
        if against:
            yield Conflict("killed", (*against, *rows), f"{group.replace('_', ' ')} among the dead: told, and denied")


def _group(claim: Claim) -> str:
    return claim.victims.group or ("fighters" if claim.victims.status == "combatant" else "")


def _told(rows: Sequence[Claim]) -> str:
    """What rows say, each value once, at most three."""
    texts = dict.fromkeys((row.count.text if row.count and row.count.text else row.value) or row.kind for row in rows)
    return ", ".join(list(texts)[:3]) + (" …" if len(texts) > 3 else "")
