"""Ranges and independent sources, by readable cases; and what must hold whatever the reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stemma.assessments.weighing import assess
from stemma.copies.families import families
from stemma.copies.origins import origins
from tests.tracing import Case, cases

TOLLS = cases(Path(__file__).parent / "cases" / "weighing" / "tolls.txt")


def outcome(case: Case) -> str:
    """The toll of a case, as its expected line writes it."""
    related = families(case.readings)
    traced = origins(case.readings, case.parties, case.speakers, related)
    (toll,) = assess(case.readings, [case.incident], traced, related, ())
    span = f"{toll.low}..{toll.high}" if toll.low is not None else "unknown"
    sources, acts = len(toll.sources), len(toll.origins)
    return f"{toll.kind} {span}, {sources} source{'s' * (sources != 1)}, {acts} origin{'s' * (acts != 1)}"


@pytest.mark.parametrize("case", TOLLS, ids=lambda case: case.title)
def test_toll(case: Case) -> None:
    assert [outcome(case)] == case.expected


ROWS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["governor", "adviser", "doctor", "-"]),
              st.sampled_from([("9..9", "exact"), ("11..", "at_least"), ("24..99", "dozens"), ("1..", "indefinite")])),
    min_size=1, max_size=8)


def case_of(rows) -> Case:
    return Case("made", [f"{doc} 2029-05-09 | {who} | killed | {figure} | {wording} | incident"
                         for doc, who, (figure, wording) in rows])


RENAMED = [(doc, who, figure) for doc, who in (("a", "adviser"), ("b", "governor"))
           for figure in (("9..9", "exact"), ("11..", "at_least"), ("24..99", "dozens"))]


@settings(deadline=None)  # a busy machine is no wrong answer
@given(ROWS)
@example(RENAMED)
def test_a_copy_never_adds_a_source(rows) -> None:
    copied = rows + [("z", who, figure) for doc, who, figure in rows if doc == rows[0][0]]
    before, after = outcome(case_of(rows)), outcome(case_of(copied))
    assert before.rpartition(",")[0] == after.rpartition(",")[0]


@settings(deadline=None)
@given(ROWS, st.randoms())
def test_order_of_documents_changes_nothing(rows, random) -> None:
    case = case_of(rows)
    readings = list(case.readings)
    random.shuffle(readings)
    case.readings = tuple(readings)
    assert outcome(case) == outcome(case_of(rows))
