"""Watching at the terminal: what is told of each round, in words or as a line of JSON for each thing."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from msgspec import Struct

from stemma.changes.nouns import Passage
from stemma.cli.arguments import CaseArgument, JsonOption
from stemma.errors import UsageError
from stemma.model import Problem
from stemma.tagging import Size

if TYPE_CHECKING:
    from stemma.store.noted import Noted
    from stemma.watching import Round, Watch

MOST_PROBLEMS = 10  # of one round that are listed


class ToldRound(Struct, frozen=True, tag_field="type", tag="round"):
    """A round of watching."""

    at: datetime
    new: int
    changed: int
    left: int
    built: bool


class ToldChange(Struct, frozen=True, tag_field="type", tag="change"):
    """Something that is different."""

    number: int
    at: datetime
    id: str
    kind: str
    words: str
    weight: int
    incidents: tuple[str, ...]
    was: tuple[str, ...]
    rows: tuple[str, ...]
    docs: tuple[str, ...]
    passages: tuple[Passage, ...]


class ToldProblem(Struct, frozen=True, tag_field="type", tag="problem"):
    """Something that could not be done."""

    at: datetime
    subject: str
    code: str
    message: str


def told_change(noted: Noted) -> ToldChange:
    """A change as JSON tells it."""
    one = noted.change
    return ToldChange(noted.number, noted.at, one.id, one.kind, one.words, one.weight, one.incidents, one.was, one.rows,
                      one.docs, one.passages)


def json_lines(found: Round) -> bytes:
    """A round as JSON, one line for each thing."""
    told: list[Struct] = [ToldRound(found.at, found.new, found.changed, found.left, found.built)]
    told += [told_change(one) for one in found.changes]
    told += [ToldProblem(found.at, one.subject, one.code, one.message) for one in found.problems]
    return b"".join(msgspec.json.encode(one) + b"\n" for one in told)


def round_lines(found: Round) -> Iterator[str]:
    """A round in words."""
    from stemma.report.words import how_many, listed

    came = listed([how_many(found.new, "new page") if found.new else "",
                   how_many(found.changed, "page that says something else",
                            "pages that say something else") if found.changed else "",
                   how_many(found.left, "page left for the next round",
                            "pages left for the next round") if found.left else ""])
    yield f"{_time(found.at)}  {came or 'no new page'}{'' if found.changes else ', nothing to tell' if came else ''}"
    yield from (f"  {one.change.words}" for one in found.changes)
    yield from _problem_lines(found.problems)


def _problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    for one in problems[:MOST_PROBLEMS]:
        yield f"  Could not be had: {one.subject}: {one.message}"
    if len(problems) > MOST_PROBLEMS:
        yield f"  and {len(problems) - MOST_PROBLEMS:,} more"


def change_lines(found: Sequence[Noted]) -> Iterator[str]:
    """Changes in words, those of one build below its time."""
    if not found:
        yield "Nothing has changed."
    at = None
    for one in found:
        if one.at != at:
            at = one.at
            yield _time(at)
        yield f"  {one.change.words}"


def found_since(case_path: str, since: str | None) -> list[Noted]:
    """The changes that a case has kept, in the order in which they were found. UsageError for what is no time."""
    from stemma.store import open_case

    after, begin = _begin(since)
    found: list[Noted] = []
    with open_case(case_path, readonly=True) as case:
        while more := case.changes.after(found[-1].number if found else after):
            found += more
    return [one for one in found if begin is None or one.at >= begin]


def _begin(since: str | None) -> tuple[int, datetime | None]:
    """(number of a change, time) that "3", "2031-05-02" or "2031-05-02T14:00" stand for. Times are UTC."""
    if since is None:
        return 0, None
    if since.isascii() and since.isdigit():
        return int(since[:18]), None
    try:
        at = datetime.fromisoformat(since)
    except ValueError:
        raise UsageError(f"--since is a day or a time such as {date(2031, 5, 2)} or 2031-05-02T14:00, or the number "
                         f"of a change, not {since!r}.") from None
    return 0, at if at.tzinfo else at.replace(tzinfo=UTC)


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


# ------------------------------------------------------------------------------------------------------------ commands


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Examples: stemma watch orvane.case feeds.toml --every 15m --atom orvane.xml; "
                "stemma watch orvane.case feeds.toml --once --json")(watch)
    app.command(epilog="Examples: stemma changes orvane.case; stemma changes orvane.case --since 2031-05-02")(changes)


def watch(
    case: CaseArgument,
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.toml", show_default=False, help="What to watch: urls, and if "
                                          "needed who, contact, delay, limit, megabytes, again, allow_private.")],
    every: Annotated[str, typer.Option(metavar="TIME", help="From the start of a round to the next one's: 30s, 15m, "
                                       "1h.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="One round only.")] = False,
    atom: Annotated[Path | None, typer.Option(metavar="FILE", show_default=False, help="Also write what changed as an "
                                              "Atom feed, anew each round.")] = None,
    tagger: Annotated[Size | None, typer.Option(show_default=False, help="Which trained tagger reads new reports; the "
                                                "one that the case was read with if not given.")] = None,
    json: JsonOption = False,
) -> None:
    """Keep a case current from feeds and pages, and say what changed.

    Each round collects what is new, makes the record anew, and tells in words what is different: a new incident, a
    toll that rose, a new independent source, a denial, a page that says something else than before. Copies of what is
    known are only counted. Ended at any moment, it goes on where it was when it is started again.
    """
    from stemma import watching
    from stemma.casework import give_way
    from stemma.cli import console

    seconds = None if once else watching.interval(every)

    def report(found: Round) -> None:
        if json:
            console.print_bytes(json_lines(found))
        else:
            console.print_lines(round_lines(found))

    if seconds is not None:
        give_way()  # people may be at work with the case
    run = watching.Watch(case, feeds, report, None, atom, console.write_file, None, tagger)
    ended = Event()
    with_ends(run, ended)
    try:
        run.run(seconds, ended)
    except KeyboardInterrupt:
        if not ended.is_set():
            raise
    if ended.is_set():
        sys.stderr.write("stemma: ended; what was found and not told yet will be told at the next start.\n")


def with_ends(run: Watch, ended: Event) -> None:
    """Ctrl-C and a plain kill end the watch at once, but never between telling something and noting that it was."""
    def end(number: int, frame: object) -> None:
        ended.set()
        if not run.telling:
            raise KeyboardInterrupt

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, end)


def changes(
    case: CaseArgument,
    since: Annotated[str | None, typer.Option(metavar="TIME|NUMBER", show_default=False, help="Only what was found "
                                              "from this day or time on (UTC), or after the change of this "
                                              "number.")] = None,
    json: JsonOption = False,
) -> None:
    """Print what each build changed in the record, in words."""
    from stemma.cli import console

    found = found_since(case, since)
    if json:
        return console.print_json([told_change(one) for one in found])
    return console.print_lines(change_lines(found))
