"""Make the pictures of the workbench in docs/img/ from the sample case: python -m scripts.screenshots

Needs Chromium and Playwright (requirements-dev.txt). Decisions are made first, so that there is something to see, each
with a time of its own; so the same program draws the same pictures. Run it when pages have changed, and look at what it
made; `make docs` does not.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from stemma import casework
from stemma.judgements import target_of
from stemma.judgements.signing import sign
from stemma.store import open_case

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "img"
SAMPLE = ROOT / "src" / "stemma" / "sample"
WIDE, HIGH = 1280, 900
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NAME, FIRST = "R. Coder", datetime(2032, 3, 15, 9, 30, tzinfo=UTC)  # who decides, and when: days after the reports
SIGNED = {"Explosion, Oskel": "published", "Incident, Temlin": "reviewed"}


def main() -> None:
    """Draw all pictures anew."""
    with tempfile.TemporaryDirectory() as folder:
        case = str(Path(folder) / "sample.case")
        casework.build(case, [str(SAMPLE)], 1)
        _decide(case)
        with _served(case) as home, _browser() as page:
            for name, draw in PAGES.items():
                draw(page, home)
                page.screenshot(path=PICTURES / f"workbench-{name}.png", animations="disabled", caret="hide")
                print(PICTURES / f"workbench-{name}.png")


def _decide(case: str) -> None:
    """What a recorder may have decided in the first hour: that some figures are right, and two incidents signed."""
    record = casework.record_of(case)
    with closing(open_case(case)) as held:
        for minute, claim in enumerate(claim for claim in record.readings[0].claims if claim.count is not None):
            target = target_of(claim, record.readings[0].document)
            casework.decide(held, "claim", [target], NAME, FIRST + timedelta(minutes=minute), "yes")
        for incident in (one for one in record.incidents if one.title in SIGNED):
            held.add_judgement(sign(record, incident, SIGNED[incident.title], NAME, FIRST + timedelta(hours=1)), None)
    casework.rebuild(case)


# ------------------------------------------------------------------------------------------------------------ pictures


def _incidents(page: Any, home: str) -> None:
    page.goto(f"{home}/")


def _incident(page: Any, home: str) -> None:
    page.goto(f"{home}/")
    page.get_by_role("link", name="Shelling, Dravik").first.click()
    page.wait_for_load_state("networkidle")


def _report(page: Any, home: str) -> None:
    """The first report, with who says a figure and where it goes back to."""
    page.goto(f"{home}/reports")
    page.get_by_role("link", name="Meridian Wire").first.click()
    page.locator("a.piece.harm").nth(1).hover()
    page.locator("#tip").wait_for()


def _review(page: Any, home: str) -> None:
    page.goto(f"{home}/review")


def _compare(page: Any, home: str) -> None:
    page.goto(f"{home}/compare?a=B&b=E")
    page.evaluate("scrollTo(0, document.querySelector('main .lede').offsetTop - 16)")


PAGES = {"incidents": _incidents, "incident": _incident, "report": _report, "review": _review, "compare": _compare}


@contextmanager
def _served(case: str) -> Iterator[str]:
    command = [sys.executable, "-m", "stemma", "serve", case, "--port", "0", "--name", NAME]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield re.search(r"http://[\d.:]+", program.stdout.readline()).group()
    finally:
        program.terminate()
        program.wait()


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": WIDE, "height": HIGH}, color_scheme="light")
        browser.close()


if __name__ == "__main__":
    main()
