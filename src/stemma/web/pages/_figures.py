"""The figures of an incident as people review them, and what was decided about it."""

from __future__ import annotations

from msgspec import Struct

from stemma.model import Claim, Incident, Judgement
from stemma.report import words
from stemma.report.lookup import Lookup, Ref, holder_of, refs_of, value_of
from stemma.report.rows import note_of
from stemma.web import wording
from stemma.web.desk import Desk
from stemma.web.pages._incident import figures_in, files
from stemma.web.pages.claim import by_target


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


def judged(desk: Desk, incident: Incident) -> list[Judgement]:
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
    return desk.snapshot.kept(("taken out", desk.head), lambda: [
        one for one in desk.judgements if one.kind == "claim" and one.verdict == "no" and one.targets])


def figure_rows(desk: Desk, incident: Incident, about: list[Judgement]) -> tuple[FigureRow, ...]:
    """The figures in the order of the reports and of the text. about: what people decided about the incident."""
    snapshot = desk.snapshot
    counted = {row for assessment in files(snapshot).assessments.get(incident.id, ()) for row in assessment.claims}
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


