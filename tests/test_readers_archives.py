"""WARC and WACZ: what was received is a report, where it lay is told, damage and bombs cost no more than they must."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma import readers
from stemma.ids import make_id, sha256
from stemma.model import Problem
from stemma.readers import wacz, warc
from stemma.scale.opening import pieces_of
from tests import archives
from tests.archives import REPORT, packed, page, record, response, revisit

URL = "https://courier.example/2031/02/03/one"


def read(raw, name="crawl.warc"):
    found = list(readers.read_bytes(name, raw))
    for one in found:
        if not isinstance(one, Problem):
            assert one[0].sha256 == sha256(one[1]) and one[0].id == make_id("d", one[0].sha256, one[0].name)
    return [one for one in found if not isinstance(one, Problem)], [one for one in found if isinstance(one, Problem)]


def codes(problems):
    return [one.code for one in problems]


RECORDS = [record("warcinfo", "", b"software: none", content_type="application/warc-fields"),
           record("request", URL, b"GET / HTTP/1.1\r\n\r\n", content_type="application/http; msgtype=request"),
           response(URL, page(1)), response("https://radio.example/two", page(2), at="2031-02-04T10:00:00Z")]


@pytest.mark.parametrize(("name", "raw"), [
    ("crawl.warc", b"".join(RECORDS)), ("crawl.warc.gz", packed(*RECORDS)), ("crawl.warc", packed(*RECORDS)),
    ("crawl.warc.gz", gzip.compress(b"".join(RECORDS))), ("crawl.warc", b"".join(RECORDS)[:-4]),
])
def test_pages_are_reports_with_their_bytes_their_time_and_their_place(name, raw):
    [(first, kept), (second, _)], problems = read(raw, name)
    assert kept == page(1) and REPORT in first.text and "Home" not in first.text and not problems
    assert (first.name, first.url, first.title) == (f"crawl:{URL}", URL, "Shelling of Orvane")
    assert first.retrieved == datetime(2031, 2, 3, 10, tzinfo=UTC) and second.name == "crawl:https://radio.example/two"
    assert first.published is None and first.media_type == "text/html"
    offset = int(first.path.rpartition("#")[2])
    if gzip.compress(RECORDS[2], mtime=0) in raw:
        assert raw[offset:].startswith(gzip.compress(RECORDS[2], mtime=0))
    elif not raw.startswith(b"\x1f"):
        assert raw[offset:].startswith(RECORDS[2])


def test_the_kinds_of_payload():
    raw = b"".join((
        response(URL, REPORT.encode(), http={"content_type": "text/plain"}),
        response("https://c.example/odd", page(3), http={"content_type": "application/octet-stream"}),
        record("resource", "file:///saved.html", page(4), content_type="text/html"),
        response("https://c.example/i.png", b"\x89PNG", http={"content_type": "image/png"}),
        response("https://c.example/gone", page(5), http={"status": "404 Not Found"}),
        response("https://c.example/empty", b""),
    ))
    documents, problems = read(raw)
    assert [document.media_type for document, _ in documents] == ["text/plain", "text/html", "text/html"]
    assert documents[0][0].text == REPORT
    told = {one.code: one.message for one in problems}
    assert "1 × image/png" in told["passed-over"] and "1 × status 404" in told["passed-over"]
    assert "empty-file" in told


@pytest.mark.parametrize(("headers", "body"), [
    ({"Content_Encoding": "gzip"}, gzip.compress(page(), mtime=0)),
    ({"Content_Encoding": "deflate"}, zlib.compress(page())), ({"Content_Encoding": "gzip"}, page()),
    ({"Content_Encoding": "br"}, page()), ({"Content_Encoding": "br"}, brotli.compress(page())),
    ({"Transfer_Encoding": "chunked"}, f"{len(page()):x}\r\n".encode() + page() + b"\r\n0\r\n\r\n"),
    ({"Transfer_Encoding": "chunked"}, page()),
    ({"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"},
     (lambda z: f"{len(z):x}\r\n".encode() + z + b"\r\n0\r\n\r\n")(gzip.compress(page(), mtime=0))),
])
def test_packed_answers_are_unpacked_to_be_read_and_kept_as_they_came(headers, body, tmp_path):
    raw = response(URL, body, http=headers)
    [(document, kept)], _ = read(raw)
    assert REPORT in document.text and kept == body
    (tmp_path / "crawl.warc").write_bytes(raw)
    [piece] = pieces_of(tmp_path / "crawl.warc", "crawl.warc")  # its page has been unpacked before it is read
    assert REPORT.encode() in piece.page and list(piece.read()) == [(document, kept)]


@pytest.mark.parametrize(("stated", "url"), [
    ("https://courier.example/own", "https://courier.example/own"), ("https://other.example/own", URL), ("//[", URL),
])
def test_the_pages_own_address_counts_on_its_own_host(stated, url):
    body = page().replace(b"<head>", f'<head><link rel="canonical" href="{stated}">'.encode())
    [(document, _)], _ = read(response(URL, body))
    assert document.url == url and document.name == f"crawl:{URL}"


def test_the_stated_character_set_is_followed():
    body = page().replace(b"Tarn", "Tarné".encode("cp1251", "replace")).replace(b"Orvane", "Орван".encode("cp1251"))
    [(document, _)], problems = read(response(URL, body, http={"content_type": "text/html; charset=windows-1251"}))
    assert "Орван" in document.text and "not-utf8" not in codes(problems)


def test_a_page_seen_again():
    other = "https://courier.example/copy"
    raw = [response(URL, page(1)), response(URL, page(2), at="2031-02-05T10:00:00Z"),
           response(URL, page(1), at="2031-02-06T10:00:00Z"), revisit(URL, page(1), URL), revisit(other, page(1), URL),
           revisit("https://x.example/", b"never seen", "https://x.example/")]
    for archive in (b"".join(raw), packed(*raw)):
        documents, problems = read(archive)
        assert [document.name for document, _ in documents] == [
            f"crawl:{URL}", f"crawl:{URL}@2031-02-05T10:00:00Z", f"crawl:{other}"]
        assert documents[2][1] == page(1) and documents[2][0].retrieved == datetime(2031, 3, 1, 10, tzinfo=UTC)
        assert codes(problems) == ["revisit-unresolved", "passed-over"]
        assert "2 × seen again unchanged" in problems[1].message


def test_a_cut_archive_is_read_as_far_as_it_goes_and_the_end_is_told():
    whole = [response(f"https://c.example/{n}", page(n)) for n in range(5)]
    for raw, start in ((b"".join(whole), len(b"".join(whole[:3]))), (packed(*whole), len(packed(*whole[:3])))):
        for length in (start + 3, start + 200, start + 300):
            documents, problems = read(raw[:length])
            assert len(documents) == 3 and codes(problems) == ["cut-off"]
            assert problems[-1].place == f"byte {start}"


def test_damage_costs_one_record():
    whole = [response(f"https://c.example/{n}", page(n)) for n in range(5)]
    plain = b"".join(whole[:2]) + b"WARC/1.1\r\nbroken\x00" + whole[2][20:] + b"".join(whole[3:])
    broken = bytearray(packed(*whole))
    at = len(packed(*whole[:2])) + 40
    broken[at:at + 30] = b"\xff" * 30
    for raw in (plain, bytes(broken)):
        documents, problems = read(raw)
        assert {document.url for document, _ in documents} >= {f"https://c.example/{n}" for n in (0, 1, 3, 4)}
        assert len(documents) <= 5 and len(problems) <= 2


def test_wrong_digests_and_cut_pages_are_told():
    raw = response(URL, page(), WARC_Block_Digest=archives.sha1(b"other")) + response(
        "https://c.example/2", page(2), WARC_Truncated="length")
    documents, problems = read(raw)
    assert len(documents) == 2 and codes(problems) == ["bad-digest", "truncated"]


def test_bombs_end():
    big = b"<html>" + b" " * (40 << 20)
    documents, problems = read(response(URL, gzip.compress(big), http={"Content_Encoding": "gzip"}))
    assert not documents and codes(problems) == ["too-large"]
    bomb = gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <x>\r\nContent-Length: 40000000\r\n\r\n"
                         + b"\0" * 40_000_000)
    documents, problems = read(bomb + packed(response(URL, page())))
    assert not documents and codes(problems)[0] == "too-large"
    many = packed(response(URL, page())) + b"".join(
        packed(revisit(f"https://x.example/{n}", page(), URL)) for n in range(50))
    assert len(read(many)[0]) == 51


VALID = [packed(*RECORDS), b"".join(RECORDS),
         packed(response(URL, gzip.compress(page()), http={"Content_Encoding": "gzip"}))]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(VALID), st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=6)), max_size=6),
       st.floats(0, 1))
def test_mutated_and_cut_archives_give_documents_or_problems(valid, changes, share):
    raw = bytearray(valid)
    for at, new in changes:
        start = int(at * len(raw))
        raw[start:start + len(new)] = new
    for one in warc.read("a.warc", bytes(raw[:int(share * len(raw))])):
        assert isinstance(one, Problem) or one[0].sha256 == sha256(one[1])


# ------------------------------------------------------------------------------------------------ WACZ


def test_wacz_gives_the_pages_of_its_archives():
    raw = archives.wacz({"a.warc.gz": packed(*RECORDS), "b.warc": response(URL, page(9), at="2031-04-01T10:00:00Z")})
    documents, problems = read(raw, "saved.wacz")
    assert [document.name for document, _ in documents] == [
        f"saved:{URL}", "saved:https://radio.example/two", f"saved:{URL}@2031-04-01T10:00:00Z"] and not problems
    assert documents[0][0].path.startswith("saved.wacz/archive/a.warc.gz#")
    assert [document.name for document, _ in read(raw, "saved.zip")[0]] == [d.name.replace("saved:", "saved.zip:")
                                                                          for d, _ in documents]


@pytest.mark.parametrize(("wrong", "code", "place"), [
    ({"digests": {"archive/a.warc": "sha256:" + "0" * 64}}, "bad-digest", "archive/a.warc"),
    ({"digests": {"pages/pages.jsonl": "sha256:" + "0" * 64}}, "bad-digest", "pages/pages.jsonl"),
    ({"digests": {"archive/a.warc": "crc:1"}}, "bad-digest", "archive/a.warc"),
    ({"listed": [{"path": "archive/gone.warc", "hash": "sha256:00"}]}, "bad-member", "archive/gone.warc"),
])
def test_what_the_list_does_not_vouch_for_is_told(wrong, code, place):
    documents, problems = read(archives.wacz({"a.warc": response(URL, page())}, **wrong), "saved.wacz")
    assert len(documents) == 1 and [(one.code, one.place) for one in problems] == [(code, place)]


def test_a_changed_list_is_told():
    raw = archives.wacz({"a.warc": response(URL, page())}).replace(b'"wacz_version": "1.1.1"',
                                                                   b'"wacz_version": "1.1.0"')
    _, problems = read(raw, "saved.wacz")
    assert any(one.place == "datapackage.json" for one in problems)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), max_size=5), st.floats(0, 1))
def test_mutated_and_cut_wacz_give_documents_or_problems(changes, share):
    raw = bytearray(archives.wacz({"a.warc.gz": packed(*RECORDS)}))
    for at, new in changes:
        start = int(at * len(raw))
        raw[start:start + len(new)] = new
    for one in wacz.read("a.wacz", bytes(raw[:max(1, int(share * len(raw)))])):
        assert isinstance(one, Problem) or one[0].sha256 == sha256(one[1])
