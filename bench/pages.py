"""How quick the workbench is on a large case with many readers.

`python -m bench pages [DOCUMENTS] [--readers 20] [--minutes 1.5] [--decisions 40] [--case FILE]`; 10,000 documents if
not given. With --case the case is kept in that file, and built there only where it is not there yet; its reports are
those of `bench._mixed`, read with the rules alone.

The case is served by `stemma serve`, a process of its own, on loopback; the readers are threads of this process. Each
reader walks as people do: from a page of the list to an incident of it, to its reports, claims, sources and places,
back to the list, to a search; most pages that it opens nobody has opened before. It then reads for a while, 1.5 seconds
in the mean, exponentially distributed. It also fetches what a browser fetches by itself: parts of a page that come when
somebody scrolls to them (half of them), and the line that says how far the record is. A page is *cold* where nobody has
asked for its address before, *warm* otherwise.

Then one coder answers the review queue, --decisions times, while half as many readers go on and the record is made anew
after the decisions: the time of a decision is that from the answer sent to the next question received.

The floors (a median page under 50 ms, 95 in 100 under 150 ms, a decision under 100 ms) are for a machine with nothing
else to do. Times are by the clock; beside them stands what the server's process used of the processors.
"""

from __future__ import annotations

import argparse
import html
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlencode

from msgspec import Struct

from bench._mixed import reports
from stemma import casework

SEED = 20340911
THINK = 1.5  # seconds between two pages of one reader, in the mean
DECIDING = 1.0  # seconds in which the coder reads a question
POLLED = 15.0  # seconds between two looks at the state of the record; every second while it is made anew
SCROLLED = 0.5  # share of the parts further down a page that a reader comes to
FLOORS = {"median": 50.0, "95 %": 150.0, "decision": 100.0}  # ms
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
PART = re.compile(r'hx-get="([^"]+)" hx-trigger="revealed"')
TOKEN, QUESTION, KEY = (re.compile(form) for form in (
    r'(?:data-token|name="token" value)="([0-9a-f]+)"', r'action="/review/(q-[0-9a-f]+)"',
    r'name="answer" value="(\w)"'))
# What a reader does next, and how often; kinds of which no link was seen yet are passed over.
WALK = {"incidents": 14, "filtered": 7, "incident": 22, "report": 13, "claim": 8, "compare": 4, "brief": 2, "coding": 2,
        "figures": 2, "parties": 3, "party": 6, "places": 2, "place": 4, "search": 6, "reports": 2, "review": 2,
        "problems": 1, "log": 2}
SEEN = {"/incidents/": "incident", "/reports/": "report", "/at/": "claim", "/claims/": "claim", "/compare": "compare",
        "/parties/": "party", "/places/": "place"}
ENDS = {"/brief": "brief", "/coding": "coding", "/figures": "figures"}
WORDS = ("market", "rebels", "hospital killed", "rockets school", "the army denied", "border guard", "mortar rounds",
         "bakery", "civil defence", "under the rubble", "grain", "governor said", "convoy with flour", "school yard")


class Answer(Struct, frozen=True):
    """One answer of the server."""

    kind: str
    path: str
    cold: bool
    ms: float
    size: int  # bytes
    status: int


class Server:
    """`stemma serve`, a process of its own."""

    def __init__(self, case: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen([sys.executable, "-m", "stemma", "serve", case, "--port", str(self.port),
                                         "--name", "R. Coder"], stdout=subprocess.PIPE, start_new_session=True)
        self.process.stdout.readline()
        until = time.time() + 30
        while time.time() < until:  # the line comes before the first page can
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit("The workbench does not answer.")

    def seconds(self) -> float:
        """What the process and those that it started and that ended have used of the processors."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """MB that it held at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:  # it waits for a build under way
            os.killpg(self.process.pid, signal.SIGKILL)


class Browser:
    """One connection that stays open, and the addresses that all browsers have asked for."""

    asked: set[str] = set()

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.answers: list[Answer] = []

    def get(self, kind: str, path: str) -> str:
        """The page at an address, with the time that it took; a redirection is followed and belongs to it."""
        cold = path not in Browser.asked
        Browser.asked.add(path)
        began = time.perf_counter()
        status, to, text, size = self._ask("GET", path)
        if status == 303:
            cold = to not in Browser.asked
            Browser.asked.add(to)
            status, _, text, size = self._ask("GET", to)
        self.answers.append(Answer(kind, path, cold, 1000 * (time.perf_counter() - began), size, status))
        if found := TOKEN.search(text[:4000]):
            self.token = found[1]
        return text

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form; where it leads."""
        return self._ask("POST", path, urlencode({**fields, "token": self.token}))[1]

    def _ask(self, method: str, path: str, body: str | None = None,
             more: dict[str, str] | None = None) -> tuple[int, str, str, int]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"cookie": cookies, "accept": "text/html"}
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        headers |= more or {}
        for last in (False, True):
            try:
                self.line.request(method, path, body, headers)
                answer = self.line.getresponse()
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.line.close()  # a line that nobody used for seconds is closed by the other side
                if last:
                    raise
        content = answer.read()
        for cookie in answer.headers.get_all("set-cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, (answer.getheader("location") or "").split("#")[0], content.decode(), len(content)


class Reader(threading.Thread):
    """Somebody who walks about until the time is over."""

    def __init__(self, port: int, number: int, until: float) -> None:
        super().__init__(daemon=True)
        self.browser = Browser(port)
        self.chance = random.Random(f"{SEED} {number}")
        self.until = until
        self.pools: dict[str, list[str]] = defaultdict(list)

    def run(self) -> None:
        """Open pages, reading each for a while."""
        time.sleep(self.chance.uniform(0, THINK))
        text = self._open("incidents", "/")
        while time.time() < self.until:
            rest = self.chance.expovariate(1 / THINK)
            time.sleep(min(rest, max(0.0, self.until - time.time())))
            polled = 1.0 if 'every 1s' in text else POLLED
            if self.chance.random() < rest / polled:
                self.browser.get("state", "/state")
            kind = self.chance.choices(list(WALK), list(WALK.values()))[0]
            if path := self._path(kind):
                text = self._open(kind, path)
                for part in PART.findall(text):
                    if self.chance.random() < SCROLLED:
                        self.browser.get("part", html.unescape(part))

    def _path(self, kind: str) -> str:
        pick, lists = self.chance.choice, {"incidents": "/", "parties": "/parties", "places": "/places",
                                           "reports": "/reports", "problems": "/problems", "log": "/log"}
        if kind in lists:
            return f"{lists[kind]}?page={self.chance.randint(1, 40)}" if kind in ("incidents", "parties", "places",
                                                                                "reports") else lists[kind]
        if kind in ("filtered", "search"):
            known = self.pools["word"] if self.pools["word"] and self.chance.random() < 0.6 else WORDS
            words = quote(pick(known))
            return f"/?words={words}" if kind == "filtered" else f"/search?words={words}"
        if kind == "review":
            return "/review"
        if kind in ENDS.values():
            return f"{pick(self.pools['incident']).split('?')[0]}/{kind}" if self.pools["incident"] else ""
        return pick(self.pools[kind]) if self.pools[kind] else ""

    def _open(self, kind: str, path: str) -> str:
        text = self.browser.get(kind, path)
        for link in dict.fromkeys(html.unescape(link) for link in LINK.findall(text)):
            found = next((SEEN[start] for start in SEEN if link.startswith(start)), "")
            if found and not any(link.endswith(end) for end in ENDS) and ".json" not in link and "part=" not in link:
                self.pools[found] = [*self.pools[found][-200:], link]
        self.pools["word"] = [*self.pools["word"][-100:], *re.findall(r"<bdi>([A-Z][a-z]{4,12})</bdi>", text)]
        return text


def measure(arguments: list[str]) -> None:
    """Print the times by kind of page and those of decisions, beside the floors."""
    asked = _asked(arguments)
    with tempfile.TemporaryDirectory() as name:
        case = str(asked.case or Path(name, "bench.case"))
        if not Path(case).exists():
            _build(case, asked.documents)
        server = Server(case)
        try:
            _begin(server)
            browsing = _read(server, asked.readers, asked.minutes)
            deciding = _decide(server, asked.readers // 2, asked.decisions)
        finally:
            server.stop()
    _tell(browsing, deciding)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench pages")
    parser.add_argument("documents", type=int, nargs="?", default=10_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=1.5)
    parser.add_argument("--decisions", type=int, default=40)
    parser.add_argument("--case", type=Path)
    return parser.parse_args(arguments)


def _build(case: str, documents: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        for number, text in enumerate(reports(documents)):
            Path(name, f"r{number:06}.txt").write_text(text, encoding="utf-8")
        began = time.perf_counter()
        built = casework.build(case, [name], tagger="none")
    print(f"built in {time.perf_counter() - began:.0f} s: {documents:,} reports, {built.claims:,} claims, "
          f"{built.incidents:,} incidents", flush=True)


def _begin(server: Server) -> None:
    """Wait for the first page, and until everything is at hand that pages are made from."""
    browser, began = Browser(server.port), time.perf_counter()
    browser.get("incidents", "/")
    first = time.perf_counter() - began
    while not QUESTION.search(browser.get("review", "/review")) and time.perf_counter() < began + 300:
        time.sleep(0.5)
    print(f"first page after {first:.1f} s, the review queue after {time.perf_counter() - began:.1f} s, "
          f"{server.seconds():.1f} s of the processors, {server.memory()} MB", flush=True)


def _read(server: Server, readers: int, minutes: float) -> list[Answer]:
    """What readers met in so many minutes."""
    print(f"{readers} readers for {minutes:g} minutes, {THINK} s between pages, seed {SEED}; load of the machine "
          f"before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    before, until = server.seconds(), time.time() + 60 * minutes
    found = _walked([Reader(server.port, number, until) for number in range(readers)])
    used = server.seconds() - before
    print(f"{len(found)} answers, {len(found) / 60 / minutes:.1f} a second; the server used "
          f"{1000 * used / max(1, len(found)):.1f} ms of the processors for each, {100 * used / 60 / minutes:.0f} % of "
          f"one; load of the machine after: {os.getloadavg()[0]:.1f}; {server.memory()} MB", flush=True)
    return found


def _walked(readers: Sequence[Reader]) -> list[Answer]:
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return [answer for reader in readers for answer in reader.browser.answers]


def _decide(server: Server, readers: int, decisions: int) -> list[float]:
    """Milliseconds of each decision, while others read."""
    browser, chance, taken = Browser(server.port), random.Random(SEED), []
    walking = [Reader(server.port, 1000 + number, time.time() + 2 * DECIDING * decisions) for number in range(readers)]
    for reader in walking:
        reader.start()
    text = browser.get("review", "/review")
    for _ in range(decisions):
        question = QUESTION.search(text)
        if question is None:
            print("The queue is empty.")
            break
        time.sleep(chance.expovariate(1 / DECIDING))
        key = chance.choice(KEY.findall(text))
        began = time.perf_counter()
        text = browser.get("review", browser.post(f"/review/{question[1]}", {"answer": key, "seen": "0"}))
        taken.append(1000 * (time.perf_counter() - began))
    for reader in walking:
        reader.until = 0.0
    for reader in walking:
        reader.join()
    beside = [answer.ms for reader in walking for answer in reader.browser.answers]
    print(f"\n{len(taken)} decisions, {readers} readers beside, the record made anew meanwhile; the readers' pages: "
          f"{both(beside)}")
    return taken


def both(times: Sequence[float]) -> str:
    """Median and 95th percentile."""
    if not times:
        return "none"
    return f"median {median(times):.0f} ms, 95 % within {_at(times, 0.95):.0f} ms"


def _at(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def _tell(found: Sequence[Answer], decisions: Sequence[float]) -> None:
    print(f"decisions: {both(decisions)}, longest {max(decisions, default=0):.0f} ms\n")
    for answer in found:
        if answer.status >= 400:
            print(f"error {answer.status}: {answer.path}")
    print(f"{'':<12} {'cold':>5} {'median':>7} {'95 %':>7}   {'warm':>5} {'median':>7} {'95 %':>7} {'kB':>7}")
    by_kind: dict[str, list[Answer]] = defaultdict(list)
    for answer in found:
        by_kind[answer.kind].append(answer)
    for kind in sorted(by_kind):
        print(line_of(kind, by_kind[kind]))
    pages = [answer for answer in found if answer.kind not in ("state", "part")]
    print(line_of("all pages", pages))
    times = [answer.ms for answer in pages]
    print(f"\nall pages: {both(times)} (floors {FLOORS['median']:.0f} and {FLOORS['95 %']:.0f} ms); decisions: "
          f"{both(decisions)} (floor {FLOORS['decision']:.0f} ms)")


def line_of(kind: str, answers: Iterable[Answer]) -> str:
    """One line of the table: cold and warm answers of a kind."""
    answers = list(answers)
    shown = f"{kind:<12}"
    for cold in (True, False):
        times = [answer.ms for answer in answers if answer.cold == cold]
        shown += f" {len(times):>5} {median(times):>7.1f} {_at(times, 0.95):>7.1f}  " if times else f" {0:>5} {'':>16} "
    return f"{shown}{sum(answer.size for answer in answers) / len(answers) / 1000:>6.0f}"
