"""Nodes: what each document tells of each happening, with the places of the case put in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from stemma.incidents.accounts import Account, name_words
from stemma.incidents.days import may_be_one_day
from stemma.incidents.evidence import Side
from stemma.incidents.scenes import LEAD, WIDE, is_settlement, wide_names
from stemma.incidents.tellings import Telling, account_of_scene
from stemma.keeping import Notes, Topic
from stemma.model import Claim, Place, Reading
from stemma.values import HARMS, When

WHOLE = ("incident", "other")  # scopes of a whole toll
CO_FOCAL_FIGURES, CO_FOCAL_SHARE = 3, 0.33


class Node(Struct):
    """One scene of one document, with its claims."""

    doc: str
    place: str | None  # Place.key
    when: When | None
    focal: bool
    published: date | None
    claims: list[Claim]
    side: Side | None = None  # what a focal scene is compared by
    second: bool = False  # another attack, minutes or hours after a first at the same place
    why: tuple[str, ...] = ()  # what it has in common with another report of its group
    decided: dict[str, str] = {}  # what people decided of its claims, by Claim.id, in plain words


class Atlas(Struct, frozen=True):
    """The places of a case by what reports call them."""

    keys: Mapping[str, str]  # Mention.id -> Place.key
    around: Mapping[str, str]  # a site's Place.key -> that of its town
    points: Mapping[str, tuple[float, float]]  # Place.key -> degrees of latitude and longitude
    spelt: Mapping[str, frozenset[str]]  # Place.key -> the words of its names, as accounts hold them

    def key_of(self, mention: str | None) -> str | None:
        """The place that a mention means; of a named site the town that it lies in."""
        key = self.keys.get(mention) if mention else None
        return self.around.get(key, key) if key else None


class Group(Struct):
    """Scenes held to be one happening."""

    place: str | None
    nodes: list[Node]
    decided: bool = False  # whether people say that it is one happening

    @property
    def days(self) -> set[date]:
        return {
            node.when.start for node in self.nodes if node.when and node.when.start and node.when.precision == "day"
        }

    @property
    def focal(self) -> int:
        return len({node.doc for node in self.nodes if node.focal})


def atlas_of(tellings: Sequence[Telling], places: Sequence[Place], keys: Mapping[str, str]) -> Atlas:
    """The places of a case; `keys` are those of mentions."""
    points = {place.key: (place.lat, place.lon) for place in places
              if place.lat is not None and place.lon is not None and place.kind not in WIDE}
    spelt = {place.key: frozenset(word for name in place.variants for word in name_words(name)) for place in places}
    return Atlas(keys, surroundings(tellings, keys), points, spelt)


AREAS = Topic("areas", tuple[tuple[str, ...], tuple[str, ...]])


def areas_of(readings: Sequence[Reading], notes: Notes) -> frozenset[str]:
    """Names that more documents use of a province or a country than of a town or a village."""
    votes: Counter[str] = Counter()
    for reading in readings:
        areas, settlements = notes.of(AREAS, reading, lambda own=reading: areas_and_settlements(own))
        votes.update(areas)
        votes.subtract(settlements)
    return frozenset(name for name, count in votes.items() if count > 0)


def areas_and_settlements(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that one document uses of provinces and countries, and those of towns and villages, case-folded."""
    settlements = {m.name.casefold() for m in reading.page.mentions if m.kind == "place" and is_settlement(m)}
    return tuple(sorted(wide_names(reading.page))), tuple(sorted(settlements))


def surroundings(tellings: Sequence[Telling], places_by_mention: Mapping[str, str]) -> dict[str, str]:
    """The town that a named site lies in, where a report says so, and only inside a place named more often."""
    named: Counter[str] = Counter()
    votes: Counter[tuple[str, str]] = Counter()
    for telling in tellings:
        mentions = telling.reading.page.mentions
        named.update(places_by_mention[m.id] for m in mentions if m.kind == "place" and m.id in places_by_mention)
        votes.update((places_by_mention[site], places_by_mention[town]) for site, town in telling.inside
                     if site in places_by_mention and town in places_by_mention)
    found: dict[str, str] = {}
    for (site, town), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if site != town and named[town] > named[site] and found.get(town) is None:
            found.setdefault(site, town)
    return found


def nodes_of(telling: Telling, atlas: Atlas) -> list[Node]:
    """The scenes of one document that carry claims, its focus marked and with what it is compared by."""
    nodes = scenes_with_claims(telling, atlas)
    focal = next((node for node in nodes if node.focal), None)
    if focal is None:
        focus = telling.focus
        key = atlas.key_of(focus.place.id if focus.place else None)
        day = telling.reading.page.published.day
        focal = Node(telling.reading.document.id, key, focus.when, True, day, [], second=focus.second)
    if not figures_in(focal):
        nodes = adopted(focal, nodes, atlas)
    told = telling.violent or any(not victim.aside for victim in telling.victims)
    if not any(node is focal for node in nodes) and (focal.claims or told):
        nodes.append(focal)
    focal.side = side_of(telling, telling.account, focal.place, atlas)
    for node in share_focus(nodes):
        node.side = side_of(telling, account_of_scene(telling, node.claims), node.place, atlas)
    return nodes


def scenes_with_claims(telling: Telling, atlas: Atlas) -> list[Node]:
    """The claims of one document by the place and day of their happening."""
    reading, focus = telling.reading, telling.focus
    focus_key = atlas.key_of(focus.place.id if focus.place else None)
    found: dict[tuple, Node] = {}
    for claim in reading.claims:
        if claim.kind in HARMS and (claim.scope == "aggregate" or claim.scope == "other" and claim.place is None):
            continue
        key = atlas.key_of(claim.place)
        second = claim.kind in HARMS and focus.second != (claim.sentence in telling.others)
        focal = key == focus_key and second == focus.second and (
            claim.when is None or focus.when is None or may_be_one_day(claim.when, focus.when)
        )
        when = focus.when if focal else claim.when
        if focal and claim.kind in HARMS and claim.scope == "other":
            continue  # the toll of some other happening, whose place the report does not name
        mark = (key, day_mark(when), focal, second)
        if mark not in found:
            found[mark] = Node(reading.document.id, key, when, focal, reading.page.published.day, [], second=second)
        found[mark].claims.append(claim)
    return list(found.values())


def adopted(focal: Node, nodes: Sequence[Node], atlas: Atlas) -> list[Node]:
    """The scenes, where the focus has no figures with the first that has joined to it.

    A report that gives its first figures for a quarter or a street means the happening that it is about; of the two
    names the one with coordinates stays.
    """
    leading = [
        (min(claim.sentence for claim in node.claims), at)
        for at, node in enumerate(nodes)
        if node is not focal and node.second == focal.second and figures_in(node)
        and all(claim.scope != "other" for claim in node.claims)
        and (node.when is None or focal.when is None or may_be_one_day(node.when, focal.when))
    ]
    first, at = min(leading, default=(LEAD, -1))
    if first >= LEAD:
        return list(nodes)
    focal.claims.extend(nodes[at].claims)
    if focal.place not in atlas.points and nodes[at].place in atlas.points or focal.place is None:
        focal.place = nodes[at].place
    return [node for node in nodes if node is not nodes[at]]


def figures_in(node: Node) -> int:
    """How many figures of people harmed a scene has."""
    return sum(claim.kind in HARMS for claim in node.claims)


def side_of(telling: Telling, account: Account, place: str | None, atlas: Atlas) -> Side:
    """What a scene is compared by: its account, and where it lies."""
    named = frozenset(key for mention in telling.named if (key := atlas.key_of(mention)))
    points = tuple(atlas.points[key] for key in sorted(named) if key in atlas.points)
    own = atlas.spelt.get(place or "", frozenset())  # where it was is a sign of its own
    words = {word: weight for word, weight in account.words.items() if word not in own}
    return Side(telling.reading.document.id, replace(account, words=words), place, named, points)


def share_focus(nodes: Sequence[Node]) -> list[Node]:
    """Marks as focal too a scene that many of a report's figures are about: it may tell of two attacks."""
    marked = []
    figures = [figures_in(node) for node in nodes]
    for node, own in zip(nodes, figures, strict=True):
        recalled = any(claim.scope == "other" for claim in node.claims)
        if own >= CO_FOCAL_FIGURES and own >= CO_FOCAL_SHARE * sum(figures) and node.place and not recalled:
            if not node.focal:
                marked.append(node)
            node.focal = True
    return marked


def day_mark(when: When | None) -> tuple:
    """What keeps two scenes of one document at one place apart."""
    return (when.start, when.end, when.weekday, when.month_day) if when else ()


class Ground(Struct, frozen=True):
    """What the sentences of a case say about how its places lie to each other and to the violence."""

    beside: frozenset[tuple[str, str]]  # places that one sentence about violence names together
    struck: dict[str, int]  # in how many reports words of attack lead straight to a place: "the strike near X"


def ground_of(tellings: Sequence[Telling], atlas: Atlas) -> Ground:
    """Which places are named together, and which are named as the scene."""
    beside: set[tuple[str, str]] = set()
    struck: dict[str, set[str]] = defaultdict(set)
    for telling in tellings:
        for spots in telling.spots:
            keys = [(key, hit) for mention, hit in spots if (key := atlas.key_of(mention))]
            ordered = sorted({key for key, _ in keys})
            beside.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
            for key in (key for key, hit in keys if hit):
                struck[key].add(telling.reading.document.id)
    return Ground(frozenset(beside), {place: len(docs) for place, docs in struck.items()})


def told_apart(nodes: Sequence[Node]) -> frozenset[tuple[str, str]]:
    """Places (in order of their keys) of which one report tells as of two happenings, each with a toll of its own."""
    by_doc: dict[str, dict[str, set[tuple]]] = defaultdict(lambda: defaultdict(set))
    for node in nodes:
        figures = {(claim.kind, claim.count.low, claim.count.high) for claim in node.claims
                   if claim.kind in HARMS and claim.count and claim.count.stated and claim.scope in WHOLE}
        if node.place is not None and figures:
            by_doc[node.doc][node.place] |= figures
    return frozenset(
        (a, b)
        for tolls in by_doc.values()
        for a in tolls
        for b in tolls
        if a < b and not tolls[a] & tolls[b]
    )
