"""The brief of an incident as lines of plain text. Pure functions.

Numbers in brackets are the numbers of sentences, the same as in `stemma show` and on the page.
"""

from __future__ import annotations

from stemma.brief import brief_of
from stemma.cli.record import wrapped
from stemma.model import Record
from stemma.report.briefs import BriefView, Line, brief_view
from stemma.report.lookup import lookup
from stemma.report.naming import incident_called


def brief(record: Record, wanted: str) -> BriefView:
    """The brief of the incident that is called so: its number in the list, its id or the beginning of it."""
    return brief_view(lookup(record), brief_of(record, incident_called(record, wanted).id))


def brief_lines(found: BriefView, width: int) -> list[str]:
    """A brief for the terminal."""
    lines = [found.title, *wrapped(f"{found.basis} Draft: made by rules from what the reports say, not yet checked.",
                                   width, 0)]
    for part in found.parts:
        lines += ["", part.name.upper()]
        for line in part.lines:
            lines += wrapped(f"- {line.text}{numbers(line)}", width, 1, hang=2)
        if not part.lines:
            lines += wrapped(part.nothing, width, 1)
        if part.more:
            lines += wrapped(part.more, width, 1)
    if found.grades:
        lines += ["", *wrapped(f"Grades of evidence, Stemma's own. {'; '.join(found.grades)}.", width, 0)]
    return lines


def numbers(line: Line) -> str:
    """" [4] [12] and 3 more"."""
    shown = "".join(f" [{ref.number}]" for ref in line.refs)
    return shown + (f" and {line.further} more" if line.further else "")
