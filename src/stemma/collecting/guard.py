"""Which addresses on a network may be asked: an address that a page, a feed or a redirect gives must never lead this
program to a machine behind the reader's own door (server-side request forgery).

Everything here is pure but `look_up_addresses`. The host of every URL, also of every redirect, is looked up once, all
its addresses are judged, and the connection is made to one of exactly these: a second look-up could answer otherwise.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Sequence
from urllib.parse import quote, urljoin, urlsplit

import idna
from msgspec import Struct

PORTS = {"http": 80, "https": 443}
OPEN_PORTS = frozenset({80, 443, 8080, 8443})  # what web sites use; others only on hosts that were named
LONGEST_URL = 4096  # characters
LookUp = Callable[[str, int], Sequence[str]]

# Not global by the special-purpose registries of IANA
# (https://www.iana.org/assignments/iana-ipv4-special-registry, read 2026), with multicast and reserved space.
_NOT_PUBLIC_4 = [(ipaddress.IPv4Network(net), what) for net, what in (
    ("0.0.0.0/8", "unspecified"), ("10.0.0.0/8", "private"), ("100.64.0.0/10", "private (carrier-grade NAT)"),
    ("127.0.0.0/8", "this machine"), ("169.254.0.0/16", "link-local"), ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved"), ("192.0.2.0/24", "for examples"), ("192.88.99.0/24", "a 6to4 relay"),
    ("192.168.0.0/16", "private"), ("198.18.0.0/15", "for measurements"), ("198.51.100.0/24", "for examples"),
    ("203.0.113.0/24", "for examples"), ("224.0.0.0/4", "multicast"), ("240.0.0.0/4", "reserved"))]
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")  # the only space given out so far
_NOT_PUBLIC_6 = [(ipaddress.IPv6Network(net), what) for net, what in (
    ("::/128", "unspecified"), ("::1/128", "this machine"), ("fc00::/7", "private"), ("fe80::/10", "link-local"),
    ("fec0::/10", "private"), ("ff00::/8", "multicast"), ("2001::/32", "a tunnel (Teredo)"),
    ("2001::/23", "reserved"), ("2001:db8::/32", "for examples"), ("2002::/16", "a tunnel (6to4)"),
    ("3fff::/20", "for examples"))]
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address meant

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\<>\"^`{|}]")
_STAYS = "/%?=&;:@+,!~'()*$-._[]"  # of a path and query; the rest, blanks and letters beyond ASCII, is escaped
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
                   r"(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\Z")
_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)\Z")  # a last label like this makes a host a number (WHATWG URL, 3.5)
_QUAD = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}\Z")


class Refused(Exception):
    """Why an address is not asked: a short code and one plain sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Target(Struct, frozen=True):
    """A URL that may be asked, taken apart. `host` is ASCII in small letters, IPv6 without brackets."""

    scheme: str
    host: str
    port: int
    path: str  # with its query, never empty

    @property
    def authority(self) -> str:
        """Host and port as a Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, without what stood behind a #."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target_of(url: str, allowed: Collection[str] = (), base: str | None = None) -> Target:
    """A URL taken apart; raises Refused for what no page that may be asked is called.

    allowed: hosts, or host:port, that a person named as `--allow-private`; they may have any port.
    base: the address that a relative one stands on.
    """
    url = url.strip()
    try:
        joined = urljoin(base, url) if base else url
        parts = urlsplit(joined)
        port = parts.port
    except ValueError:
        raise Refused("bad-url", "Not asked: this is no web address.") from None
    if parts.scheme.lower() not in PORTS:
        raise Refused("bad-scheme", "Not asked: only http and https addresses are.")
    if len(joined) > LONGEST_URL or _FORBIDDEN.search(parts.netloc) or _FORBIDDEN.search(joined.replace(" ", "")):
        raise Refused("bad-url", "Not asked: the address is too long or holds characters that no address may.")
    if "@" in parts.netloc:
        raise Refused("credentials", "Not asked: the address holds a name or a password.")
    host = host_of(parts.hostname or "")
    port = PORTS[parts.scheme.lower()] if port is None else port
    if port not in OPEN_PORTS and not named(host, port, allowed):
        raise Refused("odd-port", f"Not asked: port {port} is not one of web sites (80, 443, 8080, 8443).")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(parts.scheme.lower(), host, port, quote(path, safe=_STAYS))
    if len(target.url) > LONGEST_URL:  # a letter beyond ASCII is twelve characters once it is escaped
        raise Refused("bad-url", "Not asked: the address is too long or holds characters that no address may.")
    return target


def host_of(written: str) -> str:
    """A host as it is looked up: ASCII, small letters, no dot at the end; raises Refused for what is none.

    Numbers are taken only as four decimal ones: other forms (2130706433, 0x7f.1, 0177.0.0.1, 127.1) are read in
    different ways by different programs, which is what they are used for.
    """
    if ":" in written:
        try:
            return str(ipaddress.IPv6Address(written)) if "%" not in written else _bad_host(written)
        except ValueError:
            _bad_host(written)
    try:
        host = written if written.isascii() else idna.encode(written, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        _bad_host(written)
    host = host.lower().removesuffix(".")
    if not _NAME.match(host):
        _bad_host(written)
    if _NUMBER.match(host.rpartition(".")[2]) and not _is_quad(host):
        raise Refused("odd-address", "Not asked: the host is a number in a form that hides which machine is meant.")
    return host


def _is_quad(host: str) -> bool:
    return _QUAD.match(host) is not None and all(int(part) < 256 for part in host.split("."))


def _bad_host(written: str) -> str:
    raise Refused("bad-host", f"Not asked: {written[:80]!r} is no name of a host.")


def not_public(address: str) -> str:
    """What keeps an IP address from being asked, in words; "" for a public one. Addresses that hold an IPv4 address
    (mapped, NAT64) are as public as that one; tunnels (6to4, Teredo) are never."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no address"
    if ip.version == 6:
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.version == 4:
        return next((what for net, what in _NOT_PUBLIC_4 if ip in net), "")
    return next((what for net, what in _NOT_PUBLIC_6 if ip in net), "" if ip in _GLOBAL_6 else "reserved")


def named(host: str, port: int, allowed: Collection[str]) -> bool:
    """Whether a person named this host, or this port of it, as one that may be asked wherever it is."""
    shown = f"[{host}]" if ":" in host else host
    return not {host, shown, f"{shown}:{port}"}.isdisjoint(allowed)


def addresses_of(target: Target, allowed: Collection[str] = (), look_up: LookUp | None = None) -> tuple[str, ...]:
    """The addresses that a connection may be made to; raises Refused where any of them is not public, because a host
    with both kinds is a trap, and Unreachable where there is none."""
    try:
        found = tuple(dict.fromkeys((look_up or look_up_addresses)(target.host, target.port)))
    except (OSError, UnicodeError):
        found = ()
    if not found:
        raise Unreachable("unknown-host", f"The host {target.host} is not known.")
    if not named(target.host, target.port, allowed):
        for address in found:
            if why := not_public(address):
                raise Refused("private-address", f"Not asked: {target.host} is at an address that is not public "
                                                 f"({why}); --allow-private {target.host} allows it.")
    return found


class Unreachable(Refused):
    """Nobody answers there, at least now."""


def look_up_addresses(host: str, port: int) -> list[str]:
    """What the system says of a host's addresses, in its order; OSError where it knows none."""
    return [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
