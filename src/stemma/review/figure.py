"""Does the report give this figure? Asked of figures that set an end of a toll alone, and of words for numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stemma.assessments.figures import bounds, is_vague
from stemma.model import Claim, Incident
from stemma.report import words
from stemma.review import _stakes
from stemma.review._index import Index, without
from stemma.review._question import Question, asked, weighed

KIND = "claim"
# Rough doubt that the report gives such a figure at all, and what raises it.
START, VAGUE, SPOILT, UNSOURCED, UNVERIFIED, FAR_OFF = 0.2, 0.15, 0.3, 0.1, 0.1, 0.25
MANY_TIMES = 3  # the next figure, from which one is far off


def find(index: Index) -> Iterator[Question]:
    """Questions about single figures, the ends of ranges first."""
    for incident in index.record.incidents:
        yield from index.once.of((KIND, incident.id), index.told(incident), lambda one=incident: _all_of(index, one))


def _all_of(index: Index, incident: Incident) -> list[Question]:
    found = []
    for harm, now in index.ranges(incident.id).items():
        own = index.tolls(incident.id)[harm]
        found += [_question(index, incident, own, holders, end) for holders, end in alone_at_ends(own, now)]
    return found


def alone_at_ends(own: Sequence[Claim], now: _stakes.Range) -> list[tuple[list[Claim], str]]:
    """The figures by which one report alone sets an end of a range, and which end; where it repeats the figure, the
    first stands first."""
    found: dict[str, tuple[list[Claim], str]] = {}
    for end, name in ((now.high, "highest"), (now.low, "lowest")):
        holders = sorted((claim for claim in own if end in bounds(claim)), key=lambda claim: (claim.doc, claim.span))
        if len({claim.doc for claim in holders}) == 1:
            name = "only" if len(own) == len(holders) else name
            found.setdefault(holders[0].id, (holders, name))
    return list(found.values())


def _question(index: Index, incident: Incident, own: Sequence[Claim], holders: Sequence[Claim], end: str) -> Question:
    claim, now = holders[0], index.ranges(incident.id)
    left = _stakes.ranges(without(index.tolls(incident.id), [holder.id for holder in holders]))
    wrong = "it is wrong" if len(holders) == 1 else "it is wrong here and where the report repeats it"
    doubt, reasons = doubt_of(index, own, holders)
    told = f"{index.report_name(claim.doc)} gives the {end} figure of people {_stakes.word_of(claim.kind)}"
    told += ", and no other report gives it" if end != "only" else ""
    beside = f"; {words.listed(reasons)}" if reasons else ""
    why = f"{told}{beside}. {_stakes.change(now, left, wrong)}"
    return asked(KIND, f"Do these words say: {_stakes.figure(claim)}?", [index.target(claim)], why, (incident.id,),
                 weighed(_stakes.moved(now, left), doubt))


def doubt_of(index: Index, own: Sequence[Claim], holders: Sequence[Claim]) -> tuple[float, list[str]]:
    """How unsure a figure is, 0..1, and why in words. holders: where its one report gives it, the first first."""
    claim, doubt, reasons = holders[0], START, []
    if is_vague(claim):
        doubt, reasons = doubt + VAGUE, [*reasons, "it is a word and no number"]
    if any(holder.id in index.spoilt for holder in holders):
        doubt, reasons = doubt + SPOILT, [*reasons, "the text that it was copied from has another one"]
    if not any(holder.source.known for holder in holders):  # a headline seldom says who says so; the text below does
        doubt, reasons = doubt + UNSOURCED, [*reasons, "no source is named for it"]
    if claim.stance in ("unverified", "disputed"):
        doubt, reasons = doubt + UNVERIFIED, [*reasons, "the report itself says that it is not verified"]
    numbers = [number for other in own if other.doc != claim.doc for number in bounds(other)]
    here = max(bounds(claim), default=0)
    if numbers and here and (here >= MANY_TIMES * max(numbers) or MANY_TIMES * here <= min(numbers)):
        doubt, reasons = doubt + FAR_OFF, [*reasons, "it is far from all others"]
    return doubt, reasons
