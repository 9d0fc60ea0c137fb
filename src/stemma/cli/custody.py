"""Custody at the terminal: what came into a case, timestamps of its log, and bundles for others to verify."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from stemma.cli.arguments import CaseArgument, JsonOption

MOST = 20  # items that are listed; --json has them all


class CustodyItem(Struct, frozen=True):
    """One thing that came into a case."""

    number: int  # of its entry in the log
    at: datetime
    by: str
    how: str
    uri: str
    sha256: str
    size: int
    held: bool
    status: int | None
    within: str | None
    reports: tuple[str, ...]  # Document.id


class CustodyStamp(Struct, frozen=True):
    """One timestamp of the log."""

    number: int
    entry: int
    authority: str
    at: datetime | None  # by the authority's clock; None where it cannot be read here
    by: str


class Custody(Struct, frozen=True):
    """What vouches for a case."""

    entries: int
    head: str  # digest of the log's last entry
    items: tuple[CustodyItem, ...]
    without: int  # reports that came in before the case kept when and by whom
    timestamps: tuple[CustodyStamp, ...]


def custody_of(case_path: str) -> Custody:
    """What came into a case, the end of its log, and its timestamps."""
    from stemma.custody.timestamps import said_at
    from stemma.store import open_case

    with open_case(case_path, readonly=True) as case:
        number, digest = case.head()
        items = tuple(CustodyItem(i.number, i.at, i.by, i.how, i.uri, i.sha256, i.size, i.held, i.status, i.within,
                                  i.documents) for i in case.items())
        vouched = {id for item in items for id in item.reports}
        without = sum(document.id not in vouched for document in case.documents())
        stamps = tuple(CustodyStamp(s.number, s.entry, s.authority, said_at(s.answer), s.by) for s in case.stamps())
    return Custody(number, digest, items, without, stamps)


def custody_lines(found: Custody) -> list[str]:
    """What came in, the last first, and what vouches for it."""
    from stemma.report.words import how_many, number

    ways = Counter(item.how for item in found.items)
    lines = [f"{how_many(ways['fetched'], 'page')} fetched, {how_many(ways['read'], 'file')} read in."]
    for item in list(reversed(found.items))[:MOST]:
        status = f" [{item.status}]" if item.status else ""
        lines += [f"{item.number:>5}  {_time(item.at)}  {item.by}  {item.how} {item.uri}{status}",
                  f"       sha256 {item.sha256}  {how_many(len(item.reports), 'report')}"]
    if len(found.items) > MOST:
        lines.append(f"and {number(len(found.items) - MOST)} before these; --json has them all")
    if found.without:
        lines.append(f"{how_many(found.without, 'report')} came in before the case kept when and by whom.")
    lines.append(f"The log has {how_many(found.entries, 'entry', 'entries')}"
                 + (f"; the last one's digest is {found.head}" if found.head else "") + ".")
    for stamp in found.timestamps:
        when = f", {_time(stamp.at)} by its clock" if stamp.at else ""
        lines.append(f"Timestamp of entry {stamp.entry} by {stamp.authority}{when}.")
    return lines


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


# ------------------------------------------------------------------------------------------------------------ commands


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: stemma custody orvane.case")(custody)
    app.command(epilog="Example: stemma timestamp orvane.case --authority https://time.example/tsa")(timestamp)
    app.command(epilog="Examples: stemma bundle orvane.case -o orvane-bundle; "
                "stemma bundle orvane.case -o orvane.zip --ca authority.pem")(bundle)


def custody(case: CaseArgument, json: JsonOption = False) -> None:
    """Print what came into a case, when, how and by whom, and what vouches for it."""
    from stemma.cli import console

    found = custody_of(case)
    return console.print_json(found) if json else console.print_lines(custody_lines(found))


def timestamp(
    case: CaseArgument,
    authority: Annotated[str, typer.Option(metavar="URL", help="The address of a timestamp authority (RFC 3161).",
                                           show_default=False)],
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who asks, as the log will say; the name of this "
                                           "machine's user if not given.", show_default=False)] = None,
    allow_private: Annotated[list[str] | None, typer.Option(
        "--allow-private", metavar="HOST", show_default=False, help="A host that may be asked although it is not on "
        "the public internet.")] = None,
    json: JsonOption = False,
) -> None:
    """Have the end of a case's log stamped by an authority.

    One digest is sent, nothing else. The answer is kept, and shows later that the case was so by then.
    """
    from stemma.cli import console
    from stemma.custody import timestamps
    from stemma.custody.manifest import local_name
    from stemma.store import open_case

    with open_case(case) as opened:
        kept = timestamps.stamp(opened, authority, by or local_name(), datetime.now(UTC), allowed=allow_private or ())
    said = CustodyStamp(kept.number, kept.entry, kept.authority, timestamps.said_at(kept.answer), kept.by)
    if json:
        return console.print_json(said)
    return console.print_lines([f"Stamped entry {said.entry} of the log, {_time(said.at)} by the authority's clock.",
                                f"To verify: stemma check {case} --ca FILE, with the authority's certificates."])


def bundle(
    case: CaseArgument,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR|FILE.zip", show_default=False,
                                      help="Where the bundle goes: a new folder, or a file.")],
    ca: Annotated[Path | None, typer.Option("--ca", metavar="FILE", show_default=False, help="Certificates of the "
                                            "timestamp authorities (PEM), to put beside the timestamps.")] = None,
    json: JsonOption = False,
) -> None:
    """Write a bundle that others can verify without Stemma.

    A BagIt folder or ZIP file with every byte that came in, the log, the timestamps and the record; sha256sum and
    openssl suffice to verify it, and the README inside says how.
    """
    from stemma.cli import console
    from stemma.custody import bundle as bundles

    made = bundles.write(case, out, ca)
    if json:
        return console.print_json(made)
    return console.print_lines(bundled_lines(made))


def bundled_lines(made: object) -> list[str]:
    """What was written, and how it is verified."""
    from stemma.report.words import how_many

    return [f"Wrote {how_many(made.files, 'file')}, {made.size:,} bytes: {made.path}", f"To verify: {made.verify}"]
