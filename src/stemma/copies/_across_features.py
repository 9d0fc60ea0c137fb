"""What of a sentence survives translation: numbers, days, clock times and names, without regard to the language.

Keys are strings: "#14" a number, "d2-28" a day, "t7:40" a time on the twelve-hour clock, "w0" a weekday, "@drfk" the
consonants of a name. Weights say how much a shared key tells; they are fixed, not learnt from the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from anyascii import anyascii
from msgspec import Struct

from stemma.copies._across_words import month_of, number_words, plain, scales, weekday_of
from stemma.model import Page
from stemma.values import Span

LONGEST = 250  # sentences of one document that are compared; longer texts are no news reports
NOTE = 300  # characters at either end of a document in which a note on the translation stands
LONGEST_WORD = 40  # characters; longer runs without a space are no words
UNCASED = frozenset("ar he fa ur ps zh ja ko hi bn th ka am hy my km ta te kn ml si gu pa".split())
NOUNS_IN_CAPITALS = frozenset({"de"})  # languages in which a capital tells no name

_TRANSLATION = re.compile(
    r"\b(?:translated (?:from|by|into)|translation(?: from|:| by)|traduit d|traducido d|traduzido d|tradotto d|"
    r"übersetzt (?:aus|von)|aus dem \w{4,20} übersetzt|Übersetzung:|Traducción:|Traduction :|переклад(?:ено)? з|"
    r"переклад:|перевод(?: с |:)|переведено с|çeviri:|tłumaczenie:)|ترجمة:|ترجمه عن",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"\d{1,3}(?:[\u00a0\u202f ’'٬]\d{3})+(?!\d)|\d{1,15}(?:[.,:٫٬]\d{1,15}){0,5}"
    r"|[^\W\d_]{1,80}(?:['’ʼ-][^\W\d_]{1,80}){0,3}"
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,٬\u00a0\u202f ’']\d{3})+")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_HALF_DAY = re.compile(r"\s?(?:[ap]\.?m\b|Uhr\b|a\.\s?m|p\.\s?m)", re.IGNORECASE)
_HOUR_AND = re.compile(r"\s?(?:h|ч|г|год|год\.)\s?([0-5]\d)\b")
_HOUR = re.compile(r"\s?(?:[ap]\.?\s?m\b|Uhr\b|heures?\b|h\b|horas?\b|uur\b|ore\b|годин|час[аоу])", re.IGNORECASE)
_SAAT = re.compile(r"(?:\b(?:um|saat|saati|alle|ore|godz\.|at|à|às|a las|о|об|в|с|до|الساعة|الساعه)\s)$", re.IGNORECASE)
# A sentence ends at a final mark, with what closes behind it, before white space; Chinese has none.
_FINAL = re.compile(r"[.!?…؟۔。！？।:։]+[\"'”’»“)\]]*(?:[ \u00a0\u202f]»)?(?=\s)|[。！？؟۔]+[”」』]*")
_LED_ORDINAL = re.compile(r"(?:\b(?:der|die|das|dem|den|des|am|vom|zum|im|bis|seit|ab|und)|,)\s\d{1,2}$", re.IGNORECASE)
_AGE = re.compile(r"^(.{2,14}?)[-‑]?(?:річн|летн|поверх|этаж|jahrig|jaehrig|stockig|letni|pietrow|year)")
_TENS_UNITS = re.compile(r"^(ein|zwei|drei|vier|funf|sechs|sieben|acht|neun)und(\w+ig)$")
_DIGITS = {code: str(int(chr(code))) for code in range(0x80, 0x1FBFF) if chr(code).isdecimal()}  # of all scripts
_ARTICLES = ("وال", "بال", "فال", "كال", "لل", "ال")
_BEFORE_MONTH = frozenset("de of من er st nd rd th do di del".split())  # between a day and its month
_JOINED = ("و", "ب", "ل", "ف", "ك")
# English words in capitals that are translated, not spelt anew.
_TRANSLATED = frozenset(
    """
    mayor governor general colonel captain major lieutenant sergeant president minister ministry prime director chief
    commander spokesman spokeswoman spokesperson doctor dr mr mrs ms sister father bishop king queen prince officer
    school hospital clinic university street road avenue square bridge river lake mountain mount sea north south east
    west northern southern eastern western central movement army navy air force forces police party council committee
    group organisation organization united nations state national republic kingdom government parliament court
    conference security justice defence defense interior foreign health international human rights watch battalion
    brigade brigades division front column company bank radio news agency times television television union chamber
    building district region province city town village no st new old black red white green blue holy people people's
    doctors without borders hospital's the a an and of for in on at to he she they it we i his her their this that
    one two three four five six seven eight nine ten but by with from as after before if when while since some most
    many all both no not there then or
    """.split()
)


class Part(Struct, frozen=True):
    """One sentence of one document, reduced to what survives translation."""

    span: Span
    keys: dict[str, float]  # numbers, days, times and weekdays with their weights
    names: tuple[tuple[str, ...], ...]  # each a token's possible skeletons, in order
    firm: frozenset[str]  # first skeletons of tokens that are names for sure (a capital within the sentence)


class Text(Struct, frozen=True):
    """One document for comparison across languages."""

    doc: str
    lang: str
    parts: tuple[Part, ...]
    day: date | None = None  # of publication
    outlet: str | None = None
    translated: bool = False  # whether the text says of itself that it is a translation


def text_of(page: Page) -> Text:
    """The sentences of a page with their features; spans are those of Document.text."""
    lang = page.document.lang or "en"
    spans = sentence_spans(page, lang)[:LONGEST]
    parts = tuple(part_of(page.text, span, lang) for span in spans)
    ends = page.text[:NOTE] + "\n" + page.text[-NOTE:]
    return Text(page.document.id, lang, parts, page.published.day, page.outlet, bool(_TRANSLATION.search(ends)))


def sentence_spans(page: Page, lang: str) -> list[Span]:
    """Sentences outside the furniture: as read in English, by the marks alone in other languages."""
    if lang == "en":
        return [sentence.span for sentence in page.sentences]
    paragraphs: dict[int, Span] = {}
    for sentence in page.sentences:
        first = paragraphs.get(sentence.paragraph, sentence.span)
        paragraphs[sentence.paragraph] = Span(first.start, sentence.span.end)
    return [span for paragraph in paragraphs.values() for span in split(page.text, paragraph)]


def split(text: str, paragraph: Span) -> Iterator[Span]:
    """Sentences of one paragraph in any language: a mark ends one unless it stands behind an initial or an ordinal."""
    start = paragraph.start
    for match in _FINAL.finditer(text, paragraph.start, paragraph.end):
        if match.group()[0] == ":" or not _ends(text, match, paragraph.end):
            continue
        yield Span(start, match.end())
        start = match.end()
        while start < paragraph.end and text[start].isspace():
            start += 1
    if start < paragraph.end:
        yield Span(start, paragraph.end)


def _ends(text: str, match: re.Match[str], limit: int) -> bool:
    """Whether a final mark ends a sentence: what follows begins one, and no abbreviation stands before a dot."""
    after = text[match.end() : min(limit, match.end() + 4)].lstrip().lstrip("«„“”\"'(—–- ")
    if after and after[0].islower():
        return False
    if match.group()[0] != "." or len(match.group()) > 1:
        return True
    before = re.search(r"[^\s.(«„\"]{1,5}$", text[max(0, match.start() - 5) : match.start()])
    word = before.group() if before else ""
    if word.isdigit():
        return len(word) > 2 or not after[:1].isalpha() or not _ordinal(text, match)
    return len(word) > 2 or word.islower() and len(word) > 1 or not word


def _ordinal(text: str, match: re.Match[str]) -> bool:
    """Whether "27." before a capital is an ordinal, as in German: an article or a preposition leads."""
    return bool(_LED_ORDINAL.search(text[max(0, match.start() - 12) : match.start()]))


# --------------------------------------------------------------------------------------------------- features


def part_of(text: str, span: Span, lang: str) -> Part:
    """The features of one sentence."""
    text = span.of(text)
    if not text.isascii():
        text = text.translate(_DIGITS)
    tokens = list(_TOKEN.finditer(text))
    keys: dict[str, float] = {}
    names: list[tuple[str, ...]] = []
    firm: set[str] = set()
    used = _numbers(text, tokens, lang, keys)
    for at, token in enumerate(tokens):
        word = token.group()
        if at in used or word[0].isdigit() or len(word) > LONGEST_WORD:
            continue
        if skeletons := _name(word, lang):
            names.append(skeletons)
            if _firm(text, tokens, at, lang):
                firm.add(skeletons[0])
    return Part(span, keys, tuple(names), frozenset(firm))


def _numbers(text: str, tokens: Sequence[re.Match[str]], lang: str, keys: dict[str, float]) -> set[int]:
    """Adds numbers, days, times and weekdays to the keys; the places of the tokens that are none of a name."""
    used: set[int] = set()
    words = [plain(t.group(), lang) if not t.group()[0].isdigit() else "" for t in tokens]
    for at, token in enumerate(tokens):
        if at in used or words[at] and not _tells(words[at], lang):
            continue
        if words[at]:
            if words[at] not in number_words(lang) and (day := weekday_of(words[at], lang)) is not None:
                keys[f"w{day}"] = 0.7
                used.add(at)
                continue
            if (month := month_of(words[at], lang)) is not None and token.group()[:1] != token.group()[:1].lower():
                used.add(at)
        value, last = _value(text, tokens, words, at, lang)
        if value is None:
            if words[at] and (month := month_of(words[at], lang)) is not None and not _day_beside(tokens, words, at):
                keys[f"m{month}"] = 0.9
                used.add(at)
            continue
        used.update(range(at, last + 1))
        if isinstance(value, str):
            keys[value] = weight_of(value)
            continue
        month = _month_beside(words, at, last, lang) if 1 <= value <= 31 and value == int(value) else None
        key = f"d{month}-{int(value)}" if month else f"#{value:g}" if value < 1e6 else f"#{value:.6g}"
        keys[key] = max(keys.get(key, 0.0), weight_of(key))
    return used


def _value(
    text: str, tokens: Sequence[re.Match[str]], words: Sequence[str], at: int, lang: str
) -> tuple[float | str | None, int]:
    """The number or the time that begins at a token, and its last token; None where there is none."""
    token = tokens[at]
    if words[at]:
        return _spelt(words, at, lang)
    if (clock := _clock(text, token)) is not None:
        key, end = clock
        return key, max(n for n in range(at, min(at + 3, len(tokens))) if tokens[n].start() < end)
    value = _digits(token.group())
    if value is None:
        return None, at
    if at + 1 < len(words) and (scale := _scale(words[at + 1], lang)):
        return value * scale, at + 1
    return value, at


def _spelt(words: Sequence[str], at: int, lang: str) -> tuple[float | None, int]:
    """The value of number words ("twenty-nine", "dreiundzwanzig", "trente et un"), and the last of them."""
    table = number_words(lang)
    word = words[at]
    if word not in table and (whole := _compound(word, table)) is not None:
        return whole, at
    value = table.get(word) or table.get(_unjoined(word, table, lang))
    if value is None:
        return None, at
    last = at
    after = at + 2 if at + 2 < len(words) and words[at + 1] in ("et", "y", "e", "og", "och") else at + 1
    if after < len(words) and lang == "ar" and words[after] in ("عشر", "عشره") and value < 10:
        return value + 10, after
    if value >= 20 and after < len(words) and 0 < table.get(words[after], 0) < 10:
        value, last = value + table[words[after]], after
    if last + 1 < len(words) and (scale := _scale(words[last + 1], lang)):
        return value * scale, last + 1
    return value, last


@lru_cache(maxsize=100_000)
def _tells(word: str, lang: str) -> bool:
    """Whether a plain word is a number, a day of the week or a month: most are none."""
    table = number_words(lang)
    return (word in table or _unjoined(word, table, lang) in table or _compound(word, table) is not None
            or month_of(word, lang) is not None or weekday_of(word, lang) is not None)


def _unjoined(word: str, table: Mapping[str, int], lang: str) -> str:
    """A word without the Arabic conjunction or preposition written onto it."""
    return word[1:] if lang == "ar" and word[:1] in _JOINED and word[1:] in table else word


def _compound(word: str, table: Mapping[str, int]) -> float | None:
    """Values of words that hold a number and more: "seventy-three", "dreiundzwanzig", "четырехлетний"."""
    if (match := _AGE.match(word)) and (value := table.get(match[1].rstrip("-"))):
        return value
    first, dash, second = word.partition("-")
    if dash and first in table:
        unit = table.get(second.partition("-")[0], 0)
        return table[first] + unit if table[first] >= 20 and 0 < unit < 10 else table[first]
    if match := _TENS_UNITS.match(word):
        unit, tens = table.get(match[1], 1), table.get(match[2])
        return tens + unit if tens else None
    return None


@lru_cache(maxsize=20_000)
def _scale(word: str, lang: str) -> int | None:
    """What a word multiplies the number before it by."""
    return next((n for begin, n in scales(lang) if word == begin or len(begin) > 3 and word.startswith(begin)), None)


def _digits(token: str) -> float | None:
    """The value of digits of any script, with separators of thousands and of decimals."""
    if _GROUPED.fullmatch(token):
        return float(re.sub(r"\D", "", token))
    whole, *rest = re.split(r"[.,٫]", token)
    if not whole.isdecimal() or len(rest) > 1 or any(not part.isdecimal() for part in rest):
        first = re.match(r"\d+", token)
        return float(first.group()) if first else None
    return float(f"{int(whole)}.{rest[0]}") if rest else float(whole)


def _clock(text: str, token: re.Match[str]) -> tuple[str, int] | None:
    """The time on the twelve-hour clock that digits tell, and where it ends: "16:25", "4.25 p.m.", "16 h 25"."""
    match = _CLOCK.fullmatch(token.group())
    if match:
        behind = _HALF_DAY.match(text, token.end())
        before = _SAAT.search(text[max(0, token.start() - 12) : token.start()])
        if ":" in token.group() or behind or before:
            return f"t{int(match[1]) % 12}:{int(match[2]):02d}", token.end()
    elif token.group().isdecimal() and int(token.group()) < 24:
        if match := _HOUR_AND.match(text, token.end()):
            return f"t{int(token.group()) % 12}:{int(match[1]):02d}", match.end()
        if _HOUR.match(text, token.end()):
            return f"#{int(token.group()) % 12 or 12}", token.end()
    return None


def _month_beside(words: Sequence[str], first: int, last: int, lang: str) -> int | None:
    """The month that stands beside a number, behind it ("19 de agosto", "13. Juni") or before it ("June 13")."""
    behind = last + 1
    while behind < min(last + 3, len(words)) and words[behind] in _BEFORE_MONTH:
        behind += 1
    for at in (behind, first - 1) if lang == "en" else (behind,):
        if 0 <= at < len(words) and words[at] and (month := month_of(words[at], lang)):
            return month
    return None


def _day_beside(tokens: Sequence[re.Match[str]], words: Sequence[str], at: int) -> bool:
    """Whether a day of the month stands beside a month, so that the month says nothing by itself."""
    for near in (at - 1, at + 1, at - 2):
        if 0 <= near < len(words) and not words[near] and len(tokens[near].group()) <= 2:
            return near != at - 2 or words[at - 1] in _BEFORE_MONTH
    return False


def weight_of(key: str) -> float:
    """How much a shared number, day or time tells; small and round numbers stand in most reports."""
    if key[0] in "dt":
        return 1.5 if key[0] == "d" else 2.5
    value = float(key[1:])
    if value != int(value):
        return 2.5
    if 1990 <= value <= 2099:
        return 1.2
    if value >= 100:
        return 2.5 if value % 100 else 2.0
    if value > 20:
        return 2.0 if value % 10 else 1.5
    return 1.5 if value > 10 else 1.0 if value > 2 else 0.5 if value == 2 else 0.1


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The consonants of a name as every script and language has them: "Radchenko", "رادشينكو", "Радченко" -> "rdsnk".

    Coarser than the skeleton within English: what scripts confuse (v f w, b p, sh ch zh) is one letter.
    """
    text = anyascii(word).casefold()
    for old, new in (("shch", "s"), ("tsch", "s"), ("sch", "s"), ("tch", "s"), ("dzh", "j"), ("dj", "j"), ("ch", "s"),
                     ("sh", "s"), ("zh", "s"), ("kh", "k"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("ou", "u")):
        text = text.replace(old, new)
    text = text.translate(str.maketrans("cqwzvb", "kkfsfp"))
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^bcdfklmnpqrstvwxz]", "", text))


@lru_cache(maxsize=100_000)
def _name(word: str, lang: str) -> tuple[str, ...]:
    """The possible skeletons of a token that may be a name; empty for what is none."""
    word = word.replace("’", "'").removesuffix("'s")
    latin = word[0].isascii() or "\u00c0" <= word[0] <= "\u024f"
    if lang not in UNCASED or latin:
        if not word[0].isupper() or latin and word.casefold() in _TRANSLATED and (lang == "en" or lang in UNCASED):
            return ()
        found = {skeleton(word)}
        if "w" in word.casefold():
            found.add(skeleton(re.sub("[wW]", "", word)))
        if lang in ("uk", "ru", "bg", "sr") and re.search("[ыиюяї]", word):
            found.add(skeleton(word))
        return tuple(sorted((s for s in found if len(s) >= 2), key=lambda s: (-len(s), s)))
    bare = [word.removeprefix(article) for article in _ARTICLES if word.startswith(article)][:1] or [word]
    if len(bare[0]) > 3 and bare[0][0] in _JOINED:
        bare.append(bare[0][1:])
    found = {skeleton(form.replace("و", "") if lang != "he" else form.replace("ו", "")) for form in bare}
    found |= {skeleton(form) for form in bare}
    return tuple(sorted((s for s in found if len(s) >= 3), key=lambda s: (-len(s), s)))


def _firm(text: str, tokens: Sequence[re.Match[str]], at: int, lang: str) -> bool:
    """Whether a token is a name for sure: a capital within a sentence or before another, where capitals tell names."""
    word = tokens[at].group()
    if not word[0].isupper() or lang in NOUNS_IN_CAPITALS and not (word.isupper() and len(word) > 1):
        return False
    begins = at == 0 or any(mark in text[tokens[at - 1].end() : tokens[at].start()] for mark in "\"“«„:")
    return not begins or at + 1 < len(tokens) and tokens[at + 1].group()[0].isupper()
