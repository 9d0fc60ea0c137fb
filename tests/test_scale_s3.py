"""Archives in object storage: an S3 server of our own on loopback gives the same tables as this machine's disk does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stemma import casework
from stemma.errors import UsageError
from stemma.scale import engine, joining, manifest, running, slices, storage
from stemma.scale.nouns import Wanted
from stemma.scale.schema import JOINED_TABLES, UNIT_TABLES
from tests.scaling import archive, bytes_of, json_lines

BUCKET = "s3://news-archive"
HERE = {"unit", "path", "subject", "reading"}  # columns that name the input file, or hold what does


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server with one bucket; the usual variables name it."""
    from moto.server import ThreadedMotoServer

    found = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    found.start()
    with pytest.MonkeyPatch.context() as patch:
        host, port = found.get_host_and_port()
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "nobody")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        import boto3

        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket=BUCKET.removeprefix(storage.S3))
        yield f"http://{host}:{port}"
    found.stop()


@pytest.fixture(scope="module")
def given(server: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files on the disk and, with the same names, in the bucket."""
    folder = tmp_path_factory.mktemp("s3") / "in"
    (folder / "deeper").mkdir(parents=True)
    (folder / "deeper" / "a.jsonl").write_bytes(json_lines(range(4)) + b'{"id": "broken", "text": \n')
    (folder / "b.warc.gz").write_bytes(archive(2))
    for path in folder.rglob("*"):
        if path.is_file():
            storage.put(f"{BUCKET}/in/{path.relative_to(folder).as_posix()}", path.read_bytes())
    return folder


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work done in this process."""
    monkeypatch.setattr(engine, "spread", lambda work, items, runner, workers: map(work, items))


def scaled(source: str, out: str) -> running.Scaled:
    found = running.scale([source], out)
    joining.join(out)
    return found


@pytest.fixture(scope="module")
def outs(given: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """From disk to disk, from the bucket to disk, from the bucket to the bucket."""
    folder = tmp_path_factory.mktemp("s3")
    disk, mixed, bucket = folder / "disk", folder / "mixed", f"{BUCKET}/out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "spread", lambda work, items, runner, workers: map(work, items))
        scaled(str(given), str(disk))
        scaled(f"{BUCKET}/in", str(mixed))
        scaled(f"{BUCKET}/in", bucket)
    return disk, mixed, bucket


def rows(out: Path, table: str) -> list[dict[str, object]]:
    """The rows of a table but for where its input lies, in an order of their own."""
    found = [{name: value for name, value in row.items() if name not in HERE}
             for path in (out / table).rglob("*.parquet") for row in pq.ParquetFile(path).read().to_pylist()]
    return sorted(found, key=repr)


def test_output_in_a_bucket_is_byte_for_byte_that_on_the_disk(outs):
    _, mixed, bucket = outs
    there = {entry.path.removeprefix(f"{bucket}/"): storage.content(entry.path) for entry in storage.listed(bucket)}
    assert there == bytes_of(mixed)
    assert any(name.startswith("documents/month=2022-01/") for name in there)


def test_input_in_a_bucket_gives_the_rows_of_that_on_the_disk(outs):
    disk, mixed, _ = outs
    for table in (*UNIT_TABLES, *JOINED_TABLES):
        assert rows(mixed, table.name) == rows(disk, table.name), table.name
    assert rows(mixed, "documents") and rows(mixed, "claims") and rows(mixed, "incidents")
    assert {row["path"].partition("/in/")[0] for path in (mixed / "documents").rglob("*.parquet")
            for row in pq.ParquetFile(path).read(["path"]).to_pylist()} == {BUCKET}


def test_a_run_into_a_bucket_goes_on_where_it_was(outs):
    *_, bucket = outs
    before = {entry.path: storage.content(entry.path) for entry in storage.listed(bucket)}
    unit = next(iter(manifest.entries(bucket).values()))
    storage.remove(storage.joined(bucket, unit.files[0].path))
    assert scaled(f"{BUCKET}/in", bucket).new == 1
    assert {entry.path: storage.content(entry.path) for entry in storage.listed(bucket)} == before


def test_a_slice_comes_out_of_a_bucket(outs, tmp_path):
    _, mixed, bucket = outs
    cases = tmp_path / "disk.case", tmp_path / "bucket.case"
    for case, out in zip(cases, (str(mixed), bucket), strict=True):
        built = casework.build(str(case), (), 1, None, "fast", "Ada", part=slices.slice_of(out, Wanted(country="UA")))
        assert built.new > 0 and built.claims > 0
    records = [casework.record_of(str(case)) for case in cases]
    assert records[0] == records[1]
    assert casework.check(str(cases[1]), rebuild=True) == []


@pytest.mark.parametrize("where", ["s3://no-such-bucket/out", f"{BUCKET}/nothing"])
def test_what_is_not_there_is_said_in_a_line(server, tmp_path, where):
    with pytest.raises(UsageError) as refused:
        slices.slice_of(where, Wanted())
    assert where in str(refused.value) and "\n" not in str(refused.value)
    with pytest.raises(UsageError) as refused:
        running.scale([where], str(tmp_path / "out"))
    assert where in str(refused.value) and "\n" not in str(refused.value)
