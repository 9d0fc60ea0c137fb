"""Spellings of one word across transliterations: folding and a weighted edit distance.

Folding writes alike what romanisation systems write apart (kh/h, ou/u, c/k/q, j/y/i, w/v, doubled letters, endings of
adjectives); the distance then makes the remaining usual swaps cheap (any vowel for another, h for g, k for g) and all
others dear. The rules come from the BGN/PCGN, French and national romanisations of Cyrillic and Arabic names.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from anyascii import anyascii

LONGEST = 40  # letters of a word that are compared; names are shorter, and the distance is quadratic
VOWELS = frozenset("aeiou")

_LETTERS = re.compile(r"[^a-z]+")
_FOLDS = tuple((re.compile(pattern), new) for pattern, new in (
    (r"tsch", "C"), (r"shch|sch", "S"), (r"sz", "S"), (r"tch|tsh|cz|ch", "C"), (r"sh", "S"), (r"zh", "Z"),
    (r"kh", "h"), (r"gh", "g"), (r"dh", "d"), (r"th", "t"), (r"ph", "f"), (r"ck", "k"), (r"ts|tz", "c"),
    (r"qu(?=[aei])", "kv"), (r"x", "ks"),
    (r"q", "k"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"dj|dzh", "i"), (r"w", "v"), (r"[jy]", "i"),
    (r"^ou(?=[aei])", "v"), (r"ou|oo|uw", "u"), (r"ee|ie|ei|ii", "i"), (r"ae|ea", "e"), (r"oe", "o"), (r"ue", "u"),
    (r"(.)\1+", r"\1"), (r"(?:ij|ii|i)$", "i"), (r"ah$|eh$", "a"),
))
_CHEAP = {frozenset(pair): cost for pair, cost in (
    ("hg", 0.2), ("sz", 0.2), ("SZ", 0.3), ("sS", 0.3), ("zZ", 0.3), ("kg", 0.3), ("td", 0.3), ("bp", 0.4), ("vf", 0.3),
    ("vb", 0.5), ("kh", 0.3), ("CS", 0.4), ("Ck", 0.5), ("ig", 0.5), ("mn", 0.7), ("cs", 0.3), ("cC", 0.3), ("uv", 0.3),
    ("iz", 0.6), ("iZ", 0.5), ("ck", 0.6), ("cz", 0.3), ("hk", 0.3),
)}


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Latin letters, lower case, one blank between words."""
    return re.sub(r"[^a-z0-9]+", " ", anyascii(text.replace("’", "'")).lower().replace("'", "")).strip()


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """One word in the spelling that the comparison uses; capitals stand for sounds of two letters."""
    folded = _LETTERS.sub("", anyascii(word[:LONGEST]).lower())
    for pattern, new in _FOLDS:
        folded = pattern.sub(new, folded)
    return folded


def _swap(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in VOWELS and b in VOWELS:
        return 0.3
    return _CHEAP.get(frozenset((a, b)), 1.0)


SOUNDS = "abcdefghijklmnopqrstuvwxyzSCZ"  # every letter that a folded word can hold
_LEAST_DROP, TURN = 0.3, 0.7
_DROPS = {a: 0.35 if a in VOWELS else _LEAST_DROP if a == "h" else 1.0 for a in SOUNDS}
_SWAPS = {a: {b: _swap(a, b) for b in SOUNDS} for a in SOUNDS}
# Groups of letters -> the least that it costs to leave one out, put one in or swap one for a letter of another group.
LEAST_COSTS = {group: min(min(_DROPS[a], *(_SWAPS[a][b] for b in SOUNDS if b not in group)) for a in group)
               for group in ("aeou", "hkgcCsSzZi", "bpvf", "td", "mn", "l", "r", "jqwxy")}


def price_of_drop(letter: str) -> float:
    """What it costs to leave out or put in a letter of a folded word."""
    return _DROPS[letter]


def price_of_swap(a: str, b: str) -> float:
    """What it costs to write one letter of a folded word for another."""
    return _SWAPS[a][b]


@lru_cache(maxsize=400_000)
def distance(a: str, b: str, limit: float = math.inf) -> float:
    """Weighted edits between two folded words; neighbouring letters may change places for 0.7.

    What is surely above `limit` is infinite: most names that are compared are unlike after three letters.
    """
    if a == b:
        return 0.0
    if abs(len(a) - len(b)) * _LEAST_DROP > limit:
        return math.inf
    before: list[float] = []
    row = [0.0]
    drops = [_DROPS[letter] for letter in b]
    for drop in drops:
        row.append(row[-1] + drop)
    for i, x in enumerate(a):
        dropped, swaps = _DROPS[x], _SWAPS[x]
        older, before, row = before, row, [row[0] + dropped]
        cost = row[0]
        for j, y in enumerate(b):
            cost += drops[j]
            if (swapped := before[j] + swaps[y]) < cost:
                cost = swapped
            if (left_out := before[j + 1] + dropped) < cost:
                cost = left_out
            if i and j and x == b[j - 1] and y == a[i - 1]:
                cost = min(cost, older[j - 1] + TURN)
            row.append(cost)
        if min(row) > limit and min(before) + TURN > limit:
            return math.inf
    return row[-1]


def alike(a: str, b: str, least: float = 0.0) -> float:
    """How like two words are, 0..1; 1 when they fold to the same letters. What is surely below `least` is 0."""
    x, y = fold(a), fold(b)
    if not x or not y:
        return 1.0 if plain(a) == plain(b) else 0.0
    if x == y:
        return 1.0
    # Scripts that write no short vowels are compared by their consonants.
    if _bare(a, x) or _bare(b, y):
        x, y = _consonants(x), _consonants(y)
    longest = max(len(x), len(y), 1)
    # A hair above the limit, so that rounding never cuts off a likeness of exactly `least`.
    return max(0.0, 1 - distance(x, y, (1 - least) * longest + 1e-9) / longest)


def _bare(word: str, folded: str) -> bool:
    return not word.isascii() and any("\u0590" <= c <= "\u08ff" for c in word)


def _consonants(folded: str) -> str:
    return re.sub(r"(.)\1+", r"\1", "".join(c for c in folded if c not in VOWELS)) or folded
