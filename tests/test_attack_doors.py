"""Getting in without leave, and keeping others out: guessing, shutting out, slow and endless requests, roles."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from stemma.store import open_case
from stemma.store.accounts import ADDRESS_FAILURES, FAILURES, WINDOW
from stemma.web import openapi, patience, security
from stemma.web.contracts import ROLES, Attachment, actions, may, pages
from tests import web
from tests.web import signed_in

PEOPLE = {"vera": "viewer", "cora": "coder", "lea": "lead"}
WRONG = "not the right password"


@pytest.fixture
def team(own_case: str, quick_passwords: None) -> Iterator[web.Browser]:
    with open_case(own_case) as case:
        for name, role in PEOPLE.items():
            case.accounts.add(name, web.PASSWORD, role, "test", datetime.now(UTC))
    with web.bench(own_case, None, accounts=True) as browser:
        yield browser


# ------------------------------------------------------------------------------------------------------------- guessing


def test_nobody_is_shut_out_by_somebody_who_guesses_on_and_on(team: web.Browser) -> None:
    """A browser in which the person has signed in before has tries of its own; others wait."""
    own = signed_in(team, "cora", "at home")
    own.submit("/sign-out")
    for number in range(3 * FAILURES):
        web.another(team, f"guesser {number}").sign_in("cora", WRONG)
    assert web.another(team, "a new place").sign_in("cora").status_code == 429
    assert own.sign_in("cora").status_code == 303
    assert web.another(team, "a new place").sign_in("cora").status_code == 429, "the guesser is let on"


def test_nobody_is_shut_out_by_guesses_from_the_same_address(team: web.Browser) -> None:
    own = signed_in(team, "cora", "office")
    own.submit("/sign-out")
    guesser = web.another(team, "office")
    for number in range(ADDRESS_FAILURES + 1):
        guesser.sign_in(f"name {number}", WRONG)
    assert guesser.sign_in("vera").status_code == 429
    assert own.sign_in("cora").status_code == 303


def test_a_known_browser_has_no_more_tries_than_others(team: web.Browser) -> None:
    """Whoever takes somebody's laptop, or the cookie from it, guesses no faster there."""
    own = signed_in(team, "cora", "at home")
    own.submit("/sign-out")
    statuses = [own.sign_in("cora", WRONG).status_code for _ in range(FAILURES + 1)]
    assert statuses == [403] * (FAILURES - 1) + [429] * 2
    assert own.sign_in("cora").status_code == 429


@pytest.mark.parametrize("cookie", ["", "x", ".", "a.b", "é.é", "." + "0" * 64, "a." + "0" * 64, "a" * 5000])
def test_a_browser_is_not_known_by_what_nobody_gave_it(team: web.Browser, cookie: str) -> None:
    for number in range(FAILURES):
        web.another(team, f"guesser {number}").sign_in("cora", WRONG)
    stranger = web.another(team, "elsewhere")
    token = stranger.token()
    held = "; ".join(f"{one.name}={one.value}" for one in stranger.cookies.jar)
    answer = stranger.post("/sign-in", data={"token": token, "name": "cora", "password": web.PASSWORD},
                           headers={"cookie": f"{held}; {security.BROWSER}={cookie}".encode()})
    assert answer.status_code == 429


def test_what_makes_a_browser_known_is_good_for_one_person_and_one_password(path, quick_passwords) -> None:
    now = datetime(2033, 5, 1, tzinfo=UTC)
    with open_case(path, create=True) as case:
        held = case.accounts
        for name in ("cora", "lea"):
            held.add(name, web.PASSWORD, "lead", "test", now)
        known = held.browser_token("Cora")
        for number in range(FAILURES):
            for name in ("cora", "lea"):
                held.check_password(name, WRONG, f"{number}", now)
        assert held.check_password("lea", web.PASSWORD, "x", now, known) is None
        assert held.check_password("cora", web.PASSWORD, "x", now, known) is not None
        assert held.check_password("cora", web.PASSWORD, "x", now) is None, "a success elsewhere frees no guesser"
        held.set_password("cora", "another long password", "test", now)
        assert held.check_password("cora", "another long password", "x", now, known) is None
        later = now + WINDOW + timedelta(seconds=1)
        assert held.check_password("cora", "another long password", "x", later) is not None


def test_the_cookie_that_makes_a_browser_known_is_for_this_site_alone(team: web.Browser) -> None:
    answer = web.another(team).sign_in("cora")
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(security.BROWSER)]
    assert {"httponly", "samesite=strict"} <= {part.strip().lower() for part in cookie.split(";")}
    assert web.PASSWORD not in cookie
    assert "cora" not in cookie


def test_an_unknown_name_takes_as_long_as_a_known_one(own_case: str) -> None:
    """With argon2 as it is in use; the first unknown name of all makes a digest, and is not counted."""
    now, times = datetime.now(UTC), {"cora": [], "nobody": []}
    with open_case(own_case) as case:
        case.accounts.add("cora", web.PASSWORD, "lead", "test", now)
        case.accounts.check_password("somebody", WRONG, "x", now)
        for number in range(4):
            for name, found in times.items():
                began = time.process_time()
                assert case.accounts.check_password(name, WRONG, f"{name} {number}", now) is None
                found.append(time.process_time() - began)
    known, unknown = (min(found) for found in times.values())
    assert 0.5 < unknown / known < 2


# ---------------------------------------------------------------------------------------------------------------- roles


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
PARTS = {"incident": "i-000000000000", "judgement": "j-000000000000", "question": "q-000000000000", "format": "csv"}


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: PARTS.get(part[1], "c-000000000000"), path)


def routes() -> Iterator[tuple[str, dict[str, str | None]]]:
    """Each path of the workbench, with what each method needs: a role, or None for everybody."""
    found: dict[str, dict[str, str | None]] = {}
    for page in pages():
        for path in [page.path] if page.context is Attachment else [page.path, openapi.twin(page.path)]:
            found.setdefault(path, {}).update(dict.fromkeys(("GET", "HEAD"), page.role or ""))
    for action in actions():
        found.setdefault(action.path, {})["POST"] = action.role or ""
    return iter(found.items())


@pytest.mark.parametrize("name", [None, *PEOPLE], ids=str)
def test_each_role_meets_what_is_for_it_with_every_method(team: web.Browser, name: str | None) -> None:
    """Each role, each path, each method: never more than is declared, whatever the id; other methods do nothing."""
    browser = signed_in(team, name) if name else web.another(team)
    role, before = PEOPLE.get(name or ""), team.app.state.bench.held.file().head()
    token = browser.token()
    for path, needed in routes():
        for method in METHODS:
            if name and path in ("/sign-out", "/sign-in", "/me/password", "/build") and method == "POST":
                continue  # they would do what they are for
            sent = {"content": b"{}", "headers": {"accept": "application/json", "x-csrf-token": token,
                                                  "content-type": "application/json"}}
            status = browser.request(method, filled(path), **sent).status_code
            if method not in needed:
                assert status == 405, (path, method)
            elif not may(role, needed[method] or None):
                assert status in (303, 403), (path, method, status)
            else:
                assert status not in (401, 403, 500), (path, method, status)
    assert team.app.state.bench.held.file().head() == before


def test_roles_grow() -> None:
    for number, role in enumerate(ROLES):
        assert [may(role, needed) for needed in ROLES] == [at <= number for at in range(len(ROLES))]


def test_nobody_does_anything_as_somebody_else(team: web.Browser) -> None:
    """Whatever name a request gives: withdrawing what another decided, changing another's password."""
    cora, lea = signed_in(team, "cora"), signed_in(team, "lea")
    reports = cora.json("/reports.json")["rows"]
    claim = next(one["id"] for row in reports for one in cora.json(f"/reports/{row['id']}.json")["claims"]
                 if one["figure"])
    kept = lea.tell("/judgements", {"kind": "claim", "targets": [claim], "verdict": "no"}).json()["judgement"]
    cora.tell(f"/judgements/{kept}/withdraw", {"by": "lea", "user": "lea", "name": "lea"})
    entries = [one for one in lea.json("/audit.json")["entries"] if one["subject"] == kept]
    assert {one["by"] for one in entries} <= {"lea", "cora"}
    assert [one["by"] for one in entries if "withdr" in one["action"]] in ([], ["cora"])
    answer = cora.tell("/me/password", {"now": web.PASSWORD, "new": "another long password", "name": "lea"})
    assert answer.status_code == 200
    assert web.another(team).sign_in("lea").status_code == 303
    assert web.another(team).sign_in("cora").status_code == 403


def test_pages_of_people_who_sign_in_are_not_kept_by_the_browser(team: web.Browser) -> None:
    vera = signed_in(team, "vera")
    for path in ("/", "/reports", "/me.json", "/export/csv", "/sign-in", "/nowhere"):
        assert vera.get(path).headers["cache-control"] == "private, no-store", path


# -------------------------------------------------------------------------------------------------------- slow requests


@contextmanager
def serving(case: str, **limits: float) -> Iterator[int]:
    """The port of a workbench, a process of its own, with these limits of `patience` and `security`."""
    code = ("import sys\nfrom stemma.web import openapi, patience, security\n"
            + "".join(f"{name} = {value}\n" for name, value in limits.items())
            + "from stemma.cli.serving import serve\nserve(sys.argv[1], '127.0.0.1', 0, 'R. Coder', False, [], False)")
    with subprocess.Popen([sys.executable, "-c", code, case], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as program:
        try:
            yield int(re.search(r":(\d+)/", program.stdout.readline())[1])
        finally:
            program.terminate()
            said = program.communicate(timeout=20)[1]
    assert "Traceback" not in said, said


def opened(port: int, sent: bytes = b"") -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), 20)
    line.sendall(sent)
    return line


def answer(line: socket.socket) -> bytes:
    """The first line of the answer; nothing where the connection is closed."""
    try:
        return line.recv(4096).partition(b"\r\n")[0]
    except ConnectionError:
        return b""


HEAD = b"GET /me HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = (b"POST /build HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")


def until(true: Callable[[], bool], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="module")
def slow(sample_case_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    limits = {"patience.HEAD": 1.0, "security.LONGEST_BODY": 1.0, "patience.MOST": 30}
    with serving(web.copied(sample_case_path, tmp_path_factory.mktemp("slow")), **limits) as port:
        assert until(lambda: answer(opened(port, HEAD + b"Connection: close\r\n\r\n")) == b"HTTP/1.1 200 OK")
        yield port


def test_a_head_that_drips_in_is_waited_for_only_so_long(slow: int) -> None:
    line, began, sent = opened(slow, b"GET /me HTTP/1.1\r\n"), time.monotonic(), 0
    try:
        for _ in range(200):
            line.sendall(b"x-a: b\r\n")
            sent += 1
            time.sleep(0.1)
    except ConnectionError:
        pass
    assert sent < 100
    assert time.monotonic() - began < 10


def test_a_connection_that_says_nothing_is_closed(slow: int) -> None:
    line = opened(slow)
    line.settimeout(10)
    assert answer(line) == b""


def test_a_body_that_does_not_come_is_told_so(slow: int) -> None:
    line = opened(slow, POST)
    line.settimeout(10)
    assert answer(line).startswith(b"HTTP/1.1 408")


def test_many_idle_connections_keep_nobody_out(slow: int) -> None:
    """More than are kept open, opened again as they are closed; everybody else is answered meanwhile."""
    held = [opened(slow, b"GET / HTTP/1.1\r\nx: ") for _ in range(60)]
    for _ in range(5):
        line = opened(slow, HEAD + b"Connection: close\r\n\r\n")
        assert answer(line) == b"HTTP/1.1 200 OK"
    assert until(lambda: sum(answer(line) == b"" for line in held[:5]) == 5)
    for line in held:
        line.close()


def test_a_connection_may_be_used_again_and_pipelined(slow: int) -> None:
    line = opened(slow, HEAD + b"\r\n" + HEAD + b"Connection: close\r\n\r\n")
    line.settimeout(10)
    whole = b""
    while more := line.recv(65536):
        whole += more
    assert whole.count(b"HTTP/1.1 200 OK") == 2


@pytest.mark.parametrize("head", [
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    HEAD + b"x: " + b"a" * 100_000 + b"\r\n\r\n", HEAD + b"x: y\r\n" * 20_000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n", b"\x16\x03\x01\x02\x00",
    b"GET / HTTP/9.9\r\n\r\n",
    b"POST /build HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /build HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    HEAD + b"x\x00y: z\r\n\r\n", HEAD + b"x: y\x00z\r\n\r\n",
    b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
], ids=lambda head: repr(head[:24]))
def test_heads_that_are_too_long_or_ambiguous_get_nowhere(slow: int, head: bytes) -> None:
    line = socket.create_connection(("127.0.0.1", slow), 20)
    try:
        line.sendall(head)
        said = answer(line)
    except ConnectionError:
        said = b""
    assert not said or re.match(rb"HTTP/1.1 4\d\d", said), said
    assert answer(opened(slow, HEAD + b"Connection: close\r\n\r\n")) == b"HTTP/1.1 200 OK"


def test_the_limits_are_those_that_are_told() -> None:
    assert (patience.HEAD, patience.MOST, security.LONGEST_BODY) == (15.0, 400, 20.0)


def test_whoever_decides_does_not_take_turns_with_those_who_try_passwords() -> None:
    """Passwords take long on purpose: whatever looks at one has turns of its own (serving.HASHERS)."""
    asked = {action.name for action in actions()
             if {"password", "now", "new"} & set(action.body.__struct_fields__)}
    assert {"sign_in", "password", "add_account"} <= asked
    assert asked <= {action.name for action in actions() if action.hashes}
    assert not {"answer", "judge", "withdraw", "correct"} & {action.name for action in actions() if action.hashes}
