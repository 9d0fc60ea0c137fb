"""The log of a case: what people did, in order, and what shows where it was tampered with."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from stemma.errors import CaseError
from stemma.model import Judgement, Problem
from stemma.store import open_case
from tests.factories import query, sample_items, sample_judgement, sample_record, tamper

NOON = datetime(2033, 6, 1, 12, 0, tzinfo=UTC)
FREE = ("DROP TRIGGER log_stays; DROP TRIGGER log_is_kept; DROP TRIGGER log_head_is_kept; "
        "DROP TRIGGER log_head_moves_on; ")


def judgement(number: int, **fields: object) -> Judgement:
    return replace(sample_judgement(id=f"j-{number}"), **fields)


@pytest.fixture
def kept(path: Path) -> Path:
    """A case with four judgements, the second one withdrawn: a log of five entries."""
    with open_case(path, create=True) as case:
        case.add(sample_items())
        for number in (1, 2, 3, 4):
            case.add_judgement(judgement(number))
        case.withdraw("j-2", NOON, "second reader", "the other market")
        case.replace_record(sample_record())
    return path


def found(path: Path) -> list[Problem]:
    with open_case(path) as case:
        return case.check()


def test_who_did_what_and_why_is_kept(kept: Path) -> None:
    with open_case(kept) as case:
        entries = case.log()
        assert [(e.number, e.by, e.action, e.subject) for e in entries] == [
            (1, "reviewer", "judged", "j-1"), (2, "reviewer", "judged", "j-2"), (3, "reviewer", "judged", "j-3"),
            (4, "reviewer", "judged", "j-4"), (5, "second reader", "withdrawn", "j-2")]
        assert (entries[-1].at, entries[-1].note) == (NOON, "the other market")
        assert case.log(after=3, limit=1) == entries[3:4]
        assert case.head() == (5, entries[-1].digest)
        made_or_withdrawn = case.judgements(after=3)
        assert [one.id for one in made_or_withdrawn] == ["j-2", "j-4"]
        assert made_or_withdrawn == tuple(one for one in case.judgements() if one.id in ("j-2", "j-4"))
        assert case.check() == []


def test_the_chain_can_be_followed_without_this_program(kept: Path) -> None:
    digest = ""
    for *fields, held in query(kept, "SELECT number, at, by, action, subject, note, content, digest FROM log"):
        line = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256((digest + hashlib.sha256(line.encode()).hexdigest()).encode()).hexdigest()
        assert digest == held


def test_the_view_for_people_says_who_withdrew_what_and_whether_it_holds(kept: Path) -> None:
    rows = query(kept, "SELECT id, by, quoted, withdrawn_by, withdrawn_why, holds FROM decision ORDER BY id")
    words = sample_judgement().quoted
    assert rows[:2] == [("j-1", "reviewer", words, None, None, 1),
                        ("j-2", "reviewer", words, "second reader", "the other market", 0)]


@pytest.mark.parametrize(("sql", "subject", "code"), [
    ("UPDATE log SET note = 'another reason' WHERE number = 2", "entry 2", "log-broken"),
    ("UPDATE log SET digest = 'x' WHERE number = 3", "entry 3", "log-broken"),
    ("DELETE FROM log WHERE number = 3", "entry 3", "log-broken"),
    ("DELETE FROM log WHERE number > 3", "entry 4", "log-broken"),
    ("DELETE FROM log WHERE number > 3; UPDATE log_head SET number = 3, digest = "
     "(SELECT digest FROM log WHERE number = 3)", "entry 4", "log-broken"),
    ("DELETE FROM log_head", "entry 5", "log-broken"),
    ("UPDATE log_head SET digest = 'x'", "entry 5", "log-broken"),
    ("DROP TRIGGER judgement_is_kept; DELETE FROM judgement WHERE id = 'j-3'", "j-3", "judgement-missing"),
    ("DROP TRIGGER judgement_stays; UPDATE judgement SET withdrawn = NULL WHERE id = 'j-2'", "j-2", "log-differs"),
    ("UPDATE judgement SET withdrawn = '2033-06-02T00:00:00Z' WHERE id = 'j-1'", "j-1", "log-differs"),
    ("DROP TRIGGER judgement_stays; UPDATE judgement SET verdict = 'no' WHERE id = 'j-4'", "j-4", "log-differs"),
    ("INSERT INTO judgement SELECT 'j-9', kind, subject, other, verdict, value, quoted, by, at, note, withdrawn, seal, "
     "targets FROM judgement WHERE id = 'j-1'", "j-9", "not-in-log"),
])
def test_tampering_is_found_and_named(kept: Path, sql: str, subject: str, code: str) -> None:
    tamper(kept, (FREE if "log" in sql else "") + sql)
    assert (subject, code) in {(p.subject, p.code) for p in found(kept)}


@pytest.mark.parametrize("sql", ["UPDATE log SET by = 'x'", "DELETE FROM log", "DELETE FROM log_head",
                                 "UPDATE log_head SET number = 1"])
def test_the_case_itself_guards_the_log(kept: Path, sql: str) -> None:
    with open_case(kept) as case, pytest.raises(CaseError, match="the log is added to"), case._writing():
        case._db.execute(sql)
    assert found(kept) == []


def test_what_others_decided_since_is_told_and_nothing_is_overwritten(path: Path) -> None:
    with open_case(path, create=True) as one, open_case(path) as two:
        seen = one.head()[0]
        assert one.add_judgement(judgement(1, by="ana"), seen).rivals == ()
        mine = judgement(2, by="bo", verdict="no")
        late = two.add_judgement(mine, seen)
        assert (late.new, late.number, late.rivals) == (True, 2, (judgement(1, by="ana"),))
        assert two.add_judgement(judgement(3, by="bo", kind="copy_of"), seen).rivals == ()
        assert two.add_judgement(judgement(4, by="cy"), seen=2).rivals == ()
        assert one.add_judgement(mine, seen) == replace(late, new=False, rivals=())
        one.withdraw("j-1", NOON, "ana")
        assert [j.id for j in two.add_judgement(judgement(5, by="di"), seen).rivals] == ["j-2", "j-4"]
        assert len(one.judgements()) == 5


def test_many_at_once_make_one_chain(path: Path) -> None:
    open_case(path, create=True).close()

    def write(name: str) -> None:
        with open_case(path) as case:
            for number in range(10):
                case.add_judgement(sample_judgement(id=f"j-{name}-{number}", by=name))

    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_case(path) as case:
        assert [entry.number for entry in case.log()] == list(range(1, 31))
        assert case.check() == []


def test_a_build_may_say_which_judgements_it_was_made_from(kept: Path) -> None:
    with open_case(kept) as case:
        before = case.judgements()
        case.add_judgement(judgement(7))
        case.replace_record(sample_record(), judgements=before)
        assert not case.is_current()
        case.replace_record(sample_record(), judgements=case.judgements())
        assert case.is_current()


def test_one_document_and_one_reading(kept: Path) -> None:
    with open_case(kept) as case:
        for reading in sample_record().readings:
            assert case.document(reading.document.id) == reading.document
            assert case.reading(reading.document.id) == reading
        assert case.document("d-none") is None and case.reading("d-none") is None
