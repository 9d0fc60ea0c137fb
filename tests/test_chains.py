"""Chains: what each step of the way back to a source is read from, and where the way ends."""

from __future__ import annotations

from datetime import date

import pytest

from stemma.copies.chains import NO_SOURCE, chain, chain_of, tracks_of
from stemma.model import Chain, Record
from tests.sample import record as sample
from tests.test_origins import record


def of(built: Record, report: str, words: str) -> Chain:
    """The chain of the first claim in a report that is written so."""
    reading = next(r for r in built.readings if r.document.name.startswith(report))
    claim = next(c for c in reading.claims if c.span.of(reading.page.text) == words)
    return chain_of(built, claim.id)


def words_of(built: Record, found: Chain) -> list[str | None]:
    texts = {reading.document.id: reading.page.text for reading in built.readings}
    return [step.span.of(texts[step.doc]) if step.span else None for step in found.steps]


def test_each_step_shows_its_words_and_its_day() -> None:
    built = record("copy_with_step")
    found = of(built, "02", "At least 16 people were killed")
    assert [step.kind for step in found.steps] == ["report", "copied_from", "told_by", "act"]
    assert words_of(built, found) == ["At least 16 people were killed", "At least 16 people were killed",
                                      "Bela Oskarin", "told state television on Tuesday"]
    assert [step.day for step in found.steps] == [date(2033, 5, 11), date(2033, 5, 10), date(2033, 5, 10),
                                                  date(2033, 5, 10)]
    assert len({step.doc for step in found.steps}) == 2


def test_the_original_has_no_copy_step() -> None:
    found = of(record("copy_with_step"), "01", "At least 16 people were killed")
    assert [step.kind for step in found.steps] == ["report", "told_by", "act"]


def test_an_agency_between_the_report_and_the_source() -> None:
    built = record("five_outlets_one_post")
    found = of(built, "03", "At least 12 people were killed")
    assert [(step.kind, step.name) for step in found.steps[1:3]] == [("carried_by", "Reuters"),
                                                                     ("told_by", "Ada Lundgren")]
    assert words_of(built, found)[1] == "Reuters"


def test_a_figure_that_nobody_is_named_for_ends_there() -> None:
    found = of(record("unattributed"), "02", "killed 17 people")
    assert found.origin is None
    assert found.steps[-1].name == NO_SOURCE and found.steps[-1].span is None
    assert "counts for nothing" in found.steps[-1].reason


def test_a_figure_whose_source_is_named_elsewhere_in_the_text() -> None:
    built = record("unattributed")
    found = of(built, "01", "killed 14 people")
    assert found.steps[-1].name == "Ivo Hallan"
    assert words_of(built, found)[-1] == "Ivo Hallan"
    assert "the same document names this source" in found.steps[-1].reason


def test_one_set_of_tracks_serves_every_row() -> None:
    built = sample()
    tracks = tracks_of(built)
    rows = [claim.id for reading in built.readings for claim in reading.claims][::7]
    assert [chain(tracks, row) for row in rows] == [chain_of(built, row) for row in rows]


def test_a_row_that_is_not_in_the_record() -> None:
    with pytest.raises(KeyError):
        chain_of(sample(), "c-none")


def test_copies_of_copies_end() -> None:
    """No chain walks in a circle, however the edges of a case run."""
    built = sample()
    for reading in built.readings:
        for row in (*reading.statements, *reading.claims):
            docs = [step.doc for step in chain_of(built, row.id).steps if step.kind in ("report", "copied_from")]
            assert len(docs) == len(set(docs))
