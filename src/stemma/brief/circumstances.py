"""*Known* and *claimed*: with what, by whom as alleged, what was hit, what was verified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from stemma.assessments.knowledge import own_knowledge
from stemma.assessments.own_side import core, of_its_side, voice
from stemma.brief.desk import File, party_of, sources_of
from stemma.brief.known import FIRM, cite
from stemma.brief.nouns import Sentence
from stemma.brief.wording import has_source, holders, quoted, titled
from stemma.model import Claim
from stemma.report.words import counted, sentence_case

MOST_DAMAGE = 3
MOST_WEAPONS = 3
_NOBODY = frozenset({"unknown", "unidentified", "not identified", "unknown assailants", "unknown gunmen"})


def weapons(file: File) -> Iterable[tuple[bool, Sentence]]:
    """What was used: known where several independent sources name it and none names other means."""
    disputed = {row for c in file.contradictions if c.about == "weapon" for row in c.items}
    rows = [row for row in file.claims if row.kind == "weapon" and row.value and row.stance in FIRM
            and row.id not in disputed]
    for value, same in by_value(rows, lambda row: row.value.casefold())[:MOST_WEAPONS]:
        named = [row for row in same if has_source(file, row)] or same
        count = len(sources_of(file, named))
        told = f"{sentence_case(holders(file, named))} named {value} as the means of attack."
        yield count > 1, Sentence(told + _how_many(count, "name it"), cite(named))


def _how_many(count: int, what: str) -> str:
    return f" {sentence_case(counted(count))} independent sources {what}." if count > 1 else ""


def blame(file: File) -> Iterable[Sentence]:
    """Who is held responsible, and by whom. Never known: those who blame are seldom those who were there."""
    rows = [row for row in file.claims if row.kind == "perpetrator"]
    for value, held in [] if contested(file) else accused(file, rows):
        named = [row for row in held if has_source(file, row)] or held
        unsure = ", as not verified" if all(row.stance == "unverified" for row in named) else ""
        told = f"{sentence_case(holders(file, named))} held {titled(value, file, named)} responsible{unsure}."
        yield Sentence(told + _how_many(len(sources_of(file, named)), "say so"), cite(named))
    for row in [row for row in rows if of_its_side(row, voice(party_of(file, row)))][:2]:
        side = titled(row.value, file, [row])
        yield Sentence(f"On what {side} did, its own side, {holders(file, [row])}: {quoted(file, row)}.", (row.id,))


def contested(file: File) -> bool:
    """Whether somebody answers the blame, or several sides are blamed."""
    own = {claim.id: claim for claim in file.claims}
    for conflict in file.contradictions:
        rows = [own[row] for row in conflict.items if row in own] if conflict.about == "perpetrator" else []
        if (blamed := accused(file, rows)) and (len(blamed) > 1 or denials(rows)):
            return True
    return False


def denials(rows: Sequence[Claim]) -> list[Claim]:
    """Those that deny a deed; who rejects a toll answers something else."""
    return [row for row in rows if row.kind == "denial" and "toll" not in row.value]


def accused(file: File, rows: Sequence[Claim]) -> list[tuple[str, list[Claim]]]:
    """The sides that others than themselves blame, those that most blame first.

    "Kareth army" and "Kareth forces" are one side; "the army" is the one side that is called an army, if there is one.
    """
    blamed = [row for row in rows if row.kind == "perpetrator" and row.stance not in ("denied", "disputed")
              and row.value and row.value.casefold().removesuffix(" attackers") not in _NOBODY
              and not of_its_side(row, voice(party_of(file, row)))]
    return by_value(blamed, lambda row: " ".join(core(row.value)) or row.value.casefold())


def damage(file: File) -> Iterable[tuple[bool, Sentence]]:
    """What was hit, in the reports' own words; reports that name no source last."""
    rows = [row for row in file.claims if row.kind == "damage" and row.stance in FIRM and row.scope != "aggregate"]
    same: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        same[quoted(file, row).casefold()].append(row)
    for held in sorted(same.values(), key=lambda held: not has_source(file, held[0]))[:MOST_DAMAGE]:
        party = party_of(file, held[0])
        first = bool(party and own_knowledge(party, held[0]))
        tail = " The source has own knowledge." if first else ""
        told = f"{sentence_case(holders(file, held))} said of what was hit: {quoted(file, held[0])}.{tail}"
        yield first, Sentence(told, cite(held))


def verified(file: File) -> Iterable[Sentence]:
    """What somebody is said to have verified, in the report's own words."""
    rows = [row for row in file.claims if row.kind == "verification" and row.stance == "confirmed"]
    for row in sorted(rows, key=lambda row: not has_source(file, row))[:2]:
        yield Sentence(f"On what was verified, {holders(file, [row])}: {quoted(file, row)}.", (row.id,))


def by_value(rows: Sequence[Claim], key: Callable[[Claim], str]) -> list[tuple[str, list[Claim]]]:
    """Rows by their value, the one with most sources first; the value as most of them write it."""
    same: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        same[key(row)].append(row)
    ordered = sorted(same.items(), key=lambda item: (-len({row.source.name for row in item[1]}), item[0]))
    return [(_usual([row.value for row in held]), held) for _, held in ordered]


def _usual(values: Sequence[str]) -> str:
    return min(values, key=lambda value: (-values.count(value), value))
