"""Who is said to have done it: by the report, by somebody who blames, or by a side that claims the attack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from stemma.kinds._blame_frames import STRANGERS, charges
from stemma.kinds._lexicon_actors import actors_of, borrowed
from stemma.kinds._lexicon_blame import (
    ADMITS,
    ADMITTED,
    ATTACKERS,
    BELONGS,
    BLAMES,
    CLAIMS,
    DRESS,
    EACH_OTHER,
    FIRE,
    GUILT_REACH,
    HARMS,
    HAS_WEAPON,
    LOOSE_BLAMES,
    NO_KNOWLEDGE,
    NOBODY,
    OWN_CLAIMS,
    OWNING,
    SAID,
    STATES_OF_GUILT,
    UNKNOWN,
)
from stemma.kinds._lexicon_verbs import conjugated
from stemma.kinds._lexicon_weapons import WEAPONS
from stemma.kinds._phrases import (
    Hit,
    Line,
    Word,
    WordList,
    claim,
    clause,
    is_break,
    is_history,
    lines,
    negated,
    telling,
)
from stemma.model import Claim, Page, Statement
from stemma.reading.nations import Nation
from stemma.values import Stance

KIND = "perpetrator"
_GAP = 7  # words between an actor and its verb

# Verbs that are an attack whatever follows.
_ATTACK = WordList(conjugated((
    "shell", "bomb", "bombard", "attack", "strike", "hit", "pound", "storm", "raid", "ambush", "shoot", "open fire",
    "massacre", "slaughter", "behead", "torch", "burn", "kill", "murder", "execute", "assassinate", "fire on",
    "fire at", "fire into", "fire upon", "gun down", "mow down", "blow up", "detonate", "target", "abduct", "kidnap",
    "rocket", "strafe", "assault", "blast", "plunder", "loot", "rape", "torture", "hack", "massacre", "destroy",
    "return fire", "flatten", "level", "raze", "wreck", "rip into", "rip through", "tear into", "tear through",
    "slam into", "continue to attack", "continue to shell", "continue to bomb", "besiege",
)))
# Verbs that need an attack or a weapon after them: "launched an attack", "used cluster bombs".
_ATTACK_WITH = WordList(conjugated((
    "launch", "carry out", "conduct", "use", "fire", "drop", "unleash", "step up", "mount", "stage", "perpetrate",
    "commit", "execute", "intensify", "resume", "send", "deploy", "rain", "plant", "throw", "hurl",
    "lob", "open", "deliver", "inflict", "take part in", "participate in", "join in", "lead",
)))
_JOINING = frozenset({"take part in", "participate in", "join in", "lead"})
_ATTACK_NOUNS = WordList.of("""
attack;attacks;strike;strikes;airstrike;airstrikes;bombardment;bombardments;shelling;barrage;raid;raids;bombing
bombings;massacre;massacres;assault;rocket;rockets;missile;missiles;drone;drones;shell;shells;mortar;mortars;bomb
bombs;grenades;ambush;killing;killings;fire;artillery;cluster munitions;cluster bombs;munitions;explosives;salvo
operation;atrocities;air raids;phosphorus;chemical weapons;weapons;offensive;shots;atrocity;crime;crimes;executions
incursion
""")
# "Russian shelling of the town": what the adjective of a state may stand before.
_DEED_NOUNS = frozenset(
    "shelling bombing bombings bombardment bombardments airstrike airstrikes strike strikes raid raids".split()
)
_WEAPON_BEFORE_DEED = frozenset("""
air missile rocket artillery drone mortar aerial tank heavy indiscriminate deadly
""".split())
_AUXILIARY = frozenset("""
has have had is are was were been be being did do does also then again reportedly allegedly deliberately repeatedly
just now already still later first recently apparently it which who that ( ) fighters forces troops members men
militants of suspected always jets warplanes planes warships continued began started from simultaneously to
desperate attempt attempts bid repeated new s ' “ " ‘ , he she they said says on late early
insists insisted claim claimed claims maintains maintained confirms announced claiming overnight
""".split())
_OF_ADMITTING = _AUXILIARY - {"he", "she"} | {"that", "say"}
_PASSIVE = frozenset({"was", "were", "been", "being", "be", "is", "are"})
_DENYING = frozenset({"denied", "denies", "deny", "denying", "rejected", "rejects", "insists", "insisted"})
_SETTING = frozenset("""
in at near across inside into over against for between with among around told asked urged to
""".split())
_COLLECTIVES = frozenset("""
column group groups unit units band bands gang members fighters forces soldiers troops dozens hundreds scores thousands
some several rebels militants men gunmen contingent convoy pilots part rest leaders wing branch faction one two three
any
""".split())
# Without an actor in it, a line that has none of these words charges nobody.
_ACTORLESS = telling(EACH_OTHER, UNKNOWN, NOBODY, ("who", "whose"), CLAIMS, DRESS, _DEED_NOUNS, STRANGERS, BLAMES)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each actor that a sentence charges with an attack; "unknown" where it says that nobody knows."""
    owner = None
    finder = actors_of(page)
    found = [(line, finder.of(line)) for line in lines(page)]
    full = _full_names(actor.value for _, actors in found for actor in actors if actor.tag == "group")
    for line, named in found:
        actors = sorted((*named, *borrowed(line, owner, named), *_pronoun(line, owner, named)))
        owner = named[-1].value if named and not owner else (named[0].value if named else owner)
        seen = set()
        for first, last, name, stance in _found(line, actors, finder.demonyms):
            value = full.get(name, name)
            if value not in seen and not is_history(page, line):
                seen.add(value)
                yield claim(page, statements, line, KIND, clause(line.words, first, last), value, stance)


def _pronoun(line: Line, owner: str | None, named: Sequence[Hit]) -> list[Hit]:
    """"Last year it admitted an error": "it" before such a verb is the side that was named last."""
    words = line.words
    return [Hit(at, at, owner, "group") for at, word in enumerate(words[:-1] if owner and line.has(ADMITS) else ())
            if word.low == "it" and words[at + 1].low in ADMITS and not any(a.last < at for a in named)]


def _full_names(names: Iterable[str]) -> dict[str, str]:
    """Short name -> the one longer name in the report that ends with it or has it for initials."""
    groups = sorted(set(names))
    full: dict[str, set[str]] = {}
    for name in groups:
        words = name.replace("\'s", "").replace("’s", "").split()
        if len(words) > 1:
            for short in (words[-1], "".join(word[0] for word in words if word[0].isupper())):
                full.setdefault(short, set()).add(name)
    return {short: next(iter(longer)) for short, longer in full.items() if len(longer) == 1}


def _found(
    line: Line, actors: list[Hit], demonyms: Mapping[str, Nation],
) -> Iterator[tuple[int, int, str, Stance | None]]:
    if not (actors or line.has(_ACTORLESS)):
        return
    words = line.words
    for hit in EACH_OTHER.find_in(line):
        if words[hit.first].low[:5] != "accus" or _is_attack_charge(line, hit.last + 1):
            yield hit.first, hit.last, "disputed", "disputed"
    unknown = [*UNKNOWN.find_in(line), *_nobody(line), *_who_is_unknown(line)]
    for hit in unknown:
        yield hit.first, hit.last, "unknown", "unverified"
    if unknown:
        return
    yield from _claimed(line, actors)
    if actors:
        yield from _blamed(line, actors)
        yield from _held_responsible(line, actors)
        yield from _admitted(line, actors)
        yield from _sole_owner(line, actors)
    yield from _described(line)
    yield from _adjectives(line, demonyms)
    if actors:
        yield from _owners(line, actors)
    yield from charges(line, actors)
    denied = _first(line, _DENYING)
    for actor in actors:
        if actor.first > denied:
            continue
        last = _agent(line, actor, actors)
        last = _deed(line, actor) if last is None else last
        if last is not None:
            yield min(actor.first, last), max(actor.last, last), actor.value, None
        elif (first := _passive_agent(line, actor)) is not None:
            yield first, actor.last, actor.value, None


def _described(line: Line) -> Iterator[tuple[int, int, str, Stance | None]]:
    """"men in army uniform", "the gunmen wore fatigues": all that witnesses could say of the attackers."""
    words = line.words
    for at, word in enumerate(words if line.has(ATTACKERS) and line.has(DRESS) else ()):
        if word.low not in ATTACKERS:
            continue
        dress = next((b for b in range(at + 1, min(at + 8, len(words))) if words[b].low in DRESS), None)
        between = {w.low for w in words[at + 1 : dress]} if dress else set()
        if not between & {"in", "wore", "wearing"} or any(is_break(words, b) for b in range(at + 1, dress)):
            continue
        if word.low != "men" or _ATTACK.find_in(line) or _ATTACK_WITH.find_in(line):
            yield at, dress, "men in uniform", "unverified"


def _nobody(line: Line) -> Iterator[Hit]:
    """"No group has said it was behind the attack", "none of the groups has come forward"."""
    for hit in NOBODY.find_in(line):
        for at in range(hit.last + 1, min(hit.last + 6, len(line.words))):
            if is_break(line.words, at):
                break
            if owning := OWNING.at(line.words, at):
                yield Hit(hit.first, owning.last, "unknown")
                break


def _who_is_unknown(line: Line) -> Iterator[Hit]:
    """"Who fired the shell is not known"."""
    words = line.words
    for at, word in enumerate(words[:-2] if line.has(("who", "whose")) else ()):
        if word.low not in ("who", "whose"):
            continue
        before = [w.low for w in words[max(0, at - 6) : at]]
        if NO_KNOWLEDGE.intersection(before[-4:]) and {"not", "t", "never"}.intersection(before):
            yield Hit(at - 1, at, "unknown")
            continue
        if at and not is_break(words, at - 1):
            continue
        for end in range(at + 2, min(at + 12, len(words) - 1)):
            open_end = words[end].low in ("unclear", "unknown") or (
                words[end].low == "not" and words[end + 1].low in ("known", "clear", "established"))
            if open_end and words[end - 1].low in ("is", "was", "remains", "remained", "are"):
                yield Hit(at, end, "unknown")
                break


def _admitted(line: Line, actors: list[Hit]) -> Iterator[tuple[int, int, str, Stance | None]]:
    """"The army admitted an error after the strike": who admits a harm did it."""
    words = line.words
    for at, word in enumerate(words if line.has(ADMITS) else ()):
        if word.low not in ADMITS:
            continue
        deed = next((b for b in range(at + 1, min(at + 11, len(words))) if words[b].low in ADMITTED), None)
        before = [a for a in actors if 0 < at - a.last <= _GAP and a.tag != "state"]
        if not deed or not before or negated(words, at) or _is_setting(line, before[-1]):
            continue
        between = words[before[-1].last + 1 : at]
        own = (w.low in _OF_ADMITTING or w.low.endswith("ly") for w in between)
        if all(own):
            yield at, deed, before[-1].value, None


def _sole_owner(line: Line, actors: list[Hit]) -> Iterator[tuple[int, int, str, Stance | None]]:
    """"Only the army flies such drones": whose weapon it must have been."""
    words = line.words
    for actor in actors if line.has(("only",)) else ():
        before = [word.low for word in words[max(0, actor.first - 3) : actor.first]]
        verb = next((at for at in range(actor.last + 1, min(actor.last + 6, len(words)))
                     if words[at].low in HAS_WEAPON), None)
        if "only" in before and verb and WEAPONS.find(words[verb + 1 : verb + 10]):
            yield actor.first, verb, actor.value, None


def _adjectives(
    line: Line, demonyms: Mapping[str, Nation],
) -> Iterator[tuple[int, int, str, Stance | None]]:
    """"Russian shelling of the town", "Israeli air strikes": the adjective of a state, then the deed."""
    words = line.words
    for at, word in enumerate(words[:-1] if line.has(_DEED_NOUNS) else ()):
        state = demonyms.get(word.text) if word.capital else None
        after = at + 1
        while state and after < len(words) - 1 and words[after].low in _WEAPON_BEFORE_DEED:
            after += 1
        if state and words[after].low in _DEED_NOUNS:
            yield at, after, state.name, None


def _owners(line: Line, actors: list[Hit]) -> Iterator[tuple[int, int, str, Stance | None]]:
    """"The jet belonged to the air force": whose weapon it was."""
    for hit in BELONGS.find_in(line):
        after = next((a for a in actors if 0 < a.first - hit.last <= 4), None)
        of_weapon = WEAPONS.find(line.words[max(0, hit.first - 8) : hit.first])
        if after and of_weapon and not negated(line.words, hit.first):
            yield hit.first, after.last, after.value, None


def _first(line: Line, wanted: frozenset[str]) -> int:
    """Index of the first of these words, or the length of the line."""
    words = line.words if line.has(wanted) else ()
    return next((at for at, word in enumerate(words) if word.low in wanted), len(line.words))


def _claimed(line: Line, actors: list[Hit]) -> Iterator[tuple[int, int, str, Stance | None]]:
    """"The Front claimed responsibility", "it had carried out the operation"."""
    for hit in CLAIMS.find_in(line):
        before = [a for a in actors if a.last < hit.first and a.tag != "state" or a.last + 3 > hit.first > a.last]
        own = line.words[hit.last].low in OWN_CLAIMS or _speaks_of_itself(line, hit) or _claims_deed(line, hit)
        loose = own or line.words[hit.first].low not in STATES_OF_GUILT
        near = loose or bool(before) and hit.first - before[-1].last <= GUILT_REACH
        if negated(line.words, hit.first) or not (own or before) or not near or not _of_attack(line, hit):
            continue
        yield hit.first, hit.last, before[-1].value if before else _claimant(line, hit), None
    for actor in actors if line.has(("claimed", "claims")) else ():  # "the Front claimed the two attacks"
        after = line.words[actor.last + 1 : actor.last + 7]
        said = next((at for at, word in enumerate(after) if word.low in ("claimed", "claims")), None)
        if said is not None and said <= 2 and _ATTACK_NOUNS.find(after[said + 1 :]) and after[said + 1].low != "that":
            yield actor.first, actor.last + said + 2, actor.value, None


def _speaks_of_itself(line: Line, hit: Hit) -> bool:
    """"the group said it was behind the raid": the speaker and the one who did it are the same."""
    near = [word.low for word in line.words[max(0, hit.first - 4) : hit.last + 1]]
    return any(said in SAID and self in ("it", "they") for said, self in zip(near, near[1:], strict=False))


def _claims_deed(line: Line, hit: Hit) -> bool:
    """"claimed the killing", but not "claimed the attack was staged"."""
    words = line.words
    after = words[hit.last + 1].low if hit.last + 1 < len(words) else ""
    return words[hit.first].low in ("claimed", "claims") and after not in ("was", "were", "had", "is", "has")


def _of_attack(line: Line, hit: Hit) -> bool:
    """Whether the deed that somebody is behind is an attack, or is left to be understood."""
    if line.words[hit.first].low in STATES_OF_GUILT:
        rest = line.words[hit.last + 1 : hit.last + 9]
        harm = any(word.low in HARMS for word in rest)
        return harm or bool(_ATTACK_NOUNS.find(rest) or _ATTACK.find(rest)) or len(rest) < 2
    return True


def _claimant(line: Line, hit: Hit) -> str:
    """The name in capitals before a claim, of whatever form: "Sons of the Delta claimed responsibility"."""
    words, last = line.words, hit.first - 1
    while last >= 0 and (words[last].low in _AUXILIARY or words[last].low.endswith("ly")) and not words[last].capital:
        last -= 1
    first = last
    while first > 0 and last - first < 6 and (words[first - 1].capital or words[first - 1].low in ("of", "the")):
        first -= 1
    while 0 <= first <= last and (not words[first].capital or words[first].low in ("the", "a", "an")):
        first += 1
    name = " ".join(word.text for word in words[first : last + 1]) if last >= 0 and words[last].capital else ""
    return name or "a group"


def _blamed(line: Line, actors: list[Hit]) -> Iterator[tuple[int, int, str, Stance | None]]:
    """"X blamed Y", "accused Y of bombing", "Y was accused of": the one who is blamed."""
    words = line.words
    for hit in BLAMES.find_in(line):
        before = words[hit.first - 1].low if hit.first else ""
        if negated(words, hit.first) or before in ("would", "could", "might", "may"):
            continue
        of = words[hit.last + 1].low == "of" if hit.last + 1 < len(words) else False
        passive = of or before in _PASSIVE or before == "also" or before.endswith("ly")
        by = words[hit.last + 1].low == "by" if hit.last + 1 < len(words) else False
        if (passive or by) and words[hit.last].low in ("accused", "blamed"):
            target = next((a for a in reversed(actors) if a.last < hit.first and not _is_setting(line, a)), None)
            blamed = words[hit.last].low == "blamed" and _ATTACK_NOUNS.find(words[hit.last + 1 : hit.last + 12])
            if target and (blamed or _is_attack_charge(line, hit.last + 1)):
                yield target.first, min(hit.last + 5, len(words) - 1), target.value, "unverified"
            continue
        target = next((a for a in actors if a.first > hit.last and a.first - hit.last <= 8), None)
        loose = words[hit.first].low in LOOSE_BLAMES and not _ATTACK_NOUNS.find_in(line)
        if target and not loose and (words[hit.first].low[:6] != "accuse" or _is_attack_charge(line, target.last + 1)):
            yield hit.first, target.last, target.value, None


def _held_responsible(line: Line, actors: list[Hit]) -> Iterator[tuple[int, int, str, Stance | None]]:
    """"The council held the army responsible"."""
    words = line.words
    for at, word in enumerate(words if line.has(("responsible", "accountable")) else ()):
        if word.low not in ("responsible", "accountable"):
            continue
        held = next((b for b in range(at - 1, max(at - 11, -1), -1) if words[b].low in ("held", "hold", "holds")), None)
        for actor in actors if held is not None else ():
            if held < actor.first and actor.last < at:
                yield held, at, actor.value, None


_NO_CHARGE = frozenset("""
inventing fabricating staging lying exaggerating spreading hiding covering blocking failing provoking violating breaking
preparing planning ignoring delaying supporting backing sheltering harbouring harboring arming supplying funding
""".split())


def _is_attack_charge(line: Line, start: int) -> bool:
    """Whether an accusation is of an attack, or (a headline) of nothing in particular."""
    rest = line.words[start : start + 8]
    if any(word.low in _NO_CHARGE for word in rest[:5]):
        return False
    if not any(word.low in ("of", "over") for word in rest[:4]):
        return line.sentence.part == "headline" or len(rest) < 2
    return bool(_ATTACK.find(rest) or _ATTACK_NOUNS.find(rest))


def _is_setting(line: Line, actor: Hit) -> bool:
    """"in Syria", "against the army": where or against whom, and so no subject."""
    at = actor.first - 1
    while at >= 0 and line.words[at].low in ("the", "a"):
        at -= 1
    low = line.words[at].low if at >= 0 else ""
    if low == "of" and actor.tag != "state":
        return at < 1 or line.words[at - 1].low not in _COLLECTIVES
    return low in _SETTING or actor.tag == "state" and low in ("from", "to", "on", "of")


def _agent(line: Line, actor: Hit, actors: list[Hit]) -> int | None:
    """Index of the attack verb that the actor is the subject of."""
    words = line.words
    if _is_setting(line, actor):
        return None
    starts = {other.first for other in actors}
    spoken, aside = False, -1  # aside: up to here the words after a preposition ("on motorbikes") may stand
    start = _after_aside(words, actor.last + 1, starts)
    for at in range(start, min(start + _GAP, len(words))):
        if at in starts:
            return None
        if hit := _ATTACK.at(words, at) or _ATTACK_WITH.at(words, at):
            if _is_passive(words, hit) or negated(words, at) or not _is_finite(words, actor, hit):
                return None
            return hit.last if _meets_attack(words, hit) else None
        if words[at].low in ("on", "in", "from", "aboard") and not words[at].capital:
            aside = at + 2
        spoken = spoken or words[at].low in ("said", "says")
        if spoken and words[at].low in ("he", "she") and words[at - 1].low in ("said", "says", "that"):
            return None  # "Police said he opened fire"
        if at > aside and not _may_stand_between(words[at].low) and (spoken or not words[at].capital):
            return None
    return None


def _meets_attack(words: Sequence[Word], hit: Hit) -> bool:
    """Whether a verb is an attack of itself or has one after it; to take part in an operation need be none."""
    nouns = _ATTACK_NOUNS.find(words[hit.last + 1 : hit.last + 9])
    if hit.value in _JOINING:
        nouns = [noun for noun in nouns if noun.value not in ("operation", "offensive", "weapons")]
    return bool(_ATTACK.at(words, hit.first) or nouns)


def _after_aside(words: Sequence[Word], at: int, starts: set[int]) -> int:
    """The word after an aside between commas: "The rebels, in a message, said they had"."""
    if at >= len(words) or words[at].low not in (",", ":"):
        return at
    if at + 2 < len(words) and words[at].low == ":" and words[at + 1].low in ("we", "our"):
        return at + 2  # "Vesmar: we struck a depot"
    if words[at].low == ":":
        return at
    for end in range(at + 2, min(at + 16, len(words))):
        if end in starts:
            return at
        if words[end].low == ",":
            return end + 1
    return at


def _may_stand_between(low: str) -> bool:
    """Auxiliaries, adverbs and asides that leave a subject its verb: "had also", ", he said, had"."""
    return low in _AUXILIARY or low.endswith("ly") and low != "only"


def _is_finite(words: Sequence[Word], actor: Hit, hit: Hit) -> bool:
    """"Rebels attack town" but not "the army attack" as a noun; "did attack", "attempt to bomb"."""
    at, before = hit.first, words[hit.first - 1].low
    if hit.tag == "s" and hit.value == "target":
        return words[actor.last].capital  # "military targets" are things
    if hit.tag != "base":
        return True
    if before == "s" or before in ("'", "’"):
        return False  # "the Kremlin's assault"
    return before == "to" or before in _AUXILIARY or at == actor.last + 1 and words[actor.last].low.endswith("s")


_NO_OBJECT = frozenset({"by", "in", "during", "when", "after", "near", "at", "and"})


def _is_passive(words: Sequence[Word], hit: Hit) -> bool:
    """"troops were attacked", "rebels killed in an air strike": done to the actor, not by it."""
    if hit.tag != "part":
        return False
    before = {word.low for word in words[max(0, hit.first - 3) : hit.first]}
    after = words[hit.last + 1].low if hit.last + 1 < len(words) else ""
    ended = not after[:1].isalnum() and after != "“"
    if hit.value in ("send", "deploy") and after in ("to", "into", "in"):
        return True  # "Army sent to the valley"
    suffered = hit.value in ("kill", "shoot", "murder", "execute") and (ended or after in _NO_OBJECT)
    return bool(before & _PASSIVE) or suffered


def _deed(line: Line, actor: Hit) -> int | None:
    """Index of the deed in "Russian shelling", "Israeli air strikes", "fire from Russian positions"."""
    words = line.words
    at = actor.last + 1
    if words[actor.last].low == "positions":
        before = [word.low for word in words[max(0, actor.first - 3) : actor.first]]
        return max(actor.first - 3, 0) if "from" in before else None
    while at < len(words) and words[at].low in _WEAPON_BEFORE_DEED:
        at += 1
    if at < len(words) and words[at].low in _DEED_NOUNS and words[actor.last].capital:
        return at
    if at + 1 < len(words) and words[at].low in FIRE and (hit := _ATTACK.at(words, at + 1)) and hit.tag == "part":
        return at
    return None


_NEEDS_DEED = frozenset({"carry out", "conduct", "mount", "stage", "perpetrate", "commit"})


def _passive_agent(line: Line, actor: Hit) -> int | None:
    """Index of the attack in "launched by Russia", "bombarded by Russian planes", "an attack by the Front"."""
    words = line.words
    at = actor.first - 1
    while at >= 0 and words[at].low in ("the", "a", "an", "suspected", "of", "members", "fighters"):
        at -= 1
    suffered = words[at].low == "from" and at > 0 and words[at - 1].low in ("attack", "fire", "shelling", "bombardment")
    hands = [word.low for word in words[max(0, at - 3) : at + 1]] == ["at", "the", "hands", "of"]
    at -= 3 if hands else 0
    if at < 1 or words[at].low != "by" and not suffered and not hands:
        return None
    if words[at - 1].low == "claimed":
        return at - 1
    for back in range(at - 1, max(at - 9, -1), -1):
        if is_break(words, back):
            return None
        hits = (found.at(words, back) for found in (_ATTACK, _ATTACK_WITH, _ATTACK_NOUNS))
        done = next((hit for hit in hits if hit and hit.tag in ("part", "")), None)
        if done and (done.value not in _NEEDS_DEED or _ATTACK_NOUNS.find_in(line)):
            return back
    return None
