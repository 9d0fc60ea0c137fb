"""Quotation marks of all kinds, missing and misplaced ones among them."""

from __future__ import annotations

import time

import pytest

from stemma.model import Document
from stemma.reading.quotes import quotes_of
from stemma.reading.sentences import sentences_of


def read(text: str) -> list[str]:
    document = Document(id="d1", name="d1", sha256="0", text=text, media_type="text/plain")
    return [q.span.of(text) for q in quotes_of(document, sentences_of(document, ()))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We ran,” she said. “All of us.”", ["We ran,", "All of us."]),
        ('"We ran," she said. "All of us."', ["We ran,", "All of us."]),
        ("The rebels' camp was 'on fire', said Olmen's mayor.", ["on fire"]),
        ("'The rebels' camp was on fire,' he said.", ["The rebels' camp was on fire,"]),
        ("It was Olmen's worst night since '99, the mayor's aide said.", []),
        ("She said: “He told me, ‘Stay here,’ and left.”", ["He told me, ‘Stay here,’ and left.", "Stay here,"]),
        ("« Nous restons », said the mayor.", ["Nous restons"]),
        ("„We stay“, said the mayor.", ["We stay"]),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_marks_turned_round_by_a_translation_still_close() -> None:
    assert read("“It is far worse now, “the official said. “We saw it.”") == ["It is far worse now,", "We saw it."]
    assert read("“It is hard. This is a crime. “\n\nThe town slept.") == ["It is hard. This is a crime."]


def test_one_unclosed_mark_stays_in_its_paragraph() -> None:
    text = "Lund said: “We have agreed to go on.\n\nThe talks were held in Karsk.\n\n“Good,” said Holt."
    document = Document(id="d1", name="d1", sha256="0", text=text, media_type="text/plain")
    first, second = quotes_of(document, sentences_of(document, ()))
    assert (first.span.of(text), first.closed) == ("We have agreed to go on.", False)
    assert (second.span.of(text), second.closed) == ("Good,", True)


def test_an_unclosed_mark_within_a_sentence_ends_with_it() -> None:
    text = 'He spoke of "a new order in the north. The crowd left. Nobody cheered.'
    assert read(text) == ["a new order in the north."]


def test_a_quotation_may_run_over_paragraphs() -> None:
    text = "“We ran to the river,” said Lund. “It was cold.\n\n“Then the boats came.”"
    document = Document(id="d1", name="d1", sha256="0", text=text, media_type="text/plain")
    found = quotes_of(document, sentences_of(document, ()))
    assert [(q.span.of(text), q.closed) for q in found] == [
        ("We ran to the river,", True), ("It was cold.", False), ("Then the boats came.", True),
    ]


def test_outer_takes_the_marks_in() -> None:
    text = "She said “no”."
    document = Document(id="d1", name="d1", sha256="0", text=text, media_type="text/plain")
    (quote,) = quotes_of(document, sentences_of(document, ()))
    assert (quote.outer.of(text), quote.span.of(text)) == ("“no”", "no")


@pytest.mark.parametrize("unit", ["“a ", "\" \"a", "rebels' 'x \"", "‘a “b ", "He said “x y. "])
def test_time_grows_with_the_text(unit: str) -> None:
    started = time.process_time()
    read(unit * (200_000 // len(unit)))
    assert time.process_time() - started < 6
