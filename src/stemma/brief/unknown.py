"""*Not known*: what no report says, what was said not to be verified, and figures that rest on nobody named."""

from __future__ import annotations

from collections.abc import Iterable

from stemma.assessments.figures import is_indefinite
from stemma.brief.desk import File
from stemma.brief.known import cite
from stemma.brief.nouns import Sentence
from stemma.brief.wording import has_source, holders, people, quoted
from stemma.model import Claim, Estimate
from stemma.report import words

MOST_VERIFICATIONS = 3


def unknown(file: File, found: dict[str, Estimate]) -> Iterable[Sentence]:
    """What a reader would ask and no report answers, the people first."""
    yield from _how_many(file, found)
    yield from _who_they_were(file)
    yield from _unattributed(file, found)
    yield from _not_verified(file)
    yield from _circumstances(file)


def _how_many(file: File, found: dict[str, Estimate]) -> Iterable[Sentence]:
    for harm in ("killed", "injured"):
        made = found.get(harm)
        if made is None:
            yield Sentence(f"No report says whether anybody was {harm}.", looked=harm)
        elif made.rule == "no-figure":
            rows = [row for row in file.claims if row.kind == harm and row.count is not None]
            bare = [row for row in rows if is_indefinite(row)]
            if bare:
                yield Sentence(f"Reports say that people were {harm}, and not how many.", cite(bare[:3]))
            elif not rows:
                yield Sentence(f"No report says how many people were {harm}.", looked=harm)
            else:
                told = f"Reports count some of those {harm}; no report says how many there were in all."
                yield Sentence(told, cite(rows[:3]))


def _who_they_were(file: File) -> Iterable[Sentence]:
    harmed = [row for row in file.claims if row.kind in ("killed", "injured", "casualties") and row.count is not None
              and row.count.wording != "none"]
    if harmed and all(row.victims.status == "unspecified" and row.victims.group is None for row in harmed):
        yield Sentence("No report says who the victims were: civilians or fighters, men, women or children.",
                       looked="victims")


def _unattributed(file: File, found: dict[str, Estimate]) -> Iterable[Sentence]:
    """Figures behind which no report names anybody, beside those that the estimate already tells as such."""
    for harm, made in found.items():
        rows = [row for row in file.claims if row.kind == harm and row.scope in ("incident", "other")
                and row.count is not None and not is_indefinite(row) and row.stance != "denied"]
        named = {(row.count.low, row.count.high) for row in rows if has_source(file, row)}
        loose = [row for row in rows if not has_source(file, row) and not any(
            row.count.low == low or row.count.high == high and high for low, high in named)]
        if loose and made.grade != "E":
            first = loose[0]
            same = [row for row in loose if (row.count.low, row.count.high) == (first.count.low, first.count.high)]
            told, _ = people(first.count, first.victims)
            yield Sentence(f"No source is named for the figure of {told} {harm}.", cite(same))


def _not_verified(file: File) -> Iterable[Sentence]:
    rows = [row for row in file.claims if row.kind == "verification" and row.stance in ("unverified", "disputed")]
    seen: set[str] = set()
    for row in sorted(rows, key=lambda row: not has_source(file, row)):
        text = quoted(file, row)
        if text.casefold() not in seen and len(seen) < MOST_VERIFICATIONS:
            seen.add(text.casefold())
            yield Sentence(f"Not verified, in the words of {holders(file, [row])}: {text}.", (row.id,))


def _circumstances(file: File) -> Iterable[Sentence]:
    incident = file.incident
    kinds = {row.kind for row in file.claims}
    if incident.when.start is None:
        partly = words.when(incident.when)
        known = f" It was {partly.removesuffix(', date unknown')}." if incident.when.weekday is not None else ""
        yield Sentence(f"No report says on what date it happened.{known}", _dated(file), looked="date")
    elif incident.when.precision != "day":
        yield Sentence(f"The date is {words.precision(incident.when)}.", _dated(file), looked="date")
    if incident.place is None:
        yield Sentence("No report says where it happened.", looked="place")
    missing = [name for kind, name in (("perpetrator", "who was responsible"), ("weapon", "what weapons were used"))
               if kind not in kinds]
    if missing:
        yield Sentence(f"No report says {words.listed(missing, 'or')}.", looked=", ".join(missing))


def _dated(file: File) -> tuple[str, ...]:
    rows: list[Claim] = [row for row in file.claims if row.when is not None and row.when.text]
    return cite(rows[:2])
