"""Small archives for tests of stemma scale, and what an output holds, byte by byte."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stemma.scale import engine, running
from tests.archives import packed, page, record, response, revisit

HARM = ("Rockets killed at least {dead} people and wounded {hurt} in {town} on Monday, the governor said. \"We have "
        "never seen anything like this,\" he told reporters.")
CALM = ("The council of {town} met on Monday to talk about bus lines and the price of bread. Nothing was decided, it "
        "said, and people will be asked again in spring.")
TOWNS = ("Dravik", "Kyiv", "Aleppo", "Kharkiv")


def line(number: int, **more: object) -> dict[str, object]:
    """One report as a JSON line has it; every third tells of harm."""
    text = (CALM if number % 3 else HARM).format(dead=number + 2, hurt=number + 7, town=TOWNS[number % len(TOWNS)])
    return {"id": f"r{number}", "text": text, "published": f"2022-0{1 + number % 3}-1{number % 10}",
            "url": f"https://post.example/{number}"} | more


def json_lines(numbers: range) -> bytes:
    """A file of JSON lines."""
    return b"".join(json.dumps(line(number)).encode() + b"\n" for number in numbers)


def archive(count: int = 6) -> bytes:
    """A WARC archive: pages on harm and others, one seen again elsewhere, one that is no page."""
    pages = [page(number) if number % 2 else page(number, "Bus lines").replace(b"were killed", b"were asked")
             for number in range(count)]
    records = [response(f"https://archive.example/{number}", body, number=number) for number, body in enumerate(pages)]
    again = revisit("https://mirror.example/1", pages[1], "https://archive.example/1")
    other = response("https://archive.example/missing", b"gone", http={"status": "404 Not Found"})
    info = record("warcinfo", "", b"software: none\r\n", content_type="application/warc-fields")
    return packed(info, *records, again, other)


def inputs(folder: Path) -> Path:
    """A folder with a file of each kind, some of their records damaged."""
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(json_lines(range(6)) + b'{"id": "broken", "text": \n{"id": "empty", "text": ""}\n')
    (folder / "deeper" / "b.jsonl.gz").write_bytes(gzip.compress(json_lines(range(6, 12)), mtime=0))
    (folder / "c.warc.gz").write_bytes(archive())
    rows = [line(number) for number in range(12, 18)]
    pq.write_table(pa.Table.from_pylist(rows), folder / "d.parquet")
    return folder


def in_this_process(patch: pytest.MonkeyPatch) -> None:
    """Have the work done in this process, one unit after another: what the engine adds is tested for itself."""
    patch.setattr(engine, "spread", lambda work, items, runner, workers: map(work, items))


def undisturbed(given: Path, out: Path) -> Path:
    """An output that nothing disturbed."""
    with pytest.MonkeyPatch.context() as patch:
        in_this_process(patch)
        running.scale([str(given)], str(out))
    return out


def bytes_of(out: Path) -> dict[str, bytes]:
    """Every file of an output, but the lock."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*"))
            if path.is_file() and path.name != ".lock"}


def rows_of(out: Path, table: str) -> list[dict[str, object]]:
    """All rows of a table, in the order of its files."""
    return [row for path in sorted((out / table).rglob("*.parquet")) for row in pq.ParquetFile(path).read().to_pylist()]
