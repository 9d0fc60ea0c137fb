"""Families over many files are those of a build: spread by key, ended anywhere, in whatever pieces."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pyarrow.parquet as pq
import pytest

from bench._copies import pile
from bench.scale_families import put_unit, reading
from stemma.copies import candidates as rule
from stemma.copies import edges
from stemma.copies.families import edges_of, families
from stemma.copies.telling import Telling
from stemma.errors import StemmaError
from stemma.model import Edge, Reading
from stemma.scale import engine, joining, manifest, meeting
from stemma.scale import families as scaled
from stemma.scale.exchange import codes_of, doc_of, homes_of
from stemma.scale.families import components, edge_row
from stemma.values import Span

DAY = date(2033, 1, 3)
Rows = dict[str, list[tuple]]


def texts_of(count: int) -> list[str]:
    """Reports with planted copies, one of them printed by many, and one that is too short to be found."""
    made = pile(count, seed=3, sentences=9, own=0.6).texts
    return [*made, *(f"{made[1]}\n\nPrinted in edition {number}." for number in range(12)), "Nothing new."]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [reading(str(number), text, DAY + timedelta(number % 40) if number % 7 else None)
            for number, text in enumerate(texts_of(150))]


@pytest.fixture(scope="module")
def expected(readings) -> tuple[dict[tuple[str, str], Edge], dict[str, str]]:
    """The edges and the family of each document as a build finds them, with few holders of a key meeting each other."""
    with pytest.MonkeyPatch.context() as patch:
        few(patch)
        found = edges_of(readings)
    return found, {doc: family.id for family in families(readings, found=found) for doc in family.docs}


@pytest.fixture(scope="module")
def compared() -> Callable:
    """Comparing, each two documents once in all tests."""
    known: dict[tuple[str, str], Edge | None] = {}

    def compare(a: Telling, b: Telling) -> Edge | None:
        pair = a.page.document.id, b.page.document.id
        if pair not in known:
            known[pair] = edges.compare(a, b)
        return known[pair]

    return compare


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, compared):
    """Tasks of few documents, in this process, and keys that many hold though the pile is small."""
    few(monkeypatch)
    monkeypatch.setattr(scaled, "compare", compared)
    monkeypatch.setattr(joining, "AT_ONCE", 60)
    monkeypatch.setattr(joining, "COMPARED", 25)
    monkeypatch.setattr(engine, "spread", lambda work, items, runner, workers: map(work, items))


def few(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rule, "FEW", 5)
    patch.setattr(meeting, "FEW", 5)


def archive(out: Path, readings: list[Reading], size: int = 45) -> str:
    """What reading them from files of this size leaves."""
    for number, first in enumerate(range(0, len(readings), size)):
        put_unit(str(out), number, readings[first : first + size])
    return str(out)


def rows_of(out: str) -> Rows:
    """The rows of the joined tables, sorted."""
    return {name: sorted(tuple(row.values()) for path in sorted(Path(out, name).glob("*.parquet"))
                         for row in pq.read_table(path).to_pylist()) for name in ("edges", "families")}


def bytes_of(out: str) -> dict[str, bytes]:
    """All files of the joins and the note of them."""
    files = [*Path(out).glob("edges/*"), *Path(out).glob("families/*"), Path(out, "manifest", "joined.json")]
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def test_edges_and_families_are_those_of_a_build(tmp_path, readings, expected):
    out = archive(tmp_path / "out", readings)
    assert joining.join(out)
    plan = joining.plan_of(out, "0" * 64, manifest.entries(out))[0]
    assert plan.homes > 2 and plan.buckets > 2 and plan.slices > 1
    own, family = expected
    found = rows_of(out)
    assert found["edges"] == sorted(edge_row(edge) for edge in own.values())
    assert {doc: name for doc, name, _ in found["families"]} == family
    assert {edge.how for edge in own.values()} > {"verbatim", "shared_passage"}
    assert max(count for _, _, count in found["families"]) > 10
    assert not Path(out, joining.FOLDER).exists()


def test_passages_can_be_read_back(tmp_path, readings):
    out = archive(tmp_path / "out", readings[:45])
    joining.join(out)
    edge = next(row for row in rows_of(out)["edges"])
    passages = msgspec.msgpack.decode(edge[-1], type=tuple[tuple[Span, Span], ...])
    assert passages and all(a.start < a.end and b.start < b.end for a, b in passages)


@pytest.mark.parametrize(("size", "at_once", "in_turn", "in_slice"), [
    (300, 1_000, 1_000, 1_000), (300, 1_000, 1_000, 7), (20, 1_000, 40, 25), (20, 25, 1, 25)])
def test_neither_files_nor_tasks_change_anything(tmp_path, readings, monkeypatch, size: int, at_once: int,
                                                 in_turn: int, in_slice: int):
    first, other = (archive(tmp_path / name, readings, own) for name, own in (("one", 45), ("two", size)))
    joining.join(first)
    monkeypatch.setattr(joining, "AT_ONCE", at_once)
    monkeypatch.setattr(joining, "IN_TURN", in_turn)
    monkeypatch.setattr(joining, "COMPARED", in_slice)
    joining.join(other)
    assert rows_of(first) == rows_of(other)


def test_a_report_that_lies_in_two_files_counts_once(tmp_path, readings):
    twice = archive(tmp_path / "twice", [*readings[:90], *readings[10:50]])
    once = archive(tmp_path / "once", readings[:90])
    for out in (once, twice):
        joining.join(out)
    assert rows_of(once) == rows_of(twice)


def breaking(after: int) -> Callable:
    """An engine that stops after so many tasks in all."""
    left = iter(range(after))

    def spread(work, items, runner, workers) -> Iterator[bytes]:
        for item in items:
            if next(left, None) is None:
                raise KeyboardInterrupt
            yield work(item)

    return spread


def test_ended_anywhere_and_started_again_it_gives_the_same_bytes(tmp_path, readings, monkeypatch):
    whole = archive(tmp_path / "whole", readings[:150])
    joining.join(whole)
    out = archive(tmp_path / "out", readings[:150])
    times = 0
    while times < 40:
        with monkeypatch.context() as patch:
            patch.setattr(engine, "spread", breaking(3))
            try:
                joining.join(out)
                break
            except KeyboardInterrupt:
                times += 1
                assert manifest.joined(out) is None
                manifest.tidied(out)  # as the next run does before it goes on
    assert 4 < times < 40 and bytes_of(out) == bytes_of(whole)


def test_what_is_joined_is_joined_again_only_where_units_have_come_or_gone(tmp_path, readings):
    out = archive(tmp_path / "out", readings[:90])
    assert joining.join(out) and not joining.join(out)
    before = rows_of(out)
    put_unit(out, 9, readings[90:120])
    assert joining.join(out)
    after = rows_of(out)
    assert len(after["families"]) == len(before["families"]) + 30
    fresh = archive(tmp_path / "fresh", readings[:120], 60)
    joining.join(fresh)
    assert after == rows_of(fresh)


def test_an_engine_that_stops_is_started_again_and_given_up_in_the_end(tmp_path, readings, monkeypatch):
    out = archive(tmp_path / "out", readings[:90])
    stops = [0]

    def one_by_one(work, items, runner, workers):
        yield work(items[0])
        stops[0] += 1
        raise engine.EngineBroke("The engine stopped.")

    def never(work, items, runner, workers):
        raise engine.EngineBroke("The engine stopped.")

    monkeypatch.setattr(engine, "spread", never)
    with pytest.raises(StemmaError, match="did no more; start again"):
        joining.join(out)
    monkeypatch.setattr(engine, "spread", one_by_one)
    assert joining.join(out) and stops[0] > 3


def test_an_archive_of_nothing_is_joined(tmp_path):
    out = str(tmp_path / "out")
    put_unit(out, 0, [])
    assert joining.join(out) and rows_of(out) == {"edges": [], "families": []}


def test_documents_as_numbers_keep_their_order_and_their_home():
    ids = ["d-000000000001", "d-0f0000000000", "d-ffffffffffff"]
    codes = codes_of(ids, 513)
    assert [doc_of(code) for code in codes.tolist()] == ids and (np.diff(codes.astype(float)) > 0).all()
    assert homes_of(codes).tolist() == [513] * 3


@pytest.mark.parametrize("seed", range(5))
def test_what_hangs_together_is_found_however_long_the_chain(seed: int):
    chance = random.Random(seed)
    order = chance.sample(range(200), 200)
    links = [pair for pair in zip(order, order[1:], strict=False) if chance.random() < 0.9]
    root = list(range(200))
    for a, b in links * 200:
        root[a] = root[b] = min(root[a], root[b])
    a, b = np.array(links).T
    assert components(a, b, 200).tolist() == root
