"""Figures that a copy changed: the number, its hedge, its unit, killed for injured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stemma.copies._drift_sides import Found, Pair, Side, Texts
from stemma.copies.wording import clipped
from stemma.model import Claim
from stemma.values import HARMS

# Hedges of a figure by what they say of it; phrases stand before the number.
_BEFORE = {
    "at_least": ("at least", "no fewer than", "no less than", "not less than", "not fewer than", "a minimum of",
                 "more than", "more of", "over", "upwards of", "in excess of", "well over", "above", "minimum"),
    "at_most": ("up to", "as many as", "at most", "no more than", "not more than", "fewer than", "less than", "less of",
                "under", "nearly", "almost", "close to", "a maximum of", "below"),
    "about": ("about", "around", "some", "roughly", "approximately", "circa", "an estimated", "estimated at",
              "estimated", "perhaps", "near", "in the order of"),
}
_PHRASES = sorted(((tuple(phrase.split()), kind) for kind, phrases in _BEFORE.items() for phrase in phrases),
                  key=lambda row: -len(row[0]))
_AFTER = re.compile(r"(?:-?\s?plus\b|\+|\s+or more\b|\s+at least\b)", re.IGNORECASE)
_LOST = {"at_least": "medium", "at_most": "medium", "about": "low"}
MONTHS = frozenset("january february march april may june july august september october november december".split())
_CLOCK = frozenset("am pm a p o'clock hour hours gmt".split())
_UNITS = {"km": "km", "kilometer": "km", "mile": "mile", "mi": "mile", "meter": "m", "m": "m", "foot": "ft",
          "feet": "ft", "yard": "yd", "kg": "kg", "kilogram": "kg", "kilo": "kg", "pound": "lb", "lb": "lb",
          "percent": "%", "mm": "mm", "cm": "cm"}
# (unit, unit): how many of the second one of the first holds
_RATES = {("km", "mile"): 0.621, ("mile", "km"): 1.609, ("m", "ft"): 3.28, ("ft", "m"): 0.305, ("m", "yd"): 1.094,
          ("kg", "lb"): 2.205, ("lb", "kg"): 0.454, ("m", "km"): 0.001, ("km", "m"): 1000.0}
_NEWS = frozenset("risen rose rises rising climbed climbs climbing increased grown revised updated upward".split())
_ROUNDED = 0.1  # a converted figure may be this far off
_MAGNITUDES = {"dozens": 1, "scores": 1, "hundreds": 2, "thousands": 3, "millions": 4}
# Roots of words that say that people died or were hurt; a change of harm needs one that the other side lacks.
_DEATH = frozenset("""
kill slain slay slew dead die died dies dying death fatal perish murder massacr slaughter execut succumb deceas lost
lives bodies corpse life killer expired fatally deaths shot killing
""".split())
_HURT = frozenset("injur wound hurt maim injury injuries injurie treat ill grave critical serious".split())


def figure_changes(pair: Pair, texts: Texts, near_old: frozenset[str], near_new: frozenset[str]) -> Iterator[Found]:
    """What became of the numbers of a passage. `near_...`: keys of numbers of the sentences around each side."""
    old, new = pair.old.words, pair.new.words
    lost = [i for i, w in enumerate(old) if w.number and i not in pair.kept and _plain(w.key) not in near_new]
    come = [j for j, w in enumerate(new) if w.number and j not in pair.kept_new and _plain(w.key) not in near_old]
    for i, j in _facing_numbers(pair, texts, lost, come):
        if updated(pair.old, pair.new) or converted(pair, i, j) or _clock(pair.old, i) or _clock(pair.new, j):
            continue
        kind = "day" if dated(pair.old, i) and dated(pair.new, j) else "number"
        was, now = pair.old.readable(i, i), pair.new.readable(j, j)
        what = "the day" if kind == "day" else "the number"
        yield Found(kind, "high", was, now, f"{what} has changed: {pair.told(was, now)}")
    for i, j in sorted(pair.kept.items()):
        if old[i].number:
            yield from _hedge(pair, i, j)
            yield from _unit(pair, i, j)
    yield from _magnitudes(pair)


def updated(old: Side, new: Side) -> bool:
    """Whether only the later text says that a figure has changed since: that is news, not drift."""
    return bool(_NEWS & set(new.keys)) and not _NEWS & set(old.keys)


def number_keys(side: Side) -> frozenset[str]:
    """The numbers of a passage."""
    return frozenset(_plain(word.key) for word in side.words if word.number)


def _plain(key: str) -> str:
    return re.sub(r"[.,:]", "", key)


def _facing_numbers(pair: Pair, texts: Texts, lost: Sequence[int], come: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers that stand against each other: in the alignment, or as the only strange ones on both sides."""
    lost = [i for i in lost if pair.old.keys[i] not in ("#1", "#0")]
    come = [j for j in come if pair.new.keys[j] not in ("#1", "#0")]
    used = set()
    for i in lost:
        j = pair.partner.get(i)
        if j in come and (_plain(pair.old.keys[i]) != _plain(pair.new.keys[j])) and _held(pair, i, j):
            used |= {("old", i), ("new", j)}
            yield i, j
    left_old = [i for i in lost if ("old", i) not in used]
    left_new = [j for j in come if ("new", j) not in used]
    if len(left_old) == len(left_new) == 1 and not used:
        i, j = left_old[0], left_new[0]
        strange = not texts.new.vocabulary[pair.old.keys[i]] and not texts.old.vocabulary[pair.new.keys[j]]
        if strange and _plain(pair.old.keys[i]) != _plain(pair.new.keys[j]) and pair.likeness >= 0.4:
            yield i, j


def _held(pair: Pair, i: int, j: int) -> bool:
    """Whether a word close by on each side is the same, so that the numbers count one thing."""
    near_old = {n for n in range(i - 3, i + 4) if n in pair.kept and n != i}
    return any(abs(pair.kept[n] - j) <= 3 and pair.old.words[n].content for n in near_old)


def _clock(side: Side, at: int) -> bool:
    """Whether a number is a time of day."""
    following = side.keys[at + 1] if at + 1 < len(side.keys) else ""
    return ":" in side.keys[at] or following in _CLOCK


def dated(side: Side, at: int) -> bool:
    """Whether a number stands beside the name of a month."""
    return any(0 <= n < len(side.keys) and side.keys[n] in MONTHS for n in (at - 1, at + 1))


def unit_of(side: Side, at: int) -> str | None:
    """The unit after a number, as its short name."""
    if at + 1 >= len(side.words):
        return None
    word = side.words[at + 1]
    return _UNITS.get(word.key) or _UNITS.get(word.key.removesuffix("s")) or _UNITS.get(word.root)


def converted(pair: Pair, i: int, j: int) -> bool:
    """Whether two numbers are one measure in two units."""
    rate = _RATES.get((unit_of(pair.old, i), unit_of(pair.new, j)))
    try:
        was, now = float(_value(pair.old.keys[i])), float(_value(pair.new.keys[j]))
    except ValueError:
        return False
    return bool(rate) and abs(was * rate - now) <= max(1.0, _ROUNDED * now)


def _value(key: str) -> str:
    return key[1:].replace(",", "").replace(":", ".")


def _unit(pair: Pair, i: int, j: int) -> Iterator[Found]:
    was, now = unit_of(pair.old, i), unit_of(pair.new, j)
    if was and now and was != now and "%" not in (was, now):
        spans = pair.old.readable(i, i + 1), pair.new.readable(j, j + 1)
        yield Found("number", "high", *spans, f"the same number of another unit: {pair.told(*spans)}")


def hedge_at(side: Side, at: int) -> tuple[str | None, int, int]:
    """The kind of hedge of a number and its first and last word, the number included."""
    for words, kind in _PHRASES:
        first = at - len(words)
        if first >= 0 and tuple(side.keys[first:at]) == words:
            return kind, first, at
    if _AFTER.match(side.text, side.words[at].span.end):
        return "at_least", at, at
    return None, at, at


def _hedge(pair: Pair, i: int, j: int) -> Iterator[Found]:
    was, first, last = hedge_at(pair.old, i)
    now, begin, end = hedge_at(pair.new, j)
    if was is None or was == now:
        return
    if pair.new.quoted(j) != pair.old.quoted(i) and pair.likeness < 0.3:
        return
    spans = pair.old.readable(first, last), pair.new.readable(begin, end)
    words = clipped(pair.old.shown(first, last).of(pair.old.text))
    if now is None and not _hedged_elsewhere(pair.new, j, was):
        yield Found("hedge", _LOST[was], *spans, f"“{words}” has lost its hedge: {pair.told(*spans)}")
    elif {was, now} == {"at_least", "at_most"}:
        yield Found("hedge", "medium", *spans, f"“{words}” is hedged the other way round: {pair.told(*spans)}")
    elif now == "about" and was != "about":
        yield Found("hedge", "low", *spans, f"“{words}” is hedged in another way: {pair.told(*spans)}")


def _hedged_elsewhere(side: Side, at: int, kind: str) -> bool:
    """Whether the hedge stands a few words before the number: "at least 11 people dead and 30 hurt" keeps none, but
    "more than thirty or forty" does."""
    return any(hedge_at(side, n)[0] == kind for n in range(max(0, at - 2), at) if side.words[n].number)


def _magnitudes(pair: Pair) -> Iterator[Found]:
    """"Dozens" that became "hundreds"."""
    old = [i for i, key in enumerate(pair.old.keys) if key in _MAGNITUDES and i not in pair.kept]
    new = [j for j, key in enumerate(pair.new.keys) if key in _MAGNITUDES and j not in pair.kept_new]
    for i, j in zip(old, new, strict=False):
        if _MAGNITUDES[pair.old.keys[i]] != _MAGNITUDES[pair.new.keys[j]]:
            spans = pair.old.readable(i, i), pair.new.readable(j, j)
            yield Found("number", "high", *spans, f"the number has changed: {pair.told(*spans)}")


# ------------------------------------------------------------------------------------------- killed or injured


def harm_changes(pair: Pair) -> Iterator[Found]:
    """One number of people, killed in one text and hurt in the other."""
    old, new = _claims(pair.old), _claims(pair.new)
    whole = {(c.kind, *_bounds(c)) for c in old}
    for now in new:
        if (now.kind, *_bounds(now)) in whole:
            continue
        was = next((c for c in old if c.kind != now.kind and _shares(c, now)
                    and (c.kind, *_bounds(c)) not in {(n.kind, *_bounds(n)) for n in new}), None)
        if was and {was.kind, now.kind} <= {"killed", "injured", "missing", "captured", "displaced"} and _new_harm(
                pair, was, now):
            yield Found("harm", "high", was.span, now.span, f"{was.kind} in the text it goes back to has become "
                        f"{now.kind}: {pair.told(was.span, now.span)}")
    yield from _died_for_hurt(pair)
    yield from _nobody(pair)


def _claims(side: Side) -> list[Claim]:
    """Harm claims of a passage, in the order of the text."""
    return [c for c in side.reading.claims if c.kind in HARMS and c.count is not None and side.span.overlaps(c.span)
            and c.count.wording not in ("some", "indefinite")]


def _bounds(claim: Claim) -> tuple[int | None, int | None]:
    return claim.count.low, claim.count.high


def _shares(a: Claim, b: Claim) -> bool:
    return bool({v for v in _bounds(a) if v is not None} & {v for v in _bounds(b) if v is not None})


def _new_harm(pair: Pair, was: Claim, now: Claim) -> bool:
    """Whether the words bear a change of harm out: each side has words of the harm that its figure is read as."""
    if "killed" not in (was.kind, now.kind):
        return {was.kind, now.kind} == {"injured", "missing"}
    death = [_has(side, _DEATH) for side in (pair.old, pair.new)]
    hurt = [_has(side, _HURT) for side in (pair.old, pair.new)]
    return death[1] and hurt[0] if now.kind == "killed" else death[0] and (hurt[1] or now.kind != "injured")


def _has(side: Side, roots: frozenset[str]) -> bool:
    return any(word.root in roots or word.key in roots for word in side.words)


def _nobody(pair: Pair) -> Iterator[Found]:
    """Nobody hurt, told as nobody killed."""
    was, now = _none_harmed(pair.old), _none_harmed(pair.new)
    if was and now and was[2] != now[2] and not _has(pair.old, _DEATH if was[2] == "hurt" else _HURT):
        spans = pair.old.readable(*was[:2]), pair.new.readable(*now[:2])
        yield Found("harm", "high", *spans, f"another harm is ruled out: {pair.told(*spans)}")


def _none_harmed(side: Side) -> tuple[int, int, str] | None:
    """The words that say that nobody came to harm, and to which."""
    for at, key in enumerate(side.keys):
        if key in ("nobody", "none") or key in ("anyone", "anybody", "one") and at and side.keys[at - 1] in (
                "no", "without", "not", "hurting", "injuring", "killing"):
            for n in (*range(at + 1, min(len(side.words), at + 5)), *range(max(0, at - 1), at)):
                if side.words[n].root in _DEATH or side.words[n].root in _HURT:
                    return min(at, n), max(at, n), "killed" if side.words[n].root in _DEATH else "hurt"
    return None


def _died_for_hurt(pair: Pair) -> Iterator[Found]:
    """A kept number close to a word of death where the original, that has none, was of people hurt."""
    if _has(pair.old, _DEATH) or not _has(pair.old, _HURT) or not _has(pair.new, _DEATH):
        return
    for i, j in sorted(pair.kept.items()):
        if not pair.old.words[i].number or pair.old.keys[i] == "#1" or unit_of(pair.new, j):
            continue
        near = [n for n in range(max(0, j - 2), min(len(pair.new.words), j + 5)) if pair.new.words[n].root in _DEATH
                or pair.new.keys[n] in _DEATH]
        beside = [n for n in range(max(0, i - 6), min(len(pair.old.words), i + 8)) if pair.old.words[n].root in _HURT]
        if near and beside:
            spans = (pair.old.readable(min(i, beside[0]), max(i, beside[0])),
                     pair.new.readable(min(j, near[0]), max(j, near[0])))
            yield Found("harm", "high", *spans, f"people hurt have become people killed: {pair.told(*spans)}")
            return
