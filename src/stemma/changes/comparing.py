"""Two builds held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from stemma.changes import accounts
from stemma.changes.edits import edits
from stemma.changes.matching import matched
from stemma.changes.nouns import Change, State, weight_of
from stemma.changes.standing import Ledger, ledger_of, standing, state_of
from stemma.changes.tolls import tolls
from stemma.model import Record
from stemma.report import words

COPIES = frozenset(words.COPY_WORDS)  # ways in which one text comes from another; a shared passage makes no copy


def changes(before: Record, after: Record) -> tuple[Change, ...]:
    """What is different between two builds, what matters most first. Nothing is inferred; equal records give none."""
    return since(state_of(before), after)[0]


def since(before: State, after: Record) -> tuple[tuple[Change, ...], State]:
    """The same from what was kept of the earlier record, and what is to be kept of this one."""
    ledger = ledger_of(after)
    state = standing(ledger)
    if state == before:
        return (), state
    found = [*_told(before, state, ledger)]
    found += _counted(found, set(before.docs), ledger)
    return tuple(sorted(found, key=lambda one: (-one.weight, one.words, one.incidents, one.rows, one.docs))), state


def _told(before: State, state: State, ledger: Ledger) -> Iterator[Change]:
    earlier = {one.id: one for one in before.incidents}
    later = {one.id: one for one in state.incidents}
    found = matched(before.incidents, state.incidents)
    yield from accounts.incidents(found, earlier, later, ledger)
    for was, now in found.same():
        if earlier[was] != later[now]:
            yield from tolls(earlier[was], later[now], ledger)
            yield from accounts.of_one(earlier[was], later[now], ledger)
    yield from edits(ledger, set(before.docs))


def _counted(found: Sequence[Change], known: Set[str], ledger: Ledger) -> Iterator[Change]:
    """Reports that are new and that nothing told so far rests on, counted: copies, and others."""
    cited = {doc for change in found for doc in change.docs}
    fresh = sorted(ledger.pages.keys() - known - cited)
    copied = _copies(ledger, known) if fresh else set()
    copies = [doc for doc in fresh if doc in copied]
    others = [doc for doc in fresh if doc not in copied]
    if copies:
        said = f"{words.sentence_case(words.how_many(len(copies), 'more report'))} " + (
            "repeats what was known." if len(copies) == 1 else "repeat what was known.")
        yield Change("repeats", (), said, weight_of("repeats"), docs=tuple(copies))
    if others:
        said = (f"{words.sentence_case(words.how_many(len(others), 'more report'))} came in; "
                "no change of an incident rests on " + ("it." if len(others) == 1 else "them."))
        yield Change("others", (), said, weight_of("others"), docs=tuple(others))


def _copies(ledger: Ledger, known: Set[str]) -> set[str]:
    """Reports that come from another one of the case; of two of which nothing says which came first, the new one."""
    found = set()
    for family in ledger.record.families:
        for edge in family.edges:
            if edge.how not in COPIES:
                continue
            if edge.direction == "unknown":
                ones = sorted((edge.a, edge.b), key=lambda doc: (doc not in known, doc))
                found.add(ones[1])
            else:
                found.add(edge.a if edge.direction == "a_from_b" else edge.b)
    return found
