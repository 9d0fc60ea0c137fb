"""Runs of five words as numbers: what shows in no time that two texts have words in common, and how many.

A few of each text's shingles are its keys: the smallest of every twelve that follow one another ("winnowing",
Schleimer, Wilkerson and Aiken 2003). Two texts with 16 words in a row in common have a key in common, however long they
are and whatever stands around these words; a signature of the whole text (MinHash) does not see a paragraph in a long
report.

Hashes are made here, not by a library, so that they never change with its version; equal words give equal hashes on
every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

SHINGLE = 5  # words
WINDOW = 12  # shingles, of which the smallest is a key
KNOWN_WORDS = 1_000_000  # hashes of words that are kept; then the store begins anew

Hashes = NDArray[np.uint64]

# Odd numbers without pattern (the mixing constants of xxHash and MurmurHash 3).
_FACTORS = [np.uint64(n) for n in (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63,
                                   0xFF51AFD7ED558CCD)]
_LETTERS = bytes(code if code >= 128 or chr(code).isalnum() else 32 for code in range(256))
_MARKS = "“”‘’„«»–—…‐‑\u00a0"  # not ASCII, yet no part of a word


class Sketch(Struct, frozen=True):
    """A text's shingles in their order, how many of them stand there again, and the keys by which it is found.

    Two texts are compared by half of each hash: one chance match in ten thousand comparisons of reports, in no time.
    """

    shingles: NDArray[np.uint32]
    repeats: int
    keys: Hashes

    @property
    def distinct(self) -> int:
        """How many different shingles the text has."""
        return len(self.shingles) - self.repeats


class _Words(dict[bytes, int]):
    """Word -> 64-bit hash, worked out once."""

    def __missing__(self, word: bytes) -> int:
        if len(self) >= KNOWN_WORDS:
            self.clear()
        value = self[word] = int.from_bytes(blake2b(word, digest_size=8).digest(), "little")
        return value


_words = _Words()


def word_hash(word: str) -> int:
    """A number of 64 bits for a word, always the same."""
    return _words[word.encode("utf-8", "surrogatepass")]


def sketch(text: str) -> Sketch:
    """The shingles and keys of a text; case, punctuation and layout are no part of them. Short texts have none."""
    words = words_of(text)
    hashed = np.fromiter(map(_words.__getitem__, words), np.uint64, len(words))
    shingles = shingled(hashed)
    keys = winnowed(shingles)
    halves = shingles.astype(np.uint32)
    return Sketch(halves, _repeats(np.sort(halves)), keys)


def sketches(texts: Sequence[str]) -> list[Sketch]:
    """The shingles and keys of several texts."""
    return [sketch(text) for text in texts]


def words_of(text: str) -> list[bytes]:
    """The words as bytes, cut at spaces and marks: bytes are split ten times as fast as a pattern finds words."""
    plain = text.casefold()
    if not plain.isascii():
        for mark in _MARKS:
            plain = plain.replace(mark, " ")
    return plain.encode("utf-8", "surrogatepass").translate(_LETTERS).split()


def shingled(words: Hashes) -> Hashes:
    """A hash of each five words that follow one another; the order of words counts."""
    count = len(words) - SHINGLE + 1
    if count < 1:
        return np.empty(0, np.uint64)
    hashed = words[:count] * _FACTORS[0]
    for at in range(1, SHINGLE):
        hashed += words[at : at + count] * _FACTORS[at]
    return mixed(hashed)


def mixed(hashed: Hashes) -> Hashes:
    """Each bit made to depend on all others, in place (the finaliser of MurmurHash 3)."""
    hashed ^= hashed >> np.uint64(33)
    hashed *= _FACTORS[4]
    hashed ^= hashed >> np.uint64(33)
    return hashed


def winnowed(shingles: Hashes) -> Hashes:
    """The smallest of every WINDOW shingles; the smallest of all where there are fewer. In the order of the text."""
    if len(shingles) < WINDOW:
        return np.sort(shingles)[:1]
    least, reach = shingles, 1
    while reach < WINDOW:
        step = min(reach, WINDOW - reach)
        least = np.minimum(least[:-step], least[step:])
        reach += step
    return least[new(least)]


def new(values: NDArray) -> NDArray[np.bool_]:
    """Where a value differs from the one before it."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def in_common(pairs: NDArray[np.int64], sketches: Sequence[Sketch]) -> NDArray[np.int64]:
    """How many different shingles each two of these texts, one row for a pair, have in common."""
    counts = np.empty(len(pairs), np.int64)
    for row, (a, b) in enumerate(pairs.tolist()):
        both = np.concatenate((sketches[a].shingles, sketches[b].shingles))
        both.sort()  # faster than looking the ones up among the others
        counts[row] = _repeats(both) - sketches[a].repeats - sketches[b].repeats
    return counts


def _repeats(ordered: NDArray[np.uint32]) -> int:
    """How many values of a sorted array stand there before."""
    return int(np.count_nonzero(ordered[1:] == ordered[:-1]))


def longest_run(a: Sketch, b: Sketch) -> int:
    """Shingles of one text, in a row, that all stand in the other."""
    if not len(b.shingles):
        return 0
    other = np.sort(b.shingles)
    apart = np.flatnonzero(other.take(other.searchsorted(a.shingles), mode="clip") != a.shingles)
    bounds = np.concatenate(([-1], apart, [len(a.shingles)]))
    return int((bounds[1:] - bounds[:-1]).max()) - 1
