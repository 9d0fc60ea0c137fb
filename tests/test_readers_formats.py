"""PDF, Word, news-please, sheets of auto-archiver: text as received, fields as stated, a Problem for the rest."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma import readers
from stemma.ids import make_id, sha256
from stemma.model import Problem
from stemma.readers import autoarchiver, docx, newsplease, pdf
from tests import office

REPORT = "Four people were killed in Orvane on Monday, the mayor said. Two of them were from the village of Tarn."
LINES = ["Four people were killed in Orvane", "on Monday, the may-", "or said (twice)."]


def read(name, raw):
    found = list(readers.read_bytes(name, raw))
    for one in found:
        if not isinstance(one, Problem):
            assert one[0].sha256 == sha256(one[1]) and one[0].id == make_id("d", one[0].sha256, one[0].name)
    return [one for one in found if not isinstance(one, Problem)], [one for one in found if isinstance(one, Problem)]


def codes(problems):
    return [one.code for one in problems]


# -------------------------------------------------------------------------------------------------- PDF


@pytest.mark.parametrize("name", ["report.pdf", "report.txt", "report"])
def test_pdf_pages_are_read_as_they_stand(name):
    raw = office.pdf(LINES, ["The second page says no more."], title="Shelling of Orvane")
    [(document, kept)], problems = read(name, raw)
    first, second = document.text.split("\f")
    assert first.split("\n")[:3] == LINES and second.strip() == "The second page says no more."
    assert document.title == "Shelling of Orvane" and document.published is None and kept == raw
    assert document.media_type == "application/pdf"
    assert codes(problems) == (["wrong-extension"] if name.endswith(".txt") else [])


def locked(raw, user):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(raw)))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_locked_pdf_is_told_and_one_that_only_forbids_changes_is_read():
    raw = office.pdf(LINES)
    documents, problems = read("a.pdf", locked(raw, "secret"))
    assert not documents and codes(problems) == ["locked"]
    [(document, _)], _ = read("a.pdf", locked(raw, ""))
    assert LINES[0] in document.text


@pytest.mark.parametrize(("raw", "code", "said"), [
    (office.pdf([]), "no-text", "scanned"), (b"plain words", "bad-pdf", "plain text"),
    (b"%PDF-1.7\nnothing", "bad-pdf", ""),
])
def test_a_pdf_without_text_says_why(raw, code, said):
    documents, problems = read("a.pdf", raw)
    assert not documents and codes(problems) == [code] and said in problems[0].message


def test_a_pdf_of_endless_forms_ends(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_STEPS", 4000)
    raw = office.pdf(LINES, content=b"BT /F1 12 Tf (word) Tj ET " + b"q Q " * 3000)
    documents, problems = read("a.pdf", raw)
    assert not documents and codes(problems) == ["too-large"]


# ------------------------------------------------------------------------------------------------- Word


def paragraphs(*texts):
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


def test_word_paragraphs_are_lines():
    body = paragraphs("Shelling of Orvane") + (
        "<w:p><w:r><w:t>Four people were </w:t></w:r><w:r><w:t xml:space='preserve'>killed</w:t><w:br/>"
        "<w:t>on</w:t><w:tab/><w:t>Monday &amp; Tuesday.</w:t></w:r><w:del><w:r><w:delText>Nine</w:delText>"
        "<w:t>Nine</w:t></w:r></w:del></w:p><w:tbl><w:tr><w:tc>") + paragraphs("Orvane", "4") + (
        "</w:tc></w:tr></w:tbl><mc:AlternateContent><mc:Choice>") + paragraphs("A box.") + (
        "</mc:Choice><mc:Fallback>") + paragraphs("A box.") + "</mc:Fallback></mc:AlternateContent>"
    raw = office.docx(body, title="From the field")
    for name in ("report.docx", "report.zip"):
        [(document, kept)], problems = read(name, raw)
        assert document.text == "Shelling of Orvane\nFour people were killed\non\tMonday & Tuesday.\nOrvane\n4\nA box."
        assert document.title == "From the field" and document.published is None and kept == raw and not problems


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize(("raw", "code"), [
    (office.docx(paragraphs("&b;"), prolog=BOMB), "bad-docx"), (office.docx(paragraphs("too short")), "no-text"),
    (office.docx("<w:p>" + "x" * (40 << 20)), "bad-docx"), (office.docx("<w:p>broken"), "bad-docx"),
    (office.docx("<w:p>" * 1000 + "</w:p>" * 1000), "bad-docx"), (b"plain words", "bad-docx"),
    (office.docx(paragraphs(REPORT))[:-30], "bad-docx"),
])
def test_bombs_and_broken_word_documents_are_refused(raw, code):
    documents, problems = read("a.docx", raw)
    assert not documents and codes(problems) == [code]


# ------------------------------------------------------------------------------------------- news-please

ARTICLE = {
    "authors": ["A. Writer"], "date_download": "2031-02-04 08:00:00", "date_modify": "None",
    "date_publish": "2031-02-03 21:30:00", "description": "x", "filename": "orvane-1.json", "image_url": None,
    "language": "en", "localpath": None, "maintext": REPORT, "source_domain": "courier.example", "title": "Four killed",
    "title_page": None, "title_rss": None, "url": "https://courier.example/1"}


def test_news_please_fields():
    raw = json.dumps(ARTICLE, indent=2).encode()
    for name in ("a.json", "a.txt", "a"):
        [(document, kept)], _ = read(name, raw)
        assert (document.text, document.title, document.url) == (REPORT, "Four killed", "https://courier.example/1")
        assert (document.name, document.outlet, document.published) == ("orvane-1", "courier.example", date(2031, 2, 3))
        assert document.retrieved == datetime(2031, 2, 4, 8, tzinfo=UTC) and kept == raw


@pytest.mark.parametrize("write", [
    lambda rows: json.dumps(rows), lambda rows: "\n".join(map(json.dumps, rows)) + "\n",
])
def test_many_articles_in_a_file(write):
    old = {key: value for key, value in ARTICLE.items() if key not in ("maintext", "filename", "url")}
    rows = [ARTICLE, old | {"text": REPORT}, ARTICLE | {"maintext": None}, ARTICLE | {"date_publish": "soon"}]
    documents, problems = read("pile.jsonl", write(rows).encode())
    assert [document.name for document, _ in documents][0] == "orvane-1" and len(documents) == 3
    assert documents[0][1] == json.dumps(ARTICLE).encode() and documents[2][0].published is None
    assert codes(problems) == ["no-text", "bad-date"] and len({document.id for document, _ in documents}) == 3


def test_other_json_is_not_taken_for_it():
    assert newsplease.recognise(json.dumps({"text": REPORT, "title": "x", "url": "y"}).encode()) == 0
    documents, problems = read("a.json", b'{"some": "thing"}')
    assert not documents and codes(problems) == ["unknown-format"] and "JSON" in problems[0].message
    [(document, _)], _ = read("a.jsonl", json.dumps({"id": "x", "text": REPORT}).encode())
    assert document.name == "x"


# ------------------------------------------------------------------------------------------ auto-archiver

COLUMNS = ["My notes", "Link", "Archive Status", "Archive location", "Archive date", "Upload timestamp", "Upload title",
           "Text content", "Hash"]
POST = "Four people were killed in Orvane on Monday.\nWe saw it, \"from the roof\", ourselves."


def sheet(*rows, columns=COLUMNS, delimiter=",", end="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([columns, *rows])
    return out.getvalue().encode()


def row(text=POST, url="https://social.example/p/1", stamp="2031-02-03T22:00:00+00:00", status="success"):
    return ["seen", url, status, "https://store.example/1", "2031-02-04 09:00:00", stamp, "A post", text, "sha256:00"]


@pytest.mark.parametrize(("name", "raw"), [
    ("sheet.csv", sheet(row())), ("sheet.tsv", sheet(row(), delimiter="\t", end="\n")), ("sheet.txt", sheet(row())),
    ("sheet.csv", sheet(row(), delimiter=";")), ("sheet.csv", b"\xef\xbb\xbf" + sheet(row())),
    ("sheet.csv", sheet(row(), columns=[*COLUMNS[:5], "Timestamp", "Title", "Text", "Hash"])),
])
def test_a_row_of_a_sheet_is_a_report(name, raw):
    [(document, kept)], _ = read(name, raw)
    assert (document.text, document.title, document.url) == (POST, "A post", "https://social.example/p/1")
    assert document.published == date(2031, 2, 3) and document.outlet is None
    assert document.retrieved == datetime(2031, 2, 4, 9, tzinfo=UTC) and document.media_type == "text/csv"
    assert kept in raw and kept.startswith(b"seen") and kept.endswith(b"sha256:00")


def test_rows_without_text_are_told_and_names_come_once():
    raw = sheet(row(text=""), row(), [], row(), row(stamp="yesterday", url=""), ["x"])
    documents, problems = read("sheet.csv", raw)
    assert [document.name for document, _ in documents] == [
        "sheet:https://social.example/p/1", "sheet:https://social.example/p/1 (2)", "sheet:8"]
    assert [(one.code, one.place) for one in problems] == [
        ("no-text", "line 2"), ("bad-date", "line 8"), ("no-text", "line 10")]
    assert "social.example" in problems[0].message and "success" in problems[0].message


def test_another_table_is_told():
    documents, problems = read("a.csv", b"name,age\nx,3\n")
    assert not documents and codes(problems) == ["unknown-format"]
    huge = sheet(row(text="x" * 200_000), row())
    assert len(read("a.csv", huge)[0]) == 1 and codes(read("a.csv", huge)[1])[0] == "bad-row"


# ----------------------------------------------------------------------------------------------- hostile

VALID = [(pdf, office.pdf(LINES, LINES, title="x")), (docx, office.docx(paragraphs(REPORT, REPORT), title="x")),
         (newsplease, json.dumps([ARTICLE, ARTICLE]).encode()), (autoarchiver, sheet(row(), row()))]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(VALID), st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=5)), max_size=6),
       st.floats(0.3, 1))
def test_mutated_and_cut_files_give_documents_or_problems(valid, changes, share):
    module, whole = valid
    raw = bytearray(whole)
    for at, new in changes:
        start = int(at * len(raw))
        raw[start:start + len(new)] = new
    for one in module.read("a" + module.EXTENSIONS[0], bytes(raw[:int(share * len(raw))])):
        assert isinstance(one, Problem) or one[0].sha256 == sha256(one[1])
