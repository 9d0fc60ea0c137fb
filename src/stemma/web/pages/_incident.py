"""What pages and actions on one incident share: finding it, its view, and how to come back to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from stemma.brief import Desk as BriefDesk
from stemma.brief import desk as brief_desk
from stemma.model import Claim, Incident
from stemma.report.chains import Ways, ways_of
from stemma.report.lookup import Lookup
from stemma.report.map import Atlas, atlas_of
from stemma.report.views import Files, IncidentView, files_of, incident_view, only
from stemma.values import HARMS
from stemma.web.contracts import NotFound
from stemma.web.desk import Desk
from stemma.web.held import Snapshot

GONE = ("The case has no incident of this id. An incident gets another one when what it rests on changes: look for it "
        "in the list of incidents.")


def incident_of(desk: Desk, wanted: str) -> Incident:
    """The incident of this id. Raises NotFound."""
    found = desk.snapshot.incidents.get(wanted)
    if found is None:
        raise NotFound(GONE)
    return found


def moved(desk: Desk, wanted: str, claim: str = "") -> str:
    """The id of the incident that once had this id, or that holds the claim; NotFound where neither is known."""
    snapshot = desk.snapshot
    claims = (claim,) if claim in snapshot.incident_of else desk.held.former.get(wanted, ())
    held = Counter(snapshot.incident_of[row] for row in claims if row in snapshot.incident_of)
    if not held:
        raise NotFound(GONE)
    return min(held, key=lambda incident: (-held[incident], incident))


def path_of(incident: Incident, anchor: str = "") -> str:
    """Where an incident is shown; with a claim it is found again when it has got another id."""
    return f"/incidents/{incident.id}{f'?claim={anchor}' if anchor else ''}"


def figures_in(look: Lookup, incident: Incident) -> list[Claim]:
    """The claims of people harmed of an incident, in the order of the reports and of the text."""
    found = [look.claims[row] for row in incident.claims if row in look.claims and look.claims[row].kind in HARMS]
    return sorted(found, key=lambda claim: (look.numbers[claim.id], claim.span, claim.id))


def anchor_of(snapshot: Snapshot, incident: Incident, without: Iterable[str] = ()) -> Claim | None:
    """The claim that stands for an incident: one that its range rests on, if any; the first in the order printed."""
    look, left = snapshot.look, set(without)
    counted = {row for assessment in files(snapshot).assessments.get(incident.id, ()) for row in assessment.claims}
    found = [look.claims[row] for row in incident.claims if row in look.claims and row not in left]
    return min(found, key=lambda claim: (claim.id not in counted, claim.kind not in HARMS, look.numbers[claim.id],
                                         claim.span, claim.id), default=None)


# ----------------------------------------------------------------------------------- made once for a record


def files(snapshot: Snapshot) -> Files:
    """Rows of the record by incident."""
    return snapshot.kept("files", lambda: files_of(snapshot.record))


def ways(snapshot: Snapshot) -> Ways:
    """What chains and support are read from."""
    return snapshot.kept("ways", lambda: ways_of(snapshot.look, snapshot.books))


def atlas(snapshot: Snapshot) -> Atlas:
    """What maps are read from."""
    return snapshot.kept("atlas", lambda: atlas_of(snapshot.look))


def briefs(snapshot: Snapshot) -> BriefDesk:
    """What briefs are written from."""
    return snapshot.kept("briefs", lambda: brief_desk(snapshot.record, snapshot.books))


def lean_look(snapshot: Snapshot, incident: Incident) -> Lookup:
    """The record's indexes with the rows of one incident alone."""
    return only(snapshot.look, incident, files(snapshot))


def view_of(snapshot: Snapshot, incident: Incident) -> IncidentView:
    """An incident as it is shown, without its brief and without chains."""
    def made() -> IncidentView:
        look = lean_look(snapshot, incident)
        return incident_view(look, incident, 0, ways(snapshot), frozenset(), replace(atlas(snapshot), look=look),
                             most_chains=0)

    return snapshot.kept(("incident", incident.id), made)
