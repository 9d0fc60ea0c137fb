"""What people decide of names: parties and places joined and kept apart over whatever evidence says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.judgements import make
from stemma.model import Judgement, Record, Ties
from stemma.names.decided import Name, settled
from stemma.pipeline import join
from tests.judging import plain, readings, target

ROWS = "abcdefgh"


def names(groups: list[str]) -> list[list[Name[str]]]:
    """Groups of rows, each row a letter, the name its group's first letter; every row in a report of its own."""
    return [[Name(row, 0, group[0], "", (row,), row) for row in group] for group in groups]


def letters(groups: list[list[Name[str]]]) -> set[str]:
    return {"".join(sorted(name.row for name in group)) for group in groups}


def like(a: str, b: str) -> float:
    return float(a == b)


@pytest.mark.parametrize(("one", "two", "expected"), [
    ((), (), {"abc", "de", "f"}),
    ((("a", "d"),), (), {"abcde", "f"}),
    ((("a", "d"), ("e", "f")), (), {"abcdef"}),
    ((), (("a", "b"),), {"ac", "b", "de", "f"}),
    ((("b", "c"),), (("a", "b"),), {"a", "bc", "de", "f"}),
    ((("a", "d"), ("b", "e")), (("a", "b"),), {"acd", "be", "f"}),  # no third group brings a and b together
    ((("a", "d"), ("f", "e")), (("a", "f"),), {"abcd", "ef"}),
    ((("a", "zz"), ("yy", "b")), (("a", "xx"),), {"abc", "de", "f"}),  # rows that are not there
])
def test_ties(one: tuple, two: tuple, expected: set[str]) -> None:
    assert letters(settled(names(["abc", "de", "f"]), Ties(one, two), like)) == expected


pairs = st.lists(st.tuples(st.sampled_from(ROWS), st.sampled_from(ROWS)).filter(lambda pair: pair[0] != pair[1]),
                 max_size=5)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=8, max_size=8), pairs, pairs, st.randoms())
def test_what_people_keep_apart_stays_apart_and_no_row_is_lost(homes: list[int], one: list, two: list, random) -> None:
    groups = ["".join(row for row, home in zip(ROWS, homes, strict=True) if home == number) for number in range(4)]
    groups = [group for group in groups if group]
    contradicted = connected(one) & {tuple(sorted(pair)) for pair in two}
    two = [pair for pair in two if tuple(sorted(pair)) not in contradicted]
    found = letters(settled(names(groups), Ties(tuple(one), tuple(two)), like))
    assert sorted("".join(found)) == sorted(ROWS)
    assert not any(a in group and b in group for group in found for a, b in two)
    assert all(any(a in group and b in group for group in found) for a, b in one)
    random.shuffle(one)
    random.shuffle(two)
    assert letters(settled(names(groups), Ties(tuple(one), tuple(two)), like)) == found


def connected(pairs: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Every two rows that a chain of pairs connects."""
    near = {row: {row} for row in ROWS}
    for _ in ROWS:
        for a, b in pairs:
            whole = near[a] | near[b]
            near.update(dict.fromkeys(whole, whole))
    return {(a, b) for a in ROWS for b in near[a] if a < b}


def decided(kind: str, case: str, *targets: tuple, verdict: str | None = None, value: object = None, day: int = 6,
            by: str = "ada") -> Judgement:
    rows = [target(plain(case), *one) for one in targets]
    return make(kind, rows, by, datetime(2033, 5, day, tzinfo=UTC), verdict, value)


def spelt(record: Record) -> set[tuple[str, ...]]:
    return {party.variants for party in record.parties if party.kind == "person"}


def test_a_place_tied_to_a_person_is_no_party() -> None:
    no = decided("same_party", "places", ("one", "person", "Mira Tolvan"), ("three", "place", "Sorrin"), verdict="no")
    after = join(readings("places"), [no])
    assert [(one.subject, one.code) for one in after.problems] == [(no.id, "no-party")]


def test_later_decisions_hold_over_a_chain_and_the_earlier_one_is_told() -> None:
    case = "contradiction"
    a, b, c = ("one", "person", "Dario Kessim"), ("two", "person", "Lena Orvik"), ("three", "person", "Tomas Brell")
    apart = decided("same_party", case, a, c, verdict="no", day=6)
    chain = [decided("same_party", case, a, b, verdict="yes", day=7, by="bel"),
             decided("same_party", case, b, c, verdict="yes", day=8, by="bel")]
    after = join(readings(case), [apart, *chain])
    assert spelt(after) == {("Dario Kessim", "Lena Orvik", "Tomas Brell")}
    assert [(one.subject, one.code) for one in after.problems] == [(apart.id, "overruled")]
    assert {one.judgement for one in after.judged} == {one.id for one in chain}


def test_a_name_that_people_chose_stays_when_a_party_grows() -> None:
    case = "contradiction"
    name = decided("party_name", case, ("one", "person", "Dario Kessim"), value="Dario “Darko” Kessim")
    join_them = decided("same_party", case, ("one", "person", "Dario Kessim"), ("two", "person", "Lena Orvik"),
                        verdict="yes", day=7)
    party = next(p for p in join(readings(case), [join_them, name]).parties if "Lena Orvik" in p.variants)
    assert party.name == "Dario “Darko” Kessim"
    assert set(party.variants) == {"Dario Kessim", "Lena Orvik", "Dario “Darko” Kessim"}


def test_a_party_whose_claim_is_taken_out_ties_nothing() -> None:
    case = "contradiction"
    claim = ("one", "killed", "killed 14 people")
    tie = decided("same_party", case, claim, ("two", "person", "Lena Orvik"), verdict="yes")
    out = decided("claim", case, claim, verdict="no", day=7)
    after = join(readings(case), [tie, out])
    assert spelt(after) == spelt(join(readings(case), [out]))
    assert {one.judgement for one in after.judged} == {tie.id, out.id}


def test_a_corrected_source_can_be_tied() -> None:
    case = "claims"
    row = ("two", "killed", "three people were killed")
    source = decided("value", case, row, value={"field": "source", "to": {"kind": "person", "name": "Vera Holt"}})
    tie = decided("same_party", case, row, ("one", "person", "Mira Tolvan"), verdict="yes", day=7)
    assert ("Mira Tolvan", "Vera Holt") in spelt(join(readings(case), [source, tie]))
    alone = join(readings(case), [tie])
    assert [one.code for one in alone.problems] == ["no-party"]
