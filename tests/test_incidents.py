"""Which claims are about one happening: by readable cases, from the texts to the incidents."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from stemma.ids import make_id, sha256
from stemma.incidents.accounts import Account, ages_in, names_and_numbers
from stemma.incidents.evidence import Side, overlap, signs, veto
from stemma.incidents.joining import BLOCK, candidates, joined, linked, vectors_of
from stemma.model import Document, Reading, Record
from stemma.pipeline import join, open_page, read
from stemma.values import HARMS, When

FILE = Path(__file__).parent / "cases" / "incidents" / "joining.txt"
PILE = FILE.with_name("mixed_pile.txt")


def cases() -> list[tuple[str, list[str], list[str]]]:
    """Title, texts and expected lines of each block."""
    found = []
    for block in re.split(r"^## ", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, rest = block.partition("\n")
        texts, _, expected = rest.partition("\n---\n")
        found.append((title, re.split(r"^===\n", texts, flags=re.MULTILINE), sorted(expected.split("\n")[:-1])))
    return [(title, texts, [line for line in expected if line]) for title, texts, expected in found]


def record_of(texts: list[str]) -> Record:
    return join([read(document(str(number), text)) for number, text in enumerate(texts)])


def document(name: str, text: str) -> Document:
    digest = sha256(text.encode())
    return Document(make_id("d", digest, name), name, digest, text, "text/plain")


def lines(record: Record) -> list[str]:
    """The incidents with a toll, as the cases write them."""
    names = {place.key: place.name for place in record.places}
    tolls = {a.incident: f"{a.low}..{a.high}" for a in record.assessments if a.kind == "killed" and a.low is not None}
    return sorted(f"{names.get(i.place)} | {days(i.when)} | {i.kind} | {len(i.docs)} | {tolls[i.id]}"
                  for i in record.incidents if i.id in tolls)


def days(when: When) -> str:
    """The day, or the first and the last."""
    return f"{when.start} to {when.end}" if when.end != when.start else str(when.start)


@pytest.mark.parametrize(("title", "texts", "expected"), cases(), ids=[case[0] for case in cases()])
def test_incidents(title: str, texts: list[str], expected: list[str]) -> None:
    assert lines(record_of(texts)) == expected


# ------------------------------------------------------------------------------------------------- a mixed pile


@cache
def pile() -> tuple[tuple[Reading, ...], dict[str, list[str]]]:
    """The readings of the pile, and the lines of each incident that must come out, by its first line."""
    reports, _, expected = PILE.read_text(encoding="utf-8").partition("\n---\n")
    texts = re.split(r"^=== \d+\n", reports, flags=re.MULTILINE)[1:]
    rows: dict[str, list[str]] = {}
    for line in expected.splitlines():
        if line.startswith(" "):
            rows[list(rows)[-1]].append(line.strip())
        else:
            rows[line] = []
    return tuple(read(document(str(number), text)) for number, text in enumerate(texts, start=1)), rows


def told(record: Record) -> dict[str, list[str]]:
    """The incidents of a record and their figures, as the case of the pile writes them."""
    docs = {reading.document.id: reading for reading in record.readings}
    claims = {claim.id: claim for reading in record.readings for claim in reading.claims}
    places = {place.key: place.name for place in record.places}
    tolls = {a.incident: f"{a.low}..{a.high}" for a in record.assessments if a.kind == "killed"}
    rows = {}
    for incident in record.incidents:
        numbers = sorted((docs[doc].document.name for doc in incident.docs), key=int)
        line = f"{places.get(incident.place)} | {incident.when.start} | {incident.kind} | {' '.join(numbers)}"
        figures = sorted((int(docs[claim.doc].document.name), claim.span, docs[claim.doc]) for claim in
                         map(claims.__getitem__, incident.claims) if claim.kind in HARMS)
        rows[f"{line} | killed {tolls.get(incident.id)}"] = [
            f"{number}: {span.of(reading.page.text)}" for number, span, reading in figures]
    return rows


def test_a_mixed_pile_of_like_happenings_falls_into_its_incidents():
    readings, expected = pile()
    assert told(join(readings)) == expected


def test_the_main_incident_is_the_one_that_most_reports_are_about_and_each_join_has_its_reason():
    record = join(pile()[0])
    main = [incident for incident in record.incidents if incident.main]
    assert [(incident.place, len(incident.docs)) for incident in main] == [("orvadell", 6)]
    reasons = " ".join(link.reason for link in main[0].reasons)
    assert "the report puts it at Orvadell" in reasons and "the same person named" in reasons
    assert all({link.row for link in incident.reasons} == set(incident.claims) for incident in record.incidents)


@pytest.mark.parametrize("turn", [1, 5, 9])
def test_the_order_of_a_mixed_pile_changes_nothing(turn: int):
    readings = pile()[0]
    assert join((*readings[turn:], *readings[:turn])[::-1]).incidents == join(readings).incidents


# ------------------------------------------------------------------------------------------------- evidence

MONDAY = date(2033, 5, 2)


def account(**told: object) -> Account:
    fields = {"words": {}, "people": frozenset(), "victims": frozenset(), "ages": frozenset(), "harmed": frozenset(),
              "blocks": frozenset(), "day": None, "plain": False, "published": None, "tolls": {}, "hours": (),
              "kinds": frozenset()}
    return Account(**{**fields, **told})


def side(doc: str, place: str | None = "tarvik", points: tuple = (), **told: object) -> Side:
    return Side(doc, account(**told), place, frozenset({place} if place else ()), points)


def test_days_told_plainly_keep_two_reports_apart_unless_they_name_one_victim():
    first, other = {"day": MONDAY, "plain": True}, {"day": MONDAY + timedelta(days=5), "plain": True}
    assert veto(side("a", **first), side("b", **other))
    assert not veto(side("a", **first), side("b", day=other["day"]))
    named = {"victims": frozenset({"marek tolvan"})}
    assert not veto(side("a", **first, **named), side("b", **other, **named))


def test_one_day_apart_is_enough_at_two_places_and_not_at_one():
    first, other = {"day": MONDAY, "plain": True}, {"day": MONDAY + timedelta(days=1), "plain": True}
    assert veto(side("a", **first), side("b", "orvadell", **other))
    assert not veto(side("a", **first), side("b", **other))


def test_a_report_from_before_the_happening_is_not_about_it_and_one_report_is_not_two():
    assert veto(side("a", day=MONDAY, plain=True), side("b", published=MONDAY - timedelta(days=3)))
    assert not veto(side("a", day=MONDAY, plain=True), side("b", published=MONDAY + timedelta(days=300)))
    assert veto(side("a"), side("a"))


def test_signs_are_told_by_what_two_reports_say():
    a = side("a", day=MONDAY, people=frozenset({"ona perin"}), tolls={"killed": frozenset({12})}, hours=((4, 12),))
    b = side("b", day=MONDAY, people=frozenset({"ona perin"}), tolls={"killed": frozenset({12})}, hours=((17, 24),))
    found = signs(a, b, 0.25)
    assert {"likeness", "person", "place", "names_place", "same_day", "toll", "other_hour"} == set(found)
    assert found["likeness"] == 0.5
    far = signs(side("a", points=((10.0, 10.0),)), side("b", "halm", points=((12.0, 10.0),)), 0.0)
    near = signs(side("a", points=((10.0, 10.0),)), side("b", "halm", points=((10.2, 10.0),)), 0.0)
    assert "far" in far and "far" not in near


def test_stretches_of_the_day():
    evening, night, three = ((17, 24),), ((18, 24), (0, 6)), ((2.0, 4.0),)
    assert overlap(evening, night) and overlap(night, three) and not overlap(evening, three)


@pytest.mark.parametrize(("text", "ages"), [
    ("A 24-year-old man and Ona Perin, 31, were shot; 12 shots were fired.", [24, 31]),
    ("The victim (19) was a pupil.", [19]), ("Ages 7 and 9.", [7]), ("In 2033, 40 people came.", []),
])
def test_ages(text: str, ages: list[int]):
    assert ages_in(text) == ages


def test_names_are_capitals_that_are_not_a_sentences_or_a_headlines():
    page = open_page(document("x", "Gunmen Attack Bakery In Tarvik\n\nGunmen came to the bakery of Ona Perin in Tarvik "
                                   "at dawn to attack it. Neighbours hid 14 guests on Monday.\n"))
    words = names_and_numbers(page.sentences, [s.span.of(page.text) for s in page.sentences])
    assert set(words) == {"@ona", "@perin", "@tarvik", "#14"}


def test_average_link_does_not_bridge_two_happenings_over_one_report():
    assert linked(5, {(0, 1): 0.9, (1, 2): 0.4, (2, 3): 0.9, (3, 4): 0.1}) == [[0, 1], [2, 3], [4]]
    assert linked(3, {(0, 1): 0.9, (0, 2): 0.9, (1, 2): -1.0}) == [[0, 1], [2]]
    assert linked(2, {}) == [[0], [1]] and linked(0, {}) == []


def test_many_reports_on_one_happening_are_one_and_not_all_pairs_are_compared():
    sides = [side(f"d{number:04}", day=MONDAY, plain=True, published=MONDAY, words={f"@n{number % 50}": 1.0})
             for number in range(700)]
    pairs, crowds = candidates(sides, vectors_of([one.account.words for one in sides]), frozenset())
    assert len(pairs) < 700 * BLOCK and max(map(len, crowds)) == 700
    groups, _ = joined(sides)
    assert len(groups) == 1
