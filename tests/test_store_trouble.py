"""A case in trouble: what was changed by hand, crashes, and other programs that write. Runs over both stores."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from stemma.errors import CaseError
from stemma.model import Problem
from stemma.store import open_case
from tests.conftest import Address
from tests.factories import codes, document, sample_items, sample_judgement, sample_record, tamper

ROOT = Path(__file__).parent.parent


@pytest.fixture
def built(path: Address) -> Address:
    """A case that holds the sample documents and their record."""
    with open_case(path, create=True) as case:
        case.add(sample_items())
        case.add_judgement(sample_judgement())
        case.replace_record(sample_record())
    return path


# ------------------------------------------------------------------------------------------------ tampering and damage


@dataclass(frozen=True)
class Change:
    """Something done to the file, and what a check calls it."""

    sql: str
    code: str


CHANGES = [
    Change("UPDATE claim SET words = 'fifteen people' WHERE kind = 'killed'", "misquoted"),
    Change("UPDATE statement SET start_at = start_at + 1", "misquoted"),
    Change("UPDATE passage SET b_words = 'nothing'", "misquoted"),
    Change("UPDATE claim SET low = 15 WHERE low = 14", "rows-differ"),
    Change("DELETE FROM assessment_source", "rows-differ"),
    Change("INSERT INTO party VALUES ('added-later', 'person', 'Added Later', NULL)", "rows-differ"),
    Change("UPDATE record_json SET json = '[]' WHERE part = 'drifts'", "rows-differ"),
    Change("UPDATE record_json SET json = '{' WHERE part = 'drifts'", "damaged"),
    Change("UPDATE claim SET speaker = 'nobody'", "dangling-reference"),
    Change("DELETE FROM reading_json", "rows-differ"),
    Change("DROP TRIGGER raw_stays; UPDATE raw SET bytes = x'00', codec = 'plain'", "raw-differs"),
    Change("DROP TRIGGER raw_stays; UPDATE raw SET bytes = x'00', codec = 'zlib'", "raw-damaged"),
    Change("DROP TRIGGER document_stays; UPDATE document SET text = 'x' || text", "misquoted"),
    Change("DROP TRIGGER document_stays; UPDATE document SET published = 'in May'", "damaged"),
    Change("DROP TRIGGER document_stays; UPDATE document SET outlet = 'Another'", "changed"),
    Change("DROP TRIGGER document_stays; UPDATE document SET text = text || '.'", "changed"),
    Change("DROP TRIGGER judgement_stays; UPDATE judgement SET verdict = 'no'", "changed"),
    Change("DROP TRIGGER judgement_stays; UPDATE judgement SET targets = '[1]'", "damaged"),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.sql)
def test_check_finds_what_was_changed_by_hand(built: Address, change: Change) -> None:
    tamper(built, change.sql)
    with open_case(built) as case:
        assert change.code in codes(case.check())


# ------------------------------------------------------------------------------------------------ crashes and company


ADDING = """
import sys
sys.path.insert(0, {tests!r})
from tests.factories import document
from stemma.store import open_case
with open_case({path!r}, create=True) as case:
    for i in range(100_000):
        one = document(f"n{{i}}", f"Report number {{i}}. " * 500)
        case.add([(one, one.text.encode())])
        print(i, flush=True)
"""
REBUILDING = """
import sys
sys.path.insert(0, {tests!r})
from msgspec.structs import replace
from tests.factories import sample_record
from stemma.store import open_case
record = sample_record()
with open_case({path!r}) as case:
    for i in range(100_000):
        case.replace_record(record if i % 2 else replace(record, drifts=(), contradictions=()))
        print(i, flush=True)
"""


def _killed(code: str, path: Address, after: float) -> int:
    """Run a writer, kill it at once after so many seconds of work; the last number that it acknowledged."""
    script = code.format(tests=str(ROOT), path=str(path))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as writer:
        first = writer.stdout.readline()
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        said = [first, *writer.stdout]
    return int([line for line in said if line.endswith("\n")][-1])


@pytest.mark.parametrize("after", [0.0, 0.013, 0.05])
def test_what_was_acknowledged_survives_a_kill(path: Address, after: float) -> None:
    last = _killed(ADDING, path, after)
    with open_case(path) as case:
        names = {d.name for d in case.documents()}
        assert names >= {f"n{i}" for i in range(last + 1)}
        assert len(names) <= last + 2
        assert case.check() == []


@pytest.mark.parametrize("after", [0.0, 0.007, 0.03])
def test_a_kill_in_a_rebuild_leaves_one_record_or_the_other(built: Address, after: float) -> None:
    _killed(REBUILDING, built, after)
    full = sample_record()
    with open_case(built) as case:
        assert case.record() in (full, replace(full, drifts=(), contradictions=()))
        assert case.check() == []


def test_a_second_writer_waits_its_turn(built: Address) -> None:
    late = Problem("read", "a", "b", "c")
    waited = []
    begun = threading.Event()

    def second() -> None:
        with open_case(built, wait=20) as case:
            assert len(case.documents()) == 4  # reading never waits
            started = time.monotonic()
            begun.set()
            case.add_problems([late])
            waited.append(time.monotonic() - started)

    with open_case(built) as first:
        with first._writing():
            thread = threading.Thread(target=second)
            thread.start()
            assert begun.wait(20)
            with pytest.raises(CaseError, match="another program; gave up after 0.1 s"):
                open_case(built, wait=0.1).add_problems([late])
            assert not waited
        thread.join()
        assert 0.1 < waited[0] < 20
        assert late in first.problems()


def test_two_programs_fill_one_case(path: Address) -> None:
    code = "\n".join([
        "import sys", f"sys.path.insert(0, {str(ROOT)!r})", "from tests.factories import document",
        "from stemma.store import open_case", f"with open_case({str(path)!r}, create=True) as case:",
        "    for i in range(40):", "        one = document(f'{sys.argv[1]}{i}', f'Report {i} of {sys.argv[1]}.')",
        "        case.add([(one, one.text.encode())])"])
    writers = [subprocess.Popen([sys.executable, "-c", code, name]) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    with open_case(path) as case:
        assert len(case.documents()) == 80
        assert case.check() == []


def test_a_reader_sees_one_state_while_another_writes(built: Address) -> None:
    with open_case(built) as reader, open_case(built) as writer, reader._reading():
        assert len(list(reader.select("SELECT 1 FROM document"))) == 4
        extra = document("late", "A late report.")
        writer.add([(extra, extra.text.encode())])
        assert len(list(reader.select("SELECT 1 FROM document"))) == 4
