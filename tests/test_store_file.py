"""The case file in trouble that only a file can have: damage, other programs' files, older versions, a full disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stemma.errors import CaseError, CaseFull, NewerCase, NotACase, UsageError
from stemma.model import Problem
from stemma.store import open_case, opening
from stemma.store.sqlite import APPLICATION_ID
from tests.factories import codes, document, query, sample_items, sample_judgement, sample_record, tamper

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures"


@pytest.fixture
def path(file: Path) -> Path:
    """Where a case file is about to be made."""
    return file


@pytest.fixture
def built(path: Path) -> Path:
    """A case file that holds the sample documents and their record."""
    with open_case(path, create=True) as case:
        case.add(sample_items())
        case.add_judgement(sample_judgement())
        case.replace_record(sample_record())
    return path


# ------------------------------------------------------------------------------------------------------------ damage


@pytest.mark.parametrize(("sql", "code"), [
    ("DROP TRIGGER document_stays; UPDATE document SET text = x'ff'", "damaged"),
    ("DROP TRIGGER raw_stays; UPDATE raw SET bytes = 'text', codec = 'zlib'", "raw-damaged"),
    ("UPDATE claim SET start_at = 'here'", "misquoted"),
    ("UPDATE reading_json SET json = x'00'", "damaged"),
])
def test_check_finds_values_of_another_type(built: Path, sql: str, code: str) -> None:
    """Only a file can hold these: PostgreSQL's columns take nothing but their type."""
    tamper(built, sql)
    with open_case(built) as case:
        assert code in codes(case.check())


def test_damage_anywhere_is_told_and_never_a_crash(built: Path) -> None:
    whole = built.read_bytes()
    for page in range(0, len(whole), 4096 * 7):
        built.write_bytes(whole[:page] + b"\xa5" * 4096 + whole[page + 4096 :])
        try:
            with open_case(built) as case:
                case.documents()
                case.record()
                assert case.check() != [] or page_is_unused(whole, page)
        except CaseError as error:
            assert str(built) in str(error)


def page_is_unused(whole: bytes, offset: int) -> bool:
    """Whether the page was empty or lay on the free list, so that overwriting it loses nothing."""
    return not any(whole[offset : offset + 4096]) or int.from_bytes(whole[36:40], "big") > 0


@pytest.mark.parametrize("length", [1, 99, 100, 4096, 5000, 40_000])
def test_a_cut_file_is_refused_or_told(built: Path, length: int) -> None:
    built.write_bytes(built.read_bytes()[:length])
    with pytest.raises(CaseError), open_case(built) as case:
        assert "damaged" in codes(case.check())
        raise CaseError("told")


@pytest.mark.parametrize("content", [b"", b"Reports of May\n", b"SQLite format 3\x00", b"PK\x03\x04" + bytes(200)])
@pytest.mark.parametrize("create", [False, True])
def test_another_file_is_refused_and_untouched(path: Path, content: bytes, create: bool) -> None:
    path.write_bytes(content)
    if create and not content:
        open_case(path, create=True).close()  # an empty file may become a case
        return
    with pytest.raises(NotACase, match="sample.case"):
        open_case(path, create=create)
    assert path.read_bytes() == content
    assert os.listdir(path.parent) == [path.name]


def test_another_programs_database_is_refused_and_untouched(path: Path) -> None:
    tamper(path, "CREATE TABLE diary (day TEXT); PRAGMA user_version = 1;")
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(NotACase, match="not a case"):
            open_case(path, create=create)
    assert path.read_bytes() == before


def test_a_folder_is_no_case(tmp_path: Path) -> None:
    with pytest.raises(NotACase, match="folder"):
        open_case(tmp_path, create=True)


def test_no_case_is_made_unasked(path: Path) -> None:
    with pytest.raises(UsageError, match="no case file"):
        open_case(path)
    with pytest.raises(UsageError, match="no case file"):
        open_case(path, create=True, readonly=True)
    assert not path.exists()
    with pytest.raises(UsageError, match="folder is not there"):
        open_case(path / "deeper.case", create=True)


# ----------------------------------------------------------------------------------------------- versions of the file


def test_the_header_names_the_program_and_the_version(built: Path) -> None:
    assert query(built, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert query(built, "PRAGMA user_version") == [(opening.migrations()[-1][0],)]
    assert query(built, "PRAGMA journal_mode") == [("wal",)]


@pytest.mark.parametrize("options", [{}, {"create": True}, {"readonly": True}])
def test_a_newer_case_is_refused_and_untouched(built: Path, options: dict) -> None:
    tamper(built, "PRAGMA user_version = 9999")
    before, found = built.read_bytes(), os.listdir(built.parent)
    with pytest.raises(NewerCase, match="newer Stemma.*untouched"):
        open_case(built, **options)
    assert built.read_bytes() == before
    assert os.listdir(built.parent) == found


@pytest.mark.parametrize("dump", sorted(FIXTURES.glob("case-v*.sql")), ids=lambda dump: dump.stem)
def test_cases_of_every_older_version_open(path: Path, dump: Path) -> None:
    """Each dump is a case as that version wrote it; its precious tables must come through every later migration."""
    version = int(dump.stem.removeprefix("case-v"))
    tamper(path, dump.read_bytes().decode())
    tamper(path, f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version}")
    with open_case(path) as case:
        assert [d.name for d in case.documents()] == sorted(
            ("courier", "post", "wire", "gazette"), key=[d.name for d in case.documents()].index)
        for kept in case.documents():
            assert case.raw(kept.sha256).decode() == kept.text
        assert case.judgements()[0].quoted == "At least 14 people were killed | 30 civilians"
        case.replace_record(sample_record())
        assert case.record() == sample_record()
        assert case.check() == []
    assert query(path, "PRAGMA user_version") == [(opening.migrations()[-1][0],)]


def test_there_is_a_dump_of_every_version() -> None:
    assert {p.stem for p in FIXTURES.glob("case-v*.sql")} == {f"case-v{n}" for n, _ in opening.migrations()}


def test_migrations_run_once_each_in_order(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    last = opening.migrations()[-1][0]
    later = [*opening.migrations(),
             (last + 1, "CREATE TABLE later (a TEXT); -- one; two\nINSERT INTO later VALUES (';')"),
             (last + 2, "ALTER TABLE later ADD COLUMN b TEXT;")]
    monkeypatch.setattr(opening, "migrations", lambda: later)
    for _ in range(2):
        with open_case(built) as case:
            assert case.record() == sample_record()
    assert query(built, "SELECT * FROM later") == [(";", None)]
    assert int.from_bytes(built.read_bytes()[60:64], "big") == last + 2


def test_a_migration_that_fails_leaves_the_case_as_it_was(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    last = opening.migrations()[-1][0]
    broken = [*opening.migrations(), (last + 1, "CREATE TABLE half (a TEXT); INSERT INTO nowhere VALUES (1);")]
    with monkeypatch.context() as patch:
        patch.setattr(opening, "migrations", lambda: broken)
        with pytest.raises(CaseError, match="nowhere"):
            open_case(built)
    assert query(built, "SELECT name FROM sqlite_master WHERE name = 'half'") == []
    with open_case(built) as case:
        assert case.record() == sample_record()


# ------------------------------------------------------------------------------------ full disks, crashes and company


def test_a_full_disk_loses_nothing_acknowledged(path: Path) -> None:
    with open_case(path, create=True) as case:
        case.add(sample_items()[:1])
        (pages,) = next(case.select("PRAGMA page_count"))
        list(case.select(f"PRAGMA max_page_count = {pages + 3}"))
        big = [document(f"big{i}", os.urandom(40_000).hex()) for i in range(5)]
        with pytest.raises(CaseFull, match="nothing that was stored"):
            case.add((d, d.text.encode()) for d in big)
        with pytest.raises(CaseFull):
            case.add_problems(Problem("read", f"file {i}", "x", "y" * 2000) for i in range(50))
        assert [d.name for d in case.documents()] == ["courier"]
        assert case.check() == []
        list(case.select(f"PRAGMA max_page_count = {10**6}"))
        assert case.add((d, d.text.encode()) for d in big) == 5


LIMITED = """
import resource, sys
sys.path.insert(0, {tests!r})
from tests.factories import document, sample_items
from stemma.errors import CaseFull
from stemma.store import open_case
with open_case({path!r}, create=True) as case:
    case.add(sample_items())
    resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))
    try:
        for i in range(100):
            big = document(f"big{{i}}", str(i) * 100_000 + "".join(map(chr, range(0x4e00, 0x9e00))))
            case.add([(big, big.text.encode())])
            print(i, flush=True)
    except CaseFull as error:
        print("full:", error)
"""


def test_a_file_that_may_not_grow_is_told(path: Path) -> None:
    code = LIMITED.format(tests=str(ROOT), path=str(path))
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[-1].startswith("full:")
    with open_case(path) as case:
        assert {d.name for d in case.documents()} >= {"courier", *(f"big{i}" for i in said[:-1])}
        assert case.check() == []


def test_a_reader_changes_nothing(built: Path) -> None:
    before = built.read_bytes()
    with open_case(built, readonly=True) as case:
        assert case.record() == sample_record()
        assert case.check() == []
        with pytest.raises(CaseFull):
            case.add_judgement(sample_judgement(id="j-2"))
    assert built.read_bytes() == before
    assert os.listdir(built.parent) == [built.name]
