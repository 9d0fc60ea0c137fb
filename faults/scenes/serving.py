"""The workbench, running: what it answered is kept, whatever happens to it."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import shutil
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from faults.ledger import ledger_of
from faults.nursery import Done, Running
from faults.scenes._scene import PLAIN, Scene, Stage, reports
from faults.scenes.building import claims_of, worked
from faults.scenes.company import left_out
from faults.shim import Fault
from stemma.store import open_case

START, ANSWER = 60.0, 60.0  # seconds on a busy machine
DECISIONS = 4


class Serve(Scene):
    """Decisions and withdrawals sent one after another, while the record is made anew behind them; and beside these a
    build of more reports by another program."""

    name, weight, slow = "serve", 1.0, True
    kinds = ("kill", "random", "torn", "power", "full", "eio", "eios", "clock", "together")
    ends = (0, -signal.SIGTERM)

    def prepare(self) -> None:
        shutil.copy(worked(self.ground), self.case)
        self.claims = claims_of(self.case)
        self.more, alone = str(reports(self.home / "more", range(5, 8))), str(self.ground.folder / "alone-serve.case")
        self.ground.run("build", alone, self.more, *PLAIN)
        self.brought = ledger_of(alone).documents

    def command(self, stage: Stage) -> list[str]:
        return ["serve", stage.case, "--port", "0", "--name", "Ada"]

    def perform(self, stage: Stage, fault: Fault, delay: float | None = None) -> Done:
        running = self.ground.nursery.start(self.command(stage), fault, stage.folder)
        stage.kept, stage.taken_back = set(), set()
        if home := _home(running):
            with suppress(OSError, urllib.error.URLError, http.client.HTTPException, msgspec.DecodeError):
                client = Client(home)
                beside = self._beside(stage) if stage.kind == "together" else []
                self._decide(stage, client, running, delay)
                stage.others = [self.ground.nursery.wait(one) for one in beside]
                client.settled()
        with suppress(ProcessLookupError):
            os.kill(running.pid, signal.SIGTERM)
        return self.ground.nursery.wait(running)

    def _beside(self, stage: Stage) -> list[Running]:
        return [self.ground.nursery.start(["build", stage.case, self.more, *PLAIN], Fault("count"), stage.folder)]

    def _decide(self, stage: Stage, client: Client, running: Running, delay: float | None) -> None:
        until = time.monotonic() + (delay if delay is not None else 1e9)
        for number in range(DECISIONS):
            body = {"kind": "claim", "targets": [self.claims[number]], "verdict": "no", "note": f"Number {number}."}
            if id := client.tell("/judgements", body).get("judgement"):
                stage.kept.add(id)
                if number % 2 and "message" in client.tell(f"/judgements/{id}/withdraw", {"note": "A second look."}):
                    stage.taken_back.add(id)
            time.sleep(0.1)
            if time.monotonic() > until:
                os.kill(running.pid, signal.SIGKILL)

    def told(self, stage: Stage, done: Done) -> None:
        stage.ledger.named |= stage.kept
        stage.ledger.withdrawn |= stage.taken_back
        if not stage.kind and (len(stage.kept), len(stage.taken_back)) != (DECISIONS, DECISIONS // 2):
            raise RuntimeError(f"undisturbed, only {len(stage.kept)} decisions were kept")
        for one in stage.others:
            stage.ledger.documents |= self.brought if one.acknowledged else set()

    def wrong(self, stage: Stage) -> Iterator[str]:
        yield from left_out(stage)
        yield from (f"the build beside it ended with status {one.status}: {one.err}" for one in stage.others
                    if one.status != 0)

    def again(self, stage: Stage) -> list[list[str]]:
        return [["build", stage.case, self.more, *PLAIN]]

    def right(self, stage: Stage) -> Iterator[str]:
        with open_case(stage.case, readonly=True) as case:
            if not case.is_current():
                yield "the record is not made of all decisions"


class Client:
    """A program that works at the workbench."""

    def __init__(self, home: str) -> None:
        self.home = home
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open
        page = self._open(f"{home}/me", timeout=ANSWER).read().decode()
        self._token = re.search(r'data-token="([0-9a-f]{64})"|name="token" value="([0-9a-f]{64})"', page)
        self._token = self._token.group(1) or self._token.group(2)

    def tell(self, path: str, body: object) -> dict:
        """What was answered to this; nothing where it was not done."""
        asked = urllib.request.Request(self.home + path, msgspec.json.encode(body), {
            "content-type": "application/json", "accept": "application/json", "x-csrf-token": self._token})
        try:
            with self._open(asked, timeout=ANSWER) as answer:
                return msgspec.json.decode(answer.read())
        except urllib.error.HTTPError as error:
            error.close()
            return {}

    def settled(self) -> None:
        """Wait until the record shows what was decided, or cannot."""
        until = time.monotonic() + ANSWER
        while time.monotonic() < until:
            with self._open(f"{self.home}/state.json", timeout=ANSWER) as answer:
                state = msgspec.json.decode(answer.read())
            if not state["building"]:
                return
            time.sleep(0.05)


def _home(running: Running) -> str | None:
    """The address that it printed; None where it ended before."""
    until = time.monotonic() + START
    out = Path(running.order.out)
    while time.monotonic() < until:
        if out.exists() and (found := re.search(r"http://127\.0\.0\.1:\d+", out.read_text(errors="replace"))):
            return found.group()
        if _ended(running.pid):
            return None
        time.sleep(0.02)
    return None


def _ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


SCENES = [Serve]
