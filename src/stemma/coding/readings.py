"""Figures as a convention reads them: what was written, its plain reading and the convention's numbers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, floor

from msgspec import Struct
from msgspec.structs import replace

from stemma.assessments.support import same_figures
from stemma.coding.facts import Facts, holds, sentence_of, sources_of, status_of, words_of
from stemma.coding.phrases import plain, quoted
from stemma.coding.spec import Convention, ReadAs
from stemma.model import Claim, Origin
from stemma.values import Count, Status


class Figure(Struct, frozen=True):
    """One figure of the reports, read by a convention."""

    claims: tuple[Claim, ...]  # that give it, in the order printed
    count: Count
    words: str  # as written, the figure of its first claim
    low: int | None  # by the convention; None: nothing may be read from the words at this end
    high: int | None
    rule: str  # of the reading
    review: bool
    sources: tuple[str, ...]  # Party.key of the independent ones
    names: tuple[str, ...]  # of those, as people know them
    latest: date  # day by which the latest act of reporting gave it; date.min where none is known
    dated: bool  # whether that is known of every act that gives it
    status: Status
    superseded: bool = False  # all that gave it have given another figure later
    changed: bool = False  # only copies give it that changed the figure of the text they copied

    @property
    def quoted(self) -> str:
        """ "“dozens” (24 to 99)"."""
        return quoted(self.count, self.words)

    @property
    def plain(self) -> str:
        """The neutral reading."""
        return plain(self.count)

    @property
    def stands(self) -> bool:
        """Whether it is still somebody's account."""
        return not self.superseded and not self.changed


def figures(facts: Facts, convention: Convention, rows: Sequence[Claim]) -> list[Figure]:
    """These claims as figures, those that give one figure together, in a fixed order."""
    found = [_figure(facts, convention, group) for group in same_figures(rows)]
    given = _later(facts, found)
    return sorted((_dated(figure, given) for figure in found), key=_order)


def indefinite(facts: Facts, convention: Convention, rows: Sequence[Claim]) -> list[Figure]:
    """Claims that give no number ("civilians were killed"), each as a figure of its own."""
    return sorted((_figure(facts, convention, [row]) for row in rows), key=_order)


def _order(figure: Figure) -> tuple:
    return (figure.count.low or 0, figure.count.high or 0, figure.claims[0].id)


def _figure(facts: Facts, convention: Convention, group: Sequence[Claim]) -> Figure:
    claims = tuple(sorted(group, key=lambda claim: (facts.order.get(claim.id, len(facts.order)), claim.id)))
    first = next((claim for claim in claims if claim.id not in facts.spoilt), claims[0])
    count = first.count or Count(1, None, "indefinite", "")
    low, high, rule, review = read(facts, convention, first, count)
    acts = [told_by(facts, facts.behind[claim.id]) for claim in claims if claim.id in facts.behind]
    one = count.wording in ("some", "indefinite") or count.low == count.high == 1  # "a man", "He"
    words = words_of(facts, first) if one or not count.text else count.text
    sources = sources_of(facts, claims)
    return Figure(
        claims=claims, count=count, words=words, low=low, high=high, rule=rule, review=review,
        sources=sources, names=tuple(facts.parties.get(key, key) for key in sources),
        latest=max((day for day in acts if day), default=date.min), dated=bool(acts) and all(acts),
        status=status_of(claims), changed=all(claim.id in facts.spoilt for claim in claims),
    )


def read(facts: Facts, convention: Convention, claim: Claim, count: Count) -> tuple[int | None, int | None, str, bool]:
    """(low, high, rule, whether a person has to look) of one figure."""
    share = share_of(facts, convention, claim)
    if share:
        return share
    by = reading_of(facts, convention, claim, count)
    low, high = _end(by.low, count), _end(by.high, count)
    if by.larger and (holds(f"{count.text} {words_of(facts, claim)}", by.larger.words)
                      or facts.incident.kind in by.larger.kinds):
        low = high = by.larger.value
    return low, high, by.rule, by.review


def reading_of(facts: Facts, convention: Convention, claim: Claim, count: Count) -> ReadAs:
    """The convention's entry for these words: a phrase that they hold, else the wording, else the default."""
    said = count.text or words_of(facts, claim)
    for phrase in convention.phrase:
        if holds(said, phrase.words):
            return phrase
    return convention.wordings.get(count.wording) or convention.wordings["default"]


def _end(end: str | int, count: Count) -> int | None:
    """One end of a reading. An open upper end is read as the lower bound: no number above it was ever told."""
    if isinstance(end, int):
        return end
    if end == "unknown":
        return None
    low = count.low if count.low is not None else 0
    return low if end == "low" else (count.high if count.high is not None else low)


def share_of(facts: Facts, convention: Convention, claim: Claim) -> tuple[int, int, str, bool] | None:
    """A part told as a share of a total ("rarely", "half of them"), with both factors applied to that total."""
    total = facts.by_id.get(claim.part_of or "")
    if total is None or total.count is None or total.count.low is None:
        return None
    said = f"{words_of(facts, claim)} {sentence_of(facts, claim)}"
    for part in convention.share:
        if holds(said, part.words):
            most = total.count.high if total.count.high is not None else total.count.low
            return floor(total.count.low * part.low), ceil(most * part.high), part.rule, True
    return None


# --------------------------------------------------------------------------------------------- superseded


def _later(facts: Facts, found: Sequence[Figure]) -> dict[str, date]:
    """The day of each source's latest dated figure."""
    last: dict[str, date] = {}
    for figure in found:
        for claim in figure.claims:
            act = facts.behind.get(claim.id)
            day = told_by(facts, act) if act is not None else None
            if day is not None:
                last[act.party] = max(last.get(act.party, day), day)
    return last


def told_by(facts: Facts, act: Origin) -> date | None:
    """The day of an act of reporting, else the first day on which a report of the case carried it.

    It only puts one source's figures in order; no day of a happening comes from it.
    """
    published = [facts.readings[doc].page.published.day for doc in act.docs if doc in facts.readings]
    return act.date or min((day for day in published if day), default=None)


def _dated(figure: Figure, last: dict[str, date]) -> Figure:
    """The figure, marked as superseded where every source behind it has told another one on a later day."""
    replaced = all(last.get(party, date.min) > figure.latest for party in figure.sources)
    return replace(figure, superseded=bool(figure.sources) and figure.dated and replaced)
