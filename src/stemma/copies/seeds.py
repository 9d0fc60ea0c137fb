"""Seeds of shared passages: pairs of sentences, one of each text, that are alike by their weighted stems."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from stemma.copies.features import KNOWN_WORDS, STOP, WORD, folded_word, stem
from stemma.values import Span

# PAN 2014 has 0.33 for both; a little lower finds more back-translated sentences, and alignment.WHOLE sorts them out.
ALIKE_COSINE = 0.30
ALIKE_DICE = 0.28
FEWEST_WORDS = 3  # a sentence with fewer stems is read with the next
COMMON = 60  # a stem in more sentences of one text finds no candidates
KNOWN_TEXTS = 256  # whose stems are kept, some 60 kB each: a text is held against several, one after another


class Unit(Struct, frozen=True):
    """One sentence, or several very short ones, with the weight of each stem; the weights' squares sum to 1."""

    span: Span
    stems: Counter[str]
    weights: dict[str, float]


class Pile(Struct, frozen=True):
    """The sentences of both texts, and how rare each stem is among them."""

    a: tuple[Unit, ...]
    b: tuple[Unit, ...]
    rarity: dict[str, float]


Seed = tuple[int, int, float]  # number of the unit in a, in b, cosine


def pile_of(text_a: str, sentences_a: Sequence[Span], text_b: str, sentences_b: Sequence[Span]) -> Pile:
    """The sentences of both texts with their stems, weighted by how few sentences of the two hold them."""
    both = [_bags(text_a, tuple(sentences_a)), _bags(text_b, tuple(sentences_b))]
    held = Counter(stem for bags in both for _, bag in bags for stem in bag)
    total = sum(map(len, both))
    rarity = {stem: math.log(1 + total / count) for stem, count in held.items()}
    a, b = (tuple(Unit(span, bag, _weights(bag, rarity)) for span, bag in bags) for bags in both)
    return Pile(a, b, rarity)


def seeds_of(pile: Pile) -> list[Seed]:
    """Pairs of alike sentences, found by the stems that they share."""
    index: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(pile.b):
        for key in unit.weights:
            index[key].append(number)
    seeds = []
    for i, unit in enumerate(pile.a):
        near: dict[int, float] = defaultdict(float)
        for key, weight in unit.weights.items():
            holders = index.get(key, ())
            if len(holders) <= COMMON:
                for j in holders:
                    near[j] += weight * pile.b[j].weights[key]
        for j, partial in near.items():  # common stems are not in `partial`: they may double it, hardly more
            if partial >= ALIKE_COSINE / 2 and dice(unit.stems, pile.b[j].stems) >= ALIKE_DICE:
                score = cosine(unit.weights, pile.b[j].weights)
                if score >= ALIKE_COSINE:
                    seeds.append((i, j, score))
    return seeds


def cosine(a: dict[str, float], b: dict[str, float]) -> float:
    """Cosine of two weight vectors of length 1."""
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[stem] for stem, weight in a.items() if stem in b)


def dice(a: Counter[str], b: Counter[str]) -> float:
    """Share of their different stems that two sentences have in common, 0..1."""
    if len(b) < len(a):
        a, b = b, a
    return 2 * sum(stem in b for stem in a) / ((len(a) + len(b)) or 1)


def summed(units: Iterable[Unit]) -> dict[str, float]:
    """The weights of several sentences taken as one, of length 1."""
    total: dict[str, float] = defaultdict(float)
    for unit in units:
        for key, weight in unit.weights.items():
            total[key] += weight
    return _of_length_one(total)


def stems_of(text: str) -> list[str]:
    """Stems of the words that carry content, in order."""
    return [found for token in WORD.findall(text) if (found := _content_stem(token)) is not None]


@lru_cache(maxsize=KNOWN_WORDS)
def _content_stem(token: str) -> str | None:
    """The stem of a word, None where it carries no content."""
    word = folded_word(token)
    return stem(word) if word not in STOP and (len(word) > 1 or word.isdigit()) else None


def _weights(bag: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    return _of_length_one({stem: count * rarity[stem] for stem, count in bag.items()})


def _of_length_one(weights: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {stem: weight / length for stem, weight in weights.items()}


@lru_cache(maxsize=KNOWN_TEXTS)
def _bags(text: str, sentences: tuple[Span, ...]) -> list[tuple[Span, Counter[str]]]:
    """Stems of each sentence; those with few go with the next, the last with the one before."""
    bags: list[tuple[Span, Counter[str]]] = []
    waiting: Counter[str] = Counter()
    start: int | None = None
    for span in sentences:
        waiting.update(stems_of(span.of(text)))
        start = span.start if start is None else start
        if waiting.total() >= FEWEST_WORDS:
            bags.append((Span(start, span.end), waiting))
            waiting, start = Counter(), None
    if waiting and bags:
        span, bag = bags.pop()
        bags.append((Span(span.start, sentences[-1].end), bag + waiting))
    return bags
