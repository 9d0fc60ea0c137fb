"""The article's text of a page in one walk over its tree, for archives of many pages; it says where it is not sure.

Paragraphs are long pieces of text with few links. The article is the deepest element that holds nearly all of them.
Boxes whose tag, class or id names something else (menus, adverts, teasers, comments) are passed over. Thresholds were
set on pages written for the purpose (`bench collect-warc`), which also tells how this text compares with trafilatura's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

_SKIPPED = frozenset((
    "script", "style", "noscript", "nav", "footer", "aside", "form", "button", "iframe", "svg", "select", "template",
    "object", "video", "audio", "canvas", "math", "dialog", "menu", "textarea", "head", "figure"))
_NO_TEXT = frozenset(("script", "style", "template", "svg", "math", "object", "iframe"))
_WHOLE = frozenset(("html", "body", "main", "article"))  # never passed over for their class
_CONTAINERS = frozenset(("html", "body", "main", "article", "section", "div", "td", "tr", "tbody", "table", "center",
                         "header", "hgroup"))
_BLOCKS = frozenset(("p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dd", "dt", "th", "figcaption",
                     "address", "details", "summary", "caption", "hr", "ul", "ol", "dl")) | _CONTAINERS
# What is known of an element by its tag, as bits; every other one is a part of a line.
_INLINE, _NOT_SHOWN, _PASSED, _KEPT, _HEADER, _BLOCK, _CONTAINER = 0, 1, 2, 4, 8, 16, 32
_KINDS = {tag: sum(bit for bit, tags in (
    (_NOT_SHOWN, _NO_TEXT), (_PASSED, _SKIPPED), (_KEPT, _WHOLE), (_HEADER, ("header",)), (_BLOCK, _BLOCKS),
    (_CONTAINER, _CONTAINERS)) if tag in tags) for tag in _NO_TEXT | _SKIPPED | _BLOCKS}
_KINDS |= {etree.Comment: _NOT_SHOWN, etree.PI: _NOT_SHOWN, etree.Entity: _NOT_SHOWN}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_OTHER = re.compile(
    r"(?i)(?:^|[\s_-])(?:ads?|advert\w*|sponsor\w*|promo\w*|related\w*|recommend\w*|share|sharing|social|comments?|"
    r"disqus\w*|cookies?|consent|newsletters?|sidebar|menu|nav|navbar|navigation|breadcrumbs?|teasers?|footer|tags|"
    r"popular|trending|outbrain\w*|taboola\w*|modal|popup|read-?more|more-stories)(?:$|[\s_-])")
_HIDDEN = re.compile(r"(?i)display\s*:\s*none")
_ENDS = re.compile(r"[.!?…][\"”’»)]*$")

_LONG = 40  # characters of a piece that may be a paragraph
_RUNNING = 80  # characters of running text at a stretch, which headlines and menus do not have
_FEW_LINKS = 0.5  # share of a paragraph's characters that may stand in links
_NEARLY_ALL = 0.8  # of the paragraphs' characters that an element must hold to be gone into
_SHORTEST = 250  # characters of an article; shorter ones are left to the careful way
_MOST = 0.6  # of the page's paragraphs that must lie in the article, else another part rivals it
_HEADLINE = 15  # characters of a link that may be a headline, which a category or a name is seldom
_TEASER = 320  # characters of the paragraph below such a link
_FEW_TEASERS = 40  # in one element
_FURTHEST = 12  # pieces between a headline and the element that holds its article
_DEEPEST = 200  # open elements; deeper pages are left to the careful way


class _Node:
    """An element that may hold the article: characters of paragraphs in it, and the pieces that lie in it."""

    __slots__ = ("begins", "best", "ends", "total")

    def __init__(self, begins: int) -> None:
        self.begins, self.ends, self.total = begins, begins, 0
        self.best: _Node | None = None


class _TooDeep(Exception):
    """More elements are open than an article has."""


class _Walk:
    """Cuts a tree into pieces of text and weighs the elements that they lie in."""

    def __init__(self, judged: bool) -> None:
        self.judged = judged
        self.pieces: list[tuple[str, str, bool]] = []  # tag, text, whether it is a paragraph
        self.open = [_Node(0)]
        self.text: list[str] = []
        self.in_links = self.links = self.articles = 0
        self.passed = 0  # characters of running text in what was passed over for its class
        self.linked: set[int] = set()  # pieces that are a link as long as a headline
        self.blocks = ["body"]

    def go_through(self, elements: Iterable[HtmlElement]) -> None:
        """Elements that stand side by side, with what each holds and the text that follows it."""
        deep = len(self.blocks) > _DEEPEST
        for element in elements:
            tag = element.tag
            kind = _KINDS.get(tag, _INLINE)
            if kind & _NOT_SHOWN or (self.judged and self._passed_over(element, kind)):
                if kind & _BLOCK and self.text:
                    self.end_piece()
            elif deep:
                raise _TooDeep
            elif kind & _BLOCK:
                self._block(element, tag, kind)
            else:
                self._inline(element, tag)
            if text := element.tail:
                self.add(text)

    def _passed_over(self, element: HtmlElement, kind: int) -> bool:
        """Whether an element is none of the article's by its tag, its class or because it is not shown."""
        if kind & _PASSED or (kind & _HEADER and not self.articles):
            return True
        names = () if kind & _KEPT else element.keys()
        if not names:
            return False
        if ("hidden" in names or ("style" in names and _HIDDEN.search(element.get("style"))) or (
                ("class" in names or "id" in names) and
                _names_other(f"{element.get('class') or ''} {element.get('id') or ''}"))):
            self.passed += sum(map(len, _running_text(element)))
            return True
        return False

    def _block(self, element: HtmlElement, tag: str, kind: int) -> None:
        if self.text:
            self.end_piece()
        self.blocks.append(tag)
        if kind & _CONTAINER:
            self.open.append(_Node(len(self.pieces)))
        self.articles += tag == "article"
        if text := element.text:
            self.add(text)
        if children := element[:]:
            self.go_through(children)
        if self.text:
            self.end_piece()
        self.blocks.pop()
        if kind & _CONTAINER:
            self.close()
        self.articles -= tag == "article"

    def _inline(self, element: HtmlElement, tag: str) -> None:
        if tag == "br":
            self.add("\n")
            if self.text[-2:] == ["\n", "\n"]:  # two in a row end a paragraph
                self.end_piece()
        self.in_links += tag == "a"
        if text := element.text:
            self.add(text)
        if children := element[:]:
            self.go_through(children)
        self.in_links -= tag == "a"

    def add(self, text: str) -> None:
        """Text of the piece at hand."""
        self.text.append(text)
        if self.in_links:
            self.links += len(text)

    def end_piece(self) -> None:
        """What has been gathered is one piece."""
        if not self.text:
            return
        text = " ".join("".join(self.text).split())
        if text:
            long = len(text) >= _LONG and self.links <= _FEW_LINKS * len(text)
            good = long and self.blocks[-1] not in _HEADINGS
            if good:
                self.open[-1].total += len(text) - self.links
            if self.links >= _NEARLY_ALL * len(text) and len(text) >= _HEADLINE and self.blocks[-1] != "h1":
                self.linked.add(len(self.pieces))
            self.pieces.append((self.blocks[-1], text, good))
        self.text, self.links = [], 0

    def close(self) -> None:
        """The innermost container ends."""
        node = self.open.pop()
        node.ends = len(self.pieces)
        if self.linked and node.begins < node.ends and node.total <= _FEW_TEASERS * _TEASER:
            self._pass_teasers(node)
        above = self.open[-1]
        above.total += node.total
        if above.best is None or node.total > above.best.total:
            above.best = node

    def _pass_teasers(self, node: _Node) -> None:
        """An element of nothing but linked headlines, each with one short paragraph, tells of other reports."""
        held = self.pieces[node.begins:node.ends]
        teasers, linked = 0, False
        for at, (tag, text, good) in enumerate(held, node.begins):
            if tag == "h1" or (good and (not linked or len(text) > _TEASER)):
                return
            teasers += good
            linked = not good and (linked or (at in self.linked and (tag in _HEADINGS or at == node.begins)))
        if teasers:
            self.pieces[node.begins:node.ends] = [(tag, "", False) for tag, *_ in held]
            node.total = 0


_running_text = etree.XPath(f".//text()[string-length() >= {_RUNNING}]", smart_strings=False)


def main_text(tree: HtmlElement) -> str | None:
    """The article's text, paragraphs separated by line ends, or None where this way is not sure of it."""
    walk = _walked(tree, judged=True)
    return _chosen(walk) if walk else None


def whole_text(tree: HtmlElement) -> str:
    """All of a fragment's text, one line for each paragraph, heading and row; for what is known to be a report."""
    walk = _walked(tree, judged=False)
    return "\n".join(text for _, text, _ in walk.pieces) if walk else ""


def _walked(tree: HtmlElement, *, judged: bool) -> _Walk | None:
    """The tree cut into pieces, or None where it is too deep. `judged` passes over boxes by their class."""
    walk = _Walk(judged)
    try:
        walk.go_through((tree,))
    except _TooDeep:
        return None
    walk.end_piece()
    walk.open[0].ends = len(walk.pieces)
    return walk


@lru_cache(maxsize=4096)
def _names_other(named: str) -> bool:
    return _OTHER.search(named[:300]) is not None


def _chosen(walk: _Walk) -> str | None:
    """The pieces of the deepest element that holds nearly all paragraphs, if that is sure to be the article."""
    root = node = walk.open[0]
    while node.best is not None and node.best.total >= _NEARLY_ALL * node.total:
        node = node.best
    lines = _kept(walk.pieces[_headline(walk, node.begins):node.ends])
    text = "\n".join(lines)
    if len(text) < max(_SHORTEST, walk.passed) or node.total < _MOST * root.total:
        return None
    return text


def _headline(walk: _Walk, begins: int) -> int:
    """Where the article begins: at the headline before its element, so that a lead between the two is not lost."""
    for at in range(begins - 1, max(-1, begins - 1 - _FURTHEST), -1):
        if walk.pieces[at][0] == "h1":
            return at
    return begins


def _kept(pieces: list[tuple[str, str, bool]]) -> list[str]:
    """Paragraphs, short sentences, and headings that a paragraph follows at once."""
    lines: list[str] = []
    for at, (tag, text, good) in enumerate(pieces):
        heading = tag in _HEADINGS and at + 1 < len(pieces) and pieces[at + 1][2]
        if good or heading or (tag in ("p", "blockquote") and len(text) < _LONG and _ENDS.search(text)):
            lines.append(text)
    return lines
