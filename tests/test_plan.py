"""stemma plan: what it expects of an archive is what is there, roughly and with the truth inside its ranges."""

from __future__ import annotations

import gzip
import json
from datetime import date
from hashlib import sha256

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stemma.cli import run
from stemma.errors import UsageError
from stemma.scale import planning, sampling
from stemma.scale.nouns import Wanted
from tests.archives import packed, page, response
from tests.scaling import inputs, line

DOCUMENTS = 600  # in each file of the pile
LATER = Wanted(since=date(2031, 1, 1))  # so that the reports are counted, but not read


def _noise(number: int) -> str:
    """Letters that cannot be packed, and not always as many of them."""
    return "".join(sha256(f"{number} {part}".encode()).hexdigest() for part in range(1 + number % 3))


def _archive() -> bytes:
    pages = (page(number, "Bus lines").replace(b"were killed", b"were asked").replace(
        b"</body>", f"<!-- {_noise(number)} --></body>".encode()) for number in range(DOCUMENTS))
    return packed(*(response(f"https://archive.example/{number}", body, number=number)
                    for number, body in enumerate(pages)))


@pytest.fixture(scope="module")
def pile(tmp_path_factory):
    """A file of each kind, of which parts are read that are far smaller than they."""
    folder = tmp_path_factory.mktemp("plan")
    rows = [line(number, url=f"https://post.example/{_noise(number)}") for number in range(DOCUMENTS)]
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    (folder / "a.jsonl").write_bytes(lines)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(lines, mtime=0))
    archive = _archive()
    (folder / "c.warc.gz").write_bytes(archive)
    (folder / "d.warc").write_bytes(gzip.decompress(archive))
    pq.write_table(pa.Table.from_pylist(rows), folder / "e.parquet", row_group_size=100)
    return folder


@pytest.fixture
def small_parts(monkeypatch):
    """Small parts, read in this process."""
    monkeypatch.setattr(sampling, "PART", 6000)
    monkeypatch.setattr(sampling, "_ROWS", 50)

    class Here:
        def __init__(self, *given):
            self.map = map

        def __enter__(self):
            return self

        def __exit__(self, *given):
            return None

    monkeypatch.setattr(planning, "ProcessPoolExecutor", Here)


def test_as_many_documents_are_expected_as_there_are(pile, small_parts, monkeypatch):
    for name, parts in (("a.jsonl", 6), ("b.jsonl.gz", 1), ("c.warc.gz", 8), ("d.warc", 8), ("e.parquet", 3)):
        monkeypatch.setattr(sampling, "PARTS", parts)
        found = planning.plan([str(pile / name)], LATER)
        assert found.sampled_size < found.size, name
        assert 0.8 * DOCUMENTS < found.documents.likely < 1.25 * DOCUMENTS, (name, found.documents)
        assert found.documents.low <= DOCUMENTS <= found.documents.high or name == "e.parquet", (name, found.documents)


def test_kinds_of_files_are_told_apart(pile, small_parts, monkeypatch):
    monkeypatch.setattr(sampling, "PARTS", 14)
    found = planning.plan([str(pile)])
    assert 0.8 < found.documents.likely / (5 * DOCUMENTS) < 1.25
    assert found.documents.low < 5 * DOCUMENTS < found.documents.high
    assert 0 < found.kept.likely < found.documents.likely
    assert found.parts <= 14


def test_a_small_archive_is_read_whole_and_told_exactly(tmp_path, capsys):
    folder = inputs(tmp_path / "in")
    assert run(["plan", str(folder), "--workers", "4", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    expected = 6 + 2 + 6 + 8 + 6  # lines, two of them damaged; packed lines; records; rows
    assert found["documents"]["low"] == found["documents"]["high"] <= expected
    assert found["elsewhere"]["workers"] == 4
    assert found["here"]["hours"]["likely"] > 0 and found["here"]["memory"] > 50e6
    assert sum(step["of_time"] for step in found["steps"]) == pytest.approx(1)
    assert not list(tmp_path.glob("[!i]*"))


def test_the_plan_in_words(pile, small_parts, monkeypatch):
    from stemma.cli.planning import plan_lines

    monkeypatch.setattr(sampling, "PARTS", 4)
    told = "\n".join(plan_lines(planning.plan([str(pile / "a.jsonl")], LATER, workers=64)))
    assert "This machine" in told and "A cluster         64" in told and "between" in told and "read it" in told


def test_more_workers_take_less_time_but_no_less_than_the_largest_file():
    assert planning._longest([4.0, 1.0, 1.0, 1.0, 1.0], 2) == 4.0
    assert planning._longest([4.0, 1.0, 1.0, 1.0, 1.0], 50) == 4.0
    assert planning._longest([1.0] * 7, 2) == 4.0


def test_what_holds_no_document_is_told_plainly(tmp_path, small_parts):
    (tmp_path / "empty.jsonl").write_bytes(b"\n\n")
    for given in (tmp_path / "empty.jsonl", tmp_path / "nowhere"):
        with pytest.raises(UsageError):
            planning.plan([str(given)])


def test_files_below_the_folder_that_one_stands_in_are_found(tmp_path, monkeypatch):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.jsonl").write_text(json.dumps(line(1)))
    monkeypatch.chdir(tmp_path)
    assert [unit.path for unit in planning.units_of(["news"], None)[0]] == [str(tmp_path / "news" / "a.jsonl")]
