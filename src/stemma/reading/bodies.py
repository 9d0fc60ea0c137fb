"""Organisations in a stretch of text: known names, names built with a head noun, and bodies written in lower case."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from stemma.reading.given_names import GIVEN_NAMES
from stemma.reading.name_tokens import Token, joined, token_of, tokens_of
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.reading.organisations import (
    ACTOR_PHRASES,
    ACTORS,
    CLASS_NOUNS,
    HEADS,
    KNOWN,
    MODIFIERS,
    NOT_BODIES,
    OUTLET_NOUNS,
    PLACE_HEADS,
    SMALL_HEADS,
)
from stemma.reading.plain_words import CALENDAR, FUNCTION, NOT_NAMES
from stemma.reading.titles import CUE_VERBS, HONORIFICS, PARTICLES, RANKS, ROLE_NOUNS

# Bodies and states whose initials stand before a head noun: "UN refugee agency".
_WORLD = frozenset(("UN", "U.N.", "US", "U.S.", "UK", "EU", "AU", "Nato", "NATO"))
_NEED_ACTION = frozenset(("inquiry", "commission", "panel", "mission", "office", "union", "court", "centre", "center",
                          "guard"))
_DUTIES = frozenset("public national social military civil medical local general".split())  # "national service"
_PROMPTS = frozenset("follow read subscribe visit join like support more about see watch".split())
_BROADCAST = frozenset("radio tv television agence agencia canal rádio".split())
BETWEEN = frozenset("there here still now also again later already only repeatedly".split())
LONGEST = 14  # words of one name; longer runs of capitals are cut, which bounds the work on any input
CONNECTORS = frozenset(("of", "for", "the", "and", "on", "de", "del", "des", "du", "against", "to"))
_GUILDS = frozenset("union council committee board service".split())
_ACTING = frozenset("""
has have had will would did does was were is are launched fired shelled bombed attacked struck killed seized captured
opened carried imposed ordered used entered withdrew deployed arrested detained responded retaliated intercepted shot
could cannot should must speak say deny claim believe think want insist put gave issued began stood stands maintains
took held made sent went came got lost found won knew saw kept fought broke chose drew fell led left met paid
stopped closed recovered found counted recorded
""".split())
_DATELINE_AGENCY = re.compile(r"\(([A-Z][\w.-]+(?: [A-Z][\w.-]+)?)\)\s*[-\u2013\u2014]")
_IN_BRACKETS = re.compile(r"\s*[(\[]([A-Z][A-Za-z&/-]{1,9})[)\]]")


class Body(NamedTuple):
    """An organisation over tokens first..last (inclusive)."""

    first: int
    last: int
    full: str | None = None  # the long form, for an abbreviation in brackets


class Text:
    """A stretch of text (a sentence or a line) cut into words."""

    def __init__(self, text: str, tokens: Sequence[Token], is_place: Callable[[Token], bool],
                 small: frozenset[str] = frozenset()):
        self.text, self.tokens, self.is_place = text, tokens, is_place
        self.small = small  # words that the document also writes in lower case
        self.lower = [token.lower for token in tokens]
        self.vocabulary = frozenset(self.lower)
        self.initials = "".join([token.word[0] for token in tokens])
        self.capitals = [at for at, token in enumerate(tokens) if token.capital]
        self._joined: dict[int, bool] = {}

    def has(self, wanted: Collection[str]) -> bool:
        """Whether any of these lower-case words stands here: the cheap question to ask first."""
        return not self.vocabulary.isdisjoint(wanted)

    def plain(self, at: int) -> bool:
        """Whether a word is an everyday word, which a capital alone does not make a name."""
        word = self.word(at)
        return word in NOT_NAMES or (word in self.small and word not in GIVEN_NAMES and word not in PARTICLES)

    def word(self, at: int) -> str:
        return self.lower[at] if 0 <= at < len(self.lower) else ""

    def joined(self, at: int) -> bool:
        """Whether word `at` follows the word before it directly."""
        known = self._joined.get(at)
        if known is None:
            known = 0 < at < len(self.tokens) and joined(self.text, self.tokens[at - 1], self.tokens[at])
            self._joined[at] = known
        return known

    def of(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last].end]


def _known_names() -> dict[str, list[tuple[tuple[str, ...], bool]]]:
    """Known names by their first word, longest first; the flag says that "the" must stand before it."""
    found: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for name in KNOWN:
        words = tuple(token.word for token in tokens_of(name))
        needs_article = words[0] == "The" and len(words) == 2
        words = words[1:] if words[0] == "The" else words
        found.setdefault(words[0], []).append((words, needs_article))
    for names in found.values():
        names.sort(key=lambda entry: (-len(entry[0]), entry))
    return found


_KNOWN = _known_names()
# The first words of known names as `Token.lower` has them, with either apostrophe.
_KNOWN_OPENINGS = frozenset(
    token_of(0, 0, 0, form).lower for word in _KNOWN for form in (word, word.replace("'", "\u2019"))
)
_ACTOR_PHRASES: dict[str, list[tuple[str, ...]]] = {}
for _phrase in ACTOR_PHRASES:
    _ACTOR_PHRASES.setdefault(_phrase.split()[0], []).append(tuple(_phrase.split()))
_NO_BODY = NOT_NAMES | HEADS  # a single word of these is no organisation's name
_NO_ABBREVIATION = NOT_BODIES | NOT_NAMES
_OF = frozenset(("of", "for", "on", "against"))  # before a complement
_SMALL = (FUNCTION & NOT_NAMES) - HEADS - OUTLET_NOUNS - _BROADCAST  # alone they are no name, whatever their capital
_SPEAKING = CUE_VERBS | _ACTING
_SURE_HEADS = HEADS - PLACE_HEADS
_MODIFIERS_OF_COUNCILS = MODIFIERS | {"elders"}
_SMALL_OPENINGS = SMALL_HEADS | frozenset(_ACTOR_PHRASES)


def known_bodies(line: Text) -> list[Body]:
    """Names of the world list, the longest at each place; case counts."""
    found, free = [], 0
    for at, word in enumerate(line.lower if line.has(_KNOWN_OPENINGS) else ()):
        if at >= free and word in _KNOWN_OPENINGS and (body := _known_at(line, at)):
            found.append(body)
            free = body.last + 1
    return found


def _known_at(line: Text, at: int) -> Body | None:
    for words, needs_article in _KNOWN.get(_typed(line.tokens[at]), ()):
        stop = at + len(words)
        if stop > len(line.tokens) or (needs_article and line.word(at - 1) != "the"):
            continue
        if all(_typed(line.tokens[at + i]) == word for i, word in enumerate(words)) and _tight(line, at, stop):
            return Body(at, stop - 1)
    return None


def _typed(token: Token) -> str:
    """The word with a typewriter's apostrophe, as the list of names has it."""
    return token.word.replace("\u2019", "'")


def _tight(line: Text, at: int, stop: int) -> bool:
    """Whether only blanks, a slash or an ampersand lie between the words."""
    return all(line.text[line.tokens[i].tail : line.tokens[i + 1].start].strip() in ("", "/", "&")
               for i in range(at, stop - 1))


def capital_runs(line: Text, free: Callable[[int], bool]) -> list[tuple[int, int]]:
    """Longest stretches of capitalised words with nothing but blanks between them, as (first, last)."""
    runs: list[tuple[int, int]] = []
    start = last = -2
    for at in line.capitals:
        if not free(at):
            continue
        if at == last + 1 and at - start < LONGEST and line.joined(at):
            runs[-1] = (start, at)
        else:
            start = at
            runs.append((start, at))
        last = at
    return runs


def named_bodies(line: Text, free: Callable[[int], bool]) -> list[Body]:
    """Capitalised names with a head noun: "Tuzla Relief Fund", "Ministry of Defence", "the Lowland Courier"."""
    found: list[Body] = []
    taken = -1
    for first, last in capital_runs(line, free):
        if first <= taken or first == last and line.lower[first] in _SMALL and line.word(last + 1) not in _OF:
            continue
        body = _with_complement(line, first, last, free) or _with_head(line, first, last)
        body = body or _after_class_noun(line, first, last) or _before_class_noun(line, first, last)
        if body:
            found.append(body)
            taken = body.last
    return found


def _trimmed(line: Text, first: int, last: int) -> int:
    """The first word that belongs to the name: articles, opening words and possessing places are left out."""
    at = first
    while at < last and (line.word(at) in FUNCTION or line.word(at) in ROLE_NOUNS or line.word(at) in _PROMPTS):
        at += 1
    for i in range(at, last):
        token = line.tokens[i]
        owner = token.word in BY_NAME or line.is_place(token) or _is_general(line, i + 1, last)
        if token.possessive and owner and token.word not in ("UN", "U.N."):
            at = i + 1
    return at


def _is_general(line: Text, first: int, last: int) -> bool:
    """Whether words say only which branch of a state a body is: "Interior Ministry"."""
    return line.word(last) in SMALL_HEADS and all(line.word(i) in MODIFIERS for i in range(first, last))


def _with_complement(line: Text, first: int, last: int, free: Callable[[int], bool]) -> Body | None:
    """"State Agency of Mines and Water", "Front for the Defence of Kasra"."""
    head, step = line.word(last), last + 1
    if line.word(step) not in _OF or not line.joined(step):
        return None
    end = _complement_end(line, step, free)
    if end is None or line.tokens[last].possessive:
        return None
    liberation = line.word(step) == "for" and any(line.word(i) in ("liberation", "defence", "defense", "salvation")
                                                  for i in range(step, end + 1))
    if head in _SURE_HEADS or (head in PLACE_HEADS and head in ("university", "college")) or liberation:
        return Body(_trimmed(line, first, last), end)
    return None


def _complement_end(line: Text, step: int, free: Callable[[int], bool]) -> int | None:
    """The last capitalised word of a chain of connectors and capitalised words that starts at `step`."""
    end, at = None, step
    while at < min(len(line.tokens), step + LONGEST) and line.joined(at) and free(at):
        token = line.tokens[at]
        if token.lower in CALENDAR or (end is None and token.lower in GIVEN_NAMES):
            break
        if token.word[0].isupper() and token.capital and token.lower not in HONORIFICS:
            end = at
        elif token.word not in CONNECTORS or (token.word == "and" and line.word(at - 1) in CONNECTORS):
            break
        if token.possessive:
            break
        at += 1
    return end


def _with_head(line: Text, first: int, last: int) -> Body | None:
    """A run that ends with a head noun, or has one before a person's title and name."""
    at = _trimmed(line, first, last)
    if line.word(at) in _BROADCAST and at < last and line.word(at + 1) not in NOT_NAMES:
        return Body(at, last)
    for end in range(last, at - 1, -1):
        word = line.word(end)
        if word not in HEADS and word not in OUTLET_NOUNS:
            continue
        if end < last and not _person_follows(line, end + 1, last):
            continue
        start = _trimmed(line, at, end)
        if _is_name(line, start, end):
            return Body(start, end)
    return None


def _person_follows(line: Text, at: int, last: int) -> bool:
    word = line.word(at)
    return (word in ROLE_NOUNS or word in RANKS or word in HONORIFICS
            or (last > at and all(line.word(i) not in NOT_NAMES for i in range(at, last + 1))))


def _is_name(line: Text, first: int, end: int) -> bool:
    """Whether the words first..end name a body: a head noun needs a word before it that says which."""
    head, words = line.word(end), [line.word(i) for i in range(first, end)]
    if not words:
        return False
    which = [w for i, w in enumerate(words) if w not in NOT_NAMES or line.is_place(line.tokens[first + i])]
    if head in PLACE_HEADS:
        return False
    if head in OUTLET_NOUNS and head not in HEADS:
        return bool(which) or (line.word(first - 1) == "the" and len(words) >= 1)
    if head in ACTORS and not which and words[0] not in MODIFIERS and line.tokens[first].word not in BY_DEMONYM:
        return False
    shouted = all(line.tokens[i].shouted for i in range(first, end + 1))
    return not shouted or bool(which)


def _after_class_noun(line: Text, first: int, last: int) -> Body | None:
    """"the aid group Hamra Relief", "news agency Sulo"."""
    noun = line.word(first - 1)
    if noun not in CLASS_NOUNS or not line.joined(first) or line.tokens[first - 1].capital:
        return None
    words = [line.word(i) for i in range(first, last + 1)]
    if line.tokens[first - 1].possessive or all(line.plain(i) for i in range(first, last + 1)):
        return None
    if any(word in ROLE_NOUNS for word in words):
        return None
    return Body(first, last)


def _before_class_noun(line: Text, first: int, last: int) -> Body | None:
    """"Sulo news agency", "CNX, a Geneva-based think tank"."""
    start = _trimmed(line, first, last)
    agency = line.word(last + 1) == "news" and line.word(last + 2) in ("agency", "channel", "website", "site")
    if agency and line.joined(last + 1) and not line.tokens[last].possessive:
        return Body(start, last + 2) if line.word(start) not in NOT_NAMES else None
    return None


def small_bodies(line: Text, free: Callable[[int], bool]) -> list[Body]:
    """Bodies in lower case: "the provincial crisis centre", "Moravan army", "police said"."""
    found: list[Body] = []
    for at, word in enumerate(line.lower if line.has(_SMALL_OPENINGS) else ()):
        if word not in _SMALL_OPENINGS or found and at <= found[-1].last:
            continue
        body = _phrase_at(line, at, free) or _small_at(line, at, free)
        if body and (not found or body.first > found[-1].last):
            found.append(body)
    return found


def _phrase_at(line: Text, at: int, free: Callable[[int], bool]) -> Body | None:
    for words in _ACTOR_PHRASES.get(line.word(at), ()):
        end = at + len(words) - 1
        if all(line.word(at + i) == word for i, word in enumerate(words)) and all(free(i) for i in range(at, end + 1)):
            return Body(_modified_from(line, at, free), _seat(line, end))
    return None


def _modified_from(line: Text, at: int, free: Callable[[int], bool]) -> int:
    """The first of the modifiers that stand right before word `at`: "Ukrainian", "regional", "UN human rights"."""
    head = at
    while at > max(0, head - 6) and line.joined(at) and free(at - 1):
        token = line.tokens[at - 1]
        named = token.capital and (line.is_place(token) or (token.lower not in NOT_NAMES and line.word(at) in MODIFIERS
                                                            and token.lower not in ROLE_NOUNS))
        modifies = token.lower in MODIFIERS or token.word in BY_DEMONYM or token.word in _WORLD or named
        if not modifies or (token.possessive and token.lower not in MODIFIERS and token.word not in ("UN", "U.N.")):
            break
        if (named and not line.is_place(token) and token.word not in BY_DEMONYM and at > 1
                and line.tokens[at - 2].capital and line.joined(at - 1) and line.word(at - 2) not in FUNCTION):
            break
        at -= 1
    return at


def _small_at(line: Text, at: int, free: Callable[[int], bool]) -> Body | None:
    token = line.tokens[at]
    word = token.lower
    if word not in SMALL_HEADS or not free(at) or (token.word[0].isupper() and at and line.word(at - 1) != "the"):
        return None
    if complement := _small_complement(line, at, free):
        return complement
    if word in MODIFIERS and line.joined(at + 1) and line.word(at + 1) in SMALL_HEADS:
        return None  # "the regional military administration"
    first = _modified_from(line, at, free)
    modifiers = [line.word(i) for i in range(first, at)]
    if word == "service" and all(w in _DUTIES for w in modifiers):
        return None
    if line.joined(at + 1) and line.tokens[at + 1].capital and word in CLASS_NOUNS:
        return None  # "the news agency Sulo" is named by what follows
    if any(line.tokens[i].word in _WORLD for i in range(first, at)):
        return Body(first, _seat(line, at))  # "the UN mission"
    if any(w in MODIFIERS for w in modifiers):
        return Body(first, _seat(line, at)) if word not in _NEED_ACTION or _acts(line, first, at) else None
    if word in _GUILDS and (owner := _owners(line, at, free)) is not None:
        return Body(owner, at)
    if word in ACTORS and (modifiers or (not token.possessive and _acts(line, first, _seat(line, at)))):
        return Body(first, _seat(line, at))
    if word in ("office", "cabinet", "government") and at > 0 and line.tokens[at - 1].possessive and line.joined(at):
        return Body(at - 1, at) if line.tokens[at - 1].capital and free(at - 1) else None
    return None


def _small_complement(line: Text, at: int, free: Callable[[int], bool]) -> Body | None:
    """"authority of the airport", "council of elders", "office of ... of the UN"."""
    if line.word(at + 1) != "of" or not line.joined(at + 1):
        return None
    for end in range(at + 3, min(at + 10, len(line.tokens))):
        if not line.joined(end) or not free(end):
            break
        if line.tokens[end].word in _WORLD and (line.word(end - 2), line.word(end - 1)) == ("of", "the"):
            return Body(at, end)
    noun = at + 3 if line.word(at + 2) == "the" else at + 2
    if line.word(at) in ACTORS and line.joined(noun) and line.tokens[noun].word in BY_NAME and free(noun):
        return Body(at, noun)  # "the government of Moravia"
    if line.word(noun) in _MODIFIERS_OF_COUNCILS and line.joined(noun) and line.tokens[noun].word.islower():
        return Body(at, noun) if all(free(i) for i in range(at, noun + 1)) else None
    return None


def _seat(line: Text, at: int) -> int:
    """The last word of "police in Brod", "the council in Port Salem": where a body sits belongs to its name."""
    end = at + 2
    if line.word(at + 1) != "in" or not line.joined(at + 1) or not line.joined(end) or not line.tokens[end].capital:
        return at
    if line.word(end) in CALENDAR:
        return at
    while end < at + 5 and line.joined(end + 1) and line.tokens[end + 1].capital and not line.tokens[end].possessive:
        end += 1
    return end


def _acts(line: Text, first: int, last: int) -> bool:
    """Whether a bare body speaks or acts here; "the army post" and "an army spokesman" do not."""
    step = last + 1
    while step < last + 3 and line.joined(step) and line.word(step) in BETWEEN:
        step += 1
    after = line.word(step)
    if line.tokens[last].word[0].isupper() and last and line.word(first - 1) != "the" and first > 0:
        return False
    if line.joined(step) and (after in _SPEAKING or _is_past(line.tokens[step])):
        return True
    before = line.word(first - 1)
    start = first - 2 if before in ("the", "a", "an") else first - 1
    opening = line.word(start - 1), line.word(start)
    agent = opening[1] in ("by", "told", "said", "says") or opening == ("according", "to")
    return agent and not (line.joined(last + 1) and after and after not in FUNCTION)


def _is_past(token: Token) -> bool:
    """Whether a small word looks like a past tense: "the army shelled"."""
    return token.word.islower() and len(token.word) > 4 and token.word.endswith("ed")


def _owners(line: Text, at: int, free: Callable[[int], bool]) -> int | None:
    """The plural in the genitive before a guild: "the porters' union"."""
    if at == 0 or not free(at - 1):
        return None
    owner = line.tokens[at - 1]
    gap = line.text[owner.tail : line.tokens[at].start]
    return at - 1 if owner.word.islower() and owner.word.endswith("s") and gap in ("' ", "\u2019 ") else None


def abbreviations(line: Text, bodies: Sequence[Body], free: Callable[[int], bool]) -> list[Body]:
    """Short forms in brackets right after a body, with the long form they stand for."""
    found = []
    for body in bodies:
        match = _IN_BRACKETS.match(line.text, line.tokens[body.last].tail, line.tokens[-1].tail + 1)
        at = body.last + 1
        if match and at < len(line.tokens) and line.tokens[at].start == match.start(1) and (
                line.tokens[at].word not in BY_NAME):
            found.append(Body(at, at, line.of(body.first, body.last)))
    return found


def loose_bodies(line: Text, free: Callable[[int], bool], mostly_shouted: bool) -> list[Body]:
    """Single words that the text uses as a body: an agency in a dateline, capitals that speak, "told Sulo"."""
    found = []
    window = line.tokens[0].start, line.tokens[-1].tail + 4
    bracketed = _DATELINE_AGENCY.finditer(line.text, *window) if "(" in line.text[slice(*window)] else ()
    agencies = {match.start(1) for match in bracketed}
    for at in line.capitals:
        token = line.tokens[at]
        if token.lower in _NO_BODY or not free(at) or line.is_place(token):
            continue
        in_capitals = token.shouted and not mostly_shouted and _is_abbreviation(token) and not _shouting(line, at)
        if token.start in agencies or in_capitals or _told(line, at, free):
            found.append(Body(at, at))
    return found


def _is_abbreviation(token: Token) -> bool:
    letters = token.word.replace(".", "")
    return 3 <= len(letters) <= 6 and letters.isalpha() and token.lower not in _NO_ABBREVIATION


def _shouting(line: Text, at: int) -> bool:
    """Whether the capitals are those of a heading or of a dateline ("BROD, Moravia") rather than of an abbreviation."""
    neighbours = [i for i in (at - 1, at + 1) if 0 <= i < len(line.tokens)]
    if any(line.tokens[i].shouted and line.joined(max(i, at)) for i in neighbours):
        return True
    after = line.text[line.tokens[0].tail : line.tokens[0].tail + 2].strip()[:1]
    return at == 0 and len(line.tokens[0].word) > 4 and after in (",", ".", ":", "(")


def _told(line: Text, at: int, free: Callable[[int], bool]) -> bool:
    """"he told Sulo by telephone": a single capitalised word that is told something is mostly an outlet."""
    if line.word(at - 1) != "told" or not line.joined(at):
        return False
    alone = not (line.joined(at + 1) and line.tokens[at + 1].capital) if at + 1 < len(line.tokens) else True
    return alone and line.word(at) not in NOT_NAMES and not line.tokens[at].possessive


def speaking_states(line: Text) -> list[Body]:
    """States that speak: "Russia says", "Moravia has repeatedly denied"."""
    found = []
    for at in line.capitals if line.has(_STATES_SAY) else ():
        token = line.tokens[at]
        if token.word not in BY_NAME or token.possessive:
            continue
        step = at + 1
        while step < at + 4 and line.joined(step) and line.word(step) in ("has", "have", "had", "repeatedly", "always",
                                                                         "also", "again", "later", "consistently"):
            step += 1
        if line.joined(step) and line.word(step) in _STATES_SAY:
            found.append(Body(at, at))
    return found


_STATES_SAY = frozenset("""
said says denied denies claimed claims accused accuses insisted insists announced rejected warned vowed condemned blamed
blames maintains maintained acknowledged confirmed admitted alleges alleged
""".split())
