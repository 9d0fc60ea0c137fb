"""A slice of what `stemma scale` has written, as the options of `stemma build` ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stemma.errors import UsageError

if TYPE_CHECKING:
    from stemma.casework import Tell
    from stemma.scale.slices import Slice


def part_of(source: str | None, since: str | None, until: str | None, country: str | None, kind: str | None,
            tell: Tell) -> Slice | None:
    """The reports that are asked for; None without a source. Raises UsageError."""
    given = {"--since": since, "--until": until, "--country": country, "--kind": kind}
    if source is None:
        if named := [name for name, value in given.items() if value is not None]:
            raise UsageError(f"{named[0]} chooses from what stemma scale has written: name that with --from DIR.")
        return None
    from stemma.scale.slices import slice_of
    from stemma.scale.wanted import asked

    wanted = asked(since, until, country, kind)
    tell("Choosing reports", 0, None)
    return slice_of(source, wanted)


def part_lines(part: Slice | None) -> list[str]:
    """How many reports were chosen, and why there are more than were asked for; nothing where none were asked for."""
    if part is None:
        return []
    more = len(part.chosen) - len(part.asked)
    return [f"Taken       {len(part.chosen):>7,}   {len(part.asked):,} as asked, {more:,} more of their families"]
