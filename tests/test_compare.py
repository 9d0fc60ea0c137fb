"""stemma compare: how two reports relate, and their passages side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stemma.cli import tracing
from stemma.model import Record
from stemma.report.pairs import Bit
from tests.commands import Call, on_sample
from tests.families import case, drift, edge, reports


def family() -> Record:
    """B copied A and changed its figure, C copied B, D shares a sentence with A, E stands alone."""
    r = reports(5, (3, 13, 13, 3, 3))
    return case(r, [edge(r, 0, 1), edge(r, 1, 2, "verbatim"), edge(r, 0, 3, "shared_passage", 0.1, "unknown")],
                [drift(r, 0, 1)])


def lines(first: str, second: str, width: int = 100) -> str:
    return "\n".join(tracing.comparison_lines(tracing.comparison(family(), first, second), width))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """Runs the command on the sample case in this process."""
    return on_sample("compare", capsys, tmp_path)


def test_a_copy_beside_its_model(run) -> None:
    status, out, err = run("courier", "post")
    assert status == 0 and not err
    for said in ("A  Hill Courier · courier · Monday 2 May 2033", "C is a rewrite of A.", "71 % of the shorter text",
                 "Both carry: Mira Tolvan, on Telegram, 2 May 2033", "SIDE BY SIDE", "! hedge, medium",
                 "CHANGED OUTSIDE THESE PASSAGES", "“Mira Tolvan” → C: “Mira Tolvann”", "ONLY IN A", "ONLY IN C"):
        assert said in out
    assert run("C", "A")[1] == out  # the order of the arguments changes nothing


def test_json_holds_the_same(run) -> None:
    found = json.loads(run("courier", "post", "--json")[1])
    assert (found["left"], found["right"]) == ("A", "C") and len(found["pairs"]) == 1
    assert found["pairs"][0]["passages"][0]["drifts"][0]["kind"] == "hedge"


def test_differences_stand_side_by_side_with_their_drift() -> None:
    out = lines("A", "B")
    row = next(line for line in out.splitlines() if "│" in line and "At least" in line)
    left, right = row.split("│")
    assert "<3>" in left and "<13>" in right
    assert "! number, high: The number has changed" in out
    assert "IN THE SAME WORDS (1)" in out and tracing.LEGEND in out


def test_a_narrow_terminal_has_one_text_under_the_other() -> None:
    out = lines("A", "B", 60)
    assert "│" not in out and max(map(len, out.splitlines())) <= 60
    shown = [line.strip()[:11] for line in out.splitlines() if line.startswith(("  A  At", "  B  At"))]
    assert shown == ["A  At least", "B  At least"]


@pytest.mark.parametrize("width", [76, 80, 110])
def test_lines_fit_the_terminal(width: int) -> None:
    assert max(map(len, lines("A", "B", width).splitlines())) <= width


def test_reports_of_one_family_that_share_nothing_are_linked_through_others() -> None:
    out = lines("C", "A")
    assert "A and C share no passage, but belong to one family: B is a rewrite of A; C is a word-for-word copy" in out
    assert "SIDE BY SIDE" not in out


def test_a_shared_passage_is_no_copy() -> None:
    out = lines("A", "D")
    assert "A and D: shared passage; which came first is not known." in out and "ONLY IN A" in out


def test_reports_without_text_in_common_still_say_what_both_carry() -> None:
    out = lines("A", "E")
    assert "A and E were found to share no text." in out and "Both carry: Mira Tolvan, on Telegram" in out
    assert "This is one report." in lines("A", "A")


def test_signs_of_each_mark() -> None:
    bits = [Bit("same", "They "), Bit("dropped", "all"), Bit("same", " "), Bit("replaced", "left"), Bit("same", " "),
            Bit("added", "soon"), Bit("same", " for "), Bit("respelt", "Orvadel"), Bit("same", ".")]
    assert tracing.marked(bits) == "They [-all-] <left> {+soon+} for ~Orvadel~."
