"""The relevance filter: what it keeps, what it stops and where, on texts, on pages as they come, and on readings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench._ordinary import mixed, ordinary
from bench._reports import reports
from bench._web_pages import page_of, pages
from eval import relevance as measured
from eval.catalogue import read_floors
from eval.pages import Expected, expected_pages
from stemma import kinds
from stemma.kinds._lexicon import lexicons
from stemma.model import Document
from stemma.pipeline import read
from stemma.readers._documents import make_document
from stemma.readers.html import text_and_evidence
from stemma.scale import relevance

CASES = Path(__file__).parent / "cases" / "relevance"
_CASE = re.compile(r"^=== (.+?) \| (page|words|none)\n", re.MULTILINE)


def cases() -> list[tuple[str, str, str]]:
    """Name, the step that stops it, and text of every case."""
    found = []
    for path in sorted(CASES.glob("*.txt")):
        parts = _CASE.split(path.read_text(encoding="utf-8"))[1:]
        found += list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
    return found


def document(text: str, title: str | None = None, name: str = "one") -> Document:
    return make_document(name=name, raw=text.encode(), text=text, media_type="text/plain", path="one", title=title)


def as_page(number: int, text: str) -> bytes:
    headline, body = text.strip().split("\n", 1)
    return page_of(number, headline, [*re.split(r"(?<=\.)\s", body.replace("\n", " "), maxsplit=1), ""]).html.encode()


def test_there_are_cases_of_every_sort() -> None:
    found = cases()
    assert len(found) >= 25
    assert {where for _, where, _ in found} == {"page", "words", "none"}


@pytest.mark.parametrize(("name", "where", "text"), cases(), ids=[name for name, _, _ in cases()])
def test_a_report_goes_as_far_as_it_should(name: str, where: str, text: str) -> None:
    seen = relevance.of_page(text.encode())
    assert seen.relevant == (where != "page"), seen
    assert relevance.of_text(text).relevant == (where == "none")
    assert relevance.of_document(document(text)) == relevance.of_text(text)
    if where == "none":
        assert relevance.of_reading(read(document(text), "none")).relevant


@pytest.mark.parametrize("number", range(16))
def test_what_stands_around_a_report_changes_nothing(number: int) -> None:
    for _, where, text in cases()[number::16]:
        assert relevance.of_page(as_page(number, text)).relevant == (where != "page")


@pytest.mark.parametrize("number", range(16))
def test_the_rough_text_of_a_page_loses_no_report(number: int) -> None:
    for _, where, text in cases()[number::16]:
        assert where != "none" or relevance.of_markup(as_page(number, text)).relevant


def test_the_rough_text_spares_most_pages_their_text() -> None:
    stopped = [relevance.of_markup(as_page(0, text)).reason for _, where, text in cases() if where == "words"]
    assert stopped.count(relevance.NO_FIGURE) > len(stopped) / 2


@pytest.mark.parametrize("number", range(16))
def test_plain_words_of_a_page_spare_its_rough_text_and_change_no_answer(number: int) -> None:
    some = [as_page(number, text) for _, _, text in cases()[number::16]]
    some += [page.html.encode() for page in pages(number + 1)][-1:]
    for page in some:
        seen, rough = relevance.of_page(page), relevance.of_markup(page)
        assert not seen.plain or rough == relevance.Verdict(True, relevance.WORDS)
        received = relevance.of_received(page)
        assert (received.relevant, received.reason) == ((rough.relevant, rough.reason) if seen.relevant else
                                                        (False, seen.reason))


def test_most_reports_of_harm_are_plain_and_ordinary_ones_are_not() -> None:
    told, calm = ([relevance.of_page(page.html.encode()).plain for page in pages(60, told=texts)]
                  for texts in (list(reports(60)), list(ordinary(60))))
    assert sum(told) > 50 and sum(calm) < 10


def test_reports_of_harm_go_on_and_ordinary_ones_mostly_do_not() -> None:
    assert all(relevance.of_page(page.html.encode()).relevant for page in pages(32))
    assert all(relevance.of_text(report).relevant for report in reports(60))
    kept = sum(relevance.of_text(report).relevant for report in ordinary(200))
    assert kept <= 24


def test_the_mix_has_its_share() -> None:
    told = [harm for harm, _ in mixed(200, 0.03)]
    assert sum(told) == 6
    assert list(mixed(20, 0.1)) == list(mixed(20, 0.1))
    assert all(harm for harm, _ in mixed(10, 1.0))


# -------------------------------------------------------------------------------------------- pages as they come

_STORY = ("<p>At least eleven people were {verb} when shells hit the market of Dravik on Monday, the governor of the "
          "region said. The roads to the town were closed and the schools of the district stayed shut. It was not "
          "clear who had fired, and the army said that it was looking into the reports of the residents.</p>")
_CALM = "<p>The council of the town met on Monday and talked of the budget, the roads and the price of the tram.</p>"


def _verdict(body: str, encoding: str = "utf-8") -> str:
    page = f"<html><head><title>News</title></head><body>{body}</body></html>"
    return relevance.of_page(page.encode(encoding)).reason


@pytest.mark.parametrize("verb", ["killed", "<b>killed</b>", "KILLED", "killed&nbsp;or hurt", "in&shy;jured",
                                  "<a href='/x'>killed</a>", "wound\u00aded"])
def test_markup_inside_a_sentence_hides_nothing(verb: str) -> None:
    assert _verdict(_STORY.format(verb=verb)) == relevance.WORDS


@pytest.mark.parametrize("hidden", [
    "<script>var a = '11 people killed';</script>", "<style>.a{content:'11 people killed'}</style>",
    "<!-- 11 people killed -->", "<SCRIPT type=x>document.write('<b>11 people killed</b>')</SCRIPT>",
    "<ul><li><a href='/1'>Eleven people killed in Dravik</a></li> <li><a href='/2'><img src='a.jpg'><span>Two men shot"
    "</span></a></li></ul>", "<div title='11 people killed'></div>", "<p>Don&#39;t be missing out</p>"])
def test_scripts_comments_and_teasers_let_nothing_through(hidden: str) -> None:
    assert _verdict(hidden + _CALM) == relevance.SILENT
    assert _verdict(hidden + _STORY.format(verb="killed")) == relevance.WORDS
    assert _verdict(_STORY.format(verb="killed") + hidden) == relevance.WORDS


@pytest.mark.parametrize("page", expected_pages(), ids=lambda page: page.name)
def test_what_the_text_shows_the_page_has_shown(page: Expected) -> None:
    text, _ = text_and_evidence(page.raw.decode("utf-8", "replace"), quick=True)
    assert relevance.of_page(page.raw).relevant or not relevance.of_text(text).relevant
    assert relevance.of_markup(page.raw).relevant or not relevance.of_text(text).relevant


@pytest.mark.parametrize("page", [
    "<P>Eleven people were <B>wou</B>nded,<BR>the governor said.</P>", "<p>Eleven people&#x20;were wounded.</p>",
    "<h3>Market of Dravik</h3><div><p>Eleven\n\npeople were wounded</p></div>", "<p>Eleven people were wounded",
    "<script>var a = '<p>';</script><!-- <p> --><p>Eleven people were wounded</p>",
    "<!-- Eleven people were wounded", "<p>Caf\u00e9: eleven people were wo\u00adunded</p>"])
def test_a_figure_in_a_rough_text_is_found_whatever_the_markup(page: str) -> None:
    calm = f"<h1>Budget of Dravik</h1>{_CALM * 8}"
    assert relevance.of_markup((calm + page).encode()).reason == relevance.FIGURE
    assert relevance.of_markup((calm + page).encode("utf-16")).relevant


def test_a_firm_word_counts_where_a_report_may_begin() -> None:
    story = "<p>The rider will miss four races with a hurt ankle, her trainer told the reporters of the town.</p>"
    early, late = (relevance.of_markup(f"<h1>News of Dravik</h1>{text}".encode())
                   for text in (story + 8 * _CALM, 8 * _CALM + story))
    assert early.relevant and not late.relevant
    assert relevance.of_markup(f"<h1>News</h1>{8 * _CALM}<h2>Accident on the lake</h2>{story}".encode()).relevant
    assert relevance.of_markup(f"{8 * _CALM}{story}".encode()).relevant, "nothing says where it begins"


def test_broken_markup_loses_nothing() -> None:
    story = _STORY.format(verb="killed")
    for broken in (f"<script>var a = 1; {story}", f"<!-- {story}", f"<a name='top'>{story}", f"<p {story}",
                   f"<<p>>{story}", f"<a href='/x'>{story}"):
        assert _verdict(broken) == relevance.WORDS, broken[:30]


def test_encodings_and_kinds() -> None:
    story = _STORY.format(verb="killed")
    assert _verdict("caf\u00e9 " + story, "cp1252") == relevance.WORDS
    assert _verdict(story, "utf-16") == relevance.WORDS
    assert _verdict(_CALM, "utf-16") == relevance.SILENT
    assert relevance.of_page(b"%PDF-1.7 \x00 ...") == relevance.Verdict(True, relevance.NO_PAGE)
    assert relevance.of_page(b"Eleven people were killed.").relevant
    assert relevance.of_page(b"Fewer than <11 people were killed > 3.").relevant
    assert not relevance.of_page(b"").relevant


def test_other_languages_are_passed_over() -> None:
    german = ("Bei dem Angriff auf den Markt kamen elf Menschen ums Leben, wie der Gouverneur am Montag sagte. Die "
              "Zahl der Verletzten ist noch nicht bekannt. ") * 6
    assert relevance.of_text(german).reason == relevance.FOREIGN
    assert relevance.of_document(document(german)).reason == relevance.FOREIGN
    assert not relevance.of_page(f"<p>{german}</p>".encode()).relevant
    quoted = relevance.of_page(f"<p>{german} „Eleven people killed“ schrieb eine Zeitung.</p>".encode())
    assert quoted.reason == relevance.FOREIGN


# ------------------------------------------------------------------------------------------ headline, reading, words


def test_the_headline_beside_a_text_counts() -> None:
    text = "Subscribe to read the whole report on our site, with pictures and a map of the town."
    assert not relevance.of_document(document(text)).relevant
    assert relevance.of_document(document(text, title="Four wounded in shooting at a petrol station")).relevant


def test_a_reading_says_why_it_is_kept() -> None:
    def reason(text: str) -> str:
        return relevance.of_reading(read(document(text), "none")).reason

    assert reason("Eleven people were killed in Dravik on Monday.") == relevance.CLAIM
    assert reason("An assassination shook the town of Dravik.") == relevance.WORDS
    assert reason("The council met on Monday and talked about the tram.") == relevance.NO_CLAIM


def test_every_word_of_the_kinds_is_known() -> None:
    words = kinds.vocabulary()
    known = words.firm | words.loose | words.other
    single = {word for word in words.firm if " " not in word}
    for lexicon in lexicons():
        for phrase, _ in lexicon.entries():
            parts = re.sub(r"[^a-z0-9*]+", " ", " ".join(phrase)).split("*")
            plain = [" ".join(part.split()) for part in parts]
            assert any(part in known or single & set(part.split()) for part in plain) or any(
                f" {part} " in f" {longer} " for part in plain for longer in known), phrase


# ------------------------------------------------------------------------------------------------ the measurement


def test_what_is_measured_is_counted_by_step() -> None:
    known = [measured.Known(document(text, name=str(number)), where == "none")
             for number, (_, where, text) in enumerate(cases())]
    some = known[:6] + known[-3:]
    through = measured.passed(some)
    held, other = (measured.figures(some, through, holds) for holds in (True, False))
    assert held.documents + other.documents == len(some)
    assert [held.share(step) for step in measured.STEPS] == [1.0, 1.0, 1.0]
    assert other.share("page") >= other.share("words") == other.share("whole") == 0.0


def test_the_measurement_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert measured.main(["nothing"]) == 2
    assert "There is no collection called 'nothing'" in capsys.readouterr().err
    assert measured.main(["muc4", "--corpora", str(tmp_path)]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_pinned_recall_is_what_was_promised() -> None:
    floors = read_floors(measured.ROOT / "eval" / "floors.toml")["relevance"]
    kept = {(name, figure): floor for name, rows in floors.items() for figure, floor in rows.items()
            if figure.startswith("kept,")}
    assert {name for name, _ in kept} == {"cis530p", "violent", "muc4", "clusters"}
    assert all(floor >= 0.98 for floor in kept.values())
