"""Which claims are about one happening: by readable cases, from the texts to the incidents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stemma.ids import make_id, sha256
from stemma.model import Document, Record
from stemma.pipeline import join, read

FILE = Path(__file__).parent / "cases" / "incidents" / "joining.txt"


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
    return sorted(f"{names.get(i.place)} | {i.when.start} | {i.kind} | {len(i.docs)} | {tolls[i.id]}"
                  for i in record.incidents if i.id in tolls)


@pytest.mark.parametrize(("title", "texts", "expected"), cases(), ids=[case[0] for case in cases()])
def test_incidents(title: str, texts: list[str], expected: list[str]) -> None:
    assert lines(record_of(texts)) == expected
