"""One request and its answer: bytes kept as they were, limits that hold against servers of bad will, WARC records that
other programs read."""

from __future__ import annotations

import gzip
import io
import shutil
import ssl
import subprocess
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastArchive
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from stemma.collecting import warc
from stemma.collecting.fetching import Exchange, Limits, ask, dechunked
from stemma.collecting.guard import Refused, Unreachable, target_of
from stemma.collecting.unpacking import unpacked
from tests.newssite import HOST, Answer, Asked, Server, page, plain, serving

PAGE = page(7)
HEADERS = {"User-Agent": "Stemma/test", "Connection": "close"}


def asked(answer: Answer, limits: Limits | None = None, path: str = "/a") -> Exchange:
    with serving({path: answer}) as server:
        target = target_of(f"{server.base}{path}", [HOST])
        return ask(target, [HOST], limits or Limits(), HEADERS)


def test_the_bytes_are_kept_as_they_went_over_the_line():
    sent = b"HTTP/1.1 200 Fine  indeed\r\nX-odd-CASE:  two\r\ncontent-length: 5\r\nSet-Cookie: a=b\r\n\r\nhello"
    one = asked(sent)
    assert one.received == sent and one.payload == b"hello" and one.status == 200 and not one.trouble
    assert one.sent.startswith(b"GET /a HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"User-Agent: Stemma/test\r\n" in one.sent and one.sent.endswith(b"\r\n\r\n")
    assert one.address == HOST and one.header("x-odd-case") == "two"


def test_chunks_are_kept_and_the_body_is_without_them():
    sent = (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n7\r\n, world\r\n0\r\nT: 1\r\n\r\n")
    one = asked(sent)
    assert one.received == sent and one.payload == b"hello, world"


def test_an_early_hint_is_no_answer():
    one = asked(b"HTTP/1.1 103 Early\r\nLink: </x>\r\n\r\n" + plain(200, b"hello"))
    assert one.status == 200 and one.received == plain(200, b"hello")


@pytest.mark.parametrize(("sent", "payload"), [
    (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello", b"hello"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n50\r\nwor", b"hellowor")])
def test_an_answer_that_breaks_off_is_kept_as_far_as_it_came(sent: bytes, payload: bytes):
    one = asked(sent)
    assert one.trouble == "cut-off" and one.received == sent and one.payload == payload


def test_more_than_the_server_counts():
    one = asked(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more")
    assert one.received.endswith(b"hello and more") and one.beyond == 9


def drip(request: Asked) -> None:
    request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        request.send(b"x")
        time.sleep(0.02)


def test_an_answer_that_drips_is_ended_by_the_clock():
    began = time.monotonic()
    one = asked(drip, Limits(seconds=0.4, step=0.3))
    assert one.trouble == "too-slow" and 0.3 < time.monotonic() - began < 2
    assert one.payload.startswith(b"xxxx") and len(one.payload) < 100


def drip_headers(request: Asked) -> None:
    request.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(1000):
        request.send(b"X-%d: y\r\n" % number)
        time.sleep(0.02)


@pytest.mark.parametrize("answer", [drip_headers, lambda request: time.sleep(2)])
def test_headers_that_never_end_are_no_answer(answer: Answer):
    began = time.monotonic()
    with pytest.raises(Unreachable) as why:
        asked(answer, Limits(seconds=0.4, step=0.3))
    assert why.value.code == "too-slow" and time.monotonic() - began < 2


def flood(request: Asked) -> None:
    request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(10_000):
        request.send(b"x" * 10_000)


def test_an_answer_without_end_is_ended_by_its_size():
    one = asked(flood, Limits(received=100_000))
    assert one.trouble == "too-large" and len(one.received) == 100_000


def flood_headers(request: Asked) -> None:
    request.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(100_000):
        request.send(b"X-%d: %s\r\n" % (number, b"y" * 100))


def test_headers_without_end_are_ended_by_their_size():
    with pytest.raises(Refused):
        asked(flood_headers)


@pytest.mark.parametrize(("answer", "code"), [
    (b"SSH-2.0-OpenSSH_9.2\r\n", "not-http"), (b"", "no-answer"), (b"HTTP/1.1 200", "no-answer"),
    (b"HTTP/1.1 banana\r\n\r\n", "not-http")])
def test_what_is_no_http(answer: bytes, code: str):
    with pytest.raises(Refused) as why:
        asked(answer)
    assert why.value.code in (code, "not-http")


def test_nobody_there():
    with serving() as server:
        target = target_of(server.base, [HOST])
    with pytest.raises(Unreachable) as why:
        ask(target, [HOST], Limits(seconds=5), HEADERS)
    assert why.value.code in ("no-connection", "no-answer")


def test_the_connection_goes_to_the_address_that_was_checked():
    with serving({"/a": plain(200, b"hello")}) as server:
        target = target_of(f"http://orvane.example:{server.port}/a", ["orvane.example"])
        one = ask(target, [HOST], Limits(), HEADERS)  # no name server knows that host
    assert one.payload == b"hello" and b"Host: orvane.example:" in one.sent
    assert one.url == f"http://orvane.example:{server.port}/a"


ODD_LINES = st.lists(st.sampled_from([
    b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: 5, 5", b"Content-Length: " + b"9" * 30,
    b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"Set-Cookie: \xff\xfe=;;;,",
    b"Set-Cookie: a=b; expires=never; domain=\x7f", b"Content-Type: \xff", b"X: \xe9", b"Location: \xe9\xff",
    b"Connection: upgrade", b"Upgrade: websocket", b"Content-Encoding: gzip", b" folded", b"no colon", b"Date: \x01",
    b"Content-Type: text/html; charset=\xff\"'", b"ETag: \xe9"]), max_size=5)
ODD_STATUS = st.sampled_from([
    b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 304 X", b"HTTP/1.1 101 Up", b"HTTP/1.1 100 C", b"HTTP/1.1 999 ?",
    b"HTTP/2 200", b"HTTP/1.1 302 \xff", b"ICY 200 OK"])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@settings(max_examples=150, deadline=None)
@given(ODD_STATUS, ODD_LINES, st.binary(max_size=40), st.sampled_from([b"\r\n", b"\n"]))
def test_any_answer_is_kept_or_told(server: Server, status: bytes, lines: list[bytes], body: bytes, end: bytes):
    sent = end.join([status, *lines]) + end + end + body
    server.answers["/odd"] = sent
    try:
        one = ask(target_of(f"{server.base}/odd", [HOST]), [HOST], Limits(3, 1), HEADERS)
    except Refused:
        return
    assert one.received and sent.endswith(one.received)
    assert len(list(ArchiveIterator(io.BytesIO(warc.records([one])), no_record_parse=True))) == 2


# ----------------------------------------------------------------------------------------------------------------- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for orvane.example, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not there")
    made = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=orvane.example", "-addext", "subjectAltName=DNS:orvane.example",
                    "-keyout", made, "-out", f"{made}.crt"], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + Path(f"{made}.crt").read_bytes())
    return made


@pytest.mark.parametrize(("host", "trusted", "code"), [
    ("orvane.example", True, ""), ("orvane.example", False, "certificate"), ("post.example", True, "certificate")])
def test_who_answers_over_https_must_be_who_was_asked(certificate: Path, host: str, trusted: bool, code: str):
    names: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda connection, name, where: names.append(name)
    with serving({"/a": plain(200, b"hello")}, context) as server:
        target = target_of(f"https://{host}:{server.port}/a", [host])
        own = ssl.create_default_context(cafile=f"{certificate}.crt") if trusted else None
        if code:
            with pytest.raises(Refused) as why:
                ask(target, [HOST], Limits(seconds=5), HEADERS, own)
            assert why.value.code == code and not server.asked
        else:
            one = ask(target, [HOST], Limits(seconds=5), HEADERS, own)
            assert one.received == plain(200, b"hello") and one.sent == server.asked[0].raw
    assert names == [host]


# ---------------------------------------------------------------------------------------------------------------- WARC


@pytest.mark.parametrize("answer", [
    plain(200, PAGE), plain(200, gzip.compress(PAGE), "Content-Encoding: gzip"), plain(404, b"no such page"),
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE, plain(200, bytes(range(256)) * 9)])
def test_warc_records_give_every_byte_back(answer: bytes):
    one = asked(answer, path="/caf%C3%A9?x=1".partition("?")[0])
    made = warc.records([one])
    kinds = []
    for record in ArchiveIterator(io.BytesIO(made), no_record_parse=True):
        kinds.append(record.rec_type)
        raw = record.raw_stream.read()
        assert raw == (one.received if record.rec_type == "response" else one.sent)
        assert record.rec_headers.get_header("WARC-Target-URI") == one.url
        assert record.rec_headers.get_header("WARC-IP-Address") == HOST
    assert kinds == ["response", "request"]
    response = next(iter(ArchiveIterator(io.BytesIO(made), check_digests="raise")))
    assert response.raw_stream.read() == one.payload and response.digest_checker.passed
    assert response.http_headers.get_statuscode() == str(one.status)


def test_warc_digests_are_those_that_other_programs_find():
    sent = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    one = asked(sent)
    made = warc.records([one, asked(plain(200, PAGE))])
    first = next(iter(ArchiveIterator(io.BytesIO(made), check_digests="raise")))
    assert first.content_stream().read() == b"hello"
    assert [record.verify_block_digest() for record in FastArchive(io.BytesIO(made), parse_http=False)] == [True] * 4
    found = list(ArchiveIterator(io.BytesIO(made), no_record_parse=True))
    answer, question = found[0].rec_headers, found[1].rec_headers
    assert question.get_header("WARC-Concurrent-To") == answer.get_header("WARC-Record-ID")
    assert answer.get_header("WARC-Date") == one.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_warc_says_where_an_answer_was_cut():
    one = asked(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello")
    record = next(iter(ArchiveIterator(io.BytesIO(warc.records([one])), no_record_parse=True)))
    assert record.rec_headers.get_header("WARC-Truncated") == "disconnect"
    assert record.raw_stream.read() == one.received


def test_a_304_is_a_revisit():
    one = asked(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n")
    record = next(iter(ArchiveIterator(io.BytesIO(warc.records([one], one.at)), no_record_parse=True)))
    assert record.rec_type == "revisit"
    assert record.rec_headers.get_header("WARC-Profile").endswith("/revisit/server-not-modified")
    assert record.rec_headers.get_header("WARC-Refers-To-Date") == record.rec_headers.get_header("WARC-Date")


# ----------------------------------------------------------------------------------------------------------- unpacking


@pytest.mark.parametrize(("coding", "packed"), [
    ("gzip", gzip.compress(PAGE)), ("x-gzip", gzip.compress(PAGE)), ("GZIP , identity", gzip.compress(PAGE)),
    ("deflate", zlib.compress(PAGE)), ("deflate", zlib.compress(PAGE)[2:-4]),
    ("gzip, gzip", gzip.compress(gzip.compress(PAGE))),
    ("deflate, gzip", gzip.compress(zlib.compress(PAGE))), ("identity", PAGE), (None, PAGE)])
def test_codings_are_undone(coding: str | None, packed: bytes):
    found = unpacked(packed, coding, 1 << 20)
    assert (found.body, found.trouble) == (PAGE, "")


def test_a_bomb_is_not_unpacked_beyond_the_limit():
    bomb = gzip.compress(bytes(50 << 20), 9)
    began = time.process_time()
    found = unpacked(bomb, "gzip", 1 << 20)
    assert found.trouble == "too-large" and len(found.body) == 1 << 20
    assert time.process_time() - began < 0.5
    assert unpacked(gzip.compress(bomb), "gzip, gzip", 1 << 20).trouble == "too-large"


@pytest.mark.parametrize(("coding", "packed", "trouble"), [
    ("gzip", b"no gzip at all", "damaged"), ("gzip", gzip.compress(PAGE)[:-20], "damaged"),
    ("br", b"x", "unknown-coding"), ("gzip, br, zstd, gzip", b"x", "unknown-coding"), ("gzip", b"", "")])
def test_what_cannot_be_unpacked_is_told(coding: str, packed: bytes, trouble: str):
    assert unpacked(packed, coding, 1 << 20).trouble == trouble


@pytest.mark.parametrize(("sent", "body"), [
    (b"5\r\nhello\r\n0\r\n\r\n", b"hello"), (b"5\nhello\n0\n\n", b"hello"), (b"", b""), (b"zz\r\n", b""),
    (b"-5\r\nhello", b""), (b"FFFFFFFFFFFFFFFFFFFFFF\r\nabc", b"abc"), (b"3\r\nabcdef", b"abc")])
def test_chunks_of_any_kind(sent: bytes, body: bytes):
    assert dechunked(sent) == body
