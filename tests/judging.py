"""Small cases of reports and decisions, for the tests of judgements.

A case file holds reports, each under "== name | outlet | day", then decisions, one a line, and under "=>" the lines of
the record that go (-) and come (+) when they are applied.

    who, day: kind verdict, target, target = value
    target: report.row "words", of the row whose words these are; report.kind "words" for a claim or a mention
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from stemma.ids import make_id, sha256
from stemma.judgements import document_target, make, target_of
from stemma.model import Document, Judgement, Reading, Record, Target
from stemma.pipeline import join, read
from stemma.values import Span

FOLDER = Path(__file__).parent / "cases" / "judgements"
CASES = sorted(path.stem for path in FOLDER.glob("*.txt"))
_DECISION = re.compile(r"(\w+), (\S+): (\w+)(?: (yes|no|unsure))?(?: = (.*))?$")
_TARGET = re.compile(r"  (\w+)\.(\w+)(?: \"(.*)\")?$")


@cache
def documents(case: str) -> tuple[Document, ...]:
    """The reports of a case file."""
    above = (FOLDER / f"{case}.txt").read_text(encoding="utf-8").split("\n=>\n")[0].split("\n??\n")[0]
    found = []
    for block in re.split(r"^== ", above, flags=re.MULTILINE)[1:]:
        head, text = block.split("\n", 1)
        name, outlet, day = head.split(" | ")
        digest = sha256(text.encode())
        found.append(Document(make_id("d", digest, name), name, digest, text, "text/plain", outlet=outlet,
                              published=date.fromisoformat(day)))
    return tuple(found)


@cache
def readings(case: str) -> tuple[Reading, ...]:
    return tuple(read(document, "none") for document in documents(case))


@cache
def plain(case: str) -> Record:
    """The record that nobody has decided anything in."""
    return join(readings(case))


def decisions(case: str) -> tuple[Judgement, ...]:
    """The decisions of a case file, on the rows of the record without them."""
    middle = (FOLDER / f"{case}.txt").read_text(encoding="utf-8").split("\n=>\n")[0].split("\n??\n")[1]
    found = []
    for block in re.split(r"\n(?=\S)", middle.strip("\n")):
        first, *lines = block.splitlines()
        by, day, kind, verdict, value = _DECISION.match(first).groups()
        targets = [target(plain(case), *_TARGET.match(line).groups()) for line in lines]
        found.append(make(kind, targets, by, datetime.fromisoformat(day).replace(tzinfo=UTC), verdict,
                          value and json.loads(value)))
    return tuple(found)


def expected(case: str) -> list[str]:
    return [line for line in (FOLDER / f"{case}.txt").read_text(encoding="utf-8").split("\n=>\n")[1].splitlines()
            if line]


def target(record: Record, report: str, row: str, words: str | None = None) -> Target:
    """The target of a report, or of the one row in it that has these words."""
    reading = next(reading for reading in record.readings if reading.document.name == report)
    document = reading.document
    if row == "document":
        at = document.text.index(words) if words else 0
        return document_target(document, Span(at, at + len(words)) if words else None)
    rows = reading.statements if row == "statement" else [
        one for one in (*reading.claims, *reading.page.mentions) if one.kind == row]
    found = [one for one in rows if one.span.of(document.text) == words]
    assert found, (words, [one.span.of(document.text) for one in rows])
    return target_of(found[0], document)


def lines(record: Record) -> list[str]:
    """A record in short lines that a person can read."""
    names = {reading.document.id: reading.document.name for reading in record.readings}
    parties = {party.key: party for party in record.parties}
    found = [f"source {p.name}: {', '.join(p.variants)} ({', '.join(sorted(names[d] for d in p.docs))})"
             for p in record.parties]
    mentions = {m.id: m for r in record.readings for m in r.page.mentions}
    found += [f"place {p.name}: {', '.join(p.variants)} "
              f"({', '.join(sorted({names[mentions[m].doc] for m in p.mentions}))})" for p in record.places]
    for reading in record.readings:
        for claim in reading.claims:
            speaker = record.speakers.get(claim.id)
            figure = f"{claim.count.low}..{claim.count.high}" if claim.count else claim.value
            found.append(f"{names[claim.doc]}: {claim.kind} {figure} {claim.scope} {claim.stance}, "
                         f"{parties[speaker].name if speaker else '-'}")
    for incident in record.incidents:
        reports = ", ".join(sorted(names[doc] for doc in incident.docs))
        found.append(f"incident {incident.title} {incident.when.start}: {reports}")
        found += [f"{incident.title}: {one.kind} {one.low}..{one.high}, {len(one.sources)} sources"
                  for one in record.assessments if one.incident == incident.id]
    found += [f"{names[edge.a]} and {names[edge.b]}: {edge.how} {edge.direction}"
              for family in record.families for edge in family.edges]
    found += [f"problem {one.code}" for one in record.problems if one.stage == "judgements"]
    return found


def changes(before: Record, after: Record) -> list[str]:
    """The lines that go and come, sorted."""
    old, new = Counter(lines(before)), Counter(lines(after))
    return [*(f"- {line}" for line in sorted((old - new).elements())),
            *(f"+ {line}" for line in sorted((new - old).elements()))]


def without_judged(record: Record) -> dict[str, object]:
    """A record's parts but for what it tells of judgements."""
    return {name: getattr(record, name) for name in record.__struct_fields__ if name not in ("judged", "sign_offs")}
