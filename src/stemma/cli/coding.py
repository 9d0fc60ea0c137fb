"""Codings as lines of plain text: one convention field by field, or all of them side by side. Pure functions.

Numbers in brackets are the numbers of sentences, the same as in `stemma show` and on the page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from msgspec import Struct

from stemma.cli.record import INDENT, case_view, chosen, cut, ref_words, section, table, wrapped
from stemma.coding import Convention, Ledger, bad_files, code, conventions, ledger, named, readings, rows
from stemma.coding.readings import Figure
from stemma.coding.spec import ASPECTS, Rule
from stemma.model import Coded, Coding, Record
from stemma.report.lookup import Lookup, lookup, refs_of, rows_of
from stemma.report.views import IncidentView
from stemma.values import Count

MARK_WORDS = {"verified": "verified", "secondary": "second-hand", "recollected": "not checked",
              "ours": "our default"}
LEGEND = ("Rules are marked: verified (read in the convention's own text or data), second-hand (read elsewhere), not "
          "checked (from memory), our default (nothing was found, so this is ours). ? A person has to decide.")
NOTHING = "–"
HARMS = (("killed", "KILLED"), ("injured", "INJURED"))
NARROWEST, WIDEST = 12, 26  # columns of one convention in the side-by-side table
FIRST = 9  # columns of the row names of the side-by-side table
SHORT = 2  # lines of a cell of the side-by-side table that one value may take


class Read(Struct, frozen=True):
    """One figure: its words, its plain reading, and what the convention makes of it."""

    harm: str
    words: str
    count: Count
    low: int | None
    high: int | None
    rule: str
    sources: tuple[str, ...]
    rows: tuple[str, ...]


class CodeView(Struct, frozen=True):
    """One incident coded by one convention."""

    number: int
    incident: str
    title: str
    where: str
    when: str
    convention: str
    version: str
    name: str
    included: bool
    why: str
    values: tuple[Coded, ...]
    days: tuple[Coding, ...]  # the rows, where there is one for each day
    figures: tuple[Read, ...]
    rules: dict[str, Rule]  # that decided a value
    aspects: dict[str, dict[str, str]]  # rows of the side-by-side table: fields and what they are called in it
    caveat: str


def coded(record: Record, incident: str | None, convention: str | None) -> tuple[CodeView, ...]:
    """What was asked for: one incident or all, by one convention or all of them."""
    view = case_view(record)
    wanted = [chosen(view, incident)] if incident is not None else list(view.incidents)
    by = (named(convention),) if convention is not None else conventions()
    book = ledger(record)
    return tuple(_view(book, one, each) for one in wanted for each in by)


def left_out(convention: str | None) -> tuple[str, ...]:
    """What is wrong with conventions that cannot be used, where all of them are asked for."""
    return () if convention is not None else tuple(str(error) for error in bad_files())


def _view(record: Ledger, incident: IncidentView, convention: Convention) -> CodeView:
    coding = code(record, incident.anchor, convention)
    days = rows(record, incident.anchor, convention) if convention.days else ()
    figures = [_read(harm, figure) for harm, _ in HARMS
               for figure in readings(record, incident.anchor, convention, harm)]
    return CodeView(
        incident.position, incident.anchor, incident.title, incident.where, incident.day, convention.name,
        convention.version, convention.title, coding.included, coding.why, coding.values,
        days if len(days) > 1 else (), tuple(figures) if coding.included else (), _rules(convention, coding),
        _aspects(convention), convention.caveat)


def _rules(convention: Convention, coding: Coding) -> dict[str, Rule]:
    """The rules that decided a value, in the order of the file."""
    used = {value.rule for value in coding.values}
    return {name: rule for name, rule in convention.rules.items() if name in used}


def _aspects(convention: Convention) -> dict[str, dict[str, str]]:
    """aspect -> field -> label, of the fields that the table compares."""
    found: dict[str, dict[str, str]] = {}
    for field in convention.field:
        if field.aspect:
            found.setdefault(field.aspect, {})[field.name] = field.label or field.name
    return found


def _read(harm: str, figure: Figure) -> Read:
    return Read(harm, figure.words, figure.count, figure.low, figure.high, figure.rule, figure.names,
                tuple(claim.id for claim in figure.claims))


def lines_of(record: Record, views: Sequence[CodeView], one_incident: bool, width: int) -> list[str]:
    """The lines for what was asked for."""
    if not views:
        return ["No incident was found."]
    by = {view.convention for view in views}
    if not one_incident:
        return list_lines(views, width)
    if len(by) == 1:
        return coding_lines(lookup(record), views[0], width)
    return side_by_side(lookup(record), views, width)


# ------------------------------------------------------------------------------------------ one convention


def _head(view: CodeView, width: int) -> list[str]:
    return [*wrapped(f"{view.where} · {view.when}", width, 0), *wrapped(view.title, width, 0)]


def coding_lines(look: Lookup, view: CodeView, width: int) -> list[str]:
    """One incident by one convention: every field with its reason, how figures are read, the rules."""
    lines = [*_head(view, width), *wrapped(f"{view.name} · {view.convention} {view.version}", width, 0)]
    if not view.included:
        return [*lines, "", *wrapped(view.why, width, 0)]
    lines += wrapped(f"Recorded: {view.why}", width, 0)
    shown = [value for value in view.values if value.value is not None or value.review]
    lines += section("FIELDS", [line for value in shown for line in _field(look, value, width)], width)
    lines += section("ONE ROW FOR EACH DAY", _days(view, width), width)
    lines += section("UNKNOWN", _unknown(view.values, width), width)
    lines += _figures(look, view, width)
    lines += section("RULES", [
        line for name, rule in view.rules.items()
        for line in wrapped(f"{name} ({_known_from(rule)}): {rule.text}.", width, 1, hang=2)], width)
    if view.caveat:
        lines += ["", *wrapped(view.caveat, width, 0)]
    return [*lines, "", *wrapped(LEGEND, width, 0)]


def _known_from(rule: Rule) -> str:
    return f"{MARK_WORDS[rule.mark]}, {rule.source}" if rule.source else MARK_WORDS[rule.mark]


def _field(look: Lookup, value: Coded, width: int) -> list[str]:
    shown = NOTHING if value.value is None else str(value.value)
    flag = "  ?" if value.review else ""
    refs = ref_words(refs_of(look, rows_of(look, value.rows)))
    return [*wrapped(f"{value.field}: {shown}{flag}", width, 1, hang=2),
            *wrapped(f"{value.reason} {refs}".rstrip(), width, 2),
            *wrapped(f"rule: {value.rule} ({MARK_WORDS[value.mark]})", width, 2)]


def _days(view: CodeView, width: int) -> list[str]:
    """The numbers that are divided, day by day."""
    lines = []
    for day in view.days:
        whole = {value.field: value for value in view.values}
        differing = [value for value in day.values if whole[value.field].value != value.value
                     and not isinstance(value.value, str) or value.rule != whole[value.field].rule]
        date = next((v.value for v in day.values if str(v.reason).startswith("Day ")), "")
        told = ", ".join(f"{value.field} {value.value}" for value in differing)
        lines += wrapped(f"{date}  {told}", width, 1, hang=2)
    return lines


def _unknown(values: Iterable[Coded], width: int) -> list[str]:
    """Fields without a value, those with one reason together."""
    by_reason: dict[str, list[str]] = {}
    for value in values:
        if value.value is None and not value.review:
            by_reason.setdefault(value.reason, []).append(value.field)
    return [line for reason, fields in by_reason.items()
            for line in wrapped(f"{', '.join(fields)}: {reason}", width, 1, hang=2)]


def _figures(look: Lookup, view: CodeView, width: int) -> list[str]:
    """Every figure: what was written, its plain reading, the convention's numbers, who said it."""
    lines: list[str] = []
    for harm, label in HARMS:
        found = [figure for figure in view.figures if figure.harm == harm]
        if not found:
            continue
        cells = [("AS WRITTEN", "PLAINLY", view.convention.upper(), "RULE", "SAID BY")]
        for figure in found:
            refs = ref_words(refs_of(look, rows_of(look, figure.rows)))
            cells.append((f"“{' '.join(figure.words.split())}” {refs}".rstrip(), _plain(figure.count),
                          _span(figure.low, figure.high), figure.rule, "; ".join(figure.sources) or "no source named"))
        lines += section(f"HOW FIGURES ARE READ: {label}", [
            INDENT + line for line in table(cells, width - len(INDENT), stretch=(4, 0, 3))], width)
    return lines


def _plain(count: Count) -> str:
    return "no number" if count.wording in ("some", "indefinite") else _range(count.low, count.high)


def _range(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return f"{low}.." if low is not None else f"..{high}" if high is not None else "unknown"
    return str(low) if low == high else f"{low}..{high}"


def _span(low: int | None, high: int | None) -> str:
    """The numbers of a convention; an end from which nothing may be read is a dash."""
    if low is None and high is None:
        return NOTHING
    if low == high:
        return str(low)
    return f"{NOTHING if low is None else low}..{NOTHING if high is None else high}"


# -------------------------------------------------------------------------------------------- side by side


def side_by_side(look: Lookup, views: Sequence[CodeView], width: int) -> list[str]:
    """One incident by every convention: a table, then the reason for each value in it."""
    included = [view for view in views if view.included]
    lines = _head(views[0], width)
    lines += ["", *_table(included, width)] if included else []
    for view in views:
        if not view.included:
            lines += ["", *wrapped(f"{view.convention}: {view.why}", width, 0, hang=2)]
    for aspect in ASPECTS:
        told = [line for view in included for line in _reasons(look, view, view.aspects.get(aspect, {}), width)]
        lines += section(aspect.upper(), told, width)
    caveats = [f"{view.convention}: {view.caveat}" for view in included if view.caveat]
    lines += [line for caveat in caveats for line in ("", *wrapped(caveat, width, 0))]
    return [*lines, "", *wrapped(LEGEND, width, 0)]


def _table(views: Sequence[CodeView], width: int) -> list[str]:
    """Rows of aspects, columns of conventions; one line for each field, long values cut.

    Where the width does not hold all conventions there is a second table below the first.
    """
    most = max(1, (width - FIRST) // (NARROWEST + 2))
    if len(views) > most:
        return [*_table(views[:most], width), "", *_table(views[most:], width)]
    room = min(WIDEST, (width - FIRST) // len(views) - 2)
    lines = [_row("", [view.convention.upper() for view in views], room)]
    for aspect in ASPECTS:
        cells = [_cell(view, view.aspects.get(aspect, {}), room) for view in views]
        for number in range(max(map(len, cells), default=0)):
            texts = [cell[number] if number < len(cell) else "" for cell in cells]
            lines.append(_row(aspect if number == 0 else "", texts, room))
    return lines


def _row(label: str, cells: Sequence[str], room: int) -> str:
    return f"{label:<{FIRST}}" + "".join(f"  {cut(cell, room):<{room}}" for cell in cells).rstrip()


def _cell(view: CodeView, labels: dict[str, str], room: int) -> list[str]:
    """The values of one aspect by one convention; the reason for each stands below the table."""
    values = [value for value in view.values if value.field in labels]
    lines: list[str] = []
    for value in sorted(values, key=lambda value: not isinstance(value.value, str)):
        alone = isinstance(value.value, str) or len(labels) == 1
        text = _shown(value) if alone else f"{labels[value.field]} {_shown(value)}"
        kept = textwrap.wrap(text.replace("/", "/ "), room, break_long_words=False)
        kept = kept[:SHORT] if len(kept) <= SHORT else [kept[0], cut(f"{' '.join(kept[1:])} ", room)]
        lines += kept if kept[-1:] != lines[-1:] else []  # a first and last day that are one
    return lines


def _shown(value: Coded) -> str:
    """The value, with a sign where a person has to decide."""
    return f"{NOTHING if value.value is None else value.value}{' ?' if value.review else ''}"


def _reasons(look: Lookup, view: CodeView, labels: dict[str, str], width: int) -> list[str]:
    """Why each value of one aspect is what it is; fields with one reason together."""
    values = [value for value in view.values if value.field in labels]
    by_reason: dict[tuple[str, str, str], list[Coded]] = {}
    for value in values:
        by_reason.setdefault((value.reason, value.rule, value.mark), []).append(value)
    lines = []
    for (reason, rule, mark), same in by_reason.items():
        shown = ", ".join(f"{value.field} {_shown(value)}" for value in same)
        refs = ref_words(refs_of(look, rows_of(look, same[0].rows)))
        text = f"{view.convention}: {shown}. {reason} {refs}".rstrip()
        lines += wrapped(f"{text} ({rule}, {MARK_WORDS[mark]})", width, 1, hang=2)
    return lines


# ---------------------------------------------------------------------------------------------------- list


def list_lines(views: Sequence[CodeView], width: int) -> list[str]:
    """Every incident of a case: the numbers of people killed by each convention."""
    names = list(dict.fromkeys(view.convention for view in views))
    by_incident: dict[int, list[CodeView]] = {}
    for view in views:
        by_incident.setdefault(view.number, []).append(view)
    cells = [("", "WHEN", "WHAT", *(name.upper() for name in names))]
    cells += [(str(number), own[0].when, own[0].title, *(_killed(view) for view in own))
              for number, own in by_incident.items()]
    head = "People killed, as each convention codes it. – Nothing may be coded. ? A person has to decide."
    listed = table(cells, width, stretch=(2, 1), right=(0,))
    if max(map(len, listed)) > width:
        listed = [line for own in by_incident.values() for line in _block(own, width)]
    lines = [*wrapped(head, width, 0), "", *listed]
    out = [view for view in views if not view.included]
    if out and len(names) == 1:
        lines += ["", *(line for view in out for line in wrapped(f"{view.number}: {view.why}", width, 0, hang=3))]
    return [*lines, "", "The reasons: stemma code CASE NUMBER"]


def _block(own: Sequence[CodeView], width: int) -> list[str]:
    """One incident of the list where the width does not hold a table."""
    first = own[0]
    told = "; ".join(f"{view.convention} {_killed(view)}" for view in own)
    return [*wrapped(f"{first.number}  {first.when}, {first.title}", width, 0, hang=3),
            *wrapped(told, width, 0, margin=3)]


def _killed(view: CodeView) -> str:
    """The numbers of people killed: one, "low..high", or "best (low..high)"."""
    if not view.included:
        return "not coded"
    values = {value.field: value for value in view.values}
    found = [values[name] for name in view.aspects.get("killed", {})]
    shown = list(dict.fromkeys(NOTHING if value.value is None else str(value.value) for value in found))
    numbers = [text for text in shown if text != NOTHING] or [NOTHING]
    span = f"{numbers[0]}..{numbers[-1]}" if len(numbers) > 1 else numbers[0]
    best = [values[name] for name, label in view.aspects.get("killed", {}).items() if label == "best"]
    shown = f"{best[0].value} ({span})" if best and len(numbers) > 1 else span
    return shown + (" ?" if any(value.review for value in found) else "")
