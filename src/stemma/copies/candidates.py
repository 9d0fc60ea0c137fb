"""Which documents may be copies of one another: found by key, so that no document is compared with all others.

Two kinds of keys. Shingles (stemma.copies.shingles) find what was copied word for word, down to a paragraph in other
text. What survives a rewrite or a translation back, the numbers and names of one sentence by twos and its longer words,
finds the rest.

A key that few documents hold brings all of them together, and a few such keys make two documents candidates. A key that
many hold (stock phrases, the names of a long war, but also the keys of a report that a hundred outlets printed) would
bring together almost all of a pile. There each document meets only those nearest to it in an order in which copies
stand beside one another: by the smallest of all keys that a document has, hashed anew (a MinHash), copies that tie by
their day. Documents that meet so are candidates only if a large part of what they hold is the same. A family of ten
thousand copies stays connected, though not every two are compared.

What an added document can change: a key that FEW held passes to those that many hold. Two others that were candidates
by few keys or sentences alone may then be none, as is right for what turns out to be a stock phrase. Those that have
much in common meet again at one of their many keys, each of which has its own order, and whether that is enough is a
matter of the two alone; only in families of more than FEW may another copy come to stand between them. As long as no
key has more than FEW holders, nothing depends on other documents. What remains: a paragraph that more than FEW reports
set into text of their own is not followed from each to each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from stemma.copies.features import Line
from stemma.copies.shingles import Hashes, Sketch, in_common, longest_run, mixed, new, sketch, word_hash
from stemma.model import Page, Reading

FEW = 40  # documents that hold a key and all meet at it
NEXT = 4  # holders that follow a document in the key's order and meet it, where many hold the key
ORDERS = 4  # ways to put the holders of a key in order; which one is a matter of the key
FEWEST_FACTS = 5  # keys of sentences that two documents must meet at, and part of the keys of the one that has fewer:
# copies, summaries and shared paragraphs have 0.15 and more, nine tenths of other reports of one event less than 0.2
PART_OF_FACTS = 0.1
FEWEST_MEETINGS = 3  # keys of shingles that two documents must meet at, or all that the shorter has
OFTEN = 0.12  # of the keys of the one that has fewer: patterns that reports are written to reach 0.1, rewrites 0.15
LONG_RUN = 21  # shingles in a row, or all of the shorter text: 25 words, as in verbatim.FEWEST
# Documents that meet only at keys that many hold: share of the smaller one's shingles, and of its numbers and names by
# twos. Of reports of different happenings written to one pattern 0.99 share less than 0.35 of their shingles; rewrites
# with a word in ten replaced share 0.42 and more, cut reprints 0.9.
LARGE_PART = 0.4
LARGE_PART_OF_FACTS = 0.25
AT_ONCE = 8_000_000  # meetings counted at a time: 64 MB

Pairs = NDArray[np.int64]  # one row for each two documents, the smaller number first
Numbers = NDArray[np.int64]
Days = Sequence[date | None]
Chosen = NDArray[np.bool_]

_LEFT, _RIGHT = np.uint64(0x9E3779B185EBCA87), np.uint64(0xC2B2AE3D27D4EB4F)  # odd, without pattern
_SALTS = mixed(np.arange(1, ORDERS + 1, dtype=np.uint64) * _RIGHT)


class Met(Struct, frozen=True):
    """Documents that met, and at how many keys each two did."""

    pairs: Pairs
    counts: Numbers


class Holders(Struct, frozen=True):
    """Keys, each with one of its holders, in order; and how many of the next holders that one meets."""

    keys: Hashes
    docs: Numbers
    reach: Numbers


class Keys(Struct, frozen=True):
    """What a document is found by."""

    sketch: Sketch
    facts: tuple[Hashes, Hashes]  # of sentences: see facts_of


def candidates(readings: Sequence[Reading], keys: Mapping[str, Keys]) -> list[tuple[str, str]]:
    """Pairs of document ids, the smaller first, that share words or rare facts enough to be looked at.

    keys: what each document is found by, by its id.
    """
    ordered = sorted(readings, key=lambda reading: reading.document.id)
    ids = [reading.document.id for reading in ordered]
    days = [reading.page.published.day for reading in ordered]
    words = copied([keys[doc].sketch for doc in ids], days)
    facts = retold([keys[doc].facts for doc in ids], days)
    return sorted({(ids[a], ids[b]) for a, b in np.concatenate((words[0], facts)).tolist()})


def keys_of(page: Page, lines: Sequence[Line]) -> Keys:
    """What a page is found by. lines: its sentences, reduced to their features."""
    return Keys(sketch(told(page)), facts_of(lines))


def told(page: Page) -> str:
    """The text of a report without furniture."""
    return "\n".join(sentence.span.of(page.text) for sentence in page.sentences)


def copied(texts: Sequence[Sketch], days: Days) -> tuple[Pairs, Numbers]:
    """Pairs of texts, by their numbers, that have runs of words in common, and how many shingles each pair shares."""
    keys = [one.keys for one in texts]
    sizes = np.array([len(own) for own in keys], np.int64)
    few, many = (_of_those(met, meet(met.counts, _smaller(sizes, met.pairs))) for met in meetings(keys, days))
    often = _of_those(few, meet_often(few.counts, _smaller(sizes, few.pairs)))
    pairs = _once(few.pairs, many.pairs)
    enough, common = alike_in_words(pairs, texts, _among(pairs, few.pairs), _among(pairs, often.pairs))
    return pairs[enough], common[enough]


def meet(counts: Numbers, smaller: Numbers) -> Chosen:
    """Which pairs meet at enough keys of shingles. smaller: how many such keys the one of each two has that has fewer.
    """
    return counts >= np.minimum(FEWEST_MEETINGS, smaller)


def meet_often(counts: Numbers, smaller: Numbers) -> Chosen:
    """Which pairs meet at so many keys of shingles that few hold that no long run need show that words were copied."""
    return counts >= OFTEN * smaller


def alike_in_words(pairs: Pairs, texts: Sequence[Sketch], few: Chosen, often: Chosen) -> tuple[Chosen, Numbers]:
    """Which of these pairs have words enough in common, and how many shingles each pair shares.

    few, often: which of them met at keys that few hold, and often so.
    """
    common = in_common(pairs, texts)
    smaller = _smaller(np.array([one.distinct for one in texts], np.int64), pairs)
    run = np.minimum(LONG_RUN, smaller)
    enough = (common >= LARGE_PART * smaller) | (often & (common >= run))
    for row in np.flatnonzero(~enough & (common >= run) & few).tolist():
        a, b = pairs[row]
        enough[row] = longest_run(texts[a], texts[b]) >= run[row]
    return enough, common


def retold(keys: Sequence[tuple[Hashes, Hashes]], days: Days) -> Pairs:
    """Pairs of documents, by their numbers, that share numbers and names by twos, and longer words, of sentences.

    keys: as `facts_of` gives them.
    """
    few, _ = meetings([np.concatenate(own) for own in keys], days)
    sizes = np.array([len(facts) + len(stems) for facts, stems in keys], np.int64)
    rare = few.pairs[share_rare_facts(few.counts, _smaller(sizes, few.pairs))]
    facts = [own[0] for own in keys]
    _, many = meetings(facts, days)
    often = many.pairs[many.counts >= FEWEST_FACTS]
    return _once(rare, often[alike_in_facts(often, facts)])


def share_rare_facts(counts: Numbers, smaller: Numbers) -> Chosen:
    """Which pairs meet at enough facts that few hold. smaller: how many facts the one of each two has that has fewer.
    """
    return counts >= np.maximum(FEWEST_FACTS, PART_OF_FACTS * smaller)


def alike_in_facts(pairs: Pairs, facts: Sequence[Hashes]) -> Chosen:
    """Which of these pairs, that met at FEWEST_FACTS facts that many hold, have a large part of them in common.

    facts: of each document the numbers and names by twos, each once.
    """
    shared = np.array([len(np.intersect1d(facts[a], facts[b], assume_unique=True)) for a, b in pairs.tolist()],
                      np.int64)
    return shared >= LARGE_PART_OF_FACTS * _smaller(np.array([len(own) for own in facts], np.int64), pairs)


def facts_of(lines: Sequence[Line]) -> tuple[Hashes, Hashes]:
    """Hashed keys of sentences: numbers and names by twos, each with the next five of them; and longer stems."""
    left: list[int] = []
    right: list[int] = []
    stems: set[int] = set()
    for line in lines:
        strong = [word_hash(key) for key in sorted(key for key in line.features if key[0] in "#@")]
        for at, key in enumerate(strong):
            others = strong[at + 1 : at + 6]
            left += [key] * len(others)
            right += others
        stems.update(word_hash(key) for key in line.features if key[0] not in "#@" and len(key) >= 5)
    twos = mixed(np.array(left, np.uint64) * _LEFT + np.array(right, np.uint64) * _RIGHT)
    return np.unique(twos), np.array(sorted(stems), np.uint64)


def meetings(keys: Sequence[Hashes], days: Days) -> tuple[Met, Met]:
    """Which documents, by their numbers, meet at keys that few hold, and at keys that many hold.

    Documents come sorted by id, so that their order in the case changes nothing.
    """
    docs = np.repeat(np.arange(len(keys)), [len(own) for own in keys])
    ordinals = np.array([day.toordinal() if day else 0 for day in days], np.int64)
    return meetings_at(_joined(keys), docs, ranks_of(leasts_of(keys), ordinals))


def meetings_at(flat: Hashes, docs: Numbers, ranks: Numbers) -> tuple[Met, Met]:
    """The same of keys in one row, each with the number of a document that holds it.

    ranks: the place of each document in each order of holders (`ranks_of`).
    """
    holders, sizes = _in_order(*_shared(flat, docs), ranks)
    few = sizes <= FEW
    with ThreadPoolExecutor(2) as pool:  # sorting, most of the work, leaves other threads run
        return tuple(pool.map(lambda which: _met(holders, which, ranks.shape[1]), (few, ~few)))


def leasts_of(keys: Sequence[Hashes]) -> Hashes:
    """The smallest of the keys that each document has, hashed anew for each order of holders: one row for an order."""
    filled = np.array([at for at, own in enumerate(keys) if len(own)], np.int64)
    flat = _joined(keys)
    starts = np.cumsum([0, *(len(own) for own in keys)])[filled]
    leasts = np.zeros((ORDERS, len(keys)), np.uint64)
    for order in range(ORDERS):
        if len(filled):
            leasts[order, filled] = np.minimum.reduceat(mixed(flat ^ _SALTS[order]), starts)
    return leasts


def ranks_of(leasts: Hashes, ordinals: Numbers) -> Numbers:
    """The place of each document in each order of holders. ordinals: their days, 0 where unknown."""
    numbers = np.arange(len(ordinals))
    ranks = np.empty((ORDERS, len(ordinals)), np.int64)
    for order in range(ORDERS):
        ranks[order, np.lexsort((numbers, ordinals, leasts[order]))] = numbers
    return ranks


def order_of(keys: Hashes) -> Numbers:
    """In which order, 0..ORDERS - 1, the holders of each key stand."""
    return (keys % np.uint64(ORDERS)).astype(np.int64)


def _joined(keys: Sequence[Hashes]) -> Hashes:
    return np.concatenate([*keys, np.empty(0, np.uint64)])


def _shared(flat: Hashes, docs: Numbers) -> tuple[Hashes, Numbers]:
    """The keys that stand more than once, each with its document, sorted by key."""
    order = np.argsort(flat)
    flat = flat[order]
    first = new(flat)
    kept = np.flatnonzero(~first | ~np.append(first, True)[1:])
    return flat[kept], docs[order[kept]]


def _in_order(flat: Hashes, docs: Numbers, ranks: Numbers) -> tuple[Holders, Numbers]:
    """The holders of each key in its order, each once; and how many hold the key at each place."""
    total = ranks.shape[1]
    order = np.argsort(np.cumsum(new(flat)) * total + ranks[order_of(flat), docs])
    flat, docs = flat[order], docs[order]
    once = np.flatnonzero(new(flat) | new(docs))
    flat, docs = flat[once], docs[once]
    first = np.flatnonzero(new(flat))
    sizes = np.diff(first, append=len(flat))
    met = np.where(sizes <= FEW, FEW, NEXT)
    following = np.repeat(first + sizes, sizes) - np.arange(len(flat)) - 1
    return Holders(flat, docs, np.minimum(following, np.repeat(met, sizes))), np.repeat(sizes, sizes)


def _met(holders: Holders, which: Chosen, total: int) -> Met:
    """The meetings at some of the keys, counted in parts so that memory stays within bounds."""
    at = np.flatnonzero(which & (holders.reach > 0))
    parts = 1 + int(holders.reach[at].sum()) // AT_ONCE
    counted = []
    for part in range(parts):
        codes = np.concatenate([np.empty(0, np.int64), *_codes(holders, at, part, parts, total)])
        codes.sort()
        first = np.flatnonzero(new(codes))
        counted.append((codes[first], np.diff(first, append=len(codes))))
    codes = np.concatenate([own for own, _ in counted])
    return Met(_unpacked(codes, total), np.concatenate([counts for _, counts in counted]))


def _codes(holders: Holders, at: Numbers, part: int, parts: int, total: int) -> Iterator[Numbers]:
    """Each meeting as one number, made of both documents; of all pairs the part whose smaller document falls to it."""
    for step in range(1, FEW + 1):
        at = at[holders.reach[at] >= step]
        if not len(at):
            return
        low = np.minimum(holders.docs[at], holders.docs[at + step])
        high = np.maximum(holders.docs[at], holders.docs[at + step])
        own = slice(None) if parts == 1 else low % parts == part
        yield low[own] * total + high[own]


def _unpacked(codes: Numbers, total: int) -> Pairs:
    return np.stack(np.divmod(codes, max(1, total)), axis=1)


def _smaller(sizes: Numbers, pairs: Pairs) -> Numbers:
    """The size of the smaller one of each two documents."""
    return np.minimum(sizes[pairs[:, 0]], sizes[pairs[:, 1]])


def _of_those(met: Met, which: Chosen) -> Met:
    return Met(met.pairs[which], met.counts[which])


def _once(*pairs: Pairs) -> Pairs:
    """All these pairs, each once, sorted."""
    return np.unique(np.concatenate(pairs), axis=0)


def _among(pairs: Pairs, some: Pairs) -> Chosen:
    """Which of these pairs are among some of them."""
    total = int(pairs.max(initial=0)) + 1
    return np.isin(pairs @ np.array([total, 1]), some @ np.array([total, 1]))
