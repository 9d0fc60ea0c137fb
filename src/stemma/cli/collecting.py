"""Collecting at the terminal: what was asked for, and what is said of what came."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from stemma.collecting import Options, Told, Ways
from stemma.collecting.gathering import MEGABYTE
from stemma.collecting.guard import Refused, host_of
from stemma.collecting.into_case import Collected
from stemma.collecting.manners import LONGEST_DELAY
from stemma.custody.manifest import local_name
from stemma.errors import UsageError

_MOST_LINES = 20  # of one kind that are listed


def options_of(by: str | None, contact: str, delay: float | None, limit: int | None, allowed: Sequence[str],
               again: bool, megabytes: int | None = None) -> Options:
    """What was asked for; raises UsageError."""
    ways = Ways(contact=" ".join(contact.split())) if delay is None else Ways(delay, " ".join(contact.split()))
    if not 0 <= ways.delay <= LONGEST_DELAY:
        raise UsageError(f"--delay is between 0 and {LONGEST_DELAY:g} seconds.")
    if not ways.contact.isascii():
        raise UsageError("--contact is an e-mail address or a web address, in plain letters.")
    found = Options(by or local_name(), ways, allowed=tuple(_host(name) for name in allowed))
    return Options(found.by, found.ways, found.limits, found.allowed, found.most if limit is None else limit,
                   0.0 if again else None, found.most_bytes if megabytes is None else megabytes * MEGABYTE)


def _host(name: str) -> str:
    """A host as --allow-private names it, alone or with a port."""
    host, colon, port = name.rpartition(":") if re.search(r"(?<=[^:]):\d+\Z|\]:\d+\Z", name) else (name, "", "")
    try:
        bare = host_of(host.removeprefix("[").removesuffix("]"))
    except Refused:
        raise UsageError(f"--allow-private names a host, or a host and its port, not {name!r}.") from None
    return (f"[{bare}]" if ":" in bare and colon else bare) + colon + port


def collected_lines(collected: Collected) -> list[str]:
    """What came, what had been there, and what was not to be had and why."""
    return [*_counts(collected), *_changed(collected.told), *_missing(collected)]


def _counts(collected: Collected) -> Iterator[str]:
    counts = Counter(one.outcome for one in collected.told)
    words = (("followed", "feeds and sitemaps followed"), ("new", "new pages"),
             ("changed", "pages that say something else than before; both versions are kept"),
             ("unchanged", "visited again and unchanged"), ("known", "known already, not asked again"),
             ("nothing", "pages without a report"), ("failed", "not to be had"))
    yield from (f"{counts[outcome]:6,}  {what}" for outcome, what in words if counts[outcome])
    if collected.left:
        yield f"{collected.left:6,}  left for the next run (--limit, --megabytes)"


def _changed(told: Sequence[Told]) -> Iterator[str]:
    changed = [one.url for one in told if one.outcome == "changed"]
    if changed:
        yield from ("", "Changed since the last visit:", *_listed(changed))


def _missing(collected: Collected) -> Iterator[str]:
    """Why pages are missing: one heading for each reason, and the addresses below it."""
    reasons: dict[str, list[str]] = {}
    for problem in collected.problems:
        reasons.setdefault(problem.message, []).append(problem.subject)
    for message, urls in sorted(reasons.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield from ("", message, *_listed(urls))


def _listed(urls: Sequence[str]) -> Iterator[str]:
    yield from (f"  {url}" for url in urls[:_MOST_LINES])
    if len(urls) > _MOST_LINES:
        yield f"  and {len(urls) - _MOST_LINES:,} more"
