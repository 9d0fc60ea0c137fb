"""One incident: the range and who stands behind it, where accounts differ, and what people decide about it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from stemma.model import Incident, Judgement, SignOff
from stemma.report import words
from stemma.report.lookup import report_name
from stemma.report.pairs import edge_sentence
from stemma.report.views import IncidentView
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.pages import _incident_rows, _near
from stemma.web.pages._figures import FigureRow, figure_rows, judged
from stemma.web.pages._incident import anchor_of, figures_in, moved, path_of, view_of
from stemma.web.pages._incident_rows import IncidentRow
from stemma.web.pages._near import NearIncident
from stemma.web.pages.claim import ClaimDecision, told

PATH = "/incidents/{incident}"
TITLE = "An incident"
TEMPLATE = "incident.html"
MOST_FIGURES = 14  # one by one on this page; all of them stand on a page of their own


class Query(Struct, frozen=True):
    """A claim of it, so that it is found when it has got another id."""

    claim: str = ""


class IncidentReport(Struct, frozen=True):
    """A report that the incident rests on."""

    doc: str
    letter: str
    name: str
    published: str
    figures: int  # of this incident
    relations: tuple[str, ...]  # "B is a rewrite of A"


class Signed(Struct, frozen=True):
    """How far people have come with it."""

    status: str
    by: str
    at: datetime | None
    note: str
    changes: tuple[str, ...]
    pending: str  # a status that somebody signed and the record does not show yet


class Context(Struct, frozen=True):
    """The incident."""

    elsewhere: str = ""  # its path, where it has got another id
    id: str = ""
    anchor: str = ""  # Claim.id that stands for it
    row: IncidentRow | None = None
    view: IncidentView | None = None
    signed: Signed | None = None
    figures: tuple[FigureRow, ...] = ()
    more_figures: int = 0  # beyond those
    reports: tuple[IncidentReport, ...] = ()
    near: tuple[NearIncident, ...] = ()
    decisions: tuple[ClaimDecision, ...] = ()
    seen: int = 0


def show(desk: Desk, query: Query, incident: str) -> Context:
    """Raises NotFound."""
    snapshot = desk.snapshot
    found = snapshot.incidents.get(incident)
    if found is None:
        return Context(elsewhere=path_of(snapshot.incidents[moved(desk, incident, query.claim)], query.claim))
    about = judged(desk, found)
    anchor = anchor_of(snapshot, found)
    figures = figure_rows(desk, found, about)
    return Context(
        id=found.id, anchor=anchor.id if anchor else "",
        row=_incident_rows.with_pending(desk, [_incident_rows.indexed(snapshot)[found.id].row])[0],
        view=view_of(snapshot, found), signed=_signed(desk, found, about), figures=figures[:MOST_FIGURES],
        more_figures=len(figures[MOST_FIGURES:]),
        reports=_reports(snapshot, found), near=_near.near(snapshot, found), decisions=told(desk, about),
        seen=desk.head[0],
    )


# -------------------------------------------------------------------------------------------------- sign-off


def _signed(desk: Desk, incident: Incident, about: list[Judgement]) -> Signed:
    signs: dict[str, SignOff] = desk.snapshot.kept("signs", lambda: {
        sign.incident: sign for sign in desk.snapshot.record.sign_offs})
    sign = signs.get(incident.id) or SignOff(incident.id, "draft", None, "", None)
    note = next((one.note for one in about if one.id == sign.judgement), "")
    waiting = {one.id for one in desk.pending}
    newer = next((one for one in about if one.kind == "sign_off" and one.id in waiting), None)
    return Signed(sign.status, sign.by, sign.at, note, sign.changes, status_in(newer) if newer else "")


def status_in(judgement: Judgement) -> str:
    """The status that a signature gives; "" where it cannot be read."""
    import msgspec

    try:
        return str(msgspec.json.decode(judgement.value or "{}").get("status", ""))
    except msgspec.DecodeError:
        return ""


def _reports(snapshot: Snapshot, incident: Incident) -> tuple[IncidentReport, ...]:
    look, docs = snapshot.look, [doc for doc in incident.docs if doc in snapshot.look.by_doc]
    told_in: dict[str, int] = {}
    for claim in figures_in(look, incident):
        told_in[claim.doc] = told_in.get(claim.doc, 0) + 1
    held = set(docs)
    return tuple(
        IncidentReport(doc, look.letters[doc], report_name(look, doc), words.published(look.by_doc[doc].page.published),
                       told_in.get(doc, 0), tuple(edge_sentence(look, edge) for edge in look.edges.get(doc, ())
                                                  if {edge.a, edge.b} <= held))
        for doc in sorted(docs, key=lambda doc: (len(look.letters[doc]), look.letters[doc])))
