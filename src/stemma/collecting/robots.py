"""What a site's robots.txt asks of programs (RFC 9309): which addresses they leave alone, and how long they wait."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from msgspec import Struct

LONGEST = 512 << 10  # bytes that are read (RFC 9309, 2.5 asks for at least 500 KiB)
_LONGEST_WAIT = 3600.0  # seconds; a larger Crawl-delay is a slip of the pen
_ESCAPED = re.compile("(?:%(?!2[aAfF]|24|25|3[fF])[0-9a-fA-F]{2})+")  # not / * $ ? and %, which would mean something


class Rule(Struct, frozen=True):
    """One line: addresses that begin like this may or may not be asked."""

    pattern: str
    allowed: bool


class Rules(Struct, frozen=True):
    """What holds for us."""

    rules: tuple[Rule, ...] = ()
    delay: float | None = None  # seconds between two requests

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be asked; the longest rule that fits decides, of two equal ones the kind
        one."""
        path = _normal(path)
        fitting = [(len(rule.pattern), rule.allowed) for rule in self.rules if _fits(rule.pattern, path)]
        return path == "/robots.txt" or not fitting or max(fitting)[1]


EVERYTHING = Rules()
NOTHING = Rules((Rule("/", False),))


def parse(raw: bytes, agent: str) -> Rules:
    """The rules for a program of that name: those of all groups that name it, else those for everybody."""
    groups = _groups(raw[:LONGEST].decode("utf-8", "replace").removeprefix("\ufeff"))
    agent = agent.lower()
    chosen = [group for group in groups if agent in group[0]] or [group for group in groups if "*" in group[0]]
    rules = tuple(rule for _, lines, _ in chosen for rule in lines)
    return Rules(rules, next((delay for *_, delay in chosen if delay is not None), None))


def _groups(text: str) -> list[tuple[set[str], list[Rule], float | None]]:
    """The file's groups: for whom, their rules, and the wait they ask for. Unknown lines are passed over."""
    found: list[tuple[set[str], list[Rule], float | None]] = []
    names_follow = False  # several names in a row begin one group
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if not names_follow:
                found.append((set(), [], None))
            found[-1][0].add(re.split(r"[/\s]", value.lower())[0])
            names_follow = True
        elif key in ("allow", "disallow", "crawl-delay") and found:
            names_follow = False
            names, rules, delay = found[-1]
            if key == "crawl-delay":
                found[-1] = names, rules, delay if delay is not None else _seconds(value)
            elif value:
                rules.append(Rule(_normal(value), key == "allow"))
    return found


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= _LONGEST_WAIT else None


def _normal(path: str) -> str:
    """A path with its letters escaped in one way, so that %7e and ~ are the same; slashes that are escaped stay so."""
    plain = _ESCAPED.sub(lambda match: unquote(match.group(0), errors="surrogateescape"), path)
    return quote(plain, safe="/%*$?=&;:@+,!~'()-._", errors="surrogateescape")


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says: * stands for anything, $ at the end for the end. In time that grows
    with the lengths' product, however many stars there are."""
    ends = pattern.endswith("$")
    parts = pattern.removesuffix("$").split("*")
    if not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    for number, part in enumerate(parts[1:], start=2):
        if ends and number == len(parts):
            return path.endswith(part) and len(path) - len(part) >= at
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not ends or at == len(path)
