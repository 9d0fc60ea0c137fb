"""Words by which a sentence says that something violent happened, by the kind of happening."""

from __future__ import annotations

import re
from functools import lru_cache

# Kinds are those of the gold format; the order decides where a sentence names several (the more telling first).
KINDS: tuple[tuple[str, str], ...] = (
    ("suicide_attack", r"suicide (?:bomb\w*|attack\w*|blast\w*|vest)|blew (?:him|her|them)sel\w+ up|car[- ]ramming"),
    ("drone_strike", r"drones?(?: (?:strike|attack|raid)s?)?|unmanned aerial|UAVs?|quadcopters?"),
    (
        "airstrike",
        r"air[- ]?(?:strikes?|raids?|attacks?|assaults?)|aerial (?:bomb\w*|attack\w*|raids?|descent)|warplanes?|"
        r"(?:fighter |war)?(?:jets?|planes?|aircraft)|barrel bombs?|helicopters?|bombing raids?",
    ),
    ("missile_strike", r"missiles?(?: (?:strike|attack|barrage)s?)?"),
    (
        "shelling",
        r"shell(?:s|ed|ing|fire)?|artillery|mortars?|rockets?|howitzers?|bombardments?|bombard\w*|"
        r"multiple launch|cluster (?:bombs?|munitions?)|grads?|barrages?",
    ),
    ("massacre", r"massacre\w*|execut(?:ed|ions?)|summar\w+ kill\w+|mass (?:killing|shooting|grave)s?|beheaded"),
    (
        "bombing",
        r"(?:car|truck|roadside|suicide|home-?made|time|parcel|vehicle) bombs?|IEDs?|explosive devices?|"
        r"bomb(?:s|ed|ings?)?|booby[- ]trap\w*|detonat\w+",
    ),
    ("clash", r"clash(?:es|ed)?|fire ?fights?|gun battles?|fighting|battles?|skirmish\w*|offensive|street fights?"),
    (
        "armed_attack",
        r"gunm[ae]n|gunfire|shot|shooting|shoot(?:s|ers?)?|opened fire|open fire|fired|ambush\w*|raid(?:s|ed|ers)?|"
        r"storm(?:ed|ing)?|overran|attackers?|attack(?:s|ed|ing)?|assault(?:s|ed)?|assailants?|machetes?",
    ),
    ("explosion", r"explosions?|explod\w+|blasts?|erupted|land ?mines?|mines? (?:blew up|went off)"),
)
KIND_PATTERNS = tuple((kind, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for kind, pattern in KINDS)
STRUCK = re.compile(
    r"\b(?:str(?:ikes?|uck|iking)|hit(?:s|ting)?|target(?:s|ed|ing)?|pounded|pounding|fell|landed|slammed|"
    r"came down|tore through|ripped through|destroyed|flattened|levell?ed)\b",
    re.IGNORECASE,
)
HARM = re.compile(
    r"\b(?:kill(?:s|ed|ing|ings)?|dead|die[sd]?|dying|deaths?|bodies|wound(?:s|ed|ing)|injur(?:ed|ing|ies)|hurt|"
    r"casualt(?:y|ies)|victims?|slain|massacred|perished|lives)\b",
    re.IGNORECASE,
)
# A wounded person's way to a hospital names a place, but no place of attack.
CARE = re.compile(
    r"\b(?:hospitals?|clinics?|infirmar(?:y|ies)|morgues?|admitted|treated|patients?|surgeons?|doctors?|"
    r"taken to|driven to|evacuated to|transferred to|buried|funerals?|sheltering|displaced|fled to)\b",
    re.IGNORECASE,
)


# A second attack on the same place, told by the time since the first: "a second missile hit them an hour later".
SECOND = re.compile(
    r"\b(?:second|third|another|repeat|follow-up|further) (?:\w+ ){0,2}?(?:strikes?|blasts?|explosions?|attacks?|"
    r"missiles?|shells?|drones?|bombs?|bombers?|rockets?|raids?|salvos?|volleys?)\b",
    re.IGNORECASE,
)
LATER = re.compile(r"\b(?:minutes?|hours?|half an hour) (?:later|after(?:wards)?|apart)\b", re.IGNORECASE)


def second_attack(text: str) -> bool:
    """Whether a sentence tells of another attack some minutes or hours after a first."""
    return bool(SECOND.search(text) and LATER.search(text))


ANY_KIND = re.compile("|".join(rf"\b(?:{pattern})\b" for _, pattern in KINDS), re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of happening that a sentence names, the more telling first."""
    if not ANY_KIND.search(text):
        return ()
    return tuple(kind for kind, pattern in KIND_PATTERNS if pattern.search(text))


@lru_cache(maxsize=1 << 16)
def violent(text: str) -> bool:
    """Whether a sentence says that something violent happened."""
    return bool(STRUCK.search(text)) or bool(kinds_in(text)) or bool(HARM.search(text))
