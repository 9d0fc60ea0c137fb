"""A plan at the terminal: what a run over an archive will take, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from stemma.cli.arguments import ArchivesArgument, JsonOption
from stemma.cli.scaling import CountryOption, KindOption, SinceOption, UntilOption

if TYPE_CHECKING:
    from stemma.scale.planning import Need, Plan, Range

_STEPS = {"record": "take it from the file", "page": "look at the page as it came", "text": "find its text",
          "words": "look at the words", "reading": "read it", "rows": "write its rows"}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog="Examples: stemma plan news/; stemma plan 's3://bucket/2022/*.warc.gz' --workers 64 --since "
                "2022-02-24")(plan)


def plan(
    inputs: ArchivesArgument,
    workers: Annotated[int, typer.Option(min=1, help="Workers of a cluster to plan for as well.")] = 16,
    since: SinceOption = None,
    until: UntilOption = None,
    country: CountryOption = None,
    kind: KindOption = None,
    json: JsonOption = False,
) -> None:
    """Tell how many documents an archive holds, and what time and memory stemma scale will take for it.

    Reads parts of the files, which takes seconds however large they are, and writes nothing.
    """
    from stemma.cli import console
    from stemma.scale.planning import plan
    from stemma.scale.wanted import asked

    wanted = asked(since, until, country, kind)
    with console.progress() as tell:
        found = plan(inputs, wanted, workers, tell)
    if json:
        return console.print_json(found)
    return console.print_lines(plan_lines(found))


def plan_lines(found: Plan) -> Iterator[str]:
    """What a run will take, and how sure that is."""
    yield f"Files        {found.files:>13,}   {_size(found.size)}" + (
        f"; {found.left_out:,} inputs left out" if found.left_out else "")
    yield f"Documents    {found.documents.likely:>13,.0f}   {_between(found.documents)}"
    yield f"To be kept   {found.kept.likely:>13,.0f}   {_between(found.kept)}"
    yield f"Tables       {_size(found.tables.likely):>13}"
    yield ""
    yield f"{'':<13}{'workers':>7}   {'time':>11}   {'memory':>8}"
    yield _need("This machine", found.here)
    yield _need("A cluster", found.elsewhere)
    yield ""
    yield f"{'Of 100 documents':<34}{'':>5}   {'ms each':>8}   {'of the time':>11}"
    for step in found.steps:
        yield f"{_STEPS[step.name]:<34}{100 * step.share:>5.0f}   {step.milliseconds:>8.2f}   {step.of_time:>10.0%}"
    yield ""
    yield (f"From {found.sampled_documents:,} documents in {found.parts:,} parts, {_size(found.sampled_size)}. "
           "Ranges hold in 95 of 100 cases if the rest is like the parts.")
    yield "The cluster's figures take each of its processors to be as fast as one of this machine."


def _need(name: str, need: Need) -> str:
    hours = need.hours
    return (f"{name:<13}{need.workers:>7,}   {_time(hours.likely):>11}   {_size(need.memory):>8}   "
            f"between {_time(hours.low)} and {_time(hours.high)}")


def _between(given: Range) -> str:
    return "all were read" if given.low == given.high else f"between {given.low:,.0f} and {given.high:,.0f}"


def _time(hours: float) -> str:
    minutes = round(60 * hours)
    if hours < 1 / 6:
        return f"{round(3600 * hours)} s"
    return f"{minutes} min" if minutes < 120 else f"{hours:,.0f} h"


def _size(given: float) -> str:
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if given >= size:
            return f"{given / size:,.1f} {unit}"
    return f"{given / 1e3:,.0f} kB"
