"""Figures of an incident that are of another happening: they leave it, and stay together."""

from __future__ import annotations

from msgspec import Struct

from stemma.errors import UsageError
from stemma.model import Claim, Incident
from stemma.report.lookup import Lookup
from stemma.web.actions._deciding import Answer, keep, pairs_between, told
from stemma.web.contracts import Done, Seen
from stemma.web.desk import Desk
from stemma.web.pages._incident import anchor_of, figures_in, incident_of, path_of

PATH = "/incidents/{incident}/split"
TITLE = "Take figures out of an incident"


class Body(Struct, frozen=True):
    """The figures that leave."""

    claims: tuple[str, ...] = ()
    note: str = ""
    seen: Seen = None


def act(desk: Desk, body: Body, incident: str) -> Done:
    """Raises UsageError, NotFound."""
    found = incident_of(desk, incident)
    leaving = tuple(dict.fromkeys(body.claims))
    if not leaving:
        raise UsageError("Choose the figures that are of another happening first.")
    if strange := [claim for claim in leaving if claim not in found.claims]:
        raise UsageError(f"The claim {strange[0]} is not of this incident; it may have been made anew.")
    anchor = anchor_of(desk.snapshot, found, leaving)
    if anchor is None:
        raise UsageError("At least one claim has to stay: an incident of which everything leaves is the same incident.")
    rivals = keep(desk, answers(desk, found, leaving, anchor), body.note, body.seen)
    return Done(told("Kept: these are another happening.", rivals), f"{path_of(found, anchor.id)}#decisions")


def answers(desk: Desk, incident: Incident, leaving: tuple[str, ...], anchor: Claim) -> list[Answer]:
    """What to decide so that exactly these figures leave, together.

    The first is not of the anchor's happening, the others are of the first one's. In reports of which figures both
    leave and stay, one figure that stays is held to the anchor, since else the whole report would go along.
    """
    first, *others = leaving
    staying = [claim for claim in incident.claims if claim not in leaving]
    said = dict.fromkeys(pairs_between(desk, leaving, staying, "yes"), "no")
    said |= {(first, anchor.id): "no"} | {(first, other): "yes" for other in others}
    said |= {(anchor.id, claim): "yes" for claim in _held(desk.snapshot.look, incident, set(leaving), anchor)}
    return [Answer("same_incident", pair, verdict) for pair, verdict in said.items()]


def _held(look: Lookup, incident: Incident, leaving: set[str], anchor: Claim) -> list[str]:
    """One figure that stays of each sentence that another leaves, and of each report that other figures leave."""
    figures = figures_in(look, incident)
    torn = {look.claims[claim].doc for claim in leaving if claim in look.claims}
    sentences = {(look.claims[claim].doc, look.claims[claim].sentence) for claim in leaving if claim in look.claims}
    held: dict[tuple, str] = {}
    for claim in figures:
        if claim.id in leaving or claim.id == anchor.id or claim.doc not in torn:
            continue
        place = (claim.doc, claim.sentence)
        held.setdefault(place if place in sentences else (claim.doc,), claim.id)
    return list(held.values())
