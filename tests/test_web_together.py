"""Several people and programs at one case at the same moment: nobody overwrites anybody, and nobody waits long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

import pytest

from stemma import casework
from stemma.store import accounts, open_case
from stemma.web import held
from stemma.web import rebuilding as remaking
from stemma.web.desk import Desk
from stemma.web.held import MOST_TEXT, Snapshot
from stemma.web.rebuilding import Rebuilding, State
from tests import web

TEXT = ("Quarry Post\n4 May 2033\n\nShells hit Velmora\n\nAt least 14 people were killed in Velmora on Tuesday, the "
        "governor said. The army said that 9 people were killed in Velmora on Tuesday.\n")
LATER = ("Hill Courier\n5 May 2033\n\nBlast in Velmora\n\nPolice said that 21 people were wounded in Velmora on "
         "Thursday.\n")


@pytest.fixture
def case(new_case: Callable[[], object], tmp_path) -> str:
    """A small case, once on each store."""
    made = str(new_case())
    (tmp_path / "a.txt").write_text(TEXT)
    casework.build(made, [str(tmp_path / "a.txt")], 1, None, "none")
    return made


def two(case: str) -> tuple[web.Browser, web.Browser]:
    """Two people, each at a workbench of their own: nothing is shared but the case."""
    return web.bench(case, "Ann"), web.bench(case, "Ben")


def figure(browser: web.Browser) -> str:
    report = browser.json("/reports.json")["rows"][0]["id"]
    return next(one["id"] for one in browser.json(f"/reports/{report}.json")["claims"] if one["figure"])


# ---------------------------------------------------------------------------------------------------------- two at once


def test_the_second_of_two_is_told_and_both_are_kept(case: str) -> None:
    with open_case(case) as opened:
        assert opened.judgements() == () and opened.head()[0] == 1, "the log has the file that was read, nothing else"
    ann, ben = two(case)
    claim = figure(ann)
    seen = {name: one.json(f"/claims/{claim}.json")["seen"] for name, one in (("ann", ann), ("ben", ben))}
    body = {"kind": "claim", "targets": [claim]}
    first = ann.tell("/judgements", body | {"verdict": "yes", "seen": seen["ann"]}).json()
    second = ben.tell("/judgements", body | {"verdict": "no", "seen": seen["ben"]}).json()
    assert (first["message"], first["rivals"]) == ("Kept.", [])
    assert second["rivals"] == [first["judgement"]]
    assert second["message"].startswith("Ann decided on the same at ")
    assert "Both are kept; yours, the later one, holds." in second["message"]
    rows = ann.json("/log.json")["rows"]
    assert {(row["id"], row["by"]) for row in rows} == {(first["judgement"], "Ann"), (second["judgement"], "Ben")}
    third = ann.tell("/judgements", body | {"verdict": "unsure", "seen": ann.json(f"/claims/{claim}.json")["seen"]})
    assert third.json()["rivals"] == [], "who has seen what the other decided is told nothing new"


def test_the_words_are_on_the_page_where_scripts_run(case: str) -> None:
    ann, ben = two(case)
    claim = figure(ann)
    form = {"kind": "claim", "targets": claim, "verdict": "yes", "seen": "0", "back": f"/claims/{claim}"}
    assert "Kept." in ann.submit("/judgements", form, headers={"hx-request": "true"}).text
    told = ben.submit("/judgements", form | {"verdict": "no"}, headers={"hx-request": "true"})
    assert "Ann decided on the same at" in told.text
    assert told.headers["hx-trigger"] == "stemma:changed"


def test_without_scripts_the_page_that_follows_shows_both(case: str) -> None:
    ann, ben = two(case)
    claim = figure(ann)
    form = {"kind": "claim", "targets": claim, "verdict": "yes", "seen": "0", "back": f"/claims/{claim}"}
    ann.submit("/judgements", form)
    answer = ben.submit("/judgements", form | {"verdict": "no"})
    page = web.Html(ben.get(answer.headers["location"]).text)
    assert "Ann" in page.text("main")
    assert "Ben" in page.text("main")


def test_the_later_of_two_holds(case: str) -> None:
    ann, ben = two(case)
    claim = figure(ann)
    body = {"kind": "value", "targets": [claim], "seen": 0}
    assert ann.tell("/judgements", body | {"value": {"field": "scope", "to": "partial"}}).json()["new"]
    time.sleep(0.01)
    assert ben.tell("/judgements", body | {"value": {"field": "scope", "to": "aggregate"}}).json()["rivals"]
    casework.rebuild(case)
    assert web.bench(case).json(f"/claims/{claim}.json")["values"]["scope"] == "aggregate"


def test_the_queue_shows_what_two_people_answer_differently(own_case: str) -> None:
    ann, ben = two(own_case)
    asked = ann.json("/review.json")["question"]
    seen = ann.json("/review.json")["seen"]
    (first, second) = [option["key"] for option in asked["options"]][:2]
    assert not asked["disputed"]
    assert ann.tell(f"/review/{asked['id']}", {"answer": first, "seen": seen}).json()["rivals"] == []
    told = ben.tell(f"/review/{asked['id']}", {"answer": second, "seen": seen}).json()
    assert len(told["rivals"]) == 1
    assert told["message"].startswith("Ann decided on the same at ")
    shown = ann.json("/review.json")["question"]  # what people differ on comes first
    assert shown["disputed"]
    assert any(said.startswith("Ann,") for said in shown["answers"])
    assert any(said.startswith("Ben,") for said in shown["answers"])
    page = web.Html(ann.get("/review").text).text("main")
    assert "Ann," in page
    assert "Ben," in page


def test_many_at_once_all_are_kept(case: str) -> None:
    claim = figure(web.bench(case))
    people = [web.bench(case, f"Person {number}") for number in range(6)]
    told: list[dict] = []

    def decide(browser: web.Browser) -> None:
        body = {"kind": "claim", "targets": [claim], "verdict": "yes", "seen": 0}
        told.append(browser.tell("/judgements", body).json())

    threads = [threading.Thread(target=decide, args=(browser,)) for browser in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_case(case, readonly=True) as opened:
        assert {row.by for row in opened.judgements()} == {f"Person {number}" for number in range(6)}
        assert opened.head()[0] == 6 + 1, "with the file that was read"
        assert not opened.check()
    assert sorted(len(one["rivals"]) for one in told) == [0, 1, 2, 3, 4, 5]


# -------------------------------------------------------------------------------------------- builds by other programs


def test_a_build_by_another_program_is_picked_up(case: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(held, "LOOK", 0.0)
    browser = web.bench(case)
    assert browser.json("/reports.json")["total"] == 1
    (tmp_path / "b.txt").write_text(LATER)
    casework.build(case, [str(tmp_path / "b.txt")], 1, None, "none")
    deadline = time.monotonic() + 10
    while browser.json("/reports.json")["total"] == 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert browser.json("/reports.json")["total"] == 2
    assert "Hill Courier" in browser.get("/reports").text


def test_the_case_is_asked_at_most_once_a_second(case: str, monkeypatch) -> None:
    browser = web.bench(case)
    browser.get("/reports")
    asked = []
    kept = browser.app.state.bench.held
    monkeypatch.setattr(type(kept), "_look", lambda self: (asked.append(1), setattr(self, "_looked", time.monotonic()),
                                                           self._looking.release()))
    started = time.monotonic()
    for _ in range(30):
        browser.get("/reports")
    assert len(asked) <= 2 + (time.monotonic() - started)


def test_nobody_waits_while_a_new_record_is_loaded(case: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(held, "LOOK", 0.0)
    browser = web.bench(case)
    assert browser.json("/reports.json")["total"] == 1
    go = threading.Event()
    load = held.Held.refresh
    monkeypatch.setattr(held.Held, "refresh", lambda self: (go.wait(10), load(self))[1])
    (tmp_path / "b.txt").write_text(LATER)
    casework.build(case, [str(tmp_path / "b.txt")], 1, None, "none")
    for _ in range(5):
        assert browser.json("/reports.json")["total"] == 1
    go.set()
    deadline = time.monotonic() + 10
    while browser.json("/reports.json")["total"] == 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert browser.json("/reports.json")["total"] == 2


def test_one_request_sees_one_record(case: str, tmp_path) -> None:
    browser = web.bench(case)
    bench = browser.app.state.bench
    desk = Desk(bench.held, bench.rebuilding, bench.seats.user(""), "")
    before = desk.snapshot
    (tmp_path / "b.txt").write_text(LATER)
    casework.build(case, [str(tmp_path / "b.txt")], 1, None, "none")
    bench.held.refresh()
    assert desk.snapshot is before
    assert bench.held.snapshot() is not before


def test_pages_are_shown_while_another_program_writes(case: str, monkeypatch, quick_passwords) -> None:
    """As a long build does at its end: for a minute nobody else may write, also not that somebody was seen."""
    monkeypatch.setattr(accounts, "SEEN", timedelta())
    with open_case(case) as opened:
        opened.accounts.add("vera", web.PASSWORD, "viewer", "cli", datetime.now(UTC))
    with web.bench(case, None, accounts=True) as browser:
        assert browser.sign_in("vera").status_code == 303
        with open_case(case) as other, other._writing():
            started = time.monotonic()
            for path in ("/", "/reports", "/review", "/log", "/search?words=killed", "/me", "/state"):
                assert browser.get(path).status_code == 200, path
            assert time.monotonic() - started < 5
        assert browser.get("/").status_code == 200


# -------------------------------------------------------------------------------------------------------- what is kept


def test_kept_pages_do_not_fill_the_memory(case: str) -> None:
    with open_case(case, readonly=True) as opened:
        snapshot = Snapshot("m", opened.record())
    for number in range(100):
        snapshot.kept(("page", number), lambda: "x" * (MOST_TEXT // 10))
    assert sum(isinstance(one, str) for one in snapshot._kept.values()) <= 10


def test_what_could_not_be_made_leaves_nothing_behind(case: str) -> None:
    with open_case(case, readonly=True) as opened:
        snapshot = Snapshot("m", opened.record())
    for number in range(10):
        with pytest.raises(ZeroDivisionError):
            snapshot.kept(("page", number), lambda: 1 // 0)
    assert not snapshot._making
    assert not snapshot._kept


def test_a_build_that_fails_is_told_and_the_next_one_goes_on(own_case: str, monkeypatch) -> None:
    loaded: list[int] = []
    rebuilding = Rebuilding(own_case, lambda: loaded.append(1) or 1 // (len(loaded) - 1))
    try:
        for failed in ("integer division or modulo by zero", ""):
            rebuilding.ask()
            assert rebuilding.wait(60)
            state = rebuilding.state()
            assert (state.building, state.failed) == (False, failed)
    finally:
        rebuilding.close()


def test_decisions_before_a_build_begins_join_it(own_case: str) -> None:
    loaded: list[int] = []
    rebuilding = Rebuilding(own_case, lambda: loaded.append(1))
    try:
        for _ in range(3):
            rebuilding.ask()
        assert rebuilding.state() == State(building=True)
        assert rebuilding.wait(60)
        assert loaded == [1]
    finally:
        rebuilding.close()


def test_after_a_long_build_the_next_one_rests_as_long(own_case: str, monkeypatch) -> None:
    """But for somebody who asks for it by hand."""
    delays: list[float] = []

    class Timer:
        def __init__(self, delay: float, start) -> None:
            delays.append(delay)

        def start(self) -> None:
            """Nothing is built."""

        def cancel(self) -> None:
            """There is nothing to call off."""

    clock = [140.0]
    monkeypatch.setattr(remaking.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(remaking.threading, "Timer", Timer)
    rebuilding = Rebuilding(own_case, lambda: None)
    built: Future[float] = Future()
    built.set_result(40.0)
    rebuilding._done(built)
    clock[0] = 150.0
    rebuilding.ask()
    rebuilding.ask()
    rebuilding.ask(at_once=True)
    assert delays == [30.0, remaking.WAIT]
    rebuilding.rest()  # too late for what was asked for by hand
    assert len(delays) == 2


def test_after_a_record_of_another_program_the_next_one_rests_as_long(own_case: str, monkeypatch) -> None:
    rebuilding = Rebuilding(own_case, lambda: None)
    try:
        rebuilding.rest()  # nothing is known yet of how long that takes
        rebuilding.ask()
        assert rebuilding.wait(60)
        assert 0 < rebuilding._took < remaking.LONG
        monkeypatch.setattr(rebuilding, "_took", 1000.0)
        rebuilding.rest()
        rebuilding.ask()
        assert not rebuilding.wait(1)
        rebuilding.ask(at_once=True)
        assert rebuilding.wait(60)
    finally:
        rebuilding.close()


# ----------------------------------------------------------------------------------------- what a database cannot hold


@pytest.mark.parametrize("asked", ["words=killed&page=9223372036854775807", "words=%00killed", "words=a'b\"c*d(e)-f:g",
                                   "words=" + "x%20" * 3000, "since=0001-01-01&words=killed",
                                   "kind=killed&page=9" + "0" * 18])
def test_whatever_is_looked_for_both_stores_answer(case: str, asked: str) -> None:
    assert web.bench(case, raising=False).get(f"/search.json?{asked}").status_code in (200, 400)


@pytest.mark.parametrize("note", ["a\x00b", "x" * 100_000, "\uffff"], ids=["NUL", "long", "no character"])
def test_whatever_is_noted_both_stores_keep(case: str, note: str) -> None:
    browser = web.bench(case, raising=False)
    claim = figure(browser)
    body = {"kind": "claim", "targets": [claim], "verdict": "yes", "note": note, "seen": 2**53}
    assert browser.tell("/judgements", body).status_code == 200
    assert browser.json("/log.json")["rows"][0]["why"] == note
    assert browser.get("/log").status_code == browser.get(f"/claims/{claim}").status_code == 200
