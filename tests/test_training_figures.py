"""The files of casualty figures read as they are written, fit their reports, and faults in them are found."""

from __future__ import annotations

import pytest

from training import figures, war

TEXT = "Strike on Orlat\n\nIt killed at least 12 people, including three children, and injured 14. Later 14 left."


def test_a_line_gives_the_place_of_its_figure():
    line = "killed\tincident\tasserted\tkilled [at least 12 people]"
    start, end, harm, scope, stance = figures.read_line(line, TEXT)
    assert TEXT[start:end] == "at least 12 people"
    assert (harm, scope, stance) == ("killed", "incident", "asserted")


@pytest.mark.parametrize(
    "line, fault",
    [
        ("killed\tincident\tkilled [at least 12 people]", "3 fields"),
        ("hurt\tincident\tasserted\tkilled [at least 12 people]", "unknown word"),
        ("killed\twhole\tasserted\tkilled [at least 12 people]", "unknown word"),
        ("killed\tincident\tsure\tkilled [at least 12 people]", "unknown word"),
        ("killed\tincident\tasserted\tkilled at least 12 people", "brackets"),
        ("killed\tincident\tasserted\t[killed] [at least 12 people]", "brackets"),
        ("killed\tincident\tasserted\tkilled [13 people]", "not in the report"),
        ("injured\tincident\tasserted\t[14]", "more than once"),
        ("killed\tincident\tasserted\tkilled [at least 12 peop]le", "cut a word"),
        ("killed\tincident\tasserted\tkilled[ at least 12 people]", "loose spaces"),
    ],
)
def test_faults_are_found(line, fault):
    with pytest.raises(figures.Figuring, match=fault):
        figures.read_line(line, TEXT)
    assert len(figures.check([line], TEXT)) == 1


def test_one_figure_may_carry_two_harms_but_not_one_twice():
    killed = "killed\tpartial\tasserted\t[three children]"
    assert figures.check([killed, killed.replace("killed", "injured")], TEXT) == []
    assert len(figures.check([killed, killed], TEXT)) == 1


@pytest.mark.parametrize("path", figures.files(), ids=lambda path: path.stem)
def test_every_file_fits_its_report(path):
    text, _ = war.read(war.FOLDER / f"{path.stem}.txt")
    assert figures.check(path.read_text(encoding="utf-8").splitlines(), text) == []
    assert len(figures.rows(path.stem)) == len(path.read_text(encoding="utf-8").splitlines())
