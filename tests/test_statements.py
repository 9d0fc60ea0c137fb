"""Who says what: invented reports in tests/cases/statements, and single sentences beside them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from stemma.model import Document, DocumentDate, Page, Statement
from stemma.reading.clean import furniture_of
from stemma.reading.names import names_of
from stemma.reading.outlets import outlet_of
from stemma.reading.quotes import quotes_of
from stemma.reading.sentences import sentences_of
from stemma.statements import statements_of
from stemma.statements.attribution import source_of
from stemma.values import NARRATOR, Span

CASES = sorted((Path(__file__).parent / "cases" / "statements").glob("*.txt"))


def page_of(text: str) -> Page:
    """A page without dates and places, which statements do not need."""
    document = Document(id="d1", name="d1", sha256="0", text=text, media_type="text/plain")
    furniture = furniture_of(document)
    sentences = sentences_of(document, furniture)
    return Page(
        document=document, published=DocumentDate(None), furniture=furniture, sentences=sentences,
        quotes=quotes_of(document, sentences), dates=(), mentions=names_of(document, sentences, ()),
        outlet=outlet_of(document, furniture),
    )


def said(text: str) -> list[Statement]:
    return list(statements_of(page_of(text)))


def pairs(text: str) -> list[tuple[str, str]]:
    return [(s.source.name, s.span.of(text)) for s in said(text)]


def row(statement: Statement, text: str) -> str:
    way = "direct" if statement.direct else "indirect"
    fields = (statement.source.kind, statement.source.name, " ".join(statement.span.of(text).split()), way,
              statement.channel or "-", statement.via or "-")
    return " | ".join(fields)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_reports(path: Path) -> None:
    text, _, rows = path.read_text(encoding="utf-8").partition("\n---\n")
    assert [row(s, text) for s in said(text)] == [r for r in rows.split("\n") if r.strip()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police spokesman Omar Dahl said two men were held.", [("Omar Dahl", "two men were held")]),
        ("Two men were held, according to Omar Dahl, the police spokesman.", [("Omar Dahl", "Two men were held")]),
        ("But the bridge was intact, residents said.", [("residents", "the bridge was intact")]),
        ("Ada Lund, 46, who sells tea, said: “I saw it.”", [("Ada Lund", "I saw it.")]),
        ("The Northern Front (NF), which holds the town, claimed responsibility for the raid.",
         [("Northern Front", "responsibility for the raid")]),
        ("Two security sources, speaking on condition of anonymity, said that the toll could rise.",
         [("Two security sources", "the toll could rise")]),
        ("The administrator of Olmen, Ada Lund, put the death toll at 43.", [("Ada Lund", "the death toll at 43")]),
        ("Authorities have confirmed 21 deaths, but residents say the number is higher.",
         [("Authorities", "21 deaths"), ("residents", "the number is higher")]),
        ("The town has been accused by the army of hiding rebels.", [("army", "hiding rebels")]),
        ("President Ana Cole vowed to hunt down the killers.", [("Ana Cole", "to hunt down the killers")]),
    ],
)
def test_single_sentences(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs("Fighting near Olmen\n\n" + text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The claims could not be independently verified.",
        "He bought a so-called “peace lamp” at the market.",
        "The army did not comment.",
        "The bridge was built in 1931 and rebuilt after the war.",
        "Nobody agrees on how many died.",
    ],
)
def test_nobody_says_anything_here(text: str) -> None:
    assert pairs("Fighting near Olmen\n\n" + text) == []


def test_headlines_in_capitals() -> None:
    body = "\n\nThe raid began at dawn on Sunday in the north of the town."
    assert pairs("Officials Say Nine Died In Olmen Raid" + body) == [("Officials", "Nine Died In Olmen Raid")]
    assert pairs("16 dead in ambush: police" + body) == [("police", "16 dead in ambush")]


def test_a_quotation_over_two_paragraphs_is_one_statement() -> None:
    text = "“We ran to the river,” said Ada Lund. “It was cold.\n\n“Then the boats came. We lived.”"
    assert [s for _, s in pairs(text)] == ["We ran to the river", "It was cold.\n\n“Then the boats came. We lived."]


def test_an_unclosed_quotation_takes_only_its_sentence() -> None:
    text = "Ada Lund said: “We have agreed to go on.\n\nThe market opened at nine. Snow fell."
    assert pairs(text) == [("Ada Lund", "We have agreed to go on.")]


def test_a_box_is_said_by_its_source() -> None:
    text = (
        "Olmen raid\n\nThe raid began at dawn on Sunday in the north of Olmen.\n\n"
        "Killed: 4\nInjured: 11\nSource: Olmen Council"
    )
    assert ("Olmen Council", "Killed: 4\nInjured: 11") in pairs(text)


def test_spans_quote_and_rows_are_in_order() -> None:
    for path in CASES:
        text = path.read_text(encoding="utf-8").partition("\n---\n")[0]
        found = said(text)
        assert [s.span.start for s in found] == sorted(s.span.start for s in found)
        assert len({s.id for s in found}) == len(found)
        for statement in found:
            assert statement.span.of(text) == statement.span.of(text).strip(" ,")
            assert statement.cue is None or statement.cue.of(text)


# ------------------------------------------------------------------------------------------- attribution


def source_at(text: str, words: str) -> str:
    page = page_of(text)
    start = text.index(words)
    return source_of(Span(start, start + len(words)), page, statements_of(page))[0].name


REPORT = (
    "Raid near Olmen\n\nFour people were killed, said Ada Lund, the mayor. Two of them were farmers. A bridge fell.\n\n"
    "More than 100 people were hurt, she said, 50 of them seriously. It rained.\n\nThe front's figure of 112 dead was "
    "widely shared. The Olmen Herald could not verify the number of wounded."
)


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("Four people were killed", "Ada Lund"),
        ("Two of them were farmers", "Ada Lund"),
        ("A bridge fell", NARRATOR.name),
        ("50 of them seriously", "Ada Lund"),
        ("It rained", NARRATOR.name),
        ("figure of 112 dead", "front"),
        ("could not verify the number of wounded", "Olmen Herald"),
    ],
)
def test_source_of(words: str, source: str) -> None:
    assert source_at(REPORT, words) == source


def test_without_statements_the_narrator_speaks() -> None:
    page = page_of("Four people were killed in Olmen.")
    assert source_of(Span(0, 10), page, ()) == (NARRATOR, None)


RELEASE = (
    "Lantern Trust\nPress statement, 4 May 2032\n\nThe raid on Olmen\n\nFour people were killed in Olmen on Sunday. "
    "A further 12 remain unaccounted for.\n\nPolice said that one man had been held. Nine others were hurt."
)


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("Four people were killed", "Lantern Trust"),
        ("A further 12 remain", "Lantern Trust"),
        ("one man had been held", "Police"),
        ("Nine others were hurt", "Police"),
    ],
)
def test_a_release_speaks_for_its_publisher(words: str, source: str) -> None:
    assert source_at(RELEASE, words) == source


@pytest.mark.parametrize(
    "text",
    [
        "The fire claimed 31 lives.",
        "Ada Lund, who advises the interior ministry, was not there.",
        "Neither the army nor the rebels said how many had died.",
        "Support our reporters: one crown a day.",
        "The army could not confirm the toll.",
        "The dead are 21 years old and younger.",
    ],
)
def test_nobody_speaks(text: str) -> None:
    assert pairs("Fighting near Olmen\n\n" + text) == []


HOSTILE = ["The town was hit, he said. ", "said said ", "“a, ” said X. ", "that who, ", "(, said "]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_text(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    started = time.process_time()
    said(text)
    assert time.process_time() - started < 8
