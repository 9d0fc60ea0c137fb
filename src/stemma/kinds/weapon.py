"""Weapons that were used, as far as a report says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stemma.kinds._lexicon_verbs import conjugated
from stemma.kinds._lexicon_weapons import BROAD, WEAPONS
from stemma.kinds._phrases import (
    Hit,
    Line,
    WordList,
    claim,
    clause,
    is_break,
    is_history,
    lines_with,
    negated,
    telling,
)
from stemma.model import Claim, Page, Statement

KIND = "weapon"

# Words that say that a weapon was used, met something or was found where it was used.
_USE = WordList(conjugated((
    "fire", "launch", "drop", "use", "explode", "detonate", "hit", "strike", "fall", "land", "slam", "crash", "kill",
    "wound", "injure", "bomb", "bombard", "shell", "attack", "target", "destroy", "damage", "blow", "blast", "ram",
    "rain", "lob", "hurl", "throw", "shoot", "plant", "bury", "carry", "wield", "arm", "embed", "lie", "pound",
    "hear", "come", "set", "open", "disperse", "employ", "deploy", "hack", "stab", "wear", "strap", "pack",
    "intercept", "down", "involve", "touch", "pull", "spend", "find", "burn", "claim", "die", "go", "unleash",
    "deliver", "rock", "leave", "take", "drive over", "step on", "run over", "trigger", "hide", "conceal", "rip",
    "tear",
    "cause", "place", "scatter", "release", "lodge", "stick", "fly", "circle", "hover", "beat", "litter", "pierce",
    "spray", "shower", "arrive", "suggest", "indicate", "wreck", "slaughter", "level", "flatten", "exclude", "rule out",
    "identify", "rip through", "plough into", "pour",
)) | {word: (word, "") for word in (
    "attack", "attacks", "strike", "strikes", "fire", "barrage", "salvo", "blast", "dead", "killed", "fragments",
    "casings", "crater", "craters", "remnants", "wreckage", "debris", "involving", "had", "has", "with", "duel",
    "duels", "exchange", "trod", "heard", "belongs", "belonged", "belong",
)})
# Words that say that weapons are held, given, bought or feared, rather than used.
_NO_USE = frozenset("""
supply supplies supplied supplying send sends sent sending provide provides provided providing donate donated sell
sold sale sales buy bought purchase purchased export exports delivery deliveries shipment shipments stockpile
stockpiles arsenal factory produce produced producing production manufacture aid assistance support package possess
possesses possession own owns owned banned bans ban prohibited outlawed parade treaty convention crew exercise exercises
drills manoeuvres
""".split())
_UNITS = {"kilogram": "kg", "kilo": "kg", "kg": "kg", "millimetre": "mm", "millimeter": "mm", "mm": "mm", "pound": "lb",
          "tonne": "tonne", "ton": "ton"}
_REMAINS = frozenset({"fragments", "remnants", "remains", "casings", "parts", "traces", "pieces"})
_TAKEN = frozenset("""
engaged destroyed destroying seized seizing recovered recovering confiscated suppressed defused captured discovered
neutralized surrendered handed
""".split())
_LIST_REACH = 40  # words of a list after "destroyed"
_FIRED = WordList(conjugated((
    "fire", "launch", "drop", "use", "explode", "detonate", "hit", "strike", "kill", "wound", "injure",
    "go off", "rip", "tear", "blow", "land", "fall", "slam", "shake",
)))
_PLATFORM_ACTS = WordList(conjugated((
    "bomb", "bombard", "attack", "strike", "hit", "blast", "pound", "shell", "fire", "drop", "target", "raid", "launch",
    "kill", "destroy", "open fire", "strafe", "take part", "fly over", "sink", "level", "flatten", "touch",
)))
# Attacks that name their own weapon.
_PLAIN_EVENTS = frozenset({
    "air strike", "carpet bombing", "suicide bomb", "suicide vest", "car bomb", "truck bomb", "motorcycle bomb",
    "roadside bomb", "gunfire",
})
# Attacks that should end, were prevented or only threatened: "a halt to air strikes".
_CALLED_OFF = frozenset("""
halt halting halts suspend suspending suspension stop stopping end ending cease ceasing moratorium freeze pause prevent
preventing prevented avoid thwart thwarted foil foiled threat threats threaten threatened threatening
""".split())
_MODALS = frozenset({"could", "may", "might", "would", "will", "can"})  # "more rockets could follow"
_MISTAKEN = frozenset("took take takes taken taking mistook mistake mistaken mistaking".split())
# A vest of these kinds, or for these people, is no weapon.
_PLAIN_VESTS = frozenset("""
press bulletproof proof flak protective life armoured armored kevlar tactical reflective visibility yellow orange blue
ballistic safety body hi vis
""".split())
_BOMBED = frozenset("""
suicide bomb bomber bombers bombing bombings blew detonated detonation explosion exploded blast
""".split())
_AMBIGUOUS = frozenset("raid raids bomb bombs shell shells rocket rockets drone knife sword gunshot".split())
_UNIT_NAMES = frozenset(
    "regiment battalion brigade battery division corps officer commander squadron company".split()
)
_HOLLOW = frozenset("burnt burned blackened charred empty hollow gutted out concrete roofless mere ruined".split())
_COMPOUNDS = frozenset("""
shelter shelters threat threats squad disposal scare company hoax science siren sirens alert alerts warning warnings
drill drills
""".split())
_ATTACKERS = frozenset("""
army military jet jets plane planes aircraft warplane warplanes forces troops navy force rebels
""".split())
_AFTER_NOUN = frozenset("""
in on at fell fall hit kill killed land landed and near from
""".split())
_VESTS = frozenset({"vest", "vests"})
_TELLING = telling(WEAPONS, _VESTS)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each family of weapons that a sentence says was used."""
    bombed = bool(lines_with(page, _BOMBED)) if lines_with(page, _VESTS) else False
    for line in lines_with(page, _TELLING):
        named = sorted((*WEAPONS.find_in(line), *_vests(line, bombed)))
        if not named or is_history(page, line):
            continue
        acted = line.sentence.part == "headline" or _USE.any_in(line)
        used = [hit for hit in named if _is_used(line, hit, acted)]
        for hit in _one_per_family(_joined(line, used)):
            first, value = _measured(line, hit)
            stance = "unverified" if line.has(("signs", "consistent", "appears", "appeared", "apparently")) else None
            yield claim(page, statements, line, KIND, clause(line.words, first, hit.last), value, stance)


def _vests(line: Line, bombed: bool) -> list[Hit]:
    """A vest or belt that nobody would wear for safety, in a report of a bombing: "a vest packed with nails"."""
    found = []
    for at, word in enumerate(line.words if bombed and line.has(_VESTS) else ()):
        before = {w.low for w in line.words[max(0, at - 3) : at]}
        if word.low in _VESTS and not before & (_PLAIN_VESTS | {"suicide", "explosive", "explosives"}):
            found.append(Hit(at, at, "suicide vest", "bomb"))
    return found


def _measured(line: Line, hit: Hit) -> tuple[int, str]:
    """The weapon with its calibre or weight, where that stands before it: "250-kilogram bombs"."""
    before = [word.low for word in line.words[max(0, hit.first - 4) : hit.first]]
    while before and before[-1] in ("-", "aerial"):
        before.pop()
    size = re.fullmatch(r"(\d+(?:[.,]\d+)?)(kg|mm|lb)?", before[-1] if before else "")
    if size and size.group(2):
        return hit.first, f"{size.group(1)} {size.group(2)} {hit.value}"
    number = next((low for low in reversed(before) if low[0].isdigit()), "")
    if before and number and before[-1] in _UNITS:
        return hit.first, f"{number} {_UNITS[before[-1]]} {hit.value}"
    return hit.first, hit.value


def _is_used(line: Line, hit: Hit, acted: bool) -> bool:
    """Whether the sentence says that this weapon was used, by the conditions of its family.

    `acted` says whether the sentence has any word of use; a headline needs none.
    """
    if negated(line.words, hit.first) or _is_other_word(line, hit) or _is_denied(line, hit):
        return False
    if _is_called_off(line, hit) or _is_supposed(line, hit):
        return False
    if hit.tag == "platform":
        return _platform_attacks(line, hit)
    if hit.value == "shelling":
        return _is_event(line, hit)
    if hit.value in _PLAIN_EVENTS:
        return hit.tag != "bomb" or not _is_target(line, hit)
    if _is_transfer(line, hit) or _is_target(line, hit):
        return False
    return acted


def _is_denied(line: Line, hit: Hit) -> bool:
    """"denied that officers had used live rounds": whoever denies does not say that it was used."""
    before = {word.low for word in line.words[: hit.first]}
    return bool(before & {"denied", "denies", "denying"}) and "but" not in before


def _is_called_off(line: Line, hit: Hit) -> bool:
    """"to suspend drone strikes", "foiled a car bombing": what shall end or did not happen."""
    for at in range(hit.first - 1, max(hit.first - 6, -1), -1):
        if line.words[at].low in _CALLED_OFF:
            return True
        if is_break(line.words, at):
            return False
    return False


def _is_supposed(line: Line, hit: Hit) -> bool:
    """"took a drum for a mortar", "known to fly such drones": mistaken for one, or only at hand."""
    before = [word.low for word in line.words[max(0, hit.first - 9) : hit.first]]
    mistaken = "for" in before[-3:] and bool(_MISTAKEN.intersection(before))
    known = any(pair == ("known", "to") for pair in zip(before, before[1:], strict=False))
    after = [word.low for word in line.words[hit.last + 1 : hit.last + 3]]
    to_come = after[:1] and after[0] in _MODALS and after[1:] != ["be"]
    to_come = to_come or {"fall", "fell", "go", "went"} & set(after) and line.has(("silent",))
    laid_down = before[-2:] in (["down", "their"], ["down", "your"], ["down", "its"])
    return mistaken or known or bool(to_come) or laid_down


def _is_other_word(line: Line, hit: Hit) -> bool:
    """"to bomb a town", "Army shells village", "bomb shelter": the same letters, but no weapon."""
    words = line.words
    before = words[hit.first - 1].low if hit.first else ""
    after = words[hit.last + 1].low if hit.last + 1 < len(words) else ""
    if words[hit.last].low == "shell" and before in _HOLLOW or after in _UNIT_NAMES:
        return True
    if words[hit.last].low not in _AMBIGUOUS:
        return False
    if before in ("to", "they", "we", "will", "would", "could") or after in _COMPOUNDS:
        return True
    return words[hit.last].low in ("bombs", "shells") and before in _ATTACKERS and after not in _AFTER_NOUN


def _is_transfer(line: Line, hit: Hit) -> bool:
    """"to supply missiles", "a ban on cluster bombs": weapons that nobody is said to have used."""
    low, high = hit.first, hit.last
    while low > 0 and not _parts(line, low - 1) and hit.first - low < 12:
        low -= 1
    while high + 1 < len(line.words) and not _parts(line, high + 1) and high - hit.last < 12:
        high += 1
    return any(word.low in _NO_USE for word in line.words[low : high + 1])


def _parts(line: Line, at: int) -> bool:
    """Whether another clause begins here: at a mark, a conjunction, or a verb of saying."""
    return is_break(line.words, at) or line.words[at].low in ("said", "says", "say")


def _is_target(line: Line, hit: Hit) -> bool:
    """"destroyed a mortar", "seized rifles": weapons that somebody took or hit."""
    if _was_taken(line, hit):
        return True
    near = line.words[max(0, hit.first - _LIST_REACH) : hit.first]
    if not any(word.low in _TAKEN for word in near):
        return False
    acts = hit.last + 1 < len(line.words) and _FIRED.at(line.words, hit.last + 1)
    for at in range(hit.first - 1, max(hit.first - _LIST_REACH, -1), -1):
        low = line.words[at].low
        if low in _REMAINS:
            return False
        if low in _TAKEN:
            return hit.first - at < 5 or not acts
        listed = low in (",", "and", ";") or hit.first - at < 5 or not is_break(line.words, at)
        if is_break(line.words, at) and low not in (",", ";") or not listed:
            return False
        if hit.first - at >= 5 and _FIRED.at(line.words, at):
            return False
    return False


def _was_taken(line: Line, hit: Hit) -> bool:
    """"two rifles and a grenade were seized", "a bomb placed at the gate was defused"."""
    words = line.words
    if not any(word.low in _TAKEN for word in words[hit.last + 1 : hit.last + 15]):
        return False
    for at in range(hit.last + 1, min(hit.last + 14, len(words) - 1)):
        taken = words[at].low in _TAKEN or words[at].low == "also" and words[at + 1].low in _TAKEN
        if taken and words[at - 1].low in ("was", "were", "been", "also"):
            return True
        if _FIRED.at(words, at) or is_break(words, at) and words[at].low not in (",", "which"):
            return False
    return False


def _platform_attacks(line: Line, hit: Hit) -> bool:
    """An aircraft, ship or tank counts where it attacks in this clause: "jets bombed", "bombarded by planes"."""
    words = line.words
    if hit.first and words[hit.first - 1].low in ("its", "their", "our"):
        return False  # a side speaks of its own aircraft: that is about who, or a denial
    after = words[hit.last + 1 : hit.last + 6]
    if _PLATFORM_ACTS.find(after) and not any(is_break(after, i) for i in range(min(2, len(after)))):
        return True
    before = words[max(0, hit.first - 6) : hit.first]
    return any(word.low in ("by", "from", "with") for word in before) and bool(_PLATFORM_ACTS.find(before))


def _is_event(line: Line, hit: Hit) -> bool:
    """"the shelling of a district", "hit by heavy shelling": a noun, with what was shelled."""
    words = line.words
    after = words[hit.last + 1].low if hit.last + 1 < len(words) else ""
    before = [word.low for word in words[max(0, hit.first - 2) : hit.first]]
    if words[hit.last].low == "shelled":
        return bool(before) and before[-1] in ("was", "were", "been", ",", "heavily", "being")
    if any(low in ("been", "is", "are", "was", "were", "began", "kept", "continued") for low in before):
        return False
    return after in ("of", "on", "hits", "hit", "killed", "kills", "in", "at") or any(
        low in ("by", "with", "under", "heavy") for low in before)


def _joined(line: Line, hits: list[Hit]) -> list[Hit]:
    """Weapons named in one breath ("artillery and rockets", "Grad rockets") are one claim."""
    joined: list[Hit] = []
    for hit in hits:
        last = joined[-1] if joined else None
        between = [word.low for word in line.words[last.last + 1 : hit.first]] if last else ["x"] * 9
        if last and len(between) <= 3 and all(w in ("and", "or", "-", "heavy", "both") for w in between):
            value = hit.value if last.value in BROAD and not between else last.value
            value = f"{last.value} and {hit.value}" if "and" in between and last.value != hit.value else value
            joined[-1] = Hit(last.first, hit.last, value, last.tag if last.tag != "platform" else hit.tag)
        else:
            joined.append(hit)
    return joined


def _one_per_family(hits: list[Hit]) -> list[Hit]:
    """The most exact name of each family; aircraft and their bombs are one family."""
    best: dict[str, Hit] = {}
    for hit in hits:
        family = "air" if hit.tag == "platform" else hit.tag
        kept = best.get(family)
        vague = kept is not None and (kept.value in BROAD or kept.tag == "platform" and hit.tag == "air")
        if kept is None or (vague and (hit.value not in BROAD or kept.tag == "platform")):
            best[family] = hit
    return sorted(best.values())
