"""What the workbench refuses and what stands on every answer: other sites can neither read it nor act in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from stemma.web import create_app, openapi, security
from stemma.web.contracts import Attachment, actions, pages
from tests import web

HEADERS = {
    "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "cache-control",
    "cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy",
}


@pytest.fixture
def browser(own_case: str) -> Iterator[web.Browser]:
    with web.bench(own_case) as found:
        yield found


# --------------------------------------------------------------------------------------------- where requests come from


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "eviltestserver", "testserver:x", "",
                                  "testserver:80:80", "169.254.0.1", "[::1", "testserver@evil.example"])
def test_another_sites_name_for_this_address_is_refused(browser: web.Browser, host: str) -> None:
    """A site may have its own name lead to this machine (DNS rebinding); its scripts must not read anything here."""
    for path in ("/", "/index.json", "/me.json", "/static/x/app.js", "/openapi.json", "/nowhere"):
        answer = browser.get(path, headers={"host": host})
        assert (answer.status_code, answer.headers["content-type"]) == (421, "text/plain; charset=utf-8")
        assert "set-cookie" not in answer.headers
        assert set(answer.headers) >= HEADERS
    assert browser.post("/build", headers={"host": host, "x-csrf-token": browser.token()}).status_code == 421


@pytest.mark.parametrize("host", ["testserver", "testserver:8300", "TESTSERVER"])
def test_its_own_name_is_served(browser: web.Browser, host: str) -> None:
    assert browser.get("/me", headers={"host": host}).status_code == 200


def test_an_address_of_version_6_is_served_in_brackets(own_case: str) -> None:
    browser = web.Browser(create_app(own_case, "R. Coder", hosts=("2001:db8::7",)))
    assert browser.get("/me", headers={"host": "[2001:db8::7]:8300"}).status_code == 200
    assert browser.get("/me", headers={"host": "2001:db8::7"}).status_code == 421


CROSS = [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"},
         {"origin": "null"}, {"origin": "https://testserver"}, {"origin": "http://testserver:81"},
         {"origin": "http://testserver.evil.example"}, {"sec-fetch-site": "cross-site", "origin": "http://testserver"}]


@pytest.mark.parametrize("headers", CROSS, ids=str)
def test_what_another_site_sends_is_refused_even_with_the_token(browser: web.Browser, headers: dict[str, str]) -> None:
    assert browser.submit("/build", headers=headers).status_code == 403
    assert browser.tell("/build", {}, headers=headers).status_code == 403
    assert browser.app.state.bench.rebuilding.ask.asked == 0


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin", "origin": "http://testserver"},
                                     {"sec-fetch-site": "none"}], ids=str)
def test_what_its_own_pages_send_is_done(browser: web.Browser, headers: dict[str, str]) -> None:
    assert browser.submit("/build", headers=headers).status_code == 303
    assert browser.app.state.bench.rebuilding.ask.asked == 1


def test_behind_https_the_origin_is_that_of_the_pages(own_case: str) -> None:
    with web.bench(own_case, secure=True) as browser:
        browser.base_url = "https://testserver"
        token = browser.token()
        browser.base_url = "http://testserver"  # what the proxy sends on
        headers = {"origin": "https://testserver", "x-csrf-token": token, "cookie": cookies(browser)}
        assert browser.post("/build", headers=headers).status_code == 303
        assert browser.post("/build", headers=headers | {"origin": "http://testserver"}).status_code == 403


def cookies(browser: web.Browser) -> str:
    return "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)


@pytest.mark.parametrize("action", actions(), ids=lambda action: action.name)
def test_without_the_token_of_this_browser_nothing_is_done(browser: web.Browser, action) -> None:
    path = re.sub(r"\{.*?\}", "x", action.path)
    stranger = web.another(browser).token()
    own = browser.token()
    before = browser.app.state.bench.held.file().head()
    for token in ("", "0" * 64, stranger, own[:-1], own.upper(), own + "0", "é" * 64):
        sent = browser.post(path, data={"token": token})
        assert sent.status_code == 403, token
        assert browser.post(path, json={}, headers={"x-csrf-token": token.encode()}).status_code == 403
    assert browser.post(path).status_code == 403
    assert browser.app.state.bench.held.file().head() == before


def test_a_token_ends_with_the_program_that_gave_it(own_case: str) -> None:
    with web.bench(own_case) as before, web.bench(own_case) as after:
        after.cookies = before.cookies
        assert after.post("/build", data={"token": before.token()}).status_code == 403


def test_programs_get_a_token_and_no_kept_page_has_one_in_json(browser: web.Browser) -> None:
    token = browser.json("/me.json")["token"]
    assert browser.get("/me.json").headers["cache-control"] == "private, no-cache"
    assert browser.post("/build", json={}, headers={"x-csrf-token": token}).json()["message"]
    for path in every_path(browser):
        if path != "/me":
            assert token not in browser.get(openapi.twin(path)).text, path


# ------------------------------------------------------------------------------------------------------------- headers


def every_path(browser: web.Browser) -> list[str]:
    """A path for every page that there is, with parts that the case has."""
    incident = browser.json("/index.json")["rows"][0]["id"]
    report = browser.json("/reports.json")["rows"][0]["id"]
    claim = browser.json(f"/reports/{report}.json")["claims"][0]["id"]
    parts = {"incident": incident, "doc": report, "claim": claim, "row": claim}
    keys = {"/parties/{key:path}": browser.json("/parties.json")["rows"][0]["key"],
            "/places/{key:path}": browser.json("/places.json")["rows"][0]["key"]}
    return [re.sub(r"\{(\w+)(?::path)?\}", lambda part, page=page: keys.get(page.path) or parts[part[1]], page.path)
            for page in pages() if page.context is not Attachment]


def answers(browser: web.Browser) -> Iterator[tuple[str, object]]:
    """An answer of every kind."""
    for path in every_path(browser):
        yield path, browser.get(path)
        yield path, browser.get(openapi.twin(path))
    html = browser.get("/").text
    for asset in web.Html(html).all("script"):
        yield asset["src"], browser.get(asset["src"])
    for path in ("/static/x/app.css", "/static/x/none.css", "/static/x/..", "/nowhere", "/reports/", "/openapi.json",
                 "/incidents/i-none", "/compare?a=nobody", "/reports?page=x", "/me.json/"):
        yield path, browser.get(path)
    yield "POST without a token", browser.post("/build")
    yield "POST to a page", browser.post("/reports")
    yield "POST of an unknown type", browser.post("/build", content=b"x", headers={"content-type": "text/xml"})
    yield "POST", browser.submit("/build")
    yield "PUT", browser.put("/build")
    yield "OPTIONS", browser.options("/")
    yield "too large", browser.post("/build", content=b"x" * (security.MOST_BODY + 1))


def test_every_answer_has_the_headers(browser: web.Browser) -> None:
    statuses = set()
    for name, answer in answers(browser):
        statuses.add(answer.status_code)
        assert set(answer.headers) >= HEADERS, name
        assert answer.headers["content-security-policy"] == security.POLICY, name
        assert answer.headers["x-content-type-options"] == "nosniff", name
        assert "server" not in answer.headers, name
    assert {200, 303, 400, 403, 404, 405, 413, 415} <= statuses


def test_a_fault_of_the_program_has_the_headers_and_tells_nothing(own_case: str, monkeypatch) -> None:
    with web.bench(own_case, raising=False) as browser:
        monkeypatch.setattr(browser.app.state.bench.held, "snapshot", lambda: 1 / 0)
        for path, kind in (("/", "text/html"), ("/index.json", "application/json")):
            answer = browser.get(path)
            assert answer.status_code == 500
            assert set(answer.headers) >= HEADERS
            assert answer.headers["content-type"].startswith(kind)
            assert "Something went wrong here" in answer.text
            assert "ZeroDivisionError" not in answer.text


def test_the_policy_allows_nothing_but_what_comes_from_here() -> None:
    rules = dict(rule.strip().partition(" ")[::2] for rule in security.POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    assert {rules[name] for name in ("script-src", "style-src", "connect-src", "form-action")} == {"'self'"}
    assert {rules[name] for name in ("base-uri", "frame-ancestors")} == {"'none'"}
    assert "unsafe" not in security.POLICY
    assert "*" not in security.POLICY


def test_a_wrong_method_says_which_ones_there_are(browser: web.Browser) -> None:
    assert (browser.put("/reports").status_code, browser.put("/reports").headers["allow"]) == (405, "GET, HEAD")
    assert browser.put("/accounts").headers["allow"] == "GET, HEAD, POST"
    assert browser.get("/build").headers["allow"] == "POST"


def test_what_is_served_as_it_is_may_be_kept_and_pages_may_not(browser: web.Browser) -> None:
    page = browser.get("/")
    assert page.headers["cache-control"] == "private, no-cache"
    (style, *_) = [link["href"] for link in web.Html(page.text).all("link") if link["href"].endswith("app.css")]
    assert browser.get(style).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert browser.get("/static/0/app.css").headers["cache-control"] == "no-cache"
    for name in ("..%2fapp.css", "..", "htmx.LICENSE", "templates%2flayout.html", "app.css%00", "App.css",
                 "\u202eapp.css"):
        assert browser.get(f"/static/0/{name}").status_code == 404, name


# ------------------------------------------------------------------------------------------------------ what pages hold


OURS = re.compile(r"/(?![/\\])")  # a path of this program


def unsafe_in(html: str) -> list[str]:
    """What no page may hold: scripts and styles in the page, handlers, anything from elsewhere, other schemes."""
    page = web.Html(html)
    found = []
    for tag, attributes in page.elements:
        if tag in ("style", "iframe", "object", "embed", "base", "applet", "frame"):
            found.append(tag)
        if tag == "script" and (not re.fullmatch(r"/static/[0-9a-f]{12}/[a-z0-9.-]+\.js", attributes.get("src", ""))):
            found.append("a script that is not ours")
        for name, value in attributes.items():
            if name.startswith("on") or name in ("style", "srcdoc") or name.startswith("hx-on"):
                found.append(f"{tag} {name}")
            if name in ("src", "srcset", "action", "formaction", "data", "poster", "background", "ping", "manifest",
                        "hx-get", "hx-post", "hx-delete") and value and not OURS.match(value):
                found.append(f"{tag} {name}={value}")
            if name in ("href", "xlink:href") and not leads_well(tag, attributes, value):
                found.append(f"{tag} {name}={value}")
    if "".join(page.inside.get("script", [])).strip():
        found.append("words in a script")
    return found


def leads_well(tag: str, attributes: dict[str, str], value: str) -> bool:
    """Whether a link stays here, or is the address of a report that people may follow without telling where from."""
    if value.startswith(("#", "?")) or OURS.match(value):
        return True
    return tag == "a" and re.match("https?://", value) is not None and "noopener" in attributes.get("rel", "")


def test_no_page_has_a_script_or_style_or_anything_from_elsewhere(browser: web.Browser) -> None:
    for path in [*every_path(browser), "/nowhere", "/reports?page=x"]:
        assert unsafe_in(browser.get(path).text) == [], path


def test_what_is_unsafe_is_found() -> None:
    for html in ("<script>1</script>", "<p onclick=1>", "<p style='a'>", "<img src=//e.example/x>", "<style></style>",
                 "<a href='javascript:1'>", "<a href=https://e.example/>", "<link href=https://e.example/x>",
                 "<a href='/\\e.example'>", "<form action=//e.example>", "<svg><a xlink:href='data:x'></a></svg>"):
        assert unsafe_in(html), html


def test_nothing_served_as_it_is_asks_for_anything_elsewhere(browser: web.Browser) -> None:
    for name in ("app.css", "report.css", "incident.css", "app.js", "report.js", "icon.svg"):
        text = browser.get(f"/static/0/{name}").text.replace("http://www.w3.org/", "")
        assert not re.search(r"https?:|//[a-z]+\.[a-z]|@import|eval\(|innerHTML\s*=\s*[\"'`]", text), name


# ------------------------------------------------------------------------------------------------------------- cookies


@pytest.mark.parametrize("secure", [False, True])
def test_cookies_are_for_this_site_and_not_for_scripts(own_case: str, secure: bool) -> None:
    with web.bench(own_case, secure=secure) as browser:
        (cookie,) = browser.get("/").headers.get_list("set-cookie")
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=strict", "path=/"} <= parts
        assert ("secure" in parts) == secure
        assert not any(part.startswith(("domain", "expires", "max-age")) for part in parts)


@pytest.mark.parametrize("seat", ["", "short", "x" * 44, "é" * 43, "a" * 42 + ";", "\x7f" * 43, "<" * 43])
def test_a_cookie_that_is_not_ours_is_exchanged(browser: web.Browser, seat: str) -> None:
    answer = browser.get("/me", headers={"cookie": f"{security.SEAT}={seat}".encode()})
    assert answer.status_code == 200
    assert re.match(rf"{security.SEAT}=[A-Za-z0-9_-]{{43}};", answer.headers["set-cookie"])


# ------------------------------------------------------------------------------------------------------ ways elsewhere


ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
             "\t//evil.example", "/\n/evil.example", "javascript:alert(1)", " //evil.example", "///evil.example",
             "/\r\nSet-Cookie: a=b", "http:evil.example", "evil.example", "/\x00/evil.example", "/ok\r\nx: y",
             "/%0d%0a"]


@pytest.mark.parametrize("back", ELSEWHERE, ids=ascii)
def test_nobody_is_led_elsewhere(browser: web.Browser, back: str) -> None:
    report = browser.json("/reports.json")["rows"][0]["id"]
    claim = browser.json(f"/reports/{report}.json")["claims"][0]["id"]
    body = {"kind": "claim", "targets": [claim], "verdict": "yes", "back": back}
    told = browser.tell("/judgements", body)
    assert safe(told.json()["to"]), told.json()
    sent = browser.submit("/judgements", body | {"verdict": "no"})
    assert sent.status_code == 303
    assert safe(sent.headers["location"]), sent.headers
    assert "set-cookie" not in sent.headers
    assert "x" not in sent.headers
    for row in (told.json()["judgement"],):
        undone = browser.submit(f"/judgements/{row}/withdraw", {"back": back})
        assert safe(undone.headers["location"])


def safe(path: str) -> bool:
    return bool(OURS.match(path)) and not re.search(r"[\x00-\x20\\\x7f]", path) and not urlsplit(path).netloc


def test_a_link_to_the_json_twin_stays_here(browser: web.Browser) -> None:
    key = browser.json("/parties.json")["rows"][0]["key"]
    for path in (f"/parties/{key}?find=%22%3E%3Cscript%3E", "/?words=%2F%2Fevil.example",
                 "/reports?x=//evil.example&y=%ff"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert unsafe_in(answer.text) == []
    first = browser.get("/log?utm=one").text
    second = browser.get("/log?utm=two").text
    assert "utm=one" in first
    assert "utm=one" not in second, "an address that one person used is shown to another"


# -------------------------------------------------------------------------------------------------------- large bodies


def test_large_bodies_are_refused_before_they_are_read(browser: web.Browser) -> None:
    token = browser.token()
    sent = []

    def stream(size: int) -> Iterator[bytes]:
        for _ in range(size // 10_000):
            sent.append(10_000)
            yield b"x" * 10_000

    headers = {"x-csrf-token": token, "content-type": "application/json", "accept": "application/json"}
    for content in (b"x" * (security.MOST_BODY + 1), stream(3 * security.MOST_BODY)):
        answer = browser.post("/judgements", content=content, headers=headers)
        assert (answer.status_code, answer.json()["status"]) == (413, 413)
    for length in ("-1", "1e9", "9" * 400, "²", "0x10"):
        stated = {"content-length": length.encode("latin-1")}
        answer = browser.post("/judgements", content=b"{}", headers=headers | stated)
        assert answer.status_code == 413, length
    just_fits = b'"' + b"x" * (security.MOST_BODY - 2) + b'"'
    assert browser.post("/judgements", content=just_fits, headers=headers).status_code == 400


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "text/xml", "application/jsonp",
                                  "application/x-www-form-urlencodedx", "", "application/json\x0bx"])
def test_bodies_of_other_types_are_refused(browser: web.Browser, kind: str) -> None:
    headers = {"x-csrf-token": browser.token(), "content-type": kind}
    assert browser.post("/judgements", content=b'{"kind": "claim"}', headers=headers).status_code == 415


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe", b'{"kind": "\\ud800"}', b"nul",
                                  b"{}x", b'{"kind": 1e999}', b"[]", b'"x"', b"null", b"1",
                                  b'{"seen": 1' + b"0" * 400 + b"}"],
                         ids=lambda body: repr(body[:12]))
def test_bodies_that_are_no_request_are_told_so(browser: web.Browser, body: bytes) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        headers = {"x-csrf-token": browser.token(), "content-type": kind}
        answer = browser.post("/judgements", content=body, headers=headers)
        assert answer.status_code == 400
        assert len(answer.text) < 3000
