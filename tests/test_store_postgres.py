"""A case on PostgreSQL: what differs from a file, and that nothing else does."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stemma import casework
from stemma.cli import run
from stemma.errors import CaseError, CaseFull, NewerCase, NotACase, UsageError
from stemma.model import Party
from stemma.store import open_case, opening, shown
from stemma.store.postgres_sql import escaped, unescaped
from stemma.store.rows import TABLES
from tests.factories import document, query, sample_items, sample_judgement, sample_record
from tests.postgres import GUARDED, OWNER, PASSWORD, READER, Server

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "src" / "stemma" / "sample"
FTS = "search_word"  # SQLite's full-text index; on PostgreSQL an index of search_row


@pytest.fixture
def empty(postgresql: Server) -> str:
    """A database without a case."""
    address = postgresql.new()
    yield address
    postgresql.drop(address)


@pytest.fixture
def built(postgresql: Server, empty_database: str) -> str:
    """A case that holds the sample documents and their record."""
    address = postgresql.new(empty_database)
    with open_case(address) as case:
        case.add(sample_items())
        case.replace_record(sample_record())
    yield address
    postgresql.drop(address)


def with_user(address: str, user: str) -> str:
    """The same database, for another user."""
    return address.replace(f"//{OWNER}@", f"//{user}@")


# ------------------------------------------------------------------------------------------------- the same in both


@pytest.fixture
def in_file(file: Path) -> Path:
    """An empty case in a file."""
    open_case(file, create=True).close()
    return file


def test_both_stores_have_the_same_tables(in_file: Path, empty_database: str) -> None:
    names = {name for (name,) in query(in_file, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    names = {name for name in names if not name.startswith(FTS)}
    here = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
    assert {name for (name,) in query(empty_database, here)} == names | {"stemma_case"}
    with open_case(in_file) as one, open_case(empty_database) as other:
        mine, theirs = one._db.tables(names), other._db.tables(names)
    for name in names:
        assert replace(theirs[name], longest_key=None) == mine[name]


def test_both_stores_have_the_same_views(in_file: Path, empty_database: str) -> None:
    names = query(in_file, "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")
    assert query(empty_database, "SELECT viewname::text FROM pg_views WHERE schemaname = 'public' "
                                 "ORDER BY viewname") == names != []
    for (name,) in names:
        columns = query(empty_database, "SELECT attname::text FROM pg_attribute WHERE attnum > 0 "
                                        f"AND attrelid = '{name}'::regclass ORDER BY attnum")
        assert columns == query(in_file, f"SELECT name FROM pragma_table_info('{name}')")


def test_both_stores_have_the_same_triggers(in_file: Path, empty_database: str) -> None:
    mine = query(in_file, "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
    theirs = query(empty_database, "SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger "
                                   "WHERE NOT tgisinternal")
    assert {pair for pair in theirs if not pair[1].endswith("_whole")} == set(mine)
    assert {table for table, name in theirs if name.endswith("_whole")} == {table for table, _ in mine}


def test_both_stores_have_the_same_indexes(in_file: Path, empty_database: str) -> None:
    mine = query(in_file, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    theirs = query(empty_database, "SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public' "
                                   "AND indexname NOT LIKE '%\\_pkey'")
    assert {name for (name,) in theirs} - {"search_row_words"} == {name for (name,) in mine}


def rows(case: Path | str) -> dict[str, Counter]:
    """Every derived row, every precious one and every view."""
    views = ("casualty", "who_said_what", "incident_summary", "independent_source", "disagreement", "decision")
    tables = (*TABLES, *views, "raw", "document", "record_json", "reading_json", "problem")
    found = {table: Counter(map(unordered, query(case, f"SELECT * FROM {table}"))) for table in tables}
    return found | {"build": query(case, "SELECT version, built_from, digest FROM build")}  # not when it was


def unordered(row: tuple) -> tuple:
    """A row whose joined cells ("a; b") have their parts in order: SQLite joins them as it meets them."""
    return tuple("; ".join(sorted(cell.split("; "))) if isinstance(cell, str) else cell for cell in row)


def test_the_sample_gives_the_same_record_and_rows_in_both(file: Path, empty: str) -> None:
    reports = sorted(map(str, SAMPLE.glob("*.txt")))
    one = casework.build(str(file), reports, jobs=1, tagger="none")
    other = casework.build(empty, reports[::-1], jobs=1, tagger="none")
    assert replace(other, case="") == replace(one, case="")
    assert casework.record_of(empty) == casework.record_of(str(file))
    mine, theirs = rows(file), rows(empty)
    for table in mine:
        assert mine[table] == theirs[table]
    assert query(empty, "SELECT digest FROM build") == query(file, "SELECT digest FROM build") != []
    assert casework.check(empty) == []


def test_the_commands_take_an_address(empty: str, capsys: pytest.CaptureFixture[str]) -> None:
    reports = sorted(map(str, SAMPLE.glob("0[12]*.txt")))
    assert run(["build", empty, *reports, "--jobs", "1"]) == 0
    assert f"stemma show {empty}" in capsys.readouterr().out
    assert run(["show", empty]) == 0
    assert "reports" in capsys.readouterr().out
    assert run(["check", empty, "--no-rebuild"]) == 0
    assert f"{empty} is whole" in capsys.readouterr().out


# -------------------------------------------------------------------------------------------- text and large values


@given(st.text(st.sampled_from("\0\x100\x01a")))
def test_text_is_escaped_and_comes_back(text: str) -> None:
    assert "\0" not in escaped(text)
    assert unescaped(escaped(text)) == text


def test_different_texts_stay_different() -> None:
    texts = ["\0", "\x10", "\x100", "\x10\x10", "0", "\x10\0", "\0" + "0", "\x10\x100"]
    assert len(set(map(escaped, texts))) == len(texts)


def test_words_with_a_nul_are_quoted_exactly(built: str) -> None:
    record = sample_record()
    odd = document("odd", "The \x00 and the \x10 and \x100 stay.")
    with open_case(built) as case:
        case.add([(odd, odd.text.encode())])
        assert odd in case.documents()
        party = Party("odd\x00one", "person", "Odd\x10\x00One", None, ("\x100",), (), (odd.id,))
        case.replace_record(replace(record, parties=(*record.parties, party)))
        assert case.record().parties[-1] == party
        assert case.check() == []
        assert ("odd\x00one", "Odd\x10\x00One") in list(case.select("SELECT key, name FROM party"))
        assert list(case.select("SELECT party FROM party_variant WHERE variant = ?", ("\x100",))) == [("odd\x00one",)]


def test_a_name_that_no_index_holds_is_a_problem(built: str) -> None:
    record = sample_record()
    endless = "".join(chr(0x4E00 + (i * 7919) % 20_000) for i in range(4000))
    party = Party(endless, "person", endless, None, (endless,), (), ())
    long = replace(record, parties=(*record.parties, party), speakers=dict.fromkeys(record.speakers, endless))
    with open_case(built) as case:
        case.replace_record(long)
        assert case.record() == long
        told = {(p.code, p.place) for p in case.problems() if p.stage == "store"}
        assert {("too-long", "party"), ("too-long", "party_variant"), ("dangling-reference", "claim")} <= told
        assert case.check() == []


def test_what_is_larger_than_a_value_may_be_is_a_problem(built: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from stemma.store import postgres

    monkeypatch.setattr(postgres, "LARGEST", 1000)
    big, small = document("big", "A word. " * 200), document("small", "A small report.")
    with open_case(built) as case:
        assert case.add([(big, big.text.encode()), (small, small.text.encode())]) == 1
        assert [(p.code, p.subject) for p in case.problems() if p.code == "too-large"] == [("too-large", "big")]
        assert small in case.documents()


# --------------------------------------------------------------------------------------------- what may be touched


def test_a_case_is_made_in_an_empty_database_only_when_asked(empty: str) -> None:
    for options in ({}, {"readonly": True}, {"create": True, "readonly": True}):
        with pytest.raises(UsageError, match="there is no case in .* yet"):
            open_case(empty, **options)
    with pytest.raises(UsageError, match="there is no case"):
        casework.build(empty, [])
    assert query(empty, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    with open_case(empty, create=True) as case:
        assert case.record() is None
    with open_case(empty) as case:
        assert case.documents() == ()


def test_another_programs_database_is_refused_and_untouched(empty: str) -> None:
    query(empty, "CREATE TABLE diary (day text)")
    for create in (False, True):
        with pytest.raises(NotACase, match="tables of its own.*untouched"):
            open_case(empty, create=create)
    assert query(empty, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'") == [("diary",)]


def test_views_of_an_extension_are_nobodys_tables(empty: str) -> None:
    query(empty, "CREATE EXTENSION IF NOT EXISTS plpgsql; CREATE SCHEMA other; CREATE TABLE other.diary (day text)")
    open_case(empty, create=True).close()
    assert query(empty, "SELECT count(*) FROM other.diary") == [(0,)]


@pytest.mark.parametrize("options", [{}, {"create": True}, {"readonly": True}])
def test_a_newer_case_is_refused_and_untouched(built: str, options: dict) -> None:
    query(built, "UPDATE stemma_case SET version = 9999; DROP TABLE drift")
    with pytest.raises(NewerCase, match="newer Stemma.*untouched"):
        open_case(built, **options)
    assert query(built, "SELECT version FROM stemma_case") == [(9999,)]


def test_migrations_run_once_each_in_order(built: str, monkeypatch: pytest.MonkeyPatch) -> None:
    last = opening.migrations()[-1][0]
    later = [*opening.migrations(),
             (last + 1, "CREATE TABLE later (a TEXT); -- one; two\nINSERT INTO later VALUES (';')"),
             (last + 2, "ALTER TABLE later ADD COLUMN b TEXT;")]
    monkeypatch.setattr(opening, "migrations", lambda: later)
    for _ in range(2):
        with open_case(built) as case:
            assert case.record() == sample_record()
    assert query(built, "SELECT * FROM later") == [(";", None)]
    assert query(built, "SELECT version FROM stemma_case") == [(last + 2,)]


def test_a_migration_that_fails_leaves_the_case_as_it_was(built: str, monkeypatch: pytest.MonkeyPatch) -> None:
    last = opening.migrations()[-1][0]
    broken = [*opening.migrations(), (last + 1, "CREATE TABLE half (a TEXT); INSERT INTO nowhere VALUES (1);")]
    with monkeypatch.context() as patch:
        patch.setattr(opening, "migrations", lambda: broken)
        with pytest.raises(CaseError, match="nowhere"):
            open_case(built)
    assert query(built, "SELECT to_regclass('half') IS NULL, version FROM stemma_case") == [(True, last)]
    with open_case(built) as case:
        assert case.record() == sample_record()


MAKING = """
import sys
sys.path.insert(0, {tests!r})
from stemma.store import open_case
open_case(sys.argv[1], create=True).close()
"""


def test_two_programs_may_make_one_case_at_once(empty: str) -> None:
    code = MAKING.format(tests=str(ROOT))
    makers = [subprocess.Popen([sys.executable, "-c", code, empty]) for _ in range(2)]
    assert [maker.wait() for maker in makers] == [0, 0]
    with open_case(empty) as case:
        assert case.check() == []


def test_a_database_that_cannot_hold_all_of_unicode_is_refused(postgresql: Server) -> None:
    postgresql.run("CREATE DATABASE narrow TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(UsageError, match="all of Unicode.*UTF8"):
        open_case(postgresql.url("narrow"), create=True)


# ------------------------------------------------------------------------------------------- who may, and who cannot


def test_a_reader_changes_nothing(built: str) -> None:
    for address, options in ((built, {"readonly": True}), (with_user(built, READER), {})):
        with open_case(address, **options) as case:
            assert case.record() == sample_record()
            assert case.check() == []
            with pytest.raises(CaseFull, match="cannot be written.*nothing that was stored"):
                case.add_judgement(sample_judgement(id="j-9"))
            assert case.judgements() == ()


def test_a_user_who_may_make_no_tables_is_told(empty: str) -> None:
    with pytest.raises(CaseFull, match="permission denied"):
        open_case(with_user(empty, READER), create=True)


def test_a_password_is_asked_for_and_never_shown(
    postgresql: Server, empty: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    postgresql.run(f"ALTER DATABASE {empty.rpartition('/')[2]} OWNER TO {GUARDED}")
    named, secret = with_user(empty, GUARDED), PASSWORD.replace(" ", "%20")
    report = str(next(SAMPLE.glob("01*.txt")))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    assert run(["build", named, report]) == 2
    assert run(["build", with_user(empty, f"{GUARDED}:wr0ng"), report]) == 2
    assert run(["build", with_user(empty, f"{GUARDED}:{secret}"), report]) == 0
    assert run(["show", f"{named}?password={secret}"]) == 0
    assert run(["check", f"{named}?password={secret}", "--no-rebuild"]) == 0
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert run(["show", named]) == 0
    said = capsys.readouterr()
    assert "PGPASSWORD" in said.err and "refused the user or the password" in said.err
    for word in ("s3cret", "wr0ng"):
        assert word not in said.out + said.err


@pytest.mark.parametrize(("address", "seen"), [
    ("postgresql://ana@db.example:5432/town", "postgresql://ana@db.example:5432/town"),
    ("postgresql://ana:s3cret@db.example/town", "postgresql://ana@db.example/town"),
    ("postgres://ana:s3c@ret/s3cret@db.example/town", "postgres://ana@db.example/town"),
    ("postgresql://ana:s3cret?s3cret@db.example/town", "postgresql://ana@db.example/town"),
    ("postgresql://db.example/town?user=ana&password=s3cret", "postgresql://db.example/town"),
    ("postgresql://db.example/town?user=ana&password=s3cret@x", "postgresql://db.example/town"),
    ("POSTGRESQL:///town?password=s3cret", "POSTGRESQL:///town"),
    ("reports/town.case", "reports/town.case"),
])
def test_an_address_is_shown_without_what_may_be_a_password(address: str, seen: str) -> None:
    assert shown(address) == seen


def test_what_cannot_be_reached_is_told_in_one_line(postgresql: Server) -> None:
    with pytest.raises(UsageError, match='database "nowhere" does not exist$'):
        open_case(postgresql.url("nowhere"))
    with pytest.raises(UsageError, match="cannot be reached: .*port 1 ") as told:
        open_case("postgresql://ana:s3cret@127.0.0.1:1/town")
    assert "s3cret" not in str(told.value) and "\n" not in str(told.value)
    with pytest.raises(UsageError, match="cannot be read as an address") as told:
        open_case("postgresql://ana:s3cret%zz@127.0.0.1/town")
    assert "s3cret" not in str(told.value)


def test_without_psycopg_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "stemma.store.postgres", raising=False)
    monkeypatch.delattr("stemma.store.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"pip install 'stemma\[postgres\]'"):
        open_case("postgresql://127.0.0.1/town")


# --------------------------------------------------------------------------------------------------- losing the server


def cut(address: str) -> None:
    """End every other connection to a database, as a restart of the server does."""
    with psycopg.connect(address, autocommit=True) as db:
        db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                   "WHERE datname = current_database() AND pid <> pg_backend_pid()")


def test_a_connection_lost_between_two_pages_is_made_again(built: str) -> None:
    with open_case(built) as case, open_case(built, readonly=True) as reader:
        cut(built)
        assert len(case.documents()) == 4
        cut(built)
        assert case.record() == sample_record()
        cut(built)
        assert case.add_judgement(sample_judgement()).new
        with pytest.raises(CaseFull):
            reader.add_judgement(sample_judgement(id="j-8"))


def test_a_connection_lost_in_a_change_undoes_it_and_is_told(built: str) -> None:
    with open_case(built) as case:
        with pytest.raises(CaseError, match="the connection to .* was lost"), case._writing():
            case._db.execute("DELETE FROM drift")
            cut(built)
            case._db.execute("DELETE FROM build")
        assert case.record() == sample_record()
        assert case.check() == []


def test_a_statement_that_failed_unnoticed_is_never_taken_for_done(built: str) -> None:
    with open_case(built) as case:
        with pytest.raises(CaseError), case._writing():
            case._db.execute("DELETE FROM drift")
            with pytest.raises(psycopg.Error):
                case._db.execute("SELECT 1 / 0")
        assert case.check() == []


def test_a_case_that_grew_has_the_rows_of_a_fresh_one(file: Path, empty: str, tmp_path: Path) -> None:
    from tests.test_incremental import write

    first, more = write(tmp_path / "first", range(2)), write(tmp_path / "more", range(2, 4))
    for paths in ([first], [more], []):
        casework.build(empty, paths, jobs=1, tagger="none")
    casework.build(str(file), [more, first], jobs=1, tagger="none")
    assert rows(empty) == rows(file)
    assert casework.record_of(empty) == casework.record_of(str(file))
