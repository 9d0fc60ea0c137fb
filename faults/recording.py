"""What a campaign came to, in lines, and in docs/promises.md with its date and commit."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from faults.campaign import Result

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "promises.md"
BEGIN, END = "<!-- faults: written by python -m faults --record -->", "<!-- end of faults -->"


def lines(result: Result) -> Iterator[str]:
    """The result in words."""
    yield (f"{result.runs} runs in {result.seconds / 60:.1f} min; {result.acknowledged} of the commands ended well all "
           f"the same; something wrong in {len(result.found)}")
    yield "scenes: " + ", ".join(f"{name} {number}" for name, number in sorted(result.by_scene.items()))
    yield "faults: " + ", ".join(f"{name} {number}" for name, number in sorted(result.by_kind.items()))
    yield from (f"not played: {words}" for words in result.skipped)
    for one in result.found:
        yield f"{one.trial.name}: {'; '.join(one.wrong)}"


def record(result: Result, page: Path = PAGE) -> None:
    """Put the result in its place on the page."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    head = f"Last run: {datetime.now(UTC):%Y-%m-%d}, commit {commit.stdout.strip() or 'unknown'}."
    text = "\n\n".join([head, *(f"- {line}" for line in lines(result))]).replace("\n\n- ", "\n- ").replace(
        ".\n- ", ".\n\n- ", 1)
    whole = page.read_text(encoding="utf-8")
    new, times = re.subn(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: f"{BEGIN}\n{text}\n{END}", whole,
                         flags=re.DOTALL)
    if times != 1:
        raise RuntimeError(f"{page} has no place for the result: {BEGIN}")
    page.write_text(new, encoding="utf-8")
