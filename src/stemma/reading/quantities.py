"""Numbers of people as English reports write them: digits, words, hedges, ranges and vague words.

`tokens_of` cuts a passage into tokens, `quantities_of` finds the number phrases among them. All offsets are Unicode
code points of the text that was passed in. The reading is the plain-English one of `stemma.values.Count`: what a coding
convention makes of "dozens" is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from stemma.values import Count, Span, Wording


class Token(Struct, frozen=True, gc=False):
    """One word, number or mark; `low` is its lower-case form with a plain apostrophe and hyphen."""

    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


class Quantity(Struct, frozen=True):
    """A number phrase over tokens [first, last): hedge included."""

    first: int
    last: int
    count: Count
    sure: bool = True  # False for words that are numbers only before a noun: "a", "an", "some", "many"


_TOKEN = re.compile(r"(\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’\-‑][^\W\d_]+)*|\S)")
_LONGEST_NUMBER = 12  # digits; a longer one counts no people

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_ROUND_SCALES = _SCALES | {"dozen": 12, "score": 20}
_WORDS = _UNITS | _TENS | {f"{t}-{u}": n + m for t, n in _TENS.items() for u, m in _UNITS.items() if m < 10}
NUMBER_WORDS = frozenset(_WORDS)
NUMBER_VALUES = dict(_WORDS)

# The plain reading of vague words; "scores" and "tens" are kept under the wording "dozens".
_VAGUE: dict[str, tuple[int, int, Wording]] = {
    "dozens": (24, 99, "dozens"), "scores": (40, 99, "dozens"), "tens": (20, 99, "dozens"),
    "hundreds": (200, 999, "hundreds"),
    "thousands": (2000, 9999, "thousands"), "millions": (2_000_000, 9_999_999, "thousands"),
    "several": (3, 9, "several"),
}
_VAGUE_OF: dict[tuple[str, str], tuple[int, int, Wording]] = {
    ("tens", "thousands"): (20_000, 99_999, "thousands"),
    ("scores", "thousands"): (40_000, 99_999, "thousands"),
    ("dozens", "thousands"): (24_000, 99_999, "thousands"),
    ("hundreds", "thousands"): (200_000, 999_999, "hundreds"),
    ("thousands", "thousands"): (2000, 9999, "thousands"),
    ("hundreds", "hundreds"): (200, 999, "hundreds"),
    ("dozens", "dozens"): (24, 99, "dozens"),
    ("scores", "scores"): (40, 99, "dozens"),
    ("tens", "millions"): (20_000_000, 99_999_999, "thousands"),
}
_VAGUE_SCALE = {"dozen": "dozens", "dozens": "dozens", "score": "scores", "hundred": "hundreds",
                "hundreds": "hundreds", "thousand": "thousands", "thousands": "thousands", "million": "millions"}

# Hedges before a number, longest first: words -> wording.
_HEDGES: tuple[tuple[tuple[str, ...], Wording], ...] = tuple(
    (tuple(phrase.split()), wording)
    for wording, phrases in (
        ("at_least", "at least|at the least|no fewer than|no less than|not less than|not fewer than|a minimum of|"
                     "minimum|at minimum|atleast"),
        ("more_than", "more than|over|upwards of|upward of|in excess of|well over|far more than|well above|above|"
                      "greater than|exceeding|exceeded|beyond"),
        ("at_most", "up to|as many as|no more than|not more than|at most|at the most|a maximum of|as much as"),
        ("fewer", "fewer than|less than|under"),
        ("about", "about|around|some|roughly|approximately|approx|an estimated|estimated|nearly|almost|close to|"
                  "circa|an approximate|perhaps|just over|just under|maybe|an average of"),
    )
    for phrase in sorted(phrases.split("|"), key=len, reverse=True)
)
_HEDGES_BY_FIRST: dict[str, list[tuple[tuple[str, ...], Wording]]] = {}
for _phrase, _wording in _HEDGES:
    _HEDGES_BY_FIRST.setdefault(_phrase[0], []).append((_phrase, _wording))
_LONGEST_HEDGE = max(len(phrase) for phrase, _ in _HEDGES)  # words
_MORE = frozenset({"another", "further", "additional"})
_BEFORE_NUMBERS = frozenset(_HEDGES_BY_FIRST) | _MORE | {"a"}
_FEW = frozenset({"few", "handful", "couple"})
_FILLERS = frozenset({"a", "total", "of", "further", "another", "additional", "the", "estimated"})

_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_UNIT_WORDS = frozenset(
    "percent per pc km kms kilometre kilometres kilometer kilometers mile miles metre metres meter meters m cm mm "
    "millimetre millimetres millimeter millimeters foot feet ft inch inches yard yards kg kgs kilogram kilograms "
    "kilogramme kilogrammes tonne tonnes ton tons pound pounds lb lbs litre litres liter liters caliber calibre "
    "hectare hectares acre acres degree degrees knot knots mph kph watt watts mw dollar dollars euro euros lira "
    "rupee rupees ruble rubles rouble roubles pence cents crown crowns dinar dinars shekel shekels naira birr peso "
    "pesos am pm a.m p.m o'clock hour hours minute minutes second seconds day days week weeks month months year "
    "years yr yrs decade decades century centuries night nights morning mornings year-old years-old month-old day-old "
    "week-old block times time round rounds storey story stories mm-calibre bn gmt hrs th st nd rd".split()
)
_CURRENCY = frozenset("$£€¥₦₹")
_NONE_WORDS = frozenset({"nobody", "none", "zero", "no-one"})


# The spans cut of the text last asked about. Text and tokens are one tuple, so that threads never see half of it.
_kept: tuple[str, dict[tuple[int, int], tuple[Token, ...]]] = ("", {})


def tokens_of(text: str, span: Span | None = None) -> tuple[Token, ...]:
    """The tokens of a passage (the whole text without a span), in order; offsets are those of `text`.

    A document is read from end to end before the next, and several stages ask for the same sentences: those of the
    text last asked about are kept.
    """
    global _kept
    if span is None:
        return _cut(text, 0, len(text))
    kept = _kept
    if kept[0] is not text:
        _kept = kept = (text, {})
    passage = (span.start, span.end)
    tokens = kept[1].get(passage)
    if tokens is None:
        tokens = kept[1][passage] = _cut(text, *passage)
    return tokens


def _cut(text: str, start: int, end: int) -> tuple[Token, ...]:
    found, last = [], start
    pieces = _TOKEN.split(text[start:end])  # in turn what stands before a word, and the word
    for before, word in zip(pieces[::2], pieces[1::2], strict=False):
        first = last + len(before)
        last = first + len(word)
        low = word.lower()
        found.append(Token(word, low if low.isascii() else _plain(low), first, last))
    return tuple(found)


def _plain(low: str) -> str:
    """A word in small letters with a plain apostrophe and hyphen."""
    return low.replace("’", "'").replace("‑", "-")


def quantities_of(text: str, tokens: Sequence[Token]) -> tuple[Quantity, ...]:
    """Number phrases that may count people, left to right, never overlapping.

    Dates, times, ages, money, measures and percentages are left out. Ages and the like that need the whole sentence
    are left to the reader of the sentence.
    """
    found: list[Quantity] = []
    free = 0
    for at, token in enumerate(tokens):
        if at < free or not (token.low in _OPENINGS or token.low[0].isdigit()):
            continue
        if token.low == "the" and _low(tokens, at + 1) not in _FEW:
            continue
        if quantity := _phrase_at(text, tokens, at):
            found.append(quantity)
            free = quantity.last
    return tuple(found)


# Every word with which a number phrase begins; one in digits may begin anywhere.
_OPENINGS = (
    _NONE_WORDS | NUMBER_WORDS | frozenset(_VAGUE) | frozenset(_HEDGES_BY_FIRST)
    | frozenset("no not between from another further additional a an the few tens half both some many numerous "
                "countless multiple".split())
)


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _phrase_at(text: str, tokens: Sequence[Token], at: int) -> Quantity | None:
    """The number phrase that begins at this token, with its hedges."""
    none = _none_at(tokens, at)
    if none:
        return _quantity(text, tokens, at, at + none, 0, 0, "none")
    between = _between(text, tokens, at)
    if between:
        return between
    if _ratio(tokens, at) or tokens[at].low == "under" and _low(tokens, at - 1) in _AGED:
        return None
    hedge, begin = _hedge_at(tokens, at)
    number = _number_at(tokens, begin)
    if number is None:
        return _article_at(text, tokens, at)
    low, high, wording, end = number
    if _low(tokens, begin - 1) not in {"by", "from"}:  # "rose by five to 36", "rose from 7 to 9" are no ranges
        low, high, wording, end = _range_after(tokens, low, high, wording, end)
    if _not_people(tokens, begin, end, low):
        return None
    low, high, wording, end = _suffix(tokens, low, high, wording, end)
    low, high, wording = _hedged(hedge, low, high, wording)
    return _quantity(text, tokens, at, end, low, high, wording)


_AGED = frozenset("one children girls boys those anyone people men women minors youths everyone all pupils "
                  "anybody".split())


def _ratio(tokens: Sequence[Token], at: int) -> bool:
    """"one in three of the wounded", "two in five people": a share, neither number of which counts."""
    for one in (at, at - 2):
        if one >= 0 and _low(tokens, one) in _UNITS and _low(tokens, one + 1) == "in" and (
                _low(tokens, one + 2) in _UNITS and _low(tokens, one + 3) in {"of", "people", "persons", "civilians"}):
            return True
    return False


def _quantity(text: str, tokens: Sequence[Token], first: int, last: int, low: int | None, high: int | None,
              wording: Wording, sure: bool = True) -> Quantity:
    words = text[tokens[first].start : tokens[last - 1].end]
    return Quantity(first, last, Count(low=low, high=high, wording=wording, text=words), sure)


def _none_at(tokens: Sequence[Token], at: int) -> int:
    """How many tokens say "none" here: "no one", "not a single", "nobody", "no"; 0 for no such words."""
    low = tokens[at].low
    if low in _NONE_WORDS:
        return 1
    if low == "no":
        nxt = _low(tokens, at + 1)
        if nxt == "one":
            return 2
        if nxt in {"such", "matter", "way", "sign", "evidence", "need", "word", "news", "trace", "contact"}:
            return 0
        return 0 if nxt in {"more", "fewer", "less", "longer", "doubt", ",", "."} or nxt in _WORDS else 1
    if low == "not":
        if (_low(tokens, at + 1), _low(tokens, at + 2)) in {("a", "single"), ("one", "single")}:
            return 3
        return 2 if _low(tokens, at + 1) == "one" else 0
    return 0


def _hedge_at(tokens: Sequence[Token], at: int) -> tuple[Wording | str | None, int]:
    """The hedge that begins here and the token after it (fillers such as "another" or "a total of" skipped)."""
    if tokens[at].low not in _BEFORE_NUMBERS:
        return None, at
    hedge: str | None = None
    here = at
    for _ in range(2):  # "at least about 20": the first hedge is the one that binds
        phrases = _HEDGES_BY_FIRST.get(_low(tokens, here), ())
        ahead = tuple([token.low for token in tokens[here : here + _LONGEST_HEDGE]]) if phrases else ()
        for phrase, wording in phrases:
            if ahead[: len(phrase)] == phrase:
                hedge, here = hedge or wording, here + len(phrase)
                break
    if not (hedge or tokens[at].low in _MORE or _total(tokens, at)) or hedge == "about" and _no_hedge(tokens, at, here):
        return None, at
    skipped = here
    for _ in range(3):
        if _low(tokens, skipped) in _FILLERS and _number_at(tokens, skipped) is None:
            skipped += 1
    return hedge, skipped


def _no_hedge(tokens: Sequence[Token], at: int, here: int) -> bool:
    """Whether "about" says what is spoken of: "what we know about the 30 dead", "reports about nine dead"."""
    if _low(tokens, at) != "about":
        return False
    spoken = {_low(tokens, i) for i in range(at - 3, at)} & _SPOKEN
    return _low(tokens, here) == "the" or bool(spoken)


_SPOKEN = frozenset("report reports news talk claims know knows information statements stories rumours questions "
                    "speak speaks spoke story".split())


def _total(tokens: Sequence[Token], at: int) -> bool:
    return (_low(tokens, at), _low(tokens, at + 1), _low(tokens, at + 2)) == ("a", "total", "of")


def _hedged(hedge: str | None, low: int | None, high: int | None,
            wording: Wording) -> tuple[int | None, int | None, Wording]:
    """The bounds after the hedge has spoken: "more than 11" is 12..None, "up to 11" None..11."""
    if hedge is None or low is None:
        return low, high, wording
    if hedge == "at_least":
        return low, None, "at_least"
    if hedge == "more_than":
        return (low, None, "at_least") if wording in {"dozens", "hundreds", "thousands", "several", "few"} else (
            low + 1, None, "more_than")
    if hedge == "at_most":
        return None, high, "at_most"
    if hedge == "fewer":
        return None, (high if high is not None else low) - 1, "at_most"
    return low, high, wording if wording not in {"exact"} else "about"


def _number_at(tokens: Sequence[Token], at: int) -> tuple[int, int, Wording, int] | None:
    """A number without hedge: (low, high, wording, token after it)."""
    low = _low(tokens, at)
    if not low:
        return None
    if low in _VAGUE:
        return _vague_at(tokens, at)
    if low in {"a", "the"} and _low(tokens, at + 1) in _FEW:
        return _few_at(tokens, at)
    if low == "few" and _low(tokens, at - 1) not in {"a", "very", "the"}:
        return None
    round_number = _round_at(tokens, at)
    if round_number:
        return round_number
    if low[0].isdigit():
        return _digits_at(tokens, at)
    if low in _WORDS:
        return _words_at(tokens, at)
    return None


def _vague_at(tokens: Sequence[Token], at: int) -> tuple[int, int, Wording, int] | None:
    low, following = tokens[at].low, _low(tokens, at + 1)
    if low == "several" and following in _VAGUE_SCALE:
        return *_VAGUE[_VAGUE_SCALE[following]], at + 2
    if following in {"of", "and", "upon"} and (low, _low(tokens, at + 2)) in _VAGUE_OF:
        return *_VAGUE_OF[low, _low(tokens, at + 2)], at + 3
    if low == "tens" and following != "of":  # "in their tens", "the tens and units"
        return None
    return *_VAGUE[low], at + 1


def _few_at(tokens: Sequence[Token], at: int) -> tuple[int, int, Wording, int]:
    word, following = tokens[at + 1].low, _low(tokens, at + 2)
    if word == "couple":
        return 2, 2, "about", at + 3 if following == "of" else at + 2
    if following in _VAGUE_SCALE:
        return *_VAGUE[_VAGUE_SCALE[following]], at + 3
    return 3, 9, "few", at + 3 if word == "handful" and following == "of" else at + 2


def _round_at(tokens: Sequence[Token], at: int) -> tuple[int, int, Wording, int] | None:
    """"a dozen", "two dozen", "half a million", "a hundred": round numbers, so worded "about"."""
    a, b, c = tokens[at].low, _low(tokens, at + 1), _low(tokens, at + 2)
    scales = _ROUND_SCALES
    if a == "half" and b in {"a", "an"} and c in scales:
        return scales[c] // 2, scales[c] // 2, "about", at + 3
    if a == "a" and b == "half" and c in {"a", "an"} and _low(tokens, at + 3) in scales:
        value = scales[_low(tokens, at + 3)] // 2
        return value, value, "about", at + 4
    if a in {"a", "one"} and b == "half-dozen":
        return 6, 6, "about", at + 2
    if a in {"a", "an"} and b in scales and b != "score":
        return scales[b], scales[b], "about", at + 2
    if a in _WORDS and b == "dozen":
        return 12 * _WORDS[a], 12 * _WORDS[a], "about", at + 2
    return None


def _digits_at(tokens: Sequence[Token], at: int) -> tuple[int, int, Wording, int] | None:
    written = tokens[at].low
    if len(written) > _LONGEST_NUMBER or not written.isascii():
        return None
    scale, end = _SCALES.get(_low(tokens, at + 1)), at + 2
    if _low(tokens, at + 1) == "m" and tokens[at + 1].start == tokens[at].end and "." in written:
        scale = 1_000_000
    if scale is None:
        scale, end = 1, at + 1
    value = _value(written, scale)
    return None if value is None else (value, value, "exact", end)


def _value(written: str, scale: int) -> int | None:
    """The integer that digits with points and commas stand for; None where they are no whole number of people."""
    if written.isdigit():
        return int(written) * scale
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", written) or (scale == 1 and re.fullmatch(r"\d{1,3}(?:\.\d{3})+", written)):
        return int(written.replace(",", "").replace(".", "")) * scale
    if scale > 1 and re.fullmatch(r"\d+[.,]\d+", written):
        whole, part = re.split(r"[.,]", written)
        return int(whole) * scale + int(part) * scale // 10 ** len(part)
    return None


def _words_at(tokens: Sequence[Token], at: int) -> tuple[int, int, Wording, int]:
    """"one hundred and twelve", "two thousand": the standard sum of units, tens and scales."""
    total = current = 0
    here = at
    while here < min(len(tokens), at + _LONGEST_NUMBER):
        word = tokens[here].low
        if word in _WORDS and not (here > at and _WORDS[word] < 10 <= current % 100 < 20):
            if here > at and tokens[here - 1].low in _WORDS and not (_WORDS[word] < 10 and current % 10 == 0):
                break
            current += _WORDS[word]
        elif word in _SCALES and current:
            current, total = (current * 100, total) if word == "hundred" else (0, total + current * _SCALES[word])
        elif not (word == "and" and here > at and tokens[here - 1].low in _SCALES and _low(tokens, here + 1) in _WORDS):
            break
        here += 1
    return total + current, total + current, "exact", here


_CHANGES = frozenset("raised rose risen revised increased climbed jumped lifted lowered cut dropped fell grew up down "
                     "corrected updated went changed".split())


_JOINTS = {"between": "and", "from": "to"}


def _between(text: str, tokens: Sequence[Token], at: int) -> Quantity | None:
    """"between 55 and 70", "from 11 to 15" """
    joint = _JOINTS.get(tokens[at].low)
    if joint is None:
        return None
    if joint == "to" and any(token.low in _CHANGES for token in tokens[max(0, at - 8) : at]):
        return None  # "raised the toll from seven to nine"
    first = _number_at(tokens, at + 1)
    if first is None or _low(tokens, first[3]) != joint:
        return None
    second = _number_at(tokens, first[3] + 1)
    if second is None or second[1] <= first[0] or _not_people(tokens, at + 1, second[3], first[0]):
        return None
    return _quantity(text, tokens, at, second[3], first[0], second[1], "range")


def _range_after(tokens: Sequence[Token], low: int, high: int, wording: Wording,
                 end: int) -> tuple[int, int, Wording, int]:
    """A range whose first number has been read: "11 to 15", "11-15", "six or seven"."""
    if _low(tokens, end) not in {"to", "-", "–", "—", "or"}:
        return low, high, wording, end
    second = _number_at(tokens, end + 1)
    if second is None or wording != "exact" or second[2] != "exact" or second[1] <= low or second[1] > 20 * low:
        return low, high, wording, end
    return low, second[1], "range", second[3]


def _suffix(tokens: Sequence[Token], low: int, high: int, wording: Wording,
            end: int) -> tuple[int, int | None, Wording, int]:
    """"20 or more", "20-plus", "20-odd", "20+" """
    a, b = _low(tokens, end), _low(tokens, end + 1)
    if a == "or" and b == "more":
        return low, None, "at_least", end + 2
    if a == "or" and b == "so":
        return low, high, "about", end + 2
    if a == "+" or (a == "-" and b == "plus"):
        return low, None, "at_least", end + 1 + (a == "-")
    if a == "-" and b == "odd":
        return low, high, "about", end + 2
    return low, high, wording, end


def _article_at(text: str, tokens: Sequence[Token], at: int) -> Quantity | None:
    """Words that count only before a noun: "a girl", "some residents", "many people"."""
    low = tokens[at].low
    if low in {"a", "an"}:
        if (_low(tokens, at + 1), _low(tokens, at + 2)) == ("number", "of"):
            return _quantity(text, tokens, at, at + 3, 1, None, "indefinite", sure=False)
        if (_low(tokens, at + 2), _low(tokens, at + 3)) == ("number", "of"):
            return _quantity(text, tokens, at, at + 4, 1, None, "indefinite", sure=False)
        return _quantity(text, tokens, at, at + 1, 1, 1, "exact", sure=False)
    if low == "both" and _low(tokens, at + 1) in {"men", "women", "boys", "girls", "soldiers", "officers", "brothers",
                                                  "sisters", "drivers", "children", "victims", "pilots", "attackers"}:
        return _quantity(text, tokens, at, at + 1, 2, 2, "exact", sure=False)
    if low == "another":
        return _quantity(text, tokens, at, at + 1, 1, 1, "exact", sure=False)
    if low == "many" and at and tokens[at - 1].low in {"as", "so", "how", "too"}:
        return None
    if low in {"some", "many", "numerous", "countless"}:
        return _quantity(text, tokens, at, at + 1, 1, None, "indefinite", sure=False)
    if low == "multiple":
        return _quantity(text, tokens, at, at + 1, 2, None, "indefinite", sure=False)
    return None


def _not_people(tokens: Sequence[Token], begin: int, end: int, low: int) -> bool:
    """Whether the number beside it says that this is a date, a time, an age, money or a measure."""
    before, after, then = _low(tokens, begin - 1), _low(tokens, end), _low(tokens, end + 1)
    digits = tokens[begin].low[0].isdigit()
    if before == "under" and _low(tokens, begin - 2) in _AGED:
        return True
    if before in {"call", "called", "calling", "dial", "dialled", "dialed"} and digits and low < 1000:
        return True  # "called 911"
    if before in _CURRENCY or after in _CURRENCY or after == "%" or before in {"aged", "age", "#", "nr"}:
        return True
    if after in {"'", "’"} and then == "s" and digits:
        return True  # "Pier 7's tower"
    if after == "s" and tokens[end].start == tokens[end - 1].end:  # "a man in his 20s", "the 1990s"
        return True
    if after == "/" and then[:1].isdigit() or before == "/":
        return True
    if after in _UNIT_WORDS and after != "m" or after == "-" and then in _UNIT_WORDS:
        return True
    if after == "-" and (then.startswith("year") or then.endswith("old")) or (digits and after == "m"):
        return True
    if before == "-" and tokens[begin].capital and _low(tokens, begin - 2).isdigit():
        return True  # "7-Eleven"
    if digits and (_glued(tokens, begin) or after in {"a", "p"} and (then, _low(tokens, end + 2)) == (".", "m")):
        return True  # "around 2 a.m."
    return digits and (_is_date(tokens, begin, end, low) or _is_clock(tokens, begin, end))


def _glued(tokens: Sequence[Token], at: int) -> bool:
    """Whether digits are a piece of a name or a number with its unit: "AK-47", "ABC15", "22yrs", "7-Eleven"."""
    here, before = tokens[at], tokens[at - 1] if at else None
    if before and before.end == here.start and (before.low.isalpha() or before.low == "-" and at > 1 and (
            tokens[at - 2].end == before.start and tokens[at - 2].text.isupper())):
        return True
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or after.start != here.end:
        return False
    word = tokens[at + 2] if after.low == "-" and at + 2 < len(tokens) else after
    return word.low in NUMBER_WORDS or word is after and word.low.startswith(("yr", "yo"))


def _is_date(tokens: Sequence[Token], begin: int, end: int, low: int) -> bool:
    """"14 June", "June 14", "in 2021", "28 February 2022" """
    before, after = _low(tokens, begin - 1), _low(tokens, end)
    if low <= 99 and _month(tokens, begin - 1) and _low(tokens, begin - 2).isdigit():
        return True  # "24 Aug 89"
    if low <= 31 and (_month(tokens, end) or (_month(tokens, begin - 1) and after not in {"people", "civilians"})):
        return True
    if not (1900 <= low <= 2100 and end == begin + 1 and tokens[begin].low.isdigit() and len(tokens[begin].low) == 4):
        return False
    return before in _DATED or _month(tokens, begin - 1)


_DATED = frozenset("in since of until from by during early late mid year to and after before , (".split())


def _month(tokens: Sequence[Token], at: int) -> bool:
    """Whether this token is the name of a month; "may" and "mar" only with a capital."""
    return _low(tokens, at).rstrip(".") in _MONTHS and tokens[at].capital


def _is_clock(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """"10:40", "at 8 pm" """
    after, before = _low(tokens, end), _low(tokens, begin - 1)
    beside = lambda a, b: tokens[a].end == tokens[b].start  # noqa: E731
    if after == ":" and end + 1 < len(tokens) and tokens[end + 1].low[0].isdigit() and beside(begin, end):
        return True
    return before == ":" and begin >= 2 and tokens[begin - 2].low[0].isdigit() and beside(begin - 2, begin - 1)
