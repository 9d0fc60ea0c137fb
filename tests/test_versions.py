"""Tolls over time: by readable cases, and what must hold whatever the reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stemma.assessments.versions import versions
from stemma.model import Record, TollVersion
from tests import sample
from tests.codings import Block, blocks, record

CASES = blocks(Path(__file__).parent / "cases" / "versions" / "tolls.txt")


def line(version: TollVersion, made: Record) -> str:
    """A version as the cases write it."""
    words = {claim.id: claim.count.text for reading in made.readings for claim in reading.claims if claim.count}
    more = " or more" if version.open_end else ""
    sources = f"{len(version.sources)} source{'s' * (len(version.sources) != 1)}"
    gone = ", ".join(words[link.row] for link in version.superseded)
    return f"{version.day}: {version.low}..{version.high}{more}, {sources}" + (f" | {gone}" if gone else "")


@pytest.mark.parametrize("block", CASES, ids=lambda block: block.title)
def test_case(block: Block) -> None:
    assert [line(version, block.record) for version in versions(block.record, "i-1", "killed")] == block.expected


ROWS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(("02", "03", "04")),
              st.sampled_from(("governor", "doctor", "-")),
              st.sampled_from(("9..9 exact", "11.. at_least", "24..99 dozens", "30..30 exact", "1.. indefinite"))),
    min_size=1, max_size=7)


def made(rows) -> Record:
    return record([f"{name}{day} 2033-05-{day} | {who} | [{figure.split('.')[0]}] dead | killed | {figure}"
                   for name, day, who, figure in rows])


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_versions_hold_together(rows) -> None:
    whole = made(rows)
    found = versions(whole, "i-1", "killed")
    gone = [link.row for version in found for link in version.superseded]
    assert len(gone) == len(set(gone))
    assert [version.day for version in found] == sorted(version.day for version in found)
    replaced_so_far: set[str] = set()
    for version in found:
        replaced_so_far |= {link.row for link in version.superseded}
        assert not replaced_so_far & set(version.claims)
        assert set(version.new) <= set(version.claims)
        assert version.low is None or version.low <= version.high
    # Nothing is lost: each figure is in a version or is marked as replaced.
    told = {claim.id for reading in whole.readings for claim in reading.claims if claim.count.wording == "exact"}
    assert told <= set(gone) | {row for version in found for row in version.claims}


@settings(deadline=None, max_examples=30)
@given(ROWS, st.randoms())
def test_order_of_documents_changes_nothing(rows, random) -> None:
    whole = made(rows)
    readings = list(whole.readings)
    random.shuffle(readings)
    assert versions(replace(whole, readings=tuple(readings)), "i-1", "killed") == versions(whole, "i-1", "killed")


def test_sample_case() -> None:
    whole = sample.record()
    main = next(incident for incident in whole.incidents if incident.main)
    found = versions(whole, main.id, "killed")
    assert [str(version.day) for version in found][:2] == ["2032-03-09", "2032-03-10"]
    assert found[0].low == 7 and not found[0].superseded
    assert found[1].superseded and all("replaced by its “11”" in link.reason for link in found[1].superseded)
