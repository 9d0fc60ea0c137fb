"""A chain and two texts as lines of plain text. Pure functions; numbers in brackets are those of the page.

What differs between two texts is marked with signs, so that it can be read in a pipe and without colours:
[-left out-], {+put in+}, <put otherwise>, ~spelt otherwise~.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from stemma.cli.record import INDENT, drawing_lines, ref_words, section, wrapped
from stemma.model import Record
from stemma.report import naming, tracing
from stemma.report.chains import ChainView, SupportView
from stemma.report.lookup import lookup
from stemma.report.pairs import Bit, PairView, PassageView, Side
from stemma.report.rows import DriftView
from stemma.report.tracing import Comparison, Retelling, Trace
from stemma.report.words import how_many

SIGNS = {"same": ("", ""), "dropped": ("[-", "-]"), "added": ("{+", "+}"), "replaced": ("<", ">"),
         "respelt": ("~", "~")}
LEGEND = "Marked: [-left out-] {+put in+} <put otherwise> ~spelt otherwise~ […] the same in both"
FOREIGN = "The two are in different languages: their words are not compared."
NARROW = 76  # columns; below, two texts stand one under the other
BETWEEN = " │ "
KEPT = 12  # words at the ends of a long run that both texts share
NAMED = ("report", "copied_from")  # steps whose name says in which report their words stand
MOST = 12  # chains, stretches or equal passages that are printed


def traces(record: Record, wanted: str) -> tuple[Trace, ...]:
    """What people call a claim, traced."""
    look = lookup(record)
    return tracing.traces(look, naming.rows_called(look, wanted))


def comparison(record: Record, first: str, second: str) -> Comparison:
    """Two reports by whatever people call them, compared."""
    look = lookup(record)
    return tracing.comparison(look, naming.report_called(look, first), naming.report_called(look, second), KEPT)


# ------------------------------------------------------------------------------------------------- trace


def trace_lines(found: Sequence[Trace], width: int) -> list[str]:
    """The rows that were asked for, one below the other; of a sentence with figures the other rows are only named."""
    figures = [trace for trace in found if trace.figure]
    lines: list[str] = []
    for position, trace in enumerate(figures or found):
        lines += ["", "═" * width, ""] if position else []
        lines += _one_trace(trace, width)
    others = [trace for trace in found if figures and not trace.figure]
    named = [line for trace in others for line in wrapped(f"{trace.id}  {trace.gist}", width, 1, hang=16)]
    return lines + section("ALSO IN THIS SENTENCE", named, width)


def _one_trace(trace: Trace, width: int) -> list[str]:
    lines = wrapped(f"[{trace.number}] {trace.gist}", width, 0, hang=2)
    lines += wrapped(f"“{trace.words}”", width, 1)
    lines += wrapped(f"report {trace.letter}, {trace.outlet} · {trace.day} · {trace.id}", width, 1)
    lines += section("THE CHAIN", chain_lines(trace.chain, width), width)
    for support in trace.supports:
        lines += section("THE FIGURE", _support(support, trace, width), width)
    lines += section("CHANGED IN THIS REPORT", _drifts(trace.drifts, width, 1), width)
    lines += section("RETELLINGS", [line for item in trace.retellings for line in _retelling(item, width)], width)
    return lines


def chain_lines(chain: ChainView, width: int) -> list[str]:
    """A chain, one step below the other, each with the words that show it."""
    lines = []
    for depth, step in enumerate(chain.steps):
        stem = f"{'   ' * (depth - 1)}└─ " if depth else ""
        day = f", {step.day}" if step.day else ""
        quoted = f" “{step.words}”" if step.words else ""
        where = f" (report {step.letter})" if step.words and step.kind not in NAMED else ""
        text = f"{stem}{step.label} {step.name}{day}{quoted}{where}"
        lines += wrapped(text, width, 1, hang=len(stem) + 3)
        if step.reason:
            lines += wrapped(f"– {step.reason}", width, 1, margin=len(stem) + 3, hang=2)
    return lines


def _support(support: SupportView, trace: Trace, width: int) -> list[str]:
    lines = wrapped(f"{support.figure}: {support.said}", width, 1, hang=2)
    for label, names in (("Outlets", support.outlets), ("Acts of reporting", support.acts),
                         ("Independent sources", support.sources)):
        if names:
            lines += wrapped(f"{label}: {'; '.join(names)}", width, 2, hang=2)
    if support.note:
        lines += wrapped(f"Not counted: {support.note}", width, 2, hang=2)
    lines += drawing_lines("Not counted", support.dependent, width)
    others = [chain for chain in support.chains if trace.id != chain.row]
    for chain in others[:MOST]:
        lines += wrapped(f"{chain.brief} {ref_words(chain.refs)}", width, 2, hang=4)
    return lines + ([f"{INDENT * 2}and {len(others) - MOST} more"] if len(others) > MOST else [])


def _retelling(item: Retelling, width: int) -> list[str]:
    lines = wrapped(f"{item.letter}  {item.outlet}, {item.day}: {item.how} {ref_words(item.refs)}", width, 1, hang=3)
    lines += wrapped("; ".join(f"“{said}”" for said in item.words), width, 1, margin=3)
    grave = [drift for drift in item.drifts if drift.severity != "low"]
    small = len(item.drifts) - len(grave)
    more = [f"{INDENT * 2}! {how_many(small, 'small change')} of wording"] if small else []
    return lines + _drifts(grave, width, 2) + more


def _drifts(drifts: Iterable[DriftView], width: int, depth: int) -> list[str]:
    return [line for drift in drifts
            for line in wrapped(f"! {drift.kind}, {drift.severity}: {drift.why}", width, depth, hang=2)]


# ----------------------------------------------------------------------------------------------- compare


def comparison_lines(found: Comparison, width: int) -> list[str]:
    """How two reports relate, then their passages side by side."""
    lines = []
    for letter, name in zip((found.left, found.right), found.names, strict=True):
        lines += wrapped(f"{letter}  {name}", width, 0, hang=3)
    lines += ["", *wrapped(found.related, width, 0)]
    for act in found.shared:
        lines += wrapped(f"Both carry: {act}", width, 0, hang=2)
    for pair in found.pairs:
        lines += _pair(pair, width)
    return lines


def _pair(pair: PairView, width: int) -> list[str]:
    lines = wrapped(f"{pair.share}. {pair.reason}{'.' if pair.reason else ''}", width, 0)
    shown = [line for passage in pair.passages for line in ("", *passage_lines(passage, pair, width))]
    if shown:
        lines += ["", *wrapped(FOREIGN if pair.foreign else LEGEND, width, 0, hang=8), *wrapped(_heads(pair), width, 0)]
    lines += section("SIDE BY SIDE", shown[1:], width)
    lines += section("CHANGED OUTSIDE THESE PASSAGES", [
        line for drift in pair.elsewhere
        for line in (*wrapped(f"{drift.against}: “{drift.was}” → {drift.letter}: “{drift.became}”", width, 1, hang=2),
                     *_drifts([drift], width, 1))], width)
    lines += section(f"IN THE SAME WORDS ({len(pair.same)})", [
        line for passage in pair.same[:MOST] for line in wrapped(
            f"{marked(passage.left)} {ref_words((*passage.left_refs, *passage.right_refs))}", width, 1, hang=2)
    ] + ([f"{INDENT}and {len(pair.same) - MOST} more"] if len(pair.same) > MOST else []), width)
    return lines + _alone(pair.left, width) + _alone(pair.right, width)


def _heads(pair: PairView) -> str:
    return f"Left {pair.left.letter}, {pair.left.name}; right {pair.right.letter}, {pair.right.name}."


def _alone(side: Side, width: int) -> list[str]:
    lines = [line for part in side.only
             for line in wrapped(f"{part.text} ({part.words} words) {ref_words(part.refs)}", width, 1, hang=2)]
    lines += [f"{INDENT}and {side.more} more"] if side.more else []
    return section(f"ONLY IN {side.letter}", lines, width)


def marked(bits: Iterable[Bit]) -> str:
    """Words with the signs of what became of them; spaces stay outside the signs."""
    parts = []
    for bit in bits:
        before, after = SIGNS[bit.mark]
        parts.append(f"{before}{bit.text}{after}")
    return "".join(parts).strip()


def passage_lines(passage: PassageView, pair: PairView, width: int) -> list[str]:
    """Two aligned passages in columns, or one under the other on a narrow terminal; what was changed below them."""
    left = f"{marked(passage.left)} {ref_words(passage.left_refs)}".strip()
    right = f"{marked(passage.right)} {ref_words(passage.right_refs)}".strip()
    if width < NARROW:
        lines = [*wrapped(f"{pair.left.letter}  {left}", width, 1, hang=3),
                 *wrapped(f"{pair.right.letter}  {right}", width, 1, hang=3)]
    else:
        room = (width - len(INDENT) - len(BETWEEN)) // 2
        columns = [textwrap.wrap(text, room, break_on_hyphens=False) for text in (left, right)]
        rows = max(map(len, columns))
        columns = [[*column, *[""] * (rows - len(column))] for column in columns]
        lines = [f"{INDENT}{a.ljust(room)}{BETWEEN}{b}".rstrip() for a, b in zip(*columns, strict=True)]
    return lines + _drifts(passage.drifts, width, 1)
