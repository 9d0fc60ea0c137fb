"""Briefs: sentences by readable cases, and what must hold of every brief: nothing in it that is not in the record."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stemma.assessments.contradictions import contradictions
from stemma.brief import MOST, PARTS, Brief, brief_of
from stemma.cli import run
from stemma.cli.brief import brief as brief_called
from stemma.cli.brief import brief_lines
from stemma.errors import UsageError
from stemma.model import Record
from stemma.pipeline import join
from stemma.report import render
from stemma.report.lookup import lookup
from stemma.report.words import MONTHS, SMALL, WEEKDAYS
from stemma.report.words import place as place_words
from stemma.store import open_case
from tests import sample
from tests.codings import Block, blocks
from tests.factories import sample_items, sample_record
from tests.test_versions import ROWS, made

CASES = blocks(Path(__file__).parent / "cases" / "brief" / "sentences.txt")


def disputing(record: Record) -> Record:
    """A record of the cases with its contradictions."""
    found = contradictions(record.readings, record.incidents, record.origins, record.speakers, ())
    return replace(record, contradictions=found)


def texts(brief: Brief) -> dict[str, list[str]]:
    return {part.name: [sentence.text for sentence in part.sentences] for part in brief.parts}


@pytest.mark.parametrize("block", CASES, ids=lambda block: block.title)
def test_sentences(block: Block) -> None:
    found = texts(brief_of(disputing(block.record), "i-1"))
    for expected in block.expected:
        name, _, wanted = (part.strip() for part in expected.partition(":"))
        if name.startswith("nothing "):
            assert found[name.removeprefix("nothing ")] == []
        elif name.startswith("no "):
            assert not [text for text in found[name.removeprefix("no ")] if wanted in text]
        else:
            assert wanted in found[name], found


# ------------------------------------------------------------------------- what must hold of every brief


def all_briefs(record: Record) -> list[Brief]:
    return [brief_of(record, incident.id) for incident in record.incidents]


WHOLE = [sample.record, sample_record]
NUMBERS = re.compile(
    r"\d[\d,.]*\d|\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|"
    r"nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?)\b", re.IGNORECASE)
COUNTED = re.compile(
    rf"\b(?:{'|'.join(SMALL)}|\d+)(?: and \w+)? (?:independent|other|more) (?:sources?|figures?)|"
    rf"\b(?:{'|'.join(SMALL)}) reports? that names? no source|\bOne source\b|one of which|\bone number\b|one act|"
    r"(?:\d+|and \w+) more\b", re.IGNORECASE)
DAY = re.compile(rf"(?:(?:{'|'.join(WEEKDAYS)}) )?(?:\d{{1,2}} )?(?:{'|'.join(MONTHS)}) \d{{4}}")


def ground(record: Record, rows: tuple[str, ...]) -> str:
    """The sentences that rows stand in, and the names and places of the record, in small letters."""
    look = lookup(record)
    held = []
    for row in rows:
        claim = look.claims[row]
        page = look.by_doc[claim.doc].page
        held.append(next(s.span.of(page.text) for s in page.sentences if s.number == claim.sentence))
        held.append(claim.span.of(page.text))
        held.append(claim.value)
        if claim.count:
            held += [str(end) for end in (claim.count.low, claim.count.high) if end is not None]
            held += [SMALL[end] for end in (claim.count.low, claim.count.high) if end is not None and end < len(SMALL)]
    held += [f"{party.name} {party.role or ''}" for party in record.parties]
    held += [place_words(place) for place in record.places]
    return " ".join(" ".join(held).split()).casefold()


@pytest.mark.parametrize("whole", WHOLE)
def test_every_sentence_has_a_reference_or_says_what_was_looked_for(whole) -> None:
    for brief in all_briefs(whole()):
        assert tuple(part.name for part in brief.parts) == PARTS
        for part in brief.parts:
            assert len(part.sentences) <= MOST[part.name]
            for sentence in part.sentences:
                assert sentence.rows or (part.name == "not known" and sentence.looked), sentence


@pytest.mark.parametrize("whole", WHOLE)
def test_every_number_stands_in_a_cited_sentence(whole) -> None:
    record = whole()
    for brief in all_briefs(record):
        for sentence in (sentence for part in brief.parts for sentence in part.sentences):
            text = COUNTED.sub(" ", DAY.sub(" ", sentence.text))
            basis = ground(record, sentence.rows)
            for number in NUMBERS.findall(text):
                assert number.casefold() in basis, (number, sentence.text)


@pytest.mark.parametrize("whole", WHOLE)
def test_every_name_stands_in_a_cited_sentence_or_is_a_party_or_place(whole) -> None:
    record = whole()
    for brief in all_briefs(record):
        for sentence in (sentence for part in brief.parts for sentence in part.sentences):
            text = DAY.sub(" ", sentence.text)
            basis = ground(record, sentence.rows)
            for before, name in re.findall(r"(^|[^\w]\s?)([A-Z][\w’'-]+)", text):
                begins = before == "" or re.search(rf"(?:[.:!?]|^)\W*{re.escape(name)}", text)
                known = name in ("Telegram", "Facebook", "Twitter", "United", "Nations", *WEEKDAYS)
                assert begins or known or name.casefold() in basis, (name, sentence.text)


COPIES = ("02_ambel_courier", "06_courrier_translated")


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_counts_once(copy: str) -> None:
    """Without a copy the same sentences are said; only the counts of reports differ."""
    readings = sample.readings()
    whole = sample.record()
    without = join([reading for reading in readings if reading.document.name != copy])
    mains = [next(i for i in record.incidents if i.main) for record in (whole, without)]
    before, after = brief_of(whole, mains[0].id), brief_of(without, mains[1].id)
    assert texts(before) == texts(after)
    assert before.basis != after.basis


def test_order_of_reports_changes_nothing() -> None:
    turned = join(tuple(reversed(sample.readings())))
    assert all_briefs(turned) == all_briefs(sample.record())


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_briefs_of_any_figures_hold_together(rows) -> None:
    record = disputing(made(rows))
    brief = brief_of(record, "i-1")
    for part in brief.parts:
        for sentence in part.sentences:
            assert sentence.rows or sentence.looked
            assert sentence.text[0].isupper() or sentence.text[0].isdigit()
            assert sentence.text.endswith((".", "…")) and "  " not in sentence.text and "None" not in sentence.text
    assert brief == brief_of(disputing(made(list(reversed(rows)))), "i-1") or len({r[:2] for r in rows}) < len(rows)


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=60))
def test_hostile_words_are_quoted_on_one_line(words: str) -> None:
    line = " ".join(words.replace("|", " ").split()) or "x"
    record = disputing(Block("made", [f"a 2033-05-02 | governor | {line} fell | damage | roof collapsed"]).record)
    for part in brief_of(record, "i-1").parts:
        assert not [sentence for sentence in part.sentences if "\n" in sentence.text]


# --------------------------------------------------------------------------- on the terminal and the page


def test_incident_by_number_id_and_prefix() -> None:
    record = sample.record()
    main = next(incident for incident in record.incidents if incident.main)
    assert brief_called(record, "1") == brief_called(record, main.id) == brief_called(record, main.id[:6])
    for wrong in ("0", "99", "nothing", "i"):
        with pytest.raises(UsageError, match="incident is called"):
            brief_called(record, wrong)


def test_numbers_are_those_of_the_page() -> None:
    record = sample.record()
    look = lookup(record)
    found = brief_called(record, "1")
    for part in found.parts:
        for line in part.lines:
            assert [ref.number for ref in line.refs] == [look.numbers[ref.row] for ref in line.refs]
    page = render(record)
    for part in found.parts:
        for line in part.lines:
            assert all(f'href="{ref.href}"' in page for ref in line.refs)
    assert page.count('class="block brief"') == len(record.incidents)


def test_lines_fit_the_width() -> None:
    lines = brief_lines(brief_called(sample.record(), "1"), 70)
    assert max(map(len, lines)) <= 70
    assert any(line.startswith("Grades of evidence") for line in lines)
    assert [line for line in lines if line.isupper()] == [name.upper() for name in PARTS]


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.case"
    with open_case(path, create=True) as case:
        case.add(sample_items())
        case.replace_record(sample_record())
    assert run(["brief", str(path), "1"]) == 0
    out = capsys.readouterr().out
    assert "NOT KNOWN" in out and re.search(r"\[\d+\]", out)
    assert run(["brief", str(path), "1", "--json"]) == 0
    assert [part["name"] for part in json.loads(capsys.readouterr().out)["parts"]] == list(PARTS)
    assert run(["brief", str(path), "7"]) == 2
    assert "No incident is called '7'" in capsys.readouterr().err
