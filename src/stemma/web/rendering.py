"""From contexts to HTML. Everything a template prints is escaped: texts of reports are hostile."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from urllib.parse import parse_qsl, urlencode

import msgspec
from jinja2 import ChoiceLoader, Environment, FunctionLoader, PackageLoader, StrictUndefined
from jinja2.runtime import Context
from markupsafe import Markup
from msgspec import Struct

from stemma.report import page as report_page
from stemma.report import words
from stemma.web import wording
from stemma.web.contracts import Page

# What differs from person to person stands in a rendered page as one of these, so that the rest can be kept for all.
# No report can hold them, since they are others each time that this program runs.
_ONCE = secrets.token_hex(16)
TOKEN, PERSON, TOLD = (f"\ue000{what} {_ONCE}\ue000" for what in ("token", "person", "told"))
# Drawings and tables of the report page link within it; here the same link leads to where the row stands.
INSIDE = re.compile(r'href="#((?:c|s|r)-[0-9a-f]{6,64}|w-d-[0-9a-f]{6,64}-\d+-\d+)"')
REPORT = re.compile(r'href="#(d-[0-9a-f]{6,64})"')
PAIR = re.compile(r'href="#pair-(d-[0-9a-f]{6,64})-(d-[0-9a-f]{6,64})"')

PLAIN = bytes(code for code in range(128) if code not in report_page.SHOWN)


class _Passing(Context):
    """What a template is rendered with, emptied when the page is made.

    A template with macros and its context hold one another, and with them all that the page was made from, until
    garbage is looked for: in a large case that is seldom, and the record before would stay with it.
    """

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        if "it" in self.parent:  # else it belongs to a template that others import from, and stays
            getattr(_made, "contexts", []).append(self)


_made = threading.local()  # contexts: those of the page that this thread is making


@contextmanager
def _emptied() -> Iterator[None]:
    before, _made.contexts = getattr(_made, "contexts", []), []
    try:
        yield
    finally:
        for one in _made.contexts:
            one.vars, one.parent, one.blocks = {}, {}, {}
        _made.contexts = before


@cache
def environment() -> Environment:
    """Templates of the workbench, and under report/ those that it shares with the report page."""
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                       loader=ChoiceLoader([PackageLoader("stemma.web"), FunctionLoader(_shared)]))
    made.context_class = _Passing
    made.globals.update(report_page.drawings(), TOKEN=TOKEN, PERSON=PERSON, TOLD=TOLD, asset=asset, with_page=with_page,
                        kinds=wording.kinds, scopes=wording.scopes, scope_words=wording.scope_words,
                        stances=wording.stances, statuses=wording.statuses, groups=wording.groups,
                        source_kinds=wording.source_kinds)
    made.filters["sentence_case"] = words.sentence_case
    made.filters["compact_json"] = lambda value: msgspec.json.encode(value).decode()
    return made


def _shared(name: str) -> str | None:
    folder, _, file = name.rpartition("/")
    if folder == "report":
        return resources.files("stemma.report").joinpath("templates", file).read_text("utf-8")
    # Templates of the report page include one another without a folder.
    found = resources.files("stemma.report").joinpath("templates", name)
    return found.read_text("utf-8") if not folder and found.is_file() else None


def rendered(page: Page, context: Struct, **beside: object) -> str:
    """The page's HTML; the person's name and token are still to be put in."""
    with _emptied():
        html = environment().get_template(page.template).render(page=page, it=context, drawn=set(), **beside)
    return shown(html)


def with_page(asked: str, number: int) -> str:
    """A query string that asks for another page of the same list."""
    kept = [pair for pair in parse_qsl(asked) if pair[0] != "page"]
    return urlencode([*kept, ("page", number)])


def fragment(template: str, **given: object) -> str:
    """A part of a page."""
    with _emptied():
        html = environment().get_template(template).render(drawn=set(), **given)
    return shown(html)


def shown(html: str) -> str:
    """HTML without characters that HTML cannot hold, its inner links turned outward.

    A carriage return is written as a reference: browsers would make one line break of it and the line feed behind it,
    and the offsets of words that people choose in a report would be wrong from there on.
    """
    html = html.replace("\r", "&#13;")
    html = INSIDE.sub(r'href="/at/\1"', html)
    html = REPORT.sub(r'href="/reports/\1"', html)
    html = PAIR.sub(r'href="/compare?a=\1&amp;b=\2"', html)
    if not report_page.UNSHOWABLE.search(_odd(html)):
        return html
    return report_page.UNSHOWABLE.sub(lambda found: found.group().translate(report_page.SHOWN), html)


def _odd(html: str) -> str:
    """The characters of a page that are neither plain letters nor signs: a few, which are quickly looked through."""
    return html.encode("utf-8", "surrogatepass").translate(None, PLAIN).decode("utf-8", "surrogatepass")


def personal(html: str, name: str, token: str, told: str = "") -> str:
    """The page with the person's name, the token and what is to be said put in, each escaped."""
    line = f"<p>{Markup.escape(told)}</p>" if told else ""
    return html.replace(PERSON, str(Markup.escape(name))).replace(TOKEN, str(Markup.escape(token))).replace(TOLD, line)


@cache
def static(name: str) -> bytes | None:
    """A file that is served as it is; None where there is none of that name."""
    if not re.fullmatch(r"[a-z][a-z0-9.-]*\.(?:css|js|svg)", name):
        return None
    if name == "report.css":  # the report page's own style, which the workbench builds on
        return resources.files("stemma.report").joinpath("templates", "style.css").read_bytes()
    found = resources.files("stemma.web").joinpath("static", name)
    return found.read_bytes() if found.is_file() else None


@cache
def asset(name: str) -> str:
    """The path of a file that is served as it is, with its digest, so that a browser may keep it."""
    import hashlib

    content = static(name)
    if content is None:
        raise KeyError(name)
    return f"/static/{hashlib.sha256(content).hexdigest()[:12]}/{name}"
