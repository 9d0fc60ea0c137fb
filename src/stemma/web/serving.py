"""The application: routes from what pages and actions declare, one way in for all of them."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from anyio import CapacityLimiter, to_thread
from msgspec import Struct
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from stemma.errors import StemmaError, UsageError
from stemma.store import open_case
from stemma.web import openapi, rendering, security
from stemma.web.contracts import Action, Attachment, Conflict, Forbidden, NotFound, Page, TooMany, actions, may, pages
from stemma.web.desk import Desk
from stemma.web.held import Held
from stemma.web.openapi import Trouble
from stemma.web.rebuilding import Rebuilding
from stemma.web.signing_in import Seats

WORKERS = 8  # requests worked on at a time; more only take turns on the same cores
STATUS = ((NotFound, 404), (Forbidden, 403), (Conflict, 409), (TooMany, 429), (UsageError, 400), (StemmaError, 500))


class Workbench:
    """Everything that requests share."""

    def __init__(self, case: str, name: str | None, hosts: Sequence[str], accounts: bool, secure: bool) -> None:
        self.held = Held(case)
        self.rebuilding = Rebuilding(case, self.held.refresh)
        self.seats = Seats(self.held, name, accounts)
        self.secret = secrets.token_bytes(32)
        self.hosts = tuple(hosts)
        self.secure = secure  # whether cookies go over encrypted connections only

    def desk(self, request: Request) -> Desk:
        """What one request has at hand."""
        address = request.client.host if request.client else ""
        session = request.cookies.get(security.SESSION, "")
        return Desk(self.held, self.rebuilding, self.seats.user(session), address, session)

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

    app = Starlette(routes=list(_routes(bench)), lifespan=lifespan,
                    exception_handlers={HTTPException: _missed(bench), Exception: _failed})
    app.add_middleware(security.Guard, hosts=bench.hosts)
    app.state.bench = bench
    return app


def _routes(bench: Workbench) -> list[Route]:
    limiter = CapacityLimiter(WORKERS)
    found = [Route("/static/{digest}/{name}", _static), Route("/openapi.json", _openapi)]
    for page in pages():
        if page.context is not Attachment:
            found.append(Route(openapi.twin(page.path), _in_thread(bench, page, _json, limiter)))
    for page in pages():
        answer = _file if page.context is Attachment else _html
        found.append(Route(page.path, _in_thread(bench, page, answer, limiter)))
    for action in actions():
        found.append(Route(action.path, _acting(bench, action, limiter), methods=["POST"]))
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
    desk = bench.desk(request)
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
    """What a page shows; kept while neither the record nor the judgements have changed."""
    query = _query(page.query, request)
    parts = dict(request.path_params)
    if not page.kept:
        return make(page.show(desk, query, **parts))
    role = desk.user.role if desk.user else None
    key = (make.__name__, page.name, query, tuple(sorted(parts.items())), desk.case.head(), desk.state, role)
    return desk.snapshot.kept(key, lambda: make(page.show(desk, query, **parts)))


def _html(bench: Workbench, page: Page, request: Request, desk: Desk, seat: str) -> Response:
    def html(context: Struct) -> str | RedirectResponse:
        if elsewhere := getattr(context, "elsewhere", ""):
            return RedirectResponse(elsewhere, 303)
        return rendering.rendered(page, context, desk=desk, path=request.url.path,
                                  asked=str(request.url.query), json=_twin_of(request))

    found = _shown(bench, page, request, desk, html)
    if isinstance(found, RedirectResponse):  # a new one for each request, since cookies are put on it
        return RedirectResponse(found.headers["location"], 303)
    name = desk.user.name if desk.user else ""
    return HTMLResponse(rendering.personal(found, name, bench.token(request, seat)))


def _json(bench: Workbench, page: Page, request: Request, desk: Desk, seat: str) -> Response:
    def json(context: Struct) -> bytes:
        return msgspec.json.encode(context)

    return Response(_shown(bench, page, request, desk, json), media_type="application/json")


def _file(bench: Workbench, page: Page, request: Request, desk: Desk, seat: str) -> Response:
    found = page.show(desk, _query(page.query, request), **request.path_params)
    return Response(found.content, media_type=found.media_type,
                    headers={"content-disposition": f'attachment; filename="{found.name}"'})


def _twin_of(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return openapi.twin(request.url.path) + query


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
        except (msgspec.DecodeError, UnicodeDecodeError, HTTPException, ValueError):
            return trouble(bench, request, UsageError("The request cannot be read."), seat)
        return await to_thread.run_sync(_acted, bench, action, request, seat, given, token, limiter=limiter)

    return endpoint


async def _body(request: Request) -> tuple[Any, str]:
    """What was sent, and the token with it."""
    token = request.headers.get("x-csrf-token", "")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > security.MOST_BODY:
            raise HTTPException(413)
    if request.headers.get("content-type", "").startswith("application/json"):
        return (msgspec.json.decode(body) if body else {}), token
    from urllib.parse import parse_qs

    fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=500)
    token = token or (fields.pop("token", [""]))[-1]
    return fields, token


def _acted(bench: Workbench, action: Action, request: Request, seat: str, given: Any, token: str) -> Response:
    desk = bench.desk(request)
    try:
        if security.forged(request, token, bench.token(request, seat)):
            raise Forbidden("The page was opened too long ago or elsewhere: open it again.")
        if not may(desk.user.role if desk.user else None, action.role):
            raise Forbidden("Sign in first." if desk.user is None else f"Only a {action.role} may do that.")
        outcome = action.act(desk, _read(action.body, given), **request.path_params)
    except StemmaError as error:
        return trouble(bench, request, error, seat)
    response = _seated(bench, request, _told(request, outcome), seat)
    if desk.begun is not None:
        response.set_cookie(security.SESSION, desk.begun, httponly=True, samesite="strict", secure=bench.secure,
                            max_age=None if desk.begun else 0)
    return response


def _read(type_: type[Struct], given: Any) -> Struct:
    """A body as its type. Of a form, fields that may stand more than once come as lists, empty ones not at all."""
    if isinstance(given, dict) and all(isinstance(value, list) for value in given.values()) and given:
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


def _told(request: Request, outcome: Struct) -> Response:
    """The answer to an action: JSON, a part of a page for a script, or the page to go on with."""
    if _wants_json(request):
        return Response(msgspec.json.encode(outcome), media_type="application/json")
    to = getattr(outcome, "to", "")
    if not request.headers.get("hx-request") or request.headers.get("hx-boosted"):
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
    return request.url.path.endswith(".json") or request.headers.get("accept", "").startswith("application/json")


def _missed(bench: Workbench) -> Callable:
    async def handler(request: Request, error: Exception) -> Response:
        found = NotFound("There is no such page.")
        if getattr(error, "status_code", 404) == 405:
            found = UsageError("That cannot be done here.")
            found.status = 405
        return trouble(bench, request, found)

    return handler


async def _failed(request: Request, error: Exception) -> Response:
    return Response("Something went wrong here; what was stored before is kept.", 500, media_type="text/plain")


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
