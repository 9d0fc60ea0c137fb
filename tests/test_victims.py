"""Persons told of one by one, and the best toll of one report, by readable cases under cases/victims.

A case is a text, a line or more, and the toll expected of it: "= killed 1, injured 2". Blank lines part the cases.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from stemma import kinds
from stemma.assessments.best import Toll, best_toll
from stemma.ids import make_id, sha256
from stemma.model import Document, Reading, Victim
from stemma.pipeline import join, open_page, read

CASES = Path(__file__).parent / "cases" / "victims"


def reading_of(text: str) -> Reading:
    """The reading of a text alone, with scopes seen from it."""
    digest = sha256(text.encode())
    document = Document(id=make_id("d", digest, "case"), name="case", sha256=digest, text=text, media_type="text/plain")
    return join([read(document)]).readings[0]


def told(text: str) -> tuple[Victim, ...]:
    return kinds.victims_told(reading_of(text).page)


def cases() -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(CASES.glob("*.txt")):
        blocks = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("#")).split("\n\n")
        for block in (block.strip() for block in blocks if block.strip()):
            text, _, expected = block.rpartition("\n= ")
            found.append((path.stem, text, expected))
    return found


@pytest.mark.parametrize(("name", "text", "expected"), cases(), ids=lambda value: value[:50])
def test_toll(name: str, text: str, expected: str) -> None:
    reading = reading_of(text)
    toll = best_toll(reading, kinds.victims_told(reading.page), kinds.struck_told(reading.page))
    assert f"killed {toll.killed}, injured {toll.injured}" == expected


def test_a_victim_has_name_age_and_the_words_that_say_it() -> None:
    text = "A man was shot on Monday. The victim, Marek Tolvan, 29, died at a hospital, police said."
    (victim,) = told(text)
    assert (victim.harm, victim.name, victim.age, victim.aside) == ("killed", "marek tolvan", 29, False)
    assert [span.of(text) for span in victim.spans][:2] == ["shot", "died"]


def test_another_case_is_marked() -> None:
    found = told("A man was shot in Vell on Friday. In an unrelated shooting, a woman was killed in Harn.")
    assert [(victim.harm, victim.aside) for victim in found] == [("injured", False), ("killed", True)]


def test_no_report_no_victims() -> None:
    reading = reading_of("The council met on Monday.")
    assert kinds.victims_told(reading.page) == ()
    assert best_toll(reading, ()) == Toll(0, 0)


@pytest.mark.parametrize("unit", ["a man was shot ", "he was ", "a 24-year-old man, ", "Ona Perin, 34, a man, ",
                                  "the victim said she was taken to ", "another man and a woman were shot. "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    document = reading_of("x").document
    page = open_page(Document(id=document.id, name="case", sha256="", text=unit * (30_000 // len(unit)),
                              media_type="text/plain"))
    begun = time.process_time()
    kinds.victims_told(page)
    assert time.process_time() - begun < 3
