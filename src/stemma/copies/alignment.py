"""Passages that two texts share, whatever was done to them: copied, shuffled, rewritten, translated back, summed up.

The way is that of the published PAN systems (Sanchez-Perez, Sidorov and Gelbukh, "A winning approach to text alignment
for text reuse detection at PAN 2014"): sentences whose weighted stems are alike are seeds; seeds close together in both
texts grow into passages; a passage whose two sides are not alike as a whole is taken apart again; of passages
that overlap the better stays. Added here: the ends of a passage are moved to where the two sides share most, words that
run on verbatim settle them, and sentences drawn from all over a text are its summary.

Sentences are looked up by the stems they share, so that no text is compared with all of another. Weights come from the
two texts alone: what else is in the case changes nothing. Thresholds were set on half of the development pairs of PAN
2013 and are flat around the values here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from stemma.copies.ends import settled
from stemma.copies.seeds import Pile, Seed, Unit, seeds_of, units_of
from stemma.copies.summaries import summaries_of
from stemma.copies.verbatim import Run, Words, runs_of
from stemma.values import Span

WHOLE = 0.34  # a passage's two sides, taken as bags of stems, must be this alike while it grows
SETTLED = 0.36  # and this when its ends are settled
FEWEST_STEMS = 9  # different stems that both sides of a passage have; fewer are chance
GAP = 4  # sentences that may lie between two seeds of one passage
SHORTEST = 150  # characters, each side of a passage
ROUNDS = 40  # times that seeds are parted by one text and then the other; more only on texts made for it
MOSTLY = 2 / 3  # of a passage's shorter side: a verbatim run that is this long is the passage


class Passage(Struct, frozen=True, order=True):
    """A stretch of one text and its counterpart in another; likeness 0..1 of the two as bags of weighted stems.

    A summary's counterpart runs from the first to the last of the sentences that it draws on.
    """

    a: Span
    b: Span
    likeness: float
    how: Literal["verbatim", "rewrite", "summary_of_a", "summary_of_b"]


class Text:
    """A text prepared for looking for passages; what is costly is made when first asked for."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        self._text, self._sentences = text, sentences

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Its sentences as stems."""
        return units_of(self._text, self._sentences)

    @cached_property
    def words(self) -> Words:
        """All its words, furniture included."""
        return Words(self._text)


def align(text_a: str, sentences_a: Sequence[Span], text_b: str, sentences_b: Sequence[Span]) -> tuple[Passage, ...]:
    """The passages that two texts share, in the order of the first; sentences are given as spans, in order."""
    return passages_of(Text(text_a, sentences_a), Text(text_b, sentences_b))


def passages_of(a: Text, b: Text) -> tuple[Passage, ...]:
    """The passages that two texts share, in the order of the first."""
    pile = Pile(a.units, b.units)
    seeds = seeds_of(pile)
    runs = runs_of(a.words, b.words)
    grown = [settled(pile, group) for group in groups_of(seeds, pile)]
    grown = [ranges for ranges in grown if _holds(pile, *ranges)]
    found = [_as_run(_passage(pile, ranges), runs) for ranges in grown]
    found += [Passage(run.a, run.b, 1.0, "verbatim") for run in runs]
    return tuple(sorted(best_of([*found, *_summaries(pile, seeds, grown)])))


def groups_of(seeds: Sequence[Seed], pile: Pile) -> list[list[Seed]]:
    """Seeds that belong to one passage; a group whose sides are not alike is tried again with smaller gaps."""
    done, waiting = [], [(list(seeds), GAP)]
    while waiting:
        group, gap = waiting.pop()
        for part in _close(group, gap):
            if pile.likeness(*_ranges(part)) >= WHOLE:
                done.append(part)
            elif gap > 0:
                waiting.append((part, gap - 1))
    return done


def _close(seeds: list[Seed], gap: int) -> list[list[Seed]]:
    """Seeds parted wherever more than `gap` sentences lie between them, by each text in turn until all hold."""
    done, waiting = [], [(seeds, 0, 0, False)]
    while waiting:
        group, side, rounds, whole = waiting.pop()
        parts = _parted(group, side, gap)
        if rounds > ROUNDS or (len(parts) == 1 and whole):
            done += parts
        else:
            waiting += [(part, 1 - side, rounds + 1, len(parts) == 1) for part in parts]
    return done


def _parted(seeds: list[Seed], side: int, gap: int) -> list[list[Seed]]:
    parts: list[list[Seed]] = []
    for seed in sorted(seeds, key=lambda seed: (seed[side], seed)):
        if parts and seed[side] - parts[-1][-1][side] <= gap + 1:
            parts[-1].append(seed)
        else:
            parts.append([seed])
    return parts


def _ranges(seeds: Sequence[Seed]) -> tuple[range, range]:
    """The sentences that a group of seeds spans, in a and in b."""
    left, right = [seed[0] for seed in seeds], [seed[1] for seed in seeds]
    return range(min(left), max(left) + 1), range(min(right), max(right) + 1)


def _holds(pile: Pile, a: range, b: range) -> bool:
    """Whether a passage whose ends are settled has enough in common."""
    left, right = (set().union(*(unit.stems for unit in side[own.start : own.stop]))
                   for side, own in zip(pile.sides, (a, b), strict=True))
    return len(left & right) >= FEWEST_STEMS and pile.likeness(a, b) >= SETTLED


def _passage(pile: Pile, ranges: tuple[range, range], how: str = "rewrite") -> Passage:
    a, b = (Span(side[own.start].span.start, side[own.stop - 1].span.end)
            for side, own in zip(pile.sides, ranges, strict=True))
    return Passage(a, b, round(pile.likeness(*ranges), 4), how)


def _as_run(passage: Passage, runs: Sequence[Run]) -> Passage:
    """The verbatim run that makes up most of a passage, in the passage's place."""
    shorter = min(len(passage.a), len(passage.b))
    for run in runs:
        if run.a.overlaps(passage.a) and run.b.overlaps(passage.b) and len(run.a) >= MOSTLY * shorter:
            return Passage(run.a, run.b, 1.0, "verbatim")
    return passage


def _summaries(pile: Pile, seeds: Sequence[Seed], grown: Sequence[tuple[range, range]]) -> list[Passage]:
    """Stretches of one text that sum up the other, both ways."""
    mirrored = [(j, i, score) for i, j, score in seeds]
    a, b = pile.sides
    found = [(ranges, "summary_of_b") for ranges in summaries_of(seeds, a, b, grown)]
    found += [((own, other), "summary_of_a")
              for other, own in summaries_of(mirrored, b, a, [(right, left) for left, right in grown])]
    return [_passage(pile, ranges, how) for ranges, how in found]


def best_of(passages: Iterable[Passage]) -> list[Passage]:
    """Passages long enough; of those that overlap in the first text the one with more that is alike stays."""
    starts: list[int] = []
    kept: list[Passage] = []
    for passage in sorted(set(passages), key=lambda p: (-p.likeness * min(len(p.a), len(p.b)), p)):
        if min(len(passage.a), len(passage.b)) < SHORTEST:
            continue
        at = bisect_left(starts, passage.a.start)
        if any(other.a.overlaps(passage.a) for other in kept[max(0, at - 1) : at + 1]):
            continue
        starts.insert(at, passage.a.start)
        kept.insert(at, passage)
    return kept
