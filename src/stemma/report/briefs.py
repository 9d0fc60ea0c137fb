"""The brief of an incident as the page and the terminal show it: its sentences with the numbers they lead to."""

from __future__ import annotations

import re

from msgspec import Struct

from stemma.assessments.estimate import LADDER
from stemma.brief import Brief
from stemma.model import Estimate
from stemma.report.lookup import Lookup, Ref, refs_of, rows_of
from stemma.report.words import HARM_WORDS, bounds, how_many, number, sentence_case

GRADE = re.compile(r"\bgrade ([A-EX])\b")
MOST_REFS = 8  # of one line
NOTHING = {
    "known": "Nothing: no two independent sources agree, and none that counts for itself is heard.",
    "claimed": "No source says more than that.",
    "disputed": "No accounts differ.",
    "not known": "Nothing that was looked for is missing.",
}


class Line(Struct, frozen=True):
    """A sentence with links to those it rests on."""

    text: str
    refs: tuple[Ref, ...]
    further: int = 0  # sentences it rests on beyond those
    looked: str = ""  # what was looked for, where it rests on none


class PartView(Struct, frozen=True):
    """One of the four parts."""

    name: str
    lines: tuple[Line, ...]
    nothing: str  # what is said where there is no line
    more: str  # "two more points stand in the record"


class Weighed(Struct, frozen=True):
    """How one toll was weighed: the best number or none, by which rule, and why."""

    harm: str
    label: str
    best: str
    standing: str  # the range of the figures that no later one of the same source has replaced
    rule: str
    grade: str
    reasons: tuple[str, ...]


class BriefView(Struct, frozen=True):
    """A brief."""

    incident: str
    title: str
    basis: str
    parts: tuple[PartView, ...]
    grades: tuple[str, ...]  # what the grades mean that are used here: "B: several independent sources"
    weighing: tuple[Weighed, ...]


def brief_view(look: Lookup, brief: Brief) -> BriefView:
    """A brief with its references."""
    parts = []
    for part in brief.parts:
        lines = []
        for sentence in part.sentences:
            refs = refs_of(look, rows_of(look, sentence.rows))
            lines.append(Line(sentence.text, refs[:MOST_REFS], max(0, len(refs) - MOST_REFS), sentence.looked))
        more = sentence_case(how_many(part.more, "more point stands", "more points stand")) if part.more else ""
        parts.append(PartView(part.name, tuple(lines), NOTHING[part.name], f"{more} in the record." if more else ""))
    told = " ".join(line.text for part in parts for line in part.lines)
    used = sorted(set(GRADE.findall(told)))
    grades = tuple(f"{grade}: {LADDER[grade]}" for grade in used)
    return BriefView(brief.incident, brief.title, brief.basis, tuple(parts), grades,
                     tuple(map(_weighed, brief.weighing)))


def _weighed(made: Estimate) -> Weighed:
    best = "none" if made.best is None else number(made.best)
    standing = bounds(made.low, made.high) + (" or more" if made.open_end and made.low != made.high else "")
    if made.open_end and made.low == made.high:
        standing = bounds(made.low, None)
    return Weighed(made.kind, HARM_WORDS[made.kind], best, standing, made.rule, made.grade, made.reasons)
