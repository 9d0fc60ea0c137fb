"""Which pages and reports of an archive may hold a figure of people harmed: three steps, the cheapest first.

1. `of_page` looks at a page as it came, before its text is found: do its words speak of harm to people, and is there
   English in it? Only what is sure may decide here, since the text is not known yet. Where its words leave a doubt,
   `of_markup` asks the second step's question of a rough text, so that most pages need not be taken apart.
2. `of_document` (`of_text` for a bare text) asks for the report's own language and words. Where these speak of harm,
   but neither plainly nor early, the grammar of figures looks at the sentences that do.
3. `of_reading` looks at what the fast reader found: claims of harm, persons told of as harmed, or words that tell of
   violence so plainly that a report should not be lost because the reader found no figure in it.

The words are those of the kinds (`stemma.kinds.vocabulary`). A text is taken as a row of words. A firm word of harm
counts where a number or a word for people stands near it, one that names the killing of people in any case; a loose
one ("lost", "taken in") where a number and right after it a word for people stand close, or people and a weapon near.
What was measured of the three steps stands in docs/evaluation.md.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, compress
from typing import Literal

from msgspec import Struct

from stemma import kinds
from stemma.model import Document, Reading
from stemma.readers._decoding import decode
from stemma.readers._language import language_of
from stemma.reading.length import LONGEST
from stemma.scale.page_text import rough_text, shown
from stemma.values import HARMS

NEAR = 12  # words on either side of a firm word of harm among which a number or a word for people must stand
CLOSE = 6  # the same for loose words, of which most mean something else
COUNTED = 4  # words after a number among which the people that it counts must stand
LEAD = 60  # words of a report that say what it is about: headline and about two sentences
ROUGH_LEAD = 2 * LEAD  # the same in a rough text, where captions and adverts stand between
LONGEST_SENTENCE = 1500  # code points of a sentence that the grammar looks at; what is longer is no prose
MOST_WORDS = 100_000  # of a page that are looked at; `reading.length` bounds what is read of a report
FEWEST_WORDS = 60  # of a page; one with fewer says too little to be held for another language
_LONGEST_NUMBER = 3  # digits; longer ones are mostly years, and thousands are written with a comma
_ENGLISH = (b" the ", b" of ", b" and ", b" was ", b" said ")
_FEWEST_ENGLISH = 2  # of these words in a page; English text has one in eight

FOREIGN, SILENT, WORDS = "not-english", "no-words-of-harm", "words-of-harm"
FIGURE, NO_FIGURE = "figure-of-harm", "no-figure-of-harm"
NO_PAGE, CLAIM, PERSON, NO_CLAIM = "not-a-page", "claim-of-harm", "person-harmed", "no-claim-of-harm"


class Verdict(Struct, frozen=True):
    """Whether something goes on to the next step, and why."""

    relevant: bool
    reason: str  # short and stable: one of the constants above
    plain: bool = False  # of a page: whether its words are plain, so that a rough text could but say the same


_IS_FOREIGN, _IS_SILENT, _HAS_WORDS = Verdict(False, FOREIGN), Verdict(False, SILENT), Verdict(True, WORDS)
_HAS_PLAIN_WORDS = Verdict(True, WORDS, plain=True)


class Signals(Struct, frozen=True):
    """Whether a row of words speaks of harm to people, and whether plainly: it names the killing of people, or speaks
    of harm near a weapon or in the lead."""

    any: bool
    plain: bool


# ------------------------------------------------------------------------------------------- the three steps


def of_received(raw: bytes) -> Verdict:
    """A page as it came, unpacked: by its words, and where these leave a doubt by its rough text."""
    verdict = of_page(raw)
    return of_markup(raw) if verdict.relevant and not verdict.plain else verdict


def of_page(raw: bytes) -> Verdict:
    """A page as it came, unpacked, before its text is found. What is no text ("%PDF-") goes on unseen."""
    if b"\0" in raw[:1024]:
        decoded = decode(raw)
        if decoded is None:
            return Verdict(True, NO_PAGE)
        raw = decoded.text.encode("utf-8", "replace")
    elif raw.startswith(b"%PDF-"):
        return Verdict(True, NO_PAGE)
    return of_shown(shown(raw))


def of_shown(text: bytes) -> Verdict:
    """What a page shows, as `shown` gives it."""
    plain = text.translate(_PLAIN)
    row = plain.split(None, MOST_WORDS)[:MOST_WORDS]
    told = _told(row)
    first = next(told, None)
    if first is None:
        return _IS_SILENT
    if len(row) >= FEWEST_WORDS and not _has_english(plain):
        return _IS_FOREIGN
    return _HAS_PLAIN_WORDS if any(_is_plain(row, *one) for one in chain((first,), told)) else _HAS_WORDS


def of_markup(raw: bytes) -> Verdict:
    """A page that speaks of harm, but not plainly, by what its rough text says of it: passed over where no text found
    in it could say more. What is no page in UTF-8 goes on."""
    parts = rough_text(raw)
    if parts is None:
        return _HAS_WORDS
    row: list[bytes] = []
    starts: list[int] = []
    keys: set[bytes] = set()
    for part in parts:
        starts.append(len(row))
        row += _row(_bytes(part))
    for at, phrase in _told(row):
        lead = phrase.sort == "firm" and (len(starts) == 1 or at - starts[bisect(starts, at) - 1] < ROUGH_LEAD)
        if lead or _is_plain(row, at, phrase):
            return _HAS_WORDS
        keys.add(row[at])
    return _by_figure(keys, "\n\n".join(parts))


def _has_english(plain: bytes) -> bool:
    """Whether a few of the commonest English words are there."""
    count = 0
    for word in _ENGLISH:
        count += plain.count(word)
        if count >= _FEWEST_ENGLISH:
            return True
    return False


def of_document(document: Document) -> Verdict:
    """A report, by its language and by the words of its text and of the headline given beside it."""
    if document.lang not in (None, "en"):
        return _IS_FOREIGN
    return _of_words(words_of(document), document.text)


def of_text(text: str) -> Verdict:
    """A bare text."""
    return _IS_FOREIGN if language_of(text) not in (None, "en") else _of_words(_row(_bytes(text[:LONGEST])), text)


def _of_words(row: Sequence[bytes], text: str) -> Verdict:
    text, found = text[:LONGEST], signals(row)
    if not found.any:
        return _IS_SILENT
    if found.plain:
        return _HAS_WORDS
    return _by_figure(_spoken_keys(row), text)


def _by_figure(keys: Iterable[bytes], text: str) -> Verdict:
    """A text that speaks of harm, by whether a sentence of it that does so has a figure. keys: words of which each such
    sentence has one."""
    for paragraph in _paragraphs_with(keys, text):
        for one in _sentences(paragraph):
            if _speaks(_row(_bytes(one))) and kinds.tells_figure(one[:LONGEST_SENTENCE]):
                return Verdict(True, FIGURE)
    return Verdict(False, NO_FIGURE)


def of_reading(reading: Reading) -> Verdict:
    """A report as read; also without any figure it is kept where its words leave little doubt."""
    if any(claim.kind in HARMS for claim in reading.claims):
        return Verdict(True, CLAIM)
    if reading.victims or kinds.struck_told(reading.page):
        return Verdict(True, PERSON)
    english = reading.document.lang in (None, "en")
    return _HAS_WORDS if english and signals(words_of(reading.document)).plain else Verdict(False, NO_CLAIM)


# ---------------------------------------------------------------------------------------------- words of harm


class _Phrase(Struct, frozen=True):
    """A word or phrase of harm: its words, and how many of them stand before the one that it is found by."""

    words: tuple[bytes, ...]
    before: int
    sort: Literal["idle", "violent", "firm", "loose", "other"]


@cache
def _phrases() -> Mapping[bytes, tuple[_Phrase, ...]]:
    """Key word -> phrases that hold it: those that tell of no harm first, then firm ones, the longest first."""
    known = kinds.vocabulary()
    found: dict[bytes, list[_Phrase]] = {}
    firm, loose, other, idle = known.firm, known.loose, known.other, known.idle
    for sort, phrases in (("idle", idle), ("firm", firm), ("loose", loose), ("other", other)):
        for phrase in sorted(phrases, key=lambda p: (-p.count(" "), p)):
            words = tuple(phrase.encode("ascii").split())
            before = _key([word if word.decode() in firm else b"" for word in words] if phrase in idle else words)
            sort_of = "violent" if phrase in known.violent else sort
            found.setdefault(words[before], []).append(_Phrase(words, before, sort_of))
    return {key: tuple(rows) for key, rows in found.items()}


def _key(words: Sequence[bytes]) -> int:
    """Position of the longest word: the rarer a phrase's key, the seldomer it is looked for."""
    return max(range(len(words)), key=lambda at: (len(words[at]), at))


@cache
def _numbers() -> frozenset[bytes]:
    digits = {str(number) for number in range(10 ** _LONGEST_NUMBER)}
    return frozenset(word.encode("ascii") for word in kinds.vocabulary().numbers | digits)


@cache
def _armed() -> frozenset[bytes]:
    return frozenset(word.encode("ascii") for word in kinds.vocabulary().armed)


@cache
def _people() -> frozenset[bytes]:
    return frozenset(word.encode("ascii") for word in kinds.vocabulary().people)


def words_of(document: Document) -> list[bytes]:
    """The words of a report, those of the headline given beside it first; bytes in small letters, marks left out."""
    text = document.text[:LONGEST]
    return _row(_bytes(f"{document.title} {text}" if document.title else text))


def signals(row: Sequence[bytes]) -> Signals:
    """How a row of words speaks of harm to people."""
    some = False
    for at, phrase in _told(row):
        some = True
        if _is_plain(row, at, phrase) or phrase.sort == "firm" and at < LEAD:
            return Signals(True, True)
    return Signals(some, False)


def _is_plain(row: Sequence[bytes], at: int, phrase: _Phrase) -> bool:
    """Whether a phrase at this position is plain wherever in a report it stands."""
    return phrase.sort == "violent" or phrase.sort != "other" and _near(row, at, _armed())


def _speaks(row: Sequence[bytes]) -> bool:
    """Whether a row of words speaks of harm anywhere; it is left at the first such place."""
    return next(_told(row), None) is not None


def _told(row: Sequence[bytes]) -> Iterator[tuple[int, _Phrase]]:
    """The phrases by which a row of words speaks of harm, with the position of the word that each is found by."""
    phrases = _phrases()
    for at in _keys_in(row):
        phrase = _there(row, at, phrases[row[at]])
        if phrase is not None and _counts(row, at, phrase):
            yield at, phrase


def _spoken_keys(row: Sequence[bytes]) -> set[bytes]:
    """The words by which the sentences of a row that speak of harm can be found. Those of phrases that tell of no harm
    are among them: such a phrase may be two sentences that meet."""
    phrases, found = _phrases(), set()
    for at in _keys_in(row):
        if row[at] not in found:
            phrase = _there(row, at, phrases[row[at]])
            if phrase is not None and (phrase.sort == "idle" or _counts(row, at, phrase)):
                found.add(row[at])
    return found


def _keys_in(row: Sequence[bytes]) -> Iterator[int]:
    """The positions of words by which phrases of harm are found; most words of a page are looked at here alone."""
    return compress(range(len(row)), map(_phrases().__contains__, row))


def _counts(row: Sequence[bytes], at: int, phrase: _Phrase) -> bool:
    """Whether the words around a phrase at this position leave it possible that people were harmed."""
    if phrase.sort in ("idle", "violent"):
        return phrase.sort == "violent"
    people = _near(row, at, _people())
    if phrase.sort == "firm":
        return people or _near(row, at, _numbers())
    return people and (_counted_close(row, at) or phrase.sort == "loose" and _near(row, at, _armed()))


def _near(row: Sequence[bytes], at: int, words: frozenset[bytes]) -> bool:
    return not words.isdisjoint(row[max(0, at - NEAR):at + NEAR + 1])


def _there(row: Sequence[bytes], at: int, phrases: Sequence[_Phrase]) -> _Phrase | None:
    """The first of these phrases that stands around its key at this position."""
    for phrase in phrases:
        first = at - phrase.before
        if len(phrase.words) == 1 or first >= 0 and tuple(row[first:first + len(phrase.words)]) == phrase.words:
            return phrase
    return None


def _counted_close(row: Sequence[bytes], at: int) -> bool:
    """Whether a number stands close, and right after it a word for people."""
    around, people, numbers = row[max(0, at - CLOSE):at + CLOSE + 1], _people(), _numbers()
    return any(word in numbers and not people.isdisjoint(around[here + 1:here + 1 + COUNTED])
               for here, word in enumerate(around))


# A sentence's end, roughly: not after initials and the shortest abbreviations, and at a blank line in any case. It
# begins with the characters that all ends begin with, by which they are found quickly.
_END = re.compile(r"[.!?\n](?:(?<=\w\w\w[.!?])[.!?]*[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])|(?<=\n)\s*\n)")


def _paragraphs_with(keys: Iterable[bytes], text: str) -> Iterator[str]:
    """The paragraphs in which one of these words stands, and perhaps others."""
    low, end = text.lower(), 0
    if len(low) != len(text) or "\u00ad" in text:
        yield text
        return
    for at in sorted(at for key in keys for at in _places_of(key.decode(), low)):
        if at >= end:
            end = text.find("\n\n", at) + 1 or len(text)
            yield text[text.rfind("\n\n", 0, at) + 1:end]


def _places_of(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        yield text[start:end.end()]
        start = end.end()
    yield text[start:]


# --------------------------------------------------------------------------------------------- rows of words

_KEPT = b"abcdefghijklmnopqrstuvwxyz0123456789"
# Small letters; a blank for every mark and for each byte beyond ASCII, so that no word depends on the encoding.
_PLAIN = bytes(code + 32 if 65 <= code <= 90 else code if code in _KEPT else 32 for code in range(256))


def _row(raw: bytes) -> list[bytes]:
    return raw.translate(_PLAIN).split()


def _bytes(text: str) -> bytes:
    return text.replace("\u00ad", "").encode("utf-8", "replace")
