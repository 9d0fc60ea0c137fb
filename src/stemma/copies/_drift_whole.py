"""What a copy changed, told by the two whole texts where no two sentences stand against each other.

A free rewrite parts and joins sentences. What can still be compared is what a text says once: the one figure of a kind
of harm, the one number of a counted thing, a measure, the one day that is named, the source of a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from stemma.copies._drift_figures import dated, hedge_at, unit_of, updated
from stemma.copies._drift_names import WEEKDAYS
from stemma.copies._drift_sides import Found, Side, Whole, changed_to
from stemma.copies._drift_synonyms import meaning_of
from stemma.copies.wording import clipped, words_of
from stemma.model import Claim
from stemma.values import HARMS, Source, Span

_FEWEST_SHARED = 3  # content words that two sentences have in common when they name two days for one thing
_LEAST = 10  # people; smaller numbers are too common to be known again anywhere in a text
_LONGEST = 100  # signs of a number; what is longer counts nothing
_TOLLS = frozenset({"killed", "injured", "casualties"})
_TOGETHER = 120  # characters from a figure to its source
_MOST_DAYS = 12  # times that a weekday is looked at in one text
_EMPTY = frozenset("the a an of for in head office source sources official officials chief".split())


def whole_changes(old: Whole, new: Whole) -> Iterator[Found]:
    """Changes of what each text says once."""
    for harm in HARMS:
        yield from _totals(old, new, harm)
    yield from _counted(old, new)
    yield from _hedges(old, new)
    yield from _days(old, new)
    yield from _sources(old, new)


def _told(old: Whole, new: Whole, was: Span, now: Span) -> str:
    return changed_to(was.of(old.reading.page.text), now.of(new.reading.page.text))


def _number(claim: Claim) -> int | None:
    """The number that a figure is written with."""
    count = claim.count
    if count.low is None:
        return count.high
    return count.low - 1 if count.wording == "more_than" and "or more" not in count.text else count.low


def _totals(old: Whole, new: Whole, harm: str) -> Iterator[Found]:
    """The one figure of a harm that only the copy has, for the one that only the original has; hedges of those kept."""
    was, now = old.claims(harm), new.claims(harm)
    known_old, known_new = old.numbers.keys(), new.numbers.keys()
    lost = [c for c in was if f"#{_number(c)}" not in known_new]
    come = [c for c in now if f"#{_number(c)}" not in known_old]
    values = {_number(c) for c in lost}, {_number(c) for c in come}
    single = len(values[0]) == len(values[1]) == 1 and min(*values[0], *values[1]) >= 2
    if single and _of_one_group(lost[0], come[0]) and not updated(old.sentence(lost[0]), new.sentence(come[0])):
        yield Found("number", "high", lost[0].span, come[0].span,
                    f"the number has changed: {_told(old, new, lost[0].span, come[0].span)}")
    for value in sorted({_number(c) for c in was} & {_number(c) for c in now}):
        before, after = ([c for c in side if _number(c) == value] for side in (was, now))
        hedged = [c for c in before if c.count.wording in ("at_least", "more_than", "at_most")]
        if len(hedged) == len(before) and all(c.count.wording == "exact" for c in after) and value > 1:
            for claim in after:
                spans = hedged[0].span, claim.span
                yield Found("hedge", "medium", *spans,
                            f"“{hedged[0].count.text}” has lost its hedge: {_told(old, new, *spans)}")


def _of_one_group(a: Claim, b: Claim) -> bool:
    return a.victims.group == b.victims.group and a.scope == b.scope


def _counted(old: Whole, new: Whole) -> Iterator[Found]:
    """"Eight covered stretchers" that became eighteen, "140 km" that became 140 miles."""
    things_old, things_new = _things(old), _things(new)
    known_old, known_new = old.numbers.keys(), new.numbers.keys()
    for thing in sorted(things_old.keys() & things_new.keys()):
        (before, *others_old), (after, *others_new) = things_old[thing], things_new[thing]
        key_old, key_new = before[0].keys[before[1]], after[0].keys[after[1]]
        if others_old or others_new or key_old in known_new or key_new in known_old:
            continue
        spans = before[0].shown(before[1], before[1] + 2), after[0].shown(after[1], after[1] + 2)
        yield Found("number", "high", *spans, f"the number has changed: {_told(old, new, *spans)}")
    for key in sorted(known_old & known_new):
        if len(old.numbers[key]) != 1 or len(new.numbers[key]) != 1:
            continue
        before, after = old.numbers[key][0], new.numbers[key][0]
        units = unit_of(*before), unit_of(*after)
        if None not in units and units[0] != units[1]:
            spans = before[0].shown(before[1], before[1] + 1), after[0].shown(after[1], after[1] + 1)
            yield Found("number", "high", *spans, f"the same number of another unit: {_told(old, new, *spans)}")


def _things(whole: Whole) -> dict[tuple[str, str], list[tuple[Side, int]]]:
    """What numbers count: the two content words that follow, with every number of theirs."""
    found: dict[tuple[str, str], list[tuple[Side, int]]] = defaultdict(list)
    for side, at in (place for places in whole.numbers.values() for place in places):
        following = side.words[at + 1 : at + 3]
        if len(following) == 2 and all(w.content and not w.number for w in following) and not side.quoted(at):
            found[following[0].root, following[1].root].append((side, at))
    return found


def _hedges(old: Whole, new: Whole) -> Iterator[Found]:
    """A number that the original never gives without a hedge and the copy never with one."""
    rows_old, rows_new = _by_value(old), _by_value(new)
    for key in sorted(rows_old.keys() & rows_new.keys()):
        before, after = rows_old[key], rows_new[key]
        kinds = {hedge_at(side, at)[0] for side, at in before}
        if kinds <= {"at_least", "at_most"} and all(hedge_at(side, at)[0] is None for side, at in after):
            side, at = before[0]
            _, first, last = hedge_at(side, at)
            was = side.readable(first, last)
            for other, place in after:
                if not _akin_sentences(side, other, 1):
                    continue
                now = other.readable(place, place)
                yield Found("hedge", "medium", was, now, f"“{clipped(side.shown(first, last).of(side.text))}” has lost "
                            f"its hedge: {_told(old, new, was, now)}")


def _by_value(whole: Whole) -> dict[str, list[tuple[Side, int]]]:
    found: dict[str, list[tuple[Side, int]]] = defaultdict(list)
    for key, side, at in ((key, *place) for key, places in whole.numbers.items() for place in places):
        if not key[1:].isdecimal() or len(key) > _LONGEST:
            continue
        value = int(key[1:])
        if value >= _LEAST and not 1900 <= value <= 2100 and not dated(side, at):
            found[key].append((side, at))
    return found


def _akin_sentences(a: Side, b: Side, fewest: int) -> bool:
    """Whether two sentences share so many content words or near-synonyms, numbers aside."""
    own, theirs = ({meaning_of(w) for w in side.words if w.content and not w.number} for side in (a, b))
    return len(own & theirs) >= fewest


def _days(old: Whole, new: Whole) -> Iterator[Found]:
    """The one weekday that the copy does not know, for the one that only it has, told of the same thing."""
    before, after = _weekdays(old), _weekdays(new)
    lost, come = [d for d in before if d not in after], [d for d in after if d not in before]
    if len(lost) != 1 or len(come) != 1:
        return
    for now, there in after[come[0]]:
        match = next((row for row in before[lost[0]] if _akin_sentences(row[0], now, _FEWEST_SHARED)), None)
        if match is not None:
            spans = match[0].readable(match[1], match[1]), now.readable(there, there)
            yield Found("day", "high", *spans, f"another day is given: {_told(old, new, *spans)}")


def _weekdays(whole: Whole) -> dict[str, list[tuple[Side, int]]]:
    found: dict[str, list[tuple[Side, int]]] = defaultdict(list)
    for side in whole.sides:
        for at, word in enumerate(side.words):
            if word.key in WEEKDAYS and word.capital and len(found[word.key]) < _MOST_DAYS:
                found[word.key].append((side, at))
    return found


# ------------------------------------------------------------------------------------------------------ sources


def _sources(old: Whole, new: Whole) -> Iterator[Found]:
    """A figure that is put to another of the original's sources."""
    before, after = _holders(old), _holders(new)
    words_old = {word.root for side in old.sides for word in side.words}
    for figure in sorted(before.keys() & after.keys()):
        was, now = before[figure], after[figure]
        names = [_words_of(claim.source) for claim in was]
        for claim in now:
            own = _words_of(claim.source)
            if not own or not all(names) or any(own & other for other in names) or not own <= words_old | _EMPTY:
                continue
            spans = _with_source(was[0]), _with_source(claim)
            yield Found("attribution", "high", *spans, f"a figure of “{clipped(was[0].source.name)}” is put to another "
                        f"source: {_told(old, new, *spans)}")
            break


def _holders(whole: Whole) -> dict[int, list[Claim]]:
    """For each stated figure of people killed or hurt the claims that name its source."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for claim in whole.reading.claims:
        value = _number(claim) if claim.count is not None and claim.count.stated else None
        named = claim.source.kind in ("person", "unnamed")
        if value is not None and value >= _LEAST and claim.kind in _TOLLS and named:
            found[value].append(claim)
    return found


def _with_source(claim: Claim) -> Span:
    """A figure and who gives it, if the two stand together; else where the source is named."""
    where = claim.source.span
    if where is None:
        return claim.span
    whole = Span(min(where.start, claim.span.start), max(where.end, claim.span.end))
    return whole if len(whole) <= _TOGETHER else where


def _words_of(source: Source) -> frozenset[str]:
    """The words by which a source is named and described."""
    text = f"{source.name} {source.role or ''}"
    return frozenset(word.root for word in words_of(text, Span(0, len(text)))) - _EMPTY
