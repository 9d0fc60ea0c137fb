"""Readers: the text as received, only fields that the file states, and a Problem for everything that cannot be read."""

from __future__ import annotations

import gzip
import json
import os
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma import readers
from stemma.ids import make_id, sha256
from stemma.model import Document, Problem
from stemma.readers import _language
from stemma.readers._language import language_of

REPORT = "Four people were killed in Orvane on Monday, the mayor said. Two of them were from the village of Tarn."


def found_in(path):
    """(documents with their bytes, problems) of a path."""
    found = list(readers.read_paths([path]))
    return [f for f in found if not isinstance(f, Problem)], [f for f in found if isinstance(f, Problem)]


def codes(problems):
    return [problem.code for problem in problems]


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


# ------------------------------------------------------------------------------------------ every reader


@pytest.mark.parametrize("module", readers.modules(), ids=lambda module: module.__name__)
@pytest.mark.parametrize("raw", [
    b"\x00\x01\x02\xff" * 50, b"{", b"<html>", b"\xff\xfe", b"\x1f\x8b\x08broken", b"\n\n\n",
    "né à Été".encode("cp1252"),
    b"[" * 100_000, b'{"text": "\\ud800"}', b"<" * 100_000, b"\xef\xbb\xbf",
])
def test_no_reader_raises_and_each_gives_documents_or_problems(module, raw):
    assert module.EXTENSIONS and all(end.startswith(".") and end == end.lower() for end in module.EXTENSIONS)
    for found in module.read("folder/sample" + module.EXTENSIONS[0], raw):
        if isinstance(found, Problem):
            assert found.stage == "read" and found.code and found.message.endswith(".")
            continue
        document, kept = found
        assert isinstance(document, Document) and document.text
        assert document.sha256 == sha256(kept)
        assert document.id == make_id("d", document.sha256, document.name)


@pytest.mark.parametrize(("name", "module"), [
    ("a.txt", "text"), ("A.TXT", "text"), ("b.htm", "html"), ("c.jsonl", "jsonl"), ("c.jsonl.gz", "jsonl"),
])
def test_reader_is_found_by_extension(name, module):
    assert readers.reader_for(name).__name__ == f"stemma.readers.{module}"


def test_unknown_extension_has_no_reader():
    assert readers.reader_for("notes.xyz") is None


# ------------------------------------------------------------------------------------------------- text


@pytest.mark.parametrize("raw", [
    REPORT.encode(), b"\xef\xbb\xbf" + REPORT.encode(), REPORT.replace(". ", ".\r\n").encode(),
    ("  \u00a0" + REPORT + "\r\n\r\n\u2028 \U0001f54a end ").encode(),
])
def test_text_is_the_file_decoded_and_nothing_else(tmp_path, raw):
    path = write(tmp_path, "one.txt", raw)
    [(document, kept)], problems = found_in(path)
    assert document.text == path.read_bytes().decode("utf-8")
    assert kept == raw and document.name == "one" and document.media_type == "text/plain"
    assert document.lang == "en" and not problems
    assert (document.title, document.published, document.outlet, document.url) == (None, None, None, None)


@pytest.mark.parametrize(("encoding", "text", "told"), [
    ("cp1252", "The mayor of Orvané said “four” were killed – all from the village, and that was all.", "Western"),
    ("cp1251", "Четыре человека погибли в городе, сообщил мэр. Это были жители деревни.", "Cyrillic"),
    ("utf-16", REPORT, "UTF-16"), ("utf-16-le", REPORT, "UTF-16"), ("utf-16-be", REPORT, "UTF-16"),
    ("utf-32", REPORT, "UTF-32"),
])
def test_other_encodings_are_read_and_the_assumption_is_said(tmp_path, encoding, text, told):
    [(document, _)], problems = found_in(write(tmp_path, "one.txt", text.encode(encoding)))
    assert document.text.lstrip("\ufeff") == text
    assert problems[0].code == "not-utf8" and told in problems[0].message


@pytest.mark.parametrize(("raw", "code"), [
    (b"", "empty-file"), (b" \r\n\t\n", "empty-file"), (b"\xef\xbb\xbf\n", "empty-file"),
    (b"abc\x00def", "binary"), (bytes(range(256)) * 4, "binary"), (b"\x81\x8d\x98 \x8f" * 9, "binary"),
])
def test_empty_and_binary_files_are_problems(tmp_path, raw, code):
    documents, problems = found_in(write(tmp_path, "one.txt", raw))
    assert not documents and codes(problems) == [code]


def test_a_single_line_of_twenty_megabytes_is_read(tmp_path):
    text = (REPORT + " ") * (20_000_000 // len(REPORT))
    [(document, _)], problems = found_in(write(tmp_path, "long.txt", text))
    assert len(document.text) == len(text) and not problems


def test_other_languages_are_kept_with_a_note(tmp_path):
    text = "Quatre personnes ont été tuées à Orvane lundi, a déclaré le maire dans un communiqué de la ville."
    [(document, _)], problems = found_in(write(tmp_path, "fr.txt", text))
    assert document.lang == "fr" and codes(problems) == ["not-english"] and "fr" in problems[0].message


# ------------------------------------------------------------------------------------------------- html

PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}">
<title>Visible title | The Orvane Courier</title>
<meta property="og:title" content="Shelling  of Orvane"><meta property="og:site_name" content="The Orvane Courier">
<meta property="article:published_time" content="2031-02-03T23:30:00+05:00">
<link rel="canonical" href="https://courier.example/orvane"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Shelling of Orvane</h1>
<p>Four people were killed in Orvane on Monday, the mayor said in a statement to reporters.</p>
<p>Two of them came from the village of Tarn&eacute;, she said, and were on their way to the market.</p></article>
<footer>Copyright 2019 January 5</footer></body></html>"""


def test_html_gives_the_article_and_the_pages_own_metadata(tmp_path):
    [(document, raw)], problems = found_in(write(tmp_path, "page.html", PAGE.format(charset="utf-8")))
    assert "Four people were killed in Orvane on Monday" in document.text and "Tarné, she said" in document.text
    assert "Sport" not in document.text
    assert document.title == "Shelling of Orvane" and document.outlet == "The Orvane Courier"
    assert document.published == date(2031, 2, 3) and document.url == "https://courier.example/orvane"
    assert document.media_type == "text/html" and document.sha256 == sha256(raw) and not problems


def test_html_fields_are_never_guessed(tmp_path):
    page = f"<html><body><article><p>{REPORT}</p><p>Posted 3 February 2031 by The Courier</p></article></body></html>"
    [(document, _)], _ = found_in(write(tmp_path, "bare.htm", page))
    assert REPORT in document.text
    assert (document.title, document.published, document.outlet, document.url) == (None, None, None, None)


def test_html_metadata_from_schema_org(tmp_path):
    data = {"@graph": [{"@type": "WebSite", "name": "x"}, {
        "@type": ["NewsArticle"], "headline": "Four killed", "datePublished": "2031-02-04",
        "publisher": {"@type": "Organization", "name": "Orvane Radio"}}]}
    page = (f'<html><head><script type="application/ld+json">{json.dumps(data)}</script></head>'
            f"<body><article><p>{REPORT}</p><p>{REPORT}</p></article></body></html>")
    [(document, _)], _ = found_in(write(tmp_path, "ld.html", page))
    assert (document.title, document.outlet, document.published) == ("Four killed", "Orvane Radio", date(2031, 2, 4))


def test_html_encoding_that_the_page_states_is_followed(tmp_path):
    page = PAGE.format(charset="windows-1252").replace("&eacute;", "é").encode("cp1252")
    [(document, _)], problems = found_in(write(tmp_path, "page.html", page))
    assert "Tarné" in document.text and not problems


@pytest.mark.parametrize("page", ["<html><body><nav><a href='/'>Home</a></nav></body></html>", "<!-- none -->", "<>"])
def test_html_without_text_is_a_problem(tmp_path, page):
    documents, problems = found_in(write(tmp_path, "page.html", page))
    assert not documents and codes(problems) == ["no-text"]


def test_deeply_nested_html_ends(tmp_path):
    documents, problems = found_in(write(tmp_path, "deep.html", "<div>" * 50_000 + REPORT))
    assert len(documents) + len(problems) >= 1


# ------------------------------------------------------------------------------------------------ jsonl


def lines(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n"


def test_json_lines_give_the_fields_they_state(tmp_path):
    row = {"id": "r1", "url": "https://courier.example/1", "outlet": "The Orvane Courier", "published": "2031-02-03",
           "title": "Four killed", "text": REPORT + "\r\n", "ignored": [1]}
    path = write(tmp_path, "pile.jsonl", lines(row, {"text": REPORT}, {"id": 7, "text": REPORT, "date": "2031-02-04"}))
    documents, problems = found_in(path)
    first, second, third = (document for document, _ in documents)
    assert not problems
    assert (first.name, first.url, first.outlet, first.title) == ("r1", row["url"], row["outlet"], row["title"])
    assert first.published == date(2031, 2, 3) and first.text == REPORT + "\r\n"
    assert (second.name, second.published) == ("pile:2", None)
    assert (third.name, third.published) == ("7", date(2031, 2, 4))
    assert documents[0][1] == json.dumps(row).encode() and first.sha256 == sha256(documents[0][1])


def test_a_bad_line_is_a_problem_with_its_number_and_the_rest_is_read(tmp_path):
    path = write(tmp_path, "pile.jsonl", lines(
        {"id": "a", "text": REPORT}, "{not json", "", '["a", "list"]', '{"text": 3}', {"id": "empty", "text": "  "},
        {"id": "nul", "text": "a\0b"}, {"id": "dated", "text": REPORT, "published": "last week"}))
    documents, problems = found_in(path)
    assert [document.name for document, _ in documents] == ["a", "dated"]
    assert [(problem.code, problem.place) for problem in problems] == [
        ("bad-json", "line 2"), ("bad-json", "line 4"), ("bad-json", "line 5"), ("no-text", "line 6"),
        ("binary", "line 7"), ("bad-date", "line 8")]
    assert documents[1][0].published is None


@pytest.mark.parametrize(("written", "text", "halves"), [
    (r"a \ud83d b", "a \ufffd b", "1 half of a surrogate pair is"),
    (r"\uDE00\ud83d\ud83d\ude00.", "\ufffd\ufffd\U0001f600.", "2 halves of surrogate pairs are"),
    (r"\\ud83d \\\ud83d \n\u0041", "\\ud83d \\\ufffd \nA", "1 half"), (r"a\ud83d", "a\ufffd", "1 half"),
    (r"\\ud83d \ud83d\ude00", "\\ud83d \U0001f600", "")])
def test_half_of_a_surrogate_pair_costs_its_own_sign(tmp_path, written: str, text: str, halves: str):
    line = f'{{"id": "r", "text": "{written} {REPORT}"}}'
    for name, made in (("a.jsonl", line), ("a.json", line.replace('"text"', '"maintext"').replace(
            '"id"', '"title_page": "", "title_rss": "", "localpath": "", "filename"'))):
        [(document, raw)], problems = found_in(write(tmp_path, name, made))
        assert document.text == f"{text} {REPORT}" and raw == made.encode()
        assert [problem.code for problem in problems] == (["half-pairs"] if halves else [])
        assert all(halves in problem.message for problem in problems)


def test_json_lines_may_hold_html(tmp_path):
    [(document, _)], _ = found_in(write(tmp_path, "w.jsonl", lines({"id": "w", "html": PAGE.format(charset="utf-8"),
                                                                    "title": "Given title"})))
    assert "Four people" in document.text and document.title == "Given title"
    assert document.outlet == "The Orvane Courier" and document.media_type == "application/json"


def test_packed_json_lines(tmp_path):
    path = write(tmp_path, "pile.jsonl.gz", gzip.compress(lines({"text": REPORT}, {"text": REPORT}).encode()))
    documents, problems = found_in(path)
    assert [document.name for document, _ in documents] == ["pile:1", "pile:2"] and not problems


def test_a_damaged_packed_file_gives_what_comes_before(tmp_path):
    chance = random.Random(1)  # what is alike packs too well to be cut in the middle; digits are of no language
    rows = lines(*({"id": str(n), "text": f"{n} {chance.getrandbits(400)} {REPORT}"} for n in range(2000)))
    documents, problems = found_in(write(tmp_path, "pile.jsonl.gz", gzip.compress(rows.encode())[:-4000]))
    assert documents and codes(problems) == ["bad-gzip"]


@pytest.mark.parametrize("filler", [b"\0", b"\n", b'{"text": "x"}'])
def test_a_gzip_bomb_stops(tmp_path, filler):
    bomb = gzip.compress(filler * (18_000_000 // len(filler)), compresslevel=9)
    documents, problems = found_in(write(tmp_path, "bomb.jsonl.gz", bomb))
    assert not documents and codes(problems) == ["too-large"]


# -------------------------------------------------------------------------------------- files and folders


def test_folders_are_walked_in_order_and_a_file_is_read_once(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/two.txt", "a.txt", "b/one.txt", ".hidden.txt", "notes.xyz", "empty.txt"):
        write(tmp_path, name, "" if name == "empty.txt" else REPORT)
    found = list(readers.read_paths([tmp_path, tmp_path / "a.txt", tmp_path / "b"]))
    assert [f[0].name for f in found if not isinstance(f, Problem)] == ["a", "one", "two"]
    assert sorted((f.code, os.path.basename(f.subject)) for f in found if isinstance(f, Problem)) == [
        ("empty-file", "empty.txt"), ("unknown-format", "notes.xyz")]


def test_missing_paths_and_special_files_are_problems(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    found = list(readers.read_paths([tmp_path / "gone", tmp_path / "pipe.txt", tmp_path / "loop.txt"]))
    assert codes(found) == ["not-found", "not-a-file", "not-a-file"]


def test_equal_bytes_under_two_names_are_two_documents_with_one_digest(tmp_path):
    write(tmp_path, "a.txt", REPORT)
    write(tmp_path, "b.txt", REPORT)
    [(a, _), (b, _)], _ = found_in(tmp_path)
    assert a.id != b.id and a.sha256 == b.sha256


# -------------------------------------------------------------------------------------------- languages


@pytest.mark.parametrize(("lang", "text"), [
    ("en", REPORT), ("en", REPORT.upper()), (None, "Orvane: 4"), (None, ""), (None, "12 14 15 - 99"),
    ("es", "Cuatro personas murieron el lunes en Orvane, según dijo la alcaldesa a los periodistas de la ciudad."),
    ("pt", "Quatro pessoas foram mortas em Orvane na segunda-feira, disse a prefeita em uma nota para os jornais."),
    ("de", "Vier Menschen wurden am Montag in Orvane getötet, sagte die Bürgermeisterin nach einer Sitzung."),
    ("ru", "Четыре человека погибли в понедельник, сообщила мэр города. Это были жители села."),
    ("uk", "Четверо людей загинули в понеділок, повідомила міська голова. Їхні імена ще не відомі."),
    ("ar", "قتل أربعة أشخاص يوم الاثنين في المدينة بحسب ما قالت رئيسة البلدية"),
    ("zh", "市长表示,星期一在该市有四人死亡,其中两人来自附近的村庄,警方正在调查。"),
    ("tr", "Pazartesi günü kentte dört kişi öldü, belediye başkanı bir açıklama ile bunu ve isimleri duyurdu."),
])
def test_language_is_told_or_left_open(lang, text):
    assert language_of(text) == lang


@given(st.text("abz XYZ_019 '’“–é².,ßİıſK\u00ad\u00a0\u0301\t\n٣€", max_size=40))
def test_words_are_the_same_in_the_quick_way(text):
    assert _language._words(text.casefold()) == _language._WORD.findall(text.casefold())


def test_marks_that_are_left_out_are_no_letters():
    marks = "".join(char for char in map(chr, range(0x80, 0x3000)) if _language._MARKS.match(char))
    assert "’" in marks and not _language._WORD.search(marks)
