"""Damage to buildings, vehicles and other things, as far as a report says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._lexicon_objects import FIRE, LOSS, OBJECTS, RUIN, STRONG, STRONG_VERBS, WEAK
from stemma.kinds._lexicon_weapons import WEAPONS
from stemma.kinds._phrases import Hit, Line, claim, clause, is_break, is_history, lines_with, negated, telling
from stemma.model import Claim, Page, Statement

KIND = "damage"
_REACH = 9  # words between a verb and what it damages
_INTRANSITIVE = frozenset({
    "collapse", "crumble", "burn", "break", "cave in", "give way", "come down", "fall in", "sink", "buckle",
})
# What can come down or fall in of itself.
_BUILT = frozenset("""
roof roofs rooftop ceiling ceilings wall walls building buildings block blocks tower towers house houses floor floors
balcony balconies canopy canopies awning awnings facade façade dome minaret steeple bridge bridges school mosque church
pylon pylons mast masts crane hospital shed sheds warehouse hall staircase stairwell chimney stall stalls
""".split())
# What these verbs meet is damaged only where it is a thing: fighters are "eliminated", too.
_BY_FORCE = frozenset({"eliminate", "annihilate", "neutralise", "neutralize", "rip through", "tear through"})
# To hit a gathering or what people travel in tells of the attack; damage is told of in other words.
_MERE_TARGETS = frozenset("""
market markets bazaar bazaars convoy convoys vehicle vehicles car cars bus buses truck trucks van camp camps site sites
pick-up pickup taxi territory checkpoint post
""".split())
_HOUSING = _BUILT | frozenset("""
flat flats apartment apartments home homes shop shops hut huts office offices classroom classrooms ward wards hotel
""".split())
_BARE = frozenset("window windows roof roofs door doors wall walls windscreen ceiling glass".split())
_PARTS = _BUILT | _BARE
_WHERE = frozenset({"in", "near", "at", "outside", "during", "inside"})
_BODY = frozenset("""
foot leg legs arm arms rib ribs nose bone bones hand wrist ankle jaw hip collarbone neck chest head back face shoulder
stomach abdomen torso thigh knee skull""".split())
_GRIEF = frozenset("loss death deaths news".split())
_BE = frozenset({"was", "were", "been", "be", "being", "is", "are", "got"})
# What may stand for a weapon as the subject of "hit": "a second struck the sheds".
_STAND_INS = frozenset("""
second first another third one fourth blast blasts explosion explosions strikes strike attack attacks salvo barrage
projectile projectiles debris
""".split())


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each verb or phrase of damage that has its object near it."""
    for line in lines_with(page, _TELLING):
        objects = [hit for hit in OBJECTS.find_in(line) if not _owns(line, hit)]
        taken: list[tuple[int, int]] = []
        for first, last, value in _found(line, objects):
            if not is_history(page, line) and not any(first <= b and a <= last for a, b in taken):
                taken.append((first, last))
                yield claim(page, statements, line, KIND, clause(line.words, first, last), value)


def _owns(line: Line, hit: Hit) -> bool:
    """"the town's hospital": it is the hospital that is damaged."""
    after = [word.low for word in line.words[hit.last + 1 : hit.last + 3]]
    return after == ["'", "s"]


def _found(line: Line, objects: list[Hit]) -> Iterable[tuple[int, int, str]]:
    """First and last word of a damage and its object, with the value; the surest patterns first."""
    words = line.words
    for hit in LOSS.find_in(line):
        if negated(words, hit.first, 2):
            continue
        thing = _nearest(line, objects, hit)
        yield min(hit.first, thing.first) if thing else hit.first, hit.last, _value(thing, hit.value)
    yield from _stripped(line, objects)
    yield from _gone(line, objects)
    for hit in STRONG.find_in(line):
        thing = _strong(line, objects, hit)
        if thing:
            yield min(hit.first, thing.first), max(hit.last, thing.last), _value(thing, STRONG_VERBS[hit.value])
    for hit in (*FIRE.find_in(line), *RUIN.find_in(line)):
        if thing := _nearest(line, objects, hit):
            yield min(hit.first, thing.first), max(hit.last, thing.last), _value(thing, hit.value)
    weapons = WEAPONS.find_in(line)
    for hit in WEAK.find_in(line):
        thing = _weak(line, objects, weapons, hit)
        if thing and words[thing.last].low not in _MERE_TARGETS:
            yield min(hit.first, thing.first), max(hit.last, thing.last), _value(thing, "hit")


_LACKING = ("without", "neither")
_GONE = ("lost", "gone", "missing", "vanished", "fallen", "toppled")
_TELLING = telling(LOSS, STRONG, FIRE, RUIN, WEAK, _LACKING, _GONE)


def _stripped(line: Line, objects: list[Hit]) -> Iterable[tuple[int, int, str]]:
    """"two coaches without a single window", "the mosque stood without its roof"."""
    words = line.words
    for at, word in enumerate(words if line.has(_LACKING) else ()):
        if word.low not in _LACKING:
            continue
        part = next((p for p in range(at + 1, min(at + 5, len(words))) if words[p].low in _BARE), None)
        if part is None:
            continue
        thing = _before(line, objects, Hit(at, at, ""))
        if thing:
            yield thing.first, part, f"{thing.value} without {words[part].low}"


def _gone(line: Line, objects: list[Hit]) -> Iterable[tuple[int, int, str]]:
    """"the second house was gone", "there was no mosque any more", "the fallen roof"."""
    words = line.words
    for at, word in enumerate(words[:-2] if line.has(("lost",)) else ()):
        if word.low != "lost" or words[at + 1].low not in ("its", "their"):
            continue
        part = next((p for p in range(at + 2, min(at + 5, len(words))) if words[p].low in _PARTS), None)
        thing = _before(line, objects, Hit(at, at, "")) if part else None
        if thing and part:
            yield thing.first, part, f"{thing.value} without {words[part].low}"
    for thing in objects if line.has(_GONE) else ():
        after = [word.low for word in words[thing.last + 1 : thing.last + 4]]
        before = [word.low for word in words[max(0, thing.first - 3) : thing.first]]
        at_end = len(after) < 3 or not after[2].isalpha() or after[2] in ("and", "by", "when", "now", "in")
        lost = after[:1] and after[0] in _BE and after[1:2] in (["gone"], ["missing"]) and at_end
        if lost and _may_go(line, thing, after[1]):
            yield thing.first, thing.last + 2, f"{thing.value} gone"
        elif gone := _have_gone(line, thing):
            yield thing.first, gone, f"{thing.value} gone"
        elif words[thing.last].low in _BUILT and before[-1:] in (["fallen"], ["toppled"]):
            yield thing.first - 1, thing.last, f"{thing.value} collapsed"


def _may_go(line: Line, thing: Hit, state: str) -> bool:
    """A car may be missing from a garage; a wall that is missing was destroyed."""
    return state == "gone" or line.words[thing.last].low in _BUILT


def _have_gone(line: Line, thing: Hit) -> int | None:
    """Index of "gone" in "the rooms it led to have gone", where a clause ends with it."""
    words = line.words
    if thing.tag != "thing" or words[thing.last].low not in _HOUSING:
        return None
    for at in range(thing.last + 1, min(thing.last + 6, len(words) - 1)):
        ended = at + 2 >= len(words) or not words[at + 2].low.isalpha()
        if words[at].low in ("have", "has", "had") and words[at + 1].low in ("gone", "vanished") and ended:
            return at + 1
    return None


def _value(thing: Hit | None, state: str) -> str:
    return f"{thing.value} {state}" if thing else state


def _nearest(line: Line, objects: list[Hit], hit: Hit) -> Hit | None:
    """The nearest object in the same clause; before the words if there is one."""
    return _before(line, objects, hit) or _after(line, objects, hit)


def _before(line: Line, objects: list[Hit], hit: Hit) -> Hit | None:
    """The object before: a thing rather than the area that it stands in ("houses in the city")."""
    near = [o for o in objects if 0 < hit.first - o.last <= _REACH and _joins(line, o.last + 1, hit.first)]
    things = [o for o in near if o.tag == "thing"]
    if not near:
        return None
    at = len(things or near) - 1
    while at > 0 and _is_part(line, (things or near)[at - 1], (things or near)[at]):
        at -= 1  # "windows of shops": the windows
    return (things or near)[at]


def _is_part(line: Line, part: Hit, whole: Hit) -> bool:
    between = [word.low for word in line.words[part.last + 1 : whole.first]]
    return bool(between) and between[0] == "of" and len(between) <= 4


def _after(line: Line, objects: list[Hit], hit: Hit) -> Hit | None:
    near = [o for o in objects if 0 < o.first - hit.last <= _REACH and _joins(line, hit.last + 1, o.first)]
    if not near or any(word.low in _WHERE for word in line.words[hit.last + 1 : near[0].first]):
        return None  # "ripped through a rally in the city": where, not what
    return near[0]


def _joins(line: Line, start: int, stop: int) -> bool:
    """Whether no clause ends between the two."""
    return not any(is_break(line.words, at) or line.words[at].low == "that" for at in range(start, stop))


def _strong(line: Line, objects: list[Hit], hit: Hit) -> Hit | None:
    """What a verb like "destroy" is said of: the subject of a passive, else the object."""
    words = line.words
    if negated(words, hit.first) or _is_future(line, hit) or _is_other_word(line, hit):
        return None
    if hit.value in _BY_FORCE:
        thing = _after(line, objects, hit) or _before(line, objects, hit)
        mere = thing is None or words[thing.last].low in _MERE_TARGETS and not thing.value.startswith("command")
        return thing if thing and thing.tag == "thing" and not mere else None
    if hit.value in ("come down", "fall in"):
        thing = _before(line, objects, hit)
        return thing if thing and words[thing.last].low in _BUILT else None
    passive = hit.tag == "part" and any(w.low in _BE for w in words[max(0, hit.first - 4) : hit.first])
    if passive:
        return _before(line, objects, hit) or _before_relative(line, objects, hit)
    thing = _after(line, objects, hit) or _after_cleft(line, objects, hit)
    if hit.value in _INTRANSITIVE:
        adjective = thing is not None and hit.tag in ("part", "ing") and thing.first - hit.last <= 3
        return thing if adjective else _before(line, objects, hit)
    return thing or (_before(line, objects, hit) if hit.tag == "part" else None)


def _before_relative(line: Line, objects: list[Hit], hit: Hit) -> Hit | None:
    """"the house in Orlat that was wrecked": what a relative clause is about."""
    words = line.words
    back = next((b for b in range(hit.first - 1, max(hit.first - 5, 0), -1) if words[b].low in ("that", "which")), None)
    if back is None:
        return None
    return _before(line, objects, Hit(back - 1 if words[back - 1].low == "," else back, back, ""))


def _after_cleft(line: Line, objects: list[Hit], hit: Hit) -> Hit | None:
    """"What they destroyed was the bakery": the thing after "was", in a list perhaps."""
    words = line.words
    if hit.last + 1 >= len(words) or words[hit.last + 1].low not in _BE or words[0].low not in ("what", "all"):
        return None
    return next((o for o in objects if 0 < o.first - hit.last <= _REACH), None)


def _weak(line: Line, objects: list[Hit], weapons: list[Hit], hit: Hit) -> Hit | None:
    """What is hit: the subject of a passive, or what a weapon struck."""
    words = line.words
    wounded = _BODY.intersection(w.low for w in words[hit.last + 2 : hit.last + 5])
    if negated(words, hit.first) or _is_future(line, hit) or wounded:
        return None  # "a man in the shop was hit in the chest"
    before = [w.low for w in words[max(0, hit.first - 4) : hit.first]]
    by = words[hit.last + 1].low if hit.last + 1 < len(words) else ""
    if hit.tag in ("part", "base") and (any(low in _BE for low in before) or by == "by"):
        return _before(line, objects, hit)
    if before[-1:] == [","] and hit.tag in ("part", "base") and by in ("in", "by", "during", "at", "overnight", "on"):
        comma = hit.first - 1  # "the dairy in Orlat, hit in the same raid"
        near = [o for o in objects if o.tag == "thing" and 0 < comma - o.last <= 5 and _joins(line, o.last + 1, comma)]
        return near[-1] if near else None
    subject = any(0 < hit.first - w.last <= 4 and _joins(line, w.last + 1, hit.first) for w in weapons)
    subject = subject or any(low in _STAND_INS for low in before)
    thing = _after(line, objects, hit) if subject else None
    return thing if thing and thing.tag == "thing" else None


def _is_other_word(line: Line, hit: Hit) -> bool:
    """"fighting broke out", "high-level": the same letters, but no damage."""
    after = line.words[hit.last + 1].low if hit.last + 1 < len(line.words) else ""
    if hit.value == "break":
        particle = after in ("out", "into", "off", "up", "through", "away", "in", "with", "the")
        return particle or after in _BODY or hit.tag in ("base", "ing", "s")
    if hit.value == "devastate":
        return bool(_GRIEF.intersection(w.low for w in line.words[hit.last + 1 : hit.last + 7]))
    return hit.value in ("level", "char", "crater", "ruin") and hit.tag in ("base", "s")


def _is_future(line: Line, hit: Hit) -> bool:
    """"to destroy", "could damage": a plan or a fear, no damage."""
    before = [w.low for w in line.words[max(0, hit.first - 3) : hit.first]]
    return any(low in ("to", "could", "would", "will", "may", "might", "can") for low in before)
