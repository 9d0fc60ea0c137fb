"""The page of what each build changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stemma import casework
from stemma.changes.nouns import KINDS, Change, Passage, State
from stemma.store import open_case
from stemma.store.noted import Basis
from stemma.web import create_app
from stemma.web.pages.changes import KIND_WORDS
from tests import web

FIRST = ("Rockets hit Dravik market\n\nDRAVIK, March 9, 2032 - At least seven people were killed when rockets struck "
         "the market in Dravik on Tuesday, governor Mira Tolvan wrote on Telegram.\n")
RISEN = ("Dravik toll rises\n\nDRAVIK, March 10, 2032 - The number of people killed in Tuesday's rocket attack on the "
         "market in Dravik has risen to 14, Mira Tolvan, the governor, told reporters on Wednesday.\n")
HOSTILE = '<img src=x onerror="alert(1)"> {{ 7 * 7 }}'


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = web.built(tmp_path / "dravik.case", {"first.txt": FIRST})
    (tmp_path / "risen.txt").write_text(RISEN, encoding="utf-8")
    casework.build(path, [str(tmp_path / "risen.txt")], 1, None, "none")
    return path


def browser(case: str) -> web.Browser:
    return web.Browser(create_app(case, "R. Coder", hosts=(web.HOST,)))


def test_what_a_build_changed_is_shown_and_leads_to_the_record(case: str):
    with browser(case) as seat:
        assert '<a href="/changes">What is new</a>' in seat.get("/").text
        page = seat.get("/changes").text
        assert "killed rose from 7 or more to 7–14" in page and "Toll rose (1)" in page
        (row,) = seat.json("/changes.json")["rows"]
        assert [link["label"] for link in row["links"]] == ["Shelling, Dravik", "the words", "report B"]
        for link in row["links"]:
            assert seat.get(link["href"], follow_redirects=True).status_code == 200
        assert seat.get("/changes?kind=denial").status_code == 200
        assert "None of this kind" in seat.get("/changes?kind=denial").text


def test_a_case_that_was_built_once_has_nothing_new(own_case: str):
    with browser(own_case) as seat:
        assert "Nothing has changed yet" in seat.get("/changes").text


def test_words_of_pages_are_escaped_and_long_lists_paged(case: str):
    at = datetime(2032, 4, 1, tzinfo=UTC)
    edited = Change("edited", ("i-gone",), HOSTILE, 140, docs=("d-none",), was=("d-old",),
                    passages=(Passage(None, None, HOSTILE, "", ""), Passage(None, None, "", HOSTILE, HOSTILE)))
    with open_case(case) as opened:
        opened.changes.note((edited,) * 60, at, opened.changes.basis(), Basis("x", State()))
    with browser(case) as seat:
        page = seat.get("/changes").text
        assert "<img" not in page and "&lt;img" in page and "{{ 7 * 7 }}" in page
        assert "Page 1 of 2" in page and "Page 2 of 2" in seat.get("/changes?page=9").text
        assert seat.json("/changes.json?kind=edited&page=2")["found"] == 60
        assert all(not row["links"] for row in seat.json("/changes.json?kind=edited")["rows"])


def test_every_kind_has_words():
    assert set(KIND_WORDS) == set(KINDS)
