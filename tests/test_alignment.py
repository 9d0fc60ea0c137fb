"""Shared passages: found whatever was done to them, with offsets on both sides; none where nothing is shared."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from stemma.copies.alignment import Passage, align
from stemma.ids import make_id, sha256
from stemma.model import Document
from stemma.reading.sentences import sentences_of
from stemma.values import Span

CASES = Path(__file__).parent / "cases" / "copies"
ORIGINAL = (CASES / "original.txt").read_text(encoding="utf-8")
BEFORE = """The orchard society of Lower Tellin met in the school hall to choose its pears for the autumn show.
Nobody had expected forty growers, and chairs were fetched from the chapel next door. The treasurer read out the
accounts of the past season. A new press was bought from the proceeds of the cider stall.

"""
AFTER = """

Children of the third form sang two songs about bees afterwards. The hall was swept by eight and the lamps put out. Next
month the society will hear a lecture on grafting old varieties onto dwarf stock.
"""


def spans(text: str) -> list[Span]:
    document = Document(make_id("d", "x"), "x", sha256(text.encode()), text, "text/plain")
    return [sentence.span for sentence in sentences_of(document, ())]


def aligned(a: str, b: str) -> tuple[Passage, ...]:
    return align(a, spans(a), b, spans(b))


@pytest.mark.parametrize("copy", ["original", "reprint", "rewrite", "translated_back"])
def test_a_passage_set_into_another_text_is_found_with_its_ends(copy: str) -> None:
    passage = (CASES / f"{copy}.txt").read_text(encoding="utf-8").split("\n\n", 1)[1].strip()
    text = BEFORE + passage + AFTER
    start, end = len(BEFORE), len(BEFORE) + len(passage)
    found = aligned(text, ORIGINAL)
    inside = sum(min(row.a.end, end) - max(row.a.start, start) for row in found)
    assert inside >= 0.75 * len(passage)
    assert sum(len(row.a) for row in found) - inside <= 0.1 * len(passage)
    assert sum(len(row.b) for row in found) >= 0.6 * len(ORIGINAL)


def test_a_verbatim_passage_ends_at_its_last_word_in_the_middle_of_a_sentence() -> None:
    copied = ORIGINAL[ORIGINAL.index("Four of the 22 buses") : ORIGINAL.index(" to move reservists")]
    text = BEFORE + "As one paper had it, " + copied + " before, which nobody in Tellin could confirm." + AFTER
    (row,) = aligned(text, ORIGINAL)
    assert row.how == "verbatim"
    assert row.a.of(text) == row.b.of(ORIGINAL) == copied


def test_texts_that_share_nothing_have_no_passages() -> None:
    assert aligned(BEFORE, ORIGINAL) == ()


def test_an_independent_report_of_the_same_event_shares_no_long_passage() -> None:
    found = aligned((CASES / "independent.txt").read_text(encoding="utf-8"), ORIGINAL)
    assert sum(len(row.a) for row in found) < 0.4 * len(ORIGINAL)


SUMMED = ("The reservoir above Hallin reached its lowest mark since the drought of 1961, engineers reported. "
          "Ferry crossings between Orsa and Mellby were suspended because the landing stages lay dry. "
          "Farmers in the Tarn valley asked the province for emergency fodder worth nine million crowns. "
          "Hydrologist Ane Vosk warned that two more dry winters would empty the aquifer under Brekke.")
FILLER = [
    "Officials spent much of the morning walking along the shore with measuring rods.",
    "A retired teacher remembered picnics on the grass where cracked mud lies now.",
    "Shops in the old town sold out of bottled lemonade before the weekend.",
    "The museum moved its wooden boats indoors so that their planks would not split.",
    "Some visitors came only to photograph the church steeple that had surfaced.",
    "Cyclists complained of dust on the towpath and asked for a sprinkler cart.",
    "An exhibition about the building of the dam opened with a brass band.",
    "The choir cancelled its boat trip and sang beneath the chestnut trees instead.",
]


def test_sentences_drawn_from_all_over_a_text_are_its_summary() -> None:
    long = []
    for at, sentence in enumerate(SUMMED.replace(". ", ".|").split("|")):
        long += [sentence, *(f"{line[:-1]} on day {at} of week {number}." for number, line in enumerate(FILLER))]
    text, source = BEFORE + SUMMED + AFTER, " ".join(long)
    rows = [row for row in aligned(text, source) if row.how == "summary_of_b"]
    assert [row.a.of(text) for row in rows] == [SUMMED]
    assert len(rows[0].b) > 3 * len(SUMMED)
    assert [row.how for row in aligned(source, text)].count("summary_of_a") == 1


@pytest.mark.parametrize("text", ["", "One.", "\n\n", "?!" * 50])
def test_texts_with_next_to_nothing_in_them(text: str) -> None:
    assert aligned(text, ORIGINAL) == () == aligned(ORIGINAL, text)


def test_a_text_made_of_one_sentence_many_times_is_compared_in_time() -> None:
    line = "The harbour master of Orsa counted eleven barges and wrote their numbers into the green book. "
    began = time.process_time()
    aligned(line * 1000, line * 1000 + ORIGINAL)
    stairs = "".join(f"Barge {n} carried coal{n} and salt{n} and rope{n} to quay{n % 97} of the northern basin. "
                     for n in range(1000))
    assert aligned(stairs, stairs)[0].how == "verbatim"
    assert time.process_time() - began < 9
