"""One claim: its sentence, what the record made of it, where it comes from, and what people decided about it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from msgspec import Struct

from stemma.judgements.making import Correction
from stemma.judgements.placing import said as said_of
from stemma.model import Claim, Judged, Judgement
from stemma.report import words
from stemma.report.chains import ways_of
from stemma.report.lookup import gist, report_name
from stemma.report.tracing import Trace, trace
from stemma.web import wording
from stemma.web.contracts import Empty, NotFound
from stemma.web.desk import Desk
from stemma.web.held import Snapshot

PATH = "/claims/{claim}"
TITLE = "A claim"
TEMPLATE = "claim.html"
AROUND = 1  # sentences shown before and after its own


class ClaimSentence(Struct, frozen=True):
    """A sentence cut at the claim's words."""

    before: str
    words: str  # "" in the sentences around
    after: str


class ClaimValues(Struct, frozen=True):
    """What the record holds of the claim now, field by field: what the forms begin with."""

    kind: str
    low: int | None
    high: int | None
    wording: str
    figure: str  # as written
    scope: str
    stance: str
    status: str
    group: str
    since: date | None
    until: date | None
    source_kind: str
    source: str  # "" for the report itself
    role: str
    value: str  # of other kinds than figures


class ClaimDecision(Struct, frozen=True):
    """What somebody decided about the claim."""

    id: str
    kind: str  # of judgement
    by: str
    at: datetime
    what: str
    why: str
    before: str  # what the program alone had made of it
    withdrawn: bool
    pending: bool  # not in the record yet
    holds: bool


class Context(Struct, frozen=True):
    """The claim."""

    id: str
    doc: str
    report: str
    letter: str
    number: int
    gist: str
    sentences: tuple[ClaimSentence, ...]
    values: ClaimValues
    counted: bool  # whether it is a figure of people
    incident: str
    incident_title: str
    trace: Trace
    decisions: tuple[ClaimDecision, ...]
    removed: bool  # people said that it is no claim at all; only the log shows it then
    seen: int


def show(desk: Desk, query: Empty, claim: str) -> Context:
    """Raises NotFound."""
    snapshot = desk.snapshot
    look = snapshot.look
    row = look.claims.get(claim) or look.statements.get(claim)
    if row is None:
        raise NotFound("The record holds no such claim. It may have been taken out, or its report read anew; "
                       "the log has what was decided about it.")
    incident = snapshot.incidents.get(snapshot.incident_of.get(claim, ""))
    ways = snapshot.kept("ways", lambda: ways_of(look, snapshot.books))
    figure = isinstance(row, Claim) and row.count is not None
    return Context(
        id=claim, doc=row.doc, report=report_name(look, row.doc), letter=look.letters[row.doc],
        number=look.numbers[claim], gist=gist(look, row), sentences=sentences_around(snapshot, row),
        values=_values(row),
        counted=figure, incident=incident.id if incident else "", incident_title=incident.title if incident else "",
        trace=snapshot.kept(("trace", claim), lambda: trace(look, row, ways)), decisions=decisions(desk, claim),
        removed=False, seen=desk.head[0],
    )


def sentences_around(snapshot: Snapshot, row) -> tuple[ClaimSentence, ...]:
    """The sentence of a claim, statement or mention, and those around it."""
    page = snapshot.look.by_doc[row.doc].page
    text = page.text
    held = [place for place, sentence in enumerate(page.sentences) if sentence.span.overlaps(row.span)]
    if not held:
        return (ClaimSentence("", row.span.of(text), ""),)
    found = []
    for sentence in page.sentences[max(0, held[0] - AROUND) : held[-1] + 1 + AROUND]:
        start, end = sentence.span.start, sentence.span.end
        a, b = (max(start, row.span.start), min(end, row.span.end)) if sentence.span.overlaps(row.span) else (end, end)
        found.append(ClaimSentence(text[start:a], text[a:b], text[b:end]))
    return tuple(found)


def _values(row) -> ClaimValues:
    source = row.source
    name = source.name if source.known else ""
    if not isinstance(row, Claim):
        return ClaimValues("", None, None, "", "", "", "", "", "", None, None, source.kind, name, source.role or "", "")
    count, when = row.count, row.when
    return ClaimValues(
        kind=row.kind, low=count.low if count else None, high=count.high if count else None,
        wording=count.wording if count else "", figure=count.text if count else "", scope=row.scope, stance=row.stance,
        status=row.victims.status, group=row.victims.group or "", since=when.start if when else None,
        until=when.end if when else None, source_kind=source.kind, source=name, role=source.role or "",
        value=row.value,
    )


# -------------------------------------------------------------------------------------------------- decisions


def decisions(desk: Desk, row: str) -> tuple[ClaimDecision, ...]:
    """What people decided about a row, the last first."""
    return told(desk, by_target(desk).get(row, ()))


def told(desk: Desk, judgements: Iterable[Judgement]) -> tuple[ClaimDecision, ...]:
    """Judgements as they are shown, in the order given."""
    judged = desk.snapshot.kept("judged by id", lambda: {item.judgement: item for item in desk.snapshot.record.judged})
    pending = {judgement.id for judgement in desk.pending}
    return tuple(_decision(judgement, judged.get(judgement.id), judgement.id in pending) for judgement in judgements)


def by_target(desk: Desk) -> dict[str, list[Judgement]]:
    """All judgements by the rows that they are about, the last first: the rows that were decided on, and what they are
    in the record now. A claim that somebody added is only there."""
    def sorted_out() -> dict[str, list[Judgement]]:
        now = {item.judgement: item.rows for item in desk.snapshot.record.judged}
        found: dict[str, list[Judgement]] = {}
        for judgement in sorted(desk.judgements, key=lambda j: (j.at, j.id), reverse=True):
            for row in dict.fromkeys((*(target.id for target in judgement.targets), *now.get(judgement.id, ()))):
                found.setdefault(row, []).append(judgement)
        return found

    return desk.snapshot.kept(("by target", desk.head), sorted_out)


def _decision(judgement: Judgement, judged: Judged | None, pending: bool) -> ClaimDecision:
    return ClaimDecision(
        id=judgement.id, kind=judgement.kind, by=judgement.by, at=judgement.at,
        what=decided_words(judgement), why=judgement.note,
        before=_before(judgement.kind, judged.before) if judged and judgement.kind != "claim" else "",
        withdrawn=judgement.withdrawn is not None, pending=pending,
        holds=judged is not None,
    )


def decided_words(judgement: Judgement) -> str:
    """What a judgement says, in a few plain words."""
    if judgement.kind == "same_incident":
        return words.sentence_case(said_of(judgement))
    said = {"yes": "yes", "no": "no", "unsure": "not sure"}.get(judgement.verdict or "", "")
    asked = {"claim": "Is this a right claim", "same_incident": "One happening", "same_party": "One source",
             "same_place": "One place", "copy_of": "A copy"}
    if judgement.kind in asked:
        return f"{asked[judgement.kind]}: {said}"
    if judgement.kind == "value" and judgement.value:
        found = msgspec.json.decode(judgement.value, type=Correction)
        return f"{found.field}: {value_words(found.to)}"
    if judgement.kind == "sign_off" and judgement.value:
        return f"Signed off as {json.loads(judgement.value)['status']}"
    if judgement.kind == "party_name" and judgement.value:
        return f"To be called {json.loads(judgement.value)}"
    return "Added: a claim that was missed" if judgement.kind == "missed" else judgement.kind.replace("_", " ")


def value_words(value: object) -> str:
    """A corrected value in plain words."""
    if not isinstance(value, dict):
        return dict((*wording.SCOPES, *wording.STANCES, *words.HARM_WORDS.items())).get(str(value), str(value))
    if "wording" in value:
        low, high = value.get("low"), value.get("high")
        return f"{low} to {high}" if low != high else str(low)
    return ", ".join(str(part) for part in value.values() if part not in (None, "", "unknown", False))


# What the program alone had made of a pair: one, two.
_ALONE = {"same_incident": ("one happening", "two happenings"), "same_party": ("one source", "two sources"),
          "same_place": ("one place", "two places"), "copy_of": ("a copy", "no copy of it")}


def _before(kind: str, value: str) -> str:
    if not value:
        return ""
    try:
        found = json.loads(value)
    except ValueError:
        return value
    if kind in _ALONE:
        one, two = _ALONE[kind]
        return {"yes": one, "no": two}.get(found, "one copied the other, not known which")
    return value_words(found)
