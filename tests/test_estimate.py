"""Best estimates of tolls: by readable cases, and what must hold whatever the reports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from stemma.assessments.estimate import LADDER, estimate
from stemma.model import Estimate, Sentence
from stemma.values import Span
from tests import sample
from tests.codings import Block, blocks, record
from tests.test_versions import ROWS, made

CASES = blocks(Path(__file__).parent / "cases" / "estimate" / "rules.txt")


def line(found: Estimate) -> str:
    best = "none" if found.best is None else found.best
    return f"{best}, {found.rule}, {found.grade}"


@pytest.mark.parametrize("block", CASES, ids=lambda block: block.title)
def test_rule(block: Block) -> None:
    found = estimate(block.record, "i-1", "killed")
    plain = [expected for expected in block.expected if not expected.startswith("why:")]
    assert [line(found)] == plain
    for expected in block.expected:
        if expected.startswith("why:"):
            assert any(expected.removeprefix("why:").strip() in reason for reason in found.reasons), found.reasons


@settings(deadline=None, max_examples=80)
@given(ROWS)
def test_a_best_number_is_always_one_that_somebody_gave(rows) -> None:
    whole = made(rows)
    found = estimate(whole, "i-1", "killed")
    told = {claim.count.low for reading in whole.readings for claim in reading.claims}
    assert found.grade in LADDER
    assert found.best is None or found.best in told and found.low <= found.best <= found.high
    assert found.reasons and found.reasons[0]
    assert (found.best is None) == (found.rule in ("no-figure", "words-only", "no-agreement"))


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_a_report_that_repeats_another_changes_nothing(rows) -> None:
    named = [row for row in rows if row[2] != "-"]
    if named:
        again = [("z", *row[1:]) for row in named if row[:2] == named[0][:2]]
        before, after = (estimate(made(some), "i-1", "killed") for some in (rows, rows + again))
        assert (before.best, before.rule, before.grade, before.sources) == (
            after.best, after.rule, after.grade, after.sources)


def test_no_claims_no_estimate() -> None:
    whole = record(["a 2033-05-02 | governor | [Nine] people were killed | killed | 9..9 exact"])
    assert estimate(whole, "i-1", "injured") is None


@pytest.mark.parametrize(("last", "best"), [
    ("at the bridge; no one else was killed", 5), ("at the bridge", None), ("in all at the bridge", 5),
])
def test_parts_are_added_only_where_their_sentence_says_that_they_are_all(last: str, best: int | None) -> None:
    whole = record([
        "a 2033-05-02 | mayor | [Two] men died at the mill and | killed | 2..2 exact partial",
        f"a 2033-05-02 | mayor | [three] women {last} | killed | 3..3 exact partial women",
    ])
    (one,) = whole.readings
    spans = [sentence.span for sentence in one.page.sentences]
    page = replace(one.page, sentences=(Sentence(Span(spans[0].start, spans[1].end), 0, 0),))
    told = tuple(replace(claim, sentence=0) for claim in one.claims)
    found = estimate(replace(whole, readings=(replace(one, page=page, claims=told),)), "i-1", "killed")
    assert (found.best, found.rule) == (best, "sum-of-parts" if best else "no-figure")


def test_sample_case() -> None:
    whole = sample.record()
    main = next(incident for incident in whole.incidents if incident.main)
    killed, injured = (estimate(whole, main.id, harm) for harm in ("killed", "injured"))
    # The governor and the administration that he heads are one source: no number has more sources than the others.
    assert (killed.best, killed.rule, killed.grade) == (None, "no-agreement", "X")
    assert (injured.best, injured.rule) == (38, "one-figure")
    assert not re.search(r"\baverage\b", " ".join(killed.reasons))
