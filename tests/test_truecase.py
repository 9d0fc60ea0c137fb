"""Texts in capitals only are read in mixed case; offsets and the text itself stay as they are."""

from __future__ import annotations

import pytest

from stemma import pipeline
from stemma.model import Document
from stemma.reading.truecase import truecased

TELEX = """LIMA, 14 MAR 91 (ENC) -- [TEXT] GENERAL OSVALDO MIRENDA, COMMANDER OF THE NATIONAL POLICE, SAID TODAY THAT
TWO DIPLOMATS FROM FRANCE WERE KIDNAPPED IN THE DORIMAND NEIGHBORHOOD OF LIMA ON 12 MARCH.  THE U.S. EMBASSY SAID THAT
MIRENDA'S MEN, WHO MAY SEARCH THE AREA, FOUND THEIR CAR 30 KM FROM THE COAST.

   I AM SURE THAT THE PEOPLE'S FRONT OF MIRELO [PFM] KILLED FOUR PEASANTS IN TELMARO, MIRENDA TOLD US.
"""


def _document(text: str) -> Document:
    return Document(id="d-1", name="telex", sha256="", text=text, media_type="text/plain", lang="en")


@pytest.fixture(scope="module")
def cased() -> str:
    return truecased(_document(TELEX)).text


@pytest.mark.parametrize("words", [
    "LIMA, 14 MAR 91 (ENC) --",
    "[Text] General Osvaldo Mirenda, commander of the National Police, said today",
    "diplomats from France were kidnapped in the Dorimand neighborhood of Lima on 12 March.",
    "The U.S. Embassy said that\nMirenda's men, who may search the area, found their car 30 km",
    "I am sure that",
    "[PFM] killed four peasants in Telmaro, Mirenda told us.",
])
def test_names_keep_a_capital_and_everyday_words_lose_theirs(cased: str, words: str) -> None:
    assert words in cased


def test_every_character_stays_in_its_place(cased: str) -> None:
    assert len(cased) == len(TELEX)
    assert cased.upper() == TELEX.upper()


def test_letters_whose_small_form_is_longer_stay() -> None:
    text = TELEX.replace("LIMA", "İZMİRLİ")
    assert len(truecased(_document(text)).text) == len(text)


def test_mixed_case_and_short_texts_stay_as_they_are() -> None:
    for text in ("FIRE IN TELMARO", TELEX.capitalize(), "", "   \n"):
        document = _document(text)
        assert truecased(document) is document


def test_reading_finds_names_and_figures_and_leaves_the_text_alone() -> None:
    document = _document(TELEX)
    reading = pipeline.read(document)
    assert reading.page.text == TELEX
    assert {"Osvaldo Mirenda", "Lima"} <= {mention.name for mention in reading.page.mentions}
    assert all(mention.name.upper() in mention.span.of(TELEX).upper() for mention in reading.page.mentions
               if mention.kind == "person")
    killed = [claim for claim in reading.claims if claim.kind == "killed"]
    assert [(claim.count.low, claim.count.high) for claim in killed] == [(4, 4)]


def test_long_texts_without_blanks_take_no_long_time() -> None:
    truecased(_document("A" * 200_000))
    truecased(_document("A " * 50_000))
    truecased(_document("[(A) " * 20_000))
