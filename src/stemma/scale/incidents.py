"""Candidate incidents over all files: documents that tell of people harmed in one cell, within days of one another.

They are candidates, made by keys alone: what an incident is, is weighed when its documents are built into a case. The
cell and the days of each report come from the table `happenings`. A place that a report alone leaves open lies where
other reports, of those days first, put the same name (`place`). Days that touch in one cell make one candidate; a
stretch longer than LONGEST days, as where a city is shelled for weeks, is cut where the fewest documents stand, and who
tells of days on both sides stands in both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stemma.ids import make_id
from stemma.names.places import core_of
from stemma.scale.exchange import Home, Plan, bucket_of_name, put, row_groups, taken
from stemma.scale.keys import NOWHERE, Happening
from stemma.scale.results import put_table
from stemma.scale.schema import HAPPENINGS, INCIDENTS

LONGEST = 7  # days of a candidate: of the first reports and of those that follow
NEAR = 3  # days within which two reports mean one place by one name
TOLD = {"happening": "binary"}

_DAY = timedelta(1)
_HAPPENING = msgspec.msgpack.Decoder(Happening)


class Candidate(Struct, frozen=True):
    """What documents tell of one cell within days of one another."""

    first: date
    last: date
    told: tuple[Happening, ...]


def spread_happenings(plan: Plan, number: int, home: Home) -> None:
    """Send what the documents of a home tell of to the buckets of the names of places."""
    names = [column.name for column in HAPPENINGS.columns]
    told = (msgspec.convert(row, Happening) for table in row_groups(plan, home, names) for row in table.to_pylist())
    _put(plan, "told", number, told, lambda one: core_of(one.place)[0])


def place(plan: Plan, number: int, home: None = None) -> None:
    """Send what is told of the names of a bucket to the buckets of the cells."""
    names: dict[str, list[Happening]] = defaultdict(list)
    for one in _told(plan, "told", plan.tellers, number):
        names[core_of(one.place)[0]].append(one)
    _put(plan, "placed", number, (one for name in sorted(names) for one in placed(names[name])), lambda one: one.cell)


def gather(plan: Plan, number: int, home: None = None) -> None:
    """Write the candidates of the cells of a bucket."""
    cells: dict[str, list[Happening]] = defaultdict(list)
    for one in _told(plan, "placed", plan.buckets, number):
        cells[one.cell].append(one)
    put_table(plan, INCIDENTS, number, (row_of(cell, one) for cell in sorted(cells)
                                        for one in candidates(cells[cell])))


def _put(plan: Plan, step: str, number: int, told: Iterable[Happening], key: Callable[[Happening], str]) -> None:
    parts: list[list[bytes]] = [[] for _ in range(plan.buckets)]
    for one in told:
        parts[bucket_of_name(key(one), plan.buckets)].append(msgspec.msgpack.encode(one))
    put(plan, step, number, ({"happening": own} for own in parts), TOLD)


def _told(plan: Plan, step: str, tasks: int, part: int) -> Iterator[Happening]:
    rows = taken(plan.files(step, tasks), part)
    return (_HAPPENING.decode(packed) for packed in rows.column("happening").to_pylist())


def placed(told: Sequence[Happening]) -> Iterator[Happening]:
    """What is told of places of one name: those that nothing places lie where most documents of these days put
    it, and where none does, most of all."""
    known: dict[date, list[Happening]] = defaultdict(list)
    for one in told:
        if one.lat is not None:
            known[one.day_from].append(one)
    every = [other for day in sorted(known) for other in known[day]]
    for one in told:
        if not one.cell.startswith(NOWHERE):
            yield one
            continue
        around = (one.day_from + days * _DAY for days in range(-NEAR, NEAR + 1))
        near = [other for day in around for other in known.get(day, ())]
        found = {(other.doc, other.cell): other for other in near or every}
        votes = Counter(cell for _, cell in found)
        best = min(votes, key=lambda cell: (-votes[cell], cell), default=None)
        where = min((other for other in found.values() if other.cell == best), key=lambda other: other.doc, default=one)
        yield replace(one, cell=where.cell, country=where.country, lat=where.lat, lon=where.lon)


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
