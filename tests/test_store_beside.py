"""While a record is being written, which takes long in a large case, people on a server go on deciding."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from stemma.store import case as cases
from stemma.store import open_case
from tests import factories
from tests.test_store_accounts import WORD

NOW = datetime(2033, 5, 8, tzinfo=UTC)


@contextmanager
def being_written(path: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A record that is written in another thread and stops, its transaction open, until the block ends."""
    write, begun, go = cases.write, threading.Event(), threading.Event()

    def slowly(*given, **more):
        found = write(*given, **more)
        begun.set()
        assert go.wait(30)
        return found

    def build() -> None:
        with open_case(path) as opened:
            opened.replace_record(factories.sample_record(), judgements=(), over=mark)

    with open_case(path, create=True) as opened:
        opened.add(factories.sample_items())
        mark = opened.build_mark()
    monkeypatch.setattr(cases, "write", slowly)
    building = threading.Thread(target=build)
    building.start()
    try:
        assert begun.wait(30)
        monkeypatch.setattr(cases, "write", write)
        yield
    finally:
        go.set()
        building.join()


@pytest.fixture
def server(postgresql, empty_database: str) -> Iterator[str]:
    address = postgresql.new(empty_database)
    yield address
    postgresql.drop(address)


def test_nobody_waits_with_a_decision_for_a_record_that_is_written(server: str, monkeypatch) -> None:
    first, second = factories.sample_judgement(), factories.sample_judgement(id="j-2", by="somebody else")
    with being_written(server, monkeypatch), open_case(server) as opened:
        began = time.monotonic()
        assert opened.add_judgement(first).new
        assert opened.add_judgement(second).new
        opened.withdraw(first.id, NOW, "ana")
        opened.accounts.add("ana", WORD, "lead", "test", NOW)
        assert opened.add([(factories.document("late", "One more report."), b"One more report.")]) == 1
        assert time.monotonic() - began < 10
    with open_case(server) as opened:
        assert opened.record() == factories.sample_record()
        assert [one.id for one in opened.judgements()] == [first.id, second.id]
        assert not opened.is_current(), "the record was made before these"
        assert [one.code for one in opened.check()] == []


def test_a_second_record_waits_for_the_first(server: str, monkeypatch) -> None:
    ended = []

    def build() -> None:
        with open_case(server) as opened:
            opened.replace_record(factories.sample_record())
            ended.append(time.monotonic())

    with being_written(server, monkeypatch):
        other = threading.Thread(target=build)
        other.start()
        time.sleep(0.5)
        assert ended == []
    other.join()
    assert len(ended) == 1
    with open_case(server) as opened:
        assert opened.check() == []
