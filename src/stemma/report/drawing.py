"""Shared by the drawings: how wide text is, wrapping, and escaped SVG elements. No fonts are measured."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup, escape

NARROW, WIDE = frozenset("iIjlt.,:;'|!()[]‘’ f"), frozenset("mwMW@—…%")
ELLIPSIS = "…"
MARKED = re.compile("[&<>'\"]")  # what has to be escaped; most attributes hold none of it


def text_width(text: str, size: float) -> float:
    """A safe estimate, in user units, of how wide a sans text is at a font size."""
    return size * sum(map(_advance, text))


@lru_cache(maxsize=4096)
def _advance(char: str) -> float:
    """Part of the font size; a little over the widths of common system fonts, so that text never collides."""
    if char in NARROW:
        return 0.34
    if char in WIDE:
        return 1.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    if unicodedata.combining(char):
        return 0.0
    return 0.74 if char.isupper() else 0.6


def shorten(text: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis where it would be wider than there is room."""
    if text_width(text, size) <= width:
        return text
    room = width - size * _advance(ELLIPSIS)
    kept = 0.0
    for position, char in enumerate(text):
        kept += size * _advance(char)
        if kept > room:
            return text[:position].rstrip() + ELLIPSIS
    return text


def wrap(text: str, size: float, width: float, most: int) -> list[str]:
    """At most so many lines of words; the last one is cut where more would follow."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= width:
            lines[-1] = joined
        elif len(lines) == most:
            lines[-1] = shorten(lines[-1] + " " + word + " " + ELLIPSIS * 40, size, width)
            break
        else:
            lines.append(word)
    return [shorten(line, size, width) for line in lines]


def element(name: str, content: str | Markup = "", /, **attributes: object) -> Markup:
    """One element. Content that is not Markup is escaped, and so is every attribute; class_ is class, x_y is x-y."""
    pairs = "".join([f' {_named(key)}="{_plain(value)}"' for key, value in attributes.items() if value is not None])
    inside = content if isinstance(content, Markup) else escape(content)
    return Markup(f"<{name}{pairs}>{inside}</{name}>")


@lru_cache(maxsize=256)
def _named(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _plain(value: object) -> str:
    """An attribute's value, escaped. Lengths have one decimal at most, so that a drawing is short and the same on every
    machine."""
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".")
    shown = str(value)
    return escape(value) if MARKED.search(shown) else shown


def joined(parts: Sequence[str | Markup]) -> Markup:
    """Elements one after the other."""
    return Markup("".join([part if isinstance(part, Markup) else escape(part) for part in parts]))


def text(x: float, y: float, content: str | Markup, class_: str, **attributes: object) -> Markup:
    """A line of text; it can be selected."""
    return element("text", content, x=x, y=y, class_=class_, **attributes)


def drawing(ident: str, title: str, description: str, width: float, height: float, body: Sequence[Markup],
            class_: str) -> Markup:
    """An inline SVG with a title and a description for screen readers."""
    head = [element("title", title, id=f"{ident}-t"), element("desc", description, id=f"{ident}-d")]
    return element("svg", joined([*head, *body]), class_=class_, viewBox=f"0 0 {width:.0f} {height:.0f}", role="group",
                   aria_labelledby=f"{ident}-t {ident}-d", width=f"{width:.0f}", height=f"{height:.0f}")
