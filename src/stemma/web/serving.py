"""The application: routes from what pages and actions declare, one way in for all of them."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, quote

import msgspec
from anyio import CapacityLimiter, move_on_after, to_thread
from msgspec import Struct
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp

from stemma.errors import StemmaError, UsageError
from stemma.store import open_case
from stemma.web import openapi, rendering, security
from stemma.web.contracts import (
    Action,
    Attachment,
    Conflict,
    Forbidden,
    NotFound,
    Page,
    TooLarge,
    TooMany,
    TooSlow,
    WrongType,
    actions,
    may,
    pages,
)
from stemma.web.desk import Desk
from stemma.web.held import Held, Snapshot
from stemma.web.openapi import Trouble
from stemma.web.rebuilding import Rebuilding
from stemma.web.signing_in import Seats
from stemma.web.typed import look_at_all
from stemma.web.warming import warm

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
WORKERS = 8  # requests worked on at a time; more only take turns on the same cores
WRITERS = 4  # actions worked on at a time; one may wait for a build that is writing, and no page waits for it
HASHERS = 1  # passwords looked at at a time, each on several cores; nobody who decides waits for those who sign in
MOST_UNSAID = 1000  # browsers that have sent something and not opened the page that follows
STATUS = ((NotFound, 404), (Forbidden, 403), (Conflict, 409), (TooMany, 429), (TooLarge, 413), (WrongType, 415),
          (TooSlow, 408), (UsageError, 400), (StemmaError, 500))


class Guarded(Starlette):
    """An application that nothing gets to, and no answer leaves, but through the guard: faults of the program too."""

    def build_middleware_stack(self) -> ASGIApp:
        """What requests go through."""
        bench = self.state.bench
        return security.Guard(super().build_middleware_stack(), bench.hosts, bench.seats.accounts)


class Workbench:
    """Everything that requests share."""

    def __init__(self, case: str, name: str | None, hosts: Sequence[str], accounts: bool, secure: bool) -> None:
        self.held = Held(case, self._prepare, lambda: self.rebuilding.rest())
        self.rebuilding = Rebuilding(case, self.held.refresh)
        self.seats = Seats(self.held, name, accounts)
        self.secret = secrets.token_bytes(32)
        self.hosts = tuple(hosts)
        self.secure = secure  # whether cookies go over encrypted connections only
        self._unsaid: OrderedDict[str, str] = OrderedDict()  # seat -> what became of what was sent from there

    def _prepare(self, snapshot: Snapshot) -> None:
        warm(self.held, self.rebuilding, snapshot)

    def say(self, seat: str, words: str) -> None:
        """Have the next page that this browser opens begin with what became of what it sent."""
        self._unsaid[seat] = words
        while len(self._unsaid) > MOST_UNSAID:
            self._unsaid.popitem(last=False)

    def unsaid(self, request: Request, seat: str) -> str:
        """What is still to be said on this page; nothing on a part of one."""
        return "" if request.headers.get("hx-request") else self._unsaid.pop(seat, "")

    def desk(self, request: Request, seat: str) -> Desk:
        """What one request has at hand."""
        address = request.client.host if request.client else ""
        session = request.cookies.get(security.SESSION, "")
        return Desk(self.held, self.rebuilding, self.seats.user(session), address, session, self.token(request, seat),
                    request.cookies.get(security.BROWSER, ""))

    def token(self, request: Request, seat: str) -> str:
        """What this browser's forms have to hold."""
        return security.token_of(self.secret, seat, request.cookies.get(security.SESSION, ""))


def create_app(case: str, name: str | None = None, hosts: Sequence[str] = security.LOOPBACK, accounts: bool = False,
               secure: bool = False) -> Starlette:
    """The workbench of one case as an ASGI application.

    name: of who works, where no accounts are asked for. hosts: names under which it may be reached. secure: whether it
    is reached over HTTPS only. Raises StemmaError where the case cannot be opened.
    """
    open_case(case).close()  # says at once what is wrong with the case
    bench = Workbench(case, name, hosts, accounts, secure)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = WORKERS
        yield
        bench.rebuilding.close()

    app = Guarded(routes=list(_routes(bench)), lifespan=lifespan,
                  exception_handlers={HTTPException: _missed(bench), Exception: _failed(bench)})
    app.state.bench = bench
    look_at_all()
    return app


def _routes(bench: Workbench) -> list[Route]:
    limiter = CapacityLimiter(WORKERS)
    writing, hashing = CapacityLimiter(WRITERS), CapacityLimiter(HASHERS)
    found = [Route("/static/{digest}/{name}", _static), Route("/openapi.json", _openapi)]
    for page in pages():
        if page.context is not Attachment:
            found.append(Route(openapi.twin(page.path), _in_thread(bench, page, _json, limiter)))
    for page in pages():
        answer = _file if page.context is Attachment else _html
        found.append(Route(page.path, _in_thread(bench, page, answer, limiter)))
    for action in actions():
        limit = hashing if action.hashes else writing
        found.append(Route(action.path, _acting(bench, action, limit), methods=["POST"]))
    return found


# ------------------------------------------------------------------------------------------------------------ pages

Answer = Callable[[Workbench, Page, Request, Desk, str], Response]


def _in_thread(bench: Workbench, page: Page, answer: Answer, limiter: CapacityLimiter) -> Callable:
    async def endpoint(request: Request) -> Response:
        seat = security.seat_of(request)
        response = await to_thread.run_sync(_answered, bench, page, answer, request, seat, limiter=limiter)
        return _seated(bench, request, response, seat)

    return endpoint


def _answered(bench: Workbench, page: Page, answer: Answer, request: Request, seat: str) -> Response:
    desk = bench.desk(request, seat)
    try:
        if desk.user is None and page.role is not None:
            if not _wants_json(request):
                return RedirectResponse("/sign-in", 303)
            raise Forbidden("Sign in first.")
        if desk.user is not None and not may(desk.user.role, page.role):
            raise Forbidden(f"This page is for a {page.role}.")
        return answer(bench, page, request, desk, seat)
    except StemmaError as error:
        return trouble(bench, request, error, seat)


def _shown(bench: Workbench, page: Page, request: Request, desk: Desk, make: Callable[[Struct], Any]) -> Any:
    """What a page shows; kept while neither the record nor the judgements have changed. HTML has links that repeat the
    address as it was asked for, so that it is kept for that address alone."""
    query = _query(page.query, request)
    parts = dict(request.path_params)
    if not page.kept:
        return make(page.show(desk, query, **parts))
    role = desk.user.role if desk.user else None
    asked = request.scope["query_string"] if make.__name__ == "html" else b""
    key = (make.__name__, page.name, query, asked, tuple(sorted(parts.items())), desk.head, desk.state, role)
    return desk.snapshot.kept(key, lambda: make(page.show(desk, query, **parts)))


def _html(bench: Workbench, page: Page, request: Request, desk: Desk, seat: str) -> Response:
    def html(context: Struct) -> str | RedirectResponse:
        if elsewhere := getattr(context, "elsewhere", ""):
            return RedirectResponse(elsewhere, 303)
        return rendering.rendered(page, context, desk=desk, path=request.scope["path"],
                                  asked=_asked(request), json=_twin_of(request))

    found = _shown(bench, page, request, desk, html)
    if isinstance(found, RedirectResponse):  # a new one for each request, since cookies are put on it
        return RedirectResponse(found.headers["location"], 303)
    name = desk.user.name if desk.user else ""
    return HTMLResponse(rendering.personal(found, name, desk.token, bench.unsaid(request, seat)))


def _json(bench: Workbench, page: Page, request: Request, desk: Desk, seat: str) -> Response:
    def json(context: Struct) -> bytes:
        return msgspec.json.encode(context)

    return Response(_shown(bench, page, request, desk, json), media_type="application/json")


def _file(bench: Workbench, page: Page, request: Request, desk: Desk, seat: str) -> Response:
    found = page.show(desk, _query(page.query, request), **request.path_params)
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", found.name)
    return Response(found.content, media_type=found.media_type,
                    headers={"content-disposition": f'attachment; filename="{name}"'})


def _twin_of(request: Request) -> str:
    asked = _asked(request)
    return openapi.twin(quote(request.scope["path"])) + (f"?{asked}" if asked else "")


def _asked(request: Request) -> str:
    """The query as it stands in the address."""
    return request.scope["query_string"].decode("ascii", errors="replace")


def _query(type_: type[Struct], request: Request) -> Struct:
    """The query as its type; what a page does not know of is passed over, so that old links go on working."""
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(type_)}
    given: dict[str, Any] = {}
    for name in fields:
        values = request.query_params.getlist(name)
        if values:
            given[name] = values if "tuple" in str(fields[name]) else values[-1]
    try:
        return msgspec.convert({key: value for key, value in given.items() if value != ""}, type_, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"The address cannot be read: {error}.") from None


# ---------------------------------------------------------------------------------------------------------- actions


def _acting(bench: Workbench, action: Action, limiter: CapacityLimiter) -> Callable:
    async def endpoint(request: Request) -> Response:
        seat = security.seat_of(request)
        try:
            given, token = await _body(request)
        except StemmaError as error:
            return trouble(bench, request, error, seat)
        return await to_thread.run_sync(_acted, bench, action, request, seat, given, token, limiter=limiter)

    return endpoint


class Form(dict[str, list[str]]):
    """The fields of a form, each with all its values."""


async def _body(request: Request) -> tuple[Any, str]:
    """What was sent, and the token with it. Raises TooLarge, TooSlow, WrongType, UsageError."""
    token = request.headers.get("x-csrf-token", "")
    told = request.headers.get("content-length", "0")
    if not (told.isascii() and told.isdigit()) or len(told) > 9 or int(told) > security.MOST_BODY:
        raise TooLarge("The request is too large.")
    body = bytearray()
    with move_on_after(security.LONGEST_BODY) as taking:
        async for chunk in request.stream():
            body += chunk
            if len(body) > security.MOST_BODY:
                raise TooLarge("The request is too large.")
    if taking.cancelled_caught:
        raise TooSlow("The request took too long to come.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind not in (JSON, FORM):
        raise WrongType(f"Send {JSON} or {FORM}.")
    try:
        if kind == JSON:
            return (msgspec.json.decode(body) if body else {}), token
        fields = Form(parse_qs(body.decode(), keep_blank_values=True, max_num_fields=500))
    except (msgspec.DecodeError, ValueError, RecursionError):  # lists within lists a thousand deep
        raise UsageError("The request cannot be read.") from None
    return fields, token or fields.pop("token", [""])[-1]


def _acted(bench: Workbench, action: Action, request: Request, seat: str, given: Any, token: str) -> Response:
    desk = bench.desk(request, seat)
    try:
        if security.forged(request, token, desk.token, bench.secure):
            raise Forbidden("The page was opened too long ago or elsewhere: open it again.")
        if not may(desk.user.role if desk.user else None, action.role):
            raise Forbidden("Sign in first." if desk.user is None else f"Only a {action.role} may do that.")
        outcome = action.act(desk, _read(action.body, given), **request.path_params)
    except StemmaError as error:
        return trouble(bench, request, error, seat)
    response = _seated(bench, request, _told(bench, request, outcome, seat), seat)
    if desk.begun is not None:
        response.set_cookie(security.SESSION, desk.begun, httponly=True, samesite="strict", secure=bench.secure,
                            max_age=None if desk.begun else 0)
    if desk.remembered:
        response.set_cookie(security.BROWSER, desk.remembered, httponly=True, samesite="strict", secure=bench.secure,
                            max_age=security.REMEMBERED)
    return response


def _read(type_: type[Struct], given: Any) -> Struct:
    """A body as its type. Of a form, fields that may stand more than once come as lists, empty ones not at all."""
    if isinstance(given, Form):
        many = {field.encode_name for field in msgspec.structs.fields(type_) if "tuple" in str(field.type)}
        known = {field.encode_name for field in msgspec.structs.fields(type_)}
        given = {name: values if name in many else values[-1] for name, values in given.items()
                 if name in known and values != [""]}
        strict = False
    else:
        strict = True
    try:
        return msgspec.convert(given, type_, strict=strict)
    except msgspec.ValidationError as error:
        raise UsageError(f"The request cannot be read: {error}.") from None


def _told(bench: Workbench, request: Request, outcome: Struct, seat: str) -> Response:
    """The answer to an action: JSON, a part of a page for a script, or the page to go on with."""
    if _wants_json(request):
        return Response(msgspec.json.encode(outcome), media_type="application/json")
    to = getattr(outcome, "to", "")
    if not request.headers.get("hx-request") or request.headers.get("hx-boosted"):
        bench.say(seat, getattr(outcome, "message", ""))
        return RedirectResponse(to or "/", 303)
    response = HTMLResponse(rendering.fragment("_told.html", it=outcome))
    response.headers["hx-trigger"] = "stemma:changed"
    return response


# ---------------------------------------------------------------------------------------------------------- answers


def _seated(bench: Workbench, request: Request, response: Response, seat: str) -> Response:
    """Give a browser its seat."""
    if request.cookies.get(security.SEAT) != seat:
        response.set_cookie(security.SEAT, seat, httponly=True, samesite="strict", secure=bench.secure)
    return response


def trouble(bench: Workbench, request: Request, error: Exception, seat: str = "") -> Response:
    """What is wrong, in one line: as JSON, or as a page that says where to go on."""
    status = getattr(error, "status", None) or next(
        (status for kind, status in STATUS if isinstance(error, kind)), 500)
    said = Trouble(status, str(error))
    if _wants_json(request):
        return Response(msgspec.json.encode(said), status, media_type="application/json")
    template = "_trouble.html" if request.headers.get("hx-request") else "trouble.html"
    return HTMLResponse(rendering.personal(rendering.fragment(template, it=said), "", ""), status)


def _wants_json(request: Request) -> bool:
    """Whether a program asks: for JSON, or by JSON."""
    if request.scope["path"].endswith(".json") or request.headers.get("accept", "").startswith(JSON):
        return True
    return request.headers.get("content-type", "").startswith(JSON) and "hx-request" not in request.headers


def _missed(bench: Workbench) -> Callable:
    async def handler(request: Request, error: Exception) -> Response:
        if getattr(error, "status_code", 404) != 405:
            return trouble(bench, request, NotFound("There is no such page."))
        found = UsageError("That cannot be done here.")
        found.status = 405
        response = trouble(bench, request, found)
        here = [route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE]
        response.headers["allow"] = ", ".join(sorted({method for route in here for method in route.methods or ()}))
        return response

    return handler


def _failed(bench: Workbench) -> Callable:
    """For a fault of the program: said in one line, without what went wrong, which the terminal has."""
    async def handler(request: Request, error: Exception) -> Response:
        return trouble(bench, request, StemmaError("Something went wrong here; what was stored before is kept."))

    return handler


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    content = rendering.static(name)
    if content is None:
        return Response("", 404)
    kind = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}[name.rsplit(".", 1)[-1]]
    keep = "public, max-age=31536000, immutable" if rendering.asset(name) == request.url.path else "no-cache"
    return Response(content, media_type=f"{kind}; charset=utf-8", headers={"cache-control": keep})


async def _openapi(request: Request) -> Response:
    return Response(msgspec.json.encode(openapi.described()), media_type="application/json")
