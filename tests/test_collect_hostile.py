"""Servers of bad will, beyond what the other files of collecting try: floods of small things, packed floods, and
answers that end where a reader of them might not look."""

from __future__ import annotations

import gzip
import time
import zlib

import pytest

from stemma.collecting.fetching import final_answer
from stemma.collecting.guard import Refused, target_of
from stemma.collecting.unpacking import unpacked
from stemma.custody.asking import post
from stemma.errors import StemmaError
from tests.newssite import HOST, serving

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
    from stemma.collecting.guard import addresses_of
    with pytest.raises(Refused, match="not public"):
        addresses_of(target, look_up=lambda host, port: [host])
