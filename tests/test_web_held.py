"""What the workbench holds of a case is what the case holds, however it came to hold it."""

from __future__ import annotations

import random
import shutil
import threading
from datetime import UTC, datetime, timedelta

import pytest

from stemma import casework
from stemma.model import Judgement
from stemma.review import Index, questions
from stemma.store import open_case
from stemma.web import held
from stemma.web.held import Held
from stemma.web.queue import base_of
from tests import factories
from tests.web import SAMPLE, bench, built, copied

AT = datetime(2031, 5, 3, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> str:
    return built(tmp_path_factory.mktemp("held") / "sample.case", SAMPLE)


def judgement(number: int, seconds: float) -> Judgement:
    return factories.sample_judgement(id=f"j-{number:03}", by=f"coder {number % 3}", at=AT + timedelta(seconds=seconds))


def test_judgements_are_those_of_the_case_after_every_step(case, tmp_path, monkeypatch):
    """People decide by clocks that differ, withdraw what they or others decided, and accounts change in between."""
    path, chance = copied(case, tmp_path), random.Random(7)
    one = Held(path)
    read = []
    monkeypatch.setattr(held, "open_case", lambda path: _counting(open_case(path), read))
    with open_case(path) as writer:
        assert one.judgements() == ()
        for step in range(60):
            for number in range(chance.randrange(3)):
                writer.add_judgement(judgement(10 * step + number, step + chance.choice((0, 0, 0.5, -2.25, 1))))
            if step % 4 == 3:
                writer.withdraw(chance.choice(writer.judgements()).id, AT, "lead")
            if step % 7 == 6:
                writer.accounts.add(f"Coder {step}", "a long enough password", "coder", "lead", AT)
            assert one.judgements() == writer.judgements()
        assert len(writer.judgements()) > 40
    assert read.count(0) <= 2  # all of them, before the log had an entry


def _counting(file, read: list[int]):
    judgements = file.judgements
    file.judgements = lambda after=0: read.append(after) or judgements(after)
    return file


def test_judgements_of_another_log_are_read_anew(case, tmp_path):
    """As where somebody puts a copy of the case in its place that went on otherwise."""
    paths = [str(shutil.copy(case, tmp_path / f"{name}.case")) for name in ("a", "b")]
    for path, numbers in zip(paths, ((1, 2), (3, 4, 5, 6)), strict=True):
        with open_case(path) as writer:
            for number in numbers:
                writer.add_judgement(judgement(number, number))
    one = Held(paths[0])
    assert [row.id for row in one.judgements()] == ["j-001", "j-002"]
    one.file().close()
    one._local.file, one.case = None, paths[1]
    assert [row.id for row in one.judgements()] == ["j-003", "j-004", "j-005", "j-006"]


def test_a_record_read_after_another_is_the_record_and_its_questions_are_those_of_it_alone(case, tmp_path, monkeypatch):
    """While it is prepared it may look at the one before, and holds on to it no longer."""
    monkeypatch.setattr(held, "LARGE", 0)
    monkeypatch.setattr(held, "PARTING", 0.0)
    browser = bench(copied(case, tmp_path))
    one = browser.app.state.bench.held
    before = one.refresh()
    first = base_of(before).settling.queue[0]
    assert browser.tell(f"/review/{first.id}", {"answer": first.options[0].key}).status_code == 200
    casework.rebuild(one.case)
    after = one.refresh()
    assert after is not before and after.before is None
    with open_case(one.case) as reader:
        assert after.record == reader.record() != before.record
    assert base_of(after).settling.queue == questions(after.record, (), Index(after.record))
    shared = {id(reading) for reading in before.record.readings} & {id(reading) for reading in after.record.readings}
    assert len(shared) >= len(after.record.readings) - 2
    for thread in threading.enumerate():
        if thread.name == "parting":
            thread.join()
