"""The tagger: text to pieces and windows, scores to spans, and what the shipped networks find in invented sentences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.tagging.decode import attributions_in, best_tags, log_shares, runs, spans_in
from stemma.tagging.windows import FEATURES, WIDTH, blocks_of, pieces_of, windows_of

TEXT = 'Two hurt in Orvane\n\n"We heard a blast," said Ilar Tomek. He left.\n\nThe NDA said nothing.'


@pytest.fixture(scope="module")
def tokenizer():
    from importlib import resources

    from tokenizers import Tokenizer

    made = Tokenizer.from_str((resources.files("stemma") / "data" / "tagger" / "tokenizer.json").read_text("utf-8"))
    made.no_padding()
    made.no_truncation()
    return made


def test_blocks_are_lines_that_hold_anything():
    assert [TEXT[s:e] for s, e in blocks_of(TEXT)] == [line for line in TEXT.split("\n") if line]


def test_blocks_leave_out_what_is_covered_whole():
    start = TEXT.index("The NDA")
    kept = blocks_of(TEXT, [(0, 18), (start + 4, len(TEXT))])
    assert [TEXT[s:e] for s, e in kept] == ['"We heard a blast," said Ilar Tomek. He left.', "The NDA said nothing."]


def test_pieces_quote_the_text_and_carry_its_marks(tokenizer):
    pieces = pieces_of(TEXT, blocks_of(TEXT), tokenizer)
    words = [TEXT[s:e] for s, e in zip(pieces.starts, pieces.ends, strict=True)]
    marks = dict(zip(words, pieces.marks.tolist(), strict=True))
    assert marks["blast"] == 3  # small letters, within quotation marks
    assert marks["said"] == 0
    assert marks["He"] == 1
    assert marks["The"] == 1 + 6  # a capital, first of its block
    assert [words[b] for b in pieces.blocks] == ["Two", '"', "The"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_every_piece_lies_in_the_text_and_in_order(tokenizer, text):
    pieces = pieces_of(text, blocks_of(text), tokenizer)
    assert all(0 <= s <= e <= len(text) for s, e in zip(pieces.starts, pieces.ends, strict=True))
    assert list(pieces.starts) == sorted(pieces.starts)
    assert all(0 <= m < FEATURES for m in pieces.marks)


# What the tokenizer treats in a way of its own: blanks, marks, accents, whole pieces, words of no letters.
_ODD = st.lists(st.sampled_from(
    [*" \t\r\n\u00a0\u200b\u3000\u0301\u0338\ufffd\u4e2d\u00c9\u0130\u03a3\ufb01aB-_.,'[]\"\u201c\u201d\u00ab\u00bb`",
     "[CLS]", "[MASK]", "''", "``", "UN", "Orvane", "x" * 50, "ab" * 70]), max_size=60).map("".join)


@settings(max_examples=200, deadline=None)
@given(_ODD | st.text(max_size=200))
def test_words_cut_one_by_one_give_the_pieces_of_the_whole_block(tokenizer, text):
    blocks = blocks_of(text)
    pieces = pieces_of(text, blocks, tokenizer)
    whole = [(start, tokenizer.encode(text[start:end], add_special_tokens=False)) for start, end in blocks]
    assert pieces.ids.tolist() == [number for _, block in whole for number in block.ids]
    assert pieces.starts.tolist() == [start + s for start, block in whole for s, _ in block.offsets]
    assert pieces.ends.tolist() == [start + e for start, block in whole for _, e in block.offsets]


def test_quotation_marks_left_open_end_with_their_block(tokenizer):
    text = 'He said "go.\nHe went. “No" he said.'
    pieces = pieces_of(text, blocks_of(text), tokenizer)
    inside = [text[s:e] for s, e, mark in zip(pieces.starts, pieces.ends, pieces.marks.tolist(), strict=True)
              if mark % 6 >= 3]
    assert inside == ['"', "go", ".", "“", "No"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 500), max_size=12))
def test_windows_cover_every_piece_once_and_fit(tokenizer, lengths):
    text = "\n".join("word " * n for n in lengths)
    pieces = pieces_of(text, blocks_of(text), tokenizer)
    windows = windows_of(pieces)
    assert [i for begin, end in windows for i in range(begin, end)] == list(range(len(pieces)))
    assert all(0 < end - begin <= WIDTH - 2 for begin, end in windows)


def test_windows_end_where_blocks_end_if_they_fit(tokenizer):
    text = "\n".join(["word " * 80] * 5)
    pieces = pieces_of(text, blocks_of(text), tokenizer)
    assert {begin for begin, _ in windows_of(pieces)} <= set(pieces.blocks)


def test_best_tags_are_lawful():
    lawful = np.array([[1, 1, 0], [1, 1, 1], [1, 1, 1]], bool)
    scores = log_shares(np.array([[[0.0, 1.0, 5.0], [0.0, 0.0, 5.0], [3.0, 0.0, 0.0]]], np.float32))
    assert best_tags(scores, lawful) == [bytes([1, 2, 0])]  # nothing begins inside


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 7))
def test_best_tags_are_the_best_of_all_lawful_sequences(seed, length):
    lawful = np.array([[1, 1, 0], [1, 1, 1], [1, 1, 1]], bool)
    scores = log_shares(np.random.default_rng(seed).normal(size=(1, length, 3)))
    total = lambda tags: sum(scores[0, i, tag] for i, tag in enumerate(tags))  # noqa: E731
    every = [tags for tags in product(range(3), repeat=length)
             if all(lawful[a, b] for a, b in zip((0, *tags), tags, strict=False))]
    assert total(best_tags(scores, lawful)[0]) == pytest.approx(max(map(total, every)))


def test_runs_of_a_kind():
    assert runs(bytes([0, 1, 2, 1, 0, 2, 3, 4, 1]), 1) == [(1, 3), (3, 4), (8, 9)]


def test_cues_carry_their_probability():
    scores = np.array([[4.0, 0, 0], [0, 1.0, 0], [4.0, 0, 0]], np.float32)
    (start, end, sure), = spans_in(scores)
    assert (start, end) == (1, 2)
    assert 0.5 < sure < 0.9
    assert spans_in(np.zeros((0, 3), np.float32)) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 9))
def test_spans_are_those_of_the_best_lawful_tags(seed, length):
    lawful = np.array([[1, 1, 0], [1, 1, 1], [1, 1, 1]], bool)
    scores = np.random.default_rng(seed).normal(size=(length, 3)).astype(np.float32)
    tags, = best_tags(log_shares(scores)[None], lawful)
    assert [span[:2] for span in spans_in(scores)] == (runs(tags, 1) if scores.argmax(-1).any() else [])


def test_an_attribution_keeps_every_piece_of_its_content_and_one_source(tokenizer):
    text = '"Alpha," he said, "beta."'
    pieces = pieces_of(text, blocks_of(text), tokenizer)
    words = [text[s:e] for s, e in zip(pieces.starts, pieces.ends, strict=True)]
    scores = np.zeros((1, len(words), 5), np.float32)
    scores[0, :, 0] = 2.0
    for word, tag in (("Alpha", 3), ("he", 1), ("beta", 3)):
        scores[0, words.index(word), tag] = 5.0
    at = words.index("said")
    found, = attributions_in(pieces, [(at, at + 1, 0.9)], scores, np.array([2.0], np.float32))
    quoted = lambda role: [text[s:e] for s, e in getattr(found, role)]  # noqa: E731
    assert (quoted("cue"), quoted("source"), quoted("content")) == (["said"], ["he"], ["Alpha", "beta"])
    assert found.speech > 0.8
