"""Edges between two reports: kind, direction with its reason, passages; by the two texts alone."""

from __future__ import annotations

import time
from itertools import permutations
from pathlib import Path

import pytest

from eval.families import Case, case
from stemma.copies.edges import compare
from stemma.copies.families import families
from stemma.copies.telling import Telling
from stemma.ids import make_id, sha256
from stemma.model import Document, Edge, Family, Reading
from stemma.pipeline import join, open_page, read

CASES = Path(__file__).parent / "cases" / "copies"
FILES = sorted((*CASES.glob("edges/*.txt"), *CASES.glob("families/[0-9]*.txt")))
TOLD = {path.stem: case(path) for path in FILES}


def readings(told: Case) -> list[Reading]:
    return [Reading(open_page(document), (), ()) for document in told.documents]


def edges(found: tuple[Family, ...]) -> list[Edge]:
    return [edge for family in found for edge in family.edges]


def telling(text: str, name: str = "x", outlet: str | None = None) -> Telling:
    digest = sha256(text.encode())
    return Telling(open_page(Document(make_id("d", digest, name), name, digest, text, "text/plain", outlet=outlet)))


@pytest.mark.parametrize("name", TOLD)
def test_kind_direction_and_family(name: str) -> None:
    read = readings(TOLD[name])
    names = {reading.document.id: reading.document.name for reading in read}
    found = families(read)
    assert {frozenset(names[doc] for doc in family.docs) for family in found} == TOLD[name].families
    have = {frozenset((names[edge.a], names[edge.b])): edge for edge in edges(found)}
    wanted = {pair: (kind, first) for pair, kind, first in TOLD[name].edges}
    assert bool(have) == bool(wanted)
    for pair, (kind, first) in wanted.items():
        edge = have[pair]
        source = {"b_from_a": names[edge.a], "a_from_b": names[edge.b], "unknown": ""}[edge.direction]
        assert (edge.how, source) == (kind, first), edge.reason


@pytest.mark.parametrize("name", [name for name in TOLD if "lookalike" not in name])
def test_passages_lie_outside_furniture_in_the_order_of_the_first_text(name: str) -> None:
    read = {reading.document.id: reading.page for reading in readings(TOLD[name])}
    for edge in edges(families(readings(TOLD[name]))):
        assert list(edge.passages) == sorted(set(edge.passages)) and edge.reason
        for doc, span in ((doc, span) for a, b in edge.passages for doc, span in ((edge.a, a), (edge.b, b))):
            page = read[doc]
            assert 0 <= span.start < span.end <= len(page.text)
            assert any(sentence.span.overlaps(span) for sentence in page.sentences)


def test_sentences_that_a_summary_merged_have_each_their_passage() -> None:
    told = TOLD["short_of_long"]
    (edge,) = edges(families(readings(told)))
    texts = {document.id: document.text for document in told.documents}
    long = next(document for document in told.documents if document.name == "a")
    rows = [(a.of(texts[edge.a]), b.of(texts[edge.b])) for a, b in edge.passages]
    rows = [row if edge.a == long.id else row[::-1] for row in rows]
    first = [old for old, new in rows if new.startswith("Six soldiers died when")]
    assert any("exploded on the Corran road" in old for old in first)
    assert any("left the depot at Sallow" in old for old in first)


@pytest.mark.parametrize("name", ["10_chain", "two_clients", "background"])
def test_the_order_of_documents_changes_nothing(name: str) -> None:
    assert len({repr(families(order)) for order in permutations(readings(TOLD[name]))}) == 1


def test_another_document_changes_no_edge_between_two() -> None:
    for name in ("10_chain", "07_summary", "rewritten_inside"):
        own = readings(TOLD[name])
        others = [reading for other in ("two_clients", "02_reprint", "background") for reading in readings(TOLD[other])]
        alone, among = edges(families(own)), edges(families([*own, *others]))
        ids = {reading.document.id for reading in own}
        assert set(map(repr, alone)) == {repr(edge) for edge in among if {edge.a, edge.b} <= ids}


PATROLS = (("Orsa", "Kel", "Ane Brisk"), ("Mellby", "Ruun", "Odd Karn"), ("Tarn", "Sarp", "Ida Lund"),
           ("Brekke", "Dolm", "Per Stam"), ("Hallin", "Ister", "Eva Holt"), ("Vosk", "Fahl", "Jon Rask"))
BODY = "\n\n".join(f"Patrol {n} left {town} at {n} in the morning, met nobody at {ford} bridge, said {who}."
                   for n, (town, ford, who) in enumerate(PATROLS, start=4))


def test_who_credits_the_other_came_later_whatever_the_day() -> None:
    a = telling(BODY, "a", "Tarn Dispatch")
    b = telling(BODY + "\n\n(With reporting by Tarn Dispatch)", "b", "Vale Post")
    edge = compare(a, b)
    assert edge and edge.direction == "b_from_a" and "Tarn Dispatch" in edge.reason
    turned = compare(b, a)
    assert turned and turned.direction == "a_from_b" and turned.how == edge.how


def test_an_outlet_named_like_a_common_word_is_credited_only_where_it_is_cited() -> None:
    bridge = telling(BODY, "a", "The Bridge")
    assert not telling("They met at Kel Bridge. The Bridge was shut.", "b", "Vale Post").names("The Bridge")
    assert telling("Nobody was hurt, a driver told The Bridge.", "b", "Vale Post").names("The Bridge")
    assert not bridge.names("The Bridge")


def test_a_text_that_calls_itself_translated_is_a_translation() -> None:
    retold = BODY.replace("left", "departed from").replace("met nobody", "encountered no one").replace(
        "in the morning", "at dawn").replace("bridge", "crossing").replace("said", "noted")
    edge = compare(telling(BODY, "a"), telling("Machine translation\n\n" + retold, "b"))
    assert edge and edge.how == "translation"


def test_a_word_that_is_all_ending_is_a_word() -> None:
    text = "Two patrols of the garrison left Tarvane after the celebr\nations in the old mill and the announc ements.\n"
    assert {"ations", "ements"} <= set().union(*(line.keys for line in telling(text).lines))


def test_texts_made_to_be_slow_are_compared_in_time() -> None:
    line = "The harbour master of Orsa counted eleven barges and wrote their numbers into the green book.\n"
    stairs = "".join(f"Barge {n} carried coal{n} and salt{n} to quay{n % 97} of the Orsa basin.\n" for n in range(900))
    began = time.process_time()
    for a, b in ((line * 900, line * 900 + BODY), (stairs, stairs[::-1]), (stairs, stairs.replace("coal", "coke"))):
        compare(telling(a, "a"), telling(b, "b"))
    assert time.process_time() - began < 9


@pytest.mark.parametrize("sign", ["²", "①②⑦", "1.5²", "٣٤", "7" * 5000, "² million", "7" * 5000 + " thousand"])
def test_signs_that_are_digits_and_no_numbers_stop_no_build(sign: str) -> None:
    text = (CASES / "original.txt").read_text(encoding="utf-8")
    copy = text.replace("\n\n", f"\n\nOn {sign} days of May {sign} were hurt at the mill of Tarvane, they said. ", 1)
    for one, other in ((text, copy), (copy, copy.replace(" hurt ", " wounded "))):
        record = join([read(telling(words, name).page.document, "none") for words, name in ((one, "a"), (other, "b"))])
        assert [len(family.edges) for family in record.families] == [1]
