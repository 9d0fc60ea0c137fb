"""Who holds, takes, loses or fights for a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stemma.kinds._lexicon_actors import actors_of
from stemma.kinds._lexicon_verbs import conjugated
from stemma.kinds._phrases import (
    Hit,
    Line,
    Word,
    WordList,
    claim,
    clause,
    is_armed,
    is_break,
    lines_with,
    telling,
)
from stemma.model import Claim, Page, Statement
from stemma.reading.nations import BY_DEMONYM

KIND = "control"
_REACH = 7  # words between a verb and the place it is about

_TAKING = {
    "capture": "captured", "seize": "captured", "take control of": "captured", "seize control of": "captured",
    "retake": "retaken", "recapture": "retaken", "regain control of": "retaken", "reclaim": "retaken",
    "occupy": "occupied", "overrun": "overrun", "liberate": "retaken", "conquer": "captured", "take over": "captured",
    "encircle": "surrounded", "surround": "surrounded", "besiege": "besieged", "cut off": "cut off",
    "enter": "entered", "advance on": "advancing", "advance towards": "advancing", "advance into": "advancing",
    "push into": "advancing", "withdraw from": "withdrawn", "pull out of": "withdrawn", "retreat from": "withdrawn",
    "pull back from": "withdrawn", "gain control of": "captured", "lose control of": "lost",
    "control": "held", "cede": "lost", "drive out": "driven out", "expel": "driven out", "advance": "advancing",
    "blockade": "blockaded", "lay siege to": "besieged", "sweep into": "entered", "break into": "entered",
    "seal off": "sealed off",
}
_HOLDING = {"hold": "held", "run": "held", "take": "captured", "defend": "held", "lose": "lost"}
_REPELLING = {
    "repel": "repelled", "repulse": "repelled", "push back": "pushed back", "beat back": "repelled",
    "fend off": "repelled", "drive back": "pushed back", "beat off": "repelled", "hold off": "repelled",
    "force back": "pushed back", "throw back": "pushed back",
}
_TAKE = WordList(conjugated(_TAKING) | {"overran": ("overrun", "past")})
_HOLD = WordList(conjugated(_HOLDING))
_REPEL = WordList(conjugated(_REPELLING))
_STATES = WordList({phrase: (value, "") for phrase, value in {
    "under government control": "held", "under the control of": "held", "in the hands of": "held",
    "in control of": "held", "remains under the control": "held", "under siege": "besieged",
    "full control of": "held", "hanging on": "held", "holding out": "held", "held on to": "held",
    "hold on to": "held", "holding on to": "held", "held out": "held", "military gains": "gains",
    "territorial gains": "gains", "gained ground": "gains", "gaining ground": "gains", "fell to": "captured",
    "fallen to": "captured", "front line": "front line", "frontline": "front line", "changed hands": "contested",
    "foothold in": "entered", "house to house fighting": "contested", "hand to hand fighting": "contested",
    "battle for": "contested", "fighting for control": "contested", "street fighting": "contested",
    "stronghold": "stronghold", "controlled by": "held",
    "rebel held": "held", "opposition held": "held", "government held": "held",
    "set up checkpoints": "checkpoints", "set up checkpoint": "checkpoints", "set up roadblocks": "checkpoints",
    "set up a checkpoint": "checkpoints", "erected checkpoints": "checkpoints", "erected roadblocks": "checkpoints",
    "put up roadblocks": "checkpoints", "manning checkpoints": "checkpoints", "man checkpoints": "checkpoints",
    "under blockade": "blockaded", "hoisted its flag": "captured", "hoisted their flag": "captured",
    "raised the flag": "captured", "flag flew over": "held", "flag flies over": "held", "flag was flying": "held",
    "raised its flag": "captured", "raised their flag": "captured",
}.items()})
_FIGHTING = frozenset({"fighting", "clashes", "battles", "combat", "battle", "skirmishes"})
_FIGHTING_AT = frozenset("""
in around near for at over outside inside continues continued raged rages raging between across broke erupted
""".split())
_TRIED = frozenset("failed yet managed unable trying tried attempting attempted continued continue struggled".split())
_AREAS = frozenset("""
country countryside city cities town towns village villages capital district districts province region territory
area areas airport airfield position positions outpost outposts base bases bridge port centre center neighborhood
neighbourhood suburb suburbs island border crossing highway road checkpoint checkpoints stronghold strongholds
settlement settlements hill hills ground enclave camp barracks county state part parts objective metropolis land
peninsula valley mountain ridge compound junction garrison headquarters crossroads harbour harbor fort trenches line
lines mine oilfield refinery dam hilltop heights plateau slopes bank banks summit crest pass quarter post posts
riverbank
""".split())
_UNREAL = frozenset("""
if could would may might wants want hopes hope goal aim aims aimed plan plans planning able likely
""".split())
_PREPOSITIONS = frozenset({"at", "around", "near", "in", "of", "towards", "toward", "on", "into"})
_OFFENSIVE = frozenset("""
offensive attack assault advance push attempt attempts forces troops fighters rebels militants
""".split())


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each clause that says who holds, takes, loses or fights for a place."""
    told = lines_with(page, _TELLING) if is_armed(page) else ()
    people = _people(page) if told else frozenset()
    for line in told:
        actors = None
        ends = -1
        for first, last, state in sorted(_found(line, people)):
            left, right = clause(line.words, first, last)
            if left <= ends:
                continue
            ends = right
            actors = actors_of(page).of(line) if actors is None else actors
            yield claim(page, statements, line, KIND, (left, right), _value(actors, first, state))


def _people(page: Page) -> frozenset[int]:
    """Where names of persons and organisations stand, which are no places."""
    named = (m.span for m in page.mentions if m.kind != "place")
    return frozenset(at for span in named for at in range(span.start, span.end))


def _value(actors: Sequence[Hit], first: int, state: str) -> str:
    """The state of control with the side that is named before it: "Russia: captured"."""
    before = [actor.value for actor in actors if actor.first <= first]
    return f"{before[-1]}: {state}" if before and state not in ("contested", "front line") else state


def _found(line: Line, people: frozenset[int]) -> Iterator[tuple[int, int, str]]:
    words = line.words
    for hit in _STATES.find_in(line):
        named = hit.value not in ("stronghold", "front line")
        if named and line.sentence.part != "headline" and not _unreal(line, hit) and not _is_peaceful(line, hit):
            yield hit.first, hit.last, hit.value
    for hit in _TAKE.find_in(line):
        passive = hit.tag == "part" and _is_passive(line, hit)
        place = hit.first if passive else _place_after(words, hit, _REACH, people)
        if place is not None and not _unreal(line, hit) and not _is_peaceful(line, hit) and not _is_epithet(words, hit):
            yield hit.first, max(place, hit.last), _TAKING[hit.value]
    for hit in _HOLD.find_in(line):
        place = _place_after(words, hit, 3, people)
        if place is not None and not _unreal(line, hit) and not _is_event(words, hit):
            yield hit.first, place, _HOLDING[hit.value]
    for hit in _REPEL.find_in(line):
        if not _unreal(line, hit):
            yield hit.first, hit.last, _REPELLING[hit.value]
    yield from _held_or_neared(line)
    for at, word in enumerate(words[:-1] if line.has(_FIGHTING) else ()):
        fought = word.low in _FIGHTING and (words[at + 1].low in _FIGHTING_AT or _goes_on(words, at))
        if fought and _place_after(words, Hit(at, at, ""), 8, people) is not None:
            yield at, at + 1, "contested"


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """"fighting was under way", "clashes were reported"."""
    after = [word.low for word in words[at + 1 : at + 5]]
    return after[:1] in (["was"], ["is"], ["were"], ["are"]) and bool(
        {"way", "underway", "reported", "continuing", "raging", "ongoing", "going"}.intersection(after))


def _place_after(words: Sequence[Word], hit: Hit, reach: int, people: frozenset[int]) -> int | None:
    """Index of the place that follows: an area noun, or a name that is no person's title or day."""
    for at in range(hit.last + 1, min(hit.last + 1 + reach, len(words))):
        joined = words[at].low == "and" and not (at + 1 < len(words) and words[at + 1].low in _PREPOSITIONS)
        if is_break(words, at) or joined:
            return None
        if words[at].low in _AREAS:
            return None if at + 1 < len(words) and words[at + 1].low in ("hall", "halls", "council", "meeting") else at
        near = at - hit.last <= 2 or words[at - 1].low in _PREPOSITIONS
        if near and _is_name(words, at) and words[at].start not in people and words[at].low not in _DAYS:
            return at
        if words[at].low in _PEOPLE or words[at].low.isdigit():
            return None
    return None


_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday i he we they it the".split())
_PEOPLE = frozenset("""
people soldiers soldier civilians prisoners hostages men women weapons ammunition talks fighters them
""".split())


def _is_name(words: Sequence[Word], at: int) -> bool:
    """A capitalised word that may name a place: no adjective of a state, no word of an upper-case text."""
    word = words[at]
    followed = at + 1 < len(words) and words[at + 1].low in _OFFENSIVE
    return word.capital and not followed and word.text not in BY_DEMONYM


def _is_passive(line: Line, hit: Hit) -> bool:
    """"the port was surrounded", "the town has been retaken": a place before, and a form of be."""
    before = line.words[max(0, hit.first - 3) : hit.first]
    if not any(word.low in ("was", "were", "been", "is", "are", "being") for word in before):
        return False
    clause_words = line.words[max(0, hit.first - 30) : hit.first]
    return any(word.low in _AREAS or word.low == "port" for word in clause_words) and not any(
        word.low in _PEOPLE for word in line.words[max(0, hit.first - 4) : hit.first])


def _is_event(words: Sequence[Word], hit: Hit) -> bool:
    """"talks were held in the city", "took place in": not control."""
    after = words[hit.last + 1].low if hit.last + 1 < len(words) else ""
    before = words[hit.first - 1].low if hit.first else ""
    if before == "-":
        return True  # "rebel-held"
    if hit.value == "run" and hit.tag in ("base", "ing") or before in ("was", "were"):
        return True
    return after in ("place", "in", "to", "part", "at", "on", "up", "a", "from", "about", "out", "off")


_DOWN = frozenset("floor ground knees earth death deaths deck pieces bottom bed fence".split())
_ARMED = frozenset("""
troops forces force army soldiers fighters rebels militants tanks convoy column columns vehicles militia militias police
insurgents guerrillas units unit marines commandos armour armor front gunmen they
""".split())


_UNARMED = frozenset("staff aid workers employees diplomats patients doctors ambassador observers embassy".split())
_SIDE_WORDS = _ARMED | frozenset("""
rebel government militant insurgent opposition separatist jihadist junta regime state enemy their its our army
""".split())

_DRIVEN = frozenset("drove driven pushed forced threw chased".split())
_HOLDS = _DRIVEN | {"under", "within"}


def _held_or_neared(line: Line) -> Iterator[tuple[int, int, str]]:
    """"under rebel control", "within ten kilometres of the city", "drove the rebels out of the town"."""
    words = line.words
    for at, word in enumerate(words if line.has(_HOLDS) else ()):
        if word.low not in _HOLDS:
            continue
        ahead = [w.low for w in words[at + 1 : at + 7]]
        side = bool(_SIDE_WORDS.intersection(ahead[:4])) or any(w.capital for w in words[at + 1 : at + 4])
        if word.low == "under" and "control" in ahead[1:4] and side:
            yield at, at + 1 + ahead.index("control"), "held"
        near = any(w.low in _ARMED for w in words[max(0, at - 7) : at])
        if word.low == "within" and near and {"of", "from"} & set(ahead) and _DISTANCES.intersection(ahead):
            yield at, at + 3, "advancing"
        pairs = list(zip(ahead, ahead[1:], strict=False))
        out = next((n for n, (a, b) in enumerate(pairs) if a in ("out", "back") and b in ("of", "from")), None)
        if word.low in _DRIVEN and out is not None and _ARMED.intersection(ahead[:out]):
            yield at, at + 1 + out, "driven out"


_TELLING = telling(_STATES, _TAKE, _HOLD, _REPEL, _HOLDS, _FIGHTING)
_DISTANCES = frozenset("kilometres kilometers km miles metres meters yards".split())


def _is_peaceful(line: Line, hit: Hit) -> bool:
    """"fell to the floor", "a man entered the bar", "the hills surrounding the town"."""
    before = {word.low for word in line.words[max(0, hit.first - 9) : hit.first]}
    after = {word.low for word in line.words[hit.last + 1 : hit.last + 4]}
    if hit.value in ("withdraw from", "pull out of") and before & _UNARMED:
        return True
    if hit.value == "surround" and hit.tag == "ing" or hit.value == "enter":
        return not before & _ARMED
    return bool(after & _DOWN)


def _is_epithet(words: Sequence[Word], hit: Hit) -> bool:
    """"the mayor of the besieged town", "shelling of blockaded harbour": known before, and told in passing."""
    before = words[hit.first - 1].low if hit.first else ""
    return hit.value in ("besiege", "blockade", "surround") and hit.tag == "part" and before in (
        "the", "a", "of", "in", "into", "from", "on", "to", "this", "that", "their", "its")


def _unreal(line: Line, hit: Hit) -> bool:
    """A plan, a hope or a condition is no state of control; an attempt or a failure is."""
    before = [word.low for word in line.words[max(0, hit.first - 12) : hit.first]]
    if _UNREAL.intersection(before[-8:]):
        return True
    infinitive = hit.tag == "base" and "to" in before[-8:]
    noun = hit.tag == "base" and before[-1:] in (["s"], ["the"], ["its"], ["their"])
    return noun or infinitive and not _TRIED.intersection(before)
