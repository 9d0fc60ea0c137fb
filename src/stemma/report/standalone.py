"""Plots by themselves: drawings of the page put into one SVG file that carries its own style, and the same as a PNG.

The style is that of the page, on white, with its colours written out: few programs that draw SVG know variables. Links
are left out, for there is no page to lead to.
"""

from __future__ import annotations

import re
from importlib import resources

from markupsafe import Markup
from msgspec import Struct

from stemma.report.drawing import element, joined, text, wrap

WIDTH, EDGE = 800.0, 32.0  # of what is drawn, and around it
TITLE, NOTE = 20.0, 13.0
LARGEST = 1.6  # times that a drawing may be enlarged
ZOOM = 2  # pixels of a PNG for each unit
_DRAWING = re.compile(r'<svg [^>]*?class="([^"]*)"[^>]*? width="(\d+)" height="(\d+)"[^>]*>(.*)</svg>', re.DOTALL)
_LINK = re.compile(r'<a(?: href="[^"]*")?')
_VARIABLE = re.compile(r"(--[\w-]+): ([^;}]+)")
# What XML 1.0 cannot hold at all, not even escaped (section 2.2); a report may hold it.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FONTS = 'Arial, "Liberation Sans", "Helvetica Neue", "DejaVu Sans", "Noto Sans", sans-serif'


class Plot(Struct, frozen=True):
    """What goes into one file."""

    title: str
    drawings: tuple[tuple[str, Markup], ...]  # each with its heading, which may be empty
    notes: tuple[str, ...]  # lines of text below


def svg_file(plot: Plot) -> str:
    """The whole SVG file. The same plot gives the same bytes."""
    y = EDGE
    body: list[Markup] = []
    for line in wrap(plot.title, TITLE, WIDTH, 2):
        body.append(text(EDGE, y + TITLE, line, "heading"))
        y += TITLE + 8
    y += 8
    for heading, drawn in plot.drawings:
        if heading:
            body.append(text(EDGE, y + 14, heading, "subheading"))
            y += 32
        kind, wide, high, inner = _DRAWING.fullmatch(str(drawn)).groups()
        scale = min(LARGEST, WIDTH / int(wide))
        inner = Markup(_LINK.sub("<g", inner).replace("</a>", "</g>"))
        body.append(element("g", inner, class_=kind, transform=f"translate({EDGE:g} {y:g}) scale({scale:g})"))
        y += int(high) * scale + 28
    for note in plot.notes:
        for line in wrap(note, NOTE, WIDTH, 6):
            body.append(text(EDGE, y, line, "note"))
            y += NOTE + 5
        y += 3
    wide, high = f"{WIDTH + 2 * EDGE:.0f}", f"{y + EDGE - 12:.0f}"
    paper = element("rect", width=wide, height=high, fill="#ffffff")
    head = element("title", plot.title) + element("style", Markup(_style()))
    drawn = _NO_XML.sub("\ufffd", str(element("svg", joined([head, paper, *body]), xmlns="http://www.w3.org/2000/svg",
                        viewBox=f"0 0 {wide} {high}", width=wide, height=high)))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n'


def _style() -> str:
    """The rules of the page for drawings, with the colours of its light theme."""
    css = resources.files(__package__).joinpath("templates", "style.css").read_text("utf-8")
    values = dict(_VARIABLE.findall(css[: css.index("@media")]))
    values["--sans"] = _FONTS
    rules = css[css.index("svg { display") :]
    rules = rules[: rules.index("/* ----")]
    rules = "".join(line for line in rules.splitlines(keepends=True)
                    if line.startswith(("svg ", ".")) and "display:" not in line and ":hover" not in line)
    rules = re.sub(r"var\((--[\w-]+)\)", lambda found: values[found[1]], rules)
    return rules + (f'.subheading {{ font: 600 15px {_FONTS}; fill: {values["--ink"]}; }}\n'
                    f'.heading {{ font: 600 {TITLE:g}px {_FONTS}; fill: {values["--ink"]}; }}\n'
                    f'.note {{ font: {NOTE:g}px {_FONTS}; fill: {values["--soft"]}; }}\n')


# ----------------------------------------------------------------------------------------------------- png


def png_file(svg: str) -> bytes:
    """The SVG as a PNG, drawn with the fonts of the system.

    Raises ModuleNotFoundError where the optional library is missing, LookupError where the system has no font.
    """
    import resvg_py

    probe = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">{}</svg>'
    word = f"<text x='2' y='15' font-family='{_FONTS}' font-size='14'>Ab 1</text>"
    blank, written = (bytes(resvg_py.svg_to_bytes(svg_string=probe.format(inner))) for inner in ("", word))
    if blank == written:
        raise LookupError("no font")
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, background="#ffffff", zoom=ZOOM))
