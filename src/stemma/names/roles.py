"""Which of the roles that the reports give somebody says most in few words: "adviser to the interior ministry" rather
than "Col." or "advises the ministry"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from stemma.reading.organisations import MODIFIERS
from stemma.reading.plain_words import FUNCTION
from stemma.reading.titles import CUE_VERBS, HONORIFICS, RANKS, ROLE_NOUNS

MUCH = 5  # what an office with what it belongs to tells
SHORT = 7  # words
LONGEST = 9  # words; a longer role is taken only where there is no other
NEAR = 160  # characters around a name in which its role stands

_OPENING = re.compile(r"^(?:the|an?|one of the|his|her|our|my|its|their)\s+(?:only\s+)?", re.IGNORECASE)
_OWN = re.compile(r"\b(?P<whose>its|their|our)\s+$", re.IGNORECASE)
_COMPLEMENT = re.compile(r"\s(?:of|for|to|at|in)\s\S")
_WORD = re.compile(r"[\w’'-]+")
# What people head or work for, as the end of a phrase: "the provincial hospital in Karsa".
_HOUSES = frozenset("""
hospital clinic dispensary infirmary school university college mosque church monastery centre center office service
agency ministry department bureau council union association committee party mission museum library prison camp
company station newspaper foundation charity group network movement institute team brigade front army party alliance
coalition government police force forces militia embassy parliament court rescue
""".split())
_ORDINALS = frozenset("first second third fourth fifth".split())
_SEAT = re.compile(r"\s(?:in|of)\s[^\W\d_a-z][\w’'-]*(?:\s[^\W\d_a-z][\w’'-]*){0,2}")


# Offices of which a place has one; the document's only "governor of X" is its governor.
_ONE_OF_EACH = ("governor", "mayor", "president", "imam", "ambassador", "prefect", "administrator", "bishop")
_SEAT_OF = {office: re.compile(rf"\b(?i:{office})\sof\s((?:the\s)?[^\W\d_a-z][\w’'-]*(?:\s[^\W\d_a-z][\w’'-]*){{0,2}}"
                               r"(?:\sprovince|\sregion|\sdistrict)?)")
            for office in _ONE_OF_EACH}


def best_role(roles: Iterable[str]) -> str | None:
    """The role that says most; of equally telling ones the most frequent, then the longest, then the first."""
    counts = Counter(plain for role in roles if (plain := _without_rank(_OPENING.sub("", role.strip()))))
    if not counts:
        return None
    return min(counts, key=lambda r: (-telling(r), len(r.split()) > SHORT, -counts[r], -len(r), r))


_RANKS_LAST = frozenset("""
superintendent supt inspector insp colonel col captain capt major maj lieutenant lt sergeant sgt gen brigadier brig
admiral adm dr prof mr mrs ms
""".split())


def _without_rank(role: str) -> str:
    """The role without a rank at its end: "police spokesman Superintendent"."""
    *words, last = role.split() or [""]
    office = any(w.lower() in ROLE_NOUNS for w in words)
    return " ".join(words) if office and last[:1].isupper() and last.lower().strip(".") in _RANKS_LAST else role


@lru_cache(maxsize=65536)
def telling(role: str) -> int:
    """How much a role says: a clause or a bare rank little, an office with what it belongs to most."""
    words = [w.lower().strip(".") for w in role.split()]
    if len(words) > LONGEST:
        return 1
    if not any(w in ROLE_NOUNS or w in RANKS or w in HONORIFICS for w in words):
        return 1
    if all(w in RANKS or w in HONORIFICS or w in ("in", "chief") for w in words):
        return 2
    if not any(w in ROLE_NOUNS or w.removesuffix("s") in ROLE_NOUNS for w in words):
        return 1
    if _COMPLEMENT.search(role):
        return MUCH
    return 4 if len(words) > 1 else 3


def with_owner(text: str, at: int, role: str, outlet: str | None) -> str:
    """The role with what "its" and "our" stand for, where the words before say it: "chief doctor of the clinic".

    `at` is the offset of the person's name; `outlet` the body that publishes the text and calls itself "we".
    """
    plain = _OPENING.sub("", role)
    begin = max(0, at - NEAR)
    where = text.rfind(plain, begin, at)
    if where < 0:
        where = text.find(plain, at, at + NEAR)
    if plain.lower() in _ONE_OF_EACH:
        seats = _seats(text, plain.lower())
        return f"{plain.lower()} of {next(iter(seats))}" if len(seats) == 1 else role
    own = _OWN.search(text, max(0, where - 8), where) if where >= 0 else None
    if not own or _COMPLEMENT.search(plain):
        return role
    if own["whose"].lower() == "our":
        return f"{plain} of {outlet}" if outlet else plain
    house = _house_before(text, own.start())
    return f"{plain} of the {house}" if house else plain


@lru_cache(maxsize=64)
def _seats(text: str, office: str) -> frozenset[str]:
    """What a text says an office is over: "governor of Lower Dolm"."""
    return frozenset(" ".join(seat.split()) for seat in _SEAT_OF[office].findall(text))


def _house_before(text: str, at: int) -> str | None:
    """The last institution named before an offset, in the same paragraph, with its modifiers and its seat."""
    begin = max(text.rfind("\n", max(0, at - 300), at) + 1, at - 300, 0)
    words = list(_WORD.finditer(text, begin, at))
    for i in range(len(words) - 1, -1, -1):
        if words[i].group().lower() not in _HOUSES:
            continue
        first = i
        while first and _modifies(text, words[first - 1], words[first]):
            first -= 1
        if first == i and not (i and words[i - 1].group().lower() == "the"):
            continue
        seat = _SEAT.match(text, words[i].end(), at)
        end = seat.end() if seat else words[i].end()
        return " ".join(text[words[first].start() : end].split())
    return None


def _modifies(text: str, word: re.Match[str], following: re.Match[str]) -> bool:
    """Whether a word belongs to the name of the institution that follows: a capitalised word or an adjective."""
    if text[word.end() : following.start()].strip():
        return False
    small = word.group().lower()
    if small in CUE_VERBS or (small in FUNCTION and not (small in _ORDINALS and word.group()[0].isupper())):
        return False
    return word.group()[0].isupper() or small in MODIFIERS or small.endswith(("al", "ary", "ial"))
