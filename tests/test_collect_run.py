"""Runs of collecting against an invented news site: what comes into the case, and what does not."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from stemma.collecting import Gathered, Limits, Options, Ways, gather, visiting
from stemma.collecting.into_case import collect
from stemma.errors import UsageError
from stemma.model import Problem
from stemma.readers import read_bytes
from stemma.readers._evidence import evidence_of
from stemma.store import CaseFile, open_case
from tests.newssite import HOST, Asked, Server, feed, moved, page, plain, serving

QUICK = Ways(delay=0.0, contact="desk@orvane.example", longest_wait=2)
OPTIONS = Options("Ada", QUICK, Limits(seconds=3, step=2, received=1 << 20, unpacked=4 << 20), allowed=(HOST,))


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with open_case(tmp_path / "a.case", create=True) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def outcomes(gathered: Gathered, base: str) -> dict[str, str]:
    """What became of each path."""
    return {one.url.removeprefix(base): one.outcome if one.outcome != "failed" else one.code for one in gathered.told}


def test_a_page_comes_in_with_its_bytes_and_its_records(case: CaseFile, server: Server):
    server.answers["/news/1.html"] = plain(200, gzip.compress(page(1)), "Content-Encoding: gzip", 'ETag: "one"')
    gathered = gather(case, [f"{server.base}/news/1.html?utm_source=x#top"], OPTIONS)
    assert [one.outcome for one in gathered.told] == ["new"] and not gathered.problems
    (document,) = case.documents()
    assert document.url == f"{server.base}/news/1.html" and document.outlet == "The Orvane Post"
    assert document.name == f"{HOST}:{server.port}/news/1.html"
    assert "Shells fell on the market of Velm" in document.text
    assert case.raw(document.sha256) == page(1)
    item = case.item_of(document.url)
    assert (item.how, item.by, item.status, item.etag) == ("fetched", "Ada", 200, '"one"')
    assert item.documents == (document.id,)
    assert item.sha256 == document.sha256 and document.retrieved == item.at
    records = [(record.rec_type, record.raw_stream.read())
               for record in ArchiveIterator(io.BytesIO(case.warc(item.id)), no_record_parse=True)]
    assert records == [("response", server.answers["/news/1.html"]), ("request", server.asked[-1].raw)]
    assert case.check() == []


def test_what_was_collected_is_read_from_its_warc_records_again(case: CaseFile, server: Server):
    server.answers |= {"/a": moved("/b"), "/b": plain(200, gzip.compress(page(1)), "Content-Encoding: gzip")}
    gather(case, [f"{server.base}/a"], OPTIONS)
    (document,) = case.documents()
    found = list(read_bytes("a.warc.gz", case.warc(case.item_of(f"{server.base}/a").id)))
    (again,) = [one[0] for one in found if not isinstance(one, Problem)]
    assert (again.text, again.url, again.retrieved) == (document.text, document.url, document.retrieved)


def test_who_asks_is_told_to_the_server(case: CaseFile, server: Server):
    server.answers["/a"] = plain(200, page(1))
    gather(case, [f"{server.base}/a"], OPTIONS)
    assert server.paths() == ["/robots.txt", "/a"]
    asked = server.asked[-1].headers
    assert asked["user-agent"].startswith("Stemma/") and "desk@orvane.example" in asked["user-agent"]
    assert asked["from"] == "desk@orvane.example" and asked["host"] == f"{HOST}:{server.port}"
    assert "cookie" not in asked and "referer" not in asked


def test_redirects_are_followed_and_kept(case: CaseFile, server: Server):
    server.answers |= {"/a": moved("/b", 301), "/b": moved("c?x=1", 307), "/c": plain(200, page(2))}
    gathered = gather(case, [f"{server.base}/a"], OPTIONS)
    assert outcomes(gathered, server.base) == {"/a": "new"}
    (document,) = case.documents()
    assert document.url == f"{server.base}/c?x=1"
    item = case.item_of(f"{server.base}/a")
    records = [record.rec_headers.get_header("WARC-Target-URI")
               for record in ArchiveIterator(io.BytesIO(case.warc(item.id))) if record.rec_type == "response"]
    assert records == [f"{server.base}/a", f"{server.base}/b", f"{server.base}/c?x=1"]
    # The same page by its own address is no other report.
    again = gather(case, [f"{server.base}/c?x=1"], OPTIONS)
    assert outcomes(again, server.base) == {"/c?x=1": "unchanged"} and len(case.documents()) == 1


def test_redirects_without_end(case: CaseFile, server: Server):
    server.answers["/a"] = moved("/a")
    gathered = gather(case, [f"{server.base}/a"], OPTIONS)
    assert outcomes(gathered, server.base) == {"/a": "redirects"}
    assert server.paths().count("/a") == 6


@pytest.mark.parametrize(("where", "code"), [
    ("http://169.254.169.254/latest/meta-data/", "private-address"), ("http://localhost/", "private-address"),
    ("http://[::1]/", "private-address"), ("http://[::ffff:127.0.0.1]/", "private-address"),
    ("http://2130706433/", "odd-address"), ("http://0177.0.0.1/", "odd-address"), ("http://0x7f.1/", "odd-address"),
    ("http://127.1/", "odd-address"), ("file:///etc/passwd", "bad-scheme"),
    ("http://a:b@orvane.example/", "credentials"),
    ("http://rebinding.example/", "private-address"), ("http://orvane.example:6379/", "odd-port"),
    ("http://10.0.0.1/", "private-address"), ("http://192.168.1.1:8080/", "private-address")])
def test_no_redirect_leads_behind_the_door(case: CaseFile, server: Server, where: str, code: str):
    server.answers["/a"] = moved(where)
    names = {"rebinding.example": ["1.1.1.1", "10.0.0.1"], "localhost": ["127.0.0.1"]}
    gathered = gather(case, [f"{server.base}/a"], OPTIONS, look_up=lambda host, port: names.get(host, [host]))
    assert outcomes(gathered, server.base) == {"/a": code}
    assert gathered.problems[0].code == code and case.problems() == gathered.problems
    assert not case.documents() and case.item_of(f"{server.base}/a").status == 302


def test_a_name_is_looked_up_once_for_each_connection(case: CaseFile, server: Server):
    # A second look-up could answer otherwise than the one that was judged.
    server.answers |= {"/a": moved("/b"), "/b": plain(200, page(1))}
    looked_up = []

    def look_up(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return [HOST]

    options = Options("Ada", QUICK, OPTIONS.limits, allowed=("orvane.example",))
    gathered = gather(case, [f"http://orvane.example:{server.port}/a"], options, look_up=look_up)
    assert gathered.count("new") == 1 and looked_up == ["orvane.example"] * len(server.asked)


def test_a_name_that_moves_behind_the_door_during_a_run(case: CaseFile, server: Server):
    server.answers |= {"/a": moved(f"http://orvane.example:{server.port}/b"), "/b": plain(200, page(1))}
    options = Options("Ada", QUICK, allowed=(HOST, f"orvane.example:{server.port}"))
    gathered = gather(case, [f"{server.base}/a"], options, look_up=lambda host, port: [HOST])
    assert gathered.count("new") == 1
    server.answers["/c"] = moved("http://orvane.example/b")
    gathered = gather(case, [f"{server.base}/c"], Options("Ada", QUICK, allowed=(HOST,)),
                      look_up=lambda host, port: [HOST])
    assert [one.code for one in gathered.told] == ["private-address"]


def test_robots_are_heeded_at_every_step(case: CaseFile, server: Server):
    server.answers |= {"/robots.txt": plain(200, b"User-agent: *\nDisallow: /closed", kind="text/plain"),
                       "/closed/1": plain(200, page(1)), "/a": moved("/closed/1"), "/b": plain(200, page(2))}
    gathered = gather(case, [server.base + path for path in ("/closed/1", "/a", "/b")], OPTIONS)
    assert outcomes(gathered, server.base) == {"/closed/1": "robots", "/a": "robots", "/b": "new"}
    assert server.paths() == ["/robots.txt", "/a", "/b"]
    assert case.raw(case.item_of(f"{server.base}/robots.txt").sha256).startswith(b"User-agent")


@pytest.mark.parametrize(("robots", "outcome"), [
    (plain(404, b""), "new"), (plain(403, b""), "new"), (plain(500, b""), "robots-unknown"), (b"", "no-answer"),
    (moved("http://10.0.0.1/robots.txt"), "new")])
def test_a_site_that_cannot_say_what_it_asks_for_is_left_alone(case: CaseFile, server: Server, robots: bytes,
                                                                outcome: str):
    server.answers |= {"/robots.txt": robots, "/a": plain(200, page(1))}
    gathered = gather(case, [f"{server.base}/a"], OPTIONS)
    assert outcomes(gathered, server.base) == {"/a": outcome}


def test_a_server_that_is_busy_is_asked_again_when_it_says(case: CaseFile, server: Server):
    times = []

    def busy(asked: Asked) -> None:
        times.append(asked.at)
        asked.send(plain(429, b"slowly", "Retry-After: 1") if len(times) < 2 else plain(200, page(1)))

    server.answers["/a"] = busy
    gathered = gather(case, [f"{server.base}/a"], OPTIONS)
    assert outcomes(gathered, server.base) == {"/a": "new"} and times[1] - times[0] >= 1
    item = case.item_of(f"{server.base}/a")  # both answers are kept
    assert item.status == 200 and case.warc(item.id).count(b"\x1f\x8b\x08") >= 4


def test_a_server_that_asks_for_too_long_a_wait_is_left_alone(case: CaseFile, server: Server):
    server.answers |= {"/a": plain(503, b"later", "Retry-After: 3600"), "/b": plain(500, b"broken"),
                       "/c": plain(429, b"slowly", "Retry-After: 0")}
    gathered = gather(case, [server.base + path for path in ("/a", "/b", "/c")], OPTIONS)
    assert outcomes(gathered, server.base) == {"/a": "status-503", "/b": "status-500", "/c": "status-429"}
    assert [server.paths().count(path) for path in ("/a", "/b", "/c")] == [1, 1, 3]
    assert case.problems() == () and len(gathered.problems) == 3  # they may pass


def test_a_connection_that_breaks_is_tried_again(case: CaseFile, server: Server):
    tries = []

    def breaks(asked: Asked) -> None:
        tries.append(asked)
        whole = plain(200, page(3))
        asked.send((b"", whole[:200], whole)[len(tries) - 1])

    server.answers["/a"] = breaks
    gathered = gather(case, [f"{server.base}/a"], OPTIONS)
    assert outcomes(gathered, server.base) == {"/a": "new"} and len(tries) == 3


@pytest.mark.parametrize(("answer", "code"), [
    (plain(404, b"no"), "status-404"), (plain(410, b"no"), "status-410"), (plain(401, b"no"), "status-401"),
    (plain(451, b"no"), "status-451"), (plain(204, b""), "status-204"), (plain(304, b""), "status-304"),
    (plain(200, page(1))[:300], "cut-off"), (plain(200, bytes(2 << 20)), "too-large"),
    (plain(200, gzip.compress(bytes(50 << 20)), "Content-Encoding: gzip"), "too-large"),
    (plain(200, b"no gzip", "Content-Encoding: gzip"), "damaged-coding"),
    (plain(200, b"?", "Content-Encoding: br"), "unknown-coding")])
def test_answers_that_are_no_page_are_kept_and_told(case: CaseFile, server: Server, answer: bytes, code: str):
    server.answers["/a"] = answer
    gathered = gather(case, [f"{server.base}/a"], OPTIONS)
    assert outcomes(gathered, server.base) == {"/a": code}
    assert [problem.code for problem in gathered.problems] == [code] and not case.documents()
    item = case.item_of(f"{server.base}/a")
    assert item.status == int(answer[9:12]) and case.check() == []
    first = next(iter(ArchiveIterator(io.BytesIO(case.warc(item.id)), no_record_parse=True)))
    assert answer.startswith(first.raw_stream.read())


@pytest.mark.parametrize(("kind", "body", "word", "codes"), [
    ("text/html; charset=windows-1251", "<html><body><p>{}</p></body></html>", "windows-1251", []),
    ("text/html; charset=koi8-r", "<html><body><p>{}</p></body></html>", "koi8-r", []),
    ("text/html; charset=iso-8859-1", "<html><head><meta charset=windows-1251></head><body><p>{}</p></body></html>",
     "windows-1251", ["charsets-differ"]),
    ("text/html; charset=iso-8859-1", "<html><body><p>{}</p></body></html>", "utf-8", []),
    ("text/html; charset=banana", "<html><head><meta charset=koi8-r></head><body><p>{}</p></body></html>", "koi8-r",
     ["charsets-differ"]),
    ("text/plain; charset=koi8-r", "{}", "koi8-r", ["not-utf8"])])
def test_encodings(case: CaseFile, server: Server, kind: str, body: str, word: str, codes: list[str]):
    said = "Мэр Орвани сообщил, что при обстреле рынка погибли три человека и ранены семь."
    server.answers["/a"] = plain(200, body.format(said).encode(word), kind=kind)
    gathered = gather(case, [f"{server.base}/a"], OPTIONS)
    (document,) = case.documents()
    assert said in document.text
    assert [problem.code for problem in gathered.problems if problem.code != "not-english"] == codes


def test_a_page_that_changes_is_kept_twice(case: CaseFile, server: Server):
    url = f"{server.base}/a"
    for number, (said, outcome) in enumerate([("", "new"), ("", "unchanged"), ("No one was warned.", "changed"),
                                              ("No one was warned.", "unchanged")]):
        # Each visit the page has other bytes around the same words, as real ones do.
        server.answers["/a"] = plain(200, page(4, said, f"<script>nonce={number}</script>"))
        told = gather(case, [url], OPTIONS).told[0]
        assert told.outcome == outcome, number
        if outcome == "changed":
            (before,), (after,) = told.before, told.documents
            assert "warned" in case.document(after).text and "warned" not in case.document(before).text
    assert len(case.documents()) == 2 and len([i for i in case.items() if i.uri == url]) == 4
    assert case.check() == []


def test_only_what_is_new_is_asked_for(case: CaseFile, server: Server):
    def answer(asked: Asked) -> None:
        same = asked.headers.get("if-none-match") == '"v1"'
        asked.send(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n' if same else plain(200, page(1), 'ETag: "v1"'))

    server.answers["/a"] = answer
    for outcome in ("new", "unchanged", "unchanged"):
        assert [one.outcome for one in gather(case, [f"{server.base}/a"], OPTIONS).told] == [outcome]
    statuses = [item.status for item in case.items() if item.uri.endswith("/a")]
    assert statuses == [200, 304, 304] and len(case.documents()) == 1 and case.check() == []


def test_files_of_other_kinds_by_their_content(case: CaseFile, server: Server):
    server.answers |= {"/a": plain(200, b"Two people were killed in Orvane on Monday, police said.", kind="text/plain"),
                       "/b.php": plain(200, page(5)), "/c": plain(200, b"\x89PNG\r\n\x1a\n\0\0", kind="image/png"),
                       "/d": plain(200, b"")}
    gathered = gather(case, [server.base + path for path in ("/a", "/b.php", "/c", "/d")], OPTIONS)
    assert outcomes(gathered, server.base) == {"/a": "new", "/b.php": "new", "/c": "nothing", "/d": "nothing"}
    assert {problem.code for problem in gathered.problems} == {"unknown-format", "empty-file"}


# ------------------------------------------------------------------------------------------------ feeds and sitemaps


def test_a_feed_is_followed_once(case: CaseFile, server: Server):
    server.answers |= {"/feed": plain(200, feed(server.base, range(5)), kind="application/rss+xml")}
    server.answers |= {f"/news/{n}.html": plain(200, page(n)) for n in range(4)}
    gathered = gather(case, [f"{server.base}/feed", f"{server.base}/feed#again"], OPTIONS)
    assert [gathered.count(outcome) for outcome in ("followed", "new", "failed")] == [1, 4, 1]
    days = {document.url.rpartition("/")[2]: document.published.isoformat() for document in case.documents()}
    assert days == {f"{n}.html": f"2031-04-{n + 1:02}" for n in range(4)}  # the pages state none
    document = case.documents()[0]
    bases = {one.field: one.basis for one in evidence_of(document, case.raw(document.sha256))}
    assert bases["published"] == "feed that pointed to it" and bases["url"] == "address it was fetched from"
    asked = len(server.asked)
    again = gather(case, [f"{server.base}/feed"], OPTIONS)
    assert [again.count(outcome) for outcome in ("followed", "known", "new")] == [1, 5, 0]
    assert server.paths()[asked:] == ["/robots.txt", "/feed"]
    options = Options("Ada", QUICK, OPTIONS.limits, (HOST,), again_after=0.0)
    assert gather(case, [f"{server.base}/feed"], options).count("unchanged") == 4


def test_a_run_has_a_limit_and_the_next_one_goes_on(case: CaseFile, server: Server):
    server.answers |= {"/feed": plain(200, feed(server.base, range(7)), 'ETag: "f"')}
    server.answers |= {f"/news/{n}.html": plain(200, page(n)) for n in range(7)}
    options = Options("Ada", QUICK, OPTIONS.limits, (HOST,), most=3)
    runs = [gather(case, [f"{server.base}/feed"], options) for _ in range(3)]
    counts = [(run.count("new"), run.left) for run in runs]
    assert counts == [(3, 4), (3, 1), (1, 0)] and len(case.documents()) == 7


def test_a_run_ends_when_so_many_bytes_have_come_and_the_next_one_goes_on(case: CaseFile, server: Server):
    server.answers |= {"/feed": plain(200, feed(server.base, range(7)))}
    server.answers |= {f"/news/{n}.html": plain(200, page(n) + b"<!--" + b"x" * 40_000 + b"-->") for n in range(7)}
    options = Options("Ada", QUICK, OPTIONS.limits, (HOST,), most_bytes=100_000)
    runs = [gather(case, [f"{server.base}/feed"], options) for _ in range(3)]
    assert [(run.count("new"), run.left) for run in runs] == [(3, 4), (3, 1), (1, 0)]
    assert [{problem.code for problem in run.problems} for run in runs] == [{"too-many-bytes"}] * 2 + [set()]
    assert len(runs[0].problems) == 4 and "The next one goes on" in runs[0].problems[0].message
    assert not case.problems() and len(case.documents()) == 7  # it passes by itself


@pytest.mark.parametrize("status", [200, 404])
def test_named_pages_have_their_turn_although_each_run_is_cut_short(case: CaseFile, server: Server, status: int):
    server.answers |= {f"/news/{n}.html": plain(status, page(n) + b" " * 40_000) for n in range(5)}
    options = Options("Ada", QUICK, OPTIONS.limits, (HOST,), most_bytes=60_000)
    urls = [f"{server.base}/news/{n}.html" for n in range(5)]
    for _ in range(5):
        gather(case, urls, options)
    asked = [path for path in server.paths() if path.startswith("/news/")]
    assert asked == [f"/news/{n}.html" for n in (0, 1, 2, 3, 4, 0, 1, 2, 3, 4)]


def test_a_feed_that_has_not_changed_still_leads_to_what_is_missing(case: CaseFile, server: Server):
    def answer(asked: Asked) -> None:
        whole = plain(200, feed(server.base, range(3)), "ETag: x")
        asked.send(b"HTTP/1.1 304 Not Modified\r\n\r\n" if "if-none-match" in asked.headers else whole)

    server.answers |= {"/feed": answer, "/news/0.html": plain(200, page(0))}
    server.answers |= {f"/news/{n}.html": plain(503, b"later", "Retry-After: 999") for n in (1, 2)}
    assert gather(case, [f"{server.base}/feed"], OPTIONS).count("new") == 1
    server.answers |= {f"/news/{n}.html": plain(200, page(n)) for n in (1, 2)}
    again = gather(case, [f"{server.base}/feed"], OPTIONS)
    assert (again.count("new"), again.count("known")) == (2, 1)


def test_sitemaps_lead_on_and_tell_what_changed(case: CaseFile, server: Server):
    def urls(day: str) -> bytes:
        return (f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                f"<url><loc>{server.base}/news/1.html</loc><lastmod>{day}</lastmod></url>"
                f"<url><loc>{server.base}/news/2.html</loc></url></urlset>").encode()

    index = (f"<?xml version='1.0'?><sitemapindex><sitemap><loc>{server.base}/map.xml.gz</loc></sitemap>"
             f"<sitemap><loc>{server.base}/index.xml</loc></sitemap></sitemapindex>").encode()
    server.answers |= {"/index.xml": plain(200, index), "/map.xml.gz": plain(200, gzip.compress(urls("2001-01-01"))),
                       "/news/1.html": plain(200, page(1)), "/news/2.html": plain(200, page(2))}
    first = gather(case, [f"{server.base}/index.xml"], OPTIONS)
    assert [first.count(outcome) for outcome in ("followed", "new", "failed")] == [2, 2, 0]
    server.answers["/map.xml.gz"] = plain(200, gzip.compress(urls("2999-01-01T00:00:00Z")))
    server.answers["/news/1.html"] = plain(200, page(1, "A second shell did not explode."))
    again = gather(case, [f"{server.base}/index.xml"], OPTIONS)
    assert (again.count("changed"), again.count("known")) == (1, 1)


@pytest.mark.parametrize("body", [
    b"<urlset><url><loc>http://a/", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><urlset>&a;</urlset>",
    gzip.compress(b"<urlset>" + bytes(80 << 20))])
def test_sitemaps_of_bad_will(case: CaseFile, server: Server, body: bytes):
    server.answers["/a"] = plain(200, body)
    gathered = gather(case, [f"{server.base}/a"], OPTIONS)
    assert not case.documents() and "root:" not in repr(gathered)
    assert [one.outcome for one in gathered.told] == ["followed"]


def test_hosts_are_asked_side_by_side_and_each_one_politely(case: CaseFile):
    with serving() as one, serving() as two:
        for server in (one, two):
            server.answers |= {f"/{n}": plain(200, page(n)) for n in range(3)}
        names = {"orvane.example": ["127.0.0.1"], "post.example": ["127.0.0.1"]}
        options = Options("Ada", Ways(delay=0.2), OPTIONS.limits, allowed=tuple(names))
        urls = [f"http://{name}:{server.port}/{n}" for n in range(3)
                for name, server in zip(names, (one, two), strict=True)]
        gathered = gather(case, urls, options, look_up=lambda host, port: names[host])
    assert gathered.count("new") == 6
    for server in (one, two):
        times = [asked.at for asked in server.asked]
        assert all(later - earlier >= 0.19 for earlier, later in zip(times, times[1:], strict=False))
    starts, ends = [min(a.at for a in s.asked) for s in (one, two)], [max(a.at for a in s.asked) for s in (one, two)]
    assert max(starts) < min(ends)  # neither waited for the other


def test_a_fault_in_one_answer_stops_no_other(case: CaseFile, server: Server, monkeypatch: pytest.MonkeyPatch):
    server.answers |= {"/a": plain(200, page(1)), "/b": plain(200, page(2))}
    real = visiting.unpacked

    def faulty(payload: bytes, coding: str | None, limit: int):
        if payload == page(1):
            raise ZeroDivisionError("no such thing")
        return real(payload, coding, limit)

    monkeypatch.setattr(visiting, "unpacked", faulty)
    gathered = gather(case, [f"{server.base}/a", f"{server.base}/b"], OPTIONS)
    assert outcomes(gathered, server.base) == {"/a": "fault", "/b": "new"}
    assert "ZeroDivisionError" in gathered.problems[0].message


def test_files_and_addresses_in_one_go(server: Server, tmp_path: Path):
    (tmp_path / "saved.html").write_bytes(page(8))
    (tmp_path / "empty").mkdir()
    server.answers["/a"] = plain(200, page(1))
    made = str(tmp_path / "b.case")
    collected = collect(made, [f"{server.base}/a", str(tmp_path / "saved.html")], OPTIONS)
    assert (collected.built.documents, collected.built.new, collected.built.known) == (2, 2, 0)
    with open_case(made, readonly=True) as case:
        assert {(item.how, item.by) for item in case.items() if item.documents} == {("fetched", "Ada"), ("read", "Ada")}
        assert case.is_current() and case.check() == []
    # A folder without a report stops nothing.
    collected = collect(made, [f"{server.base}/a", str(tmp_path / "empty")], OPTIONS)
    assert (collected.built.documents, collected.built.new, collected.built.known) == (2, 0, 1)
    assert collected.built.problems[0].code == "nothing-read"
    for sources, word in (([], "Name"), ([str(tmp_path / "none")], "no file")):
        with pytest.raises(UsageError, match=word):
            collect(made, sources, OPTIONS)
