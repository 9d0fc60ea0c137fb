"""All words by which the kinds know harm to people, for whoever must tell quickly whether a text may speak of it.

They are gathered from the lexicons, so that a word added there is known here as well. A few more are written down
here: words that tell of harm and carry no figure of their own ("homicide"), and other forms of the lexicons' words.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from stemma.kinds import _person_words as persons
from stemma.kinds import _victims as victims
from stemma.kinds._lexicon import lexicons
from stemma.kinds._scan import INSIDE
from stemma.reading.quantities import NUMBER_WORDS


class Vocabulary(Struct, frozen=True):
    """Words and phrases in small letters, letters and digits only, one space between words."""

    firm: frozenset[str]  # of people killed, hurt or missing, whatever stands beside them
    loose: frozenset[str]  # of people killed, hurt or missing, and mostly of something else: "lost", "taken in"
    other: frozenset[str]  # of people held, driven out or in need, and mostly of something else: "took", "left"
    violent: frozenset[str]  # single words among the firm ones that name the killing of people, and little else
    idle: frozenset[str]  # phrases in which a firm word tells of no harm: "killed off the game"
    armed: frozenset[str]  # weapons and what they do
    people: frozenset[str]  # nouns and pronouns for people
    numbers: frozenset[str]  # number words, vague ones among them


_OTHER_HARMS = ("captured", "displaced", "affected")  # told in words of every day
# Nouns that are counted when people die, and mostly stand for something else.
_LOOSE = frozenset({"names", "lives", "lives of", "losses", "toll", "are dying"})
# Said of one person who was shot, and far too common to mean that where nobody was.
_COMMON = frozenset({"is stable", "was stable", "recovering", "recuperating", "striking", "in surgery", "had expired",
                     "has expired", "have expired"})
_VIOLENT = frozenset(
    "killed killings slain slayings murder murders murdered murdering murderous massacre massacres massacred "
    "slaughtered beheaded beheading beheadings assassinate assassinated assassinates assassinating assassin assassins "
    "assassination assassinations lynched lynching lynchings homicide homicides gunned strangled decapitated".split()
)
_MORE = frozenset(
    "injury suicide shot shoot shooting shootings shootout gunfire gunshot gunshots stab stabbing stabbings lethal "
    "drowned drowning body execution executions killer killers murderer mortally slaughter deadly fatal fatally "
    "manslaughter mutilated hanged victim victims kidnap kidnaps kidnapped kidnapping kidnappings abduct abducted "
    "abduction abductions hostage hostages".split()
)
_IDLE = frozenset(
    "killed off the|killed off any|killed off hopes|killed the game off|kill off the|kills off the|killing off the|"
    "killed time|kill time|dressed to kill|dead heat|dead end|dead ends|dead ball|dead in the water|dead sea|"
    "dead weight|dead centre|dead center|sudden death|death overs|dying to see|dying to know|dying minutes|"
    "dying seconds|dying moments|dying stages|dying embers|shot on goal|shot on target|shot in the dark|shot put|"
    "long shot|big shot|parting shot|booster shot|flu shot|penalty shot|slap shot|shooting guard|shooting star|"
    "shooting stars|shooting for the|photo shoot|film shoot|body of work|body of water|body of evidence|body of law|"
    "body language|governing body|governing bodies|student body|public bodies|public body|heavenly bodies|"
    "victim of its own success|wound up|murder mystery|murder mysteries|to die for|die hard|"
    "missing out|missing link|injury time".split("|")
)
_ARMED = frozenset(
    "gun guns handgun handguns pistol pistols rifle rifles revolver shotgun firearm firearms bullet bullets gunshot "
    "gunshots gunfire gunman gunmen shooter shooters knife machete grenade grenades bomb bombs bombing bombings "
    "explosive explosives explosion explosions blast blasts shelling shelled shells rocket rockets missile missiles "
    "airstrike airstrikes drone drones mortar mortars artillery landmine landmines ambush ambushed ambulance "
    "paramedics".split()
)
_PRONOUNS = frozenset("he him himself she her herself they them themselves who nobody".split())
_VAGUE = frozenset("dozen dozens score scores tens hundred hundreds thousand thousands several many few couple both "
                   "double triple quadruple".split())
_BESIDE_LETTERS = re.compile(r"[^a-z0-9]+")


@cache
def vocabulary() -> Vocabulary:
    """The words of all kinds in this folder."""
    firm = {_plain(word) for word in (*INSIDE, *_VIOLENT, *_MORE)}
    firm |= {_plain(phrase) for phrase in _told_of_one()}
    loose: set[str] = set()
    other: set[str] = set()
    for lexicon in lexicons():
        unsure = frozenset(f"{lexicon.people_only}|{lexicon.clinical}|{lexicon.custody}".split("|")) | _LOOSE | _COMMON
        for words, _ in lexicon.entries():
            phrase = " ".join(words)
            part = _without_gap(phrase)
            sure = phrase not in unsure and (part == phrase or " " in part)
            (other if lexicon.harm in _OTHER_HARMS else firm if sure else loose).add(_plain(part))
    firm -= _COMMON | {""}
    single = {phrase for phrase in firm if " " not in phrase}
    return Vocabulary(
        firm=_shortest(firm, single), loose=_shortest(loose - firm - {""}, single),
        other=_shortest(other - loose - firm - {""}, single), violent=_VIOLENT, idle=_IDLE, armed=_ARMED,
        people=_people(), numbers=frozenset(word for number in NUMBER_WORDS for word in number.split("-")) | _VAGUE,
    )


def _told_of_one() -> list[str]:
    return [" ".join(words) for rows in persons.PHRASES.values() for words, _, _ in rows]


def _people() -> frozenset[str]:
    nouns = (*victims.NOUNS, *persons.HEADS, *persons.PLURALS, *_PRONOUNS)
    return frozenset(word for noun in nouns for word in _plain(noun).split() if len(word) > 1) | {"lives"}


def _shortest(phrases: set[str], single: set[str]) -> frozenset[str]:
    """The phrases without those that hold a firm word, which tells as much by itself."""
    return frozenset(p for p in phrases if p in single or single.isdisjoint(p.split()))


def _without_gap(phrase: str) -> str:
    """Of "lost * fight for life" the longer part, since nobody knows what stands in the gap."""
    return max(reversed(phrase.split("*")), key=lambda part: len(part.split())).strip()


def _plain(phrase: str) -> str:
    return _BESIDE_LETTERS.sub(" ", phrase.lower()).strip()
