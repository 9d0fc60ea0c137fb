"""Are these two incidents one happening? Asked of incidents near each other in place and day that were kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from stemma.incidents.evidence import FAR, PARTICULAR, SIGNS, kilometres, odds
from stemma.model import Incident
from stemma.report import words
from stemma.review import _stakes
from stemma.review._index import Index, tolls
from stemma.review._question import Question, asked, weighed
from stemma.values import HARMS

KIND = "same_incident"
MEET = 6  # incidents after it, largest first, that an incident of the same key is held against
UNSURE = 0.3  # rough likelihood of one happening from which people are asked
# Points, as in `incidents.evidence`, whose values these are where the sign is the same. What names and wording two
# incidents share is not looked at again: START stands for it, as if they shared a few.
START = -2.0
SAME_PLACE = SIGNS["place"][0] + SIGNS["names_place"][0]
ONE_TELLS_BOTH = -2.5  # some report tells of both as of two
ELSEWHERE = -1.0  # two places of which nobody knows how far they are from each other


def find(index: Index) -> Iterator[Question]:
    """Questions about two incidents, each pair once."""
    for a, b in candidates(index):
        basis = (*index.told(a), *index.told(b), index.places.get(a.place), index.places.get(b.place))
        if found := index.once.of((KIND, a.id, b.id), basis, lambda a=a, b=b: _of_pair(index, a, b)):
            yield found


def _of_pair(index: Index, a: Incident, b: Incident) -> Question | None:
    signs = signs_of(index, a, b)
    doubt = odds(START + sum(signs.values()))
    return _question(index, a, b, signs, doubt) if doubt >= UNSURE else None


def candidates(index: Index) -> list[tuple[Incident, Incident]]:
    """Pairs of incidents that share a place and days next to each other, or a figure of one of these days."""
    blocks: dict[Hashable, list[Incident]] = defaultdict(list)
    ranked = sorted(index.record.incidents, key=lambda incident: (-len(incident.docs), incident.id))
    for incident in ranked:
        for key in _keys(index, incident):
            blocks[key].append(incident)
    found = {}
    for key, block in blocks.items():
        for at, a in enumerate(block):
            for b in block[at + 1 : at + 1 + MEET]:
                if key[0] != "undated" or None in (_day(a), _day(b)):
                    found[min(a.id, b.id), max(a.id, b.id)] = (a, b) if a.id < b.id else (b, a)
    return [found[pair] for pair in sorted(found)]


def _keys(index: Index, incident: Incident) -> Iterable[Hashable]:
    day = _day(incident)
    if incident.place:
        yield "undated", incident.place
    for at in (day, day + 1) if day else ():
        if incident.place:
            yield "place", incident.place, at
        for harm, number in sorted(_numbers(index, incident)):
            if number >= PARTICULAR:
                yield "toll", harm, number, at


def _day(incident: Incident) -> int | None:
    when = incident.when
    return when.start.toordinal() if when.start and when.precision == "day" else None


def _numbers(index: Index, incident: Incident) -> set[tuple[str, int]]:
    """The stated numbers of an incident's tolls, by harm."""
    return index.once.of(("numbers", incident.id), (index.grounds[incident.id],), lambda: {
        (harm, number) for harm, own in index.tolls(incident.id).items() for claim in own if claim.count.stated
        for number in (claim.count.low, claim.count.high) if number is not None})


def signs_of(index: Index, a: Incident, b: Incident) -> dict[str, float]:
    """What speaks for one happening, in words, with its points; what speaks against it has points below 0."""
    found: dict[str, float] = {}
    if a.place and a.place == b.place:
        found[f"both are put at {index.place_name(a.place)}"] = SAME_PLACE
    elif (apart := _kilometres(index, a, b)) is not None:
        if apart > FAR:
            found[f"they are {apart:.0f} km from each other"] = SIGNS["far"][0]
        else:
            found[f"their places are {apart:.0f} km from each other"] = SIGNS["place"][0]
    elif a.place and b.place:
        found["they are put at two places"] = ELSEWHERE
    first, second = _day(a), _day(b)
    if first and second:
        if first == second:
            found[f"both are dated {words.day(a.when.start, weekday=False)}"] = SIGNS["same_day"][0]
        else:
            found["their days are next to each other"] = SIGNS["next_day"][0]
    else:
        found["the day of one is not known"] = SIGNS["soon"][0] / 2
    found |= _signs_of_toll(index, a, b)
    if both := len(set(a.docs) & set(b.docs)):
        found[f"{words.how_many(both, 'report')} {'tells' if both == 1 else 'tell'} of both"] = ONE_TELLS_BOTH
    if a.kind != b.kind and "other" not in (a.kind, b.kind):
        kinds = [words.happening(incident.kind).lower() for incident in (a, b)]
        found[f"one is told as {kinds[0]}, the other as {kinds[1]}"] = SIGNS["other_kind"][0] / 3
    return found


def _kilometres(index: Index, a: Incident, b: Incident) -> float | None:
    points = [(place.lat, place.lon) for key in (a.place, b.place)
              if (place := index.places.get(key or "")) and place.lat is not None and place.lon is not None]
    return kilometres(*points) if len(points) == 2 else None


def _signs_of_toll(index: Index, a: Incident, b: Incident) -> dict[str, float]:
    mine, theirs = _numbers(index, a), _numbers(index, b)
    found = {}
    shared = max(((number, harm) for harm, number in mine & theirs if number > 2), default=None)
    if shared:
        told = f"both tell of {words.number(shared[0])} {_stakes.word_of(shared[1])}"
        found[told] = SIGNS["toll"][0] * (1.5 if shared[0] >= PARTICULAR else 1.0)
    agreed = {harm for harm, _ in mine & theirs}
    both = {harm for harm, _ in mine} & {harm for harm, _ in theirs}
    other = [harm for harm in HARMS if harm in both - agreed]
    if other:
        told = f"they give other figures of people {words.listed([_stakes.word_of(harm) for harm in other])}"
        found[told] = SIGNS["other_toll"][0] * len(other)
    return found


def _question(index: Index, a: Incident, b: Incident, signs: dict[str, float], doubt: float) -> Question | None:
    first, second = index.voice(a), index.voice(b)
    if first is None or second is None:
        return None
    mine, theirs = index.ranges(a.id), index.ranges(b.id)
    joined = _stakes.ranges(tolls(index.claims[row] for row in {*a.claims, *b.claims} if row in index.claims))
    people = max(_stakes.moved(mine, joined), _stakes.moved(theirs, joined)) + _stakes.counted_twice(mine, theirs)
    for_, against = ([text for text, points in signs.items() if (points > 0) is sign] for sign in (True, False))
    parted = f"; but {words.listed(against)}" if against else "; that was not enough to join them"
    why = (f"Kept apart by little: {words.listed(for_)}{parted}. Now {index.incident_name(a)} has "
           f"{_stakes.told(mine)}, {index.incident_name(b)} {_stakes.told(theirs)}. If they are one, the toll is "
           f"{_stakes.told(joined)}.")
    return asked(KIND, "Are these two about one happening?", [index.target(first), index.target(second)], why,
                 (a.id, b.id), weighed(people, doubt), sides=(a.id, b.id))
