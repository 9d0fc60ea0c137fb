"""Two passages word by word: what was kept, put another way, left out, put in or spelt otherwise.

The alignment is the usual one of sequences (Needleman and Wunsch 1970) over words; forms of one word ("bombed",
"bombing"), spellings of one word on both sides of the Atlantic ("metre", "meter") and ways to write a number
("forty-seven", "47") are the same word. Synonyms are not: who reads the changes decides what they mean.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from anyascii import anyascii
from msgspec import Struct

from stemma.copies.features import NUMBER_WORDS, STOP, TENS, UNITS, stem
from stemma.values import Span

Kind = Literal["same", "replaced", "dropped", "added", "respelt"]

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_MULTIPLES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_ATLANTIC = (
    (re.compile(r"(?<=[a-z])tre(?=s?$)"), "ter"), (re.compile(r"(?<=[a-z]{2})our"), "or"),
    (re.compile(r"is(?=(?:e|ed|es|ing|ations?)$)"), "iz"), (re.compile(r"enc(?=es?$)"), "ens"),
    (re.compile(r"yse"), "yze"),
    (re.compile(r"(?<=[a-z]{3}e)ll(?=ed$|ing$|er$|ers$)"), "l"), (re.compile(r"mme$"), "m"),
    (re.compile(r"^grey"), "gray"), (re.compile(r"^tyre"), "tire"), (re.compile(r"aeroplane"), "airplane"),
)  # British spelling -> American
# Worth of a pair of words in the alignment; a word without a counterpart costs GAP. Two unlike words stand against each
# other rather than alone, so that a replaced word shows what it replaced.
_EQUAL, _FORM, _SPELT, _UNLIKE, _MIXED, _GAP = 3.0, 2.5, 2.0, -0.3, -0.9, -0.4
_MOST_CELLS = 6_000  # word pairs that are weighed one by one; larger stretches are first cut at words used once
_LONGEST = 40  # letters; longer "words" are compared as they are
# Words and passages whose reading is kept: the same ones come up for every text that one is held against. A passage
# takes some 5 kB.
_KNOWN_WORDS, _KNOWN_PASSAGES = 60_000, 8_000


class Word(Struct, frozen=True):
    """A word or a number; `key` is equal for spellings of one word, `root` for its forms."""

    span: Span
    text: str
    key: str  # "#47" for numbers
    root: str

    @property
    def number(self) -> bool:
        return self.key[0] == "#"

    @property
    def content(self) -> bool:
        """Whether it carries meaning of its own."""
        return self.key not in STOP

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class Change(Struct, frozen=True):
    """A stretch of words and what became of it. Spans are code points of each text; None where a side has nothing."""

    kind: Kind
    a: Span | None
    b: Span | None


def compare(text_a: str, span_a: Span, text_b: str, span_b: Span) -> tuple[Change, ...]:
    """What became of the words of one passage in another, in the order of the texts.

    Together the changes hold every word of both passages once; stretches of one kind are told as one.
    """
    a, b = words_of(text_a, span_a), words_of(text_b, span_b)
    runs: list[tuple[Kind, list[int], list[int]]] = []
    for i, j in aligned(a, b):
        kind = _kind_of(a[i] if i is not None else None, b[j] if j is not None else None)
        if not (runs and _joins(runs[-1][0], kind)):
            runs.append((kind, [], []))
        elif runs[-1][0] != kind:
            runs[-1] = ("replaced", *runs[-1][1:])
        runs[-1][1].extend(() if i is None else (i,))
        runs[-1][2].extend(() if j is None else (j,))
    return tuple(Change(kind, _around(a, own), _around(b, theirs)) for kind, own, theirs in runs)


def _joins(before: Kind, kind: Kind) -> bool:
    """Whether a word belongs to the stretch before it: of one kind, or both changed otherwise than in spelling."""
    return before == kind or not {before, kind} & {"same", "respelt"}


def _around(words: Sequence[Word], at: Sequence[int]) -> Span | None:
    return Span(words[at[0]].span.start, words[at[-1]].span.end) if at else None


def _kind_of(a: Word | None, b: Word | None) -> Kind:
    if a is None or b is None:
        return "added" if a is None else "dropped"
    if same(a, b):
        return "same"
    return "respelt" if spelt_alike(a, b) else "replaced"


@lru_cache(maxsize=_KNOWN_PASSAGES)
def words_of(text: str, span: Span) -> tuple[Word, ...]:
    """The words of a passage; a number written in several words ("two hundred") is one."""
    tokens = list(_TOKEN.finditer(text, span.start, span.end))
    words = []
    at = 0
    while at < len(tokens):
        value, used = _numeral(tokens, at)
        first, last = tokens[at], tokens[at + max(1, used) - 1]
        where = Span(first.start(), last.end())
        if value is None:
            words.append(Word(where, where.of(text), *_keys_of(first.group())))
        else:
            words.append(Word(where, where.of(text), f"#{value}", f"#{value}"))
        at += max(1, used)
    return tuple(words)


@lru_cache(maxsize=_KNOWN_WORDS)
def _keys_of(token: str) -> tuple[str, str]:
    """The key and the root of a word that is no number."""
    key = folded(token)
    return key, stem(key) or key


@lru_cache(maxsize=_KNOWN_WORDS)
def folded(token: str) -> str:
    """One key for the spellings of a word: small letters, plain, American, without a possessive ending."""
    key = anyascii(token).casefold().replace("’", "'").removesuffix("'s") or token
    if len(key) > _LONGEST:
        return key
    for pattern, plain in _ATLANTIC:
        key = pattern.sub(plain, key)
    return key


def _numeral(tokens: Sequence[re.Match[str]], at: int) -> tuple[str | None, int]:
    """The number that begins here, as digits, and how many tokens it takes; (None, 0) where there is none."""
    token = tokens[at].group().casefold()
    if token[0].isdigit():
        digits = token.replace(",", "")
        factor = _MULTIPLES.get(tokens[at + 1].group().casefold()) if at + 1 < len(tokens) else None
        if factor and token[0].isdecimal() and digits.count(".") < 2 and ":" not in digits:
            return f"{float(digits) * factor:.0f}", 2
        return digits, 1
    if token not in NUMBER_WORDS:
        return None, 0
    total, used = 0, 0
    while at + used < len(tokens) and used < 12:
        value, more = _below_hundred(tokens, at + used)
        if not more:
            break
        used += more
        while at + used < len(tokens) and (factor := _MULTIPLES.get(tokens[at + used].group().casefold())):
            value, used = value * factor, used + 1
        total += value
        if value < 100:
            break
    return str(total), used


def _below_hundred(tokens: Sequence[re.Match[str]], at: int) -> tuple[int, int]:
    """The value of "thirty one", "seven", "and seven" after a hundred, and its tokens."""
    token = tokens[at].group().casefold()
    value = NUMBER_WORDS.get(token)
    if value is None:
        return 0, 0
    following = tokens[at + 1].group().casefold() if at + 1 < len(tokens) else ""
    if token in TENS and following in UNITS[1:10]:
        return value + UNITS.index(following), 2
    return value, 1


def same(a: Word, b: Word) -> bool:
    """Whether two words are one, perhaps in another form."""
    return a.key == b.key or a.root == b.root and len(a.root) > 2


def spelt_alike(a: Word, b: Word) -> bool:
    """Whether two words look like two spellings of one: names more freely than ordinary words."""
    if a.number or b.number or min(len(a.key), len(b.key)) < 3:
        return False
    if a.capital and b.capital:
        return close_names(a.key, b.key)
    return a.capital == b.capital and consonants(a.key) == consonants(b.key) and distance(a.key, b.key, 1) <= 1


@lru_cache(maxsize=_KNOWN_WORDS)
def close_names(a: str, b: str) -> bool:
    """Whether two folded names may be one name spelt another way ("nebiat", "nabiat"; "joram", "yoram")."""
    least = min(len(a), len(b))
    if least < 3 or max(len(a), len(b)) > _LONGEST:
        return False
    if consonants(a) == consonants(b):
        return True
    allowed = 1 if least < 7 else 2
    return distance(a, b, allowed) <= allowed and (least > 3 or a[0] == b[0])


@lru_cache(maxsize=_KNOWN_WORDS)
def consonants(word: str) -> str:
    """Letters that survive another spelling: close ones folded, vowels left out after the first letter."""
    plain = re.sub(r"ck|qu|kh|q|c|x", "k", word)
    plain = re.sub(r"ou(?=[aeio])|w|v|ph", "v", plain).replace("z", "s").replace("g", "j").replace("y", "j")
    plain = re.sub(r"(?<=.)[aeiouhj'\- ]", "", plain)
    return re.sub(r"(.)\1+", r"\1", plain)


def distance(a: str, b: str, most: int) -> int:
    """Letters to change, leave out, put in or swap with the next to make one word the other; over `most` it stops."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def clipped(text: str, most: int = 90) -> str:
    """Words to be shown, on one line and of so many letters at most."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 3].rsplit(" ", 1)[0] + " …"


# ----------------------------------------------------------------------------------------------- alignment


def aligned(a: Sequence[Word], b: Sequence[Word]) -> list[tuple[int | None, int | None]]:
    """Words of a and b by number, each once, in order; None where a word has no counterpart."""
    head = 0
    while head < min(len(a), len(b)) and a[head].key == b[head].key:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail].key == b[-1 - tail].key:
        tail += 1
    pairs: list[tuple[int | None, int | None]] = [(i, i) for i in range(head)]
    pairs += _between(a, b, (head, len(a) - tail), (head, len(b) - tail))
    return pairs + [(len(a) - n, len(b) - n) for n in range(tail, 0, -1)]


def _between(a: Sequence[Word], b: Sequence[Word], own: tuple[int, int], theirs: tuple[int, int]):
    """The alignment of two stretches, cut at words used once in both where it would be long."""
    if (own[1] - own[0]) * (theirs[1] - theirs[0]) <= _MOST_CELLS:
        return _weighed(a, b, own, theirs)
    pairs: list[tuple[int | None, int | None]] = []
    last_a, last_b = own[0], theirs[0]
    for i, j in (*_anchors(a, b, own, theirs), (own[1], theirs[1])):
        if (i - last_a) * (j - last_b) <= _MOST_CELLS:
            pairs += _weighed(a, b, (last_a, i), (last_b, j))
        else:
            pairs += [(n, None) for n in range(last_a, i)] + [(None, n) for n in range(last_b, j)]
        if i < own[1]:
            pairs.append((i, j))
        last_a, last_b = i + 1, j + 1
    return pairs


def _anchors(a: Sequence[Word], b: Sequence[Word], own: tuple[int, int], theirs: tuple[int, int]):
    """Words that both stretches use once, as many as stand in the same order."""
    counts_a, counts_b = (Counter(w.key for w in side[lo:hi]) for side, (lo, hi) in ((a, own), (b, theirs)))
    where = {b[j].key: j for j in range(*theirs) if counts_b[b[j].key] == 1}
    once = [(i, where[a[i].key]) for i in range(*own) if counts_a[a[i].key] == 1 and a[i].key in where]
    tails: list[int] = []
    chains: list[tuple[int, int, int]] = []  # (i, j, number of the anchor before in `chains`)
    held: list[int] = []  # by length - 1: the chain that ends lowest
    for i, j in once:
        length = bisect_left(tails, j)
        chains.append((i, j, held[length - 1] if length else -1))
        tails[length : length + 1] = [j]
        held[length : length + 1] = [len(chains) - 1]
    found, at = [], held[-1] if held else -1
    while at >= 0:
        i, j, at = chains[at]
        found.append((i, j))
    return found[::-1]


def _weighed(a: Sequence[Word], b: Sequence[Word], own: tuple[int, int], theirs: tuple[int, int]):
    """The best alignment of two short stretches."""
    (lo_a, hi_a), (lo_b, hi_b) = own, theirs
    rows, columns = hi_a - lo_a, hi_b - lo_b
    best = [[_GAP * j for j in range(columns + 1)]]
    came: list[list[int]] = [[1] * (columns + 1)]  # 0 pair, 1 word of b alone, 2 word of a alone
    for i in range(1, rows + 1):
        row, ways, above = [_GAP * i], [2], best[-1]
        for j in range(1, columns + 1):
            pair = above[j - 1] + _worth(a[lo_a + i - 1], b[lo_b + j - 1])
            alone_b, alone_a = row[j - 1] + _GAP, above[j] + _GAP
            top = max(pair, alone_b, alone_a)
            row.append(top)
            ways.append(0 if top == pair else 1 if top == alone_b else 2)
        best.append(row)
        came.append(ways)
    return _back(came, lo_a, lo_b, rows, columns)


def _back(came: Sequence[Sequence[int]], lo_a: int, lo_b: int, i: int, j: int):
    """The way back through the table, turned round."""
    pairs: list[tuple[int | None, int | None]] = []
    while i or j:
        way = 1 if not i else 2 if not j else came[i][j]
        i, j = i - (way != 1), j - (way != 2)
        pairs.append((None if way == 1 else lo_a + i, None if way == 2 else lo_b + j))
    return pairs[::-1]


def _worth(a: Word, b: Word) -> float:
    """What two words standing against each other are worth."""
    if a.key == b.key:
        return _EQUAL if a.content else 1.0
    if not (a.content and b.content):
        return _MIXED if a.content or b.content else _UNLIKE
    if a.number or b.number:
        return _UNLIKE + 0.2 if a.number and b.number else _MIXED
    if same(a, b):
        return _FORM
    if spelt_alike(a, b):
        return _SPELT
    return _UNLIKE if a.capital == b.capital else _UNLIKE - 0.1
