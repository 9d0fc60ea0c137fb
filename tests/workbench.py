"""The workbench as people use it: `stemma serve` as a process of its own on loopback, looked at with a browser."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from stemma.web.contracts import Attachment, pages

AXE = files("axe_playwright_python") / "axe.min.js"  # axe-core, MPL-2.0, as that package carries it
START, BUILD = 60.0, 90.0  # seconds that serving and making the record anew may take on a busy machine
PASSWORD = "a long enough password"


@contextmanager
def served(case: str, *options: str, name: str = "R. Coder") -> Iterator[str]:
    """The address of a workbench for this case, as the program prints it; the program ends with the block."""
    command = [sys.executable, "-m", "stemma", "serve", case, "--port", "0", "--name", name, *options]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        line = program.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, f"stemma serve did not start: {line}{program.stdout.read()}"
        yield found.group()
    finally:
        program.terminate()
        try:
            program.wait(20)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
        said = program.stdout.read()
        program.stdout.close()
    assert "Traceback" not in said, said


@contextmanager
def launched(path: str) -> Iterator[Any]:
    """A browser. One at a time: two that are driven from one thread disturb each other."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path,
                                           args=["--no-sandbox", "--disable-background-networking"])
        yield found
        found.close()


class Seat:
    """Somebody's browser at a workbench. What goes wrong in its pages, and all that they ask for, is kept."""

    def __init__(self, browser: Any, home: str, width: int = 1280, height: int = 900, **options: Any) -> None:
        self.home = home
        self.context = browser.new_context(viewport={"width": width, "height": height}, base_url=home, **options)
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.trouble: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda said: self._told(said.type, said.text))
        self.page.on("pageerror", lambda error: self.trouble.append(f"{self.page.url}: {error}"))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _told(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.trouble.append(f"{self.page.url}: {text}")

    def go(self, path: str) -> Any:
        """Open a page of the workbench, which has to be there."""
        answer = self.page.goto(path)
        assert answer.status == 200, f"{path}: {answer.status} {self.page.locator('main').inner_text()}"
        return self.page

    def json(self, path: str) -> Any:
        """The JSON twin of a page, for whoever sits here."""
        place, _, query = path.partition("?")
        answer = self.context.request.get(f"{'/index' if place == '/' else place}.json?{query}")
        assert answer.status == 200, f"{path}: {answer.status} {answer.text()}"
        return answer.json()

    def settled(self) -> dict:
        """The state of the record once it shows everything that was decided."""
        until = time.monotonic() + BUILD
        while time.monotonic() < until:
            state = self.json("/state")
            assert not state["failed"], state["failed"]
            if not state["building"] and not state["pending"]:
                return state
            time.sleep(0.1)
        raise AssertionError(f"the record was not made anew in {BUILD:.0f} s: {state}")

    def decides(self, act: Callable[[], object]) -> None:
        """Do what sends a form, and wait until the record shows it."""
        with self.page.expect_navigation():
            act()
        self.settled()

    def decides_by(self, key: str) -> None:
        """Decide by a key of the page."""
        self.decides(lambda: self.page.keyboard.press(key))

    def strange(self) -> list[str]:
        """What was asked of anybody but the workbench."""
        own = urlsplit(self.home).netloc
        return [url for url in self.asked if urlsplit(url).scheme not in ("data", "blob", "about")
                and urlsplit(url).netloc != own]

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Sign in as somebody who has an account."""
        page = self.go("/sign-in")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{self.home}/")


def incident(seat: Seat, title: str) -> dict:
    """The row of the incident whose title begins so."""
    return next(row for row in seat.json("/")["rows"] if row["title"].startswith(title))


def parts(seat: Seat) -> dict[str, str]:
    """What stands for the parts of paths: the ids of the first incident, its first claim and report, and so on."""
    first = seat.json("/")["rows"][0]["id"]
    figure = seat.json(f"/incidents/{first}")["figures"][0]
    return {"incident": first, "claim": figure["id"], "row": figure["id"], "doc": figure["doc"], "format": "csv",
            "parties": seat.json("/parties")["rows"][0]["key"], "places": seat.json("/places")["rows"][0]["key"]}


def addresses(seat: Seat) -> dict[str, str]:
    """An address for every page there is, by the page's name; a page that is a file has none here."""
    known = parts(seat)
    reports = seat.json("/reports")["rows"]
    queries = {"compare": {"a": reports[0]["id"], "b": reports[2]["id"]}, "search": {"words": "dravik"},
               "export": {"to": "csv"}, "incidents": {"sel": known["incident"]}}
    found = {}
    for page in pages():
        if page.context is Attachment:
            continue
        group = page.path.split("/")[1]
        path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda part, group=group: quote(known.get(part[1]) or known[group]),
                      page.path)
        found[page.name] = path + (f"?{urlencode(queries[page.name])}" if page.name in queries else "")
    return found


def faults(page: Any) -> list[str]:
    """What axe-core finds on the page as it is shown, as far as it is serious or critical: rule and elements."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate("""async () => {
      const found = await axe.run(document, {resultTypes: ['violations']});
      return found.violations.filter(one => ['serious', 'critical'].includes(one.impact)).flatMap(one =>
        one.nodes.slice(0, 3).map(node => one.id + ': ' + node.html.slice(0, 160) + ' | ' +
          (node.any[0] || node.all[0] || node.none[0] || {message: ''}).message));
    }""")
