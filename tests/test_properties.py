"""What must hold whatever the reports are: spans quote, order changes nothing, copies add no source."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from functools import cache

import pytest
from msgspec.structs import replace

from stemma.ids import make_id, sha256
from stemma.model import Record
from stemma.pipeline import join, read
from stemma.values import Span
from tests.sample import FOLDER, documents, readings, record
from tests.test_origins import CASES
from tests.test_origins import documents as reports


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


@cache
def case_readings(case: str) -> tuple:
    """The sample, or the reports of an invented case, as read."""
    return readings() if case == "sample" else tuple(read(document, "none") for document in reports(case))


def told_by(built: Record) -> dict[str, str]:
    """The source of each row that has one, as origins count it."""
    return {row: origin.party for origin in built.origins for row in (*origin.claims, *origin.statements)}


def together(parties: dict[str, str], rows: set[str]) -> set[frozenset[str]]:
    """The rows of each source, those that are not among `rows` left out."""
    found: dict[str, set[str]] = {}
    for row, party in parties.items():
        found.setdefault(party, set()).update({row} & rows)
    return {frozenset(own) for own in found.values() if own}


def copy_of(reading, how: str, seed: int):
    """A copy of a report under another outlet's name: word for word, or with one paragraph cut."""
    document = reading.document
    parts = document.text.split("\n\n")
    if how == "cut" and len(parts) > 4:
        del parts[random.Random(seed).randrange(2, len(parts))]
    text, name = "\n\n".join(parts), f"99-{how}"
    digest = sha256(text.encode())
    copied = replace(document, id=make_id("d", digest, name), name=name, sha256=digest, text=text,
                     outlet="The Second Hand", published=reading.page.published.day)
    return read(copied, reading.tagger)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("how", ["verbatim", "cut"])
def test_a_copy_by_another_outlet_adds_no_source_to_any_figure(case: str, how: str) -> None:
    kept = case_readings(case)
    before = join(kept)
    for seed, original in enumerate(kept):
        after = join([*kept, copy_of(original, how, seed)])
        assert set(told_by(after).values()) <= set(told_by(before).values())
        for incident in (i for i in after.incidents if i.main):
            was = {a.kind: len(a.sources) for a in before.assessments
                   if a.incident in {i.id for i in before.incidents if i.main}}
            now = {a.kind: len(a.sources) for a in after.assessments if a.incident == incident.id}
            assert now == was


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_invented_reports_changes_nothing(case: str) -> None:
    kept = list(case_readings(case))
    assert rows(join(kept[::-1])) == rows(join(kept))


@pytest.mark.parametrize("case", ["sample", *CASES])
def test_removing_the_first_report_never_merges_two_sources(case: str) -> None:
    kept = case_readings(case)
    before = join(kept)
    first = min(kept, key=lambda r: (r.page.published.day is None, r.page.published.day, r.document.name))
    after = join([reading for reading in kept if reading is not first])
    parties = told_by(before)
    named = {party.key for party in before.parties if party.kind != "unnamed"}
    for own in together(told_by(after), set(parties)):
        assert len({parties[row] for row in own} & named) <= 1


@pytest.mark.parametrize("case", ["sample", *CASES])
def test_adding_a_report_never_splits_a_source(case: str) -> None:
    kept = case_readings(case)
    whole = told_by(join(kept))
    for left_out in kept:
        part = told_by(join([reading for reading in kept if reading is not left_out]))
        for own in together(part, set(whole)):
            assert len({whole[row] for row in own}) == 1


def test_the_order_in_which_sets_are_walked_changes_nothing(tmp_path) -> None:
    digests = set()
    for seed in ("1", "2"):
        case = tmp_path / f"{seed}.case"
        run = {"env": os.environ | {"PYTHONHASHSEED": seed}, "capture_output": True, "check": True}
        subprocess.run([sys.executable, "-m", "stemma", "build", str(case), str(FOLDER)], **run)
        out = subprocess.run([sys.executable, "-m", "stemma", "export", str(case), "--to", "dossier"], **run)
        digests.add(sha256(out.stdout))
    assert len(digests) == 1
