"""What befell persons told of alone: "was shot in the leg", "pronounced dead", "killing his brother"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from stemma.kinds import _person_words as words
from stemma.kinds._person_mentions import Told
from stemma.kinds._scan import ADVERBS, BE, HAVE, MODALS
from stemma.reading.quantities import Token

_GAP = 16  # tokens between a subject and what befell it
_NOT = frozenset("not never without nobody none neither no nor avoid avoided cannot".split())
_WISHED = frozenset("to tried attempted attempting threatened threatening wanted planned plot plotted conspiracy "
                    "conspired if unless prevent trying could would might may can will should".split())
_SURE = frozenset({"found", "believed", "reported", "thought", "said", "appears", "appeared"})
_OTHER_OBJECTS = frozenset("a an the his her two three four five at him me us someone anyone somebody".split())
_ANYBODY = frozenset("someone somebody anyone anybody everyone".split())
# A person after one of these is not the subject of what follows: "a baby shot by her father was taken ..."
_ASIDE = frozenset("by with told to from against near between".split())
_BREAKS = frozenset({";", "because"})


_ADJECTIVES = {"wounded": "hurt", "injured": "hurt", "dead": "killed", "slain": "killed", "deceased": "killed"}


class Fate(Struct):
    """Something that befell persons of a sentence: "killed" or "hurt", and the mentions (positions) it is said of."""

    fate: str
    at: int
    told: list[int]
    last: int = 0
    agent: int | None = None  # the mention that did it, where one is said to


def fates_in(tokens: Sequence[Token], told: Sequence[Told]) -> list[Fate]:
    """What befell the persons of one sentence, left to right; a fate without mentions has its person left out."""
    found: list[Fate] = []
    openings, free = _openings({token.low for token in tokens}), 0
    for at, token in enumerate(tokens):
        if at < free or token.low not in openings and "'s" not in token.low:
            continue
        fate, after = _fate_at(tokens, told, at)
        if fate:
            fate.last = after
            _sexed(tokens, told, fate)
            found.append(fate)
        free = after
    return found


def _sexed(tokens: Sequence[Token], told: Sequence[Told], fate: Fate) -> None:
    """"Perin shot himself" says that Perin is a man."""
    said = {token.low for token in tokens[fate.at : fate.last]}
    for number in fate.told if len(fate.told) == 1 else ():
        told[number].sex = told[number].sex or ("m" if "himself" in said else "f" if "herself" in said else None)


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


_LONGEST_PHRASE = max(len(phrase) for rows in words.PHRASES.values() for phrase, _, _ in rows)  # words
_SUFFERED = frozenset("suffered sustained suffering suffers received sustaining".split())
_BEFORE_WOUNDS = frozenset("with from had has a".split())
_HIT = frozenset("hit struck hitting striking grazed grazing strikes hits".split())
_OWNERS = frozenset({"'s", "his", "her"})
# Words with which the words of a fate begin; a name in the genitive may begin them too.
_OPENINGS = (frozenset(_ADJECTIVES) | frozenset(words.PHRASES) | _SUFFERED | words.CARRIED | words.CARRIES | _HIT
             | _OWNERS | {"condition"})


def _openings(said: set[str]) -> frozenset[str]:
    """The words with which a fate may begin in a sentence of these words: "with" and "in" need others behind them."""
    openings = _OPENINGS if said.isdisjoint(_BY_WEAPON) else _OPENINGS | _BEFORE_WOUNDS
    return openings | {"in"} if "condition" in said else openings


def _fate_at(tokens: Sequence[Token], told: Sequence[Told], at: int) -> tuple[Fate | None, int]:
    low = tokens[at].low
    if low in _ADJECTIVES:
        inside = next((i for i, t in enumerate(told) if t.first < at < t.last - (t.kind == "name")), None)
        if inside is not None:
            return Fate(_ADJECTIVES[low], at, [inside]), at + 1
    following = tuple([t.low for t in tokens[at : at + _LONGEST_PHRASE]])
    for phrase, fate, side in words.PHRASES.get(low, ()):
        if following[: len(phrase)] == phrase:
            return _read(tokens, told, at, at + len(phrase), fate, side), at + len(phrase)
    if low in _SUFFERED:
        return _wounds(tokens, told, at)
    if low in _BEFORE_WOUNDS and (wound := _wound_after(tokens, at)):
        return _subject(tokens, told, at, "hurt"), wound
    if low in words.CARRIED or low in words.CARRIES:
        return _carried(tokens, told, at)
    if low == "in" and "condition" in [t.low for t in tokens[at : at + 6]]:
        return _subject(tokens, told, at, "hurt"), at + 2
    if low in _HIT:
        return _struck(tokens, told, at)
    if low == "condition" and _low(tokens, at - 1) in {"his", "her"}:
        return Fate("hurt", at, []), at + 1
    if low in _OWNERS or low.endswith("'s"):
        return _possessed(tokens, told, at)
    return None, at + 1


def _read(tokens: Sequence[Token], told: Sequence[Told], at: int, last: int, fate: str, side: str) -> Fate | None:
    if _noun_shot(tokens, at, last) or _unreal(tokens, at, side):
        return None
    if side in {"subject", "itself"}:
        return _subject(tokens, told, at, fate, itself=side == "itself")
    if side == "object":
        return _object(told, tokens, at, last, fate)
    before = at - 1
    while before > 0 and (_low(tokens, before) in ADVERBS or _low(tokens, before) in {"accidentally", "then"}):
        before -= 1
    passive = _low(tokens, before) in BE | _SURE | {"left", "leaving", "leaves"}
    if not passive:
        active = _object(told, tokens, at, last, fate)
        if active is not None and active.told:
            active.agent = next((i for i in range(len(told) - 1, -1, -1) if told[i].last <= at), None)
            return active
        if _low(tokens, last) in _OTHER_OBJECTS:
            return None  # "shot a dog", "shot two people"
        if _low(tokens, before) in HAVE and _low(tokens, last) not in {"in", "by", "."}:
            return None
    return _subject(tokens, told, at, fate)


def _noun_shot(tokens: Sequence[Token], at: int, last: int) -> bool:
    """"a shot", "one shot rang out", "shot at": nobody is told to be hit."""
    if tokens[at].low == "shot":
        if _low(tokens, last) in {"at", "rang", "was", "fired", "up", "into"} and last == at + 1:
            return True
        return _low(tokens, at - 1) in {"a", "the", "first", "warning", "gun", "head", "mug", "single", "each", "fatal",
                                        "long", "second", "last", "every", "one"} and last == at + 1
    if tokens[at].low == "shooting":
        if _low(tokens, last) in words.SUSPECT | {"death", "incident", "scene", "call", "case", "range"}:
            return True
        return _low(tokens, at - 1) in {"the", "a", "this", "that", "fatal", "deadly", "drive-by", "officer-involved",
                                        "accidental", "mass"} and _low(tokens, last - 1) not in {"of", "death"}
    if tokens[at].low in {"wounds", "wounded", "injured", "dead", "deceased"}:
        return tokens[at].low == "wounds" and _low(tokens, at - 1) in {"gunshot", "bullet", "stab", "the", "multiple"}
    return False


def _unreal(tokens: Sequence[Token], at: int, side: str) -> bool:
    """Whether the words before say that it did not happen, or was only meant or possible."""
    before = [token.low for token in tokens[max(0, at - 4) : at]]
    if before[-1:] == ["attempted"] or before[-1:] == ["attempt"]:
        return True
    negated = any(low in _NOT or low.endswith("n't") for low in before)
    near = {token.low for token in tokens[max(0, at - 9) : at]}
    if "no" in near and {"one", "other"} & near and "," not in near or {"nobody", "anyone", "neither"} & near:
        return True
    if negated:
        return not ("not" in before and "only" in before)
    for i, low in enumerate(before):
        if low in MODALS and tokens[max(0, at - 4) + i].text != "May" and "have" not in before[i:]:
            return True
    return bool(before) and before[-1] in _WISHED and side != "subject"


def _subject(tokens: Sequence[Token], told: Sequence[Told], at: int, fate: str,
             itself: bool = False) -> Fate | None:
    """The person to the left: the nearest, and those joined to it where the verb is plural; none for a plural noun."""
    verb = ""
    for here in range(at - 1, max(at - 5, -1), -1):
        if _low(tokens, here) in {"was", "were", "is", "are", "has", "have"}:
            verb = _low(tokens, here)
            break
    plural = verb in {"were", "are", "have"}
    spoken = [i for i in range(len(told) - 1, -1, -1) if told[i].last <= at]
    left = [i for i in spoken if itself or not _only_says(tokens, told[i]) and not _owns(tokens, told[i])]
    if spoken and not left:
        return None
    number = next((i for i in left if itself or _low(tokens, told[i].first - 1) not in _ASIDE),
                  left[0] if left else None)
    number = _whose(tokens, told, number, at)
    turned = len(left) > 1 and number == left[0] and {"and", "then", "before"} & {
        token.low for token in tokens[told[left[0]].last : at]}
    if itself and turned and told[left[0]].kind in {"kin", "new"}:
        number = left[1]  # "shot his brother and then killed himself"
    floor = told[number].last if number is not None else max(at - _GAP, 0)
    gap = [token.low for token in tokens[max(floor, at - _GAP) : at]]
    if _ANYBODY & set(gap[-4:]) or not itself and _unknown_name(tokens, at, floor):
        return Fate(fate, at, [])
    many = any(low in words.PLURALS for low in gap)
    if many and verb not in {"was", "is", "has"}:
        return None
    if number is None or at - floor > _GAP or _BREAKS & set(gap):
        return Fate(fate, at, [])
    chain = [number]
    # "A and B died" has no verb that tells one from two.
    row = not verb and not itself and told[number].last == at and _low(tokens, told[number].first - 1) == "and"
    if plural or row:
        while chain[-1] > 0 and [t.low for t in tokens[told[chain[-1] - 1].last : told[chain[-1]].first]] in (
                ["and"], [","], [",", "and"]):
            chain.append(chain[-1] - 1)
        if len(chain) == 1 and plural:
            return None
    return Fate(fate, at, chain)


def _owns(tokens: Sequence[Token], told: Told) -> bool:
    """Whether a name is told as an owner: "in Perin's car"."""
    return told.kind == "name" and (tokens[told.last - 1].low.endswith("'s") or _low(tokens, told.last) == "'s")


_BEFORE_CLAUSE = frozenset(", that when after and before how because said says".split())


def _unknown_name(tokens: Sequence[Token], at: int, floor: int) -> bool:
    """Whether a single name that nothing introduces stands right before the verb: "his father said Ona was"."""
    here = at - 1
    while here > floor and (_low(tokens, here) in BE | HAVE or _low(tokens, here) in ADVERBS
                            or _low(tokens, here) == "accidentally"):
        here -= 1
    if here < max(floor, 1) or here == at - 1 or not tokens[here].capital or not tokens[here].low.isalpha():
        return False
    while here > floor and tokens[here - 1].capital:
        here -= 1
    return here > 0 and _low(tokens, here - 1) in _BEFORE_CLAUSE


def _whose(tokens: Sequence[Token], told: Sequence[Told], number: int | None, at: int) -> int | None:
    """In "the son of a deputy has died" it is the son; in "the mother of a boy shot" it is the boy."""
    if not number or told[number].last == at or _low(tokens, told[number].last) == "who":
        return number
    if _low(tokens, told[number].first - 1) != "of":
        return number
    return number - 1 if told[number - 1].last == told[number].first - 1 else number


def _only_says(tokens: Sequence[Token], told: Told) -> bool:
    """Whether what follows a person is what they say, of somebody else: "Perin said the body was sent"."""
    after = _low(tokens, told.last)
    return told.kind != "pronoun" and after in {"said", "says", "reported", "reports", "confirmed", "told"} and (
        _low(tokens, told.last + 1) not in {"he", "she"})


def _object(told: Sequence[Told], tokens: Sequence[Token], at: int, last: int, fate: str) -> Fate | None:
    """The person to the right and those joined to it."""
    number = next((i for i, t in enumerate(told) if last <= t.first <= last + 1 and (
        t.first == last or _low(tokens, last) in {"another", "fellow", '"', "“", "her", "his"})),
        None)
    if number is None:
        return None
    chain = [number]
    while chain[-1] + 1 < len(told):
        gap = [t.low for t in tokens[told[chain[-1]].last : told[chain[-1] + 1].first]]
        following = told[chain[-1] + 1]
        after = _low(tokens, following.last)
        if gap not in (["and"], [","], [",", "and"]) or after in BE | HAVE or following.kind == "pronoun":
            break
        chain.append(chain[-1] + 1)
    return Fate(fate, at, chain)


_WOUNDS = frozenset("wound wounds injury injuries graze fracture fractures burns gunshot".split())


def _wounds(tokens: Sequence[Token], told: Sequence[Told], at: int) -> tuple[Fate | None, int]:
    """"suffered two gunshot wounds", "sustained serious injuries"."""
    for here in range(at + 1, min(at + 9, len(tokens))):
        if tokens[here].low in _WOUNDS:
            if _unreal(tokens, at, "subject"):
                return None, here + 1
            fatal = {"fatal", "mortal"} & {t.low for t in tokens[at:here]}
            return _subject(tokens, told, at, "killed" if fatal else "hurt"), here + 1
        if tokens[here].low in {".", ";", "and", "no"}:
            break
    return None, at + 1


def _wound_after(tokens: Sequence[Token], at: int) -> int:
    """The token after "with a gunshot wound"; 0 where none follows."""
    wounded = False
    for here in range(at + 1, min(at + 8, len(tokens))):
        low = tokens[here].low
        wounded = wounded or low in _BY_WEAPON
        if wounded and low in {"wound", "wounds", "injury", "injuries"}:
            return here + 1
        if low in _NO_WOUND:
            return 0
    return 0


_BY_WEAPON = frozenset("gunshot bullet stab gun shotgun graze gunshots".split())
_NO_WOUND = words.STOPS - {"shot", "to"} | {".", ","}


_CUSTODY = frozenset(". jail custody correctional detention justice prison".split())


def _carried(tokens: Sequence[Token], told: Sequence[Told], at: int) -> tuple[Fate | None, int]:
    """"was taken to a hospital", "medics took him to hospital"."""
    end = next((here for here in range(at + 1, min(at + 13, len(tokens))) if tokens[here].low in words.HOSPITAL), 0)
    way = {t.low for t in tokens[at:end]} | {t.low for t in tokens[end : end + 3]} - {"."}
    if not end or _CUSTODY & way or _unreal(tokens, at, "subject"):
        return None, at + 1
    object_ = _object(told, tokens, at, at + 1, "hurt")
    if object_ and object_.told:
        return object_, end
    if tokens[at].low in words.CARRIES or not {_low(tokens, at - 1), _low(tokens, at - 2)} & (BE | {"and", ",", "being",
                                                                                                  "later"}):
        return None, at + 1
    return _subject(tokens, told, at, "hurt"), end


def _struck(tokens: Sequence[Token], told: Sequence[Told], at: int) -> tuple[Fate | None, int]:
    """"was hit in the leg", "a bullet struck him": only by a shot, or in a part of the body."""
    object_ = None if _unreal(tokens, at, "object") else _object(told, tokens, at, at + 1, "hurt")
    after = {t.low for t in tokens[at + 1 : at + 8]}
    if object_ and object_.told:
        return object_, at + 1
    body = after & words.BODY_PARTS or after & {"gunfire", "bullet", "bullets", "shots", "times", "twice", "once",
                                               "round", "rounds", "pellet", "pellets", "multiple"}
    if not body or _unreal(tokens, at, "subject") or tokens[at].low.endswith("ing"):
        return None, at + 1
    passive = any(_low(tokens, here) in BE for here in range(at - 3, at))
    if _low(tokens, at + 1) in {"his", "her", "the"}:
        return Fate("hurt", at, []), at + 1  # "the bullet hit his arm"
    return (_subject(tokens, told, at, "hurt"), at + 1) if passive else (None, at + 1)


_DEATHS = frozenset("death murder killing slaying homicide".split())


def _possessed(tokens: Sequence[Token], told: Sequence[Told], at: int) -> tuple[Fate | None, int]:
    """"Perin's death", "his murder", "her injuries"."""
    noun = _low(tokens, at + 1)
    noun = _low(tokens, at + 2) if noun in {"shooting", "untimely", "fatal", "tragic", "own", "serious"} else noun
    fate = "killed" if noun in _DEATHS else "hurt" if noun in {"injuries", "wounds", "wound", "injury"} else ""
    if not fate:
        return None, at + 1
    owner = next((i for i, t in enumerate(told) if t.first <= at < t.last or t.last == at), None)
    if owner is None and tokens[at].low not in {"his", "her"}:
        return None, at + 1
    return Fate(fate, at, [owner] if owner is not None else []), at + 1
