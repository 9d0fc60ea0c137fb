"""Two passages word by word."""

from __future__ import annotations

import time

import pytest

from stemma.copies.wording import Change, close_names, compare, words_of
from stemma.values import Span


def told(a: str, b: str) -> list[tuple[str, str, str]]:
    def words(text: str, span: Span | None) -> str:
        return span.of(text) if span else ""

    return [(change.kind, words(a, change.a), words(b, change.b)) for change in
            compare(a, Span(0, len(a)), b, Span(0, len(b)))]


def changed(a: str, b: str) -> list[tuple[str, str, str]]:
    return [row for row in told(a, b) if row[0] != "same"]


def test_a_word_put_another_way() -> None:
    assert told("The rescuers dug all night.", "The savers dug all night.") == [
        ("same", "The", "The"), ("replaced", "rescuers", "savers"), ("same", "dug all night", "dug all night")]


@pytest.mark.parametrize(("a", "b"), [
    ("Forty-seven people died there.", "47 people died there."),
    ("It burned two hundred metres away.", "It burned 200 meters away."),
    ("The army bombed the harbour.", "The army bombs the harbor."),
    ("The “grey” house, he said.", "the \"gray\" house; he said"),
    ("Some 1,200 people left.", "Some 1200 people left."),
])
def test_another_way_to_write_the_same(a: str, b: str) -> None:
    assert changed(a, b) == []


def test_words_left_out_and_put_in() -> None:
    assert changed("At least nine men died in Orel.", "Nine men died in Orel.") == [("dropped", "At least", "")]
    assert changed("Nine men died.", "Nine brave men died.") == [("added", "", "brave")]


def test_a_name_spelt_another_way() -> None:
    assert changed("said Nebiat Hassen, a nurse", "said Nabiat Hasan, a nurse") == [
        ("respelt", "Nebiat Hassen", "Nabiat Hasan")]
    assert changed("said Omar Dell, a nurse", "said Petra Lund, a nurse") == [("replaced", "Omar Dell", "Petra Lund")]


@pytest.mark.parametrize(("a", "b", "close"), [
    ("yoram", "joram", True), ("tokuru", "tocuru", True), ("lindqvist", "lindkvist", True),
    ("brook", "rook", True), ("omar", "amir", False), ("mokhtar", "idrissa", False), ("soltan", "sultan", True),
])
def test_close_names(a: str, b: str, close: bool) -> None:
    assert close_names(a, b) is close


def test_every_word_is_told_once_and_offsets_are_of_the_whole_text() -> None:
    a = "Before. The governor said that at least nine people were killed near the old mill."
    b = "Nine people died near the mill, according to the governor. After."
    span_a, span_b = Span(8, len(a)), Span(0, 58)
    changes = compare(a, span_a, b, span_b)
    for text, span, sides in ((a, span_a, [c.a for c in changes]), (b, span_b, [c.b for c in changes])):
        words = [word.text for side in sides if side for word in words_of(text, side)]
        assert words == [word.text for word in words_of(text, span)]


def test_nothing_to_compare() -> None:
    assert compare("", Span(0, 0), "", Span(0, 0)) == ()
    assert compare("one", Span(0, 3), "", Span(0, 0)) == (Change("dropped", Span(0, 3), None),)


def test_hostile_length_is_no_trouble() -> None:
    a, b = "word other " * 20_000, "other thing " * 20_000
    begun = time.perf_counter()
    compare(a, Span(0, len(a)), b, Span(0, len(b)))
    words = "a" * 200_000
    compare(words, Span(0, len(words)), words[:-1] + "b", Span(0, len(words)))
    assert time.perf_counter() - begun < 6
