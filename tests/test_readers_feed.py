"""Feeds: full texts, summaries, dates as written, entries that stay the same report while the feed goes on."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma import readers
from stemma.ids import make_id, sha256
from stemma.model import Problem
from stemma.readers import feed

FULL = ("<p>Four people were killed in Orvane on Monday, the mayor said.</p><p>Two of them were from Tarn, a village "
        "nearby, &amp; one was a child.</p>")
LEAD = "Four people were killed in Orvane on Monday, the mayor said."


def item(number, *, full=True, day="Mon, 03 Feb 2031 23:30:00 +0200", link=None):
    content = f"<content:encoded><![CDATA[{FULL}]]></content:encoded>" if full else ""
    return (f"<item><title>Shelling of Orvane &amp;amp; Tarn</title><guid isPermaLink='false'>g{number}</guid>"
            f"<link>{link or f'https://courier.example/{number}'}</link><pubDate>{day}</pubDate>"
            f"<description>{LEAD}</description>{content}</item>")


def rss(*items):
    return ('<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Orvane Courier</title>'
            f"{''.join(items)}</channel></rss>").encode()


def read(raw, name="news.xml"):
    found = list(readers.read_bytes(name, raw))
    return [one for one in found if not isinstance(one, Problem)], [one for one in found if isinstance(one, Problem)]


def test_rss_entries_are_reports_with_what_the_feed_states():
    [(document, kept), (second, _)], problems = read(rss(item(1), item(2)))
    assert document.text == ("Four people were killed in Orvane on Monday, the mayor said.\n"
                             "Two of them were from Tarn, a village nearby, & one was a child.")
    assert (document.name, document.outlet, document.title) == ("news:g1", "The Orvane Courier",
                                                                "Shelling of Orvane & Tarn")
    assert document.published == date(2031, 2, 3), "the day in the zone that it is written in"
    assert document.url == "https://courier.example/1" and document.media_type == "application/rss+xml"
    assert kept == item(1).encode() and document.sha256 == sha256(kept)
    assert document.id == make_id("d", document.sha256, document.name) and second.name == "news:g2" and not problems


def test_an_entry_stays_the_same_report_when_the_feed_goes_on():
    [(before, _)], _ = read(rss(item(1)))
    after, _ = read(rss(item(2), item(1)))
    assert before.id == after[1][0].id


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Orvane Radio</title>
<entry><id>tag:radio.example,2031:1</id><title type="html">Four &lt;b&gt;killed&lt;/b&gt;</title>
<link href="https://radio.example/2031/02/03/four"/><published>2031-02-03T08:00:00Z</published>
<updated>2031-02-05T08:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Four people were killed in Orvane on Monday, the mayor said.</p><p>It was &#8220;a dark day&#8221;, she said.</p>
</div></content></entry>
<entry><id>tag:radio.example,2031:2</id><updated>2031-02-05T08:00:00Z</updated>
<content type="text">Shells fell on the old market, and x &lt; y people fled.</content></entry></feed>"""


def test_atom_entries_and_that_an_update_is_no_publication():
    [(first, _), (second, _)], problems = read(ATOM.encode(), "feed.atom")
    assert first.text.splitlines() == ["Four people were killed in Orvane on Monday, the mayor said.",
                                       "It was “a dark day”, she said."]
    assert (first.title, first.outlet, first.published) == ("Four killed", "Orvane Radio", date(2031, 2, 3))
    assert second.published is None and second.text.endswith("and x < y people fled.") and not problems
    assert first.media_type == "application/atom+xml"


def test_a_summary_is_read_and_said_to_be_one():
    [(document, _)], [problem] = read(rss(item(1, full=False)))
    assert document.text == LEAD and problem.code == "summary-only" and "https://courier.example/1" in problem.message
    assert problem.place == "entry 1"


def test_a_long_description_is_the_report():
    long = item(1, full=False).replace(LEAD, LEAD * 20)
    assert [one.code for one in read(rss(long))[1]] == []


@pytest.mark.parametrize(("entry", "code"), [
    ("<item><title>x</title><link>https://c.example/x</link></item>", "no-text"),
    (item(1, link="https://c.example/2031/02/09/x"), "dates-differ"), (item(1, day="last week"), None),
])
def test_what_is_told_of_single_entries(entry, code):
    documents, problems = read(rss(entry))
    assert [one.code for one in problems] == ([code] if code else [])
    assert all(document.published in (None, date(2031, 2, 3)) for document, _ in documents)


def test_two_entries_with_one_id_are_two_reports():
    documents, _ = read(rss(item(1), item(1)))
    assert [document.name for document, _ in documents] == ["news:g1", "news:g1 (2)"]


@pytest.mark.parametrize(("raw", "code"), [
    (b"<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss><channel>&b;</channel></rss>", "bad-xml"),
    (b"<rss>" + b"<a>" * 5000, "bad-xml"), (b"<rss>" + b"&" * 600_000, "too-large"),
    (b"<rss>" + b"<i/>" * 600_000, "too-large"), (b"<rss>" + b" " * (9 << 20), "too-large"),
])
def test_bombs_are_refused(raw, code):
    documents, problems = read(raw)
    assert not documents and [one.code for one in problems] == [code]


def test_a_cut_feed_is_read_as_far_as_it_goes():
    whole = rss(*(item(number) for number in range(20)))
    documents, _ = read(whole[:len(whole) // 2])
    assert [document.name for document, _ in documents][:9] == [f"news:g{number}" for number in range(9)]


def test_a_feed_in_the_encoding_that_it_states():
    raw = rss(item(1)).replace(b"utf-8", b"windows-1252").replace(b"Orvane", "Orvané".encode("cp1252"))
    [(document, kept)], _ = read(raw)
    assert document.outlet == "The Orvané Courier" and "in Orvané on Monday" in document.text and kept in raw


VALID = rss(item(1), item(2, full=False))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 255)), max_size=8),
       st.integers(0, len(VALID)))
def test_mutated_and_cut_feeds_give_documents_or_problems(changes, length):
    raw = bytearray(VALID)
    for at, byte in changes:
        raw[at] = byte
    for one in feed.read("a.xml", bytes(raw[:length])):
        assert isinstance(one, Problem) or one[0].sha256 == sha256(one[1])
