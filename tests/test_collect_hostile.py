"""Servers of bad will, beyond what the other files of collecting try: floods of small things, packed floods, and
answers that end where a reader of them might not look."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from stemma.collecting import Options, Ways, gather, gathering, guard, visiting
from stemma.collecting.fetching import final_answer
from stemma.collecting.guard import Refused, addresses_of, target_of
from stemma.collecting.unpacking import unpacked
from stemma.custody.asking import post
from stemma.errors import StemmaError
from stemma.readers import read_bytes
from stemma.store import CaseFile, open_case
from tests.newssite import HOST, moved, page, plain, serving

MOST = 1 << 20


def test_a_million_early_hints_are_passed_over_at_once():
    flood = b"HTTP/1.1 103 Early\r\n\r\n" * 300_000
    began = time.process_time()
    assert final_answer(flood + b"HTTP/1.1 200 OK\r\n\r\nhello") == b"HTTP/1.1 200 OK\r\n\r\nhello"
    assert final_answer(flood) == b"" and final_answer(b"HTTP/1.1 103 Early\r\n") == b""
    assert time.process_time() - began < 5


def test_what_comes_out_last_of_a_deflated_body_is_not_left_in_it():
    """A deflate stream without a trailer may be used up before all of it has come out."""
    lost = []
    for size in range(MOST - 40, MOST + 400, 3):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        found = unpacked(packer.compress(b"a" * size) + packer.flush(), "deflate", 2 * MOST)
        lost += [size] if (found.trouble, len(found.body)) != ("", size) else []
    assert lost == []


@pytest.mark.parametrize("cut", [1, 2, 5])
def test_a_body_that_is_cut_off_is_still_told(cut: int):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"a" * MOST) + packer.flush()
    assert unpacked(packed[:-cut], "deflate", 2 * MOST).trouble == "damaged"


def packed_answer(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def test_an_authority_cannot_send_a_bomb():
    bomb = gzip.compress(bytes(64 * MOST), mtime=0)
    with serving({"/stamp": packed_answer(bomb)}) as server, pytest.raises(StemmaError, match="too much"):
        post(f"{server.base}/stamp", b"question", "text/plain", 10, MOST, [HOST])


def test_an_authority_may_pack_its_answer_all_the_same():
    with serving({"/stamp": packed_answer(gzip.compress(b"answer", mtime=0))}) as server:
        assert post(f"{server.base}/stamp", b"question", "text/plain", 10, MOST, [HOST]) == b"answer"


@pytest.mark.parametrize("where", [
    "http://[::ffff:127.0.0.1]/", "//127.0.0.1/x", "http://user@a.example/", "ftp://a.example/", "http:///x",
    "http://a.example:22/", "http://[::1%25lo]/", "http://127.1/", "http://a.example\\@b.example/", "data:text/html,x"])
def test_no_redirect_is_better_than_an_address(where: str):
    """What is refused as an address is refused as a place to go to; addresses that are hosts are judged when asked."""
    try:
        target = target_of(where, base="https://a.example/x")
    except Refused:
        return
    assert target.host in ("127.0.0.1", "::ffff:7f00:1")
    with pytest.raises(Refused, match="not public"):
        addresses_of(target, look_up=lambda host, port: [host])


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with open_case(tmp_path / "web.case", create=True) as opened:
        yield opened


def as_public(name: str, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a name pass for one on the public internet, although the server is this machine."""
    judged = visiting.addresses_of
    monkeypatch.setattr(guard, "OPEN_PORTS", guard.OPEN_PORTS | {port})
    monkeypatch.setattr(visiting, "addresses_of", lambda target, allowed, look_up: (
        (HOST,) if target.host == name else judged(target, allowed, look_up)))


def test_the_public_does_not_point_behind_the_door(case: CaseFile, monkeypatch: pytest.MonkeyPatch):
    """A host that a person named is asked where a person or that host points to it, not where any page does."""
    with serving() as server:
        as_public("public.example", server.port, monkeypatch)
        inside, public = f"{server.base}/inside", f"http://public.example:{server.port}"
        link = f"<rss><channel><item><link>{inside}</link><title>T</title></item></channel></rss>".encode()
        server.answers |= {"/feed": plain(200, link), "/moved": moved(inside), "/inside": plain(200, page(1)),
                           "/own": moved("/inside")}
        options = Options("Ada", Ways(0.0, attempts=1), allowed=(HOST,))
        for path in ("/feed", "/moved"):
            told = gather(case, [public + path], options).told
            assert told[-1].code == "private-address" and not case.documents()
        assert gather(case, [f"{server.base}/own"], options).told[0].outcome == "new"


def test_a_sitemap_of_sitemaps_has_an_end(case: CaseFile, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gathering, "MOST_SITEMAPS", 5)
    with serving() as server:
        for level in range(3):
            listed = "".join(f"<sitemap><loc>{server.base}/{level + 1}-{n}</loc></sitemap>" for n in range(40))
            index = plain(200, f"<sitemapindex>{listed}</sitemapindex>".encode())
            server.answers |= {f"/{level}-{n}": index for n in range(40)}
        gather(case, [f"{server.base}/0-0"], Options("Ada", Ways(0.0, attempts=1), allowed=(HOST,)))
        assert len([path for path in server.paths() if path != "/robots.txt"]) == 1 + 5


@pytest.mark.parametrize("name", [
    "unicode_escape", "raw_unicode_escape", "unicode-escape", "idna", "punycode", "undefined"])
def test_pythons_own_ways_to_write_text_are_no_encoding_of_a_page(name: str):
    raw = b"caf\xe9 \\ud800 Two people died in Velmora on Monday, \\x41 he said."
    (document,) = [found[0] for found in read_bytes("a.txt", raw, name) if isinstance(found, tuple)]
    assert document.text == raw.decode("cp1252")
