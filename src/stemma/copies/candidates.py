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
    few, many = (_of_those(met, met.counts >= np.minimum(FEWEST_MEETINGS, _smaller(sizes, met.pairs)))
                 for met in meetings(keys, days))
    often = _of_those(few, few.counts >= OFTEN * _smaller(sizes, few.pairs))
    pairs = _once(few.pairs, many.pairs)
    common = in_common(pairs, texts)
    smaller = _smaller(np.array([one.distinct for one in texts], np.int64), pairs)
    run = np.minimum(LONG_RUN, smaller)
    enough = (common >= LARGE_PART * smaller) | (_among(pairs, often.pairs) & (common >= run))
    for row in np.flatnonzero(~enough & (common >= run) & _among(pairs, few.pairs)).tolist():
        a, b = pairs[row]
        enough[row] = longest_run(texts[a], texts[b]) >= run[row]
    return pairs[enough], common[enough]


def retold(keys: Sequence[tuple[Hashes, Hashes]], days: Days) -> Pairs:
    """Pairs of documents, by their numbers, that share numbers and names by twos, and longer words, of sentences.

    keys: as `facts_of` gives them.
    """
    few, _ = meetings([np.concatenate(own) for own in keys], days)
    sizes = np.array([len(facts) + len(stems) for facts, stems in keys], np.int64)
    rare = few.pairs[few.counts >= np.maximum(FEWEST_FACTS, PART_OF_FACTS * _smaller(sizes, few.pairs))]
    facts = [own[0] for own in keys]
    _, many = meetings(facts, days)
    often = many.pairs[many.counts >= FEWEST_FACTS]
    sizes = np.array([len(own) for own in facts], np.int64)
    shared = np.array([len(np.intersect1d(facts[a], facts[b], assume_unique=True)) for a, b in often.tolist()],
                      np.int64)
    return _once(rare, often[shared >= LARGE_PART_OF_FACTS * _smaller(sizes, often)])


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
    shared, docs = _shared(keys)
    holders, sizes = _in_order(shared, docs, _ranks(keys, days))
    few = sizes <= FEW
    with ThreadPoolExecutor(2) as pool:  # sorting, most of the work, leaves other threads run
        return tuple(pool.map(lambda which: _met(holders, which, len(keys)), (few, ~few)))


def _shared(keys: Sequence[Hashes]) -> tuple[Hashes, Numbers]:
    """The keys that stand more than once, each with its document, sorted by key."""
    flat = np.concatenate([*keys, np.empty(0, np.uint64)])
    order = np.argsort(flat)
    flat = flat[order]
    first = new(flat)
    kept = np.flatnonzero(~first | ~np.append(first, True)[1:])
    docs = np.repeat(np.arange(len(keys)), [len(own) for own in keys])
    return flat[kept], docs[order[kept]]


def _ranks(keys: Sequence[Hashes], days: Days) -> Numbers:
    """The place of each document in each order of holders."""
    ordinals = np.array([day.toordinal() if day else 0 for day in days], np.int64)
    numbers = np.arange(len(keys))
    filled = np.array([at for at, own in enumerate(keys) if len(own)], np.int64)
    flat = np.concatenate([*keys, np.empty(0, np.uint64)])
    starts = np.cumsum([0, *(len(own) for own in keys)])[filled]
    ranks = np.empty((ORDERS, len(keys)), np.int64)
    for order in range(ORDERS):
        least = np.zeros(len(keys), np.uint64)
        if len(filled):
            least[filled] = np.minimum.reduceat(mixed(flat ^ _SALTS[order]), starts)
        ranks[order, np.lexsort((numbers, ordinals, least))] = numbers
    return ranks


def _in_order(flat: Hashes, docs: Numbers, ranks: Numbers) -> tuple[Holders, Numbers]:
    """The holders of each key in its order, each once; and how many hold the key at each place."""
    total = ranks.shape[1]
    order = np.argsort(np.cumsum(new(flat)) * total + ranks[(flat % np.uint64(ORDERS)).astype(np.int64), docs])
    flat, docs = flat[order], docs[order]
    once = np.flatnonzero(new(flat) | new(docs))
    flat, docs = flat[once], docs[once]
    first = np.flatnonzero(new(flat))
    sizes = np.diff(first, append=len(flat))
    met = np.where(sizes <= FEW, FEW, NEXT)
    following = np.repeat(first + sizes, sizes) - np.arange(len(flat)) - 1
    return Holders(flat, docs, np.minimum(following, np.repeat(met, sizes))), np.repeat(sizes, sizes)


def _met(holders: Holders, which: NDArray[np.bool_], total: int) -> Met:
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


def _of_those(met: Met, which: NDArray[np.bool_]) -> Met:
    return Met(met.pairs[which], met.counts[which])


def _once(*pairs: Pairs) -> Pairs:
    """All these pairs, each once, sorted."""
    return np.unique(np.concatenate(pairs), axis=0)


def _among(pairs: Pairs, some: Pairs) -> NDArray[np.bool_]:
    """Which of these pairs are among some of them."""
    total = int(pairs.max(initial=0)) + 1
    return np.isin(pairs @ np.array([total, 1]), some @ np.array([total, 1]))
