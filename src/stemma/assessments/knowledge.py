"""Own knowledge: sources that count the dead and injured themselves, by their office or by what they say of it.

The list is ours. It says who is in a position to count, not who is right.
"""

from __future__ import annotations

import re

from stemma.model import Claim, Party

# Those through whose hands the dead and injured go. A ministry or a governor hears of them from these.
_HANDS = (
    ("a hospital or its staff", re.compile(
        r"\b(?:hospitals?|clinics?|doctors?|surgeons?|physicians?|nurses?|matrons?|paramedics?|medics?|medical|midwi(?:fe|ves)|"
        r"ambulances?|health (?:cent(?:re|er)|post|worker)s?|field station|dispensary|infirmary)\b", re.IGNORECASE)),
    ("a mortuary or coroner", re.compile(
        r"\b(?:morgues?|mortuar(?:y|ies)|coroners?|forensic|pathologists?|medical examiners?|undertakers?|"
        r"gravediggers?|cemeter(?:y|ies))\b", re.IGNORECASE)),
    ("a rescue service", re.compile(
        r"\b(?:rescue|rescuers?|civil (?:defen[cs]e|protection)|emergency (?:service|services|situations|response)|"
        r"fire (?:brigade|service|department)|firefighters?|red (?:cross|crescent)|white helmets)\b", re.IGNORECASE)),
)
# Bodies that verify deaths one by one; they count only where they say that they have.
_MONITORS = re.compile(
    r"\b(?:un|united nations|ohchr|human rights|rights (?:office|network|group|monitor)|monitors?|monitoring|"
    r"observ(?:er|ers|atory)|mission|ombudsman|casualty record(?:er|ers|ing))\b", re.IGNORECASE)


def own_knowledge(party: Party | None, claim: Claim) -> str:
    """Why a figure's source is held to count for itself: "a hospital or its staff"; empty where it is not.

    A health ministry is no hospital: it is told.
    """
    said = " ".join(filter(None, (party.name if party else claim.source.name, party.role if party else "",
                                  claim.source.name, claim.source.role)))
    if not said or re.search(r"\bminist(?:er|ry)\b", said, re.IGNORECASE):
        return ""
    for name, pattern in _HANDS:
        if pattern.search(said):
            return name
    if claim.stance == "confirmed" and _MONITORS.search(said):
        return "a body that says it verified the figure"
    return ""
