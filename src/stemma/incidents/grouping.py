"""Groups: scenes of different documents held to be one happening. Vetoes beat likeness.

Keys first (the place), then days within one place, then copies of one text, then tolls that agree.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from stemma.incidents.days import may_be_one_day
from stemma.incidents.scenes import View, focus_of, is_scene_of, is_settlement, wide, wide_names
from stemma.model import Claim, Family, Reading, Victim
from stemma.values import HARMS, When

CO_FOCAL_FIGURES, CO_FOCAL_SHARE = 3, 0.33
FRESH = timedelta(days=10)  # within which reports that tell no day may be of one happening at one place
# Claims that by themselves show that something happened; talks, curfews and treaties do not.
HAPPENING = frozenset({"killed", "injured", "casualties", "missing", "captured", "weapon", "damage", "perpetrator"})


class Node(Struct):
    """One scene of one document, with its claims."""

    doc: str
    place: str | None  # Place.key
    when: When | None
    focal: bool
    published: date | None
    claims: list[Claim]


class Group(Struct):
    """Scenes held to be one happening."""

    place: str | None
    nodes: list[Node]

    @property
    def days(self) -> set[date]:
        return {
            node.when.start for node in self.nodes if node.when and node.when.start and node.when.precision == "day"
        }

    @property
    def focal(self) -> int:
        return len({node.doc for node in self.nodes if node.focal})


def areas_of(readings: Sequence[Reading]) -> frozenset[str]:
    """Names that more documents use of a province or a country than of a town or a village."""
    votes: Counter[str] = Counter()
    for reading in readings:
        votes.update(wide_names(reading.page))
        votes.subtract({m.name.casefold() for m in reading.page.mentions if m.kind == "place" and is_settlement(m)})
    return frozenset(name for name, count in votes.items() if count > 0)


IN = re.compile(r"(?:['’]s)?(?:[ \w-]{0,40}?)\b(?:in|of)\s+(?:the\s+)?(?:\w+\s+){0,3}|(?:\s+\w+){0,3},\s+(?:in\s+)?")


def surroundings(readings: Sequence[Reading], places_by_mention: Mapping[str, str]) -> dict[str, str]:
    """The town that a named site lies in, where a report says so: "the Mill Gate terminal in Varny".

    Only names that the gazetteer does not know are taken for sites, and only inside a place named more often.
    """
    named: Counter[str] = Counter()
    votes: Counter[tuple[str, str]] = Counter()
    for reading in readings:
        own = [m for m in reading.page.mentions if m.kind == "place" and m.id in places_by_mention]
        named.update(places_by_mention[m.id] for m in own)
        for site, town in zip(own, own[1:], strict=False):
            between = reading.page.text[site.span.end : town.span.start]
            if site.geo is None and not is_settlement(site) and not wide(town) and IN.fullmatch(between):
                votes[places_by_mention[site.id], places_by_mention[town.id]] += 1
    found: dict[str, str] = {}
    for (site, town), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if site != town and named[town] > named[site] and found.get(town) is None:
            found.setdefault(site, town)
    return found


def nodes_of(
    reading: Reading, places_by_mention: Mapping[str, str], areas: frozenset[str], around: Mapping[str, str]
) -> list[Node]:
    """The scenes of one document that carry claims, its focus marked."""
    view = View(reading.page, reading.claims, areas)
    focus = focus_of(view)

    def key_of(mention: str | None) -> str | None:
        key = places_by_mention.get(mention) if mention else None
        return around.get(key, key) if key else None

    focus_key = key_of(focus.place.id if focus.place else None)
    found: dict[tuple, Node] = {}
    for claim in reading.claims:
        if claim.kind in HARMS and (claim.scope == "aggregate" or claim.scope == "other" and claim.place is None):
            continue
        key = key_of(claim.place)
        focal = key == focus_key and (
            claim.when is None or focus.when is None or may_be_one_day(claim.when, focus.when)
        )
        when = focus.when if focal else claim.when
        if focal and claim.kind in HARMS and claim.scope == "other":
            continue  # the toll of some other happening, whose place the report does not name
        mark = (key, day_mark(when), focal)
        if mark not in found:
            found[mark] = Node(reading.document.id, key, when, focal, reading.page.published.day, [])
        found[mark].claims.append(claim)
    share_focus(list(found.values()))
    return list(found.values())


def share_focus(nodes: Sequence[Node]) -> None:
    """Marks as focal too a scene that many of a report's figures are about: it may tell of two attacks."""
    figures = [sum(claim.kind in HARMS for claim in node.claims) for node in nodes]
    for node, own in zip(nodes, figures, strict=True):
        recalled = any(claim.scope == "other" for claim in node.claims)
        if own >= CO_FOCAL_FIGURES and own >= CO_FOCAL_SHARE * sum(figures) and node.place and not recalled:
            node.focal = True


def day_mark(when: When | None) -> tuple:
    """What keeps two scenes of one document at one place apart."""
    return (when.start, when.end, when.weekday, when.month_day) if when else ()


def grouped(
    nodes: Sequence[Node], families: Sequence[Family], ground: Ground, victims: Sequence[Victim] = ()
) -> list[Group]:
    """The happenings that the scenes of all documents tell of."""
    groups = join_neighbours(join_tolls(merge_copies(join_places(nodes), families)), ground)
    return [group for group in join_victims(groups, victims) if happened(group)]


def join_victims(groups: Sequence[Group], victims: Sequence[Victim]) -> list[Group]:
    """Joins what reports are about where they name one victim, with first and family name and no other age.

    Where it happened one report may tell by the town, another by the county, a third not at all; a name stays. A
    report about two happenings does not say which of them the victim is of, so it joins nothing.
    """
    focal = Counter(doc for group in groups for doc in {node.doc for node in group.nodes if node.focal})
    named: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
    for victim in victims:
        if not victim.aside and " " in victim.name and focal[victim.doc] == 1:
            named[victim.doc].add((victim.name, victim.age))
    homes: dict[str, tuple[int, int | None]] = {}
    kept: list[Group | None] = list(groups)
    for number, group in enumerate(groups):
        told = sorted({pair for node in group.nodes if node.focal for pair in named.get(node.doc, ())}, key=str)
        home = next((homes[name][0] for name, age in told if name in homes and one_age(age, homes[name][1])), None)
        if home is None:
            home = number
        else:
            kept[home].nodes.extend(group.nodes)
            kept[number] = None
        for name, age in told:
            homes.setdefault(name, (home, age))
    return [group for group in kept if group is not None]


NIGHTS = 2  # days by which reports of one happening may differ: before and after midnight, the day of the report


def join_tolls(groups: list[Group]) -> list[Group]:
    """Joins groups at one place whose days are close and which tell the same stated figure.

    A report that tells of both on different days is a veto: then they are two.
    """
    by_place: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if group.place is not None:
            by_place[group.place].append(group)
    gone: list[Group] = []
    for own in by_place.values():
        own.sort(key=lambda group: (-group.focal, str(sorted(group.days))))
        for number, small in enumerate(own):
            home = next((big for big in own[:number] if big not in gone and one_toll(big, small)), None)
            if home is not None:
                home.nodes.extend(small.nodes)
                gone.append(small)
    return [group for group in groups if not any(group is other for other in gone)]


def one_age(a: int | None, b: int | None) -> bool:
    """Whether two ages may be of one person; reports on both sides of a birthday differ by a year."""
    return a is None or b is None or abs(a - b) <= 1


class Ground(Struct, frozen=True):
    """What the sentences of a case say about how its places lie to each other and to the violence."""

    beside: frozenset[tuple[str, str]]  # places that one sentence about violence names together
    struck: dict[str, int]  # in how many reports words of attack lead straight to a place: "the strike near X"


def ground_of(
    readings: Sequence[Reading], places_by_mention: Mapping[str, str], areas: frozenset[str], around: Mapping[str, str]
) -> Ground:
    """Which places are named together, and which are named as the scene."""
    beside: set[tuple[str, str]] = set()
    struck: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        view = View(reading.page, reading.claims, areas)
        for sentence in reading.page.sentences:
            if not view.violent(sentence):
                continue
            local = [m for m in view.local_places(sentence.number) if m.id in places_by_mention]
            keys = {m.id: around.get(places_by_mention[m.id], places_by_mention[m.id]) for m in local}
            ordered = sorted(set(keys.values()))
            beside.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
            for mention in local:
                if is_scene_of(reading.page.text, sentence, mention):
                    struck[keys[mention.id]].add(reading.document.id)
    return Ground(frozenset(beside), {place: len(docs) for place, docs in struck.items()})


def join_neighbours(groups: list[Group], ground: Ground) -> list[Group]:
    """Joins groups at places that are named together, on one day, and that tell the same stated figure.

    One attack is often known by the nearest town to some and by the village or the well to others; the place is then
    the one that most reports name as the scene.
    """
    ranked = sorted(groups, key=lambda g: (-g.focal, -len(g.nodes), g.place or "", str(sorted(g.days))))
    kept: list[Group] = []
    for group in ranked:
        home = next((other for other in kept if one_spot(other, group, ground.beside)), None)
        if home is None:
            kept.append(group)
        else:
            home.nodes.extend(group.nodes)
            home.place = max(
                (home.place, group.place), key=lambda place: (ground.struck.get(place, 0), place == home.place)
            )
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
    if not days_close(a, b) or {node.doc for node in a.nodes} & {node.doc for node in b.nodes}:
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
        if value >= 5
    }


def join_places(nodes: Sequence[Node]) -> list[Group]:
    """Groups by place, then by day within a place: dated scenes first, then those that leave the day open.

    A scene whose place is not named joins the one happening of its day, where there is exactly one.
    """
    by_place: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.place is not None:
            by_place[node.place].append(node)
    groups: list[Group] = []
    for place in sorted(by_place):
        own: list[Group] = []
        for node in sorted(by_place[place], key=order):
            home = best_home(node, own)
            if home is None:
                own.append(Group(place, [node]))
            else:
                home.nodes.append(node)
        groups.extend(own)
    nowhere = []
    for node in sorted((node for node in nodes if node.place is None), key=order):
        of_day = [group for group in groups if node.when and node.when.start in group.days and group.focal]
        if len(of_day) == 1 and not node.focal:
            of_day[0].nodes.append(node)
        else:
            nowhere.append(Group(None, [node]))
    return groups + nowhere


def order(node: Node) -> tuple:
    """Dated before undated, focal before the rest, then by content: never by the order of documents."""
    dated = 0 if node.when and node.when.start and node.when.precision == "day" else 1 if node.when else 2
    first = str(node.when.start) if node.when and node.when.start else ""
    return dated, not node.focal, first, node.doc, min((claim.id for claim in node.claims), default="")


def best_home(node: Node, groups: Sequence[Group]) -> Group | None:
    """The group at the same place whose day agrees and that the most documents are about."""
    fitting = [group for group in groups if all(agrees(node.when, other.when) for other in group.nodes if other.when)
               and timely(node, group)]
    return max(fitting, key=lambda group: (group.focal, len(group.nodes), str(sorted(group.days))), default=None)


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


def merge_copies(groups: list[Group], families: Sequence[Family]) -> list[Group]:
    """Joins the focal groups of copies of one text: a copy that spoilt the place still tells of the same happening."""
    for family in families:
        if len(family.docs) < 2:
            continue
        own = [group for group in groups if any(node.focal and node.doc in family.docs for node in group.nodes)]
        if len(own) < 2:
            continue
        keep = max(own, key=lambda group: (group.focal, len(group.nodes), group.place or ""))
        for group in own:
            moved = [node for node in group.nodes if node.doc in family.docs]
            if group is not keep and len(moved) == len(group.nodes) and same_story(group, keep):
                keep.nodes.extend(moved)
                groups = [other for other in groups if other is not group]
    return groups


def same_story(a: Group, b: Group) -> bool:
    """Whether the focal groups of copies are one happening: one place, or a figure shared and no days far apart.

    A copy may have spoilt the place or the date, but not everything; reports written to one pattern share neither.
    """
    apart = a.days and b.days and min(abs(x - y) for x in a.days for y in b.days) > timedelta(days=1)
    return a.place == b.place or (not apart and bool(figures_of(a) & figures_of(b)))


def happened(group: Group) -> bool:
    """Whether a group tells of something that happened: in somebody's focus, by a toll, or by a claim that shows it.

    What is only recalled ("in 2015") without anybody harmed is background, not an incident.
    """
    if any(node.focal for node in group.nodes):
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
