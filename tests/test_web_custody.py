"""The page of what came in: when, how, by whom, with which digest, and what vouches for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from stemma.store import Item, open_case
from tests import web
from tests.factories import document, sample_fetch

HOSTILE = "https://a.example/<script>alert(1)</script>"


@pytest.fixture
def browser(own_case: str) -> Iterator[web.Browser]:
    with open_case(own_case) as case:
        case.add_item(*sample_fetch())
        odd = document("odd", "x")
        case.add_item(Item("fetched", HOSTILE, datetime(2033, 6, 1, tzinfo=UTC), "A. <b>", odd.sha256, b"x", 200),
                      [(odd, b"x")])
        case.add(((document("older", "Nobody was hurt."), b"Nobody was hurt."),))
    with web.bench(own_case) as opened:
        yield opened


def test_everything_is_listed_with_its_entry_and_its_reports(browser: web.Browser, own_case: str) -> None:
    found = browser.json("/custody.json")
    with open_case(own_case) as case:
        items, (number, digest) = case.items(), case.head()
    assert (found["total"], found["number"], found["head"]) == (len(items), number, digest)
    assert [row["number"] for row in found["rows"]] == [item.number for item in reversed(items)]
    assert [row["sha256"] for row in found["rows"]] == [item.sha256 for item in reversed(items)]
    assert found["rows"][1]["uri"] == sample_fetch()[0].uri and found["rows"][1]["warc"]
    last = found["rows"][-1]
    assert last["how"] == "read" and not last["warc"]
    assert browser.get(f"/reports/{last['reports'][0]['id']}").status_code == 200
    assert not found["rows"][0]["reports"][0]["read"], "what was not built yet has no page"


def test_it_can_be_searched(browser: web.Browser) -> None:
    assert [row["uri"] for row in browser.json("/custody.json?words=SCRIPT")["rows"]] == [HOSTILE]
    digest = sample_fetch()[0].sha256
    assert [row["sha256"] for row in browser.json(f"/custody.json?words={digest[:12]}")["rows"]] == [digest]
    assert {row["how"] for row in browser.json("/custody.json?how=fetched")["rows"]} == {"fetched"}
    assert browser.json("/custody.json?words=nowhere")["found"] == 0
    assert "None is as asked" in browser.get("/custody?words=nowhere").text


def test_what_pages_say_is_words(browser: web.Browser) -> None:
    page = browser.get("/custody").text
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page and "A. &lt;b&gt;" in page


def test_reports_that_nobody_vouches_for_are_counted(own_case: str) -> None:
    with open_case(own_case) as case:
        known = {id for item in case.items() for id in item.documents}
        assert known == {one.id for one in case.documents()}
    with web.bench(own_case) as opened:
        assert opened.json("/custody.json")["without"] == 0
