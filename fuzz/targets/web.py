"""Collecting: addresses, robots.txt, answers, feeds and sitemaps."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

import httpx2

from fuzz.contract import require, text_of
from fuzz.target import Target
from fuzz.targets._files import entry
from stemma.collecting import documents, following, guard, robots
from stemma.collecting.addresses import key_of, name_of, without_tracking
from stemma.collecting.fetching import Exchange, dechunked, final_answer, head_length
from stemma.collecting.guard import Refused, addresses_of, not_public, target_of
from stemma.collecting.manners import asked_wait
from stemma.collecting.unpacking import unpacked
from stemma.collecting.visiting import Visit
from stemma.collecting.warc import records
from stemma.model import Problem

AT = datetime(2031, 5, 3, tzinfo=UTC)
_ADDRESSES = (
    "http://courier.example/2031/05/03/toll?utm_source=x&id=5#top", "https://user:pw@a.example:8443/x", "//a.example/y",
    "http://[::ffff:127.0.0.1]/", "http://127.0.0.1:8080/", "http://2130706433/", "http://0x7f.1/",
    "http://[fe80::1%25eth0]/",
    "http://a.example\\@b.example/", "http://xn--bcher-kva.example/ä ö", "../x/./y?z", "http://a.example:99999/",
    "javascript:1",
    "http://１２７.0.0.1/", "http://a.example./%2e%2e/%00", "http://[64:ff9b::7f00:1]/", "file:///etc/passwd",
    "http://a.example%2f@b/",
    "https://a.example/" + "a/../" * 20)
_PARTS = ("http://", "https://", "HTTP:", "//", "/", "\\", "@", ":", "?", "#", "%", "%00", "%2f", "%25", "..", "[", "]",
          "::",
          "::1", "::ffff:", "127.0.0.1", "10.0.0.1", "169.254.169.254", "0", "0x7f", "017700000001", "localhost", ".",
          "a.example", "xn--", "xn--zz", "。", "．", "／", "＠", "：", "?", "&", "=", "utm_source=1", ":80", ":443",
          ":22", "\t", "\n",
          " ", "ß",
          "İ", "ａ", "\u00ad", "\u200d", "\u0338", "64:ff9b::", "2002:7f00:1::", "fe80::1%eth0", "[v1.a]",
          "2001:4860:4860::8888")
_ROBOTS = ("User-agent: *\nDisallow: /private/*.html$\nAllow: /\nCrawl-delay: 5\n",
           "User-agent: Stemma/1\nDisallow: /\n",
           "# only a comment", "\ufeffUser-Agent: stemma\nUser-agent: b\nDisallow: *\nDisallow: /a%2fb\nAllow: /%7e\n")
_RULES = ("User-agent:", "Disallow:", "Allow:", "Crawl-delay:", "*", "$", "/", "%2f", "%2F", "%7e", "%", "%zz",
          "stemma", "#",
          "\n", "\r", "1e9", "nan", "-1", "inf", "/a*b*c$", "Sitemap:")


def address(data: bytes) -> object:
    """What may be asked is an address of http, without a password, of a host and port that are what they seem."""
    url = text_of(data)
    found = [key_of(url), without_tracking(url), name_of(url)]
    for base in (None, "http://a.example/b/c"):
        try:
            target = target_of(url, base=base)
        except Refused as why:
            found.append(why.code)
            continue
        found.append(target)
        _target_holds(target)
        require(key_of(without_tracking(target.url)) == key_of(target.url), "another page without its tracking")
    return found


def _target_holds(target: guard.Target) -> None:
    require(target.scheme in guard.PORTS and target.port in guard.OPEN_PORTS, "a scheme or port that is never asked")
    require(target.url.isascii() and target.url.isprintable() and " " not in target.url,
            "an address with odd characters")
    parts = urlsplit(target.url)
    require(parts.username is None and parts.hostname == target.host and not parts.fragment,
            "not the host that it seems")
    require(target_of(target.url) == target, "another target the second time")
    try:
        asked = httpx2.URL(target.url)
    except httpx2.InvalidURL:
        raise AssertionError("an address that cannot be asked") from None
    require(asked.raw_host.decode().strip("[]") == target.host, "another host is asked")
    require((asked.port or guard.PORTS[target.scheme]) == target.port, "another port is asked")
    require(b"\r" not in asked.raw_path and b"\n" not in asked.raw_path, "a line end in what is asked")


def resolved(data: bytes) -> object:
    """Whatever a name is at, no address of it that is not public gets by; Python's own list is no laxer."""
    told = text_of(data).split()
    found = []
    for one in told:
        why = not_public(one)
        found.append(why)
        if not why:
            ip = ipaddress.ip_address(one.partition("%")[0])
            if ip.version == 6 and ip in ipaddress.IPv6Network("64:ff9b::/96"):
                ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
            inner = getattr(ip, "ipv4_mapped", None) or ip
            require(inner.is_global and not inner.is_multicast, f"an address that is not public: {one}")
    try:
        addresses_of(target_of("http://a.example/"), (), lambda host, port: told)
        require(not any(found), "an address that is not public gets by")
    except Refused as why:
        found.append(why.code)
    return found


def rules(data: bytes) -> object:
    """Rules of any kind are read, and any path is judged by them."""
    found = robots.parse(data, "Stemma")
    require(found.delay is None or 0 <= found.delay <= 3600, "a wait without sense")
    require(found.allows("/robots.txt"), "robots.txt may always be asked for")
    return found, [found.allows(path) for path in ("/", "/a?b=c", "/private/x.html", "/%2f", "/" + "ab" * 40, "/%ff*$")]


def answer(data: bytes) -> object:
    """An answer is taken apart, unpacked with a bound, read and kept, whatever it holds."""
    received = final_answer(data)
    head, body = received[:head_length(received)], received[head_length(received):]
    pairs = tuple((name.decode("latin-1").strip().lower(), value.decode("latin-1").strip())
                  for name, colon, value in (line.partition(b":") for line in head.split(b"\n")[1:]) if colon)
    exchange = Exchange("http://a.example/x", "192.0.2.1", AT, b"GET", received, 200, pairs)
    require(len(dechunked(body)) <= len(body), "more without its chunks")
    found = unpacked(exchange.payload, exchange.header("content-encoding"), 1 << 16)
    require(len(found.body) <= 1 << 16, "unpacked to more than the bound")
    wait = asked_wait(exchange.header("retry-after"), lambda: AT)
    require(wait is None or wait >= 0, "a wait that has passed")
    visit = Visit("http://a.example/x", (exchange,), found.body)
    read = documents.read(visit)
    links = following.links_of("http://a.example/x", found.body)
    require(records([exchange]).startswith(b"\x1f\x8b"), "no record of it")
    require(all(isinstance(one, Problem) for one in read.problems), "a problem that is none")
    return found, read, links, exchange.beyond


_sitemap = (b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            b"<url><loc>http://a.example/1</loc>"
            b"<lastmod>2031-05-03T10:00:00+02:00</lastmod></url><url><loc>/2</loc><lastmod>2031</lastmod></url></urlset>")
_ANSWERS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    b"<html><p>Two people died in Orvane on Monday.</p></html>",
    b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: 3\r\nRetry-After: 5\r\n\r\n\x03\x00",
    b"HTTP/1.1 200 OK\r\n\r\n" + _sitemap,
    f"HTTP/1.1 200 OK\r\n\r\n<rss version='2.0'><channel>{entry('item')}</channel></rss>".encode())
_HEADERS = ("Content-Encoding: gzip\r\n", "Content-Encoding: deflate, deflate\r\n", "Transfer-Encoding: chunked\r\n",
            "\r\n\r\n",
            "Content-Type: text/html; charset=utf-7\r\n", "Content-Length: 1\r\n",
            "Retry-After: Fri, 31 Dec 9999 23:59:59 -2359\r\n",
            "HTTP/1.1 100 Go on\r\n\r\n", "<loc>", "</url>", "<lastmod>0001-01-01T00:00:00+23:59</lastmod>",
            "<sitemapindex>", "FFFFFF\r\n")


def _encoded(texts: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


TARGETS = (
    Target("address", "the guard of collecting: which addresses may be asked", address, partial(_encoded, _ADDRESSES),
           _PARTS),
    Target("resolved", "the guard of collecting: what a name is at", resolved,
           partial(_encoded, ("93.184.216.34 10.0.0.1", "::ffff:10.0.0.1", "2606:2800:220:1::1 fe80::1%eth0")), _PARTS),
    Target("robots", "robots.txt", rules, partial(_encoded, _ROBOTS), _RULES),
    Target("answer", "answers of servers, feeds and sitemaps in them", answer, lambda: _ANSWERS, _HEADERS, text=False,
           seconds=3.0),
)
