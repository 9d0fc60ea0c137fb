"""What came into a case: kept whole with its entry in the log, never changed, and checked from end to end."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from stemma import casework
from stemma.custody import manifest
from stemma.errors import CaseError
from stemma.ids import sha256
from stemma.store import Arrival, Item, open_case
from tests.factories import (
    REFUSED,
    codes,
    document,
    query,
    sample_fetch,
    sample_items,
    sample_judgement,
    tamper,
)

NOON = datetime(2033, 6, 1, 12, 0, tzinfo=UTC)
PAYLOAD = b"name,dead\nAmbra,4\n"


def item(uri: str = "figures.csv", payload: bytes = PAYLOAD, **fields: object) -> Item:
    return Item(**({"how": "read", "uri": uri, "at": NOON, "by": "R. Coder", "sha256": sha256(payload)} | fields))


@pytest.fixture
def kept(path: Path | str) -> Path | str:
    """A fetched page with its report, and a file with two."""
    with open_case(path, create=True) as case:
        case.add_item(*sample_fetch())
        case.add_item(item(), sample_items()[1:3], PAYLOAD)
    return path


def found(path: Path | str) -> list[tuple[str, str]]:
    with open_case(path) as case:
        return [(problem.code, problem.message) for problem in case.check()]


def test_what_came_in_is_kept_with_its_documents_and_its_entry(kept: Path | str) -> None:
    fetch, ((report, raw),) = sample_fetch()
    with open_case(kept) as case:
        page, file = case.items()
        assert page == replace(fetch, warc=None, warc_sha256=sha256(fetch.warc), documents=(report.id,), size=len(raw),
                               number=1)
        assert file.documents == tuple(one.id for one, _ in sample_items()[1:3]) and file.size == len(PAYLOAD)
        assert case.warc(page.id) == fetch.warc and case.warc(file.id) is None
        assert case.raw(report.sha256) == raw and case.raw(file.sha256) == PAYLOAD
        assert case.document(report.id) == report
        assert [(e.number, e.action, e.by, e.subject) for e in case.log()] == [
            (1, "collected", "R. Coder", page.id), (2, "collected", "R. Coder", file.id)]
        said = json.loads(case.log()[0].content)
        assert said["sha256"] == report.sha256 and said["warc_sha256"] == sha256(fetch.warc)
        assert case.check() == []


def test_what_is_asked_of_items(kept: Path | str) -> None:
    with open_case(kept) as case:
        later = replace(sample_fetch()[0], at=NOON, status=304, sha256=sha256(b""), etag=None, warc=None)
        again = case.add_item(later, payload=b"")
        assert case.item_of(later.uri) == again == case.item(again.id)
        assert case.item_of(later.uri, status=200).number == 1
        assert case.item_of("elsewhere") is None and case.item("item-none") is None
        assert [one.number for one in case.items()] == [1, 2, 3]
        assert [one.number for one in case.items(after=1, limit=1)] == [2]
        (report, _), *_ = sample_items()
        assert [one.number for one in case.items_with(report.id)] == [1]


def test_the_same_thing_is_kept_once(kept: Path | str) -> None:
    with open_case(kept) as case:
        before = case.head()
        assert case.add_item(*sample_fetch()) is None
        twice = case.add_items([Arrival(item("b.csv"), payload=PAYLOAD)] * 2)
        assert [one.uri for one in twice.items] == ["b.csv"]
        assert case.head()[0] == before[0] + 1
        assert case.check() == []


def test_a_report_that_is_there_already_is_vouched_for_by_both(kept: Path | str) -> None:
    fetch, documents = sample_fetch()
    with open_case(kept) as case:
        case.add_item(replace(fetch, at=NOON), documents)
        assert len(case.items_with(documents[0][0].id)) == 2 and len(case.documents()) == 3


def test_all_of_it_or_nothing(path: Path | str) -> None:
    """Where anything of an item cannot be written, nothing of it is."""
    broken = item("broken.csv", sha256="0" * 64)
    with open_case(path, create=True) as case:
        for bad in (Arrival(broken, tuple(sample_items())), Arrival(broken, (), PAYLOAD)):
            with pytest.raises(CaseError):
                case.add_items([Arrival(item(), (), PAYLOAD), bad])
        assert case.items() == case.documents() == case.log() == ()
        assert case.head() == (0, "") and query(path, "SELECT * FROM raw") == []


def test_bytes_must_be_those_of_the_digest(path: Path | str) -> None:
    with open_case(path, create=True) as case:
        with pytest.raises(CaseError, match="not those"):
            case.add_item(item(), payload=b"other bytes")
        with pytest.raises(CaseError, match="not handed over"):
            case.add_item(item())


def test_what_is_too_large_to_keep_is_entered_all_the_same(path: Path | str) -> None:
    with open_case(path, create=True) as case:
        kept = case.add_item(item(held=False, size=5 << 30), sample_items()[:1])
        assert (kept.held, kept.size, len(kept.documents)) == (False, 5 << 30, 1)
        assert case.check() == []


def test_names_and_texts_that_are_no_unicode(path: Path | str) -> None:
    """A path need not be Unicode; a report whose text is none is a problem, its file is kept."""
    bad = replace(document("bad", "x"), text="x\ud800")
    with open_case(path, create=True) as case:
        kept = case.add_item(item("caf\udce9/\x00.txt", b"x", by="A\udcff"), [(bad, b"x")])
        assert kept.uri == "caf\\udce9/\x00.txt" and kept.documents == ()
        assert case.add_item(item("caf\udce9/\x00.txt", b"x", by="A\udcff"), [(bad, b"x")]) is None
        assert case.item_of("caf\udce9/\x00.txt") == kept
        assert case.raw(kept.sha256) == b"x" and codes(case.problems()) == {"not-unicode"}
        assert case.check() == []


@pytest.mark.parametrize("sql", [
    "UPDATE item SET uri = 'x'", "DELETE FROM item", "UPDATE item_document SET number = 9",
    "DELETE FROM item_document", "DELETE FROM item_warc", "UPDATE item_warc SET item = 2",
    "UPDATE log_head SET number = 0",
])
def test_the_store_changes_nothing_that_came_in(kept: Path | str, sql: str) -> None:
    with pytest.raises(REFUSED):
        query(kept, sql)
    assert found(kept) == []


FREE = "DROP TRIGGER item_stays; DROP TRIGGER item_is_kept; DROP TRIGGER item_document_is_kept; " \
       "DROP TRIGGER item_warc_is_kept; DROP TRIGGER item_warc_stays; DROP TRIGGER raw_stays; DROP TRIGGER log_stays; "


@pytest.mark.parametrize("sql, code, said", [
    ("UPDATE item SET by = 'Nobody' WHERE number = 2", "item-differs", "figures.csv is not what entry 2"),
    ("UPDATE item SET at = '2033-06-01T12:00:01Z' WHERE number = 2", "item-differs", "entry 2"),
    ("UPDATE item SET status = 404 WHERE number = 1", "item-differs", "entry 1"),
    ("DELETE FROM item_document WHERE item = 2 AND number = 1", "item-differs", "entry 2"),
    ("UPDATE item_warc SET bytes = x'00'", "warc-differs", "(entry 1)"),
    ("DELETE FROM item_warc", "warc-differs", "(entry 1)"),
    ("DELETE FROM item_warc; DELETE FROM item_document WHERE item = 1; DELETE FROM item WHERE number = 1",
     "item-missing", "Entry 1 of the log tells of https://courier.example/orvadell"),
    (f"DELETE FROM raw WHERE sha256 = '{sha256(PAYLOAD)}'", "bytes-missing", "figures.csv (entry 2)"),
    (f"UPDATE raw SET bytes = x'00', codec = 'plain' WHERE sha256 = '{sha256(PAYLOAD)}'", "raw-differs", ""),
    ("UPDATE log SET action = 'noted' WHERE number = 2", "not-in-log", "figures.csv came into the case"),
    ("UPDATE log SET by = 'Nobody' WHERE number = 2", "log-broken", "Entry 2 of the log is not what was written"),
])
def test_the_check_finds_and_names_what_was_changed(kept: Path | str, sql: str, code: str, said: str) -> None:
    tamper(kept, FREE + sql)
    hits = [message for found_code, message in found(kept) if found_code == code]
    assert len(hits) == 1 and said in hits[0], found(kept)


def test_two_who_add_at_once_make_one_chain(kept: Path | str) -> None:
    def add(who: int) -> None:
        with open_case(kept) as case:
            for number in range(10):
                case.add_item(item(f"{who}-{number}.csv"), payload=PAYLOAD)

    threads = [threading.Thread(target=add, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_case(kept) as case:
        assert [one.number for one in case.items()] == list(range(1, 33))
        assert case.check() == []


# --------------------------------------------------------------------------------------------------- what a build reads


REPORT = "Four killed in Ambra\n\nAMBRA, 3 May 2033 - Shells hit a bakery in Ambra on Tuesday and killed four people.\n"


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    lines = [json.dumps({"id": f"l{number}", "text": REPORT.replace("four", str(number))}) for number in range(3)]
    (folder / "b.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "c.bin").write_bytes(b"\x00\x01\x02no report")
    return folder


def build(case: Path | str, *paths: Path, **given: object) -> casework.Built:
    return casework.build(str(case), [str(path) for path in paths], jobs=1, tagger="none", **given)


def test_every_file_that_a_build_reads_has_an_entry(path: Path | str, pile: Path) -> None:
    built = build(path, pile, by="Ada", at=NOON)
    assert (built.new, built.known) == (4, 0)
    with open_case(path) as case:
        text, lines = case.items()
        assert [(one.how, one.by, one.at, one.uri) for one in (text, lines)] == [
            ("read", "Ada", NOON, str(pile / "a.txt")), ("read", "Ada", NOON, str(pile / "b.jsonl"))]
        assert case.raw(lines.sha256) == (pile / "b.jsonl").read_bytes()
        assert {id for one in (text, lines) for id in one.documents} == {one.id for one in case.documents()}
    assert casework.check(str(path), rebuild=True) == []


def test_building_again_enters_nothing_again(path: Path | str, pile: Path) -> None:
    build(path, pile)
    with open_case(path) as case:
        before, record = case.head(), case.record()
    built = build(path, pile)
    assert (built.new, built.known) == (0, 4)
    with open_case(path) as case:
        assert (case.head(), case.record()) == (before, record)
    (pile / "a.txt").write_text(REPORT.replace("four", "five"), encoding="utf-8")
    build(path, pile)
    with open_case(path) as case:
        assert [Path(one.uri).name for one in case.items()] == ["a.txt", "b.jsonl", "a.txt"]


def test_when_and_by_whom_is_not_in_the_record(new_case: Callable[[], Path | str], pile: Path) -> None:
    one, other = new_case(), new_case()
    build(one, pile, by="Ada", at=NOON)
    build(other, pile, by="Bela", at=NOON + timedelta(days=3))
    with open_case(one) as first, open_case(other) as second:
        assert first.record() == second.record()
        assert first.items()[0].by != second.items()[0].by


def test_who_is_not_named_is_whoever_works_at_the_machine(file: Path, pile: Path) -> None:
    before = datetime.now(UTC)
    build(file, pile)
    with open_case(file) as case:
        assert case.items()[0].by == manifest.local_name()
        assert before <= case.items()[0].at <= datetime.now(UTC)


def test_a_case_from_before_gets_its_entries_when_the_files_are_read_again(file: Path, pile: Path) -> None:
    from stemma.readers import read_paths

    with open_case(file, create=True) as case:
        case.add([one for one in read_paths([pile]) if isinstance(one, tuple)])
        assert case.check() == []
    built = build(file, pile)
    assert built.known == 4
    with open_case(file) as case:
        assert len(case.items()) == 2


def test_files_of_many_reports_and_packed_ones(
    path: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "TOGETHER", 4)
    lines = "\n".join(json.dumps({"id": f"l{number}", "text": REPORT + str(number)}) for number in range(10))
    packed = gzip.compress(lines.encode(), mtime=0)
    (tmp_path / "many.jsonl.gz").write_bytes(packed)
    (tmp_path / "few.txt").write_text(REPORT, encoding="utf-8")
    assert build(path, tmp_path / "many.jsonl.gz", tmp_path / "few.txt").new == 11
    with open_case(path) as case:
        many, few = case.items()
        assert (len(many.documents), len(few.documents)) == (10, 1)
        assert case.raw(many.sha256) == packed
        assert case.check() == []


def test_a_file_too_large_to_keep(path: Path | str, pile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "LARGEST_KEPT", 200)
    build(path, pile)
    with open_case(path) as case:
        (lines,) = [one for one in case.items() if one.uri.endswith(".jsonl")]
        assert not lines.held and lines.size == (pile / "b.jsonl").stat().st_size
        assert lines.sha256 == sha256((pile / "b.jsonl").read_bytes())
        assert case.check() == []


def test_decisions_are_listed_without_what_came_in(file: Path, pile: Path) -> None:
    from stemma.cli.custody import custody_lines, custody_of
    from stemma.cli.judging import log_rows

    build(file, pile, by="Ada", at=NOON)
    with open_case(file) as case:
        case.add_judgement(sample_judgement())
    assert [row.action for row in log_rows(str(file))] == ["judged"]
    found = custody_of(str(file))
    assert [one.number for one in found.items] == [1, 2] and (found.entries, found.without) == (3, 0)
    lines = custody_lines(found)
    assert lines[0] == "no pages fetched, two files read in."
    assert any("2033-06-01 12:00 UTC  Ada  read" in line for line in lines)
