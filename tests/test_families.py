"""Families: copies are found whatever was done to them, and reports of one event stay apart."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from stemma.copies.families import families
from stemma.ids import make_id, sha256
from stemma.model import Document, DocumentDate, Page, Reading
from stemma.reading.clean import furniture_of
from stemma.reading.quotes import quotes_of
from stemma.reading.sentences import sentences_of

CASES = Path(__file__).parent / "cases" / "copies"


def reading(name: str) -> Reading:
    """A case file with its sentences and quotations; families need no more."""
    raw = (CASES / f"{name}.txt").read_bytes()
    document = Document(make_id("d", sha256(raw), name), name, sha256(raw), raw.decode(), "text/plain")
    furniture = furniture_of(document)
    sentences = sentences_of(document, furniture)
    page = Page(document, DocumentDate(None), furniture, sentences, quotes_of(document, sentences), (), ())
    return Reading(page, (), ())


def grouped(*names: str) -> list[list[str]]:
    """Families of the named case files, by name."""
    readings = [reading(name) for name in names]
    by_id = {r.document.id: r.document.name for r in readings}
    return sorted(sorted(by_id[doc] for doc in family.docs) for family in families(readings))


@pytest.mark.parametrize("copy", ["reprint", "rewrite", "translated_back"])
def test_a_copy_joins_its_original(copy: str) -> None:
    assert grouped("original", copy) == [sorted(["original", copy])]


def test_all_copies_are_one_family_and_the_independent_report_is_not() -> None:
    assert grouped("original", "reprint", "rewrite", "translated_back", "independent") == [
        ["independent"], ["original", "reprint", "rewrite", "translated_back"]]


@pytest.mark.parametrize("copy", ["original", "reprint", "rewrite", "translated_back"])
def test_reports_of_one_event_are_not_copies(copy: str) -> None:
    assert grouped(copy, "independent") == sorted([[copy], ["independent"]])


def test_the_kind_of_copy_is_told() -> None:
    kinds = {}
    for copy in ("reprint", "rewrite"):
        pair = [reading("original"), reading(copy)]
        kinds[copy] = families(pair)[0].edges[0].how
    assert kinds == {"reprint": "reprint", "rewrite": "rewrite"}


def test_aligned_passages_quote_both_texts() -> None:
    pair = {r.document.id: r for r in (reading("original"), reading("rewrite"))}
    (family,) = families(tuple(pair.values()))
    (edge,) = family.edges
    assert len(edge.passages) >= 6
    for in_a, in_b in edge.passages:
        a, b = in_a.of(pair[edge.a].page.text), in_b.of(pair[edge.b].page.text)
        assert a.strip() and b.strip()
    numbers = [("150" in in_a.of(pair[edge.a].page.text)) + ("150" in in_b.of(pair[edge.b].page.text))
               for in_a, in_b in edge.passages]
    assert numbers.count(2) == 1 and 1 not in numbers


def test_order_of_documents_changes_nothing() -> None:
    names = ["original", "rewrite", "independent"]
    results = {repr(families([reading(name) for name in order])) for order in permutations(names)}
    assert len(results) == 1
