"""A case as lines of plain text: the same facts as the page, from the same views, 60 to 110 columns wide.

Pure functions. Numbers in brackets are the numbers of sentences, the same as on the page.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType

from msgspec import Struct

from stemma.casework import Built
from stemma.errors import UsageError
from stemma.model import Problem, Record
from stemma.report import views, words
from stemma.report.chains import Drawing
from stemma.report.descent import Descent
from stemma.report.lookup import Holder, Ref
from stemma.report.origins import OriginView
from stemma.report.views import CaseView, IncidentView, Toll

INDENT = "  "
MOST_HOLDERS = 4  # named in one line; the others are counted
MOST_REFS = 8
MOST_NUMBERS = 20  # of incidents in one line
NARROWEST_COLUMN = 10
MOST_ROWS = 7  # of one table; the page shows all
HEADINGS = {"perpetrator": "HELD RESPONSIBLE", "verification": "VERIFIED / NOT VERIFIED"}


class IncidentRow(Struct, frozen=True):
    """One incident in the list."""

    number: int
    id: str
    main: bool
    when: str
    where: str
    title: str
    killed: str
    injured: str
    sources: str
    reports: int
    status: str = "draft"  # reviewed, published


def case_view(record: Record) -> CaseView:
    """What the page of a record shows; the terminal shows a part of it."""
    return views.case_view(record, None, side_by_side=False)


# --------------------------------------------------------------------------------------- list of incidents


def rows_of(view: CaseView) -> tuple[IncidentRow, ...]:
    """The incidents of a case, in the order of the page."""
    return tuple(_row(incident) for incident in view.incidents)


def _row(incident: IncidentView) -> IncidentRow:
    tolls = {toll.harm: toll for toll in incident.tolls}
    fullest = max(incident.tolls, key=lambda toll: toll.known, default=None)
    return IncidentRow(
        number=incident.position, id=incident.anchor, main=incident.main, when=incident.day, where=incident.where,
        title=incident.title, killed=_span(tolls.get("killed")), injured=_span(tolls.get("injured")),
        sources=fullest.independent if fullest else "", reports=len(set(_letters(incident.reports))),
        status=incident.signed.status if incident.signed else "draft",
    )


def _span(toll: Toll | None) -> str:
    return toll.span.replace("\u2009", " ") if toll else "unknown"


def _letters(reports: str) -> list[str]:
    """ "Reports A, C and D" as its letters."""
    return [word for word in reports.replace(",", " ").split()[1:] if word.isupper()]


def list_lines(view: CaseView, width: int) -> list[str]:
    """The incidents as a table."""
    rows = rows_of(view)
    if not rows:
        return [view.summary, "No incident was found. stemma show CASE --problems lists what could not be read."]
    cells = [("", "WHEN", "WHAT", "KILLED", "INJURED", "REPORTS")]
    cells += [(str(row.number), row.when, _what(row), row.killed, row.injured, str(row.reports)) for row in rows]
    return [view.summary, "", *table(cells, width, stretch=(2, 1), right=(0, 3, 4, 5)), "",
            *(line for status in ("published", "reviewed") for line in _so_far(rows, status, width)),
            "The record of one: stemma show CASE NUMBER"]


def _so_far(rows: Sequence[IncidentRow], status: str, width: int) -> list[str]:
    """Which incidents people have signed so far; nothing where there are none."""
    numbers = [str(row.number) for row in rows if row.status == status]
    return wrapped(f"{status.capitalize()}: {words.some_of(numbers, MOST_NUMBERS)}", width, 0) if numbers else []


def _what(row: IncidentRow) -> str:
    place = row.where.split(",")[0]
    return row.title if place.casefold() in row.title.casefold() else f"{row.title}, {row.where}"


def table(rows: Sequence[Sequence[str]], width: int, stretch: Sequence[int], right: Iterable[int] = ()) -> list[str]:
    """Rows as aligned columns; where the width does not suffice the columns `stretch` are cut, the first one first."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for column in stretch:
        missing = sum(widths) + 2 * (len(widths) - 1) - width
        if missing > 0:
            widths[column] = max(NARROWEST_COLUMN, widths[column] - missing)
    lines = []
    for row in rows:
        cells = [cut(cell, size) for cell, size in zip(row, widths, strict=True)]
        lines.append("  ".join(cell.rjust(size) if at in right else cell.ljust(size)
                               for at, (cell, size) in enumerate(zip(cells, widths, strict=True))).rstrip())
    return lines


def cut(text: str, size: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= size else text[: max(0, size - 1)].rstrip() + "…"


def chosen(view: CaseView, wanted: str) -> IncidentView:
    """The incident with this number in the list, or whose id begins so."""
    fitting = [incident for incident in view.incidents if str(incident.position) == wanted]
    fitting = fitting or [incident for incident in view.incidents if incident.anchor.startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    count = len(view.incidents)
    known = f"the case has {count} (numbers 1 to {count})" if count else "the case has none"
    raise UsageError(f"{'More than one' if fitting else 'No'} incident is called {wanted!r}; {known}.")


# ------------------------------------------------------------------------------------ record of an incident


def incident_lines(view: CaseView, incident: IncidentView, width: int) -> list[str]:
    """One incident, top to bottom: the range and its holders first, then where they come from."""
    lines = _head(view, incident, width)
    lines += _tolls(incident, width)
    lines += section("OUTLETS, ACTS OF REPORTING, INDEPENDENT SOURCES", _supports(incident, width), width)
    lines += _first_said(incident, width)
    lines += section("WHICH REPORT DESCENDS FROM WHICH", _descent(incident.descent, width), width)
    lines += section("FIGURES BY SOURCE", [
        line for figures in incident.figures for line in _rows(figures.rows, width, label=figures.label)], width)
    lines += section("A PART OF THE TOLL", _rows(incident.parts, width), width)
    lines += section("WHERE ACCOUNTS DIFFER", [
        line for differing in incident.differing
        for line in (*wrapped(f"{differing.about}: {differing.why}", width, 1), *_rows(differing.rows, width, depth=2))
    ], width)
    lines += section("NOT THIS INCIDENT'S TOLL", _rows(incident.not_toll, width), width)
    for group in incident.groups:
        lines += section(HEADINGS.get(group.key, group.label.upper()), _rows(group.rows, width), width)
    return lines + _reports(view, incident, width)


def _head(view: CaseView, incident: IncidentView, width: int) -> list[str]:
    top = f"{incident.where} · {incident.when}"
    of = f"incident {incident.position} of {len(view.incidents)}"
    room = width - len(top) - len(of)
    lines = [top + " " * room + of] if room >= 2 else [*wrapped(top, width, 0), of]
    lines += wrapped(incident.title, width, 0)
    lines += wrapped(f"({incident.when_precision}; {incident.where_precision})", width, 0)
    for happened in incident.happened:
        lines += wrapped(happened, width, 0)
    return [*lines, *signed_lines(incident, width), ""]


def signed_lines(incident: IncidentView, width: int) -> list[str]:
    """Who signed an incident, and what is different since; nothing for a draft."""
    signed = incident.signed
    if signed is None:
        return []
    on = f" on {words.day(signed.at.date(), weekday=False)}" if signed.at else ""
    lines = wrapped(f"{signed.status.capitalize()}: signed by {signed.by}{on}", width, 0)
    if signed.changes:
        lines += wrapped("Changed since it was signed:", width, 1)
        lines += [line for change in signed.changes[:MOST_ROWS] for line in wrapped(change, width, 2, hang=2)]
    more = len(signed.changes) - MOST_ROWS
    return [*lines, *([f"{INDENT * 2}and {more} more"] if more > 0 else [])]


def _tolls(incident: IncidentView, width: int) -> list[str]:
    lines = []
    for toll in incident.tolls:
        name = toll.label.split(",")[0].upper()
        span = _span(toll)
        lines.append(f"{INDENT}{name:<12}{span:<18} {toll.independent}".rstrip())
        for end in toll.ends:
            holders = f" – {holder_words(end.holders)}" if end.holders else ""
            said = ", ".join(f"“{saying.text}” {ref_words(saying.refs)}".rstrip() for saying in end.sayings)
            lines += wrapped(f"{end.label}: {said}{holders}", width, 2, hang=2)
        if toll.words:
            lines += wrapped(toll.words, width, 2)
    return lines


def _supports(incident: IncidentView, width: int) -> list[str]:
    """Each figure with how many carry it; what is not counted is named with the reason."""
    lines = []
    for table in incident.supports:
        for row in table.rows[:MOST_ROWS]:
            lines += wrapped(f"{table.label}, {row.figure} {ref_words(row.refs)}: {row.said}", width, 1, hang=2)
            if row.note:
                lines += wrapped(f"not counted: {row.note}", width, 2, hang=2)
            lines += drawing_lines("not counted", row.dependent, width)
        if len(table.rows) > MOST_ROWS:
            lines.append(f"{INDENT}and {len(table.rows) - MOST_ROWS} more; the page shows them all")
    return [*lines, f"{INDENT}The chain of any of them: stemma trace CASE NUMBER"] if lines else []


def drawing_lines(label: str, dependent: Iterable[Drawing], width: int) -> list[str]:
    """Those who are not counted because they draw on somebody else, with the reason."""
    return [line for other in dependent for line in wrapped(
        f"{label}: {other.name}, who draws on {other.on}: {other.reason} {ref_words(other.refs)}", width, 2, hang=2)]


def _descent(descent: Descent | None, width: int) -> list[str]:
    """The family as a tree of lines; passages that are shared only below it."""
    if descent is None or not descent.nodes:
        return []
    lines = wrapped(descent.summary, width, 1)
    for at, node in enumerate(descent.drawn):
        stem = f"{branches([later.depth for later in descent.drawn[at:]])} "[3:] if node.depth else ""
        told = f": {node.told}" if node.told else ""
        day = f", {node.day}" if node.day else ""
        changed = f" (! {node.changed})" if node.changed else ""
        name = f"{node.letter}  {node.outlet}" if node.letter else node.outlet
        lines += wrapped(f"{stem}{name}{day}{told}{changed}", width, 1, hang=len(stem) + 3)
    lines += [f"{INDENT}and {descent.undrawn} more reports; the page's table has them"] if descent.undrawn else []
    for tie in descent.ties[:MOST_ROWS]:
        lines += wrapped(f"{tie.letters}: {tie.words}", width, 1, hang=2)
    more = len(descent.ties) + descent.untold - MOST_ROWS
    lines += [f"{INDENT}and {more} more pairs with shared passages"] if more > 0 else []
    return [*lines, f"{INDENT}Any two side by side: stemma compare CASE A B"]


def _first_said(incident: IncidentView, width: int) -> list[str]:
    lines = [line for origin in incident.behind for line in _origin(origin, width)]
    if incident.beside:
        names = list(dict.fromkeys(origin.name for origin in incident.beside))
        lines += wrapped(f"Others who are cited, without a toll: {_some(names)}", width, 1)
    return section("WHO SAID IT FIRST", lines, width)


def _origin(origin: OriginView, width: int) -> list[str]:
    lines = wrapped(f"● {_who(origin.name, origin.role)}{f' · {origin.act}' if origin.act else ''}", width, 1, hang=2)
    if origin.quote:
        quote = f"“{origin.quote}”" if origin.direct else origin.quote
        lines += wrapped(quote, width, 2)
    for at, leaf in enumerate(origin.leaves):
        stem = branches([later.depth for later in origin.leaves[at:]])
        lines += wrapped(f"{stem} {leaf.letter}  {leaf.outlet}: {leaf.how} {ref_words(leaf.refs)}", width, 2,
                          hang=len(stem) + 4)
        beside = stem.replace("├─", "│ ").replace("└─", "  ")
        for drift in leaf.drift:
            told = wrapped(f"! changed on the way: {drift}", width, 2, hang=2, margin=len(stem) + 4)
            lines += [INDENT * 2 + beside + line[len(INDENT * 2 + beside):] for line in told]
    return lines


def branches(depths: Sequence[int]) -> str:
    """The drawn branch to the first of these leaves, given its depth and those of all that follow.

    A line goes on at a level where a later leaf hangs from it before a leaf nearer to the root comes.
    """
    drawn = []
    for level in range(depths[0] + 1):
        following = next((depth for depth in depths[1:] if depth <= level), None)
        on = following == level
        drawn.append(("├─" if on else "└─") if level == depths[0] else ("│  " if on else "   "))
    return "".join(drawn)


def _rows(rows: Sequence[views.Row], width: int, label: str = "", depth: int = 1) -> list[str]:
    """Value, note, holders and sentences: one row to a line, wrapped."""
    lines = []
    for row in rows[:MOST_ROWS]:
        head = ": ".join(filter(None, (label, row.value)))
        note = f" ({row.note})" if row.note and row.note.casefold() != row.value.casefold() else ""
        holders = f" – {holder_words(row.holders)}" if row.holders else ""
        lines += wrapped(f"{head}{note}{holders} {ref_words(row.refs)}", width, depth, hang=2)
    if len(rows) > MOST_ROWS:
        lines.append(f"{INDENT * depth}and {len(rows) - MOST_ROWS} more; the page shows them all")
    return lines


def _reports(view: CaseView, incident: IncidentView, width: int) -> list[str]:
    letters = set(_letters(incident.reports))
    lines = []
    for document in view.documents:
        if document.letter in letters:
            titles = dict.fromkeys(filter(None, (document.name, document.title, document.file)))
            lines += wrapped(f"{document.letter:<3}{' · '.join((*titles, document.published))}", width, 1, hang=3)
    return section("REPORTS", lines, width)


def section(heading: str, lines: Sequence[str], width: int) -> list[str]:
    """A heading with a rule and its lines; nothing where there are none."""
    rule = "─" * max(0, width - len(heading) - 1)
    return ["", f"{heading} {rule}", *lines] if lines else []


def holder_words(holders: Sequence[Holder]) -> str:
    """Who holds a value: name and role where there is one, names where there are more, the rest counted."""
    if len(holders) == 1:
        return _who(holders[0].name, holders[0].role)
    return _some([holder.name for holder in holders])


def _who(name: str, role: str) -> str:
    """Name and role, the role only where it says more than the name."""
    return name if not role or role.casefold() in name.casefold() else f"{name}, {role}"


def _some(names: Sequence[str]) -> str:
    shown = "; ".join(names[:MOST_HOLDERS])
    return f"{shown}; {len(names) - MOST_HOLDERS} more" if len(names) > MOST_HOLDERS else shown


def ref_words(refs: Sequence[Ref]) -> str:
    """ "[3 7 12]": the sentences that carry a value."""
    shown = " ".join(str(ref.number) for ref in refs[:MOST_REFS])
    return f"[{shown}{' …' if len(refs) > MOST_REFS else ''}]" if refs else ""


def wrapped(text: str, width: int, depth: int, hang: int = 0, margin: int = 0) -> list[str]:
    """A paragraph at a depth of indents and a margin of columns, its further lines `hang` columns further in."""
    indent = INDENT * depth + " " * margin
    return textwrap.wrap(text.replace("\u2009", " ").rstrip(), width, initial_indent=indent,
                         subsequent_indent=indent + " " * hang, break_on_hyphens=False) or [""]


# ------------------------------------------------------------------------------------- what commands report


def built_lines(built: Built) -> list[str]:
    """What a build found, and how to look at it."""
    lines = [
        f"Documents   {built.documents:>7,}   {built.new:,} new, {built.known:,} known before",
        f"Statements  {built.statements:>7,}",
        f"Claims      {built.claims:>7,}",
        f"Incidents   {built.incidents:>7,}",
        f"Problems    {len(built.problems):>7,}{_kinds_of(built.problems)}",
    ]
    if built.problems:
        lines.append(f"What went wrong: stemma show {built.case} --problems")
    return [*lines, f"Look on: stemma show {built.case}"]


def _kinds_of(problems: Sequence[Problem]) -> str:
    counted = Counter(problem.code for problem in problems)
    kinds = ", ".join(f"{count:,} {code}" for code, count in sorted(counted.items(), key=lambda c: (-c[1], c[0])))
    return f"   {kinds}" if kinds else ""


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """One line to a problem: where, what, code."""
    if not problems:
        return ["No problems."]
    return [f"{problem.subject}{f', {problem.place}' if problem.place else ''}: {problem.message} [{problem.code}]"
            for problem in problems]


def check_lines(case: str, wrong: Sequence[Problem], behind: bool = False) -> list[str]:
    """Whether a case is whole, and what is not. behind: its record could not be held against a new one."""
    if not wrong:
        return [f"{case} is whole.", *([f"Its record is behind what it holds: run stemma build {case}."]
                                       if behind else [])]
    return [*problem_lines(wrong), f"{case}: {len(wrong):,} thing{'s' if len(wrong) > 1 else ''} wrong."]


def format_lines(formats: Mapping[str, ModuleType]) -> list[str]:
    """The export formats, each with the first sentence of its description."""
    size = max((len(name) for name in formats), default=0)
    return [f"{name:<{size}}  {(module.__doc__ or '').strip().split('. ')[0].splitlines()[0].rstrip('.:')}"
            for name, module in sorted(formats.items())]
