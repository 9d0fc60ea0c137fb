"""What a site asks of programs in robots.txt, and in its answers."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.collecting import robots
from stemma.collecting.manners import Stopped, Turns, Ways, asked_wait

FILE = b"""\xef\xbb\xbf# of an invented paper
User-agent: *
Disallow: /private/   # and all below
Allow: /private/press/
Disallow: /*.pdf$
Disallow: /search?
Disallow: /caf%C3%A9
Crawl-delay: 5
Sitemap: https://orvane.example/sitemap.xml

User-agent: Stemma
User-agent: OtherBot/2.0
Disallow: /archive
Crawl-delay: 1.5

user-agent: badbot
disallow: /
"""


@pytest.mark.parametrize(("path", "allowed"), [
    ("/", True), ("/news", True), ("/private/", False), ("/private/a", False), ("/private", True),
    ("/private/press/1", True), ("/a/b.pdf", False), ("/a/b.pdf?x", True), ("/search?q=a", False), ("/search", True),
    ("/caf\u00e9/1", False), ("/caf%c3%a9", False), ("/robots.txt", True), ("/archive", True)])
def test_the_longest_rule_that_fits_decides(path: str, allowed: bool):
    assert robots.parse(FILE, "SomeoneElse").allows(path) is allowed


def test_a_group_for_us_is_the_only_one_for_us():
    rules = robots.parse(FILE, "Stemma")
    assert rules.delay == 1.5
    assert rules.allows("/private/") and not rules.allows("/archive/2")
    assert robots.parse(FILE, "OtherBot").delay == 1.5
    assert not robots.parse(FILE, "BADBOT").allows("/")
    assert robots.parse(FILE, "SomeoneElse").delay == 5


@pytest.mark.parametrize(("raw", "path", "allowed"), [
    (b"", "/a", True), (b"Disallow: /", "/a", True), (b"User-agent: *\nDisallow:", "/a", True),
    (b"User-agent: *\nDisallow: /a\nAllow: /a", "/a", True), (b"\x00\xff\xfe<html>", "/a", True),
    (b"User-agent: *\n\n\nDisallow: /a", "/a/b", False), (b"User-agent:*\r\nDisallow:/a\r\n", "/a", False),
    (b"User-agent: *\nDisallow: *", "/a", False), (b"User-agent: *\nDisallow: /*/*/c", "/a/b/c", False),
    (b"User-agent: *\nDisallow: /*a*b$", "/xaxb", False), (b"User-agent: *\nDisallow: /*a*b$", "/xaxbx", True),
    (b"User-agent: *\nDisallow: /a$", "/a", False), (b"User-agent: *\nDisallow: /a$", "/ab", True),
    (b"User-agent: *\nDisallow: /ab*ba$", "/aba", True)])
def test_other_files(raw: bytes, path: str, allowed: bool):
    assert robots.parse(raw, "Stemma").allows(path) is allowed


def test_waits_that_make_no_sense_are_passed_over():
    for value in (b"soon", b"-1", b"1e9", b"nan", b"inf"):
        assert robots.parse(b"User-agent: *\nCrawl-delay: " + value, "Stemma").delay is None


def test_a_rule_full_of_stars_takes_no_time():
    rules = robots.parse(b"User-agent: *\nDisallow: /" + b"*a" * 5000 + b"b$", "Stemma")
    began = time.process_time()
    assert rules.allows("/" + "a" * 20_000)
    assert time.process_time() - began < 1


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_are_rules(raw: bytes, path: str):
    assert robots.parse(raw, "Stemma").allows("/" + path) in (True, False)


@pytest.mark.parametrize(("value", "seconds"), [
    ("120", 120), (" 0 ", 0), ("Wed, 16 Apr 2031 10:00:30 GMT", 30), ("Wed, 16 Apr 2031 09:00:00 GMT", 0),
    ("soon", None), ("-5", None), ("", None), (None, None), ("9" * 400, 999_999_999)])
def test_how_long_an_answer_asks_to_wait(value: str | None, seconds: float | None):
    assert asked_wait(value, lambda: datetime(2031, 4, 16, 10, tzinfo=UTC)) == seconds


def test_one_request_at_a_time_with_a_pause():
    turns, times = Turns(0.05), []
    for _ in range(3):
        with turns.of("orvane.example"):
            times.append(time.monotonic())
    with turns.of("post.example"):
        other = time.monotonic()
    assert all(later - earlier >= 0.05 for earlier, later in zip(times, times[1:], strict=False))
    assert other - times[-1] < 0.05  # another host need not wait


def test_a_longer_pause_that_a_site_asks_for():
    turns = Turns(0.0)
    with turns.of("orvane.example", 0.08):
        began = time.monotonic()
    with turns.of("orvane.example", 0.08):
        assert time.monotonic() - began >= 0.08


def test_a_run_that_ends_waits_no_longer():
    turns = Turns(60)
    with turns.of("orvane.example"):
        pass
    turns.stop()
    with pytest.raises(Stopped), turns.of("orvane.example"):
        pass


def test_servers_are_told_who_asks():
    assert Ways(contact="desk@orvane.example").agent.endswith("(desk@orvane.example)")
    assert Ways().agent.startswith("Stemma/")
