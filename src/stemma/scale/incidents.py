"""Candidate incidents over all files: documents that tell of people harmed in one cell, within days of one another.

They are candidates, made by keys alone: what an incident is, is weighed when its documents are built into a case. The
cell and the days of each report come from the table `happenings`. Days that touch in one cell make one candidate; a
stretch longer than LONGEST days, as where a city is shelled for weeks, is cut where the fewest documents stand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec
from msgspec import Struct

from stemma.ids import make_id
from stemma.scale.exchange import Home, Plan, bucket_of_name, put, row_groups, taken
from stemma.scale.keys import Happening
from stemma.scale.results import put_table
from stemma.scale.schema import HAPPENINGS, INCIDENTS

LONGEST = 4  # days of a candidate: the day told, the night before or after, and a report that gives its own day
TOLD = {"happening": "binary"}

_DAY = timedelta(1)
_HAPPENING = msgspec.msgpack.Decoder(Happening)


class Candidate(Struct, frozen=True):
    """What documents tell of one cell within days of one another."""

    first: date
    last: date
    told: tuple[Happening, ...]


def spread_happenings(plan: Plan, number: int, home: Home) -> None:
    """Send what the documents of a home tell of to the buckets of the cells."""
    parts: list[list[bytes]] = [[] for _ in range(plan.buckets)]
    names = [column.name for column in HAPPENINGS.columns]
    for table in row_groups(plan, home, names):
        for row in table.to_pylist():
            parts[bucket_of_name(row["cell"], plan.buckets)].append(
                msgspec.msgpack.encode(msgspec.convert(row, Happening)))
    put(plan, "told", number, ({"happening": own} for own in parts), TOLD)


def gather(plan: Plan, number: int, home: None = None) -> None:
    """Write the candidates of the cells of a bucket."""
    cells: dict[str, list[Happening]] = defaultdict(list)
    for packed in taken(plan.files("told", plan.tellers), number).column("happening").to_pylist():
        one = _HAPPENING.decode(packed)
        cells[one.cell].append(one)
    put_table(plan, INCIDENTS, number, (row_of(cell, one) for cell in sorted(cells)
                                        for one in candidates(cells[cell])))


def candidates(told: Sequence[Happening]) -> Iterator[Candidate]:
    """What is told of one cell, by stretches of days; in the order of the days, whatever that of the documents."""
    docs: dict[date, set[str]] = defaultdict(set)
    for one in told:
        for day in days_of(one):
            docs[day].add(one.doc)
    counts = {day: len(own) for day, own in docs.items()}
    for days in stretches(counts):
        first, last = days[0], days[-1]
        own = sorted({one for one in told if one.day_from <= last and first <= one.day_to},
                     key=lambda one: (one.doc, one.day_from, one.day_to, one.claims, one.place, one.focal))
        yield Candidate(first, last, tuple(own))


def days_of(one: Happening) -> list[date]:
    """The days that a report tells of."""
    return [one.day_from + at * _DAY for at in range((one.day_to - one.day_from).days + 1)]


def stretches(counts: dict[date, int]) -> list[list[date]]:
    """Days that touch, together; counts: documents of each day."""
    found: list[list[date]] = []
    for day in sorted(counts):
        if found and day - found[-1][-1] <= _DAY:
            found[-1].append(day)
        else:
            found.append([day])
    return [part for days in found for part in cut(days, counts)]


def cut(days: list[date], counts: dict[date, int]) -> list[list[date]]:
    """A stretch in parts of at most LONGEST days: cut between the two days that the fewest documents tell of."""
    waiting, parts = [days], []
    while waiting:
        own = waiting.pop()
        if len(own) <= LONGEST:
            parts.append(own)
            continue
        middle = len(own) / 2
        at = min(range(1, len(own)),
                 key=lambda at: (min(counts[own[at - 1]], counts[own[at]]), abs(at - middle), at))
        waiting += [own[:at], own[at:]]
    return sorted(parts)


def row_of(cell: str, one: Candidate) -> tuple:
    """A candidate as a row of the table `incidents`."""
    docs = sorted({told.doc for told in one.told})
    names = Counter((told.place, told.lat, told.lon) for told in one.told)
    place, lat, lon = min(names, key=lambda name: (-names[name], str(name)))
    figures = [figure for told in one.told for figure in (told.killed_low, told.killed_high) if figure is not None]
    return (make_id("n", cell, one.first), cell, one.told[0].country, place, lat, lon, one.first, one.last, docs,
            len(docs), len({told.doc for told in one.told if told.focal}),
            sorted({claim for told in one.told for claim in told.claims}), min(figures, default=None),
            max(figures, default=None))
