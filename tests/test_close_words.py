"""Words near one another are found as by comparing all; names of places are found as by one long pattern."""

from __future__ import annotations

import random
import re
from itertools import combinations

import numpy as np
import pytest

from bench._mixed import _ENDS, _MIDDLES, _STARTS
from stemma.names.close_words import Homes, close_words, distances
from stemma.names.known import NAME, names_in
from stemma.names.matching import FAMILY
from stemma.names.spelling import alike, distance
from stemma.values import Span

WORDS = [start + middle + end for start in _STARTS[::3] for middle in _MIDDLES[::2] for end in _ENDS[::3]]
ODD = ["q", "x", "1", "22", "ould", "Hussein", "Husain", "khaled", "Chalid", "Jamal", "Gamal", "y", "Yusuf", "Joseph"]


@pytest.mark.parametrize("least", [FAMILY, 0.93, 0.6])
def test_all_like_words_are_found(least: float) -> None:
    words = [word.lower() for word in (*WORDS[::2], *ODD)]
    expected = {pair for pair in combinations(sorted(set(words)), 2) if alike(*pair, least) >= least}
    found = list(close_words({word: {""} for word in words}, least))
    assert len(found) == len(set(found))
    assert set(found) == expected
    by_end = list(close_words({word: {word[-1]} for word in words}, least))
    assert set(by_end) == {(one, other) for one, other in expected if one[-1] == other[-1]}


@pytest.mark.parametrize("places", [1, 2, 9])
def test_words_of_one_place_have_to_be_more_alike(places: int) -> None:
    words = sorted({word.lower() for word in (*WORDS[::2], *ODD)})
    of = {word: number % places for number, word in enumerate(words) if number % 5}  # the fifth stands in several
    expected = {(x, y) for x, y in combinations(words, 2)
                if alike(x, y) >= (0.9 if x in of and y in of and of[x] == of[y] else FAMILY)}
    assert set(close_words({word: {""} for word in words}, FAMILY, Homes(of, 0.9))) == expected
    assert expected < {(x, y) for x, y in combinations(words, 2) if alike(x, y) >= FAMILY}


NAMES = ("Orvane", "Orvane Hill", "Tar", "Tar-Vik", "Sarlo’s Well", "Bel dru", "Bel", "Ma", "Orvane Hill Road")
TEXT = ("Orvane Hills and Orvane Hill-top, Orvane Hill, Orvane's and xOrvane; Tar-Vik, Tar-Viking, Tar-, Tar. Sarlo’s "
        "Wells, Sarlo’s Well near Bel dru and Bel Dru: Ma Ma-Ma Ma_Ma pre-Ma Orvane Hill Road Bel")


@pytest.mark.parametrize("span", [Span(0, len(TEXT)), Span(3, len(TEXT) - 1), Span(40, 90), Span(41, 97)])
def test_names_are_found_as_by_a_pattern_of_them_all(span: Span) -> None:
    assert all(NAME.fullmatch(name) for name in NAMES if name != "Bel dru")
    ordered = sorted(NAMES, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w-])")
    begun: dict[str, list[str]] = {}
    for name in ordered:
        begun.setdefault(re.match(r"\w+", name)[0], []).append(name)
    expected = [Span(*match.span()) for match in pattern.finditer(TEXT, span.start, span.end)]
    assert expected
    assert list(names_in(TEXT, span, begun)) == expected


def test_many_pairs_at_a_time_are_as_far_apart_as_one_by_one():
    chance = random.Random(7)
    for m, n in ((1, 1), (3, 5), (6, 6), (9, 4)):
        pairs = [["".join(chance.choices("abdegiuhkszSCtnm", k=length)) for length in (m, n)] for _ in range(300)]
        pairs.append(["abdegiuhk"[:m], "badegiuhk"[:n]])  # two letters that have changed places
        a, b = (np.array([list(pair[side].encode()) for pair in pairs], np.uint8) for side in (0, 1))
        assert distances(a, b).tolist() == pytest.approx([distance(*pair) for pair in pairs])
