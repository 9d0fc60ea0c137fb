"""A desk's pile of invented reports, for measuring builds: the same seed gives the same reports, whatever their number.

Unlike the reports of `_reports`, which are cut from some forty sentences and so share most of them, these are like a
real pile in what a build has to compare. A happening is told by one to a dozen reports, which come within some hundred
of each other. Reports of one happening have its place, day, officials and figures in common, each in sentences of its
own. Two in five reports come from an earlier one of the same happening: as it is, with paragraphs cut, under another
headline, or with one word in twelve replaced. Nobody and no place in them exists.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

SEED = 20340507
COPIED = 0.4  # share of reports that come from an earlier one of their happening
OPEN = 25  # happenings that are reported on at a time
TOLD = (1, 1, 1, 2, 2, 3, 4, 6, 8, 12)  # reports of a happening
SENTENCES = 20  # of a report after its lead
SPEAKING = 7  # of these, which tell who said what, or of harm
FIRST_DAY = date(2031, 1, 6)

_STARTS = "Or Tar Vel Sar Kom Bel Dru Ma Les Pav Ni Hal Qua Ruz Ched Ist Yel Gan Tor Mir Osh Bri Kel Van".split()
_MIDDLES = "va lo mi ren do sha ti gu be zo ka ri la nem".split()
_ENDS = "ne dar vik grad sk ra lia mont pol bad ton ka vo sen mir ush".split()
_FIRST = """Mira Anwar Teodor Ilse Samuel Nadia Pavle Ruth Karim Lena Omar Dario Sabine Yusuf Hana Viktor Amal Boris
Clara Denis Elif Farid Greta Hamid Irena Jonas Katia Luka Marta Nils Olga Petra Rafik Selma Tomas Vera""".split()
_ROLES = ("regional governor", "mayor", "police spokesman", "hospital director", "army spokeswoman",
          "interior minister", "head of the civil defence", "human rights monitor", "district chief", "fire chief")
_WEAPONS = ("rockets", "artillery shells", "a car bomb", "an air strike", "mortar rounds", "a drone", "gunmen")
_TARGETS = ("a market", "a bus station", "a residential district", "a school", "a hospital", "a checkpoint",
            "a railway yard", "a mosque", "a bakery", "a grain depot")
_HEDGES = ("at least {n}", "more than {n}", "about {n}", "{n}", "{n}", "up to {n}")
_LEADS = (
    "{Hedged} people were killed and {m} others injured when {weapon} hit {target} in {place} on {day}, {who} said.",
    "{Who} said {hedged} people had died and {m} were wounded in an attack with {weapon} on {target} in {place} "
    "on {day}.",
    "An attack on {target} in {place} killed {hedged} people on {day}, according to {who}.",
    "{Weapon} struck {target} in {place} on {day}, killing {hedged} people and wounding {m}, {who} told reporters.",
)
_TOLD = (
    "“We have counted {n} dead and {m} wounded,” {official} said {when}.",
    "{witness}, {job}, said {they} had heard {k} explosions {when}.",
    "{k} children were among the wounded, {official} added.",
    "The army denied that its forces had fired on {place}.",
    "{official} wrote on Telegram that {weapon} had damaged {target} and {k} houses {where}.",
    "“{cry},” said {witness}, {job}.",
    "Earlier {other_official} had put the toll at {fewer} dead.",
    "Rescuers were still looking for {k} people under the rubble {when}, {official} said.",
    "The rebels claimed responsibility for the attack on {target}.",
    "{m2} of the injured were taken to the hospital in {town}, its director, {doctor}, said.",
    "It was not possible to verify the figures independently.",
)
_CRIES = ("My neighbour's roof is gone", "Nobody warned us", "The whole street was on fire", "I counted the ambulances",
          "We slept in the cellar for a week", "They fired at everything that moved", "The windows fell into the room",
          "I do not know where my brother is", "There is no water and no light", "We carried them on doors")
_JOBS = ("a teacher", "who sells bread across the street", "a farmer", "a nurse", "a bus driver", "a student",
         "who lost her brother", "a shopkeeper", "a retired engineer", "a baker", "who lives nearby", "an electrician")
_WHEN = ("on Monday evening", "shortly after dawn", "before the curfew", "in the night", "towards noon", "by nightfall",
         "at the weekend", "two hours later", "as the rain set in", "during the night watch", "early in the week")
_DOERS = ("residents", "a column of trucks", "the town council", "rescue workers", "two patrols", "local farmers",
          "the garrison", "volunteers", "the border guard", "doctors", "an armoured car", "fighters from the hills",
          "engineers", "a convoy with flour", "students", "the ferry crews", "families with children", "railway staff")
_DID = ("left", "searched", "blocked", "repaired", "reached", "abandoned", "surrounded", "entered", "guarded",
        "cleared", "crossed", "photographed", "looted", "defended", "inspected", "sealed off", "evacuated", "fenced in")
_THINGS = ("the old mill", "a grain store", "the bus depot", "both bridges", "the northern suburb", "a school yard",
           "several houses", "the power station", "the market hall", "a row of workshops", "the quarry road",
           "the pumping station", "a vineyard", "the cemetery wall", "the water tower", "the harbour", "the radio mast",
           "the timber yard", "a dairy", "the customs house", "the tram lines")
_WHERE = ("near {place}", "outside {place}", "north of {place}", "on the road from {place} to {town}", "beyond {town}",
          "along the river at {place}", "below the fort of {place}", "at the edge of {town}",
          "{k} kilometres from {place}", "in the {place} district")
_AFTER = ("because the road was mined", "although a truce had been agreed", "and then withdrew", "before help came",
          "in spite of orders from {town}", "as shells fell for {m2} minutes", "which left {k} families without a roof",
          "while {m2} others fled", "", "", "", "")
_OTHER = ("soon", "heavy", "local", "troops", "again", "almost", "townspeople", "vehicles", "reportedly", "earlier",
          "severe", "struck", "area", "officials", "nearly", "dwellings", "further", "large")

Words = dict[str, str]


class _Happening:
    """What the reports of one happening share, and those written so far."""

    def __init__(self, chance: random.Random) -> None:
        day = FIRST_DAY + timedelta(days=chance.randrange(1400))
        dead, hurt = chance.randint(2, 80), chance.randint(3, 200)
        officials = [(_person(chance), chance.choice(_ROLES)) for _ in range(3)]
        self.words: Words = {
            "place": _name(chance), "town": _name(chance), "weapon": chance.choice(_WEAPONS),
            "target": chance.choice(_TARGETS), "day": f"{day:%A}", "dateline": f"{day:%B} {day.day}, {day.year}",
            "n": str(dead), "m": str(hurt), "fewer": str(max(1, dead - chance.randint(1, 5))),
            "official": officials[0][0], "other_official": officials[1][0], "doctor": _person(chance),
            "who": f"{officials[0][0]}, the {officials[0][1]}", "Who": f"{officials[0][0]}, the {officials[0][1]}",
        }
        self.left = chance.choice(TOLD)
        self.texts: list[str] = []

    def told(self, chance: random.Random, sentences: int, speaking: int) -> str:
        """The next report."""
        self.left -= 1
        copied = self.texts and chance.random() < COPIED
        self.texts.append(_copy(chance, chance.choice(self.texts)) if copied
                          else _report(chance, self.words, sentences, speaking))
        return self.texts[-1]


def reports(count: int, seed: int = SEED, sentences: int = SENTENCES, speaking: int = SPEAKING) -> Iterator[str]:
    """So many reports; fewer are the beginning of more. sentences: after the lead, of which `speaking` tell who said
    what, or of harm, 11 at most."""
    chance = random.Random(seed)
    running: list[_Happening] = []
    for _ in range(count):
        running = [happening for happening in running if happening.left]
        if len(running) < OPEN:
            running.append(_Happening(chance))
        yield chance.choice(running).told(chance, sentences, speaking)


def _report(chance: random.Random, shared: Words, sentences: int, speaking: int) -> str:
    """One telling in sentences of its own: headline, lead, paragraphs of two or three sentences. 20 of them make some
    330 words."""
    hedged = chance.choice(_HEDGES).format(**shared)
    words = {**shared, "hedged": hedged, "Hedged": _capital(hedged), "Weapon": _capital(shared["weapon"])}
    lead = chance.choice(_LEADS).format(**words)
    parts = [f"{shared['place'].upper()}, {shared['dateline']} - {lead}"]
    told = chance.sample(_TOLD, speaking)
    body = [_sentence(chance, words, told[at] if at < len(told) else None) for at in range(sentences)]
    chance.shuffle(body)
    while body:
        size = chance.randint(2, 3)
        parts.append(" ".join(body[:size]))
        del body[:size]
    return "\n\n".join((f"{_capital(hedged)} killed in attack on {shared['place']}", *parts)) + "\n"


def _sentence(chance: random.Random, words: Words, form: str | None) -> str:
    """What somebody told, or what else happened there."""
    pick = chance.choice
    words = {**words, "k": str(chance.randint(2, 60)), "m2": str(chance.randint(2, 90)), "witness": _person(chance),
             "job": pick(_JOBS), "cry": pick(_CRIES), "when": pick(_WHEN), "they": "they"}
    words["where"] = pick(_WHERE).format(**words)
    form = form or " ".join(("{when}", pick(_DOERS), pick(_DID), pick(_THINGS), "{where}", pick(_AFTER))) + "."
    return _capital(" ".join(form.format(**words).replace(" .", ".").split()))


def _copy(chance: random.Random, text: str) -> str:
    """A report made from another one."""
    headline, lead, *paragraphs = text.rstrip("\n").split("\n\n")
    way = chance.choice(("verbatim", "cut", "headed", "reworded"))
    if way == "verbatim":
        return f"{text}\n"
    if way == "reworded":
        drawn = [[chance.choice(_OTHER) if chance.random() < 1 / 12 else word for word in part.split(" ")]
                 for part in paragraphs]
        return "\n\n".join((headline, lead, *(" ".join(part) for part in drawn))) + "\n"
    kept = [part for part in paragraphs if chance.random() < 0.7]
    if way == "headed":
        headline = f"{_capital(chance.choice(_DOERS))} {chance.choice(_DID)} {chance.choice(_THINGS)}"
    return "\n\n".join((headline, lead, *kept)) + "\n"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _person(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {_name(chance)}"


def _name(chance: random.Random) -> str:
    """A name for a place or a family; every third has a syllable more."""
    middle = chance.choice(_MIDDLES) + (chance.choice(_MIDDLES) if chance.random() < 0.33 else "")
    return chance.choice(_STARTS) + middle + chance.choice(_ENDS)
