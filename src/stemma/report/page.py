"""From views to HTML: templates, style and script are inlined; a policy in the page forbids everything else.

Texts of reports are hostile: every template escapes what it prints, style and script are allowed by their digests only,
and characters that HTML cannot hold are shown as stand-ins.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from stemma.report import words
from stemma.report.chart import MOST_LANES, chart
from stemma.report.descent_drawing import descent_tree, undrawn_ties
from stemma.report.map_drawing import map_drawing
from stemma.report.timeline_drawing import timeline_drawing, timeline_pieces
from stemma.report.trees import tree
from stemma.report.views import CaseView

FOLD = 7  # rows of a list that are shown; the rest is folded with a count
# Controls other than tab, line feed and carriage return become their visible pictures; lone surrogates, non-characters
# and the two marks that turn the direction of all letters become U+FFFD. Only what is shown changes, never the text.
SHOWN = {code: 0x2400 + code for code in range(32) if code not in (9, 10, 13)}
SHOWN |= {0x7F: 0x2421} | dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), 0xFFFD)
SHOWN |= dict.fromkeys((0xFFFE, 0xFFFF, 0x202D, 0x202E), 0xFFFD)
UNSHOWABLE = re.compile(f"[{''.join(re.escape(chr(code)) for code in SHOWN)}]+")


def _file(name: str) -> str:
    return resources.files(__package__).joinpath("templates", name).read_text("utf-8")


def drawings() -> dict[str, object]:
    """What templates may call: drawings as SVG, words, and how much of a list is shown."""
    return {
        "tree": tree, "chart": chart, "descent_tree": descent_tree, "undrawn_ties": undrawn_ties, "FOLD": FOLD,
        "MOST_LANES": MOST_LANES, "how_many": words.how_many, "listed": words.listed, "map_drawing": map_drawing,
        "timeline_drawing": timeline_drawing, "timeline_pieces": timeline_pieces,
    }


@cache
def _environment() -> Environment:
    environment = Environment(autoescape=True, loader=FunctionLoader(_file), undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(drawings())
    environment.filters["sentence_case"] = words.sentence_case
    return environment


def page(view: CaseView) -> str:
    """The page of a case."""
    style = _file("style.css").replace("DIGEST", view.digest[:16])
    script = _file("script.js")
    html = _environment().get_template("page.html").render(
        case=view, style=Markup(style), script=Markup(script), drawn=set(), policy=_policy(style, script))
    return UNSHOWABLE.sub(lambda found: found.group().translate(SHOWN), html)


def _policy(style: str, script: str) -> str:
    """A content security policy that allows this style and this script and nothing else."""
    return (f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; "
            "form-action 'none'")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
