"""What the other reports of a case know about a name, and what the parties of a case are called and do."""

from __future__ import annotations

import pytest

from stemma import pipeline
from stemma.ids import make_id, sha256
from stemma.model import Document, Party, Record
from stemma.names.matching import same_person
from stemma.names.people import _keys
from stemma.names.roles import best_role, with_owner
from stemma.reading.names import short_body


def record(*texts: str) -> Record:
    documents = [Document(id=make_id("d", sha256(t.encode())), name=f"{n:03}", sha256=sha256(t.encode()), text=t,
                          media_type="text/plain") for n, t in enumerate(texts, 1)]
    return pipeline.join([pipeline.read(d) for d in documents])


def party(found: Record, name: str) -> Party:
    matches = [p for p in found.parties if name in p.variants]
    assert len(matches) == 1, (name, [p.variants for p in found.parties])
    return matches[0]


FIRST = """Nine people were killed when a bomb went off in the town of Brodin on Monday, police said.

"I fell," said Habba Osrun, 40, who sells tea there. The Open Reed Movement said that it had planted the bomb.

Fourteen wounded were taken in, Verena Memorial Hospital said.
"""
SECOND = """A bomb in Brodin has killed nine people, officials said on Tuesday.

It destroyed the tea stall of Habba Oserun, where half the town had its breakfast.

Open Reed calls the dead soldiers. At Verena Memorial a nurse counted 12 wounded.
"""


def test_a_name_is_what_the_other_report_says_it_is() -> None:
    found = record(FIRST, SECOND)
    assert party(found, "Habba Oserun") == party(found, "Habba Osrun")
    assert party(found, "Open Reed").name == "Open Reed Movement"
    assert not any(set(p.variants) & {"Habba Oserun", "Verena Memorial", "Open Reed"} for p in found.places)


def test_countries_and_their_adjectives_are_nobody() -> None:
    found = record(
        "The army of Orvelia shelled the town of Dolm on Monday, killing two, the mayor said. Orvelia blamed rebels.",
        "The mayor rejected Orvelian accusations on Tuesday. Dolm lies in Orvelia, where Orvelian troops are based.")
    assert not [p.name for p in found.parties if p.kind == "person" and p.name.startswith("Orveli")]


def test_a_crowd_is_no_organisation() -> None:
    found = record("Inhabitants said that four people were killed in the town of Dolm on Monday.")
    assert [p.kind for p in found.parties if "nhabitants" in p.name] == ["unnamed"]


def test_the_outlet_is_a_party_as_its_page_spells_it() -> None:
    found = record("THE BRODIN LEDGER\nTuesday, 4 May 2032\n\nTwo die in Dolm\n\nTwo people were killed in the town of "
                   "Dolm on Monday, police told the Ledger.\n")
    assert party(found, "BRODIN LEDGER") == party(found, "Ledger")


def test_an_office_in_other_words_is_its_holder() -> None:
    found = record(
        "Seven people were killed in Dolm, Marek Tolben, an adviser to the interior minister, said on Monday.",
        "Seven people were killed in Dolm, an adviser to the Orvelian interior ministry said on Monday.\n\n"
        "\"It was a mine,\" Marek Tolben wrote on Facebook.")
    assert {p.name for p in found.parties if p.kind != "org"} == {"Marek Tolben"}
    assert party(found, "Marek Tolben").role == "adviser to the interior minister"


@pytest.mark.parametrize(("roles", "best"), [
    (["Col.", "an army spokesman", "a spokesman for the Orvel army"], "spokesman for the Orvel army"),
    (["advises the interior ministry", "an adviser to the interior ministry"], "adviser to the interior ministry"),
    (["Father", "parish priest"], "parish priest"),
    (["police spokesman Superintendent"], "police spokesman"),
    (["its only nurse"], "nurse"),
    (["NATO Secretary General"], "NATO Secretary General"),
    (["researcher at the Open Reed Group"], "researcher at the Open Reed Group"),
    ([], None),
])
def test_the_role_that_says_most(roles: list[str], best: str | None) -> None:
    assert best_role(roles) == best


def test_its_director_is_the_director_of_something() -> None:
    text = "The Second City Hospital took in 14 wounded, said its chief doctor, Amira Solt."
    assert with_owner(text, text.index("Amira"), "chief doctor", None) == "chief doctor of the Second City Hospital"
    text = "We counted nine, said our chairwoman, Nadia Velt."
    assert with_owner(text, text.index("Nadia"), "chairwoman", "Dolm Rights Watch") == "chairwoman of Dolm Rights Watch"
    text = "The governor of Lower Dolm spoke. Governor Ilya Bort wrote on Telegram."
    assert with_owner(text, text.index("Ilya"), "Governor", None) == "governor of Lower Dolm"


@pytest.mark.parametrize(("name", "short"), [
    ("Open Reed Movement", "Open Reed"), ("Sandrel Monitor", "Sandrel"), ("Interior Ministry", None),
    ("Kenyan Army", None), ("National Guard", None), ("Brodin Courier", None),
])
def test_short_names_of_bodies(name: str, short: str | None) -> None:
    assert short_body(name) == short


@pytest.mark.parametrize(("one", "other"), [
    ("Brahim Sahl", "Ibrahim Sahel"), ("Ayub Tarek", "Ayoub Tareq"), ("Musa Garba", "Moussa Garba"),
    ("Soulayman Ket", "Suleiman Ket"), ("Gamal Naser", "Jamal Nasser"), ("Smail Kadri", "Ismail Qadri"),
])
def test_spellings_that_are_compared_and_alike(one: str, other: str) -> None:
    assert set(_keys(one)) & set(_keys(other))
    assert same_person(one, other) >= 0.93


def test_a_nickname_is_a_given_name() -> None:
    found = record("Two people were killed in Dolm on Monday, said the mayor, Rosalinda \"Linda\" Cabrel.",
                   "Two people were killed in Dolm on Monday, Mayor Linda Cabrel said.")
    assert party(found, "Linda Cabrel") == party(found, 'Rosalinda "Linda" Cabrel')


def test_a_rebel_army_is_not_the_army() -> None:
    found = record("Gunmen of the Hilltop Army killed two people in Dolm on Monday. The army said it had killed nine.")
    assert party(found, "Hilltop Army") != party(found, "army")


def test_short_given_names_are_told_apart() -> None:
    assert same_person("Ali Hassan", "Ala Hassan") == 0
    assert same_person("Ali Hassan", "Aly Hasan") >= 0.93
