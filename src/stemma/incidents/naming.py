"""What an incident is called: its kind, its title, what was hit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from stemma.incidents.triggers import KINDS
from stemma.model import Claim

TITLES = {
    "shelling": "Shelling",
    "airstrike": "Air strike",
    "missile_strike": "Missile strike",
    "drone_strike": "Drone strike",
    "bombing": "Bombing",
    "suicide_attack": "Suicide attack",
    "armed_attack": "Armed attack",
    "massacre": "Massacre",
    "clash": "Clash",
    "explosion": "Explosion",
    "other": "Incident",
}
PREFERENCE = {kind: rank for rank, (kind, _) in enumerate(KINDS)}


def kind_of(nodes: Sequence, kinds: Mapping[str, Mapping[int, Sequence[str]]]) -> str:
    """The kind of happening that the sentences of its claims name most often, headline and lead counting more.

    kinds: those that each sentence names, by document and Sentence.number.
    """
    votes: Counter[str] = Counter()
    for node in nodes:
        named = kinds[node.doc]
        for number in sorted({claim.sentence for claim in node.claims}):
            votes.update(dict.fromkeys(named.get(number, ()), 3 if number < 3 else 1))
    if not votes:
        return "other"
    # "Explosion" and "attack" are said of everything; a more telling kind wins unless it is rare.
    telling = {kind: count for kind, count in votes.items() if kind not in ("explosion", "armed_attack", "clash")}
    if telling and max(telling.values()) * 3 >= max(votes.values()):
        votes = Counter(telling)
    return max(sorted(votes, key=lambda kind: PREFERENCE[kind]), key=lambda kind: votes[kind])


def title_of(kind: str, place: str | None) -> str:
    """A title such as "Shelling, Kharkiv"; it claims no more than the kind and the place."""
    return f"{TITLES[kind]}, {place}" if place else f"{TITLES[kind]}, place not stated"


def targets_of(claims: Sequence[Claim]) -> tuple[str, ...]:
    """What was hit, by the damage claims, the most often named first."""
    counted = Counter(claim.value for claim in claims if claim.kind == "damage" and claim.value)
    return tuple(value for value, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
