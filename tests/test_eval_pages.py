"""What is read of the invented news pages, beside trafilatura alone: floors, and that faults are told."""

from __future__ import annotations

from functools import cache

import pytest

from eval.pages import FOLDER, WAYS, Read, compare, expected_pages, main, missed, others, table


@cache
def figures():
    return {name: compare(expected_pages(), way) for name, way in WAYS.items()}


def test_every_page_lies_beside_what_a_reader_sees_of_it():
    assert {path.stem for path in FOLDER.glob("*.html")} == {page.name for page in expected_pages()}
    assert len(expected_pages()) >= 20 and all(len(page.sentences) >= 4 for page in expected_pages())


@pytest.mark.parametrize(("way", "share", "most_others"), [
    ("Stemma, saved page", 0.99, 76), ("Stemma, archive", 0.97, 87)])
def test_reports_are_kept_and_little_else_is_let_in(way, share, most_others):
    found = figures()[way]
    assert found.kept >= share * found.sentences and found.let_in <= most_others
    assert found.counts["title right"] >= 21


@pytest.mark.parametrize("way", ["Stemma, saved page", "Stemma, archive"])
def test_days_and_outlets_are_right_or_unknown(way):
    counts = figures()[way].counts
    assert counts["date right"] + counts["date none right"] >= 16 and counts["date wrong"] == 0
    assert counts["outlet right"] + counts["outlet none right"] >= 18 and counts["outlet wrong"] == 0


def test_stemma_guesses_fewer_days_and_outlets_than_trafilatura():
    theirs = figures()["trafilatura alone"].counts
    assert theirs["date wrong"] >= 3 and theirs["outlet wrong"] >= 3


def test_other_stories_below_linked_headlines_are_passed_over_in_archives():
    [page] = [page for page in expected_pages() if page.name == "hashed-classes"]
    text = WAYS["Stemma, archive"](page).text
    assert not missed(page, text) and not others(page, text)


def test_a_way_that_loses_and_invents_is_told_so():
    pages = [page for page in expected_pages() if page.name in ("amp", "no-date-no-outlet")]
    nothing = compare(pages, lambda page: Read("", None, None, None))
    assert nothing.kept == 0 and nothing.counts["date unknown"] == nothing.counts["date none right"] == 1
    guessed = compare(pages, lambda page: Read("Nobody ever wrote this sentence here.", "x", "2001-01-01", "x"))
    assert guessed.let_in == 2 and guessed.counts["date wrong"] == guessed.counts["outlet wrong"] == 2


def test_the_table_is_printed_and_stands_in_the_docs(capsys):
    assert main([]) == 0
    assert table(figures()) in capsys.readouterr().out
    page = (FOLDER.parent.parent / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert table(figures()) in page, "put what `python -m eval.pages` prints into docs/evaluation.md"
