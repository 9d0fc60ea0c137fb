"""Likeness of names: graded, and what only may be one name stays under every threshold of joining."""

from __future__ import annotations

import pytest

from stemma.names import bodies, people
from stemma.names.likeness import POSSIBLE, likeness_of_bodies, likeness_of_people, one_slip
from stemma.names.matching import content_words, same_body
from stemma.names.numerals import numbered

SLIPS = [("Tilda Ranov", "Tilda Ralov"), ("Jorun Vask", "Jorun Vaks"), ("Petr Osmak", "Petr Osmark"),
         ("Marek Ilyanovich Tolvan", "Tolvan Marek"), ("Anna Maria de Rooth Brisk", "Maria Brisk"),
         ("Sukarvo", "Sukarto")]


@pytest.mark.parametrize(("a", "b"), SLIPS)
def test_what_may_be_a_slip_or_a_part_is_possible_and_not_joined(a: str, b: str) -> None:
    assert likeness_of_people(a, b) == likeness_of_people(b, a) == POSSIBLE
    assert min(people.ALIKE, bodies.ALIKE) > POSSIBLE


@pytest.mark.parametrize(("a", "b"), [
    ("Tilda Brankov", "Tilda Werring"), ("Omar bin Salim al-Kasri", "Salim bin Omar al-Kasri"), ("Rook", "Brisk"),
    ("Ana Lud", "Ana Lup"), ("", "Tilda Brankov"), ("Jorun Vask", "Jorun Vaskelund"),
])
def test_other_people_are_told_apart(a: str, b: str) -> None:
    assert likeness_of_people(a, b) < 0.7


def test_one_name_in_two_spellings_keeps_its_likeness() -> None:
    assert likeness_of_people("Oleksandr Brankiv", "Alexander Brankiv") > people.ALIKE
    assert likeness_of_people("Tilda Brankov", "Tilda Brankov") == 1.0


@pytest.mark.parametrize(("a", "b"), [
    ("44th Brigade", "Forty-Fourth Brigade"), ("First Kasra Bank", "1st Kasra Bank"),
    ("Brigade Forty-Four", "Brigade 44"),
    ("U.S. Department of Dams", "United States Department of Dams"), ("Kristalord Ltd", "Crystalord Limited"),
    ("OAO Gasprem", "Gazprem JSC"),
])
def test_one_body_with_its_number_or_legal_form_written_otherwise(a: str, b: str) -> None:
    assert same_body(a, b) == same_body(b, a) >= bodies.ALIKE


@pytest.mark.parametrize(("a", "b"), [
    ("44th Brigade", "45th Brigade"), ("Third Army", "Fourth Army"), ("Kasra Fund 1", "Kasra Fund 2"), ("Ltd", "Inc"),
])
def test_bodies_with_other_numbers_are_others(a: str, b: str) -> None:
    assert likeness_of_bodies(a, b) < 0.7


def test_initials_may_be_the_body() -> None:
    assert likeness_of_bodies("KPF", "Kasra People's Front") == POSSIBLE
    assert likeness_of_bodies("KPX", "Kasra People's Front") == 0.0


@pytest.mark.parametrize(("words", "figures"), [
    ("brigade forty fourth", "brigade 44"), ("twenty second of nine", "22 of 9"), ("ninetieth division", "90 division"),
    ("forty zero", "40 0"), ("twenty thirty", "20 30"), ("21st and 3rd", "21 and 3"), ("", ""),
])
def test_number_words_become_figures(words: str, figures: str) -> None:
    assert numbered(words.split()) == figures.split()


def test_numbers_are_content() -> None:
    assert content_words("The Third Army") == {"3", "army"}


@pytest.mark.parametrize(("a", "b", "slip"), [
    ("rook", "brook", True), ("vaks", "vask", True), ("osmak", "osmek", True), ("osmak", "osmak", True),
    ("lu", "ly", False), ("series1", "series2", False), ("tolvan", "tovlen", False), ("abcd", "badc", False),
])
def test_one_slip(a: str, b: str, slip: bool) -> None:
    assert one_slip(a, b) is one_slip(b, a) is slip
