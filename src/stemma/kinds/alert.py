"""Warnings of danger: air raid sirens, threats, attacks that are feared or expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stemma.kinds._phrases import Hit, Line, WordList, claim, clause, is_armed, lines_with, telling
from stemma.model import Claim, Page, Statement

KIND = "alert"

_SIRENS = WordList({phrase: (value, "") for value, phrases in {
    "air raid alert": "air raid sirens;air raid siren;air raid alert;air raid alerts;sirens;air alert;air raid warning;"
                      "air raid warnings;red alert",
    "travel warning": "advised against all travel;advised against travel;advised against all but essential travel;"
                      "travel warning;travel warnings;travel advisory;travel advisories;advised its citizens;"
                      "advised their citizens;warned its citizens;do not travel;not to travel to;warned against travel;"
                      "urged its citizens;urged their citizens;avoid all travel;avoid travel",
    "threat level": "threat level;terror alert;security alert;alert level;terrorism alert",
    "high alert": "on high alert;state of alert;on alert;heightened alert;state of emergency;martial law",
    "people told to shelter": "take shelter;shelter in place;go to shelters;head to shelters;head for shelters;"
                              "avoid the area;avoid crowded places;avoid gatherings;keep away from;remain vigilant;"
                              "shelter warning;keep off the streets;stay off the streets;rocket alert;missile alert;"
                              "missile alerts;drone alert;drone alerts;rocket alerts;"
                              "stay in basements;stay in cellars;stay underground;go to basements;"
                              "go to the shelters;go to the shelter;go to shelter;head to the shelters;"
                              "head for the shelters;stay in the shelters;"
                              "go down to the cellars;go to the basements;stay in the cellars;stay in the basements;"
                              "go to their shelters;"
                              "stay in their homes;remain in their homes;"
                              "stay inside;remain inside;not to leave their homes;"
                              "stay indoors;take cover;stay in shelters;seek shelter;stay home;"
                              "stay at home;remain indoors;stay away from",
    "threat of attack": "threatened to attack;vowed revenge;vowed retaliation;threatened more attacks;vowed to avenge;"
                        "threatened to strike;threatened further;vowed to strike;vowed to attack;"
                        "vowed to continue;threatened to kill;threatened to bomb;threatened to shell;vowed vengeance;"
                        "threatened to burn;threatened to retaliate;threatened to resume;vowed further;"
                        "threatened to hit;vowed to hit;promised more attacks;promised revenge;pledged revenge;"
                        "vowed to retaliate;vowed more attacks;"
                        "warned of more attacks;warned of further attacks;warned of retaliation",
}.items() for phrase in phrases.split(";")})
_WARN = frozenset("warn warns warned warning warnings fear fears feared fearing threatens threatened".split())
_AHEAD = frozenset("""
could may might likely would will risk risks soon imminent expected possible further more another second new
""".split())
_DANGER = frozenset("""
attack attacked attacks strike strikes bombing bombings bombed bombardment shelling offensive assault escalation
conflict fighting invasion targeted target campaign violence air missiles missile danger mines reprisals retaliation
rockets rocket drones raids raid shells bombs explosions massacres
uptick
""".split())
# "the toll may rise" is no warning of danger.
_TOLL = frozenset("toll deaths casualties rise death dead climb bodies".split())


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each sentence that warns people of danger."""
    for line in lines_with(page, _TELLING) if is_armed(page) else ():
        hit = next(_found(line), None)
        if hit:
            yield claim(page, statements, line, KIND, clause(line.words, hit.first, hit.last), hit.value)


_CITIZENS = frozenset("citizens nationals staff tourists travellers travelers visitors".split())
_ADVISE = frozenset("told tells urged urges advised advises warned warns asked instructed".split())


def _travel_warning(line: Line) -> Iterator[Hit]:
    """"told its nationals to avoid the province"."""
    words = line.words
    for at, word in enumerate(words[:-3] if line.has(_ADVISE) and line.has(_CITIZENS) else ()):
        if word.low not in _ADVISE:
            continue
        citizens = words[at + 1].low in ("its", "their") and any(w.low in _CITIZENS for w in words[at + 2 : at + 5])
        if citizens and any(w.low in _AVOID for w in words[at + 3 : at + 10]):
            yield Hit(at, at, "travel warning")


_MORE = frozenset("further more another new renewed fresh second additional".split())
_OPEN = frozenset("rule ruled exclude excluded expect expects expecting".split())
_NEGATIVE = frozenset({"not", "t", "cannot", "nobody", "never"})


def _not_ruled_out(line: Line) -> Iterator[Hit]:
    """"could not rule out further attacks", "did not exclude new raids"."""
    words = line.words
    for at, word in enumerate(words[:-2] if line.has(_OPEN) and line.has(_DANGER) else ()):
        if word.low not in _OPEN:
            continue
        rule = word.low in ("rule", "ruled") and words[at + 1].low == "out" or word.low in ("exclude", "excluded")
        after = {w.low for w in words[at + 1 : at + 6]}
        denied = rule and _NEGATIVE.intersection(w.low for w in words[max(0, at - 3) : at])
        expected = word.low in ("expect", "expects", "expecting") and words[at + 1].low in _MORE
        if (denied or expected) and after & _MORE and after & _DANGER:
            yield Hit(at, at + 1, "attack feared")


_TELLING = telling(_SIRENS, _ADVISE, _OPEN, _WARN)
_AVOID = frozenset("avoid travel leave stay against remain away depart vigilant shelter".split())


def _found(line: Line) -> Iterator[Hit]:
    for hit in _SIRENS.find_in(line):
        before = [word.low for word in line.words[max(0, hit.first - 2) : hit.first]]
        passing = before in (["before", "the"], ["of", "the"])
        if before[-1:] not in (["police"], ["ambulance"], ["fire"]) and not passing:
            yield hit
    yield from _travel_warning(line)
    yield from _not_ruled_out(line)
    words = line.words
    for at, word in enumerate(words if line.has(_WARN) and line.has(_DANGER) else ()):
        if word.low not in _WARN:
            continue
        fear = word.low.startswith("fear") and {w.low for w in words[at + 1 : at + 4]} & _DANGER
        hidden = line.has(("named", "identified", "anonymity", "anonymous", "name", "names"))
        if fear and not hidden and not {w.low for w in words[at + 1 : at + 6]} & _TOLL:
            yield Hit(at, at, "attack feared")
            return
        of = at + 1 < len(words) and words[at + 1].low == "of" and word.low.startswith("warn")
        soon = {w.low for w in words[at + 2 : at + 6]}
        if of and soon & _DANGER and not soon & _TOLL:
            yield Hit(at, at + 1, "warning of attack")
            return
        for ahead in range(at + 1, min(at + 32, len(words))):
            near = {w.low for w in words[ahead : ahead + 9]}
            if words[ahead].low in _AHEAD and near & _DANGER and not near & _TOLL:
                yield Hit(ahead, ahead, "attack feared" if word.low.startswith("fear") else "warning of attack")
                return
