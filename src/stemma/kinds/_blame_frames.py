"""Turns of phrase that charge somebody whom no verb of attack has for its subject."""

from __future__ import annotations

from collections.abc import Iterator

from stemma.kinds._lexicon_blame import ATTACKERS, BLAMES
from stemma.kinds._lexicon_verbs import conjugated
from stemma.kinds._lexicon_weapons import WEAPONS
from stemma.kinds._phrases import Hit, Line, WordList, is_break, negated
from stemma.values import Stance

Charge = tuple[int, int, str, Stance | None]  # first and last word, who, stance

_RECOGNISED = frozenset("recognised recognized identified spotted named".split())
_AMONG = frozenset({"among", "amongst", "as"})
_CULPRITS = ATTACKERS | frozenset("""
perpetrators culprits gunmen attacker gunman shooters bombers attackers fighters killer
""".split())
STRANGERS = frozenset("gunmen men attackers assailants raiders fighters gunman bandits youths militiamen".split())
_THOUGHT = frozenset("""
believed thought suspected said presumed reportedly allegedly apparently would understood reported
""".split())
_RAID = WordList(conjugated((
    "kill", "attack", "raid", "storm", "assault", "ambush", "burn", "shoot", "fire", "open fire", "abduct", "kidnap",
    "massacre", "murder", "loot", "give death", "slaughter", "target", "hit",
)))
_RELATIVE = frozenset({"which", "whom", "who", "that"})
_NAMED_AFTER = 7  # words between a verb of blame and the name
_SENT_FROM = frozenset("fired launched flown lobbed came come coming".split())
_TITLES = frozenset("mr mrs ms dr president minister prime general colonel".split())


def charges(line: Line, actors: list[Hit]) -> Iterator[Charge]:
    """Charges by recognition, by where attackers or weapons came from, in relative clauses and by name alone."""
    yield from _recognised(line, actors)
    yield from _were(line, actors)
    yield from _strangers(line, actors)
    yield from _whom_they_accuse(line, actors)
    yield from _sent_from(line, actors)
    yield from _named_only(line, actors)
    yield from _stray(line, actors)


def _recognised(line: Line, actors: list[Hit]) -> Iterator[Charge]:
    """"Witnesses recognised men of the Hill Front among the raiders", "identified the attackers as soldiers"."""
    words = line.words
    for at, word in enumerate(words if actors and line.has(_RECOGNISED) else ()):
        if word.low not in _RECOGNISED or negated(words, at):
            continue
        near = {w.low: n for n, w in enumerate(words[at + 1 : at + 16], start=at + 1)}
        joint = next((near[low] for low in _AMONG if low in near), None)
        if joint is None or not _CULPRITS & near.keys():
            continue
        for actor in actors:
            if at < actor.first <= at + 14:
                yield at, max(actor.last, joint), actor.value, None
                break


def _were(line: Line, actors: list[Hit]) -> Iterator[Charge]:
    """"The attackers were soldiers", "the gunmen belonged to the Hill Front"."""
    words = line.words
    for at, word in enumerate(words[:-2] if actors and line.has(_CULPRITS) else ()):
        verb = words[at + 1].low
        if word.low not in _CULPRITS or verb not in ("were", "was", "are", "belonged"):
            continue
        actor = next((a for a in actors if 0 < a.first - at <= 5), None)
        between = {w.low for w in words[at + 2 : actor.first]} if actor else set()
        if actor and between <= _LINKS:
            yield at, actor.last, actor.value, None


_LINKS = frozenset("the a an to from members of men fighters soldiers part probably clearly all wearing".split())


def _strangers(line: Line, actors: list[Hit]) -> Iterator[Charge]:
    """"Gunmen believed to be from across the border raided": attackers of whom only the origin is told."""
    words = line.words
    for at, word in enumerate(words[:-3] if line.has(STRANGERS) and line.has(_THOUGHT) else ()):
        if word.low not in STRANGERS or any(at <= a.first <= at + 10 for a in actors):
            continue
        ahead = range(at + 1, min(at + 8, len(words) - 1))
        origin = next((b for b in ahead if words[b].low in ("from", "across")), None)
        between = range(at + 1, origin or at)
        if origin is None or any(is_break(words, b) and words[b].low not in ("who", ",") for b in between):
            continue
        settled = words[origin - 1].low in ("be", "been", "come", "coming", "hail", "were")  # not "came down from"
        thought = settled and _THOUGHT.intersection(w.low for w in words[at + 1 : origin])
        if not thought or not _RAID.find(words[origin + 1 :]):
            continue
        last = origin + 1
        while last + 1 < len(words) and last - origin < 5 and not _RAID.at(words, last + 1) \
                and not is_break(words, last + 1):
            last += 1
        origin_told = " ".join(w.text for w in words[origin : last + 1])
        yield at, last, f"{word.low} {origin_told}", "unverified"


def _whom_they_accuse(line: Line, actors: list[Hit]) -> Iterator[Charge]:
    """"The Hill Front, which officials accuse of the raid"."""
    words = line.words
    for hit in BLAMES.find_in(line):
        after = words[hit.last + 1].low if hit.last + 1 < len(words) else ""
        back = next((b for b in range(hit.first - 1, max(hit.first - 7, 0), -1) if words[b].low in _RELATIVE), None)
        if after not in ("of", "for") or back is None or negated(words, hit.first):
            continue
        target = next((a for a in reversed(actors) if 0 < back - a.last <= 3), None)
        if target:
            yield target.first, min(hit.last + 4, len(words) - 1), target.value, "unverified"


def _sent_from(line: Line, actors: list[Hit]) -> Iterator[Charge]:
    """"Missiles fired from Vesmaria": the state that a weapon came from."""
    words = line.words
    for actor in actors:
        at = actor.first - 1
        while at > 2 and words[at].low in ("the", "a", "an"):
            at -= 1
        sent = at >= 2 and words[at].low == "from" and words[at - 1].low in _SENT_FROM
        if not sent or actor.tag == "group" or negated(words, at - 1):
            continue
        before = words[max(0, at - 6) : at]
        weapons = [hit for hit in WEAPONS.find(before) if hit.tag != "platform"]
        if weapons or any(w.low in ("shots", "fire", "shell", "rocket") for w in before):
            yield max(0, at - 2), actor.last, actor.value, None


def _named_only(line: Line, actors: list[Hit]) -> Iterator[Charge]:
    """"blamed the Union of Valley Herders": a name in capitals after the article that no list of groups knows."""
    words = line.words
    for hit in BLAMES.find_in(line):
        first = hit.last + 2
        blamed = words[hit.first].low in ("blamed", "blames", "blaming")
        if not blamed or first + 1 >= len(words) or words[first - 1].low != "the" or negated(words, hit.first):
            continue
        if not words[first].capital or any(hit.last < a.first <= hit.last + 8 for a in actors):
            continue
        last = first
        while last + 1 < len(words) and last - first < _NAMED_AFTER and (
                words[last + 1].capital or words[last + 1].low in ("-", "of", "for") and _capital_on(line, last + 2)):
            last += 1
        if last > first and words[first].low not in _TITLES:
            yield hit.first, last, line_text(line, first, last), None


def _capital_on(line: Line, at: int) -> bool:
    near = line.words[at : at + 1]
    return bool(near) and (near[0].capital or near[0].low.isalpha() and line.words[at - 1].low == "-")


def line_text(line: Line, first: int, last: int) -> str:
    """Words first..last with a blank where the text has one."""
    parts = [line.words[first].text]
    for before, word in zip(line.words[first:last], line.words[first + 1 : last + 1], strict=True):
        parts += [" " if word.start > before.end else "", word.text]
    return "".join(parts)


_STRAY = WordList(conjugated((
    "damage", "destroy", "hit", "strike", "kill", "wound", "injure", "wreck", "cause", "shatter", "flatten", "ruin",
)))


def _stray(line: Line, actors: list[Hit]) -> Iterator[Charge]:
    """"was damaged by a stray shell of the Vesmar army": the owner of the weapon after the agent."""
    words = line.words
    for actor in actors:
        at = actor.first - 1
        while at > 0 and words[at].low in ("the", "a"):
            at -= 1
        if at < 3 or words[at].low not in ("of", "from"):
            continue
        by = next((b for b in range(at - 1, max(at - 6, 0), -1) if words[b].low == "by"), None)
        if by is None or not WEAPONS.find(words[by + 1 : at]) or negated(words, by):
            continue
        if _STRAY.find(words[max(0, by - 2) : by]):
            yield by - 1, actor.last, actor.value, None
