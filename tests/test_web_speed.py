"""What makes the workbench quick in large cases changes nothing that it shows."""

from __future__ import annotations

import gc
import re
import threading
from datetime import UTC, datetime, timedelta

import pytest

from stemma.model import Reading
from stemma.review import Index, Settling, decided, questions, settled
from stemma.store.known import Known
from stemma.web import held
from stemma.web.held import Snapshot
from stemma.web.queue import Base, at_hand, base_of
from tests.web import SAMPLE, another, bench, built, copied

LINK = re.compile(r'href="(/[^"#]*)"')
AT = datetime(2031, 5, 3, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> str:
    return built(tmp_path_factory.mktemp("speed") / "sample.case", SAMPLE)


@pytest.fixture()
def large(monkeypatch):
    """Every case is treated as a large one."""
    monkeypatch.setattr(held, "PARTING", 0.0)
    monkeypatch.setattr(held, "LARGE", 0)


def _paths(browser) -> list[str]:
    rows = browser.json("/index.json")["rows"]
    return ["/index.json", "/reports.json", "/parties.json", "/places.json",
            *(f"/incidents/{row['id']}.json" for row in rows[:3])]


def test_preparing_a_snapshot_changes_no_page(case, large, tmp_path, monkeypatch):
    """The same answers with everything made beforehand, and with everything made when it is asked for."""
    prepared = bench(copied(case, tmp_path))
    state = prepared.app.state.bench
    state._prepare(state.held.snapshot())
    monkeypatch.setattr(held, "LARGE", 10_000)
    asked = bench(copied(case, tmp_path))
    for path in _paths(asked):
        assert prepared.get(path).text == asked.get(path).text, path


def test_a_new_record_is_prepared_before_it_is_shown(case, large, tmp_path):
    state = _unprepared(copied(case, tmp_path)).app.state.bench
    before = state.held.snapshot()
    seen = []
    state.held._prepare = lambda made: seen.append((made.mark, state.held.snapshot().mark))
    before.mark = "another"  # as if the case had been built anew
    after = state.held.refresh()
    assert seen == [(after.mark, "another")]
    assert state.held.snapshot() is after


def test_the_queue_of_a_large_case_is_made_beside(case, large, tmp_path):
    """The page says so meanwhile, and asks again; then it is the queue that a small case has at once."""
    browser = _unprepared(copied(case, tmp_path))
    snapshot = browser.app.state.bench.held.snapshot()
    begun, go = threading.Event(), threading.Event()

    def made() -> Base:
        begun.set()
        go.wait(60)
        return _made(snapshot)

    making = threading.Thread(target=lambda: snapshot.kept("questions", made))
    making.start()
    assert begun.wait(60)
    first = browser.json("/review.json")
    assert (first["being_made"], first["question"]) == (True, None)
    page = browser.get("/review").text
    assert "are being found" in page and 'hx-get="/review"' in page and "Nothing waits" not in page
    go.set()
    making.join()
    assert at_hand(snapshot)
    later = another(browser).json("/review.json")
    assert later["being_made"] is False
    assert later["question"]["id"] == base_of(snapshot).settling.queue[0].id


def _unprepared(path: str):
    """A browser at a workbench that makes nothing beforehand."""
    browser = bench(path)
    browser.app.state.bench.held._prepare = lambda made: None
    return browser


def _made(snapshot: Snapshot) -> Base:
    """The queue of the same record, made apart."""
    return base_of(Snapshot("apart", snapshot.record))


def test_an_answer_can_be_given_before_the_queue_is_at_hand(case, large, tmp_path):
    browser = _unprepared(copied(case, tmp_path))
    snapshot = browser.app.state.bench.held.snapshot()
    first = _made(snapshot).settling.queue[0]
    answer = browser.tell(f"/review/{first.id}", {"answer": first.options[0].key})
    assert answer.status_code == 200 and answer.json()["new"] is True


def test_what_people_decide_is_settled_as_if_the_queue_were_made_anew(case, tmp_path):
    """Each first option, one after the other, to every third question."""
    record = bench(copied(case, tmp_path)).app.state.bench.held.snapshot().record
    index = Index(record)
    settling = Settling(questions(record, (), index), index)
    assert len(settling.queue) > 3
    answers = [decided(question, question.options[place % 2].key, "R. Coder", AT + timedelta(minutes=place))
               for place, question in enumerate(settling.queue[::3])]
    for count in range(len(answers) + 1):
        found = settling.settled(answers[:count])
        assert {question.id for question in found} == {question.id for question in settling.queue}
        held_back = {question.id for question in questions(record, answers[:count], index)} - {q.id for q in found}
        again = [q for q in questions(record, answers[:count], index) if q.id not in held_back]
        assert list(found) == again
        assert found == settled(settling.queue, record, answers[:count], index)


def test_two_who_ask_for_the_same_wait_for_one(case, tmp_path):
    snapshot = bench(copied(case, tmp_path)).app.state.bench.held.snapshot()
    made, go = [], threading.Event()

    def make() -> str:
        made.append(1)
        go.wait(60)
        return "made"

    found: list[str] = []
    asking = [threading.Thread(target=lambda: found.append(snapshot.kept(("one", 1), make))) for _ in range(3)]
    for thread in asking:
        thread.start()
    go.set()
    for thread in asking:
        thread.join()
    assert (found, len(made)) == (["made"] * 3, 1)


def test_indexes_stay_while_pages_go(monkeypatch):
    from stemma.model import Record

    monkeypatch.setattr(held, "MOST_TEXT", 100)
    snapshot = Snapshot("x", Record())
    snapshot.kept("an index", lambda: "i" * 1000)
    for number in range(5):
        snapshot.kept(("page", number), lambda: "p" * 60)
    assert snapshot.kept("an index", lambda: "made again") == "i" * 1000
    assert snapshot.kept(("page", 4), lambda: "made again") == "p" * 60
    assert snapshot.kept(("page", 0), lambda: "made again") == "made again"


def test_a_former_record_is_let_go(case, large, tmp_path):
    """Nothing that pages make holds it: with many people at work a record comes every minute."""
    browser = bench(copied(case, tmp_path))
    state = browser.app.state.bench
    gc.unfreeze()
    gc.collect()
    gc.disable()  # what goes round in a circle stays
    try:
        everywhere = _everywhere(browser)
        prepare = state.held._prepare
        state.held._prepare = lambda made: (prepare(made), *(browser.get(path) for path in everywhere))  # meanwhile
        before = _readings()
        for _ in range(3):
            state.held.snapshot().mark = "another"  # as if the case had been built anew
            state.held._known = Known()  # and every row of it were another
            state.held.refresh()
            for thread in threading.enumerate():
                if thread.name == "parting":
                    thread.join()
        assert _readings() == before
    finally:
        gc.enable()


def _everywhere(browser) -> list[str]:
    """Every page that the pages of the menu, incidents and reports lead to."""
    found = ["/"]
    for path in found:
        if len(found) < 150:
            new = LINK.findall(browser.get(path).text)
            found += dict.fromkeys(link for link in new if link not in found and not link.startswith("/export"))
    return found


def _readings() -> int:
    gc.unfreeze()  # else those of a large record are not listed
    return sum(type(one) is Reading for one in gc.get_objects())
