"""How reports relate: which copied which, in words."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from msgspec import Struct

from stemma.model import Edge, Family
from stemma.report import words
from stemma.report.descent import copies_text, pair_anchor, share_words
from stemma.report.lookup import Lookup, report_name
from stemma.report.pairs import edge_sentence, sorted_letters

MOST_EDGES = 60  # of one family; those that the page sets side by side first
QUOTED = 240  # characters of a shared passage
LONG_ENOUGH = 12  # characters; a shared passage shorter than this says nothing about copying


class EdgeView(Struct, frozen=True):
    """What two reports share."""

    sentence: str
    share: str
    reason: str
    passage: str  # the longest that they share, as the first report has it; "" where `pair` shows them all
    pair: str  # anchor of the two texts side by side, "" where the page does not have them


class RelationView(Struct, frozen=True):
    """Reports that descend from one telling."""

    letters: str
    names: tuple[str, ...]
    edges: tuple[EdgeView, ...]
    more: int  # edges beyond those


def relations(look: Lookup, pairs: frozenset[str]) -> tuple[tuple[RelationView, ...], tuple[EdgeView, ...], str]:
    """Families of two or more reports, passages shared between reports of no family, and who stands alone.

    pairs: anchors of the pairs that the page sets side by side.
    """
    together = tuple(_relation(look, family, pairs) for family in look.record.families if len(family.docs) > 1)
    beside = [edge for family in look.record.families if len(family.docs) == 1 for edge in family.edges]
    linked = {doc for edge in beside for doc in (edge.a, edge.b)}
    alone = [look.letters[family.docs[0]] for family in look.record.families
             if len(family.docs) == 1 and family.docs[0] in look.letters and family.docs[0] not in linked]
    alone.sort(key=lambda letter: (len(letter), letter))
    return together, _edges(look, beside, pairs), _alone(alone)


def _alone(letters: Sequence[str]) -> str:
    if not letters:
        return ""
    verb = "shares" if len(letters) == 1 else "share"
    noun = "Report" if len(letters) == 1 else "Reports"
    return f"{noun} {words.listed(letters)} {verb} no text with another report."


def _relation(look: Lookup, family: Family, pairs: frozenset[str]) -> RelationView:
    docs = sorted((doc for doc in family.docs if doc in look.letters),
                  key=lambda doc: (len(look.letters[doc]), look.letters[doc]))
    return RelationView(words.listed([look.letters[doc] for doc in docs]),
                        tuple(f"{look.letters[doc]}: {report_name(look, doc)}" for doc in docs),
                        _edges(look, family.edges, pairs), max(0, len(family.edges) - MOST_EDGES))


def _edges(look: Lookup, edges: Sequence[Edge], pairs: frozenset[str]) -> tuple[EdgeView, ...]:
    known = [edge for edge in edges if edge.a in look.letters and edge.b in look.letters]
    known = sorted(known, key=lambda e: (pair_anchor(e.a, e.b) not in pairs, not copies_text(e), -e.share, e.a, e.b))
    known = sorted(known[:MOST_EDGES], key=lambda e: ([(len(x), x) for x in sorted_letters(look, e)], e.how))
    return tuple(_edge(look, edge, pairs) for edge in known)


def _edge(look: Lookup, edge: Edge, pairs: frozenset[str]) -> EdgeView:
    anchor = pair_anchor(edge.a, edge.b)
    text = look.by_doc[edge.a].page.text
    longest = sorted((a for a, _ in edge.passages if len(a) >= LONG_ENOUGH), key=lambda a: (-len(a), a.start))[:1]
    quoted = " ".join(word for span in longest for word in span.of(text).split())
    return EdgeView(
        edge_sentence(look, edge),
        f"{words.sentence_case(share_words(edge.share))} of the shorter text has a counterpart in the other",
        words.sentence_case(edge.reason),
        "" if anchor in pairs else shorten(quoted, QUOTED, placeholder=" …"),
        anchor if anchor in pairs else "",
    )
