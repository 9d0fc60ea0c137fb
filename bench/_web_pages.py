"""Invented news pages for measuring: articles of `bench._reports` inside what news sites put around them.

Eight ways to lay a page out take turns, with menus, adverts, teasers, comments, scripts and styles, about 30 kB each.
Every other eight have class names that say nothing and no elements that say what a box is, as many sites do. What
belongs to the article and what does not is known, so that an extractor's text can be judged. The same seed gives the
same pages.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from html import escape

from msgspec import Struct

from bench._reports import reports

SEED = 20310417
SIZE = 30_000  # characters of a page, about
FIRST_DAY = date(2021, 1, 4)  # not to come: trafilatura leaves such days out
TWO_YEARS = 700  # days

_OUTLETS = ("Velrenne Ledger", "Tarlodar Post", "Hill Courier", "Radio Delta Online", "Sarmi Evening News")
_SECTIONS = ("Home", "World", "Region", "Politics", "Economy", "Sport", "Culture", "Weather", "Opinion", "Video",
             "Podcasts", "Newsletters", "Jobs", "Property", "Archive", "Contact us", "Subscribe")
_ADVERTS = (
    "Save forty percent on garden furniture this week only. Order now and pay in spring.",
    "This mattress was made for people who wake up tired. Try it for ninety nights at home.",
    "Compare insurance offers in two minutes and find out what your neighbours pay.",
    "Readers of our letter learn first what the markets do. Sign up with one click today.",
)
_TEASERS = (
    "Five walks along the river that end at a good bakery", "Why the price of apples has doubled since the summer",
    "Our reporters test three electric bicycles on steep roads", "The choir that sings in an empty swimming pool",
    "A village builds its own lift, and everybody wants to ride", "How to keep a kitchen garden on a north balcony",
    "The last cinema of the old town opens again in autumn", "What the new timetable means for those who commute",
)
_COMMENTS = (
    "I was there last summer and it looked quite different then, I must say.",
    "Thank you for keeping us informed, the other papers do not write about it at all.",
    "Can somebody please tell the editors that the second photograph is mirrored?",
)
_NOTICES = (
    "We use cookies to give you the best experience on our site. You can change your choice at any time.",
    "You have read three of your five free articles this month. Subscribe to read on without limits.",
)


class WebPage(Struct, frozen=True):
    """A page with what is known of it: the article's paragraphs, and sentences that do not belong to it."""

    url: str
    html: str
    day: date
    outlet: str
    headline: str
    paragraphs: tuple[str, ...]
    around: tuple[str, ...]
    marked: bool  # whether classes and elements say what a box is


def pages(count: int, seed: int = SEED, told: Iterable[str] | None = None, daily: int = 0) -> Iterator[WebPage]:
    """So many pages, always the same ones for a seed. told: other reports than those of `bench._reports`. daily: how
    many are taken each day, of that day and the three days before, as by a crawler of news; else of two years."""
    chance = random.Random(seed)
    for number, report in enumerate(reports(count, seed) if told is None else told):
        headline, *paragraphs = report.rstrip("\n").split("\n\n")
        after = number // daily + chance.choice((0, 1, 2, 3, 3, 3)) if daily else chance.randrange(TWO_YEARS)
        yield _page(chance, number, headline, paragraphs, FIRST_DAY + timedelta(days=after))


def page_of(number: int, headline: str, paragraphs: list[str]) -> WebPage:
    """One report of two paragraphs or more as a page, always the same for a number."""
    chance = random.Random(number)
    return _page(chance, number, headline, paragraphs, FIRST_DAY + timedelta(days=chance.randrange(TWO_YEARS)))


def _page(chance: random.Random, number: int, headline: str, paragraphs: list[str], day: date) -> WebPage:
    outlet = chance.choice(_OUTLETS)
    around = _Around(chance)
    layout = _LAYOUTS[number % len(_LAYOUTS)]
    body = layout(around, headline, paragraphs, day)
    url = f"https://{outlet.replace(' ', '').casefold()}.example/{day:%Y/%m/%d}/report-{number}"
    head = _head(chance, number, headline, outlet, day, url)
    url = url if number % 5 else url.replace(f"{day:%Y/%m/%d}", "news")
    marked = number // len(_LAYOUTS) % 2 == 0
    inside = f"{around.top()}{body}{around.bottom()}"
    page = (f"<!doctype html>\n<html lang=\"en\"><head>{head}</head><body>"
            f"{inside if marked else _unmarked(inside)}")
    page += f"<script>{_script(chance, max(0, SIZE - len(page) - 40))}</script></body></html>\n"
    return WebPage(url, page, day, outlet, headline, tuple(paragraphs), tuple(around.written), marked)


def _unmarked(markup: str) -> str:
    """The same with classes that say nothing, without ids, and with plain elements for those that name a box."""
    markup = re.sub(r' id="[^"]*"', "", markup)
    markup = re.sub(r'class="([^"]*)"', lambda m: f'class="css-{zlib.crc32(m[1].encode()):x}"', markup)
    return re.sub(r"<(/?)(?:nav|header|footer|aside|article|section|main)\b", r"<\1div", markup)


def _head(chance: random.Random, number: int, headline: str, outlet: str, day: date, url: str) -> str:
    """Metadata, in more or less detail as sites have it, and a style sheet."""
    parts = [f"<meta charset=\"utf-8\"><title>{escape(headline)} | {outlet}</title>",
             f"<link rel=\"canonical\" href=\"{url}\">", f"<style>{_style(chance)}</style>"]
    states = number % 7  # 0: nothing; 1 and 2: one of both ways; others: both
    if states > 1:
        parts.append(f"<meta property=\"og:title\" content=\"{escape(headline)}\">"
                     f"<meta property=\"og:site_name\" content=\"{outlet}\">"
                     f"<meta property=\"article:published_time\" content=\"{day}T08:{chance.randrange(60):02}:00Z\">")
    if states not in (0, 2):
        data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline,
                "datePublished": f"{day}T08:00:00Z", "publisher": {"@type": "Organization", "name": outlet}}
        parts.append(f"<script type=\"application/ld+json\">{json.dumps(data)}</script>")
    return "".join(parts)


def _below(section: str) -> str:
    """The menu below a section."""
    return "".join(f"<li><a href=\"/{section.casefold()}/{name}\"><span>{section} {name}</span></a></li>"
                   for name in ("today", "week", "people", "letters"))


class _Around:
    """Makes what stands around an article, and notes its sentences."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.written: list[str] = []

    def _text(self, choices: tuple[str, ...]) -> str:
        text = self.chance.choice(choices)
        if text not in self.written:
            self.written.append(text)
        return escape(text)

    def top(self) -> str:
        """Notice, menu and a banner."""
        links = "".join(
            f"<li class=\"nav-item\"><a href=\"/{name.casefold()}\">{name}</a><ul>{_below(name)}</ul></li>"
            for name in _SECTIONS)
        notice = self._text(_NOTICES)
        return (f"<div class=\"cookie-banner\"><p>{notice}</p><button>Agree</button></div>"
                f"<header><nav class=\"main-menu\"><ul>{links}</ul></nav></header>{self.advert()}")

    def bottom(self) -> str:
        """Teasers, comments, a footer."""
        comments = "".join(f"<li class=\"comment\"><b>Reader {n}</b><p>{self._text(_COMMENTS)}</p></li>"
                           for n in range(3))
        links = "".join(f"<a href=\"/{name.casefold()}\">{name}</a> | " for name in _SECTIONS)
        cards = "".join(self.card(n) for n in range(9))
        return (f"{self.teasers(6)}<div class=\"grid more-stories\">{cards}</div>"
                f"<section id=\"comments\" class=\"comments\"><h3>Comments</h3><ul>{comments}</ul>"
                f"</section><footer class=\"site-footer\">{links}<p>All rights reserved.</p></footer>")

    def advert(self) -> str:
        """One advert, as sites mark them."""
        name = self.chance.choice(("ad-slot", "advert", "sponsored-box", "promo"))
        return f"<div class=\"{name}\"><p>{self._text(_ADVERTS)}</p></div>"

    def card(self, number: int) -> str:
        """A teaser as a page of its own kind has it: picture, headline, a line of text, a time."""
        return (f"<div class=\"card\"><a class=\"card-link\" href=\"/c/{number}\"><div class=\"card-media\"><picture>"
                f"<source srcset=\"/i/{number}.webp\"><img src=\"/i/{number}.jpg\" alt=\"\"></picture></div>"
                f"<div class=\"card-body\"><span class=\"kicker\">Region</span><h3>{self._text(_TEASERS)}</h3>"
                f"<span class=\"meta\"><time>{number + 1} hours ago</time></span></div></a></div>")

    def teasers(self, count: int) -> str:
        """Links to other articles."""
        items = "".join(f"<li><a href=\"/t/{n}\"><img src=\"/i/{n}.jpg\" alt=\"\"><span>{self._text(_TEASERS)}</span>"
                        "</a></li>" for n in range(count))
        return f"<div class=\"related-stories\"><h4>Read more</h4><ul>{items}</ul></div>"


def _with_adverts(around: _Around, paragraphs: list[str], form: str) -> str:
    """Paragraphs in a form, an advert after the third and teasers after the sixth."""
    parts = []
    for at, text in enumerate(paragraphs, start=1):
        parts.append(form.format(escape(text)))
        if at == 3:
            parts.append(around.advert())
        if at == 6:
            parts.append(around.teasers(2))
    return "".join(parts)


def _semantic(around: _Around, headline: str, paragraphs: list[str], day: date) -> str:
    return (f"<main><article><h1>{escape(headline)}</h1><time datetime=\"{day}\">{day:%d %B %Y}</time>"
            f"{_with_adverts(around, paragraphs, '<p>{}</p>')}</article><aside>{around.teasers(4)}</aside></main>")


def _divided(around: _Around, headline: str, paragraphs: list[str], day: date) -> str:
    text = _with_adverts(around, paragraphs, "<p>{}</p>")
    return (f"<div class=\"wrap\"><div class=\"col-8\"><h1 class=\"hl\">{escape(headline)}</h1>"
            f"<div class=\"story-body\">{text}</div></div><div class=\"col-4\">{around.teasers(5)}</div></div>")


def _broken(around: _Around, headline: str, paragraphs: list[str], day: date) -> str:
    text = "<br><br>".join(escape(text) for text in paragraphs)
    return (f"<table class=\"layout\"><tr><td class=\"menu\">{around.teasers(4)}</td><td class=\"content\">"
            f"<h2>{escape(headline)}</h2><div class=\"text\">{text}</div></td></tr></table>")


def _nested(around: _Around, headline: str, paragraphs: list[str], day: date) -> str:
    text = _with_adverts(around, paragraphs, "<div class=\"row\"><div class=\"x1\"><p><span>{}</span></p></div></div>")
    return f"<div id=\"page\"><div><div><h1>{escape(headline)}</h1>{text}</div></div></div>"


def _quoted(around: _Around, headline: str, paragraphs: list[str], day: date) -> str:
    first, second, *rest = paragraphs
    text = f"<p class=\"lead\"><strong>{escape(first)}</strong></p><blockquote><p>{escape(second)}</p></blockquote>"
    text += _with_adverts(around, rest, "<p>{}</p>")
    return (f"<section class=\"article\" itemprop=\"articleBody\"><h1>{escape(headline)}</h1>{text}</section>"
            f"<div class=\"share-tools\"><a href=\"#\">Share</a> <a href=\"#\">Print</a></div>")


def _linked(around: _Around, headline: str, paragraphs: list[str], day: date) -> str:
    def link(text: str) -> str:
        words = escape(text).split(" ")
        return " ".join(["<a href=\"/topic\">" + " ".join(words[:4]) + "</a>", *words[4:]])
    text = "".join(f"<p>{link(text)}</p>" for text in paragraphs)
    return (f"<article class=\"post\"><header><h1>{escape(headline)}</h1><p class=\"byline\">Staff writer, "
            f"{day:%d %B %Y}</p></header><div class=\"entry-content\">{text}{around.advert()}</div></article>")


def _headed(around: _Around, headline: str, paragraphs: list[str], day: date) -> str:
    parts = []
    for at, text in enumerate(paragraphs):
        parts.append(f"<h3>Part {at // 3 + 1}</h3>" if at % 3 == 0 else "")
        parts.append(f"<p>{escape(text)}</p>")
    return (f"<main id=\"main\"><h1>{escape(headline)}</h1>{''.join(parts)}<ul class=\"tags\"><li><a href=\"#\">War</a>"
            f"</li></ul>{around.teasers(3)}</main>")


def _listed(around: _Around, headline: str, paragraphs: list[str], day: date) -> str:
    first, *rest = paragraphs
    items = "".join(f"<li>{escape(text)}</li>" for text in rest)
    return (f"<article><h1>{escape(headline)}</h1><p>{escape(first)}</p><ul>{items}</ul>{around.advert()}</article>"
            f"<aside class=\"sidebar\">{around.teasers(4)}</aside>")


_LAYOUTS: tuple[Callable[[_Around, str, list[str], date], str], ...] = (
    _semantic, _divided, _broken, _nested, _quoted, _linked, _headed, _listed)


def _style(chance: random.Random) -> str:
    return "".join(f".c{chance.randrange(999)}{{margin:{n}px;padding:{chance.randrange(9)}px;color:#333}}"
                   for n in range(120))


def _script(chance: random.Random, length: int) -> str:
    """Something like the minified code of trackers, of about this length."""
    part = "".join(f"var v{chance.randrange(9999)}=function(a,b){{return a<b?a:b+{n}}};" for n in range(40))
    return (part * (length // len(part) + 1))[:length]
