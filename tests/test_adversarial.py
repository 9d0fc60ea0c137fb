"""Texts and piles of reports made to be slow: time grows evenly with their size. `python -m bench adversarial` measures
all of them, at the size that is read; here are some, at sizes where a square would show already."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from bench._adversarial import SHAPES
from stemma.incidents.joining import linked
from stemma.pipeline import read
from stemma.readers._documents import make_document
from stemma.reading.length import LONGEST

MOST = 9.0  # times as long for four times as much; 4 is even, 16 is square
QUICK = 0.2  # seconds; what is over sooner says nothing of how it grows


def seconds(work: Callable[[], object]) -> float:
    """The least of two tries, of processor time."""
    took = []
    for _ in range(2):
        began = process_time()
        work()
        took.append(process_time() - began)
    return min(took)


def reading(text: str) -> Callable[[], object]:
    document = make_document(name="slow", raw=text.encode(), text=text, media_type="text/plain", path="slow.txt")
    return lambda: read(document, "none")


@pytest.mark.parametrize("name", ["quotations within quotations", "other names", "figures", "a word",
                                  "hyphens",
                                  "combining marks", "colons", "number words", "capitals"])
def test_no_text_is_slow_to_read(name: str):
    size = 5_000
    small, large = (seconds(reading(SHAPES[name](factor * size))) for factor in (1, 4))
    assert large < QUICK or large < MOST * small
    assert large < 5.0


def test_a_sentence_of_20_megabytes_is_read_as_far_as_any():
    began = process_time()
    found = reading(SHAPES["one sentence"](20 << 20))()
    assert [problem.code for problem in found.problems] == ["too-long"]
    assert max(sentence.span.end for sentence in found.page.sentences) <= LONGEST
    assert process_time() - began < 15.0


def test_reports_that_are_all_alike_are_joined_in_even_time():
    """Equal averages differ in their last bits: whoever is ahead by such a trifle must not be joined with one report
    after the other."""
    def crowd(count: int) -> list[list[int]]:
        likely = {(i, j): 0.8301 for i in range(count) for j in range(i + 1, min(count, i + 60))}
        return linked(count, likely, [list(range(count))])

    small, large = seconds(lambda: crowd(400)), seconds(lambda: crowd(1600))
    assert len(crowd(400)) == 1
    assert large < MOST * small
