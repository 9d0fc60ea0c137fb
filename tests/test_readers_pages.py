"""Pages: where dates and outlets are stated, what happens where they differ, and the quick way to an article's text."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._web_pages import pages
from stemma import readers
from stemma.model import Problem
from stemma.readers import _main_text
from stemma.readers._evidence import evidence_of
from stemma.readers._main_text import main_text
from stemma.readers._pages import parse
from stemma.readers.html import text_and_evidence

REPORT = "Four people were killed in Orvane on Monday, the mayor said. Two of them were from the village of Tarn."
BODY = f"<body><article><h1>Shelling</h1><p>{REPORT}</p><p>{REPORT}</p></article></body>"


def page(*, meta=None, ld=None, time=None, url=None, og_site=None):
    """A page that states what is given."""
    head = "".join([
        f'<meta property="article:published_time" content="{meta}">' if meta else "",
        f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld else "",
        f'<link rel="canonical" href="{url}">' if url else "",
        f'<meta property="og:site_name" content="{og_site}">' if og_site else ""])
    stamp = f'<time pubdate datetime="{time}">then</time>' if time else ""
    return f"<!doctype html><html><head>{head}</head>{BODY.replace('<h1>', stamp + '<h1>')}</html>".encode()


def read(raw):
    found = list(readers.read_bytes("page.html", raw))
    [(document, kept)] = [item for item in found if not isinstance(item, Problem)]
    return document, kept, {item.code: item.message for item in found if isinstance(item, Problem)}


ARTICLE = {"@type": "NewsArticle", "datePublished": "2031-02-04T10:00:00+00:00",
           "publisher": {"name": "Orvane Radio"}, "headline": "Four killed"}


def test_every_place_that_states_a_field_is_told():
    raw = page(meta="2031-02-04", ld=ARTICLE, url="https://courier.example/2031/02/04/orvane", og_site="The Courier")
    document, kept, problems = read(raw)
    told = {(one.field, one.basis): one.value for one in evidence_of(document, kept)}
    assert told[("published", "meta article:published_time")] == "2031-02-04"
    assert told[("published", "JSON-LD datePublished")] == "2031-02-04T10:00:00+00:00"
    assert told[("published", "address")] == "/2031/02/04"
    assert told[("outlet", "meta og:site_name")] == "The Courier"
    assert told[("outlet", "JSON-LD publisher")] == "Orvane Radio"
    assert told[("url", "canonical link")] == document.url and told[("title", "JSON-LD headline")] == "Four killed"
    assert (document.outlet, document.published) == ("The Courier", date(2031, 2, 4)) and not problems


@pytest.mark.parametrize(("stated", "days"), [
    ({"meta": "2031-02-03", "ld": ARTICLE}, ("2031-02-03 (meta article:published_time)", "2031-02-04 (JSON-LD")),
    ({"ld": ARTICLE, "time": "2031-02-01"}, ("2031-02-04 (JSON-LD", "2031-02-01 (time element)")),
    ({"meta": "2031-02-03", "url": "https://c.example/2031/02/09/x"}, ("2031-02-03 (meta", "2031-02-09 (address)")),
])
def test_dates_that_differ_are_all_told_and_the_most_trusted_is_used(stated, days):
    document, _, problems = read(page(**stated))
    assert all(day in problems["dates-differ"] for day in days)
    assert str(document.published) == days[0][:10]


@pytest.mark.parametrize("stated", [
    {"meta": "2031-02-04T23:30:00+00:00", "ld": {**ARTICLE, "datePublished": "2031-02-05T01:30:00+02:00"}},
    {"meta": "2031-02-04T22:30:00-05:00", "url": "https://c.example/2031/02/05/x"}, {"meta": "2031-02-04"}, {},
    {"meta": "2031-02-04", "time": "soon"}, {"url": "https://c.example/2031/13/45/x"},
])
def test_one_moment_in_two_zones_is_no_difference(stated):
    assert "dates-differ" not in read(page(**stated))[2]


@pytest.mark.parametrize(("markup", "day"), [
    ('<article><header><time datetime="2031-02-03T10:00:00Z">3 Feb</time></header>', date(2031, 2, 3)),
    ('<article><p class="updated">Updated <time datetime="2031-02-03">3 Feb</time></p>', None),
    ('<article><p>Last modified <time datetime="2031-02-03">3 Feb</time></p>', None),
    ('<article><time datetime="2031-02-01">x</time></article><article>', None),
    ('<time datetime="2031-02-03">3 Feb</time><article>', None), ("<article><time>2031-02-03</time>", None),
])
def test_the_time_of_the_only_article_is_a_day_of_publication(markup, day):
    raw = f"<!doctype html><html><body>{markup}<p>{REPORT}</p><p>{REPORT}</p></article></body></html>".encode()
    document, kept, _ = read(raw)
    assert document.published == day
    bases = [one.basis for one in evidence_of(document, kept) if one.field == "published"]
    assert bases == (["time element of the article"] if day else [])


def test_a_field_that_no_page_states_stays_unknown():
    document, kept, _ = read(page())
    assert document.published is None and document.outlet is None
    assert [one.field for one in evidence_of(document, kept)] == []


def test_other_documents_tell_where_their_fields_come_from():
    line = json.dumps({"text": REPORT, "published": "2031-02-03", "outlet": "Courier"}).encode()
    [(document, kept)] = list(readers.read_bytes("a.jsonl", line))
    assert {(one.field, one.basis) for one in evidence_of(document, kept)} == {
        ("published", "field of the JSON file"), ("outlet", "field of the JSON file")}


# ---------------------------------------------------------------------------------- the quick way to the text


@pytest.mark.parametrize("written", list(pages(16)), ids=lambda page: page.url[-12:])
def test_the_quick_way_keeps_the_article_and_little_else(written):
    text, _ = text_and_evidence(written.html, quick=True)
    whole = " ".join(text.split())
    assert [p for p in written.paragraphs if " ".join(p.split()) not in whole] == []
    if written.marked:  # boxes that nothing names cannot all be told from an article
        assert sum(len(around) for around in written.around if around in whole) < 0.05 * len(whole)


LONG = [f"{REPORT} This is paragraph {number}, in which the mayor went on." for number in range(6)]


@pytest.mark.parametrize("html", [
    f"<div class=lead><p>{LONG[0]}</p></div><div class=body>" + "".join(f"<p>{p}</p>" for p in LONG[1:]) + "</div>",
    "<br><br>".join(LONG), "<div>" + "".join(f"<div><span>{p}</span></div>" for p in LONG) + "</div>",
    f"<p>{LONG[0]}<!-- advert --> {LONG[1]}</p><nav>menu</nav>" + "".join(f"<p>{p}</p>" for p in LONG[2:]),
    "<div class='related'>x</div>".join(f"<p>{p}</p>" for p in LONG),
])
def test_no_paragraph_is_lost_whatever_it_stands_in(html):
    text = main_text(parse(f"<html><body><h1>Shelling of Orvane</h1>{html}</body></html>"))
    assert text is not None and all(paragraph in " ".join(text.split()) for paragraph in LONG)


@pytest.mark.parametrize("html", [
    "<p>Short.</p>", "<div>" * 400 + "".join(f"<p>{p}</p>" for p in LONG),
    "<div class='comments'>" + "".join(f"<p>{p}</p>" for p in LONG * 3) + "</div>" + f"<p>{LONG[0]} {LONG[1]}</p>",
    "".join(f"<div><a href='/'>{p}</a></div>" for p in LONG),
])
def test_where_it_is_not_sure_it_says_so(html):
    assert main_text(parse(f"<html><body>{html}</body></html>")) is None


@pytest.mark.parametrize("tag", ["div", "span", "b"])
@pytest.mark.parametrize("levels", [150, 240, 3000])
def test_deep_pages_are_read_or_left_to_the_careful_way(tag, levels):
    page = f"<article>{''.join(LONG)}{f'<{tag}>' * levels}<p>{LONG[0]}</p>{f'</{tag}>' * levels}</article>"
    text = main_text(parse(f"<html><body>{page}</body></html>"))
    assert (text is None) == (levels > 200 and tag == "div")
    assert text is None or LONG[0] in text


PIECES = ("<p>", "</p>", "<div class=ad>", "</div>", "<a href=x>", "</a>", "<br>", "text. ", "<article>", "<!--", "-->",
          "<script>", "</script>", "<td>", "</ul>", "&amp;", "<h1>", "\x00", "é", LONG[0])


def test_running_text_of_what_is_passed_over_is_counted_piece_by_piece():
    long, short = "The council met on Monday and spoke of the roads, the trams and the price of bread again. ", "Agree"
    tree = parse(f"<div>{long}é<p>{short}<b>{long}</b>{long}<!-- {long} -->{short}</p><style>{long}</style></div>x")
    box = tree.find(".//div")
    counted = [text for text in box.itertext() if len(text) >= _main_text._RUNNING]
    assert _main_text._running_text(box) == counted and len(counted) == 4


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_no_markup_breaks_the_walk(parts):
    tree = parse("".join(parts))
    assert tree is None or isinstance(main_text(tree), str | None)
