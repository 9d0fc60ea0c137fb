"""Rows of figures, written as readable lines, made into readings: for tests of what comes after reading."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

from stemma.ids import make_id, sha256
from stemma.model import Claim, Document, DocumentDate, Incident, Page, Party, Reading, Sentence
from stemma.values import NARRATOR, Count, Source, Span, Victims, When


class Case:
    """A block of a case file: its title, the readings it makes and what must come out."""

    def __init__(self, title: str, lines: list[str]) -> None:
        self.title = title
        self.rows = [[part.strip() for part in line.split("|")] for line in lines if not line.startswith("=>")]
        self.expected = [line.removeprefix("=>").strip() for line in lines if line.startswith("=>")]
        self.readings = self._readings()
        self.parties, self.speakers = self._parties()
        self.incident = Incident("i-1", True, "Shelling", When(""), None, "shelling", (), (), (),
                                 tuple(r.document.id for r in self.readings),
                                 tuple(c.id for r in self.readings for c in r.claims if c.scope != "aggregate"))

    def _readings(self) -> tuple[Reading, ...]:
        by_doc: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
        for row in self.rows:
            name, day = row[0].split()
            by_doc[name, day].append(row[1:])
        return tuple(reading(name, day, rows) for (name, day), rows in by_doc.items())

    def _parties(self) -> tuple[tuple[Party, ...], dict[str, str]]:
        parties, speakers = {}, {}
        for one in self.readings:
            for claim in one.claims:
                if claim.source.known:
                    kind = claim.source.kind
                    key = ("unnamed:" if kind == "unnamed" else "") + claim.source.name.casefold().replace(" ", "-")
                    speakers[claim.id] = key
                    parties[key] = Party(key, kind, claim.source.name, claim.source.role, (claim.source.name,), (), ())
        return tuple(parties[key] for key in sorted(parties)), speakers


def reading(name: str, day: str, rows: list[list[str]]) -> Reading:
    """One document, a line of text for each row."""
    lines = [f"{who} {harm} {figure} ({number})" for number, (who, harm, figure, *_) in enumerate(rows)]
    text = "\n".join(lines)
    document = Document(make_id("d", name, text), name, sha256(text.encode()), text, "text/plain")
    sentences, claims, at = [], [], 0
    for number, (line, row) in enumerate(zip(lines, rows, strict=True)):
        span = Span(at, at + len(line))
        sentences.append(Sentence(span, number, number))
        claims.append(claim(document.id, span, number, row))
        at = span.end + 1
    page = Page(document, DocumentDate(date.fromisoformat(day), "given"), (), tuple(sentences), (), (), ())
    return Reading(page, (), tuple(claims))


def claim(doc: str, span: Span, number: int, row: list[str]) -> Claim:
    """A claim from "speaker | harm | low..high | wording | scope | stance"."""
    who, harm, figure, wording, scope, *rest = row
    low, high = (int(end) if end else None for end in re.fullmatch(r"(\d*)\.\.(\d*)", figure).groups())
    stance = rest[0] if rest else "asserted"
    return Claim(make_id("c", doc, span.start, harm), doc, harm, span, source(who), number, stance, scope,
                 Count(low, high, wording, figure), Victims())


def source(who: str) -> Source:
    """"-" is the narrator; "person: name, role"; "org: name"; "unnamed: words"; a bare word is a person."""
    if who == "-":
        return NARRATOR
    kind, _, name = who.rpartition(":")
    name, _, role = name.strip().partition(", ")
    return Source(kind or "person", name, role or None)


def cases(path: Path) -> list[Case]:
    """Every block of a case file."""
    blocks = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [Case(block.splitlines()[0], [line for line in block.splitlines()[1:] if line.strip()]) for block in blocks]
