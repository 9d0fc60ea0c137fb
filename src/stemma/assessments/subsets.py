"""Parts of a toll beside the whole: children among the dead, one hospital's count, and when parts make a whole.

A part is never added to anything, and never replaces a whole, except where one sentence tells several parts and says
that nobody else was harmed. Parts that do not fit the whole are pointed out; which of the two is wrong nobody can say
from here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from stemma.assessments.figures import is_indefinite, is_vague
from stemma.assessments.support import Books
from stemma.model import Claim, Incident

# Words by which a sentence says that the parts it tells are all there are.
_ALL = re.compile(
    r"\b(?:no ?one else|nobody else|no others? (?:was|were|had|died|people)|no other (?:deaths|injuries|casualties)|"
    r"in all|all told|altogether|in total|taken together|the only (?:dead|victims|deaths|casualties|injured|wounded)|"
    r"(?:these|those|they) (?:are|were) all (?:the|of the)|"
    r"all (?:the|of the) (?:dead|victims|wounded|injured) (?:are|were))\b", re.IGNORECASE)


class Parts(Struct, frozen=True):
    """Parts that a sentence says are all, with their sum."""

    total: int
    claims: tuple[Claim, ...]

    @property
    def words(self) -> str:
        return " and ".join(f"“{claim.count.text}”" for claim in self.claims)


def exact_parts(incident: Incident, harm: str, books: Books) -> list[Claim]:
    """Stated figures for a part of an incident's toll, in the order of documents and text."""
    own = (books.claims[row] for row in incident.claims if row in books.claims)
    return sorted(
        (claim for claim in own
         if claim.kind == harm and claim.scope == "partial" and claim.count is not None and claim.id not in books.spoilt
         and claim.stance not in ("denied", "disputed") and not is_vague(claim) and not is_indefinite(claim)),
        key=lambda claim: (claim.doc, claim.span, claim.id))


def whole_of_parts(incident: Incident, harm: str, books: Books) -> tuple[Parts, ...]:
    """Sums of parts, only where one sentence tells the parts and says that they are all.

    Parts of parts ("14, two of them children") are not added to what they are part of.
    """
    by_sentence: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in exact_parts(incident, harm, books):
        if claim.part_of is None and claim.count.low == claim.count.high:
            by_sentence[claim.doc, claim.sentence].append(claim)
    found = []
    for (doc, number), rows in sorted(by_sentence.items()):
        page = books.pages[doc].page
        words = next((s.span.of(page.text) for s in page.sentences if s.number == number), "")
        apart = len({(row.victims, row.place, row.span) for row in rows}) == len(rows) > 1
        inside = any(a.span.overlaps(b.span) for a, b in zip(rows, rows[1:], strict=False))
        if apart and not inside and _ALL.search(words):
            found.append(Parts(sum(row.count.low or 0 for row in rows), tuple(rows)))
    return tuple(found)


def notes(wholes: Sequence[Claim], incident: Incident, harm: str, books: Books) -> Iterable[str]:
    """What the parts say of the whole, in plain words: that they add up, or that they do not fit."""
    parts = exact_parts(incident, harm, books)
    said = set()
    for whole in wholes:
        children = [part for part in parts if part.part_of == whole.id]
        if adding := adding_up(whole, children):
            said.add(f"The parts {told(adding)} add up to “{whole.count.text.lower()}”.")
    tops = [whole.count.high for whole in wholes if whole.count.high is not None]
    if tops and len(tops) == len(wholes):
        for part in parts:
            if (part.count.low or 0) > max(tops):
                said.add(f"A part, “{part.count.text}”, is more than any figure for the whole; the two do not fit.")
    yield from sorted(said)


def adding_up(whole: Claim, children: Sequence[Claim]) -> list[Claim]:
    """The first parts of a total, in the order of the text, where they add up to it exactly; else none."""
    total = 0
    for place, child in enumerate(children):
        total += child.count.low or 0
        if place and total == whole.count.low == whole.count.high:
            return list(children[: place + 1])
    return []


def told(claims: Sequence[Claim]) -> str:
    """The figures as written: "“14”, “11” and “nine”"."""
    words = [f"“{claim.count.text}”" for claim in claims]
    return ", ".join(words[:-1]) + " and " + words[-1]
