"""Names in one document. Each case file holds a text and, below a line of hyphens, the names found in it in order."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from stemma.ids import make_id, sha256
from stemma.model import Document, Mention, Sentence
from stemma.reading.names import names_of
from stemma.values import Span

CASES = sorted((Path(__file__).parent / "cases" / "names").glob("*.txt"))


def document(text: str) -> Document:
    digest = sha256(text.encode())
    return Document(id=make_id("d", digest), name="t", sha256=digest, text=text, media_type="text/plain")


def lines_as_sentences(text: str) -> tuple[Sentence, ...]:
    """One body sentence for each full stop at the end of a line's sentence; unpunctuated lines stay outside."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        start = at
        for end in [i + 1 for i, c in enumerate(line) if c in ".”\"" and line[i + 1 : i + 2] in (" ", "\n")]:
            if line[:end].rstrip(".").split()[-1] not in ("Dr", "T", "K") and at + 1 < start + end <= start + len(line):
                begin = max(start, found[-1].span.end + 1 if found else start)
                if start + end > begin:
                    found.append(Sentence(Span(begin, start + end), len(found), 0))
        at += len(line)
    return tuple(found)


def expected(rows: str) -> list[tuple[str, str, str | None, str | None]]:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows.strip().splitlines()]
    return [(kind, name, role or None, full or None) for kind, name, role, full in cells]


def found_in(text: str, places: tuple[Mention, ...] = ()) -> list[Mention]:
    doc = document(text)
    return list(names_of(doc, lines_as_sentences(text), places))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path) -> None:
    text, rows = path.read_text(encoding="utf-8").split("----\n")
    assert [(m.kind, m.name, m.role, m.refers_to) for m in found_in(text)] == expected(rows)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_spans_quote_the_name(path: Path) -> None:
    text = path.read_text(encoding="utf-8").split("----\n")[0]
    for mention in found_in(text):
        assert " ".join(mention.span.of(text).split()) == mention.name


def place(text: str, name: str) -> Mention:
    start = text.index(name)
    return Mention(id="m-1", doc=document(text).id, kind="place", span=Span(start, start + len(name)), name=name)


def test_a_place_is_no_person() -> None:
    text = "Shells fell on Sanna Morel, witnesses said."
    assert not found_in(text, (place(text, "Sanna Morel"),))


def test_a_place_inside_a_body_belongs_to_it() -> None:
    text = "The Brodin district council met."
    assert [m.name for m in found_in(text, (place(text, "Brodin"),))] == ["Brodin district council"]


def test_a_person_may_be_called_like_a_place() -> None:
    text = "Mayor Ilka Brodin said the road was shut."
    assert [(m.kind, m.name) for m in found_in(text, (place(text, "Brodin"),))] == [("person", "Ilka Brodin")]


def test_names_in_a_headline_in_title_case_need_support() -> None:
    text = "Heavy Shelling Hits Quiet Valley Towns"
    sentence = Sentence(Span(0, len(text)), 0, 0, "headline")
    assert names_of(document(text), (sentence,), ()) == ()


def test_a_surname_shared_by_two_stays_open() -> None:
    text = "Amal Reyes and Oskar Reyes were there. Mr Reyes said nothing."
    assert [m.refers_to for m in found_in(text) if m.name == "Reyes"] == [None]


def test_a_wrapped_line_does_not_cut_a_name() -> None:
    text = "The road was mined, said Col.\nBenno Sarvik, a spokesman for the army."
    doc = document(text)
    names = names_of(doc, (Sentence(Span(0, len(text)), 0, 0),), ())
    assert ("person", "Benno Sarvik") in [(m.kind, m.name) for m in names]


def test_other_scripts_do_no_harm() -> None:
    for text in ("", "\n\n", "Киев 2030", "قال عمر", "a\u0301 b", "🙂 Amal Reyes said."):
        for mention in found_in(text):
            assert mention.span.of(text)


@pytest.mark.parametrize("piece", ["Amal ", "police in Brod ", "(", "1", "A-", "told Sulo ", "Front for the Front of "])
def test_time_is_linear(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        doc = document(text)
        started = time.process_time()
        names_of(doc, (Sentence(Span(0, len(text)), 0, 0),), ())
        return time.process_time() - started

    seconds(10)
    assert seconds(8_000) < 8 * seconds(2_000) + 0.3
