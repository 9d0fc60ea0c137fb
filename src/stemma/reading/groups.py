"""Groups, units and outlets that no list gives away: by how their names are built, or by what they do.

What speaks or has followers is one; so is what calls itself an army, a brigade or a front in Arabic or Persian, and
what an ordinal and a unit's noun name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from stemma.reading.bodies import BETWEEN, Body, Text, capital_runs
from stemma.reading.given_names import GIVEN_NAMES
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.reading.organisations import GROUP_OPENINGS, WITH_ARTICLE
from stemma.reading.plain_words import CALENDAR, PLACE_NOUNS
from stemma.reading.titles import CUE_VERBS, HONORIFICS, RANKS, ROLE_NOUNS

# Before "by", they make what follows an outlet: "was quoted as saying by Nova Hirek".
_CARRIED = frozenset("saying quoted cited carried published broadcast aired".split())

# Who belongs to an armed group or a party: "fighters of the Desert Dawn".
_FOLLOWERS = frozenset("""
fighter fighters member members militant militants rebel rebels gunman gunmen insurgent insurgents commander commanders
supporter supporters follower followers guerrillas cadres spokesman spokeswoman spokesperson wing leadership
""".split())


_ARTICLES = frozenset(("al", "el"))
_JOINED = re.compile(  # written as one word: "Lashkar-e-Orvel"
    r"(?:lashkar|jaish|jaysh|tehrik|tehreek|sipah|harkat|harakat|jamaat|jamiat|hizb|ansar|jamaatul|hizbul)"
    r"-(?:[ei]|ul|ud|al)-?\w", re.IGNORECASE)
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th|d)")
_UNITS = frozenset("""
army armies corps division brigade regiment battalion battery company squadron wing fleet flotilla group platoon
detachment infantry cavalry legion
""".split())


def built_bodies(line: Text, free: Callable[[int], bool]) -> list[Body]:
    """Names built like those of armed groups and units: "Jaish al-Orvel", "the 93rd Mechanised Brigade"."""
    found: list[Body] = []
    for at in line.capitals if line.initials.isalpha() else range(len(line.tokens)):
        token = line.tokens[at]
        word, last = token.word, None
        if word[0].isdigit() and _ORDINAL.fullmatch(word):
            last = _unit_end(line, at, free)
        elif token.capital and token.lower in GROUP_OPENINGS:
            last = _group_end(line, at)
        elif token.capital and "-" in word and _JOINED.match(word):
            last = at
        if last is not None and free(at) and not (found and at <= found[-1].last):
            found.append(Body(at, last))
    return found


def _unit_end(line: Text, at: int, free: Callable[[int], bool]) -> int | None:
    """The last word of a unit behind its ordinal; all words in capitals, and a unit's noun among them."""
    end, step = None, at + 1
    while step <= at + 5 and line.joined(step) and free(step) and line.tokens[step].word[0].isupper():
        if line.word(step) in _UNITS:
            end = step
        if line.tokens[step].possessive:
            break
        step += 1
    return end


def _group_end(line: Text, at: int) -> int | None:
    """The last word of a group's name that one of the openings begins: the words with an article behind it."""
    if line.tokens[at].possessive:
        return None
    if at and line.joined(at) and line.tokens[at - 1].capital and not line.plain(at - 1):
        return None  # a person's name
    end, step = None, at + 1
    while step <= at + 5 and line.joined(step):
        if WITH_ARTICLE.match(line.tokens[step].word):
            end = step
        elif line.word(step) in _ARTICLES and line.joined(step + 1) and line.tokens[step + 1].capital:
            end = step = step + 1
        elif end is not None or step > at + 1 or not line.tokens[step].capital:
            break
        if line.tokens[step].possessive:
            break
        step += 1
    return end


def acting_bodies(line: Text, free: Callable[[int], bool]) -> list[Body]:
    """Capitalised names behind "the" that speak or have followers: "the Desert Dawn said", "rebels of the Dawn".

    People's names have no article, and places do not speak.
    """
    found = []
    for run, last in capital_runs(line, free):
        first = run + (line.word(run) == "the" and run < last)
        if line.word(first - 1) not in ("the", "by"):
            continue
        if last - first > 3 or not line.joined(first):
            continue
        if line.word(first - 1) == "by" and line.word(first - 2) in _CARRIED:
            if _is_proper(line, first, last) and line.word(first) not in GIVEN_NAMES:
                found.append(Body(first, last))
            continue
        if line.word(first - 1) != "the":
            continue
        if not _is_proper(line, first, last):
            continue
        step = last + 1
        while step < last + 3 and line.joined(step) and line.word(step) in BETWEEN | {"has", "have", "had"}:
            step += 1
        speaks = line.joined(step) and line.word(step) in CUE_VERBS and not line.tokens[last].possessive
        linked = line.word(first - 2) in ("of", "from", "with", "for") and line.joined(first - 1)
        if speaks or (linked and line.word(first - 3) in _FOLLOWERS):
            found.append(Body(first, last))
    return found


def _is_proper(line: Text, first: int, last: int) -> bool:
    """Whether words may be a group's name: no office, no people, no place, and more than everyday words."""
    tokens = line.tokens[first : last + 1]
    if any(line.is_place(t) or t.word in BY_DEMONYM or t.word in BY_NAME or t.shouted for t in tokens):
        return False
    if any(t.lower in RANKS or t.lower in HONORIFICS or t.lower in ROLE_NOUNS or t.lower in CALENDAR for t in tokens):
        return False
    return tokens[-1].lower not in PLACE_NOUNS and not all(line.plain(at) for at in range(first, last + 1))
