"""A whole invented news site behind nginx, collected by the command itself; killed at ten moments and started again."""

from __future__ import annotations

import io
import json
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from stemma import cli
from stemma.collecting import Gathered, Options, Ways, gather
from stemma.store import open_case
from tests.newssite import HOST, Site, feed, nginx, page

ENTRIES = 200


@pytest.fixture(scope="module")
def site(nginx_program: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """200 reports, a feed of them all, a robots.txt; old addresses that redirect, and what is no page."""
    with nginx(nginx_program, tmp_path_factory.mktemp("site")) as served:
        for number in range(ENTRIES):
            served.write(f"news/{number}.html", page(number))
        served.write("robots.txt", b"User-agent: *\nDisallow: /private/\n")
        served.write("private/1.html", page(1))
        served.write("closed/1.html", page(1))
        served.write("feed.xml", feed(served.base, range(ENTRIES)))
        served.write("short.xml", feed(served.base, range(3)))
        yield served


def collect(capsys: pytest.CaptureFixture[str], case: Path, *arguments: str) -> tuple[int, str, str]:
    status = cli.run(["collect", str(case), *arguments, "--allow-private", HOST, "--delay", "0", "--by", "Ada"])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_command_says_what_came_and_what_did_not(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "saved.html").write_bytes(page(900))
    sources = [f"{site.base}/{path}" for path in ("short.xml", "old/5.html", "none.html", "gone/1", "closed/1.html",
                                                  "private/1.html", "round/1")]
    status, said, wrong = collect(capsys, tmp_path / "a.case", *sources, str(tmp_path / "saved.html"),
                                  "http://localhost/", "http://169.254.169.254/")
    assert (status, wrong) == (0, "")
    assert "     1  feeds and sitemaps followed\n     4  new pages\n" in said
    for line in ("No page: there is no such page (404).", "No page: the page was taken down (410).",
                 "No page: the server does not give it (403).", "Given up after 5 redirects.",
                 "Not asked: the site's robots.txt asks programs to leave this address alone.",
                 "is at an address that is not public (this machine); --allow-private localhost allows it.",
                 "is at an address that is not public (link-local)"):
        assert line in said
    assert "Documents         5   1 new" in said or "Documents         5" in said
    status, said, _ = collect(capsys, tmp_path / "a.case", f"{site.base}/short.xml", "--json")
    told = json.loads(said)["told"]
    assert Counter(one["outcome"] for one in told) == {"followed": 1, "known": 3}


def test_pages_come_back_byte_for_byte(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    collect(capsys, tmp_path / "a.case", f"{site.base}/short.xml")
    with open_case(tmp_path / "a.case") as case:
        for number in range(3):
            item = case.item_of(f"{site.base}/news/{number}.html")
            assert case.raw(item.sha256) == page(number)
            answer = next(iter(ArchiveIterator(io.BytesIO(case.warc(item.id)), check_digests="raise")))
            assert answer.http_headers.get_header("Content-Encoding") == "gzip"  # as nginx sent it
            assert answer.content_stream().read() == page(number) and answer.digest_checker.passed


def test_only_what_changed_is_sent_again(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    site.write("news/live.html", page(700))
    urls = [f"{site.base}/news/{name}.html" for name in ("live", "6")]
    collect(capsys, tmp_path / "a.case", *urls)
    time.sleep(1.1)  # nginx tells versions of a file apart by its second
    site.write("news/live.html", page(700, "The town has asked for doctors."))
    before = len(site.asked())
    _, said, _ = collect(capsys, tmp_path / "a.case", *urls)
    assert "pages that say something else than before" in said and "1  visited again and unchanged" in said
    statuses = dict(site.asked()[before:])
    assert statuses["/news/live.html"] == 200 and statuses["/news/6.html"] == 304


@pytest.mark.parametrize(("arguments", "word"), [
    ([], "Missing argument"), (["orvane.example/feed"], "no address either"),
    (["http://a.example/", "--delay", "-1"], "--delay"),
    (["http://a.example/", "--allow-private", "a/b"], "--allow-private"),
    (["http://a.example/", "--contact", "bücher"], "--contact")])
def test_what_cannot_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], word: str):
    assert cli.run(["collect", str(tmp_path / "a.case"), *arguments]) == 2
    assert word in capsys.readouterr().err
    assert not (tmp_path / "a.case").exists()


def test_killed_at_ten_moments_nothing_is_lost_or_twice(site: Site, tmp_path: Path):
    case, chance = tmp_path / "a.case", random.Random(20310416)
    for _ in range(10):
        before = len(site.asked())
        # A copy of this process, which has loaded everything; it holds nothing of the case.
        process = get_context("fork").Process(target=_run, args=(case, f"{site.base}/feed.xml"))
        process.start()
        _wait_for(site, before + chance.randint(1, 18))  # robots.txt and the feed are the first two
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.join(10)
        assert process.exitcode == -signal.SIGKILL
        if case.exists():
            with open_case(case, readonly=True) as opened:
                assert not list(opened.damage(1))
    gathered = _run(case, f"{site.base}/feed.xml")
    new, known = gathered.count("new"), gathered.count("known")
    assert (new + known, gathered.count("failed")) == (ENTRIES, 0) and known > 0 and new > 0
    with open_case(case, readonly=True) as opened:
        pages = Counter(item.uri for item in opened.items() if "/news/" in item.uri)
        assert len(pages) == ENTRIES and set(pages.values()) == {1}
        assert len(opened.documents()) == ENTRIES and opened.check() == []


def _run(case: Path, feed: str) -> Gathered:
    with open_case(case, create=True) as opened:
        return gather(opened, [feed], Options("Ada", Ways(delay=0.02), allowed=(HOST,)))


def _wait_for(site: Site, requests: int) -> None:
    """Until the site was asked so often."""
    end = time.monotonic() + 20
    while len(site.asked()) < requests and time.monotonic() < end:
        time.sleep(0.005)
