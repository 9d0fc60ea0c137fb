"""Inputs by a seeded chance: the same seed, target and number give the same input, on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from fuzz.target import Target

# What breaks programs that read text: each stands for a kind of trouble.
STRANGE = (
    "\0", "\ufeff", "\u200b", "\u200d", "\u2060", "\u202e", "\u202d", "\u2066", "\u2069", "\u0301", "\u0323\u0307",
    "\u00ad", "\u00a0", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\r", "\r\n", "\n", "\n\n", "\t", " ",
    "İ", "ı", "ß", "ŉ", "ǰ", "ﬁ", "ſ", "K", "Å", "Ω", "𝐀", "𝟙", "٣", "९", "²", "½", "Ⅷ", "①", "一", "é", "e\u0301",
    "🕊️", "👨‍👩‍👧‍👦", "\U000e0041", "\U0010fffd", "\ufffd", "\uffff", "ᾳ", "ΰ", "Ǆ", "ǅ", "а", "о", "р", "Ѕ", "ї", "ق",
    "א",
    "ー", "〃", "\u034f", "\u115f", "\u1e9e",
)
MARKS = ('"', "'", "“", "”", "‘", "’", "«", "»", "„", "‟", "`", "``", "''", "(", ")", "[", "]", "{", "}", "<", ">", "-",
         "–", "—", "‑", "--", "/", "\\", ":", ";", ",", ".", "...", "…", "!", "?", "&", "%", "#", "@", "*", "_", "|",
         "+",
         "=", "~", "^", "$", "£", "№", "•")
NUMBERS = ("0", "1", "-1", "007", "12", "2031", "99999999999999999999", "1,000", "1.000,5", "1e309", "0x1F", "31", "29",
           "366", "255", "256", "65535", "4294967296", "NaN", "1/2", "2 1/2", "10,00,000", "1" * 40)
SPLICES = 6  # changes made to one input, at most


def source(seed: int, target: Target, number: int) -> Random:
    """The chance behind one input."""
    return Random(f"{seed}/{target.name}/{number}")


def changed(rng: Random, seeds: Sequence[bytes], target: Target) -> bytes:
    """One input: a seed, or a new heap of words, with some changes."""
    if target.text:
        texts = rng.choice(seeds).decode("utf-8", "replace")
        other = rng.choice(seeds).decode("utf-8", "replace")
        return _text(rng, texts, other, target).encode("utf-8", "replace")
    return _bytes(rng, rng.choice(seeds), rng.choice(seeds), target)


def _text(rng: Random, text: str, other: str, target: Target) -> str:
    words = target.words or MARKS
    if rng.random() < 0.15:  # nothing of a seed: words alone
        text = "".join(rng.choice(words) + rng.choice((" ", " ", " ", "", "\n", ", ",
                                                       "-")) for _ in range(rng.randint(1, 40)))
    elif len(text) > 300 and rng.random() < 0.7:  # a piece of a seed, so that most inputs are quick
        start = rng.randrange(len(text) - 100)
        text = text[start:start + rng.randint(20, 400)]
    for _ in range(rng.randint(1, SPLICES)):
        at, end = _range(rng, len(text))
        text = text[:at] + _instead(rng, text, other, (at, end), words) + text[end if rng.random() < 0.4 else at:]
        if len(text) > target.longest:
            text = text[:target.longest]
    return text


def _instead(rng: Random, text: str, other: str, cut: tuple[int, int], words: Sequence[str]) -> str:
    """What is put at a place of a text."""
    way = rng.randrange(9)
    if way == 0:
        return rng.choice(STRANGE)
    if way == 1:
        return rng.choice(MARKS)
    if way == 2:
        return rng.choice(NUMBERS)
    if way in (3, 4, 5):
        return rng.choice((" ", "", " ")) + rng.choice(words) + rng.choice((" ", "", " "))
    if way == 6:  # the same again and again
        piece = rng.choice((text[cut[0]:cut[1]][:40], rng.choice(words) + " ", rng.choice(MARKS), rng.choice(STRANGE)))
        return piece * rng.choice((2, 3, 5, 17, 64, 64, 1500))
    if way == 7:
        piece = text[cut[0]:cut[1]]
        return rng.choice((piece.upper(), piece.lower(), piece.title(), piece.swapcase(), piece[::-1], ""))
    at, end = _range(rng, len(other))
    return other[at:end]


def _bytes(rng: Random, raw: bytes, other: bytes, target: Target) -> bytes:
    data = bytearray(raw)
    for _ in range(rng.randint(1, SPLICES)):
        at, end = _range(rng, len(data))
        way = rng.randrange(9)
        if way == 0 and data:
            data[at if at < len(data) else 0] ^= 1 << rng.randrange(8)
        elif way == 1:
            data[at:end] = b""
        elif way == 2:
            data[at:at] = bytes(data[at:end]) * rng.choice((1, 2, 16))
        elif way == 3:
            data[at:at + rng.choice((0, 1, 2, 4))] = rng.choice((
                b"\0", b"\xff", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x80", b"\x7f\xff\xff\xff", b"\xc0\x80",
                b"\xed\xa0\x80",
                b"\xf4\x90\x80\x80", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\r\n", b"\x1f\x8b", b"PK\x03\x04"))
        elif way in (4, 5):
            data[at:at if way == 4 else end] = (rng.choice(target.words or MARKS)).encode()
        elif way == 6:
            data[at:at] = rng.choice((rng.choice(STRANGE), rng.choice(NUMBERS), rng.choice(MARKS))).encode("utf-8",
                                                                                                           "replace")
        elif way == 7:
            start, stop = _range(rng, len(other))
            data[at:end] = other[start:stop]
        else:
            del data[at:]
        del data[target.longest * 8:]
    return bytes(data)


def _range(rng: Random, length: int) -> tuple[int, int]:
    """A piece of something so long, most often a short one."""
    at = rng.randint(0, length)
    return at, min(length, at + int(rng.paretovariate(0.7)))
