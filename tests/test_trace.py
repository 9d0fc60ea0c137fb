"""stemma trace: the chain of a row, what carries its figure, and what became of it in other reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stemma.cli import tracing
from stemma.errors import UsageError
from stemma.model import Record
from stemma.report.lookup import lookup
from stemma.report.naming import report_called, rows_called
from tests.commands import Call, on_sample
from tests.families import case, drift, edge, reports
from tests.sample import record as shipped


def family() -> Record:
    """Three reports of one post: the second copied the first and changed its figure, the third has the post too."""
    r = reports(3, (3, 13, 3))
    return case(r, [edge(r, 0, 1)], [drift(r, 0, 1)])


def claim_of(record: Record, letter: str) -> str:
    """The id of the toll in one of these reports."""
    look = lookup(record)
    return next(claim.id for claim in look.claims.values() if look.letters[claim.doc] == letter)


def lines(record: Record, wanted: str, width: int = 100) -> str:
    return "\n".join(tracing.trace_lines(tracing.traces(record, wanted), width))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """Runs the command on the sample case in this process."""
    return on_sample("trace", capsys, tmp_path)


def test_a_trace_goes_from_the_report_to_the_act(run) -> None:
    status, out, err = run(1)
    assert status == 0 and not err
    for said in ("Killed: “At least 14” (14 or more)", "THE CHAIN", "Report A, Hill Courier, 2 May 2033",
                 "└─ Told by Mira Tolvan", "THE FIGURE", "one outlet, one act of reporting, one independent source",
                 "RETELLINGS", "C  Valley Post, 3 May 2033: C is a rewrite of A",
                 "! hedge, medium: “at least” was lost", "ALSO IN THIS SENTENCE"):
        assert said in out


def test_json_holds_the_same(run) -> None:
    found = json.loads(run("[1]", "--json")[1])
    assert found[0]["figure"] and found[0]["chain"]["steps"][0]["kind"] == "report"
    assert {"chain", "supports", "retellings", "drifts"} <= found[0].keys()


def test_a_claim_goes_by_id_by_its_beginning_and_by_number(run) -> None:
    first = json.loads(run(1, "--json")[1])[0]["id"]
    assert run(first)[1] == run(first[:10])[1]
    assert run(first)[1].splitlines()[0] == run(1)[1].splitlines()[0]


def test_a_chain_passes_through_the_text_that_was_copied() -> None:
    out = lines(family(), claim_of(family(), "B"))
    assert "└─ Copied from report A, Outlet 0, 2 May 2033 “At least 3 people were killed”" in out
    assert "CHANGED IN THIS REPORT" in out and "! number, high: The number has changed" in out
    assert "Not counted: a retelling that changed the figure it repeats" in out


def test_retellings_are_told_with_what_they_changed() -> None:
    record = family()
    (trace,) = tracing.traces(record, claim_of(record, "A"))
    told = {item.letter: (item.how, [d.kind for d in item.drifts]) for item in trace.retellings}
    assert told == {"B": ("B is a rewrite of A", ["number"]), "C": ("goes back to the same act of reporting", [])}
    assert trace.supports[0].said == "two outlets, one act of reporting, one independent source"


def test_every_row_of_a_case_can_be_traced() -> None:
    record = shipped()
    look = lookup(record)
    for number in set(look.numbers.values()):
        rows = rows_called(look, str(number))
        assert rows and {look.numbers[row.id] for row in rows} == {number}
        found = tracing.trace_lines(tracing.traces(record, str(number)), 100)
        assert "THE CHAIN" in "\n".join(found) and max(map(len, found)) <= 100


@pytest.mark.parametrize("width", [60, 80, 110])
def test_lines_fit_the_terminal(width: int) -> None:
    for letter in "ABC":
        assert max(map(len, lines(family(), claim_of(family(), letter), width).splitlines())) <= width


@pytest.mark.parametrize(("wanted", "said"), [
    ("0", "run from 1 to"), ("c", "No claim or statement"), ("c-", "No claim or statement"), ("", "No claim"),
    ("c-0000000000000", "No claim or statement"), ("²", "No claim")])
def test_what_names_no_row_is_refused_with_a_hint(wanted: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        rows_called(lookup(family()), wanted)


def test_a_beginning_that_fits_many_is_refused_and_a_slip_of_the_pen_is_helped() -> None:
    look = lookup(shipped())
    with pytest.raises(UsageError, match=r"claims and statements are called 's-."):
        prefix = next(p for n in range(16) if sum(row.startswith(p := f"s-{n:x}") for row in look.statements) > 1)
        rows_called(look, prefix)
    row = next(iter(look.claims))
    with pytest.raises(UsageError, match=f"did you mean .*{row}"):
        rows_called(look, row[:-1] + ("0" if row[-1] != "0" else "1"))


def test_reports_go_by_letter_name_outlet_and_id() -> None:
    look = lookup(family())
    doc = next(iter(look.letters))
    for name in ("A", "a", "r000", "Outlet 0", doc, doc[:9]):
        assert report_called(look, name) == doc
    for name, said in (("r", "More than one report"), ("outle 0", "did you mean A"), ("zz", "letters A to C")):
        with pytest.raises(UsageError, match=said):
            report_called(look, name)
