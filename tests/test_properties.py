"""What must hold whatever the reports are: spans quote, order changes nothing, copies add no source."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest
from msgspec.structs import replace

from stemma.ids import make_id, sha256
from stemma.model import Record
from stemma.pipeline import join, read
from stemma.values import Span
from tests.sample import FOLDER, documents, readings, record


def rows(record: Record) -> dict[str, object]:
    """A record without what only lists its documents in order."""
    return {name: getattr(record, name) for name in record.__struct_fields__}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_documents_changes_nothing(seed: int) -> None:
    shuffled = list(readings())
    random.Random(seed).shuffle(shuffled)
    assert rows(join(shuffled)) == rows(record())


def test_reading_is_a_pure_function_of_the_document() -> None:
    for document, reading in zip(documents()[:4], readings()[:4], strict=True):
        assert read(document) == reading


def test_every_span_lies_in_its_text_and_quotes_words() -> None:
    for reading in record().readings:
        text = reading.page.text
        spans: list[Span] = [item.span for item in (*reading.statements, *reading.claims, *reading.page.mentions,
                                                    *reading.page.sentences, *reading.page.dates)]
        assert all(0 <= span.start < span.end <= len(text) and span.of(text).strip() for span in spans)
        assert all(claim.count.text in text for claim in reading.claims if claim.count is not None)


def test_sentences_and_furniture_do_not_overlap() -> None:
    for reading in record().readings:
        for sentence in reading.page.sentences:
            for piece in reading.page.furniture:
                inside = Span(max(sentence.span.start, piece.span.start), min(sentence.span.end, piece.span.end))
                assert inside.start >= inside.end or sentence.span.covers(piece.span), sentence


def independent(record: Record, title: str) -> dict[str, int]:
    incident = next(i for i in record.incidents if i.title == title)
    return {a.kind: len(a.sources) for a in record.assessments if a.incident == incident.id}


@pytest.mark.parametrize("number", range(12))
def test_adding_a_copy_never_adds_an_independent_source(number: int) -> None:
    original = documents()[number]
    name = f"copy-{original.name}"
    copy = replace(original, id=make_id("d", original.sha256, name), name=name)
    before = independent(record(), "Shelling, Dravik")
    after = join([*readings(), read(copy)])
    assert all(count <= before[harm] for harm, count in independent(after, "Shelling, Dravik").items())
    family = next(f for f in after.families if copy.id in f.docs)
    assert original.id in family.docs


@pytest.mark.parametrize("number", range(12))
def test_removing_a_report_never_merges_two_sources(number: int) -> None:
    kept = [reading for reading in readings() if reading.document.id != documents()[number].id]
    before = {row: origin.party for origin in record().origins for row in (*origin.claims, *origin.statements)}
    names = {party.key: party.kind for party in record().parties}
    for origin in join(kept).origins:
        people = {before[row] for row in (*origin.claims, *origin.statements) if row in before}
        assert len({key for key in people if names.get(key) == "person"}) <= 1


def test_the_order_in_which_sets_are_walked_changes_nothing(tmp_path) -> None:
    digests = set()
    for seed in ("1", "2"):
        case = tmp_path / f"{seed}.case"
        run = {"env": os.environ | {"PYTHONHASHSEED": seed}, "capture_output": True, "check": True}
        subprocess.run([sys.executable, "-m", "stemma", "build", str(case), str(FOLDER)], **run)
        out = subprocess.run([sys.executable, "-m", "stemma", "export", str(case), "--to", "dossier"], **run)
        digests.add(sha256(out.stdout))
    assert len(digests) == 1
