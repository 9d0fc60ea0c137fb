"""Evacuations, and ways out that are offered or ordered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stemma.kinds._phrases import Hit, Line, WordList, claim, clause, lines
from stemma.model import Claim, Page, Statement
from stemma.reading.nations import BY_DEMONYM

KIND = "evacuation"

_EVACUATE = WordList({phrase: (value, "") for value, phrases in {
    "evacuated": "evacuated;evacuating;evacuee;evacuees",
    "evacuation": "evacuate;evacuation;evacuations;evacuates",
    "safe passage": "humanitarian corridor;humanitarian corridors;safe passage;safe corridor;safe corridors;safe route;"
                    "safe routes;evacuation corridor;green corridor;safely leave;leave safely",
}.items() for phrase in phrases.split(";")})
_ORDERS = frozenset("ordered orders told urged tells urges instructed advised warned asked".split())
_PEOPLE = frozenset("""
people residents civilians citizens villagers families inhabitants population everyone nationals staff women children
locals households farmers foreigners patients
""".split())
_LEAVING = frozenset({"leave", "flee", "evacuate"})


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each sentence about an evacuation or a way out."""
    for line in lines(page):
        hit = next(_found(line), None)
        if hit:
            yield claim(page, statements, line, KIND, clause(line.words, hit.first, hit.last), hit.value)


def _found(line: Line) -> Iterator[Hit]:
    yield from _EVACUATE.find(line.words)
    for at, word in enumerate(line.words):
        before = line.words[max(0, at - 9) : at]
        people = any(w.low in _PEOPLE or w.text in BY_DEMONYM for w in before)
        ordered = people and any(w.low in _ORDERS for w in before)
        if word.low in _LEAVING and before and before[-1].low == "to" and ordered:
            yield Hit(at, at, "people told to leave")
