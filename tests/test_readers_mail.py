"""E-mail: the sender's words, attachments as reports of their own, whatever else arrives."""

from __future__ import annotations

import base64
import gzip
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma import readers
from stemma.ids import make_id, sha256
from stemma.model import Problem
from stemma.readers import eml
from tests import office

REPORT = "Four people were killed in Orvane on Monday, the mayor said. Two of them were from the village of Tarn."
PAGE = f"<!doctype html><html><body><article><p>{REPORT}</p><p>{REPORT}</p></article></body></html>"


def mail(text=REPORT, html=None, subject="Shelling of Orvané", sender="Orvane Courier <news@courier.example>",
         day="Mon, 03 Feb 2031 23:30:00 +0200", attached=()):
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"], message["Message-ID"] = sender, subject, day, "<1@c.example>"
    if text is not None:
        message.set_content(text)
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    for name, raw, kind in attached:
        if isinstance(raw, EmailMessage):
            message.add_attachment(raw)
        else:
            main, _, sub = kind.partition("/")
            message.add_attachment(raw, maintype=main, subtype=sub, filename=name)
    return message


def read(raw, name="note.eml"):
    raw = bytes(raw)
    found = list(readers.read_bytes(name, raw))
    for one in found:
        if not isinstance(one, Problem):
            assert one[0].sha256 == sha256(one[1]) and one[0].id == make_id("d", one[0].sha256, one[0].name)
    return [one for one in found if not isinstance(one, Problem)], [one for one in found if isinstance(one, Problem)]


def codes(problems):
    return [one.code for one in problems]


@pytest.mark.parametrize("name", ["note.eml", "note.txt", "note"])
def test_a_mail_gives_its_text_subject_sender_and_day(name):
    raw = bytes(mail(html="<p>other words, in markup</p>"))
    [(document, kept)], problems = read(raw, name)
    assert document.text.strip() == REPORT and document.title == "Shelling of Orvané" and kept == raw
    assert (document.outlet, document.published, document.name) == (
        "Orvane Courier", date(2031, 2, 3), "note.txt" if name == "note.txt" else "note")
    assert document.media_type == "message/rfc822" and (codes(problems) == []) == (name != "note.txt")


def test_html_is_read_where_there_is_no_plain_text():
    [(document, _)], _ = read(mail(text=None, html=f"<p>{REPORT}</p><p>And more &amp; more.</p>"))
    assert document.text == f"{REPORT}\nAnd more & more."


def test_attachments_are_reports_of_their_own():
    inner = mail("Another report on the shelling of the old market in Tarn.", subject="Fwd", attached=[
        ("inner.txt", f"{REPORT} Inner.".encode(), "application/octet-stream")])
    documents, problems = read(mail(attached=[
        ("report.pdf", office.pdf([REPORT[:60], REPORT[60:]]), "application/pdf"), ("page.dat", PAGE.encode(), "a/b"),
        ("photo.jpg", b"\xff\xd8\xff", "image/jpeg"), ("report.pdf", office.pdf(["Another one, the same day."]), "a/b"),
        ("table.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a/b"), ("x.gz", gzip.compress(REPORT.encode()), "a/b"),
        ("", inner, "")]))
    assert [document.name for document, _ in documents] == [
        "note", "note/report", "note/page.dat", "note/report (2)", "note/attachment 7", "note/attachment 7/inner"]
    assert documents[1][1] == office.pdf([REPORT[:60], REPORT[60:]]) and documents[2][0].media_type == "text/html"
    assert documents[4][0].title == "Fwd" and documents[1][0].path == "note.eml/report.pdf"
    assert codes(problems) == ["unknown-format", "packed"] and "old Office" in problems[0].message


def test_words_in_other_character_sets():
    head = "From: =?koi8-r?B?9MHS?= <a@b.example>\r\nSubject: =?x-none?B?////?=\r\nMIME-Version: 1.0\r\nDate: today\r\n"
    body = "Content-Type: text/plain; charset=cp1251\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(
        "Четыре человека погибли в городе, сообщил мэр.".encode("cp1251")).decode()
    [(document, _)], _ = read((head + body).encode())
    assert document.text.startswith("Четыре человека") and document.outlet == "Тар" and document.published is None


def test_a_saved_page_has_its_address():
    raw = (b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://courier.example/1\r\nSubject: x\r\n"
           b"Date: Mon, 03 Feb 2031 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
           b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n'
           + PAGE.encode() + b"\r\n--b--\r\n")
    [(document, _)], _ = read(raw, "page.mht")
    assert document.url == "https://courier.example/1" and REPORT in document.text


def test_a_received_line_that_tells_another_day_is_evidence():
    raw = b"Received: from a by b; Fri, 07 Feb 2031 10:00:00 +0000\r\n" + bytes(mail())
    [(document, _)], [problem] = read(raw)
    assert problem.code == "dates-differ" and "2031-02-07" in problem.message and document.published == date(2031, 2, 3)


def nested(depth):
    message = mail("The innermost message speaks of the shelling.")
    for _ in range(depth):
        outer = mail("A message that carries another one in it.")
        outer.add_attachment(message)
        message = outer
    return bytes(message)


@pytest.mark.parametrize(("raw", "code"), [
    (nested(6), "too-deep"), (bytes(mail(" ")), "no-text"),
    (b"From: a@b.example\nDate: x\nMIME-Version: 1.0\nSubject: " + b"(" * 100_000 + b"\n\n" + REPORT.encode(), None),
    (b"From: " + b"=?utf-8?B?" * 20_000 + b"\nDate: x\nMIME-Version: 1.0\n\n" + REPORT.encode(), None),
    (b"From: a@b.example\nDate: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
     + b"--b\nContent-Type: application/pdf\n\nx\n" * 3000, "too-large"),
])
def test_messages_without_end_end(raw, code):
    _, problems = read(raw)
    assert (code in codes(problems)) if code else not codes(problems)


@pytest.mark.parametrize("text", [
    "From: the mayor\nTo: everybody\n\nFour people were killed.", f"Date: Monday\n{REPORT}", f"Subject: x\n{REPORT}",
    f"From the field: {REPORT}\nMIME-Version: none\n",
])
def test_a_text_that_looks_a_little_like_a_mail_stays_a_text(text):
    [(document, _)], _ = read(text.encode(), "a.txt")
    assert document.text == text


VALID = bytes(mail(html="<p>other</p>", attached=[("report.pdf", office.pdf([REPORT]), "application/pdf"),
                                                  ("", mail(), "")]))


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=5)), max_size=6), st.floats(0, 1))
def test_mutated_and_cut_mails_give_documents_or_problems(changes, share):
    raw = bytearray(VALID)
    for at, new in changes:
        start = int(at * len(raw))
        raw[start:start + len(new)] = new
    for one in eml.read("a.eml", bytes(raw[:int(share * len(raw))])):
        assert isinstance(one, Problem) or one[0].sha256 == sha256(one[1])
