"""A walk through the case in five minutes: what to look at, in which order, shown on what the case itself holds."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from stemma.model import Incident
from stemma.report import words
from stemma.report.lookup import Lookup, value_of
from stemma.values import HARMS
from stemma.web.addresses import part
from stemma.web.contracts import Empty
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.pages._incident import figures_in, files
from stemma.web.pages._incident_rows import indexed

PATH = "/guide"
TITLE = "A guided sample"
TEMPLATE = "guide.html"


class GuideStep(Struct, frozen=True):
    """One thing to look at."""

    title: str
    text: str
    href: str
    link: str  # what the link says


class Context(Struct, frozen=True):
    """The walk; without a step where the case holds no incident."""

    steps: tuple[GuideStep, ...]
    reports: int


def show(desk: Desk, query: Empty) -> Context:
    """Everything is found by what it is, so that any case is shown by its own first incident."""
    snapshot = desk.snapshot
    first = next(iter(snapshot.incidents.values()), None)
    steps = tuple(_steps(snapshot, first)) if first else ()
    return Context(steps, len(snapshot.look.readings))


def _steps(snapshot: Snapshot, incident: Incident) -> Iterator[GuideStep]:
    look, here = snapshot.look, f"/incidents/{incident.id}"
    row = indexed(snapshot)[incident.id].row
    many = words.sentence_case(words.how_many(len(snapshot.incidents), "incident"))
    carried = words.sentence_case(words.how_many(row.reports, "report tells", "reports tell"))
    yield GuideStep(
        "How many, and who says so",
        f"{many} of this case. The first is {incident.title}: killed {row.killed.span}, {row.killed.independent}. A "
        "range is never averaged: its two ends are the words of two accounts.", here, incident.title)
    yield GuideStep(
        "The sentence behind a number",
        "Every number on the page leads to the sentence that it was read from. Press one: the sentence opens beside "
        "the page, with what stands before and after it.", here, "Press a number in brackets")
    yield GuideStep(
        "Who said it first",
        f"{carried} of it, and reports repeat one another. The tree leads from each source to the reports that carry "
        "it; copies hang below what they copied.", f"{here}#origins", "The origins")
    yield from _changed(snapshot, incident)
    yield from _aside(look, snapshot, incident)
    yield from _spelt(snapshot, incident)
    yield GuideStep(
        "What a person should decide",
        "The queue asks the questions that matter most first: one key each for yes, no and not sure. What you decide "
        "is kept with your name and the words that it is about, and can be undone.", "/review", "The review queue")
    yield GuideStep(
        "Sign it",
        "When you have read an incident, sign it as reviewed. Should a new report or a decision change it afterwards, "
        "the page says what is different.", f"{here}#sign-off", "The sign-off")
    yield GuideStep(
        "Hand it on",
        "Export what is signed, in the columns of the field’s own data sets, with a remark for whatever cannot be "
        "held.", f"/export?sel={incident.id}", "The exports")


def _changed(snapshot: Snapshot, incident: Incident) -> Iterator[GuideStep]:
    """A retelling that changed what it retold, the gravest first."""
    docs, order = set(incident.docs), ("high", "medium", "low")
    found = [drift for drift in snapshot.record.drifts if drift.doc in docs and drift.against in docs]
    drift = min(found, key=lambda one: (order.index(one.severity), one.kind != "number", one.id), default=None)
    if drift is not None:
        yield GuideStep(
            "What a copy changed",
            f"{words.sentence_case(drift.why)}. Held side by side, the two texts show every word that was put in, left "
            "out or changed.", f"/compare?a={drift.against}&b={drift.doc}", "The two texts side by side")


def _aside(look: Lookup, snapshot: Snapshot, incident: Incident) -> Iterator[GuideStep]:
    """A figure that is easily taken for the toll."""
    links = {link.row: link.reason for one in files(snapshot).assessments.get(incident.id, ()) for link in one.excluded}
    own = {claim.id: "a part of the toll" for claim in figures_in(look, incident) if claim.scope == "partial"}
    for claim, reason in {**links, **own}.items():
        found = look.claims.get(claim)
        if found is not None and found.kind in HARMS and found.count is not None and found.count.stated:
            yield GuideStep(
                "A figure that is not the toll", f"{words.HARM_WORDS[found.kind]}: {value_of(found)} stands in the "
                f"reports too, but is kept out of the range: {reason}. If the program is wrong about that, correct it "
                "there.", f"/claims/{claim}", "The figure")
            return


def _spelt(snapshot: Snapshot, incident: Incident) -> Iterator[GuideStep]:
    """A person whom reports spell in several ways."""
    docs = set(incident.docs)
    found = [party for party in snapshot.record.parties
             if party.kind == "person" and len(party.variants) > 1 and docs & set(party.docs)]
    party = min(found, key=lambda one: (-len(one.docs), -len(one.variants), one.key), default=None)
    if party is not None:
        others = words.some_of([one for one in party.variants if one != party.name], 3)
        yield GuideStep(
            "One person, several spellings", f"{party.name} is also written {others}. Spellings can be taken apart and "
            "put together.", f"/parties/{part(party.key)}", party.name)
