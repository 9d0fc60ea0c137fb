"""Incidents: scenes of different documents joined when place and day agree. Vetoes beat likeness.

Keys first (the place), then days within one place; documents of one family that are about one thing share their focus.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from stemma.ids import make_id
from stemma.incidents.naming import kind_of, targets_of, title_of
from stemma.incidents.scenes import View, focus_of, is_settlement, may_be_one_day, situate, wide_names
from stemma.model import Claim, Family, Incident, Link, Place, Reading
from stemma.values import HARMS, When

CO_FOCAL_FIGURES, CO_FOCAL_SHARE = 3, 0.33
# Claims that by themselves show that something happened; talks, curfews and treaties do not.
HAPPENING = frozenset({"killed", "injured", "casualties", "missing", "captured", "weapon", "damage", "perpetrator"})


class Node(Struct):
    """One scene of one document, with its claims."""

    doc: str
    place: str | None  # Place.key
    when: When | None
    focal: bool
    recalled: bool
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


def cluster(
    readings: Sequence[Reading],
    places: Sequence[Place],
    places_by_mention: Mapping[str, str],
    families: Sequence[Family],
) -> tuple[tuple[Incident, ...], tuple[Reading, ...], dict[str, str]]:
    """Incidents, the readings with scopes seen from each document's focus, and the places of single claims."""
    areas = areas_of(readings)
    readings = [replace(reading, claims=situate(reading.page, reading.claims, areas)) for reading in readings]
    nodes = [node for reading in readings for node in nodes_of(reading, places_by_mention, areas)]
    groups = [group for group in merge_copies(join_places(nodes), families) if happened(group)]
    main = main_group(groups)
    by_key = {place.key: place for place in places}
    rescoped = rescope(readings, groups)
    texts = {reading.document.id: reading for reading in rescoped}
    incidents = tuple(
        sorted(
            (incident_of(group, group is main, by_key, texts) for group in groups),
            key=lambda incident: (not incident.main, incident.id),
        )
    )
    return incidents, rescoped, own_places(rescoped, incidents, places_by_mention)


def areas_of(readings: Sequence[Reading]) -> frozenset[str]:
    """Names that more documents use of a province or a country than of a town or a village."""
    votes: Counter[str] = Counter()
    for reading in readings:
        votes.update(wide_names(reading.page))
        votes.subtract({m.name.casefold() for m in reading.page.mentions if m.kind == "place" and is_settlement(m)})
    return frozenset(name for name, count in votes.items() if count > 0)


def nodes_of(reading: Reading, places_by_mention: Mapping[str, str], areas: frozenset[str]) -> list[Node]:
    """The scenes of one document that carry claims, its focus marked."""
    view = View(reading.page, reading.claims, areas)
    focus = focus_of(view)
    focus_key = places_by_mention.get(focus.place.id) if focus.place else None
    found: dict[tuple, Node] = {}
    for claim in reading.claims:
        if claim.kind in HARMS and (claim.scope == "aggregate" or claim.scope == "other" and claim.place is None):
            continue
        key = places_by_mention.get(claim.place) if claim.place else None
        focal = key == focus_key and (
            claim.when is None or focus.when is None or may_be_one_day(claim.when, focus.when)
        )
        when = focus.when if focal else claim.when
        mark = (key, day_mark(when), focal)
        if mark not in found:
            found[mark] = Node(reading.document.id, key, when, focal, False, [])
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


def join_places(nodes: Sequence[Node]) -> list[Group]:
    """Groups by place, then by day within a place: dated scenes first, then those that leave the day open."""
    by_place: dict[str | None, list[Node]] = defaultdict(list)
    for node in nodes:
        by_place[node.place].append(node)
    groups: list[Group] = []
    for place in sorted(by_place, key=lambda key: key or ""):
        own: list[Group] = []
        for node in sorted(by_place[place], key=order):
            home = best_home(node, own) if place is not None else None
            if home is None:
                own.append(Group(place, [node]))
            else:
                home.nodes.append(node)
        groups.extend(own)
    return groups


def order(node: Node) -> tuple:
    """Dated before undated, focal before the rest, then by content: never by the order of documents."""
    dated = 0 if node.when and node.when.start and node.when.precision == "day" else 1 if node.when else 2
    first = str(node.when.start) if node.when and node.when.start else ""
    return dated, not node.focal, first, node.doc, min((claim.id for claim in node.claims), default="")


def best_home(node: Node, groups: Sequence[Group]) -> Group | None:
    """The group at the same place whose day agrees and that the most documents are about."""
    fitting = [group for group in groups if all(agrees(node.when, other.when) for other in group.nodes if other.when)]
    return max(fitting, key=lambda group: (group.focal, len(group.nodes), str(sorted(group.days))), default=None)


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
            if group is not keep and len(moved) == len(group.nodes):
                keep.nodes.extend(moved)
                groups = [other for other in groups if other is not group]
    return groups


def happened(group: Group) -> bool:
    """Whether a group tells of something that happened: in somebody's focus, or by a claim that shows it."""
    return any(node.focal for node in group.nodes) or any(
        claim.kind in HAPPENING for node in group.nodes for claim in node.claims
    )


def main_group(groups: Sequence[Group]) -> Group | None:
    """The happening that most documents are about; then the one with most figures."""

    def weight(group: Group) -> tuple:
        harms = sum(claim.kind in HARMS for node in group.nodes for claim in node.claims)
        return group.focal, harms, len(group.nodes), group.place or ""

    return max((group for group in groups if group.focal), key=weight, default=None)


def rescope(readings: Sequence[Reading], groups: Sequence[Group]) -> tuple[Reading, ...]:
    """A whole toll of a happening that its document is not about has scope "other", seen from that document.

    A figure that was read as a part counts as the whole where the document gives no other figure for that happening.
    """
    about: dict[str, set[int]] = defaultdict(set)
    home: dict[str, int] = {}
    alone: dict[tuple, int] = Counter()
    for number, group in enumerate(groups):
        for node in group.nodes:
            if node.focal:
                about[node.doc].add(number)
            home.update((claim.id, number) for claim in node.claims)
            alone.update((node.doc, number, claim.kind) for claim in node.claims)

    def scope_of(claim: Claim) -> str:
        own, number = about[claim.doc], home.get(claim.id)
        if not own or number is None or number in own:
            return claim.scope
        whole = claim.part_of is None and alone[claim.doc, number, claim.kind] == 1
        return "other" if claim.scope == "incident" or claim.scope == "partial" and whole else claim.scope

    return tuple(
        replace(reading, claims=tuple(replace(claim, scope=scope_of(claim)) for claim in reading.claims))
        for reading in readings
    )


def incident_of(group: Group, main: bool, places: Mapping[str, Place], readings: Mapping[str, Reading]) -> Incident:
    """The incident of a group, with why each claim was joined."""
    claims = sorted({claim.id for node in group.nodes for claim in node.claims})
    when = day_of(group)
    place = places.get(group.place or "")
    kind = kind_of(group.nodes, readings)
    texts = [claim for node in group.nodes for claim in node.claims]
    return Incident(
        id=make_id("i", group.place, when.start or when.text, *claims[:1]),
        main=main,
        title=title_of(kind, place.name if place else None),
        when=when,
        place=group.place,
        kind=kind,
        perpetrators=most_named(texts, "perpetrator"),
        weapons=most_named(texts, "weapon"),
        targets=targets_of(texts),
        docs=tuple(sorted({node.doc for node in group.nodes})),
        claims=tuple(claims),
        reasons=tuple(
            Link(claim.id, reason_of(node, place.name if place else None))
            for node in group.nodes
            for claim in sorted(node.claims, key=lambda c: c.id)
        ),
    )


def day_of(group: Group) -> When:
    """The day of the happening: the one that most documents give, with its precision."""
    votes: Counter[date] = Counter()
    words: dict[date, When] = {}
    for node in sorted(group.nodes, key=order):
        if node.when and node.when.start and node.when.precision == "day":
            votes[node.when.start] += 2 if node.focal else 1
            words.setdefault(node.when.start, node.when)
    if votes:
        return words[max(sorted(votes), key=lambda day: votes[day])]
    stated = [node.when for node in sorted(group.nodes, key=order) if node.when]
    return max(
        stated,
        key=lambda w: (w.start is not None, w.month_day is not None, w.weekday is not None),
        default=When(text=""),
    )


def most_named(claims: Sequence[Claim], kind: str) -> tuple[str, ...]:
    """Values of one kind, the most often claimed first; denied ones are left out."""
    counted = Counter(
        claim.value for claim in claims if claim.kind == kind and claim.value and claim.stance != "denied"
    )
    return tuple(value for value, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def reason_of(node: Node, place: str | None) -> str:
    """Why the claims of a scene are part of the incident, in plain words."""
    where = f"the report puts it at {place}" if place else "the report names no place"
    when = f" on {node.when.text}" if node.when and node.when.text else ""
    return f"{where}{when}" + (", which it is mostly about" if node.focal else ", beside its main subject")


def own_places(
    readings: Sequence[Reading], incidents: Sequence[Incident], places_by_mention: Mapping[str, str]
) -> dict[str, str]:
    """Places of claims that differ from their incident's place, or that have no incident."""
    home = {claim: incident.place for incident in incidents for claim in incident.claims}
    found = {}
    for reading in readings:
        for claim in reading.claims:
            key = places_by_mention.get(claim.place) if claim.place else None
            if key is not None and key != home.get(claim.id):
                found[claim.id] = key
    return found
