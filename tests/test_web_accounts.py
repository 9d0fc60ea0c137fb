"""Signing in, roles and sessions: who may do what in a workbench that asks, on both stores."""

from __future__ import annotations

import io
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import httpx2
import pytest

from stemma import casework, cli
from stemma.store import open_case
from stemma.store.accounts import FAILURES
from stemma.web import openapi, security
from stemma.web.contracts import Attachment, actions, pages
from tests import web
from tests.web import signed_in

pytestmark = pytest.mark.usefixtures("quick_passwords")
REPORTS = {
    "a.txt": "Quarry Post\n4 May 2033\n\nShells hit Velmora\n\nAt least 14 people were killed in Velmora on Tuesday, "
             "the governor said.\n",
    "b.txt": "Hill Courier\n5 May 2033\n\nToll in Velmora\n\nThe army said that 9 people were killed in Velmora on "
             "Tuesday.\n",
}
PEOPLE = {"vera": "viewer", "cora": "coder", "lea": "lead"}


@pytest.fixture
def team(new_case: Callable[[], object], tmp_path) -> Iterator[web.Browser]:
    """A browser in which nobody has signed in, at a case with one account of each role."""
    case = str(new_case())
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / name).write_text(text)
    casework.build(case, [str(folder)], 1, None, "none")
    with open_case(case) as opened:
        for name, role in PEOPLE.items():
            opened.accounts.add(name, web.PASSWORD, role, "cli", datetime.now(UTC))
    with web.bench(case, None, accounts=True) as browser:
        yield browser


def filled(path: str) -> str:
    return re.sub(r"\{.*?\}", "x", path)


def claims(browser: web.Browser) -> list[str]:
    reports = [row["id"] for row in browser.json("/reports.json")["rows"]]
    found = [claim for doc in reports for claim in browser.json(f"/reports/{doc}.json")["claims"]]
    return [claim["id"] for claim in found if claim["figure"]]


# ----------------------------------------------------------------------------------------------------- nobody signed in


def test_without_signing_in_there_is_nothing_to_see(team: web.Browser) -> None:
    for page in pages():
        path = filled(page.path)
        if page.name == "sign_in":
            assert team.get(path).status_code == 200
            continue
        answer = team.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), path
        assert answer.text == ""
        if page.context is not Attachment:
            for kind in ({}, {"accept": "application/json"}):
                answer = team.get(openapi.twin(path), headers=kind)
                assert (answer.status_code, answer.json()["message"]) == (403, "Sign in first."), path
    assert team.get("/static/0/app.css").status_code == 200
    sign_in = team.get("/sign-in").text
    assert not any(word in sign_in for word in ("Velmora", "vera", "cora", "/reports"))


def test_without_signing_in_nothing_can_be_done(team: web.Browser) -> None:
    before = team.app.state.bench.held.file().head()
    for action in actions():
        if action.role is not None:
            assert team.submit(filled(action.path)).status_code == 403, action.name
            assert team.tell(filled(action.path), {}).json()["message"] == "Sign in first.", action.name
    assert team.app.state.bench.held.file().head() == before


@pytest.mark.parametrize("session", ["", "x", "0" * 43, "'; --", "é", "\x00", "a" * 5000])
def test_a_session_that_nobody_was_given_lets_nobody_in(team: web.Browser, session: str) -> None:
    answer = team.get("/", headers={"cookie": f"{security.SESSION}={session}".encode()})
    assert answer.status_code == 303


# ---------------------------------------------------------------------------------------------------------------- roles


def test_each_role_may_do_what_it_is_for(team: web.Browser) -> None:
    by_name = {name: signed_in(team, name) for name in PEOPLE}
    figures = claims(by_name["vera"])
    incident = by_name["vera"].json("/index.json")["rows"][0]["id"]
    body = {"kind": "claim", "targets": figures[:1], "verdict": "yes"}
    may = {
        "/": (200, 200, 200), "/me": (200, 200, 200), "/audit": (403, 403, 200), "/accounts": (403, 403, 200),
        "/audit.json": (403, 403, 200), "/accounts.json": (403, 403, 200),
    }
    for path, expected in may.items():
        assert tuple(browser.get(path).status_code for browser in by_name.values()) == expected, path
    do = [
        ("/judgements", body, (403, 200, 200)), ("/build", {}, (403, 200, 200)),
        (f"/incidents/{incident}/sign-off", {"status": "reviewed"}, (403, 200, 200)),
        (f"/incidents/{incident}/sign-off", {"status": "published"}, (403, 403, 200)),
        ("/judgements", {"kind": "sign_off", "targets": figures[:1],
                         "value": {"status": "published", "seen": "0"}}, (403, 403, 200)),
        ("/accounts", {"name": "new", "role": "lead", "password": web.PASSWORD}, (403, 403, 200)),
        ("/accounts/change", {"name": "new", "what": "disable"}, (403, 403, 200)),
    ]
    for path, body, expected in do:
        assert tuple(browser.tell(path, body).status_code for browser in by_name.values()) == expected, (path, body)


def test_pages_offer_only_what_somebody_may_do(team: web.Browser) -> None:
    vera = signed_in(team, "vera")
    incident = vera.json("/index.json")["rows"][0]["id"]
    claim = claims(vera)[0]
    here = f"/incidents/{incident}"
    for path in ("/", here, f"{here}/figures", f"/claims/{claim}", "/review", "/log"):
        forms = [form for form in web.Html(vera.get(path).text).all("form") if form.get("method") == "post"]
        assert [form["action"] for form in forms] == [], path


def test_a_coder_takes_back_no_signature_of_a_lead(team: web.Browser) -> None:
    cora, lea = signed_in(team, "cora"), signed_in(team, "lea")
    incident = cora.json("/index.json")["rows"][0]["id"]
    where = f"/incidents/{incident}/sign-off"
    assert cora.tell(where, {"status": "reviewed"}).status_code == 200
    assert lea.tell(where, {"status": "published"}).status_code == 200
    held = team.app.state.bench.held
    signed = {row.by: row.id for row in held.judgements()}
    assert cora.tell(f"/judgements/{signed['lea']}/withdraw", {}).status_code == 403
    assert cora.tell(f"/judgements/{signed['cora']}/withdraw", {}).status_code == 200
    assert lea.tell(f"/judgements/{signed['lea']}/withdraw", {}).status_code == 200


def test_a_role_changes_at_once(team: web.Browser) -> None:
    cora, lea = signed_in(team, "cora"), signed_in(team, "lea")
    assert cora.tell("/build", {}).status_code == 200
    assert lea.tell("/accounts/change", {"name": "cora", "what": "role", "role": "viewer"}).status_code == 200
    assert cora.tell("/build", {}).status_code == 403
    assert lea.tell("/accounts/change", {"name": "cora", "what": "role", "role": "lead"}).status_code == 200
    assert cora.get("/accounts").status_code == 200
    assert lea.tell("/accounts/change", {"name": "lea", "what": "role", "role": "viewer"}).status_code == 200
    assert lea.get("/accounts").status_code == 403
    refused = cora.tell("/accounts/change", {"name": "cora", "what": "disable"})
    assert (refused.status_code, refused.json()["message"]) == (
        400, "Nobody would be lead any more: make another account lead first.")


def test_a_disabled_account_is_out_at_once(team: web.Browser) -> None:
    cora, lea = signed_in(team, "cora"), signed_in(team, "lea")
    assert lea.tell("/accounts/change", {"name": "cora", "what": "disable"}).status_code == 200
    assert cora.get("/").status_code == 303
    assert web.another(team).sign_in("cora").status_code == 403
    assert lea.tell("/accounts/change", {"name": "cora", "what": "enable"}).status_code == 200
    assert cora.get("/").status_code == 303, "its sessions have ended for good"
    assert web.another(team).sign_in("cora").status_code == 303


# ------------------------------------------------------------------------------------------------------------ passwords


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(team: web.Browser) -> None:
    told = []
    for name in ("cora", "nobody", "cora\x00", "", "a" * 5000):
        browser = web.another(team, f"from {name[:9]}")
        answer = browser.submit("/sign-in", {"name": name, "password": "not the password"})
        told.append((answer.status_code, re.sub(r"\s+", " ", answer.text) if name else answer.status_code))
        assert security.SESSION not in browser.cookies
    assert told[0][0] == 403
    assert told[0] == told[1] == told[2] == told[4]
    assert told[3][0] in (400, 403)


def test_too_many_tries_are_refused_in_the_same_words_for_names_that_nobody_has(team: web.Browser) -> None:
    told = {}
    for name in ("cora", "nobody"):
        browser = web.another(team, f"from {name}")
        tries = [browser.sign_in(name, f"wrong password {number}") for number in range(FAILURES + 1)]
        told[name] = [(answer.status_code, answer.text) for answer in tries]
        assert tries[-1].status_code == 429
        assert tries[0].status_code == 403
        right = web.another(team, "elsewhere").sign_in(name)
        assert right.status_code == 429, "not even the right password tells whether it is right"
    assert told["cora"] == told["nobody"]
    assert signed_in(team, "vera", "elsewhere").get("/").status_code == 200


def test_many_tries_from_one_address_are_refused_whatever_the_names(team: web.Browser) -> None:
    browser = web.another(team, "a guesser")
    statuses = [browser.sign_in(f"name {number}", "wrong password").status_code for number in range(25)]
    assert statuses[0] == 403
    assert statuses[-1] == 429
    assert browser.sign_in("vera").status_code == 429
    assert web.another(team, "somebody else").sign_in("vera").status_code == 303


def test_no_answer_and_no_page_holds_a_password_or_a_session(team: web.Browser) -> None:
    browser = web.another(team)
    answer = browser.sign_in("lea")
    session = browser.cookies[security.SESSION]
    assert session not in answer.text
    for path in ("/", "/me", "/me.json", "/accounts", "/accounts.json", "/audit", "/audit.json", "/log.json"):
        found = browser.get(path).text
        assert session not in found
        assert web.PASSWORD not in found
        assert "argon2" not in found


# ------------------------------------------------------------------------------------------------------------- sessions


def test_signing_out_ends_the_session_for_whoever_holds_its_token(team: web.Browser) -> None:
    cora = signed_in(team, "cora")
    session = cora.cookies[security.SESSION]
    answer = cora.submit("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert security.SESSION not in cora.cookies
    thief = web.another(team)
    assert thief.get("/", headers={"cookie": f"{security.SESSION}={session}"}).status_code == 303


def test_another_password_ends_the_other_sessions(team: web.Browser) -> None:
    here, there = signed_in(team, "cora"), signed_in(team, "cora", "another")
    before = here.cookies[security.SESSION]
    wrong = here.tell("/me/password", {"now": "wrong password", "new": "another long password"})
    assert wrong.status_code == 403
    assert here.tell("/me/password", {"now": web.PASSWORD, "new": "short"}).status_code == 400
    assert there.get("/").status_code == 200
    assert here.tell("/me/password", {"now": web.PASSWORD, "new": "another long password"}).status_code == 200
    assert here.get("/").status_code == 200
    assert here.cookies[security.SESSION] != before
    assert there.get("/").status_code == 303
    assert web.another(team).sign_in("cora").status_code == 403
    assert web.another(team).sign_in("cora", "another long password").status_code == 303


def test_a_session_that_somebody_put_into_a_browser_is_not_the_one_that_begins(team: web.Browser) -> None:
    vera = signed_in(team, "vera")
    planted = vera.cookies[security.SESSION]
    victim = web.another(team)
    victim.cookies.set(security.SESSION, planted, domain="testserver.local", path="/")
    assert victim.get("/me.json").json()["name"] == "vera"
    assert victim.sign_in("lea").status_code == 303
    assert planted not in [one.value for one in victim.cookies.jar if one.name == security.SESSION][-1:]
    assert vera.get("/me").status_code == 303, "what was open in this browser before has ended"


def test_the_token_of_a_form_is_of_one_session(team: web.Browser) -> None:
    cora = web.another(team)
    outside = cora.token()
    cora.sign_in("cora")
    assert cora.post("/build", data={"token": outside}).status_code == 403
    inside = cora.token()
    assert cora.post("/build", data={"token": inside}).status_code == 303
    assert signed_in(team, "cora", "another").post("/build", data={"token": inside}).status_code == 403
    cora.submit("/sign-out")
    cora.sign_in("cora")
    assert cora.post("/build", data={"token": inside}).status_code == 403


def test_who_decided_is_who_signed_in(team: web.Browser) -> None:
    cora = signed_in(team, "cora")
    cora.tell("/judgements", {"kind": "claim", "targets": claims(cora)[:1], "verdict": "yes", "by": "lea"})
    (row,) = cora.json("/log.json")["rows"]
    assert row["by"] == "cora"
    entries = signed_in(team, "lea").json("/audit.json")["entries"]
    assert [entry["by"] for entry in entries if entry["action"] != "collected"] == ["cli", "cli", "cli", "cora"]


# ------------------------------------------------------------------------------------------------------ at the terminal


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_first_account_is_made_at_the_terminal(own_case: str, capsys, monkeypatch) -> None:
    with web.bench(own_case, None, accounts=True) as browser:
        assert "stemma account CASE add" in browser.get("/sign-in").text
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{web.PASSWORD}\n"))
        status, out, _ = run(capsys, "account", own_case, "add", "Mira", "--role", "lead")
        assert (status, out.split()[:2]) == (0, ["Mira", "lead"])
        assert browser.sign_in("mira").status_code == 303
        assert browser.get("/me.json").json()["role"] == "lead"
        status, _, _ = run(capsys, "account", own_case, "disable", "mira")
        assert status == 2, "nobody would be lead any more"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_serving_others_without_accounts_is_refused_in_one_line(own_case: str, capsys, host: str) -> None:
    status, out, err = run(capsys, "serve", own_case, "--host", host, "--port", "0")
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "--accounts" in err


def test_a_port_that_is_taken_is_told_in_one_line(own_case: str, capsys) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        status, out, err = run(capsys, "serve", own_case, "--port", port)
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert port in err


def test_a_case_that_is_not_there_is_told_in_one_line(tmp_path, capsys) -> None:
    status, _, err = run(capsys, "serve", str(tmp_path / "none.case"), "--port", "0")
    assert status == 2
    assert len(err.strip().splitlines()) == 1


def test_it_serves_at_the_terminal(own_case: str) -> None:
    command = [sys.executable, "-m", "stemma", "serve", own_case, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        try:
            address = served.stdout.readline().split()[-1]
            for _ in range(100):
                try:
                    answer = httpx2.get(f"{address}me.json", trust_env=False)
                    break
                except httpx2.ConnectError:
                    time.sleep(0.1)
            assert answer.status_code == 200
            assert httpx2.get(address, headers={"host": "evil.example"}, trust_env=False).status_code == 421
        finally:
            served.terminate()
