"""What is watched: a file of addresses and manners, and how long a while is."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from msgspec import Struct

from stemma.collecting import Options, Ways
from stemma.collecting.gathering import MEGABYTE, MOST_BYTES, MOST_PAGES
from stemma.collecting.guard import Refused, host_of
from stemma.collecting.manners import DELAY, LONGEST_DELAY
from stemma.custody.manifest import local_name
from stemma.errors import UsageError

SHORTEST, LONGEST = 1.0, 7 * 86_400.0  # seconds between two rounds
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_INTERVAL = re.compile(r"([0-9]{1,9})\s*([smhd])")
_ADDRESS = re.compile(r"https?://[^\s/]+", re.IGNORECASE)
_PORT = re.compile(r"(?<=[^:]):\d+\Z|\]:\d+\Z")


class Feeds(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that says what to watch. Only `urls` is needed."""

    urls: tuple[str, ...]  # of pages, feeds and sitemaps
    who: str = ""  # who collects, as the log will say; the name of this machine's user if not given
    contact: str = ""  # an e-mail address or a page, told to every server
    delay: float = DELAY  # seconds between two requests to a host
    limit: int = MOST_PAGES  # most pages of feeds and sitemaps in one round
    megabytes: int = MOST_BYTES // MEGABYTE  # of answers, after which a round asks for nothing more
    again: str = "1d"  # after how long a page that a feed points to is looked at again; "never"
    allow_private: tuple[str, ...] = ()  # hosts that may be asked although they are not on the public internet


def interval(text: str) -> float:
    """Seconds of "30s", "15m", "1h" or "1d". UsageError for anything else, and for what is no sensible while."""
    match = _INTERVAL.fullmatch(text.strip().lower())
    if match is None:
        raise UsageError(f"{text!r} is no length of time: write 30s, 15m, 1h or 1d.")
    seconds = int(match.group(1)) * _UNITS[match.group(2)]
    if not SHORTEST <= seconds <= LONGEST:
        raise UsageError(f"{text!r} is not between one second and seven days.")
    return seconds


def read(path: Path) -> tuple[Feeds, Options]:
    """What a file asks for. UsageError, in one line that names the file, for what cannot be done."""
    try:
        feeds = msgspec.toml.decode(path.read_bytes(), type=Feeds)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8.") from None
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: {_plain(str(error))}") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise UsageError(f"{path} is not TOML: {error}.") from None
    try:
        return feeds, options_of(feeds)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def options_of(feeds: Feeds) -> Options:
    """How a round goes about it; UsageError for what no round can do."""
    if not feeds.urls:
        raise UsageError("urls names no address.")
    for url in feeds.urls:
        if not _ADDRESS.match(url):
            raise UsageError(f"urls has {url!r}, which is no address that begins with http:// or https://.")
    if not 0 <= feeds.delay <= LONGEST_DELAY:
        raise UsageError(f"delay is between 0 and {LONGEST_DELAY:g} seconds.")
    if feeds.limit < 0:
        raise UsageError("limit is 0 or more.")
    if feeds.megabytes < 1:
        raise UsageError("megabytes is 1 or more.")
    if not feeds.contact.isascii():
        raise UsageError("contact is an e-mail address or a web address, in plain letters.")
    again = None if feeds.again == "never" else _again(feeds.again)
    return Options(" ".join(feeds.who.split()) or local_name(), Ways(feeds.delay, " ".join(feeds.contact.split())),
                   allowed=tuple(map(_host, feeds.allow_private)), most=feeds.limit, again_after=again,
                   most_bytes=feeds.megabytes * MEGABYTE)


def _again(text: str) -> float:
    try:
        return interval(text)
    except UsageError as error:
        raise UsageError(f'again: {error} Or write "never".') from None


def _host(name: str) -> str:
    """A host, alone or with a port, as the guard wants it."""
    bare, port = (name, "")
    if _PORT.search(name):
        bare, _, port = name.rpartition(":")
    try:
        found = host_of(bare.removeprefix("[").removesuffix("]"))
    except Refused:
        raise UsageError(f"allow_private names hosts, or a host and its port, not {name!r}.") from None
    if not port:
        return found
    return f"[{found}]:{port}" if ":" in found else f"{found}:{port}"


def _plain(message: str) -> str:
    """msgspec's word on what is wrong, with the key as people know it: `$.delay` is delay."""
    what, _, where = message.partition(" - at `$")
    key = where.rstrip("`").lstrip(".")
    return f"{key}: {what}." if key and key != "." else f"{what}."
