"""Who is held responsible: how many different sides the accounts name, and what sort of actor that is."""

from __future__ import annotations

import re
from os.path import commonprefix
from typing import Literal

from stemma.assessments.own_side import of_its_side
from stemma.coding.facts import Facts
from stemma.model import Claim
from stemma.reading.nations import nation_of

Sort = Literal["state", "other", "unidentified", "none"]
# Words for forces that belong to no side by themselves; general English, no names.
_STATE = frozenset(
    "army military air force forces navy regime government state police troops soldiers soldier gendarmerie national "
    "armed security federal ministry defence defense warplanes jets aircraft artillery commandos marines".split())
_OTHER = frozenset(
    "rebel rebels insurgent insurgents militant militants militia militias guerrilla guerrillas fighter fighters "
    "gunman gunmen jihadist jihadists extremist extremists terrorist terrorists separatist separatists bandit bandits "
    "gang gangs cartel front movement group groups brigade brigades opposition".split())
_FILLING = frozenset("the of a an and s its own unit units".split())
_UNKNOWN = re.compile(r"\b(?:unknown|unidentified|not identified|unclear)\b", re.IGNORECASE)


def alleged(facts: Facts) -> list[Claim]:
    """Claims that lay the incident to somebody, denied and disputed ones left out."""
    return [claim for claim in facts.claims
            if claim.kind == "perpetrator" and claim.value and claim.stance not in ("denied", "disputed")]


def accused(facts: Facts) -> tuple[str, ...]:
    """Those to whom it is laid, the most often named first; "unknown" is nobody."""
    return tuple(name for name in facts.incident.perpetrators if not _UNKNOWN.search(name))


def unidentified(facts: Facts) -> bool:
    """Whether accounts say that nobody knows who did it, and none names anybody."""
    return not accused(facts) and any(_UNKNOWN.search(name) for name in facts.incident.perpetrators)


def own_words(name: str) -> frozenset[str]:
    """What sets a name apart: a nation's code, or the words that are not said of any force."""
    words = [word for word in re.findall(r"\w+", name.casefold()) if word not in _FILLING]
    found = set()
    for word in words:
        nation = nation_of(word.title())
        if nation is not None:
            found.add(nation.code)
        elif word not in _STATE and word not in _OTHER:
            found.add(word)
    return frozenset(found)


def sort_of(name: str) -> Sort:
    """Whether a name is that of a state's force or of another armed group, as far as its words tell."""
    words = set(re.findall(r"\w+", name.casefold()))
    if words & _OTHER:
        return "other"
    if words & _STATE or nation_of(name) is not None:
        return "state"
    return "other" if words else "none"


def plainly_other(name: str) -> bool:
    """Whether a name says by itself that it is no state's force: rebels, a militia, a front."""
    return bool(set(re.findall(r"\w+", name.casefold())) & _OTHER)


def sides(facts: Facts) -> list[list[str]]:
    """The names gathered into sides: "the army" and "the Kareth army" are one, the army and the rebels are two."""
    found: list[list[str]] = []
    for name in sorted(accused(facts), key=lambda n: (-len(own_words(n)), accused(facts).index(n))):
        own, sort = own_words(name), sort_of(name)
        home = next((side for side in found if alike(own, own_words(side[0]))
                     or not own and (sort == sort_of(side[0]) or sort == "state" and not plainly_other(side[0]))), None)
        if home is None:
            found.append([name])
        else:
            home.append(name)
    return found


def alike(these: frozenset[str], those: frozenset[str]) -> bool:
    """Whether two names share a word, or a word and what is made of it: "Kareth" and "Karethi"."""
    return any(a == b or min(len(a), len(b)) > 4 and commonprefix((a, b)) in (a, b, a[:-1], b[:-1])
               for a in these for b in those)


def sort_of_attacker(facts: Facts) -> Sort:
    """What the most named attacker is."""
    names = accused(facts)
    if names:
        return sort_of(names[0])
    return "unidentified" if unidentified(facts) else "none"


def is_disputed(facts: Facts) -> bool:
    """Whether accounts lay the incident to different sides."""
    return len(sides(facts)) > 1


def admissions(facts: Facts) -> list[Claim]:
    """Claims by which somebody lays the incident to his own side."""
    found = []
    for claim in alleged(facts):
        party = facts.parties.get(facts.behind[claim.id].party if claim.id in facts.behind else "", "")
        speaker = " ".join(filter(None, (claim.source.name, claim.source.role, party)))
        if claim.source.known and alike(own_words(claim.value), own_words(speaker)):
            found.append(claim)
    return found


def laid(facts: Facts, name: str) -> tuple[list[Claim], list[Claim]]:
    """Claims that lay the incident to a name: those of others, and what its own side says that it did."""
    own = {claim.id for claim in admissions(facts)}
    named = [claim for claim in alleged(facts) if claim.value == name]
    others = [claim for claim in named if claim.id not in own and not of_its_side(claim, _roles(facts, claim))]
    return others, [claim for claim in named if claim not in others]


def _roles(facts: Facts, claim: Claim) -> str:
    """The roles that the incident's accounts give to a claim's source: not each of them says for whom he speaks."""
    return " ".join(sorted({other.source.role for other in facts.claims
                            if other.source.role and other.source.name == claim.source.name}))
