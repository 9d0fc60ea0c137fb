"""What programs may send to the workbench, by its own description: whatever it is, the answer is one that is described.

Inputs come from schemathesis, which makes them from the description and breaks them, with ids that the case has and
ids that no case has. The same inputs each time: no test here is lucky.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import quote, unquote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from stemma.web import openapi
from tests import web

EXAMPLES = 8  # of each operation, for each way of making them
GARBAGE = ["x", "d-", "c-000000000000", "i-000000000000", "\x00", "a" * 5000, "%", "..", ".", "/", "//", "\\",
           "é", "\u202e", "c-1%00", "🕊", "' OR 1=1 --", "<script>", "{{7*7}}", "a?b#c", "null", "-1",
           "person:", "x.json"]
RAW = ["%ff", "%ED%A0%80", "%00", "%2F", "%2f..%2f", "%", "%zz", "..%2f..%2fetc"]  # as they stand in an address
DOCUMENT = openapi.described()
OPERATIONS = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]
QUICK = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
                 phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def browser(sample_case_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[web.Browser]:
    """A program at a workbench whose record stays as it is, whatever is decided."""
    case = web.copied(sample_case_path, tmp_path_factory.mktemp("api"))
    with web.bench(case, raising=False) as found:
        yield found


@pytest.fixture(scope="module")
def ids(browser: web.Browser) -> dict[str, list[str]]:
    """Ids that the case has, by the name of the part of a path."""
    reports = [row["id"] for row in browser.json("/reports.json")["rows"]]
    claims = [claim["id"] for claim in browser.json(f"/reports/{reports[0]}.json")["claims"]]
    review = browser.json("/review.json")
    kept = browser.tell("/judgements", {"kind": "claim", "targets": claims[:1], "verdict": "unsure"}).json()
    keys = [row["key"] for page in ("/parties.json", "/places.json") for row in browser.json(page)["rows"]]
    return {"doc": reports, "claim": claims, "row": claims, "key": keys, "judgement": [kept["judgement"]],
            "incident": [row["id"] for row in browser.json("/index.json")["rows"]],
            "question": [review["question"]["id"], *(one["id"] for one in review["ahead"])],
            "format": re.findall(r'"/?exports?/([a-z0-9-]+)"', json.dumps(browser.json("/export.json"))) or ["csv"]}


def modes() -> Iterator[tuple[str, str, str]]:
    """Each operation as it is described, and, where it takes anything, against its description."""
    for path, method in OPERATIONS:
        yield path, method, "positive"
        operation = DOCUMENT["paths"][path][method]
        if "requestBody" in operation or any(part["in"] == "query" for part in operation["parameters"]):
            yield path, method, "negative"


def sent(browser: web.Browser, case: schemathesis.Case):
    """The answer to what schemathesis has made."""
    made = case.as_transport_kwargs(base_url="http://testserver")
    data = made.get("data")
    body = {"content": data} if isinstance(data, bytes | str) else {"data": data} if data else {}
    if "json" in made:
        body = {"content": json.dumps(made["json"]).encode()}
    return browser.request(made["method"], made["url"], params=made.get("params"), headers=made["headers"], **body)


# ------------------------------------------------------------------------------------------------ by the description


SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
CHECKS = [status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance]


@pytest.mark.parametrize(("path", "method", "mode"), list(modes()), ids=lambda part: part)
def test_every_answer_is_one_that_is_described(browser, ids, quick_passwords, path, method, mode) -> None:
    browser.app.state.token = browser.token()
    operation = SCHEMA[path][method.upper()]
    strategy = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))

    # A client goes one step up at "..": that is another operation.
    here = re.compile(re.sub(r"\\\{\w+\\\}", "[^/](?:.*[^/])?", re.escape(path)), re.DOTALL)

    @seed(7)
    @QUICK
    @given(case=strategy, data=st.data())
    def check(case, data) -> None:
        for name in case.path_parameters or {}:
            chosen = data.draw(st.sampled_from([None, *ids[name], *GARBAGE]))
            if chosen is not None:
                case.path_parameters[name] = quote(chosen, safe="")
        case.headers["x-csrf-token"] = browser.app.state.token
        case.headers["accept"] = "application/json"
        answer = sent(browser, case)
        assert answer.status_code < 500, case.as_curl_command()
        if here.fullmatch(answer.request.url.path):
            case.validate_response(answer, checks=CHECKS)

    check()


# ----------------------------------------------------------------------------------------------- beyond the description


RESPONSES = (200, 303, 307, 400, 403, 404, 405, 409, 413, 415, 421, 429)


@pytest.mark.parametrize("raw", [*RAW, *(quote(part, safe="") for part in GARBAGE)], ids=lambda raw: raw[:20])
def test_parts_of_paths_may_be_anything(browser: web.Browser, raw: str) -> None:
    """As they stand in the address: what a client would not send is put into the request itself."""
    ask = straight(browser)
    for path, method in OPERATIONS:
        if "{" in path:
            target = re.sub(r"\{\w+\}", lambda part: raw, path).encode()
            assert ask(method.upper(), target) in RESPONSES, (method, target)


QUERIES = [
    b"%ff", b"\xff\xfe", b"page=%00", b"words=%ED%A0%80", b"page=1e9", b"&&&=&", b"page=" + b"9" * 5000, b"killed=-1",
    b"words=" + b"a" * 60_000, b"sel=x&" * 5000, b"since=0000-00-00", b"since=9999-12-31", b"until=2033-02-30",
    b"page=9223372036854775807", b"page=-9223372036854775808", b"after=99999999999999999999", b"words=%22%22%22",
    b"words=(((&where=names", b"words=*", b"words=AND+OR+NOT", b"place=%00", b"speaker='", b"page=18446744073709551615",
    b"words=%00", b"since=0001-01-01&until=0001-01-01", b"a=%00&b=%00", b"part=maybe", b"page=&page=2", b"?page=2",
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: repr(query[:24]))
def test_queries_may_be_anything(browser: web.Browser, query: bytes) -> None:
    ask = straight(browser)
    for path, method in OPERATIONS:
        if method == "get" and "{" not in path:
            page = "/" if path == "/index.json" else path.removesuffix(".json")
            for asked in (query, b"words=killed&" + query):
                assert ask("GET", path.encode(), asked) in RESPONSES, (path, asked)
                assert ask("GET", page.encode(), asked) in RESPONSES, (page, asked)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from(["", "\x00", "9" * 400, 10**30, 2**63, -(2**63) - 1, "0", "i-000000000000"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6)


@pytest.mark.parametrize("path", [path for path, method in OPERATIONS if method == "post"])
def test_bodies_may_be_anything(browser: web.Browser, ids, quick_passwords, path: str) -> None:
    """Fields of the right names with any values at all, as JSON and as a form."""
    token = browser.token()
    known = fields_of(DOCUMENT["paths"][path]["post"])

    @seed(7)
    @QUICK
    @given(fields=st.dictionaries(st.sampled_from([*known, "other"]), VALUES, max_size=6), data=st.data())
    def check(fields: dict, data) -> None:
        where = re.sub(r"\{(\w+)\}", lambda part: quote(data.draw(st.sampled_from(ids[part[1]])), safe=""), path)
        headers = {"x-csrf-token": token, "accept": "application/json"}
        body = json.dumps(fields).encode()
        answer = browser.post(where, content=body, headers=headers | {"content-type": "application/json"})
        assert answer.status_code in RESPONSES, body
        form = {name: str(value).encode(errors="replace").decode() for name, value in fields.items()}
        assert browser.post(where, data=form, headers=headers).status_code in RESPONSES, form

    check()


def fields_of(operation: dict) -> list[str]:
    """Names of what an action takes."""
    if "requestBody" not in operation:
        return []
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return list(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"])


def straight(browser: web.Browser) -> Callable[..., int]:
    """What gives the status of a request that no client has put in order, its path taken apart as servers do."""
    token = browser.token().encode()
    cookies = "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar).encode()
    headers = [(b"host", b"testserver"), (b"content-type", b"application/json"), (b"x-csrf-token", token),
               (b"cookie", cookies)]

    def ask(method: str, target: bytes, query: bytes = b"") -> int:
        statuses = []

        async def receive() -> dict:
            return {"type": "http.request", "body": b"{}", "more_body": False}

        async def send(message: dict) -> None:
            statuses.extend([message["status"]] if message["type"] == "http.response.start" else [])

        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
                 "path": unquote(target.decode("ascii")), "raw_path": target, "query_string": query, "root_path": "",
                 "headers": headers, "client": ("testclient", 50000), "server": ("testserver", 80)}
        with suppress(Exception):  # raised once more after it was answered with 500
            browser.portal.call(browser.app, scope, receive, send)
        return statuses[0] if statuses else 0

    return ask
