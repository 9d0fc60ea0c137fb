"""What people decided about which claims are of one happening, over what evidence alone has grouped.

A "no" beats any evidence and every chain of "yes" between others; a "yes" beats every veto. Where two claims of one
group are two happenings, the first leaves with all that people hold to be one with it and with what nobody decided on
in its own report; the rest stays. Several that leave one group stay together, as evidence has them, unless people hold
them apart too. Then groups are joined that people say are one; where that would bring together what they hold apart,
only the claims that they spoke of move.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from stemma.incidents.grouping import scene_of
from stemma.incidents.nodes import Atlas, Ground, Group, Node
from stemma.model import Claim, Reading, Ties

QUOTED = 80  # characters of the other claim's words in a reason
ALONG = "it goes with a claim of its report that a person decided on"


def decided(groups: Sequence[Group], readings: Sequence[Reading], atlas: Atlas, ground: Ground, ties: Ties
            ) -> list[Group]:
    """The groups as people will have them; the very same where nobody decided.

    ties: pairs of Claim.id. Ids that no reading has are passed over. The order of the pairs changes nothing; of a pair
    that is two, the first is the one that leaves.
    """
    claims = {claim.id: claim for reading in readings for claim in reading.claims}
    ties = Ties(known(ties.one, claims), known(ties.two, claims))
    if not ties.one and not ties.two:
        return list(groups)
    groups = [*groups, *loose(groups, readings, atlas, ties)]
    parts = Parts(groups, ties)
    parts.split()
    parts.join()
    return parts.groups(ground, quotes(readings, ties))


def known(pairs: Iterable[tuple[str, str]], claims: Mapping[str, Claim]) -> tuple[tuple[str, str], ...]:
    """The pairs of two claims that are there, each once, in a fixed order."""
    return tuple(sorted({(a, b) for a, b in pairs if a != b and a in claims and b in claims}))


def loose(groups: Sequence[Group], readings: Sequence[Reading], atlas: Atlas, ties: Ties) -> list[Group]:
    """A group for each claim of no scene that people say is of a happening."""
    held = {claim.id for group in groups for node in group.nodes for claim in node.claims}
    wanted = {row for pair in ties.one for row in pair} - held
    found = []
    for reading in readings if wanted else ():
        for claim in reading.claims:
            if claim.id in wanted:
                place = atlas.key_of(claim.place)
                node = Node(claim.doc, place, claim.when, False, reading.page.published.day, [claim])
                found.append(Group(place, [node]))
    return found


def quotes(readings: Sequence[Reading], ties: Ties) -> dict[str, str]:
    """The words of the claims that people spoke of, cut short."""
    rows = {row for pair in (*ties.one, *ties.two) for row in pair}
    return {claim.id: " ".join(claim.span.of(reading.document.text).split())[:QUOTED]
            for reading in readings for claim in reading.claims if claim.id in rows}


def bundles_of(ties: Ties) -> dict[str, str]:
    """For each claim that people spoke of, the first of those that they hold to be one with it.

    A chain of "yes" that would join what people hold apart is not followed to its end.
    """
    members = {row: {row} for pair in (*ties.one, *ties.two) for row in pair}
    foes: dict[str, set[str]] = defaultdict(set)
    for a, b in ties.two:
        foes[a].add(b)
        foes[b].add(a)
    for a, b in sorted({(min(pair), max(pair)) for pair in ties.one}):
        one, other = members[a], members[b]
        if one is not other and not any(foes[row] & other for row in one):
            one |= other
            members.update(dict.fromkeys(other, one))
    return {row: min(own) for row, own in members.items()}


def noted(node: Node, reasons: Mapping[str, str]) -> Node:
    """A scene with what people decided on its claims."""
    own = {claim.id: reasons[claim.id] for claim in node.claims if claim.id in reasons}
    return replace(node, decided=node.decided | own) if own else node


def left(node: Node, claims: list[Claim]) -> Node:
    """A scene, or some claims of it, that left its group; what it had in common with that is no reason any more."""
    return replace(node, claims=claims, why=(), decided=dict.fromkeys((claim.id for claim in claims), ALONG))


class Parts:
    """Groups taken apart and put together. A bundle is what people hold to be one; a part is a happening to be.

    Every group has a home part, which holds what nobody moves.
    """

    def __init__(self, groups: Sequence[Group], ties: Ties) -> None:
        self.given, self.ties = groups, ties
        self.bundle = bundles_of(ties)
        self.foes: dict[str, set[str]] = defaultdict(set)
        for a, b in ties.two:
            self.foes[self.bundle[a]].add(self.bundle[b])
            self.foes[self.bundle[b]].add(self.bundle[a])
        self.of_group = [Counter(self.bundle[claim.id] for node in group.nodes for claim in node.claims
                                 if claim.id in self.bundle) for group in groups]
        self.part = {(at, bundle): at for at, held in enumerate(self.of_group) for bundle in held}
        self.held: list[set[str]] = [set(held) for held in self.of_group]  # bundles of each part
        self.into = list(range(len(groups)))  # the part that a part has become

    def split(self) -> None:
        """Takes apart each group in which people hold two bundles apart."""
        leave: dict[str, set[str]] = defaultdict(set)
        for a, b in self.ties.two:
            leave[self.bundle[a]].add(self.bundle[b])
        for at, held in enumerate(self.of_group):
            own = range(len(self.held), len(self.held) + len(held))  # numbers that new parts of this group may have
            for leaving in sorted(held):
                if any(self.part[at, leaving] == self.part[at, other] for other in leave[leaving] & held.keys()):
                    self.held[at].discard(leaving)
                    free = (part for part in own if part >= len(self.held)
                            or not self.held[part] & self.foes[leaving])
                    self.put(at, leaving, next(free))

    def put(self, at: int, bundle: str, part: int) -> None:
        """Puts a group's claims of a bundle to a part, perhaps a new one."""
        if part == len(self.held):
            self.held.append(set())
            self.into.append(part)
        self.held[part].add(bundle)
        self.part[at, bundle] = part

    def join(self) -> None:
        """Joins the parts that hold one bundle, or moves the bundle where people hold the rest apart."""
        for bundle in sorted(set(self.bundle.values())):
            counted: Counter[int] = Counter()
            for at, held in enumerate(self.of_group):
                if bundle in held:
                    counted[self.root(self.part[at, bundle])] += held[bundle]
            if len(counted) < 2:
                continue
            home, *others = sorted(counted, key=lambda part: (-counted[part], part))
            for other in others:
                if any(self.foes[one] & self.held[other] for one in self.held[home]):
                    self.move(bundle, other, home)
                else:
                    home, gone = sorted((home, other))
                    self.into[gone] = home
                    self.held[home] |= self.held[gone]

    def move(self, bundle: str, source: int, target: int) -> None:
        """Moves a bundle alone from one part to another."""
        self.held[source].discard(bundle)
        for at, held in enumerate(self.of_group):
            if bundle in held and self.root(self.part[at, bundle]) == source:
                self.part[at, bundle] = target

    def root(self, part: int) -> int:
        """The part that a part has become."""
        while self.into[part] != part:
            part = self.into[part]
        return part

    # ------------------------------------------------------------------------------------------------- groups

    def groups(self, ground: Ground, words: Mapping[str, str]) -> list[Group]:
        """The parts as groups, in the order of the groups they come from."""
        found: dict[int, list[Node]] = defaultdict(list)
        places: dict[int, list[str | None]] = defaultdict(list)
        at_home: dict[str, int] = {}
        for at, group in enumerate(self.given):
            places[self.root(at)].append(group.place)
            of_doc: dict[str, set[int]] = defaultdict(set)
            for node in group.nodes:
                of_doc[node.doc].update(self.part_of(at, claim) for claim in node.claims if claim.id in self.bundle)
            for node in group.nodes:
                for part, piece in self.pieces(at, node, of_doc[node.doc]):
                    at_home.update((claim.id, part) for claim in piece.claims)
                    found[part].append(piece)
        reasons = self.reasons(at_home, words)
        wanted = {at_home[a] for a, b in self.ties.one if at_home[a] == at_home[b]}
        made = []
        for part, nodes in sorted(found.items()):
            named = {node.place for node in nodes}
            place = next((place for place in places[part] if place is not None and place in named), None)
            nodes = [noted(node, reasons) for node in nodes]
            made.append(Group(place or scene_of(nodes, ground), nodes, part in wanted))
        return made

    def pieces(self, at: int, node: Node, of_doc: set[int]) -> list[tuple[int, Node]]:
        """A scene, cut where people decided so: (part, the scene with the claims that go there).

        of_doc: the parts of what people spoke of in this scene's document.
        """
        home = self.root(at)
        if of_doc <= {home}:
            return [(home, node)]
        spoken = {claim.id: self.part_of(at, claim) for claim in node.claims if claim.id in self.bundle}
        of_sentence: dict[int, set[int]] = defaultdict(set)
        for claim in node.claims:
            if claim.id in spoken:
                of_sentence[claim.sentence].add(spoken[claim.id])
        wider = [parts for parts in (of_doc, set(spoken.values())) if len(parts) == 1]
        going: dict[int, list[Claim]] = defaultdict(list)
        for claim in node.claims:
            (near,) = next((parts for parts in (*wider, of_sentence[claim.sentence]) if len(parts) == 1), {home})
            going[spoken.get(claim.id, near)].append(claim)
        if len(going) <= 1:
            (part,) = going or (wider[0] if wider else {home})
            going = {part: node.claims}
        return [(part, replace(node, claims=claims) if part == home else left(node, claims))
                for part, claims in sorted(going.items())]

    def part_of(self, at: int, claim: Claim) -> int:
        """Where a claim of a group that people spoke of goes."""
        return self.root(self.part[at, self.bundle[claim.id]])

    def reasons(self, at_home: Mapping[str, int], words: Mapping[str, str]) -> dict[str, str]:
        """Why each claim that people spoke of stands where it does."""
        said: dict[str, list[str]] = defaultdict(list)
        for pairs, holds, form in ((self.ties.one, True, "one happening with “{}”"),
                                   (self.ties.two, False, "not the happening of “{}”")):
            for a, b in pairs:
                if (at_home.get(a) == at_home.get(b)) is holds:
                    said[a].append(form.format(words[b]))
                    said[b].append(form.format(words[a]))
        return {row: "decided by a person: " + ", ".join(dict.fromkeys(forms)) for row, forms in said.items()}
