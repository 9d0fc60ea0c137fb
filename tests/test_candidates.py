"""Candidates for copies: every kind of copy is found, others are not, and what else lies in the pile changes little."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from bench._copies import KINDS, pile
from bench.families import families as joined
from bench.families import recall
from stemma.copies import candidates as module
from stemma.copies.candidates import NEXT, ORDERS, candidates, copied, keys_of, meetings
from stemma.copies.features import lines_of
from stemma.copies.shingles import SHINGLE, WINDOW, in_common, longest_run, sketch, sketches, words_of
from stemma.ids import make_id
from stemma.model import Document, DocumentDate, Page, Reading
from stemma.reading.sentences import sentences_of

CASES = Path(__file__).parent / "cases" / "copies"
LETTERS = "abcdefghijklmnop"
PINNED = ([2519082115, 2332782597, 80212818, 818501655], [3397616233536516101])


def reading(name: str, text: str) -> Reading:
    """A report with its sentences; candidates need no more."""
    document = Document(make_id("d", name, text), name, "0", text, "text/plain")
    return Reading(Page(document, DocumentDate(None), (), sentences_of(document, ()), (), (), ()), (), ())


def found(readings: Sequence[Reading]) -> set[frozenset[str]]:
    """Candidates by the names of the reports."""
    names = {one.document.id: one.document.name for one in readings}
    pairs = candidates(readings, {one.document.id: keys_of(one.page, lines_of(one.page)) for one in readings})
    assert pairs == sorted(set(pairs)) and all(a < b for a, b in pairs)
    return {frozenset((names[a], names[b])) for a, b in pairs}


def readings_of(count: int, seed: int) -> list[Reading]:
    """The beginning of a planted pile as readings, named by their numbers."""
    return [reading(str(number), text) for number, text in enumerate(pile(count, seed).texts)]


def words(chance: random.Random, count: int) -> str:
    return " ".join("".join(chance.choices(LETTERS, k=6)) for _ in range(count))


@pytest.fixture(scope="module")
def planted() -> tuple[dict[str, float], list[tuple[int, int]]]:
    """Recall by kind of copy in a pile of 300, by words alone; and the pairs of reports that share no words.

    Paragraphs of the first report, which half the pile holds, are left out: a passage that many hold is not followed.
    """
    made = pile(300)
    made = replace(made, planted=[own for own in made.planted if own.kind != "passage" or own.original])
    pairs = [tuple(pair) for pair in copied(sketches(made.texts), [None] * 300)[0].tolist()]
    recalls = dict(zip(("whole", *KINDS), recall(pairs, made), strict=True))
    return recalls, [(a, b) for a, b in pairs if not made.drawn[a] & made.drawn[b]]


@pytest.mark.parametrize(("kind", "least"), [
    ("verbatim", 1.0), ("reprint", 1.0), ("shuffled", 0.98), ("rewrite", 0.97), ("passage", 0.85)])
def test_planted_copies_are_in_one_family_with_their_originals(planted, kind: str, least: float):
    assert planted[0][kind] >= least


def test_reports_without_words_in_common_are_no_candidates_by_words(planted):
    assert planted[1] == []


@pytest.mark.parametrize("name", ["reprint", "rewrite", "translated_back"])
def test_a_report_and_what_was_made_of_it_are_candidates(name: str):
    texts = {one: (CASES / f"{one}.txt").read_text(encoding="utf-8") for one in ("original", name)}
    others = readings_of(200, seed=7)
    assert frozenset(texts) in found([*others, *(reading(one, text) for one, text in texts.items())])


def test_what_was_made_of_a_report_is_found_among_a_hundred_rewrites_of_it():
    texts = {one: (CASES / f"{one}.txt").read_text(encoding="utf-8") for one in ("original", "rewrite")}
    pairs = found([reading(f"{one} {number}", text) for number in range(50) for one, text in texts.items()])
    assert any({name.split()[0] for name in pair} == {"original", "rewrite"} for pair in pairs)


def test_order_of_documents_changes_nothing():
    readings = readings_of(150, seed=11)
    expected = found(readings)
    for seed in range(3):
        random.Random(seed).shuffle(readings)
        assert found(readings) == expected
    assert expected


@pytest.mark.parametrize("seed", range(3))
def test_other_documents_change_nothing_where_few_hold_a_key(seed: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "FEW", 1000)
    readings = readings_of(120, seed)
    some = {one.document.name for one in readings[:70]}
    assert {pair for pair in found(readings) if pair <= some} == found(readings[:70])


@pytest.mark.parametrize("seed", range(3))
def test_copies_stay_together_when_the_pile_grows(seed: int):
    made = pile(600, seed)
    whole = {(own.original, own.copy) for own in made.planted if own.kind != "passage"}
    before = {tuple(pair) for pair in copied(sketches(made.texts[:100]), [None] * 100)[0].tolist()} & whole
    family = joined(600, copied(sketches(made.texts), [None] * 600)[0].tolist())
    assert len(before) > 20
    assert all(family[a] == family[b] for a, b in before)


def test_a_family_larger_than_any_key_counts_stays_one_and_costs_little():
    chance = random.Random(5)
    text = words(chance, 400)
    texts = [f"{words(chance, 10)} {text} {words(chance, 10)}" for _ in range(300)]
    pairs = copied(sketches(texts), [None] * 300)[0]
    assert set(joined(300, pairs.tolist())) == {0}
    assert len(pairs) <= NEXT * ORDERS * 300


def test_equal_texts_are_brought_together_by_their_days():
    import datetime

    days = [datetime.date(2031, 1, 1) + datetime.timedelta(days=(7 * at) % 100) for at in range(100)]
    pairs = copied(sketches([words(random.Random(1), 60)] * 100), days)[0]
    assert {abs((days[a] - days[b]).days) for a, b in pairs.tolist()} == set(range(1, NEXT + 1))


def test_stock_phrases_of_many_reports_make_hardly_any_candidates():
    chance = random.Random(3)
    stock = [words(chance, 30) for _ in range(6)]
    texts = [" ".join(part for phrase in chance.sample(stock, 4) for part in (words(chance, 60), phrase))
             for _ in range(200)]
    assert len(copied(sketches(texts), [None] * 200)[0]) < 20


def test_a_pile_about_one_war_brings_few_candidates():
    chance = random.Random(9)
    names = ["".join(chance.choices(LETTERS, k=7)).capitalize() for _ in range(30)]
    texts = [". ".join(f"In {chance.choice(names)} shells struck houses and {chance.choice(names)} said that "
                       f"{chance.randint(2, 40)} civilians were killed near {chance.choice(names)} {words(chance, 5)}"
                       for _ in range(8)) for _ in range(500)]
    assert len(found([reading(str(at), text) for at, text in enumerate(texts)])) < 5 * 500


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["one two", "one two"], ["\ud800 a b c d e", "x"]])
def test_texts_without_shingles_have_no_candidates(texts: list[str]):
    assert copied(sketches(texts), [None] * len(texts))[0].shape == (0, 2)
    assert found([reading(str(at), text) for at, text in enumerate(texts) if "\ud800" not in text]) == set()


def test_short_equal_texts_are_candidates():
    text = "Six people were hurt in Ormavik on Monday, officials said."
    assert copied(sketches([text, text.upper(), "Nobody was hurt in Ormavik on Monday, they said."]),
                  [None] * 3)[0].tolist() == [[0, 1]]


@pytest.mark.parametrize("seed", range(20))
def test_sixteen_words_in_a_row_share_a_key(seed: int):
    chance = random.Random(seed)
    common = words(chance, SHINGLE + WINDOW - 1)
    a, b = (sketch(f"{words(chance, chance.randint(0, 90))} {common} {words(chance, chance.randint(0, 90))}")
            for _ in "ab")
    assert set(a.keys.tolist()) & set(b.keys.tolist())


def test_shingles_in_common_and_in_a_row_are_counted():
    chance = random.Random(2)
    first, second = words(chance, 30), words(chance, 20)
    a, b = sketch(f"{first} {words(chance, 5)} {second}"), sketch(f"{second} {words(chance, 9)} {first}")
    assert in_common(np.array([[0, 1]]), [a, b]).tolist() == [26 + 16]
    assert longest_run(a, b) == 26
    assert longest_run(a, a) == len(a.shingles)
    assert longest_run(a, sketch("")) == 0


def test_case_marks_and_layout_are_no_part_of_words():
    assert words_of("“Two  houses—\nburned,” Mr. Örn said…") == words_of("two houses burned mr örn SAID")


def test_hashes_never_change():
    one = sketch("Six people were hurt in Ormavik on Monday.")
    assert (one.shingles.tolist(), one.keys.tolist()) == PINNED


def test_a_text_of_one_word_is_read_in_no_time():
    one = sketch("shell " * 200_000)
    assert (len(one.shingles), one.distinct, len(one.keys)) == (199_996, 1, 1)


def test_meetings_counted_in_parts_are_the_same(monkeypatch: pytest.MonkeyPatch):
    keys = [one.keys for one in sketches(pile(200).texts)]
    whole = meetings(keys, [None] * 200)
    monkeypatch.setattr(module, "AT_ONCE", 500)
    for met, parted in zip(whole, meetings(keys, [None] * 200), strict=True):
        rows = sorted(zip(parted.pairs.tolist(), parted.counts.tolist(), strict=True))
        assert rows == list(zip(met.pairs.tolist(), met.counts.tolist(), strict=True))
