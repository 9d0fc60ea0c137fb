"""Sign an incident: draft, reviewed or published."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from stemma.judgements.signing import sign
from stemma.web.actions._deciding import told
from stemma.web.contracts import Done, Forbidden, Seen
from stemma.web.desk import Desk
from stemma.web.pages._incident import anchor_of, incident_of, path_of

PATH = "/incidents/{incident}/sign-off"
TITLE = "Sign an incident"


class Body(Struct, frozen=True):
    """How far it is. A coder may sign it as reviewed or take that back; only a lead publishes, and takes that back."""

    status: Literal["draft", "reviewed", "published"]
    note: str = ""
    seen: Seen = None


def act(desk: Desk, body: Body, incident: str) -> Done:
    """Raises Forbidden, UsageError, NotFound."""
    found = incident_of(desk, incident)
    now = next((one.status for one in desk.snapshot.record.sign_offs if one.incident == found.id), "draft")
    if "published" in (body.status, now) and not desk.may("lead"):
        raise Forbidden("Only a lead may publish an incident, or change one that is published.")
    judgement = sign(desk.snapshot.record, found, body.status, desk.user.name, desk.now(), body.note)
    kept = desk.case.add_judgement(judgement, body.seen)
    desk.rebuilding.ask()
    anchor = anchor_of(desk.snapshot, found)
    said = "Kept: a draft again." if body.status == "draft" else f"Signed as {body.status}."
    return Done(told(said, kept.rivals), f"{path_of(found, anchor.id if anchor else '')}#sign-off")
