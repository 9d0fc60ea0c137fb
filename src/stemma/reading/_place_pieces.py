"""Cuts runs of capitalised words into names that may be places, leaving out people and organisations.

"Orvel Mayor Jon Tasch" gives Orvel; "Orvel People's Front" and "Jon Orvel" give nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from stemma.reading._place_runs import MOST_WORDS, Run, Token, plain, tokens_of
from stemma.reading._place_words import (
    AREA_NOUNS,
    DIRECTIONS,
    NO_PLACE_ENDINGS,
    NO_PLACE_PREFIXES,
    OF_NOUNS,
    OPENERS,
    PEOPLES,
    PREFIXES,
    SITE_NOUNS,
)
from stemma.reading.gazetteer import Entry, entries, name_key
from stemma.reading.given_names import GIVEN_NAMES
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.reading.organisations import GROUP_OPENINGS, HEADS, KNOWN, OUTLET_NOUNS, PLACE_HEADS, WITH_ARTICLE
from stemma.reading.plain_words import CALENDAR, FUNCTION
from stemma.reading.titles import HONORIFICS, RANKS, ROLE_NOUNS

ALWAYS_COUNTRY = frozenset(("US", "U.S.", "USA", "U.S.A.", "UK", "U.K.", "UAE", "U.A.E."))
LARGE_TOWN = 100_000  # people; a two-word name of such a town is read before a person's name is thought of
_BODY_WORDS = (HEADS | OUTLET_NOUNS | NO_PLACE_ENDINGS) - PLACE_HEADS - {"mission", "fund", "court"}


_KNOWN_OPENINGS = frozenset(tokens_of(name, 0, len(name))[0].word for name in KNOWN)
_SMALL = CALENDAR | FUNCTION
_NEVER_ALONE = CALENDAR | FUNCTION | HEADS | frozenset(PREFIXES) | frozenset(AREA_NOUNS) | frozenset(OF_NOUNS)


class Piece(Struct, frozen=True):
    """A name in a run, by token index in the line (stop exclusive). No entries: the gazetteer does not know it."""

    run: Run
    start: int
    stop: int
    name: str
    key: str
    entries: tuple[Entry, ...]
    nation: bool = False  # the name of a state: needs no further sign

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.run.line.tokens[self.start : self.stop]


class Cut(Struct):
    """What a run was cut into."""

    pieces: list[Piece]
    surnames: set[str]  # last words of what reads as a person's name, folded


def cut(text: str, run: Run) -> Cut:
    """The possible place names of one run and the surnames in it."""
    found = Cut([], set())
    tokens = run.line.tokens
    if run.stop == run.start + 1 and tokens[run.start].low in _SMALL and tokens[run.start].word != "US":
        return found  # "The", "On": a capital at the start of the sentence
    if _follows_title(text, run):
        _note_person(run, run.start, found)
        return found
    at = run.start
    masked = _bodies(text, run)
    while at < run.stop:
        if at in masked or not tokens[at].capital:
            at += 1
            continue
        piece = _known(text, run, at, masked)
        if piece and _first_of_person(run, piece):
            at = _note_person(run, at, found)
        elif piece:
            if _stands_alone(run, piece, masked):
                found.pieces.append(piece)
                at = piece.stop
            elif _goes_on(run, piece, masked):
                at = _unknown(text, run, at, masked, found)
            else:
                at = piece.stop
        elif _is_title(tokens[at]) or _opens_person(run, at):
            at = _note_person(run, at, found)
        else:
            at = _unknown(text, run, at, masked, found)
    return found


def cut_title(text: str, run: Run, keys: set[str]) -> list[Piece]:
    """Names in a line set like a title, where only names that the document shows elsewhere can be told."""
    masked, found, at = _bodies(text, run), [], run.start
    while at < run.stop:
        stop = at
        for stop in range(min(run.stop, at + MOST_WORDS), at, -1):
            name = _words(text, run, at, stop)
            key = name_key(name)
            if key in keys and not any(i in masked for i in range(at, stop)):
                found.append(Piece(run, at, stop, name, key, entries(key), name in BY_NAME))
                break
        else:
            stop = at + 1
        at = stop
    return found


def _words(text: str, run: Run, start: int, stop: int) -> str:
    tokens = run.line.tokens
    return " ".join(text[tokens[start].start : tokens[stop - 1].end].split())


def _follows_title(text: str, run: Run) -> bool:
    """Whether a role in small letters stands right before the run: "spokesman Jon Tasch"."""
    tokens = run.line.tokens
    if run.start == 0 or run.stop - run.start > 5:
        return False
    before = tokens[run.start - 1]
    role = before.low in ROLE_NOUNS or before.low in HONORIFICS or before.low in RANKS
    if not role or before.capital or before.low in ("resident", "head", "miner", "second", "first"):
        return False
    between = text[before.end : tokens[run.start].start]
    return between.isspace() and tokens[run.start].word not in BY_NAME


def _bodies(text: str, run: Run) -> frozenset[int]:
    """Token indices that belong to the name of an organisation, an event or the like."""
    tokens = run.line.tokens
    if run.stop == run.start + 1 and tokens[run.start].word not in _KNOWN_OPENINGS:
        return frozenset()  # whatever else makes a body takes two words
    masked: set[int] = set()
    begin = run.start
    for at in range(run.start, run.stop):
        low = tokens[at].low
        if low == "and" and not _crosses(text, run, at):
            begin = at + 1
        for length in range(min(8, run.stop - at) if tokens[at].word in _KNOWN_OPENINGS else 0, 0, -1):
            if _words(text, run, at, at + length) in KNOWN and (length > 1 or tokens[at].word not in BY_NAME):
                masked.update(range(at, at + length))
                break
        if tokens[at].capital and low in _BODY_WORDS and (at > begin or _of_follows(run, at)):
            if _is_body(run, begin, at):
                masked.update(i for i in range(begin, at + 1) if not _spared(run, i, begin))
            masked.update(_complement(run, at))
        group = low in GROUP_OPENINGS and at + 1 < run.stop and WITH_ARTICLE.match(tokens[at + 1].word)
        if (low in NO_PLACE_PREFIXES or group) and tokens[at].capital and at + 1 < run.stop:
            masked.update((at, at + 1))
    return frozenset(masked)


def _crosses(text: str, run: Run, at: int) -> bool:
    """Whether an "and" lies inside one known name."""
    if at == run.start or at + 1 >= run.stop:
        return False
    return bool(entries(name_key(_words(text, run, at - 1, at + 2))))


def _is_body(run: Run, begin: int, at: int) -> bool:
    """A title such as "Sun rises" is no body; a name before the head noun makes one."""
    return any(run.line.tokens[i].capital for i in range(begin, at))


def _of_follows(run: Run, at: int) -> bool:
    tokens = run.line.tokens
    return at + 1 < run.stop and tokens[at + 1].low in ("of", "for")


def _spared(run: Run, index: int, begin: int) -> bool:
    """States keep being places before a body's name ("Kenya Defence Forces"), but not before an outlet's."""
    token = run.line.tokens[index]
    if token.word in ALWAYS_COUNTRY:
        return True
    following = run.line.tokens[index + 1].low if index + 1 < run.stop else ""
    return index == begin and token.word in BY_NAME and following not in OUTLET_NOUNS


def _complement(run: Run, at: int) -> Iterator[int]:
    """What "of" or "for" ties to a body: "Front for the Liberation of Orvel", "University of Tasch"."""
    tokens, index = run.line.tokens, at + 1
    if index >= run.stop or tokens[index].low not in ("of", "for"):
        return
    while index < run.stop and tokens[index].low != "and":
        yield index
        index += 1


def _known(text: str, run: Run, at: int, masked: frozenset[int]) -> Piece | None:
    """The longest name of the gazetteer that begins here."""
    tokens = run.line.tokens
    for stop in range(min(run.stop, at + MOST_WORDS), at, -1):
        if not tokens[stop - 1].capital or any(i in masked for i in range(at, stop)):
            continue
        first = tokens[at].low
        if stop == at + 1 and first in _NEVER_ALONE and tokens[at].word != "US":
            continue
        if text[tokens[stop - 1].end : tokens[stop - 1].end + 1] == "$":
            continue
        name = _words(text, run, at, stop)
        if tokens[stop - 1].word.isupper() and len(name) > 3 and not name.endswith("."):
            name_shown = name.title()
        else:
            name_shown = name
        if name_shown in BY_DEMONYM and name not in BY_NAME:
            continue
        key = name_key(name)
        found = entries(key)
        if found and _is_named_site(run, stop, found):
            return None
        if found and not (first in FUNCTION and found[0].rank):
            return Piece(run, at, stop, name, key, found, name_shown in BY_NAME or name in ALWAYS_COUNTRY)
    return None


def _is_named_site(run: Run, stop: int, found: tuple[Entry, ...]) -> bool:
    """Whether the name of a small town goes on as that of a site elsewhere: "Tasch Gate"."""
    if stop >= run.stop or run.line.titled or run.tokens[-1].possessive and stop == run.stop:
        return False
    following, geo = run.line.tokens[stop], found[0].geo
    small = geo.kind in ("town", "village", "city") and geo.population < LARGE_TOWN
    return small and following.capital and following.low in SITE_NOUNS


def _first_of_person(run: Run, piece: Piece) -> bool:
    """Whether what looks like a town begins a person's name: "Florence Tasch"."""
    tokens = run.line.tokens
    first = tokens[piece.start].low
    if first not in GIVEN_NAMES or piece.nation:
        return False
    if piece.stop - piece.start > 1:
        return piece.entries[0].geo.population < LARGE_TOWN and piece.entries[0].geo.kind in ("town", "city")
    if piece.stop >= run.stop:
        return False
    following = tokens[piece.stop]
    return following.capital and not plain(following) and following.low not in AREA_NOUNS


def _is_title(token: Token) -> bool:
    low = token.low.rstrip(".")
    return token.capital and (low in HONORIFICS or low in RANKS or low in ROLE_NOUNS)


def _opens_person(run: Run, at: int) -> bool:
    """Whether a given name and another capitalised word stand here."""
    tokens = run.line.tokens
    if tokens[at].low not in GIVEN_NAMES or at + 1 >= run.stop:
        return False
    return tokens[at + 1].capital and tokens[at + 1].low not in AREA_NOUNS


def _note_person(run: Run, at: int, found: Cut) -> int:
    """Steps over a person's name and remembers the surname; returns the index after it."""
    tokens, stop = run.line.tokens, at
    while stop < run.stop and stop - at < 7 and tokens[stop].low not in ("and", "of"):
        stop += 1
        if tokens[stop - 1].possessive:
            break
    for token in tokens[at:stop][-2:]:
        if token.capital and not _is_title(token) and token.low not in GIVEN_NAMES and not plain(token):
            found.surnames.add(token.low)
    return max(stop, at + 1)


def _stands_alone(run: Run, piece: Piece, masked: frozenset[int]) -> bool:
    """Whether a known name is a name of its own among its neighbours, not a part of a longer one."""
    tokens = run.line.tokens
    if piece.stop < run.stop and piece.stop not in masked:
        right = tokens[piece.stop]
        if right.capital and not _may_follow(right) and not piece.nation and not _is_wide(right):
            return bool(run.line.titled)
        if right.capital and right.low in HEADS and not piece.nation:
            return False
    if piece.start > run.start and piece.start - 1 not in masked:
        left = tokens[piece.start - 1]
        if left.capital and not _may_precede(run, piece.start - 1) and not piece.nation:
            return bool(entries(name_key(left.word))) or run.line.titled
    return True


def _is_wide(token: Token) -> bool:
    """Whether a word names a country or a region: what may follow a town's name without a comma."""
    found = entries(name_key(token.word))
    return bool(found) and found[0].geo.kind in ("country", "region")


def _goes_on(run: Run, piece: Piece, masked: frozenset[int]) -> bool:
    """Whether a known name is only the first word of a longer one: a town of two words that begins like another."""
    left = run.line.tokens[piece.start - 1] if piece.start > run.start else None
    if left is not None and left.capital and not _may_precede(run, piece.start - 1):
        return False
    return piece.stop < run.stop and piece.stop not in masked and run.line.tokens[piece.stop].low not in HEADS


def _may_follow(token: Token) -> bool:
    low = token.low
    return low in AREA_NOUNS or low in CALENDAR or _is_title(token) or plain(token) or token.word in BY_DEMONYM


def _may_precede(run: Run, index: int) -> bool:
    token = run.line.tokens[index]
    return (token.low in DIRECTIONS or token.low in OPENERS or plain(token) or token.word in BY_DEMONYM
            or token.low in CALENDAR or token.word in ALWAYS_COUNTRY)


def _unknown(text: str, run: Run, at: int, masked: frozenset[int], found: Cut) -> int:
    """Takes a stretch that the gazetteer does not know; returns the index after it."""
    tokens, stop = run.line.tokens, at
    while stop < run.stop and stop not in masked and tokens[stop].low not in ("and", "of", "for", "the"):
        if stop > at and (_is_title(tokens[stop]) or _is_large(_known(text, run, stop, masked))):
            break
        if tokens[stop].low in CALENDAR or (stop > at and tokens[stop].low in AREA_NOUNS):
            break
        stop += 1
    begin, end = at, stop
    joined = at - 2 >= run.start and tokens[at - 1].low
    if (joined == "of" and tokens[at - 2].low not in OF_NOUNS) or (joined == "and" and at - 2 in masked):
        return max(stop, at + 1)  # "Mother of Mercy", "Knights of Orvel"
    while begin < end and (tokens[begin].low in OPENERS or tokens[begin].low in FUNCTION
                           or tokens[begin].word in BY_DEMONYM
                           or (tokens[begin].low in DIRECTIONS and not _is_part(run, begin, end))):
        begin += 1
    while end > begin and not tokens[end - 1].capital:
        end -= 1
    if begin < end <= begin + 4 and _may_be_place(run, begin, end, masked):
        name = _words(text, run, begin, end)
        key = name_key(name)
        if name not in BY_DEMONYM:  # "Sri Lankan"
            found.pieces.append(Piece(run, begin, end, name, key, entries(key), name in BY_NAME))
    return max(stop, at + 1)


def _is_part(run: Run, begin: int, end: int) -> bool:
    """Whether "Lower" or "Upper" is the first word of a name: "Lower Orvel"."""
    return end - begin > 1 and begin > 0 and run.line.tokens[begin].low in ("lower", "upper", "greater")


def _is_large(piece: Piece | None) -> bool:
    """Whether a known name is more than a town's, so that it ends an unknown name before it: "Tasch Ukraine"."""
    if piece is None:
        return False
    return piece.entries[0].geo.kind not in ("city", "town", "village")


def _is_acronym(word: str) -> bool:
    """"SOS", "IDPs"; a line in capitals throughout is not looked at here."""
    return len(word) > 1 and word[:2].isupper() and (len(word) < 6 or not word.isupper())


def _may_be_place(run: Run, begin: int, end: int, masked: frozenset[int]) -> bool:
    tokens = run.line.tokens[begin:end]
    if end < run.stop and end in masked:
        return False
    if end < run.stop and run.line.tokens[end].capital and _is_title(run.line.tokens[end]) and len(tokens) > 2:
        return False
    if len(tokens) == 1 and (plain(tokens[0]) or tokens[0].low in GIVEN_NAMES or tokens[0].low in PEOPLES):
        return False
    if run.line.number >= 0 and not run.line.shouted and any(_is_acronym(t.word) for t in tokens):
        return False
    if all(plain(t) or t.low in PREFIXES for t in tokens):
        return False
    return tokens[-1].low not in NO_PLACE_ENDINGS and len(tokens[0].word) > 1
