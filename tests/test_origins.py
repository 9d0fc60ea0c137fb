"""Origins, support and dependences: invented reports of one attack, and how many sources stand behind each figure."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from stemma.assessments.independence import independent
from stemma.assessments.support import supports_of
from stemma.copies.chains import chain_of
from stemma.ids import make_id, sha256
from stemma.model import Claim, Dependence, Document, Record, Statement
from stemma.pipeline import join, read
from stemma.values import Count

FOLDER = Path(__file__).parent / "cases" / "origins"
CASES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def document(outlet: str, day: str, text: str, name: str) -> Document:
    digest = sha256(text.encode())
    return Document(make_id("d", digest, name), name, digest, text, "text/plain", outlet=outlet,
                    published=date.fromisoformat(day))


@cache
def documents(case: str) -> tuple[Document, ...]:
    """The reports of a case file, in its order."""
    above = (FOLDER / f"{case}.txt").read_text(encoding="utf-8").split("=>\n")[0]
    found = []
    for number, block in enumerate(re.split(r"^--- ", above, flags=re.MULTILINE)[1:], start=1):
        head, text = block.split("\n", 1)
        outlet, day = head.split(" | ")
        found.append(document(outlet, day, text, f"{number:02}"))
    return tuple(found)


def expected(case: str) -> list[str]:
    below = (FOLDER / f"{case}.txt").read_text(encoding="utf-8").split("=>\n")[1]
    return [line for line in below.splitlines() if line]


@cache
def record(case: str) -> Record:
    return join([read(one, "none") for one in documents(case)])


def found(case: str, line: str) -> str:
    """The line that the record gives where the case file has one."""
    kind = line.split()[0]
    if kind == "draws:":
        return drawn(record(case))
    if kind == "chain":
        return chain_line(case, line)
    if kind in ("sources", "acts"):
        return whole(record(case), *line.removesuffix(line.split(":")[1]).rstrip(":").split())
    return figure(record(case), line.split(":")[0])


def drawn(built: Record) -> str:
    names = {party.key: party.name for party in built.parties}
    pairs = [f"{names[d.party]} on {names[d.on]}" for d in built.dependences]
    return "draws: " + (", ".join(pairs) or "none")


def chain_line(case: str, line: str) -> str:
    number, words = re.match(r"chain (\d+) ([^:]+):", line).groups()
    reading = next(r for r in record(case).readings if r.document.name == f"{int(number):02}")
    claim = next(c for c in reading.claims if c.count and c.count.text.casefold() == words.casefold())
    steps = chain_of(record(case), claim.id).steps
    return f"chain {number} {words}: " + " > ".join(f"{step.kind} {step.name}" for step in steps)


def main(built: Record) -> str:
    return next(incident.id for incident in built.incidents if incident.main)


def whole(built: Record, what: str, harm: str) -> str:
    toll = next(a for a in built.assessments if a.incident == main(built) and a.kind == harm)
    return f"{what} {harm}: {len(toll.sources if what == 'sources' else toll.origins)}"


def figure(built: Record, name: str) -> str:
    harm, ends = name.split()
    low, high = (int(end) if end else None for end in ends.split(".."))
    own = [s for s in supports_of(built, main(built), harm) if (s.low, s.high) == (low, high)]
    if not own:
        return f"{name}: not told"
    counts = ((len(own[0].outlets), "outlet"), (len(own[0].acts), "act"), (len(own[0].sources), "source"))
    return f"{name}: " + ", ".join(f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in counts)


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    lines = expected(case)
    assert lines
    assert [found(case, line) for line in lines] == lines


@pytest.mark.parametrize("case", CASES)
def test_every_row_has_a_chain_that_quotes_the_reports(case: str) -> None:
    built = record(case)
    texts = {reading.document.id: reading.page.text for reading in built.readings}
    behind = {row: origin.id for origin in built.origins for row in (*origin.claims, *origin.statements)}
    rows: list[Claim | Statement] = [row for r in built.readings for row in (*r.claims, *r.statements)]
    for row in rows:
        chain = chain_of(built, row.id)
        assert chain.row == row.id and chain.origin == behind.get(row.id)
        assert [step.kind for step in chain.steps][0] == "report"
        assert any(step.kind == "told_by" for step in chain.steps)
        assert all(step.span is None or step.span.of(texts[step.doc]).strip() for step in chain.steps)
        assert all(step.reason and step.name for step in chain.steps)


def depends(party: str, on: str) -> Dependence:
    return Dependence(party, on, "cited", ("c-1",))


@pytest.mark.parametrize(("parties", "pairs", "left"), [
    ("ab", [], "ab"),
    ("ab", ["ab"], "b"),
    ("ac", ["ab"], "ac"),  # the one drawn on gives another figure
    ("abc", ["ab", "bc"], "c"),  # through another one
    ("ab", ["ab", "ba"], "b"),  # a figure that anybody tells has a source
    ("abc", ["ab", "bc", "ca"], "c"),
    ("a", ["aa"], "a"),
])
def test_independent_sources(parties: str, pairs: list[str], left: str) -> None:
    counted, dropped = independent(parties, [depends(*pair) for pair in pairs])
    assert "".join(counted) == left
    assert {d.party for d in dropped} == set(parties) - set(left)


@pytest.mark.parametrize(("a", "b", "same"), [
    ((31, None, "more_than"), (30, None, "at_least"), True),
    ((30, None, "at_least"), (31, None, "more_than"), True),
    ((30, None, "at_least"), (31, None, "at_least"), False),
    ((30, 30, "exact"), (30, None, "at_least"), False),
    ((30, 30, "exact"), (30, 30, "about"), True),
    ((24, 99, "dozens"), (24, 99, "dozens"), True),
    ((None, 30, "at_most"), (None, 31, "at_most"), False),
])
def test_one_number_in_two_wordings(a: tuple, b: tuple, same: bool) -> None:
    assert Count(*a, "x").same_as(Count(*b, "y")) is same
