"""Figures of harm against readable cases: each file under cases/casualties holds texts and the rows expected of them.

A case is one sentence a line, then its rows, each beginning with "=": harm, bounds and wording | victims | scope |
stance | evidence, and "part" where the row belongs to a total. Blank lines part the cases, "#" opens a comment.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from stemma import kinds
from stemma.kinds import _lexicon
from stemma.model import Claim, Document, DocumentDate, Page, Sentence
from stemma.values import HARMS, Span

CASES = Path(__file__).parent / "cases" / "casualties"


def page_of(text: str) -> Page:
    """A page whose sentences are the lines of the text, all in one paragraph."""
    sentences, at = [], 0
    for number, line in enumerate(text.split("\n")):
        if line:
            sentences.append(Sentence(span=Span(at, at + len(line)), number=number, paragraph=0))
        at += len(line) + 1
    document = Document(id="d-1", name="case", sha256="", text=text, media_type="text/plain")
    return Page(document=document, published=DocumentDate(None), furniture=(), sentences=tuple(sentences), quotes=(),
                dates=(), mentions=())


def harms_of(page: Page) -> list[Claim]:
    found = [c for m in kinds.modules() if hasattr(m, "LEXICON") for c in m.find(page, ())]
    return sorted(found, key=lambda c: (c.span, c.kind))


def line_of(claim: Claim, text: str) -> str:
    """A claim as the case files write it."""
    count, victims = claim.count, claim.victims
    assert count is not None
    bounds = "..".join("" if n is None else str(n) for n in (count.low, count.high))
    who = victims.status + (f"/{victims.group}" if victims.group else "")
    fields = [f"{claim.kind} {bounds} {count.wording}", who, claim.scope, claim.stance, claim.span.of(text)]
    return "= " + " | ".join([*fields, "part"] if claim.part_of else fields)


def cases() -> list:
    found = []
    for path in sorted(CASES.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            lines = [line for line in block.strip().split("\n") if line and not line.startswith("#")]
            text = "\n".join(line for line in lines if not line.startswith("= "))
            rows = [line for line in lines if line.startswith("= ")]
            if text:
                found.append(pytest.param(text, rows, id=f"{path.stem}: {text[:50]}"))
    return found


@pytest.mark.parametrize(("text", "rows"), cases())
def test_case(text: str, rows: list[str]) -> None:
    assert [line_of(claim, text) for claim in harms_of(page_of(text))] == rows


def test_every_harm_has_a_module_with_its_lexicon() -> None:
    assert {lexicon.harm for lexicon in _lexicon.lexicons()} == set(HARMS)


def test_claims_point_at_their_words_and_have_unique_ids() -> None:
    text = "\n".join(str(case.values[0]).replace("\n", " ") for case in cases())
    claims = harms_of(page_of(text))
    assert len({c.id for c in claims}) == len(claims) > 100
    for claim in claims:
        assert claim.span.of(text).strip()
        assert claim.count is not None and claim.count.text in text
        assert claim.count.low is None or claim.count.high is None or claim.count.low <= claim.count.high


def test_a_subset_points_at_its_total() -> None:
    text = "At least 23 people, including five women, were killed."
    total, part = harms_of(page_of(text))
    assert part.part_of == total.id and total.part_of is None


def test_the_same_page_gives_the_same_claims() -> None:
    text = "The raid killed 12 people and wounded 40."
    assert harms_of(page_of(text)) == harms_of(page_of(text))


@pytest.mark.parametrize("unit", ["killed and ", "12 people, ", "including two children, ", "of them ", "no one ",
                                  "the death toll from the raid ", "x", "99 ", "was killed ", '"', "he was "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    page = page_of(unit * (60_000 // len(unit)))
    begun = time.process_time()
    harms_of(page)
    assert time.process_time() - begun < 5
