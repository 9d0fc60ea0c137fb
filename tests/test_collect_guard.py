"""Which addresses may be asked: every way that is known to reach a machine behind the reader's own door is refused."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.collecting.guard import Refused, Unreachable, addresses_of, host_of, named, not_public, target_of

CASES = Path(__file__).parent / "cases" / "collecting"


def rows(name: str) -> list[tuple[str, ...]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("code", "url"), rows("refused.txt"))
def test_refused_before_anybody_is_asked(code: str, url: str):
    with pytest.raises(Refused) as why:
        target_of(url)
    assert why.value.code == code
    assert why.value.message.startswith("Not asked: ") and why.value.message.endswith(".")


@pytest.mark.parametrize(("why", "address"), rows("addresses.txt"))
def test_addresses_that_are_not_public(why: str, address: str):
    assert not_public(address) == "" if why == "-" else why in not_public(address)


@given(st.ip_addresses())
def test_what_the_standard_library_holds_private_is_never_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address):
    if ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved:
        assert not_public(str(ip)) or getattr(ip, "ipv4_mapped", None) or ip in ipaddress.ip_network("64:ff9b::/96")


@pytest.mark.parametrize(("written", "host"), [
    ("Orvane.Example", "orvane.example"), ("orvane.example.", "orvane.example"),
    ("bücher.example", "xn--bcher-kva.example"),
    ("orvane。example", "orvane.example"), ("ORVANE.example", "orvane.example"), ("8.8.8.8", "8.8.8.8"),
    ("2606:4700::1111", "2606:4700::1111"), ("2606:4700:0:0::1111", "2606:4700::1111"), ("under_score.example",
                                                                                          "under_score.example")])
def test_hosts_as_they_are_looked_up(written: str, host: str):
    assert host_of(written) == host


def test_wide_digits_are_the_number_they_show():
    # Judged after they were made plain: they may not be a way past the check.
    wide = "".join(chr(0xFF10 + int(digit)) if digit.isdigit() else digit for digit in "127.0.0.1")
    assert target_of(f"http://{wide}/").host == "127.0.0.1"
    assert not_public(target_of(f"http://{wide}/").host) == "this machine"


@pytest.mark.parametrize(("url", "asked"), [
    ("HTTP://Orvane.Example", "http://orvane.example/"),
    ("https://orvane.example:443/a?b=c#d", "https://orvane.example/a?b=c"),
    ("http://orvane.example:8080/", "http://orvane.example:8080/"),
    ("  http://orvane.example/a b?c=d e ", "http://orvane.example/a%20b?c=d%20e"),
    ("http://orvane.example/über?q=é", "http://orvane.example/%C3%BCber?q=%C3%A9"),
    ("http://orvane.example/%7Ea?b=%26", "http://orvane.example/%7Ea?b=%26"),
    ("http://[2606:4700::1]:8080/", "http://[2606:4700::1]:8080/")])
def test_the_address_that_is_asked(url: str, asked: str):
    assert target_of(url).url == asked


def test_redirects_are_judged_like_any_other_address():
    base = "https://orvane.example/news/1"
    assert target_of("../2?x", base=base).url == "https://orvane.example/2?x"
    assert target_of("//post.example/3", base=base).url == "https://post.example/3"
    with pytest.raises(Refused):
        target_of("file:///etc/passwd", base=base)
    with pytest.raises(Refused):
        target_of("http://0x7f.1/", base=base)


def test_every_address_of_a_host_is_judged():
    target = target_of("http://orvane.example/")
    assert addresses_of(target, look_up=lambda host, port: ["1.1.1.1", "1.1.1.1", "8.8.8.8"]) == ("1.1.1.1", "8.8.8.8")
    for mixed in (["1.1.1.1", "10.0.0.1"], ["::1", "1.1.1.1"], ["fe80::1%eth0"]):
        with pytest.raises(Refused) as why:
            addresses_of(target, look_up=lambda host, port, found=mixed: found)
        assert why.value.code == "private-address" and "--allow-private orvane.example" in why.value.message


def test_a_host_that_nobody_knows_is_unreachable():
    def unknown(host: str, port: int) -> list[str]:
        raise OSError

    for look_up in (unknown, lambda host, port: []):
        with pytest.raises(Unreachable) as why:
            addresses_of(target_of("http://orvane.example/"), look_up=look_up)
        assert why.value.code == "unknown-host"


def test_a_host_that_was_named_may_be_private_and_at_any_port():
    target = target_of("http://archive.example:9000/", ["archive.example"])
    assert addresses_of(target, ["archive.example"], lambda host, port: ["10.0.0.7"]) == ("10.0.0.7",)
    assert named("archive.example", 9000, ["archive.example:9000"])
    assert named("::1", 9000, ["[::1]:9000"]) and named("::1", 9000, ["::1"])
    assert not named("archive.example", 9001, ["archive.example:9000"])
    assert not named("sub.archive.example", 80, ["archive.example"])
    with pytest.raises(Refused):
        target_of("http://other.example:9000/", ["archive.example"])


@given(st.text(max_size=60))
def test_whatever_is_written_is_refused_or_an_address(text: str):
    try:
        target = target_of(f"http://{text}")
    except Refused:
        return
    assert target.url.isascii() and not any(c.isspace() for c in target.url)
    assert target.host and target.port in (80, 443, 8080, 8443)
    assert target_of(target.url) == target
