"""Runs of capitalised words: what place names are found in, with the words that stand around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from stemma.model import Sentence
from stemma.reading._place_words import AREA_NOUNS, MOVES, OF_NOUNS, STRONG_BEFORE, TOWN_NOUNS, WEAK_BEFORE
from stemma.reading.gazetteer import entries, name_key
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.reading.organisations import HEADS
from stemma.reading.plain_words import CALENDAR, COMMON, FUNCTION
from stemma.reading.titles import CUE_VERBS, HONORIFICS, RANKS, ROLE_NOUNS

_WORD = re.compile(
    r"((?:[A-Z]\.){2,6}|(?:St|Mt|Ft)\.|"
    r"[^\W\d_]+(?:['’ʻ-][^\W\d_]+)*|\d[\d,.]*\w*|[^\w\s])"
)
_ARTICLE = re.compile(r"(?:al|el|as|ash|an|ar|at|az|ad|es|ed|et|ez|en|er)-[A-ZÀ-Þ]")
_JOINERS = frozenset(("of", "de", "del", "da", "do", "dos", "la", "el", "al", "le", "les", "du", "des", "sur", "upon",
                      "and", "the", "e", "y", "es", "ul"))
# A line with more capitalised words than this is set like a title; a sentence of the body needs more.
TITLED_SHARE, TITLED_BODY_SHARE = 0.6, 0.8
_FEWEST_TITLED = 4  # words of such a line
SHOUTED_SHARE = 0.9  # of the letters of a line in capitals
MOST_WORDS = 7  # words of one place name, joiners included


class Token(Struct, frozen=True, gc=False):
    """One word, number or mark. `word` has its possessive ending cut off; offsets are the document's."""

    word: str
    start: int
    end: int  # of `word`
    capital: bool
    possessive: bool
    low: str


class Line(Struct, frozen=True):
    """The tokens of one sentence, or of a dateline."""

    tokens: tuple[Token, ...]
    titled: bool  # set like a title, so that capitals say nothing
    part: str
    number: int  # Sentence.number; negative for a dateline
    shouted: bool  # set in capitals throughout; everyday words then count as written small
    capitals: tuple[int, ...]  # positions of the capitalised words


class Run(Struct, frozen=True):
    """Neighbouring capitalised words of one line, by token index (stop exclusive), joiners inside included."""

    line: Line
    start: int
    stop: int

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.line.tokens[self.start : self.stop]


def tokens_of(text: str, start: int, end: int) -> tuple[Token, ...]:
    """The words and marks of a range of the text, in one pass."""
    found, last = [], start
    pieces = _WORD.split(text[start:end])  # in turn what stands before a word, and the word
    for before, word in zip(pieces[::2], pieces[1::2], strict=False):
        first = last + len(before)
        last = first + len(word)
        if word.isalpha():  # most words need no second look
            found.append(Token(word, first, last, word[0].isupper(), False, word.casefold()))
        else:
            found.append(_token(word, first))
    return tuple(found)


def _token(word: str, start: int) -> Token:
    """A mark, a number or a word with marks inside it."""
    capital = word[0].isupper()
    possessive = len(word) > 3 and word[-2:] in ("'s", "’s", "'S", "’S")
    if possessive:
        word = word[:-2]
    elif "-" in word and capital and word[word.rindex("-") + 1].islower():
        word = word[: word.index("-")]  # "Orvel-based", "Orvelian-speaking"
    capital = capital or "-" in word and bool(_ARTICLE.match(word))
    return Token(word, start, start + len(word), capital, possessive, word.casefold())


def lines_of(text: str, sentences: Sequence[Sentence]) -> list[Line]:
    """The sentences as tokens; those without a capitalised word, but for an article or the like in front, have no names
    and are left out."""
    found = []
    for sentence in sentences:
        if _is_nameless(sentence.span.of(text)):
            continue
        tokens = tokens_of(text, sentence.span.start, sentence.span.end)
        titled = shouted = False
        if sum([t.capital for t in tokens]) > TITLED_SHARE * _FEWEST_TITLED:
            words = [t for t in tokens if t.word[0].isalpha()]
            capitals = sum([t.capital for t in words])
            share = TITLED_SHARE if sentence.part == "headline" else TITLED_BODY_SHARE
            titled = len(words) >= _FEWEST_TITLED and capitals / len(words) > share
            shouted = titled and len(words) >= 7 and sum(t.word.isupper() for t in words) / len(words) > SHOUTED_SHARE
        if shouted:
            tokens, titled = _quietened(tokens), False
        found.append(line_of(tokens, sentence.part, sentence.number, titled=titled, shouted=shouted))
    return found


# They are no names, no demonyms, and too short for a form of either.
_OPENERS = frozenset(word for word in FUNCTION if len(word) < 6 and not {word.title(), word.upper()} & (
    BY_NAME.keys() | BY_DEMONYM.keys()))


def _is_nameless(words: str) -> bool:
    """Whether nothing in a sentence has a capital but a first word that everyday English begins with."""
    words = words.lstrip("\"“‘'")
    if not words[1:].islower():
        return False
    return words[0].islower() or words.partition(" ")[0].lower() in _OPENERS


def line_of(tokens: tuple[Token, ...], part: str, number: int, *, titled: bool = False, shouted: bool = False) -> Line:
    """A line of these tokens."""
    capitals = tuple([at for at, token in enumerate(tokens) if token.capital])
    return Line(tokens, titled, part, number, shouted, capitals)


_EVERYDAY = (COMMON | FUNCTION | CALENDAR | CUE_VERBS | HONORIFICS | RANKS | ROLE_NOUNS | HEADS | MOVES | STRONG_BEFORE
             | WEAK_BEFORE | frozenset(AREA_NOUNS) | frozenset(TOWN_NOUNS) | frozenset(OF_NOUNS))


def _quietened(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens of a line in capitals, everyday words as though written small."""
    names: set[int] = set()
    for at in range(len(tokens) - 1):
        for length in (2, 3):
            known = entries(name_key(" ".join(t.word for t in tokens[at : at + length])))
            if known and known[0].geo.kind in ("country", "region", "water"):
                names.update(range(at, at + length))
    return tuple(
        replace(t, capital=False) if n not in names and (t.low in _EVERYDAY or t.word.title() in BY_DEMONYM) else t
        for n, t in enumerate(tokens)
    )


def runs_of(text: str, line: Line) -> Iterator[Run]:
    """The runs of capitalised words of a line, from left to right."""
    tokens, stop = line.tokens, 0
    for at in line.capitals:
        if at < stop:
            continue
        stop = at + 1
        while stop < len(tokens) and not tokens[stop - 1].possessive and stop - at < 24:
            if not _adjacent(text, tokens[stop - 1], tokens[stop]):
                break
            if tokens[stop].capital:
                stop += 1
                continue
            ahead = _joined(text, tokens, stop)
            if ahead is None:
                break
            stop = ahead
        yield Run(line, at, stop)


def _joined(text: str, tokens: Sequence[Token], at: int) -> int | None:
    """The index after the capital that one or two joining words lead to ("of the"), or None."""
    for length in (1, 2):
        ahead = at + length
        if ahead >= len(tokens) or tokens[ahead - 1].low not in _JOINERS:
            return None
        if not _adjacent(text, tokens[ahead - 1], tokens[ahead]):
            return None
        if tokens[ahead].capital:
            return ahead + 1
    return None


def _adjacent(text: str, left: Token, right: Token) -> bool:
    """Whether only white space (no blank line) lies between two tokens."""
    between = text[left.end : right.start]
    return bool(between) and len(between) < 12 and between.isspace() and between.count("\n") < 2


def plain(token: Token) -> bool:
    """Whether a capitalised word is an everyday word of English (or of the calendar)."""
    return token.low in COMMON or token.low in FUNCTION or token.low in CALENDAR
