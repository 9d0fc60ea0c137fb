"""What an HTML page holds. Imported only when a page is read: its libraries take a while to load.

Metadata are taken from where a page states them: meta elements, schema.org data, link and title elements. Dates and
outlets are never looked for in the visible text, where they would be guesses.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from stemma.readers._evidence import Evidence, dated
from stemma.readers._main_text import whole_text

# The libraries warn about pages without text; that is said once, as a Problem.
for _name in ("trafilatura", "htmldate", "justext", "courlan"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

# In the order of trust; keys are what <meta> elements carry in property, name or itemprop, casefolded.
_TITLE = ("og:title", "twitter:title", "dc.title", "headline")
_DATE = ("article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
         "dc.date", "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publication_date",
         "date")
_OUTLET = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name", "publisher")
_ARTICLES = frozenset({"Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "Report"})
_DEEPEST = 8  # levels of schema.org data that are looked into
_MOST_TIMES = 20  # time elements that are looked at


def parse(page: str) -> HtmlElement | None:
    """The page's tree, or None where there is nothing to parse."""
    try:
        # Bytes with a stated encoding: a string that declares another encoding would be refused.
        return document_fromstring(page.encode("utf-8"), parser=HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def parse_plainly(page: str | bytes) -> etree._Element | None:
    """The page's tree of plain elements, which are made faster than those that trafilatura needs. Bytes are UTF-8."""
    try:
        raw = page.encode("utf-8") if isinstance(page, str) else page
        return etree.fromstring(raw, etree.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def article_text(tree: HtmlElement) -> str:
    """The article's text, paragraphs separated by line ends; "" where none is found."""
    import trafilatura  # here: it takes longer to load than all the rest, and archives seldom need it

    try:
        result = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    except Exception:  # a third party's heuristics on an arbitrary page: whatever they raise means no text
        return ""
    return (result.text or "") if result is not None else ""


def fragment_text(markup: str) -> str:
    """All the text of markup that is known to be a report: an entry of a feed, a mail."""
    if not markup.strip():
        return ""
    tree = parse_plainly(markup)
    return "" if tree is None else whole_text(tree)


Elements = Mapping[str, list[HtmlElement]]  # those of `_STATING` in a page, by their tag
_STATING = ("meta", "link", "script", "title", "time", "article")


def stated(tree: HtmlElement) -> tuple[Evidence, ...]:
    """What the page's metadata say of title, outlet, address and day of publication, the most trusted place first."""
    elements: Elements = {tag: [] for tag in _STATING}
    for element in tree.iter(*_STATING):
        elements[element.tag].append(element)
    metas, article = _metas(elements["meta"]), next(_articles(elements["script"]), {})
    found: list[Evidence] = [Evidence("title", metas[key], f"meta {key}") for key in _TITLE if key in metas]
    found += _named("title", article.get("headline"), "JSON-LD headline")
    found += [one for title in elements["title"][:1] for one in _named("title", title.text, "title element")]
    found += [Evidence("outlet", metas[key], f"meta {key}") for key in _OUTLET if key in metas]
    found += _named("outlet", _name_of(article.get("publisher")), "JSON-LD publisher")
    return (*found, *_addresses(elements["link"], metas), *_published(metas, article, elements))


def _named(field: str, value: object, basis: str) -> list[Evidence]:
    """Evidence of a text, where it is one and not empty."""
    written = _text(value)
    return [Evidence(field, written, basis)] if written else []


def _metas(elements: Iterable[HtmlElement]) -> dict[str, str]:
    """The first non-empty content of each <meta>, by its casefolded name."""
    metas: dict[str, str] = {}
    for element in elements:
        content = _clean(element.get("content"))
        for attribute in ("property", "name", "itemprop"):
            key = element.get(attribute)
            if key and content:
                metas.setdefault(key.strip().casefold(), content)
    return metas


def _articles(scripts: Iterable[HtmlElement]) -> Iterator[dict]:
    """The page's schema.org articles."""
    for script in scripts:
        if (script.get("type") or "").strip().casefold() == "application/ld+json" and script.text:
            try:
                yield from _objects(msgspec.json.decode(script.text.encode("utf-8", "replace")), _DEEPEST)
            except (msgspec.DecodeError, RecursionError):
                continue


def _objects(value: object, levels: int) -> Iterator[dict]:
    """Article objects in schema.org data: the value itself, a list of them, or under @graph."""
    if isinstance(value, list) and levels:
        for item in value:
            yield from _objects(item, levels - 1)
    elif isinstance(value, dict):
        types = value.get("@type")
        if not _ARTICLES.isdisjoint(name for name in (types if isinstance(types, list) else [types])
                                    if isinstance(name, str)):
            yield value
        elif levels:
            yield from _objects(value.get("@graph"), levels - 1)


def _published(metas: dict[str, str], article: dict, elements: Elements) -> list[Evidence]:
    """The days of publication that are stated as ISO dates."""
    places = [(metas[key], f"meta {key}") for key in _DATE if key in metas]
    places.append((_text(article.get("datePublished")) or "", "JSON-LD datePublished"))
    for element in elements["time"][:_MOST_TIMES]:
        if element.get("pubdate") is not None or (element.get("itemprop") or "").casefold() == "datepublished":
            places.append((element.get("datetime") or "", "time element"))
    places += [(value, "time element of the article") for value in _own_time(elements["article"])]
    return [evidence for value, basis in places if (evidence := dated(value, basis))]


def _own_time(articles: Sequence[HtmlElement]) -> list[str]:
    """The first time of the page's only article, unless it is said to be that of a change."""
    if len(articles) != 1:
        return []
    for element in islice(articles[0].iter("time"), 1):
        above = element.getparent()
        said = f"{element.get('class')} {element.get('itemprop')} {above.get('class')} {above.text}".casefold()
        if not any(word in said for word in ("updat", "modif")):
            return [element.get("datetime") or ""]
    return []


def _addresses(links: Iterable[HtmlElement], metas: dict[str, str]) -> list[Evidence]:
    """The page's own address: canonical link, then Open Graph."""
    own = [(link.get("href"), "canonical link") for link in links
           if (link.get("rel") or "").casefold() == "canonical"]
    candidates = [(_clean(url), basis) for url, basis in (*own[:_MOST_TIMES], (metas.get("og:url"), "meta og:url"))]
    return [Evidence("url", url, basis) for url, basis in candidates
            if url and url.casefold().startswith(("http://", "https://"))]


def _name_of(publisher: object) -> object:
    if isinstance(publisher, list) and publisher:
        publisher = publisher[0]
    return publisher.get("name") if isinstance(publisher, dict) else publisher


def _text(value: object) -> str | None:
    return _clean(value) if isinstance(value, str) else None


def _clean(value: str | None) -> str | None:
    """A metadata value on one line, or None where nothing is left."""
    return " ".join((value or "").split()) or None
