"""Archives at the terminal: what a run over them found, in words."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stemma.cli.arguments import ArchivesArgument, JsonOption

if TYPE_CHECKING:
    from stemma.scale.nouns import Scaled

MOST_LISTED = 10  # problems with files that are listed
Runner = Literal["native", "ray"]

SinceOption = Annotated[str | None, typer.Option(metavar="DAY", show_default=False, help="Only reports published on "
                                                 "this day or later; reports that tell no day are kept.")]
UntilOption = Annotated[str | None, typer.Option(metavar="DAY", show_default=False, help="Only reports published on "
                                                 "this day or earlier.")]
CountryOption = Annotated[str | None, typer.Option(metavar="CODE", show_default=False, help="Only reports that name a "
                                                   "place in this country: two letters, such as UA.")]
KindOption = Annotated[str | None, typer.Option(metavar="KIND", show_default=False, help="Only reports with a claim "
                                                "of this kind, such as killed.")]


def scaled_lines(found: Scaled) -> Iterator[str]:
    """What lies in the output, and what to do next."""
    yield f"Files        {found.units:>9,}   {found.new:,} read now, {found.units - found.new:,} before"
    yield f"Looked at    {found.seen:>9,}   pages and documents"
    yield f"Kept         {found.kept:>9,}"
    yield f"Passed over  {sum(found.passed_over.values()):>9,}{_by_number(found.passed_over)}"
    yield f"Problems     {sum(found.problems.values()):>9,}{_by_number(found.problems)}"
    yield f"Claims       {found.rows.get('claims', 0):>9,}"
    candidates = found.rows.get("incidents", 0)
    yield f"Candidates   {candidates:>9,}   places and days on which people were harmed, as reports tell"
    yield f"Time         {found.seconds:>9,.0f}   seconds"
    for one in found.unread[:MOST_LISTED]:
        yield f"Left out: {one.subject}: {one.message}"
    yield from _more(len(found.unread))
    for one in found.failed[:MOST_LISTED]:
        yield f"Not done: {one.unit.path}: {one.problem.message}"
    yield from _more(len(found.failed))
    if found.failed:
        yield "What was not done is tried again when the same command is started again."
    yield f"Review a part of it: stemma build CASE --from {found.out}"


def _more(count: int) -> Iterator[str]:
    if count > MOST_LISTED:
        yield f"  and {count - MOST_LISTED:,} more"


def _by_number(counts: Mapping[str, int]) -> str:
    kinds = ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items(), key=lambda c: (-c[1], c[0])))
    return f"   {kinds}" if kinds else ""


# ------------------------------------------------------------------------------------------------------------ commands


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Examples: stemma scale news/ --out archive; stemma scale 's3://bucket/2022/*.warc.gz' --out "
                "s3://bucket/read --since 2022-02-24 --country UA --runner ray")(scale)


def scale(
    inputs: ArchivesArgument,
    out: Annotated[str, typer.Option(metavar="DIR", show_default=False, help="Folder or s3:// address for the "
                                     "tables; a run that was ended goes on there.")],
    runner: Annotated[Runner, typer.Option(help="native: on this machine; ray: on a Ray cluster.")] = "native",
    ray_address: Annotated[str | None, typer.Option(
        metavar="HOST:PORT", envvar="RAY_ADDRESS", show_default=False, help="With --runner ray: the head of the "
        "cluster; without it one is started on this machine.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, show_default=False, help="Files read at the same time; one per "
                                                "core if not given, of the cluster with --runner ray.")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    country: CountryOption = None,
    kind: KindOption = None,
    json: JsonOption = False,
) -> int:
    """Read an archive of news into tables: the reports that tell of people harmed, and what they say.

    Ended at any moment, it goes on where it was when the same command is started again. More files can be added later
    with the same options. What is wrong with a file or a page is noted in the tables, and the run goes on.
    """
    from stemma.cli import console
    from stemma.scale.running import scale
    from stemma.scale.wanted import asked

    wanted = asked(since, until, country, kind)
    if ray_address:
        os.environ["RAY_ADDRESS"] = ray_address  # where Ray itself looks for it
    with console.progress() as tell:
        found = scale(inputs, out, wanted, runner, workers, tell)
    if json:
        console.print_json(found)
    else:
        console.print_lines(scaled_lines(found))
    return 1 if found.failed else 0
