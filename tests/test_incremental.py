"""Adding reports to a case: what was read before is not read again, and the rows are those of a fresh build."""

from __future__ import annotations

import random
import zlib
from collections import Counter
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest

from bench._mixed import reports
from stemma import casework
from stemma.copies import acts, dependences, drift, families
from stemma.incidents import nodes, tellings
from stemma.judgements import make, target_of
from stemma.model import Document, Judgement, Reading
from stemma.names import known, parties
from stemma.store import open_case, writing
from stemma.store.rows import OWN_TABLES, TABLES
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
    found = {table: Counter(query(case, f"SELECT * FROM {table}")) for table in (*TABLES, "record_json")}
    found["build"] = Counter(query(case, "SELECT version, built_from, digest FROM build"))  # not when it was
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


@pytest.fixture
def count_notes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is worked out of one document, each time."""
    done: list[str] = []

    def count(module: object, name: str) -> None:
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given: done.append(name) or real(*given))

    for module, name in ((parties, "entries_of"), (families, "keys_of"), (acts, "told_rows"), (tellings, "told_by"),
                         (nodes, "areas_and_settlements"), (dependences, "saying_so"), (known, "words_of")):
        count(module, name)
    return done


def test_what_is_noted_of_each_report_is_worked_out_only_for_new_ones(tmp_path: Path, count_notes: list[str]) -> None:
    case = tmp_path / "a.case"
    build(case, pile(tmp_path / "first", range(12)))
    assert set(Counter(count_notes).values()) == {12}
    count_notes.clear()
    build(case)
    assert count_notes == []
    build(case, pile(tmp_path / "more", range(12, 14)))
    assert len(Counter(count_notes)) == 7
    assert all(2 <= times < 12 for times in Counter(count_notes).values())  # names may be new to a few old ones


@pytest.fixture
def tables_compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the tables of which all rows are read, to be compared with those that are due."""
    read, real = [], writing._bring_to
    monkeypatch.setattr(writing, "_bring_to", lambda db, table, due: read.append(table.name) or real(db, table, due))
    return read


def test_rows_of_nouns_that_stay_are_not_read(tmp_path: Path, tables_compared: list[str]) -> None:
    case, fresh = tmp_path / "a.case", tmp_path / "b.case"
    build(case, pile(tmp_path / "first", range(8)))
    tables_compared.clear()
    build(case, pile(tmp_path / "more", range(8, 10)))
    assert tables_compared == []
    build(fresh, str(tmp_path / "more"), str(tmp_path / "first"))
    assert rows(case) == rows(fresh)


@pytest.mark.parametrize(("change", "compared"), [
    ("DELETE FROM party_variant WHERE variant = (SELECT min(variant) FROM party_variant)", ["party_variant"]),
    ("INSERT INTO party_variant SELECT key, 'Nobody at all' FROM party LIMIT 1", ["party_variant"]),
    ("UPDATE build SET version = '0'", "all"),
    ("UPDATE record_json SET json = '{' WHERE part = 'parties'", "all"),
    ("UPDATE reading_json SET basis = NULL", "all"),  # as where rows had to be left out
])
def test_all_rows_are_compared_where_a_table_is_not_what_the_last_build_made(
    tmp_path: Path, tables_compared: list[str], change: str, compared: list[str] | str
) -> None:
    case = tmp_path / "a.case"
    build(case, pile(tmp_path / "first", range(4)))
    before = rows(case)
    query(case, change)
    tables_compared.clear()
    build(case)
    assert tables_compared == ([name for name in TABLES if name not in OWN_TABLES] if compared == "all" else compared)
    assert rows(case) == before


@pytest.mark.parametrize("packed", [b"\0", zlib.compress(b"no notes")])
def test_damaged_notes_and_those_of_another_program_are_worked_out_anew(
    tmp_path: Path, count_notes: list[str], monkeypatch: pytest.MonkeyPatch, packed: bytes
) -> None:
    case = tmp_path / "a.case"
    build(case, pile(tmp_path / "first", range(8)))
    before, done = rows(case), Counter(count_notes)
    query(case, f"UPDATE note_kept SET packed = x'{packed.hex()}'")
    count_notes.clear()
    build(case)
    assert Counter(count_notes) == done
    monkeypatch.setattr(casework, "reader", lambda: "another program")
    count_notes.clear()
    build(case)
    assert Counter(count_notes) == done
    assert rows(case) == before
    assert query(case, "SELECT DISTINCT program FROM note_kept") == [("another program",)]


def decided(case: Path) -> list[Judgement]:
    """Some of what people may decide about a case, by what its rows say and not by their order."""
    with open_case(case) as opened:
        record = opened.record()
    documents = {reading.document.id: reading.document for reading in record.readings}
    claims = sorted((claim for reading in record.readings for claim in reading.claims if claim.count),
                    key=lambda claim: claim.id)
    at = datetime(2033, 6, 1, tzinfo=UTC)
    chosen = [target_of(claim, documents[claim.doc]) for claim in claims[:: max(1, len(claims) // 9)]]
    return [
        make("claim", chosen[:1], "ada", at, "no"),
        make("value", chosen[1:2], "ada", at, value={"field": "scope", "to": "other"}),
        make("same_incident", chosen[2:4], "bo", at, "yes"),
        make("same_incident", chosen[4:6], "bo", at, "no"),
        make("same_party", chosen[5:7], "bo", at, "yes"),
    ]


@pytest.mark.parametrize("seed", range(2))
def test_however_a_pile_comes_in_the_rows_are_those_of_a_fresh_build(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sample and invented reports in up to four builds, people deciding after the first of them."""
    sample = sorted(file for file in resources.files("stemma.sample").iterdir() if file.name.endswith(".txt"))
    texts = [file.read_text(encoding="utf-8") for file in sample] + list(reports(12))
    chance = random.Random(seed)
    chance.shuffle(texts)
    parts = [tmp_path / f"part-{number}" for number in range(4)]
    for part in parts:
        part.mkdir()
    for number, text in enumerate(texts):
        Path(chance.choice(parts), f"{number:02}.txt").write_text(text, encoding="utf-8")
    grown, fresh = tmp_path / "grown.case", tmp_path / "fresh.case"
    build(grown, str(parts[0]))
    for judgement in (judgements := decided(grown)):
        with open_case(grown) as case:
            case.add_judgement(judgement)
    for part in parts[1:]:
        build(grown, str(part))
    build(fresh, *map(str, parts))
    with open_case(fresh) as case:
        for judgement in judgements:
            case.add_judgement(judgement)
    monkeypatch.setattr(casework, "reader", lambda: "a program that has noted nothing yet")
    build(fresh)
    assert rows(grown) == rows(fresh)
    with open_case(grown) as case:
        assert case.record().judged
        assert case.check() == []
