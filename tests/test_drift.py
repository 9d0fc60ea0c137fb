"""Drift: what a retelling changed, by readable pairs of sentences; from whole reports on, what is told and what not."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest

from eval.families import case, met
from eval.families import record as record_of_case
from stemma.copies._drift_sides import Pair, Side, Texts, Whole, told_once
from stemma.copies.drift import changes, drift_of
from stemma.ids import make_id, sha256
from stemma.model import Document, Reading, Record
from stemma.pipeline import join, read
from stemma.values import Span

CASES = Path(__file__).parent / "cases" / "copies"
FAMILIES = sorted((CASES / "families").glob("[0-9]*.txt"))
_ROW = re.compile(r"(\w+) (\w+): (.+) <- (.+)")


def document(text: str, name: str, published: date | None = None) -> Document:
    digest = sha256(text.encode())
    return Document(make_id("d", digest, name), name, digest, text, "text/plain", published=published)


def told(text: str, name: str, published: date | None = None) -> Reading:
    return read(document(text, name, published), "none")


def pairs() -> list[tuple[str, str, str, list[str]]]:
    """(file and first words, original, retelling, expected rows) of every pair of sentences."""
    found = []
    for path in sorted((CASES / "drift").glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n")[1:]:
            original, retelling, *rows = block.strip().splitlines()
            found.append((f"{path.stem}: {original[:40]}", original, retelling.removeprefix("> "), rows))
    return found


@pytest.mark.parametrize(("original", "retelling", "rows"), [pair[1:] for pair in pairs()],
                         ids=[pair[0] for pair in pairs()])
def test_what_a_sentence_changed(original: str, retelling: str, rows: list[str]) -> None:
    old, new = told(original, "a"), told(retelling, "b")
    pair = Pair(Side(old, Span(0, len(original))), Side(new, Span(0, len(retelling))), "rewrite")
    texts = Texts(Whole(old), Whole(new))
    drifted = told_once(drift_of(found, old, new, True) for found in changes(pair, texts, [pair], True))
    found = {(d.kind, d.severity, d.span.of(retelling), d.against_span.of(original)) for d in drifted}
    expected = {_ROW.fullmatch(row).groups() for row in rows if row != "nothing"}
    assert found == expected


# -------------------------------------------------------------------------------------------------- whole reports


def record(*names: str) -> Record:
    return join([read(document((CASES / f"{name}.txt").read_text(encoding="utf-8"), name)) for name in names])


def drifts(record: Record) -> set[tuple[str, str]]:
    names = {r.document.id: r.document.name for r in record.readings}
    return {(names[drift.doc], drift.kind) for drift in record.drifts}


def test_wounded_that_became_killed_and_a_lost_hedge() -> None:
    found = record("original", "spoilt")
    assert {("spoilt", "harm"), ("spoilt", "hedge"), ("spoilt", "attribution")} <= drifts(found)
    assert any(drift.severity == "high" for drift in found.drifts)


def test_a_reprint_changes_nothing() -> None:
    assert drifts(record("original", "reprint")) == set()


def test_both_passages_are_quoted_and_short() -> None:
    found = record("original", "spoilt")
    texts = {r.document.id: r.page.text for r in found.readings}
    for drift in found.drifts:
        for doc, span in ((drift.doc, drift.span), (drift.against, drift.against_span)):
            assert span.of(texts[doc]).strip() and len(span) < 160


def test_the_spoilt_figure_is_a_contradiction_and_no_further_source() -> None:
    alone, both = record("original"), record("original", "spoilt")
    assert any("a copy changed the figure" in conflict.why for conflict in both.contradictions)
    main = {a.kind: len(a.sources) for a in alone.assessments}
    assert all(len(a.sources) <= main.get(a.kind, 0) for a in both.assessments if a.kind == "killed")


def test_sister_copies_are_not_held_against_each_other() -> None:
    found = record("original", "rewrite", "spoilt")
    names = {r.document.id: r.document.name for r in found.readings}
    assert {names[drift.against] for drift in found.drifts if names[drift.doc] == "spoilt"} == {"original"}


def test_order_of_documents_changes_nothing() -> None:
    readings = [read(document((CASES / f"{name}.txt").read_text(encoding="utf-8"), name))
                for name in ("original", "rewrite", "spoilt", "independent")]
    assert join(readings).drifts == join(readings[::-1]).drifts


@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.stem)
def test_invented_families(path: Path) -> None:
    """Of what was planted at most one a file is missed; look-alikes have none; nothing grave is invented."""
    planted = case(path)
    found = record_of_case(planted)
    if not planted.drifts:
        assert found.drifts == ()
        return
    missed = [row for row in planted.drifts if not met(row, found)]
    assert len(missed) <= 1
    names = {r.document.id: r.document for r in found.readings}
    for drift in found.drifts:
        if drift.severity == "high":
            words = drift.span.of(names[drift.doc].text)
            assert any(row.doc == names[drift.doc].name and row.severity == "high" and (
                words in row.words or row.words in words or overlaps(names[drift.doc].text, row.words, drift.span))
                for row in planted.drifts), words


def overlaps(text: str, words: str, span: Span) -> bool:
    at = text.index(words)
    return Span(at, at + len(words)).overlaps(span)


# ------------------------------------------------------------------------------------------ retellings of one act

MAYOR = """Shells hit the grain port

Mayor Tilda Brankov said at a briefing on Sunday that at least 14 people were killed when shells hit the grain port.

"We have pulled fourteen neighbours out of the silo and we are still digging," Brankov said.

Ferries were stopped for the day. The harbour master opened the customs hall to families from the quay.
"""
RETOLD = """Port of Ondra counts its dead

Fishing boats stayed ashore in Ondra on Monday as the town mourned its dead.

Mayor Tilda Brankow told a briefing on Sunday that {figure} people had died at the grain port.

"We have pulled fourteen {who} out of the silo and we are still digging," Brankow said.

Insurers in the capital expect grain prices to climb by a tenth before the autumn.
"""


def retold(figure: str, who: str = "neighbours") -> Record:
    later = RETOLD.format(figure=figure, who=who)
    return join([told(MAYOR, "a", date(2033, 5, 2)), told(later, "b", date(2033, 5, 3))])


def rows(record: Record) -> set[tuple[str, str]]:
    names = {r.document.id: r.document.name for r in record.readings}
    assert all(names[drift.doc] == "b" for drift in record.drifts)
    return {(drift.kind, drift.severity) for drift in record.drifts}


def test_a_retelling_of_one_act_that_changed_the_figure() -> None:
    found = retold("at least 41")
    assert ("number", "high") in rows(found)
    tolls = [a for a in found.assessments if a.kind == "killed"]
    assert tolls and all(a.sources == ("tilda-brankov",) for a in tolls)  # told otherwise, but no other account
    assert not any(x.why.startswith("one source gives different figures") for x in found.contradictions)


def test_a_retelling_that_lost_the_hedge_or_changed_quoted_words_or_the_name() -> None:
    assert ("hedge", "medium") in rows(retold("14"))
    assert ("quotation", "medium") in rows(retold("at least 14", "raiders"))
    assert rows(retold("at least 14")) == {("name", "low")}


def test_nothing_tells_the_direction() -> None:
    texts = [(CASES / f"{name}.txt").read_text(encoding="utf-8") for name in ("original", "spoilt")]
    found = join([told(text, name) for name, text in zip("ab", texts, strict=True)])
    unknown = {edge.direction for family in found.families for edge in family.edges} == {"unknown"}
    assert found.drifts and all(("nothing tells" in drift.why) == unknown for drift in found.drifts)


def test_long_passages_and_many_sentences_take_no_time() -> None:
    line = "Rockets killed 17 people in Ondra market on Monday, said Marek Oldun of the \"harbour office\". "
    long = [told("Report\n\n" + line.replace("17", number) * 150, number) for number in ("17", "71")]
    begun = time.process_time()
    join(long)
    assert time.process_time() - begun < 8
