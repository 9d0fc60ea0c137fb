"""The muc4 adapter: noun phrases, tallies, the packed models and the form of its answers. All names are invented."""

from __future__ import annotations

import pytest

from eval.muc.entities import Mention, Text
from eval.muc.features import lines_of, masked
from eval.muc.linear import BUCKETS, Dense, Hashed, hashed, packed
from eval.muc.phrases import phrases_of, tokens_of
from eval.muc.tallies import tally
from eval.reports import document
from eval.tasks.muc4 import answer
from stemma import pipeline
from stemma.reading.truecase import truecased
from stemma.values import Span

REPORT = """
   TEGUCIGALPA, 14 MAR 90 (ENC) -- [TEXT] MEMBERS OF THE MIRELO FRONT TODAY
KIDNAPPED THE MAYOR OF TELMARO, ADELMO QUIVARA, WHEN HE LEFT HIS HOME.  POLICE
SAID THAT THREE ARMED MEN KILLED HIS TWO BODYGUARDS WITH MACHINEGUNS.

   A BOMB EXPLODED TWO HOURS LATER IN FRONT OF THE OFFICES OF THE TELMARO BANK
AND INJURED FOUR PEOPLE.  THE MIRELO FRONT CLAIMED RESPONSIBILITY FOR THE
BOMBING AND THE KIDNAPPING.
"""


def _phrases(words: str) -> list[str]:
    tokens = tokens_of(words, Span(0, len(words)))
    return [" ".join(t.text for t in tokens[p.first : p.last]) for p in phrases_of(0, tokens)]


@pytest.mark.parametrize(("words", "expected"), [
    ("Two armed men killed the mayor of Telmaro in front of his house.",
     ["Two armed men", "the mayor", "Telmaro", "front", "his house"]),
    ("The mayor's bodyguards were shot by unidentified individuals.",
     ["The mayor", "bodyguards", "unidentified individuals"]),
    ("General Adelmo Quivara, who had been kidnapped, was killed.", ["General Adelmo Quivara"]),
    ("They placed a bomb under a bus and destroyed several stores.", ["a bomb", "a bus", "several stores"]),
])
def test_noun_phrases_end_at_verbs_small_words_and_marks(words: str, expected: list[str]) -> None:
    assert _phrases(words) == expected


def test_names_never_become_features() -> None:
    words = "The FMR killed Quivara in 1990 near National Park."
    assert [masked(token) for token in tokens_of(words, Span(0, len(words)))] == [
        "the", "<abbr>", "killed", "<name>", "in", "<num>", "near", "national", "park", "."]


def _text(words: str) -> tuple[Text, dict[str, Mention]]:
    """A text of one paragraph and its phrases by their words."""
    report = document(words)
    lines = lines_of(pipeline.open_page(report), words)
    mentions = [Mention(line.number, p, line.text(p.first, p.last), "", frozenset(), ())
                for line in lines for p in line.phrases]
    return Text(lines, tuple(mentions), ()), {mention.words: mention for mention in mentions}


@pytest.mark.parametrize(("words", "victims", "expected"), [
    ("Gunmen killed two soldiers and a peasant.", ["two soldiers", "a peasant"], (3, 3)),
    ("Gunmen killed peasants near Telmaro.", ["peasants"], (2, None)),
    ("Gunmen killed Adelmo Quivara, a teacher, near Telmaro.", ["Adelmo Quivara", "a teacher"], (1, 1)),
    ("Gunmen killed five people. Two soldiers and a nurse were among the dead.",
     ["five people", "Two soldiers", "a nurse"], (5, 5)),
    ("Gunmen killed four priests. The four priests were buried today.", ["four priests", "The four priests"], (4, 4)),
    ("Gunmen killed Adelmo Quivara. The mayor was buried today.", ["Adelmo Quivara", "The mayor"], (1, 1)),
    ("Nobody was hurt.", [], None),
])
def test_tallies_count_each_victim_once(words: str, victims: list[str], expected: tuple | None) -> None:
    text, by_words = _text(words)
    assert tally(text, [[by_words[victim]] for victim in victims]) == expected


def test_packed_weights_are_read_back() -> None:
    bucket, = hashed(["h=mayor"])
    weights = [0.0] * BUCKETS
    weights[bucket] = 1.5
    assert Hashed(-0.5, packed(weights))([bucket]) == 1.0
    assert Dense([2.0, 1.0])([3.0]) == 7.0


def test_a_report_of_two_incidents_is_answered_in_the_scorers_form() -> None:
    quiet = "THE PRESIDENT OF TELMARO RECEIVED THE NEW AMBASSADOR TODAY.\n"
    found = answer({"docs": {"r-1": REPORT, "r-2": quiet}})["docs"]
    assert found["r-2"] == []
    by_kind = {row["type"]: row for row in found["r-1"]}
    assert set(by_kind) <= {"ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY"} and by_kind
    for row in found["r-1"]:
        assert row["country"] == "HONDURAS"
        assert row["date"][0] <= row["date"][1] <= "1990-03-14"
        for slot in ("perps", "weapons", "phys_targets", "victims", "places"):
            assert all(isinstance(value, str) and value == value.upper() for value in row[slot])
    assert any("MAYOR" in victim for victim in by_kind["KIDNAPPING"]["victims"])
    assert (by_kind["BOMBING"]["injured"], by_kind["BOMBING"]["weapons"][0]) == ([4, 4], "A BOMB")


def test_the_answer_is_the_same_each_time() -> None:
    given = {"docs": {"r-1": REPORT}}
    assert answer(given) == answer(given)


def test_mixed_case_is_what_the_phrases_are_read_from() -> None:
    assert "Adelmo Quivara" in truecased(document(REPORT)).text
