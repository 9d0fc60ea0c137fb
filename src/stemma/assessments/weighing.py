"""Weighing: the range of a toll and the independent sources behind it.

Rule "stated-before-vague": the low end is the smallest stated figure and the high end the largest; a vague word counts
with its whole reading only where no stated number reaches its lower bound; "some" and the bare plural never count.
Sources are counted by who said it first, never by documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from stemma.assessments.figures import (
    TOLLS,
    bounds,
    by_kind,
    claims_by_id,
    gives_toll,
    is_indefinite,
    is_vague,
    spoilt_rows,
)
from stemma.assessments.independence import independent
from stemma.model import Assessment, Claim, Dependence, Drift, Family, Incident, Link, Origin, Reading

RULE = "stated-before-vague"


class Ledger(Struct, frozen=True):
    """What weighing looks up: claims, the origin behind each, the family of each document, what copies have changed."""

    claims: dict[str, Claim]
    wide: dict[tuple[str, str], list[Claim]]  # tolls over several incidents, by document and harm
    behind: dict[str, Origin]
    copies: dict[str, str]
    spoilt: frozenset[str]  # figures that a copy has changed
    dependences: tuple[Dependence, ...]


def assess(
    readings: Sequence[Reading],
    incidents: Sequence[Incident],
    origins: Sequence[Origin],
    families: Sequence[Family],
    drifts: Sequence[Drift],
    dependences: Sequence[Dependence] = (),
) -> tuple[Assessment, ...]:
    """One assessment for each incident and each harm that it has claims of."""
    claims = claims_by_id(readings)
    wide: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in sorted(claims):
        if claims[row].scope == "aggregate":
            wide[claims[row].doc, claims[row].kind].append(claims[row])
    ledger = Ledger(
        claims=claims,
        wide=wide,
        behind={row: origin for origin in origins for row in origin.claims},
        copies={doc: family.id for family in families for doc in family.docs},
        spoilt=spoilt_rows(claims.values(), drifts),
        dependences=tuple(dependences),
    )
    found = []
    for incident in incidents:
        own = by_kind(claims[row] for row in incident.claims if row in claims)
        found += [assess_harm(incident, harm, own[harm], ledger) for harm in TOLLS if harm in own]
    return tuple(found)


def assess_harm(incident: Incident, harm: str, own: Sequence[Claim], ledger: Ledger) -> Assessment:
    """The toll of one harm. own: the incident's claims of it, one at least."""
    toll = [claim for claim in own if gives_toll(claim) and not is_indefinite(claim)]
    low, high, open_end, used = toll_range(toll)
    origins = {ledger.behind[claim.id].id: ledger.behind[claim.id] for claim in toll if claim.id in ledger.behind}
    return Assessment(
        incident=incident.id,
        kind=harm,
        low=low,
        high=high,
        open_end=open_end,
        sources=counted(toll, ledger)[0],
        origins=tuple(sorted(origins)),
        claims=tuple(claim.id for claim in used),
        excluded=tuple(left_out(incident, own, used, ledger)),
        rule=RULE,
        words=in_words(toll, ledger) + spoilt_end(low, high, used, ledger),
    )


def counted(toll: Sequence[Claim], ledger: Ledger) -> tuple[tuple[str, ...], tuple[Dependence, ...]]:
    """(the independent sources of a toll, why others are not counted).

    A source that draws on another one is left out where the other gives every figure that it gives.
    """
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in toll:
        if claim.id in ledger.behind:
            told[ledger.behind[claim.id].party].append(claim)
    drawn = [
        dependence for dependence in ledger.dependences
        if all(any(claim.count.same_as(other.count) for other in told.get(dependence.on, ()))
               for claim in told.get(dependence.party, ()))
    ]
    return independent(told, drawn)


def spoilt_end(low: int | None, high: int | None, used: Sequence[Claim], ledger: Ledger) -> str:
    """A warning where one end of the range rests only on copies that changed the figure of the text they copied."""
    for end, name in ((high, "high"), (low, "low")):
        holders = [claim for claim in used if end in bounds(claim)]
        if holders and all(claim.id in ledger.spoilt for claim in holders):
            return f" The {name} end, {end}, rests only on a copy that changed the figure of the text it copied."
    return ""


def toll_range(toll: Sequence[Claim]) -> tuple[int | None, int | None, bool, list[Claim]]:
    """Low, high, whether the high end is open, and the claims that the range was read from."""
    stated = [claim for claim in toll if not is_vague(claim)]
    numbers = [value for claim in stated for value in bounds(claim)]
    largest = max(numbers, default=None)
    used = list(stated)
    for claim in toll:
        if is_vague(claim) and (largest is None or largest < (claim.count.low or 0)):
            numbers.extend(bounds(claim))
            used.append(claim)
    if not numbers:
        return None, None, False, []
    high = max(numbers)
    open_end = any(claim.count.high is None and claim.count.low == high for claim in used)
    return min(numbers), high, open_end, sorted(used, key=lambda claim: claim.id)


SCOPE_REASONS = {
    "partial": "a part of the toll: one site, one hospital or one group",
    "aggregate": "a toll over several incidents or a longer time",
    "other": "the toll of another incident",
}


def left_out(incident: Incident, own: Sequence[Claim], used: Sequence[Claim], ledger: Ledger) -> Iterable[Link]:
    """Figures that stand beside the toll without being part of it, with the reason."""
    in_range = {claim.id for claim in used}
    for claim in sorted(own, key=lambda c: c.id):
        if claim.id not in in_range:
            yield Link(claim.id, why_not(claim))
    joined = set(incident.claims)
    beside = [claim for doc in incident.docs for claim in ledger.wide.get((doc, own[0].kind), ())]
    for claim in sorted(beside, key=lambda c: c.id):
        if claim.id not in joined:
            yield Link(claim.id, SCOPE_REASONS["aggregate"])


def why_not(claim: Claim) -> str:
    """Why a figure of the incident is not in the range."""
    if claim.stance == "denied":
        return "a figure that its speaker denies or withdraws"
    if claim.scope in ("partial", "aggregate"):
        return SCOPE_REASONS[claim.scope]
    if is_indefinite(claim):
        return "says that people were harmed, but not how many"
    return "a vague word, where others give a number that reaches it"


ONE_ACT = {
    "facebook": "one post",
    "telegram": "one post",
    "twitter": "one post",
    "briefing": "one briefing",
    "press_release": "one statement",
    "interview": "one interview",
}
NUMBER_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


def number(n: int, one: str = "", many: str | None = None) -> str:
    """A small number in words, with its noun if there is one: "two sources"."""
    noun = "" if not one else " " + (one if n == 1 else many or one + "s")
    return f"{NUMBER_WORDS[n] if n < len(NUMBER_WORDS) else n}{noun}"


def in_words(toll: Sequence[Claim], ledger: Ledger) -> str:
    """How many reports carry the figures and how many independent sources stand behind them."""
    docs = {claim.doc for claim in toll}
    if not docs:
        return "No report gives a figure."
    acts = {row.id: ledger.behind[row.id] for row in toll if row.id in ledger.behind}
    sources, dropped = counted(toll, ledger)
    text = f"{number(len(docs), 'report')}, {number(len(sources), 'independent source')}"
    if dropped:
        drawing = len({dependence.party for dependence in dropped})
        text += f" ({number(drawing, 'more draws', 'more draw')} on another)"
    carriers: dict[str, set[str]] = defaultdict(set)
    for row, origin in acts.items():
        carriers[origin.id].add(ledger.claims[row].doc)
    carried = Counter({origin: len(holders) for origin, holders in carriers.items()})
    if carried:
        origin_id, most = min(carried.items(), key=lambda item: (-item[1], item[0]))
        if most > 1:
            channel = next(origin.channel for origin in acts.values() if origin.id == origin_id)
            share = f"{number(most)} of the {number(len(docs))}" if most < len(docs) else "all of them"
            text += f": {share} repeat {ONE_ACT.get(channel or '', 'one account')}"
    texts = {ledger.copies.get(doc, doc) for doc in docs}
    if len(texts) < len(docs):
        text += f"; {number(len(docs) - len(texts), 'report is a copy', 'reports are copies')} of another"
    return text[0].upper() + text[1:] + "."
