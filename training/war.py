"""Invented war reports with the statements marked inline: the reader of the notation and its checker.

The notation is described in training/data/war/README.md.  In short, `{s1.source|The governor} {s1.cue|said}
{s1.content|that the bridge was down}.` is one statement; pieces of one id belong together, pieces may stand inside
one another, and `s1+s2.source` is shared by two statements.  Attributions come out in the form of the PolNeAR corpus:
lists of [start, end] in characters of the plain text, end exclusive.

    python -m training.war            # check every file in training/data/war
    python -m training.war FILE...    # check these
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "war"
ROLES = ("source", "cue", "content")
ACTS = {"s": "speech", "a": "attitude"}
_OPEN = re.compile(r"\{([sa]\d+(?:\+[sa]\d+)*)\.(source|cue|content)\|")


class Marking(ValueError):
    """A text whose marks cannot be read."""


def parse(marked: str) -> tuple[str, list[dict]]:
    """The plain text, and its attributions in the order of their first piece.

    Each attribution is {"id", "source", "cue", "content", "act"}; the roles are lists of [start, end] in characters
    of the plain text, in order; act is "speech" or "attitude".  Raises Marking where the braces do not read.
    """
    text, spans = _spans(marked)
    found: dict[str, dict] = {}
    for start, end, ids, role in sorted(spans):
        for name in ids:
            made = {"id": name, **{r: [] for r in ROLES}, "act": ACTS[name[0]]}
            found.setdefault(name, made)[role].append([start, end])
    return text, list(found.values())


def _spans(marked: str) -> tuple[str, list[tuple[int, int, list[str], str]]]:
    """The text without its marks, and each marked piece as (start, end, ids, role)."""
    plain: list[str] = []
    length = at = 0
    opened: list[tuple[int, list[str], str]] = []
    spans = []
    while at < len(marked):
        char = marked[at]
        if char == "{":
            mark = _OPEN.match(marked, at)
            if not mark:
                raise Marking(f"a brace that opens nothing: {marked[at:at + 40]!r}")
            opened.append((length, mark[1].split("+"), mark[2]))
            at = mark.end()
            continue
        if char == "}":
            if not opened:
                raise Marking(f"a brace that closes nothing, after {marked[max(0, at - 40):at]!r}")
            start, ids, role = opened.pop()
            spans.append((start, length, ids, role))
        elif char == "|":
            raise Marking(f"a bar outside a mark, after {marked[max(0, at - 40):at]!r}")
        else:
            plain.append(char)
            length += 1
        at += 1
    if opened:
        raise Marking(f"a brace never closed, at {''.join(plain)[opened[-1][0]:][:40]!r}")
    return "".join(plain), spans


def check(marked: str) -> list[str]:
    """What is wrong with a marked text, a line for each fault; empty when all is well."""
    try:
        text, attributions = parse(marked)
    except Marking as fault:
        return [str(fault)]
    faults = _layout(text)
    for attribution in attributions:
        faults += [f"{attribution['id']}: {fault}" for fault in _faults(text, attribution)]
    return faults + _overlaps(text, attributions)


def _layout(text: str) -> list[str]:
    """Faults of the page: the headline comes first, spaces are single and no mark left a hole."""
    faults = []
    if not text.split("\n", 1)[0].strip():
        faults.append("the first line is no headline")
    faults += [f"two spaces in {line[:60]!r}" for line in text.split("\n") if "  " in line]
    faults += [f"a space before a stop: {m[0]!r}" for m in re.finditer(r"\w+ [,.;](?!\d)(?:\s|$)", text)]
    return faults


def _faults(text: str, attribution: dict) -> list[str]:
    """Faults of one attribution: one cue, some content, pieces that are trimmed and do not overlap."""
    faults = []
    if len(attribution["cue"]) != 1:
        faults.append(f"{len(attribution['cue'])} cues")
    if not attribution["content"]:
        faults.append("no content")
    for role in ROLES:
        for start, end in attribution[role]:
            piece = text[start:end]
            if not piece or piece != piece.strip():
                faults.append(f"{role} is empty or has loose spaces: {piece!r}")
            if start and start < end and text[start - 1].isalnum() and text[start].isalnum():
                faults.append(f"{role} begins inside a word: {piece!r}")
            if end < len(text) and start < end and text[end].isalnum() and text[end - 1].isalnum():
                faults.append(f"{role} ends inside a word: {piece!r}")
    own = sorted(tuple(piece) for role in ROLES for piece in attribution[role])
    # Cue and source may share words ("his claim"), but a statement's content never holds its own cue.
    for (cue_start, cue_end) in attribution["cue"]:
        if any(start < cue_end and cue_start < end for start, end in attribution["content"]):
            faults.append(f"content holds its own cue {text[cue_start:cue_end]!r}")
    if len(set(own)) != len(own):
        faults.append("the same words twice")
    return faults


def _overlaps(text: str, attributions: list[dict]) -> list[str]:
    """Cues of different statements that share words."""
    cues = sorted((start, end, a["id"]) for a in attributions for start, end in a["cue"])
    return [
        f"cues of {one} and {other} overlap at {text[later:end]!r}"
        for (_, end, one), (later, _, other) in zip(cues, cues[1:], strict=False)
        if later < end
    ]


def read(path: Path) -> tuple[str, list[dict]]:
    """The text and attributions of one marked file; the newline at its end is no part of the text."""
    return parse(path.read_text(encoding="utf-8").rstrip("\n"))


def files() -> list[Path]:
    """The marked reports, in order of name."""
    return sorted(FOLDER.glob("*.txt"))


def main(names: list[str]) -> int:
    """Check the files named, or all; print each fault and a last line of totals."""
    paths = [Path(name) for name in names] or files()
    wrong = statements = attitudes = words = 0
    for path in paths:
        marked = path.read_text(encoding="utf-8").rstrip("\n")
        faults = check(marked)
        for fault in faults:
            print(f"{path.name}: {fault}")
        wrong += bool(faults)
        if not faults:
            text, attributions = parse(marked)
            words += len(text.split())
            attitudes += sum(a["act"] == "attitude" for a in attributions)
            statements += sum(a["act"] == "speech" for a in attributions)
    print(f"{len(paths)} reports, {words} words, {statements} statements, {attitudes} attitudes; {wrong} with faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
