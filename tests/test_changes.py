"""What is different between two builds, told in words: a pile that grows step by step, and what no step may tell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from stemma.changes import Change, changes, since, state_of
from stemma.changes.matching import matched
from stemma.changes.nouns import COUNTED, KINDS, State, Stood, weight_of
from stemma.ids import make_id, sha256
from stemma.judgements import make, target_of
from stemma.judgements.signing import sign
from stemma.model import Document, Judgement, Reading, Record
from stemma.pipeline import join, read

CASES = Path(__file__).parent / "cases" / "changes"
NOW = datetime(2032, 4, 1, tzinfo=UTC)


def document(name: str, text: str, outlet: str = "", url: str | None = None, day: str = "2032-03-09",
             fetched: int = 0) -> Document:
    """A report; fetched counts hours."""
    digest = sha256(text.encode())
    return Document(make_id("d", digest, name), name, digest, text, "text/plain", url=url, outlet=outlet or None,
                    published=date.fromisoformat(day), retrieved=NOW + timedelta(hours=fetched))


class Step(msgspec.Struct, frozen=True):
    """Reports that come in together, and what is to be told of them."""

    title: str
    documents: tuple[Document, ...]
    due: tuple[tuple[str, str], ...]  # kind, words


def steps(path: Path) -> list[Step]:
    """The steps of a file."""
    found: list[Step] = []
    for number, part in enumerate(path.read_text(encoding="utf-8").split("\n== ")[1:]):
        title, _, rest = part.partition("\n")
        body, *due = rest.split("\n>> ")
        reports = []
        for report in ("\n" + body).split("\n-- ")[1:]:
            head, _, text = report.partition("\n")
            name, outlet, url, day = (field.strip() for field in head.split("|"))
            reports.append(document(name, text.strip() + "\n", outlet, url, day, number))
        found.append(Step(title, tuple(reports), tuple(tuple(line.strip().split(": ", 1)) for line in due)))
    return found


STEPS = [(path.stem, number) for path in sorted(CASES.glob("*.txt")) for number in range(len(steps(path)))]


@cache
def reading(document: Document) -> Reading:
    return read(document, "none")


@cache
def record(*documents: Document) -> Record:
    return join([reading(one) for one in documents])


def up_to(name: str, number: int) -> tuple[Document, ...]:
    """All documents of the first steps."""
    return tuple(one for step in steps(CASES / f"{name}.txt")[:number] for one in step.documents)


@pytest.mark.parametrize(("name", "number"), STEPS)
def test_what_is_told_step_by_step(name: str, number: int):
    step = steps(CASES / f"{name}.txt")[number]
    found = changes(record(*up_to(name, number)), record(*up_to(name, number + 1)))
    assert [one.kind for one in found] == [kind for kind, _ in step.due if kind != "and"], step.title
    at = -1
    for kind, words in step.due:
        at += kind != "and"
        assert words in found[at].words, step.title
    for one in found:
        assert one.words == " ".join(one.words.split())
        assert one.weight == weight_of(one.kind)


MARKET = up_to("a_market", 6)


def test_the_same_records_give_no_changes():
    assert changes(record(*MARKET), record(*MARKET)) == ()
    assert changes(Record(), Record()) == ()


@pytest.mark.parametrize("copied", MARKET, ids=lambda one: one.name)
def test_a_verbatim_copy_brings_no_source_and_no_toll(copied: Document):
    copy = document("another", copied.text, "Another Paper", "https://another.example/1", "2032-03-12")
    found = changes(record(*MARKET), record(*MARKET, copy))
    assert [(one.kind, one.docs) for one in found if one.kind in COUNTED] == [("repeats", (copy.id,))]
    assert not {one.kind for one in found} & {"new_source", "toll_rose", "toll_fell", "toll_changed", "new_toll",
                                              "new_incident", "joined", "parted", "edited"}


def test_the_order_of_documents_changes_nothing():
    courier, post, star, wire = MARKET[:4]
    due = changes(record(courier, post), record(courier, post, star, wire))
    assert {one.kind for one in due} >= {"toll_rose", "new_source"}
    for order in list(permutations((courier, post, star, wire)))[::5]:
        assert changes(record(*reversed((courier, post))), join([reading(one) for one in order])) == due


def test_going_back_tells_the_opposite():
    courier, post, star = MARKET[:3]
    (fell,) = [one for one in changes(record(courier, post, star), record(courier, post)) if one.kind != "others"]
    assert fell.kind == "toll_fell" and "killed fell from 7–14 to 7 or more" in fell.words
    (gone,) = changes(record(*MARKET[:6]), record(*MARKET[:5]))
    assert gone.kind == "gone" and "No incident any more: Drone strike, Port Sellin" in gone.words


def test_rows_and_reports_are_those_of_the_later_record():
    later = record(*MARKET)
    rows = {row.id for one in later.readings for row in (*one.claims, *one.statements)}
    ids, docs = {one.id for one in later.incidents}, {one.id for one in MARKET}
    for number in range(len(MARKET)):
        for one in changes(record(*MARKET[:number]), later):
            assert set(one.rows) <= rows and set(one.docs) <= docs and set(one.incidents) <= ids


def test_what_is_kept_of_a_record_is_enough():
    before, after = record(*MARKET[:2]), record(*MARKET)
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(state_of(before)), type=State)
    assert kept == state_of(before)
    assert since(kept, after) == (changes(before, after), state_of(after))


def test_the_heaviest_comes_first():
    found = changes(Record(), record(*MARKET))
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert min(KINDS, key=weight_of) == "others" and len({one.id for one in found}) == len(found)


# ------------------------------------------------------------------------------------------------------ one page, twice


def page(text: str, fetched: int, name: str = "courier", url: str = "https://courier.example/a") -> Document:
    return document(name, text, "Hill Courier", url, fetched=fetched)


TEXT = MARKET[0].text


def test_two_versions_that_come_in_together_are_told_too():
    earlier, later = page(TEXT, 1), page(TEXT.replace("seven", "nine"), 2)
    found = [one for one in changes(Record(), record(earlier, later)) if one.kind == "edited"]
    assert [(one.was, one.docs) for one in found] == [((earlier.id,), (later.id,))]


def test_what_was_put_in_and_what_was_left_out_is_quoted():
    more = TEXT.replace("The market was full at the time, residents said.\n",
                        "Sixty stalls burned down, and the roof fell in.\n")
    (found,) = changes(record(page(TEXT, 1)), record(page(TEXT, 1), page(more, 2)))
    for one in found.passages:
        assert one.before is None or one.before.of(TEXT) == one.was
        assert one.after is None or one.after.of(more) == one.now
    assert any("residents said" in one.was for one in found.passages)
    assert any("Sixty" in one.now for one in found.passages)
    assert "Sixty" in (found.passages[0].now + found.passages[0].within), "figures come first"
    (cut,) = changes(record(page(more, 1)), record(page(more, 1), page(more.replace("Sixty stalls burned down, and the "
                                                                                "roof fell in.\n", ""), 2)))
    assert "left out: “Sixty stalls burned down, and the roof fell in.”" in cut.words


def test_only_marks_and_only_a_title():
    spaced = page(TEXT.replace("Tuesday, governor", "Tuesday,  governor"), 2)
    (found,) = changes(record(page(TEXT, 1)), record(page(TEXT, 1), spaced))
    assert found.kind == "edited" and "only spaces or marks are different" in found.words and not found.passages
    titled = replace(page(TEXT + "\n", 2), title="Seven dead")
    (found,) = changes(record(replace(page(TEXT, 1), title="Nine dead")),
                       record(replace(page(TEXT, 1), title="Nine dead"), titled))
    assert "the title was “Nine dead”, is “Seven dead”" in found.words


def test_reports_that_only_share_an_address_are_no_versions():
    blog = "https://blog.example/live"
    before = (page(TEXT, 1, "blog#1", blog), page(TEXT.replace("market", "school"), 1, "blog#2", blog))
    more = page("Later, a choir sang in the town hall of Dravik.\n", 2, "blog#3", blog)
    assert "edited" not in {one.kind for one in changes(record(*before), record(*before, more))}


# ------------------------------------------------------------------------------------------------ decisions of people


def judged(kind: str, rows: tuple[int, ...], verdict: str | None, documents: tuple[Document, ...]) -> Judgement:
    """A decision on claims of killed people, by the place of their documents."""
    claims = [next(claim for claim in reading(documents[at]).claims if claim.kind == "killed") for at in rows]
    targets = [target_of(claim, documents[at]) for claim, at in zip(claims, rows, strict=True)]
    return make(kind, targets, "R. Coder", NOW, verdict)


def test_one_incident_becomes_two_and_two_become_one():
    documents = (MARKET[0], MARKET[5])
    apart = record(*documents)
    one = join([reading(document) for document in documents], [judged("same_incident", (0, 1), "yes", documents)])
    assert (len(apart.incidents), len(one.incidents)) == (2, 1)
    (joined,) = changes(apart, one)
    assert joined.kind == "joined" and "What was told as two incidents is one now" in joined.words
    assert joined.incidents == (one.incidents[0].id,) and set(joined.was) == {i.id for i in apart.incidents}
    (parted,) = changes(one, apart)
    assert parted.kind == "parted" and set(parted.incidents) == {i.id for i in apart.incidents}
    assert "is two now" in parted.words and "killed 3" in parted.words and "killed 7 or more" in parted.words


def test_what_was_signed_and_has_changed():
    courier, _, star = MARKET[:3]
    before = record(courier)
    signed = [sign(before, before.incidents[0], "published", "R. Coder", NOW)]
    was, now = join([reading(courier)], signed), join([reading(courier), reading(star)], signed)
    found = {one.kind: one for one in changes(was, now)}
    assert "signed as published by R. Coder and has changed since" in found["signed_changed"].words
    assert changes(now, now) == ()
    assert "signed_changed" not in {one.kind for one in changes(before, was)}


# ---------------------------------------------------------------------------------------------------------- matching


def stood(id: str, *claims: str) -> Stood:
    return Stood(id, id, "", "", claims, (), (), False, None, ())


def test_incidents_are_known_by_most_of_their_claims():
    before = [stood("i-1", "a", "b", "c"), stood("i-2", "d", "e"), stood("i-3", "f"), stood("i-4", "x")]
    after = [stood("i-2", "a", "b", "c", "d"), stood("i-9", "e"), stood("i-8", "f", "g"), stood("i-7", "new")]
    found = matched(before, after)
    assert found.came_from == {"i-2": "i-1", "i-9": "i-2", "i-8": "i-3"}
    assert found.became == {"i-1": "i-2", "i-2": "i-2", "i-3": "i-8"}  # of two with as many the id that comes first
    assert found.joined == {"i-2": ("i-1", "i-2")} and found.parted == {}
    assert list(found.same()) == [("i-3", "i-8")]


def test_every_change_says_what_it_rests_on():
    found = changes(record(*MARKET[:3]), record(*MARKET))
    assert found and all(isinstance(one, Change) and one.docs for one in found)
