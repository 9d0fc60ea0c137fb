"""Joining: accounts that share a key are compared, and those that are most likely of one happening become one group.

Average link over probabilities, so that one likely pair does not bridge two happenings. Nothing compares all pairs:
keys are rare names and numbers, a place with a day or a time of publication, and copies; where very many accounts share
a place and a day each is compared with some of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from heapq import heapify, heappop, heappush
from math import log, sqrt

from msgspec import Struct

from stemma.incidents.evidence import Side, odds, points, signs, veto

LIKELY = 0.35  # average probability from which two groups become one
VETO = -1.0  # what a veto counts in an average of probabilities
OTHERS = 200  # reports on other things among which a case is thought to lie, so that what all say weighs something
UNREAD = 4  # rare words that each report is held to have beside those that were read
RARE = 40  # accounts that may share a name or a number for it to be a key
SHARED = 0.02  # cosine of rare names and numbers from which two accounts are compared
BLOCK, WINDOW = 120, 60  # accounts of one place and day compared with each other; beyond, each with so many
EVEN = 9  # decimals to which averages are compared: sums of equal numbers differ beyond, and the group that is ahead by
# such a trifle would be joined with one account after the other, in square time
WEEK = 4  # days; accounts of one place published within one such stretch or the next share a key


class Bond(Struct, frozen=True):
    """Two accounts held against each other: how likely they are of one happening, and the signs."""

    likely: float  # 0..1, or VETO
    signs: dict[str, float]


NONE: frozenset[tuple[str, str]] = frozenset()


def joined(sides: Sequence[Side], copies: frozenset[tuple[str, str]] = NONE, apart: frozenset[tuple[str, str]] = NONE
           ) -> tuple[list[list[int]], dict[tuple[int, int], Bond]]:
    """The numbers of the accounts by happening, and the bonds between numbers i < j that were looked at.

    `copies` are documents (a < b) that hold one text, `apart` places of which a report tells as of two.
    The order of the accounts changes nothing but their numbers.
    """
    vectors = vectors_of([side.account.words for side in sides])
    bonds = {}
    pairs, crowds = candidates(sides, vectors, copies)
    for i, j in pairs:
        a, b = sides[i], sides[j]
        if veto(a, b):
            bonds[i, j] = Bond(VETO, {})
            continue
        copied = (min(a.doc, b.doc), max(a.doc, b.doc)) in copies
        parted = (min(a.place or "", b.place or ""), max(a.place or "", b.place or "")) in apart
        found = signs(a, b, cosine(vectors[i], vectors[j]), copied, parted)
        bonds[i, j] = Bond(odds(points(found)), found)
    return linked(len(sides), {pair: bond.likely for pair, bond in bonds.items()}, crowds), bonds


def vectors_of(bags: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Names and numbers by how few accounts of the case have them, scaled to a length of 1 or little less.

    Each vector is held to have a few words of its own that were not read, so that two short reports that share one
    name are not alike for that.
    """
    held = Counter(word for bag in bags for word in bag)
    rarity = {word: log((len(bags) + OTHERS) / count) for word, count in held.items()}
    vectors = []
    for bag in bags:
        weights = {word: weight * rarity[word] for word, weight in bag.items()}
        length = sqrt(sum(weight * weight for weight in weights.values()) + UNREAD * log(OTHERS) ** 2)
        vectors.append({word: weight / length for word, weight in weights.items()})
    return vectors


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """The cosine of two vectors."""
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[word] for word, weight in a.items() if word in b)


def candidates(sides: Sequence[Side], vectors: Sequence[Mapping[str, float]], copies: frozenset[tuple[str, str]]
               ) -> tuple[list[tuple[int, int]], list[list[int]]]:
    """Pairs i < j that share a key, in order, and the crowds of which not all pairs are among them."""
    if len(sides) <= BLOCK:
        return [(i, j) for j in range(len(sides)) for i in range(j)], []
    found = set(alike(vectors))
    blocks: dict[tuple, list[int]] = defaultdict(list)
    for at in sorted(range(len(sides)), key=lambda at: sides[at].doc):
        for key in keys_of(sides[at]):
            blocks[key].append(at)
    for block in blocks.values():
        reach = len(block) if len(block) <= BLOCK else WINDOW
        for place, i in enumerate(block):
            found.update((i, j) if i < j else (j, i) for j in block[place + 1 : place + 1 + reach])
    by_doc: dict[str, list[int]] = defaultdict(list)
    for at, side in enumerate(sides):
        by_doc[side.doc].append(at)
    for a, b in copies:
        found.update((min(i, j), max(i, j)) for i in by_doc.get(a, ()) for j in by_doc.get(b, ()))
    return sorted(found), [block for block in blocks.values() if len(block) > BLOCK]


def keys_of(side: Side) -> Iterator[tuple]:
    """A place with the day told and the one after, and with the stretch of days of publication and the next."""
    day, published = side.account.day, side.account.published
    if side.place is None:
        return
    if day:
        yield "day", side.place, day.toordinal()
        yield "day", side.place, day.toordinal() + 1
    known = published or day
    for number in (week_of(known), week_of(known) + 1) if known else (0,):
        yield "week", side.place, number


def week_of(day: date) -> int:
    """The number of the stretch of days that a day lies in."""
    return day.toordinal() // WEEK


def alike(vectors: Sequence[Mapping[str, float]]) -> Iterator[tuple[int, int]]:
    """Pairs i < j whose rare names and numbers weigh enough together."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        for word in vector:
            holders[word].append(at)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for word in sorted(holders):
        docs = holders[word]
        if not 1 < len(docs) <= RARE:
            continue
        for place, i in enumerate(docs):
            weight = vectors[i][word]
            for j in docs[place + 1 :]:
                shared[i, j] += weight * vectors[j][word]
    return (pair for pair, weight in shared.items() if weight > SHARED)


# ------------------------------------------------------------------------------------------------ average link


def linked(count: int, likely: Mapping[tuple[int, int], float], crowds: Sequence[Sequence[int]] = ()
           ) -> list[list[int]]:
    """Groups of numbers, the most likely joined first, as long as their average is at least LIKELY.

    A pair that was not looked at counts 0, but for pairs within one of `crowds`, which were looked at in part only.
    """
    near: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
    for (i, j), value in likely.items():
        near[i][j] = near[j][i] = (value, 1)
    groups = {at: [at] for at in range(count)}
    within: dict[int, Counter[int]] = defaultdict(Counter)  # how many of a group stand in each crowd
    for number, crowd in enumerate(crowds):
        for at in crowd:
            within[at][number] += 1
    heap = [(-round(value, EVEN), i, j) for (i, j), value in likely.items() if value >= LIKELY]
    heapify(heap)
    new = count
    while heap:
        _, i, j = heappop(heap)
        if i not in groups or j not in groups:
            continue
        groups[new] = groups.pop(i) + groups.pop(j)
        if i in within or j in within:
            within[new] = within.pop(i, Counter()) + within.pop(j, Counter())
        for other, (total, pairs) in summed(near.pop(i), near.pop(j)).items():
            if other in groups:
                near[new][other] = near[other][new] = (total, pairs)
                unseen = skipped(within.get(new), within.get(other))
                average = total / max(pairs, len(groups[new]) * len(groups[other]) - unseen)
                if average >= LIKELY:
                    heappush(heap, (-round(average, EVEN), other, new))
        near.setdefault(new, {})
        new += 1
    return [sorted(group) for _, group in sorted(groups.items(), key=lambda item: min(item[1]))]


def skipped(a: Counter[int] | None, b: Counter[int] | None) -> int:
    """How many pairs of two groups stand in one crowd, and may not have been looked at."""
    if not a or not b:
        return 0
    return max((count * b[crowd] for crowd, count in a.items() if crowd in b), default=0)


def summed(a: dict[int, tuple[float, int]], b: dict[int, tuple[float, int]]) -> dict[int, tuple[float, int]]:
    """Summed likelihood, and number of pairs looked at, of two groups together to all others."""
    small, large = sorted((a, b), key=len)
    total = dict(large)
    for other, (value, pairs) in small.items():
        before, seen = total.get(other, (0.0, 0))
        total[other] = (before + value, seen + pairs)
    return total
