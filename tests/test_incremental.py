"""Adding reports to a case: what was read before is not read again, and the rows are those of a fresh build."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench._mixed import reports
from stemma import casework
from stemma.copies import drift, families
from stemma.model import Document, Reading
from stemma.store import open_case
from stemma.store.rows import TABLES
from tests.factories import query

REPORTS = (
    "Four killed in Ambra\n\nAMBRA, 3 May 2033 - Shells hit a bakery in Ambra on Tuesday and killed four people, "
    "governor Mira Tolvan said on Telegram. Eleven people were injured.",
    "Shells on Ambra\n\n4 May 2033\n\nAt least four people died in Ambra on Tuesday, Tolvan said. A hospital in "
    "Ambra said it had treated nine wounded.",
    "Drone at Port Sellin\n\n5 May 2033\n\nA drone wounded two fishermen at Port Sellin on Thursday, the harbour "
    "office said.",
    "Ambra toll rises\n\n5 May 2033\n\nGovernor Mira Tolvan said on Thursday that six people had died in the "
    "shelling of Ambra on Tuesday.",
)


def write(folder: Path, numbers: range) -> str:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        Path(folder, f"{number}.txt").write_text(REPORTS[number], encoding="utf-8")
    return str(folder)


def rows(case: Path) -> dict[str, Counter]:
    """Every derived row, and the exact nouns."""
    tables = (*TABLES, "record_json", "build")
    found = {table: Counter(query(case, f"SELECT * FROM {table}")) for table in tables}
    return found | {"reading_json": Counter(query(case, "SELECT doc, json, basis FROM reading_json"))}


@pytest.fixture
def count_readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the documents that are read, as they are read."""
    read, real = [], casework.read_one

    def counted(document: Document, tagger: str) -> Reading:
        read.append(document.name)
        return real(document, tagger)

    monkeypatch.setattr(casework, "read_one", counted)
    return read


def build(case: Path, *paths: str) -> None:
    casework.build(str(case), list(paths), jobs=1, tagger="none")


def test_only_new_reports_are_read_and_the_rows_are_those_of_a_fresh_build(
    tmp_path: Path, count_readings: list[str]
) -> None:
    grown, fresh = tmp_path / "grown.case", tmp_path / "fresh.case"
    build(grown, write(tmp_path / "first", range(2)))
    build(grown, write(tmp_path / "more", range(2, 4)))
    assert sorted(count_readings) == ["0", "1", "2", "3"]
    build(fresh, str(tmp_path / "more"), str(tmp_path / "first"))
    assert sorted(count_readings[4:]) == ["0", "1", "2", "3"]
    assert rows(grown) == rows(fresh)
    with open_case(grown) as one, open_case(fresh) as other:
        assert one.record() == other.record()
        assert one.check() == []


def test_rows_that_stay_are_not_written_again(tmp_path: Path) -> None:
    case = tmp_path / "a.case"
    build(case, write(tmp_path / "first", range(3)))
    where = "SELECT rowid, id FROM claim WHERE doc = (SELECT id FROM document WHERE name = '2')"
    before = query(case, where)
    build(case, write(tmp_path / "more", range(3, 4)))
    assert query(case, where) == before != []


def test_another_program_or_tagger_reads_all_anew(
    tmp_path: Path, count_readings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "a.case"
    build(case, write(tmp_path / "first", range(2)))
    monkeypatch.setattr(casework, "reader", lambda: "another program")
    build(case)
    assert Counter(count_readings) == {"0": 2, "1": 2}
    casework.build(str(case), [], jobs=1, tagger="fast")
    assert Counter(count_readings) == {"0": 3, "1": 3}
    build(case)
    assert Counter(count_readings) == {"0": 4, "1": 4}


def test_a_damaged_kept_reading_is_read_anew(tmp_path: Path, count_readings: list[str]) -> None:
    case = tmp_path / "a.case"
    build(case, write(tmp_path / "first", range(2)))
    before = rows(case)
    query(case, "UPDATE reading_kept SET packed = x'00' WHERE doc = (SELECT id FROM document WHERE name = '1')")
    build(case)
    assert Counter(count_readings) == {"0": 1, "1": 2}
    assert rows(case) == before


def test_a_report_that_failed_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case, real = tmp_path / "a.case", casework.read_one
    folder = write(tmp_path / "first", range(2))

    def fails_once(document: Document, tagger: str) -> Reading | casework.Problem:
        if document.name == "1":
            return casework.Problem("reading", document.id, "reading-failed", "a fault")
        return real(document, tagger)

    monkeypatch.setattr(casework, "read_one", fails_once)
    build(case, folder)
    monkeypatch.setattr(casework, "read_one", real)
    build(case)
    with open_case(case) as opened:
        assert len(opened.record().readings) == 2
        assert opened.problems() == ()


def test_every_reference_between_derived_rows_is_found_by_an_index(tmp_path: Path) -> None:
    """Deleting a row looks up what refers to it; without an index that reads whole tables."""
    case = tmp_path / "a.case"
    with open_case(case, create=True):
        pass
    for table in TABLES:
        indexes = [[name for _, _, name in query(case, f"PRAGMA index_info({index[1]})")]
                   for index in query(case, f"PRAGMA index_list({table})")]
        references: dict[int, tuple[str, list[str]]] = {}
        for number, _, other, column, *_ in query(case, f"PRAGMA foreign_key_list({table})"):
            references.setdefault(number, (other, []))[1].append(column)
        for other, columns in references.values():
            found = any(set(index[: len(columns)]) == set(columns) for index in indexes)
            assert found or other in ("document", "raw"), (table, columns)


@pytest.fixture
def count_comparisons(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is worked out of two documents: "edge" or "drift", each time."""
    done: list[str] = []
    compare, copied = families.compare, drift.copied
    monkeypatch.setattr(families, "compare", lambda a, b: done.append("edge") or compare(a, b))
    monkeypatch.setattr(drift, "copied", lambda *own: done.append("drift") or copied(*own))
    return done


def pile(folder: Path, numbers: range) -> str:
    folder.mkdir()
    for number, text in enumerate(reports(numbers.stop)):
        if number in numbers:
            Path(folder, f"{number:03}.txt").write_text(text, encoding="utf-8")
    return str(folder)


def test_only_new_pairs_are_compared_and_the_rows_are_those_of_a_fresh_build(
    tmp_path: Path, count_comparisons: list[str]
) -> None:
    grown, fresh = tmp_path / "grown.case", tmp_path / "fresh.case"
    build(grown, pile(tmp_path / "first", range(30)))
    first = Counter(count_comparisons)
    build(grown, pile(tmp_path / "more", range(30, 34)))
    added = Counter(count_comparisons) - first
    count_comparisons.clear()
    build(fresh, str(tmp_path / "more"), str(tmp_path / "first"))
    all_of_them = Counter(count_comparisons)
    assert rows(grown) == rows(fresh)
    assert 0 < added["edge"] < all_of_them["edge"] / 2
    assert 0 < added["drift"] < all_of_them["drift"]
    assert added["edge"] + first["edge"] == all_of_them["edge"]
    count_comparisons.clear()
    build(grown)
    assert count_comparisons == []


def test_damaged_pairs_and_those_of_another_program_are_compared_anew(
    tmp_path: Path, count_comparisons: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "a.case"
    build(case, pile(tmp_path / "first", range(12)))
    before, done = rows(case), Counter(count_comparisons)
    query(case, "UPDATE pair_kept SET packed = x'00'")
    count_comparisons.clear()
    build(case)
    assert Counter(count_comparisons) == done
    monkeypatch.setattr(casework, "reader", lambda: "another program")
    count_comparisons.clear()
    build(case)
    assert Counter(count_comparisons) == done
    assert rows(case) == before
    assert query(case, "SELECT DISTINCT program FROM pair_kept") == [("another program",)]
