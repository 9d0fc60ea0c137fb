"""Meetings over all files: which reports share words or facts enough to be looked at, found by key, spread by key.

The rule is that of stemma.copies.candidates, and so is the code that counts; only what it counts over is handed on by
key. A task that has all holders of its keys, with their least hashes and days, puts them in the same order as a build
that holds all reports. Three steps: `keys` sends what the reports of a home are found by to the buckets of the keys,
`meet` counts meetings at the keys of a bucket, `sum` adds up those of each pair and keeps the pairs that met often.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from stemma.copies.candidates import (
    FEW,
    FEWEST_FACTS,
    ORDERS,
    Met,
    leasts_of,
    meet,
    meet_often,
    meetings_at,
    order_of,
    ranks_of,
    share_rare_facts,
)
from stemma.copies.shingles import Hashes, new
from stemma.scale.exchange import (
    Codes,
    Home,
    Plan,
    Rows,
    buckets_of,
    codes_of,
    column,
    homes_of,
    parted,
    parts_of,
    put,
    row_groups,
    taken,
)

KINDS = ("words", "twos", "stems")  # of keys
MEETINGS = ("words", "facts")  # what pairs meet by; facts are twos and stems together
HELD = {"key": "uint64", "doc": "uint64", "least": "uint64", "day": "int32", "size": "int32"}
PAIRS = {"a": "uint64", "b": "uint64", "few": "int32", "many": "int32", "smaller": "int32"}
MET = {"a": "uint64", "b": "uint64", "signs": "uint8"}
ASKED = {"doc": "uint64"}
# Signs of a pair: met by words at keys that few hold, often so; met by words at all; shares rare facts; may share
# facts.
BY_FEW, OFTEN, BY_WORDS, RARE, BY_FACTS = 1, 2, 4, 8, 16

Numbers = NDArray[np.int64]


class Found:
    """What the documents of a home are found by, each document once."""

    def __init__(self, plan: Plan, home: Home) -> None:
        self.codes: list[int] = []
        self.days: list[int] = []
        self.keys: dict[str, list[Hashes]] = {kind: [] for kind in KINDS}
        seen: set[str] = set()
        for table in row_groups(plan, home, ("doc", "day", *KINDS)):
            docs = table.column("doc").to_pylist()
            rows = {doc: row for row, doc in enumerate(docs) if doc not in seen}
            seen.update(rows)
            table = table.take(np.fromiter(rows.values(), np.int64))
            self.codes += codes_of(rows, home.number).tolist()
            self.days += [day.toordinal() if day else 0 for day in table.column("day").to_pylist()]
            for kind in KINDS:
                self.keys[kind] += [np.frombuffer(own, "<u8") for own in table.column(kind).to_pylist()]

    def rows(self, kind: str) -> Rows:
        """A row for each key of each document; keys of which it is plain that they bring nobody together are left
        out."""
        keys = self.keys[kind]
        flat = np.concatenate([*keys, np.empty(0, np.uint64)])
        docs = np.repeat(np.arange(len(keys)), [len(own) for own in keys])
        sizes = np.array([len(own) for own in keys], np.int64)
        if kind != "words":
            sizes = np.array([len(a) + len(b) for a, b in zip(self.keys["twos"], self.keys["stems"], strict=True)],
                             np.int64)
        least = np.zeros(len(flat), np.uint64)
        if kind == "stems":  # where many hold them nobody meets
            kept = np.flatnonzero(_holders(flat) <= FEW)
            flat, docs, least = flat[kept], docs[kept], least[kept]
        else:
            least = leasts_of(keys)[order_of(flat), docs] if len(flat) else least
        codes = np.array(self.codes, np.uint64)
        days = np.array(self.days, np.int32)
        return {"key": flat, "doc": codes[docs], "least": least, "day": days[docs], "size": sizes[docs]}


def _holders(flat: Hashes) -> Numbers:
    """How many times each of these keys stands among them."""
    _, inverse, counts = np.unique(flat, return_inverse=True, return_counts=True)
    return counts[inverse]


def spread_keys(plan: Plan, number: int, home: Home) -> None:
    """Send what the documents of a home are found by to the buckets of the keys, and the documents to their parts."""
    found = Found(plan, home)

    def parts() -> Iterator[Rows]:
        for kind in KINDS:
            rows = found.rows(kind)
            yield from parted(rows, buckets_of(rows["key"], plan.buckets), plan.buckets)

    codes = np.array(found.codes, np.uint64)
    put(plan, "docs", number, parted({"doc": codes}, parts_of(codes, plan.buckets), plan.buckets), ASKED)
    put(plan, "keys", number, parts(), HELD)


def meet_at_keys(plan: Plan, number: int, home: None = None) -> None:
    """Count the meetings at the keys of a bucket; the pairs go to the part of their lower document."""
    kind, bucket = MEETINGS[number // plan.buckets], number % plan.buckets
    held = [taken(plan.files("keys", plan.homes), KINDS.index(own) * plan.buckets + bucket)
            for own in (("words",) if kind == "words" else ("twos", "stems"))]
    keys, codes, least, days, sizes = (np.concatenate([column(table, name) for table in held]) for name in HELD)
    ordered = len(held[0])  # rows from here on are stems, whose order is no matter
    own, docs = numbered(codes)
    leasts = np.zeros((ORDERS, len(own)), np.uint64)
    leasts[order_of(keys[:ordered]), docs[:ordered]] = least[:ordered]
    ordinals, size = np.zeros(len(own), np.int64), np.zeros(len(own), np.int64)
    ordinals[docs], size[docs] = days, sizes
    ranks = ranks_of(leasts, ordinals)
    del held, codes, least, days, sizes, leasts
    few, many = meetings_at(keys[:ordered], docs[:ordered], ranks)
    if kind == "facts":
        few, _ = meetings_at(keys, docs, ranks)
    rows = together(few, many, own, size)
    put(plan, f"pairs-{kind}", bucket, parted(rows, parts_of(rows["a"], plan.buckets), plan.buckets), PAIRS)


def numbered(codes: Codes) -> tuple[Codes, Numbers]:
    """The documents of these rows, each once, in the order of their ids, and the number of each row's among them.

    Of a document that was read from several homes the lowest counts.
    """
    each, rows = np.unique(codes, return_inverse=True)
    first = new(each >> np.uint64(16))
    return each[first], (np.cumsum(first) - 1)[rows]


def together(few: Met, many: Met, docs: Codes, sizes: Numbers) -> Rows:
    """One row for each pair that met, sorted, with the counts of both."""
    total = max(1, len(docs))
    codes = [met.pairs @ np.array([total, 1]) for met in (few, many)]
    pairs = np.union1d(*codes)
    counts = np.zeros((2, len(pairs)), np.int32)
    for row, (own, met) in enumerate(zip(codes, (few, many), strict=True)):
        counts[row, np.searchsorted(pairs, own)] = met.counts
    low, high = np.divmod(pairs, total)
    return {"a": docs[low], "b": docs[high], "few": counts[0], "many": counts[1],
            "smaller": np.minimum(sizes[low], sizes[high])}


def sum_up(plan: Plan, number: int, home: None = None) -> None:
    """Keep of the pairs of a part those that met often enough, and ask the homes of those that must be looked at for
    their words."""
    kept = []
    for kind in MEETINGS:
        rows = summed(taken(plan.files(f"pairs-{kind}", plan.buckets), number))
        few, many, smaller = rows["few"], rows["many"], rows["smaller"]
        if kind == "words":
            by_few = meet(few, smaller)
            signs = by_few * BY_FEW + (by_few & meet_often(few, smaller)) * OFTEN
            signs = signs + (by_few | meet(many, smaller)) * BY_WORDS
        else:
            signs = share_rare_facts(few, smaller) * RARE + (many >= FEWEST_FACTS) * BY_FACTS
        own = np.flatnonzero(signs)
        kept.append((rows["a"][own], rows["b"][own], signs[own].astype(np.uint8)))
    a, b, signs = (np.concatenate(columns) for columns in zip(*kept, strict=True))
    order = np.lexsort((b, a))
    a, b, signs = a[order], b[order], signs[order]
    first = np.flatnonzero(new(a) | new(b))
    signs = np.bitwise_or.reduceat(signs, first) if len(first) else signs
    a, b = a[first], b[first]
    put(plan, "met", number, [{"a": a, "b": b, "signs": signs}], MET)
    open_ones = (signs & RARE) == 0
    ask(plan, "asked", number, (a[open_ones], b[open_ones]))


def summed(table) -> Rows:
    """Each pair once, its meetings added up."""
    a, b = column(table, "a"), column(table, "b")
    order = np.lexsort((b, a))
    a, b = a[order], b[order]
    first = np.flatnonzero(new(a) | new(b))
    rows: Rows = {"a": a[first], "b": b[first], "smaller": column(table, "smaller")[order][first]}
    for name in ("few", "many"):
        counts = column(table, name)[order]
        rows[name] = np.add.reduceat(counts, first) if len(first) else counts
    return rows


def ask(plan: Plan, step: str, number: int, docs: Sequence[Codes]) -> None:
    """Ask the homes of these documents for them, each once."""
    wanted = np.unique(np.concatenate(docs))
    put(plan, step, number, parted({"doc": wanted}, homes_of(wanted), plan.homes), ASKED)


def answers(plan: Plan, step: str, home: int) -> list[Codes]:
    """The documents of a home that each part has asked for."""
    return [column(taken([where], home), "doc") for where in plan.files(step, plan.buckets)]
