"""Reports whose words would do harm if a page took them for anything but words, through every page of the workbench."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from stemma.report.page import SHOWN
from stemma.store import open_case
from tests import web
from tests.test_web_security import every_path, unsafe_in

SCRIPT = "<script>alert(1)</script>"
BREAK = "\"'></textarea></title></style></script>--><img src=x onerror=alert(1)><svg onload=alert(1)>"
TEMPLATE = "{{ 7*7 }}{% raw %}${7*7}"
TURN = "\u202egnorw\u202c"
LONG = "M" + "o" * 4000

TEXT = (
    f"{SCRIPT} Quarry Gazette {BREAK}\r\n4 May 2033\r\n\r\nShells hit Velmora {TEMPLATE}\r\n\r\n"
    f"By Ana {TURN} Brell\r\n\r\n"
    f"Shells struck Velmora on Tuesday, killing at least 14 people and wounding 30, said Governor Osk {SCRIPT} "
    "Marren.\r\n\r\n"
    f"\"They killed 14 people {BREAK} here,\" police chief Ada Lorn{TEMPLATE} said.\rA lone return, and 6 people were "
    f"killed in Velmora on Monday, the army {TURN} said.\r\n\r\n"
    f"{LONG} said that 9 people were killed in Velmora. A javascript:alert(1) "
    "http://e.example/<b>x</b> and 🕊 <b>three</b> people were wounded in Velmora, according to O'Nare \"the Nail\" Dun."
)
OTHER = ("<img src=x onerror=alert(2)> Herald\n5 May 2033\n\nToll in Velmora </title><script>alert(3)</script>\n\n"
         f"At least 15 people were killed in Velmora on Tuesday, Governor Osk {SCRIPT} Marren said.\n\n"
         f"\"They killed 14 people {BREAK} here,\" police chief Ada Lorn{TEMPLATE} said.\n")
LINES = [
    {"id": "<b>one</b>", "url": "javascript:alert(document.cookie)", "outlet": f"Post {BREAK}",
     "published": "2033-05-05", "title": f"{SCRIPT} {TEMPLATE} {TURN}",
     "text": "Two people were killed in Velmora on Tuesday, <i>police</i> said."},
    {"id": "two", "url": f"https://e.example/\"onmouseover=alert(1)//{SCRIPT}", "outlet": "data:text/html,x",
     "published": "<b>", "title": "</h1>" + LONG, "text": "Police in Velmora said 15 people were killed on Tuesday."},
    {"id": "three", "url": "\tjavascript:alert(1)", "outlet": "\ue000token\ue000", "published": "2033-05-06",
     "title": "href=\"#c-abcdef\" href=\"#d-abcdef\"", "text": "Nothing was reported. \ue000person\ue000"},
    {"id": "four", "url": "http://[", "outlet": "A", "published": "2033-05-06", "title": "&lt;b&gt;&amp;",
     "text": "One person was killed in Velmora on Tuesday, police said. &#x3c;script&#x3e; \x1b[31m"},
    {"id": "five", "published": "2033-05-06", "text": "One person was \x00 killed in Velmora on Tuesday, police said."},
]
NAME = f"<b>Coder</b> {BREAK} {TEMPLATE}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A case of such reports, in which somebody of such a name has decided something."""
    lines = "\n".join(map(json.dumps, LINES))
    case = web.built(tmp_path_factory.mktemp("hostile") / "evil.case",
                     {"a<b>onload=x.txt": TEXT, "b'\"&.txt": OTHER, "c.jsonl": lines})
    with web.bench(case, NAME, at_once=True) as browser:
        decide(browser)
    return case


def decide(browser: web.Browser) -> None:
    report = next(row["id"] for row in browser.json("/reports.json")["rows"] if row["figures"] > 2)
    claims = [claim["id"] for claim in browser.json(f"/reports/{report}.json")["claims"] if claim["figure"]]
    note = f"{SCRIPT} {BREAK} {TEMPLATE}"
    said = {"kind": "claim", "targets": claims[:1], "verdict": "no", "note": note}
    assert browser.tell("/judgements", said).is_success
    assert browser.tell(f"/claims/{claims[1]}/correct", {"field": "source", "source": BREAK, "role": SCRIPT,
                                                         "note": note}).is_success
    assert browser.tell(f"/reports/{report}/missed", {"kind": "weapon", "words": "Shells struck", "value": BREAK,
                                                      "note": TEMPLATE}).is_success


@pytest.fixture
def browser(hostile: str) -> Iterator[web.Browser]:
    with web.bench(hostile, NAME) as found:
        yield found


def paths(browser: web.Browser) -> list[str]:
    """Every page, and all reports, incidents, people, places and claims there are."""
    found = every_path(browser)
    for row in browser.json("/reports.json")["rows"]:
        found.append(f"/reports/{row['id']}")
        for claim in browser.json(f"/reports/{row['id']}.json")["claims"]:
            found += [f"/claims/{claim['id']}", f"/at/{claim['id']}?panel=yes"]
    found += [f"/incidents/{row['id']}" for row in browser.json("/index.json")["rows"]]
    for path in ("/parties", "/places"):
        found += re.findall(rf'href="({path}/[^"]+)"', browser.get(path).text)
    a, b = [row["id"] for row in browser.json("/reports.json")["rows"]][:2]
    found += [f"/compare?a={a}&b={b}", f"/?words={BREAK}", f"/search?words={SCRIPT}", "/search?words=velmora",
              f"/reports?words={TEMPLATE}", f"/parties?words={BREAK}", f"/log?by={BREAK}", f"/problems?code={SCRIPT}",
              f"/review?kind={BREAK}", f"/search?words=x&place={BREAK}", f"/compare?a={BREAK}", f"/{SCRIPT}",
              f"/incidents/{SCRIPT}", f"/parties/{BREAK}", f"/reports?page={SCRIPT}"]
    return list(dict.fromkeys(found))


def test_reports_are_words_on_every_page(browser: web.Browser) -> None:
    seen = paths(browser)
    assert len(seen) > 50
    for path in seen:
        html = browser.get(path).text
        page = web.Html(html)
        assert unsafe_in(html) == [], path
        assert not {"img", "textarea>", "b<"} & {tag for tag, _ in page.elements}, path
        assert "alert(" not in " ".join(page.inside.get("script", [])), path
        assert "49" not in set(page.text("h1").split()), path
        assert "\u202e" not in html, path
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", html), path
        assert browser.token() not in page.text("body") + page.text("title"), f"{path}: a report got hold of the token"


def test_what_stands_for_the_token_while_a_page_is_kept_cannot_be_written_by_a_report(browser: web.Browser) -> None:
    html = "".join(browser.get(f"/reports/{row['id']}").text for row in browser.json("/reports.json")["rows"])
    assert "\ue000token\ue000" in html
    assert "\ue000person\ue000" in html


def test_links_to_reports_are_only_to_where_browsers_may_go(browser: web.Browser) -> None:
    for row in browser.json("/reports.json")["rows"]:
        for link in web.Html(browser.get(f"/reports/{row['id']}").text).all("a"):
            assert re.match(r"/(?!/)|#|\?|https?://", link["href"]), link


def test_what_is_said_stays_readable(browser: web.Browser) -> None:
    """Escaped once, not twice, and nothing left out."""
    for path, words in (("/log", [SCRIPT, NAME]), ("/me", [NAME])):
        text = "".join(web.Html(browser.get(path).text).inside["body"])
        for word in words:
            assert word in text, (path, word)
    four = next(row for row in browser.json("/reports.json")["rows"] if row["title"] == "&lt;b&gt;&amp;")
    assert "&lt;b&gt;&amp;" in "".join(web.Html(browser.get(f"/reports/{four['id']}").text).inside["main"])


def test_json_twins_are_json_whatever_reports_hold(browser: web.Browser) -> None:
    for path in paths(browser):
        answer = browser.get(path, headers={"accept": "application/json"})
        assert answer.status_code < 500, path
    for row in browser.json("/reports.json")["rows"]:
        answer = browser.get(f"/reports/{row['id']}.json")
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"


# ------------------------------------------------------------------------------------------------------- chosen words


def pieces(html: str) -> list[tuple[int, str]]:
    """The pieces of a report's text with their offsets, as a browser has them: it makes one line break of \\r\\n."""
    read = html.replace("\r\n", "\n").replace("\r", "\n")
    found: list[tuple[int, str]] = []

    class Pieces(web.Html):
        def handle_starttag(self, tag: str, attrs: list) -> None:
            given = dict(attrs)
            if "data-at" in given:
                found.append((int(given["data-at"]), ""))
            super().handle_starttag(tag, attrs)

        def handle_data(self, data: str) -> None:
            if self._open and self._open[-1] in ("a", "span") and found and self.inside.get("body") is not None:
                self._held(data)
            super().handle_data(data)

        def _held(self, data: str) -> None:
            if "data-at" in self.elements[-1][1]:
                found[-1] = (found[-1][0], found[-1][1] + data)

    Pieces(read)
    return found


def test_offsets_of_chosen_words_are_those_of_the_text_as_received(browser: web.Browser, hostile: str) -> None:
    with open_case(hostile, readonly=True) as case:
        documents = {document.id: document.text for document in case.documents()}
    assert any("\r\n" in text for text in documents.values())
    for doc, text in documents.items():
        found = pieces(browser.get(f"/reports/{doc}").text)
        assert "".join(words for _, words in found) == text.translate(SHOWN)
        assert all(words == text[at : at + len(words)].translate(SHOWN) for at, words in found)


def test_words_chosen_behind_line_ends_of_two_characters_are_the_words_that_are_kept(hostile: str, tmp_path) -> None:
    case = web.copied(hostile, tmp_path)
    with web.bench(case, at_once=True) as browser:
        with open_case(case, readonly=True) as opened:
            document = next(one for one in opened.documents() if "three" in one.text)
        start = document.text.index("according to O'Nare")
        body = {"words": "according  to\nO'Nare", "kind": "weapon", "start": start, "end": start + 19}
        judgement = browser.tell(f"/reports/{document.id}/missed", body).json()["judgement"]
        with open_case(case, readonly=True) as opened:
            (kept,) = [one for one in opened.judgements() if one.id == judgement]
        assert kept.targets[0].quoted == "according to O'Nare"
        assert kept.targets[0].span.start == start


def test_very_long_words_to_look_for_are_answered_at_once(browser: web.Browser) -> None:
    report = browser.json("/reports.json")["rows"][0]["id"]
    for words in ("a " * 300_000, "x" * 900_000, "\x00" * 1000, "\\s+" * 100_000):
        answer = browser.tell(f"/reports/{report}/missed", {"words": words, "kind": "weapon"})
        assert answer.status_code == 400
        assert len(answer.text) < 300
        assert answer.elapsed.total_seconds() < 2
