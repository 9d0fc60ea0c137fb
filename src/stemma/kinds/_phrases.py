"""Words, word lists and clauses: the shared grammar of the kinds that have no figure.

A kind looks for a few words near each other in one sentence. Everything here is linear in the length of the text:
sentences are cut into words once, word lists are looked up by their first word, and windows have a fixed width.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from msgspec import Struct

from stemma.ids import make_id
from stemma.keeping import kept_per_page
from stemma.model import Claim, Page, Sentence, Statement
from stemma.statements.attribution import source_of
from stemma.values import Span, Stance

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:[.,]\d+)+|[^\W_]+|[^\w\s]")
_CLAUSE_MARKS = frozenset(",;:()[]“”\"—–")
_CLAUSE_WORDS = frozenset("while although though whereas after before because when where which who but since".split())
_CUES = frozenset({"said", "says", "say", "saying", "that", "stated", "claimed"})
_NEGATIONS = frozenset("""
not never no nobody neither nor without t none failed deny denies denied denying
""".split())
_HEDGES = frozenset(
    "alleged allegedly reportedly believed suspected purported purportedly unconfirmed apparently presumed".split()
)
_WAR = frozenset("""
troops soldiers army armies rebels rebel militants insurgents militia militias militiamen gunmen fighters airstrike
airstrikes shelling shelled artillery missile missiles rockets mortar mortars warplanes jets offensive frontline front
war invasion guerrillas separatists jihadists paramilitary paramilitaries drones bombing bombardment military truce
ceasefire forces drone strikes militant soldier insurgent fighter rocket explosives landmines terrorist terrorists
battalion brigade occupation hostilities combatants bomber bombs raid raids regime clashes raiders raided
massacre massacres ambush ambushed siege besieged blockade warplane gunboats gunboat mortar rocket missile shells
airstrike bombarded curfew truces sirens herders vigilantes paramilitary guardsmen commandos
""".split())
_WAR_LINES = 2
_COMMON = frozenset("""
a an the of to in on at for by with and as it its that they their them this was were is are be been being had has have
did not said says
""".split())
_SHOUT = 12  # characters; a shorter line in capitals may be a name
MAX_LINE = 300  # words
MAX_EVIDENCE = 24  # words; a longer clause is cut on the side away from what was found


class Word(Struct, frozen=True, gc=False):
    """One word or mark; offsets are code points of the document."""

    low: str
    text: str
    start: int
    end: int
    shouted: bool = False  # in a text all in capitals, where they say nothing

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper() and not self.shouted


class Line(NamedTuple):
    """A sentence, or a piece of a very long one, and its words; there is at least one."""

    sentence: Sentence
    words: tuple[Word, ...]
    vocabulary: frozenset[str]  # its words in small letters

    def has(self, wanted: Collection[str]) -> bool:
        """Whether any of these lower-case words stands in the line: the cheap question to ask first."""
        return not self.vocabulary.isdisjoint(wanted)


class Hit(NamedTuple):
    """Words first..last (inclusive) of a line that a word list knows, and what they stand for."""

    first: int
    last: int
    value: str
    tag: str = ""


@kept_per_page
def lines(page: Page) -> tuple[Line, ...]:
    """The sentences of a page, cut into words; kept for the next kind that asks for the same page.

    What has more than MAX_LINE words is no sentence and comes in pieces, so that work on a line has a bound.
    """
    found = []
    for sentence in page.sentences:
        words = words_in(page.document.text, sentence.span.start, sentence.span.end)
        pieces = [words] if 0 < len(words) <= MAX_LINE else [
            words[at : at + MAX_LINE] for at in range(0, len(words), MAX_LINE)]
        found += [Line(sentence, piece, frozenset([word.low for word in piece])) for piece in pieces]
    return tuple(found)


@kept_per_page
def _vocabulary(page: Page) -> frozenset[str]:
    """All words of a page in small letters."""
    return frozenset().union(*(line.vocabulary for line in lines(page)))


def lines_with(page: Page, wanted: Collection[str]) -> Sequence[Line]:
    """The lines of a page in which any of these lower-case words stands; most pages have none for most kinds."""
    if _vocabulary(page).isdisjoint(wanted):
        return ()
    return [line for line in lines(page) if not line.vocabulary.isdisjoint(wanted)]


@kept_per_page
def is_armed(page: Page) -> bool:
    """Whether a report is about armed conflict at all: words of war in two sentences or more.

    "Seized", "talks" or "sirens" mean something else in the court and police news of the same outlets.
    """
    armed = (line for line in lines(page) if line.has(_WAR))
    return sum(1 for _ in islice(armed, _WAR_LINES)) == _WAR_LINES


def words_in(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """Words and marks of text[start:end]; hyphenated words are cut, "it's" gives it, ', s."""
    stop = len(text) if end is None else end
    shouted = text[start:stop].isupper() and stop - start > _SHOUT
    return tuple([
        Word("'" if (word := m[0]) == "’" else word.lower(), word, m.start(), m.end(), shouted)
        for m in _WORD.finditer(text, start, stop)
    ])


def telling(*wanted: WordList | Collection[str]) -> frozenset[str]:
    """Words one of which a line must have to have any of these words or a phrase of these lists."""
    return frozenset().union(*(some.telling if isinstance(some, WordList) else some for some in wanted))


_Entry = tuple[tuple[str, ...], str, str]  # the words of a phrase, what it stands for, its tag


class WordList:
    """Phrases by their first word; the longest one wins, and hits do not overlap.

    An optional hyphen between two words of a phrase needs no entry of its own: "air strike" finds "air-strike".
    """

    def __init__(self, phrases: Mapping[str, tuple[str, str]]):
        by_first: dict[str, list[_Entry]] = {}
        for phrase, (value, tag) in phrases.items():
            words = tuple(word.low for word in words_in(phrase) if word.low != "-")
            by_first.setdefault(words[0], []).append((words, value, tag))
        self._by_first = {first: _by_second(rows) for first, rows in by_first.items()}
        self.first_words = frozenset(by_first)  # in small letters
        # A line that has a phrase has this word of it, which is rarer than its first: "clear" of "not clear who".
        self.telling = frozenset(
            max(words, key=lambda word: (word not in _COMMON, len(word)))
            for rows in by_first.values() for words, _, _ in rows
        )

    @classmethod
    def of(cls, phrases: Iterable[str] | str, value: str = "") -> WordList:
        """A list whose phrases stand for one value, or for themselves; a string is cut at ";" and line ends."""
        if isinstance(phrases, str):
            phrases = [phrase.strip() for phrase in phrases.replace("\n", ";").split(";") if phrase.strip()]
        return cls({phrase: (value or phrase, "") for phrase in phrases})

    def find_in(self, line: Line) -> list[Hit]:
        """Hits in a whole line, in the order of the text; most lines have no word that tells of a phrase."""
        return [] if self.telling.isdisjoint(line.vocabulary) else self.find(line.words)

    def find(self, words: Sequence[Word]) -> list[Hit]:
        """Hits in the order of the text."""
        hits, free, known = [], 0, self._by_first
        for at in [at for at, word in enumerate(words) if word.low in known]:
            if at >= free and (hit := self.at(words, at)):
                hits.append(hit)
                free = hit.last + 1
        return hits

    def any_in(self, line: Line) -> bool:
        """Whether there is any hit in a line."""
        return line.has(self.telling) and any(self.at(line.words, at) for at in range(len(line.words)))

    def at(self, words: Sequence[Word], first: int) -> Hit | None:
        """The longest phrase that begins with this word."""
        rows = self._by_first.get(words[first].low)
        if rows is None:
            return None
        for phrase, value, tag in rows.get(_following(words, first), rows[""]):
            last = _match(words, first, phrase)
            if last is not None:
                return Hit(first, last, value, tag)
        return None


def _by_second(rows: list[_Entry]) -> dict[str, list[_Entry]]:
    """Second word -> the phrases that may stand where it follows, longest first; "" -> those of one word alone."""
    rows = sorted(rows, key=lambda row: -len(row[0]))
    single = [row for row in rows if len(row[0]) == 1]
    seconds = {row[0][1] for row in rows if len(row[0]) > 1}
    return {"": single} | {second: [row for row in rows if row[0][1:2] in ((second,), ())] for second in seconds}


def _following(words: Sequence[Word], at: int) -> str:
    """The word after this one, or after the hyphen that follows it."""
    for word in words[at + 1 : at + 3]:
        if word.low != "-":
            return word.low
    return ""


def _match(words: Sequence[Word], first: int, phrase: tuple[str, ...]) -> int | None:
    """Index of the phrase's last word, hyphens skipped."""
    at = first
    for number, part in enumerate(phrase):
        if number and at < len(words) and words[at].low == "-":
            at += 1
        if at >= len(words) or words[at].low != part:
            return None
        at += 1
    return at - 1


def is_break(words: Sequence[Word], at: int) -> bool:
    """Whether a clause ends at this word; a bracket around one word ("(HPF)") does not end it."""
    low = words[at].low
    if low == "(" and at + 2 < len(words) and words[at + 2].low == ")":
        return False
    if low == ")" and at >= 2 and words[at - 2].low == "(":
        return False
    if low == "-" and 0 < at < len(words) - 1:  # " - ", a dash; not the hyphen of "air-raid"
        return words[at - 1].end < words[at].start and words[at].end < words[at + 1].start
    return low in _CLAUSE_MARKS or low in _CLAUSE_WORDS


def clause(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """The words around first..last up to the ends of their clause, at most MAX_EVIDENCE of them."""
    left, right = first, last
    floor = max(0, first - MAX_EVIDENCE // 2)
    while left > floor and not is_break(words, left - 1) and words[left - 1].low not in _CUES:
        left -= 1
    while right + 1 < len(words) and right - left + 1 < MAX_EVIDENCE and not is_break(words, right + 1):
        right += 1
    while right > last and words[right].low in {".", "!", "?", "and", "'", "’"}:
        right -= 1
    while left < first and words[left].low in {"and", "that", "but", "as", ".", "'", "‘", "-"}:
        left += 1
    return left, right


def negated(words: Sequence[Word], at: int, reach: int = 4) -> bool:
    """Whether a negation stands shortly before this word in its clause."""
    for back in range(at - 1, max(at - 1 - reach, -1), -1):
        if words[back].low in _NEGATIONS and words[back + 1].low not in ("doubt", "only", "exclude"):
            return True  # but not "no doubt that", "would not exclude"
        if is_break(words, back):
            return False
    return False


_HISTORY = re.compile(r"\b(?:in the past|years ago|in previous (?:years|wars)|in recent (?:years|decades))\b", re.I)
_YEAR = re.compile(r"\b(?:in|from|of|during|since)(?: [A-Z][a-z]{2,8})? ((?:19|20|21)\d\d)\b")


def is_history(page: Page, line: Line) -> bool:
    """Whether a sentence tells of something long before the report: "in the past", or a year two or more back."""
    text = page.text[line.words[0].start : line.words[-1].end]
    if _HISTORY.search(text):
        return True
    published = page.published.day
    years = [int(year) for year in _YEAR.findall(text)]
    return bool(published and years) and max(years) <= published.year - 2


def hedged(words: Sequence[Word], first: int, last: int, reach: int = 6) -> bool:
    """Whether the claim is put as hearsay: a hedge in it or shortly before it."""
    return any(word.low in _HEDGES for word in words[max(0, first - reach) : last + 1])


def claim(
    page: Page, statements: Sequence[Statement], line: Line, kind: str, hit: tuple[int, int], value: str,
    stance: Stance | None = None,
) -> Claim:
    """A claim whose evidence are the words hit[0]..hit[1] of the line, with its source."""
    first, last = hit
    span = Span(line.words[first].start, line.words[last].end)
    source, statement = source_of(span, page, statements)
    hearsay = "unverified" if hedged(line.words, first, last) else "asserted"
    return Claim(
        id=make_id("c", page.document.id, kind, span.start, span.end, value), doc=page.document.id, kind=kind,
        span=span, source=source, sentence=line.sentence.number, stance=stance or hearsay, value=value,
        statement=statement.id if statement else None,
    )
