"""What every page and every action of the workbench keeps to, whoever writes the next one."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from importlib import resources

import msgspec
import pytest
from msgspec import Struct

from stemma.store import open_case
from stemma.web import openapi
from stemma.web.contracts import Attachment, Empty, actions, pages
from stemma.web.desk import Desk
from stemma.web.rendering import environment
from tests import web
from tests.test_web_security import every_path, unsafe_in

PATH = re.compile(r"/|(/([a-z-]+|\{[a-z]+(:path)?\}))+")
PARTIAL = {"state"}  # parts of other pages: no heading of their own
EMPTY = {"incidents", "reports", "parties", "places", "log", "review", "problems", "search", "audit", "compare"}


def module(kind: str, name: str):
    return importlib.import_module(f"stemma.web.{kind}.{name}")


@pytest.fixture(params=["no figure", "no build yet"])
def empty(request: pytest.FixtureRequest, tmp_path) -> Iterator[web.Browser]:
    """A case in which nothing is to be seen: of one report that tells of nobody harmed, and one never built."""
    case = str(tmp_path / "empty.case")
    if request.param == "no figure":
        web.built(tmp_path / "empty.case", {"a.txt": "The market in Velmora opened an hour late.\n"})
    else:
        open_case(case, create=True).close()
    with web.bench(case) as browser:
        yield browser


# --------------------------------------------------------------------------------------------------------- declarations


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_is_declared_as_pages_are(page) -> None:
    found = module("pages", page.name)
    assert inspect.getdoc(found)
    assert inspect.getdoc(found.show)
    assert PATH.fullmatch(page.path), page.path
    assert page.title
    assert bool(page.template) == (page.context is not Attachment)
    names = list(inspect.signature(page.show).parameters)
    assert names == ["desk", "query", *re.findall(r"\{(\w+)", page.path)]
    frozen(page.query)
    frozen(page.context)
    assert not [field.name for field in msgspec.structs.fields(page.query) if field.required]


@pytest.mark.parametrize("action", actions(), ids=lambda action: action.name)
def test_an_action_is_declared_as_actions_are(action) -> None:
    found = module("actions", action.name)
    assert inspect.getdoc(found)
    assert inspect.getdoc(found.act)
    assert PATH.fullmatch(action.path), action.path
    assert list(inspect.signature(action.act).parameters) == ["desk", "body", *re.findall(r"\{(\w+)", action.path)]
    frozen(action.body)
    frozen(action.outcome)
    assert {"message", "to"} <= set(action.outcome.__struct_fields__)
    assert action.role in ("viewer", "coder", "lead") or action.name in ("sign_in", "sign_out")


def frozen(type_: type[Struct]) -> None:
    assert issubclass(type_, Struct)
    assert type_.__struct_config__.frozen
    assert inspect.getdoc(type_)


def test_no_two_pages_or_actions_share_a_path() -> None:
    for found in (pages(), actions()):
        paths = [re.sub(r"\{.*?\}", "{}", one.path) for one in found]
        assert len(paths) == len(set(paths))
    names = [one["operationId"] for methods in openapi.described()["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names))


def test_names_of_what_is_described_are_of_one_thing_each() -> None:
    """msgspec writes the module before a name that two types have; no reader should meet that."""
    described = openapi.described()
    names = list(described["components"]["schemas"])
    twice = [name for name in names if "_" in name and not re.search(r"(Context|Query|Body|Outcome)$", name)]
    assert twice == []
    assert {"get", "post"} >= {method for methods in described["paths"].values() for method in methods}


def test_what_is_left_out_of_a_query_is_not_missed() -> None:
    for page in pages():
        assert page.query is Empty or page.query() == msgspec.convert({}, page.query)


# ---------------------------------------------------------------------------------------------------------------- pages


@pytest.fixture(scope="module")
def browser(sample_case_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[web.Browser]:
    case = web.copied(sample_case_path, tmp_path_factory.mktemp("contracts"))
    with web.bench(case) as found:
        yield found


def looked_at(browser: web.Browser) -> Iterator[tuple[str, str, web.Html]]:
    """Every page of the sample case, as a browser has it."""
    shown = [page for page in pages() if page.context is not Attachment]
    for page, path in zip(shown, every_path(browser), strict=True):
        answer = browser.get(path)
        if answer.status_code == 303:
            answer = browser.get(answer.headers["location"])
        assert answer.status_code == 200, path
        if page.name not in PARTIAL:
            yield path, answer.text, web.Html(answer.text)


def test_every_page_has_a_heading_a_title_and_a_language(browser: web.Browser) -> None:
    for path, html, page in looked_at(browser):
        assert html.startswith("<!doctype html>"), path
        assert [one["lang"] for one in page.all("html")] == ["en"], path
        assert len(page.all("h1")) == 1, path
        assert page.text("h1"), path
        assert re.search(r"<title>[^<]+ – Stemma</title>", html), path
        assert len(page.all("main")) == 1, path
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False)), (path, levels)


def test_no_id_stands_twice_in_a_page(browser: web.Browser) -> None:
    for path, _, page in looked_at(browser):
        ids = [given["id"] for _, given in page.elements if "id" in given]
        assert len(ids) == len(set(ids)), (path, sorted({one for one in ids if ids.count(one) > 1}))


def test_everything_that_can_be_filled_in_has_a_name(browser: web.Browser) -> None:
    for path, html, page in looked_at(browser):
        named = {one["for"] for one in page.all("label") if "for" in one}
        for control, given in unlabelled(html):
            known = given.get("id") in named or given.get("aria-label") or given.get("aria-labelledby")
            assert known or given.get("type") in ("hidden", "submit"), (path, control, given)
        for tag, given in page.elements:
            if tag == "img":
                assert "alt" in given, path


def unlabelled(html: str) -> list[tuple[str, dict[str, str]]]:
    """Fields that no label is around."""
    found: list[tuple[str, dict[str, str]]] = []

    class Fields(web.Html):
        def handle_starttag(self, tag: str, attrs: list) -> None:
            if tag in ("input", "select", "textarea") and "label" not in self._open:
                found.append((tag, {name: value or "" for name, value in attrs}))
            super().handle_starttag(tag, attrs)

    Fields(html)
    return found


def test_forms_that_change_something_hold_the_token_and_lead_to_an_action(browser: web.Browser) -> None:
    paths = [re.compile(re.sub(r"\{\w+\}", "[^/]+", one.path)) for one in actions()]
    for path, html, page in looked_at(browser):
        posts = [form for form in page.all("form") if form.get("method", "").lower() == "post"]
        for form in posts:
            assert any(one.fullmatch(form["action"]) for one in paths), (path, form)
        parts = re.findall(r'<form[^>]*method="post".*?</form>', html, re.DOTALL | re.IGNORECASE)
        assert len(parts) == len(posts), path
        assert all('name="token"' in part for part in parts), path


def test_links_within_the_workbench_lead_somewhere(browser: web.Browser) -> None:
    links = {}
    for path, _, page in looked_at(browser):
        for link in page.all("a"):
            href = link.get("href", "").partition("#")[0]
            if href.startswith("/"):
                links.setdefault(href, path)
    wanted = sorted(links)[:: max(1, len(links) // 150)]
    for href in wanted:
        assert browser.get(href).status_code in (200, 303), (href, "on", links[href])


def test_the_json_twin_is_what_the_page_is_made_from(browser: web.Browser) -> None:
    bench = browser.app.state.bench
    shown = [page for page in pages() if page.context is not Attachment]
    for page, path in zip(shown, every_path(browser), strict=True):
        if page.name == "me":  # holds this browser's own token
            continue
        parts = re.fullmatch(re.sub(r"\{(\w+)(?::path)?\}", r"(?P<\1>.+)", page.path), path).groupdict()
        desk = Desk(bench.held, bench.rebuilding, bench.seats.user(""), "testclient")
        context = page.show(desk, page.query(), **parts)
        twin = browser.get(openapi.twin(path))
        assert twin.headers["content-type"] == "application/json"
        assert twin.content == msgspec.json.encode(context), path
        assert msgspec.json.decode(twin.content, type=page.context) == context, path


def test_templates_take_nothing_for_markup() -> None:
    """Only drawings go round escaping, and they escape for themselves."""
    made = environment()
    assert made.autoescape is True
    for file in (resources.files("stemma.web") / "templates").iterdir():
        source = file.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+false|\bMarkup\b", source), file.name


# ---------------------------------------------------------------------------------------------------------- empty cases


def test_a_case_with_nothing_to_see_says_so(empty: web.Browser) -> None:
    for page in pages():
        if page.context is Attachment or "{" in page.path:
            continue
        html = empty.get(page.path)
        assert html.status_code == 200, page.path
        assert empty.get(openapi.twin(page.path)).status_code == 200, page.path
        assert unsafe_in(html.text) == [], page.path
        if page.name in PARTIAL:
            continue
        found = web.Html(html.text)
        assert len(found.all("h1")) == 1, page.path
        if page.name in EMPTY:
            words = found.text("main").removeprefix(found.text("h1")).strip()
            assert len(words) > 20, (page.path, words)


def test_parts_of_pages_that_are_not_there_are_told_so(empty: web.Browser) -> None:
    for page in pages():
        if "{" in page.path and page.context is not Attachment:
            path = re.sub(r"\{.*?\}", "nothing", page.path)
            answer = empty.get(path)
            assert answer.status_code == 404, path
            assert "There is nothing here" in answer.text, path
            assert empty.get(openapi.twin(path)).json()["status"] == 404


def test_nothing_can_be_decided_on_what_is_not_there(empty: web.Browser) -> None:
    bodies = {
        "judge": {"kind": "claim", "targets": ["c-none"], "verdict": "yes"}, "answer": {"answer": "y"},
        "correct": {"field": "scope", "scope": "incident"}, "missed": {"words": "nothing", "kind": "weapon"},
    }
    for action in actions():
        if action.role in ("coder",) and action.name not in ("build",):
            path = re.sub(r"\{.*?\}", "nothing", action.path)
            answer = empty.tell(path, bodies.get(action.name, {}))
            assert answer.status_code in (400, 404), (path, answer.text)
    assert empty.app.state.bench.held.judgements() == ()
