"""The pages of incidents on the sample case: the list, one incident, its sentences, exports, and what people decide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from stemma.report.views import files_of, in_order, incident_view, only
from stemma.web.addresses import address
from stemma.web.pages import incidents
from stemma.web.pages._days import columns, place_of, stretch
from tests import web


@pytest.fixture(scope="module")
def reader(sample_case_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[web.Browser]:
    """Somebody who only looks."""
    with web.bench(web.copied(sample_case_path, tmp_path_factory.mktemp("look"))) as browser:
        yield browser


@pytest.fixture
def coder(own_case: str) -> Iterator[web.Browser]:
    """Somebody who decides; the record is made anew at once."""
    with web.bench(own_case, at_once=True) as browser:
        yield browser


def first(browser: web.Browser) -> dict:
    """The incident that is printed first."""
    return browser.json("/index.json")["rows"][0]


def figures(browser: web.Browser, incident: str) -> list[dict]:
    return browser.json(f"/incidents/{incident}/figures.json")["figures"]


def where(browser: web.Browser) -> dict[str, str]:
    """The incident of each figure."""
    return {figure["id"]: row["id"] for row in browser.json("/index.json")["rows"]
            for figure in figures(browser, row["id"])}


# --------------------------------------------------------------------------------------------------------- the list


def test_filters_narrow_the_list_and_say_by_how_much(reader: web.Browser) -> None:
    rows = reader.json("/index.json")["rows"]
    most = max(row["killed"]["high"] or 0 for row in rows)
    found = reader.json(f"/index.json?killed={most}")
    assert [row["id"] for row in found["rows"]] == [r["id"] for r in rows if (r["killed"]["high"] or 0) >= most]
    assert (found["found"], found["total"]) == (len(found["rows"]), len(rows))
    text = reader.get(f"/?killed={most}").text
    assert f"{len(found['rows'])} of {len(rows)} incidents" in text
    for row in rows:
        kind = reader.json(f"/index.json?kind={row['kind']}&place={row['where'].upper()}")["rows"]
        assert row["id"] in [one["id"] for one in kind]
        assert {one["kind"] for one in kind} == {row["kind"]}
    differing = reader.json("/index.json?differing=true")["rows"]
    assert differing and all(row["differ"] for row in differing)
    assert reader.json("/index.json?status=published")["rows"] == []


def test_days_hold_what_overlaps_them(reader: web.Browser) -> None:
    row = first(reader)
    day = row["since"]
    assert row["id"] in [one["id"] for one in reader.json(f"/index.json?since={day}&until={day}")["rows"]]
    later = date.fromordinal(date.fromisoformat(row["until"]).toordinal() + 1).isoformat()
    assert row["id"] not in [one["id"] for one in reader.json(f"/index.json?since={later}")["rows"]]
    bins = reader.json("/index.json")["days"]["bins"]
    assert sum(one["count"] for one in bins) == sum(1 for r in reader.json("/index.json")["rows"] if r["since"])
    for one in bins:
        assert reader.json(one["href"].replace("/?", "/index.json?"))["found"] >= one["count"]


def test_no_hit_says_how_to_widen(reader: web.Browser) -> None:
    text = reader.get("/?words=zzzz").text
    assert "No incident is as asked" in text and 'href="/search?words=zzzz"' in text


def test_what_is_chosen_stays_in_the_address(reader: web.Browser) -> None:
    ids = [row["id"] for row in reader.json("/index.json")["rows"]]
    page = web.Html(reader.get(f"/?sel={ids[1]}&sel=i-000000000000").text)
    ticked = [one["value"] for one in page.all("input") if one.get("type") == "checkbox" and "checked" in one]
    assert ticked == [ids[1]]
    hidden = [one["value"] for one in web.Html(reader.get(f"/?sel={ids[1]}&words=zzzz").text).all("input")
              if one.get("name") == "sel"]
    assert hidden == [ids[1]]
    both = reader.json(f"/incidents/compare.json?sel={ids[0]}&sel={ids[1]}")["incidents"]
    assert [one["row"]["id"] for one in both] == ids[:2]


@pytest.mark.parametrize(("unit", "day", "expected"), [
    ("day", date(2031, 3, 5), (date(2031, 3, 5), date(2031, 3, 5))),
    ("week", date(2031, 3, 5), (date(2031, 3, 3), date(2031, 3, 9))),
    ("month", date(2031, 12, 5), (date(2031, 12, 1), date(2031, 12, 31))),
    ("month", date(9999, 12, 5), (date(9999, 12, 1), date(9999, 12, 31))),
    ("year", date(2031, 3, 5), (date(2031, 1, 1), date(2031, 12, 31))),
    ("decade", date(2031, 3, 5), (date(2030, 1, 1), date(2039, 12, 31))),
    ("decade", date(5, 3, 5), (date(1, 1, 1), date(9, 12, 31))),
])
def test_stretches(unit: str, day: date, expected: tuple[date, date]) -> None:
    assert stretch(day, unit) == expected
    assert place_of(expected[1], day, unit) == 0
    assert columns(expected[0], expected[1], unit) == 1


def test_addresses_hold_only_what_is_asked() -> None:
    query = incidents.Query(words="a b", sel=("i-1", "i-2"), differing=True)
    assert address("/", query, page=3) == "/?words=a+b&differing=true&sel=i-1&sel=i-2&page=3"
    assert address("/", incidents.Query()) == "/"


# ------------------------------------------------------------------------------------------------------ one incident


def test_an_incident_alone_is_shown_as_among_all(reader: web.Browser) -> None:
    from msgspec.structs import replace

    from stemma.brief import desk
    from stemma.report.chains import ways_of
    from stemma.report.map import atlas_of

    snapshot = reader.app.state.bench.held.snapshot()
    look, record = snapshot.look, snapshot.record
    ways, atlas, table, files = ways_of(look), atlas_of(look), desk(record), files_of(record)
    for incident in in_order(record.incidents):
        small = only(look, incident, files)
        alone = incident_view(small, incident, 1, ways, frozenset(), replace(atlas, look=small),
                              replace(table, record=small.record))
        assert alone == incident_view(look, incident, 1, ways, frozenset(), atlas, table)


def test_every_value_leads_to_its_sentence(reader: web.Browser) -> None:
    row = first(reader)
    page = web.Html(reader.get(f"/incidents/{row['id']}").text)
    rows = {link["href"] for link in page.all("a") if link.get("href", "").startswith("/at/")}
    assert len(rows) > 20
    for at in sorted(rows):
        answer = reader.get(f"{at}?panel=yes")
        assert answer.status_code == 200 and '<mark class="here">' in answer.text
        assert 'class="close"' in answer.text and "<html" not in answer.text
    jump = reader.get(at)
    assert jump.status_code == 303
    assert jump.headers["location"] == f"/reports/{reader.json(f'{at}.json')['doc']}#{at.removeprefix('/at/')}"
    assert reader.get("/at/c-000000000000").status_code == 404


def test_the_sentence_quotes_the_report(reader: web.Browser) -> None:
    figure = figures(reader, first(reader)["id"])[0]
    found = reader.json(f"/at/{figure['id']}.json")
    look = reader.app.state.bench.held.snapshot().look
    claim = look.claims[figure["id"]]
    text = look.by_doc[claim.doc].page.text
    assert [piece["text"] for piece in found["pieces"] if piece["kind"] == "here"] == [claim.span.of(text)]
    assert all(piece["text"] in text for piece in found["pieces"])


def test_pages_of_an_incident(reader: web.Browser) -> None:
    row = first(reader)
    here = f"/incidents/{row['id']}"
    assert reader.json(f"{here}/brief.json")["brief"]["incident"] == row["id"]
    codings = reader.json(f"{here}/coding.json")["columns"]
    assert {one["convention"] for one in codings} == {"acled", "airwars", "ibc", "ohchr", "ucdp"}
    for page in ("", "/brief", "/coding", "/coding?part=true", "/figures"):
        answer = reader.get(here + page)
        assert answer.status_code == 200
        assert ("<html" in answer.text) is ("part" not in page)
        assert not re.search(r"<[^>]+ style=|<script>|javascript:", answer.text)
    gone = reader.get("/incidents/i-000000000000")
    assert gone.status_code == 404 and "list of incidents" in gone.text
    for page in ("brief", "coding", "figures"):
        assert reader.get(f"/incidents/i-000000000000/{page}").status_code == 404


def test_the_guide_leads_to_pages_that_are_there(reader: web.Browser) -> None:
    steps = reader.json("/guide.json")["steps"]
    assert len(steps) >= 7
    for step in steps:
        assert reader.get(step["href"]).status_code == 200, step
    assert reader.get("/keys").status_code == 200


# ---------------------------------------------------------------------------------------------------------- exports


def test_exports_hold_what_was_chosen(reader: web.Browser) -> None:
    rows = reader.json("/index.json")["rows"]
    page = reader.json(f"/export.json?to=acled&sel={rows[1]['id']}")
    answer = reader.get(page["file"])
    assert answer.headers["content-disposition"] == 'attachment; filename="copy-acled.csv"'
    assert answer.headers["content-type"].startswith("text/csv")
    whole = reader.get("/export/acled").text
    assert len(answer.text.splitlines()) == 2 < len(whole.splitlines())
    assert set(answer.text.splitlines()) <= set(whole.splitlines())
    assert len(reader.get("/export/acled?status=published").text.splitlines()) == 1
    for wrong in ("/export/nothing", "/export?to=nothing", "/export/csv?coarsen=9999", "/export/csv?status=perhaps"):
        assert reader.get(wrong).status_code == 400


# -------------------------------------------------------------------------------------------------------- decisions


def test_a_wrong_figure_leaves_and_comes_back(coder: web.Browser) -> None:
    row = first(coder)
    before = figures(coder, row["id"])
    answer = coder.submit(f"/incidents/{row['id']}/figures", {"wrong": before[0]["id"], "note": "misread"})
    assert answer.status_code == 303
    there = answer.headers["location"].split("#")[0].removeprefix("/incidents/").split("?")[0]
    found = where(coder)
    assert before[0]["id"] not in found and found[before[1]["id"]]
    now = found[before[1]["id"]]
    page = coder.json(f"/incidents/{now}.json")
    (decision,) = page["decisions"]
    assert (decision["by"], decision["why"], decision["pending"]) == ("R. Coder", "misread", False)
    coder.submit(f"/judgements/{decision['id']}/withdraw", {"back": "/"})
    assert figures(coder, there) == before


def test_chosen_figures_leave_together_and_come_back(coder: web.Browser) -> None:
    row = first(coder)
    every = figures(coder, row["id"])
    letter = next(one["ref"]["letter"] for one in every if one["label"] == "Killed" and one["ref"]["letter"] != "A")
    chosen = [one["id"] for one in every if one["ref"]["letter"] == letter and one["label"] == "Killed"]
    stay = [one["id"] for one in every if one["ref"]["letter"] == letter and one["label"] != "Killed"]
    answer = coder.submit(f"/incidents/{row['id']}/split", {"claims": chosen})
    assert answer.status_code == 303
    back = coder.get(answer.headers["location"].split("#")[0])
    assert back.status_code in (200, 303)  # 303 where the incident has got another id
    found = where(coder)
    (apart,) = {found[one] for one in chosen}
    anchor = re.search(r"claim=(c-[0-9a-f]+)", answer.headers["location"])[1]
    home = coder.json(f"/incidents/{row['id']}.json?claim={anchor}")
    home = home["elsewhere"].removeprefix("/incidents/").split("?")[0] or home["id"]
    assert apart != home
    assert stay and {found[one] for one in stay} == {home}
    coder.submit(f"/incidents/{home}/merge", {"other": apart})
    assert len(set(where(coder).values())) == len(set(found.values())) - 1
    assert not [p for p in coder.app.state.bench.held.snapshot().record.problems if p.stage == "judgements"]


def test_one_figure_of_another_happening(coder: web.Browser) -> None:
    row = first(coder)
    every = figures(coder, row["id"])
    answer = coder.submit(f"/incidents/{row['id']}/figures", {"apart": every[0]["id"]})
    assert answer.status_code == 303
    found = where(coder)
    assert found.get(every[0]["id"]) != found[every[-1]["id"]]


def test_an_incident_that_got_another_id_is_found(coder: web.Browser) -> None:
    bench = coder.app.state.bench
    row = first(coder)
    claims = bench.held.snapshot().incidents[row["id"]].claims
    bench.held.former["i-ffffffffffff"] = claims
    for page in ("", "/brief", "/coding", "/figures"):
        answer = coder.get(f"/incidents/i-ffffffffffff{page}")
        assert answer.status_code == 303 and answer.headers["location"] == f"/incidents/{row['id']}{page}"
    named = coder.get(f"/incidents/i-eeeeeeeeeeee?claim={claims[0]}")
    assert named.headers["location"] == f"/incidents/{row['id']}?claim={claims[0]}"


def test_signing_and_what_changed_since(coder: web.Browser) -> None:
    row = first(coder)
    coder.submit(f"/incidents/{row['id']}/sign-off", {"status": "reviewed", "note": "read twice"})
    signed = coder.json(f"/incidents/{row['id']}.json")["signed"]
    assert (signed["status"], signed["by"], signed["note"], signed["changes"]) == (
        "reviewed", "R. Coder", "read twice", [])
    assert first(coder)["status"] == "reviewed"
    every = figures(coder, row["id"])
    coder.submit(f"/incidents/{row['id']}/figures", {"wrong": every[0]["id"]})
    assert first(coder)["changed"]
    assert [one["id"] for one in coder.json("/index.json?status=changed")["rows"]] == [first(coder)["id"]]
    assert "changed since" in coder.get("/").text


def test_what_cannot_be_decided_is_refused_and_keeps_nothing(coder: web.Browser) -> None:
    row = first(coder)
    every = figures(coder, row["id"])
    here = f"/incidents/{row['id']}"
    refused = [(f"{here}/split", {}, 400), (f"{here}/split", {"claims": "c-000000000000"}, 400),
               (f"{here}/merge", {}, 400), (f"{here}/merge", {"other": row["id"]}, 400),
               (f"{here}/merge", {"other": "i-000000000000"}, 404), (f"{here}/sign-off", {"status": "perhaps"}, 400),
               (f"{here}/figures", {}, 400), (f"{here}/figures", {"right": every[0]["id"], "wrong": "c-0"}, 404),
               ("/incidents/i-000000000000/sign-off", {"status": "draft"}, 404)]
    for path, fields, status in refused:
        assert coder.submit(path, fields).status_code == status, (path, fields)
    claims = coder.app.state.bench.held.snapshot().incidents[row["id"]].claims
    assert coder.submit(f"{here}/split", {"claims": list(claims)}).status_code == 400
    assert coder.app.state.bench.held.file().judgements() == ()


def test_decisions_that_the_record_does_not_show_yet_are_marked(own_case: str) -> None:
    with web.bench(own_case) as browser:
        row = first(browser)
        figure = figures(browser, row["id"])[0]
        browser.submit(f"/incidents/{row['id']}/figures", {"right": figure["id"]})
        assert figures(browser, row["id"])[0]["pending"]
        assert first(browser)["pending"] == 1
        assert "not in it yet" in browser.get(f"/incidents/{row['id']}").text
