"""The limits of docs/limits.md: what each case in tests/cases/limits gives, in lines that can be compared.

A case holds a theme and a title, one or more short reports (parted by "==="), what comes out today, and what should
come out. A line of either holds where some fact begins with it; "no X" holds where none begins with X.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stemma.model import Document, Problem, Record
from stemma.pipeline import join, read
from stemma.readers import text as text_reader

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "limits"


@dataclass(frozen=True)
class Limit:
    """One case."""

    name: str
    theme: str  # the section of docs/limits.md that shows it
    title: str
    reports: tuple[str, ...]
    today: tuple[str, ...]
    should: tuple[str, ...]


@cache
def limits() -> tuple[Limit, ...]:
    """Every case, by name."""
    return tuple(_limit(path) for path in sorted(CASES.glob("*.txt")))


def _limit(path: Path) -> Limit:
    head, _, rest = path.read_text(encoding="utf-8").partition("\n")
    text, _, rows = rest.partition("--- today\n")
    today, _, should = rows.partition("--- should\n")
    reports = tuple(report.strip() + "\n" for report in text.split("\n===\n"))
    theme, _, title = head.removeprefix("# ").partition(": ")
    return Limit(path.stem, theme, title, reports, _lines(today), _lines(should))


def _lines(rows: str) -> tuple[str, ...]:
    return tuple(row for row in rows.split("\n") if row)


def holds(line: str, facts: tuple[str, ...]) -> bool:
    """Whether a line of a case is true of these facts."""
    if line.startswith("no "):
        return not any(fact.startswith(line.removeprefix("no ")) for fact in facts)
    return any(fact.startswith(line) for fact in facts)


def facts_of(limit: Limit) -> tuple[str, ...]:
    """What the program makes of the reports of a case."""
    documents = [item[0] for number, report in enumerate(limit.reports, start=1)
                 for item in text_reader.read(f"{number}.txt", report.encode()) if not isinstance(item, Problem)]
    return tuple(_facts(join([read(document) for document in documents]), documents))


def _facts(record: Record, documents: list[Document]) -> Iterator[str]:
    days = {reading.document.id: reading.page.published.day for reading in record.readings}
    for document in documents:
        yield f"report {document.name} of {days[document.id] or 'unknown day'}"
        yield f"report {document.name} in {document.lang or 'unknown language'}"
    yield from _figures(record)
    for family in record.families:
        yield f"family of {len(family.docs)} report{'s' if len(family.docs) > 1 else ''}"
        for edge in family.edges:
            yield f"copied as {edge.how.replace('_', ' ')}"
    for drift in record.drifts:
        yield f"drift of {drift.kind}, {drift.severity}"
    for incident in record.incidents:
        place = next((p.name for p in record.places if p.key == incident.place), "unknown place")
        yield f"incident at {place}, {incident.when.start or 'day unknown'}"
    for place in record.places:
        yield f"place {place.name}, {place.country or 'unknown'}"


def _figures(record: Record) -> Iterator[str]:
    names = {party.key: party.name for party in record.parties}
    for reading in record.readings:
        for claim in reading.claims:
            if claim.count is not None:
                low, high = ("" if end is None else end for end in (claim.count.low, claim.count.high))
                speaker = names.get(record.speakers.get(claim.id, ""), "nobody named")
                yield f"{claim.kind} {low}..{high} {claim.scope} {claim.stance}, said by {speaker}"
    for toll in record.assessments:
        if toll.low is not None or toll.high is not None:
            more, many = " or more" if toll.open_end else "", "" if len(toll.sources) == 1 else "s"
            yield f"toll {toll.kind} {toll.low} to {toll.high}{more}, {len(toll.sources)} source{many}"


def section(theme: str) -> str:
    """The cases of one theme as Markdown: what goes wrong, the reports, what comes out, what should."""
    return "\n".join(_shown(limit) for limit in limits() if limit.theme == theme)


def _shown(limit: Limit) -> str:
    reports = "\n>\n> and another report:\n>\n".join(_quoted(report) for report in limit.reports)
    name = f"[{limit.name}.txt](../tests/cases/limits/{limit.name}.txt)"
    told = f"{_told('Today', limit.today)}  \n{_told('Should', limit.should)}"
    return f"**{limit.title}** ({name})\n\n{reports}\n\n{told}\n"


def _quoted(report: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in report.strip().split("\n"))


def _told(when: str, lines: tuple[str, ...]) -> str:
    return f"{when}: " + "; ".join(f"`{line}`" for line in lines)
