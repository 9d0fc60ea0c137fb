"""Correcting a claim: a form sent as it was opened changes nothing and is refused; a changed one is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import web

TEXT = """Dozens killed in Tarrow market strike

TARROW, March 3, 2031 - Dozens of people were killed when shells hit the market in Tarrow on Monday, the mayor,
Ada Birk, said. Up to 30 people were wounded, and at least 12 people were missing, she said. Nine houses were burned.
Some 400 people were displaced.
"""
SAYS_SO = "That is what it says now."


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> str:
    return web.built(tmp_path_factory.mktemp("correct") / "tarrow.case", {"tarrow.txt": TEXT})


@pytest.fixture
def coder(case: str, tmp_path) -> Iterator[web.Browser]:
    """Somebody who decides; the record is not made anew."""
    with web.bench(web.copied(case, tmp_path)) as browser:
        yield browser


def claims(browser: web.Browser) -> list[dict]:
    report = browser.json("/reports.json")["rows"][0]["id"]
    return [browser.json(f"/claims/{row['id']}.json") for row in browser.json(f"/reports/{report}.json")["claims"]]


def forms(html: str) -> Iterator[dict[str, str]]:
    """What each form of a claim's page sends when nothing in it is touched."""
    fields: dict[str, str] = {}
    select = ""
    for tag, has in web.Html(html).elements:
        if tag == "form":
            fields = {}
        elif tag == "input" and has.get("name") and (has.get("type") != "checkbox" or "checked" in has):
            fields[has["name"]] = has.get("value", "")
        elif tag == "select":
            select = has["name"]
        elif tag == "option" and ("selected" in has or select not in fields):
            fields[select] = has["value"]
        elif tag == "button" and "field" in fields:
            yield fields


def test_a_form_sent_as_it_was_opened_is_refused_and_keeps_nothing(coder: web.Browser) -> None:
    refused: dict[str, int] = {}
    for claim in claims(coder):
        for fields in forms(coder.get(f"/claims/{claim['id']}").text):
            if fields["field"] == "when" and not fields["since"]:
                continue  # there is nothing to send
            answer = coder.post(f"/claims/{claim['id']}/correct", data=fields)
            assert answer.status_code == 400 and SAYS_SO in answer.text, (claim["gist"], fields)
            refused[fields["field"]] = refused.get(fields["field"], 0) + 1
    assert set(refused) == {"scope", "count", "victims", "kind", "stance", "source", "when"}
    assert refused["count"] >= 5  # dozens, up to, at least, some, a plain number
    assert coder.json("/log.json")["rows"] == []


def test_any_change_is_kept_and_may_be_taken_back_before_the_record_shows_it(coder: web.Browser) -> None:
    dozens = next(claim for claim in claims(coder) if claim["values"]["wording"] == "dozens")
    path = f"/claims/{dozens['id']}/correct"
    same, other = ({"field": "count", "low": 24, "high": high} for high in (99, 40))
    assert SAYS_SO in coder.tell(path, same).text
    assert coder.tell(path, other).is_success
    assert coder.tell(path, same).is_success  # the record still says so, but somebody decided otherwise meanwhile
    assert len(coder.json("/log.json")["rows"]) == 2


def test_the_report_itself_has_no_name_in_the_form(coder: web.Browser) -> None:
    found = [claim for claim in claims(coder) if claim["values"]["source_kind"] == "narrator"]
    assert found
    for claim in found:
        assert claim["values"]["source"] == ""
        page = web.Html(coder.get(f"/claims/{claim['id']}").text)
        assert [one["value"] for one in page.all("input") if one.get("name") == "source"] == [""]
    named = [claim["values"]["source"] for claim in claims(coder) if claim["values"]["source_kind"] == "person"]
    assert "Ada Birk" in named
