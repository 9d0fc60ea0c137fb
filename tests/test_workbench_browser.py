"""The workbench in a real browser: what a recorder does in a day, and two people at once."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stemma import casework
from stemma.store import open_case
from tests import postgres, web
from tests.workbench import PASSWORD, Seat, faults, incident, launched, served

NAME = "R. Coder"


def told(seat: Seat, path: str) -> dict:
    """A page's JSON twin without what each decision moves on, whether it holds or not."""
    found = seat.json(path)
    found.pop("seen")
    return found


def row_of(table: list[dict], **wanted: object) -> dict:
    """The one row of a list that has these values."""
    found = [row for row in table if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, (wanted, found)
    return found[0]


def figures(seat: Seat, title: str = "Shelling, Dravik") -> list[dict]:
    """All figures of an incident, one by one."""
    return seat.json(f"/incidents/{incident(seat, title)['id']}/figures")["figures"]


def home_of(seat: Seat, claim: str) -> str:
    """The incident that holds a claim now."""
    return seat.json(f"/claims/{claim}")["incident"]


def log(seat: Seat) -> list[dict]:
    """The decisions in the log, the last first."""
    return seat.json("/log")["rows"]


def stemma(*command: str) -> str:
    """What the program prints; it has to end well."""
    done = subprocess.run([sys.executable, "-m", "stemma", *command], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


CHOOSE = """([words, turn]) => {
  // Where to press and where to let go, to choose these words in the report: the place of the turn-th of them.
  const text = document.querySelector('.text[data-doc]');
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) { nodes.push(node); }
  const whole = nodes.map(node => node.data).join('').replaceAll('\\r', ' ').replaceAll('\\n', ' ');
  let at = -1;
  for (let n = 0; n < turn; n++) { at = whole.indexOf(words, at + 1); }
  const place = offset => {
    let node = nodes[0];
    for (const one of nodes) { node = one; if (offset <= one.data.length) break; offset -= one.data.length; }
    const range = document.createRange();
    range.setStart(node, offset); range.setEnd(node, offset);
    const box = range.getBoundingClientRect();
    return [box.left, box.top + box.height / 2];
  };
  document.querySelector('.text[data-doc]').scrollIntoView();
  return [...place(at), ...place(at + words.length)];
}"""
REPORT = """THE VALE POST
4 May 2031

Blast at the mill in Ostrel 🚒🚒

A blast tore through the mill of Ostrel on Sunday, killing at
least four people, the mayor, Ines Palk, said. 🚑
One line,
and one more,
and one more,
and a dozen more,
and a dozen more were at the gate 🏥 when it fell.

“𝒲e saw it,” said a guard. A dog was found alive.
""".replace("\n", "\r\n")


# ------------------------------------------------------------------------------------------------- a recorder's day


def finds_the_incident(seat: Seat) -> None:
    page = seat.go("/")
    page.get_by_label("Words", exact=True).fill("oskel")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*words=oskel*")
    assert page.locator("p.count").inner_text().startswith("1 of 4 incidents")
    assert page.locator("table.incidents tbody tr").count() == 1
    page.reload()  # the filters are kept in the address
    assert page.get_by_label("Words", exact=True).input_value() == "oskel"
    seat.go("/?words=dravik&killed=30")
    page.get_by_role("link", name="Shelling, Dravik").first.click()
    page.wait_for_url("**/incidents/i-*")
    assert "9 March 2032" in page.locator(".facts").inner_text()


def reads_the_chain(seat: Seat) -> None:
    """Of the highest figure: its sentence beside the page, its report, and where it comes from."""
    page, panel = seat.page, seat.page.locator("#panel")
    at = page.evaluate("scrollY")
    link = page.locator(".end a.ref").first
    link.click()
    panel.wait_for()
    assert "seven" in panel.locator("blockquote mark").inner_text().lower()
    assert page.evaluate("scrollY") == at
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert link.evaluate("node => node === document.activeElement")
    page.keyboard.press("Enter")  # the same by keyboard: open, go into the panel, close it there
    panel.wait_for()
    page.wait_for_function("document.getElementById('panel').contains(document.activeElement)")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "close"
    page.keyboard.press("Enter")
    assert not panel.is_visible()
    assert link.evaluate("node => node === document.activeElement")
    link.click()
    panel.get_by_role("link", name="Where it comes from").click()
    page.wait_for_url("**/claims/c-*")
    chain = page.locator("ol.chain")
    assert "Marek Tolvan" in chain.inner_text() and "Facebook" in chain.inner_text()


def corrects_a_scope(seat: Seat) -> None:
    """A hospital's count is taken for the whole toll, and the other way round; then the first is undone by key."""
    before = told(seat, f"/incidents/{incident(seat, 'Shelling, Dravik')['id']}")
    assert (before["row"]["injured"]["low"], before["row"]["injured"]["high"]) == (31, 38)
    whole = "this happening as a whole"
    wrong = next(row for row in figures(seat) if row["holder"] == "Amira Solveg" and row["value"] == "14")
    assert wrong["scope"] == "a part of it"
    page = seat.go(f"/claims/{wrong['id']}")
    page.get_by_label("Scope").select_option(label=whole.capitalize())
    form = page.get_by_role("form", name="Correct: What the figure is the toll of")
    form.get_by_label("Why").fill("the only count of the wounded")
    seat.decides(form.get_by_role("button", name="Correct").click)
    after = told(seat, f"/incidents/{incident(seat, 'Shelling, Dravik')['id']}")
    assert row_of(figures(seat), id=wrong["id"])["scope"] == whole
    assert after["row"]["injured"]["low"] == 14
    page.get_by_role("link", name="Show it").click()  # once the record is made anew, the page offers to be loaded again
    page.locator(".decisions").wait_for()
    assert page.get_by_role("link", name="Show it").count() == 0
    said = page.locator(".decisions li").first.inner_text()
    assert f"by {NAME}" in said and "the only count of the wounded" in said and "a part of it" in said
    seat.decides_by("z")
    assert told(seat, f"/incidents/{incident(seat, 'Shelling, Dravik')['id']}") == before


def compares_a_rewrite(seat: Seat) -> None:
    reports = {row["letter"]: row["id"] for row in seat.json("/reports")["rows"]}
    page = seat.go("/compare")
    page.get_by_label("First report").fill("B")
    page.get_by_label("Second report").fill("E")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/compare?a=B&b=E")
    assert "rewrite" in page.locator("main").inner_text()
    assert page.locator("del, ins, td b").count() > 3
    assert "in the text it goes back to has become killed" in page.locator(".drift-note").first.inner_text()
    seat.decides_by("y")
    kept = log(seat)[0]
    assert kept["what"] == "A copy: yes" and kept["rows"] == [reports["E"], reports["B"]]
    assert "yes" in seat.go(f"/compare?a={reports['B']}&b={reports['E']}").locator(".decisions").inner_text()


def rejects_a_figure(seat: Seat) -> None:
    """A rewrite that makes the wounded of its source the dead, in its headline and in its text."""
    here = f"/incidents/{incident(seat, 'Shelling, Dravik')['id']}"
    wrong = [row["id"] for row in figures(seat) if row["label"] == "Killed" and "dozens" in row["value"].lower()]
    assert wrong
    for row in wrong:
        page = seat.go(f"{here}/figures")
        seat.decides(page.locator(f"#row-{row}").get_by_role("button", name="Wrong").click)
    assert incident(seat, "Shelling, Dravik")["killed"]["high"] == 12
    assert not {row["id"] for row in figures(seat)} & set(wrong)


def joins_two_spellings(seat: Seat) -> None:
    page = seat.go("/parties/police")
    seen = {row["key"]: row["variants"] for row in seat.json("/parties")["rows"]}
    assert "district-police" in seen
    page.get_by_role("radio", name="district police").check()
    seat.decides(page.get_by_role("button", name="They are one").click)
    names = [{row["name"], *row["variants"]} for row in seat.json("/parties")["rows"]]
    assert [found for found in names if {"police", "district police"} <= found]
    assert len(names) == len(seen) - 1


def splits_an_incident_and_takes_it_back(seat: Seat) -> None:
    """Two figures of one report leave together; to undo that takes one key, however many decisions it was."""
    home = incident(seat, "Shelling, Dravik")
    before, known = told(seat, f"/incidents/{home['id']}"), seat.json("/")["total"]
    leaving = [row["id"] for row in figures(seat) if row["ref"]["letter"] == "G"][:2]
    page = seat.go(f"/incidents/{home['id']}/figures")
    for row in leaving:
        page.locator(f"#row-{row}").get_by_role("checkbox").check()
    seat.decides(page.get_by_role("button", name="Those chosen are another happening").click)
    after = seat.json("/")
    assert after["total"] == known + 1
    assert home_of(seat, leaving[0]) == home_of(seat, leaving[1]) != home_of(seat, before["anchor"])
    seat.go(f"/incidents/{home_of(seat, before['anchor'])}")
    seat.decides_by("z")
    assert told(seat, f"/incidents/{home['id']}") == before
    assert seat.json("/")["total"] == known


def answers_by_keys(seat: Seat) -> None:
    """One key for each answer; z takes back the last and asks it again."""
    page = seat.go("/review?kind=claim")
    asked = "document.querySelector('form.answers')?.getAttribute('action')"
    for key, words in (("u", "not sure"), ("y", "yes"), ("n", "no")):
        question = page.evaluate(asked)
        assert question in page_of_questions(seat)
        page.keyboard.press(key)
        page.wait_for_function(f"question => {asked} !== question", arg=question)
        assert question not in page_of_questions(seat)
        assert log(seat)[0]["what"].endswith(f": {words}")
    seat.settled()
    assert question not in page_of_questions(seat)  # the figure is no more, and so nobody asks about it
    seat.go("/review?kind=claim")
    seat.decides_by("z")
    assert log(seat)[0]["state"] == "withdrawn"
    assert question in page_of_questions(seat)


def page_of_questions(seat: Seat) -> list[str]:
    """Where the questions that wait are answered, as far as the first page of the queue names them."""
    found = seat.json("/review?kind=claim")
    return [f"/review/{one['id']}" for one in (found["question"], *found["ahead"])]


def signs(seat: Seat) -> None:
    """From draft to reviewed to published; then something changes, and the page says what."""
    here = f"/incidents/{incident(seat, 'Shelling, Dravik')['id']}"
    seat.go(here)
    seat.decides_by("v")
    assert seat.json(here)["signed"]["status"] == "reviewed"
    seat.decides(seat.go(here).get_by_role("button", name="Published", exact=True).click)
    signed = seat.json(here)["signed"]
    assert (signed["status"], signed["by"], signed["changes"]) == ("published", NAME, [])
    high = next(row for row in figures(seat) if row["label"] == "Injured" and row["value"].startswith("38"))
    seat.go(f"/claims/{high['id']}")
    seat.decides_by("n")
    assert "changed since" in seat.go("/").locator("table.incidents tr", has_text="9 March").first.inner_text()
    changed = incident(seat, "Shelling, Dravik")
    assert changed["status"] == "published" and changed["changed"]
    shown = seat.go(f"/incidents/{changed['id']}").locator("#sign-off").inner_text()
    assert "Changed since it was signed" in shown


def exports_what_is_published(seat: Seat, folder: Path) -> None:
    page = seat.go(f"/incidents/{incident(seat, 'Shelling, Dravik')['id']}")
    page.get_by_role("link", name="Export").click()
    page.get_by_role("radio", name="csv .csv").check()
    page.get_by_label("Which incidents").select_option("published")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/export?*status=published*")
    assert "changed since" in page.locator("#ready").inner_text().lower()
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download").click()
    begun.value.save_as(folder / "published.csv")
    with (folder / "published.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    published = incident(seat, "Shelling, Dravik")
    assert {row["incident"] for row in rows} - {""} == {published["id"]}  # "": of no incident
    killed = [int(row["high"]) for row in rows if (row["kind"], row["scope"]) == ("killed", "incident") and row["high"]]
    assert max(killed) == published["killed"]["high"] == 12


def searches_in_another_script(seat: Seat) -> None:
    page = seat.go("/")
    page.keyboard.press("/")
    page.keyboard.type("Борэнко")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    assert page.locator("ol.hits li").first.inner_text().startswith("Ilya Borenko")
    page.get_by_role("link", name="Ilya Borenko").first.click()
    page.wait_for_url("**/parties/ilya-borenko")


def looks_through_the_log(seat: Seat, case: str, begun: datetime) -> None:
    """Everything is there, also what was withdrawn, with who, when and why; the chain is whole."""
    rows = log(seat)
    for kind in ("value", "claim", "same_party", "same_incident", "copy_of", "sign_off"):
        assert seat.json(f"/log?only={kind}")["found"], kind
    assert {row["by"] for row in rows} == {NAME}
    assert all(begun <= datetime.fromisoformat(row["at"]) <= datetime.now(UTC) for row in rows)
    scope = next(row for row in rows if row["what"].startswith("scope"))
    assert (scope["state"], scope["why"]) == ("withdrawn", "the only count of the wounded")
    shown = seat.go("/log").locator("table").inner_text()
    assert "the only count of the wounded" in shown and "Withdrawn" in shown
    kept = [entry for entry in seat.json("/audit")["entries"] if entry["by"] == NAME]
    assert len(kept) == len(rows) + sum(row["withdrawn"] is not None for row in rows)
    assert "is whole" in stemma("check", case)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[object]:
    """A browser without a network but this machine's."""
    with launched(chromium) as found:
        yield found


def test_a_recorders_day(browser: object, own_case: str, tmp_path: Path) -> None:
    begun = datetime.now(UTC)
    with served(own_case, name=NAME) as home:
        seat = Seat(browser, home)
        finds_the_incident(seat)
        reads_the_chain(seat)
        corrects_a_scope(seat)
        compares_a_rewrite(seat)
        rejects_a_figure(seat)
        joins_two_spellings(seat)
        splits_an_incident_and_takes_it_back(seat)
        answers_by_keys(seat)
        signs(seat)
        exports_what_is_published(seat, tmp_path)
        searches_in_another_script(seat)
        looks_through_the_log(seat, own_case, begun)
        assert seat.trouble == []
        assert seat.strange() == []


def test_a_missed_claim_is_chosen_with_the_mouse(browser: object, tmp_path: Path) -> None:
    """Offsets count code points of the text as received, however its lines end and however wide its characters are."""
    case = web.built(tmp_path / "own.case", {"vale.txt": REPORT})
    with served(case, name=NAME) as home:
        seat = Seat(browser, home)
        report = seat.json("/reports")["rows"][0]["id"]
        page = seat.go(f"/reports/{report}")
        form = page.locator("form.missed")
        for turn in (1, 2):
            left, top, right, bottom = page.evaluate(CHOOSE, ["a dozen more", turn])
            page.mouse.move(left, top)
            page.mouse.down()
            page.mouse.move(right, bottom, steps=4)
            page.mouse.up()
            assert form.get_by_label("Words").input_value() == "a dozen more"
        at = REPORT.rindex("a dozen more")
        assert form.locator("[name=start]").input_value() == str(at)
        assert form.locator("[name=end]").input_value() == str(at + len("a dozen more"))
        form.get_by_label("What they say").select_option("injured")
        form.get_by_label("Lowest number").fill("12")
        form.get_by_label("Highest number").fill("12")
        seat.decides(form.get_by_role("button", name="Add it").click)
        page.reload()
        mark = page.locator(f"a.piece.harm[data-at='{at}']")
        assert mark.inner_text() == REPORT[at : at + 12] == "a dozen more"
        claim = mark.get_attribute("href").removeprefix("/claims/")
        added = row_of(seat.json(f"/reports/{report}")["claims"], id=claim)
        assert (added["label"], added["decided"]) == ("Injured", NAME)
        mark.click()
        page.wait_for_url("**/claims/c-*")
        assert f"by {NAME}" in page.locator(".decisions").inner_text()
        seat.decides_by("z")
        assert claim not in [row["id"] for row in seat.json(f"/reports/{report}")["claims"]]
        assert seat.trouble == []


# -------------------------------------------------------------------------------------------------- two people at once

PEOPLE = {"Vera Lund": "viewer", "Cem Aydin": "coder", "Lea Brandt": "lead"}


@pytest.fixture(scope="module")
def team(postgresql: postgres.Server) -> Iterator[str]:
    """The address of the sample case on PostgreSQL, with an account for each role."""
    address = postgresql.new()
    casework.build(address, [str(web.SAMPLE)], 1, None, "none")
    with closing(open_case(address)) as case:
        for name, role in PEOPLE.items():
            case.accounts.add(name, PASSWORD, role, "the desk", datetime.now(UTC))
    yield address
    postgresql.drop(address)


def test_two_people_decide_the_same_at_once(browser: object, team: str) -> None:
    with served(team) as home:
        viewer, coder, lead = (Seat(browser, home) for _ in PEOPLE)
        assert "/sign-in" in viewer.page.goto(f"{home}/review").url
        assert faults(viewer.page) == []
        for seat, name in zip((viewer, coder, lead), PEOPLE, strict=True):
            seat.sign_in(name)
        both_answer(coder, lead)
        the_viewer_only_reads(viewer)
        only_a_lead_publishes(coder, lead)
        for path in ("/me", "/accounts", "/audit"):
            assert faults(lead.go(path)) == []
        assert {row["by"] for row in log(viewer)} == {"Cem Aydin", "Lea Brandt"}
        for seat in (viewer, coder, lead):
            assert seat.trouble == []
            assert seat.strange() == []
    assert "is whole" in stemma("check", team)


def both_answer(coder: Seat, lead: Seat) -> None:
    """Both have the same question before them; whoever is second is told, and neither answer is lost."""
    claim = figures(coder)[0]["id"]
    for seat in (coder, lead):
        seat.go(f"/claims/{claim}")
    coder.decides(coder.page.get_by_role("button", name="Yes").click)
    lead.decides(lead.page.get_by_role("button", name="No, take it out").click)
    assert "Cem Aydin decided on the same" in lead.page.locator("#told").inner_text()
    kept = [(row["by"], row["what"], row["state"]) for row in log(lead)]
    assert kept == [("Lea Brandt", "Is this a right claim: no", "in the record"),
                    ("Cem Aydin", "Is this a right claim: yes", "replaced later")]
    assert claim not in [row["id"] for row in figures(coder)]
    lead.go("/log")
    lead.decides(lead.page.get_by_role("row", name="Is this a right claim: no").get_by_role("button").click)
    assert claim in [row["id"] for row in figures(coder)]
    assert [row["state"] for row in log(lead)] == ["withdrawn", "in the record"]


def the_viewer_only_reads(viewer: Seat) -> None:
    """No page has a form for deciding, and what is sent all the same is refused."""
    first = figures(viewer)[0]["id"]
    for path in ("/review", f"/claims/{first}", f"/incidents/{incident(viewer, 'Shelling')['id']}", "/parties/police",
                 "/log"):
        assert viewer.go(path).locator("form[method=post]").count() == 0, path
    token = viewer.page.locator("body").get_attribute("data-token")
    answer = viewer.context.request.post("/judgements", headers={"x-csrf-token": token}, data={
        "kind": "claim", "targets": [first], "verdict": "no"})
    assert answer.status == 403 and "coder" in answer.json()["message"]
    assert viewer.page.goto("/accounts").status == 403
    viewer.trouble.clear()  # that the page was refused


def only_a_lead_publishes(coder: Seat, lead: Seat) -> None:
    here = f"/incidents/{incident(coder, 'Shelling, Dravik')['id']}"
    page = coder.go(here)
    assert page.get_by_role("button", name="Published", exact=True).count() == 0
    coder.decides_by("v")
    assert coder.json(here)["signed"]["by"] == "Cem Aydin"
    lead.decides(lead.go(here).get_by_role("button", name="Published", exact=True).click)
    assert (lead.json(here)["signed"]["status"], lead.json(here)["signed"]["by"]) == ("published", "Lea Brandt")
