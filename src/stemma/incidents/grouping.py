"""Groups: scenes of different documents held to be one happening. Vetoes beat likeness.

What reports are about is joined by evidence; what they tell in passing by place and day; then tolls that agree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from stemma.incidents.days import is_period, may_be_one_day
from stemma.incidents.evidence import PARTICULAR, in_words
from stemma.incidents.joining import Bond, joined
from stemma.incidents.nodes import Ground, Group, Node, told_apart
from stemma.model import Family
from stemma.values import HARMS, When

FRESH = timedelta(days=10)  # within which reports that tell no day may be of one happening at one place
NIGHTS = 2  # days by which reports of one happening may differ: before and after midnight, the day of the report
WHOLE_TEXTS = frozenset({"verbatim", "reprint", "rewrite", "translation"})
OFTEN = 0.4  # of the reports that give the most frequent place
COPIED = 0.5  # of the shorter text
# Claims that by themselves show that something happened; talks, curfews and treaties do not.
HAPPENING = frozenset({"killed", "injured", "casualties", "missing", "captured", "weapon", "damage", "perpetrator"})


def grouped(nodes: Sequence[Node], families: Sequence[Family], ground: Ground) -> list[Group]:
    """The groups that the scenes of all documents make; not each need tell of something that happened."""
    groups = add_sides(focal_groups(nodes, families, ground), nodes)
    return join_neighbours(join_tolls(groups), ground)


def focal_groups(nodes: Sequence[Node], families: Sequence[Family], ground: Ground) -> list[Group]:
    """Groups of what reports are about, joined by evidence."""
    focal = sorted((node for node in nodes if node.side is not None), key=order)
    groups, bonds = joined([node.side for node in focal if node.side], copies_of(families), told_apart(nodes))
    tell_why(focal, groups, bonds)
    return [Group(scene_of([focal[at] for at in group], ground), [focal[at] for at in group]) for group in groups]


def copies_of(families: Sequence[Family]) -> frozenset[tuple[str, str]]:
    """Documents that hold one text, the lower id first; what shares no more than a passage is no copy."""
    return frozenset(
        (min(edge.a, edge.b), max(edge.a, edge.b))
        for family in families
        for edge in family.edges
        if edge.how in WHOLE_TEXTS and edge.share >= COPIED
    )


def tell_why(nodes: Sequence[Node], groups: Sequence[Sequence[int]], bonds: Mapping[tuple[int, int], Bond]) -> None:
    """Notes on each node what it has in common with the one of its group that it is most likely joined with."""
    home = {at: number for number, group in enumerate(groups) for at in group}
    best: dict[int, tuple[float, dict[str, float]]] = {}
    for (i, j), bond in sorted(bonds.items()):
        if home[i] == home[j]:
            for at in (i, j):
                if at not in best or bond.likely > best[at][0]:
                    best[at] = bond.likely, bond.signs
    for at, (_, found) in best.items():
        nodes[at].why = in_words(found)


def scene_of(nodes: Sequence[Node], ground: Ground) -> str | None:
    """The place of many reports on one happening that is most often told as struck."""
    votes = Counter(node.place for node in nodes if node.place is not None)
    often = [place for place in sorted(votes) if votes[place] >= OFTEN * max(votes.values())]
    return max(often, key=lambda place: (ground.struck.get(place, 0), votes[place]), default=None)


def add_sides(groups: list[Group], nodes: Sequence[Node]) -> list[Group]:
    """Puts scenes that a report tells in passing to the happening at their place and of their day; else a new one.

    Dated scenes come first. A scene whose place is not named joins the one happening of its day, where there is
    exactly one.
    """
    groups = list(groups)
    by_place: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        for place in places_of(group):
            by_place[place].append(group)
    sides = sorted((node for node in nodes if node.side is None), key=order)
    for node in (node for node in sides if node.place is not None):
        home = best_home(node, by_place[node.place])
        if home is None:
            groups.append(Group(node.place, [node]))
            by_place[node.place].append(groups[-1])
        else:
            home.nodes.append(node)
    by_day: dict[date, list[Group]] = defaultdict(list)
    for group in groups:
        if group.focal:
            for day in group.days:
                by_day[day].append(group)
    for node in (node for node in sides if node.place is None):
        of_day = by_day.get(node.when.start, []) if node.when and node.when.start and not is_period(node.when) else []
        if len(of_day) == 1:
            of_day[0].nodes.append(node)
        else:
            groups.append(Group(None, [node]))
    return groups


def places_of(group: Group) -> list[str]:
    """The places by which reports know a happening: that of most, and those of two or more."""
    votes = Counter(node.place for node in group.nodes if node.place is not None)
    return sorted(place for place, count in votes.items() if count > 1 or place == group.place)


def best_home(node: Node, groups: Sequence[Group]) -> Group | None:
    """The group at the same place whose day agrees and that the most documents are about."""
    alike = [group for group in groups if node.second == is_second(group)]
    fitting = [group for group in alike if of_day(node, group) and timely(node, group)]
    return max(fitting, key=lambda group: (group.focal, len(group.nodes), str(sorted(group.days))), default=None)


def is_second(group: Group) -> bool:
    """Whether a group is of another attack that came minutes or hours after a first."""
    return 2 * sum(node.second for node in group.nodes) > len(group.nodes)


def of_day(node: Node, group: Group) -> bool:
    """Whether a scene may be of a group's day: that of most of its reports, since one may be read wrong."""
    told = [other.when for other in group.nodes if other.when]
    return 2 * sum(agrees(node.when, when) for when in told) >= len(told) if group.focal else all(
        agrees(node.when, when) for when in told)


def join_tolls(groups: list[Group]) -> list[Group]:
    """Joins groups at one place whose days are close and which tell the same stated figure.

    A report that tells of both on different days is a veto: then they are two.
    """
    by_place: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if group.place is not None:
            by_place[group.place].append(group)
    gone: set[int] = set()  # Group is compared by its content, so identity is what tells one from another
    for own in by_place.values():
        kept: list[Group] = []
        for group in sorted(own, key=lambda group: (-group.focal, str(sorted(group.days)))):
            home = next((other for other in kept if one_toll(other, group)), None)
            if home is None:
                kept.append(group)
            else:
                home.nodes.extend(group.nodes)
                gone.add(id(group))
    return [group for group in groups if id(group) not in gone]


def join_neighbours(groups: list[Group], ground: Ground) -> list[Group]:
    """Joins groups at places that are named together, on one day, and that tell the same stated figure.

    One attack is often known by the nearest town to some and by the village or the well to others; the place is then
    the one that most reports name as the scene.
    """
    ranked = sorted(groups, key=lambda g: (-g.focal, -len(g.nodes), g.place or "", str(sorted(g.days))))
    neighbours: dict[str | None, set[str]] = defaultdict(set)
    for a, b in ground.beside:
        neighbours[a].add(b)
        neighbours[b].add(a)
    kept: list[Group] = []
    at: dict[str | None, set[int]] = defaultdict(set)  # place -> numbers of the groups kept there
    for group in ranked:
        near = sorted({number for place in neighbours.get(group.place, ()) for number in at.get(place, ())})
        number = next((number for number in near if one_spot(kept[number], group, ground.beside)), len(kept))
        if number == len(kept):
            kept.append(group)
        else:
            home = kept[number]
            at[home.place].discard(number)
            home.nodes.extend(group.nodes)
            home.place = max(
                (home.place, group.place), key=lambda place: (ground.struck.get(place, 0), place == home.place)
            )
        at[kept[number].place].add(number)
    return kept


def one_spot(a: Group, b: Group, beside: frozenset[tuple[str, str]]) -> bool:
    """Whether two groups at different places are one happening: named together, a day and a figure in common.

    Where the day of one is not known, one figure in common may be chance; two are not.
    """
    if a.place is None or b.place is None or tuple(sorted((a.place, b.place))) not in beside:
        return False
    if a.days and b.days and not a.days & b.days:
        return False
    return len(figures_of(a) & figures_of(b)) >= (1 if a.days and b.days else 2)


def one_toll(a: Group, b: Group) -> bool:
    """Whether two groups at one place are one happening: days close, a figure shared, no report that tells of both."""
    if is_second(a) != is_second(b) or not days_close(a, b):
        return False
    if {node.doc for node in a.nodes} & {node.doc for node in b.nodes}:
        return False
    return bool(figures_of(a) & figures_of(b))


def days_close(a: Group, b: Group) -> bool:
    """Whether the days of two groups are at most NIGHTS apart; a weekday without a date is held against the other's."""
    if a.days and b.days:
        return min(abs(x - y) for x in a.days for y in b.days) <= timedelta(days=NIGHTS)
    dated, open_ = (a, b) if a.days else (b, a)
    weekdays = {node.when.weekday for node in open_.nodes if node.when and node.when.weekday is not None}
    known = {day.weekday() for day in dated.days}
    return bool(weekdays and known) and any((x - y) % 7 in (0, 1, 6) for x in weekdays for y in known)


def figures_of(group: Group) -> set[tuple]:
    """The stated numbers of a group that are too particular to agree by chance, with their harm."""
    return {
        (claim.kind, value)
        for node in group.nodes
        for claim in node.claims
        if claim.count is not None and claim.count.stated
        for value in {claim.count.low, claim.count.high} - {None}
        if value >= PARTICULAR
    }


def order(node: Node) -> tuple:
    """Dated before undated, focal before the rest, then by content: never by the order of documents."""
    dated = 0 if node.when and node.when.start and node.when.precision == "day" else 1 if node.when else 2
    first = str(node.when.start) if node.when and node.when.start else ""
    return dated, not node.focal, first, node.doc, min((claim.id for claim in node.claims), default="")


def timely(node: Node, group: Group) -> bool:
    """Whether a scene that leaves the day open was reported near the others, where the days of reporting are known."""
    if node.published is None or node.when and node.when.start:
        return True
    days = group.days or {other.published for other in group.nodes if other.published}
    return not days or any(abs(node.published - day) <= FRESH for day in days)


def agrees(a: When | None, b: When | None) -> bool:
    """Whether two dates may be one day. A month or a year agrees only with a month or a year."""
    if a is None or b is None:
        return True
    coarse = {"month", "year", "week"}
    if (a.precision in coarse) != (b.precision in coarse):
        return False
    return may_be_one_day(a, b)


def happened(group: Group) -> bool:
    """Whether a group tells of something that happened: in somebody's focus, by a toll, or by a claim that shows it.

    What is only recalled ("in 2015") without anybody harmed is background, not an incident, unless people say so.
    """
    if group.decided or any(node.focal for node in group.nodes):
        return True
    kinds = {claim.kind for node in group.nodes for claim in node.claims}
    recalled = all(node.when is not None and node.when.precision in ("year", "month") for node in group.nodes)
    return bool(kinds & HAPPENING & set(HARMS)) or bool(kinds & HAPPENING) and not recalled


def main_group(groups: Sequence[Group]) -> Group | None:
    """The happening that most documents are about; then the one with most figures."""

    def weight(group: Group) -> tuple:
        harms = sum(claim.kind in HARMS for node in group.nodes for claim in node.claims)
        told = len({node.doc for node in group.nodes})
        return 2 * group.focal + told, harms, group.place or ""

    return max((group for group in groups if group.focal), key=weight, default=None)
