"""One incident: the range and who stands behind it, where accounts differ, and what people decide about it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from stemma.model import Claim, Incident, Judgement, SignOff
from stemma.report import words
from stemma.report.lookup import Lookup, Ref, holder_of, refs_of, report_name, value_of
from stemma.report.pairs import edge_sentence
from stemma.report.rows import note_of
from stemma.report.views import IncidentView
from stemma.web import wording
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.pages import _codings, _incident_rows, _near
from stemma.web.pages._codings import CodedColumn
from stemma.web.pages._incident import anchor_of, figures_in, moved, path_of, view_of
from stemma.web.pages._incident_rows import IncidentRow
from stemma.web.pages._near import NearIncident
from stemma.web.pages.claim import ClaimDecision, by_target, told

PATH = "/incidents/{incident}"
TITLE = "An incident"
TEMPLATE = "incident.html"


class Query(Struct, frozen=True):
    """A claim of it, so that it is found when it has got another id."""

    claim: str = ""


class FigureRow(Struct, frozen=True):
    """One figure of the incident, as people review it."""

    id: str
    label: str  # "Killed"
    value: str
    note: str  # who was harmed, how firmly it is said
    scope: str  # "this happening as a whole"
    counted: bool  # whether the range rests on it
    holder: str
    role: str
    named: bool
    joined: str  # why it is held to be about this incident
    ref: Ref
    doc: str
    decided: str  # "right, by R. Coder"; "" where nobody decided
    pending: bool  # something was decided that the record does not show yet


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
    reports: tuple[IncidentReport, ...] = ()
    codings: tuple[CodedColumn, ...] = ()
    near: tuple[NearIncident, ...] = ()
    decisions: tuple[ClaimDecision, ...] = ()
    seen: int = 0


def show(desk: Desk, query: Query, incident: str) -> Context:
    """Raises NotFound."""
    snapshot = desk.snapshot
    found = snapshot.incidents.get(incident)
    if found is None:
        return Context(elsewhere=path_of(snapshot.incidents[moved(desk, incident, query.claim)], query.claim))
    about = _judged(desk, found)
    anchor = anchor_of(snapshot, found)
    return Context(
        id=found.id, anchor=anchor.id if anchor else "",
        row=_incident_rows.with_pending(desk, [_incident_rows.indexed(snapshot)[found.id].row])[0],
        view=view_of(snapshot, found), signed=_signed(desk, found, about), figures=_figures(desk, found, about),
        reports=_reports(snapshot, found), codings=_codings.columns(snapshot, found),
        near=_near.near(snapshot, found), decisions=told(desk, about), seen=desk.case.head()[0],
    )


# ------------------------------------------------------------------------------------------------ decisions


def _judged(desk: Desk, incident: Incident) -> list[Judgement]:
    """What people decided about the incident's claims, and about figures of its reports that they took out, the last
    first. What was withdrawn stands in the log only."""
    named, own = by_target(desk), set(incident.claims)
    found = {judgement.id: judgement for claim in incident.claims for judgement in named.get(claim, ())}
    docs, home = set(incident.docs), desk.snapshot.incident_of
    for judgement in _taken_out(desk):
        target = judgement.targets[0]
        if target.doc in docs and (target.id in own or target.id not in home):
            found[judgement.id] = judgement
    standing = (judgement for judgement in found.values() if judgement.withdrawn is None)
    return sorted(standing, key=lambda judgement: (judgement.at, judgement.id), reverse=True)


def _taken_out(desk: Desk) -> list[Judgement]:
    """Judgements by which people took a claim out of its report."""
    return desk.snapshot.kept(("taken out", desk.case.head()), lambda: [
        one for one in desk.judgements if one.kind == "claim" and one.verdict == "no" and one.targets])


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


# -------------------------------------------------------------------------------------------------- figures


def _figures(desk: Desk, incident: Incident, about: list[Judgement]) -> tuple[FigureRow, ...]:
    snapshot = desk.snapshot
    counted = {row for assessment in snapshot.record.assessments if assessment.incident == incident.id
               for row in assessment.claims}
    waiting = {one.id for one in desk.pending}
    by_claim: dict[str, list[Judgement]] = {}
    for judgement in about:
        for target in judgement.targets:
            if judgement.kind != "sign_off":
                by_claim.setdefault(target.id, []).append(judgement)
    return tuple(_figure(snapshot.look, claim, claim.id in counted, by_claim.get(claim.id, []), waiting)
                 for claim in figures_in(snapshot.look, incident))


def _figure(look: Lookup, claim: Claim, counted: bool, about: list[Judgement], waiting: set[str]) -> FigureRow:
    holder = holder_of(look, claim)
    verdict = next((one for one in about if one.kind == "claim"), None)
    said = {"yes": "right", "no": "wrong", "unsure": "not sure"}
    return FigureRow(
        id=claim.id, label=words.HARM_WORDS[claim.kind], value=value_of(claim), note=note_of(claim),
        scope=dict(wording.SCOPES)[claim.scope], counted=counted, holder=words.sentence_case(holder.name),
        role=holder.role, named=holder.named, joined=look.joined.get(claim.id, ""), ref=refs_of(look, (claim,))[0],
        doc=claim.doc, decided=f"{said[verdict.verdict or 'unsure']}, by {verdict.by}" if verdict else "",
        pending=any(one.id in waiting for one in about),
    )


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
