"""A mixed pile of invented reports with planted copies, for measuring: the same seed gives the same pile.

Half of the reports stand alone. The others come from an earlier one: as they are, reprinted with a paragraph cut and a
head of their own, cut down to half with paragraphs shuffled, lightly rewritten, or as one agency paragraph in a report
of another's own. Most have few copies; now and then one is printed by a hundred outlets. Nobody and no place exists.
"""

from __future__ import annotations

import random
from typing import Literal

from msgspec import Struct

SEED = 20330911
SENTENCES = 22
ALONE = 0.5  # of all reports
PRINTED_BY_ALL = 400  # every so many reports one that outlets like to print
LIKED = 0.15  # of all copies are of that one
RECENT = 60.0  # how many reports back the copied one stands, in the mean

Kind = Literal["verbatim", "reprint", "shuffled", "rewrite", "passage"]
KINDS: tuple[Kind, ...] = ("verbatim", "reprint", "shuffled", "rewrite", "passage")
_WEIGHTS = (20, 30, 16, 24, 10)

_STARTS = "Or Tar Vel Sar Kom Bel Dru Ma Les Pav Ni Hal Qua Ruz Ched Ist Yel Gan Tor Mir Osh Bri Kel Van".split()
_MIDDLES = "va lo mi ren do sha ti gu be zo ka ri".split()
_ENDS = "ne dar vik grad sk ra lia mont pol bad ton ka vo sen mir ush".split()
_WHEN = ("", "", "", "On Monday,", "By nightfall", "Shortly after dawn", "Late on Tuesday", "Earlier this week,",
         "Two hours later", "In the early hours of Friday", "Before the curfew", "As the rain set in,",
         "For the third time in a month", "During the night", "Towards noon", "At the weekend", "Meanwhile,")
_WHO = ("residents", "a column of trucks", "the town council", "rescue workers", "two patrols", "local farmers",
        "the garrison", "a group of deserters", "men in uniform without badges", "volunteers", "the border guard",
        "doctors", "an armoured car", "fighters from the hills", "engineers", "a convoy with flour", "students",
        "the ferry crews", "families with children", "an observer team", "railway staff", "the night watch")
_DID = ("left", "shelled", "searched", "blocked", "repaired", "reached", "abandoned", "surrounded", "entered",
        "guarded", "burned down", "took over", "cleared", "crossed", "photographed", "looted", "defended", "flooded",
        "counted", "inspected", "sealed off", "fired at", "evacuated", "fenced in")
_WHAT = ("the old mill", "a grain store", "the bus depot", "both bridges", "the northern suburb", "a school yard",
         "several houses", "the power station", "the market hall", "a row of workshops", "the quarry road",
         "the pumping station", "a vineyard", "the cemetery wall", "the water tower", "three villages", "the harbour",
         "an empty barracks", "the radio mast", "the timber yard", "a dairy", "the customs house", "the tram lines")
_WHERE = ("near {place}", "outside {place}", "in {place}", "north of {place}", "on the road from {place} to {town}",
          "between {place} and {town}", "along the river at {place}", "below the fort of {place}", "beyond {town}",
          "in the {place} district", "at the edge of {town}", "{n} kilometres from {place}")
_THEN = ("and {m} people were hurt", "while {m} others fled", "killing {n} people", "but nobody was harmed",
         "after {m} warnings had gone unheard", "which left {m} families without a roof", "and seized {m} rifles",
         "where {n} bodies had been found", "because the {town} road was mined", "as shells fell for {m} minutes",
         "although a truce had been agreed", "and then withdrew", "so that {m} wounded could be carried out",
         "in spite of orders from {town}", "leaving {n} dead", "before help came from {town}", "", "", "")
_SAID = ("{name} said", "according to {name} of the {town} hospital", "{name}, a teacher, told reporters",
         "said {name}, who lives in {town}", "a spokesman for the province said", "witnesses reported",
         "it was not possible to verify this", "wrote {name} on the council's page", "the mayor, {name}, confirmed",
         "an officer who gave no name said", "as {name} put it in a letter", "", "", "", "", "")
_OTHER = ("soon", "heavy", "local", "troops", "again", "almost", "townspeople", "vehicles", "claimed", "reportedly",
          "earlier", "severe", "struck", "area", "officials", "nearly", "dwellings", "noted", "further", "large")


class Planted(Struct, frozen=True):
    """A copy and the report that it comes from, by their numbers in the pile."""

    copy: int
    original: int
    kind: Kind


class Pile(Struct, frozen=True):
    """The reports, what was planted, and of each report the numbers of the tellings that its words come from."""

    texts: list[str]
    planted: list[Planted]
    drawn: list[frozenset[int]]


def pile(count: int, seed: int = SEED, sentences: int = SENTENCES, own: float = ALONE) -> Pile:
    """So many reports, always the same ones; a smaller pile is the beginning of a larger one.

    sentences: of a report, 9 or more; own: part of all reports that come from no other.
    """
    chance = random.Random(seed)
    made = Pile([], [], [])
    alone: list[int] = []  # numbers of the reports that copies may come from
    for number in range(count):
        if not alone or chance.random() < own:
            text, drawn = _report(chance, sentences), frozenset({number})
            alone.append(number)
        else:
            original, kind = _copied_one(chance, alone), chance.choices(KINDS, _WEIGHTS)[0]
            beside = (sentences,) if kind == "passage" else ()
            text = _MAKERS[kind](chance, made.texts[original], *beside)
            drawn = frozenset({number, original}) if kind == "passage" else frozenset({original})
            made.planted.append(Planted(number, original, kind))
        made.texts.append(text)
        made.drawn.append(drawn)
    return made


def _copied_one(chance: random.Random, alone: list[int]) -> int:
    if chance.random() < LIKED:
        return alone[(len(alone) - 1) // PRINTED_BY_ALL * PRINTED_BY_ALL]
    return alone[-1 - min(len(alone) - 1, int(chance.expovariate(1 / RECENT)))]


def _report(chance: random.Random, count: int) -> str:
    """A headline and paragraphs of two or three sentences; 22 sentences have about 400 words."""
    words = {"place": _name(chance), "town": _name(chance), "name": f"{_name(chance)} {_name(chance)}"}
    sentences = [_sentence(chance, words) for _ in range(count)]
    paragraphs, at = [], 0
    while at < count:
        size = chance.randint(2, 3)
        paragraphs.append(" ".join(sentences[at:at + size]))
        at += size
    return "\n\n".join((_headline(chance, words), *paragraphs))


def _sentence(chance: random.Random, words: dict[str, str]) -> str:
    pick = chance.choice
    if chance.random() < 0.3:
        words = {**words, "name": f"{_name(chance)} {_name(chance)}", "town": _name(chance)}
    parts = (pick(_WHEN), pick(_WHO), pick(_DID), pick(_WHAT), pick(_WHERE), pick(_THEN), pick(_SAID))
    text = " ".join(part for part in parts if part).format(n=chance.randint(2, 60), m=chance.randint(2, 900), **words)
    return text[0].upper() + text[1:] + "."


def _headline(chance: random.Random, words: dict[str, str]) -> str:
    return f"{chance.choice(_WHO).capitalize()} {chance.choice(_DID)} {chance.choice(_WHAT)} in {words['place']}"


def _verbatim(chance: random.Random, text: str) -> str:
    return text


def _reprint(chance: random.Random, text: str) -> str:
    """A headline and a credit of its own, one or two paragraphs cut."""
    _, *paragraphs = text.split("\n\n")
    for _ in range(chance.randint(1, 2)):
        paragraphs.pop(chance.randrange(1, len(paragraphs)))
    credit = f"By our correspondent in {_name(chance)}, with agencies"
    return "\n\n".join((_headline(chance, {"place": _name(chance)}), credit, *paragraphs))


def _shuffled(chance: random.Random, text: str) -> str:
    """Half of the paragraphs in another order."""
    headline, *paragraphs = text.split("\n\n")
    return "\n\n".join((headline, *chance.sample(paragraphs, (len(paragraphs) + 1) // 2)))


def _rewrite(chance: random.Random, text: str) -> str:
    """One word in ten replaced, some left out."""
    paragraphs = []
    for paragraph in text.split("\n\n"):
        words = []
        for word in paragraph.split(" "):
            drawn = chance.random()
            if drawn > 0.02:
                words.append(word if drawn > 0.12 else chance.choice(_OTHER))
        paragraphs.append(" ".join(words))
    return "\n\n".join(paragraphs)


def _passage(chance: random.Random, text: str, sentences: int) -> str:
    """A report of its own with one paragraph of the other, of at least two sentences."""
    taken = max(text.split("\n\n")[1:], key=len)
    own = _report(chance, sentences).split("\n\n")
    own.insert(chance.randrange(1, len(own)), taken)
    return "\n\n".join(own)


_MAKERS = {"verbatim": _verbatim, "reprint": _reprint, "shuffled": _shuffled, "rewrite": _rewrite, "passage": _passage}


def _name(chance: random.Random) -> str:
    """A name for a place or a family."""
    return chance.choice(_STARTS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
