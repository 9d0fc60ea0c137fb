"""Contradictions of short invented reports. Each case holds documents parted by ---; below ====, what is said to differ
(+) and what is not (-)."""

from __future__ import annotations

from pathlib import Path

import pytest

from stemma import pipeline
from stemma.assessments.contradictions import different_sides
from stemma.ids import make_id, sha256
from stemma.model import Document

CASES = sorted((Path(__file__).parent / "cases" / "contradictions").glob("*.txt"))


def whys(*texts: str) -> list[str]:
    readings = []
    for text in texts:
        digest = sha256(text.encode())
        readings.append(pipeline.read(Document(make_id("d", digest), digest[:6], digest, text, "text/plain")))
    return [found.why for found in pipeline.join(readings).contradictions]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path) -> None:
    texts, rules = path.read_text(encoding="utf-8").split("====\n")
    found = whys(*texts.split("---\n"))
    for rule in rules.strip().splitlines():
        sign, _, words = rule.partition(" ")
        assert any(words in why for why in found) is (sign == "+"), (rule, found)


@pytest.mark.parametrize(("names", "differ"), [
    (["rebels", "kasra front"], False),
    (["kasra liberation front", "front for the liberation of kasra", "front"], False),
    (["kasra", "orvel"], True),
    (["army", "kasra"], False),
    ([], False),
])
def test_sides_that_differ(names: list[str], differ: bool) -> None:
    assert different_sides(names) is differ
