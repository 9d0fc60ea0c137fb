"""Drift: what a copy did to the figures of its original, from the texts on."""

from __future__ import annotations

from pathlib import Path

from stemma.ids import make_id, sha256
from stemma.model import Document, Record
from stemma.pipeline import join, read

CASES = Path(__file__).parent / "cases" / "copies"


def record(*names: str) -> Record:
    readings = []
    for name in names:
        raw = (CASES / f"{name}.txt").read_bytes()
        readings.append(read(Document(make_id("d", sha256(raw), name), name, sha256(raw), raw.decode(), "text/plain")))
    return join(readings)


def drifts(record: Record) -> set[tuple[str, str]]:
    names = {r.document.id: r.document.name for r in record.readings}
    return {(names[drift.doc], drift.kind) for drift in record.drifts}


def test_wounded_that_became_killed_and_a_lost_hedge() -> None:
    found = record("original", "spoilt")
    assert ("spoilt", "harm") in drifts(found)
    assert any(drift.severity == "high" for drift in found.drifts)


def test_a_reprint_changes_nothing() -> None:
    assert {kind for _, kind in drifts(record("original", "reprint"))} <= {"attribution"}


def test_both_passages_are_quoted() -> None:
    found = record("original", "spoilt")
    texts = {r.document.id: r.page.text for r in found.readings}
    for drift in found.drifts:
        assert drift.span.of(texts[drift.doc]).strip() and drift.against_span.of(texts[drift.against]).strip()


def test_the_spoilt_figure_is_a_contradiction_and_no_further_source() -> None:
    alone, both = record("original"), record("original", "spoilt")
    assert any("a copy changed the figure" in conflict.why for conflict in both.contradictions)
    main = {a.kind: len(a.sources) for a in alone.assessments}
    assert all(len(a.sources) <= main.get(a.kind, 0) for a in both.assessments if a.kind == "killed")


def test_sister_copies_are_not_held_against_each_other() -> None:
    found = record("original", "rewrite", "spoilt")
    names = {r.document.id: r.document.name for r in found.readings}
    assert {names[drift.against] for drift in found.drifts if names[drift.doc] == "spoilt"} == {"original"}
