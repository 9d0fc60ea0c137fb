"""What is worked out of one report is kept as long as nothing that it was worked out from has changed."""

from __future__ import annotations

import zlib
from datetime import date

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from bench._mixed import reports
from stemma import pipeline
from stemma.copies.compared import Comparisons
from stemma.ids import make_id, sha256
from stemma.keeping import Note, Notes, Topic, mark_of
from stemma.model import Document, Reading


class Answer(Struct, frozen=True):
    words: tuple[str, ...]
    day: date | None = None


TOPIC = Topic("answer", Answer)
GIVEN = Answer(("Ambra", "Sellin"), date(2033, 5, 3))


def reading(text: str) -> Reading:
    digest = sha256(text.encode())
    return pipeline.read(Document(make_id("d", digest, "a"), "a", digest, text, "text/plain"), "none")


@pytest.fixture(scope="module")
def report() -> Reading:
    return reading("AMBRA, 3 May 2033 - Shells killed four people in Ambra on Tuesday, governor Mira Tolvan said.")


class Asked:
    """Gives an answer, and counts how often it had to."""

    def __init__(self, answer: Answer = GIVEN) -> None:
        self.answer, self.times = answer, 0

    def __call__(self) -> Answer:
        self.times += 1
        return self.answer


def kept(report: Reading, *beside: object) -> dict[str, bytes]:
    notes = Notes()
    notes.of(TOPIC, report, Asked(), *beside)
    return dict(notes.new())


def test_an_answer_is_worked_out_once_and_comes_back_as_it_was(report: Reading):
    first, again = Notes(), Asked()
    assert first.of(TOPIC, report, again) == GIVEN
    later = Notes(dict(first.new()))
    assert later.of(TOPIC, report, again) == GIVEN
    assert again.times == 1
    assert list(later.new()) == []


def test_another_reading_or_something_else_beside_it_is_worked_out_anew(report: Reading):
    other = replace(report, claims=report.claims[:-1])
    assert mark_of(other) != mark_of(report)
    for about, beside in ((other, ("a",)), (report, ("b",)), (report, ()), (report, ("a", "b"))):
        again = Asked()
        notes = Notes(kept(report, "a"))
        notes.of(TOPIC, about, again, *beside)
        assert again.times == 1
        assert [doc for doc, _ in notes.new()] == [report.document.id]
    same = Asked()
    Notes(kept(report, "a")).of(TOPIC, replace(report), same, "a")
    assert same.times == 0


def test_what_is_noted_on_another_topic_stays(report: Reading):
    other = Topic("other", int)
    first = Notes(kept(report))
    first.of(other, report, lambda: 3)
    later, again = Notes(dict(first.new())), Asked()
    assert later.of(TOPIC, report, again) == GIVEN
    assert later.of(other, report, lambda: 4) == 3
    assert again.times == 0


def forged(report: Reading, packed: bytes) -> bytes:
    return zlib.compress(msgspec.msgpack.encode({"answer": Note(mark_of(report), packed)}))


@pytest.mark.parametrize("damage", [
    lambda report, packed: b"\0",
    lambda report, packed: packed[:-9],
    lambda report, packed: zlib.compress(b"no sheet of notes"),
    lambda report, packed: forged(report, b""),
    lambda report, packed: forged(report, msgspec.msgpack.encode({"words": 3})),
    lambda report, packed: forged(report, msgspec.msgpack.encode({"words": [], "day": "no day"})),
    lambda report, packed: forged(report, b"\xa5\xff\xff\xff\xff\xff"),
    lambda report, packed: "a text",
])
def test_a_damaged_note_is_worked_out_anew(report: Reading, damage):
    again = Asked()
    packed = kept(report)[report.document.id]
    notes = Notes({report.document.id: damage(report, packed)})
    assert notes.of(TOPIC, report, again) == GIVEN
    assert again.times == 1
    assert dict(notes.new()) == kept(report)


def test_a_record_from_notes_is_the_one_from_readings():
    """Whatever the stages note comes back as it was, and nothing is noted again."""
    readings = [reading(text) for text in reports(24)]
    notes, comparisons = Notes(), Comparisons()
    fresh = pipeline.join(readings, (), comparisons, notes)
    later = Notes(dict(notes.new()))
    again = pipeline.join(readings, (), Comparisons(comparisons.new()), later)
    assert again == fresh == pipeline.join(readings)
    assert list(later.new()) == []
    encode = msgspec.json.Encoder(order="deterministic").encode
    assert encode(again) == encode(fresh)
