"""Date expressions and the day of publication. Cases: tests/cases/dates/*.txt, about invented happenings."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from stemma.model import DateMention, Document, DocumentDate, Sentence
from stemma.reading.clean import furniture_of
from stemma.reading.dates import dates_of
from stemma.reading.publication import document_date
from stemma.values import Span

CASES = Path(__file__).parent / "cases" / "dates"


def document(text: str, **more: object) -> Document:
    return Document(id="d1", name="d1", sha256="0" * 64, text=text, media_type="text/plain", **more)  # type: ignore


def found_in(text: str, day: date | None) -> tuple[DateMention, ...]:
    return dates_of(document(text), (Sentence(Span(0, len(text)), 0, 0),), DocumentDate(day))


def cases_in(folder: Path) -> list[tuple[str, str, list[str]]]:
    found = []
    for path in sorted(folder.glob("*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        for block in "\n".join(lines).strip().split("\n\n"):
            head, text, *rows = block.splitlines()
            found.append((head.removeprefix("@ "), text, rows))
    return found


def row(mention: DateMention) -> str:
    when = mention.when
    if when.start is None:
        known = [str(n) for n in (when.weekday, when.offset) if n is not None]
        known += [f"{when.month_day[0]}-{when.month_day[1]}"] if when.month_day else []
        return f"{when.text} | - | {when.precision} | {' '.join(known)}".rstrip()
    return f"{when.text} | {when.start} | {when.end} | {when.precision}" + (" | since" if when.since else "")


@pytest.mark.parametrize(("day", "text", "expected"), cases_in(CASES))
def test_cases(day: str, text: str, expected: list[str]) -> None:
    found = found_in(text, None if day == "-" else date.fromisoformat(day))
    assert [row(mention) for mention in found] == expected
    for mention in found:
        assert mention.span.of(text) == mention.when.text


def day_of(text: str, **more: object) -> DocumentDate:
    doc = document(text, **more)
    return document_date(doc, furniture_of(doc))


BODY = "\n\nShells fell on the market of Dolm on Monday, killing two people and wounding nine, the mayor said.\n"


@pytest.mark.parametrize(("head", "day"), [
    ("The Dolm Courier\nTuesday, 8 April 2031\n\nTwo dead in Dolm", date(2031, 4, 8)),
    ("Dolm Today | 8 April 2031 | 17:40\n\nTwo dead in Dolm", date(2031, 4, 8)),
    ("Two dead in Dolm\n\nWorldWire9\nApril 8, 2031 by Staff", date(2031, 4, 8)),
    ("Two dead in Dolm\nDolm Digest, 08.04.2031", date(2031, 4, 8)),
    ("Dolm Monitor - 5 February 2031 - 14:02\nTwo dead in Dolm", date(2031, 2, 5)),
    ("Two dead in Dolm\n\nDOLM, 8 April 2031 - Shells fell on the market.", date(2031, 4, 8)),
])
def test_day_of_publication_from_the_head(head: str, day: date) -> None:
    found = day_of(head + BODY)
    assert (found.day, found.basis) == (day, "dateline")
    assert found.span is not None and found.span.of(head + BODY).strip()


def test_day_of_publication_run_into_the_lead() -> None:
    found = day_of(" date 2031-04-08 Two people died when shells fell on Dolm on Monday, the mayor said.")
    assert (found.day, found.basis) == (date(2031, 4, 8), "dateline")


def test_given_day_and_address_come_first() -> None:
    text = "Dolm Today | 8 April 2031" + BODY
    assert day_of(text, published=date(2031, 4, 9)) == DocumentDate(date(2031, 4, 9), "given")
    assert day_of(text, url="https://dolm.example/2031/04/07/shelling").day == date(2031, 4, 7)


def test_full_date_in_the_report_counts_only_where_the_opening_agrees() -> None:
    caption = "\nA house in Dolm, on Monday, April 7, 2031.\n"
    assert day_of(BODY + caption).basis == "text"
    assert day_of(BODY.replace("Monday", "Friday") + caption).day is None
    assert day_of("Shells fell on 7 April." + BODY) == DocumentDate(None)


def test_a_later_happening_in_the_body_is_no_day_of_publication() -> None:
    assert day_of(BODY + "The war began on 3 March 2029, and nothing has been the same since.").day is None


@pytest.mark.parametrize("text", ["Monday " * 9_000, "March 12-" * 7_000, "1" * 60_000, "1/" * 30_000, "12 " * 20_000,
                                  "in May " * 9_000, "31.12." * 10_000, "last " * 12_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    found_in(text, date(2031, 4, 16))
    day_of(text)
    assert time.process_time() - began < 4
