"""What the words around a name say about it: whether it is a place, and of which kind."""

from __future__ import annotations

from msgspec import Struct

from stemma.reading._place_pieces import Piece
from stemma.reading._place_runs import Token
from stemma.reading._place_words import (
    APPOSITION_NOUNS,
    AREA_NOUNS,
    ATTACKS,
    DIRECTIONS,
    DONE_TO_PLACES,
    FIRST_WORDS,
    HOME_FROM,
    MOVES,
    NO_PLACE_AFTER_IN,
    OF_NOUNS,
    PREFIXES,
    STRONG_BEFORE,
    SURE_PREFIXES,
    TOWN_NOUNS,
    WEAK_BEFORE,
)
from stemma.reading.plain_words import FUNCTION
from stemma.reading.titles import CUE_VERBS, ROLE_NOUNS

NONE, WEAK, STRONG = 0, 1, 2
_SKIPPED = frozenset("the nearby neighbouring neighboring besieged restive embattled occupied war-torn disputed remote "
                     "coastal rural downtown mainly mostly then now around about its our your this".split())
_SPEAKING = frozenset("said says told added adds wrote writes replied asked warned explained recalled".split())
_LENGTHS = ("km", "kilometres", "kilometers", "kilometre", "kilometer", "miles", "mile", "metres", "meters")
_SINGULAR = {"villages": "village", "towns": "town", "cities": "city", "provinces": "province", "regions": "region",
             "districts": "district", "counties": "county", "governorates": "governorate"}
_RANKED = frozenset("second third fourth fifth second-largest third-largest second-biggest third-biggest largest "
                    "biggest".split())
FAR = 6  # tokens after a comma in which an apposition has to show its noun


class Sign(Struct, frozen=True):
    """How surely the context says "place" (NONE, WEAK, STRONG) and the class noun it gives, if any."""

    force: int
    role: str | None = None
    person: bool = False  # the context says that it is somebody


def sign_of(piece: Piece, previous: tuple[Piece, Sign] | None) -> Sign:
    """Reads the words before and after a name; `previous` is the name before it in the line, with its sign."""
    tokens = piece.run.line.tokens
    if piece.run.line.number < 0:
        return Sign(STRONG)
    after = _after(piece, tokens)
    before = _before(piece, tokens, previous)
    first = piece.tokens[0].low
    if len(piece.tokens) > 1 and PREFIXES.get(first):
        sure = first in SURE_PREFIXES
        before = Sign(STRONG if sure else max(before.force, WEAK), before.role or PREFIXES[first])
    elif len(piece.tokens) > 1 and first in FIRST_WORDS and before.force == WEAK:
        before = Sign(STRONG, before.role)
    if before.person or (after.person and before.force < STRONG):
        return Sign(NONE, person=True)
    if not piece.entries and before.force and (piece.tokens[-1].possessive or _modifies(piece, tokens)):
        before = Sign(min(before.force, WEAK) if piece.tokens[-1].possessive else before.force - 1, before.role)
    if before.force == STRONG and not (before.role or after.role) and _has_article(piece, tokens):
        before = Sign(STRONG, "region")
    if before.force == after.force == WEAK:
        return Sign(STRONG, after.role or before.role)
    return Sign(max(before.force, after.force), after.role or before.role)


def _is_wide(piece: Piece) -> bool:
    return bool(piece.entries) and piece.entries[0].geo.kind in ("country", "region")


def _has_article(piece: Piece, tokens: tuple[Token, ...]) -> bool:
    """Whether an unknown name of one word has an article, as regions and deserts do: "the governor of the Orvel"."""
    plural = piece.tokens[-1].low.endswith("s")
    alone = len(piece.tokens) == 1 and not piece.entries and not plural and not _modifies(piece, tokens)
    return alone and piece.start > 0 and tokens[piece.start - 1].low == "the"


def _modifies(piece: Piece, tokens: tuple[Token, ...]) -> bool:
    """Whether an unknown name stands between "the" and a noun: "the Orvel drug"."""
    if piece.start == 0 or piece.stop >= len(tokens) or tokens[piece.start - 1].low != "the":
        return False
    following = tokens[piece.stop]
    return following.word.isalpha() and not following.capital and following.low not in FUNCTION


def _before(piece: Piece, tokens: tuple[Token, ...], previous: tuple[Piece, Sign] | None) -> Sign:
    at = piece.start - 1
    if at >= 0 and tokens[at].low.endswith("ern") and tokens[at].low in DIRECTIONS:
        return Sign(STRONG)  # "northern Orvel"
    while at >= 0 and (tokens[at].low in _SKIPPED or tokens[at].low in DIRECTIONS or tokens[at].low.endswith("-held")):
        at -= 1
    if at < 0:
        return Sign(NONE)
    word, further = tokens[at].low, tokens[at - 1].low if at else ""
    if word in _SPEAKING and not piece.entries:
        return Sign(NONE, person=True)
    if word == "," and further == "capital":
        return Sign(STRONG, "capital")
    if word == "with" and further in ("border", "frontier"):
        return Sign(STRONG, "country")
    if word == "," and previous and previous[0].stop == at and _is_wide(piece) and previous[0].entries:
        return Sign(STRONG)  # "Tasch, Orvel"
    if word in ("and", "&", ",", "or") and previous and previous[0].stop == at and previous[1].force:
        force = STRONG if word in ("and", "&") and previous[1].force == STRONG else WEAK
        return Sign(force)
    if word == "of":
        if further in ("city", "town", "port") and at > 1 and tokens[at - 2].low in _RANKED:
            return Sign(STRONG, "country")  # "the second city of Orvel"
        if further in OF_NOUNS:
            return Sign(STRONG, _role_of(further, piece))
        return Sign(WEAK)
    if word in TOWN_NOUNS and TOWN_NOUNS[word] and not word.endswith("s") or word == "capital":
        return Sign(STRONG, word)
    if word in STRONG_BEFORE:
        return Sign(NONE if piece.tokens[0].low in NO_PLACE_AFTER_IN else STRONG)
    if word in ("from", "to") and (further in AREA_NOUNS or further in _LENGTHS):
        return Sign(STRONG)
    if word == "from" and further in HOME_FROM:
        return Sign(STRONG)
    if word in MOVES or (word in ("on", "against") and further in ATTACKS):
        return Sign(STRONG)
    return Sign(WEAK if word in WEAK_BEFORE else NONE)


def _role_of(noun: str, piece: Piece) -> str | None:
    """The class that "the <noun> of X" gives X; none where X is a known town and the noun means a part of it."""
    if not OF_NOUNS[noun] or noun in ("area", "areas", "quarter", "suburb", "neighbourhood", "neighborhood"):
        return None
    known_town = bool(piece.entries) and piece.entries[0].geo.kind in ("city", "town")
    if known_town and AREA_NOUNS.get(noun) in ("district", "facility"):
        return None
    return _SINGULAR.get(noun, noun)


def _after(piece: Piece, tokens: tuple[Token, ...]) -> Sign:
    at = piece.stop
    if at >= len(tokens):
        return Sign(NONE)
    if piece.tokens[-1].possessive:
        noun = tokens[at + 1].low if tokens[at].low in _RANKED and at + 1 < len(tokens) else tokens[at].low
        if noun == "capital" or (noun in ("city", "town", "port") and tokens[at].low in _RANKED):
            return Sign(STRONG, "country")
        return Sign(WEAK if tokens[at].low in AREA_NOUNS or tokens[at].low in TOWN_NOUNS else NONE)
    word = tokens[at].low
    if word in AREA_NOUNS or word in TOWN_NOUNS:
        if not piece.entries and at + 1 < len(tokens) and tokens[at + 1].low == "of":
            return Sign(NONE, person=True)  # an adjective: "the Orvelian town of Tasch"
        return Sign(STRONG, _SINGULAR.get(word, word) if AREA_NOUNS.get(word) or TOWN_NOUNS.get(word) else None)
    if word in CUE_VERBS:
        return Sign(NONE, person=True)
    if word == ",":
        return _apposition(tokens, at + 1)
    return Sign(NONE)


def _apposition(tokens: tuple[Token, ...], at: int) -> Sign:
    """What a comma after the name leads to."""
    if at >= len(tokens):
        return Sign(NONE)
    word = tokens[at].low
    if word.isdigit() and at + 1 < len(tokens):
        unit = tokens[at + 1].low
        return Sign(STRONG) if unit in _LENGTHS else Sign(NONE, person=unit == ",")
    if word.endswith("km") and word[0].isdigit():
        return Sign(STRONG)
    if word in ("a", "an", "the"):
        for index in range(at + 1, min(at + FAR, len(tokens))):
            following = tokens[index + 1].low if index + 1 < len(tokens) else ""
            if following in ROLE_NOUNS:
                return Sign(NONE, person=True)  # "the village head"
            if tokens[index].low in APPOSITION_NOUNS and not tokens[index].possessive:
                return Sign(STRONG, tokens[index].low)
            if tokens[index].word in ",.;:" or tokens[index].low in ("who", "whose", "of", "in"):
                break
    if word in DONE_TO_PLACES:
        return Sign(STRONG)
    if word in ("in", "near", "outside", "across", "north", "south", "east", "west", "about", "some"):
        return Sign(WEAK)
    return Sign(NONE)
