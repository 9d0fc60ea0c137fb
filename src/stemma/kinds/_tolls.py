"""Figures without a plain verb: "the toll rose to 39, up from 27", "as many hurt", "a figure of 90"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from stemma.kinds._lexicon import Predicate
from stemma.kinds._scan import INSIDE, MODALS, Finding, Scan
from stemma.kinds._victims import People, people_at
from stemma.reading.quantities import Quantity
from stemma.values import Count, Harm, Victims

_TITLE_GAP = 25  # tokens between "death toll" and its figure
_LINKS = frozenset("at to is was are were reached reaching hit of : above past topped topping passed exceeded exceeds "
                   "surpassed as over stands now "
                   "passes tops surpasses exceeding "
                   "climbed risen rose jumped grown grew increased fell soared surged hits – - —".split())


def titles(scan: Scan) -> None:
    """"the toll rose to 39, up from 27", "put the toll at 29", "number of people killed ... at 53" """
    for p in (*[p for p in scan.predicates if p.role == "title"], *_counts_told(scan)):
        quantities = [q for q in scan.quantities if p.last <= q.first <= p.last + _TITLE_GAP and q.sure]
        brought = next((q for q in scan.quantities if p.first - 1 <= q.last <= p.first and q.first
                        and scan.low(q.first - 1) == "to" and q.sure), None)  # "bringing to 36 the number of dead"
        linked = (q for q in quantities if (scan.low(q.first - 1) in _LINKS or scan.low(q.first) in _EXCEEDS
                                             or q.first == p.last and scan.low(q.first) == "up")
                  and _is_toll(scan, q, p))
        figure = brought or next(linked, None)
        if figure is None:
            continue
        scan.used.add(figure.first)
        figure = structs.replace(figure, count=_reached(scan, figure))
        _older(scan, p, figure, quantities)
        near = p.first if figure.first - p.last <= 4 else p.last
        verb = max((i for i in range(p.last, figure.first) if scan.low(i) in _TOLL_VERBS), default=p.first)
        first = near if near == p.first else p.first
        last = figure.last + (scan.low(figure.last) in {"people", "dead", "killed", "civilians"})
        first, last = (figure.first, p.last) if brought else (min(first, verb), last)
        people = people_at(scan.tokens, figure) if scan.low(p.last - 1) == "losses" else None
        last, victims = (people.last, people.victims) if people else (last, Victims())
        scan.found.append(Finding(p.harm, first, last, figure.count, victims,
                                  People(figure.first, last, figure, "", Victims())))
        _replaced(scan, p, figure)


def _older(scan: Scan, p: Predicate, figure: Quantity, quantities: Sequence[Quantity]) -> None:
    """Figures beside the new one: "revised the toll from 70 to 64", "put at 12, was raised to 19"."""
    for quantity in quantities:
        later = quantity.first > figure.first
        near = quantity.first - figure.last <= 6 if later else True
        raised = {"raised", "revised", "updated", "increased", "lowered", "risen", "rose", "cut"} & set(
            scan.words(figure.last, quantity.first))
        told = scan.low(quantity.first - 1) == ("to" if later else "from") and (raised or not later)
        if quantity.first in scan.used or not near or not told or not _is_toll(scan, quantity, p):
            continue
        scan.used.add(quantity.first)
        scan.found.append(Finding(p.harm, quantity.first - 1, quantity.last, quantity.count, Victims(),
                                  People(quantity.first, quantity.last, quantity, "", Victims()), withdrawn=not later))


def _reached(scan: Scan, figure: Quantity) -> Count:
    """The count of a toll: "toll up to 31" has risen to 31, "toll passes 30" is of more than 30."""
    count, before = figure.count, scan.low(figure.first - 1)
    if count.wording == "at_most" and scan.low(figure.first) == "up":
        return structs.replace(count, low=count.high, wording="exact")
    if count.wording == "exact" and before in _PASSED and count.low is not None:
        return structs.replace(count, low=count.low + 1, high=None, wording="more_than")
    return count


_PASSED = frozenset("passes passed topped tops topping exceeds surpassed surpasses".split())
_BRINGS = frozenset("bringing brings brought raising raises raised taking takes took pushing pushes pushed".split())


def _totals(scan: Scan) -> list[Predicate]:
    """"three more died, bringing the total to 25": a total of what the sentence has told."""
    for at in range(2, len(scan.tokens) - 2 if scan.has(("total",)) else 0):
        if scan.low(at) == "total" and scan.low(at - 1) in {"the", "its", "his", "their"} and (
                scan.low(at - 2) in _BRINGS):
            if scan.low(at + 1) in {"number", "count", "toll"}:
                return []
            before = [p for p in scan.predicates if p.last <= at and p.role != "title" and not p.clinical]
            return [Predicate(at, at + 1, before[-1].harm, "title")] if before else []
    return []


_TALLIES = frozenset({"number", "count", "tally"})


def _counts_told(scan: Scan) -> list[Predicate]:
    """"the number of army dead", "the count of villagers killed" as titles of a figure."""
    found = _totals(scan)
    titled = {at for p in scan.predicates if p.role == "title" for at in range(p.first, p.last)}
    for at in range(len(scan.tokens) - 2 if scan.has(_TALLIES) else 0):
        if at in titled or scan.low(at) not in _TALLIES or scan.low(at + 1) != "of":
            continue
        inside = next((i for i in range(at + 2, at + 6) if scan.low(i) in INSIDE), None)
        if inside is not None:
            found.append(Predicate(at, inside + 1, INSIDE[scan.low(inside)], "title"))
    return found


_EXCEEDS = frozenset({"exceeded", "exceeding"})
_TOLL_VERBS = frozenset("rose risen rises climbed stands stood reached put revised raised passed".split())


def _is_toll(scan: Scan, quantity: Quantity, p: Predicate) -> bool:
    people = people_at(scan.tokens, quantity)
    if scan.low(p.last - 1) == "losses" and (people is None or not people.head or not people.known
                                             or quantity.first - p.last > 6):
        return False  # losses may be of money or of tanks
    inner = set(scan.words(p.last, quantity.first))
    apart = scan.low(quantity.first - 1) == "of" and quantity.first > p.last + 1
    if ";" in inner or apart or (MODALS & inner and "have" not in inner):
        return False
    return people is not None and (people.known or not people.head)


def _replaced(scan: Scan, p: Predicate, figure: Quantity) -> None:
    """The older figure beside the new one: "up from 27 on Tuesday", "to 33, from 39"."""
    for quantity in scan.quantities:
        if not figure.last <= quantity.first <= figure.last + 6 or not quantity.sure:
            continue
        joint = scan.words(figure.last, quantity.first)
        older = joint[-1:] == ["from"] or joint[-2:] in (["compared", "with"], ["compared", "to"], ["than", "the"])
        if older and not {"people", "aged", ";"} & set(joint):
            scan.used.add(quantity.first)
            scan.found.append(Finding(p.harm, quantity.first - 1, quantity.last, quantity.count, Victims(),
                                      People(quantity.first, quantity.last, quantity, "", Victims()), withdrawn=True))
            return


def anaphors(scan: Scan, quantities: Sequence[Quantity]) -> None:
    """"the same number were hurt", "as many hurt", "twice as many wounded", "a figure of 90" """
    for p in scan.predicates:
        taken = any(f.first <= p.first < f.last for f in scan.found)
        if taken or p.role not in {"participle", "state", "intransitive"}:
            continue
        before = scan.words(p.first - 6, p.first)
        text = " ".join(before)
        kind = "double" if text.find("twice as many") >= 0 or text.find("double that") >= 0 else (
            "same" if "the same number" in text or _as_many(before) or "a similar number" in text else "")
        if kind:
            first = p.first - len(before) + next(
                i for i, w in enumerate(before) if w in {"twice", "double", "the", "as", "a"})
            _refer(scan, p.harm, first, p.last, kind)
    for quantity in quantities:
        if quantity.sure and quantity.first not in scan.used and _bare(scan, quantity):
            _figure(scan, quantity)


def _as_many(before: Sequence[str]) -> bool:
    """"as many (people) hurt", and not "as many as"."""
    return any(before[i] == "as" and before[i + 1] == "many" and "as" not in before[i + 2 :]
               for i in range(len(before) - 1))


def _refer(scan: Scan, harm: Harm, first: int, last: int, kind: str) -> None:
    words = scan.text[scan.tokens[first].start : scan.tokens[last - 1].end]
    scan.found.append(Finding(harm, first, last, Count(low=None, high=None, wording="exact", text=words), Victims(),
                              anaphor=kind))


def _owner(scan: Scan, quantity: Quantity) -> Harm | None:
    """The harm of "the mayor's 91", where the sentence has named the harm before and sets one figure against others."""
    if not scan.low(quantity.first - 1).endswith("'s") or not _COMPARED & {t.low for t in scan.tokens}:
        return None
    told = [INSIDE[t.low] for t in scan.tokens[: quantity.first] if t.low in INSIDE]
    return told[-1] if told else None


_COMPARED = frozenset("number figure count toll total estimate than against compared highest largest lowest "
                      "smallest".split())


def _bare(scan: Scan, quantity: Quantity) -> bool:
    after = scan.low(quantity.last)
    return not after or not after[0].isalnum() or after in {"has", "have", "is", "was", "by", "and", "as", "remains",
                                                     "given", "released", "issued", "announced", "cited", "quoted",
                                                     "provided", "published"}


def _figure(scan: Scan, quantity: Quantity) -> None:
    """A figure whose harm was named before: "still speak of 16", "the figure is 63", "55 by that of the priest"."""
    before = scan.words(quantity.first - 3, quantity.first)
    if before[-1:] == ["not"] and scan.found and 0 <= quantity.first - scan.found[-1].first <= 12:
        scan.used.add(quantity.first)
        bare = People(quantity.first, quantity.last, quantity, "", Victims())
        scan.found.append(Finding(scan.found[-1].harm, quantity.first - 1, quantity.last, quantity.count, Victims(),
                                  bare, rejected=True))
        return
    spoken = before[-1:] == ["of"] and before[-2:-1] and before[-2] in {"speak", "speaks", "spoken", "spoke", "figure",
                                                                        "toll", "total", "count", "number",
                                                                        "then", "later"}
    named = {"figure", "count", "number"} & set(scan.words(quantity.first - 4, quantity.first))
    if "whose" in scan.words(quantity.first - 6, quantity.first):
        return  # "the raiders, whose number he put at 80"
    stated = bool(named) and before[-1] in {"is", "was", "at", "to"}
    rival = scan.low(quantity.last) == "by" and scan.low(quantity.last + 1) == "that" and bool(scan.found)
    owner = _owner(scan, quantity)
    if owner is not None:
        scan.used.add(quantity.first)
        scan.found.append(Finding(owner, quantity.first - 1, quantity.last, quantity.count, Victims(),
                                  People(quantity.first, quantity.last, quantity, "", Victims())))
    if owner is not None or not (spoken or stated or rival):
        return
    scan.used.add(quantity.first)
    first = max(quantity.first - (0 if rival else 2), 0)
    people = People(quantity.first, quantity.last, quantity, "", Victims())
    scan.found.append(Finding("killed", first, quantity.last, quantity.count, Victims(), people, anaphor="figure"))
