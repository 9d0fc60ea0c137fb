"""Does one report repeat the other, and which? Asked of copies whose direction is not known or that share little, and
of reports on one incident that begin alike though no copying was found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from stemma.model import Edge, Incident, Reading
from stemma.report import words
from stemma.review import _stakes
from stemma.review._index import Index
from stemma.review._question import UNSURE, Option, Question, asked, weighed

KIND = "copy_of"
COPIES = frozenset({"verbatim", "reprint", "rewrite", "translation", "summary"})
LITTLE, MUCH = 0.4, 0.3  # share of the text: copies below, texts with passages in common from there on are asked of
DIRECTION, WEAK, PASSAGES, ALIKE = 0.5, 0.4, 0.35, 0.4  # rough doubt
REPORT = 2.0  # people that it weighs whether a report is one of its own
CHANGED = 0.2  # part of the people by whom two figures differ; a copy's figure is marked, but stays in the range
LEAD = 40  # words at the head of a report that are compared
HELD_BY = 8  # reports of one incident that may share two words in a row for these to tell anything
FEWEST = 8  # pairs of words of a head that are enough to compare
ALIKE_FROM = 0.35  # part of the pairs of words of the shorter head
NO_COPY = "They tell of one incident and begin in like words, but no copying was found."
WORD = re.compile(r"[^\W_]{3,}")


def find(index: Index) -> Iterator[Question]:
    """Questions about two reports, each pair once."""
    for edge in index.edges.values():
        if edge.a in index.readings and edge.b in index.readings:
            basis = (edge, *_told(index, edge.a, edge.b))
            if found := index.once.of((KIND, edge.a, edge.b), basis, lambda edge=edge: _of_edge(index, edge)):
                yield found
    for a, b in begin_alike(index):
        yield index.once.of((KIND, a, b), _told(index, a, b), lambda a=a, b=b: _asked(index, a, b, NO_COPY, ALIKE))


def _told(index: Index, a: str, b: str) -> tuple:
    """What is asked of two reports depends on these, and on the incidents that they tell of."""
    abouts = index.about.get(a, ()), index.about.get(b, ())
    grounds = [index.grounds[incident] for incident in abouts[0] if incident in abouts[1]]
    return index.readings[a], index.readings[b], *abouts, grounds


def _of_edge(index: Index, edge: Edge) -> Question | None:
    share = f"{words.number(round(100 * edge.share))}% of the shorter text has a counterpart"
    if edge.how in COPIES:
        if edge.direction == "unknown":
            why = f"One is taken for {words.HOW_WORDS[edge.how]} of the other, but which is not known: {edge.reason}."
            return _asked(index, edge.a, edge.b, why, DIRECTION)
        if edge.share < LITTLE:
            first, second = (edge.a, edge.b) if edge.direction == "a_from_b" else (edge.b, edge.a)
            why = f"Taken for {words.HOW_WORDS[edge.how]}, but only {share}."
            return _asked(index, first, second, why, WEAK)
        return None
    if edge.share >= MUCH:
        why = f"They are taken for two reports with passages in common; {share}."
        return _asked(index, edge.a, edge.b, why, PASSAGES)
    return None


def begin_alike(index: Index) -> list[tuple[str, str]]:
    """Reports of one incident whose heads share much wording and that no edge joins; ids in order."""
    found: set[tuple[str, str]] = set()
    for incident in index.record.incidents:
        basis = ([index.readings.get(doc) for doc in incident.docs],
                 [edge for doc in incident.docs for edge in index.edges_of.get(doc, ())])
        found.update(index.once.of(("begin alike", incident.id), basis, lambda one=incident: _alike_in(index, one)))
    return sorted(found)


def _alike_in(index: Index, incident: Incident) -> list[tuple[str, str]]:
    readings = [index.readings[doc] for doc in sorted(incident.docs) if doc in index.readings]
    heads = {reading.document.id: index.once.of(("head", reading.document.id), (reading,),
                                                lambda reading=reading: head_of(reading)) for reading in readings}
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for doc, head in heads.items():
        for pair in head:
            holders[pair].append(doc)
    shared: Counter[tuple[str, str]] = Counter()
    for docs in holders.values():
        if 1 < len(docs) <= HELD_BY:
            shared.update((a, b) for at, a in enumerate(docs) for b in docs[at + 1 :])
    return [(a, b) for (a, b), count in shared.items() if (a, b) not in index.edges
            and count >= ALIKE_FROM * min(len(heads[a]), len(heads[b])) >= ALIKE_FROM * FEWEST]


def head_of(reading: Reading) -> frozenset[tuple[str, str]]:
    """Longer words in a row, two and two, at the head of a report."""
    page, found = reading.page, []
    for sentence in page.sentences:
        found += [word.casefold() for word in WORD.findall(sentence.span.of(page.text))]
        if len(found) >= LEAD:
            break
    return frozenset(pairwise(found[:LEAD]))


def _asked(index: Index, a: str, b: str, why: str, doubt: float) -> Question:
    """The question, with an option for either direction; the first report is the one held to be the copy, if any."""
    names = index.report_name(a), index.report_name(b)
    if names[0] == names[1]:
        names = f"the first ({names[0]})", f"the second ({names[1]})"
    options = (Option("y", f"yes, {names[0]} repeats {names[1]}", "yes"),
               Option("t", f"the other way: {names[1]} repeats {names[0]}", "yes", turned=True),
               Option("n", "no, neither repeats the other", "no"), UNSURE)
    both = [incident for incident in index.about.get(a, ()) if incident in index.about.get(b, ())]
    people, told = effect(index, a, b, both)
    return asked(KIND, f"Does {names[0]} repeat {names[1]}?", [index.report(a), index.report(b)], f"{why} {told}",
                 both or [*index.about.get(a, ())[:1], *index.about.get(b, ())[:1]], weighed(people, doubt), options)


def effect(index: Index, a: str, b: str, both: list[str]) -> tuple[float, str]:
    """(people that the answer weighs, what it changes in words): which of two figures was changed on the way."""
    people, differing = REPORT if both else 0.0, []
    for incident in both:
        for harm, own in index.figures(incident).items():
            mine, theirs = (own.numbers.get(doc) for doc in (a, b))
            if mine and theirs and mine != theirs:
                apart = abs(max(mine) - max(theirs)) + abs(min(mine) - min(theirs))
                people += CHANGED * _stakes.WEIGHTS[harm] * apart
                one, other = (words.bounds(min(numbers), max(numbers)) for numbers in (mine, theirs))
                if one != other:
                    differing.append(f"{one} and {other} {_stakes.word_of(harm)}")
    if differing:
        return people, (f"Their figures differ ({words.listed(differing)}): if one is a copy, its figure was changed "
                        "on the way and is marked so.")
    return people, "If one is a copy, it is no account of its own." if both else ""
