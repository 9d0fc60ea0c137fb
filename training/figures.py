"""Casualty figures in the invented war reports: the reader of their files and its checker.

The format is described in training/data/figures/README.md.  In short, a line of `<stem>.tsv` is `harm, scope, stance,
context`, tab-separated; the context is a piece of the report's plain text with the figure in square brackets.

    python -m training.figures            # check every file in training/data/figures
    python -m training.figures FILE...    # check these
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from stemma.tagging import FIGURE_HARMS, FIGURE_SCOPES, FIGURE_STANCES
from training import war

FOLDER = Path(__file__).parent / "data" / "figures"
_BRACKETS = re.compile(r"([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)")

Row = tuple[int, int, str, str, str]


class Figuring(ValueError):
    """A line that cannot be read, or that does not fit its report."""


def read_line(line: str, text: str) -> Row:
    """The line as (start, end, harm, scope, stance), start and end in characters of the text.  Raises Figuring."""
    fields = line.split("\t")
    if len(fields) != 4:
        raise Figuring(f"{len(fields)} fields, not 4: {line!r}")
    harm, scope, stance, context = fields
    for word, known in ((harm, FIGURE_HARMS), (scope, FIGURE_SCOPES), (stance, FIGURE_STANCES)):
        if word not in known:
            raise Figuring(f"unknown word {word!r}: {line!r}")
    pieces = _BRACKETS.fullmatch(context)
    if not pieces:
        raise Figuring(f"not exactly one pair of brackets: {context!r}")
    before, figure, after = pieces.groups()
    sought = before + figure + after
    at = text.find(sought)
    if at < 0:
        raise Figuring(f"not in the report: {context!r}")
    if text.find(sought, at + 1) >= 0:
        raise Figuring(f"more than once in the report: {context!r}")
    start = at + len(before)
    end = start + len(figure)
    if figure != figure.strip():
        raise Figuring(f"loose spaces: {context!r}")
    if (text[:start][-1:].isalnum() and figure[0].isalnum()) or (figure[-1].isalnum() and text[end:][:1].isalnum()):
        raise Figuring(f"the brackets cut a word: {context!r}")
    return start, end, harm, scope, stance


def rows(stem: str) -> list[Row]:
    """The figures of the report `stem`, in order of the plain text; Figuring where the file does not read."""
    text, _ = war.read(war.FOLDER / f"{stem}.txt")
    lines = (FOLDER / f"{stem}.tsv").read_text(encoding="utf-8").splitlines()
    return sorted(read_line(line, text) for line in lines)


def check(lines: list[str], text: str) -> list[str]:
    """What is wrong with a file's lines, one fault each: lines that do not read, and figures given twice."""
    faults, seen = [], set()
    for number, line in enumerate(lines, 1):
        try:
            start, end, harm, *_ = read_line(line, text)
        except Figuring as fault:
            faults.append(f"line {number}: {fault}")
            continue
        if (start, end, harm) in seen:
            faults.append(f"line {number}: the same figure twice: {line!r}")
        seen.add((start, end, harm))
    return faults


def files() -> list[Path]:
    """The files of figures, in order of name."""
    return sorted(FOLDER.glob("*.tsv"))


def main(names: list[str]) -> int:
    """Check the files named, or all; print each fault and a last line of totals."""
    paths = [Path(name) for name in names] or files()
    wrong, harms = 0, Counter()
    for path in paths:
        report = war.FOLDER / f"{path.stem}.txt"
        lines = path.read_text(encoding="utf-8").splitlines()
        faults = check(lines, war.read(report)[0]) if report.exists() else ["no such report"]
        for fault in faults:
            print(f"{path.name}: {fault}")
        wrong += bool(faults)
        harms.update(line.split("\t")[0] for line in lines)
    counts = ", ".join(f"{harms[harm]} {harm}" for harm in FIGURE_HARMS if harms[harm])
    print(f"{len(paths)} files, {harms.total()} figures ({counts or 'none'}); {wrong} with faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
