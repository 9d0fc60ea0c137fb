"""Questions that are taken over from the record before are those that would be asked of the new one alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

import msgspec
import pytest
from msgspec.structs import replace

from bench._mixed import reports
from stemma.ids import sha256
from stemma.model import Judgement, Reading, Record
from stemma.pipeline import join, read
from stemma.review import Index, Settling, decided, modules, questions
from stemma.review._once import Once
from stemma.store.known import Known
from stemma.store.nouns import decode_reading, encode_parts, encode_reading
from tests import families as related
from tests import sample
from tests.factories import document
from tests.test_review import BLOCKS, FOLDER, RIVAL, incidents_case, loose, placed, record_of
from tests.tracing import cases

AT = datetime(2031, 5, 3, 9, 0, tzinfo=UTC)
REPORTS, LATE = 24, 4


@cache
def readings() -> tuple[Reading, ...]:
    """Reports of which some are copies and some on one happening, read with the rules alone."""
    others = (document(f"r{number}", text) for number, text in enumerate(reports(REPORTS)))
    return tuple(read(one, "none") for one in (*others, *sample.documents()))


def answers(record: Record, count: int, seed: int) -> list[Judgement]:
    """Decisions on questions of a record, chosen by chance."""
    chance = random.Random(seed)
    asked = chance.sample(questions(record), count)
    return [decided(question, chance.choice(question.options).key, chance.choice(("Ada", "Ben")),
                    AT + timedelta(minutes=place)) for place, question in enumerate(asked)]


@cache
def states() -> tuple[Record, ...]:
    """A case as it changes: reports come in, people decide, and take back what they decided."""
    first = join(readings()[:-LATE])
    more = join(readings())
    given = answers(more, 12, 1)
    judged = join(readings(), given)
    again = [*given, *answers(judged, 12, 2)]
    taken_back = [replace(one, withdrawn=AT) if place % 3 == 0 else one for place, one in enumerate(again)]
    return first, more, judged, join(readings(), again), join(readings(), taken_back), more, first


def through_json(known: Known, record: Record) -> Record:
    """The record as a program holds it that has read another one before."""
    readings = {reading.document.id: reading for reading in record.readings}
    texts = {doc: encode_reading(reading) for doc, reading in readings.items()}
    bases = {doc: sha256(text.encode()) for doc, text in texts.items()}
    return known.record(bases, encode_parts(record), lambda docs: [
        decode_reading(text, {doc: readings[doc].document}) for doc, text in texts.items() if doc in docs])


@pytest.mark.parametrize("shared", [True, False], ids=["nouns that both have", "nouns made anew"])
def test_questions_are_the_same_as_those_of_the_record_alone(shared):
    before, known = None, Known()
    for record in states():
        held = through_json(known, record) if shared else record
        index = Index(held, before)
        assert questions(held, (), index) == questions(record)
        before = index


def test_most_questions_are_taken_over():
    """Else nothing is gained, and the test above says nothing."""
    known = Known()
    held = [through_json(known, record) for record in states()[:2]]
    before = Index(held[0])
    first = {id(question) for question in questions(held[0], (), before)}
    again = questions(held[1], (), Index(held[1], before))
    assert 0.3 * len(again) < sum(id(question) in first for question in again) < len(again)


@cache
def small() -> tuple[Record, ...]:
    """Records of a few rows each, that differ in little and go by the same ids."""
    rows = [record_of(case) for file in ("figures.txt", "parties.txt") for case in cases(FOLDER / file)]
    places = [placed(names, one, rivals) for names in (("Dravik", "Dravik"), ("Dravik", "Drawick"), ("Dravik", "Orvel"))
              for one in (True, False) for rivals in ((), (RIVAL,))]
    two = related.reports(2, (3, 13))
    copied = [related.case(two, [related.edge(two, 0, 1, how, share, direction)] if how else [])
              for how, direction, share in (("", "", 0), ("rewrite", "unknown", 0.8), ("rewrite", "b_from_a", 0.2),
                                            ("shared_passage", "unknown", 0.5))]
    return (*rows, *(incidents_case(block)[0] for block in BLOCKS), loose(False), loose(True), *places, *copied)


def test_whatever_record_was_held_before():
    """Of each two of these records the second asks what it asks alone, of every kind that there is."""
    alone = [(record, Index(record)) for record in small()]
    expected = [questions(record, (), index) for record, index in alone]
    for record, due in zip(small(), expected, strict=True):
        for _, before in alone:
            assert questions(record, (), Index(record, before)) == due
    found = {module for record, index in alone for module in modules() if next(iter(module.find(index)), None)}
    assert found == set(modules())


def test_what_has_the_same_json_is_the_same_noun_and_nothing_else_is_kept():
    first, more = states()[:2]
    known = Known()
    assert through_json(known, first) == first
    held = {id(reading): reading for reading in through_json(known, first).readings}
    new = through_json(known, more)
    assert new == more
    in_common = sum(reading in first.readings for reading in new.readings)
    assert sum(id(reading) in held for reading in new.readings) == in_common > 0.7 * len(first.readings)
    assert len(known._items) + len(known._readings) <= sum(len(part) for part in _lists(more))


def _lists(record: Record) -> Iterator[tuple]:
    yield from (part for part in (getattr(record, name) for name in record.__struct_fields__) if type(part) is tuple)


def test_damage_leaves_what_was_known():
    known, first = Known(), states()[0]
    through_json(known, first)
    before = dict(known._readings), dict(known._items)
    for parts in ({"incidents": "[{}]"}, {"incidents": "["}):
        with pytest.raises(msgspec.DecodeError):
            known.record({}, encode_parts(first) | parts, lambda docs: [])
    assert (known._readings, known._items) == before


def test_a_reading_without_a_digest_is_read_each_time():
    """As in a case that an older program built."""
    known, reading, asked = Known(), readings()[0], []
    doc = reading.document.id
    for basis in (None, None, "a", "a", None):
        held = known.record({doc: basis}, {}, lambda docs: asked.append(len(docs)) or [reading] * len(docs))
        assert held.readings == (reading,)
    assert asked == [1, 1, 1, 0, 1]


def test_an_answer_is_worked_out_again_where_its_basis_is_another():
    first = Once()
    assert [first.of("a", (1,), lambda: "one"), first.of("a", (1,), lambda: "two")] == ["one", "one"]
    second = Once(first)
    assert second.of("a", (1,), lambda: "two") == "one"
    assert second.of("b", (1,), lambda: None) is None
    third = Once(second)
    assert third.of("a", (2,), lambda: "two") == "two"
    third.forget()
    assert third.of("b", (1,), lambda: "again") == "again"


def test_what_people_decide_is_settled_at_one_stroke_and_one_by_one_alike():
    """Whatever order it comes in, with what is withdrawn, and with what was there before and is not any more."""
    record = states()[2]
    index = Index(record)
    queue = questions(record, (), index)
    given = [*answers(record, 20, 3), *answers(record, 20, 4), *answers(record, 20, 5)]
    steps = [given[:7], given[:30], given[:60], [replace(one, withdrawn=AT) if at % 2 else one
                                                for at, one in enumerate(given)], given[:5], given[::-1]]
    one_by_one = Settling(queue, index)
    for step in steps:
        assert one_by_one.settled(step) == Settling(queue, index).settled(step)
        assert one_by_one.settled(step) == _with_all(queue, record, step)


def _with_all(queue, record: Record, judgements: list[Judgement]):
    """What a new queue of the same record says of these questions."""
    held = {question.id for question in queue}
    return tuple(question for question in questions(record, judgements) if question.id in held or question.disputed)
