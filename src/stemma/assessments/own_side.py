"""Who speaks for the side that a claim names: an army's own words on what it did are no allegation against it."""

from __future__ import annotations

import re

from stemma.model import Claim, Party

# Words for a side's forces; they tell no side from another.
ARMED = frozenset("""
the army armies air navy force forces troops military soldiers fighters militants regime government
""".split())
_OF_THE_ARMED = frozenset("army military forces force air navy defence defense".split())
# Those who live or work at a place do not speak for the side that is called by its name.
_NO_VOICE = frozenset("""
resident residents witness witnesses survivor survivors relative relatives villager villagers people locals doctor
doctors medic medics activist activists opposition critics exiled former journalist journalists hospital
""".split())


def core(value: str) -> tuple[str, ...]:
    """The words of a name that tell a side from others, case-folded."""
    return tuple(word for word in value.casefold().split() if word not in ARMED)


def voice(party: Party | None) -> str:
    """The words that say for whom a party speaks."""
    return f"{party.name} {party.role or ''}" if party else ""


def of_its_side(claim: Claim, speaker: str = "") -> bool:
    """Whether a claim's source speaks for the side that the claim names.

    By the source as its report has it and by what is known of the speaker besides: "the army" in the words of the
    spokesman of some army is his own.
    """
    source = claim.source
    known = f"{speaker} {source.name} {source.role or ''}" if source.known else speaker
    said = set(re.findall(r"[\w-]+", known.casefold()))
    named = set(core(claim.value or ""))
    return bool(said) and not said & _NO_VOICE and (named <= said if named else bool(said & _OF_THE_ARMED))
