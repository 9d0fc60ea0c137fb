"""Many people reviewing one large case on PostgreSQL while reports go on coming in.

`python -m bench load [REPORTS] [--people 30] [--seconds 600] [--every 30] [--keep FOLDER]`; 10,000 reports if not
given, those of `bench._mixed`, read with the rules alone. With --keep the server's data lie in that folder, and
the case is built there only where it is not there yet; each run works on a copy of it.

`stemma serve` and `stemma watch` are processes of their own on loopback, beside a PostgreSQL server with the settings
that it comes with. Each person has an account, signs in, and goes through the review queue: opens a question, one of
those at its head, looks at a report, an incident or a search every other time, and decides; THINK seconds between two
steps in the mean, exponentially distributed. `stemma watch` looks at a feed of a news site on loopback every --every
seconds, and finds BATCH new reports each time.

Everybody keeps a list of the decisions that the workbench said it kept. At the end the list is held against the case's
log, and `stemma check` is run. What must hold: no error, no decision missing, 95 of 100 answers within 300 ms.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import http.client
import http.server
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from bench import _postgres, pages
from bench._mixed import reports
from stemma import casework, program
from stemma.store import open_case

FLOOR = 300.0  # ms, of 95 in 100 answers
THINK = 4.0  # seconds between two steps of one person, in the mean
AGREEING = 0.95  # share of answers in which people say what others say of the same question
BATCH = 5  # reports that come with each look at the feed
PASSWORD = "a long enough password"
SEED = 20340913
BASE = "base"  # database that is copied for each run
AHEAD = re.compile(r'href="/review\?question=(q-[0-9a-f]+)')
SEEN = re.compile(r'name="seen" value="(\d+)"')


class Site(http.server.ThreadingHTTPServer):
    """A news site with a feed that tells of some more reports each time that it is asked for."""

    daemon_threads = True

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.texts = texts
        self.told = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Answering(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site: Site = self.server
        if self.path == "/feed.xml":
            site.told = min(len(site.texts), site.told + BATCH)
            home = f"http://127.0.0.1:{site.server_address[1]}"
            items = "".join(f"<item><title>Report {n}</title><link>{home}/{n}.html</link></item>"
                            for n in range(site.told))
            self._send("application/rss+xml", f'<rss version="2.0"><channel><title>Site</title>{items}</channel></rss>')
        elif self.path.endswith(".html") and self.path[1:-5].isdigit():
            headline, *parts = site.texts[int(self.path[1:-5])].rstrip("\n").split("\n\n")
            body = "".join(f"<p>{html.escape(part)}</p>" for part in parts)
            self._send("text/html", f"<html><head><title>{html.escape(headline)}</title></head><body><article><h1>"
                                    f"{html.escape(headline)}</h1>{body}</article></body></html>")
        else:
            self.send_error(404)

    def _send(self, kind: str, text: str) -> None:
        raw = text.encode()
        self.send_response(200)
        self.send_header("content-type", f"{kind}; charset=utf-8")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *said: object) -> None:
        """Nothing is printed."""


class Browser(pages.Browser):
    """A browser that can decide."""

    def decide(self, path: str, fields: dict[str, object]) -> dict:
        """Send a decision; what the workbench says became of it."""
        began = time.perf_counter()
        status, _, text, size = self._ask("POST", path, json.dumps(fields), {
            "content-type": "application/json", "accept": "application/json", "x-csrf-token": self.token})
        self.answers.append(pages.Answer("decision", path, False, 1000 * (time.perf_counter() - began), size, status))
        return json.loads(text)


class Person(threading.Thread):
    """Somebody with an account who goes through the queue until the time is over."""

    def __init__(self, port: int, number: int, until: float) -> None:
        super().__init__(daemon=True)
        self.browser = Browser(port)
        self.chance = random.Random(f"{SEED} {number}")
        self.name, self.until = name_of(number), until
        self.kept: list[str] = []  # ids of judgements that the workbench said it kept
        self.gone = 0  # questions that were answered meanwhile, or that a newer record does not ask
        self.trouble: list[str] = []

    def run(self) -> None:
        """Sign in, then one question after another. Whatever goes wrong is told at the end."""
        try:
            self.browser.get("sign in", "/sign-in")
            self.browser.post("/sign-in", {"name": self.name, "password": PASSWORD})
            while time.time() < self.until:
                self._question()
        except Exception as error:
            self.trouble.append(f"{self.name}: {type(error).__name__}: {error}")

    def _question(self) -> None:
        text = self.browser.get("review", "/review")
        ahead = AHEAD.findall(text)
        if ahead and self.chance.random() < 0.9:  # not everybody at the same one
            text = self.browser.get("review", f"/review?question={self.chance.choice(ahead)}")
        self._rest()
        found = pages.QUESTION.search(text)
        if found is None:
            return
        if self.chance.random() < 0.5:
            self._look(text)
            self._rest()
        seen = SEEN.search(text)
        keys = pages.KEY.findall(text)
        agreed = random.Random(found[1]).choice(keys)  # what most people say of it
        answer = self.browser.decide(f"/review/{found[1]}", {
            "answer": agreed if self.chance.random() < AGREEING else self.chance.choice(keys), 
            "seen": int(seen[1]) if seen else None, "note": self.chance.choice(("", "", "as the report says"))})
        if "judgement" in answer:
            self.kept.append(answer["judgement"])
        elif answer.get("status") == 404:
            self.gone += 1
        else:
            self.trouble.append(f"{self.name}: {answer}")

    def _look(self, text: str) -> None:
        """What the question is about, or another page."""
        links = [html.unescape(link) for link in pages.LINK.findall(text)]
        for kind, start in self.chance.sample((("incident", "/incidents/"), ("report", "/reports/"),
                                               ("claim", "/at/"), ("search", "")), 4):
            if not start:
                self.browser.get(kind, f"/search?words={quote(self.chance.choice(pages.WORDS))}")
                return
            if own := [link for link in links if link.startswith(start)]:
                self.browser.get(kind, self.chance.choice(own))
                return

    def _rest(self) -> None:
        time.sleep(max(0.0, min(self.chance.expovariate(1 / THINK), self.until - time.time())))


def measure(arguments: Sequence[str]) -> None:
    """Print what people met, and whether everything that they decided is there."""
    asked = _asked(arguments)
    with contextlib.ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        server = stack.enter_context(_postgres.running(folder))
        if not server.has(BASE):
            _build(server, asked.reports)
        _brought_up_to_date(server.url(BASE))
        case = server.fresh("run", BASE)
        _accounts(case, asked.people)
        with _watched(case, asked) as rounds:
            people, memory = _reviewed(case, asked)
        _tell(case, people, rounds, memory, asked)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench load")
    parser.add_argument("reports", type=int, nargs="?", default=10_000)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--every", type=int, default=30)
    parser.add_argument("--keep", type=Path)
    return parser.parse_args(arguments)


def _build(server: _postgres.Server, count: int) -> None:
    """Build the case that runs are copies of, under another name until it is whole."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        for number, text in enumerate(reports(count)):
            Path(name, f"r{number:06}.txt").write_text(text, encoding="utf-8")
        built = casework.build(server.fresh("building"), [name], tagger="none")
    server.run(f"ALTER DATABASE building RENAME TO {BASE}")
    print(f"built in {time.perf_counter() - began:.0f} s: {count:,} reports, {built.claims:,} claims, "
          f"{built.incidents:,} incidents", flush=True)


def _brought_up_to_date(case: str) -> None:
    """Read the reports again where the program is another than that which read them."""
    with open_case(case) as opened:
        others = opened.select("SELECT 1 FROM reading_kept WHERE program <> ? LIMIT 1", (program.reader(),))
        if not list(others):
            return
    began = time.perf_counter()
    casework.build(case, (), tagger="none")
    print(f"read again with this program in {time.perf_counter() - began:.0f} s", flush=True)


def name_of(number: int) -> str:
    """What a person is called."""
    return f"Coder {number:02}"


def _accounts(case: str, people: int) -> None:
    with open_case(case) as opened:
        for number in range(people):
            opened.accounts.add(name_of(number), PASSWORD, "coder" if number else "lead", "bench", datetime.now(UTC))


@contextlib.contextmanager
def _watched(case: str, asked: argparse.Namespace) -> Iterator[list[dict]]:
    """While it lasts `stemma watch` adds reports; what it tells of its rounds is there at the end."""
    count = BATCH * (3 + int(asked.seconds / asked.every))
    site = Site(list(reports(asked.reports + count))[asked.reports :])
    rounds: list[dict] = []
    with tempfile.TemporaryDirectory() as name:
        feeds, host = Path(name, "feeds.toml"), f"127.0.0.1:{site.server_address[1]}"
        feeds.write_text(f'urls = ["http://{host}/feed.xml"]\ndelay = 0\nagain = "never"\nallow_private = ["{host}"]\n')
        out = Path(name, "rounds.jsonl")
        with out.open("wb") as file:
            program = subprocess.Popen([sys.executable, "-m", "stemma", "watch", case, str(feeds), "--json", "--every",
                                        f"{asked.every}s"], stdout=file, stderr=subprocess.STDOUT)
        try:
            yield rounds
        finally:
            program.send_signal(signal.SIGINT)
            try:
                program.wait(60)
            except subprocess.TimeoutExpired:
                program.kill()
            site.shutdown()
            for line in out.read_text(errors="replace").splitlines():
                rounds.append(json.loads(line) if line.startswith("{") else {"type": "said", "words": line})


def _reviewed(case: str, asked: argparse.Namespace) -> tuple[list[Person], int]:
    """What everybody met in the time, and the most memory that the workbench held, in MB."""
    server = pages.Server(case)
    try:
        lead = Browser(server.port)
        began = time.perf_counter()
        lead.get("sign in", "/sign-in")
        if lead.post("/sign-in", {"name": name_of(0), "password": PASSWORD}) != "/":
            raise SystemExit("Nobody can sign in.")
        while not pages.QUESTION.search(lead.get("review", "/review")) and time.perf_counter() < began + 600:
            time.sleep(1)
        print(f"the review queue after {time.perf_counter() - began:.1f} s; {asked.people} people for "
              f"{asked.seconds:g} seconds, {THINK} s between steps, seed {SEED}; load of the machine before: "
              f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
        before, until = server.seconds(), time.time() + asked.seconds
        people = [Person(server.port, number, until) for number in range(asked.people)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        used = 100 * (server.seconds() - before) / asked.seconds
        print(f"the workbench used {used:.0f} % of a processor; load of the machine after: {os.getloadavg()[0]:.1f}",
              flush=True)
        return people, server.memory()
    finally:
        server.stop()


def _tell(case: str, people: Sequence[Person], rounds: Sequence[dict], memory: int, asked: argparse.Namespace) -> None:
    answers = [answer for person in people for answer in person.browser.answers]
    errors = [answer for answer in answers if answer.status >= 400 and not (
        answer.kind == "decision" and answer.status == 404)]
    trouble = [line for person in people for line in person.trouble]
    for answer in errors[:10]:
        print(f"error {answer.status}: {answer.kind} {answer.path}")
    for line in trouble[:10]:
        print(f"trouble: {line}")
    by_kind: dict[str, list[pages.Answer]] = defaultdict(list)
    for answer in answers:
        by_kind[answer.kind].append(answer)
    print(f"{'':<12} {'cold':>5} {'median':>7} {'95 %':>7}   {'warm':>5} {'median':>7} {'95 %':>7} {'kB':>7}")
    for kind in sorted(by_kind):
        print(pages.line_of(kind, by_kind[kind]))
    times = sorted(answer.ms for answer in answers)
    print(f"all: {len(answers)} answers, {pages.both(times)}, longest {times[-1]:.0f} ms (floor {FLOOR:.0f} ms for "
          f"95 %); {memory} MB")
    kinds = Counter(row["type"] for row in rounds)
    looks = [row for row in rounds if row["type"] == "round"]
    print(f"watch: {len(looks)} rounds, {sum(row['new'] for row in looks)} new reports, "
          f"{sum(row['built'] for row in looks)} builds, {kinds['change']} changes told, {kinds['problem']} problems")
    for row in rounds:
        if row["type"] in ("problem", "said"):
            print(f"watch said: {row.get('message') or row.get('words')}")
    lost = _lost(case, people)
    decided = sum(len(person.kept) for person in people)
    print(f"{decided} decisions said to be kept, {sum(person.gone for person in people)} questions not asked any more; "
          f"{len(lost)} missing from the log; {len(errors) + len(trouble)} errors")
    wrong = casework.check(case)
    print(f"stemma check: {len(wrong)} problems{''.join(f'; {one.code}: {one.message}' for one in wrong[:5])}")


def _lost(case: str, people: Sequence[Person]) -> list[str]:
    """Decisions that the workbench said it kept, and that are not in the log under the name of who decided."""
    by = {row.id: row.by for row in casework.judgements_of(case)}
    logged = {entry.subject for entry in casework.log_of(case)}
    return [one for person in people for one in person.kept if by.get(one) != person.name or one not in logged]
