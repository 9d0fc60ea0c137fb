"""Drift: where a retelling says something else than what it was told from.

Two kinds of retelling are looked at: a copy and the text it came from, sentence by sentence as the edge aligns them;
and reports that go back to one act of reporting without being copies (`_drift_retold`). What changed is looked for by
detectors, each in a module of its own: figures, names, speech, words. A change is the copy's where the direction is
known, else the later document's; where nothing tells, the reason says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from stemma.copies._drift_figures import figure_changes, harm_changes, number_keys
from stemma.copies._drift_names import name_changes, swapped_areas
from stemma.copies._drift_passages import Passages, completed
from stemma.copies._drift_retold import retellings
from stemma.copies._drift_sides import Found, Pair, Side, Texts, Whole, told_once
from stemma.copies._drift_speech import said_by, speech_changes
from stemma.copies._drift_whole import whole_changes
from stemma.copies._drift_words import word_changes
from stemma.copies.compared import Comparisons, basis_of
from stemma.ids import make_id
from stemma.keeping import Notes
from stemma.model import Drift, Edge, Family, Origin, Reading

UNSURE = "; nothing tells which of the two texts is the earlier"
_LONGEST = 400  # words; a longer "sentence" is a list or no text at all, and is not compared word by word
_KEPT = 400  # documents whose words are kept at a time, some 0.2 MB each
_SHARED = 0.6  # likeness of two shared passages of which changes are told


class Descent(Struct, frozen=True):
    """A copy, what it most likely came from, and the passages (copy, original)."""

    copy: str
    original: str
    passages: Passages
    how: str
    sure: bool


def drifts(
    readings: Sequence[Reading],
    families: Sequence[Family],
    origins: Sequence[Origin] = (),
    comparisons: Comparisons | None = None,
    notes: Notes | None = None,
) -> tuple[Drift, ...]:
    """Every change between a copy and the text it came from, and between retellings of one origin.

    comparisons: those that `families` was given, with what it found. notes: they know the digest of each reading.
    """
    comparisons, notes = comparisons or Comparisons(), notes or Notes()
    by_doc = {reading.document.id: reading for reading in readings}
    found: list[Drift] = []
    lines = descents(families, by_doc)
    wholes = lru_cache(maxsize=_KEPT)(lambda doc: Whole(by_doc[doc]))
    for descent in sorted(lines, key=lambda descent: (descent.original, descent.copy)):  # one original after another
        one, other = descent.original, descent.copy
        found += comparisons.drifts(other, one, basis_of([notes.mark(by_doc[doc]) for doc in (one, other)], descent),
                                    lambda one=one, other=other, own=descent: copied(wholes(one), wholes(other), own))
    related = {doc: family.id for family in families for doc in family.docs}
    copies = {descent.copy for descent in lines if not descent.how.startswith("shared")}
    found += (drift_of(*retold) for retold in retellings(by_doc, origins, related, copies, wholes, notes))
    return tuple(sorted(told_once(found), key=lambda drift: (drift.doc, drift.span, drift.kind, drift.id)))


# ------------------------------------------------------------------------------------------ what came from what


def descents(families: Sequence[Family], by_doc: dict[str, Reading]) -> list[Descent]:
    """For each copy the text that it most likely came from, so that a change is told once and not of every sister copy;
    and passages shared by texts that are no copies."""
    best: dict[str, tuple[float, Descent]] = {}
    shared: list[Descent] = []
    for edge in sorted((edge for family in families for edge in family.edges), key=lambda e: (e.a, e.b)):
        if _two_languages(edge, by_doc):
            continue
        descent = directed(edge, by_doc)
        if edge.how.startswith("shared"):
            shared.append(descent)
        elif descent.copy not in best or edge.share > best[descent.copy][0]:
            best[descent.copy] = (edge.share, descent)
    own = {copy: descent for copy, (_, descent) in best.items()}
    return [descent for _, descent in sorted(own.items())] + [_not_inherited(descent, own) for descent in shared]


def _two_languages(edge: Edge, by_doc: dict[str, Reading]) -> bool:
    """Whether a text is compared with one in another language, whose words cannot be held against it."""
    return len({by_doc[doc].document.lang or "en" for doc in (edge.a, edge.b)}) > 1


def _not_inherited(shared: Descent, own: dict[str, Descent]) -> Descent:
    """A shared passage without what the later text has from its own original."""
    if shared.copy not in own:
        return shared
    held = [mine for mine, _ in own[shared.copy].passages]
    return replace(shared, passages=tuple(row for row in shared.passages if not any(row[0].overlaps(m) for m in held)))


def directed(edge: Edge, by_doc: dict[str, Reading]) -> Descent:
    """An edge from the copy's side. Where it does not say which is the copy, it is the later one by date, then the
    shorter text, then the larger id, so that the order of documents changes nothing."""
    sure = edge.direction != "unknown"
    copy = edge.a if edge.direction == "a_from_b" else edge.b
    if not sure:
        days = {doc: by_doc[doc].page.published.day for doc in (edge.a, edge.b)}
        sure = None not in days.values() and days[edge.a] != days[edge.b]
        if sure:
            copy = max(days, key=lambda doc: days[doc])
        else:
            copy = min(sorted((edge.a, edge.b), reverse=True), key=lambda doc: len(by_doc[doc].page.text))
    if copy == edge.a:
        return Descent(edge.a, edge.b, edge.passages, edge.how, sure)
    return Descent(edge.b, edge.a, tuple((b, a) for a, b in edge.passages), edge.how, sure)


# --------------------------------------------------------------------------------------------- passage by passage


def copied(old: Whole, new: Whole, descent: Descent) -> Iterator[Drift]:
    """Every change of a copy, passage by passage."""
    texts, original, copy = Texts(old, new), old.reading, new.reading
    whole = not descent.how.startswith("shared")
    passages = completed(descent.passages, new, old) if whole else descent.passages
    if all(mine.of(copy.page.text) == theirs.of(original.page.text) for mine, theirs in passages):
        return
    sides = [(old.side(theirs), new.side(mine)) for mine, theirs in passages]
    pairs = [Pair(*both, descent.how) for both in sides if max(len(side.words) for side in both) <= _LONGEST]
    names: set[str] = set()
    for at, pair in enumerate(pairs):
        for found in changes(pair, texts, pairs[max(0, at - 1) : at + 2], whole):
            if found.kind == "name" and found.severity == "low":
                told = set(found.new.of(pair.new.text).casefold().split())
                if told <= names:
                    continue
                names |= told
            yield drift_of(found, original, copy, descent.sure)
    if whole:
        for found in (*swapped_areas(original, copy), *whole_changes(old, new)):
            yield drift_of(found, original, copy, descent.sure)


def changes(pair: Pair, texts: Texts, around: Sequence[Pair], whole: bool) -> Iterator[Found]:
    """What all detectors find in one pair of passages; in passages shared by chance only what is nearly verbatim."""
    if pair.old.keys == pair.new.keys and len(pair.old.quotes) == len(pair.new.quotes):
        return
    if not whole and pair.likeness < _SHARED:
        return
    near_old = frozenset().union(*(number_keys(other.old) for other in around))
    near_new = frozenset().union(*(number_keys(other.new) for other in around))
    figures = list(figure_changes(pair, texts, near_old, near_new))
    yield from figures
    yield from name_changes(pair, texts)
    yield from speech_changes(pair, led_by_neighbour(pair.new), any(f.kind == "hedge" for f in figures))
    if whole:
        yield from harm_changes(pair)
        yield from word_changes(pair, texts)


def led_by_neighbour(side: Side) -> bool:
    """Whether the sentence after a passage, in its paragraph, says who told it: "..., he said. He added ..."."""
    own = [s for s in side.reading.page.sentences if s.span.overlaps(side.span)]
    if not own:
        return False
    following = next((s for s in side.reading.page.sentences if s.number == own[-1].number + 1), None)
    if following is None or following.paragraph != own[-1].paragraph:
        return False
    words = Side(side.reading, following.span)
    return bool(words.keys) and words.keys[0] in ("he", "she", "they") and said_by(words)


def drift_of(found: Found, original: Reading, copy: Reading, sure: bool) -> Drift:
    """A change as a drift of the copy."""
    doc, against = copy.document.id, original.document.id
    return Drift(
        id=make_id("r", found.kind, doc, found.new.start, found.new.end, against, found.old.start, found.old.end),
        kind=found.kind,
        severity=found.severity,
        doc=doc,
        span=found.new,
        against=against,
        against_span=found.old,
        why=found.why + ("" if sure else UNSURE),
    )
