"""The case file: what is kept, what comes back, and what a check finds in what the stages handed over."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from stemma.errors import CaseError, UsageError
from stemma.ids import sha256
from stemma.model import Document, Party, Problem, Record
from stemma.store import open_case
from stemma.store.rows import TABLES
from stemma.values import Span
from tests.conftest import Address
from tests.factories import (
    REFUSED,
    document,
    query,
    sample_documents,
    sample_items,
    sample_judgement,
    sample_readings,
    sample_record,
)

VIEWS = ("casualty", "who_said_what", "incident_summary", "independent_source", "disagreement")


@pytest.fixture
def built(path: Address) -> Address:
    """A case that holds the sample documents and their record."""
    with open_case(path, create=True) as case:
        case.add(sample_items())
        case.replace_record(sample_record())
    return path


def codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


# -------------------------------------------------------------------------------------------------- what is kept


def test_record_comes_back_exactly(built: Address) -> None:
    with open_case(built) as case:
        assert case.record() == sample_record()
        assert case.is_current()
        assert case.check(lambda documents, judgements: sample_record()) == []


def test_no_record_before_the_first_build(path: Address) -> None:
    with open_case(path, create=True) as case:
        assert case.record() is None
        assert not case.is_current()
        assert case.check(lambda documents, judgements: sample_record()) == []


def test_documents_by_id_with_their_bytes(built: Address) -> None:
    with open_case(built) as case:
        assert case.documents() == tuple(sorted(sample_documents(), key=lambda d: d.id))
        for kept, raw in sample_items():
            assert case.raw(kept.sha256) == raw
        with pytest.raises(UsageError, match="no bytes"):
            case.raw("0" * 64)


def test_the_same_document_is_added_once(path: Address) -> None:
    with open_case(path, create=True) as case:
        assert case.add(sample_items()[:2]) == 2
        assert case.add(sample_items()) == 2
        assert case.add(iter(())) == 0
        assert len(case.documents()) == 4


def test_two_documents_may_share_bytes(path: Address) -> None:
    one, other = document("one", "The bridge was closed."), document("other", "The bridge was closed.")
    with open_case(path, create=True) as case:
        assert case.add([(one, one.text.encode()), (other, other.text.encode())]) == 2
    assert query(path, "SELECT count(*) FROM raw") == [(1,)]


def test_text_is_kept_to_the_code_point(path: Address) -> None:
    text = "\ufeffA\r\nB\rC\x00D \U0001f54a\ufe0f e\u0301 \u202eright to left\u202c\u2028\x85end  "
    odd = document("odd", text)
    with open_case(path, create=True) as case:
        case.add([(odd, text.encode())])
        assert case.documents() == (odd,)


@pytest.mark.parametrize("raw", [b"", b"x", bytes(range(256)) * 40, b"a" * 1_000_000, os.urandom(5000)])
def test_raw_bytes_come_back_whatever_they_are(path: Address, raw: bytes) -> None:
    kept = Document(id="d-1", name="one", sha256=sha256(raw), text="text", media_type="text/plain")
    with open_case(path, create=True) as case:
        case.add([(kept, raw)])
        assert case.raw(kept.sha256) == raw
        assert case.check() == []


def test_bytes_of_another_digest_are_refused(path: Address) -> None:
    with open_case(path, create=True) as case:
        with pytest.raises(CaseError, match="digest"):
            case.add([(sample_documents()[0], b"something else")])
        assert case.documents() == ()


def test_a_text_that_is_not_unicode_is_a_problem_and_the_others_are_kept(path: Address) -> None:
    raw = b"..."
    bad = Document(id="d-bad", name="bad", sha256=sha256(raw), text="cut \ud83d off", media_type="text/plain")
    with open_case(path, create=True) as case:
        assert case.add([(bad, raw), *sample_items()]) == 4
        assert [(p.code, p.subject, p.place) for p in case.problems()] == [("not-unicode", "bad", "offset 4")]
        assert case.check() == []


def test_a_file_name_that_is_not_unicode_is_no_obstacle(path: Address) -> None:
    odd = replace(sample_documents()[0], name="caf\udce9", path="in/caf\udce9.txt")
    with open_case(path, create=True) as case:
        assert case.add([(odd, odd.text.encode())]) == 1
        assert case.documents()[0].name == "caf\\udce9"
        case.add_problems([Problem("read", "in/caf\udce9.txt", "empty-file", "The file is empty.")])
        assert case.problems()[0].subject == "in/caf\\udce9.txt"


def test_every_batch_is_written(path: Address) -> None:
    many = [document(f"n{i}", f"Report number {i}.") for i in range(450)]
    with open_case(path, create=True) as case:
        assert case.add((d, d.text.encode()) for d in many) == 450
        assert {d.name for d in case.documents()} == {d.name for d in many}


# ------------------------------------------------------------------------------------------------------ judgements


def test_judgements_outlive_a_rebuild_and_are_withdrawn_never_erased(built: Address) -> None:
    at = datetime(2033, 6, 1, 12, 0, tzinfo=UTC)
    with open_case(built) as case:
        assert case.add_judgement(sample_judgement()).new
        assert not case.add_judgement(sample_judgement()).new
        assert not case.is_current()
        case.replace_record(sample_record())
        assert case.is_current()
        case.withdraw("j-1", at, "reviewer")
        case.withdraw("j-1", datetime(2034, 1, 1, tzinfo=UTC), "another")
        assert case.judgements() == (sample_judgement(withdrawn=at),)
        assert not case.is_current()
        with pytest.raises(UsageError, match="no judgement"):
            case.withdraw("j-2", at, "reviewer")


def test_an_id_means_one_judgement(built: Address) -> None:
    with open_case(built) as case:
        case.add_judgement(sample_judgement())
        with pytest.raises(UsageError, match="another judgement"):
            case.add_judgement(sample_judgement(verdict="no"))
        assert case.judgements() == (sample_judgement(),)


@pytest.mark.parametrize("sql", [
    "DELETE FROM judgement",
    "UPDATE judgement SET verdict = 'no'",
    "UPDATE judgement SET verdict = 'no', withdrawn = '2034-01-01T00:00:00Z'",
    "UPDATE document SET text = 'another text'",
    "UPDATE raw SET bytes = x'00'",
])
def test_the_database_itself_guards_what_is_precious(built: Address, sql: str) -> None:
    with open_case(built) as case:
        case.add_judgement(sample_judgement())
    before = query(built, "SELECT * FROM judgement"), query(built, "SELECT * FROM document")
    with pytest.raises(REFUSED):
        query(built, sql)
    assert (query(built, "SELECT * FROM judgement"), query(built, "SELECT * FROM document")) == before


# -------------------------------------------------------------------------------------------------------- problems


def test_problems_with_files_outlive_a_rebuild_and_others_do_not(built: Address) -> None:
    file = Problem("read", "a.txt", "empty-file", "The file is empty.")
    listed = Problem("read", "b.jsonl", "bad-json", "Skipped: not a report in JSON.", "line 7")
    rules = Problem("reading", "d-1", "reading-failed", "The rules failed on this report.")
    (own,) = sample_record().problems
    with open_case(built) as case:
        case.add_problems([file, file])
        case.replace_record(sample_record(), [rules, listed, own])
        assert case.problems() == (file, listed, rules, own)
        assert case.record() == sample_record()
        case.replace_record(replace(sample_record(), problems=()))
        assert case.problems() == (file, listed)


# ------------------------------------------------------------------------------------------------------ readable rows


def test_views_show_quoted_words_speakers_and_sources(built: Address) -> None:
    assert query(built, "SELECT document, quoted, low, high, wording, speaker, incident, place FROM casualty "
                        "WHERE document = 'post' ORDER BY start_at") == [
        ("post", "14 killed", 14, 14, "exact", "narrator", "Rocket attack on Orvadell", "Orvadell"),
        ("post", "14 people were killed", 14, 14, "exact", "Mira Tolvan", "Rocket attack on Orvadell", "Orvadell"),
        ("post", "Dozens of wounded", 24, 99, "dozens", "narrator", "Rocket attack on Orvadell", "Orvadell"),
    ]
    assert query(built, "SELECT speaker, cue, said, form, channel FROM who_said_what WHERE document = 'courier' "
                        "AND form = 'quoted'") == [
        ("Mira Tolvan", "Tolvan said", "There are dozens of wounded", "quoted", None)]
    assert query(built, "SELECT title, killed_low, killed_high, killed_sources, documents FROM incident_summary "
                        "WHERE main = 1") == [("Rocket attack on Orvadell", 14, 30, 2, 3)]
    assert query(built, "SELECT source, carried_by FROM independent_source WHERE harm = 'killed' ORDER BY 1") == [
        ("Free Hills Movement", "wire"), ("Mira Tolvan", "courier; post")]
    assert query(built, "SELECT holder FROM disagreement WHERE about = 'killed' ORDER BY 1") == [
        ("Free Hills Movement",), ("Mira Tolvan",)]


def test_all_tables_are_filled_and_every_reference_is_declared(built: Address) -> None:
    empty = [table for table in TABLES if query(built, f"SELECT count(*) FROM {table}") == [(0,)]]
    assert empty == []
    with open_case(built) as case:
        assert list(case.damage(1)) == []


def test_sentences_with_astral_characters_are_quoted_by_code_points(built: Address) -> None:
    (row,) = query(built, "SELECT start_at, end_at, quoted, sentence FROM casualty WHERE document = 'gazette'")
    text = sample_documents()[3].text
    assert row[2] == text[row[0] : row[1]] == "nobody was hurt"
    assert row[3].startswith("Talks on a ceasefire") and row[3].endswith("Port Sellin.")


def test_a_rebuild_takes_the_old_rows_away(built: Address) -> None:
    a, *_ = sample_readings()
    small = Record((a,))
    with open_case(built) as case:
        case.replace_record(small)
        assert case.record() == small
        assert case.check() == []
    assert query(built, "SELECT count(*) FROM claim") == [(len(a.claims),)]
    assert query(built, "SELECT count(*) FROM origin") == [(0,)]


def test_the_order_of_arrival_leaves_no_trace(new_case: Callable[[], Address]) -> None:
    def content(items: list) -> list:
        where = new_case()
        with open_case(where, create=True) as case:
            for item in items:
                case.add([item])
            case.replace_record(sample_record())
        tables = (*TABLES, "build", "reading_json", "record_json", "problem", *VIEWS)
        return [sorted(query(where, f"SELECT * FROM {table}"), key=repr) for table in tables]

    assert content(sample_items()) == content(sample_items()[::-1])


def test_a_record_about_an_unknown_document_is_refused(path: Address) -> None:
    with open_case(path, create=True) as case:
        case.add(sample_items()[1:])
        with pytest.raises(UsageError, match="does not hold the document"):
            case.replace_record(sample_record())
        assert case.record() is None


# ------------------------------------------------------------------------------------- slips of the stages are told


def _dangling(record: Record) -> Record:
    """The sample record with references that lead nowhere."""
    speakers = dict.fromkeys(record.speakers, "nobody-of-that-name")
    claims = tuple(replace(c, statement="s-none", part_of="c-none", place="m-none") for c in record.readings[0].claims)
    readings = (replace(record.readings[0], claims=claims), *record.readings[1:])
    origins = tuple(replace(o, claims=(*o.claims, "c-none")) for o in record.origins)
    return replace(record, speakers=speakers, readings=readings, origins=origins)


def test_references_to_nothing_become_problems(built: Address) -> None:
    record = _dangling(sample_record())
    with open_case(built) as case:
        case.replace_record(record)
        assert case.record() == record
        told = {(p.code, p.place) for p in case.problems() if p.stage == "store"}
        assert told == {("dangling-reference", table) for table in ("statement", "claim", "origin_claim")}
        assert case.check() == []
    assert query(built, "SELECT count(*) FROM origin_claim WHERE claim = 'c-none'") == [(0,)]
    assert query(built, "SELECT DISTINCT speaker FROM claim") == [(None,)]


def test_two_rows_of_one_id_become_one_and_a_problem(built: Address) -> None:
    record = sample_record()
    other = Party("dario-kessim", "person", "Somebody Else", None, (), (), ())
    twice = replace(record, parties=(*record.parties, other))
    with open_case(built) as case:
        case.replace_record(twice)
        assert case.record() == twice
        assert [(p.code, p.subject) for p in case.problems() if p.stage == "store"] == [("double-row", "dario-kessim")]
    assert query(built, "SELECT name FROM party WHERE key = 'dario-kessim'") == [("Dario Kessim",)]


def test_a_figure_beyond_64_bits_is_kept_by_the_nouns(built: Address) -> None:
    record = sample_record()
    claims = tuple(replace(c, count=c.count and replace(c.count, high=10**40)) for c in record.readings[0].claims)
    huge = replace(record, readings=(replace(record.readings[0], claims=claims), *record.readings[1:]))
    with open_case(built) as case:
        case.replace_record(huge)
        assert case.record() == huge
        assert case.check() == []


def test_check_finds_spans_outside_the_text(built: Address) -> None:
    record = sample_record()
    reading = record.readings[0]
    sentences = (replace(reading.page.sentences[0], span=Span(3, 10**6)), *reading.page.sentences[1:])
    wrong = replace(reading, page=replace(reading.page, sentences=sentences))
    with open_case(built) as case:
        case.replace_record(replace(record, readings=(wrong, *record.readings[1:])))
        found = case.check()
    assert codes(found) == {"bad-span", "misquoted"}
    assert {p.subject for p in found} == {reading.document.id}


def test_check_finds_what_a_rebuild_would_not_give(built: Address) -> None:
    record = sample_record()
    a, *rest = record.readings
    other = replace(record, readings=(replace(a, claims=a.claims[:-1]), *rest), parties=record.parties[:-1])
    with open_case(built) as case:
        found = case.check(lambda documents, judgements: other)
    assert [(p.code, p.subject) for p in found] == [("rebuild-differs", a.document.id), ("rebuild-differs", "parties")]
    assert a.document.name in found[0].message


def test_check_hands_the_rebuild_what_the_case_holds(built: Address) -> None:
    seen = []
    with open_case(built) as case:
        case.add_judgement(sample_judgement())
        case.check(lambda documents, judgements: seen.append((documents, judgements)) or sample_record())
        assert seen == [(case.documents(), (sample_judgement(),))]


def test_a_part_may_stand_before_its_total(path: Address) -> None:
    record = sample_record()
    readings = []
    for reading in record.readings:
        claims = reading.claims
        if len(claims) > 1:
            claims = (replace(claims[0], part_of=claims[-1].id), *claims[1:])
        readings.append(replace(reading, claims=claims))
    parts_first = replace(record, readings=tuple(readings))
    with open_case(path, create=True) as case:
        case.add(sample_items())
        case.replace_record(parts_first)
        assert case.record() == parts_first
        assert codes(list(case.problems())) == {"no-date"}
