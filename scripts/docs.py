"""Make the parts of the documentation that come from the program itself: `make docs`.

    python -m scripts.docs              all of it
    python -m scripts.docs reference    docs/reference/ from the code
    python -m scripts.docs readme       what the commands in README.md print
    python -m scripts.docs tutorial     what the commands in docs/tutorial.md print
    python -m scripts.docs scale        what the commands in docs/scale.md print
    python -m scripts.docs limits       the cases shown in docs/limits.md
    python -m scripts.docs picture      docs/img/report.png; needs Chromium

A ```console block holds commands, each after "$ ", and below each what it printed. A line that is only "..." stands for
any number of lines; such a block is never rewritten, only compared. ```sh blocks are run and print nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
TUTORIAL = ROOT / "docs" / "tutorial.md"
SCALE = ROOT / "docs" / "scale.md"
REFERENCE = ROOT / "docs" / "reference"
LIMITS = ROOT / "docs" / "limits.md"
PICTURE = ROOT / "docs" / "img" / "report.png"
VIEW = {"width": 1280, "height": 900}  # pixels of the picture
WIDTH = 100  # columns in which commands are run for the documentation

_CASES = re.compile(r"^<!-- cases: (\w+) -->\n.*?^<!-- end -->$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One command of a document and what the document says that it prints; None for a script of a ```sh block."""

    command: str
    printed: str | None
    start: int  # of what is printed, in the document
    end: int


def steps(text: str) -> Iterator[Step]:
    """Every command in a Markdown document, in order."""
    for block in _BLOCK.finditer(text):
        if block[1] == "sh":
            yield Step(block[2], None, block.start(2), block.end(2))
            continue
        at = block.start(2)
        for part in re.split(r"^(?=\$ )", block[2], flags=re.MULTILINE):
            if part.startswith("$ "):
                command, _, printed = part.partition("\n")
                yield Step(command[2:], printed, at + len(command) + 1, at + len(part))
            at += len(part)


def run(command: str, folder: Path) -> str:
    """What a command prints in a folder, its errors included, in a terminal of WIDTH columns without colours."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": str(WIDTH), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    return done.stdout


def fits(printed: str, expected: str) -> bool:
    """Whether a command printed what a document says; a line "..." stands for any number of lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in expected.splitlines())
    return re.fullmatch(pattern, printed) is not None


def refreshed(text: str, folder: Path) -> str:
    """The document with what its commands print now; blocks with "..." are kept and told where they do not fit."""
    pieces, at = [], 0
    for step in steps(text):
        printed = run(step.command, folder)
        if step.printed is None or fits(printed, step.printed):
            continue
        if "Traceback (most recent call last)" in printed or printed.startswith("stemma: "):
            raise SystemExit(f"failed, nothing is written: $ {step.command}\n{printed}")
        if "\n...\n" in f"\n{step.printed}":
            print(f"does not fit any more, look at it: $ {step.command}", file=sys.stderr)
            continue
        print(f"prints something else now, read the words around it: $ {step.command}", file=sys.stderr)
        pieces += [text[at : step.start], printed]
        at = step.end
    return "".join([*pieces, text[at:]])


def tutorial() -> None:
    """What the commands in the tutorial print."""
    with tempfile.TemporaryDirectory() as folder:
        _write(TUTORIAL, refreshed(TUTORIAL.read_text(encoding="utf-8"), Path(folder)))


def scale() -> None:
    """What the commands on the page about archives print."""
    with tempfile.TemporaryDirectory() as folder:
        _write(SCALE, refreshed(SCALE.read_text(encoding="utf-8"), Path(folder)))


def _write(path: Path, text: str) -> None:
    """Write a text file where it changes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        print(f"written: {path.relative_to(ROOT)}")


def reference() -> None:
    """docs/reference/ from the code."""
    from scripts.reference import pages

    made = pages(run)
    for name, text in made.items():
        _write(REFERENCE / name, text)
    for leftover in set(REFERENCE.glob("*.md")) - {REFERENCE / name for name in made}:
        leftover.unlink()


def readme() -> None:
    """What the commands in README.md print."""
    with tempfile.TemporaryDirectory() as folder:
        _write(README, refreshed(README.read_text(encoding="utf-8"), Path(folder)))


def limits() -> None:
    """The cases shown in docs/limits.md."""
    _write(LIMITS, limits_page(LIMITS.read_text(encoding="utf-8")))


def limits_page(text: str) -> str:
    """The page with the cases as they stand now."""
    from scripts.limits import section

    return _CASES.sub(lambda found: f"<!-- cases: {found[1]} -->\n{section(found[1])}<!-- end -->", text)


def picture() -> None:
    """The top of the sample case's page, as a desk shows it."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        print("no Chromium here: the picture was left as it is", file=sys.stderr)
        return
    from playwright.sync_api import sync_playwright

    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        run("stemma demo --out .", Path(folder))
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(viewport=VIEW)
        page.goto(Path(folder, "demo.html").as_uri())
        page.screenshot(path=PICTURE)
        chromium.close()
    print(f"written: {PICTURE.relative_to(ROOT)}, {PICTURE.stat().st_size // 1000} kB")


MAKERS = {"reference": reference, "readme": readme, "tutorial": tutorial, "scale": scale, "limits": limits,
          "picture": picture}


def main(names: list[str]) -> int:
    """Make the parts named, or all."""
    if unknown := set(names) - set(MAKERS):
        print(f"no such part: {', '.join(sorted(unknown))}; there are: {', '.join(MAKERS)}", file=sys.stderr)
        return 2
    for name in names or MAKERS:
        MAKERS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
