"""The outlet of a document, from its masthead or from how it speaks of itself. All outlets here are invented."""

from __future__ import annotations

import time

import pytest

from stemma.model import Document
from stemma.reading.clean import furniture_of
from stemma.reading.outlets import outlet_of

BODY = "\n\nShells fell on the market of Dolm on Monday, killing two people and wounding nine, the mayor said.\n"


def outlet(text: str, **more: object) -> str | None:
    doc = Document(id="d1", name="d1", sha256="0" * 64, text=text, media_type="text/plain", **more)  # type: ignore
    return outlet_of(doc, furniture_of(doc))


@pytest.mark.parametrize(("head", "name"), [
    ("Dolm Evening Post\nHOME | NEWS | SPORT | MAIL\nTuesday, 8 April 2031\n\nTwo dead in Dolm", "Dolm Evening Post"),
    ("THE MERROW HERALD\nDolm, Tuesday, April 8, 2031\n\nTwo dead in Dolm", "The Merrow Herald"),
    ("Two dead in Dolm\n\nMerrow Today | 8 April 2031 | 17:40", "Merrow Today"),
    ("Two dead in Dolm\n\nTasch Monitor - Tuesday 8 April 2031 - 14:02", "Tasch Monitor"),
    ("MERROW BRIEF | the news in a minute\n8 April 2031\n\nTwo dead in Dolm", "Merrow Brief"),
    ("NewsBurst77\nApril 8, 2031 by Staff\n\nTwo dead in Dolm", "NewsBurst77"),
    ("Two dead in Dolm\nOrvel Agency, with reporting by the Tasch Herald\n8 April 2031", "Tasch Herald"),
    ("DOLM SUN\nTuesday 8 April 2031\n\nTwo dead in Dolm", "Dolm Sun"),
])
def test_masthead(head: str, name: str | None) -> None:
    assert outlet(head + BODY) == name


def test_given_outlet_comes_first() -> None:
    assert outlet("Dolm Morning Post\nTuesday, 8 April 2031" + BODY, outlet="Another Paper") == "Another Paper"


def test_self_reference() -> None:
    assert outlet(BODY + "Tasch News spoke with a resident of the quarter who had hidden in a cellar.") == "Tasch News"


def test_two_outlets_that_speak_of_themselves_leave_it_open() -> None:
    text = BODY + "Tasch News spoke with a resident.\nMerrow Radio could not independently verify the figure."
    assert outlet(text) is None


@pytest.mark.parametrize("text", [
    BODY, "", "Two dead in Dolm", BODY + "Reuters could not independently verify the figure.",
    BODY + "A teacher told the Merrow Herald that nobody had slept.",
])
def test_nothing_that_names_one(text: str) -> None:
    assert outlet(text) is None


@pytest.mark.parametrize("text", ["Dolm " * 20_000, "D" * 100_000, "The " * 25_000, "A b\n" * 20_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    outlet(text)
    assert time.process_time() - began < 4
