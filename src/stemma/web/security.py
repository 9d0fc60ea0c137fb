"""What stands between a request and the workbench: hosts, headers, tokens against forged requests.

Everything comes from this program: the policy allows nothing from another host and no script or style in the page.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from ipaddress import ip_address

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = ("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
          "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
MOST_BODY = 1_000_000  # bytes of a request; a judgement is a few hundred
MOST_HEAD = 65_536  # bytes of a request's address and headers; an address with a selection is a few thousand
LONGEST_BODY = 20.0  # seconds in which it has to come
SEAT, SESSION = "stemma_seat", "stemma_session"  # cookies: the browser, and who has signed in in it
BROWSER = "stemma_browser"  # cookie: that somebody has signed in in it before, so that guesses elsewhere do not count
REMEMBERED = 180 * 86_400  # seconds that a browser is known
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def bracketed(host: str) -> str:
    """A host as it stands in an address: [::1]."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


class Guard:
    """Refuses foreign hosts, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str], accounts: bool = False) -> None:
        """accounts: whether people sign in, and nothing that they saw may stay in a browser that others use too."""
        self.app = app
        self.keep = "private, no-store" if accounts else "private, no-cache"
        self.hosts = frozenset(bracketed(host.lower()) for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", self.keep)
            await send(message)

        request = Request(scope)
        refused = self._refused(request)
        await (refused or self.app)(scope, receive, headed)

    def _refused(self, request: Request) -> PlainTextResponse | None:
        """Another site's name for this address would let that site's scripts read the pages."""
        host = request.headers.get("host", "").lower()
        name = host.rsplit(":", 1)[0] if host.rsplit(":", 1)[-1].isdigit() else host
        if name not in self.hosts:
            return PlainTextResponse("This address is not served under that name.", 421)
        size = sum(len(name) + len(value) + 4 for name, value in request.scope["headers"])
        if size + len(request.scope["query_string"]) + len(request.scope["path"]) > MOST_HEAD:
            return PlainTextResponse("The request is too large.", 431)
        return None


def seat_of(request: Request) -> str:
    """What tells this browser from others; made anew where it has none or one that is not ours."""
    seat = request.cookies.get(SEAT, "")
    return seat if len(seat) == 43 and seat.replace("-", "").replace("_", "").isalnum() else secrets.token_urlsafe(32)


def token_of(secret: bytes, seat: str, session: str) -> str:
    """What a form has to hold: only pages of this program, opened in this browser, know it."""
    return hmac.new(secret, f"{seat} {session}".encode(), hashlib.sha256).hexdigest()


def forged(request: Request, given: str, expected: str, secure: bool = False) -> bool:
    """Whether a request that changes something does not come from a page of ours. secure: the pages are opened over
    HTTPS, whatever stands between them and this program."""
    site = request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    scheme = "https" if secure else request.scope["scheme"]
    if origin not in (None, f"{scheme}://{request.headers.get('host', '')}"):
        return True
    return not hmac.compare_digest(given.encode(), expected.encode())
