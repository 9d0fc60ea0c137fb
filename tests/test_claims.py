"""Claims without figures: weapons, damage, who did it, who holds what, denials, checks, talks and warnings.

The cases are files of invented sentences with the rows they must give: exactly these, over all kinds of this file.
A case that begins with @armed gets two sentences of context, since some kinds read only reports of armed conflict.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from stemma.kinds import (
    alert,
    ceasefire,
    control,
    curfew,
    damage,
    denial,
    evacuation,
    munition_ban,
    perpetrator,
    verification,
    weapon,
)
from stemma.kinds._phrases import WordList, clause, words_in
from stemma.model import Claim, Document, DocumentDate, Page, Quote, Sentence
from stemma.reading.nations import BY_CODE, NATIONS, nation_of
from stemma.values import Span

KINDS = (alert, ceasefire, control, curfew, damage, denial, evacuation, munition_ban, perpetrator, verification, weapon)
CASES = Path(__file__).parent / "cases" / "claims"
CONTEXT = ("The war is in its third year.", "A column of troops was on the road.")


def page_of(sentences: list[tuple[str, str]]) -> Page:
    """A page of the given (part, text) sentences, one to a line; straight quotation marks are read as quotes."""
    text, found, quotes = "", [], []
    for number, (part, words) in enumerate(sentences):
        start = len(text)
        text += words + "\n"
        found.append(Sentence(span=Span(start, start + len(words)), number=number, paragraph=number, part=part))
        marks = [start + at for at, mark in enumerate(words) if mark == '"']
        quotes += [Quote(Span(a + 1, b), Span(a, b + 1)) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    document = Document(id="d-test", name="test", sha256="", text=text, media_type="text/plain")
    return Page(document=document, published=DocumentDate(day=None), furniture=(), sentences=tuple(found),
                quotes=tuple(quotes), dates=(), mentions=())


def claims_in(page: Page) -> list[Claim]:
    """Claims of all kinds of this file, in the order of the text."""
    return sorted((claim for kind in KINDS for claim in kind.find(page, ())), key=lambda c: (c.span, c.kind))


def load(path: Path) -> list[tuple[str, Page, list[tuple[str, ...]]]]:
    """The cases of one file: (label, page, expected rows)."""
    cases = []
    for number, block in enumerate(path.read_text(encoding="utf-8").split("\n----\n"), start=1):
        lines = [line for line in block.strip().splitlines() if line and not line.startswith("#")]
        sentences = [line for line in lines if not line.startswith(("=>", "@"))]
        parts = [("headline", s[2:].strip()) if s.startswith("H|") else ("body", s) for s in sentences]
        parts += [("body", s) for s in CONTEXT] if "@armed" in lines else []
        rows = [tuple(cell.strip() for cell in line[2:].split("|")) for line in lines if line.startswith("=>")]
        cases.append((f"{path.stem}-{number}", page_of(parts), rows))
    return cases


ALL = [case for path in sorted(CASES.glob("*.txt")) for case in load(path)]


@pytest.mark.parametrize(("page", "rows"), [case[1:] for case in ALL], ids=[case[0] for case in ALL])
def test_case(page: Page, rows: list[tuple[str, ...]]) -> None:
    found = claims_in(page)
    assert sorted((c.kind, c.value, c.stance) for c in found) == sorted(row[:3] for row in rows)
    left = list(found)
    for kind, value, _, evidence in rows:
        match = next((c for c in left if (c.kind, c.value) == (kind, value) and evidence in c.span.of(page.text)), None)
        assert match, f"no {kind} whose evidence holds {evidence!r}"
        left.remove(match)


def test_every_kind_has_cases() -> None:
    assert {row[0] for _, _, rows in ALL for row in rows} == {kind.KIND for kind in KINDS}


def test_evidence_lies_in_its_sentence_and_ids_are_unique() -> None:
    for _, page, _ in ALL:
        found = claims_in(page)
        assert len({claim.id for claim in found}) == len(found)
        for claim in found:
            assert page.sentences[claim.sentence].span.covers(claim.span)


def test_the_same_page_gives_the_same_claims() -> None:
    _, page, _ = ALL[0]
    assert claims_in(page) == claims_in(page)


@pytest.mark.parametrize("text", [
    "rockets " * 40_000,
    "the army said the rebels said " * 10_000,
    '"' * 100_000,
    "1,2.3" * 40_000,
    "Valley " * 40_000 + "Front",
    "denied hit house by the Army of Russia and " * 6_000,
])
def test_hostile_text_takes_linear_time(text: str) -> None:
    """A line of some 200,000 characters is read in seconds, whatever is in it."""
    started = time.process_time()
    claims_in(page_of([("body", text), *(("body", s) for s in CONTEXT)]))
    assert time.process_time() - started < 8


def test_words_are_cut_at_hyphens_and_clitics() -> None:
    assert [w.low for w in words_in("The U.S.-led air-raid didn’t hit 1,200 homes.")] == [
        "the", "u.s.", "-", "led", "air", "-", "raid", "didn", "'", "t", "hit", "1,200", "homes", "."]


def test_longest_phrase_wins_and_a_hyphen_may_stand_between() -> None:
    found = WordList.of("air strike;air;strike force").find(words_in("an air-strike, air and a strike force"))
    assert [hit.value for hit in found] == ["air strike", "air", "strike force"]


def test_a_clause_ends_at_marks_and_subordinators() -> None:
    words = words_in("Rain fell, a shell hit the dock while he slept.")
    at = next(i for i, word in enumerate(words) if word.low == "shell")
    first, last = clause(words, at, at)
    assert [word.low for word in words[first : last + 1]] == ["a", "shell", "hit", "the", "dock"]


def test_nations_have_unique_codes_and_are_found_by_name_demonym_and_capital() -> None:
    assert len(BY_CODE) == len(NATIONS)
    assert all(len(n.code) == 2 and n.names and n.demonyms and n.capital for n in NATIONS)
    assert nation_of("Kenyans") == nation_of("Nairobi") == nation_of("Kenya")
    assert nation_of("Nairobi", capitals=False) is None
    assert nation_of("nowhere") is None
