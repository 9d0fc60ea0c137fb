"""Incidents: scenes of different documents joined when place and day agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from stemma.ids import make_id
from stemma.incidents.decided import decided
from stemma.incidents.grouping import grouped, happened, main_group, order
from stemma.incidents.naming import kind_of, targets_of, title_of
from stemma.incidents.nodes import Group, Node, areas_of, atlas_of, ground_of, nodes_of
from stemma.incidents.tellings import telling_of
from stemma.keeping import Notes
from stemma.model import Claim, Family, Incident, Link, Place, Reading, Ties, Victim
from stemma.values import When

FEW, MANY_TIMES = 3, 5  # people; times as many
NOBODY = Ties()  # nobody decided anything


class Clustered(NamedTuple):
    """The incidents of a case and what goes with them."""

    incidents: tuple[Incident, ...]
    readings: tuple[Reading, ...]  # with scopes as seen from each document's focus
    claim_places: dict[str, str]  # Claim.id -> Place.key, of claims that no incident holds
    evident: frozenset[tuple[str, str]]  # pairs of Claim.id that people decided on and evidence alone makes one


def cluster(
    readings: Sequence[Reading],
    places: Sequence[Place],
    places_by_mention: Mapping[str, str],
    families: Sequence[Family],
    victims: Sequence[Victim] = (),
    ties: Ties = NOBODY,
    notes: Notes | None = None,
) -> Clustered:
    """Incidents, the readings with scopes seen from each document's focus, and the places of single claims.

    ties: pairs of Claim.id that people hold to be of one happening, or of two (decided.py).
    notes: what earlier builds worked out of each reading.
    """
    notes = notes or Notes()
    areas = areas_of(readings, notes)
    told: dict[str, list[Victim]] = defaultdict(list)
    for victim in victims:
        told[victim.doc].append(victim)
    tellings = [telling_of(reading, areas, told[reading.document.id], notes) for reading in readings]
    atlas = atlas_of(tellings, places, places_by_mention)
    nodes = [node for telling in tellings for node in nodes_of(telling, atlas)]
    ground = ground_of(tellings, atlas)
    readings = [telling.reading for telling in tellings]
    evident = grouped(nodes, families, ground)
    groups = decided(evident, readings, atlas, ground, ties)
    groups = [group for group in groups if happened(group)]
    main = main_group(groups)
    by_key = {place.key: place for place in places}
    rescoped = rescope(readings, groups)
    kinds = {telling.reading.document.id: telling.kinds for telling in tellings}
    incidents = tuple(
        sorted(
            (incident_of(group, group is main, by_key, kinds) for group in groups),
            key=lambda incident: (not incident.main, incident.id),
        )
    )
    return Clustered(incidents, rescoped, own_places(rescoped, incidents, places_by_mention), in_one(evident, ties))


def in_one(groups: Sequence[Group], ties: Ties) -> frozenset[tuple[str, str]]:
    """Of the pairs that people decided on, those that evidence alone puts into one group."""
    if ties == NOBODY:
        return frozenset()
    home = {claim.id: at for at, group in enumerate(groups) for node in group.nodes for claim in node.claims}
    return frozenset((a, b) for a, b in (*ties.one, *ties.two) if a in home and home[a] == home.get(b))


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

    largest: dict[tuple, int] = defaultdict(int)
    for group_number, group in enumerate(groups):
        for claim in (claim for node in group.nodes for claim in node.claims if claim.scope == "incident"):
            key = claim.doc, group_number, claim.kind
            largest[key] = max(largest[key], claim.count.low or claim.count.high or 0 if claim.count else 0)

    def a_few_of_many(claim: Claim, number: int | None) -> bool:
        """One, two or three people told of beside a far larger toll of the same report are a part of it."""
        count = claim.count
        if claim.scope != "incident" or count is None or count.wording != "exact" or not 1 <= (count.low or 0) <= FEW:
            return False
        return largest[claim.doc, number, claim.kind] >= MANY_TIMES * count.low

    def scope_of(claim: Claim) -> str:
        own, number = about[claim.doc], home.get(claim.id)
        if a_few_of_many(claim, number):
            return "partial"
        if not own or number is None or number in own:
            return claim.scope
        whole = claim.part_of is None and alone[claim.doc, number, claim.kind] == 1
        return "other" if claim.scope == "incident" or claim.scope == "partial" and whole else claim.scope

    found = []
    for reading in readings:
        scopes = [scope_of(claim) for claim in reading.claims]
        if any(claim.scope != scope for claim, scope in zip(reading.claims, scopes, strict=True)):
            reading = replace(reading, claims=tuple(
                claim if claim.scope == scope else replace(claim, scope=scope)
                for claim, scope in zip(reading.claims, scopes, strict=True)))
        found.append(reading)
    return tuple(found)


def incident_of(
    group: Group, main: bool, places: Mapping[str, Place], kinds: Mapping[str, Mapping[int, tuple[str, ...]]]
) -> Incident:
    """The incident of a group, with why each claim was joined."""
    claims = sorted({claim.id for node in group.nodes for claim in node.claims})
    when = day_of(group)
    place = places.get(group.place or "")
    kind = kind_of(group.nodes, kinds)
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
            Link(claim.id, "; ".join(filter(None, (node.decided.get(claim.id),
                                                   reason_of(node, place.name if place else None)))))
            for node in group.nodes
            for claim in sorted(node.claims, key=lambda c: c.id)
        ),
    )


NEWS_DAYS = 60  # from a happening to the first report that is mostly about it


def day_of(group: Group) -> When:
    """The day of the happening: the one that most documents give, with its precision."""
    votes: Counter[date] = Counter()
    words: dict[date, When] = {}
    # Nothing can be reported before it happened.
    latest = min((node.published for node in group.nodes if node.focal and node.published), default=date.max)
    for node in sorted(group.nodes, key=order):
        if node.when and node.when.start and node.when.precision == "day" and node.when.start <= latest:
            votes[node.when.start] += 2 if node.focal else 1
            words.setdefault(node.when.start, node.when)
    if votes:
        # News is of what is new: an earlier happening at the place is recalled in it, often by its full date.
        fresh = [day for day in sorted(votes) if latest == date.max or (latest - day).days <= NEWS_DAYS]
        return words[max(fresh or sorted(votes), key=lambda day: votes[day])]
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
    shared = f"; with another report it has in common {', '.join(node.why)}" if node.why else ""
    return f"{where}{when}" + (", which it is mostly about" if node.focal else ", beside its main subject") + shared


def own_places(
    readings: Sequence[Reading], incidents: Sequence[Incident], places_by_mention: Mapping[str, str]
) -> dict[str, str]:
    """Places of claims that no incident holds: of tolls over a wide area, and of happenings told only in passing."""
    home = {claim for incident in incidents for claim in incident.claims}
    found = {}
    for reading in readings:
        for claim in reading.claims:
            key = places_by_mention.get(claim.place) if claim.place else None
            if key is not None and claim.id not in home:
                found[claim.id] = key
    return found
