"""Invented reports for measuring: the same seed gives the same texts. Nobody and no place in them exists.

Several reports tell each happening; some are rewrites of an earlier one, as in a real pile.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

SEED = 20310203
REPORTS_PER_HAPPENING = 5
SENTENCES = 27  # of a report after its lead
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
    "{name} added that rescuers were still looking for {k} people under the rubble on {day} evening.",
    "“I counted eleven ambulances in half an hour,” said {other2}, who sells bread across the street.",
    "The hospital in {town} appealed for blood and said that it had admitted {n2} patients, among them {k} children.",
    "{other} told {outlet} that the youngest of the victims was four years old.",
    "Electricity was cut in most of {place}, and the water works stood still until the next morning.",
    "A spokesman for the army, {other3}, rejected the accusation and said that no shot had been fired that day.",
    "According to {outlet}, at least {k} of the dead were soldiers who had stopped at {target} on their way home.",
    "Earlier reports had put the toll at {k} dead and {n2} injured, but {name} said that these figures were too low.",
    "About {big} families have left {place} since the fighting began, the Red Crescent said in {town} on {before}.",
    "“We will rebuild what they have broken,” {other3} wrote in a message to the people of {place}.",
    "The foreign ministry summoned the ambassador and demanded an inquiry into what it called a crime.",
    "Monitors of the regional mission were refused access to the site for a second day, {outlet} reported.",
    "Shops stayed closed and the schools of {town} sent their pupils home before noon.",
    "{other2}, who lost her brother, said that nobody had warned the residents.",
    "Two policemen were shot dead at a checkpoint outside {town} in the night of {before}, {role} {other} said.",
    "It was the deadliest attack in the area since the truce of last autumn, in which {hedged} people had died.",
    "The rebels claimed responsibility in a statement and said that they had aimed at a depot behind {target}.",
    "A doctor who did not want to be named said that many of the wounded had lost limbs.",
    "Trains between {place} and {town} were suspended, and the road through the valley was mined.",
    "“Nobody knows how many are still missing,” {other3} told reporters beside the ruins.",
    "The United Nations called on all sides to spare civilians and to open a corridor for aid.",
    "In the neighbouring district {n2} houses burned down after {weapon} struck a fuel store.",
    "{name} thanked the volunteers who had carried the injured to {town} in their own cars.",
    "Satellite pictures taken on {day} show that the bridge north of {place} has been destroyed.",
    "Parliament is to meet in an emergency session next week; the opposition demands that the minister resign.",
    "The price of flour has doubled since the siege of {place} began, traders in {town} said.",
    "A funeral for {k} members of one family was held in {place} on {before} under heavy guard.",
    "{outlet} could not confirm the army's account, and its correspondent was turned back {distance} kilometres away.",
    "“They came from the hills at dawn and fired at everything that moved,” said a farmer, {other}.",
    "More than {big} people were without heating, and snow was forecast for the night.",
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
    """One telling of a happening, of about 500 words: headline, lead, nine paragraphs; no sentence comes twice."""
    hedged = chance.choice(_HEDGES).format(**happening)
    words = {
        **happening, "hedged": hedged, "Hedged": hedged[:1].upper() + hedged[1:],
        "Who": happening["who"], "role": chance.choice(_ROLES), "outlet": chance.choice(_OUTLETS),
        **{other: f"{chance.choice(_FIRST)} {_invented(chance)}" for other in ("other", "other2", "other3")},
    }
    headline = f"{hedged[:1].upper()}{hedged[1:]} people killed in attack on {happening['place']}"
    paragraphs = [f"{happening['place'].upper()}, {happening['dateline']} - {chance.choice(_LEADS).format(**words)}"]
    body = [sentence.format(**words) for sentence in chance.sample(_BODY, SENTENCES)]
    paragraphs += [" ".join(body[at:at + 3]) for at in range(0, SENTENCES, 3)]
    return "\n\n".join((headline, *paragraphs)) + "\n"


def _rewritten(chance: random.Random, text: str) -> str:
    """An earlier telling with some paragraphs dropped and the rest as they were."""
    headline, *paragraphs = text.rstrip("\n").split("\n\n")
    kept = [paragraph for at, paragraph in enumerate(paragraphs) if at == 0 or chance.random() > 0.25]
    return "\n\n".join((headline, *kept)) + "\n"


def _invented(chance: random.Random) -> str:
    """A name for a place or a family."""
    return chance.choice(_STARTS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
