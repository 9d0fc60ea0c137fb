"""Summaries: running sentences of one text that are drawn from sentences all over another."""

from __future__ import annotations

from collections.abc import Sequence

from stemma.copies.seeds import Seed, Unit

GAP = 1  # sentences of a summary, one after the other, that have no counterpart
FEWEST = 2  # sentences of a summary that have one, each another
CLEAR = 0.50  # cosine to the counterpart, in the mean over these; at 0.40 three sentences were needed
RATIO = 3  # the counterparts are spread over at least so many times the summary's length
TOLD_WHOLE = 0.5  # at most this part of the summary's sentences may belong to passages that run on in both texts
SCATTERED = 0.5  # at most this part of them lies within the summary's own length


def summaries_of(seeds: Sequence[Seed], short: Sequence[Unit], long: Sequence[Unit],
                 passages: Sequence[tuple[range, range]]) -> list[tuple[range, range]]:
    """Stretches of sentences of the one text, each with the stretch of the other that it draws on.

    A stretch that shared passages of several sentences account for is no summary, wherever they stand.
    """
    best: dict[int, Seed] = {}
    for seed in seeds:
        if seed[0] not in best or seed[2] > best[seed[0]][2]:
            best[seed[0]] = seed
    found = []
    for group in _running(sorted(best.values())):
        own = range(group[0][0], group[-1][0] + 1)
        drawn = sorted({seed[1] for seed in group})
        if len(drawn) < FEWEST or sum(seed[2] for seed in group) < CLEAR * len(group):
            continue
        length = short[own.stop - 1].span.end - short[own.start].span.start
        if long[drawn[-1]].span.end - long[drawn[0]].span.start >= RATIO * length \
                and _within(drawn, long, length) <= max(1, SCATTERED * len(drawn)) \
                and _told_whole(own, passages) <= TOLD_WHOLE * len(own):
            found.append((own, range(drawn[0], drawn[-1] + 1)))
    return found


def _running(seeds: Sequence[Seed]) -> list[list[Seed]]:
    """Seeds of sentences that follow one another in the first text."""
    groups: list[list[Seed]] = []
    for seed in seeds:
        if groups and seed[0] - groups[-1][-1][0] <= GAP + 1:
            groups[-1].append(seed)
        else:
            groups.append([seed])
    return groups


def _within(drawn: Sequence[int], long: Sequence[Unit], length: int) -> int:
    """The most of these sentences that lie within so many characters of one another."""
    most = first = 0
    for last in range(len(drawn)):
        while long[drawn[last]].span.end - long[drawn[first]].span.start > length:
            first += 1
            if first >= last:
                break
        most = max(most, last - first + 1)
    return most


def _told_whole(own: range, passages: Sequence[tuple[range, range]]) -> int:
    """How many sentences of a stretch belong to passages of two sentences or more on both sides."""
    return len({at for a, b in passages if min(len(a), len(b)) > 1 for at in a if at in own})
