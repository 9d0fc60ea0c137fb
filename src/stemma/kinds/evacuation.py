"""Evacuations, and ways out that are offered or ordered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stemma.kinds._phrases import Hit, Line, WordList, claim, clause, lines_with, telling
from stemma.model import Claim, Page, Statement
from stemma.reading.nations import BY_DEMONYM

KIND = "evacuation"

_EVACUATE = WordList({phrase: (value, "") for value, phrases in {
    "people told to leave": "order to leave;orders to leave;evacuation order;evacuation orders",
    "evacuated": "airlifted;flown out;bussed out;bused out;ferried out;taken to safety;moved to safety;led to safety;"
                 "brought to safety;pulled out its staff;withdrew its staff;withdrawn its staff;pulled its staff out;"
                 "evacuated;evacuating;evacuee;evacuees",
    "evacuation": "evacuate;evacuation;evacuations;evacuates",
    "safe passage": "humanitarian corridor;humanitarian corridors;safe passage;safe corridor;safe corridors;safe route;"
                    "safe routes;evacuation corridor;green corridor;safely leave;leave safely",
}.items() for phrase in phrases.split(";")})
_ORDERS = frozenset("gave ordered orders told urged tells urges instructed advised warned asked".split())
_PEOPLE = frozenset("""
people residents civilians citizens villagers families inhabitants population everyone nationals staff women children
everyone everybody locals neighbours neighbors pupils inmates tenants passengers households farmers foreigners patients
thousands hundreds dozens those
""".split())
_OPENED = frozenset("open opened opens opening agreed agree set create created secure secured announced safe".split())
_LEAVING = frozenset({"leave", "flee", "evacuate"})


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each sentence about an evacuation or a way out."""
    for line in lines_with(page, _TELLING):
        hit = next(_found(line), None)
        if hit:
            yield claim(page, statements, line, KIND, clause(line.words, hit.first, hit.last), hit.value)


_VEHICLES = frozenset("""
bus buses train trains boat boats ferry ferries lorry lorries truck trucks convoy convoys minibus minibuses ship ships
coach coaches barge barges helicopter helicopters
""".split())
_WENT = frozenset("got left departed escaped went came sailed".split())
_FULL = frozenset("carrying packed filled full crammed with loaded taking took brought carried".split())
_ROLLED = frozenset("left leave out leaving roll rolled departed rolling crossed arrived reached".split())
_MOVED = frozenset("moved taken brought sheltered housed accommodated relocated transferred led".split())
_REFUGES = frozenset("""
school schools gymnasium gym hall halls stadium hotel hotels dormitory dormitories camp shelter shelters centre church
mosque monastery tents college hostel arena theatre
""".split())
_HARMED = frozenset("""
body bodies dead killed wounded injured remains coffins corpses victims hostages prisoners captives abducted kidnapped
detained arrested
""".split())


def _carried_away(line: Line) -> Iterator[Hit]:
    """"300 people got out by bus", "buses packed with families left the town"."""
    words = line.words
    if not line.has(_VEHICLES) or not line.has(_PEOPLE) or line.has(_HARMED):
        return
    for at, word in enumerate(words):
        after = {w.low for w in words[at + 1 : at + 10]}
        before = {w.low for w in words[max(0, at - 9) : at]}
        if word.low in _WENT and before & _PEOPLE and {"out", "left"} & (after | {word.low}) and "by" in after:
            yield from [Hit(at, at, "evacuated")] if after & _VEHICLES else []
        full = word.low in _VEHICLES and {w.low for w in words[at + 1 : at + 5]} & _FULL
        if full and after & _PEOPLE and {w.low for w in words[at + 1 : at + 12]} & _ROLLED:
            yield Hit(at, at, "evacuated")


_DEADLINES = frozenset("hours minutes until deadline days noon midnight dawn".split())
_FLOWN = frozenset("flown bussed bused ferried airlifted shipped".split())
_MOVING = frozenset(
    "move moving moved get getting bring bringing brought take taking ferry ferried ferrying bused bussed".split()
)


_CARRYING = _FLOWN | _MOVING


def _moved_out(line: Line) -> Iterator[Hit]:
    """"The families were flown to the capital", "volunteers ferried 300 people across"."""
    words = line.words
    if not line.has(_CARRYING) or line.has(_HARMED) or line.has(("patients",)):
        return
    for at, word in enumerate(words):
        if word.low not in _CARRYING:
            continue
        before = {w.low for w in words[max(0, at - 8) : at]}
        after = [w.low for w in words[at + 1 : at + 9]]
        flown = word.low in _FLOWN and before & _PEOPLE and before & {"was", "were", "been"}
        if flown and after[:1] in (["to"], ["out"]):
            yield Hit(at, at, "evacuated")
        who = next((n for n, low in enumerate(after[:6]) if low in _PEOPLE), None)
        if word.low not in _MOVING or who is None:
            continue
        beyond = after[who + 1 : who + 3]
        ferried = word.low.startswith("ferr") and beyond[:1] == ["across"]
        if beyond in (["out", "of"], ["to", "safety"], ["away", "from"]) or ferried:
            yield Hit(at, at, "evacuated")


def _housed(line: Line) -> Iterator[Hit]:
    """"The families had been moved to a school"."""
    words = line.words
    for at, word in enumerate(words if line.has(_MOVED) else ()):
        if word.low not in _MOVED:
            continue
        before = {w.low for w in words[max(0, at - 8) : at]}
        if not before & _PEOPLE or not before & {"was", "were", "been"} or before & _HARMED:
            continue
        to = next((b for b in range(at + 1, min(at + 4, len(words))) if words[b].low in ("to", "in", "into")), None)
        if to and {w.low for w in words[to + 1 : to + 6]} & _REFUGES:
            yield Hit(at, to, "evacuated")


def _found(line: Line) -> Iterator[Hit]:
    yield from _EVACUATE.find_in(line)
    yield from _carried_away(line)
    yield from _housed(line)
    yield from _moved_out(line)
    yield from _told_to_leave(line)


_WAYS_OUT = _LEAVING | {"get", "out", "corridor", "corridors"}
_TELLING = telling(_EVACUATE, _VEHICLES, _MOVED, _CARRYING, _WAYS_OUT)


def _told_to_leave(line: Line) -> Iterator[Hit]:
    """"ordered residents to leave", "given an hour to get out"; and the corridor that is opened for them."""
    for at, word in enumerate(line.words if line.has(_WAYS_OUT) else ()):
        if word.low not in _WAYS_OUT:
            continue
        before = line.words[max(0, at - 9) : at]
        people = any(w.low in _PEOPLE or w.text in BY_DEMONYM for w in before)
        people = people or any(w.low in _PEOPLE for w in line.words[max(0, at - 16) : at])
        ordered = people and any(w.low in _ORDERS for w in before)
        going = word.low == "get" and at + 1 < len(line.words) and line.words[at + 1].low == "out"
        timed = any(w.low in _DEADLINES for w in before[-4:]) and any(w.low == "given" for w in before)
        if before and before[-1].low == "to" and timed and (going or word.low in _LEAVING):
            yield Hit(at, at, "people told to leave")
        out = word.low == "out" and at + 1 < len(line.words) and line.words[at + 1].low == "of"
        if out and before and before[-1].low in _PEOPLE and any(w.low in ("ordered", "orders") for w in before):
            yield Hit(at, at, "people told to leave")
        corridor = word.low in ("corridor", "corridors") and line.has(_PEOPLE)
        if corridor and {w.low for w in line.words[max(0, at - 6) : at]} & _OPENED:
            yield Hit(at, at, "safe passage")
        if (going or word.low in _LEAVING) and before and before[-1].low == "to" and ordered:
            yield Hit(at, at, "people told to leave")
