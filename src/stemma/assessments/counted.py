"""Different counts of one thing or of one sort of people: houses burned, policemen among the dead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from stemma.assessments.figures import is_indefinite, is_vague
from stemma.assessments.parts import Conflict, quoted
from stemma.keyed import Keyed
from stemma.model import Claim

_UNITS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = {word: value for value, word in enumerate(_UNITS, 1)}
_NUMBERS |= {word: 10 * value for value, word in enumerate(_TENS, 2)}
_NUMBERS |= {f"{tens}-{unit}": 10 * high + low for high, tens in enumerate(_TENS, 2)
             for low, unit in enumerate(_UNITS[:9], 1)}
# Things that reports count when they are burned or broken, by their stem; words of one row are counted as one.
_THINGS = {word: row.split()[0] for row in """
houses homes huts dwellings residences cottages compounds
shops stalls stores kiosks
vehicles cars trucks lorries
boats canoes|tents shelters|schools|classrooms|villages hamlets|flats apartments|churches|mosques|granaries|buildings
""".replace("\n", "|").split("|") for word in row.split()}
_ACCOUNT = Keyed(rf"\b(?P<number>\d[\d,]*|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}) "
                 rf"(?:(?:[a-z-]+) )?(?P<thing>{'|'.join(_THINGS)})\b", "|".join(_THINGS))
# Sorts of people, by the words for them; words of one row are one sort.
_SORTS = {word: row.split()[0] for row in """
police policemen policewomen policeman constables constable
soldiers soldier troops troopers servicemen
farmers farmer peasants|herders herder herdsmen pastoralists shepherds|passengers passenger travellers
students student pupils schoolchildren|teachers teacher|traders trader vendors|worshippers worshipper faithful
miners miner|guards guard guardsmen|prisoners prisoner inmates detainees|firefighters firefighter|workers worker
rescuers rescuer|volunteers volunteer|attackers attacker assailants gunmen
""".replace("\n", "|").split("|") for word in row.split()}
_WORD = re.compile(r"[a-z]+")


def conflicts_of_counts(own: Sequence[Claim], party: Mapping[str, str], texts: Mapping[str, str]) -> Iterable[Conflict]:
    """Every such conflict among the claims of one incident; `texts` holds each document's text by its id."""
    yield from things(own, party, texts)
    yield from sorts(own, party, texts)


def things(own: Sequence[Claim], party: Mapping[str, str], texts: Mapping[str, str]) -> Iterable[Conflict]:
    """Different numbers of the same things destroyed, as different reports have them: "31 houses", "64 houses"."""
    found: dict[str, list[tuple[int, Claim]]] = defaultdict(list)
    for claim in own:
        words = claim.span.of(texts[claim.doc]) if claim.kind == "damage" else ""
        match = _ACCOUNT.search(words, words.lower()) if words else None
        if match:
            found[_THINGS[match["thing"].lower()]].append((_value(match["number"]), claim))
    for name, counted in sorted(found.items()):
        rows = [claim for _, claim in counted]
        if len({number for number, _ in counted}) > 1 and len({_holder(row, party) for row in rows}) > 1:
            numbers = " and ".join(str(number) for number in sorted({number for number, _ in counted}))
            yield Conflict("other", tuple(rows), f"different numbers of {name} destroyed: {numbers}")


def _value(number: str) -> int:
    return _NUMBERS.get(number.lower()) or int(number.replace(",", ""))


def sorts(own: Sequence[Claim], party: Mapping[str, str], texts: Mapping[str, str]) -> Iterable[Conflict]:
    """Different numbers of one sort of people among the dead or injured: "four constables", "five policemen"."""
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in own:
        definite = claim.scope == "partial" and claim.count and not is_indefinite(claim) and not is_vague(claim)
        if claim.kind in ("killed", "injured") and definite and claim.victims.group is None:
            words = _WORD.findall(claim.span.of(texts[claim.doc]).lower())
            named = {_SORTS[word] for word in words if word in _SORTS}
            if len(named) == 1:
                found[claim.kind, named.pop()].append(claim)
    for (harm, sort), rows in sorted(found.items()):
        alone = all(sum(row.doc == other.doc for other in rows) == 1 for row in rows)
        figures = {(row.count.low, row.count.high) for row in rows}
        if alone and len(figures) > 1 and len({_holder(row, party) for row in rows}) > 1:
            yield Conflict(harm, tuple(rows), f"different numbers of {sort} {harm}: {quoted(rows)}")


def _holder(claim: Claim, party: Mapping[str, str]) -> str:
    return party.get(claim.id) or f"document:{claim.doc}"
