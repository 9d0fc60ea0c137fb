"""People in a stretch of text: capitalised names, what speaks for reading them as people, and the role beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from stemma.reading._sieve import holds_any
from stemma.reading.bodies import Text
from stemma.reading.given_names import GIVEN_NAMES
from stemma.reading.name_tokens import joined
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.reading.organisations import HEADS, OUTLET_NOUNS
from stemma.reading.plain_words import CALENDAR, FUNCTION, NOT_NAMES, PLACE_NOUNS
from stemma.reading.titles import CUE_VERBS, HONORIFICS, PARTICLES, RANKS, ROLE_NOUNS

_HEADS = HEADS | OUTLET_NOUNS
# A single word of these is nobody's name.
_NOBODY = NOT_NAMES | FUNCTION | CALENDAR | PLACE_NOUNS | _HEADS | ROLE_NOUNS | RANKS | HONORIFICS
_AGE = re.compile(r",\s(?:aged?\s)?\d{1,2}(?!,\d)"
                  r"(?=[,.;:)\u2013\u2014]|\s(?:and|who|of|from|was|were|is|said|died)\b|\s*$)")
_WHO_NEXT = re.compile(r",\s(?:who|whose|whom)\b")
_DISTANCE = re.compile(r",\s(?:about |some |around )?\d+\s?(?:km|kilomet|miles?|metres|meters)|"
                       r",\s(?:in|to|on) the (?:north|south|east|west|centre|center|outskirts|suburb)")
_SOMEBODY = (r"(?:bomber|attacker|assailant|gunm[ae]n|shooter|suspect|driver|killer|leader|commander|man|woman|boy|"
             r"girl|victim|dead|him|her|himself|herself)s?")
# "named the bomber as Amal", "identified himself only as Amal".
_NAMED_AS = re.compile(rf"\b(?:named|identified|introduced|described|gave)\b[^.;:\n]{{0,40}}\b{_SOMEBODY}\b"
                       r"[^.;:,\n]{0,30}\bas\s$|\b(?:his|her|their) names? (?:only )?(?:as|is|was)\s$")
_CREDIT = re.compile(r"(?:^|[\s(\[])(?:by|photos?(?:graphs?)?(?:\s+by)?|images?|pictures?|text|words|video|"
                     r"reporting by|credit|\u00a9|\(c\))[:\s/]*$", re.IGNORECASE)
_CREDIT_KEYS = ("by", "photo", "image", "picture", "text", "words", "video", "credit", "\u00a9", "(c)")
# Heads of state and government and others whom reports name by surname alone.
LEADERS = frozenset("""
putin zelensky zelenskyy zelenskiy zelenski lukashenko biden trump obama macron merkel scholz johnson sunak starmer
erdogan netanyahu sharon arafat abbas assad al-assad khamenei rouhani raisi khomeini ahmadinejad saddam gaddafi qaddafi
gadhafi mubarak morsi sisi al-sisi el-sisi bashir al-bashir burhan hemedti hemeti haftar maliki al-maliki abadi al-abadi
karzai ghani musharraf modi xi jinping medvedev yeltsin gorbachev shoigu lavrov peskov prigozhin kadyrov poroshenko
yanukovych stoltenberg guterres annan blinken rumsfeld cheney bush clinton reagan blair cameron hollande sarkozy
lula maduro chavez castro uribe duterte marcos museveni kagame kabila tshisekedi mugabe zuma ramaphosa mandela buhari
tinubu kiir machar abiy isaias afwerki hasina milosevic karadzic mladic sinwar haniyeh nasrallah bin-laden zawahiri
baghdadi al-baghdadi cristiani duarte ortega noriega
""".split())


class Person(NamedTuple):
    """A person over tokens first..last (inclusive), with the role as written, and how sure the reading is."""

    first: int
    last: int
    role: str | None
    support: int
    titled: bool = False  # whether a title stands right before the name


def persons(line: Text, free: Callable[[int], bool], headline: bool) -> list[Person]:
    """People in one sentence or line; `headline` asks for more support, as every word may have a capital there."""
    found = []
    for first, last in _runs(line, free):
        if first == last and line.lower[first] in _NOBODY:
            continue
        person = _person(line, first, last, headline)
        if person:
            found.append(person)
    return found


def repeated(line: Text, free: Callable[[int], bool], names: frozenset[str]) -> list[Person]:
    """Further uses of full names that have been read as a person's elsewhere in the document."""
    return [Person(first, last, None, 2) for first, last in _runs(line, free)
            if last > first and line.of(first, last) in names]


def _runs(line: Text, free: Callable[[int], bool]) -> list[tuple[int, int]]:
    """Capitalised words in a row; particles ("bin", "van") and initials may stand between."""
    runs: list[tuple[int, int]] = []
    end = -1
    for at in line.capitals:
        if at <= end or not free(at):
            continue
        end = at
        while end - at < 10:
            step = end + 1
            if step < len(line.tokens) and not line.tokens[step].capital and line.tokens[step].word not in PARTICLES:
                break  # most runs
            while (step < len(line.tokens) and step - end <= 2 and line.tokens[step].word in PARTICLES
                   and line.joined(step) and not line.tokens[step - 1].possessive):
                step += 1
            if _is_nickname(line, step) and free(step) and free(step + 1):
                end = step + 1
                continue
            if not (step < len(line.tokens) and line.joined(step) and line.tokens[step].capital and free(step)
                    and not line.tokens[step - 1].possessive):
                break
            end = step
        runs.append((at, end))
    return runs


def _is_nickname(line: Text, at: int) -> bool:
    """Whether a word in quotation marks stands inside a name: 'Rosa "Linda" Reyes'."""
    if not 0 < at < len(line.tokens) - 1 or not (line.tokens[at].capital and line.tokens[at + 1].capital):
        return False
    before = line.text[line.tokens[at - 1].tail : line.tokens[at].start]
    after = line.text[line.tokens[at].tail : line.tokens[at + 1].start]
    return (before, after) in ((' "', '" '), (" \u201c", "\u201d "), (" \u2018", "\u2019 "), (" '", "' "))


def _person(line: Text, first: int, last: int, headline: bool) -> Person | None:
    start, titled = _after_title(line, first, last)
    if start > last:
        return None
    while start < last and _opens(line, start) and not (titled and line.word(start) in _MONTH_NAMES):
        start += 1
    if not titled and line.word(start - 1) == "the" and line.joined(start):
        return None  # people's names have no article
    start, last = _possessor(line, start, last), _without_tail(line, start, last)
    if start > last or not _can_be_name(line, start, last):
        return None
    support = _support(line, start, last, titled)
    if not _enough(line, start, last, support, headline):
        return None
    return Person(start, last, _role(line, start, last), support, titled and _is_role(line.word(start - 1)))


_MONTH_NAMES = frozenset("jun jan may april june august".split())  # given names as well, behind a title
_ALIAS = re.compile(r"(?:calls? (?:him|her|them)sel(?:f|ves)|known as|alias|aka|nom de guerre(?: is)?|"
                    r"goes by(?: the name)?)(?: of)?[\s,\"'\u201c\u2018]*$")
# What has names that look like people's: "Operation Amal Reyes", "hurricane Rita".
_NAMED_THINGS = frozenset("""
operation exercise hurricane typhoon cyclone storm uss hms hmcs fs ins mv ss class type
""".split())
_PLACING = frozenset("in at near outside inside towards around across through throughout".split())


def alias_of(line: Text, first: int) -> bool:
    """Whether the words before word `first` say that it is another name of somebody."""
    start = line.tokens[max(0, first)].start
    return bool(_ALIAS.search(line.text, max(0, start - 40), start))


def located_names(line: Text) -> list[str]:
    """Capitalised names right behind a preposition of place."""
    if not line.has(_PLACING):
        return []
    return [line.of(first, last) for first, last in _runs(line, lambda at: True)
            if line.word(first - 1) in _PLACING and line.joined(first)]


def _after_title(line: Text, first: int, last: int) -> tuple[int, bool]:
    """Where the name starts behind titles, ranks, roles and nationalities in capitals; whether there were any."""
    start, titled = first, False
    for at in range(first, last + 1):
        word = line.word(at)
        if _is_role(word):
            given = word in GIVEN_NAMES and at == first and last - first == 1
            if not given:
                start, titled = at + 1, True
        elif line.tokens[at].word in BY_DEMONYM and at == start:
            start = at + 1
    before = line.word(start - 1) if start == first else ""
    if before and line.joined(first) and not line.tokens[first - 1].possessive and _is_role(before):
        titled = True
    return start, titled


def _opens(line: Text, at: int) -> bool:
    """Whether a capital is due to the start of a sentence ("When Amal Reyes ...") or belongs to no name."""
    word = line.word(at)
    if word in FUNCTION or word in CALENDAR:
        return True
    return line.plain(at) and word not in GIVEN_NAMES


def _possessor(line: Text, start: int, last: int) -> int:
    """Names start behind a possessive: "Moravia's Amal Reyes"."""
    for at in range(start, last):
        if line.tokens[at].possessive:
            start = at + 1
    return start


def _without_tail(line: Text, start: int, last: int) -> int:
    """The last word of the name: days and other plain words at the end are left out ("Amal Reyes Monday")."""
    while last >= start and (line.word(last) in CALENDAR or line.word(last) in FUNCTION
                             or line.tokens[last].word in BY_DEMONYM
                             or line.tokens[last].shouted and len(line.tokens[last].word) > 3 and last > start
                             and not line.tokens[last - 1].shouted and len(line.tokens[last - 1].word) > 1):
        last -= 1
    return last


def _can_be_name(line: Text, start: int, last: int) -> bool:
    words = [line.word(at) for at in range(start, last + 1)]
    tokens = line.tokens[start : last + 1]
    if len(words) == 2 and len(words[0]) == 1 and len(words[1]) < 3:  # "W.Va"
        return False
    if len(words) > 6 or words[-1] in PLACE_NOUNS or all(len(t.word) == 1 for t in tokens):
        return False
    letters = "".join([t.word for t in tokens])
    if not letters.isalpha() and any(map(str.isdigit, letters)) or line.word(start - 1) in _NAMED_THINGS:
        return False
    if any(w in FUNCTION and w not in PARTICLES and w not in GIVEN_NAMES for w in words[1:]):
        return False
    if tokens[-1].word in BY_NAME or len(words) == 1 and (tokens[0].word in BY_DEMONYM or words[0] in NOT_NAMES):
        return False
    plain = [w for at, w in enumerate(words, start) if w not in GIVEN_NAMES and line.plain(at)]
    if words[-1] in _HEADS or len(plain) == len(words):
        return False
    return not (len(words) == 2 and plain) or (words[0] in GIVEN_NAMES and not plain[-1].endswith("s"))


def _support(line: Text, start: int, last: int, titled: bool) -> int:
    """Points for reading the words as a person; 2 is a clear sign."""
    text, tokens = line.text, line.tokens
    tail, window = tokens[last].tail, text[max(0, tokens[start].start - 24) : tokens[start].start]
    points = 3 * titled
    if line.word(start) in GIVEN_NAMES and last > start:
        points += 2
    if text.startswith(",", tail):
        if _AGE.match(text, tail):
            points += 3
        elif _WHO_NEXT.match(text, tail) or _role_after(line, last):
            points += 2
    if line.word(start - 1) in _PLACING and line.joined(start):
        points -= 3
    elif line.tokens[0].lower == "by" and start > 0 and line.tokens[0].word != line.text[:0]:
        points += 2 * (line.tokens[1].capital and line.joined(1))
    if _speaks(line, start, last):
        points += 2
    if line.word(start - 1) in ("as", "is", "was") and _NAMED_AS.search(
            text[max(line.tokens[0].start, tokens[start].start - 100) : tokens[start].start]):
        points += 3
    if holds_any(window.lower(), _CREDIT_KEYS) and _CREDIT.search(window):
        points += 2
    if (line.word(start - 2), line.word(start - 1)) == ("according", "to"):
        points += 2
    if any(len(t.word) == 1 for t in tokens[start:last]):
        points += 2
    if any(t.word.split("-")[0] in PARTICLES for t in tokens[start : last + 1]):
        points += 1
    if window.endswith(", ") and line.word(start - 1) in ROLE_NOUNS:
        points += 2
    return points


def _speaks(line: Text, start: int, last: int) -> bool:
    after, before = line.word(last + 1), line.word(start - 1)
    if line.joined(last + 1) and after in CUE_VERBS and not line.tokens[last].possessive:
        return True
    if not (before in CUE_VERBS and line.joined(start)) or before in ("spoke", "speaking", "visited"):
        return False
    return start < last or before in _INVERTED or not _goes_on(line, last)


# Verbs that stand before who says it: ", said Reyes". After others a name may belong to a noun that follows.
_INVERTED = frozenset("said says told added adds wrote writes recalled recalls explained asked replied".split())


def _goes_on(line: Text, last: int) -> bool:
    """Whether a noun in small letters follows, so that the name only says whose: "accused Kasra forces"."""
    after = line.word(last + 1)
    small = line.joined(last + 1) and line.tokens[last + 1].word.islower() and not line.tokens[last].possessive
    return small and after not in FUNCTION and after not in CUE_VERBS


def _enough(line: Text, start: int, last: int, support: int, headline: bool) -> bool:
    tokens = line.tokens[start : last + 1]
    place = line.is_place(tokens[0]) and (len(tokens) == 1 or line.is_place(tokens[-1]))
    if len(tokens) == 1:
        if line.word(start) in LEADERS:
            return not place
        if tokens[0].shouted or len(tokens[0].word) < 2:
            return False
        return support >= (3 if not place else 4) or (
            not place and not headline and _mid(line, start) and _speaks(line, start, last))
    if place:
        return support >= 3
    if all(t.shouted or len(t.word) == 1 for t in tokens):
        return support >= 3
    plain = sum(line.plain(at) for at in range(start, last + 1))
    if headline:
        return support >= 2 and not plain
    return support >= 1 or (support >= 0 and not plain and len(tokens) <= 4 and not _placed(line, start, last))


def _placed(line: Text, start: int, last: int) -> bool:
    """Whether the words around say that the name is a place's: "to Port Salem", "Port Salem road", "X, 30 km west"."""
    before, second = line.word(start - 1), line.word(start - 2)
    if before in ("to", "from", "of", "on", "over", "via", "into", "onto", "beyond", "across"):
        return second not in ("according", "spoke", "talked", "spoken", "thanks", "mother", "father", "son", "daughter",
                              "wife", "brother", "sister", "body", "family", "name", "death", "killing", "arrest")
    if line.joined(last + 1) and line.word(last + 1) in PLACE_NOUNS:
        return True
    return bool(_DISTANCE.match(line.text, line.tokens[last].tail))


def _mid(line: Text, start: int) -> bool:
    """Whether the word's capital cannot come from the start of the sentence."""
    surname = line.word(start + 1) in ("said", "says", "added", "told") and not line.word(start).endswith("s")
    return start > 0 or line.word(start) in GIVEN_NAMES or surname


# ------------------------------------------------------------------------------------------------ roles

_ROLE_AFTER = re.compile(r",\s+(?:aged\s+)?(?:\d{1,3},\s+)?(?P<role>[^,;:.\"\u201c\u201d()\u2013\u2014\n]{3,160})")
_WHO = re.compile(r"\s(?:who|whose|which|that|said|says|told)\b")
# A title with a name behind it belongs to that name: ", police spokesman Amal Reyes said".
_OTHERS_ROLE = re.compile(r"^(?:[\w.'\u2019-]+ ){0,6}?(?:" + "|".join(sorted(ROLE_NOUNS, key=len, reverse=True))
                          + r") [A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)*$")
_TITLE_NEXT = re.compile(r",\s+(?:" + "|".join(sorted((RANKS | HONORIFICS) - {"first", "second", "may", "mother"},
                                                      key=len, reverse=True)).title() + r")\.?\s+[A-Z]")
_ARTICLE = re.compile(r"^(?:an?|the|his|her|their|its|one of the)\s+", re.IGNORECASE)


def _role(line: Text, start: int, last: int) -> str | None:
    return _role_after(line, last) or _role_before(line, start)


def _role_after(line: Text, last: int) -> str | None:
    """The apposition behind the name, as written: "head of the regional council", "who sells tea"."""
    text = line.text
    match = _ROLE_AFTER.match(text, line.tokens[last].tail, line.tokens[-1].tail)
    if not match:
        return None
    role = match["role"].strip()
    if role.startswith("who "):
        words = role.lower().split()
        habit = words[1].endswith("s") and words[1] not in CUE_VERBS | FUNCTION  # "who sells tea", not "who said"
        return role[4:] if habit and len(words) <= 9 else None
    if _TITLE_NEXT.match(text, match.end()):
        return None  # "near the well of X, the army's spokesman, Commander Amal Reyes"
    cut = _WHO.search(role)
    role = _ARTICLE.sub("", role[: cut.start()] if cut else role).strip()
    words = re.findall(r"[\w\u2019'-]+", role.lower())[:7]
    if not words or words[0] in CUE_VERBS or words[0] in FUNCTION or len(role) >= 120:
        return None
    if words[0].endswith("ed") and (words[1:2] and (words[1] in FUNCTION or words[1].endswith("ly"))):
        return None
    if _OTHERS_ROLE.search(role):
        return None
    return role if any(w in ROLE_NOUNS or w.removesuffix("s") in ROLE_NOUNS for w in words) else None


def _role_before(line: Text, start: int) -> str | None:
    """The title before the name with the words that belong to it: "regional governor", "Adviser to the Ministry"."""
    at, text, roles = start, line.text, 0
    if start and text[line.tokens[start - 1].tail : line.tokens[start].start].strip() == ",":
        return _role_before_comma(line, start)
    if line.word(start - 1) in FUNCTION:  # "mother of Amal Reyes" is somebody else
        return None
    while at > 0 and start - at < 9:
        token = line.tokens[at - 1]
        if not joined(text, token, line.tokens[at]) or token.lower in CUE_VERBS:
            break
        links = not roles and _role_within(line, at - 1) and (
            token.lower in ("of", "for", "to") or token.lower == "the" and line.word(at - 2) in ("of", "for", "to"))
        if token.lower in _TIMES or (token.lower in FUNCTION and not links) or _is_verb(line, at - 1):
            break
        roles += _is_role(token.lower)
        at -= 1
    verb = line.word(at - 1) in _VERB_FOLLOWS and not _is_role(line.word(at)) and not line.tokens[at].capital
    at += verb and at < start
    while at < start and (line.word(at) in FUNCTION or line.word(at) in CALENDAR):
        at += 1
    if at >= start or not any(_is_role(line.word(i)) for i in range(at, start)):
        return None
    comma = at > 0 and text[line.tokens[at - 1].tail : line.tokens[at].start].strip() == ","
    if comma and start - at <= 2 and (fuller := _role_before_comma(line, at)):
        return fuller  # "the army spokesman, General Amal Reyes"
    if line.word(start - 1) in _POLITE:
        return None
    return text[line.tokens[at].start : line.tokens[start - 1].tail].strip()


_TIMES = frozenset("night morning afternoon evening week month year day time weekend hour hours".split())
_POLITE = frozenset("mr mrs ms miss mme madam sir".split())  # they say nothing about a role


def _is_verb(line: Text, at: int) -> bool:
    """Whether a small word before a title is a verb or an adverb rather than a part of it: "saying President ..."."""
    token, following = line.tokens[at], line.tokens[at + 1]
    if not token.word.islower() or _is_role(token.lower):
        return not token.word[0].isalpha()
    return token.word.endswith(("ing", "ly")) or (token.word.endswith(("ed", "s")) and following.word[0].isupper())


_VERB_FOLLOWS = frozenset("may might can could will would shall should must to did does do".split())


def _is_role(word: str) -> bool:
    return word in ROLE_NOUNS or word in RANKS or word in HONORIFICS


def _role_within(line: Text, at: int) -> bool:
    """Whether a role noun stands a few words before, so that "of", "to", "the" link it to what follows."""
    return any(_is_role(line.word(i)) for i in range(max(0, at - 4), at))


def _role_before_comma(line: Text, start: int) -> str | None:
    """"the administrator of Brod, Amal Reyes": back to the article, the comma or the verb."""
    at, roles = start, 0
    while at > 0 and start - at < 10:
        token = line.tokens[at - 1]
        if at < start and not joined(line.text, token, line.tokens[at]):
            break
        if token.lower in CUE_VERBS or token.lower in ("its", "his", "her", "their", "and", "but", "that", "according"):
            break
        roles += _is_role(token.lower)
        at -= 1
    for i in range(at + 1, start - 1):  # "at the clinic the chief surgeon": the role starts at its own article
        if line.word(i) in ("the", "a", "an", "its", "their") and line.word(i - 1) not in FUNCTION:
            at = i + 1
    while at < start and line.word(at) in FUNCTION:
        at += 1
    role = line.text[line.tokens[at].start : line.tokens[start - 1].tail].strip() if at < start else ""
    return role if roles and _is_role(line.word(at)) or roles and start - at <= 6 else None
