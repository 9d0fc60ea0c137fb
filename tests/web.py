"""The workbench in tests: a case that is built once, copied for each test that changes it, and a browser to look at it.

Nothing listens anywhere: requests go straight to the application.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path

from starlette.testclient import TestClient

from stemma import casework
from stemma.web import create_app

HOST = "testserver"
SAMPLE = Path(casework.__file__).parent / "sample"
PASSWORD = "a long enough password"


def built(path: Path, reports: Mapping[str, str | bytes] | Path) -> str:
    """A case at that path, read from a folder or from reports by file name, without the trained tagger."""
    folder = reports
    if isinstance(reports, Mapping):
        folder = path.parent / f"{path.stem}-reports"
        folder.mkdir()
        for name, text in reports.items():
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    casework.build(str(path), [str(folder)], 1, None, "none")
    return str(path)


def copied(case: str, folder: Path) -> str:
    """A copy of a case that nobody has open."""
    return str(shutil.copy(case, folder / "copy.case"))


class Rebuilds:
    """In the place of the process that makes the record anew: only counts, or does it at once."""

    def __init__(self, bench, at_once: bool) -> None:
        self._bench = bench
        self._at_once = at_once
        self.asked = 0

    def __call__(self, at_once: bool = False) -> None:
        self.asked += 1
        if self._at_once:
            casework.rebuild(self._bench.held.case)
            self._bench.held.refresh()


class Browser(TestClient):
    """One browser: it keeps cookies, and does not follow redirects, so that they can be looked at."""

    def __init__(self, app, **more) -> None:
        super().__init__(app, follow_redirects=False, headers={"accept": "text/html"}, **more)

    def token(self) -> str:
        """What this browser's forms hold."""
        return re.search(r'(?:data-token|name="token" value)="([0-9a-f]{64})"', self.some_page()).group(1)

    def some_page(self) -> str:
        """A page that holds a form for whoever this is."""
        found = self.get("/me")
        return (found if found.status_code == 200 else self.get("/sign-in")).text

    def submit(self, path: str, fields: Mapping[str, object] | Iterable = (), **more):
        """Send a form of a page."""
        return self.post(path, data={"token": self.token(), **dict(fields)}, **more)

    def tell(self, path: str, body: object, **more):
        """Send JSON as a program does."""
        headers = {"accept": "application/json", "x-csrf-token": self.token(), **more.pop("headers", {})}
        return self.post(path, json=body, headers=headers, **more)

    def json(self, path: str):
        """The JSON twin of a page, which has to be there."""
        answer = self.get(path, headers={"accept": "application/json"})
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.json()

    def sign_in(self, name: str, password: str = PASSWORD):
        """Sign in; the answer."""
        return self.submit("/sign-in", {"name": name, "password": password})


def bench(case: str, name: str | None = "R. Coder", at_once: bool = False, raising: bool = True, **more) -> Browser:
    """A browser at a workbench of its own. at_once: the record is made anew in the same request."""
    app = create_app(case, name, hosts=(HOST,), **more)
    app.state.bench.rebuilding.ask = Rebuilds(app.state.bench, at_once)
    return Browser(app, raise_server_exceptions=raising)


def another(browser: Browser, address: str = "testclient") -> Browser:
    """Another browser at the same workbench."""
    return Browser(browser.app, client=(address, 50000))


def signed_in(team: Browser, name: str, address: str = "testclient") -> Browser:
    """Another browser, in which somebody has signed in."""
    browser = another(team, address)
    assert browser.sign_in(name).status_code == 303
    return browser


class Html(HTMLParser):
    """A page as a browser reads it: its elements in order, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inside: dict[str, list[str]] = {}  # text directly within elements of this name
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link", "input", "br", "img", "hr", "wbr", "path", "rect", "circle", "line", "use"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.inside.setdefault(tag, []).append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str) -> str:
        """All text within elements of that name."""
        return " ".join("".join(self.inside.get(tag, [])).split())
