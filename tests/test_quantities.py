"""Number phrases: what they mean, what they span, and which numbers count no people."""

from __future__ import annotations

import time

import pytest

from stemma.reading.quantities import Quantity, quantities_of, tokens_of
from stemma.values import Span


def read(text: str) -> tuple[Quantity, ...]:
    return quantities_of(text, tokens_of(text))


def only(text: str) -> tuple[int | None, int | None, str, str]:
    """Bounds, wording and words of the first number phrase that is sure."""
    count = next(q.count for q in read(text) if q.sure)
    return count.low, count.high, count.wording, count.text


@pytest.mark.parametrize(("text", "low", "high", "wording", "words"), [
    ("11 people died", 11, 11, "exact", "11"),
    ("2,300 wounded", 2300, 2300, "exact", "2,300"),
    ("Sixty-three villagers", 63, 63, "exact", "Sixty-three"),
    ("one hundred and twelve dead", 112, 112, "exact", "one hundred and twelve"),
    ("three thousand five hundred people", 3500, 3500, "exact", "three thousand five hundred"),
    ("1.5 million people fled", 1_500_000, 1_500_000, "exact", "1.5 million"),
    ("half a million people fled", 500_000, 500_000, "about", "half a million"),
    ("more than a half a million people", 500_001, None, "more_than", "more than a half a million"),
    ("a dozen of the wounded", 12, 12, "about", "a dozen"),
    ("two dozen people", 24, 24, "about", "two dozen"),
    ("more than two dozen people", 25, None, "more_than", "more than two dozen"),
    ("at least 11 people", 11, None, "at_least", "at least 11"),
    ("no fewer than 40 people", 40, None, "at_least", "no fewer than 40"),
    ("more than 11 people", 12, None, "more_than", "more than 11"),
    ("over 100 people", 101, None, "more_than", "over 100"),
    ("up to 15 attackers", None, 15, "at_most", "up to 15"),
    ("as many as 8 dead", None, 8, "at_most", "as many as 8"),
    ("fewer than 10 people", None, 9, "at_most", "fewer than 10"),
    ("about 50 people", 50, 50, "about", "about 50"),
    ("Some 1,200 people", 1200, 1200, "about", "Some 1,200"),
    ("nearly 300 people", 300, 300, "about", "nearly 300"),
    ("between 55 and 70 people", 55, 70, "range", "between 55 and 70"),
    ("11 to 15 people", 11, 15, "range", "11 to 15"),
    ("11-15 people", 11, 15, "range", "11-15"),
    ("six or seven people", 6, 7, "range", "six or seven"),
    ("twenty or more people", 20, None, "at_least", "twenty or more"),
    ("dozens of people", 24, 99, "dozens", "dozens"),
    ("several dozens of people", 24, 99, "dozens", "several dozens"),
    ("scores of people", 40, 99, "dozens", "scores"),
    ("tens of people", 20, 99, "dozens", "tens"),
    ("hundreds of people", 200, 999, "hundreds", "hundreds"),
    ("thousands of people", 2000, 9999, "thousands", "thousands"),
    ("tens of thousands of people", 20_000, 99_999, "thousands", "tens of thousands"),
    ("hundreds of thousands of people", 200_000, 999_999, "hundreds", "hundreds of thousands"),
    ("several people", 3, 9, "several", "several"),
    ("a few people", 3, 9, "few", "a few"),
    ("No one was hurt", 0, 0, "none", "No one"),
    ("not a single fighter", 0, 0, "none", "not a single"),
    ("Nobody was hurt", 0, 0, "none", "Nobody"),
    ("Another 70 were treated", 70, 70, "exact", "Another 70"),
])
def test_plain_reading(text: str, low: int | None, high: int | None, wording: str, words: str) -> None:
    assert only(text) == (low, high, wording, words)


@pytest.mark.parametrize("text", [
    "on 14 June", "on June 14", "in 2021 fighting resumed", "at 10:40", "at 10.40am", "at 8 pm", "75 percent of it",
    "$40 million in aid", "12 km away", "122mm rockets", "a 250-kilogram bomb", "the 17-year-old", "aged 52",
    "for 30 minutes", "the 9/11 attacks", "no longer there", "no such thing", "28 February 2022",
])
def test_numbers_that_count_no_people(text: str) -> None:
    assert not [q for q in read(text) if q.sure]


def test_articles_are_numbers_only_before_a_noun() -> None:
    assert [(q.count.text, q.sure) for q in read("a girl and some residents")] == [("a", False), ("some", False)]


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Elsewhere, nobody. At least 31 dockers drowned."
    tokens = tokens_of(text, Span(19, len(text)))
    found = quantities_of(text, tokens)
    assert text[tokens[found[0].first].start : tokens[found[0].last - 1].end] == "At least 31"


def test_phrases_never_overlap() -> None:
    found = read("between 20 and 30 dead, at least 5 or 6 of them children, and hundreds of thousands displaced")
    assert all(a.last <= b.first for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize("text", ["9" * 200_000, "1," * 50_000, "at least " * 20_000, "one hundred and " * 20_000,
                                  "between 5 and " * 20_000])
def test_hostile_input_takes_linear_time(text: str) -> None:
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 5
