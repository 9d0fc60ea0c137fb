"""The adapters of the two corpora of shootings, on invented reports."""

from __future__ import annotations

import pytest

from eval.tasks import cis530p, violent

REPORT = "VELL — A 24-year-old man was shot and killed in the 400 block of Orne Street on Monday, police said."


def test_one_report_has_toll_day_and_address() -> None:
    (row,) = cis530p.answer({"docs": [{"text": REPORT, "date": "2031-05-06"}]})["docs"]
    assert row == {"killed": 1, "injured": 0, "date": "2031-05-05", "address": "400 block of Orne Street"}


def test_a_report_without_a_day_is_given_its_own() -> None:
    (row,) = cis530p.answer({"docs": [{"text": "Two people were wounded.", "date": "2031-05-06"}]})["docs"]
    assert (row["injured"], row["date"], row["address"]) == (2, "2031-05-06", "")


@pytest.mark.parametrize(("text", "address"), [
    ("It happened at 1551 Pell Boulevard.", "1551 Pell Boulevard"),
    ("A car hit a wall near Orne Avenue and 12th Street.", "Orne Avenue and 12th Street"),
    ("Nothing is known.", ""),
])
def test_address(text: str, address: str) -> None:
    assert cis530p.address(text) == address


def test_reports_that_name_one_victim_are_one_cluster() -> None:
    first = {"title": "Man killed in Orvadell", "date": "2033-05-03", "url": None,
             "text": "Marek Tolvan, 29, was shot dead outside his shop in the town of Orvadell on Monday, police said."}
    second = {"title": "Victim named", "date": "2033-05-04", "url": None,
              "text": "Marek Tolvan, 29, died after a shooting in the town of Orvadell on Monday, his family said."}
    other = {"title": "Two hurt in Lesmont", "date": "2033-08-04", "url": None,
             "text": "Two people were shot and wounded in the city of Lesmont on Wednesday, police said."}
    out = violent.answer({"docs": {"a": first, "b": second, "c": other}})
    assert sorted(map(sorted, out["clusters"])) == [["a", "b"], ["c"]]
    assert [(row["killed"], row["injured"]) for row in out["docs"].values()] == [(1, 0), (1, 0), (0, 2)]
    assert out["docs"]["a"]["place"] == "Orvadell" and out["docs"]["a"]["date"] == "2033-05-02"
