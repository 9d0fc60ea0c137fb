"""Where sentences begin and end, and which are titles, captions or lines of a box."""

from __future__ import annotations

import time

import pytest

from stemma.model import Document, Furniture
from stemma.reading.clean import furniture_of
from stemma.reading.sentences import sentences_of


def read(text: str, furniture: tuple[Furniture, ...] = ()) -> list[str]:
    document = Document(id="d1", name="d1", sha256="0", text=text, media_type="text/plain")
    return [s.span.of(text) for s in sentences_of(document, furniture)]


def parts(text: str) -> list[tuple[str, str]]:
    document = Document(id="d1", name="d1", sha256="0", text=text, media_type="text/plain")
    return [(s.part, s.span.of(text)) for s in sentences_of(document, furniture_of(document))]


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Col. Piet Aarden met Gen. A. B. Holt in the U.S. embassy on Feb. 3 at 10 a.m. local time.",
        "The shells were of 122.5 millimetres, said Dr. Lund.",
        "The talks were slow. . . and the guns went on.",
        "He said that J. R. Moss and St. Anne were named in No. 5 of the list.",
        "“Why did they come?” asked the mayor.",
        "“Where were you?” Ada Lund asked.",
        "About 3.5 million people live there, e.g. in Karsk.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert read(text) == [text]


def test_sentences_are_split() -> None:
    text = (
        "It began at 5 p.m. Two shells fell. “We ran,” said Lund. “Nobody stayed.” Was it over? "
        "He went to the U.S. The war went on... Then it stopped."
    )
    assert read(text) == [
        "It began at 5 p.m.", "Two shells fell.", "“We ran,” said Lund.", "“Nobody stayed.”", "Was it over?",
        "He went to the U.S.", "The war went on...", "Then it stopped.",
    ]


def test_a_stray_closing_mark_belongs_to_its_sentence() -> None:
    assert read("“We stayed here. This is home. “") == ["“We stayed here.", "This is home. “"]


def test_paragraph_numbers_are_no_sentences() -> None:
    assert read("12. The bridge was destroyed. 13. It was rebuilt.")[0] == "12. The bridge was destroyed."


def test_a_line_is_a_paragraph_unless_the_text_is_wrapped() -> None:
    wrapped = (
        "DUNMAR - Rockets hit the ferry terminal in the harbour of Dunmar late\n"
        "on Monday, killing four people and setting two sheds alight, said Col.\n"
        "Piet Aarden, who commands the garrison. The fires burned until dawn on\n"
        "Tuesday.\n\nNobody claimed the attack."
    )
    found = read(wrapped)
    assert len(found) == 3
    assert found[0].endswith("said Col.\nPiet Aarden, who commands the garrison.")
    assert found[1] == "The fires burned until dawn on\nTuesday."
    lines = "The first shell fell at noon.\nThe second fell an hour later\nA third did not explode."
    assert len(read(lines)) == 3


def test_titles_captions_and_boxes_are_marked() -> None:
    text = (
        "Rockets hit ferry terminal\n\nFour people died in Dunmar on Monday, the mayor said.\n\n"
        "A crane lies across the quay. Photo: Anna Holt/AFP\n\n"
        "IN BRIEF\nKilled: 4\nInjured: 11\nSource: Dunmar council\n\nA second attack\n\nIt came at night."
    )
    assert parts(text) == [
        ("headline", "Rockets hit ferry terminal"),
        ("body", "Four people died in Dunmar on Monday, the mayor said."),
        ("caption", "A crane lies across the quay."),
        ("box", "IN BRIEF"), ("box", "Killed: 4"), ("box", "Injured: 11"), ("box", "Source: Dunmar council"),
        ("headline", "A second attack"), ("body", "It came at night."),
    ]


def test_numbers_and_paragraphs_count_up() -> None:
    text = "One. Two.\n\nThree."
    document = Document(id="d1", name="d1", sha256="0", text=text, media_type="text/plain")
    found = sentences_of(document, ())
    assert [s.number for s in found] == [0, 1, 2]
    assert found[0].paragraph == found[1].paragraph < found[2].paragraph


@pytest.mark.parametrize("text", ["", "\n \n", "...", "\u200b"])
def test_texts_without_words_have_no_sentences(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("unit", ["The town was hit. ", "1", ". ", "Lt. ", "a\n", "! \"", "“ "])
def test_time_grows_with_the_text(unit: str) -> None:
    started = time.process_time()
    read(unit * (500_000 // len(unit)))
    assert time.process_time() - started < 6
