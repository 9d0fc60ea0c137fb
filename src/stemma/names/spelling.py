"""Spellings of one word across transliterations: folding and a weighted edit distance.

Folding writes alike what romanisation systems write apart (kh/h, ou/u, c/k/q, j/y/i, w/v, doubled letters, endings of
adjectives); the distance then makes the remaining usual swaps cheap (any vowel for another, h for g, k for g) and all
others dear. The rules come from the BGN/PCGN, French and national romanisations of Cyrillic and Arabic names.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

LONGEST = 40  # letters of a word that are compared; names are shorter, and the distance is quadratic
VOWELS = frozenset("aeiou")

_LETTERS = re.compile(r"[^a-z]+")
_FOLDS = tuple((re.compile(pattern), new) for pattern, new in (
    (r"shch|sch", "S"), (r"sz", "S"), (r"tch|tsh|cz|ch", "C"), (r"sh", "S"), (r"zh", "Z"), (r"kh", "h"), (r"gh", "g"),
    (r"dh", "d"), (r"th", "t"), (r"ph", "f"), (r"ck", "k"), (r"ts|tz", "c"), (r"qu(?=[aei])", "kv"), (r"x", "ks"),
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


def _drop(letter: str) -> float:
    return 0.35 if letter in VOWELS else 0.3 if letter == "h" else 1.0


@lru_cache(maxsize=200_000)
def distance(a: str, b: str) -> float:
    """Weighted edits between two folded words; neighbouring letters may change places for 0.7."""
    if a == b:
        return 0.0
    before: list[float] = []
    row = [0.0]
    for letter in b:
        row.append(row[-1] + _drop(letter))
    for i, x in enumerate(a):
        older, before, row = before, row, [row[0] + _drop(x)]
        for j, y in enumerate(b):
            cost = min(before[j] + _swap(x, y), before[j + 1] + _drop(x), row[j] + _drop(y))
            if i and j and x == b[j - 1] and y == a[i - 1]:
                cost = min(cost, older[j - 1] + 0.7)
            row.append(cost)
    return row[-1]


def alike(a: str, b: str) -> float:
    """How like two words are, 0..1; 1 when they fold to the same letters."""
    x, y = fold(a), fold(b)
    if not x or not y:
        return 1.0 if plain(a) == plain(b) else 0.0
    if x == y:
        return 1.0
    # Scripts that write no short vowels are compared by their consonants.
    if _bare(a, x) or _bare(b, y):
        x, y = _consonants(x), _consonants(y)
    return max(0.0, 1 - distance(x, y) / max(len(x), len(y), 1))


def _bare(word: str, folded: str) -> bool:
    return not word.isascii() and any("\u0590" <= c <= "\u08ff" for c in word)


def _consonants(folded: str) -> str:
    return re.sub(r"(.)\1+", r"\1", "".join(c for c in folded if c not in VOWELS)) or folded
