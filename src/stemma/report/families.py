"""How reports relate: which copied which, in words."""

from __future__ import annotations

from msgspec import Struct

from stemma.model import Edge, Family
from stemma.report import words
from stemma.report.lookup import Lookup, report_name

LONG_ENOUGH = 12  # characters; a shared passage shorter than this says nothing about copying


class EdgeView(Struct, frozen=True):
    """What two reports share."""

    sentence: str
    share: str
    reason: str
    passages: tuple[str, ...]  # the longest shared passages, as the first report has them


class RelationView(Struct, frozen=True):
    """Reports that descend from one telling."""

    letters: str
    names: tuple[str, ...]
    edges: tuple[EdgeView, ...]


def relations(look: Lookup) -> tuple[tuple[RelationView, ...], str]:
    """Families of two or more reports, and a sentence about those that stand alone."""
    together = tuple(_relation(look, family) for family in look.record.families if len(family.docs) > 1)
    alone = [look.letters[family.docs[0]] for family in look.record.families
             if len(family.docs) == 1 and family.docs[0] in look.letters]
    alone.sort(key=lambda letter: (len(letter), letter))
    if not alone:
        return together, ""
    verb = "shares" if len(alone) == 1 else "share"
    noun = "Report" if len(alone) == 1 else "Reports"
    return together, f"{noun} {words.listed(alone)} {verb} no text with another report."


def _relation(look: Lookup, family: Family) -> RelationView:
    docs = sorted((doc for doc in family.docs if doc in look.letters),
                  key=lambda doc: (len(look.letters[doc]), look.letters[doc]))
    edges = [edge for edge in family.edges if edge.a in look.letters and edge.b in look.letters]
    edges.sort(key=lambda e: (look.letters[e.a], look.letters[e.b], e.how))
    return RelationView(words.listed([look.letters[doc] for doc in docs]),
                        tuple(f"{look.letters[doc]}: {report_name(look, doc)}" for doc in docs),
                        tuple(_edge(look, edge) for edge in edges))


def _edge(look: Lookup, edge: Edge) -> EdgeView:
    first, second = look.letters[edge.a], look.letters[edge.b]
    what = words.HOW_WORDS[edge.how]
    if edge.direction == "unknown":
        sentence = f"{first} and {second}: {what.removeprefix('a ')}; which came first is not known"
    elif edge.direction == "a_from_b":
        sentence = f"{first} is {what} of {second}" if not edge.how.startswith("shared") else f"{first} has {what} " \
                   f"from {second}"
    else:
        sentence = f"{second} is {what} of {first}" if not edge.how.startswith("shared") else f"{second} has {what} " \
                   f"from {first}"
    text = look.by_doc[edge.a].page.text
    longest = sorted((a for a, _ in edge.passages if len(a) >= LONG_ENOUGH), key=lambda a: (-len(a), a.start))[:3]
    return EdgeView(sentence, _share(edge.share),
                    words.sentence_case(edge.reason), tuple(" ".join(a.of(text).split()) for a in longest))


def _share(share: float) -> str:
    whole = "the whole" if share >= 0.995 else f"{share * 100:.0f} % "
    return f"{whole.strip()} of the shorter text has a counterpart in the other"
