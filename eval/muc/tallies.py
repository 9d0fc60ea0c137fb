"""How many of an incident's victims were killed or hurt, from the noun phrases that name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.muc.entities import Mention, Text
from eval.muc.phrases import DETERMINERS, NUMBERS
from stemma.reading.truecase import listed_words

_GENERIC = frozenset("people persons person dead victims casualties individuals bodies deaths total wounded injured "
                     "killed deceased corpses".split())
_PLURAL = frozenset("people men women children police personnel clergymen policemen servicemen businessmen troops "
                    "youths family militiamen passersby passers-by crew townspeople".split())
_DEFINITE = frozenset("the this that these those his her its their both".split())
_ONE = frozenset({"a", "an", "one", "another"})


@dataclass(frozen=True)
class Item:
    """One phrase for victims: how many, and how it was put."""

    low: int
    high: int | None
    stated: bool  # a number, a name or "a man", rather than "the man" or "peasants"
    generic: bool
    named: bool
    line: int
    at: int  # first token
    stems: frozenset[str]  # the words of content, without an s at the end


def item_of(mention: Mention) -> Item:
    """What a phrase says of how many people it is about."""
    words = mention.words.split()
    lows = [word.lower() for word in words]
    head, line, at = lows[-1].removesuffix("'s"), mention.line, mention.phrase.first
    stems = frozenset(word.rstrip("s") for word in lows if word not in DETERMINERS and word not in NUMBERS)
    generic = head in _GENERIC
    generic = generic and "other" not in lows
    plural = head in _PLURAL or head.endswith("s") and not head.endswith("ss") and head in listed_words() and (
        not words[-1][:1].isupper())
    for place, word in enumerate(lows[:3]):
        number = int(word) if word.isdigit() and len(word) < 5 else NUMBERS.get(word)
        ordinal = place + 1 < len(lows) and lows[place + 1] in ("th", "st", "nd", "rd", "d")
        if number is not None and not ordinal and (plural or number == 1):
            return Item(number, number, True, generic, False, line, at, stems)
    named = not plural and words[-1][:1].isupper() and head not in listed_words()
    if named or lows[0] in _ONE:
        return Item(1, 1, True, generic, named, line, at, stems)
    definite = lows[0] in _DEFINITE
    return Item(2, None, not definite, generic, False, line, at, stems) if plural else (
        Item(1, 1, not definite, generic, False, line, at, stems))


def tally(text: Text, victims: Sequence[Sequence[Mention]]) -> tuple[int, int | None] | None:
    """The number of people that the phrases for victims come to; each victim is given with all its mentions.

    Phrases that go back to others ("the bodies", a role beside its name, the same number told again) count once; a
    number of people without further description that is at least the sum of the rest is taken for the total.
    """
    items = [_best([item_of(m) for m in mentions]) for mentions in victims if mentions]
    if not items:
        return None
    kept: list[Item] = []
    for item in sorted(items, key=lambda i: (not i.named, not i.stated, i.high is None, i.line, i.at)):
        if not any(_goes_back(item, other) or _beside(text, item, other) for other in kept):
            kept.append(item)
    whole = [item for item in kept if item.generic and item.high is not None]
    if whole:
        most = max(whole, key=lambda item: item.low)
        rest = [item for item in kept if item is not most]
        if most.low >= sum(item.low for item in rest):
            return most.low, most.high
    if any(item.high is not None and item.low > 1 or item.named for item in kept):
        kept = [item for item in kept if item.high is not None or not item.generic]
    low = sum(item.low for item in kept)
    return low, None if any(item.high is None for item in kept) else low


def _goes_back(item: Item, other: Item) -> bool:
    """Whether a phrase names again what another has counted: "the priests" after "six priests", "the mayor"."""
    if item.low > 1 and item.high is not None:
        return item.low == other.low and item.high == other.high
    if item.high is None:  # a plural without a number
        return other.low > 1 and (not item.stated or bool(item.stems & other.stems) or item.generic)
    return not item.stated and other.low == 1


def _best(items: Sequence[Item]) -> Item:
    """The mention that says most: a number above a name above an article."""
    return min(items, key=lambda i: (not (i.stated and i.high is not None), i.high is None, i.line))


def _beside(text: Text, item: Item, other: Item) -> bool:
    """Whether one phrase stands beside the other as its description: "Ana Ruiz, a teacher"."""
    if item.line != other.line or (item.named == other.named) or item.low > 1 or other.low > 1:
        return False
    first, last = sorted((item.at, other.at))
    between = text.lines[item.line].plain[first:last]
    return len(between) < 7 and "and" not in between
