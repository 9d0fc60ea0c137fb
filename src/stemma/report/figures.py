"""The figures of one incident: what is drawn, and the table that holds the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from stemma.model import Claim
from stemma.report import words
from stemma.report.chart import Lane, Mark
from stemma.report.lookup import Lookup, holder_of, holders_of, refs_of, value_of
from stemma.report.rows import Row, note_of
from stemma.values import HARMS

LaneOf = Callable[[Claim], tuple[tuple, str, str]]  # sorting key, name, and role or day


class Figures(Struct, frozen=True):
    """A chart of one harm and the table that holds the same data."""

    harm: str
    label: str
    lanes: tuple[Lane, ...]
    rows: tuple[Row, ...]
    wordless: int  # claims that say people were harmed, without any number


def by_source(look: Lookup, toll: Sequence[Claim]) -> tuple[Figures, ...]:
    """One chart for each harm, one lane for each source."""
    def lane_of(claim: Claim) -> tuple[tuple, str, str]:
        holder = holder_of(look, claim)
        return (holder.key,), holder.name, holder.role
    return tuple(_chart(look, harm, [c for c in toll if c.kind == harm], lane_of) for harm in HARMS
                 if any(c.kind == harm for c in toll))


def by_day(look: Lookup, toll: Sequence[Claim]) -> tuple[Figures, ...]:
    """The same figures by the day that they stood at, where there is more than one day."""
    def lane_of(claim: Claim) -> tuple[tuple, str, str]:
        holder, stood = holder_of(look, claim), _stood_at(look, claim)
        label = words.day(stood) if stood else "Date unknown"
        return (stood is None, stood or 0, not holder.named, holder.name, holder.key), holder.name, label
    shown = []
    for harm in HARMS:
        claims = [c for c in toll if c.kind == harm]
        if len({_stood_at(look, c) for c in claims} - {None}) > 1:
            shown.append(_chart(look, harm, claims, lane_of, dated=True))
    return tuple(shown)


def _stood_at(look: Lookup, claim: Claim) -> date | None:
    """The day that a figure stood at: as the report says, else the day it was published."""
    if claim.as_of is not None and claim.as_of.start is not None:
        return claim.as_of.start
    return look.by_doc[claim.doc].page.published.day


def _chart(look: Lookup, harm: str, claims: Sequence[Claim], lane_of: LaneOf, dated: bool = False) -> Figures:
    """Lanes and rows of one harm, by day or from the lowest figure to the highest."""
    held: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in claims:
        held[lane_of(claim)].append(claim)
    ordered = sorted(held.items(), key=None if dated else _by_height)
    lanes = tuple(Lane(words.sentence_case(name), "" if dated else sub, harm, _marks(look, rows), sub if dated else "")
                  for (_, name, sub), rows in ordered)
    rows = tuple(row for (_, _, sub), same in ordered for row in _same_values(look, same, sub if dated else ""))
    wordless = sum(1 for c in claims if words.reading(c.count) == "no number")
    return Figures(harm, words.HARM_WORDS[harm], tuple(lane for lane in lanes if lane.marks), rows, wordless)


def _by_height(item: tuple[tuple, list[Claim]]) -> tuple:
    """Lanes from the lowest figure to the highest; those without a number last."""
    (key, label, _), claims = item
    numbers = [first_of(c) for c in claims if words.reading(c.count) != "no number" and first_of(c) is not None]
    tops = [last_of(c) or 0 for c in claims if words.reading(c.count) != "no number"]
    return not numbers, min(numbers, default=0), max(tops, default=0), label, key


def first_of(claim: Claim) -> int | None:
    return claim.count.low if claim.count.low is not None else claim.count.high


def last_of(claim: Claim) -> int | None:
    return claim.count.high if claim.count.high is not None else claim.count.low


def _marks(look: Lookup, claims: Sequence[Claim]) -> tuple[Mark, ...]:
    """One mark for each figure of a lane, however many reports carry it."""
    same: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in claims:
        if words.reading(claim.count) != "no number" and words.reading(claim.count) != words.UNKNOWN:
            same[claim.count.low, claim.count.high, claim.count.stated].append(claim)
    marks = []
    for (low, high, stated), rows in sorted(same.items(), key=lambda i: (i[0][0] or 0, i[0][1] or 0, i[0][2])):
        refs = refs_of(look, rows)
        carried = f" · {words.how_many(len({c.doc for c in rows}), 'report')}"
        marks.append(Mark(low, high, stated, rows[0].count.text, refs[0].href,
                          f"“{rows[0].count.text}”, read as {words.reading(rows[0].count)}{carried}",
                          rows[0].count.wording == "about"))
    return tuple(marks)


def _same_values(look: Lookup, claims: Sequence[Claim], prefix: str) -> list[Row]:
    """Claims with the same reading and stance in one row."""
    same: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        note = "; ".join(filter(None, (prefix, note_of(claim))))
        same[value_of(claim).casefold(), note].append(claim)
    return [Row(value_of(rows[0]), note, holders_of(look, rows), refs_of(look, rows))
            for (_, note), rows in same.items()]
