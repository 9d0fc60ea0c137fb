"""One report as received, with what was found in it marked in place."""

from __future__ import annotations

from msgspec import Struct

from stemma.model import Claim
from stemma.report import words
from stemma.report.chains import act_words
from stemma.report.lookup import holder_of, report_name, value_of
from stemma.report.pairs import edge_sentence
from stemma.report.passages import DocumentView, document_view
from stemma.values import HARMS
from stemma.web.contracts import Empty, NotFound
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.pages.claim import by_target

PATH = "/reports/{doc}"
TITLE = "A report"
TEMPLATE = "report.html"


class ReportClaim(Struct, frozen=True):
    """A claim of the report, as the list beside the text has it."""

    id: str
    number: int
    label: str
    value: str
    holder: str
    role: str
    act: str  # of reporting that it goes back to
    scope: str
    stance: str
    incident: str  # id
    incident_title: str
    figure: bool
    decided: str  # who decided something about it, "" for nobody


class ReportEdge(Struct, frozen=True):
    """Another report that this one shares text with."""

    doc: str
    letter: str
    name: str
    sentence: str


class Context(Struct, frozen=True):
    """The report."""

    id: str
    view: DocumentView
    claims: tuple[ReportClaim, ...]
    edges: tuple[ReportEdge, ...]
    tips: dict[str, str]  # row -> the act of reporting that it goes back to
    seen: int  # number of the log
    before: str  # id of the report printed before this one, "" for the first
    after: str


def show(desk: Desk, query: Empty, doc: str) -> Context:
    """Raises NotFound."""
    snapshot = desk.snapshot
    look = snapshot.look
    reading = look.by_doc.get(doc)
    if reading is None:
        raise NotFound("The case holds no such report.")
    order = snapshot.kept("order of reports", lambda: {r.document.id: n for n, r in enumerate(look.readings)})
    place = order[doc]
    rows = sorted(reading.claims, key=lambda claim: (claim.span, claim.id))
    return Context(
        id=doc, view=document_view(look, doc), claims=tuple(_claim(desk, claim) for claim in rows),
        edges=tuple(_edge(snapshot, doc, edge) for edge in look.edges.get(doc, ())),
        tips={row.id: _tip(snapshot, row.id) for row in (*reading.claims, *reading.statements)},
        seen=desk.head[0],
        before=look.readings[place - 1].document.id if place else "",
        after=look.readings[place + 1].document.id if place + 1 < len(look.readings) else "",
    )


def _claim(desk: Desk, claim: Claim) -> ReportClaim:
    snapshot, look = desk.snapshot, desk.snapshot.look
    holder, origin = holder_of(look, claim), look.origin_of.get(claim.id)
    incident = snapshot.incidents.get(snapshot.incident_of.get(claim.id, ""))
    label = words.HARM_WORDS.get(claim.kind) or words.KIND_WORDS.get(claim.kind) or claim.kind.replace("_", " ")
    return ReportClaim(
        id=claim.id, number=look.numbers[claim.id], label=label, value=value_of(claim), holder=holder.name,
        role=holder.role, act=act_words(look, origin) if origin else "", scope=claim.scope, stance=claim.stance,
        incident=incident.id if incident else "", incident_title=incident.title if incident else "",
        figure=claim.kind in HARMS, decided=_decided(desk, claim.id),
    )


def _decided(desk: Desk, row: str) -> str:
    """The last person who decided something about a row that still holds."""
    return next((judgement.by for judgement in by_target(desk).get(row, ()) if judgement.withdrawn is None), "")


def _edge(snapshot: Snapshot, doc: str, edge) -> ReportEdge:
    other = edge.b if edge.a == doc else edge.a
    return ReportEdge(other, snapshot.look.letters[other], report_name(snapshot.look, other),
                      edge_sentence(snapshot.look, edge))


def _tip(snapshot: Snapshot, row: str) -> str:
    """Which act of reporting it goes back to; the mark itself says whose words it is."""
    origin = snapshot.look.origin_of.get(row)
    return f"Goes back to: {act_words(snapshot.look, origin)}" if origin else ""
