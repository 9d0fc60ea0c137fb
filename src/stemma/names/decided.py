"""What people decided of names: rows that are one party or place whatever their spelling, and rows that are two.

Over groups that the evidence has made. The rows that people spoke of are put together and kept apart as they said; a
group in which two of them are kept apart is split. In a report that has only one of the two, all rows of a name go with
it; rows of other reports and names go where they are most like. What people keep apart stays apart whatever third row
is like both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Generic, NamedTuple, TypeVar

from stemma.model import Ties

Row = TypeVar("Row")
Like = Callable[[str, str], float]
SHORT = 3  # letters; shorter words of a role say nothing of who has it


class Name(NamedTuple, Generic[Row]):
    """One row of a group as deciding sees it."""

    doc: str
    at: int  # offset
    name: str  # the fullest form in its document
    role: str
    ids: tuple[str, ...]  # of the rows that decisions may be about
    row: Row


def settled(groups: Sequence[Sequence[Name[Row]]], ties: Ties, like: Like) -> list[list[Name[Row]]]:
    """The groups as people will have them; the very same where nobody decided. like: likeness of two names, 0..1.

    The order of the pairs changes nothing. Ids that no group has are passed over. Ties that contradict each other are
    the caller's to settle; here "two" beats "one".
    """
    home = {id: at for at, group in enumerate(groups) for name in group for id in name.ids}
    known = Ties(_known(ties.one, home), _known(ties.two, home))
    if not known.one and not known.two:
        return [list(group) for group in groups]
    parts = _Parts(known)
    spoken = {row for pair in (*known.one, *known.two) for row in pair}
    anchors = [[name for name in group if spoken & set(name.ids)] for group in groups]
    for names in anchors:
        pairs = combinations(sorted(names, key=_order), 2)
        for a, b in sorted(pairs, key=lambda pair: _alike(*pair, like), reverse=True):
            parts.join(_spoken(a, spoken), _spoken(b, spoken))
    found: dict[tuple[int, str], list[Name[Row]]] = defaultdict(list)
    for at, (group, names) in enumerate(zip(groups, anchors, strict=True)):
        if not names:
            found[at, ""].extend(group)
            continue
        by_part: dict[str, list[Name[Row]]] = defaultdict(list)
        for name in sorted(names, key=_order):
            by_part[parts.of(_spoken(name, spoken))].append(name)
        for name, part in _shared_out(group, by_part, like):
            found[-1, part].append(name)
    return list(found.values())


def _known(pairs: Iterable[tuple[str, str]], home: dict[str, int]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(min(pair), max(pair)) for pair in pairs if pair[0] in home and pair[1] in home}))


def _order(name: Name) -> tuple[str, int, tuple[str, ...]]:
    return name.doc, name.at, name.ids


def _spoken(name: Name, spoken: set[str]) -> str:
    return min(id for id in name.ids if id in spoken)


def _alike(a: Name, b: Name, like: Like) -> tuple[bool, bool, float, bool, bool]:
    """How likely two rows name one: in one spot of a text, by the same letters, by a like name, by a word of their
    roles, in one report; the most telling first."""
    same = a.name == b.name
    return (a.doc == b.doc and a.at == b.at >= 0, same, 1.0 if same else like(a.name, b.name),
            not _words(a.role).isdisjoint(_words(b.role)), a.doc == b.doc)


def _words(role: str) -> frozenset[str]:
    """The words of a role that can be told from others': "the deputy mayor" is a deputy and a mayor."""
    return frozenset(word for word in role.casefold().split() if len(word) > SHORT)


class _Parts:
    """The rows that people spoke of, put together as they said, with the parts that they keep apart."""

    def __init__(self, ties: Ties) -> None:
        self._root: dict[str, str] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for a, b in ties.two:
            self._apart[a].add(b)
            self._apart[b].add(a)
        for a, b in ties.one:
            self.join(a, b)

    def of(self, row: str) -> str:
        """The part that a row is in."""
        while (above := self._root.get(row, row)) != row:
            row = above
        return row

    def join(self, a: str, b: str) -> None:
        """Makes one of two rows' parts, unless people keep them apart."""
        x, y = sorted((self.of(a), self.of(b)))
        if x == y or y in self._apart[x]:
            return
        self._root[y] = x
        for other in self._apart.pop(y, set()):
            self._apart[other].discard(y)
            self._apart[other].add(x)
            self._apart[x].add(other)


def _shared_out(group: Sequence[Name[Row]], by_part: dict[str, list[Name[Row]]], like: Like
                ) -> Iterator[tuple[Name[Row], str]]:
    """Every row of a group with its part, in their order; by_part has the rows that people spoke of."""
    units: dict[tuple[str, str], list[Name[Row]]] = defaultdict(list)
    for name in group:
        units[name.doc, name.name].append(name)
    spoken: dict[tuple[str, str], list[tuple[Name[Row], str]]] = defaultdict(list)
    for part, names in by_part.items():
        for name in names:
            spoken[name.doc, name.name].append((name, part))
    whole = {}
    for unit, names in units.items():
        parts = {part for _, part in spoken[unit]} or {_most_like(names, by_part, like)}
        whole[unit] = parts.pop() if len(parts) == 1 else None
    for name in group:
        unit = (name.doc, name.name)
        yield name, whole[unit] or _nearest(name, spoken[unit])


def _most_like(unit: Sequence[Name], by_part: dict[str, list[Name]], like: Like) -> str:
    """The part that the rows of one name in one report are most like; the first of those that are alike."""
    if len(by_part) == 1:
        return next(iter(by_part))
    return max(by_part, key=lambda part: max(_alike(a, b, like) for a in unit for b in by_part[part]))


def _nearest(name: Name, spoken: Sequence[tuple[Name, str]]) -> str:
    """Where one report uses one name for two: the one that was last spoken of before, as a text goes on with whom it
    has told of."""
    for other, part in spoken:
        if other.ids == name.ids:
            return part
    before = [(other.at, part) for other, part in spoken if other.at <= name.at]
    return max(before)[1] if before else min((other.at, part) for other, part in spoken)[1]
