"""Invented reports for measuring: the same seed gives the same texts. Nobody and no place in them exists.

Several reports tell each happening; some are rewrites of an earlier one, as in a real pile.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

SEED = 20310203
REPORTS_PER_HAPPENING = 5
REWRITTEN = 0.4  # share of reports that are made from the one before
FIRST_DAY = date(2031, 1, 6)

_STARTS = ("Or", "Tar", "Vel", "Sar", "Kom", "Bel", "Dru", "Ma", "Les", "Pav", "Ni", "Hal", "Qua", "Ruz", "Ched", "Ist")
_MIDDLES = ("va", "lo", "mi", "ren", "do", "sha", "ti", "gu", "be", "zo")
_ENDS = ("ne", "dar", "vik", "grad", "sk", "ra", "lia", "mont", "pol", "bad", "ton", "ka")
_FIRST = ("Mira", "Anwar", "Teodor", "Ilse", "Samuel", "Nadia", "Pavle", "Ruth", "Karim", "Lena", "Omar", "Dario")
_ROLES = ("regional governor", "mayor", "police spokesman", "hospital director", "army spokeswoman",
          "interior minister", "head of the civil defence", "human rights monitor")
_WEAPONS = ("rockets", "artillery shells", "a car bomb", "an air strike", "mortar rounds", "a drone", "gunmen")
_TARGETS = ("a market", "a bus station", "a residential district", "a school", "a hospital", "a checkpoint")
_OUTLETS = ("the Northern Wire agency", "Radio Delta", "the Evening Ledger", "Channel Six", "the Hill Courier")
_HEDGES = ("at least {n}", "more than {n}", "about {n}", "{n}", "up to {n}", "dozens of", "several")

_LEADS = (
    "{Hedged} people were killed and {m} others injured when {weapon} hit {target} in {place} on {day}, {who} said.",
    "{Who} said {hedged} people had died and {m} were wounded in an attack with {weapon} on {target} in {place} "
    "on {day}.",
    "An attack on {target} in {place} killed {hedged} people on {day}, according to {who}.",
)
_BODY = (
    "“We have counted {n} dead and {m} wounded so far,” {name} told {outlet}. “The number may rise.”",
    "Residents of {place} said they heard explosions shortly after {hour} in the morning and ran to the cellars.",
    "{other}, {role}, wrote on Telegram that {weapon} had damaged {target} and some twenty houses nearby.",
    "The army denied that its forces had fired on {place}. The opposition blamed the army for the attack.",
    "{n2} of the wounded were taken to the hospital in {town}, where doctors were treating {k} children.",
    "It was not possible to verify the reports independently. Roads to {place} were closed on {day}.",
    "Since the beginning of the year {big} people have been killed in the province, the United Nations said.",
    "A curfew was announced in {place} and {town} from six in the evening, {name} said in a statement on {day}.",
    "“My neighbour's roof is gone, and nobody has come to help us yet,” said {other2}, a teacher who lives nearby.",
    "In {town}, {distance} kilometres to the north, {k} people were wounded in a separate incident on {before}.",
    "Talks between the two sides were to begin in {town} this week, but diplomats said that they had been put off.",
    "Photographs published by {outlet} showed broken windows and a crater beside {target}.",
)


def reports(count: int, seed: int = SEED) -> Iterator[str]:
    """So many invented reports, always the same ones for a seed."""
    chance = random.Random(seed)
    happening: dict[str, str] = {}
    text = ""
    for number in range(count):
        if number % REPORTS_PER_HAPPENING == 0:
            happening, text = _happening(chance), ""
        text = _rewritten(chance, text) if text and chance.random() < REWRITTEN else _report(chance, happening)
        yield text


def _happening(chance: random.Random) -> dict[str, str]:
    """What the reports of one happening share."""
    day = FIRST_DAY + timedelta(days=chance.randrange(700))
    first, last = chance.choice(_FIRST), _invented(chance)
    dead, hurt = chance.randint(2, 80), chance.randint(3, 200)
    return {
        "place": _invented(chance), "town": _invented(chance), "weapon": chance.choice(_WEAPONS),
        "target": chance.choice(_TARGETS), "day": f"{day:%A}, {day:%B} {day.day}", "before": f"{day:%B} {day.day}",
        "name": f"{first} {last}", "who": f"{first} {last}, the {chance.choice(_ROLES)}", "n": str(dead),
        "m": str(hurt), "n2": str(max(2, hurt // 3)), "k": str(chance.randint(2, 9)),
        "big": str(chance.randint(100, 900)), "hour": str(chance.randint(2, 11)),
        "distance": str(chance.randint(5, 90)), "dateline": f"{day:%B} {day.day}, {day.year}",
    }


def _report(chance: random.Random, happening: dict[str, str]) -> str:
    """One telling of a happening: headline, lead, a dozen paragraphs."""
    hedged = chance.choice(_HEDGES).format(**happening)
    words = {
        **happening, "hedged": hedged, "Hedged": hedged[:1].upper() + hedged[1:],
        "Who": happening["who"], "role": chance.choice(_ROLES), "outlet": chance.choice(_OUTLETS),
        "other": f"{chance.choice(_FIRST)} {_invented(chance)}",
        "other2": f"{chance.choice(_FIRST)} {_invented(chance)}",
    }
    headline = f"{hedged[:1].upper()}{hedged[1:]} people killed in attack on {happening['place']}"
    paragraphs = [f"{happening['place'].upper()}, {happening['dateline']} - {chance.choice(_LEADS).format(**words)}"]
    for _ in range(3):
        body = chance.sample(_BODY, 9)
        paragraphs += [" ".join(sentence.format(**words) for sentence in body[at:at + 3]) for at in (0, 3, 6)]
    return "\n\n".join((headline, *paragraphs)) + "\n"


def _rewritten(chance: random.Random, text: str) -> str:
    """An earlier telling with some paragraphs dropped and the rest as they were."""
    headline, *paragraphs = text.rstrip("\n").split("\n\n")
    kept = [paragraph for at, paragraph in enumerate(paragraphs) if at == 0 or chance.random() > 0.25]
    return "\n\n".join((headline, *kept)) + "\n"


def _invented(chance: random.Random) -> str:
    """A name for a place or a family."""
    return chance.choice(_STARTS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
