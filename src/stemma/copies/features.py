"""What survives when a text is copied, rewritten or translated back: numbers, names, stems of content words.

Weights are fixed, not learnt from the case: adding a document never changes how alike two others are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from msgspec import Struct

from stemma.model import Page
from stemma.values import Span

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
NUMBER_WEIGHT, NAME_WEIGHT, WORD_WEIGHT = 2.0, 1.5, 1.0
KNOWN_WORDS = 60_000  # words whose keys are kept, since texts share most of their words

STOP = frozenset(
    """
    a an the and or but of to in on at by for from with as is are was were be been being has have
    had do does did it its he she they them his her their this that these those who whom which what
    when where while there here not no nor so than then also after before over under into out up
    down about against during between through more most some any all other another said say says
    told tell tells according added add stated state mr mrs ms one we our us i you your my me would
    could will can may might should had having if because since until per via off again still just
    only very""".split()
)
UNITS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""".split()
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBER_WORDS = {word: value for value, word in enumerate(UNITS)} | TENS | {"dozen": 12}
SUFFIX = re.compile(r"(?:ations?|ingly|ements?|ing|edly|ed|ies|es|s|ly|er|ers)$")


class Line(Struct, frozen=True):
    """A sentence, reduced to its features."""

    doc: str
    number: int  # Sentence.number
    span: Span
    features: dict[str, float]
    keys: frozenset[str]  # of the features
    quoted: float  # share of the sentence's characters that stand in quotation marks, 0..1
    weight: float  # sum of the features' weights
    strong: int  # numbers and names among the features


@lru_cache(maxsize=KNOWN_WORDS)
def skeleton(name: str) -> str:
    """A spelling-tolerant key of a name: consonants only, close letters folded ("Dravik", "Drawik" -> "drvk")."""
    plain = anyascii(name).casefold().translate(str.maketrans("cqwzgjy", "kkvshii"))
    kept = re.sub(r"[aeiouh'’`\-. ]", "", plain)
    return re.sub(r"(.)\1+", r"\1", kept) or plain


@lru_cache(maxsize=KNOWN_WORDS)
def stem(word: str) -> str:
    """A crude English stem; equal for the forms of one verb or noun in most cases."""
    return SUFFIX.sub("", word) or word if len(word) > 5 else word.removesuffix("s") if len(word) > 3 else word


@lru_cache(maxsize=KNOWN_WORDS)
def folded_word(token: str) -> str:
    """A word in small letters, without a possessive ending."""
    return token.casefold().replace("’", "'").removesuffix("'s")


def number_value(word: str, following: str | None) -> int | None:
    """The value of a number word, with its unit ("thirty", "one" -> 31); None if it is none."""
    value = NUMBER_WORDS.get(word)
    if value is not None and value >= 20 and word in TENS and following in UNITS[1:10]:
        return value + UNITS.index(following)
    return value


def features_of(text: str) -> dict[str, float]:
    """Features of one sentence and their weights, which are the same wherever a feature stands."""
    tokens = WORD.findall(text)
    found: dict[str, float] = {}
    for index, token in enumerate(tokens):
        key = _feature(token, index == 0)
        if key is None:
            continue
        sign = key[0]
        if sign == "#":
            if index + 1 < len(tokens) and (word := folded_word(token)) in TENS:
                key = f"#{number_value(word, tokens[index + 1].casefold())}"
            found[key] = NUMBER_WEIGHT
        else:
            found[key] = NAME_WEIGHT if sign == "@" else WORD_WEIGHT
    return found


@lru_cache(maxsize=KNOWN_WORDS)
def _feature(token: str, leads: bool) -> str | None:
    """The feature that a word is, None where it is none. leads: whether it begins a sentence."""
    folded = folded_word(token)
    if token[0].isdigit():
        return "#" + token.replace(",", "").rstrip(".")
    if (value := number_value(folded, None)) is not None and value > 1:
        return f"#{value}"
    if folded in STOP:
        return None
    if token[0].isupper() and not leads and len(token) > 2:
        return "@" + skeleton(folded)
    return stem(folded)


def lines_of(page: Page) -> tuple[Line, ...]:
    """The sentences of a page as features; sentences with almost nothing in them are left out."""
    lines = []
    for sentence in page.sentences:
        span = sentence.span
        features = features_of(span.of(page.text))
        if len(features) >= 3:
            inside = sum(overlap(span, quote.span) for quote in page.quotes if span.overlaps(quote.span))
            quoted = min(1.0, inside / max(1, len(span)))
            weights = list(features.values())
            strong = len(weights) - weights.count(WORD_WEIGHT)
            lines.append(Line(page.document.id, sentence.number, span, features, frozenset(features), quoted,
                              sum(weights), strong))
    return tuple(lines)


def overlap(a: Span, b: Span) -> int:
    """Characters that two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def likeness(a: Line, b: Line) -> float:
    """How much of two sentences is the same, 0..1: Dice over feature weights, or most of a much shorter one.

    Sentences that are full of numbers and names but share few of them are cut to a pattern ("At least ... people were
    killed when ..."), not copied.
    """
    common = a.keys & b.keys
    if not common:
        return 0.0
    shared = sum(map(a.features.__getitem__, common))
    dice = 2 * shared / (a.weight + b.weight)
    least = min(a.weight, b.weight)
    score = max(dice, 0.8 * shared / least) if least >= 6 else dice
    strong = min(a.strong, b.strong)
    if strong >= 2 and 3 * sum(key[0] in "#@" for key in common) < strong:
        return 0.4 * score
    return score
