"""Is this one place, or are these two? Asked of the places of incidents: of alike names kept apart, of one place with
unlike spellings, and where the gazetteer knows several of a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from stemma.model import Incident, Mention, Place
from stemma.names.places import core_of
from stemma.names.spelling import VOWELS, fold
from stemma.report import words
from stemma.review import _stakes
from stemma.review._index import Index, tolls
from stemma.review._question import Question, asked, weighed

KIND = "same_place"
ASK = "Do these two name one place?"
MEET = 5  # places after it, by key, that a place of the same key is held against
SAME_NAME, ALIKE, BOTH_USED, OTHER_SPELLING, RIVALS = 0.5, 0.35, -0.2, 0.3, 0.25  # rough doubt
AREAS = frozenset({"region", "district", "country", "water", "border"})
CLOSE = 2  # days
LONGER = 4  # letters; shorter words, such as "of", are small also in names


def find(index: Index) -> Iterator[Question]:
    """Questions about places of which one at least is that of an incident."""
    at: dict[str, list[Incident]] = defaultdict(list)
    for incident in index.record.incidents:
        if incident.place in index.places:
            at[incident.place].append(incident)
    for a, b, doubt in candidates(index):
        if (a.key in at or b.key in at) and (found := _apart(index, a, b, at, doubt)):
            yield found
    for key in sorted(at):
        place = index.places[key]
        basis = place, [index.mentions.get(mention) for mention in place.mentions], [one.id for one in at[key]]
        if found := index.once.of((KIND, key), basis, lambda place=place: _within(index, place, at[place.key])):
            yield found


def candidates(index: Index) -> list[tuple[Place, Place, float]]:
    """Pairs of places of one level whose names sound alike, with the doubt that they are two."""
    blocks: dict[str, list[Place]] = defaultdict(list)
    for place in index.record.places:
        for key in index.once.of(("sounds of place", place.key), (place,), lambda one=place: sounds_of(one)):
            blocks[key].append(place)
    found = {}
    for block in blocks.values():
        for at, a in enumerate(block):
            for b in block[at + 1 : at + 1 + MEET]:
                if (a.kind in AREAS) == (b.kind in AREAS):
                    found[a.key, b.key] = a, b, index.once.of(("places alike", a.key, b.key), (a, b), lambda a=a, b=b: (
                        SAME_NAME if spelt_as(a) & spelt_as(b) else ALIKE))
    return [found[pair] for pair in sorted(found)]


def sounds_of(place: Place) -> list[str]:
    """What the names of a place sound like."""
    return sorted({_sounds(name) for name in (place.name, *place.variants)})


def spelt_as(place: Place) -> set[str]:
    """The spellings of a place's name, as far as they matter."""
    return {_spelt(name) for name in place.variants}


def _spelt(name: str) -> str:
    return fold(core_of(name)[0].replace(" ", ""))


def _sounds(name: str) -> str:
    spelt = _spelt(name)
    return "".join(letter for letter in spelt if letter not in VOWELS) or spelt


def _is_name(name: str) -> bool:
    """Whether all longer words are written as names are: "the second city" is a description, no other spelling."""
    return not any(word[:1].islower() for word in name.split() if len(word) >= LONGER)


def _mentions(index: Index, place: Place) -> list[Mention]:
    found = [mention for key in place.mentions if (mention := index.mentions.get(key))]
    return sorted(found, key=lambda mention: (mention.name != place.name, mention.doc, mention.span))


def _apart(index: Index, a: Place, b: Place, at: dict[str, list[Incident]], doubt: float) -> Question | None:
    first, second = _mentions(index, a), _mentions(index, b)
    if not first or not second:
        return None
    spelt = "are spelt alike" if a.name != b.name else "have one name"
    why = f"{a.name} and {b.name} {spelt}, but are kept as two places"
    if {mention.doc for mention in first} & {mention.doc for mention in second}:
        doubt, why = doubt + BOTH_USED, f"{why}, and one report has both"
    nearest = _close(at.get(a.key, ()), at.get(b.key, ()))
    people, told = 0.0, "If they are one, incidents may move on the map."
    if nearest:
        x, y = nearest
        mine, theirs = index.ranges(x.id), index.ranges(y.id)
        joined = _stakes.ranges(tolls(index.claims[row] for row in {*x.claims, *y.claims} if row in index.claims))
        people = max(_stakes.moved(mine, joined), _stakes.moved(theirs, joined)) + _stakes.counted_twice(mine, theirs)
        told = (f"If they are one, {index.incident_name(x)} with {_stakes.told(mine)} and {index.incident_name(y)} "
                f"with {_stakes.told(theirs)} may be one happening.")
    incidents = [incident.id for incident in nearest or (*at.get(a.key, ()), *at.get(b.key, ()))]
    return asked(KIND, ASK, [index.target(first[0]), index.target(second[0])], f"{why}. {told}", incidents,
                 weighed(people, doubt), sides=(a.key, b.key))


def _close(mine: list[Incident] | tuple[()], theirs: list[Incident] | tuple[()]) -> tuple[Incident, Incident] | None:
    """The first two incidents whose days are close, in the order of time; both lists are walked once."""
    days = sorted(((incident.when.start, incident.id, side, incident) for side, own in enumerate((mine, theirs))
                   for incident in own if incident.when.start), key=lambda item: item[:3])
    for (day, _, side, incident), (later, _, other, follower) in zip(days, days[1:], strict=False):
        if side != other and (later - day).days <= CLOSE:
            return (incident, follower) if side == 0 else (follower, incident)
    return None


def _within(index: Index, place: Place, incidents: list[Incident]) -> Question | None:
    """About one place: its least like spelling, or where the gazetteer has rivals, the mentions of two reports."""
    mentions = _mentions(index, place)
    if len({mention.doc for mention in mentions}) < 2:
        return None
    first = mentions[0]
    other = [mention for mention in mentions if mention.doc != first.doc]
    odd = [mention for mention in other if _is_name(mention.name) and _spelt(mention.name) != _spelt(first.name)]
    if not odd and not place.rivals:
        return None
    second = odd[0] if odd else other[0]
    reasons = []
    if odd:
        reasons.append(f"{first.name} and {second.name} were taken for one place")
    if place.rivals:
        count = words.how_many(len(place.rivals), "other place", "other places")
        reasons.append(f"the gazetteer knows {count} of this name")
    why = f"{words.sentence_case('; '.join(reasons))}. If they are two, incidents may part and move on the map."
    return asked(KIND, ASK, [index.target(first), index.target(second)], why, [incident.id for incident in incidents],
                 weighed(0.0, (OTHER_SPELLING if odd else 0.0) + (RIVALS if place.rivals else 0.0)),
                 sides=(f"{place.key} {first.name}", f"{place.key} {second.name}"))
