"""Ten invented families, each of another make, and ten pairs that only look alike; see the README of the cases.

They were written, with what is planted in them, by somebody who had not seen the program.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from eval.families import Case, case, edges, families, met, record
from stemma.model import Record

FOLDER = Path(__file__).parent / "cases" / "copies" / "families"
COPIES = sorted(path.stem for path in FOLDER.glob("*.txt") if "lookalike" not in path.stem)
LOOKALIKES = sorted(path.stem for path in FOLDER.glob("*_lookalike.txt"))


@cache
def found(name: str) -> tuple[Case, Record]:
    told = case(FOLDER / f"{name}.txt")
    return told, record(told)


def test_there_are_ten_of_each() -> None:
    assert (len(COPIES), len(LOOKALIKES)) == (10, 10)


def test_nine_of_ten_edges_are_found_with_kind_and_direction() -> None:
    wanted = {(name, pair): (kind, first) for name in COPIES for pair, kind, first in found(name)[0].edges}
    have = {(name, pair): edge for name in COPIES for pair, edge in edges(found(name)[1]).items()}
    right = [key for key, edge in wanted.items() if have.get(key) == edge]
    assert len(right) >= 0.9 * len(wanted), sorted(set(wanted) - set(right))


def test_nine_of_ten_planted_drifts_are_found_with_their_class() -> None:
    planted = [(name, told) for name in COPIES for told in found(name)[0].drifts]
    missed = [(name, told.kind, told.words) for name, told in planted if not met(told, found(name)[1])]
    assert len(missed) <= 0.1 * len(planted), missed


@pytest.mark.parametrize("name", COPIES)
def test_what_was_not_copied_whole_is_no_family(name: str) -> None:
    told, made = found(name)
    assert families(made) == told.families


@pytest.mark.parametrize("name", COPIES)
def test_drifts_are_few_beside_those_planted(name: str) -> None:
    told, made = found(name)
    beside = [drift for drift in made.drifts if drift.severity == "high"
              and not any(met(one, Record(readings=made.readings, drifts=(drift,)), kind=False) for one in told.drifts)]
    assert not beside, [drift.why for drift in beside]


@pytest.mark.parametrize("name", LOOKALIKES)
def test_independent_reports_of_one_event_have_neither_edge_nor_drift(name: str) -> None:
    told, made = found(name)
    assert edges(made) == {} and made.drifts == ()
    assert families(made) == told.families
