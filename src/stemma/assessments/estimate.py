"""The best estimate of a toll: one number or none, by a named rule, with a grade for the evidence. Never an average.

Rules, in this order; the first that decides is named:

- "no-figure": no report gives a number or a word for one.
- "words-only": there are only words such as "dozens", or only a range: low and high, but no best number.
- "sum-of-parts": no report gives a whole; one sentence tells its parts and says that they are all.
- "one-figure": one number is given and no other.
- "most-sources": the number that strictly most independent sources give.
- "latest-own-count": of numbers with equally many sources, the latest that comes from a source which counts for itself.
- "no-agreement": none of these decides; there is no best number.

What a later figure of the same source replaced, what a copy changed and what its own speaker denies is not weighed.
The rules and the ladder of grades are ours; no convention prescribes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import inf

from msgspec import Struct

from stemma.assessments.figures import toll_claims
from stemma.assessments.independence import independent
from stemma.assessments.knowledge import own_knowledge
from stemma.assessments.subsets import notes, whole_of_parts
from stemma.assessments.support import Books, books_of
from stemma.assessments.versions import Figure, figures_of, replaced, sources_of
from stemma.assessments.weighing import number, toll_range
from stemma.model import Claim, Estimate, Incident, Record
from stemma.values import Count

LADDER = {
    "A": "several independent sources, at least one of which counts for itself",
    "B": "several independent sources",
    "C": "one source, which counts for itself",
    "D": "one source",
    "E": "no source is named, or no number is given",
    "X": "contested: figures that cannot both be right have equally good or better support",
}


class Weighed(Struct, frozen=True):
    """What an estimate is made from."""

    record: Record
    incident: Incident
    books: Books
    figures: tuple[Figure, ...]  # those that stand


class Choice(Struct, frozen=True):
    """What a rule decided."""

    rule: str
    best: int | None
    figures: tuple[Figure, ...]
    reason: str


def estimate(record: Record, incident_id: str, harm: str, books: Books | None = None) -> Estimate | None:
    """The best number for one harm of an incident; None where no claim of the incident speaks of that harm."""
    incident = next(incident for incident in record.incidents if incident.id == incident_id)
    books = books or books_of(record)
    own = [books.claims[row] for row in incident.claims if row in books.claims and books.claims[row].kind == harm]
    if not own:
        return None
    figures = figures_of(incident, harm, books)
    gone = replaced(figures)
    standing = tuple(figure for at, figure in enumerate(figures) if at not in gone)
    weighed = Weighed(record, incident, books, standing)
    choice = chosen(weighed, harm)
    toll = [claim for figure in standing for claim in figure.claims]
    low, high, open_end, _ = toll_range(toll)
    if choice.rule == "sum-of-parts":
        low = high = choice.best
    based = [claim for figure in choice.figures for claim in figure.claims] or toll
    sources = sources_of(based, record, books)
    grade, why = graded(weighed, harm, choice, sources)
    reasons = [choice.reason, why, *superseded_words(figures, gone), *notes(toll, incident, harm, books)]
    return Estimate(
        incident=incident_id, kind=harm, best=choice.best, low=low, high=high, open_end=open_end, rule=choice.rule,
        grade=grade, sources=sources, reasons=tuple(dict.fromkeys(filter(None, reasons))),
        claims=tuple(sorted(claim.id for claim in based)),
    )


# --------------------------------------------------------------------------------------------- the number


def point(figure: Figure) -> int | None:
    """The one number that a figure names; none for a word, a range or an upper bound."""
    count = figure.claims[0].count
    if figure.vague or count.low is None or count.high not in (None, count.low):
        return None
    return count.low


def chosen(weighed: Weighed, harm: str) -> Choice:
    """The rule that decides, and what it decides."""
    by_number: dict[int, list[Figure]] = defaultdict(list)
    for figure in weighed.figures:
        if (told := point(figure)) is not None:
            by_number[told].append(figure)
    if not weighed.figures:
        return from_parts(weighed, harm)
    if not by_number:
        return Choice("words-only", None, (), "No report names one number; the words used leave a range.")
    if len(by_number) == 1:
        ((best, figures),) = by_number.items()
        return Choice("one-figure", best, tuple(figures), f"{best} is the only number given.")
    return of_several(weighed, by_number)


def from_parts(weighed: Weighed, harm: str) -> Choice:
    """A sum of parts, where the texts allow one and do not allow another."""
    found = whole_of_parts(weighed.incident, harm, weighed.books)
    if len({parts.total for parts in found}) != 1:
        return Choice("no-figure", None, (), "No report gives a figure for the whole.")
    claims = tuple(claim for parts in found for claim in parts.claims)
    holders = {weighed.books.behind[claim.id].party for claim in claims if claim.id in weighed.books.behind}
    figure = Figure(min(holders, default=""), None, False, claims)
    return Choice("sum-of-parts", found[0].total, (figure,),
                  f"{found[0].words} are told as parts, and as all there are; together {found[0].total}.")


def of_several(weighed: Weighed, by_number: dict[int, list[Figure]]) -> Choice:
    """One of several numbers: the best supported, or of equals the latest by a source that counts for itself."""
    support = {told: len(sources_of(claims_of(figures), weighed.record, weighed.books))
               for told, figures in by_number.items()}
    most = max(support.values())
    leading = sorted(told for told, count in support.items() if count == most)
    if len(leading) == 1 and most:
        best = leading[0]
        next_best = max(count for told, count in support.items() if told != best)
        return Choice("most-sources", best, tuple(by_number[best]),
                      f"{number(most, 'independent source')} gave {best}; no other number has more than "
                      f"{number(next_best)}.".capitalize())
    own = {told: [figure.day for figure in by_number[told] if first_hand(figure, weighed)] for told in leading}
    own = {told: days for told, days in own.items() if days}
    latest = list(own)
    if len(own) > 1:  # which is the latest can be said only where all have a day
        last = {told: max(days) for told, days in own.items() if all(days)}
        latest = [told for told, day in last.items() if day == max(last.values())] if len(last) == len(own) else []
    if len(latest) == 1:
        best = latest[0]
        who = next(filter(None, (first_hand(figure, weighed) for figure in by_number[best])))
        return Choice("latest-own-count", best, tuple(by_number[best]),
                      f"Numbers have equally many sources; {best} is the latest from one that counts for itself "
                      f"({who}).")
    told = ", ".join(map(str, sorted(by_number)))
    reason = (f"Different numbers are given ({told}), and none has more independent sources than the others." if most
              else f"Different numbers are given ({told}), and no source is named for any.")
    return Choice("no-agreement", None, (), reason)


def claims_of(figures: Sequence[Figure]) -> list[Claim]:
    """The claims that give these figures."""
    return [claim for figure in figures for claim in figure.claims]


def first_hand(figure: Figure, weighed: Weighed) -> str:
    """Why a figure's source is held to count for itself; empty where it is not, or nobody is named."""
    if not figure.holder:
        return ""
    party = weighed.books.parties.get(figure.holder)
    return next(filter(None, (own_knowledge(party, claim) for claim in figure.claims)), "")


# ---------------------------------------------------------------------------------------------- the grade


def graded(weighed: Weighed, harm: str, choice: Choice, sources: Sequence[str]) -> tuple[str, str]:
    """(grade, its reason): the support of the best figure, unless as many hold what cannot be right beside it."""
    if choice.rule == "no-figure":
        return "E", "Grade E: no number is given."
    if choice.rule == "no-agreement":
        return ("X" if sources else "E"), f"Grade {'X' if sources else 'E'}: {LADDER['X' if sources else 'E']}."
    if choice.rule == "words-only" and apart(weighed.figures):
        return "X", f"Grade X: {LADDER['X']}."
    against = dissent(weighed, choice)
    refused = [claim for claim in denied(weighed, harm) if claim.id not in weighed.books.spoilt]
    if against and len(against) >= len(sources):
        held = "holds a figure" if len(against) == 1 else "hold figures"
        return "X", f"Grade X: {number(len(against), 'independent source')} {held} that cannot be right beside it."
    held = choice.figures or weighed.figures
    first = next(filter(None, (first_hand(figure, weighed) for figure in held if figure.holder in sources)), "")
    grade = ("A" if first else "B") if len(sources) > 1 else ("C" if first else "D") if sources else "E"
    reason = f"Grade {grade}: {LADDER[grade]}"
    reason += f" ({first})." if first else "."
    if against:
        reason += f" {number(len(against), 'other source').capitalize()} " + (
            "gives a figure" if len(against) == 1 else "give figures") + " that cannot be right beside it."
    if refused:
        reason += " A figure is denied by its speaker."
    return grade, reason


def dissent(weighed: Weighed, choice: Choice) -> tuple[str, ...]:
    """Independent sources all of whose standing figures cannot be right beside the best one."""
    if choice.best is None:
        return ()
    kept = [figure.claims[0].count for figure in choice.figures]
    opposed: dict[str, bool] = {}
    for figure in weighed.figures:
        if figure.holder:
            apart = all(disjoint(figure.claims[0].count, count) for count in kept)
            opposed[figure.holder] = opposed.get(figure.holder, True) and apart
    holding = {figure.holder for figure in choice.figures}
    parties = {holder for holder, apart in opposed.items() if apart and holder not in holding}
    return independent(parties, weighed.record.dependences)[0]


def apart(figures: Sequence[Figure]) -> bool:
    """Whether two sources give words or ranges that cannot both be right: "dozens" and "hundreds"."""
    ends: dict[str, tuple[int, int | float]] = {}
    for figure in figures:
        if figure.holder:
            count = figure.claims[0].count
            low, high = ends.get(figure.holder, (count.low or 0, 0))
            ends[figure.holder] = min(low, count.low or 0), max(high, inf if count.high is None else count.high)
    return bool(ends) and max(low for low, _ in ends.values()) > min(high for _, high in ends.values())


def disjoint(a: Count, b: Count) -> bool:
    """Whether two counts cannot both be right, whatever their open ends."""
    return (a.high is not None and b.low is not None and a.high < b.low) or (
        b.high is not None and a.low is not None and b.high < a.low)


def denied(weighed: Weighed, harm: str) -> list[Claim]:
    """Figures of this harm that their speaker denies."""
    own = (weighed.books.claims[row] for row in weighed.incident.claims if row in weighed.books.claims)
    told = {claim.id for claim in toll_claims(weighed.incident, weighed.books.claims, harm)}
    return [claim for claim in own if claim.kind == harm and claim.stance == "denied" and claim.id not in told]


def superseded_words(figures: Sequence[Figure], gone: dict) -> list[str]:
    """Which figures gave way to later ones of the same source."""
    return [f"“{figures[at].words}” is the same source's earlier figure; “{figures[over].words}” replaced it."
            for at, (over, _) in sorted(gone.items())]
