"""What is furniture and what is report text, on invented pages in tests/cases/clean."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from stemma.model import Document
from stemma.reading.clean import furniture_of

CASES = sorted((Path(__file__).parent / "cases" / "clean").glob("*.txt"))


def document(text: str) -> Document:
    return Document(id="d1", name="d1", sha256="0", text=text, media_type="text/plain")


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_furniture_is_found_and_nothing_else(path: Path) -> None:
    text, _, rows = path.read_text(encoding="utf-8").partition("\n---\n")
    expected = [tuple(row.split(" ", 1)) for row in rows.split("\n") if row.strip()]
    found = [(f.kind, f.span.of(text)) for f in furniture_of(document(text))]
    assert found == expected


def test_spans_are_in_order_and_do_not_overlap() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in CASES)
    spans = [f.span for f in furniture_of(document(text))]
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize("text", ["", "\n\n\n", " ", "\ufeff", "."])
def test_empty_texts_have_none(text: str) -> None:
    assert furniture_of(document(text)) == ()


@pytest.mark.parametrize("unit", ["ADEN (", "Photo: A\n", "Name / AFP ", "© ", "a | b | ", "By X "])
def test_time_grows_with_the_text(unit: str) -> None:
    started = time.process_time()
    furniture_of(document(unit * (400_000 // len(unit))))
    assert time.process_time() - started < 5
