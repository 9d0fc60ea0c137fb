"""Invented families of copied reports: reading their form, and what the program finds in them.

`python -m eval.families [FOLDER]` prints a line for each file of a folder (eval/copies if not given) and one for all:
edges found, with their kind and direction, edges that are none, families, drifts that were planted and found. The form
is described in tests/cases/copies/families/README.md.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from itertools import combinations
from pathlib import Path

from msgspec import Struct

from stemma.ids import make_id, sha256
from stemma.model import Document, Record
from stemma.pipeline import join, read
from stemma.values import Span

_HEAD = re.compile(r"^=== (\w+)(?: \| outlet: (.+?) \| published: (\S+))?\s*$", re.MULTILINE)


class Told(Struct, frozen=True):
    """A planted change: which report, what sort, how grave, its words and those that it changed."""

    doc: str
    kind: str
    severity: str
    words: str
    was: str


class Case(Struct, frozen=True):
    """One file: its reports and what should be found."""

    name: str
    documents: tuple[Document, ...]
    edges: tuple[tuple[frozenset[str], str, str], ...]  # pair, kind, the report that came first ("" where unknown)
    families: frozenset[frozenset[str]]
    drifts: tuple[Told, ...]


def case(path: Path) -> Case:
    """The case in a file; ValueError where its words are not in its reports exactly once."""
    parts = _HEAD.split(path.read_text(encoding="utf-8"))[1:]
    blocks = list(zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True))
    documents = tuple(_document(*block) for block in blocks if block[0] != "expected")
    lines = [line.split(":", 1) for line in blocks[-1][3].strip().splitlines()]
    rows = [(key.strip(), value.strip()) for key, value in lines if value.strip() != "none"]
    drifts = tuple(_told(value) for key, value in rows if key == "drift")
    texts = {document.name: document.text for document in documents}
    for told in drifts:
        if texts[told.doc].count(told.words) != 1:
            raise ValueError(f"{path.name}: {told.words!r} does not stand once in report {told.doc}")
    return Case(path.stem, documents, tuple(_edge(value) for key, value in rows if key == "edge"),
                frozenset(frozenset(value.split()) for key, value in rows if key == "family"), drifts)


def _document(name: str, outlet: str, published: str, text: str) -> Document:
    text = text.strip("\n")
    digest = sha256(text.encode())
    return Document(make_id("d", digest, name), name, digest, text, "text/plain", outlet=outlet,
                    published=date.fromisoformat(published))


def _edge(value: str) -> tuple[frozenset[str], str, str]:
    pair, kind, direction = (part.strip() for part in value.split("|"))
    first, second = pair.split()
    origin = {f"{first}_from_{second}": second, f"{second}_from_{first}": first}.get(direction, "")
    return frozenset((first, second)), kind, origin


def _told(value: str) -> Told:
    doc, kind, severity, words, was = (part.strip() for part in value.split("|"))
    return Told(doc, kind, severity, words.strip('"'), was.strip('"'))


def record(told: Case) -> Record:
    """What the program makes of a case's reports."""
    return join([read(document) for document in told.documents])


def edges(found: Record) -> dict[frozenset[str], tuple[str, str]]:
    """Kind and first report of each edge, by the names of its pair."""
    names = {reading.document.id: reading.document.name for reading in found.readings}
    return {frozenset((names[edge.a], names[edge.b])): (
                edge.how, names[{"a_from_b": edge.b, "b_from_a": edge.a}[edge.direction]]
                if edge.direction != "unknown" else "")
            for family in found.families for edge in family.edges}


def families(found: Record) -> frozenset[frozenset[str]]:
    """Families by the names of their reports."""
    names = {reading.document.id: reading.document.name for reading in found.readings}
    return frozenset(frozenset(names[doc] for doc in family.docs) for family in found.families)


def met(told: Told, found: Record, kind: bool = True) -> bool:
    """Whether a planted change was found: a drift in that report that touches its words (and is of its kind)."""
    reading = next(r for r in found.readings if r.document.name == told.doc)
    at = reading.document.text.index(told.words)
    span = Span(at, at + len(told.words))
    return any(drift.doc == reading.document.id and drift.span.overlaps(span) and (not kind or drift.kind == told.kind)
               for drift in found.drifts)


def summary(folder: Path) -> list[str]:
    """One line for each file and one for all: what a person reads who changes the rules."""
    lines, total = [], [0] * 8
    for path in sorted(folder.glob("*.txt")):
        told = case(path)
        found = record(told)
        have = edges(found)
        docs = sorted(document.name for document in told.documents)
        wanted = {pair: (kind, first) for pair, kind, first in told.edges}
        extra = [pair for pair in map(frozenset, combinations(docs, 2)) if pair in have and pair not in wanted]
        missed = [t for t in told.drifts if not met(t, found)]
        row = [len(wanted), sum(p in have for p in wanted), sum(have.get(p, ("",))[0] == k for p, (k, _) in
               wanted.items()), sum(have.get(p, ("", None))[1] == f for p, (_, f) in wanted.items()), len(extra),
               len(told.drifts), len(told.drifts) - len(missed), len(found.drifts)]
        total = [a + b for a, b in zip(total, row, strict=True)]
        lines.append(f"{told.name}: edges {row[1]}/{row[0]} kind {row[2]} direction {row[3]} extra {row[4]}; family "
                     f"{'ok' if families(found) == told.families else 'WRONG'}; drifts {row[6]}/{row[5]} of {row[7]}")
    lines.append(f"all: edges {total[1]}/{total[0]} kind {total[2]} direction {total[3]} extra {total[4]}; drifts "
                 f"{total[6]}/{total[5]} of {total[7]}")
    return lines


def main(arguments: list[str]) -> int:
    """Print the summary of a folder."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent / "copies"
    if len(arguments) > 1 or not any(folder.glob("*.txt")):
        print("usage: python -m eval.families [FOLDER], a folder with cases of copied reports", file=sys.stderr)
        return 2
    print("\n".join(summary(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
