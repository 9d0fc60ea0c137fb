"""The best toll of an incident from those of the reports on it."""

from __future__ import annotations

import pytest

from stemma.assessments.best import Toll
from stemma.assessments.reconcile import reconciled


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], (0, 0)),
        ([(1, 2)], (1, 2)),
        ([(0, 3), (1, 2), (1, 2)], (1, 2)),  # what most reports tell
        ([(1, 3), (1, 0)], (1, 3)),  # of equals the first: a follow-up leaves out who was hurt
        ([(0, 4), (0, 4), (1, 3)], (1, 3)),  # one of the four has died
        ([(0, 4), (0, 4), (1, 4)], (0, 4)),  # one more struck than all others tell is no later death
        ([(1, 5), (3, 5), (1, 2), (1, 5)], (1, 5)),
    ],
)
def test_reconciled(told: list[tuple[int, int]], expected: tuple[int, int]) -> None:
    assert reconciled([Toll(*toll) for toll in told]) == Toll(*expected)
